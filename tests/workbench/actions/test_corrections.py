"""Who may correct what: everybody their own entries, and the Commission what was loaded as history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cycle_2027 import YEAR, Table
from django.db import connection

from fairshare.ledger.events import Event, RelocationAccepted
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import Done, InvalidError
from fairshare.workbench.cases.moves import CLOCK
from fairshare.workbench.people.models import User
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Cycle, Entry, Receipt
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.record.store import append
from fairshare.workbench.record.transfer import lines, take_in
from fairshare.workbench.record.triggers import GUARDS, LIFTS

pytestmark = pytest.mark.django_db

Act = Callable[..., Done]


@pytest.fixture
def table(pool: Table) -> Table:
    """The pool as it stands when Italy has given notice."""
    return pool


def last_of(year: int, kind: str) -> Event:
    """The last entry of a kind."""
    events = folded(Cycle.objects.get(pk=year)).ledger.events
    return next(event for event in reversed(events) if type(event).__name__ == kind)


def test_the_commission_corrects_what_came_with_the_cycle(act: Act, person: Callable[..., User]) -> None:
    seed(shipped(2026))
    pledge = last_of(2026, "PledgeRecorded")
    assert pledge.capacity != "commission"
    for who in (("member_state", "MT"), ("coordinator",), ("agency", "", "EUAA")):
        with pytest.raises(InvalidError, match="no entry of yours"):
            act(person(*who), "correction.make", year=2026, event_id=pledge.id)
    act(person("commission"), "correction.make", year=2026, event_id=pledge.id, note="misread in the act")
    assert Entry.unscoped.order_by("number").last().kind == "corrected"  # type: ignore[union-attr]


def test_what_others_did_in_another_workbench_is_no_history(
    table: Table, tmp_path: Path, act: Act, person: Callable[..., User]
) -> None:
    file = tmp_path / "record.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines(YEAR)))
    with connection.cursor() as cursor:
        for statement in LIFTS[connection.vendor]:
            cursor.execute(statement)
        for kept in (Entry.unscoped, Receipt.objects, Motion.objects, Cycle.objects, User.objects):
            kept.all().delete()
        take_in(file)
        for statement in GUARDS[connection.vendor]:
            cursor.execute(statement)
    noticed = last_of(YEAR, "NoticeReceived").id
    with pytest.raises(InvalidError, match="no entry of yours"):
        act(person("commission"), "correction.make", event_id=noticed)
    act(person("member_state", "IT"), "correction.make", event_id=noticed)
    assert folded(Cycle.objects.get(pk=YEAR)).ledger.book.role("IT") == "contributing"


def test_what_the_clock_wrote_is_no_history(table: Table) -> None:
    table.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=74)
    silence = RelocationAccepted(
        date=date(YEAR, 1, 10), actor="the clock", capacity="coordinator", basis="AMMR 67(9)", state="DE", towards="IT",
        persons=5, id="by-silence",
    )  # fmt: skip
    append(YEAR, CLOCK, "silence", [], lambda *_: ([silence], {}))
    with pytest.raises(InvalidError, match="no entry of yours"):
        table.do("commission", "correction.make", event_id="by-silence")


def test_who_left_a_delegation_made_its_entries_all_the_same(table: Table) -> None:
    User.objects.filter(state="IT").update(is_active=False)
    with pytest.raises(InvalidError, match="no entry of yours"):
        table.do("commission", "correction.make", event_id=last_of(YEAR, "NoticeReceived").id)


def test_an_id_that_looks_like_a_number_is_an_id(table: Table) -> None:
    """Nobody can mean 7610 times ten to the 5,123,456th; as an id it is one of four in a thousand."""
    with pytest.raises(InvalidError, match="no entry of yours"):
        table.do("IT", "correction.make", event_id="7610e5123456")
