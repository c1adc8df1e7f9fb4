"""Groups of families, and the part that each has of what it could have alone: what the fair mechanisms weigh.

A group is whatever a label says: the state of presence, a nationality, a family size, vulnerability. What a group could
have if all places were there for it is its *attainable* figure; its *share* is the part of it that a placement gives.
Shares have no unit, so that small and large groups, and any scale of values, compare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fairshare.faults import bad_argument
from fairshare.matching.goals import GOALS, Goal
from fairshare.matching.kinds import Kinds
from fairshare.matching.optimum import solve
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem
from fairshare.matching.programme import Level, LevelledPlacement, Limit, maximise
from fairshare.matching.room import without


@dataclass(frozen=True)
class FairPlacement(LevelledPlacement):
    """A placement that is fair to groups, and what that costs.

    By group (g), of those alone that can have anything: its label in ``groups``, its ``attainable`` figure (in the
    unit of the goal) and its ``shares``. ``best`` is the greatest value of any placement.
    """

    groups: Ints
    attainable: Floats
    shares: Floats
    best: Level

    @property
    def price(self) -> float:
        """The price of fairness: the part of the greatest value that is given up for it."""
        value = float(self.problem.value_at(self.state).sum())
        return max(0.0, 1.0 - value / self.best.value) if self.best.value > 0 else 0.0


@dataclass(frozen=True)
class Groups:
    """The groups that can have anything (g), and what a placement gives to each.

    ``member``: the number of each family's group (n), -1 in a group that can have nothing. By group: ``label``,
    ``attainable`` (as a sum over columns) and ``persons`` of the families that may go somewhere. By column of
    ``kinds``: ``part``, what one family placed there is of its group's attainable figure. If some families are settled
    already, kinds are of the others, and ``given`` are the shares (g) that the settled ones make.
    """

    goal: Goal
    member: Ints
    label: Ints
    attainable: Floats
    persons: Ints
    kinds: Kinds
    given: Floats

    @property
    def number(self) -> int:
        """How many groups there are."""
        return len(self.label)

    @property
    def of_column(self) -> Ints:
        """The number of the group of each column (c), -1 as for families."""
        return self.member[self.kinds.family]

    @cached_property
    def part(self) -> Floats:
        """See the class."""
        part: Floats = self.goal.by_column(self.kinds) / np.append(self.attainable, np.inf)[self.of_column]
        return part

    def shares(self, counts: Ints) -> Floats:
        """The share of each group (g) at these counts."""
        sums = np.bincount(self.of_column + 1, weights=self.part * counts, minlength=self.number + 1)[1:]
        return self.given + sums

    def least(self) -> Floats:
        """The least share above 0 that each group (g) can have: one family at one state."""
        least = np.full(self.number + 1, 1.0)
        np.minimum.at(least, self.of_column, np.where(self.part > 0, self.part, 1.0))
        return least[:-1]

    def rows(self) -> tuple[Limit, ...]:
        """Rows that make the first free columns after the counts the shares of the groups (g)."""
        rows = []
        for group in range(self.number):
            mine = np.flatnonzero((self.of_column == group) & (self.part > 0))
            columns = np.append(mine, self.kinds.columns + group)
            given = float(-self.given[group])
            rows.append(Limit(columns, np.append(self.part[mine], -1.0), lower=given, upper=given))
        return tuple(rows)

    def with_links(self) -> Groups:
        """The same groups, with families of different links told apart."""
        return replace(self, kinds=Kinds(self.kinds.problem, self.member))

    def beside(self, state: Ints, settled: Bools) -> Groups:
        """The same groups, where some families (n) are settled at the state where a placement (n) puts them."""
        every = self.with_links()
        given = every.shares(every.kinds.counts(np.where(settled, state, NOWHERE)))
        return replace(
            self, kinds=Kinds(without(self.kinds.problem, state, settled), self.member, links=False), given=given
        )


def groups_of(problem: Problem, labels: Ints | None, goal: str) -> Groups:
    """The groups of families by ``labels`` (n; by default the state of presence), measured by a goal.

    Raises :class:`~fairshare.faults.BadInputError` for labels that do not fit the families, and for an unknown goal.
    """
    labels = problem.present_in if labels is None else np.asarray(labels, np.int64)
    if labels.shape != problem.persons.shape:
        raise bad_argument("groups", f"has {labels.size} labels", f"one for each of {problem.families} families")
    if goal not in GOALS:
        raise bad_argument("goal", f"{goal!r} is no measure", "one of " + ", ".join(GOALS))
    names, number = np.unique(labels, return_inverse=True)
    alone = np.array(
        [most(replace(problem, eligible=problem.eligible & (labels == name)), GOALS[goal]) for name in names]
    )
    some = alone > 0
    member = np.where(some, np.cumsum(some) - 1, -1)[number] if len(names) else number
    persons = np.bincount(number, np.where(problem.allowed != 0, problem.persons, 0), len(names)).astype(np.int64)
    kinds = Kinds(problem, member, links=GOALS[goal].links)
    return Groups(GOALS[goal], member, names[some], alone[some], persons[some], kinds, np.zeros(int(some.sum())))


def most(problem: Problem, goal: Goal) -> float:
    """What all families can have of a goal at most, as a sum over columns: a proved bound if that is not closed."""
    if goal.weights is None:
        kinds = Kinds(problem)
        found = maximise(kinds, goal.by_column(kinds), seconds=problem.policy.time_limit)
        return found.objective if found.closed or np.isinf(found.bound) else found.bound
    place, vulnerable, links = goal.weights(problem.policy)
    policy = replace(problem.policy, place=place, vulnerable=vulnerable, links=links)
    return solve(replace(problem, policy=policy)).bound


def greatest_value(problem: Problem, seed: int) -> tuple[Ints, Level]:
    """The placement (n) of the greatest value without regard to groups, and that value with its bound."""
    optimum = solve(problem, seed)
    return optimum.state, Level("value", optimum.objective, optimum.bound, optimum.gap == 0)
