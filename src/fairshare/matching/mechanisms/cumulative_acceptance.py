"""Cumulative multidimensional deferred acceptance (CMDA): the best placement for families in which no envy is strong.

Source: Delacrétaz, Kominers and Teytelboym, "Matching Mechanisms for Refugee Resettlement", American Economic Review
113(10), 2023. A state holds a family that asks for it if it can accommodate it alongside all families of higher
priority that ask for it or were refused by it; else it refuses it for good.

Here there is one dimension, persons, with rows of quotas kept for people present in one benefitting state. As the paper
looks only at services that a family needs, a family that finds room on the places kept for those present where it is
needs no general places, whoever stands on those. So a state *can accommodate* family f alongside others if, people
using the kept places first,

- the persons present where f is, f among them, are no more than the places kept for them, or
- the persons beyond kept places, over all states of presence, are no more than the general places.

What holds (see :mod:`~fairshare.matching.mechanisms.envy` for the notion): no family envies another strongly, and every
family is placed at least as well as in any other placement of which that is true. With general places only, nobody
envies anybody. A family can gain by a false list (the tests have an example): by asking for a state that refuses it, it
may push out others, who then take its place elsewhere.
"""

from __future__ import annotations

import numpy as np

from fairshare.matching.mechanisms.deferred import Cuts, deferred_acceptance
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.problem import Ints, Placement, Problem


def cmda(problem: Problem, *, seed: int = 0, preferences: Preferences | None = None) -> Placement:
    """Place families by CMDA, under the given lists or those that :func:`~.preferences.derive` takes from links."""
    lists = preferences or derive(problem, seed)
    return Placement(problem, deferred_acceptance(Cuts.open(lists), tighten), "cmda")


def tighten(cuts: Cuts, state: int, asking: Ints) -> None:
    """Close each row at the first family that exceeds it. Families refused before stand behind the cuts already."""
    problem, standing = cuts.lists.problem, cuts.lists.standing[state]
    present, extra = problem.present_in[asking], problem.persons[asking].copy()
    for home in np.flatnonzero(cuts.kept_places[state]).tolist():
        mine = np.flatnonzero(present == home)
        over = np.maximum(np.cumsum(extra[mine]) - cuts.kept_places[state, home], 0)
        extra[mine] = np.diff(over, prepend=0)
        beyond = np.searchsorted(over, 0, side="right")
        if beyond < len(mine):
            cuts.kept[state, home] = min(cuts.kept[state, home], standing[asking[mine[beyond]]])
    beyond = np.searchsorted(np.cumsum(extra), cuts.general_places[state], side="right")
    if beyond < len(asking):
        cuts.general[state] = min(cuts.general[state], standing[asking[beyond]])
