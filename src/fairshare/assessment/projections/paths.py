"""Possible futures of all series at once: paths that add up over a hierarchy and are never negative.

A path takes one month of the past and one sign, and gives every node the errors that its projections from that month
had, one to ``horizon`` months ahead: so what went wrong together goes wrong together, and spreads with time as it did.
The futures of the bottom series are then scaled, label by label and to the total last, to those of the groups, whose
own errors say more about them than the sum of many small ones; sums are added up anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fairshare.assessment.projections.errors import Spread, past_errors, widening
from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.history import SEASON, Ints, history
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import bad_argument

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Paths:
    """Futures of the nodes of a hierarchy, made month by month when asked for, so that they take little space.

    ``points``: nodes x horizon, that add up. ``errors``: months ahead x nodes x months of origin, on the cube root.
    ``origin`` (nodes x draws) and ``sign`` (by draw): what each path takes. ``widened``: by months ahead, as applied.
    """

    hierarchy: Hierarchy
    points: Floats
    errors: Singles = field(repr=False)
    origin: Ints = field(repr=False)
    sign: Singles = field(repr=False)
    widened: Floats

    def month(self, step: int) -> Singles:
        """Nodes x draws, ``step`` months ahead (from 0). Every column adds up and is 0 or more."""
        roots = np.take_along_axis(self.errors[step], self.origin, axis=1)
        roots *= self.sign
        roots += np.cbrt(self.points[:, step, None]).astype(np.float32)
        np.maximum(roots, 0.0, out=roots)
        futures: Singles = roots * roots * roots
        groups, bottom = futures[: self.hierarchy.groups], futures[self.hierarchy.groups :]
        start = len(groups)
        for partition in reversed(self.hierarchy.partitions):
            start -= len(partition.names)
            sums = partition.sums(bottom)
            wanted = groups[start : start + len(partition.names)]
            share = np.divide(wanted, sums, out=np.ones_like(wanted), where=sums > 0, casting="same_kind")
            bottom *= share[partition.group]
        groups[:] = self.hierarchy.sums(bottom)
        return futures

    def sum(self, steps: Sequence[int]) -> Floats:
        """Nodes x draws: what some months ahead add up to, path by path."""
        found = np.zeros(self.origin.shape)
        for step in steps:
            found += self.month(step)
        return found

    def limits(self, levels: Sequence[float], workers: int = 1) -> tuple[Floats, Floats]:
        """The lower and upper ends of central intervals: levels x nodes x horizon. See :func:`ends`."""

        def one(step: int) -> tuple[Floats, Floats]:
            return ends(self.month(step), self.points[:, step], levels)

        with ThreadPoolExecutor(max(workers, 1)) as pool:
            months = list(pool.map(one, range(self.points.shape[1])))
        lower, upper = (np.stack([month[side] for month in months], axis=2) for side in (0, 1))
        return lower, upper


def ends(futures: npt.NDArray[np.floating], points: Floats, levels: Sequence[float]) -> tuple[Floats, Floats]:
    """Central intervals of futures (nodes x draws): lower and upper, levels x nodes.

    Quantiles, rounded outwards to whole persons, and drawn out to the point where they do not reach it: so intervals
    of higher levels hold those of lower ones, and all hold the point."""
    ranked = np.sort(futures, axis=1)

    def at(share: float) -> Floats:
        place = share * (ranked.shape[1] - 1)
        below = int(place)
        above = min(below + 1, ranked.shape[1] - 1)
        low, high = ranked[:, below].astype(np.float64), ranked[:, above].astype(np.float64)
        found: Floats = low + (place - below) * (high - low)
        return found

    # Single precision holds a hundredth of a person in a hundred thousand; whole ones must not be rounded away.
    lower = [np.minimum(np.floor(at((1 - level) / 2) + 1e-3), points) for level in levels]
    upper = [np.maximum(np.ceil(at((1 + level) / 2) - 1e-3), points) for level in levels]
    return np.stack(lower), np.stack(upper)


def futures(hierarchy: Hierarchy, nodes: Panel, points: Floats, spread: Spread, draws: int, seed: int) -> Paths:
    """Paths around ``points`` (nodes x horizon), from the past of all nodes.

    A series too short for one whole path of errors borrows those of the node nearest to it in size, scaled to its own;
    one that has ended has none. Beyond half the length of the panel, errors grow with the root of time.
    Raises :class:`~fairshare.faults.BadInputError` for no draws, or where no series has a year of figures.
    """
    if draws < 1:
        raise bad_argument("draws", f"{draws} is below 1", "a number of paths")
    past, horizon = history(nodes), points.shape[1]
    if (past.last - past.first + 1).max() < SEASON:
        raise bad_argument("panel", "no series has a year of figures", "12 months or more, for intervals")
    reach = min(horizon, nodes.months // 2)
    roots = np.cbrt(past.filled)
    errors = past_errors(roots, spread if nodes.months > SEASON + reach else "walk", reach)
    widened = widening(errors)
    errors = _lent(errors * widened, roots)
    errors[past.ended] = 0.0
    beyond = np.sqrt(np.arange(reach + 1, horizon + 1) / reach)
    errors = np.concatenate([errors, errors[:, :, -1:] * beyond], axis=2)
    rng = np.random.default_rng(seed)
    whole = ~np.isnan(errors[:, :, -1]) & ~np.isnan(errors[:, :, 0])
    origin = _origins(whole, rng.choice(np.flatnonzero(whole.any(axis=0)), draws))
    sign = rng.choice(np.array([-1.0, 1.0], np.float32), draws)
    months = np.ascontiguousarray(np.moveaxis(errors, 2, 0), np.float32)
    return Paths(hierarchy, points, months, origin, sign, np.append(widened, np.full(horizon - reach, widened[-1])))


def _lent(errors: Floats, roots: Floats) -> Floats:
    """Errors in which no node is without a whole path: nodes without one get those of the nearest in size, scaled."""
    whole = np.isfinite(errors.sum(axis=2)).any(axis=1)
    size = np.array([row[~np.isnan(row)].mean() if (~np.isnan(row)).any() else 0.0 for row in roots])
    lenders = np.flatnonzero(whole)
    for row in np.flatnonzero(~whole).tolist():
        lender = lenders[np.abs(size[lenders] - size[row]).argmin()]
        errors[row] = errors[lender] * (max(size[row], 1.0) / max(size[lender], 1.0))
    return errors


def _origins(whole: npt.NDArray[np.bool_], drawn: Ints) -> Ints:
    """Nodes x draws: the months drawn; for a node without a whole path from one, another month of its own."""
    found = np.repeat(drawn[None, :], len(whole), axis=0)
    for row in np.flatnonzero(~whole[:, drawn].all(axis=1)).tolist():
        own = np.flatnonzero(whole[row])
        found[row] = np.where(whole[row, drawn], drawn, own[drawn % len(own)])
    return found
