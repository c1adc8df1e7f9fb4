"""Copeland's rule: every unit against every other, member by member, weighted."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.data import Floats

Places: TypeAlias = npt.NDArray[np.intp]
Signs: TypeAlias = npt.NDArray[np.int8]
_NOISE: Final = 1e-11


def copeland(fixed: Floats, weights: Floats, moving: list[tuple[Floats, Floats]]) -> Floats:
    """Wins minus losses, draws x units; NaN for a unit without a value in any member of weight.

    ``fixed``: members x units, the same in all draws, with ``weights``, draws x members. ``moving``: members whose
    values are draws x units, each with its weights by draw. A member counts in a pair where both units have a value;
    the unit that members of more weight put higher wins; equal weight is neither."""
    first, second = np.triu_indices(fixed.shape[1], 1)
    signs = _signs(fixed.T, first, second).astype(np.float64)
    margin = np.einsum("pm,md->pd", signs, np.ascontiguousarray(weights.T))  # BLAS would wait for its threads here
    known = weights @ (~np.isnan(fixed)).astype(np.float64) > 0
    total = weights.sum(axis=1)
    for part, of_part in moving:
        margin += of_part * _signs(np.ascontiguousarray(part.T), first, second)
        known |= (of_part[:, None] > 0) & ~np.isnan(part)
        total = total + of_part
    return np.where(known, _wins_minus_losses(_sign(margin, _NOISE * total), fixed.shape[1]).T, np.nan)


def _wins_minus_losses(won: Signs, units: int) -> Floats:
    """Units x draws, of the outcomes of all pairs, pairs x draws, which stand unit by unit against all that follow."""
    result = np.zeros((units, won.shape[1]), dtype=np.int32)
    start = 0
    for unit in range(units - 1):
        against = won[start : start + units - 1 - unit]
        result[unit] += against.sum(axis=0, dtype=np.int32)
        result[unit + 1 :] -= against
        start += len(against)
    return result.astype(np.float64)


def _signs(values: Floats, first: Places, second: Places) -> Signs:
    """Pairs x columns, of values units x columns: 1 where the first unit is higher, -1 where the second is, else 0.

    Scores that agree to the noise of floats are equal; a missing one is neither higher nor lower."""
    scale = np.abs(values).max(axis=0, initial=0.0, where=~np.isnan(values))
    return _sign(values[first] - values[second], _NOISE * scale)


def _sign(values: Floats, noise: Floats) -> Signs:
    """1, -1 or 0 beyond the noise; 0 for NaN."""
    return (values > noise).view(np.int8) - (values < -noise).view(np.int8)
