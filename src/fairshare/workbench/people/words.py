"""Capacities and functions in words, and where somebody sits."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from fairshare.workbench.people.seat import Seat
from fairshare.workbench.tables.formats import state_name

CAPACITIES: Final[dict[str, Any]] = {
    "member_state": _("Member State"),
    "commission": _("European Commission"),
    "council": _("Council of the European Union"),
    "presidency": _("Council Presidency"),
    "coordinator": _("EU Solidarity Coordinator"),
    "agency": _("Union agency"),
    "public": _("public"),
}
"""The capacities of seats."""

FUNCTIONS: Final[dict[str, Any]] = {
    "head": _("head"), "delegate": _("delegate"), "caseworker": _("caseworker"), "reader": _("reader"),
}  # fmt: skip
"""The functions in a seat."""


def place(seat: Seat) -> str:
    """For whom a seat is: the state, the body, or the institution."""
    return (state_name(seat.state) if seat.state else "") or seat.body or str(CAPACITIES[seat.capacity])
