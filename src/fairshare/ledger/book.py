"""The book: balances and what is on record of each state, while events are folded into it.

Only the fold writes to a book. Handlers read it, and return the legs to post; a handler that refuses an event has
changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from fairshare.law.apportionment import DrawState
from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.access import Standing, owes, role
from fairshare.law.solidarity.contributions import FairShare, ReferenceNumber
from fairshare.ledger.evaluation import ActionAppraised, BlockAssessed, IndicatorReported, PlanDelivered
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.ledger.events import Event, ProposalAdopted
from fairshare.ledger.postings import SOURCES, Amount, Entry, Leg, check_conservation, move
from fairshare.ledger.procedure import (
    ActionIdentified,
    ActionReported,
    ConclusionReached,
    ConsultationOpened,
    InformationDelivered,
    NeedsStated,
    PledgeMade,
    PreferencesStated,
    PreparednessAnswered,
    PreparednessAsked,
    ReportAdopted,
    TechnicalForumHeld,
    UnderstandingReached,
    ViewGiven,
)
from fairshare.states import NAMES

TOWARDS: Final = ("", *sorted(NAMES))
"""Whom an amount may be for: nobody in particular, or a state."""


_NOTHING_ON_RECORD: Final = Standing()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that a reader must be told: which event, the provision, and what."""

    event: int
    cite: str
    text: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An in-kind measure: pledged value, who asked for it, the joint value, and what was delivered (all in cents)."""

    pledged: int
    towards: str = ""
    agreed: int | None = None
    implemented: int = 0


@dataclass(frozen=True, slots=True)
class PledgeFact:
    """What the act says of one pledge, with its source; ``amount`` in persons or cents, ``None`` where unknown."""

    measure: str | None
    amount: int | None
    discharge: str
    event: int


@dataclass(slots=True)
class Book:
    """Everything that follows from the events so far."""

    year: int
    choices: Choices
    applies_from: date
    events: list[Event] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    journal: list[Entry] = field(default_factory=list)
    balances: dict[tuple[str, str, str, str], Amount] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    standings: dict[str, Standing] = field(default_factory=dict)
    shares: dict[str, Fraction] = field(default_factory=dict)
    population: dict[str, Fraction] = field(default_factory=dict)
    published: dict[str, tuple[Fraction | None, int | None, int]] = field(default_factory=dict)
    fair: dict[str, FairShare] = field(default_factory=dict)
    credits: dict[str, int] = field(default_factory=dict)
    reference: ReferenceNumber | None = None
    unit: Amount = 0
    proposal: ProposalAdopted | None = None
    act_dates: list[date] = field(default_factory=list)
    forum_dates: list[date] = field(default_factory=list)
    reconvened: list[date] = field(default_factory=list)
    pledges: dict[str, list[PledgeFact]] = field(default_factory=dict)
    adjusted: dict[str, dict[str, Amount]] = field(default_factory=dict)
    """by state whose contribution the act itself lowers: what of its pledges goes with it, by measure"""
    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    decided: dict[str, date] = field(default_factory=dict)
    requests: dict[tuple[str, str], date] = field(default_factory=dict)
    shortcomings: set[str] = field(default_factory=set)
    waived: set[tuple[str, str]] = field(default_factory=set)
    draws: dict[str, DrawState] = field(default_factory=dict)
    offset_requests: dict[tuple[str, str], tuple[int, date]] = field(default_factory=dict)
    offset_acceptances: dict[tuple[str, str], int] = field(default_factory=dict)
    offset_agreements: dict[tuple[str, str], int] = field(default_factory=dict)
    catch_up: dict[tuple[str, str], int] = field(default_factory=dict)
    mandatory: dict[str, int] = field(default_factory=dict)
    mandatory_value: dict[str, Amount] = field(default_factory=dict)
    confirmed: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    allocated: dict[str, int] = field(default_factory=dict)
    """by benefitting state, and "AMIF" for what is added to its thematic facility (64(4))"""
    closed: bool = False
    milestones: dict[tuple[str, ...], date] = field(default_factory=dict)
    """the day of what the agenda asks for, by name of the event, the state, and what it is about"""
    information: dict[tuple[str, str], tuple[InformationDelivered, ...]] = field(default_factory=dict)
    """by state or body, and round"""
    consultations: dict[str, ConsultationOpened] = field(default_factory=dict)
    views: dict[str, ViewGiven] = field(default_factory=dict)
    report: ReportAdopted | None = None
    closing_report: ReportAdopted | None = None
    pledging: bool = False
    """whether a Forum was held whose pledges no act sets out yet"""
    conclusion: ConclusionReached | None = None
    pledged_at_forum: dict[tuple[str, str, str], PledgeMade] = field(default_factory=dict)
    """by state, measure and item; a reconvened Forum begins anew, what was pledged before stands in the act"""
    votes_cast: dict[tuple[str, str], str] = field(default_factory=dict)
    """the position by subject (:mod:`fairshare.ledger.handlers.votes`) and state"""
    technical_forums: list[TechnicalForumHeld] = field(default_factory=list)
    forums_asked: dict[tuple[str, str], tuple[date, date | None]] = field(default_factory=dict)
    """by occasion (notice, decision) and state: since when a Technical-Level Forum is to be convened, when it was"""
    forum_asked: dict[str, tuple[date, date | None]] = field(default_factory=dict)
    """by state whose access was refused for lack of capacity: until when the High-Level Forum convenes, when it did"""
    preferences: dict[str, PreferencesStated] = field(default_factory=dict)
    understandings: dict[str, UnderstandingReached] = field(default_factory=dict)
    needs: dict[str, NeedsStated] = field(default_factory=dict)
    preparedness: dict[tuple[str, str], tuple[PreparednessAsked, PreparednessAnswered | None]] = field(
        default_factory=dict
    )
    actions: dict[tuple[str, str], tuple[ActionIdentified, ActionReported | None]] = field(default_factory=dict)
    evaluations: dict[str, EvaluationRecord] = field(default_factory=dict)
    indicators: dict[tuple[str, str, str], IndicatorReported] = field(default_factory=dict)
    """by indicator, state and the other state (the last two may be empty)"""
    appraisals: dict[tuple[str, str], ActionAppraised] = field(default_factory=dict)
    """by state and name of the action"""
    plans: dict[tuple[str, str], PlanDelivered] = field(default_factory=dict)
    """by state and plan, the latest"""
    blocks: dict[tuple[str, str], BlockAssessed] = field(default_factory=dict)
    """by state and building block, the latest"""

    def copy(self) -> Book:
        """An independent copy: what is posted to one is not in the other."""
        twin = copy(self)
        for name in self.__slots__:
            value: Any = getattr(self, name)
            if isinstance(value, (list, dict, set)):
                setattr(twin, name, value.copy())
        twin.pledges = {state: facts.copy() for state, facts in self.pledges.items()}
        return twin

    def balance(self, state: str, account: str, measure: str, towards: str = "") -> Amount:
        """What stands on one account, in persons or cents."""
        return self.balances.get((state, account, measure, towards), 0)

    def total(self, state: str, account: str, measure: str) -> Amount:
        """What stands on one account towards all states together."""
        return sum(self.balance(state, account, measure, towards) for towards in TOWARDS)

    def towards(self, state: str, account: str, measure: str) -> dict[str, Amount]:
        """What stands on one account, by benefitting state, in the order of codes."""
        return {t: amount for t in TOWARDS if (amount := self.balance(state, account, measure, t))}

    def standing(self, state: str) -> Standing:
        """What is on record of a state."""
        return self.standings.get(state, _NOTHING_ON_RECORD)

    def set_standing(self, state: str, **changes: Any) -> None:
        """Change what is on record of a state."""
        self.standings[state] = replace(self.standing(state), **changes)

    def role(self, state: str) -> str:
        """The state's role in the pool year."""
        return role(self.standing(state), self.choices)

    def require_act(self, cite: str) -> ReferenceNumber:
        """The reference number, or a refusal where no act is adopted yet."""
        if self.reference is None:
            raise RefusedError(cite, "no act on the pool is adopted yet")
        return self.reference

    def require_pledging(self, cite: str) -> None:
        """Refuse what belongs to the High-Level Forum before it has met, or once an act sets out its pledges; no act
        does so any more once the year is closed."""
        self.require_running(cite)
        if not self.pledging:
            raise RefusedError(cite, "this is for the High-Level Forum, after its meeting and before the act")

    def require_running(self, cite: str) -> None:
        """Refuse what would change the pool of a year that is closed."""
        if self.closed:
            raise RefusedError(cite, f"the pool year {self.year} has ended")

    def require_contributor(self, state: str, cite: str) -> None:
        """Refuse what a state that owes nothing this year would deliver."""
        state_role = self.role(state)
        if not owes(state_role):
            raise RefusedError(cite, f"{state} is {state_role} and implements no pledge this year")

    def require_benefitting(self, state: str, cite: str) -> None:
        """Refuse what a state without access to the pool would receive."""
        if not self.standing(state).uses_pool:
            raise RefusedError(cite, f"{state} has no access to the pool")

    def flag(self, cite: str, text: str, state: str = "") -> None:
        """Note something to tell of the event being folded."""
        self.flags.append(Flag(len(self.events), cite, text, state))

    def take(
        self,
        state: str,
        measure: str,
        sources: Iterable[tuple[str, str]],
        target: str,
        amount: Amount,
        towards: str = "",
    ) -> tuple[list[Leg], Amount]:
        """Legs that move up to ``amount`` from several ``(account, towards)`` in turn, and what could not be found."""
        legs: list[Leg] = []
        for account, was_towards in sources:
            part = min(amount, self.balance(state, account, measure, was_towards))
            if part > 0:
                legs += move(state, measure, account, target, part, towards, was_towards)
                amount -= part
        return legs, amount

    def post(self, legs: Iterable[Leg]) -> None:
        """Post one entry for the event being folded. Refuses to overdraw an account; checks conservation."""
        rows = tuple(legs)
        if not rows:
            return
        check_conservation(rows)
        balances = self.balances
        for state, account, measure, towards, amount in rows:
            key = (state, account, measure, towards)
            balance = balances.get(key, 0) + amount
            if balance < 0 and account not in SOURCES:
                raise RefusedError(
                    "ledger", f"{state} has not that much {account} ({measure}{' ' + towards if towards else ''})"
                )
            balances[key] = balance
        self.journal.append(Entry(len(self.events), rows))
