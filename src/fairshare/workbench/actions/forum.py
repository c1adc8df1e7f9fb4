"""The High-Level Forum: meeting, pledges, conclusion (Article 13). It deals with the proposal: for cleared seats."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fairshare.law.voting import SIMPLE
from fairshare.ledger.events import Event, ForumHeld
from fairshare.ledger.handlers.votes import RECONVENING
from fairshare.ledger.procedure import ConclusionReached, PledgeMade
from fairshare.workbench.actions.base import Context, EventAction, Form, asked, made
from fairshare.workbench.actions.capacities import PRESIDENCY, STATE
from fairshare.workbench.actions.council import counted
from fairshare.workbench.record.store import Step


class HoldForum(EventAction):
    """A meeting of the Forum."""

    name = "forum.hold"
    label = _("Record a meeting of the High-Level Forum")
    says = _("The states may pledge from now on, until the act is adopted.")
    cites = ("AMMR 13(2)", "AMMR 13(4)")
    who = PRESIDENCY
    restricted = True
    elsewhere = True
    event = ForumHeld
    left_out = frozenset({"against", "abstained"})

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The meeting; another one after the act with the votes by which the Council reconvened it."""
        values = asked(form)
        votes = counted(context.book, RECONVENING, SIMPLE, "AMMR 13(4)") if values["reconvened"] else {}
        return (made(self, self.event, form, context, **values, **votes),)


class MakePledge(EventAction):
    """A pledge at the Forum."""

    name = "pledge.make"
    label = _("Pledge")
    says = _("Nothing is owed before the act sets the pledge out. An amount of 0 withdraws it.")
    cites = ("AMMR 57(3)", "AMMR 57(4)", "AMMR 13(3)")
    who = STATE
    own = "state"
    restricted = True
    event = PledgeMade

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The pledge, while the Forum lasts. The rule looks at the legal day, and that could be an earlier one, in a
        demonstration even today's: what would then stand beside the act in the record is not in the act."""
        context.book.require_pledging("AMMR 13(3)")
        return super().entries(form, context)


class ReachConclusion(EventAction):
    """What the Forum concludes."""

    name = "conclusion.reach"
    label = _("Record the conclusion of the Forum")
    says = _("The Council decides on these reference numbers by qualified majority.")
    cites = ("AMMR 13(3)", "AMMR 57(3)")
    who = PRESIDENCY
    restricted = True
    elsewhere = True
    event = ConclusionReached

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The conclusion, while the Forum lasts."""
        context.book.require_pledging("AMMR 57(3)")
        return super().entries(form, context)
