"""Places that a state keeps for people present in one benefitting state, as far as they bind the sharing.

People present in B use the places kept for B first, then general ones. As long as a destination has general places for
all its unlinked persons, the places that it keeps bind nobody. Otherwise persons have to be counted by *party* too: one
party for each state of presence with kept places there, and party 0 for everyone else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem

_NOTHING: Final = 1e-100


@dataclass(frozen=True)
class Agreements:
    """``party`` by state of presence (s); ``kept``: places left for a party in a column (parties x c); ``general``:
    general places left in a column (c), so many that they never bind where nothing is kept."""

    party: Ints
    kept: Ints
    general: Ints

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return len(self.kept)

    def held(self, column: int, persons: Ints) -> Bools:
        """Whether persons by party (… x parties) in one column keep to its places (…)."""
        held: Bools = np.maximum(persons - self.kept[:, column], 0).sum(axis=-1) <= self.general[column]
        return held

    def hold(self, persons: Ints) -> bool:
        """Whether persons by party and column (parties x c) keep to the places."""
        return all(self.held(column, persons[:, column]) for column in range(1, persons.shape[1]))

    def fitted(self, persons: Floats, seats: Ints) -> Floats:
        """Persons by party and column scaled so that they fill the ``seats`` of each column and keep to the places.

        Where general places would not do, those above their kept places share the general ones in proportion, and the
        others grow in proportion up to theirs (a projection in relative entropy on what a column allows).
        """
        fitted: Floats = persons * (seats / np.maximum(persons.sum(axis=0), _NOTHING))
        over = np.flatnonzero(np.maximum(fitted - self.kept, 0).sum(axis=0) > self.general * (1 + 1e-12))
        for column in over.tolist():
            kept, general = self.kept[:, column].astype(np.float64), float(self.general[column])
            part = persons[:, column]
            grown = _level(part, kept, float(seats[column]) - general)
            fitted[:, column] = np.minimum(grown * part, kept) + _above(part, kept, general)
        return fitted


def binding(problem: Problem, state: Ints, columns: Ints, rank: Ints) -> Agreements:
    """What binds unlinked families under a feasible placement; parties in the order of the states' ``rank``."""
    states, aims = len(problem.states), columns[1:]
    party = np.zeros(states, np.int64)
    if not (problem.row_present != NOWHERE).any():
        return Agreements(party, np.zeros((1, len(columns)), np.int64), np.full(len(columns), np.iinfo(np.int64).max))
    kept, general = _left(problem, state)
    unlinked = np.flatnonzero(~problem.linked & (state != NOWHERE))
    persons = np.bincount(state[unlinked], weights=problem.persons[unlinked], minlength=states)
    kept[:, persons <= general] = 0
    parties = np.flatnonzero(kept[:, aims].any(axis=1))
    parties = parties[np.argsort(rank[parties])]
    party[parties] = 1 + np.arange(len(parties))
    most = np.where(kept.any(axis=0), general, np.iinfo(np.int64).max)
    left = np.zeros((1 + len(parties), len(columns)), np.int64)
    left[1:, 1:] = kept[np.ix_(parties, aims)]
    return Agreements(party, left, np.append(np.iinfo(np.int64).max, most[aims]))


def _left(problem: Problem, state: Ints) -> tuple[Ints, Ints]:
    """Places that linked families leave: kept ones by state of presence and state (s x s), and general ones (s)."""
    states = len(problem.states)
    kept, general = np.zeros((states, states), np.int64), np.zeros(states, np.int64)
    anyone = problem.row_present == NOWHERE
    np.add.at(general, problem.row_state[anyone], problem.places[anyone])
    np.add.at(kept, (problem.row_present[~anyone], problem.row_state[~anyone]), problem.places[~anyone])
    linked = np.flatnonzero(problem.linked & (state != NOWHERE))
    pair = problem.present_in[linked] * states + state[linked]
    taken = np.bincount(pair, weights=problem.persons[linked], minlength=states**2).astype(np.int64)
    over = taken.reshape(states, states) - kept
    return np.maximum(-over, 0), general - np.maximum(over, 0).sum(axis=0)


def _level(part: Floats, kept: Floats, amount: float) -> float:
    """The factor at which the parts, each capped at what is kept, come to the amount (or to all that is kept)."""
    ratio, part, kept = _by_ratio(part, kept)
    factor = (amount - np.cumsum(kept) + kept) / np.cumsum(part[::-1])[::-1]
    within = np.flatnonzero(factor <= ratio)
    return float(factor[within[0]] if len(within) else ratio[-1])


def _above(part: Floats, kept: Floats, amount: float) -> Floats:
    """What stands above the kept places when the parts are scaled so that it comes to the amount."""
    ratio, parts, places = _by_ratio(part, kept)
    factor = (amount + np.cumsum(places)) / np.cumsum(parts)
    last = int(np.flatnonzero(factor >= ratio).max(initial=0))
    above: Floats = np.maximum(factor[last] * part - kept, 0.0)
    return above


def _by_ratio(part: Floats, kept: Floats) -> tuple[Floats, Floats, Floats]:
    """Kept places by part, the parts and the kept places of those with a part, sorted by the first."""
    some = np.flatnonzero(part > 0)
    ratio = kept[some] / part[some]
    order = np.argsort(ratio)
    return ratio[order], part[some][order], kept[some][order]
