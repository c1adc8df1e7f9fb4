"""From prices to whole families: nearly all are settled by their margin, and branch and bound closes the small rest.

At the prices of the relaxation every placement is worth UB minus its loss: what families lose against their best
choice, and the prices of places left empty. In a placement of loss L no family loses more than L. So only choices
that lose at most some limit are kept, a family that keeps one is settled, and the rest is a small integer programme.
If its optimum loses no more than the limit, it is the optimum of the whole; otherwise the limit is raised.

First a relaxation of that programme is solved: rows of quotas with one price, which those with links to them cannot
overfill, count as one, and people for whom one open place is as good as another move one by one. It is small, and
mostly exact: whole families are then dealt into the places, and where that loses nothing more, the placement is
optimal. Otherwise the full programme decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import Final

import numpy as np

from fairshare.matching.mechanisms.greedy import greedy
from fairshare.matching.problem import NOWHERE, Floats, Ints
from fairshare.matching.rest import Attempt, Instance, attempt, placed
from fairshare.matching.views import margin

FIRST: Final = 60
"""How many families may be open at first, beside ties."""
FACTOR: Final = 3
"""By how much more, each time that is not enough."""


@dataclass(frozen=True)
class Closed:
    """A placement ``state`` (n) of ``value``, what any placement loses at least against UB, how many families branch
    and bound decided one by one in the end, its nodes and its seconds."""

    state: Ints
    value: float = 0.0
    least_loss: float = 0.0
    rest: int = 0
    nodes: int = 0
    seconds: float = 0.0

    def after(self, tried: Attempt, limit: float) -> Closed:
        """With what an attempt within a limit has proved."""
        return replace(
            self,
            least_loss=max(self.least_loss, min(tried.solution.bound, limit)),
            rest=tried.rest,
            nodes=self.nodes + tried.solution.nodes,
            seconds=self.seconds + tried.solution.seconds,
        )

    def or_better(self, it: Instance, state: Ints) -> Closed:
        """With the placement, if it is worth more."""
        value = fsum(it.problem.value_at(state))
        return replace(self, state=state, value=value) if value > self.value else self


def close(it: Instance) -> Closed:
    """A placement of whole families that loses as little as can be against UB, and how little any can lose."""
    best = Closed(np.full(it.problem.families, NOWHERE))
    if not len(it.wants.persons):
        return best
    losses = _losses(it)
    for full in (False, True):
        best = _raise(it, losses, full, best)
        if it.bound - best.value <= best.least_loss + rounding(it):
            break
    return best if best.value else best.or_better(it, greedy(it.problem, seed=it.seed).state)


def _raise(it: Instance, losses: Floats, full: bool, best: Closed) -> Closed:
    """Raise the limit until the optimum within it loses no more than it."""
    most, limit = FIRST, _at(losses, FIRST)
    while (left := it.problem.policy.time_limit - best.seconds) > 0:
        tried = attempt(it, limit, full, left)
        if tried is None:
            break
        best, loss = best.after(tried, limit), tried.solution.objective
        last = loss <= limit + it.tiny or limit == np.inf or not tried.solution.closed
        if last and loss < np.inf:
            best = best.or_better(it, placed(it, tried))
        if last:
            break
        most *= FACTOR
        limit = min(loss, _at(losses, most))
    return best


def rounding(it: Instance) -> float:
    """What sums over all families may be off by."""
    return it.tiny + 1e-13 * it.bound


def _losses(it: Instance) -> Floats:
    """What each linked family that is not tied loses by its next best choice, the least first."""
    found = margin(it.wants, it.view) * it.wants.persons[: it.wants.linked]
    return np.sort(found[found > it.tiny])


def _at(losses: Floats, most: int) -> float:
    return float(losses[most]) if most < len(losses) else np.inf
