"""The league of mechanisms: measures with intervals, paired differences, ranks, and what may be said of them.

Draws are paired: in each, every mechanism met the same arrivals, the same persons and the same luck. Intervals hold the
middle 90 % of the draws. They say what the assumptions and chance leave open, not whether the model is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor
from typing import Any, Final, Literal

import numpy as np

from fairshare.simulation.inputs import Floats

INTERVAL: Final = (5.0, 95.0)
"""Percentiles of the draws that an interval runs between."""

LEVEL: Final = 0.95
"""Part of the draws in which one mechanism must be fairer before it is called so."""

Better = Literal["lower", "higher"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Mean, and low to high: the 5th to the 95th percentile of the draws in which the measure has a value."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mechanisms on the same draws. ``difference``: the first less the second.

    ``fairer``: the one that is better in more draws, ``part`` of them (draws in which both are alike count for
    neither); empty where neither is. ``verdict``: one sentence.
    """

    first: str
    second: str
    difference: Figure
    fairer: str
    part: float
    told_apart: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class Rank:
    """The rank of a mechanism over the draws; 1 is best, those alike share the best rank."""

    mechanism: str
    rank: Figure


def figure(values: Floats) -> Figure | None:
    """Mean and interval of the values of the draws; ``None`` where no draw has one.

    >>> figure(np.array([1.0, 2.0, 3.0, np.nan]))
    Figure(mean=2.0, low=1.1, high=2.9)
    """
    known = values[~np.isnan(values)]
    if not known.size:
        return None
    low, high = np.percentile(known, INTERVAL)
    return Figure(float(known.mean()), float(low), float(high))


def table(
    draws: Floats, mechanisms: Sequence[str], years: Sequence[int], measures: Sequence[str]
) -> dict[str, dict[int, dict[str, Figure]]]:
    """Figures by mechanism, year and measure, of draws x mechanisms x years x measures.

    A measure without a value in any draw (a load of a state without known capacity) is left out."""
    return {
        mechanism: {
            year: {
                measure: found for k, measure in enumerate(measures) if (found := figure(draws[:, m, y, k])) is not None
            }
            for y, year in enumerate(years)
        }
        for m, mechanism in enumerate(mechanisms)
    }


def over_years(values: Floats) -> Floats:
    """Draws x mechanisms, from draws x mechanisms x years: the mean of the years that have a value."""
    known = ~np.isnan(values)
    count = known.sum(axis=2)
    total = np.where(known, values, 0.0).sum(axis=2)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def pairs(values: Floats, mechanisms: Sequence[str], better: Better, level: float = LEVEL) -> tuple[Pair, ...]:
    """Every two mechanisms compared, on draws x mechanisms of one measure; pairs without a common draw are left out.

    One is called fairer only where it is in at least ``level`` of the draws, and only with as many draws as it takes to
    tell that level from 1 (20 for 0.95)."""
    return tuple(
        found
        for a, b in combinations(range(len(mechanisms)), 2)
        if (found := _pair(values[:, a] - values[:, b], mechanisms[a], mechanisms[b], better, level)) is not None
    )


def least_draws(level: float) -> int:
    """How many draws it takes to tell a level from 1.

    >>> least_draws(0.95)
    20
    """
    return ceil(1 / (1 - level) - 1e-9)


def _pair(difference: Floats, first: str, second: str, better: Better, level: float) -> Pair | None:
    known = difference[~np.isnan(difference)]
    found = figure(known)
    if found is None:
        return None
    ahead, behind = ((known < 0).mean(), (known > 0).mean()) if better == "lower" else (
        (known > 0).mean(), (known < 0).mean()
    )  # fmt: skip
    part = float(max(ahead, behind))
    fairer = "" if ahead == behind else first if ahead > behind else second
    other = second if fairer == first else first
    told = bool(fairer) and part >= level and known.size >= least_draws(level)
    verdict = (
        f"{fairer} fairer than {other} in {floor(1000 * part + 1e-9) / 10:g} % of draws"
        if told
        else f"{first} and {second}: not distinguishable"
    )
    return Pair(first, second, found, fairer, part, told, verdict)


def ranking(values: Floats, mechanisms: Sequence[str], better: Better) -> tuple[Rank, ...]:
    """Mechanisms by mean rank over the draws (draws x mechanisms) in which all have a value; then by name."""
    complete = values[~np.isnan(values).any(axis=1)]
    signed = complete if better == "lower" else -complete
    ranks = 1 + (signed[:, None, :] < signed[:, :, None]).sum(axis=2)
    found = ((name, figure(ranks[:, m].astype(np.float64))) for m, name in enumerate(mechanisms))
    return tuple(
        sorted((Rank(name, rank) for name, rank in found if rank), key=lambda one: (one.rank.mean, one.mechanism))
    )


def document(
    found: Mapping[str, Mapping[int, Mapping[str, Figure]]],
) -> dict[str, Any]:
    """A table as the answer of the command has it: mechanism, year, measure, then mean, low and high."""
    return {
        mechanism: {
            str(year): {
                measure: {"mean": one.mean, "low": one.low, "high": one.high} for measure, one in measures.items()
            }
            for year, measures in by_year.items()
        }
        for mechanism, by_year in found.items()
    }
