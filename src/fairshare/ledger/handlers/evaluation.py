"""One evaluation, step by step (:mod:`fairshare.law.evaluation`). Nothing here moves a balance.

A step that the template does not allow is refused with the provision of its model; the AMMR asks for no such process.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from fairshare.law.citation import cites
from fairshare.law.evaluation.deadlines import due
from fairshare.law.evaluation.templates import Step, require_step
from fairshare.law.outcome import RefusedError
from fairshare.ledger.book import Book
from fairshare.ledger.evaluation import (
    ActivityEnded,
    CommentsGiven,
    DraftingMeetingHeld,
    DraftReportSent,
    EvaluationProgrammed,
    EvaluationReportAdopted,
    EvidenceRecorded,
    FindingRecorded,
    GuidelinesAdopted,
    QuestionnaireAnswered,
    QuestionnaireSent,
)
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.ledger.events import tag
from fairshare.ledger.handlers.procedure import flag_late, require_bound, require_text
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import Leg


def begun(book: Book, event: Any, urgent: bool = False) -> tuple[EvaluationRecord, Step]:
    """The evaluation that an event belongs to and the step that it is, or a refusal."""
    record = book.evaluations.get(event.evaluation)
    if record is None:
        raise RefusedError("SEMM 13", f"no evaluation {event.evaluation!r} is in the programme")
    return record, require_step(record.programmed.template, tag(type(event)), record.done.keys(), urgent)


def keep(book: Book, record: EvaluationRecord, event: Any) -> Iterable[Leg]:
    """Note an event on its evaluation."""
    book.evaluations[event.evaluation] = record.then(event)
    return ()


def require_evaluated(record: EvaluationRecord, state: str, cite: str) -> None:
    """Refuse what a state would do that is not evaluated."""
    if state not in record.states:
        raise RefusedError(cite, f"{state} is not evaluated in {record.programmed.evaluation!r}")


def require_new(name: str, known: Iterable[str], cite: str, what: str) -> None:
    """Refuse an empty name, and one that is taken."""
    require_text(name, cite, f"the name of the {what}")
    if name in known:
        raise RefusedError(cite, f"{what} {name!r} is on record already")


def require_known(names: Iterable[str], known: Iterable[str], cite: str, what: str) -> None:
    """Refuse what refers to something that is not on record."""
    if strange := sorted(set(names) - set(known)):
        raise RefusedError(cite, f"no {what} {', '.join(map(repr, strange))} on record")


def require_texts(texts: dict[str, str], cite: str, what: str) -> None:
    """Refuse a mapping without entries, and one with an empty name or text."""
    if not texts or not all(part.strip() for entry in texts.items() for part in entry):
        raise RefusedError(cite, f"{what} is empty")


def require_references(book: Book, event: Any, cite: str) -> None:
    """Refuse empty keys of figures and entries that are not on record."""
    for key in event.figures:
        require_text(key, cite, "the key of a figure")
    require_known(event.entries, book.ids, cite, "entry")


@handles(EvaluationProgrammed)
@cites("SEMM 12", "SEMM 13", "SEMM 15", "SEMM 18(2)", "SEMM 24", "TFEU 148(1)")
def evaluation_programmed(book: Book, event: EvaluationProgrammed) -> Iterable[Leg]:
    """Open an evaluation of a state, or of the mechanism as a whole."""
    cite = require_step(event.template, tag(type(event)), ()).cite
    require_new(event.evaluation, book.evaluations, cite, "evaluation")
    require_text(event.title, cite, "the title")
    for state in (*event.team, *([event.state] if event.state else [])):
        require_bound(state, cite)
    if len(set(event.team)) < len(event.team):
        raise RefusedError(cite, "a state stands twice in the team")
    if event.state and event.state in event.team:
        raise RefusedError("SEMM 18(2)", f"{event.state} does not take part in the team that evaluates it")
    if event.visit is not None and event.visit < event.date:
        raise RefusedError(cite, f"the visit of {event.visit} lies before its programme")
    book.evaluations[event.evaluation] = EvaluationRecord(event, (event,))
    return ()


@handles(QuestionnaireSent)
@cites("SEMM 14")
def questionnaire_sent(book: Book, event: QuestionnaireSent) -> Iterable[Leg]:
    """Keep the questions."""
    record, step = begun(book, event)
    require_texts(event.questions, step.cite, "the questionnaire")
    return keep(book, record, event)


@handles(GuidelinesAdopted)
@cites("TFEU 148(2)")
def guidelines_adopted(book: Book, event: GuidelinesAdopted) -> Iterable[Leg]:
    """Keep the guidelines."""
    record, step = begun(book, event)
    require_texts(event.guidelines, step.cite, "the set of guidelines")
    return keep(book, record, event)


@handles(QuestionnaireAnswered)
@cites("SEMM 14", "TFEU 148(3)")
def questionnaire_answered(book: Book, event: QuestionnaireAnswered) -> Iterable[Leg]:
    """Keep answers to questions that were asked, or a report on guidelines; each is answered once by a state."""
    record, step = begun(book, event)
    require_evaluated(record, event.state, step.cite)
    require_texts(event.answers, step.cite, f"the answer of {event.state}")
    require_known(event.answers, record.questions, step.cite, "question or guideline")
    if again := sorted(event.answers.keys() & record.answers.get(event.state, {}).keys()):
        raise RefusedError(step.cite, f"{event.state} has answered {', '.join(map(repr, again))} already")
    return keep(book, record, event)


@handles(EvidenceRecorded)
@cites("SEMM 19", "TFEU 148(4)")
def evidence_recorded(book: Book, event: EvidenceRecorded) -> Iterable[Leg]:
    """Add an item to the evidence log."""
    record, step = begun(book, event)
    require_new(event.evidence, record.evidence, step.cite, "evidence")
    require_text(event.text, step.cite, "the evidence")
    require_references(book, event, step.cite)
    return keep(book, record, event)


@handles(ActivityEnded)
@cites("SEMM 20(1)", "SEMM 22(1)")
def activity_ended(book: Book, event: ActivityEnded) -> Iterable[Leg]:
    """The clock of the draft starts; a serious deficiency is told to the state at once."""
    record, _ = begun(book, event)
    for name, finding in record.findings.items():
        if finding.serious:
            told = f"serious deficiency {name!r}: the state is informed in writing and acts at once"
            book.flag("SEMM 22(1)", told, record.programmed.state)
    return keep(book, record, event)


@handles(FindingRecorded)
@cites("SEMM 20(1)", "SEMM 22(2)", "TFEU 148(4)")
def finding_recorded(book: Book, event: FindingRecorded) -> Iterable[Leg]:
    """Add a finding that figures, evidence of the log or entries of the record bear out; flagged where nothing of that
    leads to a figure or an entry."""
    record, step = begun(book, event)
    require_new(event.finding, record.findings, step.cite, "finding")
    require_text(event.text, step.cite, "the finding")
    if not (event.figures or event.evidence or event.entries):
        raise RefusedError(step.cite, f"finding {event.finding!r} rests on no figure, evidence or entry")
    require_known(event.evidence, record.evidence, step.cite, "evidence")
    require_references(book, event, step.cite)
    if event.serious and event.grade in {"best_practice", "compliant"}:
        raise RefusedError(step.cite, f"finding {event.finding!r} is a serious deficiency and graded {event.grade}")
    evidence = [record.evidence[name] for name in event.evidence]
    if not (event.figures or event.entries or any(item.figures or item.entries for item in evidence)):
        told = f"finding {event.finding!r} leads to no figure and no entry of the record"
        book.flag(step.cite, told, record.programmed.state)
    return keep(book, record, event)


@handles(DraftReportSent)
@cites("SEMM 20(1)")
def draft_report_sent(book: Book, event: DraftReportSent) -> Iterable[Leg]:
    """The draft goes out; flagged where it comes later than four weeks from the end of the activity."""
    record, step = begun(book, event)
    last = due("draft_report", record.done["activity_ended"]).day
    flag_late(book, step.cite, "the draft report", last, event.date, record.programmed.state)
    return keep(book, record, event)


@handles(CommentsGiven)
@cites("SEMM 20(1)")
def comments_given(book: Book, event: CommentsGiven) -> Iterable[Leg]:
    """Keep the comments of an evaluated state, once; flagged where they come later than two weeks from the draft."""
    record, step = begun(book, event)
    require_evaluated(record, event.state, step.cite)
    require_text(event.text, step.cite, "the comment")
    if event.state in record.comments:
        raise RefusedError(step.cite, f"{event.state} has commented already")
    last = comments_due(record, event.state)
    flag_late(book, step.cite, f"the comments of {event.state}", last, event.date, event.state)
    return keep(book, record, event)


@cites("SEMM 20(1)")
def comments_due(record: EvaluationRecord, state: str) -> date:
    """Until when a state may comment on the draft, which it is taken to receive on the day on which it is sent."""
    return due("comments", record.done["draft_report_sent"], state).day


@handles(DraftingMeetingHeld)
@cites("SEMM 20(1)")
def drafting_meeting_held(book: Book, event: DraftingMeetingHeld) -> Iterable[Leg]:
    """Note the meeting that a state asked for; flagged where it comes later than five of its working days."""
    record, step = begun(book, event)
    asked = record.meeting_asked
    if asked is None:
        raise RefusedError(step.cite, "no state waits for a drafting meeting")
    last = due("drafting_meeting", asked.date, asked.state).day
    flag_late(book, step.cite, "the drafting meeting", last, event.date, asked.state)
    return keep(book, record, event)


@handles(EvaluationReportAdopted)
@cites("SEMM 20", "TFEU 148(5)")
def evaluation_report_adopted(book: Book, event: EvaluationReportAdopted) -> Iterable[Leg]:
    """The findings stand: after the comments, or after the time for them, and after the meeting that was asked for."""
    record, step = begun(book, event)
    if asked := record.meeting_asked:
        raise RefusedError(step.cite, f"the drafting meeting that {asked.state} asked for is not held")
    if "draft_report_sent" in record.done:
        days = [comments_due(record, state) for state in record.states if state not in record.comments]
        if days and event.date <= max(days):
            raise RefusedError(step.cite, f"the draft may be commented on until {max(days)}")
    return keep(book, record, event)
