"""Events of the ex-post evaluation: programme, questionnaire, evidence, findings, recommendations, plans, closure.

The Regulation asks for reports (15(4), 60(6), 64(5)-(6), 79) and for no such process. Its steps follow the Schengen
evaluation mechanism, Regulation (EU) 2022/922, as a model (``template="peer_review"``), or the open method of
coordination in employment, 148 TFEU (``"open_coordination"``). They move no balance. ``evaluation`` is the name of one
evaluation in the cycle; ``state`` is whom it is about or who acts, empty where it is the mechanism as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as day
from decimal import Decimal
from typing import Literal, TypeAlias

from fairshare.law.evaluation.plans import PlanName
from fairshare.ledger.events import Event

Template: TypeAlias = Literal["peer_review", "open_coordination"]
Grade: TypeAlias = Literal["best_practice", "compliant", "improvement_necessary", "non_compliant"]
Progress: TypeAlias = Literal["not_started", "under_way", "done"]


# --- figures that no balance holds -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorReported(Event):
    """A state or the Union's office supplies an indicator of the catalogue that no balance gives (15(5), 64(5)).

    ``indicator`` is a name of the catalogue; ``value`` in its unit. ``towards``: of which other state, where it is of a
    pair. A later value replaces the earlier."""

    indicator: str
    value: Decimal
    state: str = ""
    towards: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAppraised(Event):
    """Whether an action of the inventory (64(2)) hinders access to asylum, and whether it serves a third country."""

    state: str
    name: str
    hinders_access: bool
    serves_third_country: bool
    text: str = ""


# --- plans of the states: Articles 7 and 84 --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDelivered(Event):
    """A national strategy (7), an implementation plan (84(3)) or a contingency plan is sent to the Commission."""

    state: str
    plan: PlanName
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockAssessed(Event):
    """How far a state is with one of the ten building blocks of the Common Implementation Plan, COM(2024) 251."""

    state: str
    block: str
    progress: Progress
    text: str = ""


# --- one evaluation ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationProgrammed(Event):
    """An evaluation enters the programme (2022/922, 12, 13): of a state, or of the mechanism.

    ``team``: the states whose experts are in the team; ``visit``: the day on which it begins."""

    evaluation: str
    template: Template
    title: str
    state: str = ""
    form: Literal["periodic", "thematic", "unannounced"] = "periodic"
    team: tuple[str, ...] = ()
    visit: day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelinesAdopted(Event):
    """Guidelines that states are measured by, by name (148(2) TFEU as a model)."""

    evaluation: str
    guidelines: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireSent(Event):
    """The questions, by name (2022/922, 14)."""

    evaluation: str
    questions: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireAnswered(Event):
    """A state's answers by the name of the question, or its national report on the guidelines (148(3) TFEU)."""

    evaluation: str
    state: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRecorded(Event):
    """An item of the evidence log: what was seen, and the figures (keys of an evaluation) and entries it refers to."""

    evaluation: str
    evidence: str
    text: str
    figures: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEnded(Event):
    """The visit or the examination of documents ends: the clock of the draft report starts (2022/922, 20(1))."""

    evaluation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecorded(Event):
    """A finding of the team: its grade and criterion, and the figures, evidence and entries that bear it out."""

    evaluation: str
    finding: str
    grade: Grade
    criterion: Literal["effectiveness", "efficiency", "relevance", "coherence", "added_value"]
    text: str
    figures: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    serious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReportSent(Event):
    """The draft with its draft recommendations goes to the evaluated state (2022/922, 20(1))."""

    evaluation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsGiven(Event):
    """The evaluated state comments on the draft, and may ask for a drafting meeting (2022/922, 20(1))."""

    evaluation: str
    state: str
    text: str
    meeting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftingMeetingHeld(Event):
    """The drafting meeting that the state asked for (2022/922, 20(1))."""

    evaluation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReportAdopted(Event):
    """The report is adopted: its findings stand (2022/922, 20); under open coordination the joint report."""

    evaluation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationAddressed(Event):
    """What should change, by whom (a state, or a body of the Union where ``state`` is empty), on which findings."""

    evaluation: str
    recommendation: str
    text: str
    findings: tuple[str, ...]
    state: str = ""
    priority: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlanSubmitted(Event):
    """A state's plan: what it will do, by recommendation, and until when (2022/922, 21)."""

    evaluation: str
    state: str
    actions: dict[str, str]
    until: dict[str, day] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlanAssessed(Event):
    """Whether the plan is adequate (2022/922, 21); one that is not is submitted anew."""

    evaluation: str
    state: str
    adequate: bool
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReported(Event):
    """How far a recommendation is (2022/922, 21); ``state`` is empty where a body of the Union reports."""

    evaluation: str
    recommendation: str
    progress: Progress
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationClosed(Event):
    """The recommendation is carried out, as verified; or is overtaken, as told."""

    evaluation: str
    recommendation: str
    carried_out: bool
    text: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationClosed(Event):
    """Every recommendation is closed: the evaluation ends."""

    evaluation: str
