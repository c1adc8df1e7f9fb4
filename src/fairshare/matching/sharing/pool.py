"""Who is shared: the unlinked families that could go to a destination of unlinked families, counted in cells.

A *column* is a destination; column 0 is "without place". Families are told apart by what the sharing looks at and by
nothing else: persons, vulnerability, nationality, the columns open to them (their *reach*) and, where places kept for
people present in one state bind, that state (their *party*). States and nationalities are numbered by how many people
they have, equal ones by lot, so that no name decides; families of one cell stand in the order of their lottery numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.matching.problem import NOWHERE, Bools, Ints, Problem
from fairshare.matching.sharing.agreements import Agreements, binding


@dataclass(frozen=True)
class Cells:
    """Cells of families (x): what they have in common, and how many they are. Sorted by all of it in this order."""

    party: Ints
    size: Ints
    vulnerable: Ints
    nationality: Ints
    reach: Ints
    count: Ints


@dataclass(frozen=True)
class Pool:
    """The families to share out (u), sorted by cell and lottery number.

    Per column (c): ``state`` (column 0: :data:`~fairshare.matching.problem.NOWHERE`), ``persons`` of the pool placed
    there (column 0: left without). ``without`` (2): persons left without, not vulnerable and vulnerable. ``sizes``:
    persons of a family, by number of size. ``open``: whether a reach contains a column (reaches x c).
    """

    family: Ints
    cells: Cells
    column: Ints
    state: Ints
    persons: Ints
    without: Ints
    sizes: Ints
    open: Bools
    agreements: Agreements

    @property
    def cell(self) -> Ints:
        """The cell of each family (u)."""
        return np.repeat(np.arange(len(self.cells.count)), self.cells.count)


def pool(problem: Problem, state: Ints, rng: np.random.Generator) -> Pool:
    """Who is shared out under the placement ``state``, which must be feasible."""
    unlinked = ~problem.linked
    placed = np.flatnonzero(unlinked & (state != NOWHERE))
    persons = _count(state[placed], len(problem.states), problem.persons[placed])
    aims = np.flatnonzero(persons)
    member = np.flatnonzero(unlinked & (problem.allowed & int((1 << aims).sum()) != 0))
    lottery = rng.permutation(len(member))
    present = problem.present_in[member]
    rank = _ranked(persons, np.bincount(present, minlength=len(problem.states)), rng)
    order = aims[np.argsort(rank[aims])]
    columns = np.append(NOWHERE, order)
    agreements = binding(problem, state, columns, rank)
    size_of, sizes = _numbered(problem.persons[member])
    reach_of, open_ = _reaches(problem, member, columns)
    nationality = problem.nationality[member] - NOWHERE
    many = np.bincount(nationality)
    keys = (
        agreements.party[present],
        size_of,
        problem.vulnerable[member].astype(np.int64),
        _ranked(many, _count(nationality, len(many), problem.persons[member]), rng)[nationality],
        reach_of,
    )
    sort, cells = _cells(keys, lottery)
    column = np.zeros(len(problem.states) + 1, np.int64)
    column[columns] = np.arange(len(columns))
    column = column[state[member]]
    left = member[column == 0]
    without = _count(problem.vulnerable[left].astype(np.int64), 2, problem.persons[left])
    persons = np.append(without.sum(), persons[order])
    return Pool(member[sort], cells, column[sort], columns, persons, without, sizes, open_, agreements)


def _count(of: Ints, length: int, weights: Ints) -> Ints:
    return np.bincount(of, weights=weights, minlength=length).astype(np.int64)


def _ranked(first: Ints, second: Ints, rng: np.random.Generator) -> Ints:
    """A number for each, 0 for the smallest: by the first figure, then the second, then by lot."""
    rank = np.empty(len(first), np.int64)
    rank[np.lexsort((rng.permutation(len(first)), second, first))] = np.arange(len(first))
    return rank


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """The number of each value among the different ones in rising order, and these (no value is negative)."""
    found = np.flatnonzero(np.bincount(values))
    number = np.zeros(int(found[-1]) + 1 if len(found) else 0, np.int64)
    number[found] = np.arange(len(found))
    return number[values], found


def _reaches(problem: Problem, member: Ints, columns: Ints) -> tuple[Ints, Bools]:
    """The number of the columns open to each family, and these columns by number."""
    bits, aims = problem.allowed[member], columns[1:]
    mask = int((1 << aims).sum())
    usual, present = problem.open_to & mask, problem.present_in[member]
    bits &= mask
    other = np.flatnonzero(bits != usual[present])  # some of the families with a barred pair
    places = np.flatnonzero(np.bincount(present, minlength=len(usual)))
    known = np.unique(np.concatenate([usual[places], bits[other]]))
    to = np.ones((len(known), len(columns)), np.bool_)
    to[:, 1:] = known[:, None] >> aims & 1
    rank = np.empty(len(known), np.int64)
    rank[np.lexsort(to.T)] = np.arange(len(known))  # by columns, not by names of states
    number = np.zeros(len(usual), np.int64)
    number[places] = np.searchsorted(known, usual[places])
    reach = number[present]
    reach[other] = np.searchsorted(known, bits[other])
    return rank[reach], to[np.argsort(rank)]


def _cells(keys: tuple[Ints, ...], lottery: Ints) -> tuple[Ints, Cells]:
    """The order that sorts families by their keys and then by lottery number, and the cells in this order."""
    families = len(lottery)
    radix = [int(key.max(initial=0)) + 1 for key in keys]
    code = np.zeros(families, np.int64)
    for key, base in zip(keys, radix, strict=True):
        code *= base
        code += key
    if np.prod([float(base) for base in radix]) * max(families, 1) > 2.0**62:
        values, code = np.unique(code, return_inverse=True)
    else:
        values = None
    code *= families
    code += lottery
    code.sort()
    drawn = np.empty(families, np.int64)
    drawn[lottery] = np.arange(families)
    cell, number = np.divmod(code, max(families, 1))
    begins = np.flatnonzero(np.diff(cell, prepend=-1))
    found = cell[begins] if values is None else values[cell[begins]]
    parts: list[Ints] = []
    for base in reversed(radix):
        found, part = np.divmod(found, base)
        parts.insert(0, part)
    party, size, vulnerable, nationality, reach = parts
    count = np.diff(np.append(begins, families))
    return drawn[number], Cells(party, size, vulnerable, nationality, reach, count)
