"""One evaluation as its events have left it: evidence, findings, recommendations, plans, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from fairshare.ledger.evaluation import (
    ActionPlanAssessed,
    ActionPlanSubmitted,
    CommentsGiven,
    DraftingMeetingHeld,
    EvaluationProgrammed,
    EvidenceRecorded,
    FindingRecorded,
    GuidelinesAdopted,
    ProgressReported,
    QuestionnaireAnswered,
    QuestionnaireSent,
    RecommendationAddressed,
    RecommendationClosed,
)
from fairshare.ledger.events import Event, tag
from fairshare.states import PART_IV

_E = TypeVar("_E", bound=Event)


@dataclass(frozen=True, slots=True)
class EvaluationRecord:
    """One evaluation: how it was programmed, and its events in order, that one first."""

    programmed: EvaluationProgrammed
    events: tuple[Event, ...]

    def then(self, event: Event) -> EvaluationRecord:
        """The record with one more event."""
        return replace(self, events=(*self.events, event))

    def of(self, kind: type[_E]) -> tuple[_E, ...]:
        """The events of one kind."""
        return tuple(event for event in self.events if isinstance(event, kind))

    @property
    def done(self) -> Mapping[str, date]:
        """The steps on record, by name of the event, with the day of the first."""
        first: dict[type[Event], date] = {}
        for event in self.events:
            first.setdefault(type(event), event.date)
        return {tag(kind): on for kind, on in first.items()}

    @property
    def states(self) -> tuple[str, ...]:
        """The evaluated state, or all of them where the mechanism as a whole is evaluated; in the order of codes."""
        return (self.programmed.state,) if self.programmed.state else tuple(sorted(PART_IV))

    @property
    def questions(self) -> Mapping[str, str]:
        """The questions, or the guidelines, by name."""
        sent = (event.questions for event in self.of(QuestionnaireSent))
        adopted = (event.guidelines for event in self.of(GuidelinesAdopted))
        return {name: text for given in (*sent, *adopted) for name, text in given.items()}

    @property
    def answers(self) -> Mapping[str, Mapping[str, str]]:
        """The answers of each state by the name of the question."""
        found: dict[str, dict[str, str]] = {}
        for event in self.of(QuestionnaireAnswered):
            found.setdefault(event.state, {}).update(event.answers)
        return found

    @property
    def evidence(self) -> Mapping[str, EvidenceRecorded]:
        """The evidence log, by name."""
        return {event.evidence: event for event in self.of(EvidenceRecorded)}

    @property
    def findings(self) -> Mapping[str, FindingRecorded]:
        """The findings, by name."""
        return {event.finding: event for event in self.of(FindingRecorded)}

    @property
    def comments(self) -> Mapping[str, CommentsGiven]:
        """The comments on the draft, by state."""
        return {event.state: event for event in self.of(CommentsGiven)}

    @property
    def meeting_asked(self) -> CommentsGiven | None:
        """The first comments that ask for a drafting meeting, as long as none was held."""
        asked = (event for event in self.of(CommentsGiven) if event.meeting)
        return None if self.of(DraftingMeetingHeld) else next(asked, None)

    @property
    def recommendations(self) -> Mapping[str, RecommendationAddressed]:
        """The recommendations, by name."""
        return {event.recommendation: event for event in self.of(RecommendationAddressed)}

    @property
    def closed(self) -> Mapping[str, RecommendationClosed]:
        """The recommendations that are closed, by name."""
        return {event.recommendation: event for event in self.of(RecommendationClosed)}

    @property
    def open(self) -> Mapping[str, RecommendationAddressed]:
        """The recommendations that are not closed, by name."""
        closed = self.closed
        return {name: event for name, event in self.recommendations.items() if name not in closed}

    @property
    def plans(self) -> Mapping[str, ActionPlanSubmitted]:
        """The latest action plan of each state."""
        return {event.state: event for event in self.of(ActionPlanSubmitted)}

    def assessment(self, state: str) -> ActionPlanAssessed | None:
        """The assessment of the latest action plan of a state, or ``None`` where it waits for one."""
        found: ActionPlanAssessed | None = None
        for event in self.events:
            if isinstance(event, (ActionPlanSubmitted, ActionPlanAssessed)) and event.state == state:
                found = event if isinstance(event, ActionPlanAssessed) else None
        return found

    def unanswered(self, state: str) -> tuple[str, ...]:
        """Open recommendations to a state that its latest action plan says nothing of, by name."""
        plan = self.plans.get(state)
        told = plan.actions if plan else {}
        return tuple(name for name, event in self.open.items() if event.state == state and name not in told)

    @property
    def progress(self) -> Mapping[str, ProgressReported]:
        """The latest report on each recommendation."""
        return {event.recommendation: event for event in self.of(ProgressReported)}
