"""What every page has around it: who is looking, where they can go, what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.permission import permits
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.clock import today
from fairshare.workbench.people.access import seat_of
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Cycle


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the navigation. ``count``: how much waits there."""

    label: str | Promise
    url: str
    here: bool = False
    count: int = 0


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    seat = seat_of(request)
    return {
        "seat": seat,
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,  # each by its own name, whatever the language of the page
        "today": today() if settings.DEMO else None,
        "observatory": "" if seat.who else settings.OBSERVATORY,
        "navigation": navigation(seat, request.path),
    }


def newest_year() -> int | None:
    """The pool year of the newest cycle that is held."""
    return Cycle.objects.order_by("-year").values_list("year", flat=True).first()


def navigation(seat: Seat, path: str) -> list[Place]:
    """Where a seat can go from everywhere."""
    places = [(_("Pool"), reverse("home"), 0), (_("States"), reverse("states"), 0)]
    if seat.who:
        year = newest_year()
        places.insert(0, (_("Desk"), reverse("desk"), 0))
        if year is not None:
            places.append((_("Cycle"), reverse("cycle", args=[year]), 0))
        if seat.acts:
            places.append((_("To confirm"), reverse("motions"), waiting_for(seat)))
        if sees_cases(seat):
            places += [(_("Cases"), reverse("cases"), 0), (_("Long work"), reverse("jobs"), 0)]
        places.append((_("Account"), reverse("account"), 0))
    else:
        places += [
            (_("Evaluations"), reverse("evaluations"), 0),
            (_("Check a claim"), reverse("claims"), 0),
            (_("History"), reverse("history"), 0),
            (_("Open data"), reverse("open-data"), 0),
        ]
    return [Place(label, url, _is_here(url, path), count) for label, url, count in places]


def _is_here(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def waiting_for(seat: Seat) -> int:
    """How many motions wait for this person to confirm; those of which they may not know are not counted."""
    asked = Motion.objects.filter(to_capacity=seat.capacity, to_state=seat.state, to_body=seat.body)
    waiting = asked.filter(status=Motion.WAITING).exclude(by__handle=seat.who).values_list("action", flat=True)
    return sum(permits(actions()[name], seat) for name in waiting)


def sees_cases(seat: Seat) -> bool:
    """Whether relocation cases concern the seat at all (67)."""
    return seat.capacity == "coordinator" or (seat.capacity == "member_state" and seat.function != "reader")
