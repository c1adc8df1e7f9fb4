"""The optimal placement of families to places (67(4)), with the prices that prove it.

First the prices of the linear relaxation (:mod:`~fairshare.matching.prices`), then whole families
(:mod:`~fairshare.matching.closing`), then fair sharing of those without links (:mod:`~fairshare.matching.sharing`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.matching.closing import close, rounding
from fairshare.matching.demand import demand, stations
from fairshare.matching.prices import find
from fairshare.matching.problem import Floats, Ints, Placement, Problem
from fairshare.matching.rest import Instance
from fairshare.matching.sharing import share
from fairshare.matching.usable import usable

STAGES: Final = ("prices", "whole families", "fair sharing")
BY_PRICES: Final = "prices"
BY_BRANCHES: Final = "branch and bound"


@dataclass(frozen=True)
class Optimum(Placement):
    """A placement with its proof.

    ``prices`` and ``usable`` places by row of quotas (r); ``objective``, the value of the placement; ``bound``, which
    no placement exceeds, and what proved it: ``prices`` or ``branch and bound``; ``gap``, their distance as a part of
    the bound; how many ``passes`` over all families the prices took, the ``rest`` of families that branch and bound
    decided one by one, and its ``nodes``."""

    prices: Floats
    usable: Ints
    objective: float
    bound: float
    bound_by: str
    gap: float
    passes: int
    rest: int
    nodes: int


@cites("AMMR 67(4)", "AMMR 67(6)", invariants=("I38",))
def solve(problem: Problem, seed: int = 0, tell: Callable[[str], None] = lambda stage: None) -> Optimum:
    """The placement of greatest value, proved, with those without links shared fairly by a lottery of the seed.

    ``tell`` is called with each of :data:`STAGES` as it begins. Where branch and bound cannot close the rest within
    the time limit of the policy, ``gap`` says how far the best placement found may be from the optimum.
    """
    tell("prices")
    places = stations(problem)
    wants, capacity = demand(problem, places), usable(problem)
    priced = find(wants, places, capacity)
    it = Instance(problem, wants, places, priced.view, priced.bound, capacity.astype(np.float64), seed)
    tell("whole families")
    closed = close(it)
    tell("fair sharing")
    state = share(problem, closed.state, seed)
    objective = fsum(problem.value_at(state))
    proved = max(priced.bound - closed.least_loss, objective)
    if proved - objective <= rounding(it):
        proved = objective
    # which places families can fill can be read in two ways where they may stand on two rows: branch and bound need not
    by_branches = priced.bound - proved > rounding(it) or (places.double and proved == objective)
    return Optimum(
        problem,
        state,
        "max-weight",
        priced.view.prices,
        capacity,
        objective,
        proved,
        BY_BRANCHES if by_branches else BY_PRICES,
        (proved - objective) / proved if proved else 0.0,
        priced.passes,
        closed.rest,
        closed.nodes,
    )


def max_weight(problem: Problem, *, seed: int = 0) -> Optimum:
    """The mechanism of the default policy: see :func:`solve`."""
    return solve(problem, seed)
