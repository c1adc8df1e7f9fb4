"""Deductions (Articles 61 and 62): who may ask, what the Council may grant, and what is none (A10)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.access import Standing
from fairshare.law.solidarity.deductions import (
    adjustment_flag,
    check_contents,
    check_decision,
    check_request_61,
    check_request_62,
    needs_vote,
    unassessed_flag,
)
from fairshare.law.solidarity.determination import LABELS

ALLOWED = Choices({"DEDUCTION_AFTER_NOTIFICATION": "allowed"})
amounts = st.dictionaries(st.sampled_from(["relocation", "financial", "alternative"]), st.integers(-3, 10))


def refused(standing: Standing, choices: Choices) -> bool:
    try:
        check_request_61(standing, choices)
    except RefusedError as error:
        assert error.cite == "AMMR 61(1)"
        return True
    return False


@pytest.mark.law("AMMR 61(1)")
@pytest.mark.parametrize("label", [*LABELS, "none"])
def test_whoever_considers_itself_under_pressure_may_ask(label: str) -> None:
    """61(1) is open to states identified and to others; the others give their reasons (61(2))."""
    assert not refused(Standing(labels=frozenset({label} - {"none"})), Choices())


@pytest.mark.law("AMMR 61(1)")
@pytest.mark.parametrize(
    ("standing", "barred", "allowed"),
    [
        (Standing(labels=frozenset({"pressure"}), notice=True), True, True),
        (Standing(notified=True), True, True),  # not yet decided
        (Standing(notified=True, accepted=True), True, True),
        (Standing(notified=True, accepted=True, refused=True), True, False),  # A8: access refused (59(6))
        (Standing(notified=True, rejected=True), True, False),  # A8: no pressure found (59(7))
        (Standing(), False, False),
    ],
)
def test_a_notice_or_a_notification_stands_against_a_request(standing: Standing, barred: bool, allowed: bool) -> None:
    assert refused(standing, Choices()) is barred
    assert refused(standing, ALLOWED) is allowed


@pytest.mark.law("AMMR 62(1)")
@pytest.mark.parametrize(("label", "uses"), list(product([*LABELS, "none"], [False, True])))
def test_whoever_considers_itself_in_a_significant_situation_may_ask_unless_it_uses_the_pool(
    label: str, uses: bool
) -> None:
    standing = Standing(labels=frozenset({label} - {"none"}), notified=uses, accepted=uses)
    if uses:
        with pytest.raises(RefusedError) as error:
            check_request_62(standing)
        assert error.value.cite == "AMMR 62(1)"
    else:
        check_request_62(standing)


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
@pytest.mark.parametrize(("article", "cite"), [("61", "AMMR 61(4)"), ("62", "AMMR 62(5)")])
def test_the_council_decides_on_a_request_and_within_the_pledge(article: str, cite: str) -> None:
    pledged = {"relocation": 100, "financial": 5_000_000}
    check_decision(True, {"relocation": 100, "financial": 5_000_000}, pledged, article)
    check_decision(True, {}, pledged, article)  # a refusal takes nothing off
    for requested, granted, why in (
        (False, {"relocation": 1}, f"request under Article {article}; there is none"),
        (True, {"relocation": 101}, "exceeds what is left of the relocation pledge"),
        (True, {"alternative": 1}, "exceeds what is left of the alternative pledge"),
        (True, {"financial": -1}, "is not negative"),
    ):
        with pytest.raises(RefusedError, match=why) as error:
            check_decision(requested, granted, pledged, article)
        assert error.value.cite == cite


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
@given(granted=amounts, pledged=amounts)
def test_axiom_no_deduction_exceeds_the_pledge_of_its_type(granted: dict[str, int], pledged: dict[str, int]) -> None:
    fits = all(0 <= amount <= pledged.get(measure, 0) for measure, amount in granted.items())
    try:
        check_decision(True, granted, pledged, "61")
    except RefusedError:
        assert not fits
    else:
        assert fits


@pytest.mark.law("AMMR 61(1)", "AMMR 62(1)", "AMMR 85")
def test_a_contribution_lowered_in_the_act_of_2025_is_flagged() -> None:
    """A10: the act of 22 December 2025 lowered contributions before Articles 61 and 62 applied."""
    applies = date(2026, 6, 12)
    early = adjustment_flag(date(2025, 12, 22), applies)
    assert early.endswith("not by a Council act under 61(4) or 62(5); Articles 61 and 62 apply from 2026-06-12 only")
    later = adjustment_flag(applies, applies)
    assert later == "lowered in the act on the pool, not by a Council act under 61(4) or 62(5)"
    ignored = adjustment_flag(applies, applies, Choices({"DEDUCTION_IN_POOL_ACT": "refused"}))
    assert ignored.endswith("refused any effect (choice DEDUCTION_IN_POOL_ACT)")


@pytest.mark.law("AMMR 61(2)", "AMMR 62(2)", "AMMR 62(3)")
def test_who_considers_itself_in_a_situation_has_more_to_tell_than_who_is_identified() -> None:
    reasons = {"deduction", "stabilisation", "other_type", "vulnerabilities"}
    for article, labels, needed in (
        ("61", {"pressure"}, {"deduction"}),
        ("61", {"at_risk"}, reasons | {"reasoning"}),
        ("62", {"significant_situation"}, reasons | {"capacity_limit"}),
        ("62", set(), reasons | {"capacity_limit", "reasoning"}),
    ):
        check_contents(article, labels, needed)
        for left_out in needed:
            with pytest.raises(RefusedError, match="the request lacks: "):
                check_contents(article, labels, needed - {left_out})


@pytest.mark.law("AMMR 61(3)", "AMMR 61(4)", "AMMR 62(4)", "AMMR 62(5)")
@pytest.mark.parametrize(("article", "cite"), [("61", "AMMR 61(4)"), ("62", "AMMR 62(5)")])
def test_a_decision_before_the_assessment_is_told_or_refused(article: str, cite: str) -> None:
    assert unassessed_flag(article) == "decided before the Commission had assessed the request"
    with pytest.raises(RefusedError) as error:
        unassessed_flag(article, Choices({"DEDUCTION_BEFORE_ASSESSMENT": "refused"}))
    assert error.value.cite == cite


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_what_is_granted_is_voted_and_what_is_refused_only_by_the_other_reading() -> None:
    same = Choices({"DEDUCTION_REFUSAL_VOTE": "same-vote"})
    assert [needs_vote(grants) for grants in (False, True)] == [False, True]
    assert [needs_vote(grants, same) for grants in (False, True)] == [True, True]
