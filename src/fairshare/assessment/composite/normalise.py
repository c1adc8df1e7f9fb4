"""Normalisation: indicators on one scale, the higher the better (or the more)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.data import Floats, is_constant
from fairshare.assessment.composite.spec import Spec


def minmax(values: Floats) -> Floats:
    """The least value is 0, the greatest 100. Values that are all the same become 50."""
    if is_constant(values):
        return np.full_like(values, 50.0)
    return np.asarray((values - values.min()) / np.ptp(values) * 100)


def zscore(values: Floats) -> Floats:
    """Mean 0, sample standard deviation (n - 1) 1. Values that are all the same become 0."""
    if is_constant(values):
        return np.zeros_like(values)
    return np.asarray((values - values.mean()) / values.std(ddof=1))


def rank(values: Floats) -> Floats:
    """1 for the least value, and 1 more for every unit that is lower: equal values share the lowest place."""
    order = np.sort(values)
    return np.searchsorted(order, values, side="left").astype(np.float64) + 1


def percentile(values: Floats) -> Floats:
    """The share of the other units that are lower, 0 to 100. A unit alone has 50."""
    return np.full_like(values, 50.0) if len(values) == 1 else (rank(values) - 1) / (len(values) - 1) * 100


METHODS: Final[dict[str, Callable[[Floats], Floats]]] = {
    "minmax": minmax,
    "zscore": zscore,
    "rank": rank,
    "percentile": percentile,
}
SCALES: Final = {"minmax": "hundred", "percentile": "hundred", "rank": "positive", "zscore": "free"}
"""The scale that a method leaves values on: 0 to 100, above 0, or any number."""


def normalise(spec: Spec, values: Floats) -> Floats:
    """Values, units x indicators, in their direction and each on the scale of its method. Gaps stay gaps and count
    nowhere."""
    result = np.full_like(values, np.nan)
    for place, indicator in enumerate(spec.indicators):
        there: npt.NDArray[np.bool_] = ~np.isnan(values[:, place])
        if there.any():
            result[there, place] = METHODS[indicator.normalise](values[there, place] * indicator.direction)
    return result
