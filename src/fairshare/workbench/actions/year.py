"""The pool year: who uses the pool, who needs what, and how pledges come to those who need them (Articles 58 to 60)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.utils.translation import gettext_lazy as _

from fairshare.ledger.events import (
    AccessRefused,
    DrawAgreed,
    Event,
    NoticeReceived,
    PressureDecided,
    PressureNotified,
    ShieldWaived,
    ShortcomingsRecorded,
)
from fairshare.ledger.handlers.votes import REFUSAL
from fairshare.ledger.procedure import (
    NeedsStated,
    PreferencesStated,
    PreparednessAnswered,
    PreparednessAsked,
    TechnicalForumHeld,
    UnderstandingReached,
)
from fairshare.workbench.actions.base import Context, EventAction, Form, asked, form_of, made
from fairshare.workbench.actions.capacities import COMMISSION, COORDINATOR, COUNCIL, STATE
from fairshare.workbench.actions.council import counted
from fairshare.workbench.record.store import Step


class GiveNotice(EventAction):
    """A state identified as under pressure will use the pool."""

    name = "notice.give"
    label = _("Give notice of use of the pool")
    says = _("The state benefits and is released from its own pledge; the Coordinator convenes the Forum in 10 days.")
    cites = ("AMMR 58(1)",)
    who = STATE
    own = "state"
    event = NoticeReceived


class StateNeeds(EventAction):
    """What a notice or a notification holds."""

    name = "needs.state"
    label = _("State what is needed")
    says = _("The Technical-Level Forum spreads the pledges by it.")
    cites = ("AMMR 58(2)", "AMMR 59(2)")
    who = STATE
    own = "state"
    binding = False
    event = NeedsStated


class NotifyPressure(EventAction):
    """A state not identified considers itself under pressure."""

    name = "pressure.notify"
    label = _("Notify migratory pressure")
    says = _("The Commission decides without delay; after a rejection the state may notify again.")
    cites = ("AMMR 59(1)",)
    who = STATE
    own = "state"
    event = PressureNotified


class DecidePressure(EventAction):
    """The Commission's decision on a notification."""

    name = "pressure.decide"
    label = _("Decide on a notification")
    says = _("Where it accepts, the state benefits unless access is refused within two weeks.")
    cites = ("AMMR 59(4)",)
    who = COMMISSION
    elsewhere = True
    event = PressureDecided


class RefuseAccess(EventAction):
    """Access to the pool is refused."""

    name = "access.refuse"
    label = _("Refuse access to the pool")
    says = _("The state owes its pledge again; where the Council finds capacity short, the Forum meets within a week.")
    cites = ("AMMR 59(6)", "AMMR 59(7)")
    who = COMMISSION | COUNCIL
    elsewhere = True
    event = AccessRefused
    form = form_of(AccessRefused, {"against", "abstained"}, ground=(Literal["capacity", "other_reasons"], ...))

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The refusal: the Commission considers it so, or the Council decides it with the votes cast."""
        values, book = asked(form), context.book
        rule, subject = book.choices["DEDUCTION_ACT_VOTE"], f"{REFUSAL}{values['state']}"
        votes = counted(book, subject, rule, "AMMR 59(6)") if context.seat.capacity == "council" else {}
        return (made(self, self.event, form, context, **values, **votes),)


class HoldTechnicalForum(EventAction):
    """A meeting of the Technical-Level Forum."""

    name = "technical_forum.hold"
    label = _("Record a meeting of the Technical-Level Forum")
    says = _("Notices or decisions that waited for the meeting are answered.")
    cites = ("AMMR 14(5)", "AMMR 58(3)", "AMMR 59(6)")
    who = COORDINATOR
    binding = False
    elsewhere = True
    event = TechnicalForumHeld


class StatePreferences(EventAction):
    """Preferences of a contributing or benefitting state."""

    name = "preferences.state"
    label = _("State preferences")
    says = _("Reasonable preferences guide the distribution; they exclude nobody.")
    cites = ("AMMR 60(4)",)
    who = STATE
    own = "state"
    binding = False
    event = PreferencesStated


class ReachUnderstanding(EventAction):
    """The common understanding on a balanced distribution."""

    name = "understanding.reach"
    label = _("Record a common understanding")
    says = _("Draws follow it.")
    cites = ("AMMR 60(1)", "AMMR 60(2)")
    who = COORDINATOR
    elsewhere = True
    event = UnderstandingReached


class AgreeDraw(EventAction):
    """Pledges are committed to a benefitting state."""

    name = "draw.agree"
    label = _("Record a draw on the pool")
    says = _("Contributors commit in proportion to their pledges; the rule computes the parts where none are given.")
    cites = ("AMMR 60(3)(2)", "AMMR 60(2)")
    who = COORDINATOR
    exact = True
    elsewhere = True
    event = DrawAgreed


class RecordShortcomings(EventAction):
    """Systemic shortcomings of a state, or their end."""

    name = "shortcomings.record"
    label = _("Record systemic shortcomings")
    says = _("Nobody need deliver to the state until they end, unless it chooses to.")
    cites = ("AMMR 60(3)(4)",)
    who = COMMISSION
    elsewhere = True
    event = ShortcomingsRecorded


class WaiveShield(EventAction):
    """A contributor delivers all the same."""

    name = "shield.waive"
    label = _("Deliver despite shortcomings")
    says = _("The state takes part in draws for that state again.")
    cites = ("AMMR 60(3)(4)",)
    who = STATE
    own = "state"
    event = ShieldWaived


class AskPreparedness(EventAction):
    """A measure against weaknesses in preparedness is asked of a state."""

    name = "preparedness.ask"
    label = _("Ask for a measure of preparedness")
    says = _("The state tells what became of it; access to the pool does not wait for it.")
    cites = ("AMMR 9(3)", "AMMR 59(2)")
    who = COMMISSION
    binding = False
    event = PreparednessAsked


class AnswerPreparedness(EventAction):
    """What became of such a measure."""

    name = "preparedness.answer"
    label = _("Answer on a measure of preparedness")
    says = _("The answer is on record; a later one replaces it.")
    cites = ("AMMR 59(2)",)
    who = STATE
    own = "state"
    binding = False
    event = PreparednessAnswered
