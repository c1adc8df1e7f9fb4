"""Entries are appended together or not at all, in one chain, once per request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from fairshare.ledger.notation import dump
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.chain import breaks
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.models import Cycle, Entry, UnscopedError
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.record.seed import cycle_file, seed, shipped

pytestmark = pytest.mark.django_db


def test_the_history_of_2026_replays_to_the_ledger_file_of_the_core() -> None:
    file = shipped(2026)
    row = seed(file)
    assert cycle_file(row) == dump(file.year, file.events, file.choices, file.not_covered)


def test_the_pool_of_2026_is_that_of_the_core() -> None:
    seed(shipped(2026))
    report = pool_of(cut(2026, Seat("public")))
    assert report.reference_relocations.value == 21_000
    assert report.effective.units.value == 4_695


def test_the_chain_holds() -> None:
    row = seed(shipped(2026))
    entries = Entry.unscoped.filter(cycle=row).order_by("number")
    assert not list(breaks(((e.sealed, e.hash) for e in entries), (row.length, row.head)))


def test_entries_cannot_be_asked_for_without_a_scope() -> None:
    with pytest.raises(UnscopedError):
        Entry.objects.all()


@pytest.mark.parametrize("statement", ["UPDATE record_entry SET who = 'x'", "DELETE FROM record_entry"])
def test_the_database_refuses_to_change_the_record(statement: str) -> None:
    seed(shipped(2026))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.unscoped.count() == Cycle.objects.get(pk=2026).length


def test_somebody_sits_for_a_state(person: Callable[..., User]) -> None:
    assert person("member_state", "DE").seat.speaks_for(person("member_state", "DE", function="head").seat)
