"""Instances with lists on both sides, the notions of the literature written out pair by pair, and every false list.

Nothing here uses the mechanisms; what a state can accommodate is worked out anew from the rows of quotas.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from instances import pair_values, problems, shuffled

from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Ints, Problem

Mechanism = Callable[[Preferences], Sequence[int]]


def market(
    instance: Problem, wishes: Mapping[int, Sequence[str]], priorities: Mapping[str, Sequence[int]] | None = None
) -> Preferences:
    """Lists written down: states by family, best first, and families by state, first first."""
    number = {name: i for i, name in enumerate(instance.states)}
    listed = [(f, number[name], rank) for f, names in wishes.items() for rank, name in enumerate(names)]
    first = [
        (f, number[name], rank) for name, families in (priorities or {}).items() for rank, f in enumerate(families)
    ]
    return derive(instance, preferences=columns(listed), priorities=columns(first))


def columns(rows: Sequence[tuple[int, int, int]]) -> tuple[Ints, Ints, Ints]:
    """Rows of family, state and rank as columns."""
    family, state, rank = np.array(rows, np.int64).reshape(-1, 3).T
    return family, state, rank


@st.composite
def markets(draw: st.DrawFn, instances: st.SearchStrategy[Problem] | None = None, short: bool = True) -> Preferences:
    """A random instance with random lists: any order on both sides; ``short`` lets families leave states out."""
    instance = draw(instances if instances is not None else problems(max_families=5, min_families=1))
    states, families = range(len(instance.states)), range(instance.families)
    wishes = []
    for family in families:
        order = draw(st.permutations(states))
        length = draw(st.integers(1, len(order))) if short and draw(st.booleans()) else len(order)
        wishes += [(family, state, rank) for rank, state in enumerate(order[:length])]
    first = [(f, state, rank) for state in states for rank, f in enumerate(draw(st.permutations(families)))]
    return derive(instance, preferences=columns(wishes), priorities=columns(first))


def many(families: int, seed: int = 0) -> Problem:
    """A large instance with ten states, two of which keep places for those present in one state."""
    rng = np.random.default_rng(seed)
    persons = rng.choice(np.arange(1, 9), families, p=[0.45, 0.17, 0.13, 0.11, 0.07, 0.04, 0.02, 0.01])
    linked = np.flatnonzero(rng.random(families) < 0.45)
    part = int(persons.sum()) // 12
    return Problem(
        states=tuple(f"{state:02}" for state in range(12)),
        persons=persons,
        present_in=rng.integers(10, 12, families),
        vulnerable=rng.random(families) < 0.2,
        eligible=rng.random(families) < 0.99,
        nationality=np.full(families, -1),
        link_family=linked,
        link_state=rng.integers(0, 10, len(linked)) * rng.integers(0, 2, len(linked)),
        link=rng.choice([0.3, 0.4, 0.5, 1.0], len(linked)),
        barred_family=np.zeros(0, np.int64),
        barred_state=np.zeros(0, np.int64),
        row_state=np.array([*range(10), 0, 1]),
        row_present=np.array([NOWHERE] * 10 + [10, 11]),
        places=np.full(12, part),
        policy=Policy(),
    )


# --- the notions, pair by pair --------------------------------------------------------------------


def can_accommodate(instance: Problem, state: int, family: int, others: Collection[int]) -> bool:
    """Whether a state can accommodate a family alongside others: on places kept for it, or within the general ones."""
    rows = zip(instance.row_state.tolist(), instance.row_present.tolist(), instance.places.tolist(), strict=True)
    places = {present: number for at, present, number in rows if at == state}
    persons: dict[int, int] = {}
    for f in {family, *others}:
        home = int(instance.present_in[f])
        persons[home] = persons.get(home, 0) + int(instance.persons[f])
    if persons[int(instance.present_in[family])] <= places.get(int(instance.present_in[family]), 0):
        return True
    beyond = sum(max(0, number - places.get(home, 0)) for home, number in persons.items())
    return beyond <= places.get(NOWHERE, 0)


def rank(lists: Preferences, family: int, state: int) -> int:
    """The rank of a state on a family's list; no place comes after the list, and all else after that."""
    ranked = [s for s in lists.ranked[family].tolist() if s != NOWHERE]
    return ranked.index(state) if state in ranked else len(ranked) + (state != NOWHERE)


def envies(lists: Preferences, placed: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of families of which the first envies the second."""
    for f, g in itertools.permutations(range(len(placed)), 2):
        state = placed[g]
        if state != NOWHERE and rank(lists, f, state) < rank(lists, f, placed[f]):
            order = lists.order[state].tolist()
            if order.index(f) < order.index(g):
                yield f, g


def envies_strongly(lists: Preferences, placed: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of families of which the first envies the second strongly."""
    found = []
    for f, g in envies(lists, placed):
        state = placed[g]
        order = lists.order[state].tolist()
        before = [h for h in order[: order.index(g)] if rank(lists, h, state) <= rank(lists, h, placed[h])]
        if not can_accommodate(lists.problem, state, g, before):
            found.append((f, g))
    return found


def dominates(lists: Preferences, better: Sequence[int], placed: Sequence[int]) -> bool:
    """Whether a placement is at least as good for every family, and better for one (Pareto)."""
    ranks = [(rank(lists, f, better[f]), rank(lists, f, placed[f])) for f in range(len(placed))]
    return all(a <= b for a, b in ranks) and any(a < b for a, b in ranks)


def acceptable(lists: Preferences, placed: Sequence[int]) -> bool:
    """Whether nobody is placed in a state that is not on its list."""
    return all(state == NOWHERE or state in lists.ranked[f].tolist() for f, state in enumerate(placed))


def false_lists(lists: Preferences, family: int) -> Iterator[Preferences]:
    """The market with every other list that the family could state: all orders of all sets of states."""
    pairs = pair_values(lists.problem)[family] > -np.inf
    possible = [s for s in np.flatnonzero(pairs).tolist() if can_accommodate(lists.problem, s, family, [])]
    for length in range(len(possible) + 1):
        for order in itertools.permutations(possible, length):
            ranked = lists.ranked.copy()
            ranked[family] = [*order, *[NOWHERE] * (ranked.shape[1] - length)]
            yield replace(lists, ranked=ranked)


def gain_by_lying(mechanism: Mechanism, lists: Preferences) -> tuple[int, list[int]] | None:
    """A family that does better by a false list, with that list; None if nobody can."""
    honest = mechanism(lists)
    for family in range(len(honest)):
        for lie in false_lists(lists, family):
            if rank(lists, family, mechanism(lie)[family]) < rank(lists, family, honest[family]):
                return family, lie.ranked[family].tolist()
    return None


def relabelled(lists: Preferences, families: Sequence[int], states: Sequence[int]) -> Preferences:
    """The same market under other numbers: family ``families[i]`` is now number i, and so is state ``states[i]``."""
    of = np.array(families, np.int64)
    instance, new, back = shuffled(lists.problem, families), np.argsort(states), np.array(states, np.int64)
    link, barred = (np.lexsort((new[s], f)) for f, s in pairs(instance))
    renamed = replace(
        instance,
        states=tuple(sorted(instance.states)),
        present_in=new[instance.present_in],
        link_family=instance.link_family[link],
        link_state=new[instance.link_state][link],
        link=instance.link[link],
        barred_family=instance.barred_family[barred],
        barred_state=new[instance.barred_state][barred],
        row_state=new[instance.row_state],
        row_present=np.where(instance.row_present == NOWHERE, NOWHERE, new[instance.row_present]),
    )
    ranked = np.where(lists.ranked[of] == NOWHERE, NOWHERE, new[lists.ranked[of]]).astype(np.int8)
    return Preferences(renamed, ranked, np.argsort(of)[lists.order[back]].astype(np.int32))


def pairs(instance: Problem) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Families and states of the links, and of what is barred."""
    return (instance.link_family, instance.link_state), (instance.barred_family, instance.barred_state)
