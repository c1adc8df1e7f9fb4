"""The High-Level Forum: meeting, pledges, conclusion (Article 13). It deals with the proposal: for cleared seats."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fairshare.ledger.events import ForumHeld
from fairshare.ledger.procedure import ConclusionReached, PledgeMade
from fairshare.workbench.actions.base import EventAction
from fairshare.workbench.actions.capacities import PRESIDENCY, STATE


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


class ReachConclusion(EventAction):
    """What the Forum concludes."""

    name = "conclusion.reach"
    label = _("Record the conclusion of the Forum")
    says = _("The Council decides on these reference numbers by qualified majority.")
    cites = ("AMMR 13(3)", "AMMR 57(3)")
    who = PRESIDENCY
    restricted = True
    event = ConclusionReached
