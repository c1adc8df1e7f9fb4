"""Multidimensional top trading cycles, without and with an endowment: Delacrétaz, Kominers and Teytelboym, AER 2023."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, feasible, pair_values, problem, problems, total_values
from markets import acceptable, dominates, gain_by_lying, market, markets, rank

from fairshare.faults import BadInputError
from fairshare.matching.mechanisms.envy import fairness
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.mechanisms.trading_cycles import mttc, mttce
from fairshare.matching.problem import NOWHERE, Ints, Problem


def run(lists: Preferences) -> list[int]:
    state: list[int] = mttc(lists.problem, preferences=lists).state.tolist()
    return state


def improve(lists: Preferences, endowment: Ints) -> list[int]:
    state: list[int] = mttce(lists.problem, preferences=lists, endowment=endowment).state.tolist()
    return state


@st.composite
def endowed(draw: st.DrawFn, lists: Preferences) -> Ints:
    """Any feasible placement of a market."""
    return np.array(draw(st.sampled_from(brute_force(lists.problem).tolist())), np.int64)


def one_by_one(lists: Preferences) -> list[int]:
    """Top trading cycles with sizes: one cycle a round, everything looked up anew (slow and obvious)."""
    instance = lists.problem
    state, left = [NOWHERE] * instance.families, set(range(instance.families))
    possible = [{s for s in ranked if s != NOWHERE} for ranked in lists.ranked.tolist()]
    while True:
        for f in left:
            for s in sorted(possible[f]):
                alone = [s if g == f else to for g, to in enumerate(state)]
                if alone not in brute_cache(instance):
                    possible[f].discard(s)
        left = {f for f in left if possible[f]}
        if not left:
            return state
        best = {f: next(s for s in lists.ranked[f].tolist() if s in possible[f]) for f in left}
        first = {s: next(f for f in lists.order[s].tolist() if f in left) for s in range(len(instance.states))}
        path = [min(left)]
        while (following := first[best[path[-1]]]) not in path:
            path.append(following)
        for f in path[path.index(following) :]:
            state[f] = best[f]
            left.discard(f)


_CACHE: list[Any] = [None, []]


def brute_cache(instance: Problem) -> list[list[int]]:
    """All feasible placements, kept while an instance is worked on (and the instance with them: numbers are reused)."""
    if _CACHE[0] is not instance:
        _CACHE[:] = [instance, brute_force(instance).tolist()]
    found: list[list[int]] = _CACHE[1]
    return found


# --- without an endowment -------------------------------------------------------------------------


@given(markets())
@settings(max_examples=60)
def test_cycles_carried_out_at_once_come_to_the_same_as_one_by_one(lists: Preferences) -> None:
    assert run(lists) == one_by_one(lists)


@given(markets(problems(max_families=5, min_families=1, max_states=3)))
@settings(max_examples=60)
def test_nobody_can_be_better_placed_without_another_being_worse_placed(lists: Preferences) -> None:
    """Pareto efficiency, by trying all placements; the result is feasible and keeps to the lists."""
    placed = run(lists)
    assert feasible(mttc(lists.problem, preferences=lists))
    assert acceptable(lists, placed)
    others = [other for other in brute_force(lists.problem).tolist() if acceptable(lists, other)]
    assert not any(dominates(lists, other, placed) for other in others)


@given(markets(problems(max_families=5, min_families=2)))
@settings(max_examples=40)
def test_no_false_list_pays(lists: Preferences) -> None:
    """Strategy-proof: all other lists of every family are tried."""
    assert gain_by_lying(run, lists) is None


def test_two_families_trade_the_states_where_they_come_first() -> None:
    instance = problem([(2, "IT", False, {}), (2, "IT", False, {})], {"BE": 2, "DE": 2})
    lists = market(instance, {0: ["DE", "BE"], 1: ["BE", "DE"]}, {"BE": [0, 1], "DE": [1, 0]})
    assert run(lists) == [1, 0]


@given(problems(max_families=6))
@settings(max_examples=20)
def test_without_lists_they_come_from_links_and_the_lottery(instance: Problem) -> None:
    placement = mttc(instance, seed=3)
    assert placement.state.tolist() == run(derive(instance, 3))
    assert placement.mechanism == "mttc"


# --- from an endowment ----------------------------------------------------------------------------


@given(markets(problems(max_families=5, min_families=1, max_states=3)), st.data())
@settings(max_examples=60)
def test_every_family_is_placed_at_least_as_well_as_in_the_endowment(lists: Preferences, data: st.DataObject) -> None:
    """Individual rationality: the same state, or one on its list and, if the old one was on it too, above that."""
    before = data.draw(endowed(lists))
    after = improve(lists, before)
    assert feasible(mttce(lists.problem, preferences=lists, endowment=before))
    for family, (old, new) in enumerate(zip(before.tolist(), after, strict=True)):
        listed = lists.ranked[family].tolist()
        if old in listed and old != NOWHERE:
            assert rank(lists, family, new) <= rank(lists, family, old)
        else:
            assert new == old or new in listed


@given(markets())
@settings(max_examples=30)
def test_from_nothing_it_is_mttc(lists: Preferences) -> None:
    assert improve(lists, np.full(lists.problem.families, NOWHERE)) == run(lists)


@given(markets(problems(max_families=5, min_families=3, max_states=3), short=False), st.data())
@settings(max_examples=30)
def test_no_false_list_was_found_that_pays(lists: Preferences, data: st.DataObject) -> None:
    """A search, not a proof: no theorem for this is relied upon."""
    before = data.draw(endowed(lists))
    assert gain_by_lying(lambda changed: improve(changed, before), lists) is None


def test_families_of_one_size_trade_places() -> None:
    instance = problem([(2, "IT", False, {}), (2, "IT", False, {})], {"BE": 2, "DE": 2})
    lists = market(instance, {0: ["DE", "BE"], 1: ["BE", "DE"]})
    assert improve(lists, np.array([0, 1])) == [1, 0]


def test_families_of_different_sizes_may_block_a_trade_that_all_would_want() -> None:
    """Not Pareto efficient. Family 2 (two persons) does not fit into BE in place of family 0 or 1 alone and is refused;
    then both leave for DE, and BE stands empty."""
    instance = problem([(1, "IT", False, {}), (1, "IT", False, {}), (2, "IT", False, {})], {"BE": 2, "DE": 4})
    lists = market(instance, {0: ["DE", "BE"], 1: ["DE", "BE"], 2: ["BE", "DE"]}, {"BE": [0, 1, 2], "DE": [0, 1, 2]})
    after = improve(lists, np.array([0, 0, 1]))
    assert after == [1, 1, 1]
    assert dominates(lists, [1, 1, 0], after)
    assert fairness(lists, np.array(after)).wasted == 2


def test_a_state_of_the_endowment_that_is_not_on_the_list_counts_as_its_last() -> None:
    instance = problem([(1, "IT", False, {}), (1, "IT", False, {})], {"BE": 1, "DE": 1})
    lists = market(instance, {0: ["DE"], 1: ["DE"]}, {"DE": [0, 1]})
    assert improve(lists, np.array([0, 1])) == [0, 1]
    assert improve(lists, np.array([0, NOWHERE])) == [1, NOWHERE]


@given(problems(max_families=5, min_families=1))
@settings(max_examples=15)
def test_without_an_endowment_the_optimum_is_improved(instance: Problem) -> None:
    """Lists by links never cost value: whoever moves has a link at least as great."""
    placement = mttce(instance, seed=2)
    best = total_values(instance, brute_force(instance)).max()
    assert total_values(instance, placement.state[None, :])[0] == pytest.approx(best)
    assert placement.mechanism == "mttce"


@pytest.mark.parametrize(
    ("endowment", "message"),
    [([0], "has 1 states"), ([0, 0], "more persons than places in BE"), ([2, NOWHERE], "where it may not go")],
)
def test_an_endowment_that_is_not_feasible_is_refused(endowment: list[int], message: str) -> None:
    instance = problem([(1, "IT", False, {}), (1, "IT", False, {})], {"BE": 1, "DE": 1})
    assert (pair_values(instance)[:, 2] == -np.inf).all()
    with pytest.raises(BadInputError, match=f"endowment: .*{message}"):
        mttce(instance, endowment=np.array(endowment))
