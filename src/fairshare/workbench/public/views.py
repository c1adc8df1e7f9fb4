"""The public pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fairshare.evaluation.pool import PoolReport
from fairshare.law.choices import CHOICES
from fairshare.states import PART_IV
from fairshare.workbench.pages.panels import Panel, asked_download
from fairshare.workbench.people.access import public_page
from fairshare.workbench.public.content import pool_panels, state_panels
from fairshare.workbench.public.dcat import catalogue
from fairshare.workbench.public.heads import document
from fairshare.workbench.public.seen import seen
from fairshare.workbench.record.chain import canonical
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.tables.downloads import download
from fairshare.workbench.tables.model import Column, Row, Table
from fairshare.workbench.tables.view import FORMATS


def pools() -> dict[int, Cut]:
    """What the public sees of each pool with an adopted act, newest first: before the act there is nothing public to
    show (12(6))."""
    held = {row.year: seen(row) for row in Cycle.objects.order_by("-year")}
    return {year: view for year, view in held.items() if view.act_adopted}


def pool_or_404(year: int) -> Cut:
    """What the public sees of a year; one without an act is no page, whether a cycle is held or not."""
    view = pools().get(year)
    if view is None:
        raise Http404
    return view


def panels_of(view: Cut) -> list[Panel]:
    """The panels of a pool for the public."""
    return view.kept("pool panels", lambda shared: pool_panels(pool_of(shared)))


@require_GET
@public_page
def home(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The pool as adopted, who pledged what, what was delivered, how far from fair."""
    held = pools()
    if not held:
        return render(request, "public/nothing.html")
    view = held.get(year or max(held))
    if view is None:
        raise Http404
    report, panels = pool_of(view), panels_of(view)
    found = asked_download(request, panels)
    if found is not None:
        return found
    return render(
        request, "public/pool.html", {"report": report, "panels": panels, "years": list(held), "year": view.year}
    )


@require_GET
@public_page
def states(request: HttpRequest) -> HttpResponse:
    """The states, each with what it owes in the newest pool."""
    held = pools()
    if not held:
        return render(request, "public/nothing.html")
    report = pool_of(held[max(held)])
    rows = [{"state": row.state, "role": row.role, "units": row.figures["fair_share_units"]} for row in report.rows]
    return render(request, "public/states.html", {"rows": rows, "year": report.year})


@require_GET
@public_page
def state(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One state in one pool: every balance, and the events behind it."""
    view = pool_or_404(year)
    report = pool_of(view)
    if code not in {row.state for row in report.rows}:
        raise Http404
    panels = view.kept(("state", code), lambda _: state_panels(report, code))
    found = asked_download(request, panels)
    if found is not None:
        return found
    row = next(row for row in report.rows if row.state == code)
    context = {"panels": panels, "code": code, "year": year, "row": row, "in_key": code in PART_IV}
    return render(request, "public/state.html", context)


@require_GET
@public_page
def history(request: HttpRequest) -> HttpResponse:
    """Pledges and deliveries over the years."""
    table = history_table([pool_of(view) for view in pools().values()])
    panels = [Panel(_("Year by year"), table=table, cite="AMMR 57, 60")]
    return asked_download(request, panels) or render(request, "public/history.html", {"panels": panels})


def history_table(reports: list[PoolReport]) -> Table:
    """A row a pool."""
    columns = (
        Column("year", _("Pool")),
        Column("day", _("As of"), "date"),
        Column("relocations", _("Reference number"), "count"),
        Column("euro", _("Reference amount"), "eur"),
        Column("effective", _("Effective units"), "count", status="certain"),
        Column("part", _("Effective part"), "percent"),
        Column("benefitting", _("Benefitting states"), "count"),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "year": str(report.year),
            "day": report.as_of,
            "relocations": report.reference_relocations.value,
            "euro": report.reference_eur.value,
            "effective": report.effective.units.value,
            "certain": report.effective.units.status,
            "part": report.effective.share.value,
            "benefitting": sum(row.role == "benefitting" for row in report.rows),
        }
        for report in reports
    )
    return Table("history", _("Pools year by year"), columns, rows)


@require_GET
@public_page
def method(request: HttpRequest) -> HttpResponse:
    """How figures come about, what the text leaves open and how it is read here."""
    columns = (
        Column("name", _("Choice")),
        Column("question", _("Question")),
        Column("default", _("Read here as")),
        Column("cite", _("Provision"), "cite"),
    )
    rows: tuple[Row, ...] = tuple(
        {"name": c.name, "question": gettext(c.question), "default": gettext(c.meaning(c.default)), "cite": c.cite}
        for c in CHOICES.values()
    )
    panels = [Panel(_("What the text leaves open"), table=Table("choices", _("Open readings"), columns, rows))]
    return asked_download(request, panels) or render(request, "public/method.html", {"panels": panels})


@require_GET
@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, and the catalogue that describes it."""
    return render(request, "public/open_data.html", {"years": list(pools())})


@require_GET
@public_page
def dcat(request: HttpRequest) -> JsonResponse:
    """The catalogue of open data as DCAT-AP (JSON-LD)."""
    found: dict[str, Any] = catalogue(request.build_absolute_uri(reverse("home")), list(pools()))
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Type"] = "application/ld+json"
    return answer


@require_GET
@public_page
def heads(request: HttpRequest) -> HttpResponse:
    """One digest a day over the whole record, for anybody to keep."""
    answer = HttpResponse(canonical(document()), content_type="application/json")
    answer["Cache-Control"] = "public, max-age=600"
    return answer


@require_GET
@public_page
def dataset(request: HttpRequest, year: int, name: str, ending: str) -> HttpResponse:
    """One table of one pool as a file, at an address that stays."""
    tables = {p.table.name: p.table for p in panels_of(pool_or_404(year)) if p.table is not None}
    if name not in tables or ending not in FORMATS:
        raise Http404
    return download(tables[name], ending)
