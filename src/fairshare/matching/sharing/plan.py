"""How many families of each group go to each column: the wishes in whole numbers, with every sum that must stay.

Where no places kept for some bind, there is one party. Otherwise persons by party and column are settled first, so that
each party can then be dealt with on its own. If no whole numbers near the wishes are found, the next try starts nearer
to persons by party as they were placed, and the last from the given table itself, which is feasible.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.matching.problem import Floats, Ints
from fairshare.matching.sharing.pool import Pool
from fairshare.matching.sharing.rounding import nearest
from fairshare.matching.sharing.sizes import balanced, improved, repaired, size_table
from fairshare.matching.sharing.wishes import Groups, ratio

_STEPS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)  # from the wishes to persons by party as they were placed
_ROUNDS: Final = 8


def plan(pool: Pool, groups: Groups, given: Ints, rng: np.random.Generator) -> Ints:
    """Families by group and column (g x c). ``given`` (g x c): the table of the placement that is shared out anew."""
    for step in _STEPS if pool.agreements.parties > 1 else _STEPS[:1]:
        people = _people(pool, groups, given, step, rng)
        table = None if people is None else _by_party(pool, groups, *people, rng)
        if table is not None:
            return table
    return _given_improved(pool, groups, given)


def _given_improved(pool: Pool, groups: Groups, given: Ints) -> Ints:
    """The given table, with exchanges inside each party that leave all persons where they are."""
    table = given.copy()
    for party in np.unique(groups.party).tolist():
        rows = np.flatnonzero(groups.party == party)
        size = pool.sizes[groups.size[rows]]
        table[rows] = improved(given[rows], groups.wish[rows], size, groups.most[rows], first=1)
    return table


def _people(pool: Pool, groups: Groups, given: Ints, step: float, rng: np.random.Generator) -> tuple[Ints, Ints] | None:
    """Persons left without by party (p x 2: not vulnerable, vulnerable), and persons by party and column (p x c).

    ``None`` if the agreements do not hold for whole persons."""
    parties = pool.agreements.parties
    if parties == 1:
        return pool.without[None, :], pool.persons[None, :]
    size, of = pool.sizes[groups.size], groups.party * 2 + groups.vulnerable
    mixed = (1 - step) * groups.wish + step * given
    people = np.zeros((2 * parties, len(pool.persons)))
    np.add.at(people, of, size[:, None] * mixed)
    whole = np.bincount(of, weights=size * groups.count, minlength=2 * parties).astype(np.int64).reshape(-1, 2)
    wanted, without = people[:, 0].reshape(-1, 2), np.zeros((parties, 2), np.int64)
    for vulnerable in range(2):
        without[:, vulnerable] = nearest(
            wanted[:, vulnerable], whole[:, vulnerable], int(pool.without[vulnerable]), rng
        )
    placed = (whole - without).sum(axis=1)
    wish = _scaled(people[0::2, 1:] + people[1::2, 1:], np.ones(parties), placed, pool.persons[1:])
    one, most = np.ones(parties, np.int64), np.broadcast_to(placed[:, None], wish.shape)
    table = size_table(wish, placed, one, pool.persons[1:], np.asarray(most), rng)
    persons = None if table is None else np.column_stack([without.sum(axis=1), table])
    return None if persons is None or not pool.agreements.hold(persons) else (without, persons)


def _scaled(table: Floats, size: Floats | Ints, rows: Ints, columns: Ints) -> Floats:
    """A table of families scaled to numbers by row and persons by column."""
    for _ in range(_ROUNDS):
        table = table * ratio(rows, table.sum(axis=1))[:, None]
        sums = size @ table
        if np.abs(sums - columns).max() < 1e-9:
            break
        table = table * ratio(columns, sums)
    return table * ratio(rows, table.sum(axis=1))[:, None]


def _by_party(pool: Pool, groups: Groups, without: Ints, persons: Ints, rng: np.random.Generator) -> Ints | None:
    """The table party by party; what one has too much of a size, the next has less. ``None`` if one has none."""
    table = np.zeros(groups.wish.shape, np.int64)
    mix = groups.size * 2 + groups.vulnerable
    carried = np.zeros((2 * len(pool.sizes), len(pool.state)))
    for party in np.unique(groups.party).tolist():
        rows = np.flatnonzero(groups.party == party)
        wish = np.maximum(groups.wish[rows] - carried[mix[rows]], 0.0)
        part = _one_party(pool, groups, rows, wish, without[party], persons[party], rng)
        if part is None:
            return None
        table[rows] = part
        carried[mix[rows]] += part - groups.wish[rows]
    return table


def _one_party(
    pool: Pool, groups: Groups, rows: Ints, wish: Floats, without: Ints, persons: Ints, rng: np.random.Generator
) -> Ints | None:
    size, count, vulnerable = pool.sizes[groups.size[rows]], groups.count[rows], groups.vulnerable[rows] == 1
    left = np.zeros(len(rows), np.int64)
    for some, people in ((~vulnerable, without[0]), (vulnerable, without[1])):
        found = _left(wish[some, 0], count[some], size[some], int(people), rng)
        if found is None:
            return None
        left[some] = found
    most = np.minimum(groups.most[rows, 1:], (count - left)[:, None])
    fair = _scaled(wish[:, 1:], size, count - left, persons[1:])
    table = size_table(fair, count - left, size, persons[1:], most, rng)
    if table is None:
        return None
    return np.column_stack([left, balanced(table, fair, size, vulnerable, most)])


def _left(wish: Floats, count: Ints, size: Ints, people: int, rng: np.random.Generator) -> Ints | None:
    """Families left without by row, ``people`` persons in all: each number is rounded up or down by lot."""
    wish = wish * ratio(np.array([people]), np.array([size @ wish]))
    left, used, beyond = np.zeros(len(wish), np.int64), 0, 0.0
    for row in np.argsort(-size, kind="stable").tolist():
        drawn = int(np.floor(wish[row] - beyond / size[row] + rng.random()))
        left[row] = max(0, min(drawn, count[row], (people - used) // size[row]))
        used += int(size[row] * left[row])
        beyond += float(size[row] * (left[row] - wish[row]))
    seats = np.array([people, int(size @ count) - people])
    both = np.column_stack([left, count - left])
    found = repaired(both, np.column_stack([wish, count - wish]), size, seats, np.column_stack([count, count]))
    return None if found is None else found[:, 0]
