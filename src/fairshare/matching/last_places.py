"""For every row of quotas: what its last place went to, what one more would be worth, and why places are left.

The price of a row is the marginal value of a place in the relaxation, where families may be split. One more place makes
an optimum of whole families worth at most the price more for each place that families can then fill, and what the
prices leave unproved (``UB - objective``): the value of the relaxation is concave in the places.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from fairshare.matching.explain import NUMBER, Explanation
from fairshare.matching.problem import NOWHERE, Bools, Ints

UNFILLED: Final = {
    "full": "no place is left",
    "nobody-waits": "nobody whom it could take is without a place",
    "too-few-left": "the families without a place that could go there are larger than the places left",
    "no-value": "those without a place for whom it is open count nothing under these weights",
    "not-settled": "a family without a place would fit: the search ended before this was settled",
}
"""Why places of a row are left, by code."""


@dataclass(frozen=True, slots=True)
class LastPlace:
    """One row of quotas. ``row`` is its number; ``present`` is :data:`NOWHERE` for general places.

    ``usable``: persons that family sizes can fill. ``last_family``: of the families on these places the one that has
    least over the price to its next best; ``last_value`` is what its place brings and ``last_bid`` what the place
    brings over the next best, both in points a person; ``equals`` counts the families that have as little, itself
    among them. :data:`NOWHERE` and zeros if nobody is there. ``waiting``: persons of the smallest family without a
    place that could go there, 0 if there is none.
    """

    row: int
    state: int
    present: int
    places: int
    usable: int
    filled: int
    price: float
    last_family: int
    last_value: float
    last_bid: float
    equals: int
    waiting: int
    unfilled: str

    @property
    def left(self) -> int:
        """Places that nobody has."""
        return self.places - self.filled


def last_places(explanation: Explanation) -> tuple[LastPlace, ...]:
    """Every row of quotas of an explained optimum, in the order of the problem."""
    by_state = _families_by_state(explanation)
    waiting = np.flatnonzero((explanation.state == NOWHERE) & (explanation.problem.allowed != 0))
    return tuple(_row(explanation, row, by_state, waiting) for row in range(len(explanation.problem.places)))


def _families_by_state(explanation: Explanation) -> list[Ints]:
    """The families in each state."""
    order = np.argsort(explanation.state, kind="stable")
    bounds = np.searchsorted(explanation.state[order], np.arange(len(explanation.problem.states) + 1))
    return [order[first:end] for first, end in pairwise(bounds.tolist())]


def _row(explanation: Explanation, row: int, by_state: list[Ints], waiting: Ints) -> LastPlace:
    problem, ground = explanation.problem, explanation.ground
    state, present, places = int(problem.row_state[row]), int(problem.row_present[row]), int(problem.places[row])
    users = _users(explanation, row)
    if present == NOWHERE:
        filled = int(ground.on_general[:, state].sum())
    else:
        filled = min(int(ground.persons[ground.stations.group[present], state]), places)
    there = by_state[state][users[ground.group[by_state[state]]]] if filled else by_state[state][:0]
    last, value, bid, equals = _last(explanation, there)
    could = problem.allowed[waiting] >> state & 1 == 1
    could &= _serves(explanation, row)[ground.group[waiting]]
    some = waiting[could]
    return LastPlace(
        row=row,
        state=state,
        present=present,
        places=places,
        usable=int(explanation.optimum.usable[row]),
        filled=filled,
        price=float(explanation.optimum.prices[row]),
        last_family=last,
        last_value=value,
        last_bid=bid,
        equals=equals,
        waiting=int(problem.persons[some].min()) if len(some) else 0,
        unfilled=_unfilled(explanation, state, places - filled, some),
    )


def _serves(explanation: Explanation, row: int) -> Bools:
    """By group (g): whether the row is for it."""
    places, state = explanation.ground.stations, explanation.problem.row_state[row]
    serves: Bools = (places.general[:, state] == row) | (places.kept[:, state] == row)
    return serves


def _users(explanation: Explanation, row: int) -> Bools:
    """By group (g): whether some of its people are on places of the row."""
    ground, state = explanation.ground, explanation.problem.row_state[row]
    if explanation.problem.row_present[row] == NOWHERE:
        return ground.on_general[:, state] > 0
    return _serves(explanation, row)


def _last(explanation: Explanation, there: Ints) -> tuple[int, float, float, int]:
    """The family on a place that has least over its next best, its value, its bid, and how many have as little."""
    if not len(there):
        return NOWHERE, 0.0, 0.0, 0
    loss = explanation.next_loss[there]
    least = loss.min()
    equal = np.flatnonzero(loss <= least + 1e-9)
    last = int(there[equal[0]])
    return last, float(explanation.value[last]), float(explanation.price[last] + least), len(equal)


def _unfilled(explanation: Explanation, state: int, left: int, waiting: Ints) -> str:
    """Why places are left: a code of :data:`UNFILLED`."""
    if not left:
        return "full"
    if not len(waiting):
        return "nobody-waits"
    problem, ground = explanation.problem, explanation.ground
    fits = problem.persons[waiting] <= ground.free[ground.group[waiting], state]
    if not fits.any():
        return "too-few-left"
    counts = explanation.reason[waiting[fits]]
    return "no-value" if (counts == NUMBER["no-value"]).all() else "not-settled"
