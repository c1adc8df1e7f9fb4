"""What is told of a request: its number, and the name of its address; never its path."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest

request_id: Final[ContextVar[str]] = ContextVar("request_id", default="")
"""The number of the request that is being answered; empty outside of one."""


def route_of(request: HttpRequest) -> str:
    """The name of the address that was asked for, or its pattern; ``unmatched`` where there is none."""
    match = request.resolver_match
    return "unmatched" if match is None else match.view_name if match.url_name else match.route
