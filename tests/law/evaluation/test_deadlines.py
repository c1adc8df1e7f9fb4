"""Limits of a peer review: four weeks, two weeks, five working days; and those that nobody has read."""

from __future__ import annotations

from datetime import date

import pytest

from fairshare.faults import BadInputError
from fairshare.law.evaluation.deadlines import LIMITS, due
from fairshare.law.parameters import table

FRIDAY = date(2027, 3, 5)


@pytest.mark.law("SEMM 20(1)")
def test_four_weeks_for_the_draft_two_for_the_comments() -> None:
    assert due("draft_report", FRIDAY).day == date(2027, 4, 2)
    assert due("comments", FRIDAY, "DE").day == date(2027, 3, 19)
    good_friday = due("comments", date(2027, 3, 12), "DE")
    assert (good_friday.day, good_friday.known) == (date(2027, 3, 30), "read")  # over Easter Monday


@pytest.mark.law("SEMM 20(1)")
def test_five_working_days_of_the_state() -> None:
    before_easter = date(2027, 3, 24)
    assert due("drafting_meeting", before_easter, "DE").day == date(2027, 4, 2)  # two holidays between
    assert due("drafting_meeting", before_easter, "IT").day == date(2027, 4, 1)  # Good Friday is a working day
    with pytest.raises(BadInputError):
        due("drafting_meeting", before_easter)


@pytest.mark.law("SEMM 12(1)", "SEMM 21")
def test_a_limit_says_whether_it_was_read() -> None:
    assert {name: due(name, FRIDAY, "IT").known for name in LIMITS} == {
        name: row["known"] for name, row in table("evaluation")["limits"].items()
    }
    plan = due("action_plan", FRIDAY, "IT")
    assert (plan.day, plan.known, plan.limit.cite) == (date(2027, 5, 5), "unverified", "SEMM 21")
    assert due("programme", FRIDAY).day == date(2034, 3, 5)


def test_a_limit_that_is_none() -> None:
    with pytest.raises(BadInputError, match="'tea' is unknown"):
        due("tea", FRIDAY)
