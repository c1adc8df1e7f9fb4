"""The roadmap: what the Regulation and the programme ask, by day; what was not read is marked and never late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from cycles import day, event, ledger, prepared
from evaluations import CLOSED, DRAFTED, FOLLOWED, REPORTED, VISITED, recommended

from fairshare.evaluation.expost.process.roadmap import RoadmapRow, roadmap
from fairshare.ledger.events import Event
from fairshare.states import PART_IV


def rows(events: Iterable[Event], on: str) -> dict[tuple[str, str], RoadmapRow]:
    """The roadmap by text and evaluation."""
    return {(row.what.text, row.about): row for row in roadmap(ledger(events).book, day(on))}


@pytest.mark.law("AMMR 15(4)", "AMMR 60(6)", "AMMR 64(6)", "AMMR 79")
def test_the_days_of_the_regulation() -> None:
    found = roadmap(ledger([]).book, day("06-01"))
    assert [(row.cite, row.due, row.standing) for row in found] == [
        ("AMMR 60(6)", date(2028, 1, 31), "due"),
        ("AMMR 79", date(2028, 2, 1), "due"),
        ("AMMR 15(4)", date(2028, 10, 15), "due"),
        ("AMMR 64(6)", date(2028, 10, 15), "due"),
        ("AMMR 79", date(2031, 1, 1), "due"),
        ("AMMR 79", date(2031, 7, 1), "due"),
    ]


@pytest.mark.law("AMMR 15(4)", "AMMR 60(6)")
def test_confirmations_and_the_report_once_they_are_on_record() -> None:
    closed = [*prepared(), event("year_closed", "12-31")]
    told = [event("delivery_confirmed", "2028-01-20", state=state, levels={}) for state in sorted(PART_IV)]
    report = event("report_adopted", "2028-10-20")
    confirmed = rows([*closed, *told, report], "2028-11-01")
    of_states = confirmed["Every state confirms what it implemented", ""]
    assert (of_states.standing, of_states.done) == ("done", date(2028, 1, 20))
    assert confirmed["Report on how the mechanism was implemented", ""].standing == "done_late"
    lacking = rows([*closed, *told[:-1]], "2028-11-01")
    assert lacking["Every state confirms what it implemented", ""].standing == "late"
    assert lacking["Report on how the mechanism was implemented", ""].standing == "late"


@pytest.mark.law("SEMM 20(1)")
def test_the_draft_of_an_evaluation_stands_on_it() -> None:
    key = ("Draft report with draft recommendations, to the evaluated state", "italy")
    assert [rows(events, "03-20")[key].standing for events in (VISITED, DRAFTED)] == ["late", "done"]


@pytest.mark.law("SEMM 21")
def test_periods_that_were_not_read_are_marked_and_make_nobody_late() -> None:
    plan = rows([*REPORTED, recommended()], "12-31")["Action plan, by a period that was not verified", "italy"]
    assert (plan.due, plan.known, plan.standing, plan.state) == (day("07-05"), "unverified", "due", "IT")
    progress = rows(FOLLOWED, "12-31")["Next report on progress, by a period that was not verified", "italy"]
    assert progress.due == date(2028, 3, 1)
    before_any = rows(FOLLOWED[:-1], "12-31")["Next report on progress, by a period that was not verified", "italy"]
    assert before_any.due == day("12-01")
    assert not [row for row in roadmap(ledger(CLOSED).book, day("12-31")) if row.known == "unverified"]
