"""Money after the year: the formula of IR 30(1) by example, transfer, allocation, reports, crisis credits."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import Choices
from fairshare.law.outcome import NeedsDecision, RefusedError
from fairshare.law.solidarity.settlement import (
    allocation,
    check_settlement,
    contribution_due,
    credit_in_force,
    reports_missing,
    unallocated,
)

RATIO = Fraction(20_000)
euros = st.integers(0, 10**9).map(Fraction)
AFTER = date(2028, 1, 1)


def due(pledged: int, conversions: int, deducted: int, offsets: int, **chosen: str) -> Fraction:
    figures = (Fraction(pledged), Fraction(conversions), Fraction(deducted), Fraction(offsets))
    return contribution_due(*figures, RATIO, Choices(chosen)).amount


@pytest.mark.law("IR 30(1)", "IR 30(2)", "AMMR 64(3)")
def test_irelands_pledge_of_2026_is_due_whole() -> None:
    """EUR 9.26 million in money and nothing else: payable in 2027."""
    assert due(9_260_000, 0, 0, 0) == 9_260_000


@pytest.mark.law("IR 30(1)", "IR 30(2)", "AMMR 64(3)")
def test_every_term_of_the_formula() -> None:
    result = contribution_due(*map(Fraction, (10_000_000, 2_000_000, 1_000_000, 50)), RATIO)
    assert result.amount == 10_000_000  # 10 + 2 - 1 - 50 x 20,000
    assert [(step.value, step.cite) for step in result.steps] == [
        ("10000000", "AMMR 57(1)"),
        ("2000000", "AMMR 57(4)"),
        ("-1000000", "AMMR 61(4), 62(5)"),
        ("-1000000", "AMMR 63(3)-(4)"),
        ("10000000", "IR 30(1)"),
    ]


@pytest.mark.law("IR 30(1)")
def test_what_an_offset_is_worth_and_a_negative_sum_are_open_questions() -> None:
    assert due(1_000_000, 0, 0, 50, OFFSET_VALUE="nothing") == 1_000_000
    assert due(1_000_000, 0, 500_000, 50) == 0
    assert due(1_000_000, 0, 500_000, 50, NEGATIVE_DUE="signed") == -500_000


@pytest.mark.law("IR 30(1)")
@given(pledged=euros, conversions=euros, deducted=euros, offsets=st.integers(0, 1000).map(Fraction))
def test_axiom_due_is_the_sum_of_its_steps_and_never_negative(
    pledged: Fraction, conversions: Fraction, deducted: Fraction, offsets: Fraction
) -> None:
    result = contribution_due(pledged, conversions, deducted, offsets, RATIO)
    terms = sum(Fraction(step.value) for step in result.steps[:-1])
    assert result.amount == max(0, terms) == Fraction(result.steps[-1].value)


@pytest.mark.law("IR 30(3)")
def test_money_moves_after_the_year_and_up_to_what_is_due() -> None:
    check_settlement(AFTER, 2027, Fraction(100), Fraction(100))
    with pytest.raises(RefusedError, match="after 31 December 2027"):
        check_settlement(date(2027, 12, 31), 2027, Fraction(100), Fraction(100))
    for amount in (0, -1, 101):
        with pytest.raises(RefusedError, match=r"between EUR 0 and EUR 100.00 is due"):
            check_settlement(AFTER, 2027, Fraction(amount), Fraction(100))


@pytest.mark.law("IR 31", "AMMR 64(2)")
def test_no_formula_spreads_the_money_a_person_does() -> None:
    question = allocation(Fraction(100), None)
    assert isinstance(question, NeedsDecision)
    assert question.cite == "IR 31" and "Coordinator" in question.who
    shared = allocation(Fraction(100), {"EL": Fraction(1, 4), "IT": Fraction(1, 2)})
    assert shared == {"EL": 25, "IT": 50}
    assert allocation(Fraction(100), {}) == {}


@pytest.mark.law("IR 31")
@pytest.mark.parametrize("parts", [{"EL": Fraction(2, 3), "IT": Fraction(1, 2)}, {"EL": Fraction(-1, 2)}])
def test_an_understanding_beyond_the_whole_is_none(parts: dict[str, Fraction]) -> None:
    with pytest.raises(RefusedError, match="add up to 1 at most"):
        allocation(Fraction(100), parts)


@pytest.mark.law("AMMR 64(4)")
def test_what_is_left_may_go_to_the_thematic_facility() -> None:
    assert unallocated(Fraction(100), {"EL": Fraction(25), "IT": Fraction(50)}) == 25
    assert unallocated(Fraction(100), {"EL": Fraction(100)}) == 0
    with pytest.raises(RefusedError, match="more is allocated than the Union budget holds"):
        unallocated(Fraction(100), {"EL": Fraction(101)})


@pytest.mark.law("AMMR 64(5)", "AMMR 64(6)")
def test_actions_without_a_report_are_named() -> None:
    assert reports_missing({"reception": True, "registration": False, "integration": False}) == (
        "integration",
        "registration",
    )
    assert reports_missing({}) == ()


@pytest.mark.law("CFMR 9(4)", "CFMR 9(5)")
def test_a_credit_lasts_five_years() -> None:
    """From September 2027: the acts of December 2027 to December 2031, on the pools of 2028 to 2032, fall in it."""
    granted = date(2027, 9, 1)
    held = [credit_in_force(40, granted, year) for year in range(2026, 2034)]
    assert held == [0, 40, 40, 40, 40, 40, 40, 0]
