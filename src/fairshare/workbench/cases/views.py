"""Pages on cases: the list, one case with its clock and what can be done, its steps, and registration.

Who may not see a case, or cases at all, is told that there is no such page: alike for what exists and what does not.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fairshare.faults import BadInputError, Fault
from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.workbench.actions.perform import ConflictError, Done, ForbiddenError, InvalidError, perform, permits
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.cases import fields, forms, lists, scope
from fairshare.workbench.cases.actions import STEP_OF, sides
from fairshare.workbench.cases.clock import by_law, clock_of, next_due
from fairshare.workbench.cases.export import export, is_own
from fairshare.workbench.cases.machine import steps_from
from fairshare.workbench.cases.models import Case, Link, Placement, Refusal
from fairshare.workbench.cases.upload import MOST_BYTES, Upload, answer, read_upload
from fairshare.workbench.cases.words import CLOCK, GROUNDS, KINDS, LINK_KINDS, STATUSES, STEPS, VALUES
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
    turn = [row for row in rows if row.mine or (row.late and not seat.state)]
    context = {
        "year": wanted, "table": table, "turn": turn[:FIRST], "more": max(0, len(turn) - FIRST), "words": _WORDS,
        "years": list(Cycle.objects.order_by("-year").values_list("year", flat=True)),
        "may_register": permits(actions()["case.register"], seat), "wished": wished,
    }  # fmt: skip
    return requested(request.GET, table) or render(request, "cases/list.html", context)


_WORDS = {"status": STATUSES, "clock": CLOCK, "step": STEPS, "kind": KINDS, "ground": GROUNDS, "link": LINK_KINDS}


@require_GET
@signed_in
def case(request: HttpRequest, year: int, public: str) -> HttpResponse:
    """One case: where it stands, the clock, what can follow, and what was."""
    seat, row = seen(request, year, public)
    choices, day = Choices(row.cycle.choices), today()
    facts = by_law(row.facts, day, choices=choices)
    clock = clock_of(facts, choices=choices)
    rules = [rule for rule in steps_from(facts.status, *sides(seat, row)) if rule.step in STEP_OF]
    names = dict.fromkeys(STEP_OF[rule.step] for rule in rules)
    own = is_own(row, seat)
    placed = Placement.unscoped.filter(case=row).select_related("run").order_by("-run_id")
    context = {
        "year": year, "row": row, "facts": facts, "unrecorded": facts.status != row.status, "day": day,
        "clock": clock, "next": next_due(facts, choices=choices), "words": _WORDS, "values": VALUES,
        "can": [actions()[name] for name in names if permits(actions()[name], seat)],
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
    given: dict[str, Any] = {}
    told: dict[str, Any] = {"problems": [], "refusal": None}
    status = 200
    if request.method == "POST":
        given = fields.data_of(action.form, request.POST) | {"cases": [public]}
        if action.form is forms.Links:
            given["links"] = fields.links_of(request.POST)
        done, told, status = attempt(request, year, name, given)
        if done is not None:
            messages.success(request, _("“%(action)s” is on the record.") % {"action": action.label})
            return redirect("case", year, public)
    links = given.get("links") or _links_on_record(row)
    context = {
        "year": year, "row": row, "action": action, "key": request.POST.get("key") or secrets.token_urlsafe(16),
        "fields": fields.fields_of(action.form, given, told["problems"]), "refusal": told["refusal"],
        "other_problems": _others(action.form, told["problems"]), "cancel": ("case", year, public),
        "link_rows": fields.link_rows(links) if action.form is forms.Links else (),
    }  # fmt: skip
    return render(request, "cases/step.html", context, status=status)


def _links_on_record(row: Case) -> list[Mapping[str, str]]:
    found = Link.unscoped.filter(case=row).order_by("kind", "state")
    return [{"kind": one.kind, "state": one.state, "strength": f"{one.strength.normalize()}"} for one in found]


def _others(form: Any, problems: list[tuple[str, str]]) -> list[str]:
    shown = {name for name in form.model_fields if name not in fields.LEFT_TO_PAGES}
    return [f"{place}: {text}" for place, text in problems if place.rpartition(".")[2] not in shown]


def attempt(
    request: HttpRequest, year: int, name: str, given: dict[str, Any]
) -> tuple[Done | None, dict[str, Any], int]:
    """Do an action; else what is wrong and the status of the answer. What is not for the seat does not exist."""
    told: dict[str, Any] = {"problems": [], "refusal": None}
    try:
        return perform(name, request.user, year, given, request.POST.get("key", "")), told, 200  # type: ignore[arg-type]
    except ForbiddenError:
        raise Http404 from None
    except InvalidError as error:
        return None, told | {"problems": error.problems}, 422
    except RefusedError as refusal:
        return None, told | {"refusal": refusal}, 422
    except ConflictError as conflict:
        messages.error(request, str(conflict))
        return None, told, 409


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, year: int) -> HttpResponse:
    """Register a case, or a file of them."""
    seat = looking(request, year)
    if not permits(actions()["case.register"], seat):
        raise Http404
    context: dict[str, Any] = {
        "year": year, "key": request.POST.get("key") or secrets.token_urlsafe(16), "action": actions()["case.register"],
        "fields": fields.fields_of(forms.NewCase), "most": MOST_BYTES // 1_000_000,
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "cases/new.html", context)
    if "file" in request.FILES:
        return _upload(request, year, seat, context)
    given = fields.data_of(forms.NewCase, request.POST)
    done, told, status = attempt(request, year, "case.register", {"cases": [given]})
    if done is not None and done.answer is not None:
        messages.success(request, _("The case is registered. Note its pseudonym in your own file."))
        return redirect("case", year, done.answer["cases"][0])
    context |= {
        "fields": fields.fields_of(forms.NewCase, given, told["problems"]), "refusal": told["refusal"],
        "other_problems": _others(forms.NewCase, told["problems"]),
    }  # fmt: skip
    return render(request, "cases/new.html", context, status=status)


def _upload(request: HttpRequest, year: int, seat: Seat, context: dict[str, Any]) -> HttpResponse:
    """Register the cases of a file, and say once which pseudonym each line got."""
    file = request.FILES["file"]
    raw = b"" if isinstance(file, list) else file.read(MOST_BYTES + 1)
    try:
        upload = read_upload(raw, seat.state)
        done, told, status = attempt(request, year, "case.register", {"cases": list(upload.cases)})
    except BadInputError as error:
        return _faulty(request, context, list(error.faults))
    if done is None or done.answer is None:
        context |= {"refusal": told["refusal"], "faults": upload.faults(told["problems"])}
        return render(request, "cases/new.html", context, status=status)
    return _registered(request, year, upload, done.answer["cases"])


def _faulty(request: HttpRequest, context: dict[str, Any], faults: list[Fault]) -> HttpResponse:
    return render(request, "cases/new.html", context | {"faults": faults}, status=422)


def _registered(request: HttpRequest, year: int, upload: Upload, publics: list[str]) -> HttpResponse:
    columns = (Column("case", _("Your number")), Column("pseudonym", _("Pseudonym")))
    table = Table("pseudonyms", _("Pseudonyms of the cases registered"), columns, tuple(answer(upload, publics)))
    if request.POST.get("as") == "csv":
        return attachment(csv_bytes(table), "pseudonyms.csv", "text/csv; charset=utf-8")
    return render(request, "cases/registered.html", {"year": year, "table": table})
