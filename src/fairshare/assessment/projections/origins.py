"""Rolling origins: what each model would have said at the end of each past month, knowing that month and no later one.

L. J. Tashman, *Out-of-sample tests of forecasting accuracy*, International Journal of Forecasting 16 (2000), 437-450:
many origins, an expanding window, each model fitted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from fairshare.assessment.projections.metrics import crps, naive_scales
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import bad_argument

Forecaster: TypeAlias = Callable[[Panel, int], Floats]
"""Points (series x horizon) from what is known and the number of months ahead; NaN where a series is too short."""
Sampler: TypeAlias = Callable[[Panel, Floats, Floats, Floats], Floats]
"""Equally likely draws (series x horizon x draws; NaN for none) from what is known, the points, and what the same model
said at earlier origins beside what has come of it since (each earlier origins x series x horizon; NaN: still to come).
So a model can learn how far it misses from its own past without being fitted anew."""

LEVELS: Final = (50, 80, 95)
"""Per cent of the central intervals that are kept and scored."""
QUANTILES: Final = tuple(sorted({(100 + sign * level) / 200 for level in LEVELS for sign in (-1, 1)}))
TAIL: Final = 0.9
"""The quantile, end of the 80 % interval, by which too little room is scored."""
_RANKS: Final = (np.arange(99) + 0.5) / 99
ERRORS: Final = 24
"""Past errors that an interval needs at least."""
ENOUGH: Final = 36
"""Fewer monthly origins than this is a warning; fewer months of history is no origin."""
TRAINED: Final = 24
"""A series with figures for fewer months than this at an origin is not scored there: no model could be fitted."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A model as the evaluation knows it: its points and, if it has them, draws for its intervals."""

    points: Forecaster
    draws: Sampler | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What one model said at each origin: ``points`` (origins x series x horizon) and, of its draws, the
    ``quantiles`` (one more axis, in the order of :data:`QUANTILES`) and ``crps``."""

    points: Floats
    quantiles: Floats | None
    crps: Floats | None


@dataclass(frozen=True, slots=True)
class Record:
    """Past projections beside what came.

    ``origins``: how many months were known at each. ``scale`` and ``root_scale`` (origins x series): the naive miss
    up to then; 0 where nothing had changed, NaN before :data:`TRAINED` months of a series.
    """

    panel: Panel
    origins: tuple[int, ...]
    horizon: int
    past: Mapping[str, Past]
    scale: Floats
    root_scale: Floats

    @property
    def actual(self) -> Floats:
        """What came, origins x series x horizon; NaN for months to come and months without a figure."""
        return came_since(self.panel, self.origins, self.horizon)


def came_since(panel: Panel, origins: Sequence[int], horizon: int) -> Floats:
    """The months after each origin, origins x series x horizon; NaN for those after the panel."""
    known = np.hstack([panel.values, np.full((len(panel.names), horizon), np.nan)])
    ahead = [known[:, origin : origin + horizon] for origin in origins]
    return np.stack(ahead) if ahead else np.empty((0, len(panel.names), horizon))


def own_errors(known: Panel, points: Floats, said: Floats, came: Floats) -> Floats:
    """A :data:`Sampler` for any model: the points and its own past errors at the same number of months ahead.

    Errors are differences of cube roots, between those of the counts, which stay as wide when a flow falls to a tenth,
    and those of their logarithms, which have no bounds after a rise from 0. None before :data:`ERRORS` of them.
    W. H. Williams and M. L. Goodman, *A simple method for the construction of empirical confidence limits for economic
    forecasts*, Journal of the American Statistical Association 66 (1971), 752-754.
    """
    errors = np.sort(np.moveaxis(np.cbrt(came) - np.cbrt(said), 0, -1), axis=-1)  # those still to come are last
    count = (~np.isnan(errors)).sum(-1)[..., None]
    if count.max(initial=0) < ERRORS:
        return np.full((*points.shape, 1), np.nan)
    place = np.clip(_RANKS * (count + 1) - 1, 0, np.maximum(count - 1, 0))
    below = place.astype(np.int64)
    low, high = (np.take_along_axis(errors, at, axis=-1) for at in (below, np.minimum(below + 1, count - 1)))
    drawn = np.where(count >= ERRORS, low + (place - below) * (high - low), np.nan)
    return np.asarray(np.maximum(np.cbrt(points)[..., None] + drawn, 0.0) ** 3, np.float64)


def choose_origins(panel: Panel, horizon: int, count: int | None = None, history: int = ENOUGH) -> tuple[int, ...]:
    """The last origins, so many that ``count`` of them have a figure at the full horizon; all without ``count``.

    The first is after ``history`` months. Later origins, of which only the first months ahead have come, are in it.
    Raises :class:`~fairshare.faults.BadInputError` where no month is left to compare with."""
    if panel.months <= history:
        problem = f"there are {panel.months} months, and past projections need more than {history}"
        raise bad_argument("history", problem, "longer series or less history")
    first = history if count is None else max(history, panel.months - horizon - count + 1)
    return tuple(range(first, panel.months))


def roll(
    panel: Panel,
    entrants: Mapping[str, Entrant],
    origins: Sequence[int],
    horizon: int = 18,
    *,
    done: Callable[[int], None] = lambda count: None,
) -> Record:
    """Ask each model at each origin, and keep what it said.

    Each call gets a copy of the months before its origin. Of draws only :data:`QUANTILES` and the score are kept, so
    memory does not grow with their number. ``done`` hears how many origins are finished. Raises
    :class:`~fairshare.faults.BadInputError` for origins or horizons out of range, and points of another shape."""
    if (
        horizon < 1
        or list(origins) != sorted(set(origins))
        or not 2 <= min(origins, default=0) <= max(origins) < panel.months
    ):
        problem = f"{len(origins)} origins and {horizon} months ahead cannot be scored on {panel.months} months"
        raise bad_argument("origins", problem, "origins in order, from 2 months on, that leave a month to compare with")
    months = np.cumsum(~np.isnan(panel.values), axis=1)[:, np.array(origins) - 1].T
    scale, root_scale = (np.where(months < TRAINED, np.nan, of) for of in naive_scales(panel.values, origins))
    record = Record(panel, tuple(origins), horizon, {}, scale, root_scale)
    actual = record.actual
    kept: dict[str, list[Past]] = {name: [] for name in entrants}
    for place, origin in enumerate(origins):
        known = Panel(panel.names, panel.start, panel.values[:, :origin].copy())
        came = came_since(known, origins[:place], horizon)
        for name, entrant in entrants.items():
            kept[name].append(_ask(name, entrant, known, actual[place], came, kept[name]))
        done(place + 1)
    return Record(panel, tuple(origins), horizon, {n: _stack(said) for n, said in kept.items()}, scale, root_scale)


def _ask(name: str, entrant: Entrant, known: Panel, actual: Floats, came: Floats, said: Sequence[Past]) -> Past:
    expected = actual.shape
    points = entrant.points(known, expected[1])
    if points.shape != expected:
        raise bad_argument("models", f"{name} gave points of the shape {points.shape}", f"the shape {expected}")
    if entrant.draws is None:
        return Past(points, None, None)
    before = np.stack([one.points for one in said]) if said else came
    draws = entrant.draws(known, points, before, came)
    if draws.shape[:-1] != expected:
        raise bad_argument("models", f"{name} gave draws of the shape {draws.shape}", f"the shape {expected} x draws")
    return Past(points, np.moveaxis(np.quantile(draws, QUANTILES, axis=-1), 0, -1), crps(draws, actual))


def _stack(said: Sequence[Past]) -> Past:
    quantiles = [one.quantiles for one in said if one.quantiles is not None]
    scores = [one.crps for one in said if one.crps is not None]
    return Past(
        np.stack([one.points for one in said]),
        np.stack(quantiles) if quantiles else None,
        np.stack(scores) if scores else None,
    )
