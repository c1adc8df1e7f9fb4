"""Average recognition and return rates (Article 12(3)) of past years, from the series that are public."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from fairshare.figures.assess.columns import first_decisions
from fairshare.figures.indicators.annual import by_year
from fairshare.figures.indicators.readings import readings
from fairshare.figures.indicators.store import Store

YEARS: Final = 5
"""Past years whose rates give the range."""
Figures = Mapping[tuple[str, int], float]


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates by year, of all states together that have both figures in the year; ``missing`` names the others."""

    by_year: Mapping[int, float]
    missing: Mapping[int, tuple[str, ...]]

    @property
    def note(self) -> str:
        """Which states are not in it; empty where all are."""
        gaps = [f"{year} without {', '.join(states)}" for year, states in self.missing.items() if states]
        return "; ".join(gaps)


def recognition(store: Store, states: Collection[str], until: int, as_of: date | None = None) -> Rates:
    """Persons granted protection by those decided on the substance, first decisions, of the last years to ``until``."""
    granted = _figures(store, "protection_decisions", states, first_decisions("recognised", "other"), as_of)
    decided = _figures(store, "protection_decisions", states, first_decisions("recognised", "other", "rejected"), as_of)
    return _rates(granted, decided, states, until)


def returns(store: Store, states: Collection[str], until: int, as_of: date | None = None) -> Rates:
    """Persons returned by persons ordered to leave in the year; none where one of the two is not held.

    Those returned in a year were in part ordered to leave before it, so a rate can exceed 1; it then counts as 1."""
    returned = _figures(store, "returned", states, (), as_of)
    return _rates(returned, _figures(store, "ordered_to_leave", states, (), as_of), states, until)


def _figures(store: Store, series: str, states: Collection[str], kinds: tuple[str, ...], as_of: date | None) -> Figures:
    """Whole years by state, of the first dataset in the catalogue's order."""
    found = readings(store, series, as_of)
    if not found:
        return {}
    rows = by_year(found[0]).filter(pl.col("whole"), pl.col("geo").is_in(list(states)))
    chosen = rows.filter(pl.col("kind").is_in(kinds)) if kinds else rows
    sums = chosen.group_by("geo", "year").agg(pl.col("value").sum().cast(pl.Float64))
    return {(geo, year): value for geo, year, value in sums.iter_rows()}


def _rates(part: Figures, whole: Figures, states: Collection[str], until: int) -> Rates:
    """Quotients of sums over the states that have both."""
    both = {year: [s for s in states if {(s, year)} <= set(part) & set(whole)] for year in {year for _, year in whole}}
    told = {year: sum(whole[state, year] for state in here) for year, here in both.items()}
    years = [year for year in sorted(told) if year <= until and told[year] > 0][-YEARS:]
    return Rates(
        {year: min(sum(part[state, year] for state in both[year]) / told[year], 1.0) for year in years},
        {year: tuple(sorted(set(states) - set(both[year]))) for year in years},
    )
