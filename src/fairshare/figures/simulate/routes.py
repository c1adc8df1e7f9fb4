"""Who crossed an external border irregularly, where and how, from detections by route.

Detections are not persons: one person can be detected several times or never. What is used of them is (1) for each
origin the ratio to its applications over three years, cut to a part, and (2) the mix of the states of first entry.
Those who pass the Western Balkans were mostly detected in the Eastern Mediterranean before and do not count again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import polars as pl
import yaml

from fairshare.figures.reference import table
from fairshare.figures.simulate.frames import STATES, Axes, Floats, Frames, carried, named, scatter

MOST: Final = 0.95
"""The largest part of an origin's applicants that detections stand for: a person can be detected twice."""
PRIOR: Final = 50.0
"""How many detections the mix of all origins of the year counts for in the mix of one origin."""


@cache
def entry() -> Mapping[str, Any]:
    """The routes of ``entry.yaml``: weights by state and period."""
    loaded: Mapping[str, Any] = yaml.safe_load((resources.files(__package__) / "entry.yaml").read_text("utf-8"))
    return loaded


def visa_free(years: Sequence[int], origins: Sequence[str]) -> Floats:
    """Years x origins: 1 where nationals need no visa for a short stay (from the year after the first day on)."""
    since = {row.key: int(str(row.value)[:4]) for row in table("visa_free_since")}
    return np.array([[float(since.get(origin, 9999) < year) for origin in origins] for year in years])


def irregular(
    frames: Frames, years: Sequence[int], origins: Sequence[str], applied: Floats
) -> tuple[Floats, Floats, Floats]:
    """Part of the applicants who were detected (years x origins), the states of first entry and the part of the
    entries there by sea (years x origins x states); ``applied``: applications, years x origins."""
    sea, land = _entries(frames, years, origins)
    counted = sorted(set(frames.crossings["year"].to_list()))
    held = np.array([year in counted for year in years])
    first, last = int(held.argmax()), len(years) - 1 - int(held[::-1].argmax())
    detected = (sea + land).sum(axis=2)
    ratio = _window(detected, held) / np.maximum(_window(applied, held), 1.0)
    part = _held_on(np.clip(ratio, 0.0, MOST), first, last)

    sea, land = _window(sea, held), _window(land, held)
    mixed_sea, mixed_land = (one + PRIOR * _mix(one, sea + land) for one in (sea, land))
    total = mixed_sea + mixed_land
    entered = total / np.maximum(total.sum(axis=2, keepdims=True), 1e-9)
    by_sea = np.divide(mixed_sea, total, out=np.zeros_like(total), where=total > 0)
    return part, _held_on(entered, first, last), _held_on(by_sea, first, last)


def _mix(one: Floats, both: Floats) -> Floats:
    """The mix of all origins, years x 1 x states, as parts of all entries of the year."""
    mix: Floats = one.sum(axis=1, keepdims=True) / np.maximum(both.sum(axis=(1, 2), keepdims=True), 1.0)
    return mix


def _window(values: Floats, held: Any) -> Floats:
    """The sum over a year and its neighbours, of the years that are held: who is detected late in one applies in the
    next."""
    kept = np.where(held.reshape(-1, *[1] * (values.ndim - 1)), values, 0.0)
    summed = kept.copy()
    summed[1:] += kept[:-1]
    summed[:-1] += kept[1:]
    return summed


def _held_on(values: Floats, first: int, last: int) -> Floats:
    """The years before the first and after the last that is held have their figures."""
    place = np.clip(np.arange(len(values)), first, last)
    answer: Floats = values[place]
    return answer


def _entries(frames: Frames, years: Sequence[int], origins: Sequence[str]) -> tuple[Floats, Floats]:
    """First entries as detected by sea and by land, years x origins x states."""
    crossings = named(frames.crossings, origins)
    arrivals = carried(scatter(frames.sea, {"year": years, "geo": STATES}, missing=np.nan))
    axes: Axes = {"year": years, "origin": origins}
    routes = entry()["routes"]
    into = {border: np.zeros((len(years), len(origins), len(STATES))) for border in ("sea", "land")}
    for name, rule in routes.items():
        route, border = name.split("/")
        found: Floats = scatter(crossings.filter((pl.col("route") == route) & (pl.col("border") == border)), axes)
        if again := rule.get("counted_again"):
            found = np.maximum(found - scatter(crossings.filter(pl.col("route") == again), axes), 0.0)
        into[border] += found[:, :, None] * _weights(rule, years, arrivals)[:, None, :]
    return into["sea"], into["land"]


def _weights(rule: Mapping[str, Any], years: Sequence[int], arrivals: Floats) -> Floats:
    """The part of each state in the entries of a route, years x states."""
    weights = np.zeros((len(years), len(STATES)))
    for row, year in enumerate(years):
        period = rule["from"][max((start for start in rule["from"] if start <= year), default=min(rule["from"]))]
        for state, weight in period.items():
            weights[row, STATES.index(state)] = weight
    places = sorted(STATES.index(state) for state in rule.get("by_sea_arrivals", ()))
    counted = arrivals[:, places]
    known = np.array([bool(places)] * len(years)) & ~np.isnan(counted).any(axis=1)
    weights[known[:, None] & np.isin(np.arange(len(STATES)), places)] = counted[known].ravel()
    answer: Floats = weights / weights.sum(axis=1, keepdims=True)
    return answer
