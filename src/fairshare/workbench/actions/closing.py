"""The end of the year: closing, confirmation, settlement (57(4), 60(6), 64; IR 30), and corrections of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.ledger.events import (
    Corrected,
    DeliveryConfirmed,
    Event,
    InKindValued,
    OffsetAgreed,
    Settled,
    YearClosed,
)
from fairshare.workbench.actions.asking import InvalidError
from fairshare.workbench.actions.base import Context, EventAction, Form, actor_of, asked
from fairshare.workbench.actions.capacities import COMMISSION, COORDINATOR, EVERYBODY, STATE
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record import cut
from fairshare.workbench.record.levels import standing
from fairshare.workbench.record.models import Entry
from fairshare.workbench.record.seed import HISTORY
from fairshare.workbench.record.store import Step

_JOINT: Final = (InKindValued, OffsetAgreed)


class CloseYear(EventAction):
    """The pool year ends."""

    name = "year.close"
    label = _("Close the pool year")
    says = _("Measures in kind that nobody asked for become money; what runs is carried over.")
    cites = ("AMMR 57(4)", "AMMR 60(3)(1)", "AMMR 65(3)", "AMMR 67(12)")
    who = COORDINATOR
    elsewhere = True
    event = YearClosed


class ConfirmDelivery(EventAction):
    """The January confirmation."""

    name = "delivery.confirm"
    label = _("Confirm what was implemented")
    says = _("Where it differs from the ledger both stand, and the difference is told.")
    cites = ("AMMR 60(6)", "IR 30(2)")
    who = STATE
    own = "state"
    event = DeliveryConfirmed


class Settle(EventAction):
    """Money due is transferred to the Union budget."""

    name = "settlement.settle"
    label = _("Record a transfer to the Union budget")
    says = _("The money may be allocated to actions of benefitting states.")
    cites = ("IR 30(3)", "AMMR 64(1)")
    who = COMMISSION
    elsewhere = True
    event = Settled


class MakeCorrection(EventAction):
    """An earlier entry was wrong. It stays in the record and has no effect any more."""

    name = "correction.make"
    label = _("Correct an entry")
    says = _("The entry stays in the record, and what it did is undone.")
    cites = ("AMMR 60(1)",)
    who = EVERYBODY
    exact = True
    event = Corrected

    def seconds(self, form: Form, context: Context) -> Seat:
        """One's own seat; of what two states did jointly, the other state."""
        event = _own(form, context)
        if isinstance(event, _JOINT) and context.seat.state:
            other = event.towards if event.state == context.seat.state else event.state
            return Seat("member_state", other)
        return context.seat

    def hides(self, form: Form, context: Context) -> bool:
        """A correction is as restricted as what it corrects."""
        blind = replace(context.seat, cleared=False)
        return asked(form)["event_id"] not in {event.id for event in cut.of(context.state, blind).events}

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The correction of an entry that the seat made itself; the Commission corrects what was loaded as history."""
        _own(form, context)
        return super().entries(form, context)


def _own(form: Form, context: Context) -> Event:
    """The entry to correct. One that is hidden, that others made, or that does not exist reads alike; while a proposal
    may wait for its act, so does every one of the Commission to who is not cleared: a proposal stands on earlier
    entries, and what refuses their correction would tell of it (12(6))."""
    seat, wanted = context.seat, asked(form)["event_id"]
    blind = seat.capacity == "commission" and not seat.cleared and not standing(context.state.ledger).is_open
    for event in () if blind else cut.of(context.state, seat).events:
        mine = (event.capacity, event.actor) == (seat.capacity, actor_of(seat))
        if event.id == wanted and (mine or (seat.capacity == "commission" and _is_history(event, context))):
            return event
    raise InvalidError([("event_id", "no entry of yours has this id")])


def _is_history(event: Event, context: Context) -> bool:
    """Whether an entry was loaded with its cycle from a file of history."""
    ledger = context.state.ledger
    number = context.state.numbers[ledger.events.index(event)]
    return Entry.unscoped.filter(cycle=ledger.year, number=number, who=HISTORY).exists()
