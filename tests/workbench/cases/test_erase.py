"""Erasure leaves counts and a whole chain, and of the persons nothing in any table or byte of the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from django.db import connection
from office import YEAR, Office, all_text, work
from pytest_django.fixtures import Settings
from test_runs import carried_out, ready

from fairshare.workbench.cases import erase
from fairshare.workbench.cases.facts import Facts
from fairshare.workbench.cases.models import Case, Placement, Run, Tally
from fairshare.workbench.jobs.queue import enqueue
from fairshare.workbench.record.chain import breaks
from fairshare.workbench.record.models import Cycle, Entry

pytestmark = pytest.mark.django_db

KEPT = {"case", "step", "day", "states", "run", "mechanism", "seed"}
"""All that an entry on cases may hold."""


def payloads() -> Iterator[dict[str, Any]]:
    """The entries on cases."""
    for text in Entry.unscoped.filter(kind__startswith="case.").values_list("payload", flat=True):
        yield json.loads(text)


def ended(office: Office) -> str:
    """A case that went the whole way through a run, with links, an appeal and an arrival."""
    case, out = ready(office, links=(("family", "NL"),)), ready(office)
    run = carried_out(office)
    office.do("IT", "case.propose", run=run.public, left_out=[{"case": out, "reason": "new_information"}])
    office.on("2027-03-02")
    for who, step in (("IT", "send"), ("IT", "receive"), ("NL", "confirm"), ("IT", "decide"), ("IT", "notify")):
        office.do(who, f"case.{step}", cases=[case])
    office.do("IT", "case.appeal", cases=[case], suspension=True)
    office.do("IT", "case.appeal_decide", cases=[case], outcome="dismissed")
    office.on("2027-03-20")
    office.do("IT", "case.transfer", cases=[case])
    office.do("NL", "case.arrive", cases=[case])
    office.do("NL", "case.determine", cases=[case], outcome="responsible")
    office.do("IT", "case.terminate", cases=[out], ground="security")
    return case


def test_entries_hold_no_attribute_of_a_person(office: Office) -> None:
    ended(office)
    attributes = {field.name for field in fields(Facts)}
    assert len(list(payloads())) > 10
    for payload in payloads():
        assert set(payload) <= KEPT
        assert not set(payload) & attributes


def test_after_its_time_a_case_is_gone_from_every_table_but_the_record(office: Office) -> None:
    case = ended(office)
    steps = sum(payload.get("case") == case for payload in payloads())
    before = Cycle.objects.get(pk=YEAR)
    assert all_text().count(case) > steps
    publics = list(Case.unscoped.values_list("public", flat=True))
    enqueue("cases.erase", {}, office.user("coordinator"))
    office.on("2028-03-21")
    work()
    assert not Case.unscoped.exists() and not Placement.unscoped.exists() and not Run.unscoped.exists()
    left = all_text()
    assert [left.count(public) for public in publics] == [
        sum(payload.get("case") == public for payload in payloads()) for public in publics
    ]
    after = Cycle.objects.get(pk=YEAR)
    assert (after.length, after.head) == (before.length, before.head)
    entries = Entry.unscoped.filter(cycle=after).order_by("number")
    assert not list(breaks(((e.sealed, e.hash) for e in entries), (after.length, after.head)))
    assert office.places("NL", "implemented") == 3


def test_nothing_is_left_in_the_bytes_of_the_database(office: Office) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL clears deleted rows when it vacuums")
    case = ended(office)
    steps = sum(payload.get("case") == case for payload in payloads())
    why = Placement.unscoped.get(case__public=case).why
    assert why.encode() in raw_bytes()
    office.on("2028-03-21")
    erase.due(date(2028, 3, 21))
    assert why.encode() not in raw_bytes()
    assert raw_bytes().count(case.encode()) == steps


def raw_bytes() -> bytes:
    """The file of the database, byte by byte."""
    connection.ensure_connection()
    return bytes(connection.connection.serialize())


def test_requests_cannot_be_guessed_back_from_their_digests(office: Office) -> None:
    from fairshare.workbench.record.models import Receipt

    case = office.family()
    office.do("IT", "case.security", cases=[case], result="clear")
    keys = set(Receipt.objects.values_list("key", flat=True))
    erase.erase(YEAR, [Case.unscoped.get().pk])
    assert len(keys - set(Receipt.objects.values_list("key", flat=True))) == 2


@pytest.mark.parametrize(
    ("months", "day", "gone"),
    [(12, "2028-03-20", False), (12, "2028-03-21", True), (6, "2027-09-20", False), (6, "2027-09-21", True),
     (60, "2031-12-31", False)],
)  # fmt: skip
def test_how_long_a_case_is_kept_is_a_setting(
    office: Office, settings: Settings, months: int, day: str, gone: bool
) -> None:
    ended(office)
    settings.CASE_MONTHS = months
    assert erase.due(date.fromisoformat(day)) == (2 if gone else 0)


def test_a_case_that_runs_is_never_erased_and_one_that_was_never_begun_ends_with_the_pool_year(office: Office) -> None:
    running, idle = office.received("2027-03-02"), office.family()
    assert erase.due(date(2028, 12, 31)) == 0
    assert erase.due(date(2029, 1, 1)) == 1
    assert [case.public for case in Case.unscoped.all()] == [running] and idle != running


def test_erasing_twice_erases_once(office: Office) -> None:
    ended(office)
    assert erase.due(date(2028, 3, 21)) == 2 and erase.due(date(2028, 3, 21)) == 0
    assert sum(Tally.objects.values_list("cases", flat=True)) == 2


def test_what_is_kept_is_counts_and_small_ones_are_not_published(office: Office) -> None:
    many = [office.family(persons=2) for _ in range(5)]
    few = [office.family(persons=7) for _ in range(4)]
    office.do("IT", "case.terminate", cases=[*many, *few], ground="family")
    cells = erase.counts(YEAR)
    erase.due(date(2029, 1, 1))
    assert erase.counts(YEAR) == cells
    assert {(cell["size"], cell["cases"], cell["persons"]) for cell in cells} == {("2", 5, 10), ("5-7", None, None)}
    assert {cell["month"] for cell in cells} == {"2027-02"} and {cell["outcome"] for cell in cells} == {"terminated"}
