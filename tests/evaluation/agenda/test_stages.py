"""The sixteen stages: by the calendar until the Commission's package, by the record from then on."""

from __future__ import annotations

from datetime import date

import pytest
from cycles import YEAR, act, day, event, forum, key, labels, ledger, notice, pledge, prepared, proposal
from hypothesis import given
from hypothesis import strategies as st

from fairshare.evaluation.agenda import STAGES, stage
from fairshare.ledger import Book
from fairshare.ledger.events import Event
from fairshare.states import PART_IV

CLOSED = event("year_closed", "12-31")


def number(events: list[Event], on: str) -> int:
    return stage(ledger(events).book, day(on)).number


def test_the_stages_are_numbered_from_0_to_15() -> None:
    assert [row.number for row in STAGES] == list(range(16))
    assert all(row.name and row.actor and row.cite.split()[0] in {"AMMR", "IR"} for row in STAGES)


@pytest.mark.law("AMMR 9(7)", "AMMR 9(8)", "AMMR 9(9)", "AMMR 9(10)")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-12-31", 0),
        ("2026-01-01", 1),
        ("2026-06-01", 1),
        ("2026-06-02", 2),
        ("2026-07-15", 2),
        ("2026-07-16", 3),
        ("2026-09-01", 3),
        ("2026-09-02", 4),
        ("2026-09-30", 4),
        ("2026-10-01", 5),
        ("2026-10-15", 5),
        ("2026-10-16", 6),
        ("2027-03-01", 6),
    ],
)
def test_without_a_record_the_calendar_leads_to_the_package_and_no_further(on: str, expected: int) -> None:
    assert number([], on) == expected


@pytest.mark.law("AMMR 9(8)", "AMMR 11(1)")
def test_the_record_runs_ahead_of_the_calendar() -> None:
    early = event("information_delivered", "2025-12-20", round="june", state="EL")
    assert number([early], "2025-12-31") == 1
    assert number([event("assessment_made", "2026-07-02", round="initial")], "2026-07-02") == 3
    assert number([event("assessment_made", "2026-09-10", round="consolidated")], "2026-09-10") == 5
    asked = event("consultation_opened", "2026-10-01", state="IT", until=day("2026-10-05"))
    assert number([asked], "2026-10-05") == 5
    assert number([asked], "2026-10-06") == 6
    heard = event("view_given", "2026-10-02", state="IT", text="agreed")
    assert number([asked, heard], "2026-10-02") == 6
    assert number([event("consultation_opened", "2026-10-01", state="IT")], "2026-10-10") == 5


@pytest.mark.law("AMMR 13(2)", "AMMR 57(1)", "AMMR 14(5)")
def test_from_the_package_to_the_open_pool() -> None:
    package = [key(), labels(IT="pressure"), proposal()]
    assert number(package[:2], "2026-10-15") == 6
    assert number(package, "2026-10-15") == 7
    concluded = event("conclusion_reached", "2026-10-28", relocations=30_000, financial=600_000_000)
    assert number([*package, forum()], "2026-10-28") == 7
    assert number([*package, forum(), concluded], "2026-10-28") == 8
    assert number([*package, forum()], "2027-02-01") == 7
    adopted = [*package, forum(), concluded, act()]
    assert [number(adopted, on) for on in ("2026-12-31", "01-01", "12-31", "2028-01-01")] == [9, 10, 10, 11]


def year_end(*more: Event) -> list[Event]:
    pledges = [pledge("DE", "relocation", 10), pledge("SE", "financial", 1_000_000)]
    return [*prepared(), *pledges, notice("IT"), *more]


def confirmed() -> list[Event]:
    return [event("delivery_confirmed", "2028-01-10", state=state, levels={}) for state in sorted(PART_IV)]


@pytest.mark.law("AMMR 60(6)", "IR 30(3)", "AMMR 63(5)", "AMMR 15(4)")
def test_after_the_year_confirmation_money_catch_up_and_report() -> None:
    paid = event("settled", "2028-02-01", state="SE", amount=1_000_000)
    asked = event("catch_up_requested", "2028-03-01", state="DE", towards="IT", cases=10)
    taken = event("offset_taken", "2028-04-01", state="DE", towards="IT", cases=10, paragraph="63(5)")
    assert number(year_end(CLOSED), "2028-01-31") == 12
    assert number(year_end(CLOSED), "2028-02-01") == 13
    assert number(year_end(CLOSED, *confirmed()), "2028-01-10") == 13
    assert number(year_end(CLOSED, paid), "2028-02-01") == 14
    assert number(year_end(CLOSED, paid), "2028-10-15") == 14
    assert number(year_end(CLOSED, paid), "2028-10-16") == 15
    assert number(year_end(CLOSED, paid, asked), "2028-10-16") == 14
    assert number(year_end(CLOSED, paid, asked, taken), "2028-04-01") == 15


BOOKS: list[Book] = [
    ledger(events).book for events in ([], [key(), labels(IT="pressure"), proposal()], year_end(), year_end(CLOSED))
]


@given(st.sampled_from(BOOKS), st.dates(date(YEAR - 2, 6, 1), date(YEAR + 2, 6, 1)), st.integers(0, 900))
def test_time_never_takes_a_cycle_back(book: Book, on: date, days: int) -> None:
    later = date.fromordinal(on.toordinal() + days)
    assert stage(book, on).number <= stage(book, later).number
