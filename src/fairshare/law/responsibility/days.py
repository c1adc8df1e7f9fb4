"""Article 75 over columns: days as numbers, whole months on, and the next working day.

A day is the number of days since 1 January 1970; :data:`NO_DAY` means that none is recorded. One table per number of
months makes a month step as cheap as a look-up, for one case and for ten million.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import STATES, Bool, Codes, Days
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar, non_working

_EPOCH: Final = date(1970, 1, 1)
FIRST_DAY: Final = (date(1900, 1, 1) - _EPOCH).days
LAST_DAY: Final = (date(2100, 12, 31) - _EPOCH).days
"""Days outside 1900 to 2100 are a fault of the input: nobody's application hangs on them."""

NO_DAY: Final = int(np.iinfo(np.int32).min)
FOREVER: Final = int(np.iinfo(np.int32).max)


def day_number(day: date) -> int:
    """The number of a day.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - _EPOCH).days


def as_date(number: int) -> date:
    """The day of a number.

    >>> as_date(1)
    datetime.date(1970, 1, 2)
    """
    return _EPOCH + timedelta(days=number)


def known(days: Days) -> Bool:
    """Where a day is recorded."""
    answer: Bool = days != NO_DAY
    return answer


@cache
def _months_table(months: int) -> Days:
    days = np.arange(FIRST_DAY, LAST_DAY + 1).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    of_month = days - month.astype("datetime64[D]")
    target = month + np.timedelta64(months, "M")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    ends = np.minimum(target.astype("datetime64[D]") + of_month, last)
    return np.concatenate(([NO_DAY], ends.astype(np.int64))).astype(np.int32)


@cites("AMMR 75")
def months_on(days: Days, months: int) -> Days:
    """The last day of a limit of ``months`` from each day, before non-working days are passed over (Article 75).

    Years are twelve months. :data:`NO_DAY` stays :data:`NO_DAY`.

    >>> [str(as_date(d)) for d in months_on(np.array([day_number(date(2027, 1, 31))], dtype=np.int32), 1).tolist()]
    ['2027-02-28']
    """
    return np.take(_months_table(months), days - np.int32(FIRST_DAY - 1), mode="clip")  # NO_DAY is clipped to place 0


@cites("AMMR 75")
def weeks_on(days: Days, weeks: int) -> Days:
    """The last day of a limit of ``weeks`` from each day; :data:`NO_DAY` stays :data:`NO_DAY`."""
    return np.where(known(days), days + np.int32(7 * weeks), NO_DAY).astype(np.int32)


@cites("AMMR 75")
def next_working_day(days: Days, states: Codes, calendar: HolidayCalendar = BUILT_IN) -> Days:
    """Each day, or the next working day in its state where it is a Saturday, a Sunday or an official holiday there.

    Only days are rolled that have a state. The year of a state is looked up as a whole, once. ``days`` may stand in
    slots, with ``states`` by row.
    """
    concerned = np.flatnonzero(known(days) & (states >= 0) & (days != FOREVER))
    if not concerned.size:
        return days
    numbers = days.ravel()[concerned].astype(np.int64)
    of_state = np.broadcast_to(states, days.shape).ravel()[concerned]
    years = numbers.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + _EPOCH.year
    first = int(years.min())
    keys = (years - first) * len(STATES) + of_state
    present = np.flatnonzero(np.bincount(keys))
    place = np.zeros(int(present[-1]) + 1, np.intp)
    place[present] = np.arange(present.size)
    ends = np.stack(
        [_year(STATES[key % len(STATES)], first + key // len(STATES), calendar) for key in present.tolist()]
    )
    of_year = numbers - (years - _EPOCH.year).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    answer = days.ravel().copy()
    answer[concerned] = ends[place[keys], of_year]
    return answer.reshape(days.shape)


def _year(state: str, year: int, calendar: HolidayCalendar) -> Days:
    """The next working day of each day of a year, 366 places."""
    return _built_in_year(state, year) if calendar is BUILT_IN else _rolled_year(state, year, calendar)


@cache
def _built_in_year(state: str, year: int) -> Days:
    return _rolled_year(state, year, BUILT_IN)


def _rolled_year(state: str, year: int, calendar: HolidayCalendar) -> Days:
    first, last = day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
    ends = np.arange(first, first + 366, dtype=np.int32)
    following = last + 1 if not non_working(as_date(last), state, calendar) else _rolled(last, state, calendar)
    for number in range(last, first - 1, -1):
        if non_working(as_date(number), state, calendar):
            ends[number - first] = following
        else:
            following = number
    return ends


def _rolled(number: int, state: str, calendar: HolidayCalendar) -> int:
    day = as_date(number)
    while non_working(day, state, calendar):
        day += timedelta(days=1)
    return day_number(day)
