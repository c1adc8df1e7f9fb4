"""What happened beside what the figures of earlier years would have said: comparisons that need no run.

Chances are fitted on some years and judged on others, and nothing was tuned on the years that judge. See
:mod:`~fairshare.evaluation.mechanisms.backtest` for runs of the simulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np
import polars as pl

from fairshare.evaluation.inequality import inequality
from fairshare.figures.simulate.observed import DECLARED, Observed, Relocated, Sent, Uneven
from fairshare.simulation.calibration import Shrunk, shrunk
from fairshare.simulation.fits import Fit, Floats, fit, wape
from fairshare.simulation.inputs import PLACE, STATES, Inputs, N
from fairshare.states import EU28

FIT: Final = (2008, 2009, 2010, 2011, 2012)
JUDGE: Final = (2013, 2014, 2015)
"""Years of the Dublin counts by pair that fit, and that judge."""

_TWO_SIDED_90: Final = 1.6449


@dataclass(frozen=True, slots=True)
class Pairs:
    """Dublin counts: years x states x states (asking, asked)."""

    years: tuple[int, ...]
    requested: Floats
    accepted: Floats
    transferred: Floats

    def over(self, years: Sequence[int]) -> tuple[Floats, Floats, Floats]:
        """Requested, accepted and transferred, summed over the years."""
        held = np.isin(self.years, years)
        return self.requested[held].sum(axis=0), self.accepted[held].sum(axis=0), self.transferred[held].sum(axis=0)


def pairs(rows: pl.DataFrame) -> Pairs:
    """The rows of :func:`fairshare.figures.simulate.observed.dublin_pairs` as arrays; pairs without rows are 0."""
    found = rows["year"].to_list()
    years = tuple(range(min(found), max(found) + 1))
    counts = np.zeros((3, len(years), N, N))
    place = (rows["year"].to_numpy() - years[0], *(_places(rows[column]) for column in ("state", "partner")))
    for at, column in enumerate(("requested", "accepted", "transferred")):
        counts[at][place] = rows[column].to_numpy()
    return Pairs(years, *counts)


def _places(states: pl.Series) -> Floats:
    return states.replace_strict(PLACE, return_dtype=pl.Int64).to_numpy()


def by_pair(counts: Pairs, fitted: Sequence[int] = FIT, judged: Sequence[int] = JUDGE) -> tuple[Fit, ...]:
    """Transfers by pair in each judged year: its requests, times the chances of the fitted years.

    The rival knows one rate for all pairs. Intervals know the chance of each count and of each rate, not that rates
    drift from year to year: where too few cases lie inside, that drift is what is missing."""
    requested, accepted, transferred = counts.over(fitted)
    accept, transfer = shrunk(accepted, requested), shrunk(transferred, accepted)
    chance, single = accept.mean * transfer.mean, transferred.sum() / requested.sum()
    result = []
    for year in judged:
        asked, _, moved = counts.over([year])
        held = asked > 0
        one = fit(
            "dublin-by-pair",
            "transfers by pair of states, from the requests of the year and the chances of the fitted years",
            str(year),
            _span(fitted),
            (asked * chance)[held],
            moved[held],
            year in fitted,
        )
        error = np.sqrt(_variance(asked, accept, transfer))
        near = np.abs(asked * chance - moved) <= _TWO_SIDED_90 * error + 0.5
        rival = wape((asked * single)[held], moved[held])
        result.append(replace(one, against="one rate for all", rival=rival, inside=float(near[held].mean())))
    return tuple(result)


def year_ahead(counts: Pairs) -> tuple[Fit, ...]:
    """Transfers by pair in each year but the first, by the chances of all years before it."""
    found = (
        by_pair(counts, counts.years[:until], counts.years[until : until + 1]) for until in range(1, len(counts.years))
    )
    return tuple(replace(one, name="dublin-year-ahead") for (one,) in found)


def _variance(asked: Floats, accept: Shrunk, transfer: Shrunk) -> Floats:
    """Variance of transfers: of a binomial count, and of the product of two uncertain chances."""
    chance = accept.mean * transfer.mean
    unsure = accept.mean**2 * transfer.variance + transfer.mean**2 * accept.variance
    unsure += accept.variance * transfer.variance
    return np.asarray(asked * chance * (1 - chance) + asked * np.maximum(asked - 1, 0) * unsure)


def totals(counts: Pairs, sent: Sequence[Sent]) -> tuple[Fit, ...]:
    """Transfers of later years and states from their requests: by the rates of 2008-2012, of all years, of the last.

    A state's rate is its own over the pairs that it asked; no rate was chosen by how well it does here."""
    result = []
    for fitted in (FIT, counts.years, counts.years[-1:]):
        requested, _, transferred = counts.over(fitted)
        for one in sent:
            of = slice(None) if not one.state else PLACE[one.state]
            if not requested[of].sum():
                continue
            rate = transferred[of].sum() / requested[of].sum()
            result.append(
                fit(
                    f"dublin-total{'-' + one.state if one.state else ''}",
                    f"transfers out of {one.state or 'all states'}, from the requests of the year and one earlier rate",
                    str(one.year),
                    _span(fitted),
                    np.array([rate * one.requested]),
                    np.array([float(one.transferred)]),
                )
            )
    return tuple(result)


def relocations(seen: Observed) -> tuple[Fit, ...]:
    """Relocations by state of arrival in 2017: the pace of each state between two days, prolonged."""
    first, second = seen.pace[:2]
    named = [(later, [state for _, state in later.persons]) for later in (*seen.pace[2:], *seen.named)]
    every = [(later, [""]) for later in seen.totals]
    return tuple(_paced(first, second, later, states) for later, states in (*named, *every))


def _paced(first: Relocated, second: Relocated, later: Relocated, states: Sequence[str]) -> Fit:
    """States each once; "" stands for all together."""
    states = sorted(set(states))

    def count(at: Relocated, state: str) -> int:
        return at.to(state) if state else at.total

    days = (later.on - second.on).days / (second.on - first.on).days
    before, stayed, came = (np.array([count(at, state) for state in states], float) for at in (first, second, later))
    what = "by state of arrival" if states != [""] else "in all"
    one = fit(
        "relocations-2015" + ("" if states != [""] else "-total"),
        f"relocated under the Decisions of 2015 {what}, from the pace of each state",
        str(later.on),
        f"{first.on} to {second.on}",
        stayed + days * (stayed - before),
        came,
    )
    return replace(one, against="nobody more after the last day of the fit", rival=wape(stayed, came))


def voluntary(seen: Observed) -> tuple[Fit, ...]:
    """Relocations under the Voluntary Solidarity Declaration: the pace up to the first count, prolonged."""
    first = seen.voluntary[0]
    since = (first.on - DECLARED).days
    return tuple(
        fit(
            "voluntary-2022",
            "relocated under the Voluntary Solidarity Declaration of 2022, from the pace of its first fourteen months",
            str(later.on),
            f"{DECLARED} to {first.on}",
            np.array([first.total * (later.on - DECLARED).days / since]),
            np.array([float(later.total)]),
        )
        for later in seen.voluntary[1:]
    )


def unevenness(inputs: Inputs, series: Sequence[Uneven]) -> tuple[Fit, ...]:
    """Hoover, Gini and Theil T of the applications that a simulation starts from, beside the series of earlier work.

    It tests the figures, not the behaviour: both count the same applications, from other publishers and days."""
    result = []
    for one in series:
        if one.year not in inputs.years:
            continue
        year = inputs.years.index(one.year)
        counted = inputs.applications[year, : one.months].sum(axis=(0, 2))
        key = _key(inputs, year)
        states = [state for state in STATES if state in EU28]
        found = inequality(
            {s: Fraction(float(counted[PLACE[s]])) for s in states}, {s: Fraction(key[PLACE[s]]) for s in states}
        )
        for name, ours, theirs in (
            ("hoover", float(found.hoover), one.hoover),
            ("gini", float(found.gini), one.gini),
            ("theil_t", found.theil_t, one.theil_t),
            ("applications", float(found.total), float(one.total)),
        ):
            predicted = np.array([np.nan if ours is None else ours])
            says = f"{name} of first applications of the 28 states, first {one.months} months"
            result.append(
                fit(f"inequality-{name}", says, str(one.year), "the same year", predicted, np.array([theirs]), True)
            )
    return tuple(result)


def _key(inputs: Inputs, year: int) -> Floats:
    """Half population, half GDP over the 28 states."""
    inside = np.array([state in EU28 for state in STATES])
    population, gdp = inputs.population[year] * inside, inputs.gdp[year] * inside
    return np.asarray((population / population.sum() + gdp / gdp.sum()) / 2)


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
