"""Who looked at what is personal or restricted: lines of the log, which the database and its owner do not hold.

A line names the account as the record does, the address by its name, the year, and of a case a keyed digest of its
pseudonym, so that an erased case is not kept here; never what was shown. It is written whether or not there is
anything to see: a line that came with the proposal would tell of it (AMMR 12(6)).
"""

from __future__ import annotations

import logging
from typing import Final

from django.http import HttpRequest

from fairshare.workbench.ops.requests import route_of
from fairshare.workbench.people.log import digest_of
from fairshare.workbench.people.seat import Seat

LOG: Final = logging.getLogger("fairshare.reads")

PERSONAL: Final = ("cases/",)
"""Where the addresses of pages on cases begin; of them every look is noted."""

RESTRICTED: Final = ("desk/", "cycles/", "motions/", "api/cycles", "api/motions")
"""Where addresses begin that show the proposal, or what follows from it, to cleared seats; theirs are noted."""

SHOWN: Final = frozenset({200, 304, 409, 422})
"""Statuses of answers that show a page. What was done is in the record, and what was refused in the line of its own."""


def note(request: HttpRequest, seat: Seat, status: int) -> None:
    """Note that somebody looked, where it is one of these pages."""
    match = request.resolver_match
    noted = PERSONAL + (RESTRICTED if seat.cleared else ())
    if status not in SHOWN or match is None or not match.route.startswith(noted):
        return
    told = {"account": seat.who, "route": route_of(request), "year": match.kwargs.get("year")}
    case = match.kwargs.get("public")
    LOG.info("read", extra=told | ({"case": digest_of(case)} if case else {}))
