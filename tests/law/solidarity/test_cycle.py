"""The calendar of a cycle, what is late, and Article 85. Facts: fixture 5 of the reading of the law."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.choices import Choices
from fairshare.law.citation import REGISTER
from fairshare.law.outcome import RefusedError
from fairshare.law.parameters import table
from fairshare.law.solidarity.cycle import (
    CYCLE_LIMITS,
    applicable,
    calendar,
    due_day,
    forum_after_refusal,
    general_application,
    late,
    preparation,
    relative_due,
    require_applicable,
)

JULY = Choices({"GENERAL_APPLICATION_DATE": "2026-07-01"})


def _due(year: int, choices: Choices | None = None) -> dict[str, date | None]:
    return {row.step: row.due for row in calendar(year, choices or Choices())}


@pytest.mark.law("AMMR 9(4)", "AMMR 9(7)", "AMMR 9(8)", "AMMR 9(9)", "AMMR 9(10)", "AMMR 11(4)", "AMMR 12(6)")
@pytest.mark.parametrize(
    ("step", "day"),
    [
        ("information", "2026-06-01"),
        ("initial-assessment", "2026-07-15"),
        ("information-update", "2026-09-01"),
        ("consolidated-assessment", "2026-09-30"),
        ("report", "2026-10-15"),
        ("decision", "2026-10-15"),
        ("proposal", "2026-10-15"),
        ("forum", "2026-10-30"),
        ("act", "2026-12-31"),
        ("implementation", "2027-12-31"),
        ("conversion", "2027-12-31"),
        ("confirmation", "2028-01-31"),
        ("review", "2028-02-01"),
        ("report-on-implementation", "2028-10-15"),
        ("report-on-money", "2028-10-15"),
    ],
)
def test_the_days_of_the_pool_of_2027(step: str, day: str) -> None:
    assert _due(2027)[step] == date.fromisoformat(day)


@pytest.mark.law("AMMR 9(8)", "AMMR 60(6)")
def test_steps_with_a_first_day_say_so() -> None:
    opens = {row.step: row.opens for row in calendar(2027) if row.opens}
    assert opens == {"initial-assessment": date(2026, 7, 1), "confirmation": date(2028, 1, 1)}


@pytest.mark.parametrize("step", ["strategy", "use-notice", "lunch"])
def test_a_step_without_a_day_in_the_cycle_is_a_fault(step: str) -> None:
    with pytest.raises(BadInputError, match=f"'{step}' has no day in the cycle of 2027"):
        due_day(step, 2027)


@pytest.mark.law("AMMR 7(3)", "AMMR 8(2)")
def test_strategies_come_every_five_years() -> None:
    days = {year: (_due(year).get("national-strategies"), _due(year).get("strategy")) for year in range(2026, 2037)}
    assert {year: pair for year, pair in days.items() if pair != (None, None)} == {
        2026: (date(2025, 6, 12), date(2025, 12, 12)),
        2031: (date(2030, 6, 12), date(2030, 12, 12)),
        2036: (date(2035, 6, 12), date(2035, 12, 12)),
    }


@pytest.mark.law("AMMR 79")
def test_reviews_from_2028_and_the_evaluation_of_2031() -> None:
    assert "review" not in _due(2026)
    assert _due(2028)["review"] == date(2029, 2, 1)
    assert _due(2030)["evaluation"] == date(2031, 7, 1)
    assert _due(2030)["evaluation-data"] == date(2031, 1, 1)
    assert [year for year in range(2026, 2042) if "evaluation" in _due(year)] == [2030, 2035, 2040]


@pytest.mark.law("AMMR 58(3)", "AMMR 59(6)", "AMMR 59(7)", "AMMR 61(3)", "AMMR 62(4)", "AMMR 69(2)")
@pytest.mark.parametrize(
    ("step", "text", "cite"),
    [
        ("technical-forum-after-notice", "10 days from receipt of the notice", "AMMR 58(3)"),
        ("technical-forum-after-decision", "2 weeks from transmission of the Commission decision", "AMMR 59(6)"),
        ("forum-after-refusal", "1 week from the Commission decision", "AMMR 59(7)"),
        ("assessment-under-pressure", "4 weeks from receipt of the request", "AMMR 61(3)"),
        ("assessment-significant-situation", "4 weeks from receipt of the request", "AMMR 62(4)"),
        ("offset-reply", "30 days from receipt of the request", "AMMR 69(2)"),
        ("use-notice", "after the act; no day is set", "AMMR 58(1)"),
    ],
)
def test_limits_that_run_from_an_event_have_no_day(step: str, text: str, cite: str) -> None:
    row = next(row for row in calendar(2027) if row.step == step)
    assert (row.due, row.limit, row.cite) == (None, text, cite)


@pytest.mark.law("AMMR 59(7)")
def test_the_week_after_a_refusal_follows_the_choice() -> None:
    other = Choices({"FORUM_AFTER_REFUSAL": "from-council-finding"})
    row = next(row for row in calendar(2027, other) if row.step == "forum-after-refusal")
    assert row.limit == "1 week from the Council's finding"
    assert row.choices == {"FORUM_AFTER_REFUSAL": "from-council-finding"}
    decision, finding = date(2027, 3, 1), date(2027, 3, 15)
    assert forum_after_refusal(decision, finding) == date(2027, 3, 8)  # over before the Council must have found
    assert forum_after_refusal(decision, finding, other) == date(2027, 3, 22)


@given(st.integers(2026, 9998))
def test_axiom_the_calendar_runs_forward_and_every_step_is_told(year: int) -> None:
    rows = calendar(year)
    days = [row.due for row in rows if row.due]
    assert days == sorted(days)
    assert len({row.step for row in rows}) == len(rows)
    assert all(row.due or row.limit for row in rows)
    assert all(row.opens is None or (row.due and row.opens <= row.due) for row in rows)


def test_every_row_is_registered_as_carried_out_and_the_reverse() -> None:
    rows = {row["cite"] for row in table("cycle")["calendar"]}
    registered = set(REGISTER["fairshare.law.solidarity.cycle.calendar"].provisions)
    assert rows | {"AMMR 9(6)"} == registered


@pytest.mark.parametrize("year", [2025, 0, -1, 9999, 10**6])
def test_years_without_a_pool_are_faults(year: int) -> None:
    with pytest.raises(BadInputError, match=f"YEAR: {year} has no pool; expected a pool year from 2026 on"):
        calendar(year)


# Article 85 and I54: what applies since 11 June 2024 and what waits.
@pytest.mark.law("AMMR 85")
@pytest.mark.parametrize(
    ("provision", "day", "applies"),
    [
        ("AMMR 7(3)", "2024-06-10", False),
        ("AMMR 7(3)", "2024-06-11", True),
        ("AMMR 57(1)", "2025-12-22", True),
        ("AMMR 64(3)", "2025-11-01", True),
        ("AMMR 64(2)", "2025-11-01", False),
        ("AMMR 64", "2025-11-01", False),
        ("AMMR 67(14)", "2025-11-01", True),
        ("AMMR 67(1)", "2025-11-01", False),
        ("AMMR 5", "2025-11-01", False),
        ("AMMR 58(1)", "2026-06-11", False),
        ("AMMR 58(1)", "2026-06-12", True),
        ("AMMR 61(4)", "2025-12-22", False),
        ("AMMR 9(3)(a)", "2025-06-01", True),
        ("AMMR Annex I", "2025-12-22", False),
    ],
)
def test_what_applies_from_when(provision: str, day: str, applies: bool) -> None:
    assert applicable(provision, date.fromisoformat(day)) is applies


@pytest.mark.law("AMMR 85")
def test_the_general_application_date_is_a_choice() -> None:
    assert general_application() == date(2026, 6, 12)
    assert not applicable("AMMR 58(1)", date(2026, 6, 12), JULY)
    with pytest.raises(RefusedError, match=r"AMMR 58\(1\) does not apply on 2026-06-12, only from 2026-07-01"):
        require_applicable("AMMR 58(1)", date(2026, 6, 12), JULY)
    require_applicable("AMMR 58(1)", date(2026, 7, 1), JULY)
    row = next(row for row in calendar(2026, JULY) if row.step == "use-notice")
    assert row.note == "applies from 2026-07-01" and row.choices == {"GENERAL_APPLICATION_DATE": "2026-07-01"}
    assert not next(row for row in calendar(2027, JULY) if row.step == "use-notice").note


@pytest.mark.parametrize("provision", ["58", "AMMR 12(2)-(3)", "AMMR recital 23", "IR 30(1)", "AMMR 58(1)x", ""])
def test_only_one_provision_of_the_regulation_is_one(provision: str) -> None:
    with pytest.raises(BadInputError, match=re.escape(f"{provision!r} is not one")):
        applicable(provision, date(2027, 1, 1))


# Fixture 5: package on 11 November 2025, Forum on 18 November, act on 22 December (corrigendum of 19 January 2026).
@pytest.mark.law("AMMR 13(2)", "AMMR 57(1)")
def test_the_first_cycle_was_late_by_27_days_and_its_forum_in_time() -> None:
    package = date(2025, 11, 11)
    rows = preparation(2026, package, package, package, date(2025, 11, 18), date(2025, 12, 22))
    assert {row.step: row.days_late for row in rows} == {
        "report": 27,
        "decision": 27,
        "proposal": 27,
        "forum": 0,
        "act": 0,
    }
    assert next(row for row in rows if row.step == "forum").due == date(2025, 11, 26)
    assert next(row for row in rows if row.step == "report").done == package  # never back-dated


@pytest.mark.law("AMMR 13(2)", "AMMR 57(1)", "AMMR 9(5)")
@pytest.mark.parametrize(
    ("days", "cite"),
    [
        ({"decision": date(2026, 10, 13)}, "AMMR 11(1)"),
        ({"proposal": date(2026, 10, 13)}, "AMMR 12(1)"),
        ({"forum": date(2026, 10, 14)}, "AMMR 13(2)"),
        ({"act": date(2026, 12, 1)}, "AMMR 57(1)"),
        ({"forum": date(2026, 10, 20), "act": date(2026, 10, 19)}, "AMMR 57(1)"),
    ],
)
def test_steps_out_of_order_are_refused(days: dict[str, date], cite: str) -> None:
    order = {"report": date(2026, 10, 14), "decision": date(2026, 10, 15), "proposal": date(2026, 10, 15)} | days
    with pytest.raises(RefusedError) as error:
        preparation(2027, **order)
    assert error.value.cite == cite


@pytest.mark.law("AMMR 57(1)")
def test_an_act_of_january_is_flagged_and_keeps_its_day() -> None:
    day = date(2026, 10, 15)
    act = preparation(2027, day, day, day, day, date(2027, 1, 5))[-1]
    assert (act.late, act.days_late, act.done) == (True, 5, date(2027, 1, 5))


def test_what_is_open_is_late_only_by_a_day_of_question() -> None:
    due = date(2026, 10, 15)
    assert not late("report", due, None).late
    assert late("report", due, None, on=date(2026, 10, 16)).late
    assert late("report", due, date(2026, 10, 1), on=date(2026, 10, 16)).days_late == 0
    open_steps = preparation(2027, due, due, due)
    assert [row.late for row in open_steps] == [False] * 5


@pytest.mark.law("AMMR 69(2)", "AMMR 61(3)")
def test_relative_limits_move_only_for_a_member_state() -> None:
    received = date(2027, 2, 24)  # 30 days on: Good Friday
    assert relative_due("offset_reply", received, "DE").due == date(2027, 3, 30)
    assert relative_due("offset_reply", received, "FR").due == date(2027, 3, 26)
    assert relative_due("assessment_under_pressure", date(2027, 2, 27)).due == date(2027, 3, 27)  # a Saturday
    assert {relative_due(name, received).due >= received for name in CYCLE_LIMITS} == {True}
    with pytest.raises(BadInputError, match="'relocation_reply' is unknown"):
        relative_due("relocation_reply", received)


@pytest.mark.law("AMMR 7(5)", "AMMR 7(6)", "AMMR 59(3)", "AMMR 59(5)")
@pytest.mark.parametrize(
    ("step", "actor", "cite"),
    [
        ("situation-reports", "Commission", "AMMR 7(5)"),
        ("strategy-template", "Commission", "AMMR 7(6)"),
        ("transmission-of-decision", "Commission", "AMMR 59(5)"),
        ("assistance-to-assessment", "EUAA, Frontex, FRA, the Member State", "AMMR 59(3)"),
    ],
)
def test_duties_without_a_day_stand_in_the_calendar_with_their_actor(step: str, actor: str, cite: str) -> None:
    row = next(row for row in calendar(2027) if row.step == step)
    assert (row.actor, row.due, row.cite) == (actor, None, cite)
    assert row.limit


@pytest.mark.law("AMMR 9(6)")
def test_the_first_report_was_due_on_15_october_2025() -> None:
    first = next(row for row in calendar(2026) if row.step == "report")
    assert (first.due, first.cite) == (date(2025, 10, 15), "AMMR 9(4)")
    with pytest.raises(BadInputError, match="2025 has no pool"):
        calendar(2025)
