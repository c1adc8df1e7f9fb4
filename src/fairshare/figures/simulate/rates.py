"""Chances of protection and of return, and time to a decision, from decisions, stocks and returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from fairshare.figures.simulate.frames import STATES, Axes, Floats, Frames, named, scatter

STRENGTH: Final = 20.0
"""How many decisions a prior counts for: a cell with few decisions has the rate of its origin."""
SHORTEST, LONGEST = 1.0, 60.0
"""Bounds of a mean time to the final decision in months: stocks and flows of small states do not fit each other."""
RETURNED: Final = (0.02, 0.95)
"""Bounds of the part of the refused who leave: those returned are not all refused applicants."""


def recognition(frames: Frames, years: Sequence[int], origins: Sequence[str]) -> Floats:
    """Part of the first decisions on the substance that grant protection, years x states x origins.

    Each cell is drawn to the rate of its origin in the year, that to the origin's of all years, and that to the rate of
    all (means of beta distributions with a prior of :data:`STRENGTH` decisions)."""
    decisions = named(frames.decisions, origins)
    axes: Axes = {"year": years, "geo": STATES, "origin": origins}
    granted, refused = (scatter(decisions.filter(pl.col("outcome") == one), axes) for one in ("granted", "refused"))
    total = granted + refused
    overall = granted.sum() / max(total.sum(), 1.0)
    origin = shrunk(granted.sum(axis=(0, 1)), total.sum(axis=(0, 1)), overall)
    yearly = shrunk(granted.sum(axis=1), total.sum(axis=1), origin)
    return shrunk(granted, total, yearly[:, None, :])


def shrunk(successes: Floats, trials: Floats, prior: Floats | float) -> Floats:
    """The mean of a beta distribution after the trials.

    >>> shrunk(np.array([20.0, 0.0]), np.array([20.0, 0.0]), 0.5).tolist()
    [0.75, 0.5]
    """
    answer: Floats = (successes + STRENGTH * prior) / (trials + STRENGTH)
    return answer


def decision_months(frames: Frames) -> Floats:
    """Mean months from application to the end of the procedure by state: pending over decided (Little's law).

    Of the years in which both are held. A state without a figure has that of all together.
    """
    years = sorted(set(frames.pending["year"].to_list()) & set(frames.decisions["year"].to_list()))
    pending, decided = (
        scatter(frame, {"year": years, "geo": STATES}).sum(axis=0) for frame in (frames.pending, frames.decisions)
    )
    overall = 12 * pending.sum() / max(decided.sum(), 1.0)
    months = np.divide(12 * pending, decided, out=np.full(len(STATES), overall), where=decided > 0)
    answer: Floats = np.clip(np.where(months > 0, months, overall), SHORTEST, LONGEST)
    return answer


def returned(frames: Frames, origins: Sequence[str]) -> Floats:
    """Part of the refused who leave, by origin: persons returned over refusals, of the years in which both are held."""
    years = sorted(set(frames.returned["year"].to_list()) & set(frames.decisions["year"].to_list()))
    axes: Axes = {"year": years, "origin": origins}
    refused = scatter(named(frames.decisions, origins).filter(pl.col("outcome") == "refused"), axes).sum(axis=0)
    gone = scatter(named(frames.returned, origins), axes).sum(axis=0)
    overall = gone.sum() / max(refused.sum(), 1.0)
    answer: Floats = np.clip((gone + STRENGTH * overall) / (refused + STRENGTH), *RETURNED)
    return answer
