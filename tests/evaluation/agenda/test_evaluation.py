"""What is due in an evaluation, of whom and until when, as its record grows."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from cycles import day, ledger
from evaluations import (
    CLOSED,
    COORDINATION,
    DRAFTED,
    FOLLOWED,
    REPORTED,
    VISITED,
    assessed,
    planned,
    programmed,
    progressed,
    recommended,
    seen,
    step,
)

from fairshare.evaluation.agenda import Duty, duties
from fairshare.ledger.events import Event
from fairshare.ledger.notation import EVENT_TYPES


def due(events: Iterable[Event], on: str) -> dict[str, Duty]:
    """The duties of evaluations on a day, by what settles each; of several the last."""
    return {d.settles: d for d in duties(ledger(events).book, day(on)) if d.cite.startswith(("SEMM", "TFEU 148"))}


def states(events: Iterable[Event], on: str) -> dict[str, str]:
    return {settles: duty.state_of for settles, duty in due(events, on).items()}


def test_no_evaluation_no_duty() -> None:
    assert due([], "03-01") == {}


@pytest.mark.law("SEMM 20(1)")
def test_the_draft_is_due_four_weeks_after_the_activity() -> None:
    assert states([programmed(visit=day("02-01")), seen("01-20")], "01-20") == {
        "activity_ended": "upcoming",
        "draft_report_sent": "upcoming",
        "evaluation_report_adopted": "upcoming",
    }
    draft = due(VISITED, "03-06")["draft_report_sent"]
    assert (draft.due, draft.state_of, draft.who, draft.about) == (day("03-05"), "late", "commission", "italy")
    assert states(DRAFTED, "03-02")["draft_report_sent"] == "done"


@pytest.mark.law("SEMM 14")
def test_answers_are_done_when_every_question_is_answered() -> None:
    asked = [programmed(), step("questionnaire_sent", "01-11", questions={"a": "?", "b": "?"})]
    half = [*asked, step("questionnaire_answered", "01-12", state="IT", answers={"a": "1"})]
    full = [*half, step("questionnaire_answered", "01-13", state="IT", answers={"b": "1"})]
    assert [states(events, "01-14")["questionnaire_answered"] for events in (asked, half, full)] == [
        "open",
        "open",
        "done",
    ]
    late = [*asked, *(e for e in REPORTED if e.date > day("01-11"))]
    assert "questionnaire_answered" not in due(late, "06-01")


@pytest.mark.law("SEMM 20(1)")
def test_comments_end_with_the_report_and_a_meeting_holds_it_up() -> None:
    comments = due(DRAFTED, "03-02")["comments_given"]
    assert (comments.state, comments.due, comments.state_of) == ("IT", day("03-15"), "open")
    assert "comments_given" not in due(REPORTED, "05-04")
    asked = [*DRAFTED, step("comments_given", "03-10", state="IT", text="no", meeting=True)]
    assert states(asked, "03-18")["drafting_meeting_held"] == "late"
    assert states(asked, "03-18")["evaluation_report_adopted"] == "upcoming"
    held = [*asked, step("drafting_meeting_held", "03-17")]
    assert states(held, "03-18")["evaluation_report_adopted"] == "open"


@pytest.mark.law("SEMM 21")
def test_a_plan_is_due_until_it_answers_everything_and_is_adequate() -> None:
    addressed = [*REPORTED, recommended()]
    plan = due(addressed, "12-31")["action_plan_submitted"]
    assert (plan.state_of, plan.due) == ("open", None)  # two months: not read, so nobody is late by them
    waits = states([*addressed, planned()], "06-02")
    assert (waits["action_plan_submitted"], waits["action_plan_assessed"]) == ("done", "open")
    rejected = [*addressed, planned(), assessed(adequate=False, text="thin")]
    assert states(rejected, "07-01")["action_plan_submitted"] == "open"
    assert states([*addressed, recommended(name="bus", state="")], "06-01")["evaluation_closed"] == "upcoming"


@pytest.mark.law("SEMM 21")
def test_what_is_reported_as_done_is_verified_and_the_evaluation_closed() -> None:
    assert "recommendation_closed" not in due(FOLLOWED, "09-02")
    told = [*FOLLOWED, progressed("09-05", progress="done")]
    assert states(told, "09-06")["recommendation_closed"] == "open"
    assert states(CLOSED[:-1], "10-01")["evaluation_closed"] == "open"
    assert set(states(CLOSED, "10-02").values()) == {"done"}


@pytest.mark.law("TFEU 148(3)")
def test_every_state_reports_on_the_guidelines() -> None:
    begun = COORDINATION[:3]
    rows = [d for d in duties(ledger(begun).book, day("02-01")) if d.settles == "questionnaire_answered"]
    assert len(rows) == 26
    assert [d.state for d in rows if d.state_of == "done"] == ["IT"]
    assert {d.cite for d in rows} == {"TFEU 148(3)"}
    assert states(COORDINATION[:1], "01-11") == {"guidelines_adopted": "open", "evaluation_report_adopted": "upcoming"}


def test_every_duty_is_settled_by_an_event() -> None:
    for events in (CLOSED, COORDINATION, FOLLOWED):
        for settles, duty in due(events, "12-01").items():
            assert settles in EVENT_TYPES and duty.what[0].isupper() and duty.cite
