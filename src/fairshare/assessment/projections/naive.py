"""Projections that need no fitting: the floor that every model has to beat."""

from __future__ import annotations

import numpy as np

from fairshare.assessment.projections.history import SEASON, History
from fairshare.assessment.projections.panel import Floats


def random_walk(past: History, horizon: int) -> Floats:
    """The last figure, for every month ahead. A series without any is 0."""
    last = past.filled[np.arange(len(past.last)), past.last]
    return np.repeat(np.where(past.last < 0, 0.0, last)[:, None], horizon, axis=1)


def seasonal_naive(past: History, horizon: int) -> Floats:
    """The last figure of the same month of the year; of a series shorter than that, the last figure."""
    ahead = past.lag[:, None] + np.arange(1, horizon + 1)
    month = past.last[:, None] + ahead - SEASON * -(-ahead // SEASON)
    usable = (month >= past.first[:, None]) & (past.first[:, None] >= 0)
    found = np.take_along_axis(past.filled, np.where(usable, month, 0), axis=1)
    return np.where(usable, found, random_walk(past, horizon))


def drift(past: History, horizon: int) -> Floats:
    """The straight line through the first and the last figure, carried on, down to 0."""
    begin, end = past.filled[np.arange(len(past.first)), past.first], random_walk(past, horizon)
    steps = past.last - past.first
    slope = np.where(steps > 0, (end[:, 0] - begin) / np.maximum(steps, 1), 0.0)
    line: Floats = end + slope[:, None] * (past.lag[:, None] + np.arange(1, horizon + 1))
    return np.maximum(line, 0.0)
