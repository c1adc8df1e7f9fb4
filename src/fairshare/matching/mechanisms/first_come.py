"""First come, first served: each family in turn takes the best place that is left.

Model: serial dictatorship with links as preferences (the state of the greatest link that has room, any state with room
by lot if there is none). Families come in a given order, such as that of arrival, or in the order of a lottery.
Source: Abdulkadiroğlu and Sönmez, "Random serial dictatorship and the core from random endowments in house allocation
problems", Econometrica 66 (1998).
Guarantee: no family prefers a state that had room for it in its turn; stating other links never helps. The order
decides everything, vulnerable persons have no precedence, and the value can stay far below the optimum: a baseline.
"""

from __future__ import annotations

import numpy as np

from fairshare.faults import bad_argument
from fairshare.matching.problem import Ints, Placement, Problem
from fairshare.matching.room import Room


def first_come(problem: Problem, *, seed: int = 0, arrivals: Ints | None = None) -> Placement:
    """Serve families in the order of ``arrivals`` (numbers of families, each once), or in that of a lottery.

    Raises :class:`~fairshare.faults.BadInputError` for an order that misses or repeats a family.
    """
    rng, room = np.random.default_rng(seed), Room(problem)
    order = rng.permutation(problem.families) if arrivals is None else np.asarray(arrivals, np.int64)
    if not np.array_equal(np.sort(order), np.arange(problem.families)):
        raise bad_argument(
            "arrivals", "is no order of the families", f"each number from 0 to {problem.families - 1} once"
        )
    room.take_turns(order, rng)
    return Placement(problem, room.state, "first-come")
