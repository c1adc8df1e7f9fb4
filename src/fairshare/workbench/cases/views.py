"""Pages on cases: the list, one case with its clock and what can be done, its steps, and registration.

Who may not see a case, or cases at all, is told that there is no such page: alike for what exists and what does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fairshare.faults import BadInputError, Fault
from fairshare.law.choices import Choices
from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.perform import permits
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.cases import fields, forms, lists, scope
from fairshare.workbench.cases.actions import STEP_OF, sides
from fairshare.workbench.cases.beginnings import READY
from fairshare.workbench.cases.clock import by_law, clock_of, next_due
from fairshare.workbench.cases.export import export, is_own
from fairshare.workbench.cases.facts import Around
from fairshare.workbench.cases.machine import offered
from fairshare.workbench.cases.models import Case, Link, Placement, Refusal
from fairshare.workbench.cases.sent import Tried, attempt, shown
from fairshare.workbench.cases.upload import MOST_BYTES, Upload, answer, read_upload
from fairshare.workbench.cases.words import VALUES, WORDS
from fairshare.workbench.clock import today
from fairshare.workbench.people.access import seat_of, signed_in
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.tables.downloads import attachment, csv_bytes, requested
from fairshare.workbench.tables.model import Column, Table

FIRST: int = 40
"""As many cases stand in the list of what is to be done."""


def looking(request: HttpRequest, year: int | None = None) -> Seat:
    """The seat of a request that may look at cases (of a year that is held); else there is no such page."""
    seat = seat_of(request)
    if not scope.may_look(seat) or (year is not None and not Cycle.objects.filter(pk=year).exists()):
        raise Http404
    return seat


def seen(request: HttpRequest, year: int, public: str) -> tuple[Seat, Case]:
    """A case that the seat of a request may see; else there is no such page."""
    seat = looking(request, year)
    case = scope.cases(seat).filter(cycle_id=year, public=public).select_related("cycle").first()
    if case is None:
        raise Http404
    return seat, case


@require_GET
@signed_in
def cases(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The cases of a seat: what is late and due first, and all of them as a table."""
    seat = looking(request, year)
    wanted = year or Cycle.objects.order_by("-year").values_list("year", flat=True).first()
    if wanted is None:
        raise Http404
    wished = request.GET.get("case", "").strip()
    if wished.isalnum() and scope.cases(seat).filter(cycle_id=wanted, public=wished).exists():
        return redirect("case", wanted, wished)
    rows = lists.rows(seat, today(), scope.cases(seat).filter(cycle_id=wanted))
    table = lists.table(rows)
    turn = lists.turn(seat, rows)
    ready = [row for row in rows if row.facts.status in READY and seat.state in {"", row.facts.present_in}]
    context = {
        "year": wanted, "table": table, "turn": turn[:FIRST], "more": max(0, len(turn) - FIRST), "words": WORDS,
        "ready": len(ready), "years": list(Cycle.objects.order_by("-year").values_list("year", flat=True)),
        "may_register": permits(actions()["case.register"], seat), "wished": wished,
    }  # fmt: skip
    return requested(request.GET, table) or render(request, "cases/list.html", context)


@require_GET
@signed_in
def case(request: HttpRequest, year: int, public: str) -> HttpResponse:
    """One case: where it stands, the clock, what can follow, and what was."""
    seat, row = seen(request, year, public)
    choices, day = Choices(row.cycle.choices), today()
    facts = by_law(row.facts, day, choices=choices)
    clock = clock_of(facts, choices=choices)
    rules = offered(facts, day, Around(choices=choices), sides(seat, row))
    can = [
        actions()[name]
        for name in lists.in_order(facts, (STEP_OF[rule.step] for rule in rules if rule.step in STEP_OF))
    ]
    own = is_own(row, seat)
    placed = Placement.unscoped.filter(case=row).select_related("run").order_by("-run_id")
    context = {
        "year": year, "row": row, "facts": facts, "unrecorded": facts.status != row.status, "day": day,
        "clock": clock, "next": next_due(facts, choices=choices), "words": WORDS, "values": VALUES,
        "can": [action for action in can if permits(action, seat)], "beside": lists.BESIDE - lists.lacking(facts),
        "links": Link.unscoped.filter(case=row).order_by("kind", "state"), "history": scope.history(row, seat),
        "refusals": Refusal.unscoped.filter(case=row) if own else (), "placement": placed.first() if own else None,
    }  # fmt: skip
    return render(request, "cases/case.html", context)


@require_GET
@signed_in
def case_json(request: HttpRequest, year: int, public: str) -> HttpResponse:
    """One case as JSON to keep."""
    seat, row = seen(request, year, public)
    answered = JsonResponse(export(row, seat, today()), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answered["Content-Disposition"] = f'attachment; filename="case-{public}.json"'
    answered["Cache-Control"] = "private, no-store"
    return answered


@require_http_methods(["GET", "POST"])
@signed_in
def do(request: HttpRequest, year: int, public: str, name: str) -> HttpResponse:
    """The form of a step, and taking it."""
    seat, row = seen(request, year, public)
    action = actions().get(name)
    if name not in STEP_OF.values() or action is None or not permits(action, seat):
        raise Http404
    given = fields.data_of(action.form, request.POST) | {"cases": [public]}
    has_links = action.form is forms.Links
    if has_links:
        given["links"] = fields.links_of(request.POST)
    tried = attempt(request, year, action, given)
    if tried.done is not None:
        messages.success(request, _("“%(action)s” is on the record.") % {"action": action.label})
        return redirect("case", year, public)
    rows = fields.link_rows(given["links"] or _links_on_record(row)) if has_links else ()
    return shown(request, "cases/step.html", year, tried, action.form, given, {"row": row, "link_rows": rows})


def _links_on_record(row: Case) -> list[dict[str, str]]:
    found = Link.unscoped.filter(case=row).order_by("kind", "state")
    return [{"kind": one.kind, "state": one.state, "strength": f"{one.strength.normalize()}"} for one in found]


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, year: int) -> HttpResponse:
    """Register a case, or a file of them."""
    seat, action = looking(request, year), actions()["case.register"]
    if not permits(action, seat):
        raise Http404
    if "file" in request.FILES:
        return _upload(request, year, seat, action)
    given = fields.data_of(forms.NewCase, request.POST)
    tried = attempt(request, year, action, {"cases": [given]})
    if tried.done is not None and tried.done.answer is not None:
        messages.success(request, _("The case is registered. Note its pseudonym in your own file."))
        return redirect("case", year, tried.done.answer["cases"][0])
    return _new(request, year, tried, given)


def _new(
    request: HttpRequest, year: int, tried: Tried, given: Mapping[str, Any], faults: Sequence[Fault] = ()
) -> HttpResponse:
    more = {"most": MOST_BYTES // 1_000_000, "faults": faults}
    return shown(request, "cases/new.html", year, tried, forms.NewCase, given, more)


def _upload(request: HttpRequest, year: int, seat: Seat, action: Action) -> HttpResponse:
    """Register the cases of a file, and say once which pseudonym each line got."""
    file = request.FILES["file"]
    raw = b"" if isinstance(file, list) else file.read(MOST_BYTES + 1)
    try:
        upload = read_upload(raw, seat.state)
    except BadInputError as error:
        return _new(request, year, Tried(action, status=422), {}, error.faults)
    tried = attempt(request, year, action, {"cases": list(upload.cases)})
    if tried.done is None or tried.done.answer is None:
        return _new(request, year, replace(tried, problems=()), {}, upload.faults(tried.problems))
    return _registered(request, year, upload, tried.done.answer["cases"])


def _registered(request: HttpRequest, year: int, upload: Upload, publics: list[str]) -> HttpResponse:
    columns = (Column("case", _("Your number")), Column("pseudonym", _("Pseudonym")))
    table = Table("pseudonyms", _("Pseudonyms of the cases registered"), columns, tuple(answer(upload, publics)))
    if request.POST.get("as") == "csv":
        return attachment(csv_bytes(table), "pseudonyms.csv", "text/csv; charset=utf-8")
    return render(request, "cases/registered.html", {"year": year, "table": table})
