"""Stateless luck: a uniform number by seed, family, purpose and occasion.

The number does not depend on what else was drawn, so every mechanism meets the same luck of the same persons (common
random numbers), and the parts of a population can be run anywhere. The mixing function is the finaliser of SplitMix64
(Steele, Lea and Flood 2014), applied twice.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

_GOLDEN: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1
_TO_UNIT: Final = 2.0**-53
# made once: a scalar of NumPy takes as long to make as a short array to mix
_STEP: Final = np.uint64(_GOLDEN)
_AGAIN: Final = np.uint64(0xD1342543DE82EF95)
_ROUNDS: Final = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)
_LAST: Final = np.uint64(31)


class Purpose(IntEnum):
    """What a number is for. Two purposes never share a number; a new purpose goes to the end."""

    ROUTE = 1
    VISA = 2
    KIN = 3
    WISH = 4
    REQUEST = 5
    ACCEPT = 6
    TRANSFER = 7
    TRANSFER_TIME = 8
    DECISION = 9
    DECISION_TIME = 10
    RETURN = 11
    RETURN_TIME = 12
    ONWARD = 13
    ONWARD_TIME = 14
    DESTINATION = 15
    PICK = 16
    ATTRITION = 17
    PERSIST = 18
    PERSIST_TIME = 19
    ENTRANCE = 20
    DRAW = 21
    MINOR = 22
    SIZE = 23
    PART = 24
    ABSCOND = 25
    ROUNDING = 26


def stream(seed: int, *more: int) -> int:
    """A 64-bit key for a seed and what it is used for (draw, part, parameter).

    >>> stream(1, 2) == stream(1, 2), stream(1, 2) == stream(1, 3)
    (True, False)
    """
    key = 0
    for number in (seed, *more):
        key = _mix_int((key + _GOLDEN * (number % _MASK + 1)) & _MASK)
    return key


def uniform(
    key: int, who: npt.NDArray[Any], purpose: Purpose, occasion: npt.NDArray[Any] | int = 0
) -> npt.NDArray[np.float64]:
    """One number in [0, 1) for each of ``who`` (whole numbers); ``occasion`` counts repetitions of the purpose."""
    base = np.uint64((key + _GOLDEN * purpose) & _MASK)
    mixed = who.astype(np.uint64)
    mixed *= _STEP
    mixed += base
    _mix(mixed)
    if not isinstance(occasion, int) or occasion:
        mixed += np.asarray(occasion).astype(np.uint64) * _AGAIN
    _mix(mixed)
    mixed >>= np.uint64(11)
    return mixed.astype(np.float64) * _TO_UNIT


def _mix(z: npt.NDArray[np.uint64]) -> None:
    """Mix in place."""
    for shift, factor in _ROUNDS:
        z ^= z >> shift
        z *= factor
    z ^= z >> _LAST


def _mix_int(z: int) -> int:
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)
