"""Small pools: one or two families of a column change places with one or two of another, of as many persons in all.

With a few families in each column the places leave little choice, and rounding size by size misses part of it. So
pairs of columns are looked at in turn, and of all such exchanges (of a random part where there are too many) the best
is made; where none is left, a few are made at random and the search goes on from there, for a fixed number of looks.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.matching.problem import Bools, Floats, Ints
from fairshare.matching.sharing.pool import Pool

LARGEST: Final = 200
"""Placed families above which rounding misses too little for this."""
_LOOKS: Final = 60  # at all exchanges between two columns
_LOOKS_EACH: Final = 20  # at the same two
_SETS: Final = 50  # of one or two families of a column that are looked at
_SHAKEN: Final = 2  # exchanges at random before the search goes on
_NEARER: Final = 1e-9


def exchanged(pool: Pool, column: Ints, rng: np.random.Generator) -> Ints:
    """The columns (u) after exchanges. Who is placed stays as it was drawn."""
    columns = len(pool.state)
    if columns <= 2 or np.count_nonzero(column) > LARGEST:
        return column
    search = _Search(pool, column, rng)
    pairs = [(i, j) for i in range(1, columns) for j in range(i + 1, columns)]
    turn, idle, least, best = int(rng.integers(len(pairs))), 0, np.inf, search.at
    looks = min(_LOOKS, _LOOKS_EACH * len(pairs))
    for look in range(1, looks + 1):
        turn = (turn + 1) % len(pairs)
        idle = 0 if search.exchange(*pairs[turn], at_random=False) else idle + 1
        if idle < len(pairs) and look < looks:
            continue
        if (cost := search.cost()) < least - _NEARER:
            least, best = cost, search.at.copy()
        search.at, idle = best.copy(), 0
        for pair in rng.integers(len(pairs), size=_SHAKEN).tolist():
            search.exchange(*pairs[pair], at_random=True)
    after = column.copy()
    after[search.placed] = best
    return after


class _Search:
    """The columns of the placed families (``at``), and what is needed to weigh an exchange.

    ``is_``: ones where a family is of a category, of nationality, size and vulnerability side by side.
    """

    def __init__(self, pool: Pool, column: Ints, rng: np.random.Generator) -> None:
        cells, self.rng, self.agreements = pool.cells, rng, pool.agreements
        self.placed = np.flatnonzero(column)
        self.at = column[self.placed]
        cell = pool.cell[self.placed]
        attributes = (cells.nationality[cell], cells.size[cell], cells.vulnerable[cell])
        self.is_ = np.concatenate([np.eye(int(of.max()) + 1)[of] for of in attributes], axis=1)
        self.whole: Floats = self.is_.mean(axis=0)
        parties = np.eye(pool.agreements.parties, dtype=np.int64)
        self.persons = pool.sizes[cells.size[cell]][:, None] * parties[cells.party[cell]]
        self.shut: Bools = ~pool.open[cells.reach[cell]]
        self.weight = pool.persons / pool.persons[1:].sum()

    def cost(self) -> float:
        """The distance from the whole, over all columns."""
        columns = np.unique(self.at)
        here = (self.at == columns[:, None]).astype(np.float64)
        return float(self._distance(columns, here @ self.is_, here.sum(axis=1)).sum())

    def _distance(self, column: Ints | int, count: Floats, cases: Floats) -> Floats:
        distance: Floats = self.weight[column] * np.abs(count / cases[..., None] - self.whole).sum(axis=-1)
        return distance

    def exchange(self, i: int, j: int, *, at_random: bool) -> bool:
        """Make the best exchange between two columns if it is for the better, or any one; whether there was one."""
        first, second = np.flatnonzero(self.at == i), np.flatnonzero(self.at == j)
        ones, others = self._sets(len(first)), self._sets(len(second))
        one, other = self._possible(i, j, first, second, ones, others)
        if not len(one):
            return False
        best = int(self.rng.integers(len(one)))
        if not at_random:
            gains = others[other] @ self.is_[second] - ones[one] @ self.is_[first]
            cases = others[other].sum(axis=1) - ones[one].sum(axis=1)
            counts = self.is_[first].sum(axis=0), self.is_[second].sum(axis=0)
            cost = self._distance(i, counts[0] + gains, len(first) + cases)
            cost += self._distance(j, counts[1] - gains, len(second) - cases)
            now = self._distance(i, counts[0], np.array(len(first))) + self._distance(
                j, counts[1], np.array(len(second))
            )
            best = int(cost.argmin())
            if cost[best] > float(now) - _NEARER:
                return False
        self.at[first[ones[one[best]]]] = j
        self.at[second[others[other[best]]]] = i
        return True

    def _sets(self, families: int) -> Bools:
        """Sets of one or two out of so many families (sets x families)."""
        single = np.eye(families, dtype=np.bool_)
        a, b = np.tril_indices(families, -1)
        sets: Bools = np.concatenate([single, single[a] | single[b]])
        return sets if len(sets) <= _SETS else sets[self.rng.choice(len(sets), _SETS, replace=False)]

    def _possible(self, i: int, j: int, first: Ints, second: Ints, ones: Bools, others: Bools) -> tuple[Ints, Ints]:
        """Pairs of sets, by number, that may change places: as many persons, open columns, agreements kept."""
        people, coming = ones @ self.persons[first], others @ self.persons[second]
        fits = people.sum(axis=1)[:, None] == coming.sum(axis=1)
        fits &= ~(ones @ self.shut[first, j])[:, None] & ~(others @ self.shut[second, i])
        one, other = np.nonzero(fits)
        if self.agreements.parties > 1:
            change = coming[other] - people[one]
            held = self.agreements.held(i, self.persons[first].sum(axis=0) + change)
            held &= self.agreements.held(j, self.persons[second].sum(axis=0) - change)
            one, other = one[held], other[held]
        return one, other
