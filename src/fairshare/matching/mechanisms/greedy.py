"""The greedy baseline: the best pair first, as long as there is room.

Model: pairs of families and states in the order of value per person, vulnerable families before all others, equal pairs
by lot. A family without a link is as good anywhere, so its turn comes after the links of its class, and a lot decides
where it goes among the states with room.
Source: Dantzig, "Discrete-variable extremum problems", Operations Research 5 (1957): by value per unit of room.
Guarantee: feasible, and no family is left out while a state that it may go to has room for it. Nothing more: the value
can stay far below the optimum. It is here to be compared with, and as a start for branch and bound.
"""

from __future__ import annotations

import numpy as np

from fairshare.matching.problem import NOWHERE, Placement, Problem
from fairshare.matching.room import Room


def greedy(problem: Problem, *, seed: int = 0) -> Placement:
    """Make the best pair that still fits, again and again; ``seed`` for the lots. A million families take seconds."""
    rng, room = np.random.default_rng(seed), Room(problem)
    lots = rng.permutation(problem.families)
    may = np.flatnonzero(problem.may_go(problem.link_family, problem.link_state))
    order = may[np.lexsort((rng.random(len(may)), -problem.link[may]))]
    for first in (True, False):  # within a class the value per person has the order of links
        pairs = order[problem.vulnerable[problem.link_family[order]] == first]
        room.take_pairs(problem.link_family[pairs], problem.link_state[pairs])
        rest = lots[(problem.vulnerable[lots] == first) & (room.state[lots] == NOWHERE)]
        room.take_turns(rest, rng, links=False)
    return Placement(problem, room.state, "greedy")
