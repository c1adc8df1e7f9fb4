"""Days as numbers against the one-by-one counting of Article 75 in :mod:`fairshare.law.time_limits`."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.responsibility.codes import NONE, STATE_CODE, Codes, Days
from fairshare.law.responsibility.days import (
    FIRST_DAY,
    FOREVER,
    LAST_DAY,
    NO_DAY,
    as_date,
    day_number,
    known,
    months_on,
    next_working_day,
    weeks_on,
)
from fairshare.law.time_limits import BUILT_IN, Limit, TableCalendar, last_day, non_working

DATES = st.dates(date(1900, 1, 1), date(2090, 12, 31))


def numbers(*days: date | int) -> Days:
    return np.array([day if isinstance(day, int) else day_number(day) for day in days], np.int32)


def codes(*states: str) -> Codes:
    return np.array([STATE_CODE[state] for state in states], np.int8)


@given(st.lists(DATES, min_size=1, max_size=20), st.sampled_from([1, 2, 3, 4, 6, 9, 12, 15, 18, 20, 24, 36, 72]))
@pytest.mark.law("AMMR 75")
def test_months_end_as_article_75_counts_them(days: list[date], months: int) -> None:
    ends = [last_day(day, Limit(months, "month", "x")) for day in days]
    assert months_on(numbers(*days), months).tolist() == numbers(*ends).tolist()


@given(st.lists(DATES, min_size=1, max_size=20), st.integers(0, 6))
@pytest.mark.law("AMMR 75")
def test_weeks_end_on_the_weekday_of_the_event(days: list[date], weeks: int) -> None:
    ends = [last_day(day, Limit(weeks, "week", "x")) for day in days]
    assert weeks_on(numbers(*days), weeks).tolist() == numbers(*ends).tolist()


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(sorted(STATE_CODE)))))
@pytest.mark.law("AMMR 75")
def test_the_next_working_day_is_the_first_that_is_not_free(pairs: list[tuple[date, str]]) -> None:
    rolled = next_working_day(numbers(*(day for day, _ in pairs)), codes(*(state for _, state in pairs)))
    for (day, state), answer in zip(pairs, rolled.tolist(), strict=True):
        end = as_date(answer)
        passed = [day + timedelta(days=n) for n in range((end - day).days)]
        assert all(_free(one, state) for one in passed)
        assert not _free(end, state)


def _free(day: date, state: str) -> bool:
    return non_working(day, state, BUILT_IN) is not None


@pytest.mark.law("AMMR 75")
def test_where_no_state_acts_or_no_day_is_known_nothing_is_passed_over() -> None:
    saturday = date(2026, 9, 5)
    days, states = numbers(saturday, NO_DAY, FOREVER), np.array([NONE, 0, 0], np.int8)
    assert next_working_day(days, states) is days


@pytest.mark.law("AMMR 75")
def test_a_calendar_of_ones_own_is_asked() -> None:
    monday = date(2026, 9, 7)
    calendar = TableCalendar({("DE", monday): "a feast"})
    assert next_working_day(numbers(monday), codes("DE"), calendar).tolist() == numbers(date(2026, 9, 8)).tolist()
    assert next_working_day(numbers(monday), codes("FR"), calendar).tolist() == numbers(monday).tolist()


def test_what_has_no_day_keeps_none() -> None:
    nothing = numbers(NO_DAY)
    assert months_on(nothing, 9).tolist() == weeks_on(nothing, 2).tolist() == [NO_DAY]
    assert known(numbers(NO_DAY, 0)).tolist() == [False, True]


def test_days_are_numbers_from_1900_to_2100() -> None:
    assert (as_date(FIRST_DAY), as_date(LAST_DAY)) == (date(1900, 1, 1), date(2100, 12, 31))
    assert day_number(date(1969, 12, 31)) == -1
