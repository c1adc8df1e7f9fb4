"""What the forms of the evaluation offer: its evaluations, and of the one that is meant its questions, evidence,
findings and recommendations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from django.utils.translation import gettext

from fairshare.law.evaluation.plans import BUILDING_BLOCKS
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.workbench.actions.evaluation import SUPPLIED
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.reports.figures import UNITS
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.words_evaluation import title_of

Offer = tuple[str, str]
"""A value, and its words."""


def evaluations(view: Cut) -> Iterable[Offer]:
    """The evaluations on record."""
    return ((name, f"{name}: {record.programmed.title}") for name, record in view.book.evaluations.items())


def indicators(_: Cut) -> Iterable[Offer]:
    """The indicators that are supplied, by title, each with its unit."""
    titles = ((name, f"{title_of(name)} ({UNITS[one.unit]})") for name, one in SUPPLIED.items())
    return sorted(titles, key=lambda offer: offer[1])


def blocks(_: Cut) -> Iterable[Offer]:
    """The building blocks of the Common Implementation Plan."""
    return ((name, gettext(title)) for name, title in BUILDING_BLOCKS.items())


def all_actions(view: Cut) -> Iterable[Offer]:
    """The funded actions of all states."""
    return ((name, state_name(state)) for state, name in sorted(view.book.actions))


def questions(record: EvaluationRecord, state: str) -> Iterable[Offer]:
    """The questions or guidelines that the state has not answered yet."""
    answered = record.answers.get(state, {})
    return ((name, text) for name, text in record.questions.items() if name not in answered)


def evidence(record: EvaluationRecord, _: str) -> Iterable[Offer]:
    """The evidence log."""
    return ((name, f"{name}: {step.text}") for name, step in record.evidence.items())


def findings(record: EvaluationRecord, _: str) -> Iterable[Offer]:
    """The findings."""
    return ((name, f"{name}: {step.text}") for name, step in record.findings.items())


def recommendations(record: EvaluationRecord, state: str) -> Iterable[Offer]:
    """The recommendations that are not closed: those to one's own state, or all for who is of none."""
    return ((name, f"{name}: {step.text}") for name, step in record.open.items() if state in {"", step.state})


OFFERS: Final[dict[tuple[str, str], Callable[[Cut], Iterable[Offer]]]] = {
    ("indicator.report", "indicator"): indicators,
    ("action.appraise", "name"): all_actions,
    ("block.assess", "block"): blocks,
    **dict.fromkeys(
        (
            (name, "evaluation")
            for name in (
                "guidelines.adopt", "questionnaire.send", "questionnaire.answer", "evidence.record", "activity.end",
                "finding.record", "draft_report.send", "comments.give", "drafting_meeting.hold",
                "evaluation_report.adopt", "recommendation.address", "action_plan.submit", "action_plan.assess",
                "progress.report", "recommendation.close", "evaluation.close",
            )
        ),
        evaluations,
    ),
}  # fmt: skip
"""By action and field, as elsewhere."""

OF_ONE: Final[dict[tuple[str, str], Callable[[EvaluationRecord, str], Iterable[Offer]]]] = {
    ("questionnaire.answer", "answers"): questions,
    ("finding.record", "evidence"): evidence,
    ("recommendation.address", "findings"): findings,
    ("action_plan.submit", "actions"): recommendations,
    ("action_plan.submit", "until"): recommendations,
    ("progress.report", "recommendation"): recommendations,
    ("recommendation.close", "recommendation"): recommendations,
}
"""By action and field, what of the evaluation that is meant is offered to a state."""


def of_one(action: str, view: Cut, evaluation: str) -> dict[str, tuple[Offer, ...]]:
    """The offers of the evaluation that is meant: the one named, or the only one."""
    held = view.book.evaluations
    record = held.get(evaluation) or (next(iter(held.values())) if len(held) == 1 else None)
    if record is None:
        return {}
    return {field: tuple(make(record, view.seat.state)) for (name, field), make in OF_ONE.items() if name == action}
