"""First steps: values per denominator, and units or indicators with too little data."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fairshare.assessment.composite.data import Floats, UnitData
from fairshare.assessment.composite.spec import Spec
from fairshare.faults import BadInputError, Fault


def denominated(spec: Spec, data: UnitData) -> Floats:
    """Values of indicators, units x indicators, each divided by its denominator. A value without one is missing.

    Raises :class:`~fairshare.faults.BadInputError` for an unknown column and a denominator that is not above 0."""
    values = data.matrix([indicator.name for indicator in spec.indicators])
    for place, indicator in enumerate(spec.indicators):
        if indicator.denominator is None:
            continue
        divisor = data.matrix([indicator.denominator])[:, 0]
        wrong = np.flatnonzero(divisor <= 0)
        if wrong.size:
            raise BadInputError(
                Fault("argument", 1, indicator.denominator, f"is {divisor[k]:g} for {data.units[k]}", "above 0")
                for k in wrong
            )
        values[:, place] /= divisor
    return values


class Availability(NamedTuple):
    """Units and indicators with less data than asked, each with its share of data."""

    units: dict[str, float]
    indicators: dict[str, float]


def availability(spec: Spec, units: tuple[str, ...], values: Floats) -> Availability:
    """What the screen finds. The share of a unit counts the indicators that pass, where those that fail are left out.

    >>> from fairshare.assessment.composite.spec import Screen, flat
    >>> from dataclasses import replace
    >>> spec = replace(flat(["a", "b"]), screen=Screen(units=0.6))
    >>> availability(spec, ("x", "y"), np.array([[1.0, np.nan], [2.0, 3.0]]))
    Availability(units={'x': 0.5}, indicators={})
    """
    there = ~np.isnan(values)
    by_indicator = there.mean(axis=0)
    few = by_indicator < spec.screen.indicators
    counted = there[:, ~few] if spec.screen.leave_out and not few.all() else there
    by_unit = counted.mean(axis=1)
    return Availability(
        {unit: float(share) for unit, share in zip(units, by_unit, strict=True) if share < spec.screen.units},
        {spec.indicators[place].name: float(by_indicator[place]) for place in np.flatnonzero(few)},
    )
