"""Applications by year, month, state and origin: UNHCR's mix of origins, Eurostat's totals and seasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from fairshare.figures.simulate.frames import OTHER, STATES, Floats, Frames, named, scatter

ORIGINS: Final = 60
"""How many origins are named; the others are one."""
_NO_ORIGIN: Final = ("UNK", "XXA", OTHER)
"""UNHCR's codes for an origin that is not known and for statelessness, and ours for several together."""


def origins_of(frames: Frames) -> tuple[str, ...]:
    """The origins with most applications over all years, sorted, and :data:`~.frames.OTHER` as the last."""
    sums = (
        frames.applications.filter(~pl.col("origin").is_in(_NO_ORIGIN) & pl.col("geo").is_in(STATES))
        .group_by("origin")
        .agg(pl.col("value").sum())
        .sort("value", "origin", descending=[True, False])
    )
    return (*sorted(sums["origin"].head(ORIGINS).to_list()), OTHER)


def applications(frames: Frames, years: Sequence[int], origins: Sequence[str]) -> Floats:
    """First applications, years x 12 x states x origins.

    A state and year with twelve months of Eurostat's first-time applicants has their sum; else UNHCR's new
    applications, and where UNHCR has none Eurostat's months with the state's mix of all years. The months are those of
    Eurostat where they are held, for all origins of a state alike; else the state's average season.
    """
    yearly = scatter(named(frames.applications, origins), {"year": years, "geo": STATES, "origin": origins})
    months = scatter(
        frames.months, {"year": years, "month": range(1, 13), "geo": STATES}, missing=np.nan
    )  # years x 12 x states
    whole = ~np.isnan(months).any(axis=1)
    counted = np.where(whole, np.nan_to_num(months).sum(axis=1), 0.0)
    total = np.where(counted > 0, counted, yearly.sum(axis=2))
    mix = np.where(yearly.sum(axis=2, keepdims=True) > 0, yearly, yearly.sum(axis=0))
    mix = mix / np.maximum(mix.sum(axis=2, keepdims=True), 1e-9)
    shape = _season(months, total)
    answer: Floats = np.einsum("ys,yms,yso->ymso", total, shape, mix)
    return answer


def _season(months: Floats, total: Floats) -> Floats:
    """The part of each month in the year of a state, years x 12 x states.

    In a year of which some months are held these are kept, and the rest of the total has the average season.
    """
    held = ~np.isnan(months)
    counts = np.nan_to_num(months)
    whole = held.all(axis=1, keepdims=True) & (counts.sum(axis=1, keepdims=True) > 0)
    parts = np.divide(counts, counts.sum(axis=1, keepdims=True), out=np.zeros_like(counts), where=whole)
    seen = whole.sum(axis=0)
    average = np.where(seen > 0, parts.sum(axis=0) / np.maximum(seen, 1), 1 / 12)  # 12 x states
    rest = np.maximum(total[:, None, :] - counts.sum(axis=1, keepdims=True), 0.0)
    left = np.where(held, 0.0, average)
    weight = np.maximum(left.sum(axis=1, keepdims=True), 1e-9)
    filled = np.where(held, counts, rest * left / weight)
    sums = filled.sum(axis=1, keepdims=True)
    return np.where(sums > 0, filled / np.maximum(sums, 1e-9), average)
