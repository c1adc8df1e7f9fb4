"""The league that the options ask for: draws computed or read, kept as they come, and put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fairshare.cli.simulate_bar import told
from fairshare.cli.simulate_engine import engine
from fairshare.cli.simulate_inputs import study_of
from fairshare.cli.simulate_kept import Kept, Shape
from fairshare.evaluation.mechanisms.draws import all_scores
from fairshare.evaluation.mechanisms.league import Better, Figure, Pair, Rank, over_years, pairs, ranking, table
from fairshare.evaluation.mechanisms.league import document as figures_document
from fairshare.evaluation.mechanisms.measures import HEADLINE, MEASURES, NAMES, Measure, measure
from fairshare.faults import bad_argument
from fairshare.simulation.behaviour import behaviour
from fairshare.simulation.ensemble import Draw, Study
from fairshare.simulation.manifest import manifest

if TYPE_CHECKING:
    import polars as pl

    from fairshare.simulation.behaviour import Parameter
    from fairshare.simulation.inputs import Floats

KEEP_EVERY: Final = 15.0
"""Seconds after which finished draws are written, so that a kill loses little."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A league. ``draws``: draws x mechanisms x years x measures; ``table``: by mechanism, year and measure; ``pairs``
    and ``ranking``: by ``ranked_by``, the mean over the years; ``level``: part of the draws that tells two apart;
    ``manifest``: what it rests on."""

    study: Study
    parameters: tuple[Parameter, ...]
    draws: Floats
    table: Mapping[str, Mapping[int, Mapping[str, Figure]]]
    ranked_by: Measure
    level: float
    pairs: tuple[Pair, ...]
    ranking: tuple[Rank, ...]
    manifest: Mapping[str, Any]


def answer(given: Mapping[str, Any]) -> Answer:
    """The league of the options of the command. Raises :class:`~fairshare.faults.BadInputError` for what is wrong with
    them, before anything is computed or written."""
    ranked_by, better = ranked(given["measure"])
    study, parameters = study_of(given)
    rests_on = manifest(study, parameters)
    shape = Shape(study.names, study.years, NAMES)
    kept = Kept.at(given["out"], rests_on, shape) if given["out"] else None
    by_number = _draws(study, parameters, given, kept)
    draws = np.stack([by_number[number] for number in range(given["draws"])])
    require_somebody(draws, study.sample)
    values = draws[:, :, :, NAMES.index(ranked_by.name)]
    found = Answer(
        study,
        parameters,
        draws,
        table(draws, study.names, study.years, NAMES),
        ranked_by,
        given["level"],
        pairs(over_years(values), study.names, better, given["level"]),
        ranking(over_years(values), study.names, better),
        rests_on,
    )
    if kept:
        kept.finish(
            by_number,
            {"league.parquet": _league_frame(found), "pairs.parquet": _pairs_frame(found, better, given["level"])},
        )
    return found


def require_somebody(draws: Floats, sample: float) -> None:
    """Refuse draws (their last axis is of the measures) without one applicant: every figure would be empty."""
    if not draws[..., NAMES.index("applications")].any():
        raise bad_argument("sample", f"{sample:g} of the families is nobody", "a larger part of the families")


def ranked(name: str | None) -> tuple[Measure, Better]:
    """The measure that mechanisms are ranked by. Raises :class:`~fairshare.faults.BadInputError` for an unknown one,
    and for one of which neither more nor less is better."""
    if name is not None and name not in NAMES:
        raise bad_argument("--measure", f"{name!r} is unknown", "a name of `fairshare simulate measures`")
    found = measure(name or HEADLINE)
    if found.better == "neither":
        raise bad_argument("--measure", f"of {name}, neither more nor less is better", f"such as {HEADLINE}")
    return found, found.better


def _draws(
    study: Study, parameters: tuple[Parameter, ...], given: Mapping[str, Any], kept: Kept | None
) -> dict[int, Floats]:
    """Every draw by number: those that are kept, and the others as they are computed."""
    held = kept.read() if kept else {}
    if more := [number for number in held if number >= given["draws"]]:
        raise bad_argument("--draws", f"{given['out']} holds {max(more) + 1} draws", "as many or more")
    missing = [Draw(n, behaviour(parameters, study.seed, n)) for n in range(given["draws"]) if n not in held]
    if not missing:
        return held
    fresh: dict[int, Floats] = {}
    since = monotonic()
    try:
        with engine(given["workers"], given["cluster"]) as using:
            found = all_scores(study, missing, using.executor, using.workers)
            for draw, scores in zip(missing, told(found, given["draws"], len(held)), strict=True):
                fresh[draw.number] = scores
                if kept and monotonic() - since > KEEP_EVERY:
                    kept.keep(fresh)
                    held, fresh, since = held | fresh, {}, monotonic()
    except BaseException:
        if kept and fresh:
            kept.keep(fresh)
        raise
    return held | fresh


def _league_frame(found: Answer) -> pl.DataFrame:
    import polars as pl

    rows = [
        (mechanism, year, name, one.mean, one.low, one.high)
        for mechanism, years in found.table.items()
        for year, measures in years.items()
        for name, one in measures.items()
    ]
    schema = {"mechanism": pl.String, "year": pl.Int16, "measure": pl.String}
    return pl.DataFrame(rows, schema | dict.fromkeys(("mean", "low", "high"), pl.Float64), orient="row")


def _pairs_frame(found: Answer, better: Better, level: float) -> pl.DataFrame:
    """Pairs of all years together (year empty) and of each year."""
    import polars as pl

    values = found.draws[:, :, :, NAMES.index(found.ranked_by.name)]
    each = [
        (year, pairs(values[:, :, y], found.study.names, better, level)) for y, year in enumerate(found.study.years)
    ]
    rows = [
        (
            year,
            one.first,
            one.second,
            *asdict(one.difference).values(),
            one.fairer,
            one.part,
            one.told_apart,
            one.verdict,
        )
        for year, of_year in ((None, found.pairs), *each)
        for one in of_year
    ]
    schema = {"year": pl.Int16, "first": pl.String, "second": pl.String}
    schema |= dict.fromkeys(("mean", "low", "high"), pl.Float64)
    schema |= {"fairer": pl.String, "part": pl.Float64, "told_apart": pl.Boolean, "verdict": pl.String}
    return pl.DataFrame(rows, schema, orient="row")


def document(found: Answer) -> dict[str, Any]:
    """The league as JSON."""
    return {
        "mechanisms": figures_document(found.table),
        "draws": len(found.draws),
        "ranked_by": found.ranked_by.name,
        "ranking": [{"mechanism": one.mechanism, **asdict(one.rank)} for one in found.ranking],
        "pairs": [asdict(one) for one in found.pairs],
        "measures": {one.name: {"title": one.title, "unit": one.unit, "better": one.better} for one in MEASURES},
        "notes": list(found.study.inputs.notes),
        "manifest": dict(found.manifest),
    }
