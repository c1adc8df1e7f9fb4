"""The evaluation of a cycle for those who take part: as the public's, of what their seat may see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from fairshare.evaluation.expost.document import Evaluation
from fairshare.workbench.pages.views import view_of
from fairshare.workbench.people.access import signed_in
from fairshare.workbench.public.evaluations import pool_evaluation
from fairshare.workbench.public.reported import Place, figures_page, file_of, report_page


@require_GET
@signed_in
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The report on the cycle so far."""
    return report_page(request, _evaluation(request, year), _place(year))


@require_GET
@signed_in
def figures(request: HttpRequest, year: int) -> HttpResponse:
    """The figures of the report."""
    return figures_page(request, _evaluation(request, year), _place(year))


@require_GET
@signed_in
def file(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    """The report as a file."""
    return file_of(request, _evaluation(request, year), _place(year), ending)


def _evaluation(request: HttpRequest, year: int) -> Evaluation:
    view = view_of(request, year)
    if not view.act_adopted:  # there is no pool to look back on, and nothing may tell of the proposal (12(6))
        raise Http404
    return pool_evaluation(view)


def _place(year: int) -> Place:
    return Place("cycle-report", "cycle-figures", "cycle-report-file", (year,))
