"""How much the placement depends on each weight: every weight is raised and lowered, and the optimum found anew.

Optima have ties, and a tie may fall differently without any reason. So that only real changes are counted:

- a linked family has a tiny bonus (:data:`STAY`) where it is now: among placements that are as good the one is found
  that moves fewest persons. Those without links are worth the same anywhere and are shared by lot; of them only the
  persons that a state receives are compared;
- *regret* is the value, under the new weights, that is lost by keeping the old placement. Where it is small the weight
  hardly matters, whatever the number of moves;
- *must move* is proved: no optimum of the new weights has these families where they are now, because persons times what
  their place loses to their best one, at the new prices, exceeds what the prices leave unproved (``UB - objective``).
  It is a lower bound, and often a low one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import fsum
from typing import Final

import numpy as np

from fairshare.matching.links import LinkRows, relinked
from fairshare.matching.margins import Ground, upper_bound
from fairshare.matching.optimum import Optimum, solve
from fairshare.matching.policy import WEIGHTS, Policy
from fairshare.matching.problem import NOWHERE, Floats, Ints, Problem

TENTH: Final = Fraction(1, 10)
STAY: Final = 1e-5
"""The bonus of staying, as a part of the most that one person's place can count: a move that gains less is not made."""
ROUNDING: Final = 1e-9
"""Part of a value within which two values are one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one weight, multiplied by ``factor``, does to the placement.

    ``linked_moved`` of ``linked`` families change their state, or get or lose a place: ``persons_moved``.
    ``unlinked_moved``: persons without links that a state receives more, or that get a place (or lose theirs).
    ``must_move``: families, linked or not, of which a change is proved. ``regret``: what the old placement loses under
    the new weights, in points; ``objective``: what the new one is worth. ``gap``: how far it may be from the best.
    """

    weight: str
    factor: Fraction
    linked_moved: int
    linked: int
    persons_moved: int
    unlinked_moved: int
    must_move: int
    regret: float
    objective: float
    gap: float

    @property
    def regret_share(self) -> float:
        """The regret as a part of what the best placement is worth under the new weights; 0 where that is 0."""
        return self.regret / self.objective if self.objective else 0.0


def variants(policy: Policy, step: Fraction = TENTH) -> Iterator[tuple[str, Fraction, Policy]]:
    """Every weight lowered and raised by ``step``, with the factor and the policy; weights of 0 cannot change."""
    for weight in (*WEIGHTS, *policy.kinds):
        if policy.kinds[weight] if weight in policy.kinds else getattr(policy, weight):
            for factor in (1 - step, 1 + step):
                yield weight, factor, policy.scaled(weight, factor)


def sensitivity(
    optimum: Optimum,
    rows: LinkRows,
    seed: int = 0,
    *,
    step: Fraction = TENTH,
    solver: Callable[[Problem, int], Optimum] = solve,
    told: Callable[[str, Fraction], None] = lambda weight, factor: None,
) -> tuple[Change, ...]:
    """Change each weight of the policy by ``step`` down and up, and solve again.

    ``rows``: the declared links, row by row: under other weights of kinds another row of a pair may count most.
    ``told`` hears of each weight before it is tried (for a progress bar).
    """
    found = []
    for weight, factor, policy in variants(optimum.problem.policy, step):
        told(weight, factor)
        weighed = relinked(optimum.problem, rows, policy)
        found.append(_change(optimum, weighed, solver(_staying(weighed, optimum.state), seed), weight, factor))
    return tuple(found)


def _staying(problem: Problem, state: Ints) -> Problem:
    """The problem with a bonus for every linked family where ``state`` has it."""
    policy = problem.policy
    if not policy.links:
        return problem
    most = policy.place + policy.vulnerable + policy.links * max(policy.kinds.values(), default=Fraction(0))
    stays = np.flatnonzero(problem.linked & (state != NOWHERE))
    states = len(problem.states)
    pair = np.concatenate([problem.link_family * states + problem.link_state, stays * states + state[stays]])
    bonus = np.full(len(stays), STAY * float(most / policy.links))
    pairs, place = np.unique(pair, return_inverse=True)
    link = np.bincount(place, np.concatenate([problem.link, bonus]), minlength=len(pairs)).astype(np.float64)
    return replace(problem, link_family=pairs // states, link_state=pairs % states, link=link)


def _change(old: Optimum, weighed: Problem, new: Optimum, weight: str, factor: Fraction) -> Change:
    """``new`` solves the problem ``weighed`` anew, with the bonus for staying."""
    problem, linked = old.problem, old.problem.linked
    kept = fsum(new.problem.value_at(old.state))
    stays = new.objective - kept <= ROUNDING * max(new.bound, 1.0)
    objective, before = fsum(weighed.value_at(new.state)), fsum(weighed.value_at(old.state))
    moved = linked & (old.state != new.state) & (not stays)
    return Change(
        weight=weight,
        factor=factor,
        linked_moved=int(moved.sum()),
        linked=int(linked.sum()),
        persons_moved=int(problem.persons[moved].sum()),
        unlinked_moved=0 if stays else _unlinked_moved(old, new),
        must_move=0 if stays else _must_move(weighed, old.state, new, objective),
        regret=0.0 if stays else max(objective - before, 0.0),
        objective=max(objective, before),
        gap=new.gap,
    )


def _unlinked_moved(old: Optimum, new: Optimum) -> int:
    """Persons without links that go to another state, or lose or get a place: half the distance of the two tables."""
    problem = old.problem
    unlinked = ~problem.linked & problem.eligible
    persons, states = problem.persons[unlinked], len(problem.states)

    def table(state: Ints) -> Floats:
        return np.bincount(state[unlinked] - NOWHERE, persons, minlength=states + 1).astype(np.float64)

    return int(np.abs(table(old.state) - table(new.state)).sum()) // 2


def _must_move(weighed: Problem, state: Ints, new: Optimum, objective: float) -> int:
    """How many families no optimum of the new weights has where ``state`` has them. Any prices prove it."""
    ground = Ground(weighed, new.prices, state)
    unproved = max(upper_bound(ground, new.usable) - objective, 0.0) + ROUNDING * max(new.bound, 1.0)
    found = 0
    for block in ground.blocks():
        some = slice(block.first, block.first + len(block.value))
        here = state[some]
        best = np.where(block.open, block.surplus, 0.0).max(axis=1, initial=0.0)
        own = np.where(here == NOWHERE, 0.0, block.surplus[np.arange(len(here)), here])
        found += int(((best - own) * weighed.persons[some] > unproved).sum())
    return found
