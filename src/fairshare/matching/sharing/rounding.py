"""Whole numbers near given ones with an exact sum: the nearest, or by lot with exactly the chance that is left over."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.matching.problem import Floats, Ints

_LOT: Final = 1e-7  # decides between parts that differ by less, so that no order does


def nearest(want: Floats | Ints, most: Ints, total: int, rng: np.random.Generator) -> Ints:
    """Whole numbers from 0 to ``most`` that add up to ``total`` (or to all of ``most``), near ``want``.

    Each is rounded down; what is left goes to the greatest remainders, equal ones by lot.

    >>> nearest(np.array([0.2, 1.7, 3.1]), np.array([9, 9, 9]), 5, np.random.default_rng(0)).tolist()
    [0, 2, 3]
    """
    whole = np.maximum(np.minimum(np.floor(want).astype(np.int64), most), 0)
    left = min(total, int(most.sum())) - int(whole.sum())
    if not left:
        return whole
    due = want + rng.random(len(want)) * _LOT
    while left:
        room = most - whole if left > 0 else whole
        some = np.flatnonzero(room)
        step = abs(left) // len(some)
        if not step:
            behind = (due[some] - whole[some]) * np.sign(left)
            some, step = some[np.argpartition(-behind, abs(left) - 1)[: abs(left)]], 1
        given = np.sign(left) * np.minimum(room[some], step)
        whole[some] += given
        left -= int(given.sum())
    return whole


def by_lot(want: Floats, total: int, rng: np.random.Generator) -> Ints:
    """Whole numbers that add up to ``total``, each ``want`` (scaled to that sum) rounded up or down by one lot.

    The chance of rounding up is the fraction itself: systematic sampling in a random order.

    >>> by_lot(np.array([0.5, 1.0, 2.5]), 4, np.random.default_rng(0)).tolist() in ([0, 1, 3], [1, 1, 2])
    True
    """
    order = rng.permutation(len(want))
    ends = np.cumsum(want[order])
    ends *= total / (ends[-1] or 1.0)
    ends[-1] = total
    whole = np.empty(len(want), np.int64)
    whole[order] = np.diff(np.floor(ends + rng.random()).astype(np.int64), prepend=0)
    return whole
