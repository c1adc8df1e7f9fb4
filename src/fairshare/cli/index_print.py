"""The answer of ``fairshare index`` as tables."""

from __future__ import annotations

from typing import Any, Final

from fairshare.cli.index_answer import RANKS
from fairshare.cli.output import percent, table

_WIDEST: Final = 6
"""So many groups of the first level fit beside the score."""


def show(document: dict[str, Any]) -> None:
    """Print everything that the document has."""
    _scores(document)
    _groups(document)
    for part, show_it in (("sobol", _sobol), ("explain", _explained)):
        if part in document:
            show_it(document[part])


def _scores(document: dict[str, Any]) -> None:
    """Units by rank, with their groups and the interval of ranks."""
    ranks, interval = document["ranks"], document.get("rank_interval")
    groups = [name for name in document["weights"][document["index"]] if name in document["levels"]][:_WIDEST]
    units = sorted(ranks, key=lambda unit: (ranks[unit] is None, ranks[unit], unit))
    rows = []
    for unit in units:
        row = [ranks[unit] or "none", unit, _figure(document["scores"][unit])]
        row += [_figure(document["levels"][group][unit]) for group in groups]
        if interval is not None:
            row.append("" if interval[unit] is None else "{} - {}".format(*interval[unit]))
        rows.append(row)
    columns = {"rank": "right", "unit": "left", "score": "right"} | dict.fromkeys(groups, "right")
    if interval is not None:
        columns["ranks"] = "right"
    table(f"Composite indicator: {document['index']}", columns, rows, _notes(document))


def _notes(document: dict[str, Any]) -> list[str]:
    choices = document["choices"]
    steps = ("normalise", "aggregate", "impute", "outliers")
    said = [f"{step}: {choices[step] if isinstance(choices[step], str) else 'as specified'}" for step in steps]
    notes = [f"{RANKS}. {'; '.join(said)}."]
    if "weight_noise" in choices:
        drawn = "weights and methods" if choices["method_draws"] else "weights"
        notes.append(
            f"Ranks: 5 to 95 % of {choices['draws']:,} draws of {drawn}; each weight times 1 - "
            f"{choices['weight_noise']:g} to 1 + {choices['weight_noise']:g} (seed {document['seed']})."
        )
    if document["imputed"]:
        notes.append(f"Values put in for missing ones: {len(document['imputed'])}.")
    notes += [_treated(treated) for treated in document["treated"]]
    for kind, few in document["screened"].items():
        notes += [f"{name}: data for {percent(share, 0)} only ({kind})." for name, share in few.items()]
    if "link" in document:
        link = document["link"]
        notes.append(
            f"With {link['column']}: Pearson {link['pearson']:.3f}, Spearman {link['spearman']:.3f} "
            f"over {link['units']} units."
        )
    return [*notes, *document["notes"]]


def _treated(treated: dict[str, Any]) -> str:
    what = {
        "winsorise": f"outliers drawn in ({', '.join(treated['units'])})",
        "log": "logarithm taken, because of outliers",
        "none": "has outliers, left as they are",
    }[treated["method"]]
    return f"{treated['indicator']}: {what}."


def _groups(document: dict[str, Any]) -> None:
    """What the ranks hang on: the first level, and its coherence."""
    coherence = document["coherence"]
    rows = []
    for name, shift in document["leave_one_out"].items():
        weight = next((group[name] for group in document["weights"].values() if name in group), None)
        alpha = coherence.get(name, {}).get("cronbach_alpha")
        rows.append((name, "" if weight is None else percent(weight, 1), _figure(shift), _figure(alpha)))
    columns = {"left out": "left"} | dict.fromkeys(("weight", "mean shift of ranks", "alpha"), "right")
    notes = ["Alpha: Cronbach's, of the members within the group; near 1 they say the same."]
    table("What the ranks hang on", columns, rows, notes)


def _sobol(found: dict[str, Any]) -> None:
    columns = {"factor": "left"} | dict.fromkeys(("alone", "+-", "in all", "+- "), "right")
    rows = [(name, *map(_figure, of_factor.values())) for name, of_factor in found["factors"].items()]
    notes = [f"Parts of the variance of the {found['output']} (Sobol), with 95 % confidence."]
    table("Which choice moves the ranks", columns, rows, notes)


def _explained(found: dict[str, Any]) -> None:
    columns = {"part": "left", "of": "left"} | dict.fromkeys(("weight", "score", "adds", "rank without it"), "right")
    rows = [
        (
            part["name"],
            part["group"],
            "" if part["weight"] is None else percent(part["weight"], 1),
            _figure(part["score"]),
            _figure(part["contribution"]),
            part["rank_without"],
        )
        for part in found["parts"]
    ]
    table(f"{found['unit']}: score {_figure(found['score'])}, rank {found['rank']}", columns, rows)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"
