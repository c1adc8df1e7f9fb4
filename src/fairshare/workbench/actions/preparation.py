"""Preparing a pool: information, assessments, and the consultation of the states (Articles 9 to 11)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairshare.law.solidarity.documents import contents
from fairshare.ledger.events import Event
from fairshare.ledger.handlers.procedure import ASSESSMENTS, ROUNDS
from fairshare.ledger.procedure import AssessmentMade, ConsultationOpened, InformationDelivered, ViewGiven
from fairshare.workbench.actions.base import Context, EventAction, Form, asked, made
from fairshare.workbench.actions.capacities import AGENCY, COMMISSION, STATE
from fairshare.workbench.record.store import Step


class DeliverInformation(EventAction):
    """A state or a body delivers its information."""

    name = "information.deliver"
    label = _("Deliver information")
    says = _("The Commission bases its report and its decision on it; an update follows by 1 September.")
    cites = ("AMMR 9(7)", "AMMR 9(9)", "AMMR 10(2)")
    who = STATE | AGENCY
    binding = False
    event = InformationDelivered
    left_out = frozenset({"state", "body"})

    def options(self, field: str) -> tuple[tuple[str, str], ...]:
        """The contents of the information and of the report, which it feeds."""
        items = (item for name in ("information", "report") for item in contents(name))
        found = {item.key: f"{gettext(item.text)} ({item.cite})" for item in items}
        return tuple(found.items()) if field == "contents" else ()

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The delivery of the state or body that acts."""
        values, seat = asked(form), context.seat
        whose = {"state": seat.state, "body": seat.body, "basis": ROUNDS[values["round"]][1]}
        return (made(self, self.event, form, context, **values, **whose),)


class MakeAssessment(EventAction):
    """The meeting of the Preparedness and Crisis mechanism."""

    name = "assessment.make"
    label = _("Record an assessment")
    says = _("The meeting of the Preparedness and Crisis mechanism is on record; updated information follows.")
    cites = ("AMMR 9(8)", "AMMR 9(10)")
    who = COMMISSION
    binding = False
    elsewhere = True
    event = AssessmentMade

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The meeting, on the provision of its round."""
        values = asked(form)
        return (made(self, self.event, form, context, basis=ASSESSMENTS[values["round"]][1], **values),)


class OpenConsultation(EventAction):
    """The Commission consults a state on its label."""

    name = "consultation.open"
    label = _("Consult a state")
    says = _("The state may give its view before the Commission decides.")
    cites = ("AMMR 11(1)",)
    who = COMMISSION
    binding = False
    event = ConsultationOpened


class GiveView(EventAction):
    """The view of a state that is consulted."""

    name = "view.give"
    label = _("Give a view on the consultation")
    says = _("The Commission decides after hearing it; it is not bound by it.")
    cites = ("AMMR 11(1)",)
    who = STATE
    own = "state"
    binding = False
    event = ViewGiven
