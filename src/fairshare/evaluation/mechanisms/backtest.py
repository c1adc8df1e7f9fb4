"""The simulation on past years beside what happened, at the central values; no parameter is set by what it judges.

Where a mechanism itself carries figures of the outcome (how much each state delivered), the comparison is marked as in
sample: it tests the course of the run, not what could have been known before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from fairshare.evaluation.mechanisms.validation import FIT, Pairs, unevenness, voluntary, year_ahead
from fairshare.evaluation.mechanisms.validation import by_pair as rates_by_pair
from fairshare.evaluation.mechanisms.validation import relocations as pace
from fairshare.evaluation.mechanisms.validation import totals as rate_totals
from fairshare.figures.simulate.observed import Observed, Relocated, Sent
from fairshare.law.mechanisms.interface import Mechanism, nothing
from fairshare.simulation.behaviour import Behaviour, Parameter, central
from fairshare.simulation.destinations import judged
from fairshare.simulation.ensemble import Draw, Study, outcomes
from fairshare.simulation.fits import Fit, fit
from fairshare.simulation.inputs import PLACE, STATES, Inputs, Ints
from fairshare.simulation.outcome import Flow, Outcome

DUBLIN: Final = "dublin-as-applied"
RELOCATION: Final = "relocation-2015"
VOLUNTARY: Final = "voluntary-2022"

_FITTED: Final = f"{FIT[0]}-{FIT[-1]}"


@dataclass(frozen=True, slots=True)
class Chance:
    """The part of the families that a run draws, and its seed."""

    sample: float
    seed: int


def validate(
    inputs: Inputs,
    parameters: Sequence[Parameter],
    mechanisms: Mapping[str, Mechanism],
    counts: Pairs,
    seen: Observed,
    sample: float = 0.01,
    seed: int = 1,
) -> tuple[Fit, ...]:
    """Every comparison with what happened: first those of figures alone, then of runs of ``sample`` of the families.

    ``counts``: Dublin counts by pair (:func:`~.validation.pairs`); ``mechanisms``: the three by name. A run for
    which the inputs lack a year is left out."""
    relocated, chance = (*seen.pace, *seen.totals), Chance(sample, seed)
    return (
        *rates_by_pair(counts),
        *year_ahead(counts),
        *rate_totals(counts, seen.dublin),
        *pace(seen),
        *voluntary(seen),
        *unevenness(inputs, seen.inequality),
        *judged(inputs),
        *_dublin(inputs, parameters, mechanisms[DUBLIN], counts, seen.dublin, chance),
        *_moved(inputs, parameters, mechanisms[RELOCATION], relocated, range(2015, 2019), chance),
        *_moved(inputs, parameters, mechanisms[VOLUNTARY], seen.voluntary, range(2022, 2025), chance),
    )


def fitted(parameters: Sequence[Parameter]) -> Behaviour:
    """The central values without what later years taught: the rates by pair stay as in the years of the fit."""
    return Behaviour({**central(parameters).values, "accept_scale": 1.0, "transfer_scale": 1.0})


def _dublin(
    inputs: Inputs, of: Sequence[Parameter], mechanism: Mechanism, counts: Pairs, sent: Sequence[Sent], chance: Chance
) -> tuple[Fit, ...]:
    """Requests and transfers by pair while they were counted by pair, then in all; chances of the fitted years.

    The chance of a request was set so that the fitted years have about as many as there were: they are in sample. So
    are later totals at the central values, which know how transfers fell."""
    last = max(counts.years[-1], *(one.year for one in sent))
    years = tuple(range(counts.years[0], last + 1))
    if not set(years) <= set(inputs.years):
        return ()
    requested, accepted, transferred = counts.over(FIT)
    earlier = replace(inputs, requested=requested, accepted=accepted, transferred=transferred)
    plain = _run(earlier, fitted(of), mechanism, years, chance)
    taught = _run(earlier, central(of), mechanism, years, chance)
    later = [one for one in sent if not one.state]
    return (
        *_in_pairs(plain, counts, chance.sample),
        *(one for at in later for one in _in_all(plain, at, years[0], "", chance.sample)),
        *(one for at in later for one in _in_all(taught, at, years[0], "-central", chance.sample)),
    )


def _in_pairs(done: Outcome, counts: Pairs, sample: float) -> Iterator[Fit]:
    """Each year but the first, which has no past; pairs with requests in the year."""
    for place, year in enumerate(counts.years[1:], 1):
        asked, _, moved = counts.over([year])
        held = asked > 0
        for what, simulated, happened in (("requests", done.requests, asked), ("transfers", done.transfers, moved)):
            says = f"Dublin {what} by pair in a run from {counts.years[0]}; pairs with requests in the year"
            predicted = simulated[place][held] / sample
            yield fit(f"run-dublin-{what}", says, str(year), _FITTED, predicted, happened[held], year in FIT)


def _in_all(done: Outcome, at: Sent, first_year: int, ending: str, sample: float) -> Iterator[Fit]:
    """Requests and transfers of a year between all states."""
    for what, simulated, happened in (
        ("requests", done.requests, at.requested),
        ("transfers", done.transfers, at.transferred),
    ):
        predicted = np.array([simulated[at.year - first_year].sum() / sample])
        says = f"Dublin {what} of all states in a run from {first_year}"
        span = f"{_FITTED} and later rates" if ending else _FITTED
        name = f"run-dublin-{what}-total{ending}"
        yield fit(name, says, str(at.year), span, predicted, np.array([float(happened)]), bool(ending))


def _moved(
    inputs: Inputs,
    parameters: Sequence[Parameter],
    mechanism: Mechanism,
    seen: Sequence[Relocated],
    years: range,
    chance: Chance,
) -> tuple[Fit, ...]:
    """Relocations up to each day: by state of arrival where states are told, else in all.

    The years before the scheme, in which persons to relocate come, are without it."""
    if not set(years) <= set(inputs.years):
        return ()
    done = _run(inputs, central(parameters), _from(mechanism, years.start), tuple(years), chance)
    arrived: Ints = done.flows[Flow.RELOCATED_IN].cumsum(axis=0)
    result = []
    for at in seen:
        until = arrived[_months(at.on, years.start) - 1] / chance.sample
        states = [state for state in STATES if at.to(state)]
        result.append(
            fit(
                f"run-{mechanism.name}",
                f"relocated {'by state of arrival' if states else 'in all'} in a run from {years.start}",
                str(at.on),
                "delivery as it came to be",
                until[[PLACE[state] for state in states]] if states else np.array([until.sum()]),
                np.array([at.to(state) for state in states] if states else [at.total], float),
                in_sample=True,
            )
        )
    return tuple(result)


def _from(mechanism: Mechanism, year: int) -> Mechanism:
    """The mechanism, without solidarity before a year."""
    return replace(mechanism, solidarity=lambda at: mechanism.solidarity(at) if at.year >= year else nothing(at))


def _run(inputs: Inputs, behaviour: Behaviour, mechanism: Mechanism, years: tuple[int, ...], chance: Chance) -> Outcome:
    return outcomes(Study(inputs, (mechanism,), years, chance.sample, chance.seed), Draw(0, behaviour))[0]


def _months(day: date, first_year: int) -> int:
    """Months from the start of the first year to the nearest end of a month."""
    return max(1, 12 * (day.year - first_year) + day.month - (day.day <= 15))
