"""A scenario: which years and mechanisms, how many draws, and what is changed in the figures and assumptions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fairshare.law.mechanisms.interface import Mechanism
from fairshare.simulation.behaviour import Parameter, Shape
from fairshare.simulation.inputs import PLACE, Inputs

SPAN: Final = (2008, 2027)
"""First and last year that figures or projections can be had for."""

_YEARS: Final = re.compile(r"(\d{4})(?:\s*-\s*(\d{4}))?")


@dataclass(frozen=True, slots=True)
class Range:
    """What a scenario sets a parameter to: its best value, and the bounds between which it is drawn."""

    low: float
    best: float
    high: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as it was declared, checked. Mappings by state hold only the states that differ from what is observed.

    ``parameters``: by name. ``capacity``: reception places. ``arrivals``: times the applications made in a state.
    ``parts``: tasks to a draw. ``matching``: whether families that are relocated are matched to places.
    """

    years: tuple[int, ...]
    mechanisms: tuple[Mechanism, ...]
    sample: float
    draws: int
    seed: int
    parts: int
    parameters: Mapping[str, Range]
    capacity: Mapping[str, float]
    arrivals: Mapping[str, float]
    matching: bool = False


def years_between(text: object) -> tuple[int, ...]:
    """Years from ``2014-2027``, ``2019``, or a list of years that follow each other. Raises ``ValueError``.

    >>> years_between("2014-2016")
    (2014, 2015, 2016)
    """
    if isinstance(text, list) and text and all(type(one) is int for one in text):
        years = tuple(text)
    elif found := _YEARS.fullmatch(str(text).strip()) if isinstance(text, (str, int)) else None:
        years = tuple(range(int(found[1]), int(found[2] or found[1]) + 1))
    else:
        raise ValueError("is no span of years; expected FIRST-LAST, such as 2014-2027")
    if not years or years != tuple(range(years[0], years[-1] + 1)):
        raise ValueError("does not run forward year by year; expected FIRST-LAST, such as 2014-2027")
    if years[0] < SPAN[0] or years[-1] > SPAN[1]:
        raise ValueError(f"is out of range; expected years from {SPAN[0]} to {SPAN[1]}")
    return years


def changed(inputs: Inputs, scenario: Scenario) -> Inputs:
    """The figures of a scenario: other arrivals and capacities, and a note for each of both."""
    arrivals = np.ones(len(PLACE))
    capacity = inputs.capacity.copy()
    for state, times in scenario.arrivals.items():
        arrivals[PLACE[state]] = times
    for state, places in scenario.capacity.items():
        capacity[PLACE[state]] = places
    notes = [
        f"Set by the scenario: {what} of {', '.join(states)}."
        for what, states in (("arrivals", scenario.arrivals), ("capacity", scenario.capacity))
        if states
    ]
    applications = inputs.applications * arrivals[None, None, :, None]
    return replace(inputs, applications=applications, capacity=capacity, notes=(*inputs.notes, *notes))


def assumed(parameters: tuple[Parameter, ...], ranges: Mapping[str, Range]) -> tuple[Parameter, ...]:
    """The parameters with those of a scenario in their places: fixed where its range is one value, else triangular."""
    return tuple(_set(one, ranges[one.name]) if one.name in ranges else one for one in parameters)


def _set(one: Parameter, to: Range) -> Parameter:
    shape: Shape = "fixed" if to.low == to.high else "triangular"
    return replace(
        one, low=to.low, best=to.best, high=to.high, shape=shape, source="set by the scenario", status="assumed"
    )
