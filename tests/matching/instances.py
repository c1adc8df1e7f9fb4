"""Small instances of the matching: written down by hand, drawn at random, and solved by trying everything.

Nothing here uses the code under test but the data model: feasibility and values are worked out pair by pair.

>>> both = problem([(2, "IT", False, {"DE": 0.5}), (3, "IT", True, {})], {"DE": 3, ("FR", "IT"): 2})
>>> both.states
('DE', 'FR', 'IT')
>>> brute_force(both).tolist()
[[-1, -1], [-1, 0], [0, -1], [1, -1], [1, 0]]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from hypothesis import strategies as st

from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Floats, Ints, Placement, Problem

Family: TypeAlias = tuple[int, str, bool, Mapping[str, float]]
"""Persons, state of presence, vulnerable, and the link to each state."""
Quotas: TypeAlias = Mapping[str | tuple[str, str], int]
"""Places by state, or by state and state of presence (an agreement)."""

DESTINATIONS = ("BE", "DE", "FR", "NL", "PL")
PRESENT_IN = ("EL", "IT", "BE")
"""Where families are; one of them is a destination too."""


def problem(
    families: Sequence[Family],
    quotas: Quotas,
    *,
    barred: Iterable[tuple[int, str]] = (),
    ineligible: Iterable[int] = (),
    nationality: Sequence[int] | None = None,
    policy: Policy | None = None,
) -> Problem:
    """An instance written down; families are meant by their place in the list."""
    rows = sorted((key if isinstance(key, tuple) else (key, ""), places) for key, places in quotas.items())
    barred, ineligible = sorted(set(barred)), set(ineligible)
    names = {name for (state, present), _ in rows for name in (state, present)} | {state for _, state in barred}
    names |= {family[1] for family in families} | {state for family in families for state in family[3]}
    states = tuple(sorted(names - {""}))
    number = {name: i for i, name in enumerate(states)} | {"": NOWHERE}
    links = [(i, number[name], link) for i, family in enumerate(families) for name, link in sorted(family[3].items())]

    def column(values: Iterable[object], kind: type = np.int64) -> np.ndarray:
        return np.array(list(values), kind)

    return Problem(
        states=states,
        persons=column(family[0] for family in families),
        present_in=column(number[family[1]] for family in families),
        vulnerable=column((family[2] for family in families), np.bool_),
        eligible=column((i not in ineligible for i in range(len(families))), np.bool_),
        nationality=column(nationality if nationality is not None else [-1] * len(families)),
        link_family=column(i for i, _, _ in links),
        link_state=column(state for _, state, _ in links),
        link=column((link for _, _, link in links), np.float64),
        barred_family=column(i for i, _ in barred),
        barred_state=column(number[name] for _, name in barred),
        row_state=column(number[state] for (state, _), _ in rows),
        row_present=column(number[present] for (_, present), _ in rows),
        places=column(places for _, places in rows),
        policy=policy or Policy(),
    )


# --- drawn at random ------------------------------------------------------------------------------

POLICIES = (
    Policy(),
    Policy(place=Fraction(1), vulnerable=Fraction(0), links=Fraction(5)),
    Policy(place=Fraction(0), vulnerable=Fraction(1), links=Fraction(1, 3)),
    Policy(place=Fraction(3), vulnerable=Fraction(0), links=Fraction(0)),
)


@st.composite
def problems(
    draw: st.DrawFn,
    max_families: int = 6,
    max_states: int = 3,
    agreements: bool = True,
    exclusions: bool = True,
    policies: Sequence[Policy] = POLICIES,
    min_families: int = 0,
) -> Problem:
    """A random instance with what goes wrong: ties, sizes that fit nowhere, no places, links to one's own state.

    ``max_states`` counts destinations. ``agreements`` allows rows kept for people present in one state, beside a
    general row or alone; ``exclusions`` allows barred pairs and families that are not eligible.
    """
    destinations = DESTINATIONS[: draw(st.integers(1, max_states))]
    link = st.sampled_from((0.5, 0.5, 1.0, 0.3, 0.4)) | st.floats(0.01, 1.0)
    family = st.tuples(
        st.sampled_from((1, 1, 2, 2, 3, 4, 7)),
        st.sampled_from(PRESENT_IN),
        st.booleans(),
        st.dictionaries(st.sampled_from(destinations), link, max_size=2),
    )
    families = draw(st.lists(family, min_size=min_families, max_size=max_families))
    places = st.integers(0, 9)
    quotas: dict[str | tuple[str, str], int] = {}
    for state in destinations:
        kept = draw(st.dictionaries(st.sampled_from(PRESENT_IN[:2]), places, max_size=2)) if agreements else {}
        quotas |= {(state, present): number for present, number in kept.items()}
        if not kept or draw(st.booleans()):
            quotas[state] = draw(places)
    some = st.integers(0, max(len(families) - 1, 0))
    pair, few = st.tuples(some, st.sampled_from(destinations)), 3 if exclusions and families else 0
    return problem(
        families,
        quotas,
        barred=draw(st.lists(pair, max_size=few)),
        ineligible=draw(st.lists(some, max_size=min(few, 1))),
        nationality=draw(st.lists(st.integers(-1, 1), min_size=len(families), max_size=len(families))),
        policy=draw(st.sampled_from(policies)),
    )


# --- worked out pair by pair ----------------------------------------------------------------------


def pair_values(instance: Problem) -> Floats:
    """The value of every pair (n x s); minus infinity where it must not be made."""
    rows = list(zip(instance.row_state.tolist(), instance.row_present.tolist(), strict=True))
    links = dict(
        zip(
            zip(instance.link_family.tolist(), instance.link_state.tolist(), strict=True),
            instance.link.tolist(),
            strict=True,
        )
    )
    barred = set(zip(instance.barred_family.tolist(), instance.barred_state.tolist(), strict=True))
    place, vulnerable, weight = map(float, (instance.policy.place, instance.policy.vulnerable, instance.policy.links))
    values = np.full((instance.families, len(instance.states)), -np.inf)
    for i, (persons, present) in enumerate(zip(instance.persons, instance.present_in, strict=True)):
        for state in range(len(instance.states)):
            has_row = (state, NOWHERE) in rows or (state, present) in rows
            if has_row and state != present and instance.eligible[i] and (i, state) not in barred:
                base = place + vulnerable * bool(instance.vulnerable[i])
                values[i, state] = persons * (base + weight * links.get((i, state), 0.0))
    return values


def fits(instance: Problem, state: Iterable[int]) -> bool:
    """Whether a placement keeps to the places: people use those kept for their state of presence first."""
    persons: dict[tuple[int, int], int] = {}
    for i, to in enumerate(state):
        if to != NOWHERE:
            key = to, int(instance.present_in[i])
            persons[key] = persons.get(key, 0) + int(instance.persons[i])
    rows = zip(instance.row_state.tolist(), instance.row_present.tolist(), instance.places.tolist(), strict=True)
    places = {(to, present): number for to, present, number in rows}
    general: dict[int, int] = {}
    for (to, present), number in persons.items():
        general[to] = general.get(to, 0) + max(0, number - places.get((to, present), 0))
    return all(number <= places.get((to, NOWHERE), 0) for to, number in general.items())


def feasible(placement: Placement) -> bool:
    """Whether a placement makes only pairs that may be made, and keeps to the places."""
    values, state = pair_values(placement.problem), placement.state.tolist()
    pairs = all(to == NOWHERE or values[i, to] > -np.inf for i, to in enumerate(state))
    return pairs and fits(placement.problem, state)


def brute_force(instance: Problem) -> Ints:
    """Every feasible placement (k x n), one a row: the state of each family or :data:`NOWHERE`."""
    values = pair_values(instance)
    placements: list[tuple[int, ...]] = [()]
    for i in range(instance.families):
        to = [NOWHERE, *np.flatnonzero(values[i] > -np.inf).tolist()]
        placements = [(*before, state) for before in placements for state in to if fits(instance, (*before, state))]
    return np.array(placements, np.int64).reshape(len(placements), instance.families)


def total_values(instance: Problem, placements: Ints) -> Floats:
    """The value of each placement (k) of :func:`brute_force`."""
    values = np.column_stack([pair_values(instance), np.zeros(instance.families)])  # the last column is NOWHERE, -1
    return values[np.arange(instance.families), placements].sum(axis=1)


def shuffled(instance: Problem, order: Sequence[int]) -> Problem:
    """The same instance under other case numbers: family ``order[i]`` now stands at place ``i``."""
    order = np.array(order, np.int64)
    place = np.argsort(order)
    link = np.lexsort((instance.link_state, place[instance.link_family]))
    barred = np.lexsort((instance.barred_state, place[instance.barred_family]))
    return Problem(
        states=instance.states,
        persons=instance.persons[order],
        present_in=instance.present_in[order],
        vulnerable=instance.vulnerable[order],
        eligible=instance.eligible[order],
        nationality=instance.nationality[order],
        link_family=place[instance.link_family[link]],
        link_state=instance.link_state[link],
        link=instance.link[link],
        barred_family=place[instance.barred_family[barred]],
        barred_state=instance.barred_state[barred],
        row_state=instance.row_state,
        row_present=instance.row_present,
        places=instance.places,
        policy=instance.policy,
    )
