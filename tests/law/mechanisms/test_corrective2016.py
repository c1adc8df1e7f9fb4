"""COM(2016) 270: reference numbers, the threshold of 150 %, and the price of standing aside."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.mechanisms.corrective2016 import allocation, corrective

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
