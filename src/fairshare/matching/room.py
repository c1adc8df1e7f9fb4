"""Places that are left while families are placed one after the other, taken in runs instead of one by one.

People present in B use the places that a state keeps for B first, then its general ones; a family may be counted on
both. Places only become fewer, so a state that has no room for some size never has it again: a run of families ends
only where one no longer fits, which happens at most once a size and row of quotas. So a million families take a few
hundred runs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem

_WINDOW: Final = 4096
_LOT: Final = 1e-9  # decides between equal links; strengths in use differ by more


class Room:
    """Places left, and the families placed so far: ``state`` (n)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.state = np.full(problem.families, NOWHERE)
        self._general = np.zeros(len(problem.states), np.int64)
        self._kept = np.zeros((len(problem.states), len(problem.states)), np.int64)  # by state of presence, by state
        for state, present, places in zip(problem.row_state, problem.row_present, problem.places, strict=True):
            if present == NOWHERE:
                self._general[state] += places
            else:
                self._kept[present, state] += places

    def put(self, families: Ints, states: Ints) -> bool:
        """Place families (each once) all together, and whether there was room for all of them."""
        return self._take(families, states) == len(families)

    def take_pairs(self, family: Ints, state: Ints) -> None:
        """Go through pairs in their order: each is made if the family is not yet placed and the state has room."""
        for start in range(0, len(family), _WINDOW):
            families, states = family[start : start + _WINDOW], state[start : start + _WINDOW]
            while len(families):
                still = (self.state[families] == NOWHERE) & self._fits(families)[np.arange(len(families)), states]
                families, states = families[still], states[still]
                first = np.sort(np.unique(families, return_index=True)[1])  # a family's later pairs wait for this one
                run = self._take(families[first], states[first])
                rest = first[run] if run < len(first) else len(families)
                families, states = families[rest:], states[rest:]

    def take_turns(self, families: Ints, rng: np.random.Generator, *, links: bool = True) -> None:
        """Go through families in their order: each takes the state of its greatest link that has room, or one by lot.

        Without ``links`` every state with room is as good as any other.
        """
        for start in range(0, len(families), _WINDOW):
            turn = families[start : start + _WINDOW]
            score = _LOT * rng.random((len(turn), len(self.problem.states)))
            if links:
                score += self._links(turn)
            may = (self.problem.allowed[turn][:, None] >> np.arange(score.shape[1]) & 1).astype(np.bool_)
            while len(turn):
                fits = may & self._fits(turn)
                still = fits.any(axis=1)
                turn, score, may = turn[still], score[still], may[still]
                states = np.where(fits[still], score, -1.0).argmax(axis=1) if len(turn) else turn
                run = self._take(turn, states)
                turn, score, may = turn[run:], score[run:], may[run:]

    def _fits(self, families: Ints) -> Bools:
        """Whether each state has room for each of these families alone (f x s)."""
        problem = self.problem
        fits: Bools = (self._kept + self._general)[problem.present_in[families]] >= problem.persons[families][:, None]
        return fits

    def _links(self, families: Ints) -> Floats:
        """The links of these families (f x s)."""
        problem, links = self.problem, np.zeros((len(families), len(self.problem.states)))
        bounds = np.searchsorted(problem.link_family, [families, families + 1])
        many = bounds[1] - bounds[0]
        row = np.repeat(np.arange(len(families)), many)
        link = np.arange(len(row)) - np.repeat(np.cumsum(many) - many - bounds[0], many)
        links[row, problem.link_state[link]] = problem.link[link]
        return links

    def _take(self, families: Ints, states: Ints) -> int:
        """Place families (each once) in their order up to the first that does not fit; how many were placed."""
        persons, present = self.problem.persons[families], self.problem.present_in[families]
        row = present * len(self.problem.states) + states
        kept, general = self._kept.reshape(-1), self._general
        order, sums = _running(row, persons)
        over = np.maximum(sums - kept[row[order]], 0)  # persons of this row on general places up to here
        step = np.empty_like(over)
        step[order] = over - np.where(np.append(False, row[order][1:] == row[order][:-1]), np.append(0, over[:-1]), 0)
        order, sums = _running(states, step)
        run = int(order[sums > general[states[order]]].min(initial=len(families)))
        used = np.bincount(row[:run], weights=persons[:run], minlength=len(kept)).astype(np.int64)
        general -= np.maximum(used - kept, 0).reshape(self._kept.shape).sum(axis=0)
        kept -= np.minimum(used, kept)
        self.state[families[:run]] = states[:run]
        return run


def _running(key: Ints, amount: Ints) -> tuple[Ints, Ints]:
    """The order that sorts by key, and in it the running sum of amounts within each key."""
    order = np.argsort(key, kind="stable")
    sums = np.cumsum(amount[order])
    begins = np.flatnonzero(np.append(True, key[order][1:] != key[order][:-1])[: len(key)])
    before = np.append(0, sums)[begins]
    return order, sums - np.repeat(before, np.diff(np.append(begins, len(key))))


def places_left(problem: Problem, state: Ints) -> Ints:
    """The places that a placement (n) leaves, by row of quotas (r)."""
    placed, size = np.flatnonzero(state != NOWHERE), len(problem.states)
    pair = state[placed] * size + problem.present_in[placed]
    persons = np.bincount(pair, problem.persons[placed], size * size).astype(np.int64).reshape(size, size)
    kept = problem.row_present != NOWHERE
    on_kept = np.zeros_like(persons)
    at = problem.row_state[kept], problem.row_present[kept]
    on_kept[at] = np.minimum(persons[at], problem.places[kept])
    general = (persons - on_kept).sum(axis=1)
    return problem.places - np.where(kept, on_kept[problem.row_state, problem.row_present], general[problem.row_state])


def without(problem: Problem, state: Ints, settled: Bools) -> Problem:
    """What is left to decide if some families (n) stay where a placement puts them: the others, without any link.

    A placement of both keeps to the places just if that of the others keeps to what is left.
    """
    none = np.empty(0, np.int64)
    places = places_left(problem, np.where(settled, state, NOWHERE))
    return replace(
        problem,
        eligible=problem.eligible & ~settled,
        places=places,
        link_family=none,
        link_state=none,
        link=np.empty(0),
    )
