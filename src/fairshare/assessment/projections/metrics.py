"""How far projections were from what came: losses that counts with zeros allow (no percentage errors).

Errors are divided by how far the naive projection (next month as this month) missed *within the months known at the
origin*, so that series of all sizes can be averaged: the mean absolute scaled error (MASE) of R. J. Hyndman and
A. B. Koehler, *Another look at measures of forecast accuracy*, International Journal of Forecasting 22 (2006), 679-688,
and its squared sister, RMSSE (S. Makridakis, E. Spiliotis, V. Assimakopoulos, *The M5 competition*, same journal 38
(2022), 1346-1364). Distributions are scored by CRPS (T. Gneiting and A. E. Raftery, *Strictly proper scoring rules*,
Journal of the American Statistical Association 102 (2007), 359-378).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

import numpy as np

from fairshare.assessment.projections.panel import Floats

_Z: Final = NormalDist().inv_cdf(0.975)


def naive_scales(values: Floats, origins: Sequence[int], season: int = 1) -> tuple[Floats, Floats]:
    """The mean absolute and the root mean squared miss of the naive projection before each origin.

    ``values``: series x months; an origin is the number of months known then. ``season``: 1 for the random walk (as
    Hyndman and Koehler have it), 12 for the month of the year before. Two arrays, origins x series; NaN where no two
    months can be compared. Months without a figure (NaN) are left out.
    """
    steps = np.full(values.shape, np.nan)
    steps[:, season:] = np.abs(values[:, season:] - values[:, :-season])
    known = np.cumsum(~np.isnan(steps), axis=1)
    absolute, squared = (np.cumsum(np.nan_to_num(steps) ** power, axis=1) for power in (1, 2))
    last = np.asarray(origins, np.int64) - 1
    with np.errstate(invalid="ignore"):
        return (absolute[:, last] / known[:, last]).T, np.sqrt((squared[:, last] / known[:, last]).T)


def crps(draws: Floats, actual: Floats) -> Floats:
    """Continuous ranked probability score of a sample: E|X - y| - E|X - X'| / 2, in the unit of the counts.

    ``draws``: what came in any shape, with a last axis of equally likely draws. The score of draws that are all the
    same is the absolute error.
    """
    size = draws.shape[-1]
    ordered = np.sort(draws, axis=-1)
    weights = (2 * np.arange(1, size + 1) - size - 1) / size**2
    score: Floats = np.abs(draws - actual[..., None]).mean(axis=-1) - ordered @ weights
    return score


def pinball(quantile: Floats, actual: Floats, level: float) -> Floats:
    """The loss of a projected quantile: what lies above it costs ``level`` each, what lies below 1 - ``level``.

    At 0.9 a place too few costs nine times a place too many: the loss of who must have room ready.
    """
    miss = actual - quantile
    return np.maximum(level * miss, (level - 1) * miss)


@dataclass(frozen=True, slots=True)
class Share:
    """Part ``value`` of ``count`` cells, with the 95 % interval of E. B. Wilson (JASA 22, 1927, 209-212).

    The interval takes cells as independent. Months and series go up and down together, so it is the least uncertainty
    there is, not the whole of it.
    """

    value: float
    count: int
    low: float
    high: float


def share(hits: int, count: int) -> Share | None:
    """The share of hits with its interval; ``None`` of nothing.

    >>> found = share(19, 20)
    >>> found and (found.value, round(found.low, 4), round(found.high, 4))
    (0.95, 0.7639, 0.9911)
    """
    if not count:
        return None
    part, spread = hits / count, _Z**2 / count
    centre = (part + spread / 2) / (1 + spread)
    reach = _Z / (1 + spread) * sqrt(part * (1 - part) / count + spread / count / 4)
    return Share(part, count, max(0.0, centre - reach), min(1.0, centre + reach))
