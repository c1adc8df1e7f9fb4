"""The frames of a simulation from the bundled tables alone: rougher, since few of them tell states and years apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from fairshare.figures.reference import table
from fairshare.figures.simulate.assembled import assembled
from fairshare.figures.simulate.associated import bundled_series, with_associated
from fairshare.figures.simulate.frames import STATES, Frames, empty

FIT = (2008, 2012)
"""The years of the bundled Dublin figures."""

_NOTES = (
    "bundled tables alone: totals by state and year are real from 2014 on, the rest is rough",
    "the mix of origins is that of 2025 in the states that benefit in 2026, the same in every state and year",
    "every month of a year is alike",
    "irregular crossings are those of 2024, chances of protection and return those of 2023, the same in every state",
    "Dublin figures are by the state that asks, the same for every state that is asked",
)


def bundled() -> Mapping[str, Any]:
    """The figures of a simulation by the names of its inputs, from 2014 to the last year of the bundled table."""
    return assembled(frames(), FIT)


def frames() -> Frames:
    """The frames of the bundled tables."""
    population, gdp, notes = with_associated(bundled_series("population"), bundled_series("gdp"))
    decisions, procedures, dublin = (
        _fields(name) for name in ("decisions_2023", "procedures_2024", "dublin_2008_2012")
    )
    return Frames(
        applications=_applications(),
        months=empty("year", "month", "geo"),
        crossings=_crossings(),
        sea=empty("year", "geo"),
        decisions=pl.concat([_decisions(decisions), _decided(procedures)]),
        pending=_named(procedures, "pending", "geo").with_columns(year=pl.lit(2024, pl.Int64)),
        returned=_named(decisions, "returned", "origin").with_columns(year=pl.lit(2023, pl.Int64)),
        requested=_pairs(dublin, "requested"),
        accepted=_pairs(dublin, "accepted"),
        transferred=_pairs(dublin, "transferred"),
        stock=_fields("migrant_stock_2024").rename({"of": "origin", "field": "geo"}),
        population=population,
        gdp=gdp,
        notes=(*_NOTES, *notes),
    )


def _fields(name: str) -> pl.DataFrame:
    """The known rows ``OF/FIELD`` of a table."""
    rows = [(*row.key.split("/", 1), float(row.number)) for row in table(name) if row.known]
    return pl.DataFrame(rows, schema={"of": pl.String, "field": pl.String, "value": pl.Float64}, orient="row")


def _named(rows: pl.DataFrame, field: str, column: str) -> pl.DataFrame:
    return rows.filter(pl.col("field") == field).select(pl.col("of").alias(column), "value")


def _applications() -> pl.DataFrame:
    """Totals by state and year, spread by the mix of origins."""
    mix = _fields("origins_2025").group_by(origin="of").agg(part=pl.col("value").sum()).sort("origin")
    parts = mix.with_columns(pl.col("part") / pl.col("part").sum())
    totals = bundled_series("applications_by_year")
    return totals.join(parts, how="cross").select("year", "geo", "origin", value=pl.col("value") * pl.col("part"))


def _crossings() -> pl.DataFrame:
    route = pl.col("field").str.split("/")
    return _fields("crossings_2024").select(
        pl.lit(2024, pl.Int64).alias("year"),
        pl.col("of").alias("origin"),
        route.list.get(0).alias("route"),
        route.list.get(1).alias("border"),
        "value",
    )


def _decisions(rows: pl.DataFrame) -> pl.DataFrame:
    """Decisions by origin, spread evenly over the states: only their rate by origin says anything."""
    kept = rows.filter(pl.col("field").is_in(["granted", "refused"]))
    every = pl.DataFrame({"geo": STATES})
    return kept.join(every, how="cross").select(
        pl.lit(2023, pl.Int64).alias("year"), "geo", origin="of", outcome="field", value=pl.col("value") / len(STATES)
    )


def _decided(rows: pl.DataFrame) -> pl.DataFrame:
    """Decisions of a state of all outcomes together: they count for the time to a decision."""
    return _named(rows, "decided", "geo").select(
        pl.lit(2024, pl.Int64).alias("year"), "geo", pl.lit("").alias("origin"), pl.lit("all").alias("outcome"), "value"
    )


def _pairs(rows: pl.DataFrame, field: str) -> pl.DataFrame:
    """The sum of a state, spread evenly over the others."""
    partners = pl.DataFrame({"partner": STATES})
    spread = _named(rows, field, "geo").join(partners, how="cross").filter(pl.col("geo") != pl.col("partner"))
    return spread.with_columns(year=pl.lit(FIT[0], pl.Int64), value=pl.col("value") / (len(STATES) - 1))
