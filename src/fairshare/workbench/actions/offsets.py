"""Responsibility offsets: asked, answered, agreed and taken (Articles 63 and 69)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fairshare.ledger.events import (
    CatchUpRequested,
    Event,
    OffsetAgreed,
    OffsetAnswered,
    OffsetRequested,
    OffsetTaken,
)
from fairshare.workbench.actions.base import Context, EventAction, Form, asked, made
from fairshare.workbench.actions.capacities import STATE
from fairshare.workbench.actions.joint import JointAction
from fairshare.workbench.record.store import Step


class RequestOffset(EventAction):
    """A benefitting state asks a contributor for offsets."""

    name = "offset.request"
    label = _("Request offsets")
    says = _("The contributor answers within 30 days.")
    cites = ("AMMR 63(1)", "AMMR 69(1)")
    who = STATE
    own = "towards"
    event = OffsetRequested


class AnswerOffset(EventAction):
    """The contributor's reply."""

    name = "offset.answer"
    label = _("Answer a request for offsets")
    says = _("All, fewer or none of the applications may be accepted.")
    cites = ("AMMR 69(2)",)
    who = STATE
    own = "state"
    event = OffsetAnswered


class AgreeOffset(JointAction):
    """A contributor offers offsets, and the benefitting state agrees."""

    name = "offset.agree"
    label = _("Agree on offsets")
    says = _("The other state confirms it; the contributor may then take over responsibility.")
    cites = ("AMMR 63(2)",)
    who = STATE
    event = OffsetAgreed


class TakeOffset(EventAction):
    """The contributor becomes responsible."""

    name = "offset.take"
    label = _("Take over responsibility")
    says = _("What the state still owes falls by as much.")
    cites = ("AMMR 63(1)", "AMMR 63(2)", "AMMR 63(3)", "AMMR 63(4)", "AMMR 63(5)", "AMMR 63(6)")
    who = STATE
    own = "state"
    elsewhere = True
    event = OffsetTaken

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The offsets, on the paragraph under which they are taken."""
        values = asked(form)
        return (made(self, self.event, form, context, basis=f"AMMR {values['paragraph']}", **values),)


class RequestCatchUp(EventAction):
    """After the year a benefitting state asks for offsets in place of relocations."""

    name = "catch_up.request"
    label = _("Request offsets for relocations not delivered")
    says = _("The contributor takes over responsibility for as many applications.")
    cites = ("AMMR 63(5)",)
    who = STATE
    own = "towards"
    event = CatchUpRequested
