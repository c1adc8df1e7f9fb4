"""Constrained priority: families choose in turn, as long as a floor under the common outcome stays within reach.

Source: Acharya, Bansak and Hainmueller, "Combining Outcome-Based and Preference-Based Matching: A Constrained Priority
Mechanism", Political Analysis 30(1), 2022 (arXiv 1902.07355). Vulnerable persons come first (AMMR 60(4)), otherwise a
public lottery says whose turn it is; a family gets the first state on its list for which the floor can still be met.

The outcome is a value per person of each family in each state: the policy's value, or a matrix (for instance predicted
employment); who is not placed counts 0. The floor is a fraction of the greatest total that was found to be possible
(:func:`fairshare.matching.optimum.solve`), and a mean over all persons is that total by a constant.

With families of several persons it is hard to say what total is still within reach. So the mechanism always holds a
complete plan that meets the floor, and allows a choice only if it finds another such plan with that choice in it:

- ``check="swaps"`` (for any size): the family moves into free places, or takes the place of families that have not
  chosen yet, at the least loss found; those go to the best state with room, or to none. What this refuses might be
  possible.
- ``check="exact"`` (for hundreds of families): the optimum of the rest, solved anew for each question.

What holds for both: the final placement meets the floor, and no family gains by a false list, since what it is offered
does not depend on its own list. With the exact check nobody can be better placed without another being worse placed or
the floor being missed (constrained efficiency), where that optimum is proved with gap 0.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, Protocol, get_args

import numpy as np

from fairshare.faults import bad_argument
from fairshare.matching.mechanisms.plan import Plan, reduced
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Floats, Ints, Placement, Problem

_OF_TURNS: Final = 4
"""The lottery of this mechanism, beside those of the others."""
_ROUNDING: Final = 1e-9
"""What part of the floor sums of floating point numbers may miss."""
_BY_LINKS_ALONE: Final = Policy(Fraction(0), Fraction(0), Fraction(1), MappingProxyType({}))

Check = Literal["swaps", "exact"]
CHECKS: Final = get_args(Check)


def constrained_priority(
    problem: Problem,
    *,
    seed: int = 0,
    preferences: Preferences | None = None,
    floor: float = 0.95,
    outcome: Floats | None = None,
    check: Check = "swaps",
) -> Placement:
    """Place families in turn under a floor. ``floor``: 0 to 1, of the optimum. ``outcome``: by family and state (n x
    s), 0 or more, instead of the policy's value per person.

    Raises :class:`~fairshare.faults.BadInputError` for a floor or a matrix that is out of range and an unknown check.
    """
    from fairshare.matching.optimum import solve

    if not 0 <= floor <= 1:
        raise bad_argument("floor", f"{floor} is out of range", "a fraction from 0 to 1")
    if check not in CHECKS:
        raise bad_argument("check", f"{check!r} is unknown", " or ".join(CHECKS))
    valued = problem if outcome is None else by_outcome(problem, outcome)
    best = solve(valued, seed).state
    target = floor * float(valued.value_at(best).sum()) * (1 - _ROUNDING)
    offers: _Offers = _Swaps(valued, best, target) if check == "swaps" else _Exact(valued, best, target, seed)
    lists = preferences or derive(problem, seed)
    for family in turns(problem, seed).tolist():
        wishes = lists.ranked[family]
        for state in [*wishes[wishes != NOWHERE].tolist(), NOWHERE]:
            if offers.take(family, state):
                break
        offers.settle(family)
    return Placement(problem, offers.state(), "constrained-priority")


def turns(problem: Problem, seed: int) -> Ints:
    """The order in which families choose: vulnerable ones first, otherwise by lot."""
    lottery = np.random.default_rng([seed, _OF_TURNS]).permutation(problem.families)
    return np.lexsort((lottery, ~problem.vulnerable))


def by_outcome(problem: Problem, outcome: Floats) -> Problem:
    """The same families and places with the matrix (n x s) as the value per person, written as links of every pair."""
    shape = (problem.families, len(problem.states))
    if outcome.shape != shape or not np.isfinite(outcome).all() or (outcome < 0).any():
        raise bad_argument("outcome", "is no table of numbers", f"{shape[0]} rows of {shape[1]} numbers, 0 or more")
    family, state = np.nonzero(outcome)
    return replace(problem, policy=_BY_LINKS_ALONE, link_family=family, link_state=state, link=outcome[family, state])


class _Offers(Protocol):
    """A complete plan that meets the floor, in which families settle one after the other."""

    def take(self, family: int, state: int) -> bool:
        """Change the plan so that the family is there, if one is found that meets the floor; else change nothing."""

    def settle(self, family: int) -> None:
        """The family stays where the plan has it, for good."""

    def state(self) -> Ints:
        """The plan as it stands."""


class _Swaps:
    def __init__(self, problem: Problem, best: Ints, target: float) -> None:
        self.plan = Plan(problem, best)
        self.target = target

    def take(self, family: int, state: int) -> bool:
        total = self.plan.total
        moves = self.plan.put(family, state)
        if moves is not None and self.plan.total >= self.target:
            return True
        if moves is not None:
            self.plan.undo(moves)
        self.plan.total = total
        return False

    def settle(self, family: int) -> None:
        self.plan.settled[family] = True

    def state(self) -> Ints:
        return np.array(self.plan.state, np.int64)


class _Exact:
    def __init__(self, problem: Problem, best: Ints, target: float, seed: int) -> None:
        self.problem, self.plan, self.target, self.seed = problem, best.copy(), target, seed
        self.settled = np.zeros(problem.families, np.bool_)

    def take(self, family: int, state: int) -> bool:
        from fairshare.matching.optimum import solve

        if self.plan[family] == state:
            return True
        fixed = np.where(self.settled, self.plan, NOWHERE)
        fixed[family] = state
        chosen = self.settled.copy()
        chosen[family] = True
        rest = reduced(self.problem, fixed, chosen)
        if rest is None:
            return False
        plan = np.where(chosen, fixed, solve(rest, self.seed).state)
        if self.problem.value_at(plan).sum() < self.target:
            return False
        self.plan = plan
        return True

    def settle(self, family: int) -> None:
        self.settled[family] = True

    def state(self) -> Ints:
        return self.plan
