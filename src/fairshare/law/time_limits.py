"""Article 75: how a time limit is counted, and the calendars of official holidays that it needs.

The day of the event is not counted. Weeks end on the weekday, months on the date of the event; where the last month
has no such date, on its last day. Saturdays, Sundays and holidays lie inside a limit, but one that would end on such
a day *in the Member State concerned* ends on its next working day. Article 75 names days, weeks and months; years are
counted here as twelve months, and working days (Article 23(2)) as days that are none of the three, by analogy.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Protocol

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.law.parameters import table
from fairshare.states import NAMES, require_state

DAYS_OF: Final = {"day": 1, "week": 7}
MONTHS_OF: Final = {"month": 1, "year": 12}
WORKING_DAY: Final = "working day"
UNITS: Final = (*DAYS_OF, *MONTHS_OF, WORKING_DAY)
_WEEKEND: Final = {5: "Saturday", 6: "Sunday"}
_ISO_3166: Final = {"EL": "GR", "UK": "GB"}


class HolidayCalendar(Protocol):
    """Anything that knows the official holidays of states."""

    def holiday(self, state: str, day: date) -> str | None:
        """The name of the official holiday of ``state`` (Eurostat code) on ``day``, or ``None``."""


@dataclass(frozen=True, slots=True)
class BuiltInCalendar:
    """Nationwide public holidays by the library ``holidays``; a region's own holidays are not among them.

    Raises :class:`~fairshare.faults.BadInputError` for a day outside the years that the library covers (to 2100).
    """

    def holiday(self, state: str, day: date) -> str | None:
        """See :class:`HolidayCalendar`."""
        first, last, days = _nationwide(require_state(state))
        if not first <= day.year <= last:
            raise bad_argument(
                "holidays",
                f"none are known for {state} in {day.year}",
                f"a day of {first} to {last}, or --holidays FILE",
            )
        name = days.get(day)
        return None if name is None else str(name)


@cache
def _nationwide(state: str) -> tuple[int, int, Mapping[date, str]]:
    from holidays import country_holidays  # slow to import: only where a calendar is asked for

    language = "en_IE" if state == "IE" else "en_GB" if state == "UK" else "en_US"
    days = country_holidays(_ISO_3166.get(state, state), language=language)
    return days.start_year, days.end_year, days


@dataclass(frozen=True, slots=True)
class TableCalendar:
    """Official holidays as a table gives them, by state and day; a state without a row has none."""

    days: Mapping[tuple[str, date], str]

    def holiday(self, state: str, day: date) -> str | None:
        """See :class:`HolidayCalendar`."""
        return self.days.get((state, day))

    def covers(self, state: str, year: int) -> bool:
        """Whether the table has any row of ``state`` in ``year``."""
        return any(of == state and day.year == year for of, day in self.days)


BUILT_IN: Final = BuiltInCalendar()
NO_HOLIDAYS: Final = TableCalendar({})


def iso_day(text: str) -> date | None:
    """The day that ``text`` writes as ``YYYY-MM-DD``, or ``None``.

    >>> iso_day("2027-03-02"), iso_day("20270302"), iso_day("2027-02-30")
    (datetime.date(2027, 3, 2), None, None)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time from an event: ``count`` of a unit of :data:`UNITS`.

    >>> str(Limit(4, "week", "confirmation"))
    '4 weeks from confirmation'
    """

    count: int
    unit: str
    after: str
    cite: str = ""
    consequence: str = ""

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise bad_argument("unit", f"{self.unit!r} is not a unit of time", ", ".join(UNITS))
        if self.count < 0:
            raise bad_argument("count", f"{self.count} is negative", "0 or more")

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'} from {self.after}"


def limit(name: str) -> Limit:
    """The limit ``name`` of ``parameters/time_limits.yaml``. Raises ``KeyError`` for an unknown name."""
    entry = table("time_limits")[name]
    return Limit(entry["count"], entry["unit"], entry["after"], entry["reference"], entry.get("consequence", ""))


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a limit ends. ``counted`` is its last day before the rule on non-working days, ``due`` the day after it.

    ``why`` says for each day passed over what it is, for example ``2027-03-26: Good Friday``.
    """

    event: date
    limit: Limit
    counted: date
    due: date
    why: tuple[str, ...] = ()


@cites("AMMR 75")
def last_day(event: date, limit: Limit) -> date:
    """The last day of a limit in days, weeks, months or years, before any non-working day is passed over.

    Raises :class:`~fairshare.faults.BadInputError` for working days (they need a state: :func:`expiry`) and for
    a day beyond the calendar.

    >>> last_day(date(2027, 1, 31), Limit(1, "month", "registration"))
    datetime.date(2027, 2, 28)
    """
    if limit.unit == WORKING_DAY:
        raise bad_argument("unit", "working days need the state concerned", ", ".join((*DAYS_OF, *MONTHS_OF)))
    try:
        if limit.unit in DAYS_OF:
            return event + timedelta(days=limit.count * DAYS_OF[limit.unit])
        return _months_on(event, limit.count * MONTHS_OF[limit.unit])
    except (OverflowError, ValueError):
        raise bad_argument("event", f"{limit} after {event} is beyond the calendar", "an earlier day") from None


def _months_on(event: date, months: int) -> date:
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    return date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """The same date ``months`` earlier, or the last day of that month where it has no such date.

    >>> months_before(date(2025, 12, 12), 6)
    datetime.date(2025, 6, 12)
    """
    return _months_on(day, -months)


@cites("AMMR 75")
def non_working(day: date, state: str, calendar: HolidayCalendar) -> str | None:
    """What makes ``day`` no working day in ``state``: ``Saturday``, ``Sunday``, the holiday's name; or ``None``."""
    return _WEEKEND.get(day.weekday()) or calendar.holiday(state, day)


@cites("AMMR 75")
def expiry(event: date, limit: Limit, state: str | None = None, calendar: HolidayCalendar = BUILT_IN) -> Expiry:
    """When ``limit`` ends if it runs from ``event`` and ``state`` is the Member State concerned.

    ``state`` ``None`` means that none is concerned (a limit on the Commission, the Council or the Coordinator): the
    rule on non-working days speaks of the state concerned, so the limit then ends on its last day as counted, the
    earliest of the possible readings.
    """
    if limit.unit == WORKING_DAY:
        end = _working_days_on(event, limit.count, _required(state), calendar)
        return Expiry(event, limit, end, end)
    counted = last_day(event, limit)
    if state is None:
        return Expiry(event, limit, counted, counted)
    passed = list(_run_of_non_working(counted, _required(state), calendar))
    due = passed[-1][0] + timedelta(days=1) if passed else counted
    return Expiry(event, limit, counted, due, tuple(f"{day}: {reason}" for day, reason in passed))


def _required(state: str | None) -> str:
    if state not in NAMES:
        raise bad_argument("state", f"{state!r} is not a state", "a Eurostat code such as DE or EL")
    return state


def _run_of_non_working(day: date, state: str, calendar: HolidayCalendar) -> Iterator[tuple[date, str]]:
    while reason := non_working(day, state, calendar):
        yield day, reason
        if day == date.max:
            raise bad_argument("event", "the limit ends beyond the calendar", "an earlier day")
        day += timedelta(days=1)


def _working_days_on(event: date, count: int, state: str, calendar: HolidayCalendar) -> date:
    day = event
    while count:
        day = last_day(day, Limit(1, "day", "the day before"))
        count -= non_working(day, state, calendar) is None
    return day
