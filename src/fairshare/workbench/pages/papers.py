"""PDFs: the annex of the act, the account of a state, the papers of the Forum."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fairshare.states import PART_IV
from fairshare.workbench.clock import today
from fairshare.workbench.documents.act_annex import act_annex
from fairshare.workbench.documents.forum_papers import Papers, Section, forum_papers
from fairshare.workbench.documents.state_account import state_account
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.stages import BY_SLUG
from fairshare.workbench.pages.views import pages_for, view_of
from fairshare.workbench.people.access import public_page, signed_in
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.tables.downloads import attachment

MARKING = "RESTREINT UE/EU RESTRICTED"


@require_GET
@public_page
def annex(request: HttpRequest, year: int) -> HttpResponse:
    """The annex of the act as adopted."""
    view = _after_the_act(request, year)
    return _pdf(act_annex(pool_of(view), _language()), f"act-{year}")


@require_GET
@signed_in
def account(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The account of one state with every posting: for those who take part (single deliveries are in it)."""
    view = _after_the_act(request, year)
    if code not in PART_IV:
        raise Http404
    return _pdf(state_account(pool_of(view), code, _language()), f"account-{code}-{year}")


@require_GET
@signed_in
def papers(request: HttpRequest, year: int) -> HttpResponse:
    """The papers of the Forum: what the seat may see of the package, the pledges, and the tests."""
    view = view_of(request, year)
    if BY_SLUG["forum"] not in pages_for(view):
        raise Http404
    return _pdf(forum_papers(papers_of(view), _language()), f"forum-{year}")


def papers_of(view: Cut) -> Papers:
    """The papers as the seat may see them, with the marking while the proposal is restricted."""
    day = today()
    parts = [(BY_SLUG[slug].label, BY_SLUG[slug].panels(view, day)) for slug in ("package", "forum", "offsets")]
    sections = tuple(_section(label, panels) for label, panels in parts if panels)
    return Papers(
        title=format_lazy(_("High-Level EU Solidarity Forum: papers for the pool of {year}"), year=view.year),
        meeting=view.book.forum_dates[-1] if view.book.forum_dates else day,
        as_of=day,
        agenda=tuple(section.heading for section in sections),
        sections=sections,
        marking=MARKING if view.marked else "",
    )


def _section(label: object, panels: list[Panel]) -> Section:
    tables = tuple(panel.table for panel in panels if panel.table is not None)
    return Section(str(label), tables=tables)


def _after_the_act(request: HttpRequest, year: int) -> Cut:
    view = view_of(request, year)
    if not view.act_adopted:
        raise Http404
    return view


def _language() -> str:
    return get_language() or "en"


def _pdf(content: bytes, name: str) -> HttpResponse:
    return attachment(content, f"{name}.pdf", "application/pdf")
