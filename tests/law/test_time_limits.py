"""Article 75: examples of the reading of the law, known holidays, axioms, and a slow obvious version."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.parameters import table
from fairshare.law.time_limits import (
    BUILT_IN,
    DAYS_OF,
    MONTHS_OF,
    NO_HOLIDAYS,
    Limit,
    TableCalendar,
    expiry,
    iso_day,
    last_day,
    limit,
    months_before,
    non_working,
)
from fairshare.states import PART_III

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
LIMITS = st.builds(Limit, st.integers(0, 40), st.sampled_from([*DAYS_OF, *MONTHS_OF]), st.just("the event"))
TABLES = st.dictionaries(st.tuples(st.sampled_from(["DE", "IT"]), DAYS), st.just("a holiday")).map(TableCalendar)
WEEK = Limit(1, "week", "receipt")


@pytest.mark.law("AMMR 75")
@pytest.mark.parametrize(
    ("event", "count", "unit", "ends"),
    [
        ("2027-03-02", 1, "day", "2027-03-03"),  # the day of the event is not counted
        ("2027-03-02", 1, "week", "2027-03-09"),  # same weekday
        ("2027-03-02", 4, "week", "2027-03-30"),
        ("2027-01-15", 2, "month", "2027-03-15"),  # same date
        ("2027-01-31", 1, "month", "2027-02-28"),  # no such date: end of the month
        ("2027-08-31", 1, "month", "2027-09-30"),
        ("2027-12-31", 2, "month", "2028-02-29"),
        ("2028-02-29", 1, "year", "2029-02-28"),
        ("2028-02-29", 4, "year", "2032-02-29"),
        ("2027-03-02", 0, "day", "2027-03-02"),
    ],
)
def test_periods_end_on_the_same_weekday_or_date(event: str, count: int, unit: str, ends: str) -> None:
    assert last_day(date.fromisoformat(event), Limit(count, unit, "e")) == date.fromisoformat(ends)


@pytest.mark.law("AMMR 75")
@given(DAYS, st.integers(0, 60))
def test_months_and_years_agree_with_dateutil(event: date, count: int) -> None:
    assert last_day(event, Limit(count, "month", "e")) == event + relativedelta(months=count)
    assert last_day(event, Limit(count, "year", "e")) == event + relativedelta(years=count)
    assert months_before(event, count) == event - relativedelta(months=count)


# Fixture 7: received on Friday 19 March 2027; Good Friday is the 26th, Easter Monday the 29th.
@pytest.mark.law("AMMR 75")
@pytest.mark.parametrize(
    ("state", "due"),
    [
        ("DE", "2027-03-30"),  # both are holidays
        ("ES", "2027-03-29"),  # Easter Monday is none nationwide
        ("MT", "2027-03-29"),
        ("FR", "2027-03-26"),  # Good Friday is none nationwide
        ("IT", "2027-03-26"),
        ("AT", "2027-03-26"),
        ("IE", "2027-03-26"),
        ("EL", "2027-03-26"),  # the orthodox Easter is on 2 May
    ],
)
def test_a_limit_that_ends_on_a_holiday_of_the_state_moves(state: str, due: str) -> None:
    assert expiry(date(2027, 3, 19), WEEK, state).due == date.fromisoformat(due)


@pytest.mark.law("AMMR 75")
def test_what_was_passed_over_is_named() -> None:
    result = expiry(date(2027, 3, 19), WEEK, "DE")
    assert result.counted == date(2027, 3, 26)
    assert result.why == (
        "2027-03-26: Good Friday",
        "2027-03-27: Saturday",
        "2027-03-28: Sunday",
        "2027-03-29: Easter Monday",
    )


@pytest.mark.law("AMMR 75")
@pytest.mark.parametrize(
    ("state", "day", "holiday"),
    [
        ("EL", "2027-04-30", True),  # orthodox Good Friday 2027
        ("CY", "2027-05-03", True),  # and Easter Monday
        ("BG", "2027-04-30", True),
        ("RO", "2027-05-03", True),
        ("DE", "2027-10-03", True),
        ("FR", "2027-07-14", True),
        ("IT", "2027-06-02", True),
        ("IE", "2027-03-17", True),
        ("SE", "2027-06-06", True),
        ("NO", "2027-05-17", True),
        ("CH", "2027-08-01", True),
        ("IS", "2027-06-17", True),
        ("PL", "2027-11-11", True),
        ("ES", "2027-10-12", True),
        ("DE", "2027-07-14", False),
        ("IT", "2027-03-26", False),
    ],
)
def test_holidays_that_everybody_knows(state: str, day: str, holiday: bool) -> None:
    assert (BUILT_IN.holiday(state, date.fromisoformat(day)) is not None) is holiday


@pytest.mark.law("AMMR 75")
@pytest.mark.parametrize("state", sorted(PART_III | {"UK"}))
def test_every_state_has_a_calendar(state: str) -> None:
    assert BUILT_IN.holiday(state, date(2027, 12, 25))
    assert BUILT_IN.holiday(state, date(2027, 1, 1))
    assert BUILT_IN.holiday(state, date(2027, 2, 17)) is None


def test_a_year_that_the_calendar_does_not_know_is_a_fault() -> None:
    with pytest.raises(BadInputError, match=r"none are known for DE in 2101; expected a day of 1991 to 2100"):
        BUILT_IN.holiday("DE", date(2101, 1, 1))
    with pytest.raises(BadInputError, match="none are known for SI in 1990"):
        BUILT_IN.holiday("SI", date(1990, 1, 1))


@pytest.mark.law("AMMR 75")
def test_without_a_state_concerned_nothing_moves() -> None:
    assert expiry(date(2027, 3, 19), WEEK).due == date(2027, 3, 26)
    assert expiry(date(2027, 3, 20), WEEK).due == date(2027, 3, 27)  # a Saturday


@pytest.mark.law("AMMR 75")
def test_working_days_skip_weekends_and_holidays() -> None:
    fifteen = Limit(15, "working day", "the application")
    assert expiry(date(2027, 3, 2), fifteen, "FR").due == date(2027, 3, 23)
    assert expiry(date(2027, 3, 12), fifteen, "DE").due == date(2027, 4, 6)  # over Good Friday and Easter Monday
    assert expiry(date(2027, 3, 12), fifteen, "DE", NO_HOLIDAYS).due == date(2027, 4, 2)


def _slow(event: date, length: Limit, state: str, calendar: TableCalendar) -> date:
    """The rule as a person applies it: count, then turn over one leaf after another."""
    day = last_day(event, length)
    while day.weekday() >= 5 or (state, day) in calendar.days:
        day += timedelta(days=1)
    return day


@pytest.mark.law("AMMR 75")
@settings(max_examples=200)
@given(DAYS, LIMITS, st.sampled_from(["DE", "IT"]), TABLES)
def test_expiry_agrees_with_the_slow_version(event: date, length: Limit, state: str, calendar: TableCalendar) -> None:
    result = expiry(event, length, state, calendar)
    assert result.due == _slow(event, length, state, calendar)
    assert len(result.why) == (result.due - result.counted).days


@pytest.mark.law("AMMR 75")
@given(DAYS, LIMITS, st.sampled_from(sorted(PART_III)))
def test_axiom_a_limit_never_ends_early_nor_on_a_day_off(event: date, length: Limit, state: str) -> None:
    result = expiry(event, length, state)
    assert event <= result.counted <= result.due
    assert non_working(result.due, state, BUILT_IN) is None


@pytest.mark.law("AMMR 75")
@given(DAYS, st.integers(0, 60), LIMITS, st.sampled_from(["DE", "IT"]))
def test_axiom_a_later_event_never_ends_earlier(event: date, delay: int, length: Limit, state: str) -> None:
    later = event + timedelta(days=delay)
    assert expiry(event, length, state).due <= expiry(later, length, state).due


@given(DAYS, st.integers(1, 30), TABLES)
def test_axiom_working_days_are_counted_one_by_one(event: date, count: int, calendar: TableCalendar) -> None:
    due = expiry(event, Limit(count, "working day", "e"), "DE", calendar).due
    between = [event + timedelta(days=n) for n in range(1, (due - event).days + 1)]
    assert sum(non_working(day, "DE", calendar) is None for day in between) == count


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: Limit(1, "fortnight", "e"), "'fortnight' is not a unit"),
        (lambda: Limit(-1, "day", "e"), "-1 is negative"),
        (lambda: last_day(date(2027, 1, 1), Limit(1, "working day", "e")), "need the state concerned"),
        (lambda: last_day(date(9999, 12, 30), WEEK), "beyond the calendar"),
        (lambda: last_day(date(9999, 12, 30), Limit(1, "month", "e")), "beyond the calendar"),
        (lambda: last_day(date(2027, 1, 1), Limit(10**12, "day", "e")), "beyond the calendar"),
        (lambda: expiry(date(2027, 1, 1), WEEK, "XX"), "'XX' is not a state"),
        (lambda: expiry(date(2027, 1, 1), Limit(1, "working day", "e")), "None is not a state"),
        (lambda: expiry(date(9999, 12, 24), WEEK, "DE", TableCalendar({("DE", date.max): "x"})), "beyond"),
    ],
)
def test_what_cannot_be_counted_is_a_fault(call, problem: str) -> None:
    with pytest.raises(BadInputError, match=problem):
        call()


@pytest.mark.parametrize(
    "text", ["", "2027-3-2", "20270302", "2027-W10-2", "2027-02-30", "2. März", "2027-03-02T00:00"]
)
def test_only_iso_days_are_days(text: str) -> None:
    assert iso_day(text) is None


def test_a_table_knows_which_years_it_covers() -> None:
    calendar = TableCalendar({("DE", date(2027, 3, 26)): "Karfreitag"})
    assert calendar.covers("DE", 2027)
    assert not calendar.covers("DE", 2028)
    assert not calendar.covers("FR", 2027)


def test_every_limit_of_the_parameter_file_can_be_read() -> None:
    limits = [limit(name) for name in table("time_limits")]
    assert all(found.cite.startswith("AMMR ") and found.after for found in limits)
    assert str(limit("offset_reply")) == "30 days from receipt of the request"
