"""Recommendations, action plans, progress and closure."""

from __future__ import annotations

import pytest
from cycles import day, ledger, refused, texts
from evaluations import (
    CLOSED,
    FOLLOWED,
    NAME,
    REPORTED,
    VISITED,
    assessed,
    finding,
    planned,
    programmed,
    progressed,
    recommended,
    seen,
    settled,
    step,
)

ADDRESSED = [*REPORTED, recommended()]


@pytest.mark.law("SEMM 20")
def test_a_recommendation_rests_on_findings_of_its_evaluation() -> None:
    record = ledger(ADDRESSED).book.evaluations[NAME]
    assert (list(record.open), record.unanswered("IT")) == (["build"], ("build",))
    refused(VISITED, recommended(), "SEMM 20", "report must come first")
    refused(REPORTED, recommended(findings=()), "SEMM 20", "rests on no finding")
    refused(REPORTED, recommended(findings=("beds",)), "SEMM 20", "no finding 'beds'")
    refused(REPORTED, recommended(text=""), "SEMM 20", "recommendation is empty")
    refused(REPORTED, recommended(state="DE"), "SEMM 20", "DE is not evaluated")
    refused(ADDRESSED, recommended("05-04"), "SEMM 20", "'build' is on record already")
    refused([], recommended(), "SEMM 13", "no evaluation")


@pytest.mark.law("SEMM 22", "SEMM 22(2)")
def test_on_serious_deficiencies_alone_it_comes_before_the_report() -> None:
    grave = finding(name="water", serious=True, grade="non_compliant")
    ended = [programmed(), seen(), finding(), grave, step("activity_ended", "02-05")]
    assert ledger([*ended, recommended("02-05", findings=("water",))]).book.evaluations[NAME].open
    refused(ended, recommended("02-05", findings=("water", "places")), "SEMM 20", "report must come first")
    refused(ended[:4], recommended("02-05", findings=("water",)), "SEMM 20", "activity must come first")


@pytest.mark.law("SEMM 21")
def test_an_action_plan_answers_recommendations_to_the_state() -> None:
    more = [*ADDRESSED, recommended("05-04", "staff"), recommended("05-04", "buses", state="")]
    held = ledger([*more, planned(until={"build": day("12-01")})])
    assert texts(held.book)[-1:] == ["SEMM 21: the action plan says nothing of staff"]
    refused(REPORTED, planned(), "SEMM 21", "recommendation must come first")
    refused(more, planned(state="DE"), "SEMM 21", "DE is not evaluated")
    refused(more, planned(actions={}), "SEMM 21", "action plan is empty")
    refused(more, planned(actions={"buses": "b"}), "SEMM 21", "no open recommendation to IT: 'buses'")
    refused(more, planned(until={"staff": day("12-01")}), "SEMM 21", "no action on 'staff'")
    refused(more, planned(until={"build": day("05-31")}), "SEMM 21", "'build' lies before the plan")


@pytest.mark.law("SEMM 21")
def test_a_plan_is_submitted_anew_only_where_it_must_be() -> None:
    waits = [*ADDRESSED, planned()]
    refused(waits, planned("06-02"), "SEMM 21", "waits for its assessment")
    refused([*waits, assessed()], planned("06-20"), "SEMM 21", "is adequate")
    rejected = ledger([*waits, assessed(adequate=False, text="no money"), planned("06-20")])
    assert rejected.book.evaluations[NAME].assessment("IT") is None
    wider = [*waits, recommended("06-02", "staff"), planned("06-20", actions={"build": "a", "staff": "b"})]
    assert texts(ledger(wider).book) == []


@pytest.mark.law("SEMM 21")
def test_a_plan_is_assessed_once_and_a_no_has_its_reason() -> None:
    waits = [*ADDRESSED, planned()]
    refused(ADDRESSED, assessed(), "SEMM 21", "action plan must come first")
    refused(waits, assessed(state="DE"), "SEMM 21", "DE has submitted no action plan")
    refused([*waits, assessed()], assessed("06-16"), "SEMM 21", "assessed already")
    refused(waits, assessed(adequate=False), "SEMM 21", "the reason why the plan is not adequate is empty")


@pytest.mark.law("SEMM 21")
def test_progress_is_told_by_the_addressee() -> None:
    record = ledger(FOLLOWED).book.evaluations[NAME]
    assert record.progress["build"].progress == "under_way"
    body = [*REPORTED, recommended(state=""), progressed(state="")]
    assert ledger(body).book.evaluations[NAME].progress
    refused(body, progressed(), "SEMM 21", "addressed to a body of the Union")
    refused(FOLLOWED, progressed(state="DE"), "SEMM 21", "addressed to IT")
    refused(FOLLOWED, progressed(recommendation="beds"), "SEMM 21", "no recommendation 'beds'")
    refused([*FOLLOWED, settled()], progressed("10-02"), "SEMM 21", "'build' is closed")


@pytest.mark.law("SEMM 21")
def test_an_evaluation_ends_when_every_recommendation_has() -> None:
    record = ledger(CLOSED).book.evaluations[NAME]
    assert not record.open and record.closed["build"].carried_out
    assert record.unanswered("IT") == ()
    refused(FOLLOWED, step("evaluation_closed", "10-02"), "SEMM 21", "not closed yet: build")
    refused(FOLLOWED, settled(text=" "), "SEMM 21", "reason for closing is empty")
    refused(FOLLOWED, settled(figures=("",)), "SEMM 21", "key of a figure is empty")
    refused([*FOLLOWED, settled()], settled("10-02"), "SEMM 21", "'build' is closed")
    refused(CLOSED, seen("10-03", "more"), "SEMM 19", "the evaluation is closed")
    assert ledger([*REPORTED, step("evaluation_closed", "06-01")]).book.evaluations[NAME].done["evaluation_closed"]
