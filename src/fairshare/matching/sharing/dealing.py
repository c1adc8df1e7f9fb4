"""Families to columns: how many of each nationality, block by block, and who they are by lottery number.

A *block* is the families of one row of the plan. Its seats are dealt column by column. Each nationality's wish is what
it still needs there to be spread like the whole, so a block makes up for what earlier ones gave too much or too little;
the smallest blocks come first and the largest settle the rest. Inside a nationality, families of different reach get
seats in proportion, those with fewer columns to come before others. Which families are left without is rounded by lot,
so that everyone of the same vulnerability and size has the same chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.matching.problem import Bools, Floats, Ints
from fairshare.matching.sharing.pool import Pool
from fairshare.matching.sharing.rounding import by_lot, nearest

_NOTHING: Final = 1e-100
_ROUNDS: Final = 3
_LITTLE: Final = 1e-9  # where nothing is needed any more


def dealt(pool: Pool, block: Ints, seats: Ints, rng: np.random.Generator) -> Ints | None:
    """Families by cell and column (x by c). ``block`` of each cell (x); ``seats`` by block and column.

    ``None`` if the reach of some families left seats that nobody could take.
    """
    cells = pool.cells
    need = _need(pool, block, seats)
    table = np.zeros((len(block), seats.shape[1]), np.int64)
    order = np.argsort(block, kind="stable")
    ends = np.cumsum(np.bincount(block, minlength=len(seats)))
    for number in np.argsort(seats.sum(axis=1), kind="stable").tolist():
        some = order[ends[number - 1] if number else 0 : ends[number]]
        hand = _Hand(pool.open[cells.reach[some]], cells.nationality[some], cells.count[some], seats[number], rng)
        if not hand.deal(need):
            return None
        table[some] = hand.dealt
        need[hand.nationalities] -= np.add.reduceat(hand.dealt, hand.begins)
    return table


def _need(pool: Pool, block: Ints, seats: Ints) -> Floats:
    """Families of each nationality that each column should have, to be spread like all that are placed (k x c)."""
    cells = pool.cells
    many, total = int(cells.nationality.max()) + 1, seats.sum(axis=1)
    left = np.bincount(cells.nationality, cells.count * (seats[:, 0] / np.maximum(total, 1))[block], many)
    placed = np.bincount(cells.nationality, cells.count, many) - left
    cases = seats[:, 1:].sum(axis=0)
    return np.column_stack([left, placed[:, None] * (cases / max(int(cases.sum()), 1))])


@dataclass
class _Hand:
    """One block: ``open`` (rows x c), the ``nationality`` and ``count`` of each row (sorted), the ``seats`` (c)."""

    open: Bools
    nationality: Ints
    count: Ints
    seats: Ints
    rng: np.random.Generator

    def __post_init__(self) -> None:
        self.rest = self.count.copy()
        self.dealt = np.zeros(self.open.shape, np.int64)
        self.begins = np.flatnonzero(np.diff(self.nationality, prepend=-1))
        self.nationalities = self.nationality[self.begins]
        self.of = np.repeat(np.arange(len(self.begins)), np.diff(np.append(self.begins, len(self.count))))

    def deal(self, need: Floats) -> bool:
        """Fill the seats; whether that could be done."""
        columns = np.flatnonzero(self.seats)
        columns = columns[np.argsort(self.seats[columns] * (columns > 0), kind="stable")]
        wish = self._wishes(need[self.nationalities][:, columns], columns)
        expected, seats = wish.sum(axis=1), int(self.seats.sum())  # in the columns to come
        later = self.open[:, columns] @ self.seats[columns]  # seats to come that a row can take
        for at, column in enumerate(columns.tolist()):
            rest = np.add.reduceat(self.rest, self.begins)
            share = int(self.seats[column]) / seats
            self._fill(column, wish[:, at] + (rest - expected) * share, later)
            expected -= wish[:, at]
            later -= self.seats[column] * self.open[:, column]
            seats -= int(self.seats[column])
        return not self.rest.any() or self._exchanged()

    def _wishes(self, need: Floats, columns: Ints) -> Floats:
        """The needs of the block's nationalities, scaled to its families and seats; without place, a part of each."""
        count, seats = np.add.reduceat(self.count, self.begins), self.seats[columns]
        wish: Floats = np.maximum(need, 0.0) + _LITTLE * seats
        left = np.zeros((len(count), 0))
        if columns[0] == 0:
            left = count[:, None] * (seats[:1] / seats.sum())
            count, seats, wish = count - left[:, 0], seats[1:], wish[:, 1:]
        for _ in range(_ROUNDS if len(seats) else 0):
            wish = wish * (count / wish.sum(axis=1))[:, None]
            wish *= seats / wish.sum(axis=0)
        return np.concatenate([left, wish], axis=1)

    def _fill(self, column: int, wish: Floats, later: Ints) -> None:
        """Seats of a column by nationality, and in each by row in proportion to what it has for the seats to come."""
        seats, room = int(self.seats[column]), np.where(self.open[:, column], self.rest, 0)
        last = later <= seats  # nothing is to come for them after this column
        most = np.add.reduceat(room, self.begins)
        wish = np.maximum(wish, np.add.reduceat(room * last, self.begins))
        if column == 0:
            wish = by_lot(np.minimum(wish, most), seats, self.rng).astype(np.float64)
        taken = nearest(wish, most, seats, self.rng)
        if len(room) > len(taken):
            taken = self._spread(taken, room, room / np.where(last, _LITTLE, later))
        self.dealt[:, column] = taken
        self.rest -= taken

    def _spread(self, taken: Ints, room: Ints, weight: Floats) -> Ints:
        """Whole seats by row in proportion to the weights, at most ``room``; fractions are rounded by one lot."""
        part, free, open_ = np.zeros(len(room)), taken.astype(np.float64), room > 0
        while True:
            sums = np.add.reduceat(np.where(open_, weight, 0.0), self.begins)
            more = np.where(open_, weight, 0.0) * (free / np.maximum(sums, _NOTHING))[self.of]
            full = open_ & (more >= room)
            if not full.any():
                part += more
                break
            part[full] = room[full]
            open_ &= ~full
            free = taken.astype(np.float64) - np.add.reduceat(part, self.begins)
        ends = np.floor(np.cumsum(part) + self.rng.uniform(1e-6, 1 - 1e-6, len(taken))[self.of])
        return np.minimum(np.diff(ends, prepend=0.0).astype(np.int64), room)

    def _exchanged(self) -> bool:
        """Find seats for those that nothing is left for, by others who move up; whether all found one.

        Each time the shortest chain of columns is taken that leads from an empty seat to a column the row can take: an
        augmenting path, so that where there is any way to fill the seats, one is found.
        """
        while self.rest.any():
            row = int(self.rest.argmax())
            queue = np.flatnonzero(self.seats - self.dealt.sum(axis=0)).tolist()
            next_ = {column: column for column in queue}  # where someone from here would go; an empty seat: nowhere
            for column in queue:
                if self.open[row, column]:
                    self._move_up(row, column, next_)
                    break
                before = np.flatnonzero(((self.dealt > 0) & self.open[:, [column]]).any(axis=0))
                new = [other for other in before.tolist() if other not in next_]
                next_ |= dict.fromkeys(new, column)
                queue += new
            else:
                return False
        return True

    def _move_up(self, row: int, column: int, next_: dict[int, int]) -> None:
        """Give a row seats in a column whose families move up a chain, of the row's own nationality where possible."""
        chain, movers = [column], []
        while next_[chain[-1]] != chain[-1]:
            here, there = chain[-1], next_[chain[-1]]
            can = np.flatnonzero((self.dealt[:, here] > 0) & self.open[:, there])
            own = can[self.nationality[can] == self.nationality[row]]
            movers.append(int(self.rng.choice(own if len(own) else can)))
            chain.append(there)
        last = chain[-1]
        many = min(int(self.rest[row]), int(self.seats[last] - self.dealt[:, last].sum()))
        many = min([many, *(int(self.dealt[mover, here]) for mover, here in zip(movers, chain, strict=False))])
        for mover, here, there in zip(movers, chain, chain[1:], strict=False):
            self.dealt[mover, here] -= many
            self.dealt[mover, there] += many
        self.dealt[row, column] += many
        self.rest[row] -= many
