"""Contributions as they are delivered: relocations (67), measures in kind (65), funded actions (64)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fairshare.ledger.events import (
    FundsAllocated,
    Implemented,
    InKindRequested,
    InKindValued,
    RelocationAccepted,
    RelocationFailed,
    RemainderAdded,
)
from fairshare.ledger.procedure import ActionIdentified, ActionReported
from fairshare.workbench.actions.base import EventAction
from fairshare.workbench.actions.capacities import COMMISSION, STATE
from fairshare.workbench.actions.joint import JointAction


class AcceptRelocation(EventAction):
    """A contributor confirms relocations, or they are deemed confirmed."""

    name = "relocation.accept"
    label = _("Confirm relocations")
    says = _("The persons are transferred within four weeks; they count as accepted.")
    cites = ("AMMR 67(9)",)
    who = STATE
    own = "state"
    binding = False
    elsewhere = True
    event = RelocationAccepted


class FailRelocation(EventAction):
    """Accepted relocations come to nothing."""

    name = "relocation.fail"
    label = _("Record relocations that came to nothing")
    says = _("Whether the places are open again is a choice of the cycle.")
    cites = ("AMMR 67(2)", "AMMR 68(1)")
    who = STATE
    own = "state"
    binding = False
    elsewhere = True
    event = RelocationFailed


class DeliverContribution(EventAction):
    """A contribution is delivered: persons arrived, or a measure in kind was provided."""

    name = "contribution.deliver"
    label = _("Record a delivery")
    says = _("It counts as implemented; money is settled after the year instead.")
    cites = ("AMMR 60(3)(1)", "AMMR 67(12)", "AMMR 65(3)")
    who = STATE
    own = "state"
    binding = False
    elsewhere = True
    event = Implemented


class RequestInKind(EventAction):
    """A benefitting state asks for a measure in kind."""

    name = "in_kind.request"
    label = _("Request a measure in kind")
    says = _("Its value is committed to the state; both states then set the concrete value.")
    cites = ("AMMR 65(1)",)
    who = STATE
    own = "towards"
    event = InKindRequested


class ValueInKind(JointAction):
    """Both states set the value of a measure in kind."""

    name = "in_kind.value"
    label = _("Agree the value of a measure in kind")
    says = _("The other state confirms it; the Coordinator is told before implementation.")
    cites = ("AMMR 65(1)", "AMMR 65(2)")
    who = STATE
    event = InKindValued


class IdentifyAction(EventAction):
    """A benefitting state submits an action to the inventory."""

    name = "action.identify"
    label = _("Identify an action for financial contributions")
    says = _("The action stands in the inventory, to which the Commission may allocate money.")
    cites = ("AMMR 64(2)", "AMMR 56(2)(b)", "AMMR 56(3)")
    who = STATE
    own = "state"
    binding = False
    event = ActionIdentified


class ReportAction(EventAction):
    """Progress of an action."""

    name = "action.report"
    label = _("Report on a funded action")
    says = _("The annual report tells of it.")
    cites = ("AMMR 64(5)",)
    who = STATE
    own = "state"
    binding = False
    event = ActionReported


class AllocateFunds(EventAction):
    """Money in the Union budget goes to the actions of a benefitting state."""

    name = "funds.allocate"
    label = _("Allocate financial contributions")
    says = _("Never more than was transferred to the Union budget.")
    cites = ("AMMR 64(2)",)
    who = COMMISSION
    elsewhere = True
    event = FundsAllocated


class AddRemainder(EventAction):
    """Money that is not allocated goes to the thematic facility of AMIF."""

    name = "remainder.add"
    label = _("Add what is not allocated to the thematic facility of AMIF")
    says = _("Actions of benefitting states get nothing of it any more.")
    cites = ("AMMR 64(4)",)
    who = COMMISSION
    elsewhere = True
    event = RemainderAdded
