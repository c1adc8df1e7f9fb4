"""Long work as a page: what runs, how far it is, and asking it to stop."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairshare.workbench.jobs.queue import cancel, of_seat
from fairshare.workbench.people.access import acting, seat_of

SHOWN = 100
"""So many of the newest jobs are listed."""


@require_GET
@acting()
def jobs(request: HttpRequest) -> HttpResponse:
    """The newest work of the delegation; the Coordinator sees all. A page that is open asks anew while some runs."""
    rows = list(of_seat(seat_of(request)).select_related("owner").order_by("-id")[:SHOWN])
    template = "jobs/rows.html" if getattr(request, "htmx", False) else "jobs/list.html"
    return render(request, template, {"jobs": rows, "running": any(not job.has_ended for job in rows)})


@require_POST
@acting()
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Ask that a job stops. One that has ended, or is not the delegation's, is no page."""
    if not cancel(number, seat_of(request)):
        raise Http404
    return redirect("jobs")
