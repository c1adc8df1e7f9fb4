"""A projection: what is expected for every series and sum, how sure that is, and by what it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.history import ENDED, history
from fairshare.assessment.projections.models import expect, model_named
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.assessment.projections.paths import Paths, ends, futures
from fairshare.assessment.projections.reconcile import METHODS
from fairshare.assessment.projections.reconcile import reconcile as made_to_add_up
from fairshare.faults import bad_argument

if TYPE_CHECKING:
    import polars as pl

LEVELS: Final = (0.5, 0.8, 0.95)
FURTHEST: Final = 18
"""Months ahead that a projection can reach."""
NOT_EVALUATED: Final = "not evaluated"


@dataclass(frozen=True, slots=True)
class Projection:
    """Monthly counts to come, for all nodes of a hierarchy.

    ``names`` by node and ``months`` ahead; ``points``, nodes x months, add up and are 0 or more. ``lower`` and
    ``upper``: levels x nodes x months. Ends of intervals of different nodes do not add up (the paths that they are
    quantiles of do). ``fallbacks``: by name, why the random walk stood in. ``method``: how it was made, in words.
    ``verdict``: by months ahead, whether the model has beaten the random walk ("yes", "no", "not evaluated"), and
    ``warnings``: for the evaluation to fill in (:func:`dataclasses.replace`).
    """

    model: str
    names: tuple[str, ...]
    months: tuple[date, ...]
    points: Floats
    levels: tuple[float, ...]
    lower: Floats
    upper: Floats
    fallbacks: Mapping[str, str]
    method: str
    paths: Paths = field(repr=False, compare=False)
    verdict: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()

    def to_frame(self) -> pl.DataFrame:
        """Long form: ``series``, ``month``, ``horizon`` (from 1), ``point``, ``lo50``, ``hi50`` and so on by level."""
        import polars as pl

        ahead = len(self.months)
        columns: dict[str, object] = {
            "series": [name for name in self.names for _ in range(ahead)],
            "month": list(self.months) * len(self.names),
            "horizon": list(range(1, ahead + 1)) * len(self.names),
            "point": self.points.ravel(),
        }
        for level, lower, upper in zip(self.levels, self.lower, self.upper, strict=True):
            columns |= {f"lo{100 * level:g}": lower.ravel(), f"hi{100 * level:g}": upper.ravel()}
        return pl.DataFrame(columns)


@dataclass(frozen=True, slots=True)
class Total:
    """What months add up to, by node: ``points``, and ``lower`` and ``upper``, levels x nodes."""

    names: tuple[str, ...]
    first: date
    last: date
    points: Floats
    levels: tuple[float, ...]
    lower: Floats
    upper: Floats


def project(
    bottom: Panel,
    hierarchy: Hierarchy,
    model: str,
    horizon: int,
    *,
    draws: int = 1000,
    levels: Sequence[float] = LEVELS,
    reconcile: str = "wls",
    seed: int = 0,
    workers: int = 2,
) -> Projection:
    """Project the bottom series and their sums ``horizon`` months ahead.

    Every node is projected by the model, the projections are made to add up (:mod:`.reconcile`, weighted by errors
    of the random walk one month ahead), and intervals are quantiles of ``draws`` joint paths (:mod:`.paths`).
    In the sums gaps of a series are filled on a straight line, and months that are late with its last figure.
    The same seed gives the same figures, whatever the number of ``workers``. Raises
    :class:`~fairshare.faults.BadInputError` for an argument that cannot be used; see :func:`~.models.expect`,
    :func:`~.reconcile.reconcile` and :func:`~.paths.futures` for more.
    """
    chosen = model_named(model)
    if not 1 <= horizon <= FURTHEST:
        raise bad_argument("horizon", f"{horizon} is not a number of months ahead", f"1 to {FURTHEST}")
    if not levels or not all(0 < level < 1 for level in levels):
        raise bad_argument("levels", f"{tuple(levels)} cannot be used", "shares between 0 and 1, such as 0.8")
    if reconcile not in METHODS:
        raise bad_argument("reconcile", f"{reconcile!r} is unknown", "one of " + ", ".join(METHODS))
    nodes = nodes_of(bottom, hierarchy)
    expected = expect(nodes, model, horizon, workers=workers)
    points = made_to_add_up(hierarchy, expected.values, reconcile, np.diff(nodes.values, axis=1))
    paths = futures(hierarchy, nodes, points, chosen.spread, draws, seed)
    asked = tuple(sorted(levels))
    lower, upper = paths.limits(asked, workers)
    return Projection(
        model,
        hierarchy.names,
        tuple(bottom.month(bottom.months + step) for step in range(horizon)),
        points,
        asked,
        lower,
        upper,
        expected.fallbacks,
        f"{model}: {chosen.what} ({chosen.source}); made to add up by {reconcile}: {METHODS[reconcile]};"
        f" intervals from {draws} joint paths of past errors ({chosen.spread}) on the cube root, widened by"
        f" {paths.widened.min():.2f} to {paths.widened.max():.2f}; seed {seed}",
        paths,
        MappingProxyType(dict.fromkeys(range(1, horizon + 1), NOT_EVALUATED)),
    )


def total(projection: Projection, first: date, last: date) -> Total:
    """What the months from ``first`` to ``last`` add up to, with intervals from the paths, for every node.

    Raises :class:`~fairshare.faults.BadInputError` where the projection does not hold both months."""
    if first not in projection.months or last not in projection.months or last < first:
        held = f"months from {projection.months[0]} to {projection.months[-1]}"
        raise bad_argument("first", f"{first} to {last} is not all projected", held)
    steps = range(projection.months.index(first), projection.months.index(last) + 1)
    points = projection.points[:, steps.start : steps.stop].sum(axis=1)
    lower, upper = ends(projection.paths.sum(steps), points, projection.levels)
    return Total(projection.names, first, last, points, projection.levels, lower, upper)


def nodes_of(bottom: Panel, hierarchy: Hierarchy) -> Panel:
    """All nodes; a gap or a late figure of one series does not hide the sums that it is in."""
    sums = hierarchy.panel(carried_on(bottom)).values[: hierarchy.groups]
    return Panel(hierarchy.names, bottom.start, np.concatenate([sums, bottom.values]))


def carried_on(bottom: Panel) -> Panel:
    """The series with gaps filled on a straight line, and months that are late with the last figure."""
    past, month = history(bottom), np.arange(bottom.months)
    late = (month > past.last[:, None]) & ((past.last >= 0) & (past.lag < ENDED))[:, None]
    latest = past.filled[np.arange(len(past.last)), past.last]
    return Panel(bottom.names, bottom.start, np.where(late, latest[:, None], past.filled))
