"""Events of the annual cycle that move no balance: what is delivered, asked, said, concluded, pledged and voted.

They follow the same rules as those of :mod:`fairshare.ledger.events`. A text is about a state and its measures, never
about a person. Where an event is told again for the same subject, the later one replaces the earlier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as day
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from fairshare.ledger.events import Event, Label, Measure

BODIES: Final = ("EUAA", "Frontex", "Europol", "FRA")
"""The bodies that deliver information beside the Member States (9(7))."""


# --- the preparation: Articles 9 to 13 -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationDelivered(Event):
    """A state, or a body of the Union, delivers its information to the Commission (9(7), 10) or updates it (9(9)).

    ``contents`` are keys of the documents "report" and "information"; a further delivery adds to them."""

    round: Literal["june", "september"]
    state: str = ""
    body: Literal["", "EUAA", "Frontex", "Europol", "FRA"] = ""
    contents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentMade(Event):
    """A meeting of the Preparedness and Crisis mechanism: initial (9(8)) or consolidated (9(10)) assessment."""

    round: Literal["initial", "consolidated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationOpened(Event):
    """The Commission consults a state on the label that it would give it, with or without a time limit (11(1))."""

    state: str
    labels: tuple[Label, ...] = ()
    until: day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewGiven(Event):
    """The view of a state that was consulted (11(1))."""

    state: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAdopted(Event):
    """The annual report (9(4)). Once the pool year is closed: the next one, which tells how it went (15(4), 64(6)).

    ``contents`` are keys of the document "report"."""

    contents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDeclassified(Event):
    """A person records that the classification of the Commission proposal is lifted, after the act (12(6), A22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionReached(Event):
    """The High-Level Forum concludes on the reference numbers, persons and EUR (13(3), 57(3))."""

    relocations: int
    financial: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeMade(Event):
    """A state pledges at the High-Level Forum, in persons or EUR (13(3), 57(3), 57(4)); amount 0 withdraws.

    The pledge counts from the act that sets it out (:class:`~fairshare.ledger.events.PledgeRecorded`)."""

    state: str
    measure: Measure
    amount: Decimal
    item: str = ""
    discharge: Literal["", "offset"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCast(Event):
    """The position of a member of the Council on the act (57(1)), on a deduction (61(4), 62(5)), on a refusal of access
    (59(6)) or on another meeting of the High-Level Forum (13(4)).

    ``subject`` is "act", "reconvening", or "deduction-61:", "deduction-62:" or "refusal:" and the code of the state
    concerned."""

    state: str
    subject: str
    position: Literal["for", "against", "abstain"]


# --- the year: Articles 14 and 58 to 64 ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalForumHeld(Event):
    """A meeting of the Technical-Level Forum: the first of the cycle, on notices (58(3)) or decisions (59(6)), regular.

    A meeting that serves several occasions is recorded once for each."""

    occasion: Literal["first", "notice", "decision", "regular"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesStated(Event):
    """Reasonable preferences on profiles, and a planning, from the first Technical-Level Forum on (60(4))."""

    state: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandingReached(Event):
    """The common understanding of the Technical-Level Forum on a balanced distribution (60(1), 60(2), IR 31).

    ``parts`` are the parts of 1 of each benefitting state; what they leave open is not distributed yet."""

    measure: Measure
    parts: dict[str, Fraction]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsStated(Event):
    """What a notice (58(2)) or a notification (59(2)) holds: measures and their level, in persons and EUR, and why."""

    state: str
    needs: dict[Measure, Decimal] = field(default_factory=dict)
    toolbox: str = ""
    programme: Literal["", "AMIF", "BMVI"] = ""
    reasoning: str = ""
    stabilisation: str = ""
    vulnerabilities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparednessAsked(Event):
    """A measure against weaknesses in preparedness that is asked of a state before it benefits (9(3)(c), 59(2)(d))."""

    state: str
    measure: str
    until: day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparednessAnswered(Event):
    """What became of a measure asked under :class:`PreparednessAsked`."""

    state: str
    measure: str
    done: bool
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionIdentified(Event):
    """A benefitting state submits an action for financial contributions to the inventory (64(2)).

    ``purpose`` is one of 56(2)(b) for an action in Member States; ``focus`` one of 56(3) for one in a third country."""

    state: str
    name: str
    amount: Decimal
    programme: Literal["AMIF", "BMVI"]
    purpose: str = ""
    third_country: bool = False
    focus: str = ""
    rights_assessment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReported(Event):
    """Progress of an action, what it achieved, and EUR spent so far in all (64(5))."""

    state: str
    name: str
    progress: Literal["planned", "running", "done", "stopped"]
    achieved: str = ""
    spent: Decimal = Decimal(0)
