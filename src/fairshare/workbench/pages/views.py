"""The cycle by stages, the form of an action, and motions."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairshare.evaluation.agenda import Stage, stage
from fairshare.law.outcome import RefusedError
from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import (
    ConflictError,
    Done,
    ForbiddenError,
    InvalidError,
    confirm,
    drop,
    perform,
    permits,
)
from fairshare.workbench.actions.registry import actions, stage_of
from fairshare.workbench.clock import today
from fairshare.workbench.pages.beside import beside
from fairshare.workbench.pages.fields import data_of, fields_of
from fairshare.workbench.pages.live import live
from fairshare.workbench.pages.offers import in_words, offers_of
from fairshare.workbench.pages.panels import asked_download
from fairshare.workbench.pages.stages import BY_SLUG, PAGES, StagePage
from fairshare.workbench.people.access import acting, seat_of, signed_in
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.cut import Cut, cut
from fairshare.workbench.record.store import NoCycleError


def view_of(request: HttpRequest, year: int) -> Cut:
    """What the person may see of a cycle; a year that is not held is a page that does not exist."""
    try:
        return cut(year, seat_of(request))
    except NoCycleError:
        raise Http404 from None


def stage_on(view: Cut, day: date) -> Stage:
    """The stage in which a cycle is, as the seat sees it."""
    return view.common(("stage on", day), lambda shared: stage(shared.book, day))


@require_GET
@signed_in
def cycle_page(request: HttpRequest, year: int, slug: str = "") -> HttpResponse:
    """A cycle, stage by stage; without a stage, the one in which it is."""
    view = view_of(request, year)
    page = BY_SLUG.get(slug) if slug else current(view)
    if page is None or (page.restricted and not view.act_adopted and not view.seat.cleared):
        raise Http404
    day = today()
    keep = view.kept if page.by_seat else view.common
    panels = keep(("stage", page.slug, day), lambda shared: page.panels(shared, day))
    found = asked_download(request, panels)
    if found is not None:
        return found
    context = {
        "view": view,
        "year": year,
        "page": page,
        "pages": pages_for(view),
        "panels": panels,
        "actions": actions_of(page, view.seat),
        "restricted": view.marked and page.slug in {"package", "forum", "act"},
    }
    return render(request, "pages/cycle.html", context)


def actions_of(page: StagePage, seat: Seat) -> list[Action]:
    """What a seat may do in a stage, if the law lets it now."""
    return [action for action in actions().values() if stage_of(action) == page.slug and permits(action, seat)]


_STAGE_PAGES = {**dict.fromkeys(range(6), "preparation"), 6: "package", 7: "forum", 8: "act", 9: "year", 10: "year"}


def current(view: Cut) -> StagePage:
    """The page of the stage in which a cycle is."""
    page = BY_SLUG[_STAGE_PAGES.get(stage_on(view, today()).number, "closing")]
    return page if page in pages_for(view) else BY_SLUG["package"]


def pages_for(view: Cut) -> list[StagePage]:
    """The stages that this seat may look at now."""
    return [page for page in PAGES if not page.restricted or view.act_adopted or view.seat.cleared]


@require_http_methods(["GET", "POST"])
@acting()
def do(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """The form of an action, and doing it."""
    view = view_of(request, year)
    action = actions().get(name)
    if action is None or not permits(action, view.seat):
        raise Http404
    if request.method == "GET":
        found = asked_download(request, beside(action, view))
        if found is not None:
            return found
        given: dict[str, Any] = {key: value for key, value in request.GET.items() if key in action.form.model_fields}
        return _form(request, view, action, given, [], None)
    given = data_of(action, request.POST)
    return _shown(request, view, action, given) if "show" in request.POST else _done(request, view, action, given)


def _done(request: HttpRequest, view: Cut, action: Action, given: dict[str, Any]) -> HttpResponse:
    """The action done and told; or the form again, with what stands against it."""
    try:
        key, version = request.POST.get("key", ""), request.POST.get("version")
        done = perform(action.name, request.user, view.year, given, key, version)  # type: ignore[arg-type]
    except InvalidError as error:
        return _form(request, view, action, given, error.problems, None, 422)
    except RefusedError as refusal:
        return _form(request, view, action, given, [], refusal, 422)
    except ConflictError as conflict:
        messages.error(request, str(conflict))
        return _form(request, view, action, given, [], None, 409)
    _tell(request, action, done)
    return redirect("cycle-stage", view.year, stage_of(action)) if stage_of(action) in BY_SLUG else redirect("desk")


def _shown(request: HttpRequest, view: Cut, action: Action, given: dict[str, Any]) -> HttpResponse:
    """What would follow from the form, with nothing done: the part of the page, or the page where it has no script."""
    if getattr(request, "htmx", False):
        return render(request, "parts/live.html", {"live": live(action, view, given)})
    return _form(request, view, action, given, [], None)


def _form(
    request: HttpRequest,
    view: Cut,
    action: Action,
    given: dict[str, Any],
    problems: list[tuple[str, str]],
    refusal: RefusedError | None,
    status: int = 200,
) -> HttpResponse:
    known = set(action.form.model_fields)
    context = {
        "view": view,
        "year": view.year,
        "action": action,
        "fields": fields_of(action, given, problems, offers_of(action, view, given)),
        "other_problems": [text for place, text in problems if place.partition(".")[0] not in known],
        "refusal": refusal,
        "key": request.POST.get("key") or secrets.token_urlsafe(16),
        "stage": stage_of(action),
        "beside": beside(action, view),
        "live": live(action, view, given),
        "restricted": action.restricted and view.marked,
    }
    return render(
        request, f"actions/{action.name}.html" if action.has_page else "pages/action.html", context, status=status
    )


def _tell(request: HttpRequest, action: Action, done: Done) -> None:
    if done.status == "waiting":
        messages.warning(
            request, _("“%(action)s” now waits for a second person of your delegation.") % {"action": action.label}
        )
    else:
        messages.success(request, _("“%(action)s” is on the record.") % {"action": action.label})


@require_GET
@acting()
def motions(request: HttpRequest) -> HttpResponse:
    """What waits for a second person of the delegation, and what became of earlier motions."""
    seat = seat_of(request)
    found = Motion.known_to(seat).select_related("by", "second", "cycle")[:200]
    rows = [
        (
            motion,
            action,
            in_words(motion.data, cut(motion.cycle_id, seat)),
            motion.waits_for(seat) and motion.by.handle != seat.who,
        )
        for motion in found
        if (action := actions().get(motion.action)) is not None and permits(action, seat)
    ]
    return render(request, "pages/motions.html", {"rows": rows})


@require_POST
@acting()
def end_motion(request: HttpRequest, motion: int, how: str) -> HttpResponse:
    """Confirm a motion as the second person, or drop it."""
    try:
        if how == "confirm":
            confirm(motion, request.user)  # type: ignore[arg-type]
            messages.success(request, _("Confirmed: it is on the record."))
        else:
            drop(motion, request.user)  # type: ignore[arg-type]
            messages.success(request, _("Dropped: nothing was done."))
    except ForbiddenError:
        raise Http404 from None
    except (RefusedError, ConflictError, InvalidError) as error:
        messages.error(request, str(error))
    return redirect("motions")
