"""Average recognition and return rates (Article 12(3)) of past years, from the series that are public."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

import polars as pl

from fairshare.figures.indicators.annual import by_year
from fairshare.figures.indicators.readings import readings
from fairshare.figures.indicators.store import Store

FIRST_LEVELS: Final = ("FI", "FA")
"""Levels of decision by which UNHCR counts a first decision: first instance, or first instance and appeal in one."""
GRANTED: Final = ("recognised", "other")
DECIDED: Final = (*GRANTED, "rejected")
YEARS: Final = 5
"""Past years whose rates give the range."""


def recognition(store: Store, states: Collection[str], until: int, as_of: date | None = None) -> dict[int, float]:
    """Persons granted protection by those decided on the substance, first decisions, all of ``states`` together, for
    the last years up to ``until``; empty where nothing is held."""
    decided = _sums(store, "protection_decisions", states, _kinds(DECIDED), as_of)
    granted = _sums(store, "protection_decisions", states, _kinds(GRANTED), as_of)
    return _rates(granted, decided, until)


def returns(store: Store, states: Collection[str], until: int, as_of: date | None = None) -> dict[int, float]:
    """Persons returned by persons ordered to leave in the year; empty where one of the two is not held.

    Those returned in a year were in part ordered to leave before it, so a rate can exceed 1; it then counts as 1."""
    returned = _sums(store, "returned", states, (), as_of)
    ordered = _sums(store, "ordered_to_leave", states, (), as_of)
    return {year: min(rate, 1.0) for year, rate in _rates(returned, ordered, until).items()}


def _kinds(outcomes: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{level}:{outcome}" for level in FIRST_LEVELS for outcome in outcomes)


def _sums(
    store: Store, series: str, states: Collection[str], kinds: tuple[str, ...], as_of: date | None
) -> dict[int, float]:
    for reading in readings(store, series, as_of):
        rows = by_year(reading).filter(pl.col("whole"), pl.col("geo").is_in(list(states)))
        chosen = rows.filter(pl.col("kind").is_in(kinds)) if kinds else rows
        return dict(chosen.group_by("year").agg(pl.col("value").sum().cast(pl.Float64)).iter_rows())
    return {}


def _rates(part: dict[int, float], whole: dict[int, float], until: int) -> dict[int, float]:
    years = [year for year in sorted(set(part) & set(whole)) if year <= until and whole[year] > 0]
    return {year: part[year] / whole[year] for year in years[-YEARS:]}
