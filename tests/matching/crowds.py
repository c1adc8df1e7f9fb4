"""Instances of any size for the tests of sharing, feasible placements of them, and redraws that keep what must stay.

Written for clarity: one family after the other, places counted by hand.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from instances import fits

from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Ints, Problem

SIZES = (0.46, 0.17, 0.13, 0.11, 0.07, 0.03, 0.02, 0.01)
"""Families of 1, 2, … persons."""


def crowd(
    families: int,
    seed: int,
    *,
    destinations: int = 8,
    present: int = 3,
    nationalities: int = 40,
    full: float = 0.9,
    linked: float = 0.3,
    kept: float = 0.0,
    barred: float = 0.0,
) -> Problem:
    """Random families in the last ``present`` states; places for a part ``full`` of all persons at the first states.

    A third of the families is present in a destination. ``kept``: part of each second destination's places that it
    keeps for people present in one state; ``barred``: families that must not go to one destination.
    """
    rng = np.random.default_rng(seed)
    states = destinations + present
    persons = 1 + rng.choice(len(SIZES), families, p=np.array(SIZES) / sum(SIZES))
    popular = rng.dirichlet(np.full(nationalities, 0.5), present)  # each state of presence has its own nationalities
    where = rng.integers(present, size=families)
    nationality = (popular.cumsum(axis=1)[where] < rng.random((families, 1))).sum(axis=1)
    present_in = np.where(rng.random(families) < 0.33, rng.integers(destinations, size=families), destinations + where)
    places = np.maximum((rng.dirichlet(np.full(destinations, 2.0)) * persons.sum() * full).astype(np.int64), 1)
    apart = (places * kept * (np.arange(destinations) % 2)).astype(np.int64)
    row_state = np.concatenate([np.arange(destinations), np.flatnonzero(apart)])
    row_present = np.concatenate([np.full(destinations, NOWHERE), destinations + np.flatnonzero(apart) % present])
    with_link = np.flatnonzero(rng.random(families) < linked)
    excluded = np.flatnonzero(rng.random(families) < barred)
    return Problem(
        states=tuple(f"S{number:02d}" for number in range(states)),
        persons=persons,
        present_in=present_in,
        vulnerable=rng.random(families) < 0.2,
        eligible=rng.random(families) < 0.98,
        nationality=nationality - 1,
        link_family=with_link,
        link_state=rng.integers(destinations, size=len(with_link)),
        link=np.full(len(with_link), 0.5),
        barred_family=excluded,
        barred_state=rng.integers(destinations, size=len(excluded)),
        row_state=row_state,
        row_present=row_present,
        places=np.concatenate([places - apart, apart[apart > 0]]),
        policy=Policy(),
    )


def placed(problem: Problem, seed: int = 0) -> Ints:
    """A feasible placement: linked families first, then vulnerable ones, each where by lot there is room."""
    rng = np.random.default_rng(seed)
    room = dict.fromkeys(range(len(problem.states)), 0)
    kept: dict[tuple[int, int], int] = {}
    for to, present, places in zip(problem.row_state, problem.row_present, problem.places, strict=True):
        if present == NOWHERE:
            room[int(to)] += int(places)
        else:
            kept[int(to), int(present)] = int(places)
    state = np.full(problem.families, NOWHERE)
    lots = rng.random(problem.families)
    for family in np.lexsort((lots, ~problem.vulnerable, ~problem.linked)).tolist():
        persons, present = int(problem.persons[family]), int(problem.present_in[family])
        open_ = [to for to in room if problem.allowed[family] >> to & 1]
        open_ = [to for to in open_ if room[to] + kept.get((to, present), 0) >= persons]
        if open_:
            to = int(rng.choice(open_))
            first = min(persons, kept.get((to, present), 0))
            if first:
                kept[to, present] -= first
            room[to] -= persons - first
            state[family] = to
    return state


def redrawn(problem: Problem, state: Ints, rng: np.random.Generator, steps: int) -> Ints:
    """Another feasible placement of the same unlinked families: a few of two states change places, again and again."""
    state, shared = state.copy(), np.flatnonzero(~problem.linked & (state != NOWHERE))
    for _ in range(steps):
        some = rng.permutation(shared)[: rng.integers(2, 5)]
        one, two = some[: len(some) // 2], some[len(some) // 2 :]
        to, there = state[one[0]], state[two[0]]
        as_many = problem.persons[one].sum() == problem.persons[two].sum()
        if not as_many or to == there or (state[one] != to).any() or (state[two] != there).any():
            continue
        after = state.copy()
        after[one], after[two] = there, to
        if problem.may_go(some, after[some]).all() and fits(problem, after):
            state = after
    return state


def lottery(problem: Problem, state: Ints, seed: int) -> Ints:
    """A lottery without strata but those that must be: families of one size, vulnerability and reach change places."""
    rng = np.random.default_rng(seed)
    shared = np.flatnonzero(~problem.linked & (problem.allowed != 0))
    keys = (problem.persons, problem.vulnerable, problem.present_in, problem.allowed)
    kind = np.unique(np.stack([key[shared] for key in keys]), axis=1, return_inverse=True)[1]
    lots = rng.permutation(len(shared))
    drawn = state.copy()
    drawn[shared[lots[np.argsort(kind[lots], kind="stable")]]] = state[shared[np.argsort(kind, kind="stable")]]
    return drawn


def by_state(problem: Problem, state: Ints, amount: Ints) -> Ints:
    """An amount of each family added up by state; the last one is NOWHERE."""
    sums = np.zeros(len(problem.states) + 1, np.int64)
    np.add.at(sums, state, amount)
    return sums


def renamed(problem: Problem, order: Ints) -> Problem:
    """The same instance with the states in another order: state ``order[i]`` is now number ``i``."""
    to = np.append(np.argsort(order), NOWHERE)
    return replace(
        problem,
        present_in=to[problem.present_in],
        link_state=to[problem.link_state],
        barred_state=to[problem.barred_state],
        row_state=to[problem.row_state],
        row_present=to[problem.row_present],
    )
