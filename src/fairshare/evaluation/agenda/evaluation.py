"""Duties that evaluations raise. The limits come from the model; the AMMR asks for reports alone.

A limit of the model that was not read gives no last day here: the roadmap tells it, marked as unverified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from fairshare.evaluation.agenda.duty import Task
from fairshare.law.evaluation.deadlines import due
from fairshare.law.evaluation.templates import template
from fairshare.ledger import Book
from fairshare.ledger.evaluation import QuestionnaireAnswered
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.ledger.handlers.evaluation import comments_due

_TASKS: Final = {
    task.settles: task
    for task in (
        Task("council", "Guidelines that states are measured by", "", "guidelines_adopted"),
        Task("member_state", "Answers to the questionnaire, or report on the guidelines", "", "questionnaire_answered"),
        Task("commission", "Visit or examination of documents, until its end is told", "", "activity_ended",
             consequence="The time for the draft report runs from its end."),
        Task("commission", "Draft report with draft recommendations, to the evaluated state", "", "draft_report_sent"),
        Task("member_state", "Comments on the draft report may be given", "", "comments_given",
             consequence="After that day the report may be adopted without them."),
        Task("commission", "Drafting meeting that a state asked for", "", "drafting_meeting_held",
             consequence="The report is not adopted before."),
        Task("commission", "Report of the evaluation", "", "evaluation_report_adopted",
             consequence="Recommendations rest on its findings."),
        Task("member_state", "Action plan on the recommendations", "", "action_plan_submitted",
             consequence="The period of the model was not read: the roadmap tells it as unverified."),
        Task("commission", "Assessment of an action plan", "", "action_plan_assessed"),
        Task("member_state", "Progress on a recommendation", "", "progress_reported"),
        Task("commission", "Verification of a recommendation that is reported as carried out", "",
             "recommendation_closed"),
        Task("commission", "Closing of an evaluation whose recommendations are all closed", "", "evaluation_closed"),
    )
}  # fmt: skip
"""What is asked, by the event that settles it; where it stands, of whom and until when follow from the record."""


def evaluations(book: Book) -> Iterator[Task]:
    """The duties of every evaluation in the programme, by name."""
    for _, record in sorted(book.evaluations.items()):
        steps = template(record.programmed.template).steps
        for task in (*_until_the_report(record), *_follow_up(record)):
            if task.settles in steps and (task.done or "evaluation_closed" not in record.done):
                yield replace(task, cite=steps[task.settles].cite)


def _until_the_report(record: EvaluationRecord) -> Iterator[Task]:
    done = record.done
    name, visit = record.programmed.evaluation, record.programmed.visit

    def task(settles: str, last: date | None = None, opens: date | None = None, ready: bool = True) -> Task:
        return replace(_TASKS[settles], about=name, due=last, opens=opens, ready=ready, done=done.get(settles))

    ended, sent = done.get("activity_ended"), done.get("draft_report_sent")
    yield task("guidelines_adopted")
    yield from _answers(record)
    yield task("activity_ended", opens=visit)
    yield task("draft_report_sent", due("draft_report", ended).day if ended else None, ended, ended is not None)
    if sent:
        yield from _comments(record, sent)
    examined = "draft_report_sent" if record.programmed.template == "peer_review" else "finding_recorded"
    ready = examined in done and record.meeting_asked is None
    yield task("evaluation_report_adopted", opens=done.get(examined), ready=ready)


def _answers(record: EvaluationRecord) -> Iterator[Task]:
    """The answers of each evaluated state, until it has answered every question or the report is adopted."""
    asked = min(
        (record.done[s] for s in ("questionnaire_sent", "guidelines_adopted") if s in record.done), default=None
    )
    adopted = "evaluation_report_adopted" in record.done
    for state in record.states if asked else ():
        days = [event.date for event in record.of(QuestionnaireAnswered) if event.state == state]
        complete = record.answers.get(state, {}).keys() == record.questions.keys()
        if complete or not adopted:
            row = replace(_TASKS["questionnaire_answered"], state=state, about=record.programmed.evaluation)
            yield replace(row, opens=asked, done=max(days) if complete else None)


def _comments(record: EvaluationRecord, sent: date) -> Iterator[Task]:
    """Comments of each evaluated state, as long as they may come, and the meeting that one of them asked for."""
    name, adopted = record.programmed.evaluation, "evaluation_report_adopted" in record.done
    for state in record.states:
        given = record.comments.get(state)
        if given or not adopted:
            row = replace(_TASKS["comments_given"], state=state, about=name, opens=sent)
            yield replace(row, due=comments_due(record, state), done=given.date if given else None)
    asked = next((event for event in record.comments.values() if event.meeting), None)
    if asked:
        last = due("drafting_meeting", asked.date, asked.state).day
        held = record.done.get("drafting_meeting_held")
        yield replace(_TASKS["drafting_meeting_held"], about=name, due=last, opens=asked.date, done=held)


def _follow_up(record: EvaluationRecord) -> Iterator[Task]:
    name = record.programmed.evaluation
    for state in sorted({event.state for event in record.recommendations.values() if event.state}):
        yield from _action_plan(record, state)
    for key, recommendation in record.recommendations.items():
        about, told, closed = f"{name}: {key}", record.progress.get(key), record.closed.get(key)
        if recommendation.state and (told or not closed):
            row = replace(_TASKS["progress_reported"], state=recommendation.state, about=about)
            yield replace(row, opens=recommendation.date, done=told.date if told else None)
        if closed or (told and told.progress == "done"):
            row = replace(_TASKS["recommendation_closed"], about=about, opens=told.date if told else None)
            yield replace(row, done=closed.date if closed else None)
    if "evaluation_report_adopted" in record.done:
        row = replace(_TASKS["evaluation_closed"], about=name, ready=not record.open)
        yield replace(row, done=record.done.get("evaluation_closed"))


def _action_plan(record: EvaluationRecord, state: str) -> Iterator[Task]:
    """The plan of a state: due as long as a recommendation is unanswered or the last plan is not adequate."""
    name = record.programmed.evaluation
    plan, assessment = record.plans.get(state), record.assessment(state)
    wanting = bool(record.unanswered(state)) or (assessment is not None and not assessment.adequate)
    days = [event.date for event in record.recommendations.values() if event.state == state]
    if plan or wanting:
        row = replace(_TASKS["action_plan_submitted"], state=state, about=name, opens=min(days))
        yield replace(row, done=plan.date if plan and not wanting else None)
    if plan:
        row = replace(_TASKS["action_plan_assessed"], about=f"{name}: {state}", opens=plan.date)
        yield replace(row, done=assessment.date if assessment else None)
