"""Ranks of many sets of scores at once."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.data import Floats

Ranks: TypeAlias = npt.NDArray[np.int32]
NO_RANK: Final = 0
"""In place of a rank where there is no score."""
_DIGITS: Final = 11


def ranks(scores: Floats) -> Ranks:
    """Ranks along the last axis: 1 is the highest score; equal scores share the best rank (competition ranking, 1 2 2
    4). Scores are equal if they agree to about 11 digits of the greatest. NaN has no rank (0).

    >>> ranks(np.array([3.0, 5.0, 3.0, np.nan, 1.0]))
    array([2, 1, 2, 0, 4], dtype=int32)
    """
    rows = np.atleast_2d(scores)
    scale = np.abs(rows).max(axis=-1, keepdims=True, initial=0.0, where=~np.isnan(rows))
    fallen = -np.round(rows / np.where(scale > 0, scale, 1.0), _DIGITS)
    order = np.argsort(fallen, axis=-1, kind="stable")
    ordered = np.take_along_axis(fallen, order, axis=-1)
    places = np.broadcast_to(np.arange(1, rows.shape[-1] + 1, dtype=np.int32), rows.shape).copy()
    places[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    result = np.empty(rows.shape, dtype=np.int32)
    np.put_along_axis(result, order, np.maximum.accumulate(places, axis=-1), axis=-1)
    result[np.isnan(rows)] = NO_RANK
    return result.reshape(np.shape(scores))
