"""What can happen in a cycle: one frozen type per event, each with its legal date, actor, capacity and basis.

Persons are whole numbers, money is ``Decimal`` EUR, shares are ``Fraction`` of 1. ``date`` is the legal date,
``recorded`` the day on which the event entered the record. ``status`` says how sure the event is: official, reported,
inferred or unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as day
from decimal import Decimal
from fractions import Fraction
from re import compile as pattern
from typing import Final, Literal, get_args

from fairshare.law.outcome import Status

Capacity = Literal["member_state", "commission", "council", "presidency", "coordinator", "agency", "public_source"]
Measure = Literal["relocation", "financial", "alternative"]
Label = Literal["pressure", "at_risk", "significant_situation"]

MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
_CAPITAL: Final = pattern(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event carries. ``id`` is the event's number in its file unless the file names it."""

    date: day
    actor: str
    capacity: Capacity
    basis: str
    recorded: day | None = None
    status: Status = "official"
    source: str = ""
    note: str = ""
    id: str = ""


def tag(kind: type[Event]) -> str:
    """The name of a type of event in a file: ``PledgeRecorded`` is written ``pledge_recorded``."""
    return _CAPITAL.sub("_", kind.__name__).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFrozen(Event):
    """One snapshot of population and GDP (any currency) is frozen; the key follows from it (66, Annex I; I5)."""

    population: dict[str, Fraction]
    gdp: dict[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePublished(Event):
    """A share, and if known its whole units, as the act prints them."""

    state: str
    share: Fraction | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminationAdopted(Event):
    """The Commission's decision of Article 11: labels, and states with systemic shortcomings (60(3)(4)).

    ``rescue_states`` are those for which it finds both: large arrivals in the past 12 months by recurring rescue at
    sea, on a scale that burdens even a well-prepared system disproportionately. They are under pressure (11(3))."""

    labels: dict[str, tuple[Label, ...]]
    shortcomings: tuple[str, ...] = ()
    rescue_states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAdopted(Event):
    """The Commission proposal of Article 12; restricted unless its figures are the statutory floors or declassified.

    ``rescue_percentage`` is the indicative part of 1 for ``rescue_states``, under pressure because of rescue at sea
    (12(5)); ``in_kind`` names alternative measures that the proposal identifies (12(3))."""

    relocations: int
    financial: Decimal
    no_need: str = ""
    disclosure: Literal["restricted", "statutory_floor", "declassified"] = "restricted"
    rescue_percentage: Fraction | None = None
    rescue_states: tuple[str, ...] = ()
    in_kind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumHeld(Event):
    """A meeting of the High-Level Forum; ``reconvened`` under Article 13(4), on a ``ground`` of it and by a vote."""

    reconvened: bool = False
    ground: Literal["", "insufficient_contributions", "higher_needs", "overall_situation"] = ""
    against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActAdopted(Event):
    """The Council implementing act of Article 57, or its amendment after a reconvened Forum."""

    relocations: int
    financial: Decimal
    against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    rescue_percentage: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeRecorded(Event):
    """A pledge set out in the act (57(1)). ``amount`` ``None``: known to exist, not known how much.

    ``measure`` ``None``: the type is not known either. ``discharge`` "offset": the state says that it will not
    relocate but take over responsibility for persons already there."""

    state: str
    measure: Measure | None = None
    amount: Decimal | None = None
    item: str = ""
    discharge: Literal["", "offset"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentInAct(Event):
    """The act itself lowers a contribution by a part of the fair share (A10): not a deduction of 61(4) or 62(5)."""

    state: str
    part: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditGranted(Event):
    """A credit against future fair shares for more than the fair share given in a crisis (CFMR 9(4))."""

    state: str
    units: int
    until: day


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReceived(Event):
    """A state identified as under pressure tells that it will use the pool (58(1))."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureNotified(Event):
    """A state not identified notifies that it considers itself under pressure (59(1))."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureDecided(Event):
    """The Commission's decision on a notification (59(4))."""

    state: str
    accepted: bool
    shortcomings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRefused(Event):
    """Access is refused for lack of capacity or other objective reasons within two weeks (59(6)): by the Commission,
    or by an act of the Council with its votes. ``ground`` is empty where it is not known."""

    state: str
    ground: Literal["", "capacity", "other_reasons"] = ""
    against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionRequested(Event):
    """A state asks that its pledge be lowered (61(1) or 62(1)).

    ``contents`` are keys of the document that the request has to be (61(2), 62(2), 62(3)), ``None`` if not known."""

    state: str
    article: Literal["61", "62"]
    contents: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionAssessed(Event):
    """The Commission's assessment of the request (61(3), 62(4)); the Council is not bound by it."""

    state: str
    article: Literal["61", "62"]
    favourable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionDecided(Event):
    """The Council's act on the request (61(4), 62(5)): what is taken off, by type; none means refused."""

    state: str
    article: Literal["61", "62"]
    amounts: dict[Measure, Decimal]
    against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortcomingsRecorded(Event):
    """The Commission records systemic shortcomings of a state, or their end (60(3)(4))."""

    state: str
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShieldWaived(Event):
    """A contributor will implement towards a state with systemic shortcomings although it need not (60(3)(4))."""

    state: str
    towards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawAgreed(Event):
    """One allocation of pledges to a benefitting state, in proportion to the pledges (60(3)(2)).

    ``parts`` are the parts that the Technical-Level Forum agreed; without them the rule computes them, and ``lots``
    gives the order drawn for equal claims."""

    towards: str
    measure: Measure
    amount: Decimal
    parts: dict[str, Decimal] = field(default_factory=dict)
    lots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelocationAccepted(Event):
    """Relocations confirmed, or deemed confirmed by silence (67(9)); they count for 63(5)."""

    state: str
    towards: str
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelocationFailed(Event):
    """Accepted relocations that ended in a refusal on security grounds or a no-show (67(2), 68(1))."""

    state: str
    towards: str
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Implemented(Event):
    """A contribution delivered: persons transferred, or an in-kind measure provided (money is :class:`Settled`)."""

    state: str
    towards: str
    measure: Measure
    amount: Decimal
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InKindRequested(Event):
    """A benefitting state asks for a pledged in-kind measure (65(1))."""

    state: str
    towards: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InKindValued(Event):
    """Both states agree the concrete value and tell the Coordinator before implementation (65(1)).

    ``additional``: they say that the measure comes on top of agency operations, Union funding and what is owed through
    agencies, and duplicates none of it (65(2))."""

    state: str
    towards: str
    item: str
    value: Decimal
    additional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetRequested(Event):
    """A benefitting state asks a contributor to take responsibility for a number of applications (63(1), 69(1))."""

    state: str
    towards: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetAnswered(Event):
    """The reply within 30 days; fewer may be accepted (69(2))."""

    state: str
    towards: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetAgreed(Event):
    """A contributor offers and the benefitting state agrees (63(2))."""

    state: str
    towards: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetTaken(Event):
    """A contributor becomes responsible for applications (63(1) to (5)); recorded in Eurodac by it."""

    state: str
    towards: str
    cases: int
    paragraph: Literal["63(1)", "63(2)", "63(3)", "63(4)", "63(5)"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearClosed(Event):
    """The pool year ends: unrequested in-kind becomes money, running cases are carried over (57(4), 65(3), 67(12))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpRequested(Event):
    """After the year a benefitting state asks for offsets for relocations not delivered (63(5))."""

    state: str
    towards: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryConfirmed(Event):
    """A state's January confirmation of what it implemented, by type (60(6))."""

    state: str
    levels: dict[Measure, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Event):
    """Money due for the year is transferred to the Union budget (IR 30; 64(1))."""

    state: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsAllocated(Event):
    """Money in the Union budget is allocated to actions of a benefitting state (64(2), IR 31)."""

    towards: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainderAdded(Event):
    """Money of the pool that is not allocated, or a part of it, is added to the thematic facility of AMIF (64(4))."""

    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Event):
    """An earlier event was wrong: its postings are reversed. What happened stays in the record."""

    event_id: str
