"""The greatest product of what groups have: between the greatest total and the best for the worst off.

Model: maximise the sum over groups of persons times the logarithm of the group's mean value (equally of its share of
what it could have alone: that differs by a constant). If not every group can have something at the same time, first as
many persons as possible are in groups that have something, as is usual for whole goods.
Source: Nash, "The bargaining problem", Econometrica 18 (1950); Kaneko and Nakamura, "The Nash social welfare function",
Econometrica 47 (1979); whole goods: Caragiannis, Kurokawa, Moulin, Procaccia, Shah and Wang, "The unreasonable fairness
of maximum Nash welfare", EC 2016.
Method: outer approximation. A logarithm lies below each of its tangents, so an integer programme with tangents in place
of logarithms bounds the optimum; its answer gives new tangents, until the bound and the best answer meet (Duran and
Grossmann, Mathematical Programming 36, 1986). First the linear relaxation finds most of the tangents.
Guarantee: no placement has a greater product. It does not depend on the scale of values, not even group by group. The
one level is the geometric mean of shares, weighted by persons; it is closed when within a millionth of its bound.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.matching.fairness import FairPlacement, Groups, greatest_value, groups_of, most
from fairshare.matching.goals import unit
from fairshare.matching.problem import NOWHERE, Floats, Ints, Problem
from fairshare.matching.programme import Found, Free, Level, Limit, maximise

GAP: Final = 1e-6
"""The part of its bound that the geometric mean may stay below it when it counts as proved."""

_FIRST: Final = 8  # tangents a group to begin with
_RELAXED: Final = 12  # rounds of the linear relaxation at most


def nash(problem: Problem, *, seed: int = 0, groups: Ints | None = None, goal: str = "value") -> FairPlacement:
    """Nash welfare over ``groups`` (labels by family, n; by default the state of presence) of a measure.

    ``goal`` is a name of :data:`~fairshare.matching.goals.GOALS`; ``seed`` decides by lot among families that nothing
    distinguishes. Raises :class:`~fairshare.faults.BadInputError` for labels that do not fit the families, and for an
    unknown goal.
    """
    them = groups_of(problem, groups, goal)
    state, best = greatest_value(problem, seed)
    levels, shares = tuple[Level, ...](), np.empty(0)
    if them.number:
        search = _Search(them, problem.policy.time_limit)
        counts, level = search.best(_begun(search, state, seed), most(problem, them.goal))
        levels, state, shares = (level,), them.kinds.draw(counts, seed), them.shares(counts)
    attainable = unit(problem.policy, them.goal) * them.attainable
    return FairPlacement(problem, state, "nash", levels, them.label, attainable, shares, best)


def _begun(search: _Search, richest: Ints, seed: int) -> Ints:
    """Counts to begin with: whom the richest placement sends to a link stays there, others are placed anew."""
    problem, kinds = search.groups.kinds.problem, search.groups.kinds
    settled = problem.link_at(richest) > 0
    others = search.groups.beside(richest, settled)
    if not others.kinds.columns:
        return kinds.counts(richest)
    part = _Search(others, search.seconds / 4, search.least)
    counts, _ = part.best(others.kinds.counts(np.where(settled, NOWHERE, richest)))
    search.seconds -= search.seconds / 4 - part.seconds
    both = kinds.counts(np.where(settled, richest, others.kinds.draw(counts, seed)))
    return max(kinds.counts(richest), both, key=search.welfare)


class _Search:
    """Outer approximation. Free columns by group (g), after the counts: its share; how far the logarithm of the share
    is above that of the least share it can have; and 1 if it has anything, otherwise 0.
    """

    def __init__(self, groups: Groups, seconds: float, least: Floats | None = None) -> None:
        self.groups, self.seconds, self.proved = groups, seconds, True
        self.least = groups.least() if least is None else least
        self.weight = groups.persons / groups.persons.sum()
        self.served = 0
        self.tangents = [  # at which share, of which group
            (group, float(at))
            for group, least in enumerate(self.least)
            for at in np.geomspace(least, max(1.0, least), _FIRST)
        ]

    def best(self, counts: Ints, together: float = np.inf) -> tuple[Ints, Level]:
        """The counts of the greatest welfare, from feasible ones on, and their level.

        ``together`` is what all groups can have at most: the bound if it could be split at will.
        """
        counts = self._serve(counts)
        reached = self.welfare(counts)[1]
        bound = max(self._split(together), reached)
        closed = 1 - np.exp(reached - bound) <= GAP
        if not closed:
            self._relax()
        while not closed and self.seconds > 0:
            found = self._solve(self._measure(), within=GAP / 2, start=counts)
            served, welfare = self.welfare(found.counts)
            if served == self.served and welfare > reached:
                counts, reached = found.counts, welfare
            bound = max(min(bound, found.bound), reached)
            closed = 1 - np.exp(reached - bound) <= GAP
            if not found.closed:
                break
            self._touch(self.groups.shares(found.counts))
        mean = float(np.exp(reached)) if self.served else 0.0
        return counts, Level("geometric mean of shares", mean, float(np.exp(bound)), bool(closed and self.proved))

    def welfare(self, counts: Ints) -> tuple[int, float]:
        """Persons of the groups that have something, and the weighted sum of the logarithms of these groups' shares."""
        shares = self.groups.shares(counts)
        some = shares >= self.least / 2
        return int(self.groups.persons[some].sum()), float(self.weight[some] @ np.log(shares[some]))

    def _split(self, together: float) -> float:
        """The greatest welfare if any split of what all can have were possible, with no share above 1."""
        some, left, share = self.groups.persons >= 0, together, np.ones(self.groups.number)
        while some.any() and left < np.inf:
            share[some] = self.weight[some] / self.weight[some].sum() * left / self.groups.attainable[some]
            over = some & (share > 1)
            if not over.any():
                break
            share[over], some = 1.0, some & ~over
            left -= self.groups.attainable[over].sum()
        return float(self.weight @ np.log(share)) if self.served == self.groups.persons.sum() else 0.0

    def _serve(self, counts: Ints) -> Ints:
        """Counts that give something to groups of as many persons as possible."""
        self.served = self.welfare(counts)[0]
        if self.served < self.groups.persons.sum():
            measure = self._free_columns(np.zeros(self.groups.number), self.weight)
            found = self._solve(measure, within=0.5 / self.groups.persons.sum(), start=counts)
            counts = max(counts, found.counts, key=lambda some: self.welfare(some)[0])
            self.served, self.proved = self.welfare(counts)[0], found.closed
        return counts

    def _relax(self) -> None:
        """Tangents where the linear relaxation wants them."""
        for _ in range(_RELAXED):
            found = self._solve(self._measure(), within=GAP / 10, relaxed=True)
            shares = found.free[: self.groups.number]
            exact = np.log(np.maximum(shares, self.least) / self.least)
            if not found.closed or (found.free[len(shares) : 2 * len(shares)] <= exact + GAP / 10).all():
                break
            self._touch(shares)

    def _touch(self, shares: Floats) -> None:
        """Add the tangents at these shares of the groups (g)."""
        self.tangents += enumerate(np.maximum(shares, self.least).tolist())

    def _measure(self) -> Floats:
        """The welfare by column: the weighted logarithms of the shares of the groups that have something."""
        return self._free_columns(self.weight, self.weight * np.log(self.least))

    def _free_columns(self, logarithm: Floats, has: Floats) -> Floats:
        kinds, number = self.groups.kinds, self.groups.number
        return np.concatenate([np.zeros(kinds.columns + number), logarithm, has])

    def _solve(self, measure: Floats, within: float, start: Ints | None = None, *, relaxed: bool = False) -> Found:
        """The greatest measure among counts that serve the groups that can be served."""
        number, every = self.groups.number, self.served == self.groups.persons.sum()
        top = -np.log(self.least)
        lower = np.concatenate([np.zeros(2 * number), np.full(number, float(every))])
        upper = np.concatenate([np.full(number, 1.0), top, np.ones(number)])
        free = Free(lower, upper, np.repeat([False, False, True], number))
        rows = self.groups.rows() + self._rows(top)
        found = maximise(
            self.groups.kinds,
            measure,
            rows,
            free=free,
            start=start,
            seconds=self.seconds,
            within=within,
            relaxed=relaxed,
        )
        self.seconds -= found.seconds
        return found

    def _rows(self, top: Floats) -> tuple[Limit, ...]:
        """What ties a group's share, its logarithm and whether it has anything."""
        number, first = self.groups.number, self.groups.kinds.columns
        share, log, has = (first + which * number + np.arange(number) for which in range(3))
        rows = [Limit(has, self.groups.persons.astype(np.float64), lower=self.served - 0.5)]
        for group in range(number):
            rows.append(Limit(np.array([share[group], has[group]]), np.array([1.0, -self.least[group]]), lower=0.0))
            rows.append(Limit(np.array([log[group], has[group]]), np.array([1.0, -top[group]]), upper=0.0))
        for group, at in self.tangents:  # log(s / least) <= log(at / least) + (s - at) / at; void if it has nothing
            columns = np.array([log[group], share[group], has[group]])
            limit = float(np.log(at / self.least[group]))
            rows.append(Limit(columns, np.array([1.0, -1.0 / at, 1.0]), upper=limit))
        return tuple(rows)
