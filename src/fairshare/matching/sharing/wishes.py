"""What would be fair if families could be divided: the mix of the whole in every column, as reach and places allow.

A *kind* is a party, a size, vulnerable or not, and a reach; a *group* is the same without the reach. Families of every
size and vulnerability go to the destinations in proportion to the persons that these take. Where some cannot go
everywhere, the others make up for it (iterative proportional fitting: Deming and Stephan, "On a least squares
adjustment of a sampled frequency table when the expected marginal totals are known", Annals of Mathematical Statistics
11, 1940).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.matching.problem import Floats, Ints
from fairshare.matching.sharing.pool import Pool

_ROUNDS: Final = 16
_NEAR: Final = 1e-9
_NOTHING: Final = 1e-100


@dataclass(frozen=True)
class Groups:
    """Groups of cells, sorted: ``of`` cell (x); per group (g) ``party``, ``size``, ``vulnerable`` and ``count``.

    ``wish``: families by column (g x c), in fractions, and ``most`` that can reach it (g x c).
    """

    of: Ints
    party: Ints
    size: Ints
    vulnerable: Ints
    count: Ints
    wish: Floats
    most: Ints


def groups(pool: Pool) -> Groups:
    """The groups of a pool with their wishes. Persons by column come out right but for what the fitting leaves."""
    cells = pool.cells
    code = (cells.party * len(pool.sizes) + cells.size) * 2 + cells.vulnerable
    found, of = np.unique(code, return_inverse=True)
    kinds, kind = np.unique(of * len(pool.open) + cells.reach, return_inverse=True)
    group, reach = np.divmod(kinds, len(pool.open))
    count = np.bincount(kind, weights=cells.count).astype(np.int64)
    mix, party = found % (2 * len(pool.sizes)), found // (2 * len(pool.sizes))
    wish = _Fitting(pool, party[group], mix[group], reach, count).run()
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    most = np.add.reduceat(count[:, None] * pool.open[reach], begins)
    return Groups(
        of, party, mix // 2, mix % 2, np.add.reduceat(count, begins), np.add.reduceat(wish, begins), most
    )  # fmt: skip


def ratio(wanted: Floats | Ints, there: Floats | Ints) -> Floats:
    """What to multiply by to come from one to the other; 1 where there is next to nothing to multiply."""
    some = there > _NOTHING
    return np.where(some, wanted / np.where(some, there, 1.0), 1.0)


class _Fitting:
    """The table of kinds by column, scaled in turn to each of its sums. ``mix``: size and vulnerability, one number."""

    def __init__(self, pool: Pool, party: Ints, mix: Ints, reach: Ints, count: Ints) -> None:
        self.pool, self.party, self.mix, self.count = pool, party, mix, count
        self.vulnerable, self.persons = mix % 2, pool.sizes[mix // 2]
        people = np.bincount(self.vulnerable, weights=count * self.persons, minlength=2)
        share = np.empty((2, len(pool.persons)))
        share[:, 0] = pool.without / np.maximum(people, 1.0)
        share[:, 1:] = (1 - share[:, :1]) * (pool.persons[1:] / pool.persons[1:].sum())
        whole = np.bincount(mix, weights=count)
        self.ideal: Floats = whole[:, None] * share[np.arange(len(whole)) % 2]
        self.table: Floats = count[:, None] * share[self.vulnerable] * pool.open[reach]
        self.order = np.argsort(mix, kind="stable")
        self.begins = np.flatnonzero(np.diff(mix[self.order], prepend=-1))

    def run(self) -> Floats:
        """First towards the mix of the whole, which may be out of reach; then to the persons of each column."""
        for _ in range(_ROUNDS):
            if self._fit_kinds() < _NEAR:
                break
            self._fit_mix()
        for _ in range(_ROUNDS):
            self._fit_columns()
            if self._fit_kinds() < _NEAR:
                break
        return self.table

    def _fit_kinds(self) -> float:
        """Each kind has its number of families. How far the greatest factor was from 1."""
        factor = ratio(self.count, self.table.sum(axis=1))
        self.table *= factor[:, None]
        return float(np.abs(factor - 1).max())

    def _fit_mix(self) -> None:
        """Each column has its part of every size and vulnerability."""
        sums = np.zeros(self.ideal.shape)
        sums[self.mix[self.order][self.begins]] = np.add.reduceat(self.table[self.order], self.begins)
        self.table *= ratio(self.ideal, sums)[self.mix]

    def _fit_columns(self) -> None:
        """Each column has its persons, and the agreements hold."""
        people = self.table * self.persons[:, None]
        without = np.bincount(self.vulnerable, weights=people[:, 0], minlength=2)
        self.table[:, 0] *= ratio(self.pool.without, without)[self.vulnerable]
        sums = np.zeros(self.pool.agreements.kept.shape)
        np.add.at(sums, self.party, people)
        fitted = self.pool.agreements.fitted(sums, self.pool.persons)
        self.table[:, 1:] *= ratio(fitted, sums)[self.party, 1:]
