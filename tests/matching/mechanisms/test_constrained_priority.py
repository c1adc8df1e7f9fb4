"""Constrained priority: Acharya, Bansak and Hainmueller, Political Analysis 30(1), 2022."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, pair_values, problem, problems, total_values
from markets import acceptable, dominates, gain_by_lying, market, markets

from fairshare.faults import BadInputError
from fairshare.matching.mechanisms.constrained_priority import by_outcome, constrained_priority, turns
from fairshare.matching.mechanisms.plan import Plan, reduced
from fairshare.matching.mechanisms.preferences import Preferences
from fairshare.matching.problem import NOWHERE, Problem

FLOORS = st.sampled_from((0.0, 0.5, 0.8, 0.95, 1.0))
CHECKS = st.sampled_from(("swaps", "exact"))


def run(lists: Preferences, **options: Any) -> list[int]:
    state: list[int] = constrained_priority(lists.problem, preferences=lists, **options).state.tolist()
    return state


# --- what it guarantees ---------------------------------------------------------------------------


@given(markets(problems(max_families=4, min_families=1)), FLOORS, CHECKS, st.integers(0, 3))
@settings(max_examples=30)
def test_the_total_is_never_below_the_floor(lists: Preferences, floor: float, check: str, seed: int) -> None:
    placed = run(lists, floor=floor, check=check, seed=seed)
    best = total_values(lists.problem, brute_force(lists.problem)).max()
    assert total_values(lists.problem, np.array([placed]))[0] >= floor * best - 1e-9
    assert placed in brute_force(lists.problem).tolist()


@given(markets(problems(max_families=4, min_families=2, max_states=3)), FLOORS, st.integers(0, 3))
@settings(max_examples=12)
def test_no_false_list_pays(lists: Preferences, floor: float, seed: int) -> None:
    """Strategy-proof: all other lists of every family are tried."""
    assert gain_by_lying(lambda changed: run(changed, floor=floor, seed=seed), lists) is None


@pytest.mark.slow
@given(markets(problems(max_families=4, min_families=2, max_states=3)), FLOORS, CHECKS, st.integers(0, 3))
@settings(max_examples=60)
def test_no_false_list_pays_with_either_check(lists: Preferences, floor: float, check: str, seed: int) -> None:
    assert gain_by_lying(lambda changed: run(changed, floor=floor, check=check, seed=seed), lists) is None


@given(markets(problems(max_families=4, min_families=1, max_states=3)), FLOORS)
@settings(max_examples=15)
def test_with_the_exact_check_nobody_can_be_better_placed_above_the_floor(lists: Preferences, floor: float) -> None:
    """Constrained efficiency, by trying all placements that meet the floor."""
    placed, all_placements = run(lists, floor=floor, check="exact"), brute_force(lists.problem)
    values = total_values(lists.problem, all_placements)
    for other, value in zip(all_placements.tolist(), values, strict=True):
        if value >= floor * values.max() and acceptable(lists, other):
            assert not dominates(lists, other, placed)


@given(markets(problems(max_families=4, min_families=1), short=False), st.integers(0, 3))
@settings(max_examples=15)
def test_without_a_floor_it_is_serial_dictatorship(lists: Preferences, seed: int) -> None:
    placed = [NOWHERE] * lists.problem.families
    possible = brute_force(lists.problem).tolist()
    for family in turns(lists.problem, seed).tolist():
        for state in [s for s in lists.ranked[family].tolist() if s != NOWHERE]:
            if [state if f == family else s for f, s in enumerate(placed)] in possible:
                placed[family] = state
                break
    assert run(lists, floor=0.0, check="exact", seed=seed) == placed
    assert run(lists, floor=0.0, seed=seed) == placed


@given(markets(short=False))
@settings(max_examples=20)
def test_a_floor_of_one_leaves_only_optima(lists: Preferences) -> None:
    placed = run(lists, floor=1.0)
    best = total_values(lists.problem, brute_force(lists.problem)).max()
    assert total_values(lists.problem, np.array([placed]))[0] == pytest.approx(best)


# --- by example -----------------------------------------------------------------------------------

SWAP = problem([(1, "IT", True, {"DE": 1.0}), (1, "IT", False, {"DE": 1.0})], {"DE": 1, "FR": 1})
"""Both have a link to DE; family 0 is vulnerable and chooses first. The optimum is 14 + 8 = 22 either way."""


def test_the_floor_binds_where_a_wish_costs_too_much() -> None:
    """Family 0 wishes for FR, which is worth 12 to it instead of 14; family 1 then has 10 in DE: also 22. Without that
    link of family 1 it would come to 20, less than 95 % of 22."""
    wishes = {0: ["FR", "DE"], 1: ["DE", "FR"]}
    assert run(market(SWAP, wishes), floor=1.0) == [1, 0]
    alone = problem([(1, "IT", True, {"DE": 1.0}), (1, "IT", False, {})], {"DE": 1, "FR": 1})
    assert run(market(alone, wishes), floor=0.95) == [0, 1]
    assert run(market(alone, wishes), floor=0.9) == [1, 0]


@pytest.mark.law("AMMR 60(4)")
def test_vulnerable_persons_choose_first() -> None:
    many = problem([(1, "IT", i % 3 == 0, {}) for i in range(9)], {"DE": 9})
    order = turns(many, 5).tolist()
    assert set(order[:3]) == {0, 3, 6}
    assert order != turns(many, 6).tolist()


def test_an_outcome_can_stand_for_the_policy_s_value() -> None:
    """By employment FR is worth nothing to family 0, so its wish for FR would cost the whole of its part."""
    outcome = np.array([[0.9, 0.0, 0.0], [0.2, 0.3, 0.0]])
    lists = market(SWAP, {0: ["FR", "DE"], 1: ["DE", "FR"]})
    assert run(lists, floor=0.9, outcome=outcome) == [0, 1]
    assert run(lists, floor=0.1, outcome=outcome) == [1, 0]


@given(problems(max_families=5, min_families=1), st.data())
@settings(max_examples=20)
def test_an_outcome_is_a_value_per_person(instance: Problem, data: st.DataObject) -> None:
    cells = st.floats(0, 1, allow_subnormal=False)
    size = instance.families * len(instance.states)
    outcome = np.array(data.draw(st.lists(cells, min_size=size, max_size=size))).reshape(instance.families, -1)
    values, allowed = pair_values(by_outcome(instance, outcome)), pair_values(instance) > -np.inf
    assert ((values > -np.inf) == allowed).all()
    assert values[allowed] == pytest.approx((instance.persons[:, None] * outcome)[allowed])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"floor": 1.5}, "floor: 1.5 is out of range"),
        ({"floor": float("nan")}, "floor: nan is out of range"),
        ({"outcome": np.zeros((1, 3))}, "outcome: is no table of numbers; expected 2 rows of 3 numbers"),
        ({"outcome": np.full((2, 3), -1.0)}, "outcome: is no table of numbers"),
        ({"outcome": np.full((2, 3), np.inf)}, "outcome: is no table of numbers"),
    ],
)
def test_options_that_cannot_be_used_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        constrained_priority(SWAP, **options)


def test_an_unknown_check_is_refused() -> None:
    with pytest.raises(BadInputError, match="check: 'fast' is unknown"):
        constrained_priority(SWAP, check="fast")  # type: ignore[arg-type]


# --- the plan -------------------------------------------------------------------------------------


@given(problems(max_families=5, min_families=1), st.data())
@settings(max_examples=50)
def test_a_plan_stays_feasible_and_knows_its_value(instance: Problem, data: st.DataObject) -> None:
    """Whatever is put in, moved out and undone; families that have settled are never moved."""
    start = data.draw(st.sampled_from(brute_force(instance).tolist()))
    plan = Plan(instance, np.array(start, np.int64))
    for _ in range(6):
        family = data.draw(st.integers(0, instance.families - 1))
        states = [NOWHERE, *(s for s in range(len(instance.states)) if plan.values[family, s] > -np.inf)]
        before, total = list(plan.state), plan.total
        settled = {f: s for f, s in enumerate(before) if plan.settled[f] and f != family}
        moves = plan.put(family, data.draw(st.sampled_from(states)))
        assert all(plan.state[f] == s for f, s in settled.items())
        if moves is not None and data.draw(st.booleans()):
            plan.undo(moves)
            moves = None
        if moves is None:
            assert (plan.state, pytest.approx(plan.total)) == (before, total)
        else:
            plan.settled[family] = True
        assert plan.total == pytest.approx(total_values(instance, np.array([plan.state]))[0])
        assert plan.state in brute_force(instance).tolist()


@given(problems(max_families=5, min_families=1), st.data())
@settings(max_examples=50)
def test_what_is_left_after_some_have_settled_loses_nothing(instance: Problem, data: st.DataObject) -> None:
    """A placement is feasible exactly if the rest of it is feasible in what is left."""
    settled = np.array(data.draw(st.lists(st.booleans(), min_size=instance.families, max_size=instance.families)))
    placements = brute_force(instance)
    state = np.where(settled, data.draw(st.sampled_from(placements.tolist())), NOWHERE)
    rest = reduced(instance, state, settled)
    assert rest is not None
    agree = placements[(placements[:, settled] == state[settled]).all(axis=1)]
    found = {tuple(row) for row in np.where(settled, NOWHERE, agree).tolist()}
    assert found == {tuple(row) for row in brute_force(rest).tolist()}


def test_nothing_is_left_of_a_plan_that_does_not_fit() -> None:
    both = np.ones(2, np.bool_)
    assert reduced(SWAP, np.array([0, 0]), both) is None
    assert reduced(SWAP, np.array([2, 0]), both) is None
