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
        expected = wish.sum(axis=1)  # in the columns to come
        later = self.open[:, columns] @ self.seats[columns]  # seats to come that a row can take
        all_later = int(self.seats.sum())
        for at, column in enumerate(columns.tolist()):
            here, seats = self.open[:, column], int(self.seats[column])
            room = np.where(here, self.rest, 0)
            rest = np.add.reduceat(self.rest, self.begins)
            wanted = wish[:, at] + (rest - expected) * (seats / all_later)
            taken = self._rounded(column, wanted, np.add.reduceat(room, self.begins), seats)
            self._take(column, taken, room, later)
            expected -= wish[:, at]
            later -= seats * here
            all_later -= seats
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

    def _rounded(self, column: int, wanted: Floats, most: Ints, seats: int) -> Ints:
        drawn = by_lot(np.clip(wanted, 0.0, most), seats, self.rng) if column == 0 else wanted
        return nearest(drawn, most, seats, self.rng)

    def _take(self, column: int, taken: Ints, room: Ints, later: Ints) -> None:
        """Spread what each nationality takes over its rows: in proportion to what each has for the seats to come."""
        if len(room) > len(taken):
            taken = self._spread(taken, room, room / np.maximum(later, 1))
        self.dealt[:, column] = taken
        self.rest -= taken

    def _spread(self, taken: Ints, room: Ints, weight: Floats) -> Ints:
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
            free = taken - np.add.reduceat(part, self.begins)
        ends = np.floor(np.cumsum(part) + self.rng.uniform(1e-6, 1 - 1e-6, len(taken))[self.of])
        return np.minimum(np.diff(ends, prepend=0.0).astype(np.int64), room)

    def _exchanged(self) -> bool:
        """Let families that nothing is left for change places with others of the block; whether all found one."""
        while self.rest.any():
            row = int(self.rest.argmax())
            empty = self.seats - self.dealt.sum(axis=0)
            if not any(self._found(row, column, int(empty[column])) for column in np.flatnonzero(empty).tolist()):
                return False
        return True

    def _found(self, row: int, column: int, seats: int) -> bool:
        """Bring families of a row to a column with empty seats, by way of another row's seats if need be."""
        seats = min(seats, int(self.rest[row]))
        if not self.open[row, column]:
            can = (self.dealt > 0) & self.open[:, [column]] & self.open[row]
            own = can & (self.nationality == self.nationality[row])[:, None]
            way = np.argwhere(own if own.any() else can)
            if not len(way):
                return False
            other, there = self.rng.choice(way).tolist()
            seats = min(seats, int(self.dealt[other, there]))
            self.dealt[other, [column, there]] += np.array([seats, -seats])
            column = there
        self.dealt[row, column] += seats
        self.rest[row] -= seats
        return True
