"""Multidimensional top trading cycles (MTTC), and the same from an endowment (MTTCE): places are traded in cycles.

Source: Delacrétaz, Kominers and Teytelboym, "Matching Mechanisms for Refugee Resettlement", American Economic Review
113(10), 2023. Each family without a final place points at the first state on its list that has not refused it; each
state points at one such family: one of its endowment first, then the highest in its order of priority. Along a cycle
every family can go where it points, in place of the family at which that state points.

- A state refuses for good a family that does not fit alongside those who have a final place there.
- A cycle is *feasible* if each of its families fits into the state at which it points, alongside all who are there
  (with a final place or by endowment) but the family at which that state points. Feasible cycles are carried out;
  places are final.
- If no cycle is feasible, one family at which a state points is taken after the other, in the order of a public
  lottery: it is refused for good by every state into which it does not fit in place of the family at which that state
  points. This ends with the first family that is refused by the state at which it points.

Without an endowment (MTTC) every cycle is feasible. What then holds: nobody can be better placed without another being
worse placed (Pareto efficiency), and no family gains by a false list. The proofs for one seat a family carry over: in
each round a family gets the first state on its list with room for it, given whom went before; and as long as a family
has no final place, nothing enters the states from which a chain of pointers leads to it, so that no such chance is ever
lost.

From an endowment (MTTCE): the result is feasible and every family is placed at least as well by its list as it was
(individual rationality). Better for all is not the same as best: families of different sizes block cycles, so that the
result need not be Pareto efficient, and places may stay free that someone wants; the measures tell how many. Whether a
false list can pay is not proved here; the tests search for one at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.matching.mechanisms.accommodation import Occupancy, check_feasible
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.problem import NOWHERE, Ints, Placement, Problem

_OF_PICKS = 3
"""The lottery of this mechanism, beside those of the preferences."""


def mttc(problem: Problem, *, seed: int = 0, preferences: Preferences | None = None) -> Placement:
    """Place families by MTTC, under the given lists or those that :func:`~.preferences.derive` takes from links."""
    nowhere = np.full(problem.families, NOWHERE)
    return Placement(problem, _trade(preferences or derive(problem, seed), nowhere, seed), "mttc")


def mttce(
    problem: Problem, *, seed: int = 0, preferences: Preferences | None = None, endowment: Ints | None = None
) -> Placement:
    """Improve a placement by MTTCE: ``endowment`` (n, state of each family), without it the optimum.

    A state of the endowment that is not on the family's list counts as its last. Raises
    :class:`~fairshare.faults.BadInputError` for an endowment that is not feasible.
    """
    if endowment is None:
        from fairshare.matching.optimum import solve

        endowment = solve(problem, seed).state
    check_feasible("endowment", problem, endowment)
    return Placement(problem, _trade(preferences or derive(problem, seed), endowment, seed), "mttce")


def _trade(lists: Preferences, endowment: Ints, seed: int) -> Ints:
    """Round after round until no family is left to point. At most one round a pair of family and state."""
    market = _Market.open(lists, endowment, seed)
    while market.point():
        cycles = [cycle for cycle in market.cycles() if market.feasible(cycle)]
        for cycle in cycles:
            market.carry_out(cycle)
        if not cycles:
            market.refuse()
    return np.array(market.state, np.int64)


@dataclass
class _Market:
    """Who is where, who points where. A cycle is a list of states, each with the family at which it points."""

    states: int
    ranked: memoryview
    queues: list[memoryview]
    """By state: its endowment, then all others, each in the order of priority."""
    picks: list[int]
    state: list[int]
    """Where each family is: by endowment, for good, or :data:`NOWHERE`."""
    seeking: list[bool]
    room: Occupancy
    """With all who are there now."""
    final: Occupancy
    """With those who are there for good."""
    refused: list[int]
    """By family: a bit for each state that refused it."""
    heads: list[int]
    steps: list[int]
    pointee: list[int]
    """By state: the family at which it points."""
    target: list[int]
    """By state: the state at which that family points."""
    changed: int
    """A bit for each state from which or at which a pointer may have to move."""

    @classmethod
    def open(cls, lists: Preferences, endowment: Ints, seed: int) -> _Market:
        families, states = lists.ranked.shape
        queues = [np.concatenate([o[endowment[o] == s], o[endowment[o] != s]]) for s, o in enumerate(lists.order)]
        return cls(
            states=states,
            ranked=np.ascontiguousarray(lists.ranked).data,
            queues=[queue.data for queue in queues],
            picks=np.random.default_rng([seed, _OF_PICKS]).permutation(families).tolist(),
            state=endowment.tolist(),
            seeking=[True] * families,
            room=Occupancy(lists.problem, endowment),
            final=Occupancy(lists.problem, np.full(families, NOWHERE)),
            refused=[0] * families,
            heads=[0] * states,
            steps=[0] * families,
            pointee=[NOWHERE] * states,
            target=[0] * states,
            changed=(1 << states) - 1,
        )

    def point(self) -> bool:
        """Let states and families point anew; false when nobody seeks any more."""
        for state, target in enumerate(self.target):
            if not (self.changed >> state | self.changed >> target) & 1:
                continue
            queue, head = self.queues[state], self.heads[state]
            while head < len(queue) and not self._still_seeks(queue[head]):
                head += 1
            self.heads[state] = head
            if head == len(queue):
                return False  # a family that seeks is in every queue
            self.pointee[state] = queue[head]
            self.target[state] = self._favourite(queue[head])
        self.changed = 0
        return self.states > 0

    def _still_seeks(self, family: int) -> bool:
        """Whether the family has no final place but a state to point at; one without either leaves with nothing."""
        if self.seeking[family] and self._favourite(family) == NOWHERE:
            self.seeking[family] = False
        return self.seeking[family]

    def _favourite(self, family: int) -> int:
        """The first state on the family's list that has not refused it; its endowment stands after the list."""
        refused = self.refused[family]
        for step in range(self.steps[family], self.states):
            state: int = self.ranked[family, step]
            if state == NOWHERE:
                break
            if not refused >> state & 1 and self.final.fits(family, state):
                self.steps[family] = step
                return state
        self.steps[family] = self.states
        return self.state[family]

    def cycles(self) -> list[list[int]]:
        """The cycles of pointers, each as its states in turn: the family of one points at the next."""
        found, seen = [], [NOWHERE] * len(self.target)
        for start in range(len(self.target)):
            path, at = [], start
            while seen[at] == NOWHERE:
                seen[at] = start
                path.append(at)
                at = self.target[at]
            if seen[at] == start and at in path:
                found.append(path[path.index(at) :])
        return found

    def feasible(self, cycle: list[int]) -> bool:
        """Whether each family of the cycle fits where it points."""
        return all(self._fits(self.pointee[state], self.target[state]) for state in cycle)

    def _fits(self, family: int, state: int) -> bool:
        """Whether the family fits into the state in place of the family at which that points."""
        if self.state[family] == state:
            return True
        leaving = self.pointee[state]
        if self.state[leaving] != state:
            return self.room.fits(family, state)
        return self.room.fits_instead(family, leaving, state)

    def carry_out(self, cycle: list[int]) -> None:
        """Give each family of the cycle the state at which it points, for good."""
        moves = [(self.pointee[state], self.target[state]) for state in cycle]
        for family, _ in moves:
            if self.state[family] != NOWHERE:
                self.room.move(family, self.state[family], -1)
        for family, state in moves:
            self.room.move(family, state, 1)
            self.final.move(family, state, 1)
            self.state[family], self.seeking[family] = state, False
            self.changed |= 1 << state

    def refuse(self) -> None:
        """Refuse families at which states point, by lot, until one is refused by the state at which it points."""
        self.changed = (1 << self.states) - 1
        for family in sorted(set(self.pointee), key=self.picks.__getitem__):
            target = self._favourite(family)
            for step in range(self.steps[family], self.states):
                state: int = self.ranked[family, step]
                if state in (NOWHERE, self.state[family]):
                    break
                if not self._fits(family, state):
                    self.refused[family] |= 1 << state
            if self.refused[family] >> target & 1:
                return
