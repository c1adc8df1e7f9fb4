"""What stands before and after every operation: size and type of a request, and headers of the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from fairshare.workbench.api.problem import ApiError, nothing, response
from fairshare.workbench.api.strict import MAX_BYTES
from fairshare.workbench.people.access import Access


def guarded(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """A view that refuses what is too long or no JSON, and answers nothing that a cache shares.

    It is open to everybody, also to who still owes a second factor: operations ask who it is themselves."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            request.method = "GET"  # operations know no other; the server leaves the body out
        try:
            _arrived(request)
            answer: HttpResponse = view(request, *args, **kwargs)
        except ApiError as error:
            answer = response(error)
        if isinstance(answer, HttpResponseNotAllowed):
            allowed = answer.headers["Allow"]
            answer = response(ApiError(405, f"only {allowed} here", headers={"Allow": allowed}))
        request.method = method
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        patch_vary_headers(answer, ("Cookie", "Authorization"))
        return answer

    guard.access = Access("public", own=True)  # type: ignore[attr-defined]
    return guard


def _arrived(request: HttpRequest) -> None:
    """Refuse a body that is too long, or of another type than JSON."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        raise ApiError(413, f"a request holds at most {MAX_BYTES} bytes")
    if int(length) and request.content_type != "application/json":
        raise ApiError(415, "send application/json")


@guarded
def lost(request: HttpRequest, **_: Any) -> HttpResponse:
    """Every address of the API that is none."""
    raise nothing()
