"""The coming year from yearly figures alone: a random walk, the floor that a projection from months has to beat."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.assessment.need import Floats
from fairshare.faults import bad_argument

LEAST: Final = 5
"""Yearly changes that there must be to draw from."""


def walk(history: Floats, ahead: int, draws: int, seed: int) -> Floats:
    """Draws of a year to come, draws x states, from ``history`` (years x states, counts of 0 or more).

    The last year's figures times the changes of past years, one drawn for each year ahead, the same for all states, so
    that what moves together goes on doing so. Changes are of 1 + count on the logarithm; their sums are moved so that
    the middle of each state is its last figure.
    Raises :class:`~fairshare.faults.BadInputError` for too few years or unknown counts."""
    if len(history) <= LEAST or not np.isfinite(history).all() or (history < 0).any() or ahead < 1:
        raise bad_argument(
            "applications", f"of {len(history)} years cannot be projected", f"known counts of {LEAST + 1}"
        )
    changes = np.diff(np.log1p(history), axis=0)
    picked = np.random.default_rng(seed).integers(0, len(changes), (draws, ahead))
    moved = changes[picked].sum(axis=1)
    moved = moved - np.median(moved, axis=0)
    return np.asarray(np.maximum(np.expm1(np.log1p(history[-1]) + moved), 0.0), np.float64)
