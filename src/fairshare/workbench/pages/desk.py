"""The first screen: what is late, what is to do and for whom, what waits for a second person, and what the law says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from fairshare.evaluation.agenda import Duty
from fairshare.ledger.notation import tag
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import permits
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.cases.lists import my_cases
from fairshare.workbench.cases.words import WORDS
from fairshare.workbench.clock import today
from fairshare.workbench.pages.frame import newest_year
from fairshare.workbench.pages.panels import Panel, asked_download
from fairshare.workbench.pages.stages.deliveries import own_panels
from fairshare.workbench.pages.views import actions_of, current, stage_on, view_of
from fairshare.workbench.people.access import signed_in
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.people.words import CAPACITIES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.due import due
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.tables.formats import count, state_name

CASES: Final = 10
"""So many cases stand on the first screen of a caseworker; the list has them all."""
NAMED: Final = 3
"""So many states are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Others:
    """One duty of others, and who has it."""

    duty: Duty
    who: str


@require_GET
@signed_in
def desk(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The first screen of whoever looks."""
    wanted = year or newest_year()
    if wanted is None:
        return render(request, "pages/no_cycle.html")
    view, day = view_of(request, wanted), today()
    panels = panels_of(view)
    found = asked_download(request, panels)
    if found is not None:
        return found
    seat = view.seat
    mine, theirs = due(view, day)
    context = {
        "view": view,
        "year": wanted,
        "years": list(Cycle.objects.order_by("-year").values_list("year", flat=True)),
        "stage": stage_on(view, day),
        "day": day,
        "late": [d for d in mine if d.state_of == "late"],
        "open": [d for d in mine if d.state_of == "open"],
        "upcoming": [d for d in mine if d.state_of == "upcoming"][:6],
        "cases": my_cases(seat, day)[:CASES] if seat.function == "caseworker" else None,
        "words": WORDS,
        "others": others(theirs),
        "motions": motions_of(seat),
        "by_event": actions_by_event(seat),
        "panels": panels,
        "may": actions_of(current(view), seat),
    }
    return render(request, "pages/desk.html", context)


def panels_of(view: Cut) -> list[Panel]:
    """What the seat's own state receives or gives."""
    state = view.seat.state
    return view.kept("own", lambda shared: own_panels(shared.book, state)) if state else []


def others(duties: Iterable[Duty]) -> list[Others]:
    """What others have to do now, late ones first; a duty of several states stands once."""
    found: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        if duty.state_of in {"late", "open"}:
            found.setdefault((duty.who, duty.what, duty.about, duty.due), []).append(duty)
    rows = [Others(same[0], _who(same)) for same in found.values()]
    return sorted(rows, key=lambda row: (row.duty.state_of != "late", row.duty.due or date.max))


def _who(same: list[Duty]) -> str:
    names = [duty.body or (state_name(duty.state) if duty.state else str(CAPACITIES[duty.who])) for duty in same]
    if len(names) <= NAMED or same[0].who != "member_state":
        return ", ".join(names)
    return ngettext("%(n)s Member State", "%(n)s Member States", len(names)) % {"n": count(len(names))}


def motions_of(seat: Seat) -> list[Motion]:
    """The motions that still wait: of the delegation, and of others that it is to confirm."""
    found = Motion.known_to(seat).filter(status=Motion.WAITING).select_related("by", "cycle")
    return [motion for motion in found if permits(actions()[motion.action], seat)]


def actions_by_event(seat: Seat) -> dict[str, str]:
    """By the tag of an event, the action by which this seat brings it about."""
    return {
        tag(event): action.name
        for action in actions().values()
        if permits(action, seat) and (event := getattr(action, "event", None)) is not None
    }
