"""Levels in order: as many vulnerable persons as possible, then persons, then links, then value.

Model: preemptive (lexicographic) goal programming. Each level is solved to its optimum while the levels above it keep
theirs.
Source: Ignizio, "Goal Programming and Extensions" (1976); the order of levels follows AMMR 60(4) (vulnerable persons
first) and 67(3) (links).
Guarantee: no feasible placement is better at any level without being worse at one above it. No weights decide: a
vulnerable person is never given up for any number of links.

Rows that hold what was reached make integer programmes hard. So a level is first tried as a weighted sum with the
levels above it: if the optimum of the sum keeps theirs, nothing that keeps theirs is better, whatever the weights. A
sum of the default levels is the value of some policy, so that the solver for a million families finds it. Only if every
sum gives up something, rows hold the levels above. Levels that ask for no links see few kinds of families and are
solved in a moment.

A level that can't be closed in its part of the policy's time limit keeps its best placement; its ``gap`` tells what
could be missing, and the levels below go on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.matching.goals import GOALS, Goal, unit
from fairshare.matching.kinds import Kinds
from fairshare.matching.mechanisms.greedy import greedy
from fairshare.matching.optimum import solve
from fairshare.matching.problem import Floats, Ints, Problem
from fairshare.matching.programme import EXACT, Budget, Level, LevelledPlacement, hold, maximise
from fairshare.matching.room import without
from fairshare.matching.sharing import share

LEVELS: Final = ("vulnerable", "persons", "links", "value")
"""The default order, by names of :data:`~fairshare.matching.goals.GOALS`."""

_OUTWEIGH: Final = (4, 32)
"""How far a level outweighs those below it, in turn: any of these sums may keep the levels above."""


def lexicographic(problem: Problem, *, seed: int = 0, levels: Sequence[str] = LEVELS) -> LevelledPlacement:
    """Maximise the ``levels`` in turn; ``seed`` decides by lot among families that nothing distinguishes.

    Raises :class:`~fairshare.faults.BadInputError` for a level that is unknown or named twice.
    """
    unknown = [name for name in levels if name not in GOALS]
    if unknown or len(set(levels)) < len(levels):
        problems = f"{unknown[0]!r} is no measure" if unknown else "a measure is named twice"
        raise bad_argument("levels", problems, "some of " + ", ".join(GOALS) + ", each once")
    budget, done = Budget(problem.policy.time_limit, len(levels)), list[Level]()
    kinds = {links: Kinds(problem, links=links) for links in (False, True)}
    state = greedy(problem, seed=seed).state
    for name in levels:
        goals = [GOALS[level.name] for level in done] + [GOALS[name]]
        step = _Step(kinds[any(goal.links for goal in goals)], tuple(goals), state, seed)
        reached, size = step.best(budget), unit(problem.policy, goals[-1])
        state = reached.state
        done.append(Level(name, size * reached.measure, size * reached.bound, reached.closed))
    if "families" not in levels:  # all others are kept when those without links are shared fairly
        state = share(problem, state, seed)
    return LevelledPlacement(problem, state, "lexicographic", tuple(done))


@dataclass(frozen=True)
class _Reached:
    """A placement (n) that keeps the levels above, its measure at this level, a bound, and whether that is closed."""

    state: Ints
    measure: float
    bound: float
    closed: bool

    def or_better(self, other: _Reached, within: float) -> _Reached:
        """The better of two placements, under the lower of their bounds."""
        better = other if other.measure >= self.measure else self
        bound = max(min(self.bound, other.bound), better.measure)
        closed = self.closed or other.closed or bound - better.measure <= within
        return replace(better, bound=bound, closed=closed)


@dataclass(frozen=True)
class _Step:
    """One level: the last of ``goals``, which keeps what the placement ``state`` (n) reaches of the others."""

    kinds: Kinds
    goals: tuple[Goal, ...]
    state: Ints
    seed: int

    @cached_property
    def measures(self) -> tuple[Floats, ...]:
        """What each goal gives, by column (c)."""
        return tuple(goal.by_column(self.kinds) for goal in self.goals)

    @cached_property
    def within(self) -> float:
        """How near to its bound this level counts as proved."""
        return EXACT * float(np.abs(self.measures[-1]).max(initial=0.0))

    @cached_property
    def start(self) -> _Reached:
        """The placement to go on from."""
        return _Reached(self.state, self.reached(self.state)[-1], np.inf, False)

    def reached(self, state: Ints) -> list[float]:
        """What a placement reaches of each goal."""
        counts = self.kinds.counts(state)
        return [float(measure @ counts) for measure in self.measures]

    def best(self, budget: Budget) -> _Reached:
        """The greatest measure among placements that keep the levels above."""
        best, seconds = self.start, budget.part()
        if self._nothing_left():
            return replace(best, bound=best.measure, closed=True)
        if self.kinds.links:  # otherwise rows are easy
            for outweigh in _OUTWEIGH:
                best = best.or_better(self._weighted(outweigh, seconds / 3, budget), self.within)
                if best.closed:
                    return best
        last = self._held(best.state, seconds / 3 if self.kinds.links else seconds, budget)
        return best.or_better(last, self.within)

    def _nothing_left(self) -> bool:
        """Whether this level's measure is a sum of multiples of those above."""
        if len(self.goals) == 1:
            return False
        above = np.column_stack(self.measures[:-1])
        rest = self.measures[-1] - above @ np.linalg.lstsq(above, self.measures[-1])[0]
        return bool(np.abs(rest).max(initial=0.0) <= self.within / (1 + self.kinds.problem.families))

    def _weighted(self, outweigh: int, seconds: float, budget: Budget) -> _Reached:
        """The level as one sum with those above it.

        Whoever keeps these can't exceed the bound of the sum less what they add to it. So that bound holds even where
        the optimum of the sum gives up some of theirs and only the placement to go on from is known.
        """
        factors = self._factors(outweigh)
        state, bound = self._optimum(factors, seconds, budget)
        before, rounding = self.reached(self.state)[:-1], 1e-15 * abs(bound)
        bound -= sum(float(factor) * each for factor, each in zip(factors[:-1], before, strict=True))
        if not self._keeps(state):
            state = self._repaired(state, factors, seconds, budget)
        if not self._keeps(state):
            return replace(self.start, bound=max(bound, self.start.measure))
        now = self.reached(state)[-1]
        return _Reached(state, now, max(bound, now), bound - now <= self.within + rounding)

    def _keeps(self, state: Ints) -> bool:
        """Whether a placement reaches what must be kept of the levels above."""
        both = zip(self.reached(state)[:-1], self.reached(self.state)[:-1], self.measures, strict=False)
        return all(now >= before - EXACT * float(measure.max(initial=0.0)) for now, before, measure in both)

    def _repaired(self, state: Ints, factors: list[Fraction], seconds: float, budget: Budget) -> Ints:
        """The placement (n) with everyone placed by a link left there, and all others placed anew for the levels above.

        A sum can miss these by a person or two among many; the others are of few kinds, so this takes a moment.
        """
        problem = self.kinds.problem
        settled = problem.link_at(state) > 0
        others = Kinds(without(problem, state, settled), links=False)
        above = zip(factors[:-1], self.goals[:-1], strict=True)
        parts = [float(factor) * goal.by_column(others) for factor, goal in above if not goal.links]
        found = maximise(others, sum(parts, np.zeros(others.columns)), seconds=seconds)
        budget.spend(found.seconds)
        return np.where(settled, state, others.draw(found.counts, self.seed))

    def _factors(self, outweigh: int) -> list[Fraction]:
        """By goal: a factor by which a person's place counts ``outweigh`` times as much as at all levels below."""
        factors, below = [Fraction(1)], Fraction(1)
        for _ in self.goals[:-1]:
            factors.append(outweigh * below)
            below += factors[-1]
        return factors[::-1]

    def _optimum(self, factors: list[Fraction], seconds: float, budget: Budget) -> tuple[Ints, float]:
        """The placement of the greatest sum, and its bound; as the value of a policy if the sum is one."""
        problem = self.kinds.problem
        weights = [goal.weights(problem.policy) for goal in self.goals if goal.weights is not None]
        if len(weights) < len(self.goals):
            measure = sum(
                (float(f) * m for f, m in zip(factors, self.measures, strict=True)), np.zeros(self.kinds.columns)
            )
            start = self.kinds.counts(self.state)
            found = maximise(self.kinds, measure, start=start, seconds=seconds, within=self.within)
            budget.spend(found.seconds)
            return self.kinds.draw(found.counts, self.seed), found.bound
        place, vulnerable, links = (
            sum(map(Fraction.__mul__, factors, part), Fraction(0)) for part in zip(*weights, strict=True)
        )
        policy = replace(problem.policy, place=place, vulnerable=vulnerable, links=links, time_limit=seconds)
        optimum = solve(replace(problem, policy=policy), self.seed)
        budget.spend(0.0 if optimum.gap == 0 else seconds)
        return optimum.state, optimum.bound

    def _held(self, state: Ints, seconds: float, budget: Budget) -> _Reached:
        """The level with rows that hold the levels above."""
        rows = tuple(map(hold, self.measures[:-1], self.reached(self.state)[:-1]))
        start = self.kinds.counts(state)
        found = maximise(self.kinds, self.measures[-1], rows, start=start, seconds=seconds)
        budget.spend(found.seconds)
        return _Reached(self.kinds.draw(found.counts, self.seed), found.objective, found.bound, found.closed)
