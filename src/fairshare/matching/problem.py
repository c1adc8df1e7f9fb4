"""One instance of the matching: families, their links, and the places, as columns.

Families stand in the order of their case numbers, so that nothing can depend on the order of rows in a file. States are
numbered by their place in ``states``, which is sorted. A *row* is a row of quotas: general places of a state, or places
that a state keeps for people present in one benefitting state (a bilateral agreement).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairshare.matching.policy import Policy

Ints: TypeAlias = NDArray[np.int64]
"""Whole numbers: persons, places, numbers of families, states and rows."""
Floats: TypeAlias = NDArray[np.float64]
"""Values and prices."""
Bools: TypeAlias = NDArray[np.bool_]

NOWHERE = -1
"""In a column of states: not placed. In a column of benefitting states: any."""


@dataclass(frozen=True)
class Problem:
    """Families, links and places. No array is ever written to.

    Per family (n): ``persons`` (1 or more), ``present_in`` (state number), ``vulnerable``, ``eligible`` and
    ``nationality`` (number of a nationality, -1 unknown). Links (m), sorted by family and state, at most one a pair:
    ``link_family``, ``link_state``, ``link`` (the greatest kind weight times strength of the pair, above 0). Pairs that
    must not be made (b): ``barred_family``, ``barred_state``. Rows of quotas (r): ``row_state``, ``row_present`` (state
    number, or :data:`NOWHERE` for anyone), ``places`` (persons, 0 or more).
    """

    states: tuple[str, ...]
    persons: Ints
    present_in: Ints
    vulnerable: Bools
    eligible: Bools
    nationality: Ints
    link_family: Ints
    link_state: Ints
    link: Floats
    barred_family: Ints
    barred_state: Ints
    row_state: Ints
    row_present: Ints
    places: Ints
    policy: Policy

    @property
    def families(self) -> int:
        """How many families there are."""
        return len(self.persons)

    @cached_property
    def base(self) -> Floats:
        """Value of one person's place without any link, by family (n)."""
        return np.where(self.vulnerable, float(self.policy.place + self.policy.vulnerable), float(self.policy.place))

    @cached_property
    def link_value(self) -> Floats:
        """What each link (m) adds to the value of one person's place."""
        return float(self.policy.links) * self.link

    @cached_property
    def open_to(self) -> Ints:
        """By present state (s): a bit for each state with a row of quotas for people present there, but their own."""
        bits = np.zeros(len(self.states), np.int64)
        for state, present in zip(self.row_state.tolist(), self.row_present.tolist(), strict=True):
            bits[slice(None) if present == NOWHERE else present] |= 1 << state
        return bits & ~(1 << np.arange(len(self.states)))

    @cached_property
    def allowed(self) -> Ints:
        """By family (n): a bit for each state that it may go to; none for a family that is not eligible.

        No pair with the state of presence, with an exclusion, or without a row of quotas (a row of 0 places counts)."""
        bits = np.where(self.eligible, self.open_to[self.present_in], 0)
        np.bitwise_and.at(bits, self.barred_family, ~(1 << self.barred_state))
        return bits

    def may_go(self, family: Ints, state: Ints) -> Bools:
        """Whether each family may go to the state beside it."""
        return (self.allowed[family] >> state & 1).astype(np.bool_)

    @cached_property
    def linked(self) -> Bools:
        """By family (n): whether it has a link to a state that it may go to."""
        found = np.zeros(self.families, np.bool_)
        found[self.link_family[self.may_go(self.link_family, self.link_state)]] = True
        return found

    def link_at(self, state: Ints) -> Floats:
        """By family (n): the link to the state where it is placed, 0 if none or :data:`NOWHERE`."""
        found = np.zeros(self.families)
        hit = state[self.link_family] == self.link_state
        found[self.link_family[hit]] = self.link[hit]
        return found

    def value_at(self, state: Ints) -> Floats:
        """By family (n): the value of its placement, 0 for :data:`NOWHERE`."""
        per_person = self.base + float(self.policy.links) * self.link_at(state)
        return np.where(state == NOWHERE, 0.0, self.persons * per_person)


@dataclass(frozen=True)
class Placement:
    """What a mechanism proposes: the state of each family (n), or :data:`NOWHERE`."""

    problem: Problem
    state: Ints
    mechanism: str
