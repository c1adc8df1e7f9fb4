"""How near the mix of unlinked families at each destination is to the mix of all that are placed: for the report.

The index of dissimilarity of an attribute at a destination is half the sum, over categories, of the differences between
the category's share there and its share of the whole: the part of the destination's families that would have to be of
another category (Duncan and Duncan, "A methodological analysis of segregation indexes", American Sociological Review
20, 1955). All counts are of families (cases).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.matching.problem import NOWHERE, Floats, Ints, Problem

SHARED: Final = ("nationality", "persons", "vulnerable")
"""The attributes whose mix the sharing looks after; ``present_in`` is shown beside them."""


@dataclass(frozen=True)
class AttributeMix:
    """One attribute: the ``categories`` found (q) as numbers of the problem, and ``counts`` by destination (d x q).

    ``dissimilarity`` (d); ``least`` (d): what it could not go below at so many whole families, were there nothing but
    this attribute; and the means of both over destinations, weighted by persons.
    """

    categories: Ints
    counts: Ints
    dissimilarity: Floats
    least: Floats
    mean: float
    mean_least: float

    @property
    def whole(self) -> Ints:
        """Families by category (q) over all destinations."""
        whole: Ints = self.counts.sum(axis=0)
        return whole


@dataclass(frozen=True)
class Mix:
    """The placed families without a link: destinations (d) by number of state, ``cases`` and ``persons`` at each.

    ``attributes``: nationality, persons (the family's size), vulnerable and present_in. ``overall``: the mean of the
    first three means, 0 the mirror of the whole, 1 nothing in common.
    """

    states: Ints
    cases: Ints
    persons: Ints
    attributes: Mapping[str, AttributeMix]

    @property
    def overall(self) -> float:
        """One figure for the whole of the sharing."""
        return float(np.mean([self.attributes[name].mean for name in SHARED]))


@cites("AMMR 67(4)", invariants=("I39",))
def mix(problem: Problem, state: Ints) -> Mix:
    """The mix of the families without a link that the placement ``state`` (n) places, by destination."""
    family = np.flatnonzero(~problem.linked & (state != NOWHERE))
    cases = np.bincount(state[family], minlength=len(problem.states))
    states = np.flatnonzero(cases)
    at = (np.cumsum(cases > 0) - 1)[state[family]]
    persons = np.bincount(at, weights=problem.persons[family], minlength=len(states)).astype(np.int64)
    columns = {
        "nationality": problem.nationality,
        "persons": problem.persons,
        "vulnerable": problem.vulnerable.astype(np.int64),
        "present_in": problem.present_in,
    }
    attributes = {name: _attribute(column[family], at, persons) for name, column in columns.items()}
    return Mix(states, cases[states], persons, attributes)


def _attribute(values: Ints, at: Ints, persons: Ints) -> AttributeMix:
    low = int(values.min(initial=0))
    high = int(values.max(initial=low)) - low + 1
    table = np.bincount(at * high + values - low, minlength=len(persons) * high).reshape(-1, high)
    found = np.flatnonzero(table.any(axis=0))
    counts = table[:, found]
    cases, whole = counts.sum(axis=1), counts.sum(axis=0) / max(len(values), 1)
    far = 0.5 * np.abs(counts / cases[:, None] - whole).sum(axis=1)
    least = np.array([_least(whole, int(number)) for number in cases])
    weights = persons / max(int(persons.sum()), 1)
    return AttributeMix(found + low, counts, far, least, float(far @ weights), float(least @ weights))


def _least(whole: Floats, cases: int) -> float:
    """The dissimilarity of so many families at the nearest: whole parts, and the greatest remainders one more."""
    exact = whole * cases
    parts = np.floor(exact + 1e-9)
    more = round(cases - parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:more]] += 1
    return float(0.5 * np.abs(parts / cases - whole).sum())
