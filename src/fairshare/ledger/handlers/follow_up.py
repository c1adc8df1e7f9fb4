"""After the report: recommendations, action plans, progress, closure (2022/922, 20 to 22; 148 TFEU)."""

from __future__ import annotations

from collections.abc import Iterable

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.ledger.book import Book
from fairshare.ledger.evaluation import (
    ActionPlanAssessed,
    ActionPlanSubmitted,
    EvaluationClosed,
    ProgressReported,
    RecommendationAddressed,
    RecommendationClosed,
)
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.ledger.handlers.evaluation import (
    begun,
    keep,
    require_evaluated,
    require_known,
    require_new,
    require_texts,
)
from fairshare.ledger.handlers.procedure import require_text
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import Leg


@handles(RecommendationAddressed)
@cites("SEMM 20", "SEMM 22(2)", "TFEU 148(4)")
def recommendation_addressed(book: Book, event: RecommendationAddressed) -> Iterable[Leg]:
    """Add a recommendation that rests on findings; on serious deficiencies alone, already before the report."""
    found = book.evaluations.get(event.evaluation)
    known = found.findings if found else {}
    serious = bool(event.findings) and all(name in known and known[name].serious for name in event.findings)
    record, step = begun(book, event, urgent=serious)
    require_new(event.recommendation, record.recommendations, step.cite, "recommendation")
    require_text(event.text, step.cite, "the recommendation")
    if not event.findings:
        raise RefusedError(step.cite, f"recommendation {event.recommendation!r} rests on no finding")
    require_known(event.findings, record.findings, step.cite, "finding")
    if event.state:
        require_evaluated(record, event.state, step.cite)
    return keep(book, record, event)


@handles(ActionPlanSubmitted)
@cites("SEMM 21")
def action_plan_submitted(book: Book, event: ActionPlanSubmitted) -> Iterable[Leg]:
    """Keep a state's plan on recommendations to it. A new one comes only where the last was not adequate, or says
    nothing of a recommendation."""
    record, step = begun(book, event)
    require_evaluated(record, event.state, step.cite)
    require_texts(event.actions, step.cite, "the action plan")
    own = {name for name, recommendation in record.open.items() if recommendation.state == event.state}
    require_known(event.actions, own, step.cite, f"open recommendation to {event.state}:")
    require_known(event.until, event.actions, step.cite, "action on")
    if early := sorted(name for name, until in event.until.items() if until < event.date):
        raise RefusedError(step.cite, f"the last day of {', '.join(map(repr, early))} lies before the plan")
    assessment = record.assessment(event.state)
    waits_or_stands = event.state in record.plans and (assessment is None or assessment.adequate)
    if waits_or_stands and not record.unanswered(event.state):
        state_of = "waits for its assessment" if assessment is None else "is adequate"
        raise RefusedError(step.cite, f"the action plan of {event.state} {state_of}")
    kept = record.then(event)
    if lacks := kept.unanswered(event.state):
        book.flag(step.cite, f"the action plan says nothing of {', '.join(lacks)}", event.state)
    return keep(book, record, event)


@handles(ActionPlanAssessed)
@cites("SEMM 21")
def action_plan_assessed(book: Book, event: ActionPlanAssessed) -> Iterable[Leg]:
    """Keep whether the latest plan of a state is adequate, once; one that is not gets a reason."""
    record, step = begun(book, event)
    if event.state not in record.plans:
        raise RefusedError(step.cite, f"{event.state} has submitted no action plan")
    if record.assessment(event.state) is not None:
        raise RefusedError(step.cite, f"the action plan of {event.state} is assessed already")
    if not event.adequate:
        require_text(event.text, step.cite, "the reason why the plan is not adequate")
    return keep(book, record, event)


def _require_open(record: EvaluationRecord, name: str, cite: str) -> RecommendationAddressed:
    require_known([name], record.recommendations, cite, "recommendation")
    if name in record.closed:
        raise RefusedError(cite, f"recommendation {name!r} is closed")
    return record.recommendations[name]


@handles(ProgressReported)
@cites("SEMM 21", "TFEU 148(3)")
def progress_reported(book: Book, event: ProgressReported) -> Iterable[Leg]:
    """Keep how far the addressee of an open recommendation is."""
    record, step = begun(book, event)
    addressee = _require_open(record, event.recommendation, step.cite).state
    if addressee != event.state:
        told = addressee or "a body of the Union"
        raise RefusedError(step.cite, f"recommendation {event.recommendation!r} is addressed to {told}")
    return keep(book, record, event)


@handles(RecommendationClosed)
@cites("SEMM 21", "TFEU 148(4)")
def recommendation_closed(book: Book, event: RecommendationClosed) -> Iterable[Leg]:
    """Close a recommendation, and say on what."""
    record, step = begun(book, event)
    _require_open(record, event.recommendation, step.cite)
    require_text(event.text, step.cite, "the reason for closing")
    for key in event.figures:
        require_text(key, step.cite, "the key of a figure")
    return keep(book, record, event)


@handles(EvaluationClosed)
@cites("SEMM 21", "TFEU 148(5)")
def evaluation_closed(book: Book, event: EvaluationClosed) -> Iterable[Leg]:
    """End an evaluation whose recommendations are all closed."""
    record, step = begun(book, event)
    if record.open:
        raise RefusedError(step.cite, f"not closed yet: {', '.join(sorted(record.open))}")
    return keep(book, record, event)
