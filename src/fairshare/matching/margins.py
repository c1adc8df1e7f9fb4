"""What each family finds at the prices: its value, the price and the room in every state. A matrix, block by block.

The *surplus* of a state for a family is the value of one person's place there less its price. At exact prices of
places that could be divided every family is where its surplus is greatest, and nowhere if none is above 0: that is
complementary slackness, and every explanation rests on it. Whole families can make exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from fairshare.matching.demand import Stations, stations
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem

BLOCK: Final = 1 << 15
"""Families weighed at a time: a block of them with all states stays in the processor's cache."""
TIE: Final = 1e-6
"""Points a person within which two surpluses are one: prices are computed numbers."""


@dataclass(frozen=True)
class Block:
    """Families ``first`` to ``first + k`` against all states (k x s): ``value`` and ``surplus`` of one person's place.

    ``open``: the family may go there; ``fits``: and the state has places for all of it, were it to come first.
    """

    first: int
    value: Floats
    surplus: Floats
    open: Bools
    fits: Bools


@dataclass(frozen=True)
class Ground:
    """A problem at prices (one per row of quotas), with a placement: what a family finds where it may go.

    A *group* is all people for whom the same places are kept (:class:`~fairshare.matching.demand.Stations`).
    """

    problem: Problem
    prices: Floats
    state: Ints

    @cached_property
    def stations(self) -> Stations:
        """Which rows of quotas serve whom."""
        return stations(self.problem)

    @cached_property
    def group(self) -> Ints:
        """By family (n): its group of presence."""
        return self.stations.group[self.problem.present_in]

    @cached_property
    def price(self) -> Floats:
        """By group and state (g x s): the price of one person's place, infinite where there is no row for the group."""
        return self.stations.prices(self.prices).reshape(self.stations.general.shape)

    def _places(self, row: Ints) -> Ints:
        return np.append(self.problem.places, 0)[row]

    @cached_property
    def room(self) -> Ints:
        """By group and state (g x s): all places that the group could ever use."""
        return self._places(self.stations.general) + self._places(self.stations.kept)

    @cached_property
    def persons(self) -> Ints:
        """By group and state (g x s): persons placed."""
        placed = self.state != NOWHERE
        groups, states = self.room.shape
        code = self.group[placed] * states + self.state[placed]
        found = np.bincount(code, self.problem.persons[placed], minlength=groups * states)
        return found.astype(np.int64).reshape(groups, states)

    @cached_property
    def on_general(self) -> Ints:
        """By group and state (g x s): persons on general places, once the places kept for their group are full."""
        over: Ints = np.maximum(self.persons - self._places(self.stations.kept), 0)
        return over

    @cached_property
    def free(self) -> Ints:
        """By group and state (g x s): places left that the group can use."""
        general = self._places(self.stations.general) - self.on_general.sum(axis=0)
        left: Ints = general + np.maximum(self._places(self.stations.kept) - self.persons, 0)
        return left

    def blocks(self) -> Iterator[Block]:
        """All families, some at a time."""
        begins = range(0, self.problem.families, BLOCK)
        links = np.searchsorted(self.problem.link_family, [*begins, self.problem.families])
        for place, first in enumerate(begins):
            yield self.block(
                first, min(first + BLOCK, self.problem.families), slice(*links[place : place + 2].tolist())
            )

    def block(self, first: int, end: int, links: slice | None = None) -> Block:
        """The families ``first`` to ``end``; ``links``: where their links stand, if known."""
        problem = self.problem
        if links is None:
            links = slice(*np.searchsorted(problem.link_family, [first, end]).tolist())
        some = slice(first, end)
        value = np.repeat(problem.base[some, None], len(problem.states), axis=1)
        value[problem.link_family[links] - first, problem.link_state[links]] += problem.link_value[links]
        is_open = (problem.allowed[some, None] >> np.arange(len(problem.states)) & 1).astype(np.bool_)
        fits = is_open & (self.room[self.group[some]] >= problem.persons[some, None])
        return Block(first, value, value - self.price[self.group[some]], is_open, fits)


def upper_bound(ground: Ground, usable: Ints) -> float:
    """What the prices prove: no placement can be worth more than ``sum price * usable + sum greatest surplus``."""
    total = float(ground.prices @ usable)
    for block in ground.blocks():
        best = np.where(block.open, block.surplus, 0.0).max(axis=1, initial=0.0)
        total += float(best @ ground.problem.persons[block.first : block.first + len(best)])
    return total
