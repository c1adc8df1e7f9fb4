"""Whether a state has room for one family more, with the places it keeps for people present in one benefitting state.

People present in B use the places kept for B first, then general ones. So a set of families fits into a state where the
persons beyond the kept places, added up over the states of presence, are no more than the general places.
"""

from __future__ import annotations

import numpy as np

from fairshare.faults import bad_argument
from fairshare.matching.problem import NOWHERE, Bools, Ints, Problem


def capacity(problem: Problem) -> tuple[Ints, Ints]:
    """The general places of each state (s), and the places that it keeps by state of presence (s x s)."""
    states = len(problem.states)
    general, kept = np.zeros(states, np.int64), np.zeros((states, states), np.int64)
    everyone = problem.row_present == NOWHERE
    general[problem.row_state[everyone]] = problem.places[everyone]
    kept[problem.row_state[~everyone], problem.row_present[~everyone]] = problem.places[~everyone]
    return general, kept


def may_ever_go(problem: Problem, state: int) -> Bools:
    """By family (n): whether it is allowed in a state, and small enough for its places if nobody else came."""
    general, kept = capacity(problem)
    enough = problem.persons <= (general[state] + kept[state])[problem.present_in]
    found: Bools = enough & (problem.allowed >> state & 1).astype(np.bool_)
    return found


class Occupancy:
    """The places of all states while families are put in and taken out one by one (plain numbers, for loops)."""

    def __init__(self, problem: Problem, state: Ints) -> None:
        general, kept = capacity(problem)
        self.persons: list[int] = problem.persons.tolist()
        self.present: list[int] = problem.present_in.tolist()
        self.general: list[int] = general.tolist()
        self.kept: list[list[int]] = kept.tolist()
        self.keeps: list[bool] = [any(row) for row in self.kept]
        at: Ints = np.zeros(kept.shape, np.int64)
        placed = np.flatnonzero(state != NOWHERE)
        np.add.at(at, (state[placed], problem.present_in[placed]), problem.persons[placed])
        over: Ints = np.maximum(at - kept, 0).sum(axis=1)
        self.at: list[list[int]] = at.tolist()
        """Persons in each state, by where they are present now."""
        self.over: list[int] = over.tolist()
        """Persons in each state beyond the places kept for them: they stand on general places."""

    def fits(self, family: int, state: int) -> bool:
        """Whether the family can be put in as things stand."""
        return self.over[state] + self.beyond(family, state) <= self.general[state]

    def beyond(self, family: int, state: int) -> int:
        """How many general places the family would take if it were put in."""
        if not self.keeps[state]:
            return self.persons[family]
        free = max(self.kept[state][self.present[family]] - self.at[state][self.present[family]], 0)
        return max(self.persons[family] - free, 0)

    def has_kept_places(self, state: int) -> bool:
        """Whether places that the state keeps for people present somewhere are free."""
        return self.keeps[state] and any(k > at for k, at in zip(self.kept[state], self.at[state], strict=True))

    def fits_instead(self, family: int, other: int, state: int) -> bool:
        """Whether the family can be put in after the other, who is there, has left."""
        self.move(other, state, -1)
        answer = self.fits(family, state)
        self.move(other, state, 1)
        return answer

    def move(self, family: int, state: int, sign: int) -> None:
        """Put the family in (``sign`` 1) or take it out (-1)."""
        present = self.present[family]
        kept, at = self.kept[state][present], self.at[state][present]
        now = at + sign * self.persons[family]
        self.at[state][present] = now
        self.over[state] += max(now - kept, 0) - max(at - kept, 0) if kept else now - at


def check_feasible(name: str, problem: Problem, state: Ints) -> None:
    """Raise :class:`~fairshare.faults.BadInputError` unless a placement makes allowed pairs and keeps to the places."""
    if state.shape != problem.persons.shape:
        raise bad_argument(name, f"has {state.size} states", f"one for each of {problem.families} families")
    placed = np.flatnonzero(state != NOWHERE)
    if (state[placed] < 0).any() or (state[placed] >= len(problem.states)).any():
        raise bad_argument(name, "has an unknown state", f"{NOWHERE}, or a number from 0 to {len(problem.states) - 1}")
    wrong = placed[~problem.may_go(placed, state[placed])]
    if len(wrong):
        raise bad_argument(name, f"places family {wrong[0]} where it may not go", "pairs that may be made")
    room = Occupancy(problem, state)
    full = [problem.states[at] for at, over in enumerate(room.over) if over > room.general[at]]
    if full:
        raise bad_argument(name, f"has more persons than places in {', '.join(full)}", "persons within places")
