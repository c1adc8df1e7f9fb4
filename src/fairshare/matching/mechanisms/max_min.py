"""The group that is worst off first: the least share as great as possible, then the two least together, and so on.

Model: leximin over groups, where a group's share is the part it has of what it could have alone: of persons placed, or
of any other measure. Last comes the greatest value among placements that are as fair.
Source: Ogryczak and Śliwiński, "On direct methods for lexicographic min-max optimization", ICCSA 2006: to maximise the
sums of the k least shares in turn is leximin, for whole numbers too. (To fix the group at the minimum and go on, as for
goods that can be divided, is not: here it may be one group or another.) Groups: Freund, Lykouris, Paulson, Sturt and
Weng, "Group fairness in dynamic refugee assignment", arXiv 2301.10642.
Guarantee: no feasible placement has a greater least share; of those with as great a one, none has a greater second
least; and so on. So no group can gain unless another falls as low as it was. The cost stands in ``price``.

Each level is an integer programme, proved within a hundred-thousandth of a share. Persons placed depend on few
attributes, so their shares are found exactly for many families too; shares of value hang on every link, and already for
hundreds of families their last digits are out of reach. A level that can't be closed in its part of the policy's time
limit keeps the best found, and its ``gap`` tells what could be missing.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.matching.fairness import FairPlacement, Groups, greatest_value, groups_of
from fairshare.matching.goals import GOALS, unit
from fairshare.matching.problem import Floats, Ints, Problem
from fairshare.matching.programme import Budget, Found, Free, Level, Limit, maximise

_WITHIN: Final = 1e-5  # of a share
_SLACK: Final = 1e-8  # of what is held


def max_min(problem: Problem, *, seed: int = 0, groups: Ints | None = None, goal: str = "persons") -> FairPlacement:
    """Leximin over ``groups`` (labels by family, n; by default the state of presence), then the greatest value.

    ``goal`` names the measure of :data:`~fairshare.matching.goals.GOALS` that shares are parts of; ``seed`` decides by
    lot among families that nothing distinguishes. Raises :class:`~fairshare.faults.BadInputError` for labels that do
    not fit the families, and for an unknown goal.
    """
    them = groups_of(problem, groups, goal)
    richest, best = greatest_value(problem, seed)
    budget = Budget(problem.policy.time_limit, them.number + 2)
    counts, levels, held = _leximin(them, them.kinds.counts(richest), budget)
    state = _rich(them, held, richest, budget, seed)
    if state is None:
        state = them.kinds.draw(counts, seed)
    them = them.with_links()
    found = _value(them, held, them.kinds.counts(state), budget.part())
    size, attainable = unit(problem.policy, GOALS["value"]), unit(problem.policy, them.goal) * them.attainable
    value = size * found.objective
    bound = max(min(size * found.bound, best.bound), value)
    levels.append(Level("value", value, bound, found.closed or bound - value <= 1e-12 * bound))
    shares, state = them.shares(found.counts), them.kinds.draw(found.counts, seed)
    return FairPlacement(problem, state, "max-min", tuple(levels), them.label, attainable, shares, best)


def _leximin(groups: Groups, counts: Ints, budget: Budget) -> tuple[Ints, list[Level], list[float]]:
    """Counts of the greatest sums of least shares in turn, the levels, and what the sums reach."""
    levels, held = list[Level](), list[float]()
    for least in range(1, groups.number + 1):
        found = _least_shares(groups, held, counts, budget.part())
        budget.spend(found.seconds)
        counts = found.counts
        held.append(float(np.sort(groups.shares(counts))[:least].sum()))
        name = "least share" if least == 1 else f"sum of the {least} least shares"
        bound = max(min(found.bound, float(least)), held[-1])  # no share is above 1
        levels.append(Level(name, held[-1], bound, found.closed or bound == held[-1]))
    return counts, levels, held


def _rich(groups: Groups, held: list[float], richest: Ints, budget: Budget, seed: int) -> Ints | None:
    """A placement (n) to begin with, if it is as fair: of the greatest value for those it places by a link.

    All others are few kinds, so they are placed anew for the sums that are held in a moment.
    """
    problem = groups.kinds.problem
    settled = problem.link_at(richest) > 0
    others = groups.beside(richest, settled)
    found = _value(others, held, None, budget.part())
    budget.spend(found.seconds)
    state = np.where(settled, richest, others.kinds.draw(found.counts, seed))
    every = groups.kinds.counts(state)
    sums = np.cumsum(np.sort(groups.shares(every)))
    return state if (sums >= np.array(held) - _SLACK).all() else None


def _least_shares(groups: Groups, held: list[float], start: Ints, seconds: float) -> Found:
    """The greatest sum of the least shares, one more of them than sums are held."""
    least, counts = len(held) + 1, groups.kinds.columns
    measure = np.zeros(counts + _size(groups.number, least))
    columns, signs = _sum(groups.number, least)
    measure[counts + columns] = signs
    free, rows = _sums(groups, least, held)
    return maximise(groups.kinds, measure, rows, free=free, start=start, seconds=seconds, within=_WITHIN)


def _value(groups: Groups, held: list[float], start: Ints | None, seconds: float) -> Found:
    """The greatest value with all sums held."""
    free, rows = _sums(groups, len(held), held)
    measure = np.concatenate([groups.kinds.value, np.zeros(len(free.lower))])
    return maximise(groups.kinds, measure, rows, free=free, start=start, seconds=seconds)


def _size(number: int, sums: int) -> int:
    """How many free columns: a share a group, and for each sum a level and how far each group is below it."""
    return number + sums * (1 + number)


def _sum(number: int, least: int) -> tuple[Ints, Floats]:
    """The sum of the ``least`` shares as free columns and coefficients: so many levels, less what is below them.

    At its greatest the level is the last of the least shares, and the sum is what it says.
    """
    first = _size(number, least - 1)
    return np.arange(first, first + 1 + number), np.append(float(least), np.full(number, -1.0))


def _sums(groups: Groups, sums: int, held: list[float]) -> tuple[Free, tuple[Limit, ...]]:
    """The free columns and rows of some sums of least shares, the first of them held."""
    number, counts = groups.number, groups.kinds.columns
    rows = list(groups.rows())
    for least in range(1, sums + 1):
        columns, signs = _sum(number, least)
        for group in range(number):  # share + below - level >= 0
            named = counts + np.array([group, columns[1 + group], columns[0]])
            rows.append(Limit(named, np.array([1.0, 1.0, -1.0]), lower=0.0))
        if least <= len(held):
            rows.append(Limit(counts + columns, signs, lower=held[least - 1] - _SLACK))
    size = _size(number, sums)
    return Free(np.zeros(size), np.ones(size), np.zeros(size, np.bool_)), tuple(rows)
