"""The High-Level Forum: meeting, pledges, conclusion (Article 13). It deals with the proposal: for cleared seats."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fairshare.law.outcome import RefusedError
from fairshare.ledger.book import Book
from fairshare.ledger.events import Event, ForumHeld
from fairshare.ledger.procedure import ConclusionReached, PledgeMade
from fairshare.workbench.actions.base import Context, EventAction, Form
from fairshare.workbench.actions.capacities import PRESIDENCY, STATE
from fairshare.workbench.record.store import Step


def require_pledging(book: Book, cite: str) -> None:
    """Refuse what belongs to a Forum that the act has ended. The rule looks at the legal day, and that could be an
    earlier one: what would then stand in the record beside the act is not in the act."""
    if not book.pledging:
        raise RefusedError(cite, "this is for the High-Level Forum, after its meeting and before the act")


class HoldForum(EventAction):
    """A meeting of the Forum."""

    name = "forum.hold"
    label = _("Record a meeting of the High-Level Forum")
    says = _("The states may pledge from now on, until the act is adopted.")
    cites = ("AMMR 13(2)", "AMMR 13(4)")
    who = PRESIDENCY
    restricted = True
    event = ForumHeld


class MakePledge(EventAction):
    """A pledge at the Forum."""

    name = "pledge.make"
    label = _("Pledge")
    says = _("Nothing is owed before the act sets the pledge out. An amount of 0 withdraws it.")
    cites = ("AMMR 57(3)", "AMMR 57(4)", "AMMR 13(3)")
    who = STATE
    own = "state"
    binding = True
    restricted = True
    event = PledgeMade

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The pledge, while the Forum lasts."""
        require_pledging(context.book, "AMMR 13(3)")
        return super().entries(form, context)


class ReachConclusion(EventAction):
    """What the Forum concludes."""

    name = "conclusion.reach"
    label = _("Record the conclusion of the Forum")
    says = _("The Council decides on these reference numbers by qualified majority.")
    cites = ("AMMR 13(3)", "AMMR 57(3)")
    who = PRESIDENCY
    restricted = True
    event = ConclusionReached

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The conclusion, while the Forum lasts."""
        require_pledging(context.book, "AMMR 57(3)")
        return super().entries(form, context)
