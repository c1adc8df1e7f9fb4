"""How fast projections are: a whole projection of thousands of monthly series, and statsforecast alone on the same.

``python docs/bench_projections.py [--series N] [--slow] [MODEL …]`` runs it. Series are over-dispersed counts with
jumps, 120 months each, projected 12 months ahead. *Alone*: ``StatsForecast.forecast`` with two processes, with and
without its intervals. *Whole*: :func:`~fairshare.assessment.projections.project.project` with the sums by two
crossed labels, made to add up, and intervals from 1,000 joint paths. Every run is a process of its own, in turns;
seconds leave out the loading of libraries, megabytes are the peak of the parent and of its largest child. On a shared
machine the seconds of processors (of both, added up) say more than those of the clock."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np

from fairshare.assessment.projections.fits import CLASSES
from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.models import MODELS
from fairshare.assessment.projections.panel import Panel
from fairshare.assessment.projections.project import LEVELS, project, total

SERIES: Final = 4000
MONTHS: Final = 120
AHEAD: Final = 12
STATES: Final = 27
CLASS: Final = dict(CLASSES) | {"random_walk": "Naive", "seasonal_naive": "SeasonalNaive", "theta_log": "Theta"}
USUAL: Final = ("seasonal_naive", "theta", "combination_median", "auto_theta", "auto_ets")
SLOW: Final = ("auto_arima",)

Row = tuple[str, ...]


def bottom(series: int, seed: int = 1) -> tuple[Panel, Hierarchy]:
    """Negative binomial counts around levels that walk, jump in one month of fifty, and swing with the year."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, 0.1, (series, MONTHS)) + (rng.random((series, MONTHS)) < 0.02) * rng.normal(0, 1, (series, 1))
    swing = rng.gamma(1, 0.15, (series, 1)) * np.sin(
        2 * np.pi * np.arange(MONTHS) / 12 + rng.uniform(0, 6, (series, 1))
    )
    level = np.exp(np.clip(rng.normal(3, 1.5, (series, 1)) + steps.cumsum(axis=1) + swing, -3, 10))
    counts = rng.negative_binomial(5, 5 / (5 + level)).astype(np.float64)
    places = np.arange(series)
    hierarchy = Hierarchy.of(
        {
            "state": [f"S{place % STATES:02}" for place in places],
            "citizenship": [f"C{place // STATES}" for place in places],
        }
    )
    return Panel(hierarchy.bottom, date(2015, 1, 1), counts), hierarchy


def alone(model: str, levels: bool) -> Callable[[Panel, Hierarchy], None]:
    """statsforecast on its own: all models that ours needs, in one call."""
    import pandas as pd
    from statsforecast import StatsForecast, models

    names = MODELS[model].parts or (model,)
    made = [getattr(models, CLASS[name]) for name in names]
    forecast = StatsForecast(
        [each(season_length=12) if each is not models.Naive else each() for each in made], freq="MS", n_jobs=2
    )

    def run(panel: Panel, _: Hierarchy) -> None:
        long = pd.DataFrame(
            {
                "unique_id": np.repeat(panel.names, MONTHS),
                "ds": np.tile(pd.date_range(panel.start, periods=MONTHS, freq="MS"), len(panel.names)),
                "y": panel.values.ravel(),
            }
        )
        forecast.forecast(df=long, h=AHEAD, level=[100 * level for level in LEVELS] if levels else None)

    return run


def whole(model: str) -> Callable[[Panel, Hierarchy], None]:
    """Ours: points of every node, reconciled, intervals, and what the year adds up to."""
    if MODELS[model].naive is None:
        import statsforecast.models  # noqa: F401  # loaded before the clock starts, as for the rival

    def run(panel: Panel, hierarchy: Hierarchy) -> None:
        made = project(panel, hierarchy, model, AHEAD, workers=2)
        total(made, made.months[0], made.months[-1])

    return run


def timed(kind: str, model: str, series: int) -> dict[str, float]:
    """Seconds and megabytes of one run, in this process."""
    panel, hierarchy = bottom(series)
    run = whole(model) if kind == "whole" else alone(model, kind == "levels")
    start, busy = perf_counter(), _processors()
    run(panel, hierarchy)
    seconds, busy = perf_counter() - start, _processors() - busy
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"seconds": seconds, "busy": busy, "parent": peaks[0], "child": peaks[1]}


def _processors() -> float:
    """Seconds that processors have worked for this process and for its children that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _apart(kind: str, model: str, series: int) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", str(Path(__file__)), "--one", kind, model, str(series)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def projections(models: tuple[str, ...] = USUAL, series: int = SERIES, runs: int = 1) -> Iterator[Row]:
    """A row a model: the best of some runs of each kind, taken in turns."""
    for model in models:
        best: dict[str, dict[str, Any]] = {}
        for _ in range(runs):
            for kind in ("points", "levels", "whole"):
                found = _apart(kind, model, series)
                best[kind] = min(best.get(kind, found), found, key=lambda run: run["seconds"])
        ours = best["whole"]
        yield (
            f"`{model}`, {series:,} series",
            f"{ours['seconds']:.2f} s, {ours['busy']:.2f} s",
            *(_against(ours, best[kind]) for kind in ("levels", "points")),
            f"{ours['parent']:,.0f} + {ours['child']:,.0f} MB",
        )


def _against(ours: dict[str, Any], rival: dict[str, Any]) -> str:
    ratios = (ours[unit] / rival[unit] for unit in ("seconds", "busy"))
    return f"{rival['seconds']:.2f} s, {rival['busy']:.2f} s ({', '.join(f'{ratio:.2f}' for ratio in ratios)})"


def main(arguments: list[str]) -> None:
    """The command line."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(timed(arguments[1], arguments[2], int(arguments[3]))))
        return
    series, slow = SERIES, "--slow" in arguments
    if "--series" in arguments:
        series = int(arguments[arguments.index("--series") + 1])
    named = tuple(name for name in arguments if name in MODELS) or USUAL
    print("| model | whole: clock, processors | statsforecast with intervals (ratios) | without (ratios) | peak |")
    print("| --- | --- | --- | --- | --- |")
    for row in projections(named + (SLOW if slow else ()), series):
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
