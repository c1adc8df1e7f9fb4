"""Deferred acceptance: families ask, states refuse, whoever is refused asks the next state on its list.

A state's refusals are final and are held as cuts: the place in its order of priority from which it takes nobody any
more. It has one cut for the places that it keeps for people present in each benefitting state, and one for its general
places. Cuts only ever move up, so that it does not matter in which order families ask (McVitie and Wilson, "The stable
marriage problem", Communications of the ACM 14, 1971): all who are free ask at once. What a mechanism adds is how a cut
follows from those who ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fairshare.matching.mechanisms.accommodation import capacity
from fairshare.matching.mechanisms.preferences import Places, Preferences
from fairshare.matching.problem import NOWHERE, Bools, Ints


@dataclass(frozen=True)
class Cuts:
    """Where the states stop. ``kept`` (s x s, by state and state of presence) and ``general`` (s) are places in the
    state's order: a family that stands there or after is refused those places. Both arrays are moved up in place.
    ``kept_places`` and ``general_places`` are what there is, in the same shapes."""

    lists: Preferences
    kept_places: Ints
    general_places: Ints
    kept: Places
    general: Places

    @classmethod
    def open(cls, lists: Preferences) -> Cuts:
        """The cuts before anyone has asked: only rows without places are closed."""
        general, kept = capacity(lists.problem)
        last = np.int32(lists.problem.families)
        cut_kept, cut_general = (np.where(row > 0, last, 0).astype(np.int32) for row in (kept, general))
        return cls(lists, kept, general, cut_kept, cut_general)

    def on_kept(self, family: Ints, state: Ints | int) -> Bools:
        """Whether each family is let in on places kept for those present where it is."""
        found: Bools = self.lists.standing[state, family] < self.kept[state, self.lists.problem.present_in[family]]
        return found

    def admit(self, family: Ints, state: Ints | int) -> Bools:
        """Whether each family is not refused by the state beside it."""
        found: Bools = self.on_kept(family, state) | (self.lists.standing[state, family] < self.general[state])
        return found


Tighten = Callable[[Cuts, int, Ints], None]
"""Moves the cuts of one state up, given all who ask for it or are held by it, in its order of priority."""


def deferred_acceptance(cuts: Cuts, tighten: Tighten) -> Ints:
    """Run to the end: the state (n) that holds each family when nobody is refused any more.

    Takes at most one round a pair of family and state; a round looks only at states that were asked in it.
    """
    standing = cuts.lists.standing
    families = cuts.lists.problem.families
    state, step = np.full(families, NOWHERE), np.zeros(families, np.int64)
    free = np.arange(families)
    while len(free):
        _ask(cuts, state, step, free)
        refused = []
        for asked in np.unique(state[free][state[free] != NOWHERE]).tolist():
            held = np.flatnonzero(state == asked)
            held = held[np.argsort(standing[asked, held])]
            tighten(cuts, asked, held)
            refused.append(held[~cuts.admit(held, asked)])
        free = np.concatenate(refused) if refused else free[:0]
    return state


def _ask(cuts: Cuts, state: Ints, step: Ints, free: Ints) -> None:
    """Let each free family ask the first state on its list that has not refused it (in place)."""
    ranked = cuts.lists.ranked
    looking, states = free, ranked.shape[1]
    while len(looking):
        to = ranked[looking, np.minimum(step[looking], states - 1)].astype(np.int64)
        to[step[looking] == states] = NOWHERE
        state[looking] = to
        asks = to != NOWHERE
        looking, to = looking[asks], to[asks]
        looking = looking[~cuts.admit(looking, to)]
        step[looking] += 1
