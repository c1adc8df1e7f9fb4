"""Pages for what went wrong: what happened, in words, and what to do. None of them tells whether something exists."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.ops.logs import described
from fairshare.workbench.ops.requests import request_id

log = logging.getLogger("fairshare.errors")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a page says of one status."""

    title: str | Promise
    text: str | Promise


FAULTS: Final = {
    400: Fault(_("This request cannot be read"), _("Go back and try again. Nothing was changed.")),
    403: Fault(_("This is not for you to see or do"), _("Your account has no part in it. Nothing was changed.")),
    404: Fault(_("There is no such page"), _("The address is wrong, or the page is not for you.")),
    405: Fault(_("This cannot be done here"), _("Go back and try again. Nothing was changed.")),
    410: Fault(_("This is no longer here"), _("It was erased when its time had come, as the rules ask.")),
    413: Fault(_("This is too large"), _("Send a smaller file. Nothing was changed.")),
    429: Fault(_("Too many attempts"), _("Wait a few minutes, then try again.")),
    500: Fault(_("Something failed here"), _("The fault is ours. Nothing that was confirmed to you is lost.")),
}
"""By status of the answer."""

_ALONE: Final = frozenset({400, 413, 500})
"""Pages that need nothing but themselves: what failed may be the session or the database."""

STALE_FORM: Final = Fault(
    _("This form has expired"), _("Go back, load the page again, and send it once more. Nothing was changed.")
)


def page(request: HttpRequest, status: int) -> HttpResponse:
    """The answer for a status: a page, or for a program JSON (RFC 9457)."""
    return _answer(request, status, FAULTS[status])


def _answer(request: HttpRequest, status: int, told: Fault) -> HttpResponse:
    if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/"):
        return _problem(status, told)
    context = {"fault": told, "status": status, "request_id": request_id.get()}
    if status not in _ALONE:
        try:
            return HttpResponse(_rendered("base.html", context, request), status=status)
        except Exception as error:  # a page about a fault does not fail: what frames it may
            log.error("the frame of an error page failed", extra={"error": described(error)})
    return HttpResponse(_rendered("errors/alone.html", context, None), status=status)


def _rendered(frame: str, context: dict[str, Any], request: HttpRequest | None) -> str:
    return loader.render_to_string("errors/error.html", context | {"frame": frame}, request)


def _problem(status: int, told: Fault) -> HttpResponse:
    document = {"type": "about:blank", "title": str(told.title), "status": status, "detail": str(told.text)}
    return JsonResponse(
        document | {"instance": f"urn:request:{request_id.get()}"},
        status=status,
        content_type="application/problem+json",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for what was too large."""
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return page(request, 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    return page(request, 429)


def failed(request: HttpRequest) -> HttpResponse:
    """500. It needs no database."""
    return page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """403 for a form that carries no valid token; the reason is for the log only."""
    return _answer(request, 403, STALE_FORM)
