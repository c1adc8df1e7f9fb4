"""COM(2016) 270: reference numbers, the threshold of 150 %, and the price of standing aside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import PLACE, STATES, N, situations, union

from fairshare.faults import BadInputError
from fairshare.law.mechanisms.corrective2016 import allocation, corrective, solidarity, standing_aside
from fairshare.law.mechanisms.interface import Situation

QUARTERS = {"DE": Fraction(1, 2), "FR": Fraction(1, 4), "IT": Fraction(1, 4)}


@pytest.mark.law("COM2016 34", "COM2016 35")
def test_resettled_persons_count_in_the_total_and_in_the_load() -> None:
    numbers = corrective(QUARTERS, {"DE": 100, "FR": 100, "IT": 600}, resettled={"DE": 200})
    assert {state: n.reference for state, n in numbers.items()} == {"DE": 500, "FR": 250, "IT": 250}
    assert numbers["IT"].threshold == 375
    assert [n.load for n in numbers.values()] == [300, 100, 600]
    assert [n.triggered for n in numbers.values()] == [False, False, True]


@pytest.mark.law("COM2016 34")
def test_at_150_percent_exactly_nothing_is_triggered() -> None:
    halves = {"DE": Fraction(1, 2), "IT": Fraction(1, 2)}
    assert not corrective(halves, {"DE": 25, "IT": 75})["IT"].triggered
    assert corrective(halves, {"DE": 24, "IT": 76})["IT"].triggered


@pytest.mark.law("COM2016 37")
def test_opting_out_costs_250_000_euro_an_applicant() -> None:
    numbers = corrective(QUARTERS, {"DE": 1, "FR": 1, "IT": 1}, opted_out={"FR": 3})
    assert [n.payment for n in numbers.values()] == [Decimal(0), Decimal(750_000), Decimal(0)]


def test_a_state_without_a_count_is_an_error() -> None:
    with pytest.raises(BadInputError, match="FR has none"):
        corrective(QUARTERS, {"DE": 1, "IT": 1})


@pytest.mark.law("COM2016 36")
def test_what_one_state_cannot_take_the_others_take() -> None:
    """IT stands 425 above its threshold of 375; FR has room for 10, so DE takes the rest, below its own 500."""
    numbers = corrective(QUARTERS, {"DE": 0, "FR": 240, "IT": 760})
    assert allocation(QUARTERS, numbers) == {"DE": 375, "FR": 10}


@pytest.mark.law("COM2016 36")
@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 1000)), min_size=2, max_size=6))
def test_allocation_clears_every_excess_and_overfills_nobody(states: list[tuple[int, int]]) -> None:
    total = sum(weight for weight, _ in states)
    shares = {f"S{i}": Fraction(weight, total) for i, (weight, _) in enumerate(states)}
    numbers = corrective(shares, {f"S{i}": load for i, (_, load) in enumerate(states)})
    given_out = allocation(shares, numbers)
    excess = sum(max(Fraction(), n.load - n.threshold) for n in numbers.values())
    assert sum(given_out.values()) == excess
    assert all(numbers[state].load + part <= numbers[state].reference for state, part in given_out.items())


# --- as a mechanism ---------------------------------------------------------------------------------------------------

EVERYBODY_MOVABLE = np.full(N, 1e9)


def _a_month(at: Situation) -> tuple[dict[str, Fraction], dict[str, int]]:
    shares = {s: Fraction(float(at.key[p])) for s, p in PLACE.items() if at.key[p] > 0}
    total = sum(shares.values())
    loads = {s: round(float(at.responsible[PLACE[s]])) for s in shares}
    return {s: share / total for s, share in shares.items()}, loads


@pytest.mark.law("COM2016 34", "COM2016 36")
@settings(deadline=None, max_examples=30)
@given(situations())
def test_the_plan_of_a_month_is_the_exact_allocation(at: Situation) -> None:
    """Where all that stands above the thresholds can move at once and nobody buys out."""
    at = replace(at, applications=EVERYBODY_MOVABLE, movable=EVERYBODY_MOVABLE, rates={"opt_out_2016": 0.0})
    shares, loads = _a_month(at)
    exact = allocation(shares, corrective(shares, loads))
    arrived = solidarity(at).relocate.sum(axis=0)
    for state in shares:
        assert arrived[PLACE[state]] == pytest.approx(float(exact.get(state, 0)), abs=1e-4)


@pytest.mark.law("COM2016 34")
def test_only_new_applications_are_passed_on() -> None:
    at = union(movable=EVERYBODY_MOVABLE, rates={"opt_out_2016": 0.0})
    leaving = solidarity(at).relocate.sum(axis=1)
    assert leaving[PLACE["EL"]] == pytest.approx(at.applications[PLACE["EL"]] / 12)


@pytest.mark.law("COM2016 37")
def test_who_stands_aside_pays_those_who_take_instead() -> None:
    """With a tenth of the key: Hungary and Poland, which took nobody of 2015, then Czechia and Slovakia."""
    plan = solidarity(union(rates={"opt_out_2016": 0.11}))
    aside = np.array([state in {"HU", "PL", "CZ", "SK"} for state in STATES])
    assert not plan.relocate[:, aside].any()
    assert plan.relocate.sum() == pytest.approx(plan.owed.sum())
    assert plan.given[~aside].sum() == pytest.approx(plan.owed.sum())
    assert plan.pay.sum(axis=1)[aside] == pytest.approx(250_000 * plan.owed[aside])
    assert plan.pay.sum() == pytest.approx(plan.pay[aside][:, ~aside].sum())


@pytest.mark.law("COM2016 37")
@settings(deadline=None, max_examples=30)
@given(situations())
def test_a_state_stands_aside_wholly_so_no_two_states_pay_each_other(at: Situation) -> None:
    plan = solidarity(at)
    assert not np.minimum(plan.pay, plan.pay.T).any()
    assert not (plan.pay.sum(axis=1) * plan.relocate.sum(axis=0)).any()


def test_the_part_of_the_key_that_stands_aside_is_kept_to_half_a_state() -> None:
    at = union()
    for part in (0.0, 0.05, 0.11, 0.3, 0.6, 1.0):
        aside = standing_aside(replace(at, rates={"opt_out_2016": part}))
        assert at.key[aside].sum() == pytest.approx(part, abs=at.key.max() / 2)


@pytest.mark.law("COM2016 37")
def test_who_stands_aside_buys_out_in_a_year_no_more_than_it_had_room_for() -> None:
    """Though all that is above the thresholds leaves at once, and nobody ever fills its room."""
    at = union(applications=EVERYBODY_MOVABLE, movable=EVERYBODY_MOVABLE, rates={"opt_out_2016": 0.11})
    poland = PLACE["PL"]
    room = at.key[poland] * at.responsible[at.key > 0].sum() - at.responsible[poland]
    assert 12 * solidarity(at).owed[poland] == pytest.approx(room)


@pytest.mark.law("COM2016 37")
def test_where_everybody_stands_aside_they_stay_and_the_money_comes_to_them() -> None:
    plan = solidarity(union(rates={"opt_out_2016": 1.0}))
    assert not plan.relocate.any()
    assert plan.pay[:, plan.benefitting].sum() == pytest.approx(250_000 * plan.owed.sum())


@given(st.floats(0, 1))
def test_what_is_bought_out_is_paid_for_in_full(part: float) -> None:
    at = union(rates={"opt_out_2016": part})
    plan = solidarity(at)
    assert plan.pay.sum() == pytest.approx(250_000 * plan.owed[standing_aside(at)].sum())
