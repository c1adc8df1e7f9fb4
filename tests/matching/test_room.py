"""Placing families one after the other in runs: the same as one by one, and never more than there is room for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import feasible, fits, pair_values, problem, problems

from fairshare.matching import room
from fairshare.matching.problem import NOWHERE, Ints, Placement, Problem
from fairshare.matching.room import Room, places_left, without

windows = st.sampled_from((1, 2, 3, 4096))


def one_by_one(instance: Problem, wishes: Iterable[tuple[int, int]]) -> list[int]:
    """Pairs in their order; each is made if the family is free and the state has room."""
    state = [NOWHERE] * instance.families
    for family, to in wishes:
        if state[family] == NOWHERE:
            state[family] = to
            if not fits(instance, state):
                state[family] = NOWHERE
    return state


@given(problems(max_families=12, exclusions=False), windows, st.data())
def test_pairs_in_runs_are_pairs_one_by_one(instance: Problem, size: int, data: st.DataObject) -> None:
    possible = list(zip(*map(np.ndarray.tolist, np.nonzero(pair_values(instance) > -np.inf)), strict=True))
    pairs = data.draw(st.lists(st.sampled_from(possible), max_size=40)) if possible else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_WINDOW", size)
        placed = Room(instance)
        placed.take_pairs(*np.array(pairs, np.int64).reshape(-1, 2).T)
    assert placed.state.tolist() == one_by_one(instance, pairs)


@given(problems(max_families=12), windows, st.integers(0, 9), st.booleans())
def test_turns_in_runs_are_turns_one_by_one(instance: Problem, size: int, seed: int, links: bool) -> None:
    """Each family in its turn goes through states by link, equal ones by its own lots."""
    order = np.random.default_rng(seed).permutation(instance.families)
    lots = np.random.default_rng(seed + 1).random((instance.families, len(instance.states)))
    link = np.zeros_like(lots)
    link[instance.link_family, instance.link_state] = instance.link if links else 0
    wishes = []
    for lot, family in zip(lots, order.tolist(), strict=True):
        best = sorted(range(len(lot)), key=lambda to: (-link[family, to], -lot[to]))
        wishes += [(family, to) for to in best if pair_values(instance)[family, to] > -np.inf]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_WINDOW", size)
        placed = Room(instance)
        placed.take_turns(order, np.random.default_rng(seed + 1), links=links)
    assert placed.state.tolist() == one_by_one(instance, wishes)


def random_placement(instance: Problem, seed: int) -> Ints:
    """A feasible placement of some families."""
    placed, rng = Room(instance), np.random.default_rng(seed)
    placed.take_turns(rng.permutation(instance.families)[: instance.families // 2], rng)
    return placed.state


@given(problems(max_families=8), st.integers(0, 9), st.data())
def test_what_is_left_beside_settled_families_fits_just_if_both_fit(
    instance: Problem, seed: int, data: st.DataObject
) -> None:
    settled = random_placement(instance, seed)
    others = without(instance, settled, settled != NOWHERE)
    state = [
        data.draw(st.sampled_from([NOWHERE, *np.flatnonzero(values > -np.inf).tolist()]))
        for values in pair_values(others)
    ]
    both = np.where(settled == NOWHERE, state, settled)
    assert fits(others, state) == fits(instance, both)
    assert feasible(Placement(instance, settled, "settled"))


def test_kept_places_are_used_first() -> None:
    """Three from Italy take the two kept places and one general one; one from Greece takes another."""
    instance = problem([(3, "IT", False, {}), (1, "EL", False, {})], {"DE": 5, ("DE", "IT"): 2})
    de = instance.states.index("DE")
    assert places_left(instance, np.array([de, de])).tolist() == [3, 0]
    assert places_left(instance, np.array([NOWHERE, de])).tolist() == [4, 2]
