"""The pool year: who uses the pool, who needs what, and how pledges come to those who need them (Articles 58 to 60)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fairshare.ledger.events import (
    AccessRefused,
    DrawAgreed,
    NoticeReceived,
    PressureDecided,
    PressureNotified,
    ShieldWaived,
    ShortcomingsRecorded,
)
from fairshare.ledger.procedure import (
    NeedsStated,
    PreferencesStated,
    PreparednessAnswered,
    PreparednessAsked,
    TechnicalForumHeld,
    UnderstandingReached,
)
from fairshare.workbench.actions.base import EventAction
from fairshare.workbench.actions.capacities import COMMISSION, COORDINATOR, COUNCIL, STATE


class GiveNotice(EventAction):
    """A state identified as under pressure will use the pool."""

    name = "notice.give"
    label = _("Give notice of use of the pool")
    says = _("The state benefits and is released from its own pledge; the Coordinator convenes the Forum in 10 days.")
    cites = ("AMMR 58(1)",)
    who = STATE
    own = "state"
    binding = True
    event = NoticeReceived


class StateNeeds(EventAction):
    """What a notice or a notification holds."""

    name = "needs.state"
    label = _("State what is needed")
    says = _("The Technical-Level Forum spreads the pledges by it.")
    cites = ("AMMR 58(2)", "AMMR 59(2)")
    who = STATE
    own = "state"
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
    binding = True
    event = PressureDecided


class RefuseAccess(EventAction):
    """Access to the pool is refused."""

    name = "access.refuse"
    label = _("Refuse access to the pool")
    says = _("The state owes its pledge again; where capacity is short, the High-Level Forum is convened.")
    cites = ("AMMR 59(6)",)
    who = COUNCIL
    binding = True
    event = AccessRefused


class HoldTechnicalForum(EventAction):
    """A meeting of the Technical-Level Forum."""

    name = "technical_forum.hold"
    label = _("Record a meeting of the Technical-Level Forum")
    says = _("Notices or decisions that waited for the meeting are answered.")
    cites = ("AMMR 14(5)", "AMMR 58(3)", "AMMR 59(6)")
    who = COORDINATOR
    event = TechnicalForumHeld


class StatePreferences(EventAction):
    """Preferences of a contributing or benefitting state."""

    name = "preferences.state"
    label = _("State preferences")
    says = _("Reasonable preferences guide the distribution; they exclude nobody.")
    cites = ("AMMR 60(4)",)
    who = STATE
    own = "state"
    event = PreferencesStated


class ReachUnderstanding(EventAction):
    """The common understanding on a balanced distribution."""

    name = "understanding.reach"
    label = _("Record a common understanding")
    says = _("Draws follow it.")
    cites = ("AMMR 60(1)", "AMMR 60(2)")
    who = COORDINATOR
    event = UnderstandingReached


class AgreeDraw(EventAction):
    """Pledges are committed to a benefitting state."""

    name = "draw.agree"
    label = _("Record a draw on the pool")
    says = _("Contributors commit in proportion to their pledges; the rule computes the parts where none are given.")
    cites = ("AMMR 60(3)(2)", "AMMR 60(2)")
    who = COORDINATOR
    binding = True
    exact = True
    event = DrawAgreed


class RecordShortcomings(EventAction):
    """Systemic shortcomings of a state, or their end."""

    name = "shortcomings.record"
    label = _("Record systemic shortcomings")
    says = _("Nobody need deliver to the state until they end, unless it chooses to.")
    cites = ("AMMR 60(3)(4)",)
    who = COMMISSION
    binding = True
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
    event = PreparednessAsked


class AnswerPreparedness(EventAction):
    """What became of such a measure."""

    name = "preparedness.answer"
    label = _("Answer on a measure of preparedness")
    says = _("The answer is on record; a later one replaces it.")
    cites = ("AMMR 59(2)",)
    who = STATE
    own = "state"
    event = PreparednessAnswered
