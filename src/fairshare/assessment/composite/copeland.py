"""Copeland's rule: every unit against every other, member by member, weighted."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.data import Floats
from fairshare.faults import bad_argument

Signs: TypeAlias = npt.NDArray[np.int8]
MOST_UNITS: Final = 5_000
_NOISE: Final = 1e-11
_PAIRS: Final = 100_000
"""About so many pairs are compared at once: memory does not grow with their number."""


def copeland(fixed: Floats, weights: Floats, moving: list[tuple[Floats, Floats]]) -> Floats:
    """Wins minus losses, draws x units; NaN for a unit without a value in any member of weight.

    ``fixed``: members x units, the same in all draws, with ``weights``, draws x members. ``moving``: members whose
    values are draws x units, each with its weights by draw. A member counts in a pair where both units have a value;
    the unit that members of more weight put higher wins; equal weight is neither. Raises
    :class:`~fairshare.faults.BadInputError` for more than :data:`MOST_UNITS` units, as time grows with their square."""
    units = fixed.shape[1]
    if units > MOST_UNITS:
        problem = f"copeland compares every pair of {units:,} units"
        raise bad_argument("aggregate", problem, f"at most {MOST_UNITS:,} units, or another aggregation")
    known = weights @ (~np.isnan(fixed)).astype(np.float64) > 0
    total = weights.sum(axis=1)
    for part, of_part in moving:
        known |= (of_part[:, None] > 0) & ~np.isnan(part)
        total = total + of_part
    by_member = np.ascontiguousarray(weights.T)
    still, still_noise = fixed.T, _noise(fixed.T)
    others = [(np.ascontiguousarray(part.T), _noise(part.T), of_part) for part, of_part in moving]
    result = np.zeros((units, len(weights)), dtype=np.int32)
    step = max(1, _PAIRS // max(1, units))
    for start in range(0, units - 1, step):
        stop = min(start + step, units - 1)
        first, second = np.triu_indices(stop - start, 1, units - start)
        first, second = first + start, second + start
        signs = _sign(still[first] - still[second], still_noise).astype(np.float64)
        margin = np.einsum("pm,md->pd", signs, by_member)  # BLAS would wait for its threads here
        for values, noise, of_part in others:
            margin += of_part * _sign(values[first] - values[second], noise)
        _count(result, _sign(margin, _NOISE * total), start, stop)
    return np.where(known, result.T, np.nan)


def _count(result: npt.NDArray[np.int32], won: Signs, start: int, stop: int) -> None:
    """Add wins and take off losses, units x draws, of the pairs of the units ``start`` to ``stop``, each with all that
    follow it."""
    place = 0
    for unit in range(start, stop):
        against = won[place : place + len(result) - 1 - unit]
        result[unit] += against.sum(axis=0, dtype=np.int32)
        result[unit + 1 :] -= against
        place += len(against)


def _noise(values: Floats) -> Floats:
    """The distance, by column of values units x columns, up to which two scores are equal."""
    return np.asarray(_NOISE * np.abs(values).max(axis=0, initial=0.0, where=~np.isnan(values)))


def _sign(values: Floats, noise: Floats) -> Signs:
    """1, -1 or 0 beyond the noise; 0 for NaN."""
    return (values > noise).view(np.int8) - (values < -noise).view(np.int8)
