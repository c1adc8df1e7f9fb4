"""The ex-post evaluation: each with its evidence, findings and follow-up; the roadmap, the scoreboard, the plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.expost.process import process_sections
from fairshare.ledger.evaluation import (
    EvaluationProgrammed,
    EvidenceRecorded,
    FindingRecorded,
    QuestionnaireAnswered,
    RecommendationAddressed,
)
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.ledger.events import Event
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.public.evaluations import pool_evaluation
from fairshare.workbench.public.reported import Place
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.levels import corrected
from fairshare.workbench.record.sentences import sentence
from fairshare.workbench.reports.blocks import Setting, block_html
from fairshare.workbench.tables.formats import day, state_name
from fairshare.workbench.tables.model import Column, Row, Table
from fairshare.workbench.tables.view import LONGEST_QUERY
from fairshare.workbench.tables.words_evaluation import CRITERIA, GRADES, PROGRESS, TEMPLATES

_PROCESS: Final = ("roadmap", "scoreboard", "plans")
"""Sections of the report that stand here too, as of today."""


def panels(view: Cut, today: date) -> list[Panel]:
    """Nothing before the act; afterwards the answer in short, the evaluations, and what the year asks for."""
    if not view.act_adopted:
        return []
    evaluation, place = pool_evaluation(view), Place("cycle-report", "cycle-figures", "cycle-report-file", (view.year,))
    setting = Setting(evaluation, place.links())
    headline = [setting.html(sentence) for sentence in evaluation.headline]
    short = Panel(_("In short"), "evaluation/short.html", {"headline": headline, "place": place}, cite="AMMR 15(4), 79")
    found = [short, Panel(_("Evaluations"), table=programme(view), cite="SEMM 12, 13; TFEU 148")]
    found += [_panel(record, view) for record in view.book.evaluations.values()]
    for section in process_sections(view.book, evaluation.figures, today):
        if section.slug in _PROCESS:
            blocks = [block_html(block, setting) for block in section.blocks]
            found.append(Panel(setting.text(section.heading), "evaluation/blocks.html", {"blocks": blocks}))
    return found


def programme(view: Cut) -> Table:
    """The programme: what is evaluated, how, and what happened last, as far as the seat is told."""
    columns = (
        Column("name", _("Evaluation")),
        Column("title", _("Title")),
        Column("about", _("Subject")),
        Column("template", _("Template"), words=TEMPLATES),
        Column("step", _("What happened last")),
        Column("day", _("Legal day"), "date"),
    )
    void = corrected(view.events)
    last: dict[str, tuple[EvaluationProgrammed, Event]] = {}
    for event in view.events:
        name = getattr(event, "evaluation", "")
        if event.id not in void and (isinstance(event, EvaluationProgrammed) or name in last):
            last[name] = (event if isinstance(event, EvaluationProgrammed) else last[name][0], event)
    rows: tuple[Row, ...] = tuple(
        {
            "name": name,
            "title": programmed.title,
            "about": _about(programmed),
            "template": programmed.template,
            "step": sentence(event),
            "day": event.date,
        }
        for name, (programmed, event) in last.items()
    )
    return Table("evaluations", _("Evaluations in the programme"), columns, rows)


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of evidence or a finding as it is shown: what it says, what it rests on, with links to it."""

    name: str
    text: str
    marks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A recommendation and what became of it."""

    step: RecommendationAddressed
    plan: str
    until: date | None
    progress: str
    closed: str


def _about(programmed: EvaluationProgrammed) -> str:
    return state_name(programmed.state) if programmed.state else gettext("the mechanism")


def _panel(one: EvaluationRecord, view: Cut) -> Panel:
    title = f"{one.programmed.evaluation}: {one.programmed.title} ({_about(one.programmed)})"
    return Panel(title, "evaluation/one.html", context_of(one, view))


def context_of(one: EvaluationRecord, view: Cut) -> dict[str, Any]:
    """What the template of an evaluation is given."""
    known = {event.id: event for event in view.events}
    return {
        "programme": one.programmed,
        "template": TEMPLATES[one.programmed.template],
        "team": [state_name(state) for state in one.programmed.team],
        "answers": [step for step in one.of(QuestionnaireAnswered) if step.answers],
        "comments": [step for step in one.comments.values() if step.text],
        "evidence": [_item(name, step, view.year, known) for name, step in one.evidence.items() if name],
        "findings": [_finding(step, view.year, known) for step in one.findings.values()],
        "recommendations": [_follow_up(step, one) for step in one.recommendations.values()],
        "steps": [(step.date, sentence(step, known)) for step in one.events if step.id],
    }


def _finding(step: FindingRecorded, year: int, known: dict[str, Event]) -> Item:
    marks = (str(GRADES[step.grade]), str(CRITERIA[step.criterion]), *([gettext("serious deficiency")] * step.serious))
    return _item(step.finding, step, year, known, marks, step.evidence)


def _item(
    name: str,
    step: EvidenceRecorded | FindingRecorded,
    year: int,
    known: dict[str, Event],
    marks: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
) -> Item:
    figures = reverse("cycle-figures", args=[year])
    return Item(
        name,
        step.text,
        marks,
        evidence,
        tuple((key, f"{figures}#f-{key}") for key in step.figures),
        tuple(_entries(step.entries, year, known)),
    )


def _entries(ids: Iterable[str], year: int, known: dict[str, Event]) -> Iterable[tuple[str, str]]:
    """Entries of the record in words, each with the page that shows it; those that the seat does not see are left
    out."""
    for event in (known[one] for one in ids if one in known):
        words = sentence(event, known)
        query = urlencode({"record-q": words[:LONGEST_QUERY]})
        yield f"{day(event.date)}: {words}", f"{reverse('record', args=[year])}?{query}"


def _follow_up(step: RecommendationAddressed, one: EvaluationRecord) -> FollowUp:
    name = step.recommendation
    plan, progress, closed = one.plans.get(step.state), one.progress.get(name), one.closed.get(name)
    carried = {True: gettext("carried out"), False: gettext("overtaken")}
    return FollowUp(
        step,
        plan.actions.get(name, "") if plan else "",
        plan.until.get(name) if plan else None,
        str(PROGRESS[progress.progress]) if progress else "",
        carried[closed.carried_out] if closed else "",
    )
