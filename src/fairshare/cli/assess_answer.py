"""The answer of an assessment as one document, for the JSON, the tables and the chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairshare.cli.assess_inputs import BORDERS, CLASSES

if TYPE_CHECKING:
    from fairshare.assessment.shadow import Shadow, Standing
    from fairshare.cli.assess_inputs import Inputs

CITES = {"pressure": "AMMR 2(24)", "risk": "AMMR 11(1)", "situation": "AMMR 2(25)"}


def answer(name: str, year: int, border: str, taken: Inputs, found: Mapping[str, Shadow]) -> dict[str, Any]:
    """Everything that was found; ``found`` by the way in which the border counts."""
    from fairshare.assessment.shadow import LABEL, SURE

    chosen = found[border]
    return {
        "label": LABEL,
        "class": CLASSES[name],
        "cite": CITES[name],
        "year": year,
        "border": border,
        "named": list(chosen.named),
        "named_by": "determination of 2025 (Implementing Decision (EU) 2025/2323)",
        "first": len(chosen.named),
        "draws": chosen.draws,
        "seed": chosen.seed,
        "exact": chosen.exact,
        "exact_all_methods": chosen.exact_all_methods,
        "hits": chosen.hits,
        "by_method": [
            {"normalise": normalise, "aggregate": aggregate, "exact": share}
            for (normalise, aggregate), share in chosen.by_method.items()
        ],
        "sure": SURE,
        "statement": _statement(chosen),
        "states": [_state(one) for one in chosen.standings],
        "borders": {way: _border(way, one) for way, one in found.items()},
        "bases": {
            name: {"year": used, "dataset": head.dataset, "sha256": head.sha256}
            for name, (used, head) in taken.figures.bases.items()
        },
        "indicators": {one.name: _indicator(one.name, taken) for one in taken.spec.indicators},
        "not_ranked": dict(taken.not_ranked),
        "left_out": dict(taken.left_out),
        "notes": list(chosen.index.notes),
    }


def _statement(one: Shadow) -> str:
    """The sentence that can be tested."""
    *most, last = one.named
    states = f"{', '.join(most)} and {last}" if most else last
    return (
        f"in {100 * one.exact:.1f} % of {one.draws:,} weightings {states} are the first {len(one.named)}; over all "
        f"{len(one.by_method)} pairs of normalisation and aggregation in {100 * one.exact_all_methods:.1f} %, and "
        f"{one.hits:.1f} of the {len(one.named)} are among them on average"
    )


def _state(one: Standing) -> dict[str, Any]:
    return {
        "state": one.state,
        "score": one.score,
        "rank": one.rank,
        "rank_interval": None if one.interval is None else list(one.interval),
        "first": one.first,
        "stance": one.stance,
        "named": one.named,
        "agrees": one.agrees,
        "hangs_on": None if one.hangs_on is None else {"member": one.hangs_on[0], "rank_without": one.hangs_on[1]},
    }


def _border(way: str, one: Shadow) -> dict[str, Any]:
    return {
        "what": BORDERS[way][1],
        "exact": one.exact,
        "exact_all_methods": one.exact_all_methods,
        "ranks": {standing.state: standing.rank for standing in one.standings},
    }


def _indicator(name: str, taken: Inputs) -> dict[str, Any]:
    from fairshare.cli.assess_inputs import BY_LENGTH, column_of

    column = taken.figures.columns[column_of(name)].as_json()
    notes = ["with lengths of the table external_borders", *column["notes"]] if name in BY_LENGTH else column["notes"]
    return column | {"notes": notes, "denominator": taken.spec.indicator(name).denominator}
