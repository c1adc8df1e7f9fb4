"""The duties that the public is told of follow from what is published: none from what is hidden, and none is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fairshare.evaluation.agenda import Duty
from fairshare.workbench.clock import today
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.public.seen import seen
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.due import due
from fairshare.workbench.record.models import Cycle

sys.path.insert(0, str(Path(__file__).parent.parent / "actions"))
from cycle_2027 import YEAR, Table, opened

pytestmark = pytest.mark.django_db

SWEDEN = Seat("member_state", "SE", function="delegate")


@pytest.fixture
def table(person: Callable[..., User], cycle: Cycle) -> Table:
    """The pool of 2027, from which Italy benefits."""
    table = Table(person)
    opened(table)
    return table


def public(table: Table, settles: str) -> list[Duty]:
    """What the public is told that an event would settle."""
    return [duty for duty in sum(due(seen(table.row), today()), ()) if duty.settles == settles]


def test_the_public_is_told_of_measures_in_kind_that_wait_for_their_value(table: Table) -> None:
    assert not public(table, "in_kind_valued")
    table.do("IT", "in_kind.request", state="BE", item="officers")
    told = public(table, "in_kind_valued")
    assert [(duty.state, duty.about, duty.state_of) for duty in told] == [
        ("BE", "officers", "open"), ("IT", "officers", "open"),
    ]  # fmt: skip
    assert told == [duty for duty in due(cut(YEAR, SWEDEN), today())[1] if duty.settles == "in_kind_valued"]
    table.do("BE", "in_kind.value", state="IT", item="officers", value=1_000_000)
    assert [duty.done_on for duty in public(table, "in_kind_valued")] == [date(2027, 1, 10)] * 2


@pytest.mark.parametrize("allocated", [0, 8_000_000, 20_000_000])
def test_nobody_is_told_whether_money_is_left_to_allocate(table: Table, allocated: int) -> None:
    table.on("2028-01-05")
    table.do("coordinator", "year.close")
    table.on("2028-03-01")
    table.do("commission", "settlement.settle", state="NL", amount=20_000_000)
    if allocated:
        table.do("commission", "funds.allocate", towards="IT", amount=allocated)
    assert not public(table, "funds_allocated") and not public(table, "action_identified")
    left = [duty for duty in due(cut(YEAR, SWEDEN), today())[1] if duty.settles == "funds_allocated"]
    assert bool(left) == (allocated < 20_000_000)


def test_nobody_is_told_to_ask_for_offsets_that_may_have_been_asked_for(table: Table) -> None:
    table.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=800)
    table.on("2028-01-05")
    table.do("coordinator", "year.close")
    assert table.of("DE", "implemented") == 0
    assert not public(table, "catch_up_requested")
    assert [duty for duty in due(cut(YEAR, SWEDEN), today())[1] if duty.settles == "catch_up_requested"]
