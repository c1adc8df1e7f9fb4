"""The ex-post evaluation: indicators and plans that are reported, and the steps of one evaluation (15(4), 64(6), 79).

The Regulation asks for reports; the steps follow Regulation (EU) 2022/922 and Article 148 TFEU as models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, Final

from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.expost.catalogue import DEFINITIONS, Definition
from fairshare.law.evaluation.templates import template
from fairshare.law.outcome import RefusedError
from fairshare.ledger.evaluation import (
    ActionAppraised,
    ActionPlanAssessed,
    ActionPlanSubmitted,
    ActivityEnded,
    BlockAssessed,
    CommentsGiven,
    DraftingMeetingHeld,
    DraftReportSent,
    EvaluationClosed,
    EvaluationProgrammed,
    EvaluationReportAdopted,
    EvidenceRecorded,
    FindingRecorded,
    GuidelinesAdopted,
    IndicatorReported,
    PlanDelivered,
    ProgressReported,
    QuestionnaireAnswered,
    QuestionnaireSent,
    RecommendationAddressed,
    RecommendationClosed,
)
from fairshare.ledger.events import Event, tag
from fairshare.workbench.actions.asking import InvalidError
from fairshare.workbench.actions.base import Context, EventAction, Form, asked, made
from fairshare.workbench.actions.capacities import COMMISSION, COORDINATOR, COUNCIL, STATE
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.levels import sees, standing
from fairshare.workbench.record.store import Step

SUPPLIED: Final[Mapping[str, Definition]] = {name: one for name, one in DEFINITIONS.items() if one.owner != "Fairshare"}
"""The indicators of the catalogue that somebody supplies: the others are computed from them."""
FULL_TIME: Final = frozenset({"office_staff"})
"""Indicators of persons in full time, where one at half time is a half."""

# --- what is reported -------------------------------------------------------------------------------------------------


class ReportIndicator(EventAction):
    """An indicator that no balance gives."""

    name = "indicator.report"
    label = _("Report an indicator")
    says = _("The evaluation of the cycle uses it; a later value replaces the earlier.")
    cites = ("AMMR 15(5)", "AMMR 64(5)")
    who = COORDINATOR | STATE
    binding = False
    event = IndicatorReported

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The value; a state reports of itself, or of itself and another."""
        values, seat = asked(form), context.seat
        if seat.state and seat.state not in {values["state"], values["towards"]}:
            raise InvalidError([("state", "a state reports indicators of its own")])
        if values["indicator"] not in SUPPLIED:
            raise InvalidError([("indicator", "no indicator of the catalogue that is supplied has this name")])
        if problem := _unfit(values["value"], SUPPLIED[values["indicator"]]):
            raise InvalidError([("value", problem)])
        return super().entries(form, context)


def _unfit(value: Decimal, of: Definition) -> str:
    """What stands against a value of an indicator, if anything."""
    unit = of.unit
    if unit != "percentage_points" and value < 0:
        return "is below 0"
    if unit in {"share", "index"} and value > 1:
        return "is above 1, the whole"
    whole = unit in {"persons", "cases", "states"} and of.name not in FULL_TIME
    return "is no whole number" if whole and value % 1 else ""


class AppraiseAction(EventAction):
    """What a funded action means for access to asylum and for a third country."""

    name = "action.appraise"
    label = _("Appraise a funded action")
    says = _("The evaluation counts such actions; a later appraisal replaces the earlier.")
    cites = ("AMMR 64(2)",)
    who = COORDINATOR
    event = ActionAppraised


class DeliverPlan(EventAction):
    """A plan of a state."""

    name = "plan.deliver"
    label = _("Deliver a strategy or a plan")
    says = _("It is on record as sent to the Commission on this day.")
    cites = ("AMMR 7(3)", "AMMR 84(3)", "RCD 32")
    who = STATE
    own = "state"
    event = PlanDelivered


class AssessBlock(EventAction):
    """Progress with a building block of the Common Implementation Plan."""

    name = "block.assess"
    label = _("Assess a building block")
    says = _("How far the state is stands in the overview of plans; a later assessment replaces the earlier.")
    cites = ("AMMR 84(3)",)
    who = COMMISSION
    binding = False
    event = BlockAssessed


# --- one evaluation ---------------------------------------------------------------------------------------------------


class EvaluationAction(EventAction):
    """A step of an evaluation that is on record for the seat. ``of_one``: its page leads to it, with its name.
    ``by_team``: a state does it only where it is in the team."""

    who = COMMISSION
    of_one: ClassVar[bool] = True
    by_team: ClassVar[bool] = False

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The step, once there is a pool to look back on; an evaluation that the seat does not see reads like none."""
        context.book.require_act("AMMR 15(4)")
        values, seat = asked(form), context.seat
        record = context.book.evaluations.get(values["evaluation"])
        if record is None or not sees(seat, record.programmed, standing(context.state.ledger)):
            raise InvalidError([("evaluation", "no evaluation of this name is on record")])
        if self.by_team and seat.state and seat.state not in record.programmed.team:
            raise RefusedError("SEMM 15", f"{seat.state} is not in the team of this evaluation")
        step = template(record.programmed.template).steps.get(tag(self.event))
        basis = step.cite if step else self.cites[0]
        return (made(self, self.event, form, context, basis=basis, **self.whose(seat), **values),)

    def whose(self, seat: Seat) -> Mapping[str, str]:
        """What of the event the seat tells, beside its own state."""
        return {}


class ProgrammeEvaluation(EventAction):
    """An evaluation enters the programme."""

    name = "evaluation.programme"
    label = _("Programme an evaluation")
    says = _("Its steps follow the template; of an unannounced one the state learns when the visit ends.")
    cites = ("SEMM 13", "TFEU 148(1)")
    who = COMMISSION
    elsewhere = True
    event = EvaluationProgrammed

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The evaluation, once there is a pool to look back on."""
        context.book.require_act("AMMR 15(4)")
        values = asked(form)
        basis = template(values["template"]).steps[tag(self.event)].cite
        return (made(self, self.event, form, context, basis=basis, **values),)


class AdoptGuidelines(EvaluationAction):
    """Guidelines that states are measured by."""

    name = "guidelines.adopt"
    label = _("Record guidelines")
    says = _("The states report on them.")
    cites = ("TFEU 148(2)",)
    who = COMMISSION | COUNCIL
    elsewhere = True
    event = GuidelinesAdopted


class SendQuestionnaire(EvaluationAction):
    """The questions of an evaluation."""

    name = "questionnaire.send"
    label = _("Send a questionnaire")
    says = _("The evaluated state answers; the answers stay with the parties.")
    cites = ("SEMM 14",)
    event = QuestionnaireSent


class AnswerQuestionnaire(EvaluationAction):
    """The answers of a state."""

    name = "questionnaire.answer"
    label = _("Answer a questionnaire")
    says = _("The Commission and the team read the answers; they stay with the parties.")
    cites = ("SEMM 14", "TFEU 148(3)")
    who = STATE
    own = "state"
    event = QuestionnaireAnswered


class RecordEvidence(EvaluationAction):
    """An item of the evidence log."""

    name = "evidence.record"
    label = _("Record evidence")
    says = _("Findings refer to it; it stays with the parties.")
    cites = ("SEMM 19", "TFEU 148(4)")
    who = COMMISSION | STATE
    by_team = True
    binding = False
    elsewhere = True
    event = EvidenceRecorded


class EndActivity(EvaluationAction):
    """The visit or examination ends."""

    name = "activity.end"
    label = _("Record the end of the activity")
    says = _("The draft report is due within four weeks.")
    cites = ("SEMM 20(1)",)
    elsewhere = True
    event = ActivityEnded


class RecordFinding(EvaluationAction):
    """A finding of the team."""

    name = "finding.record"
    label = _("Record a finding")
    says = _("The parties see it; it is public once the report is adopted.")
    cites = ("SEMM 20(1)", "SEMM 22(2)", "TFEU 148(4)")
    who = COMMISSION | STATE
    by_team = True
    event = FindingRecorded


class SendDraft(EvaluationAction):
    """The draft report."""

    name = "draft_report.send"
    label = _("Send the draft report")
    says = _("The evaluated state comments within two weeks.")
    cites = ("SEMM 20(1)",)
    event = DraftReportSent


class GiveComments(EvaluationAction):
    """Comments of the evaluated state."""

    name = "comments.give"
    label = _("Comment on a draft report")
    says = _("Where the state asks for it, a drafting meeting follows within five working days.")
    cites = ("SEMM 20(1)",)
    who = STATE
    own = "state"
    event = CommentsGiven


class HoldDraftingMeeting(EvaluationAction):
    """A drafting meeting."""

    name = "drafting_meeting.hold"
    label = _("Record a drafting meeting")
    says = _("That it was held is on record.")
    cites = ("SEMM 20(1)",)
    binding = False
    elsewhere = True
    event = DraftingMeetingHeld


class AdoptEvaluationReport(EvaluationAction):
    """The report of an evaluation is adopted."""

    name = "evaluation_report.adopt"
    label = _("Record the adoption of an evaluation report")
    says = _("Its findings are public from now on.")
    cites = ("SEMM 20", "TFEU 148(5)")
    elsewhere = True
    event = EvaluationReportAdopted


class AddressRecommendation(EvaluationAction):
    """A recommendation."""

    name = "recommendation.address"
    label = _("Address a recommendation")
    says = _("It rests on findings; the state answers with a plan.")
    cites = ("SEMM 20", "SEMM 22(2)", "TFEU 148(4)")
    who = COMMISSION | COUNCIL
    elsewhere = True
    event = RecommendationAddressed


class SubmitActionPlan(EvaluationAction):
    """The action plan of a state."""

    name = "action_plan.submit"
    label = _("Submit an action plan")
    says = _("The Commission assesses whether it is adequate.")
    cites = ("SEMM 21",)
    who = STATE
    own = "state"
    event = ActionPlanSubmitted


class AssessActionPlan(EvaluationAction):
    """Whether a plan is adequate."""

    name = "action_plan.assess"
    label = _("Assess an action plan")
    says = _("A plan that is not adequate is submitted anew.")
    cites = ("SEMM 21",)
    elsewhere = True
    event = ActionPlanAssessed


class ReportProgress(EvaluationAction):
    """How far a recommendation is."""

    name = "progress.report"
    label = _("Report on a recommendation")
    says = _("A later report replaces the earlier.")
    cites = ("SEMM 21", "TFEU 148(3)")
    who = STATE | COMMISSION | COUNCIL | COORDINATOR
    left_out = frozenset({"state"})
    binding = False
    event = ProgressReported

    def whose(self, seat: Seat) -> Mapping[str, str]:
        """The state reports, or a body of the Union."""
        return {"state": seat.state}


class CloseRecommendation(EvaluationAction):
    """A recommendation is closed."""

    name = "recommendation.close"
    label = _("Close a recommendation")
    says = _("It is carried out, as verified, or overtaken, as told.")
    cites = ("SEMM 21", "TFEU 148(4)")
    event = RecommendationClosed


class CloseEvaluation(EvaluationAction):
    """An evaluation ends."""

    name = "evaluation.close"
    label = _("Close an evaluation")
    says = _("Every recommendation is closed by then.")
    cites = ("SEMM 21", "TFEU 148(5)")
    event = EvaluationClosed
