"""What only a demonstration has: setting the day that it pretends it is."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from fairshare.workbench.people.access import public_page
from fairshare.workbench.people.models import DemoDay


@require_POST
@public_page
def set_day(request: HttpRequest) -> HttpResponse:
    """Set the day, or with an empty one go back to the real day."""
    if not settings.DEMO:
        raise Http404
    try:
        DemoDay.pretend(date.fromisoformat(request.POST.get("day", "")))
    except ValueError:
        DemoDay.pretend(None)
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return HttpResponseRedirect(target if safe else "/")
