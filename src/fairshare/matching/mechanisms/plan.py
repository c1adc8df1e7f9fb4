"""A complete placement that is changed family by family, with its total value: moves, and swaps at the least loss."""

from __future__ import annotations

from dataclasses import replace
from heapq import heapify, heappop, heappush
from typing import TypeAlias

import numpy as np

from fairshare.matching.mechanisms.accommodation import Occupancy, capacity, may_ever_go
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem

Move: TypeAlias = tuple[int, int, int]
"""A family, where it was, and where it is now."""
Kind: TypeAlias = tuple[int, int]
"""Of the families in one state: where they are present now, and how many persons they are."""


def pair_values(problem: Problem) -> Floats:
    """The value of each pair (n x s); minus infinity where the family may not go or can never fit."""
    found = np.repeat(problem.base[:, None], len(problem.states), axis=1)
    found[problem.link_family, problem.link_state] += problem.link_value
    found *= problem.persons[:, None]
    for state in range(len(problem.states)):
        found[~may_ever_go(problem, state), state] = -np.inf
    return found


def reduced(problem: Problem, state: Ints, settled: Bools) -> Problem | None:
    """What is left to solve when the settled families stand where ``state`` says: they are no longer eligible, and rows
    have fewer places. None if they do not fit. (Kept places are used first, so that this loses nothing.)"""
    if not problem.may_go(found := np.flatnonzero(state != NOWHERE), state[found]).all():
        return None
    room = Occupancy(problem, state)
    general, kept = capacity(problem)
    at, over = np.array(room.at).reshape(kept.shape), np.array(room.over, np.int64)
    if (over > general).any():
        return None
    everyone = problem.row_present == NOWHERE
    left = np.where(
        everyone,
        (general - over)[problem.row_state],
        np.maximum(kept - at, 0)[problem.row_state, problem.row_present],
    )
    return replace(problem, eligible=problem.eligible & ~settled, places=left)


class Plan:
    """A feasible placement in which families settle. ``total`` is its value.

    The families that may still be moved wait in a heap for each state, state of presence and size, the least value
    first. An entry of a heap that no longer holds is dropped when it comes up.
    """

    def __init__(self, problem: Problem, state: Ints) -> None:
        self.values = pair_values(problem)
        self.worth = np.ascontiguousarray(self.values).data
        self.room = Occupancy(problem, state)
        self.state: list[int] = state.tolist()
        self.settled = [False] * problem.families
        self.total = float(problem.value_at(state).sum())
        self.heaps: list[dict[Kind, list[tuple[float, int]]]] = [{} for _ in problem.states]
        for family in np.flatnonzero(state != NOWHERE).tolist():
            kind = self.room.present[family], self.room.persons[family]
            entry = self.worth[family, self.state[family]], family
            self.heaps[self.state[family]].setdefault(kind, []).append(entry)
        for kinds in self.heaps:
            for heap in kinds.values():
                heapify(heap)

    def move(self, family: int, state: int) -> Move:
        """Move one family, whether or not there is room."""
        before = self.state[family]
        if before != NOWHERE:
            self.room.move(family, before, -1)
            self.total -= self.worth[family, before]
        if state != NOWHERE:
            self.room.move(family, state, 1)
            self.total += self.worth[family, state]
            kind = self.room.present[family], self.room.persons[family]
            heappush(self.heaps[state].setdefault(kind, []), (self.worth[family, state], family))
        self.state[family] = state
        return family, before, state

    def undo(self, moves: list[Move]) -> None:
        """Take moves back, the last first."""
        for family, before, _ in reversed(moves):
            self.move(family, before)

    def put(self, family: int, state: int) -> list[Move] | None:
        """Move the family into a state, and out of it as many others, not settled, as it takes, to where they do best.
        Gives the moves, or None, with nothing changed, if the places are taken for good."""
        if self.state[family] == state:
            return []
        moves = [self.move(family, NOWHERE)]
        out = []
        while state != NOWHERE and not self.room.fits(family, state):
            other = self._cheapest(family, state)
            if other == NOWHERE:
                self.undo(moves)
                return None
            out.append(other)
            moves.append(self.move(other, NOWHERE))
        moves.append(self.move(family, state))
        for other in out:
            moves.append(self.move(other, self._best_for(other, self._roomy(state))))
        return moves

    def _cheapest(self, family: int, state: int) -> int:
        """Whom to move out first: the least loss of value a place that the family lacks and that becomes free."""
        lacks, roomy = self._lack(family, state), self._roomy(state)
        best, found = np.inf, NOWHERE
        for kind in sorted(self.heaps[state]):
            other = self._top(self.heaps[state][kind], state)
            if other == NOWHERE:
                continue
            self.room.move(other, state, -1)
            gain = lacks - max(self._lack(family, state), 0)
            self.room.move(other, state, 1)
            if gain > 0:
                loss = self.worth[other, state] - self._value_of(other, self._best_for(other, roomy))
                if loss / gain < best:
                    best, found = loss / gain, other
        return found

    def _lack(self, family: int, state: int) -> int:
        """How many places the family lacks; 0 or less where it fits."""
        return self.room.over[state] + self.room.beyond(family, state) - self.room.general[state]

    def _top(self, heap: list[tuple[float, int]], state: int) -> int:
        """The family of the least value in a heap that is still there and has not settled."""
        while heap and (self.settled[heap[0][1]] or self.state[heap[0][1]] != state):
            heappop(heap)
        return heap[0][1] if heap else NOWHERE

    def _roomy(self, but: int) -> list[int]:
        """All other states with places left for somebody."""
        room = self.room
        return [
            state
            for state in range(len(self.heaps))
            if state != but and (room.over[state] < room.general[state] or room.has_kept_places(state))
        ]

    def _best_for(self, family: int, roomy: list[int]) -> int:
        """The state with room where the family is worth most, or nowhere."""
        best, found = 0.0, NOWHERE
        for state in roomy:
            worth = self.worth[family, state]
            if worth > best and self.room.fits(family, state):
                best, found = worth, state
        return found

    def _value_of(self, family: int, state: int) -> float:
        return 0.0 if state == NOWHERE else float(self.worth[family, state])
