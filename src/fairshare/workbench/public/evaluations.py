"""Evaluations for everybody: of each pool as it is public, of past cycles; the scoreboard; claims that were checked."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairshare.evaluation.expost import pool_year
from fairshare.evaluation.expost.claims import CLAIMS, VERDICTS, claims_evaluation
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.past import PAST
from fairshare.figures.reference import table
from fairshare.workbench.people.access import public_page
from fairshare.workbench.public.reported import Place, figures_page, file_of, report_page
from fairshare.workbench.public.seen import seen
from fairshare.workbench.public.views import pool_or_404, pools
from fairshare.workbench.record.cut import Cut, cut_of
from fairshare.workbench.record.levels import unseen
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.reports.blocks import Setting, block_html
from fairshare.workbench.reports.figures import sources
from fairshare.workbench.reports.html import source_html
from fairshare.workbench.reports.words import sentence_html, sentence_text

CHECKED: Final = Place("claims", "claims-figures", "claims-file")


def pool_evaluation(view: Cut) -> Evaluation:
    """The evaluation of a pool as a seat, or the public, sees it, beside that of the year before."""
    before, hidden = _year_before(view), unseen(view.seat)
    previous = pool_evaluation(before) if before else None
    return view.common(
        ("evaluation", hidden, before.version if before else ""),
        lambda shared: pool_year.evaluation(pool_of(shared), table, previous, hidden),
    )


def _year_before(view: Cut) -> Cut | None:
    """What the same seat sees of the pool of the year before, if there is one."""
    cycle = Cycle.objects.filter(pk=view.year - 1).first()
    if cycle is None:
        return None
    found = seen(cycle) if view.seat.capacity == "public" else cut_of(cycle, view.seat)
    return found if found.act_adopted else None


@cache
def past_evaluation(name: str) -> Evaluation:
    """The evaluation of a past cycle."""
    return PAST[name].evaluation(table)


@cache
def claims_checked() -> Evaluation:
    """The claims as a document."""
    return claims_evaluation(table)


def named(name: str) -> Evaluation:
    """The evaluation of a pool year or of a past cycle; another name is no page."""
    if name.isdigit():
        return pool_evaluation(pool_or_404(int(name)))
    if name not in PAST:
        raise Http404
    return past_evaluation(name)


@require_GET
@public_page
def evaluations(request: HttpRequest) -> HttpResponse:
    """Every evaluation with its answer first."""
    held = [pool_evaluation(view) for view in pools().values()] + [past_evaluation(name) for name in PAST]
    return render(request, "evaluation/list.html", {"rows": [_row(one) for one in held]})


def _row(one: Evaluation) -> dict[str, Any]:
    links = _place(one.name).links()
    title = sentence_text(one.title, one.figures)
    scoreboard = next((section.heading for section in one.sections if section.slug == "scoreboard"), None)
    return {
        "evaluation": one,
        "title": title,
        "answer": sentence_html(one.headline[0], one, links),
        "scoreboard": sentence_text(scoreboard, one.figures) if scoreboard else "",
    }


def _place(name: str) -> Place:
    return Place("evaluation", "evaluation-figures", "evaluation-file", (name,))


@require_GET
@public_page
def evaluation(request: HttpRequest, name: str) -> HttpResponse:
    """The report on one cycle."""
    return report_page(request, named(name), _place(name))


@require_GET
@public_page
def scoreboard(request: HttpRequest, year: int) -> HttpResponse:
    """The scoreboard of a pool year alone: per indicator the level and the change of each state, without rank."""
    told, place = named(str(year)), _place(str(year))
    setting = Setting(told, place.links())
    section = next(section for section in told.sections if section.slug == "scoreboard")
    context = {
        "place": place,
        "title": setting.text(told.title),
        "heading": setting.text(section.heading),
        "blocks": [block_html(block, setting) for block in section.blocks],
    }
    return render(request, "evaluation/scoreboard.html", context)


@require_GET
@public_page
def evaluation_figures(request: HttpRequest, name: str) -> HttpResponse:
    """The figures of a report."""
    return figures_page(request, named(name), _place(name))


@require_GET
@public_page
def evaluation_file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """A report as a file."""
    return file_of(request, named(name), _place(name), ending)


@require_GET
@public_page
def claims(request: HttpRequest) -> HttpResponse:
    """Claims in circulation, each with what the text and the figures say."""
    checked = claims_checked()
    setting = Setting(checked, CHECKED.links())
    rows = [
        {
            "claim": claim,
            "says": setting.html(claim.says),
            "verdict": setting.text(VERDICTS[claim.verdict]),
            "answer": [setting.html(sentence) for sentence in claim.answer],
        }
        for claim in CLAIMS
    ]
    told = [source_html(source) for source in sources(checked.figures)]
    context = {"rows": rows, "sources": told, "limits": [setting.html(limit) for limit in checked.limits]}
    return render(request, "evaluation/claims.html", context | {"place": CHECKED, "title": setting.text(checked.title)})


@require_GET
@public_page
def claims_figures(request: HttpRequest) -> HttpResponse:
    """The figures of the claims."""
    return figures_page(request, claims_checked(), CHECKED)


@require_GET
@public_page
def claims_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The claims as a file."""
    return file_of(request, claims_checked(), CHECKED, ending)
