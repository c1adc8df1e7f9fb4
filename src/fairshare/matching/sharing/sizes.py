"""How many families of each group go to each column, in whole numbers: persons by column exact, near the wishes.

Sizes are dealt from the greatest down; what a column has too much or too little so far is made up with the next size,
so the smallest families settle the rest. Where they are too few, families of two sizes change places.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.matching.problem import Bools, Floats, Ints
from fairshare.matching.sharing.rounding import nearest

_MOST_AT_ONCE: Final = 20  # families of one size in one exchange
_MOST_REPAIRS: Final = 200
_ROUNDS: Final = 6
_NEARER: Final = 1e-6


def size_table(wish: Floats, count: Ints, size: Ints, seats: Ints, most: Ints, rng: np.random.Generator) -> Ints | None:
    """Families by row and column (r x c): rows add up to ``count``, persons by column to ``seats``.

    ``wish`` (r x c) has these sums as fractions; ``size`` (r): persons of a family; ``most`` (r x c): how many can go
    there. ``None`` if no such table was found.
    """
    table, used, beyond = np.zeros(most.shape, np.int64), np.zeros(len(seats), np.int64), size @ wish - seats
    for row in np.argsort(-size, kind="stable").tolist():
        room = np.minimum(most[row], np.maximum(seats - used, 0) // size[row])
        if room.sum() < count[row]:
            room = most[row]  # too many somewhere: exchanges must put it right
        table[row] = nearest(wish[row] - beyond / size[row], room, int(count[row]), rng)
        used += size[row] * table[row]
        beyond += size[row] * (table[row] - wish[row])
    return repaired(table, wish, size, seats, most)


def repaired(table: Ints, wish: Floats, size: Ints, seats: Ints, most: Ints) -> Ints | None:
    """The table after exchanges between two columns at a time until persons by column are the ``seats``."""
    table = table.copy()
    for _ in range(_MOST_REPAIRS):
        over = size @ table - seats
        if not over.any():
            return table
        for i, j in _pairs(over):
            if _brought_nearer(table, wish, size, most, i, j, int(min(over[i], -over[j]))):
                break
        else:
            break
    return None


def _pairs(over: Ints) -> list[tuple[int, int]]:
    """Columns with too many persons beside such with too few, the worst first."""
    much = [i for i in np.argsort(-over, kind="stable").tolist() if over[i] > 0]
    little = [j for j in np.argsort(over, kind="stable").tolist() if over[j] < 0]
    return [(i, j) for i in much for j in little]


def _brought_nearer(table: Ints, wish: Floats, size: Ints, most: Ints, i: int, j: int, persons: int) -> bool:
    """Move up to ``persons`` persons net from column ``i`` to ``j``; whether that could be done for any number."""
    for wanted in range(min(persons, int(size.max()) * _MOST_AT_ONCE), 0, -1):
        found = exchange(table[:, [i, j]], wish[:, [i, j]], size, most[:, [i, j]], wanted)
        if found is not None:
            table[:, i] -= found
            table[:, j] += found
            return True
    return False


def exchange(table: Ints, wish: Floats, size: Ints, most: Ints, persons: int, least: float = -np.inf) -> Ints | None:
    """Families by row (r) to move from the first column to the second, below 0 back, for ``persons`` persons net.

    Of at most two rows; of all such exchanges the one that leaves the table nearest to the wishes, if it brings it
    nearer by more than ``least``.
    """
    times = np.arange(1, _MOST_AT_ONCE + 1)
    there = np.minimum(table[:, 0], most[:, 1] - table[:, 1])
    back = np.minimum(table[:, 1], most[:, 0] - table[:, 0])
    owed = (size * times[:, None] - persons)[:, :, None]  # (t x r x 1), to come back with families of another row
    returned = owed // size  # (t x r x r)
    fits = (returned * size == owed) & (returned <= back) & (returned >= -there)
    fits &= (times[:, None] <= there)[:, :, None]
    fits &= ~np.eye(len(size), dtype=np.bool_) | (returned == 0)
    gain = _gain(table, wish, times[:, None])[:, :, None] + _gain(table, wish, -returned)
    gain = np.where(fits, gain, -np.inf)
    best = np.unravel_index(int(gain.argmax()), gain.shape)
    if not gain[best] > least:
        return None
    moved = np.zeros(len(size), np.int64)
    moved[best[1]] += times[best[0]]
    moved[best[2]] -= returned[best]
    return moved


def _gain(table: Ints, wish: Floats, moved: Ints) -> Floats:
    """How much nearer to the wishes each row (last axis) comes if so many of its families move."""
    now = table - wish
    gain: Floats = np.abs(now).sum(axis=1) - np.abs(now[:, 0] - moved) - np.abs(now[:, 1] + moved)
    return gain


def improved(table: Ints, wish: Floats, size: Ints, most: Ints, first: int = 0) -> Ints:
    """A given table after exchanges of as many persons between two columns each, from column ``first`` on.

    Each exchange brings it nearer to the wishes; they end when none does, or after a few rounds.
    """
    table = table.copy()
    pairs = [(i, j) for i in range(first, table.shape[1]) for j in range(i + 1, table.shape[1])]
    for _ in range(_ROUNDS):
        before = table.copy()
        for i, j in pairs:
            moved = exchange(table[:, [i, j]], wish[:, [i, j]], size, most[:, [i, j]], 0, _NEARER)
            if moved is not None:
                table[:, i] -= moved
                table[:, j] += moved
        if (table == before).all():
            break
    return table


def balanced(table: Ints, wish: Floats, size: Ints, vulnerable: Bools, most: Ints) -> Ints:
    """The table after vulnerable and other families of one size changed places, until each column has its part."""
    table = table.copy()
    if vulnerable.all() or not vulnerable.any():
        return table
    pairs = [(a, b) for a in np.flatnonzero(vulnerable) for b in np.flatnonzero(~vulnerable) if size[a] == size[b]]
    some, other = np.array(pairs, np.int64).reshape(-1, 2).T
    over = (table - wish)[vulnerable].sum(axis=0)
    while len(some):
        i, j = int(over.argmax()), int(over.argmin())
        if over[i] - over[j] <= 1 + _NEARER:
            break
        can = (table[some, i] > 0) & (table[other, j] > 0)
        can &= (table[some, j] < most[some, j]) & (table[other, i] < most[other, i])
        if not can.any():
            break
        now = table - wish
        gain = now[some, i] - now[some, j] - now[other, i] + now[other, j]
        best = int(np.where(can, gain, -np.inf).argmax())
        move = np.array([-1, 1])
        table[some[best], [i, j]] += move
        table[other[best], [i, j]] -= move
        over[[i, j]] += move
    return table
