"""Kinds of families: what nothing distinguishes becomes one whole number per state, and a lot decides who is meant.

Families of the same persons, state of presence, states they may go to, vulnerability and links (and of the same
group, where a fairness rule knows groups) are of one *kind*. A *column* is a kind and a state that it may go to; its
count says how many of the kind go there. Kinds and columns are numbered by their attributes, so nothing here depends on
the order of families.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fairshare.matching.policy import WEIGHTS
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem


@dataclass(frozen=True)
class Kinds:
    """The kinds of families of one problem, and its columns.

    ``group`` is a label of each family (n) that keeps families apart. Without ``links`` families of different links are
    of one kind, and :attr:`link` and :attr:`value` mean nothing.
    """

    problem: Problem
    group: Ints | None = None
    links: bool = True

    @cached_property
    def of(self) -> Ints:
        """The kind of each family (n)."""
        problem = self.problem
        parts = [problem.persons, problem.present_in, problem.allowed, problem.vulnerable.astype(np.int64)]
        parts += [] if self.group is None else [self.group]
        kind = np.zeros(problem.families, np.int64)
        for part in parts:
            kind = _told_apart(kind, part)
        may = problem.may_go(problem.link_family, problem.link_state) & self.links
        for state in np.unique(problem.link_state[may]).tolist():
            here, link = may & (problem.link_state == state), np.zeros(problem.families)
            link[problem.link_family[here]] = problem.link[here]
            kind = _told_apart(kind, link)
        return kind

    @cached_property
    def example(self) -> Ints:
        """One family of each kind (k), to read attributes from."""
        return np.unique(self.of, return_index=True)[1]

    @cached_property
    def room(self) -> Ints:
        """Places in all, by state and state of presence (s x s): general ones and those kept for it."""
        problem = self.problem
        room = np.zeros((len(problem.states), len(problem.states)), np.int64)
        for state, present, places in zip(problem.row_state, problem.row_present, problem.places, strict=True):
            room[state, slice(None) if present == NOWHERE else present] += places
        return room

    @cached_property
    def _columns(self) -> tuple[Ints, Ints, Ints]:
        """By column (c): the kind, the state, and the greatest count that numbers and places allow (above 0)."""
        problem, example = self.problem, self.example
        may = (problem.allowed[example][:, None] >> np.arange(len(problem.states)) & 1).astype(np.bool_)
        fit = self.room.T[problem.present_in[example]] // problem.persons[example][:, None]
        most = np.minimum(fit, np.bincount(self.of, minlength=len(example))[:, None])
        kind, state = np.nonzero(may & (most > 0))
        return kind, state, most[kind, state]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.kind)

    @property
    def kind(self) -> Ints:
        """The kind of each column (c)."""
        return self._columns[0]

    @property
    def state(self) -> Ints:
        """The state of each column (c)."""
        return self._columns[1]

    @property
    def most(self) -> Ints:
        """The greatest count of each column (c)."""
        return self._columns[2]

    @cached_property
    def column(self) -> Ints:
        """The number of the column by kind and state (k x s), :data:`NOWHERE` if there is none."""
        column = np.full((len(self.example), len(self.problem.states)), NOWHERE)
        column[self.kind, self.state] = np.arange(self.columns)
        return column

    @cached_property
    def family(self) -> Ints:
        """One of the families of each column (c), to read attributes from."""
        return self.example[self.kind]

    @cached_property
    def persons(self) -> Floats:
        """Persons of one family, by column (c)."""
        return self.problem.persons[self.family].astype(np.float64)

    @cached_property
    def vulnerable(self) -> Bools:
        """Whether the families are vulnerable, by column (c)."""
        return self.problem.vulnerable[self.family]

    @cached_property
    def link(self) -> Floats:
        """The link of a family to the state, by column (c)."""
        problem, found = self.problem, np.zeros(self.columns)
        column = self.column[self.of[problem.link_family], problem.link_state]
        found[column[column != NOWHERE]] = problem.link[column != NOWHERE]
        return found

    @cached_property
    def value(self) -> Floats:
        """The value of one family, by column (c), in units of the policy's greatest weight.

        The weights are divided exactly, so that no common factor of all weights can change a digit.
        """
        weights = [getattr(self.problem.policy, weight) for weight in WEIGHTS]
        place, vulnerable, links = (float(weight / (max(weights) or 1)) for weight in weights)
        return self.persons * (place + vulnerable * self.vulnerable + links * self.link)

    def counts(self, state: Ints) -> Ints:
        """The counts (c) of a placement (n)."""
        placed = np.flatnonzero(state != NOWHERE)
        return np.bincount(self.column[self.of[placed], state[placed]], minlength=self.columns)

    def draw(self, counts: Ints, seed: int) -> Ints:
        """A placement (n) with these counts (c): families of one kind are put into an order by lot.

        If links do not tell kinds apart, families go first where their links are, as long as counts allow.
        """
        lots = np.random.default_rng(seed).permutation(self.problem.families)
        state, counts = np.full(self.problem.families, NOWHERE), counts.copy()
        if not self.links:
            self._honour(state, counts, lots)
        order = lots[state[lots] == NOWHERE]
        order = order[np.argsort(self.of[order], kind="stable")]
        every = np.bincount(self.of[order], minlength=len(self.example))
        left = every - np.bincount(self.kind, weights=counts, minlength=len(every)).astype(np.int64)
        slots = np.argsort(np.concatenate([self.kind, np.arange(len(every))]), kind="stable")
        to = np.concatenate([self.state, np.full(len(every), NOWHERE)])[slots]
        state[order] = np.repeat(to, np.concatenate([counts, left])[slots])
        return state

    def _honour(self, state: Ints, counts: Ints, lots: Ints) -> None:
        """Place families where their links are, the greatest first, and take them from the counts; both in place.

        In each round every family asks for the best link that has room, and a column takes the best of those who ask.
        """
        problem = self.problem
        turn = np.empty_like(lots)
        turn[lots] = np.arange(len(lots))
        column = self.column[self.of[problem.link_family], problem.link_state]
        link = np.flatnonzero(column != NOWHERE)
        link = link[np.lexsort((turn[problem.link_family[link]], -problem.link[link]))]
        while len(link):
            first = np.sort(np.unique(problem.link_family[link], return_index=True)[1])
            asks = column[link[first]]
            by_column = np.argsort(asks, kind="stable")
            rank = np.empty_like(asks)
            rank[by_column] = np.arange(len(asks)) - np.searchsorted(asks[by_column], asks[by_column])
            taken = link[first[rank < counts[asks]]]
            state[problem.link_family[taken]] = problem.link_state[taken]
            counts -= np.bincount(column[taken], minlength=self.columns)
            link = link[(state[problem.link_family[link]] == NOWHERE) & (counts[column[link]] > 0)]


def _told_apart(kind: Ints, part: Ints | Floats) -> Ints:
    """Kinds told apart by one more attribute, numbered anew from 0 in the order of (kind, attribute)."""
    values, number = np.unique(part, return_inverse=True)
    both: Ints = np.unique(kind * max(len(values), 1) + number, return_inverse=True)[1].astype(np.int64)
    return both
