"""Lines of the log: JSON, with the number of the request, and without what a person typed, sent or is called. Who was
refused something stands there by the name of the account in the record.

An exception is told by its kind and the places in the code that it passed, not by its text: that of a database names
the values that it refused.
"""

from __future__ import annotations

import logging
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter

from fairshare.workbench.ops.requests import request_id, route_of

_DEEPEST: Final = 30


class Lines(JsonFormatter):
    """The formatter of the Workbench."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s", timestamp=True)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """One line: what Django says of a request, its path among it, is replaced by the name of its address."""
        super().add_fields(log_data, record, message_dict)
        request = log_data.pop("request", None)
        number = request_id.get()
        if isinstance(request, HttpRequest):
            log_data |= {"message": "request refused or failed", "route": route_of(request)}
            number, account = getattr(request, "number", number), getattr(request, "account", "")
            log_data |= {"account": account} if account else {}
        if number:
            log_data["request_id"] = number

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """See :func:`described`."""
        return described(ei[1])


def described(error: BaseException | None) -> str:
    """The kind of an error and of those that led to it, each with the places in the code that it passed."""
    return "; from ".join(f"{type(one).__name__} at {passed(one.__traceback__)}" for one in causes(error))


def causes(error: BaseException | None) -> list[BaseException]:
    """An error and those that led to it."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def passed(traceback: TracebackType | None) -> str:
    """The places in the code that an error passed, the last first: ``module:line``."""
    places = [f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in walk_tb(traceback)]
    return " < ".join(reversed(places[-_DEEPEST:])) or "no place"
