"""Families to places by the optimal matching of :mod:`fairshare.matching`, instead of by lot."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.mechanisms.interface import Bools
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import Problem
from fairshare.simulation.course import Rows
from fairshare.simulation.inputs import NOWHERE, STATES, Codes, Floats, Ints, N

_POLICY: Final = Policy()
_FAMILY: Final = float(_POLICY.kinds["family"])
_WISH: Final = float(_POLICY.kinds["cultural"])
"""A wish stands for links of culture, the strongest kind after the family that figures of stocks can tell of."""


def place(sizes: Rows, here: Codes, kin: Codes, wished: Codes, vulnerable: Bools, quotas: Ints, seed: int) -> Codes:
    """The target of each family, ``NOWHERE`` where it has none; the placement of greatest value under the usual policy.

    ``quotas``: places by state where the families are and target. Links are relatives (Article 67(3)) and wishes.
    """
    present, target = np.nonzero(quotas > 0)
    family, state, link = _links(here, kin, wished)
    none = np.zeros(0, np.int64)
    problem = Problem(
        states=STATES,
        persons=sizes.astype(np.int64),
        present_in=here.astype(np.int64),
        vulnerable=vulnerable,
        eligible=np.ones(sizes.size, np.bool_),
        nationality=np.full(sizes.size, -1, np.int64),
        link_family=family,
        link_state=state,
        link=link,
        barred_family=none,
        barred_state=none,
        row_state=target,
        row_present=present,
        places=quotas[present, target],
        policy=_POLICY,
    )
    found = solve(problem, seed).state
    return np.where(found < 0, NOWHERE, found).astype(np.uint8)


def _links(here: Codes, kin: Codes, wished: Codes) -> tuple[Ints, Ints, Floats]:
    """Family, state and strength of each link to another state, sorted, at most one a pair."""
    best = np.zeros((here.size, N))
    for state, strength in ((wished, _WISH), (kin, _FAMILY)):
        rows = np.flatnonzero((state != NOWHERE) & (state != here))
        best[rows, state[rows]] = strength
    family, linked = np.nonzero(best)
    return family.astype(np.int64), linked.astype(np.int64), best[family, linked]
