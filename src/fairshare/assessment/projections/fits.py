"""Models that are fitted series by series, by statsforecast, in a few processes."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from fairshare.assessment.projections.history import SEASON
from fairshare.assessment.projections.panel import Floats
from fairshare.faults import bad_argument

Task: TypeAlias = tuple[Floats, int]
"""The figures of one series, and how many months after them are wanted."""

CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "theta": "Theta",
        "auto_theta": "AutoTheta",
        "auto_ets": "AutoETS",
        "auto_ces": "AutoCES",
        "auto_arima": "AutoARIMA",
    }
)
"""What statsforecast calls each."""
BATCH: Final = 50


def fit(name: str, tasks: Sequence[Task], workers: int = 1) -> list[Floats | None]:
    """What a model says of each series; nothing where it could not be fitted.

    ``workers``: processes; results do not depend on it. Raises :class:`~fairshare.faults.BadInputError` where
    statsforecast is not installed.
    """
    try:
        import statsforecast.models  # noqa: F401  # here, so that a forked worker has it already
    except ImportError as error:
        raise bad_argument("model", f"{name!r} needs statsforecast", "pip install 'fairshare[forecast]'") from error
    batches = [(name, tasks[start : start + BATCH]) for start in range(0, len(tasks), BATCH)]
    return list(chain.from_iterable(_everywhere(batches, min(workers, len(batches)))))


def _everywhere(batches: Sequence[tuple[str, Sequence[Task]]], workers: int) -> Iterable[list[Floats | None]]:
    if workers <= 1:
        return map(_batch, batches)
    # A fork has the library loaded; elsewhere each process loads it for seconds. The workers call no threads, so the
    # warning of newer Pythons about threads of the parent does not apply.
    context = get_context("fork" if sys.platform == "linux" else None)
    with warnings.catch_warnings(), ProcessPoolExecutor(workers, mp_context=context) as pool:
        warnings.filterwarnings("ignore", message=".*multi-threaded.*", category=DeprecationWarning)
        return list(pool.map(_batch, batches))


def _batch(batch: tuple[str, Sequence[Task]]) -> list[Floats | None]:
    from statsforecast import models

    name, tasks = batch
    model = getattr(models, CLASSES[name])(season_length=SEASON)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of the search for parameters; what counts is whether its end is finite
        return [_one(model, series, steps) for series, steps in tasks]


def _one(model: object, series: Floats, steps: int) -> Floats | None:
    try:
        mean = np.asarray(model.forecast(y=series, h=steps)["mean"], np.float64)  # type: ignore[attr-defined]
    except Exception:  # the library raises bare ones where no member of a family fits
        return None
    return mean if np.isfinite(mean).all() else None
