"""Pools of up to a few thousand: families of equal persons change places while some mix comes nearer to the whole.

Where a column has a few dozen families, what the rounding of one block leaves shows. Two families of one size and party
can change places if each can go where the other is. The worst placed are looked at first, and only so many; who is
placed and who is left without stays as it was drawn.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.matching.problem import Bools, Floats, Ints
from fairshare.matching.sharing.pool import Pool

LARGEST: Final = 3000
"""Placed families above which nothing is left to do."""
_LOOKS: Final = 100  # at one family and all that it could change places with
_NEARER: Final = 1e-12


def swapped(pool: Pool, column: Ints) -> Ints:
    """The columns (u) after changes of places, one family for one."""
    if not 0 < np.count_nonzero(column) <= LARGEST:
        return column
    state, looks = _State(pool, column), 0
    while looks < _LOOKS:
        worst = state.worst()[: _LOOKS - looks]
        looks += len(worst)
        if not sum(state.swap(family) for family in worst.tolist()):
            break
    after = column.copy()
    after[state.placed] = state.at
    return after


class _State:
    """Where the placed families are, and what one family of each category more or less would cost each column."""

    def __init__(self, pool: Pool, column: Ints) -> None:
        cells = pool.cells
        self.placed = np.flatnonzero(column)
        self.at = column[self.placed]
        cell = pool.cell[self.placed]
        self.open: Bools = pool.open[cells.reach[cell]]
        self.alike = cells.party[cell] * len(pool.sizes) + cells.size[cell]
        cases = np.bincount(self.at, minlength=len(pool.state))
        weight = pool.persons / np.maximum(cases, 1)
        self.mixes = [_Category(of[cell], self.at, cases, weight) for of in (cells.nationality, cells.vulnerable)]

    def worst(self) -> Ints:
        """The families whose leaving would do their column good, those first where it would do most."""
        good = sum(np.minimum(mix.less[mix.of, self.at], 0.0) for mix in self.mixes)
        order = np.argsort(good, kind="stable")
        return order[: np.count_nonzero(good)]

    def swap(self, family: int) -> bool:
        """Let a family change places with the one for which that is best; whether any was better than staying."""
        here = int(self.at[family])
        others = np.flatnonzero((self.alike == self.alike[family]) & self.open[:, here])
        there = self.at[others]
        able = self.open[family, there] & (there != here)
        others, there = others[able], there[able]
        cost = sum(mix.cost(family, here, others, there) for mix in self.mixes)
        best = int(np.argmin(cost)) if len(others) else 0
        if not len(others) or np.asarray(cost)[best] > -_NEARER:
            return False
        other, away = int(others[best]), int(there[best])
        for mix in self.mixes:
            mix.move(family, other, np.array([here, away]))
        self.at[family], self.at[other] = away, here
        return True


class _Category:
    """One attribute: the category of each placed family and, by category and column, the distance from the whole."""

    def __init__(self, of: Ints, at: Ints, cases: Ints, weight: Floats) -> None:
        shape = int(of.max()) + 1, len(cases)
        count = np.bincount(of * shape[1] + at, minlength=shape[0] * shape[1]).reshape(shape)
        self.of, self.weight = of, weight
        self.off: Floats = count - count.sum(axis=1)[:, None] * (cases / len(of))
        self.more, self.less = np.empty(shape), np.empty(shape)
        self._renew(np.arange(shape[1]))

    def _renew(self, columns: Ints) -> None:
        off, weight = self.off[:, columns], self.weight[columns]
        self.more[:, columns] = weight * (np.abs(off + 1) - np.abs(off))
        self.less[:, columns] = weight * (np.abs(off - 1) - np.abs(off))

    def cost(self, family: int, here: int, others: Ints, there: Ints) -> Floats:
        """What it costs that the family and each of the others change places; below 0 a gain."""
        own, of = self.of[family], self.of[others]
        cost = self.less[own, here] + self.more[own, there] + self.less[of, there] + self.more[of, here]
        return np.where(of == own, 0.0, cost)

    def move(self, family: int, other: int, columns: Ints) -> None:
        """The family goes from the first column to the second, the other one back."""
        self.off[self.of[family], columns] += (-1, 1)
        self.off[self.of[other], columns] += (1, -1)
        self._renew(columns)
