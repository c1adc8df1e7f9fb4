"""Sentences for what happens in the ex-post evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext, ngettext

from fairshare.ledger import evaluation
from fairshare.ledger.events import Event
from fairshare.workbench.record.sentences_words import listed, places
from fairshare.workbench.tables.formats import count, day
from fairshare.workbench.tables.words_evaluation import GRADES, PLANS, PROGRESS, block_title, title_of


def _programmed(e: evaluation.EvaluationProgrammed) -> str:
    values = places(e) | {"name": e.evaluation, "title": e.title}
    if e.state:
        return gettext("The evaluation %(name)s of %(state)s enters the programme: %(title)s.") % values
    return gettext("The evaluation %(name)s of the mechanism enters the programme: %(title)s.") % values


def _reported(e: evaluation.IndicatorReported) -> str:
    values = places(e) | {"indicator": title_of(e.indicator), "value": f"{e.value.normalize():f}"}
    if e.state and e.towards:
        return gettext("Reported of %(state)s and %(towards)s: %(indicator)s is %(value)s.") % values
    if e.state:
        return gettext("Reported of %(state)s: %(indicator)s is %(value)s.") % values
    return gettext("Reported: %(indicator)s is %(value)s.") % values


def _appraised(e: evaluation.ActionAppraised) -> str:
    values = places(e) | {"name": e.name}
    words = (
        gettext("The action “%(name)s” of %(state)s is found to hinder access to asylum.")
        if e.hinders_access
        else gettext("The action “%(name)s” of %(state)s is found not to hinder access to asylum.")
    )
    third = (
        gettext("It serves a third country too.")
        if e.serves_third_country
        else gettext("It does not serve a third country.")
    )
    return f"{words % values} {third}"


def _planned(e: evaluation.PlanDelivered) -> str:
    return gettext("%(state)s delivers its plan: %(plan)s.") % (places(e) | {"plan": PLANS[e.plan]})


def _block(e: evaluation.BlockAssessed) -> str:
    values = places(e) | {"block": block_title(e.block), "progress": str(PROGRESS[e.progress])}
    return gettext("Building block “%(block)s” of %(state)s: %(progress)s.") % values


def _asked(e: evaluation.QuestionnaireSent) -> str:
    number = len(e.questions)
    words = ngettext(
        "The questionnaire of evaluation %(name)s is sent: %(count)s question.",
        "The questionnaire of evaluation %(name)s is sent: %(count)s questions.",
        number,
    )
    return words % {"name": e.evaluation, "count": count(number)}


def _found(e: evaluation.FindingRecorded) -> str:
    values = {"name": e.evaluation, "finding": e.finding, "grade": str(GRADES[e.grade])}
    if e.serious:
        return gettext("Finding %(finding)s in evaluation %(name)s: %(grade)s, a serious deficiency.") % values
    return gettext("Finding %(finding)s in evaluation %(name)s: %(grade)s.") % values


def _commented(e: evaluation.CommentsGiven) -> str:
    values = places(e) | {"name": e.evaluation}
    if e.meeting:
        return gettext("%(state)s comments on the draft report %(name)s and asks for a drafting meeting.") % values
    return gettext("%(state)s comments on the draft report %(name)s.") % values


def _recommended(e: evaluation.RecommendationAddressed) -> str:
    values = places(e) | {"name": e.evaluation, "recommendation": e.recommendation}
    if e.state:
        return gettext("Recommendation %(recommendation)s of evaluation %(name)s goes to %(state)s.") % values
    return gettext("Recommendation %(recommendation)s of evaluation %(name)s goes to the Union.") % values


def _plan_assessed(e: evaluation.ActionPlanAssessed) -> str:
    values = places(e) | {"name": e.evaluation}
    if e.adequate:
        return gettext("The action plan of %(state)s on evaluation %(name)s is adequate.") % values
    return gettext("The action plan of %(state)s on evaluation %(name)s is not adequate.") % values


def _progress(e: evaluation.ProgressReported) -> str:
    progress = str(PROGRESS[e.progress])
    values = places(e) | {"name": e.evaluation, "recommendation": e.recommendation, "progress": progress}
    if not e.state:
        return gettext("Recommendation %(recommendation)s of evaluation %(name)s: %(progress)s.") % values
    return (
        gettext("%(state)s reports on recommendation %(recommendation)s of evaluation %(name)s: %(progress)s.") % values
    )


def _closed(e: evaluation.RecommendationClosed) -> str:
    values = {"name": e.evaluation, "recommendation": e.recommendation}
    if e.carried_out:
        return gettext("Recommendation %(recommendation)s of evaluation %(name)s is closed: carried out.") % values
    return gettext("Recommendation %(recommendation)s of evaluation %(name)s is closed: overtaken.") % values


def _step(message: Callable[[], str]) -> Callable[[Any], str]:
    """A sentence of an evaluation by its name, and of the state that acts in it."""
    return lambda e: message() % (places(e) | {"name": e.evaluation})


def _plan_submitted(e: evaluation.ActionPlanSubmitted) -> str:
    until = {
        name: gettext("%(name)s until %(until)s") % {"name": name, "until": day(e.until[name])} for name in e.until
    }
    values = places(e) | {"name": e.evaluation, "actions": listed(until.get(name, name) for name in e.actions)}
    return gettext("%(state)s submits its action plan on evaluation %(name)s: %(actions)s.") % values


EVALUATION: Final[dict[type[Event], Callable[[Any], str]]] = {
    evaluation.IndicatorReported: _reported,
    evaluation.ActionAppraised: _appraised,
    evaluation.PlanDelivered: _planned,
    evaluation.BlockAssessed: _block,
    evaluation.EvaluationProgrammed: _programmed,
    evaluation.GuidelinesAdopted: lambda e: gettext("Guidelines are adopted for evaluation %(name)s: %(guidelines)s.")
    % {"name": e.evaluation, "guidelines": listed(e.guidelines)},
    evaluation.QuestionnaireSent: _asked,
    evaluation.QuestionnaireAnswered: _step(
        lambda: gettext("%(state)s answers the questionnaire of evaluation %(name)s.")
    ),
    evaluation.EvidenceRecorded: lambda e: gettext("Evidence %(evidence)s is recorded in evaluation %(name)s.")
    % {"name": e.evaluation, "evidence": e.evidence},
    evaluation.ActivityEnded: _step(lambda: gettext("The activity of evaluation %(name)s ends.")),
    evaluation.FindingRecorded: _found,
    evaluation.DraftReportSent: _step(lambda: gettext("The draft report of evaluation %(name)s is sent.")),
    evaluation.CommentsGiven: _commented,
    evaluation.DraftingMeetingHeld: _step(lambda: gettext("The drafting meeting of evaluation %(name)s is held.")),
    evaluation.EvaluationReportAdopted: _step(lambda: gettext("The report of evaluation %(name)s is adopted.")),
    evaluation.RecommendationAddressed: _recommended,
    evaluation.ActionPlanSubmitted: _plan_submitted,
    evaluation.ActionPlanAssessed: _plan_assessed,
    evaluation.ProgressReported: _progress,
    evaluation.RecommendationClosed: _closed,
    evaluation.EvaluationClosed: _step(lambda: gettext("Evaluation %(name)s is closed.")),
}  # fmt: skip
"""By type of event, its sentence."""
