"""How wrong projections of a series have been: errors by month of origin and months ahead, on the cube root of counts.

The cube root keeps counts at 0 or more and spreads large ones more than small ones. It was chosen by what intervals
of the random walk held on detections at the borders and on applications: 95 % ones made on the square root held 86 to
92 % there, three to twelve months ahead, and on the logarithm their score (width and misses) was up to two thirds
worse. Errors are taken with either sign, which held better than as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np

from fairshare.assessment.projections.history import SEASON
from fairshare.assessment.projections.panel import Floats

Spread: TypeAlias = Literal["walk", "season", "smooth"]
"""Whose errors stand for those of a model: the random walk's, the seasonal naive's, or exponential smoothing's."""

SMOOTHING: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
CHOSEN_ON: Final = (1, 3, 6)
"""Months ahead on whose errors the smoothing of a series is chosen."""
SHARE: Final = 0.9
WIDEST: Final = 1.5
FEWEST: Final = 18
"""Months of origin in each half of the past that the widening needs."""


def past_errors(roots: Floats, spread: Spread, horizon: int) -> Floats:
    """Errors of projections made in every month of the past: series x month of origin x months ahead.

    ``roots``: cube roots of counts, series x months, NaN outside a series. Origins are the months that leave
    ``horizon`` months to compare with. NaN where either end is missing. The random walk and the seasonal naive learn
    nothing from the past, so their errors are those of real projections; smoothing learns one figure of five, so its
    are nearly so.
    """
    return _SPREADS[spread](roots, horizon)


def _walk(roots: Floats, horizon: int) -> Floats:
    return _against(roots, roots, horizon)


def _smooth(roots: Floats, horizon: int) -> Floats:
    levels = np.stack([_level(roots, share) for share in SMOOTHING])
    loss = np.zeros(levels.shape[:2])
    for ahead in CHOSEN_ON:
        square = (roots[None, :, ahead:] - levels[:, :, : roots.shape[1] - ahead]) ** 2
        loss += np.nansum(square[:, :, SEASON:], axis=2)
    best = loss.argmin(axis=0)
    return _against(roots, levels[best, np.arange(len(roots))], horizon)


def _season(roots: Floats, horizon: int) -> Floats:
    months = roots.shape[1]
    found = np.full((len(roots), max(months - horizon, 0), horizon), np.nan)
    first = SEASON - 1
    for ahead in range(1, horizon + 1):
        back = ahead - SEASON * -(-ahead // SEASON)
        found[:, first:, ahead - 1] = (
            roots[:, first + ahead : months - horizon + ahead] - roots[:, first + back : months - horizon + back]
        )
    return found


_SPREADS: Final[Mapping[Spread, Callable[[Floats, int], Floats]]] = MappingProxyType(
    {"walk": _walk, "season": _season, "smooth": _smooth}
)


def _level(roots: Floats, share: float) -> Floats:
    """Exponential smoothing from the first figure on, by month."""
    found = np.empty_like(roots)
    level = np.full(len(roots), np.nan)
    for month in range(roots.shape[1]):
        now = roots[:, month]
        level = np.where(np.isnan(level), now, level + share * np.nan_to_num(now - level))
        found[:, month] = level
    return found


def _against(roots: Floats, level: Floats, horizon: int) -> Floats:
    origins = max(roots.shape[1] - horizon, 0)
    ahead = [roots[:, step : step + origins] - level[:, :origins] for step in range(1, horizon + 1)]
    return np.stack(ahead, axis=2)


def widening(errors: Floats) -> Floats:
    """By months ahead, how much wider the errors of the second half of the past were than those of the first.

    Split conformal: each error of the later half is divided by the quantile (:data:`SHARE`) of the earlier errors of
    its own series, and the same quantile of these ratios, pooled over series, says by how much intervals made from
    the past have to be widened to have held. Between 1 and :data:`WIDEST`; 1 where the past is too short
    (:data:`FEWEST`).
    """
    origins, horizon = errors.shape[1:]
    found = np.ones(horizon)
    half = origins // 2
    for step in range(horizon):
        early, late = np.abs(errors[:, : half - step, step]), np.abs(errors[:, half:, step])
        known = (~np.isnan(early)).sum(axis=1)
        usable = known >= FEWEST
        if not usable.any():
            continue
        ranked = np.sort(early[usable], axis=1)
        place = np.ceil(SHARE * (known[usable] - 1)).astype(np.int64)
        limit = np.take_along_axis(ranked, place[:, None], axis=1)
        ratio = np.divide(late[usable], limit, out=np.full(late[usable].shape, np.nan), where=limit > 0)
        ratio = ratio[~np.isnan(ratio)]
        if len(ratio) >= FEWEST:
            found[step] = np.clip(np.quantile(ratio, SHARE), 1.0, WIDEST)
    return found
