"""Operationalising the pool (Article 60): last days, balance, planning, support, confirmation, overview."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.solidarity.operation import (
    Balance,
    Candidate,
    balance,
    confirmation_differences,
    implementation_due,
    needs_overview,
    planning_order,
    supports,
)

LAST = date(2027, 12, 31)
amounts = st.dictionaries(st.sampled_from(["CY", "EL", "ES", "IT"]), st.integers(0, 1000).map(Fraction))


@pytest.mark.law("AMMR 60(3)(1)")
@pytest.mark.parametrize(
    ("measure", "exemption", "due"),
    [
        ("relocation", {}, LAST),
        ("relocation", {"running": True}, None),  # 67(12)
        ("relocation", {"agreed_in_kind": True}, LAST),
        ("alternative", {}, LAST),
        ("alternative", {"agreed_in_kind": True}, None),  # 65(3)
        ("financial", {}, None),  # IR 30(3): after the year
    ],
)
def test_the_last_day_of_each_type(measure: str, exemption: dict[str, bool], due: date | None) -> None:
    assert implementation_due(measure, 2027, **exemption) == due


@pytest.mark.law("AMMR 60(1)", "AMMR 60(2)")
def test_balance_is_the_spread_of_needs_met() -> None:
    needs = {"EL": Fraction(400), "IT": Fraction(1000), "CY": Fraction(0)}
    assert balance({"EL": Fraction(100), "IT": Fraction(500)}, needs) == Balance(
        {"EL": Fraction(1, 4), "IT": Fraction(1, 2)}, Fraction(1, 4)
    )
    assert balance({}, {}) == Balance({}, Fraction(0))


@pytest.mark.law("AMMR 60(2)")
@given(needs=amounts, part=st.fractions(0, 1))
def test_axiom_equal_parts_of_all_needs_are_balanced(needs: dict[str, Fraction], part: Fraction) -> None:
    assert balance({state: need * part for state, need in needs.items()}, needs).spread == 0


@pytest.mark.law("AMMR 60(4)")
def test_vulnerable_persons_come_first_then_preferences_then_the_order_given() -> None:
    given_order = [
        Candidate("a", vulnerable=False),
        Candidate("b", vulnerable=False, preferred=2),
        Candidate("c", vulnerable=True),
        Candidate("d", vulnerable=True, preferred=1),
        Candidate("e", vulnerable=False),
    ]
    assert [candidate.case for candidate in planning_order(given_order)] == ["d", "c", "b", "a", "e"]


@pytest.mark.law("AMMR 60(4)")
@given(st.lists(st.builds(Candidate, st.text(max_size=2), st.booleans(), st.integers(0, 3))))
def test_axiom_a_planning_excludes_nobody(candidates: list[Candidate]) -> None:
    planned = planning_order(candidates)
    assert sorted(planned, key=repr) == sorted(candidates, key=repr)
    flags = [candidate.vulnerable for candidate in planned]
    assert flags == sorted(flags, reverse=True)


@pytest.mark.law("AMMR 60(5)")
def test_agencies_support_on_request_and_the_coordinator_coordinates_experts() -> None:
    assert supports(False, False) == ()
    assert supports(True, False) == ("agencies support the state",)
    assert supports(False, True) == ("the Coordinator coordinates the deployed experts",)
    assert len(supports(True, True)) == 2


@pytest.mark.law("AMMR 60(6)", "AMMR 70")
def test_the_january_confirmation_is_held_against_the_ledger() -> None:
    confirmed = {"relocation": Fraction(90), "financial": Fraction(5)}
    ledger = {"relocation": Fraction(100), "alternative": Fraction(7), "financial": Fraction(5)}
    assert confirmation_differences(confirmed, ledger) == {"alternative": (0, 7), "relocation": (90, 100)}
    assert confirmation_differences(ledger, ledger) == {}


@pytest.mark.law("AMMR 58(2)", "AMMR 59(2)")
def test_the_overview_shows_needs_that_nothing_covers_yet() -> None:
    needs = {
        "IT": {"relocation": Fraction(1000), "financial": Fraction(50)},
        "CY": {"relocation": Fraction(10)},
    }
    committed = {"IT": {"relocation": Fraction(400), "financial": Fraction(60)}}
    assert needs_overview(needs, committed) == {
        "IT": {"relocation": 600, "financial": 0},
        "CY": {"relocation": 10},
    }
