"""Double entry: amounts, moves, and the check that nothing appears from nowhere."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.outcome import RefusedError
from fairshare.ledger.postings import ConservationError, cents, check_conservation, euro, move, native

AMOUNTS = st.one_of(st.integers(-(10**12), 10**12), st.fractions())


def test_cents_are_whole() -> None:
    assert cents(Decimal("9260000.00")) == 926_000_000
    assert cents(Fraction(1, 4)) == 25
    with pytest.raises(ValueError, match="whole number of cents"):
        cents(Fraction(1, 3))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**20), max_value=10**20))
def test_cents_and_euro_are_inverse(amount: Decimal) -> None:
    assert euro(cents(amount)) == Fraction(amount)


def test_native_amounts_are_persons_or_cents() -> None:
    assert native("relocation", Decimal("12.0"), "AMMR 57(1)") == 12
    assert native("alternative", Decimal("0.01"), "AMMR 57(1)") == 1
    assert native("share", Decimal("-1"), "AMMR 57(1)") == -100


@pytest.mark.parametrize("measure", ["relocation", "financial"])
@pytest.mark.parametrize("amount", ["0.001", "NaN", "sNaN", "Infinity", "-Infinity", "1e-40", "1." + "0" * 30 + "1"])
def test_what_is_no_amount_is_refused_with_the_article(measure: str, amount: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        native(measure, Decimal(amount), "AMMR 60(3)")
    assert refusal.value.cite == "AMMR 60(3)"


@given(AMOUNTS)
def test_a_move_adds_up(amount: int | Fraction) -> None:
    legs = move("DE", "relocation", "open", "committed", amount, "IT", "")
    check_conservation(legs)
    assert len(legs) == (2 if amount else 0)
    for leg, (account, towards, sign) in zip(legs, (("open", "", -1), ("committed", "IT", 1)), strict=False):
        assert leg == ("DE", account, "relocation", towards, sign * amount)


def test_a_move_within_one_benefitting_state() -> None:
    assert move("DE", "relocation", "committed", "accepted", 5, "IT") == (
        ("DE", "committed", "relocation", "IT", -5),
        ("DE", "accepted", "relocation", "IT", 5),
    )


@pytest.mark.parametrize(
    "legs",
    [
        [("DE", "open", "relocation", "", 1)],
        [("DE", "open", "relocation", "", -1), ("FR", "open", "relocation", "", 1)],
        [("DE", "open", "relocation", "", -1), ("DE", "open", "financial", "", 1)],
        [("DE", "open", "relocation", "", -1), ("DE", "committed", "relocation", "", 2)],
        [("DE", "a", "share", "", 1), ("DE", "b", "share", "", 1), ("DE", "c", "share", "", -3)],
    ],
)
def test_what_does_not_add_up_is_a_fault_of_the_program(legs: list[tuple[str, str, str, str, int]]) -> None:
    with pytest.raises(ConservationError, match="do not add up"):
        check_conservation(legs)


def test_what_adds_up_in_several_legs() -> None:
    check_conservation([])
    check_conservation([("DE", "a", "share", "", 1), ("DE", "b", "share", "", 2), ("DE", "c", "share", "", -3)])
    check_conservation([*move("DE", "share", "a", "b", 3), *move("FR", "financial", "a", "b", Fraction(1, 3))])
