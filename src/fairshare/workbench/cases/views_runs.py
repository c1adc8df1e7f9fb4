"""Pages on matching runs: started, compared side by side, looked at case by case, and confirmed by an officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fairshare.matching.mechanisms.catalogue import MECHANISMS
from fairshare.workbench.actions.perform import permits
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.cases import fields, forms, scope
from fairshare.workbench.cases.beginnings import READY
from fairshare.workbench.cases.models import Agreement, Run
from fairshare.workbench.cases.sent import attempt, shown
from fairshare.workbench.cases.views import looking
from fairshare.workbench.cases.words import LEFT_OUT
from fairshare.workbench.jobs.queue import of_seat
from fairshare.workbench.people.access import signed_in
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.tables.downloads import requested
from fairshare.workbench.tables.model import Column, Row, Table

_FIGURES = ("cases", "families", "persons", "links", "vulnerable", "unfilled", "envy")


@require_http_methods(["GET", "POST"])
@signed_in
def runs(request: HttpRequest, year: int) -> HttpResponse:
    """The runs of a seat side by side, and the form that starts one."""
    seat, action = looking(request, year), actions()["case.match"]
    given = fields.data_of(forms.Match, request.POST)
    tried = attempt(request, year, action, given)
    if tried.done is not None and tried.done.answer is not None:
        messages.success(request, _("The matching is in the queue."))
        return redirect("case-run", year, tried.done.answer["run"])
    found = list(scope.runs(seat).filter(cycle_id=year))
    table = comparison(found, seat)
    more = {
        "runs": found, "table": table, "may": permits(action, seat), "mechanisms": MECHANISMS.values(),
        "ready": scope.cases(seat).filter(cycle_id=year, status__in=READY).count(),
    }  # fmt: skip
    return requested(request.GET, table) or shown(request, "cases/runs.html", year, tried, forms.Match, given, more)


def comparison(found: list[Run], seat: Seat) -> Table:
    """Runs side by side: the mechanism, what it places and honours, the mix, and how far from the proved bound."""
    columns = (
        Column("run", gettext_lazy("Run")), Column("mechanism", gettext_lazy("Mechanism")),
        Column("gap", gettext_lazy("Gap")), Column("cases", gettext_lazy("Families"), "count"),
        Column("families", gettext_lazy("Placed"), "count"), Column("persons", gettext_lazy("Persons placed"), "count"),
        Column("links", gettext_lazy("Placed by a link"), "count"),
        Column("vulnerable", gettext_lazy("Vulnerable persons placed"), "count"),
        Column("unfilled", gettext_lazy("Places left"), "count"),
        Column("mix", gettext_lazy("Mix"), note=gettext_lazy("0: every state receives the mix of the whole.")),
        Column("envy", gettext_lazy("Families with envy"), "count"),
        Column("value", gettext_lazy("Value")), Column("bound", gettext_lazy("Proved bound")),
        Column("seed", gettext_lazy("Seed"), "count"), Column("made", gettext_lazy("Made on"), "date"),
    )  # fmt: skip
    return Table(
        "runs", gettext_lazy("Matching runs"), columns, tuple(_figures(run, scope.figures(seat, run)) for run in found)
    )


def _figures(run: Run, told: dict[str, Any]) -> Row:
    texts = {name: told.get(name) for name in ("value", "bound", "gap", "mix")}
    counts = {name: told.get(name) for name in _FIGURES}
    return {"run": run.public, "made": run.made, "mechanism": run.mechanism, "seed": run.seed, **texts, **counts}


@require_http_methods(["GET", "POST"])
@signed_in
def run(request: HttpRequest, year: int, public: str) -> HttpResponse:
    """One run: its proof, and case by case why this state and which others were possible; and its confirmation."""
    seat = looking(request, year)
    row = scope.runs(seat).filter(cycle_id=year, public=public).first()
    if row is None:
        raise Http404
    action = actions()["case.propose"]
    tried = attempt(request, year, action, {"run": public, "left_out": left_out(request)})
    if tried.done is not None:
        messages.warning(request, _("The proposals now wait for a second officer of your delegation."))
        return redirect("case-run", year, public)
    placements = list(scope.placements(seat, row).order_by("case__public"))
    figures = scope.figures(seat, row)
    more = {
        "run": row, "placements": placements, "figures": figures, "job": _job(row, seat), "reasons": LEFT_OUT,
        "waiting": [p for p in placements if p.state and p.case.status in READY], "may": permits(action, seat),
        "prices": [(*name.split("|"), price) for name, price in sorted(figures.get("prices", {}).items())],
        "mechanism": MECHANISMS.get(row.mechanism),
    }  # fmt: skip
    return shown(request, "cases/run.html", year, tried, forms.Propose, {}, more)


def _job(row: Run, seat: Seat) -> Any:
    return None if row.job is None else of_seat(seat).filter(pk=row.job).first()


def left_out(request: HttpRequest) -> list[dict[str, str]]:
    """The cases that the officer takes out, each with the reason chosen."""
    sent = {name.removeprefix("out-"): str(value) for name, value in request.POST.items() if name.startswith("out-")}
    return [{"case": case, "reason": reason} for case, reason in sent.items() if reason]


@require_http_methods(["GET", "POST"])
@signed_in
def agreements(request: HttpRequest, year: int) -> HttpResponse:
    """Agreements on beneficiaries: which states said so, and saying it."""
    seat, action = looking(request, year), actions()["case.agree"]
    given = fields.data_of(forms.Agree, request.POST)
    tried = attempt(request, year, action, given)
    if tried.done is not None:
        messages.success(request, _("The agreement is on the record; it counts once both states said so."))
        return redirect("case-agreements", year)
    more = {"may": permits(action, seat), "pairs": _pairs(year, seat)}
    return shown(request, "cases/agreements.html", year, tried, forms.Agree, given, more)


def _pairs(year: int, seat: Seat) -> list[dict[str, Any]]:
    """The agreements that concern a seat, and who has said so."""
    said: dict[tuple[str, str], set[str]] = {}
    for one in Agreement.objects.filter(cycle_id=year).order_by("present_in", "destination"):
        if not seat.state or seat.state in {one.present_in, one.destination}:
            said.setdefault((one.present_in, one.destination), set()).add(one.said_by)
    return [
        {"present_in": pair[0], "destination": pair[1], "said": sorted(by), "counts": set(pair) <= by}
        for pair, by in said.items()
    ]
