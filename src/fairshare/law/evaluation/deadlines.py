"""When a step of a peer review is due, and how sure its limit is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.law.parameters import table
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar, Limit, expiry

Known = Literal["read", "unverified"]

LIMITS: Final = ("draft_report", "comments", "drafting_meeting", "programme", "action_plan", "progress")


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a step, the limit it follows from, and whether that was read or is told from memory."""

    day: date
    limit: Limit
    known: Known


@cites("SEMM 12(1)", "SEMM 20(1)", "SEMM 21")
def due(name: str, event: date, state: str | None = None, calendar: HolidayCalendar = BUILT_IN) -> Due:
    """When the limit ``name`` (one of :data:`LIMITS`) ends that runs from ``event``, counted as in Article 75 AMMR.

    ``state``: who must act, or whose working days count; ``None`` where the Commission must. An ``unverified`` limit is
    to be shown as such and binds nobody. Raises :class:`~fairshare.faults.BadInputError` for another name, and for
    working days without a state.

    >>> due("draft_report", date(2027, 3, 5)).day
    datetime.date(2027, 4, 2)
    """
    if name not in LIMITS:
        raise bad_argument("limit", f"{name!r} is unknown", ", ".join(LIMITS))
    row = table("evaluation")["limits"][name]
    limit = Limit(row["count"], row["unit"], row["after"], row["reference"])
    return Due(expiry(event, limit, state, calendar).due, limit, row["known"])
