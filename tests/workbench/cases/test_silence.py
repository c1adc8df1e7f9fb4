"""Silence confirms once: whoever looks first, however late, however many workers."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from office import YEAR, Office, event
from one_worker import FORMS

from fairshare.ledger.events import Event
from fairshare.workbench.cases.erase import end_of
from fairshare.workbench.cases.machine import ENDED
from fairshare.workbench.cases.models import Case, Trace
from fairshare.workbench.cases.work import settle_silence
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Entry
from fairshare.workbench.record.store import append

pytestmark = pytest.mark.django_db

LATER = date(2027, 4, 20)


def deemed() -> int:
    """How many entries say that silence confirmed."""
    return Entry.unscoped.filter(kind="case.deem").count()


def test_silence_is_recorded_on_the_day_it_confirmed_also_weeks_later(office: Office) -> None:
    case = office.received("2027-03-02")
    assert settle_silence(date(2027, 3, 9)) == {"confirmed": 0, "refused": 0}
    assert settle_silence(LATER) == {"confirmed": 1, "refused": 0}
    facts = office.facts(case)
    assert (facts.status, facts.confirmed, facts.confirmed_by) == ("confirmed", date(2027, 3, 9), "silence")
    assert (office.places("DE", "committed"), office.places("DE", "accepted")) == (37, 3)
    accepted = [event for event in office.book.events if type(event).__name__ == "RelocationAccepted"]
    assert [event.date for event in accepted] == [date(2027, 3, 9)]


def test_it_is_recorded_once(office: Office) -> None:
    case = office.received("2027-03-02")
    for _ in range(3):
        settle_silence(LATER)
    assert deemed() == 1 and Trace.unscoped.filter(case__public=case).count() == 6
    assert office.places("DE", "accepted") == 3


def test_a_step_that_comes_first_records_it_too(office: Office) -> None:
    case = office.received("2027-03-02")
    office.on("2027-03-25")
    office.do("IT", "case.decide", cases=[case])
    assert office.facts(case).confirmed == date(2027, 3, 9) and deemed() == 1
    assert settle_silence(LATER)["confirmed"] == 0 and office.places("DE", "accepted") == 3


@pytest.mark.parametrize(("step", "more"), [("confirm", {}), ("postpone", {}), ("refuse", {"ground": "pledge-used"})])
def test_what_is_recorded_after_silence_comes_too_late_even_under_an_earlier_day(
    office: Office, step: str, more: dict[str, str]
) -> None:
    case = office.received("2027-03-02")
    office.on("2027-03-10")
    assert office.refused("DE", f"case.{step}", cases=[case], on="2027-03-09", **more) == "AMMR 67(9)"


def test_a_reply_on_the_last_day_counts(office: Office) -> None:
    case = office.received("2027-03-02")
    office.on("2027-03-09")
    office.do("DE", "case.refuse", cases=[case], ground="pledge-used")
    assert office.facts(case).status == "refused" and settle_silence(LATER)["confirmed"] == 0


def test_a_case_for_which_the_ledger_has_no_place_is_counted_and_stops_no_other(office: Office) -> None:
    bad, good = office.received("2027-03-02", to="FR"), office.received("2027-03-02")
    Case.unscoped.filter(public=bad).update(persons=31)  # France has 30 places left for Italy
    assert settle_silence(LATER) == {"confirmed": 1, "refused": 1}  # a job's result outlives the case: no names
    assert office.facts(bad).status == "received" and office.facts(good).status == "confirmed"


@pytest.mark.parametrize(
    "since",
    [
        (event("pressure_notified", "2027-03-05", state="DE"),
         event("pressure_decided", "2027-03-06", state="DE", accepted=True)),
        (event("shortcomings_recorded", "2027-03-05", state="IT"),),
    ],
    ids=["the state of relocation benefits", "the benefitting state is shielded from"],
)  # fmt: skip
def test_a_case_whose_place_is_gone_can_still_end(office: Office, since: tuple[Event, ...]) -> None:
    """Silence confirms (67(9)) what the ledger holds no place for any more: the case stayed for ever, and so did its
    data."""
    case = office.received("2027-03-02")
    append(YEAR, Seat("commission", who="history"), "since", [], lambda *_: (list(since), {}))
    assert settle_silence(LATER) == {"confirmed": 0, "refused": 1}
    office.on("2027-04-20")
    office.do("IT", "case.terminate", cases=[case], ground="security")  # 67(2): at any moment
    assert office.facts(case).status in ENDED
    assert end_of(Case.unscoped.get(public=case)) is not None


def test_silence_on_the_last_day_of_the_year_counts_though_the_year_was_closed(office: Office) -> None:
    office.on("2027-12-20")
    office.received("2027-12-24")
    append(YEAR, Seat("commission", who="history"), "end", [], lambda *_: ([event("year_closed", "2027-12-31")], {}))
    assert settle_silence(date(2028, 1, 3)) == {"confirmed": 1, "refused": 0}
    assert office.places("DE", "carried_over") == 3  # 67(12): what runs is carried over


@pytest.mark.slow
def test_two_workers_at_once_record_it_once(tmp_path: Path) -> None:
    home = {**os.environ, "FAIRSHARE_HOME": str(tmp_path), "FAIRSHARE_DEMO": "1"}
    home.pop("DATABASE_URL", None)
    script = [sys.executable, str(Path(__file__).with_name("one_worker.py"))]
    subprocess.run([*script, "prepare"], env=home, check=True)
    start = str(time.time() + 6)
    workers = [
        subprocess.Popen([*script, "work", start], env=home, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    done = [int(worker.communicate()[0]) for worker in workers]
    with closing(sqlite3.connect(tmp_path / "fairshare.sqlite3")) as file:
        (recorded,) = file.execute("SELECT count(*) FROM record_entry WHERE kind = 'case.deem'").fetchone()
        (accepted,) = file.execute("SELECT count(*) FROM record_entry WHERE kind = 'relocation_accepted'").fetchone()
        statuses = file.execute("SELECT DISTINCT status FROM cases_case").fetchall()
    assert sum(done) == recorded == accepted == FORMS and statuses == [("confirmed",)]
