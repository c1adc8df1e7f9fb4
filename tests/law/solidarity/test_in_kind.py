"""Alternative measures: requested, valued together, told, delivered, completed; else they become money (57(4), 65)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.in_kind import (
    carried_over,
    check_implementation,
    check_valuation,
    conversion,
    duplication_fault,
)

CREDIT = Choices({"IN_KIND_ABOVE_PLEDGE": "credit"})
euros = st.integers(0, 10**9).map(Fraction)


@pytest.mark.law("AMMR 65(1)")
def test_a_measure_is_valued_after_a_request_and_above_zero() -> None:
    check_valuation(True, Fraction(1, 100))
    with pytest.raises(RefusedError, match="after a benefitting state has asked for it"):
        check_valuation(False, Fraction(1))
    for value in (0, -1):
        with pytest.raises(RefusedError, match="realistic value above zero"):
            check_valuation(True, Fraction(value))


@pytest.mark.law("AMMR 65(1)")
def test_a_measure_is_implemented_after_its_value_is_told_and_up_to_it() -> None:
    check_implementation(Fraction(100), Fraction(60), Fraction(40))
    with pytest.raises(RefusedError, match="told to the Coordinator before implementation"):
        check_implementation(None, Fraction(0), Fraction(1))
    with pytest.raises(RefusedError, match="more than the jointly agreed value"):
        check_implementation(Fraction(100), Fraction(60), Fraction(41))


@pytest.mark.law("AMMR 65(2)")
@pytest.mark.parametrize("found", list(product([False, True], repeat=3)))
def test_a_measure_that_duplicates_other_support_does_not_count(found: tuple[bool, bool, bool]) -> None:
    fault = duplication_fault(*found)
    if not any(found):
        assert fault is None
    else:
        assert fault is not None and fault.endswith("(AMMR 65(2))")
        assert fault.count(";") == sum(found) - 1
        assert ("Union funding" in fault) is found[1]


# Article 30(1) of Implementing Regulation (EU) 2025/2055 by example: EUR 10 million pledged in kind.
@pytest.mark.law("AMMR 57(4)", "IR 30(1)")
@pytest.mark.parametrize(
    ("agreed", "due", "credited"),
    [
        (None, 10, 10),  # nobody asked: all of it becomes money (57(4), recital 19)
        (0, 10, 10),
        (6, 4, 4),
        (10, 0, 0),
        (12, 0, -2),  # A21: valued above the pledge
    ],
)
def test_what_is_not_agreed_becomes_money(agreed: int | None, due: int, credited: int) -> None:
    value = None if agreed is None else Fraction(agreed)
    assert conversion(Fraction(10), value) == due
    assert conversion(Fraction(10), value, CREDIT) == credited


@pytest.mark.law("AMMR 65(3)")
def test_agreed_measures_are_completed_after_the_year() -> None:
    assert carried_over(Fraction(6), Fraction(2)) == 4
    assert carried_over(Fraction(6), Fraction(6)) == carried_over(None, Fraction(0)) == 0


@pytest.mark.law("AMMR 57(4)", "AMMR 65(3)", "IR 30(1)")
@given(pledged=euros, agreed=euros, part=st.fractions(0, 1))
def test_axiom_a_pledge_ends_delivered_carried_over_or_converted(
    pledged: Fraction, agreed: Fraction, part: Fraction
) -> None:
    implemented = agreed * part
    total = implemented + carried_over(agreed, implemented)
    assert total + conversion(pledged, agreed, CREDIT) == pledged
    assert total + conversion(pledged, agreed) == max(pledged, agreed)
