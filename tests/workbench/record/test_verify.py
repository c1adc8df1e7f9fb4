"""Whatever somebody changes in the tables by force shows."""

from __future__ import annotations

import pytest
from django.db import connection

from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.record.triggers import LIFTS
from fairshare.workbench.record.verify import verify

pytestmark = pytest.mark.django_db


def problems() -> list[str]:
    return [f"{one.number}: {one.problem}" for one in verify(2026)[1]]


@pytest.fixture
def cycle() -> Cycle:
    """The cycle of 2026, in a database whose guards somebody has lifted."""
    row = seed(shipped(2026))
    with connection.cursor() as cursor:
        for statement in LIFTS[connection.vendor]:
            cursor.execute(statement)
    return row


def test_a_record_that_nobody_touched_holds(cycle: Cycle) -> None:
    assert problems() == []


COPY = """INSERT INTO record_entry
(cycle_id, number, kind, payload, capacity, state, body, who, recorded, key, prev, hash)
SELECT cycle_id, number + 1, kind, payload, capacity, state, body, who, recorded, 'x/0', hash, prev
FROM record_entry WHERE number = 52"""


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE record_entry SET who = 'x' WHERE number = 7", "7: was changed: its content has another digest"),
        ("UPDATE record_entry SET payload = '{}' WHERE number = 7", "7: was changed: its content has another digest"),
        ("DELETE FROM record_entry WHERE number = 7", "8: stands where entry 7 belongs"),
        ("DELETE FROM record_entry WHERE number = 52", "51: is the last, but the cycle had 52 entries"),
        ("UPDATE record_cycle SET length = 51", "51: is the last, but the cycle had 51 entries"),
        (COPY, "53: stands after the last entry of the cycle, which is 52"),
        ("UPDATE record_receipt SET who = 'x'", "1: has a receipt of another account"),
        ('UPDATE record_cycle SET choices = \'{"NO_SUCH":"x"}\'', "1: does not follow the choices of the cycle"),
        ('UPDATE record_cycle SET choices = \'{"SHIELDED_PART":"lapses"}\'', "1: does not follow the choices of the"),
        ("UPDATE record_cycle SET not_covered = '[]'", "1: does not follow the choices of the cycle"),
    ],
)
def test_what_was_changed_by_force_shows(cycle: Cycle, statement: str, first: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert problems()[0].startswith(first)
