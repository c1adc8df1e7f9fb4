"""All states that one family could have gone to, the best at the prices first: the long form of its explanation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.matching.explain import Explanation
from fairshare.matching.margins import TIE
from fairshare.matching.wording import link_of


@dataclass(frozen=True, slots=True)
class Option:
    """A state that a family may go to. ``value``, ``price`` and ``surplus`` are points for one person's place.

    ``link``: its link there in words, empty if none, and what that ``counts``; ``room``: all places that the family
    could use if it came first, ``left``: those that are left; ``chosen``: the family is placed here.
    """

    state: str
    value: float
    price: float
    surplus: float
    link: str
    counts: float
    room: int
    left: int
    chosen: bool


def options(explanation: Explanation, family: int) -> tuple[Option, ...]:
    """The states open to a family, by surplus; of equal ones first where it is placed, then by code."""
    ground, problem = explanation.ground, explanation.problem
    block = ground.block(family, family + 1)
    group = ground.group[family]
    found = []
    for state in np.flatnonzero(block.open[0]).tolist():
        kind, counts = link_of(explanation, family, state)
        found.append(
            Option(
                state=problem.states[state],
                value=float(block.value[0, state]),
                price=float(ground.price[group, state]),
                surplus=float(block.surplus[0, state]),
                link=kind,
                counts=counts,
                room=int(ground.room[group, state]),
                left=int(ground.free[group, state]),
                chosen=state == int(explanation.state[family]),
            )
        )
    return tuple(sorted(found, key=lambda option: (-round(option.surplus / TIE), not option.chosen, option.state)))
