"""How even loads are against a key, for many distributions in one call: floats, for simulations.

The measures are those of :mod:`fairshare.evaluation.inequality`, which is exact and slower. Loads may be below 0 (a
state that was relieved of more than came to it, or that money paid for): Hoover, Gini and the ratios hold there too,
Theil's T is undefined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]


def shares(loads: Floats) -> Floats:
    """Parts of the whole along the last axis; NaN where the whole is not above 0, as then there is nothing to share.

    >>> shares(np.array([[3.0, 1.0], [0.0, 0.0]])).tolist()
    [[0.75, 0.25], [nan, nan]]
    """
    whole = loads.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(loads, whole, out=np.full(loads.shape, np.nan), where=whole > 0))


def hoover(part: Floats, key: Floats) -> Floats:
    """Half the sum of |x - k|: the part that would have to be elsewhere to meet the key."""
    return np.asarray(np.abs(part - key).sum(axis=-1) / 2)


def gini(part: Floats, key: Floats) -> Floats:
    """One less twice the area under the Lorenz curve, states sorted by x / k, weights k."""
    weights = np.broadcast_to(key, part.shape)
    order = np.argsort(part / weights, axis=-1, kind="stable")
    x, k = np.take_along_axis(part, order, -1), np.take_along_axis(weights, order, -1)
    return np.asarray(1 - (k * (2 * x.cumsum(axis=-1) - x)).sum(axis=-1))


def theil(part: Floats, key: Floats) -> Floats:
    """Theil's T, the sum of x ln(x / k); NaN where a load is below 0."""
    ratio = np.where(part > 0, part / key, 1.0)
    found = (part * np.log(ratio)).sum(axis=-1)
    return np.where((part < 0).any(axis=-1), np.nan, found)


def largest(part: Floats, key: Floats) -> Floats:
    """The largest load ratio x / k."""
    return np.asarray((part / key).max(axis=-1))


def smallest(part: Floats, key: Floats) -> Floats:
    """The smallest load ratio x / k."""
    return np.asarray((part / key).min(axis=-1))


EVENNESS: Final[dict[str, Callable[[Floats, Floats], Floats]]] = {
    "hoover": hoover,
    "gini": gini,
    "theil": theil,
    "max_ratio": largest,
    "min_ratio": smallest,
}
"""The measures by name: of parts and a key (above 0, sum 1), states along the last axis."""
