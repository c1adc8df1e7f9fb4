"""An evaluation from the programme to the report: what is kept, what is late, and what is out of order."""

from __future__ import annotations

import pytest
from cycles import event, ledger, refused, texts
from evaluations import COORDINATION, DRAFTED, NAME, REPORTED, VISITED, finding, programmed, seen, step

from fairshare.law.outcome import RefusedError
from fairshare.ledger.events import Event

ASKED = [programmed(), step("questionnaire_sent", "01-11", questions={"places": "How many?", "staff": "How many?"})]


def answered(on: str = "01-20", **more: object) -> Event:
    return step("questionnaire_answered", on, **{"state": "IT", "answers": {"places": "900"}} | more)


def commented(on: str = "03-10", **more: object) -> Event:
    return step("comments_given", on, **{"state": "IT", "text": "not full"} | more)


@pytest.mark.law("SEMM 13", "SEMM 15", "SEMM 18(2)", "SEMM 24")
def test_a_programme_names_whom_by_whom_and_when() -> None:
    record = ledger([programmed()]).book.evaluations[NAME]
    assert (record.states, list(record.done)) == (("IT",), ["evaluation_programmed"])
    assert len(ledger([programmed(state="", form="thematic")]).book.evaluations[NAME].states) == 26
    refused([programmed()], programmed("01-11"), "SEMM 13", "'italy' is on record already")
    refused([], programmed(evaluation=" "), "SEMM 13", "name of the evaluation is empty")
    refused([], programmed(title=""), "SEMM 13", "title is empty")
    refused([], programmed(state="DK"), "SEMM 13", "does not bind DK")
    refused([], programmed(team=("XX",)), "SEMM 13", "does not bind XX")
    refused([], programmed(team=("DE", "DE")), "SEMM 13", "stands twice")
    refused([], programmed(team=("DE", "IT")), "SEMM 18(2)", "IT does not take part in the team that evaluates it")
    assert ledger([programmed(state="", team=("DE", "IT"))])  # the mechanism as a whole
    refused([], programmed(visit=seen("01-09").date), "SEMM 13", "before its programme")
    refused([], seen(), "SEMM 13", "no evaluation 'italy'")


@pytest.mark.law("SEMM 14")
def test_questions_and_answers() -> None:
    held = ledger([*ASKED, answered(), answered("01-21", answers={"staff": "40"})])
    assert held.book.evaluations[NAME].answers == {"IT": {"places": "900", "staff": "40"}}
    refused([programmed()], step("questionnaire_sent", "01-11", questions={}), "SEMM 14", "questionnaire is empty")
    refused([programmed()], step("questionnaire_sent", "01-11", questions={"a": " "}), "SEMM 14", "is empty")
    refused([programmed()], answered(), "SEMM 14", "questionnaire must come first")
    refused(ASKED, answered(state="DE"), "SEMM 14", "DE is not evaluated in 'italy'")
    refused(ASKED, answered(answers={}), "SEMM 14", "answer of IT is empty")
    refused(ASKED, answered(answers={"boats": "3"}), "SEMM 14", "no question or guideline 'boats'")
    refused([*ASKED, answered()], answered("01-21"), "SEMM 14", "IT has answered 'places' already")


@pytest.mark.law("SEMM 19")
def test_the_evidence_log_refers_to_entries_of_the_record() -> None:
    first = step("questionnaire_sent", "01-11", questions={"a": "b"}, id="asked")
    held = ledger([programmed(), first, seen(entries=("asked",), figures=("hoover.before",))])
    assert held.book.evaluations[NAME].evidence["visit"].entries == ("asked",)
    refused([programmed(), first], seen(entries=("asked", "e77")), "SEMM 19", "no entry 'e77'")
    refused([programmed()], seen(figures=("",)), "SEMM 19", "key of a figure is empty")
    refused([programmed(), seen()], seen("02-02"), "SEMM 19", "evidence 'visit' is on record already")
    refused([programmed()], step("evidence_recorded", "02-01", evidence="v", text=""), "SEMM 19", "is empty")


@pytest.mark.law("SEMM 20(1)")
def test_a_finding_rests_on_something_on_record() -> None:
    begun = [programmed(), seen()]
    assert ledger([*begun, finding(evidence=(), figures=("adopted",))]).book.evaluations[NAME].findings
    refused([programmed()], finding(), "SEMM 20(1)", "evidence must come first")
    refused(begun, finding(evidence=()), "SEMM 20(1)", "rests on no figure, evidence or entry")
    refused(begun, finding(evidence=("hearsay",)), "SEMM 20(1)", "no evidence 'hearsay'")
    refused(begun, finding(entries=("e77",)), "SEMM 20(1)", "no entry 'e77'")
    refused(begun, finding(text=" "), "SEMM 20(1)", "finding is empty")
    refused(begun, finding(name=""), "SEMM 20(1)", "name of the finding is empty")
    refused([*begun, finding()], finding(), "SEMM 20(1)", "finding 'places' is on record already")
    refused(begun, finding(serious=True, grade="compliant"), "SEMM 20(1)", "graded compliant")
    refused(REPORTED, finding("05-04", "late"), "SEMM 20(1)", "too late, after report")


@pytest.mark.law("SEMM 20(1)")
def test_a_finding_that_leads_to_no_figure_and_no_entry_is_flagged() -> None:
    heard = seen(figures=())
    held = ledger([programmed(), heard, finding()])
    assert texts(held.book) == ["SEMM 20(1): finding 'places' leads to no figure and no entry of the record"]
    assert texts(ledger([programmed(), heard, finding(figures=("adopted",))]).book) == []
    assert texts(ledger([programmed(), seen(), finding()]).book) == []


@pytest.mark.law("SEMM 22(1)")
def test_a_serious_deficiency_is_told_when_the_activity_ends() -> None:
    grave = finding(name="water", serious=True, grade="non_compliant")
    held = ledger([programmed(), seen(), finding(), grave, step("activity_ended", "02-05")])
    (flag,) = held.book.flags
    assert (flag.cite, flag.state) == ("SEMM 22(1)", "IT") and "'water'" in flag.text


@pytest.mark.law("SEMM 20(1)")
def test_the_draft_four_weeks_after_the_activity() -> None:
    assert texts(ledger([*VISITED, step("draft_report_sent", "03-05")]).book) == []
    late = ledger([*VISITED, step("draft_report_sent", "03-06")])
    assert texts(late.book) == ["SEMM 20(1): the draft report came after 2027-03-05"]
    refused(VISITED[:2], step("draft_report_sent", "03-01"), "SEMM 20(1)", "must come first")
    refused(DRAFTED, step("draft_report_sent", "03-02"), "SEMM 20(1)", "on record already")
    refused(VISITED, step("activity_ended", "02-06"), "SEMM 20(1)", "on record already")


@pytest.mark.law("SEMM 20(1)")
def test_comments_within_two_weeks_and_once() -> None:
    assert texts(ledger([*DRAFTED, commented("03-15")]).book) == []
    late = ledger([*DRAFTED, commented("03-16")])
    assert texts(late.book) == ["SEMM 20(1): the comments of IT came after 2027-03-15"]
    refused(DRAFTED, commented(state="DE"), "SEMM 20(1)", "not evaluated")
    refused(DRAFTED, commented(text=""), "SEMM 20(1)", "comment is empty")
    refused([*DRAFTED, commented()], commented("03-11"), "SEMM 20(1)", "commented already")
    refused(VISITED, commented(), "SEMM 20(1)", "draft report must come first")


@pytest.mark.law("SEMM 20(1)")
def test_a_meeting_that_was_asked_for_is_held_within_five_working_days() -> None:
    asked = [*DRAFTED, commented("03-10", meeting=True)]
    assert texts(ledger([*asked, step("drafting_meeting_held", "03-17")]).book) == []
    late = ledger([*asked, step("drafting_meeting_held", "03-18")])
    assert texts(late.book) == ["SEMM 20(1): the drafting meeting came after 2027-03-17"]
    refused(late.events, step("drafting_meeting_held", "03-19"), "SEMM 20(1)", "no state waits")
    refused([*DRAFTED, commented()], step("drafting_meeting_held", "03-17"), "SEMM 20(1)", "no state waits")
    refused(asked, step("evaluation_report_adopted", "05-01"), "SEMM 20", "that IT asked for is not held")


@pytest.mark.law("SEMM 20")
def test_the_report_waits_for_the_comments_or_the_time_for_them() -> None:
    report = "evaluation_report_adopted"
    refused(DRAFTED, step(report, "03-15"), "SEMM 20", "commented on until 2027-03-15")
    assert ledger([*DRAFTED, step(report, "03-16")]).book.evaluations[NAME].done[report]
    assert ledger([*DRAFTED, commented("03-02"), step(report, "03-02")]).book.evaluations[NAME].comments
    refused(VISITED, step(report, "05-01"), "SEMM 20", "draft report must come first")


@pytest.mark.law("TFEU 148(1)", "TFEU 148(2)", "TFEU 148(3)", "TFEU 148(4)", "TFEU 148(5)")
def test_open_coordination_goes_from_guidelines_to_recommendations() -> None:
    record = ledger(COORDINATION).book.evaluations[NAME]
    assert record.questions == {"places": "enough places"} and not record.open
    assert list(record.done)[1:3] == ["guidelines_adopted", "questionnaire_answered"]
    refused(COORDINATION[:1], COORDINATION[2], "TFEU 148(3)", "guidelines must come first")
    refused(COORDINATION[:1], step("guidelines_adopted", "01-20", guidelines={}), "TFEU 148(2)", "is empty")
    refused(COORDINATION[:3], step("draft_report_sent", "02-20"), "TFEU 148(1)", "has no step draft_report_sent")
    refused(COORDINATION[:4], step("evaluation_report_adopted", "03-01"), "TFEU 148(5)", "finding must come first")


def test_evidence_that_a_finding_rests_on_cannot_be_taken_back_alone() -> None:
    held = ledger([programmed(id="a"), seen(id="b"), finding(id="c")])
    with pytest.raises(RefusedError, match="evidence must come first"):
        held.append(event("corrected", "02-03", event_id="b"))
    both = held.append(event("corrected", "02-03", event_id="c")).append(event("corrected", "02-03", event_id="b"))
    assert list(both.book.evaluations[NAME].done) == ["evaluation_programmed"]
