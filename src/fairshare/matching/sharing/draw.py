"""Article 67(4): those without a link are shared fairly among the states of relocation, by a public lottery.

What stays: the places of everyone with a link; the persons that each destination takes; the value, that is, how many
persons without a link, and how many vulnerable ones, are placed. What is drawn: which of them are placed, and where.

1. Families are put into cells of what the sharing looks at, and each draws a lottery number (:mod:`.pool`).
2. How many of each size and vulnerability each destination takes: the mix of the whole, in fractions (:mod:`.wishes`),
   then in whole families with exact persons (:mod:`.plan`, :mod:`.sizes`), as agreements allow (:mod:`.agreements`).
3. Nationalities are dealt into these seats, again as the whole, and families by lottery number (:mod:`.dealing`).
4. In small pools, families change places while some mix comes nearer to the whole (:mod:`.swaps`, :mod:`.exchanges`).
"""

from __future__ import annotations

import numpy as np

from fairshare.law.citation import cites
from fairshare.matching.problem import Ints, Problem
from fairshare.matching.sharing.dealing import dealt
from fairshare.matching.sharing.exchanges import exchanged
from fairshare.matching.sharing.plan import plan
from fairshare.matching.sharing.pool import Pool, pool
from fairshare.matching.sharing.swaps import swapped
from fairshare.matching.sharing.wishes import groups


@cites("AMMR 67(4)", invariants=("I39",))
def share(problem: Problem, state: Ints, seed: int = 0) -> Ints:
    """Share the families without a link out anew: the state of each family (n), or NOWHERE.

    ``state`` (n) must be feasible, and so is the result. Families with a link keep their places. The total value stays,
    and so do persons by destination, and persons and vulnerable persons placed among those without a link. At each
    destination the mix of these by nationality, size and vulnerability is as near to the mix of all of them that are
    placed as was found. The same ``seed`` gives the same answer. Families that differ in nothing have the same chances,
    whatever their order; names of states and nationalities decide nothing but lots.
    """
    rng = np.random.default_rng(seed)
    people = pool(problem, state, rng)
    if len(people.state) == 1:
        return state.copy()
    table = _dealt(people, rng)
    column = np.repeat(np.tile(np.arange(table.shape[1]), len(table)), table.ravel())
    column = exchanged(people, swapped(people, column), rng)
    shared = state.copy()
    shared[people.family] = people.state[column]
    return shared


def _dealt(people: Pool, rng: np.random.Generator) -> Ints:
    """Families by cell and column: the plan dealt out, or the given numbers by group if reach stands against it."""
    of = groups(people)
    given = np.zeros((len(of.count), len(people.state)), np.int64)
    np.add.at(given, (of.of[people.cell], people.column), 1)
    table = dealt(people, of.of, plan(people, of, given, rng), rng)
    if table is None:
        table = dealt(people, of.of, given, rng)
    assert table is not None, "the given placement fills these seats"
    return table
