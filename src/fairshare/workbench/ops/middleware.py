"""Each request gets a number, is counted, and is one line in the access log: nothing in it tells of a person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from secrets import token_hex
from time import perf_counter
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from fairshare.workbench.ops.metrics import REQUESTS, SECONDS
from fairshare.workbench.ops.requests import request_id, route_of

log = logging.getLogger("fairshare.access")

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})


class Probes:
    """Answers machines before hosts and sessions are looked at: they ask by address, and bring no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        if request.path_info not in _PROBES:
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        answer: HttpResponse = match.func(request)
        return answer


class RequestLog:
    """The outermost middleware: request number, access log, counts. No path is logged or counted, only its pattern."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        number, begun = token_hex(8), perf_counter()
        request.number = number  # type: ignore[attr-defined]
        reset = request_id.set(number)
        try:
            response = self.get_response(request)
            self._tell(request, response.status_code, perf_counter() - begun)
        finally:
            request_id.reset(reset)
        response["X-Request-ID"] = number
        return response

    def _tell(self, request: HttpRequest, status: int, seconds: float) -> None:
        route, method = route_of(request), str(request.method if request.method in _METHODS else "other")
        REQUESTS.labels(route, method, str(status)).inc()
        SECONDS.labels(route).observe(seconds)
        level = logging.WARNING if status >= 500 else logging.INFO
        log.log(
            level, "request", extra={"route": route, "method": method, "status": status, "seconds": round(seconds, 4)}
        )
