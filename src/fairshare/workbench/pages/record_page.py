"""The record of a cycle as a page: each event that the seat may see, in words, with who acted and on what basis."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fairshare.ledger.events import Event
from fairshare.states import state_code
from fairshare.workbench.actions.base import ACTORS
from fairshare.workbench.pages.panels import Panel, asked_download
from fairshare.workbench.pages.stages import PAGES
from fairshare.workbench.pages.views import pages_for
from fairshare.workbench.people.access import seat_of, signed_in
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.sentences import sentence
from fairshare.workbench.record.store import NoCycleError
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Column, Row, Table


@require_GET
@signed_in
def record(request: HttpRequest, year: int) -> HttpResponse:
    """What happened, newest first; the number counts what this seat may see."""
    try:
        view = cut(year, seat_of(request))
    except NoCycleError:
        raise Http404 from None
    panels = view.common("record", lambda shared: [Panel("", table=record_table(shared.events))])
    found = asked_download(request, panels)
    if found is not None:
        return found
    context = {"view": view, "year": year, "pages": pages_for(view), "panels": panels, "all_pages": PAGES}
    return render(request, "pages/record.html", context)


def record_table(events: Sequence[Event]) -> Table:
    """Events as a table, newest first."""
    columns = (
        Column("number", _("No."), "count"),
        Column("day", _("Legal day"), "date"),
        Column("what", _("What happened")),
        Column("actor", _("Who")),
        Column("basis", _("Basis"), "cite"),
        Column("recorded", _("Recorded"), "date"),
        Column("status", _("Certainty"), "status"),
        Column("source", _("Source"), apart=True),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "number": number,
            "day": event.date,
            "what": sentence(event),
            "actor": _actor(event),
            "basis": event.basis,
            "recorded": event.recorded,
            "status": event.status,
            "source": "; ".join(filter(None, (event.source, event.note))),
        }
        for number, event in sorted(enumerate(events, start=1), reverse=True)
    )
    return Table("record", _("The record, newest first"), columns, rows)


def _actor(event: Event) -> str:
    """Who acted, in the reader's language where it is a state or an institution that acts in the Workbench."""
    code = state_code(event.actor)
    return state_name(code) if code else gettext(event.actor) if event.actor in ACTORS.values() else event.actor
