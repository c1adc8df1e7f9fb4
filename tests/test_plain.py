"""Exact figures as text: nothing is lost unless the digits say so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.plain import SHARE_DIGITS, euro_text, share_text, units_value

fractions = st.fractions(max_denominator=10**9)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(1, 2), "0.5"),
        (Fraction(1, 3), "0.333333333333333333"),
        (Fraction(2, 3), "0.666666666666666667"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction("0.216890"), "0.21689"),
        (Fraction(1, 10**15), "0.000000000000001"),
        (Fraction(10**20), "100000000000000000000"),
    ],
)
def test_shares(value: Fraction, text: str) -> None:
    assert share_text(value) == text


def test_fewer_digits_on_request() -> None:
    assert share_text(Fraction(2, 3), digits=3) == "0.667"


@given(fractions)
def test_axiom_a_share_is_right_to_its_last_digit_and_has_no_exponent(value: Fraction) -> None:
    text = share_text(value)
    assert "E" not in text.upper()
    assert abs(Fraction(text) - value) <= abs(value) * Fraction(1, 2 * 10 ** (SHARE_DIGITS - 1))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(9_260_000), "9260000.00"),
        (Fraction(0), "0.00"),
        (Fraction(-1, 2), "-0.50"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(10, 3), "3.33333333333333333"),
    ],
)
def test_money(value: Fraction, text: str) -> None:
    assert euro_text(value) == text


@given(st.integers(-(10**15), 10**15))
def test_axiom_whole_cents_come_back(cents: int) -> None:
    text = euro_text(Fraction(cents, 100))
    assert Decimal(text) * 100 == cents
    assert len(text.partition(".")[2]) == 2


@pytest.mark.parametrize(
    ("value", "plain"),
    [(Fraction(463), 463), (Fraction(-3), -3), (Fraction(57, 2), "28.5"), (Fraction(1, 3), "0." + "3" * 18)],
)
def test_units(value: Fraction, plain: int | str) -> None:
    assert units_value(value) == plain


@given(fractions)
def test_axiom_units_are_a_number_exactly_when_whole(value: Fraction) -> None:
    assert isinstance(units_value(value), int) is (value.denominator == 1)
