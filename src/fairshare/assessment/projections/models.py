"""The models of monthly counts, by name, and what each expects of the months ahead.

Every model is held against the random walk: published work on flows to Europe finds it hard to beat (Boss et al. 2024).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np

from fairshare.assessment.projections.errors import Spread
from fairshare.assessment.projections.fits import fit
from fairshare.assessment.projections.history import SEASON, History, history
from fairshare.assessment.projections.naive import drift, random_walk, seasonal_naive
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import bad_argument

Cost: TypeAlias = Literal["instant", "fast", "minutes", "slow"]
"""Of 4,000 series on two cores: under a second, seconds, a few minutes, half an hour and more."""


@dataclass(frozen=True, slots=True)
class Model:
    """One way to project.

    ``what`` it is in a line; ``source``: the paper; ``cost``: see :data:`Cost`. Then one of: ``naive``, a function of
    the history; ``fitted``, a name of :data:`~.fits.CLASSES`, on the counts or, with ``log``, on log(1 + count);
    ``parts``, other models that are combined by ``mixed``. ``spread``: whose past errors its intervals are made from.
    """

    name: str
    what: str
    source: str
    cost: Cost
    naive: Callable[[History, int], Floats] | None = None
    fitted: str = ""
    log: bool = False
    parts: tuple[str, ...] = ()
    mixed: Callable[..., Floats] = np.mean
    spread: Spread = "smooth"


@dataclass(frozen=True, slots=True)
class Points:
    """What a model expects: ``values`` (series x months ahead, finite, 0 or more), and ``fallbacks``: by name, why a
    series was left to the random walk."""

    values: Floats
    fallbacks: Mapping[str, str]


_HYNDMAN: Final = "Hyndman and Athanasopoulos 2021, Forecasting: Principles and Practice, 5.2"
_THETA: Final = "Assimakopoulos and Nikolopoulos 2000"
_PARTS: Final = ("random_walk", "seasonal_naive", "theta_log", "auto_ces")

MODELS: Final[Mapping[str, Model]] = MappingProxyType(
    {
        model.name: model
        for model in (
            Model("random_walk", "the last figure", _HYNDMAN, "instant", random_walk, spread="walk"),
            Model(
                "seasonal_naive", "the same month of last year", _HYNDMAN, "instant", seasonal_naive, spread="season"
            ),
            Model("drift", "the line from the first to the last figure", _HYNDMAN, "instant", drift, spread="walk"),
            Model(
                "theta",
                "half the trend, and exponential smoothing of what is adjusted for the season",
                _THETA,
                "fast",
                fitted="theta",
            ),
            Model(
                "theta_log",
                "theta of log(1 + count)",
                _THETA,
                "fast",
                None,
                "theta",
                True,
            ),
            Model("auto_theta", "the best of four theta models", "Fiorucci et al. 2016", "fast", fitted="auto_theta"),
            Model(
                "auto_ets",
                "exponential smoothing, its form chosen by AICc",
                "Hyndman et al. 2002",
                "minutes",
                fitted="auto_ets",
            ),
            Model(
                "auto_ces",
                "complex exponential smoothing, its form chosen by AICc",
                "Svetunkov, Kourentzes and Ord 2022",
                "fast",
                fitted="auto_ces",
            ),
            Model(
                "auto_arima",
                "seasonal ARIMA, its orders chosen by AICc",
                "Hyndman and Khandakar 2008",
                "slow",
                fitted="auto_arima",
            ),
            Model(
                "combination",
                "the mean of " + ", ".join(_PARTS),
                "Bates and Granger 1969; Petropoulos and Svetunkov 2020",
                "fast",
                parts=_PARTS,
            ),
            Model(
                "combination_median",
                "the median of " + ", ".join(_PARTS),
                "Petropoulos and Svetunkov 2020",
                "fast",
                parts=_PARTS,
                mixed=np.median,
            ),
        )
    }
)
"""Every model by its name."""
DEFAULT: Final = "combination_median"
"""What is asked where no model is named: of those that take seconds, the one that has missed least here."""
AWAY: Final = 10.0
"""A projection above this many times the highest figure of its series has run away; the random walk stands in."""


def model_named(name: str) -> Model:
    """A model by its name. Raises :class:`~fairshare.faults.BadInputError` for one that is not in the catalogue."""
    if name not in MODELS:
        raise bad_argument("model", f"{name!r} is unknown", "one of " + ", ".join(MODELS))
    return MODELS[name]


def points(panel: Panel, model: str, horizon: int, *, workers: int = 1) -> Floats:
    """What a model expects for the months after a panel, series x ``horizon``. See :func:`expect`."""
    return expect(panel, model, horizon, workers=workers).values


def expect(panel: Panel, model: str, horizon: int, *, workers: int = 1) -> Points:
    """What a model expects for the months after a panel, and which series it could not be fitted to.

    Months before the first figure are left out and gaps filled on a straight line. A series whose last figures are
    still to come is projected from its last one; a series without any in a year has ended, and is 0. A model that is
    fitted leaves to the random walk a series of less than two years, a constant one, and one on which it fails or
    runs away (:data:`AWAY`). ``workers``: processes. Raises :class:`~fairshare.faults.BadInputError` for an unknown
    model a horizon below 1, or a
    panel of no month.
    """
    chosen = model_named(model)
    if horizon < 1:
        raise bad_argument("horizon", f"{horizon} is below 1", "months ahead, 1 or more")
    past = history(panel)
    parts = [_fit(MODELS[name], past, horizon, workers) for name in chosen.parts or (model,)]
    values = parts[0][0] if len(parts) == 1 else chosen.mixed([part for part, _ in parts], axis=0)
    reasons = {row: why for _, part in parts for row, why in part.items()}
    ended = np.flatnonzero(past.ended).tolist()
    reasons |= {row: "no figure" if past.last[row] < 0 else "no figure in the last year: 0" for row in ended}
    values[past.ended] = 0.0
    return Points(values, MappingProxyType({panel.names[row]: reasons[row] for row in sorted(reasons)}))


def _fit(model: Model, past: History, horizon: int, workers: int) -> tuple[Floats, dict[int, str]]:
    """What one model that is not a combination expects, and why rows fell back."""
    if model.naive is not None:
        return model.naive(past, horizon), {}
    found = random_walk(past, horizon)
    series = {row: past.series(row) for row in np.flatnonzero(~past.ended).tolist()}
    reasons = {row: why for row, figures in series.items() if (why := _unfit(figures))}
    rows = [row for row in series if row not in reasons]
    tasks = [(np.log1p(series[row]) if model.log else series[row], horizon + int(past.lag[row])) for row in rows]
    for row, ahead in zip(rows, fit(model.fitted, tasks, workers), strict=True):
        values = None if ahead is None else np.maximum(_unlog(ahead) if model.log else ahead, 0.0)[-horizon:]
        if values is None:
            reasons[row] = f"{model.name} could not be fitted"
        elif values.max() > AWAY * series[row].max():
            reasons[row] = f"{model.name} ran away"
        else:
            found[row] = values
    return found, reasons


def _unlog(ahead: Floats) -> Floats:
    return np.expm1(np.minimum(ahead, 100.0))


def _unfit(figures: Floats) -> str:
    if len(figures) < 2 * SEASON:
        return "less than two years of figures"
    return "constant" if figures.min() == figures.max() else ""
