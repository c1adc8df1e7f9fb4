"""For every row of quotas: what its last place went to, what one more would be worth, and why places are left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from instances import problem, problems

from fairshare.matching.explain import Explanation, explain
from fairshare.matching.last_places import UNFILLED, LastPlace, last_places
from fairshare.matching.margins import Ground, upper_bound
from fairshare.matching.optimum import solve
from fairshare.matching.problem import NOWHERE, Problem
from fairshare.matching.usable import usable

pytestmark = pytest.mark.law("AMMR 67(4)")

unhurried = settings(deadline=None, max_examples=40)


def counted(explanation: Explanation, row: LastPlace) -> int:
    """Persons on the places of a row: kept places are used first."""
    it = explanation.problem
    kept = {
        int(of): int(number)
        for state, of, number in zip(it.row_state, it.row_present, it.places, strict=True)
        if state == row.state and of != NOWHERE
    }
    total = 0
    for present in set(it.present_in.tolist()):
        persons = int(it.persons[(explanation.state == row.state) & (it.present_in == present)].sum())
        if row.present == present:
            return min(persons, kept[present])
        total += max(0, persons - kept.get(present, 0))
    return total if row.present == NOWHERE else 0


@unhurried
@given(instance=problems(max_families=9, max_states=4))
def test_places_taken_and_left_add_up_and_the_reason_why_they_are_left_holds(instance: Problem) -> None:
    explanation = explain(solve(instance))
    for row in last_places(explanation):
        assert row.filled == counted(explanation, row) <= row.usable <= row.places == row.filled + row.left
        could = (explanation.state == NOWHERE) & (instance.allowed >> row.state & 1 == 1)
        if row.present != NOWHERE:
            could &= instance.present_in == row.present
        waiting = instance.persons[could]
        assert row.waiting == (waiting.min() if len(waiting) else 0)
        assert {
            "full": row.left == 0,
            "nobody-waits": not len(waiting),
            "too-few-left": row.present != NOWHERE or row.waiting > row.left,
            "no-value": float(instance.policy.place) == 0,
            "not-settled": False,
        }[row.unfilled]
        assert row.unfilled in UNFILLED


@unhurried
@given(instance=problems(max_families=9, max_states=4))
def test_the_last_place_went_to_the_family_with_least_over_its_next_best(instance: Problem) -> None:
    explanation = explain(solve(instance))
    for row in last_places(explanation):
        there = (explanation.state == row.state) & ((row.present == NOWHERE) | (instance.present_in == row.present))
        if row.last_family == NOWHERE:
            assert row.filled == row.equals == 0
            continue
        assert row.filled > 0
        assert there[row.last_family]
        assert row.last_value == explanation.value[row.last_family]
        bid = row.last_bid - explanation.price[row.last_family]
        assert bid == pytest.approx(explanation.next_loss[row.last_family])
        if not (instance.row_present[instance.row_state == row.state] != NOWHERE).any():
            assert bid == pytest.approx(explanation.next_loss[there].min())
            assert row.equals == (explanation.next_loss[there] <= explanation.next_loss[there].min() + 1e-9).sum()


@unhurried
@given(instance=problems(max_families=8, max_states=3))
def test_one_more_place_is_worth_at_most_its_price_and_what_the_prices_leave_open(instance: Problem) -> None:
    """Found anew with one more place: the price is the slope of the relaxation, which is concave in the places."""
    found = solve(instance)
    unproved = upper_bound(Ground(instance, found.prices, found.state), found.usable) - found.objective
    assert unproved >= -1e-7
    for row in last_places(explain(found)):
        places = instance.places.copy()
        places[row.row] += 1
        more = replace(instance, places=places)
        gain = solve(more).objective - found.objective
        fillable = float(found.prices @ (usable(more) - found.usable))
        assert -1e-6 <= gain <= fillable + unproved + 1e-6


def test_single_persons_make_the_price_exactly_what_one_more_place_is_worth() -> None:
    families = [(1, "IT", False, {"DE": link}) for link in (0.9, 0.7, 0.5, 0.3)]
    it = problem(families, {"DE": 2, "FR": 9})
    (germany, france) = last_places(explain(solve(it)))
    assert (germany.left, germany.unfilled, france.left, france.unfilled) == (0, "full", 7, "nobody-waits")
    assert germany.last_family == 1
    assert germany.last_value == pytest.approx(9.4)
    assert germany.last_bid == pytest.approx(1.4)  # over a place in France, which costs nothing
    assert 1.0 - 1e-9 <= germany.price <= 1.4 + 1e-9  # between the first who stays out and the last who is in
    assert france.price == 0
    one_more = solve(replace(it, places=it.places + np.array([1, 0]))).objective
    assert one_more - solve(it).objective == pytest.approx(1.0)


def test_a_place_that_no_family_fits_into() -> None:
    (row,) = last_places(explain(solve(problem([(2, "IT", False, {}), (2, "IT", False, {})], {"DE": 3}))))
    assert (row.filled, row.left, row.usable, row.unfilled, row.waiting) == (2, 1, 2, "too-few-left", 2)


def test_kept_places_are_told_apart_from_general_ones() -> None:
    families = [(3, "IT", False, {}), (1, "EL", False, {})]
    general, kept = last_places(explain(solve(problem(families, {"DE": 2, ("DE", "IT"): 2}))))
    assert (general.present, general.filled, kept.filled) == (NOWHERE, 2, 2)
    assert (general.last_family, kept.last_family) == (0, 0) or general.last_family == 1
