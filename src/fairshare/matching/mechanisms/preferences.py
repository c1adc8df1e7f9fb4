"""Strict preferences of families over states and priorities of states over families, from links and a public lottery.

The Regulation gives a person no right to choose the state (AMMR 67(3), 19(1)(c)). A family's preferences here stand for
its meaningful links, which must be taken into account: the state of its greatest link first, and between states of
equal link a lottery of its own. Every state that it may go to, and is not too large for, is better than no place.

A state's priorities: vulnerable persons first (60(4)), then the greater link to that state, then a lottery of families
that is the same for all states (single tie-breaking). No state's wish is in them; recorded wishes can be given instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.matching.mechanisms.accommodation import may_ever_go
from fairshare.matching.problem import NOWHERE, Bools, Ints, Problem

Ranks: TypeAlias = tuple[Ints, Ints, Ints]
"""Recorded wishes as columns: family, state, rank (a smaller number is better; equal ranks are an error)."""
Short: TypeAlias = NDArray[np.int8]
"""Numbers of states, and places in a list of states."""
Places: TypeAlias = NDArray[np.int32]
"""Numbers of families, and places in a list of families."""

_CHUNK: Final = 1 << 16
_LOTS: Final = 40
"""Bits of a lottery number; the bits above it hold what comes before the lottery."""
_LAST: Final = np.iinfo(np.int64).max
_OF_FAMILIES, _OF_STATES = 1, 2
"""Two lotteries from one seed, which do not depend on each other."""


@dataclass(frozen=True)
class Preferences:
    """Strict lists of both sides. ``ranked`` (n x s): the states of each family, best first, then :data:`NOWHERE`.
    ``order`` (s x n): all families by the priority of each state, first first."""

    problem: Problem
    ranked: Short
    order: Places

    @cached_property
    def rank(self) -> Short:
        """By family and state (n x s): 0 for the best, and the number of states for one that is not on the list."""
        families, states = self.ranked.shape
        found = np.full((families, states + 1), states, np.int8)
        np.put_along_axis(found, self.ranked, np.arange(states, dtype=np.int8)[None, :], axis=1)
        return found[:, :states]

    @cached_property
    def standing(self) -> Places:
        """By state and family (s x n): 0 for the family that comes first there."""
        found = np.empty_like(self.order)
        np.put_along_axis(found, self.order, np.arange(self.order.shape[1], dtype=np.int32)[None, :], axis=1)
        return found

    def rank_at(self, state: Ints) -> Short:
        """By family (n): the rank of the state where it is placed; the number of states for :data:`NOWHERE`."""
        states = self.ranked.shape[1]
        return np.where(state == NOWHERE, np.int8(states), self.rank[np.arange(len(state)), state]).astype(np.int8)


@cites("AMMR 60(4)", "AMMR 67(3)", invariants=("I39",))
def derive(
    problem: Problem, seed: int = 0, *, preferences: Ranks | None = None, priorities: Ranks | None = None
) -> Preferences:
    """The lists of a problem. Recorded ``preferences`` of a family replace its whole list, so that a state which it
    does not name is worse than no place; recorded ``priorities`` of a state come before all families that they do not
    name.

    Raises :class:`~fairshare.faults.BadInputError` for an unknown family or state, a pair named twice or equal ranks.
    """
    ranked, order = _ranked(problem, seed), _order(problem, seed)
    if preferences is not None:
        _write_lists(problem, ranked, preferences)
    if priorities is not None:
        _write_order(problem, order, priorities)
    return Preferences(problem, ranked, order)


def _ranked(problem: Problem, seed: int) -> Short:
    """The lists of families from their links: one sorting key a pair, the link above a lottery number."""
    families, states = problem.families, len(problem.states)
    lots = np.random.default_rng([seed, _OF_FAMILIES])
    known, level = np.unique(-problem.link, return_inverse=True)
    possible = _possible(problem)
    ranked = np.empty((families, states), np.int8)
    for start in range(0, families, _CHUNK):
        stop = min(start + _CHUNK, families)
        key = lots.integers(0, 1 << _LOTS, (stop - start, states))
        links = slice(*np.searchsorted(problem.link_family, (start, stop)))
        above = np.full(key.shape, len(known), np.int64)
        above[problem.link_family[links] - start, problem.link_state[links]] = level[links]
        key = np.where(possible[start:stop], key + (above << _LOTS), _LAST)
        ranked[start:stop] = np.argsort(key, axis=1)
    ranked[np.arange(states)[None, :] >= possible.sum(axis=1)[:, None]] = NOWHERE
    return ranked


def _possible(problem: Problem) -> Bools:
    """The pairs (n x s) that lists may hold."""
    columns = [may_ever_go(problem, state) for state in range(len(problem.states))]
    return np.array(columns, np.bool_).reshape(len(columns), problem.families).T


def _order(problem: Problem, seed: int) -> Places:
    """The order of families at each state: those linked to it are set before the others of their group."""
    lottery = np.random.default_rng([seed, _OF_STATES]).permutation(problem.families)
    everyone = np.lexsort((lottery, ~problem.vulnerable)).astype(np.int32)
    order = np.empty((len(problem.states), problem.families), np.int32)
    for state in range(len(problem.states)):
        at = np.flatnonzero(problem.link_state == state)
        families = problem.link_family[at]
        families = families[np.lexsort((lottery[families], -problem.link[at]))]
        linked = np.zeros(problem.families, np.bool_)
        linked[families] = True
        rest = everyone[~linked[everyone]]
        groups = [(part, problem.vulnerable[part]) for part in (families, rest)]
        first = [part[vulnerable] for part, vulnerable in groups]
        order[state] = np.concatenate([*first, *(part[~vulnerable] for part, vulnerable in groups)])
    return order


def _write_lists(problem: Problem, ranked: Short, wishes: Ranks) -> None:
    """Replace the lists of the families that the wishes name."""
    family, state = _sorted("preferences", problem, wishes, wishes[0])
    ranked[family] = NOWHERE
    listed = _possible(problem)[family, state]
    family, state = family[listed], state[listed]
    ranked[family, _place_in_group(family)] = state


def _write_order(problem: Problem, order: Places, wishes: Ranks) -> None:
    """Put the families that the wishes name before the others of a state."""
    family, state = _sorted("priorities", problem, wishes, wishes[1])
    for at in np.unique(state).tolist():
        first = family[state == at].astype(np.int32)
        order[at] = np.concatenate([first, order[at][~np.isin(order[at], first)]])


def _sorted(name: str, problem: Problem, wishes: Ranks, owner: Ints) -> tuple[Ints, Ints]:
    """Families and states of the wishes by owner and rank, checked."""
    family, state, rank = wishes
    if len({len(family), len(state), len(rank)}) != 1:
        raise bad_argument(name, "has columns of different lengths", "one family, one state and one rank a row")
    for column, figures, size in (("family", family, problem.families), ("state", state, len(problem.states))):
        if len(figures) and (figures.min() < 0 or figures.max() >= size):
            raise bad_argument(name, f"has an unknown {column}", f"numbers from 0 to {size - 1}")
    if len(np.unique(family * len(problem.states) + state)) < len(family):
        raise bad_argument(name, "names a pair twice", "each family and state once")
    at = np.lexsort((rank, owner))
    same = (np.diff(owner[at]) == 0) & (np.diff(rank[at]) == 0)
    if same.any():
        raise bad_argument(name, "gives two pairs the same rank", "strict ranks")
    return family[at], state[at]


def _place_in_group(owner: Ints) -> Ints:
    """0, 1, 2, … within each run of equal numbers."""
    start = np.searchsorted(owner, owner)
    return np.arange(len(owner)) - start
