"""What nobody may find out: how many persons came on one day, and to the public any count of a few of them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from fairshare.law.outcome import RefusedError
from fairshare.ledger.events import Corrected, DeliveryConfirmed, DrawAgreed
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.public.publication import POSITION
from fairshare.workbench.public.seen import seen
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.record.store import append
from fairshare.workbench.record.suppressed import HIDDEN

sys.path.insert(0, str(Path(__file__).parent.parent / "actions"))
from cycle_2027 import YEAR, Table, opened

pytestmark = pytest.mark.django_db

COMMISSION = Seat("commission", function="delegate", cleared=True)


@pytest.fixture
def table(person: Callable[..., User], cycle: Cycle) -> Table:
    """Three persons went from Italy to Germany, forty to France; Austria has nobody yet."""
    table = Table(person)
    opened(table)
    table.on("2027-02-01")
    table.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=800)
    for state, persons, days in (("DE", 3, ("2027-02-11", "2027-02-21")), ("FR", 40, ("2027-02-12", "2027-02-22"))):
        table.on(days[0])
        table.do(state, "relocation.accept", towards="IT", persons=persons)
        table.on(days[1])
        table.do(state, "contribution.deliver", towards="IT", measure="relocation", amount=persons)
    table.on("2027-03-01")
    return table


@pytest.mark.parametrize("seat", [COMMISSION, Seat("member_state", "SE"), Seat("agency", body="EUAA"), PUBLIC])
def test_one_delivery_is_seen_by_the_two_states_and_the_coordinator_alone(table: Table, seat: Seat) -> None:
    kinds = {type(event).__name__ for event in cut(YEAR, seat).events}
    assert not {"RelocationAccepted", "Implemented"} & kinds
    posted = {leg[1] for entry in cut(YEAR, seat).book.journal for leg in entry.legs if leg[2] == "relocation"}
    assert posted == {"pledged", "open", "committed"}
    for state in ("DE", "IT"):
        days = {event.date.isoformat() for event in cut(YEAR, Seat("member_state", state)).events}
        assert {"2027-02-11", "2027-02-21"} <= days
    assert cut(YEAR, seat).book.balances == cut(YEAR, Seat("coordinator")).book.balances


def test_a_delivery_in_kind_is_no_person(table: Table) -> None:
    table.do("IT", "in_kind.request", state="BE", item="officers")
    table.do("BE", "in_kind.value", state="IT", item="officers", value=1_000_000)
    table.do("BE", "contribution.deliver", towards="IT", measure="alternative", amount=1_000_000, item="officers")
    assert "Implemented" in {type(event).__name__ for event in cut(YEAR, COMMISSION).events}


def test_what_became_of_persons_is_published_by_fives_with_all_that_follows_from_it(table: Table) -> None:
    rows = {row.state: row.figures for row in pool_of(seen(table.row)).rows}
    shown = ("committed", "implemented", "outstanding", "to_implement")
    assert [rows["DE"][name].value for name in shown] == [433 - 5, 5, 4_000 - 5, 4_000]
    assert [rows[state]["implemented"].value for state in ("FR", "AT")] == [40, 0]
    assert rows["DE"]["implemented"].source == POSITION
    assert pool_of(cut(YEAR, COMMISSION)).rows[5].figures["implemented"].value == 3


def test_what_became_of_persons_is_published_after_the_end_of_the_month(table: Table) -> None:
    version = seen(table.row).version
    table.do("FR", "contribution.deliver", towards="IT", measure="relocation", amount=10)
    assert seen(table.row).version == version
    table.on("2028-01-02")
    rows = {row.state: row.figures for row in pool_of(seen(table.row)).rows}
    assert rows["FR"]["implemented"].value == 50


def test_a_book_that_is_not_published_shows_nothing_that_its_journal_does_not_explain(table: Table) -> None:
    rows = {row.state: row.figures for row in pool_of(cut(YEAR, PUBLIC)).rows}
    assert {rows[state]["outstanding"].note for state in ("DE", "FR")} == {HIDDEN}
    assert rows["NL"]["outstanding"].value == 1_000


@pytest.mark.parametrize(
    "path",
    [
        "/pool/2027/DE/", "/pool/2027/DE/?balances-format=csv", "/pool/2027/DE/?postings-format=json",
        "/data/2027/pool.csv", "/api/cycles/2027/states/DE", "/api/cycles/2027/pool", "/api/cycles/2027/events",
    ],
)  # fmt: skip
def test_no_answer_to_the_public_tells_of_three_persons(table: Table, path: str) -> None:
    assert table.of("DE", "committed") == 433 - 3
    answer = Client().get(path)
    assert answer.status_code == 200
    told = answer.content.decode()
    assert not re.search(r"2027-02-[12][12]|[12]1 Feb|Feb [12]1|\b(3,?997|430)\b", told)


def test_the_api_tells_the_public_what_the_page_does(table: Table) -> None:
    account = json.loads(Client().get("/api/cycles/2027/states/DE").content)
    assert account["account"]["implemented"]["value"] == 5
    events = [line["event"] for line in account["explanation"]]
    assert events == ["ActAdopted", "PledgeRecorded", "DrawAgreed", "Event"]


def test_after_the_year_neither_confirmations_nor_catch_up_tell_it(table: Table) -> None:
    table.on("2028-01-05")
    table.do("coordinator", "year.close")
    table.do("DE", "delivery.confirm", levels={"relocation": 3})
    table.do("FR", "delivery.confirm", levels={"relocation": 40})
    report, full = pool_of(seen(table.row)), pool_of(cut(YEAR, COMMISSION))
    assert [of.to_json()["tests"]["63(5)"]["figures"]["DE"] for of in (full, report)] == [3_997, 3_995]
    confirmed = {event.state: event.levels for event in seen(table.row).events if isinstance(event, DeliveryConfirmed)}
    assert confirmed == {"DE": {}, "FR": {}}
    for path in ("/data/2027/tests.csv", "/api/cycles/2027/tests", "/api/cycles/2027/states/DE", "/pool/2027/DE/"):
        assert "3997" not in Client().get(path).content.decode().replace(",", "")


@pytest.mark.parametrize(("seat", "told"), [(COMMISSION, False), (Seat("coordinator"), True)])
def test_a_refusal_names_a_later_delivery_to_those_only_who_see_it(table: Table, seat: Seat, told: bool) -> None:
    draw = next(event for event in cut(YEAR, COMMISSION).events if isinstance(event, DrawAgreed))
    correction = Corrected(date=date(2027, 3, 1), actor="", capacity="coordinator", basis="", event_id=draw.id)
    with pytest.raises(RefusedError, match="would not be allowed any more") as refused:
        append(YEAR, seat, "correction", {}, lambda *_: ([correction], {}))
    assert ("relocation_accepted of 2027-02-11" in str(refused.value)) == told
