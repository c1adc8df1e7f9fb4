"""The small instances that the tests of matching draw: what they must contain to be worth drawing."""

from __future__ import annotations

import numpy as np
from hypothesis import find, given
from instances import brute_force, feasible, pair_values, problem, problems, shuffled, total_values

from fairshare.matching.problem import NOWHERE, Placement, Problem


@given(problems())
def test_pairs_that_may_be_made_are_those_of_the_data_model(instance: Problem) -> None:
    values = pair_values(instance)
    for state in range(len(instance.states)):
        may = instance.may_go(np.arange(instance.families), np.full(instance.families, state))
        assert may.tolist() == (values[:, state] > -np.inf).tolist()


@given(problems(max_families=4))
def test_every_placement_found_is_feasible_and_worth_what_the_data_model_says(instance: Problem) -> None:
    every = brute_force(instance)
    totals = total_values(instance, every)
    for state, total in zip(every[:: max(1, len(every) // 5)], totals[:: max(1, len(every) // 5)], strict=True):
        assert feasible(Placement(instance, state, "any"))
        assert np.isclose(instance.value_at(state).sum(), total)


def test_agreements_are_used_first_and_a_family_may_be_counted_on_both() -> None:
    instance = problem([(3, "IT", False, {}), (1, "EL", False, {})], {"DE": 2, ("DE", "IT"): 2})
    de = instance.states.index("DE")
    assert [de, de] in brute_force(instance).tolist()


@given(problems(max_families=4, min_families=1))
def test_shuffling_changes_nothing_but_numbers(instance: Problem) -> None:
    order = np.random.default_rng(0).permutation(instance.families)
    other = shuffled(instance, order.tolist())
    assert np.array_equal(pair_values(other), pair_values(instance)[order])


def test_the_strategy_draws_what_goes_wrong() -> None:
    find(problems(), lambda p: bool(p.families and not p.places.any()))
    find(problems(), lambda p: bool((p.persons > p.places.sum()).any()))
    find(problems(), lambda p: bool((p.link_state == p.present_in[p.link_family]).any()))
    find(problems(), lambda p: bool(len(p.barred_state) and not p.eligible.all()))
    alone = find(problems(), lambda p: bool(len(set(p.row_state[p.row_present == NOWHERE])) < len(set(p.row_state))))
    assert (alone.row_present != NOWHERE).any()
