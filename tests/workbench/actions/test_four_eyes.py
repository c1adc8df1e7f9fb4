"""What binds is done by two: one proposes, another of the delegation (or the other state) confirms, and the law is
asked both times."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from cycle_2027 import PLEDGES, YEAR, Table, act, forum, package
from django.db import connection

from fairshare.law.solidarity.documents import contents, request_document
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import (
    ConflictError,
    Done,
    ForbiddenError,
    RefusedError,
    confirm,
    drop,
    perform,
)
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Cycle, Entry, Receipt
from fairshare.workbench.record.transfer import lines, take_in
from fairshare.workbench.record.triggers import GUARDS, LIFTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(table: Table) -> Table:
    """The Forum has met, nobody has pledged yet."""
    package(table)
    table.on("2026-10-27")
    table.do("presidency", "forum.hold")
    return table


def pledged(table: Table, state: str = "DE", amount: int = 4_000) -> Done:
    """A pledge that waits for a second person."""
    return table.proposed(state, "pledge.make", measure="relocation", amount=amount)


def motion_of(done: Done) -> int:
    """The motion that waits."""
    assert done.status == "waiting"
    assert done.motion is not None
    return done.motion


def test_the_number_of_a_motion_tells_nothing_of_those_of_others(table: Table) -> None:
    """Two of one delegation would otherwise enclose what others proposed between them, the Commission too (12(6))."""
    numbers = [motion_of(pledged(table, state)) for state in ("DE", "FR", "IT", "DE")]
    assert all(abs(later - earlier) > 1_000 for earlier, later in pairwise(numbers))
    assert all(0 < number < 2**53 for number in numbers)


def test_a_motion_is_nothing_in_the_record(table: Table) -> None:
    before = table.row.length, table.row.head
    motion_of(pledged(table))
    assert (table.row.length, table.row.head) == before
    assert table.book.pledged_at_forum == {}


def test_who_proposed_does_not_confirm(table: Table) -> None:
    motion = motion_of(pledged(table))
    before = table.traces
    with pytest.raises(ForbiddenError):
        confirm(motion, table.user("DE"))
    assert table.traces == before
    assert Motion.objects.get(pk=motion).status == Motion.WAITING


def test_a_colleague_confirms(table: Table) -> None:
    number = motion_of(pledged(table))
    assert confirm(number, table.user("DE", 2)).status == "done"
    assert [event.amount for event in table.book.pledged_at_forum.values()] == [4_000]
    motion = Motion.objects.get(pk=number)
    assert (motion.status, motion.by, motion.second) == (Motion.CONFIRMED, table.user("DE"), table.user("DE", 2))


@pytest.mark.parametrize("who", ["FR", "commission", "presidency", "EUAA"])
@pytest.mark.parametrize("end", [confirm, drop])
def test_a_foreign_delegation_learns_nothing_of_a_motion(table: Table, who: str, end: Callable[..., object]) -> None:
    motion, before = motion_of(pledged(table)), table.traces
    texts = set()
    for number in (motion, motion + 1):
        with pytest.raises(ForbiddenError) as error:
            end(number, table.user(who))
        texts.add(str(error.value))
    assert len(texts) == 1
    assert table.traces == before
    assert motion not in Motion.known_to(table.user(who).seat).values_list("pk", flat=True)


def test_a_colleague_without_clearance_does_not_confirm_a_pledge(table: Table, person: Callable[..., User]) -> None:
    motion = motion_of(pledged(table))
    for user in (person("member_state", "DE", cleared=False), person("member_state", "DE", function="reader")):
        with pytest.raises(ForbiddenError):
            confirm(motion, user)


def test_a_motion_is_confirmed_once(table: Table, person: Callable[..., User]) -> None:
    motion = motion_of(pledged(table))
    confirm(motion, table.user("DE", 2))
    before = table.traces
    for end in (confirm, drop):
        with pytest.raises(ConflictError):
            end(motion, person("member_state", "DE"))
    assert table.traces == before


@pytest.mark.parametrize("number", [1, 2])
def test_a_dropped_motion_is_never_done(table: Table, number: int) -> None:
    motion = motion_of(pledged(table))
    drop(motion, table.user("DE", number))
    with pytest.raises(ConflictError):
        confirm(motion, table.user("DE", 2))
    assert table.book.pledged_at_forum == {}


def test_what_the_law_refuses_is_no_motion(table: Table) -> None:
    assert table.refused("DE", "pledge.make", measure="alternative", amount=0, item="tents") == "AMMR 57(4)"


def test_the_law_is_asked_again_when_a_motion_is_confirmed(table: Table) -> None:
    late = motion_of(pledged(table, "FR"))
    table.do("DE", "pledge.make", measure="relocation", amount=4_000)
    table.do("presidency", "conclusion.reach", relocations=21_000, financial=420_000_000)
    act(table)
    before = table.traces
    with pytest.raises(RefusedError) as error:
        confirm(late, table.user("FR", 2))
    assert error.value.cite == "AMMR 13(3)"
    assert table.traces == before
    assert Motion.objects.get(pk=late).status == Motion.WAITING


def test_an_act_is_confirmed_as_it_was_proposed_or_not_at_all(table: Table) -> None:
    table.do("presidency", "conclusion.reach", relocations=21_000, financial=420_000_000)
    table.do("DE", "pledge.make", measure="relocation", amount=4_000)
    for state in ("FR", "IT", "ES", "PL", "NL", "BE", "SE", "AT", "RO", "EL", "PT", "CZ", "BG", "FI", "IE", "DE"):
        table.do(state, "vote.cast", subject="act", position="for")
    motion = motion_of(table.proposed("council", "act.adopt"))
    table.do("LT", "information.deliver", round="june")  # moves the record, and nothing of the act
    table.do("DE", "pledge.make", measure="relocation", amount=5_000)
    before = table.traces
    with pytest.raises(ConflictError):
        confirm(motion, table.user("council", 2))
    assert table.traces == before
    table.do("DE", "pledge.make", measure="relocation", amount=4_000)
    confirm(motion, table.user("council", 2))
    assert table.of("DE", "open") == 4_000


def test_what_two_states_do_jointly_is_confirmed_by_the_other(pool: Table) -> None:
    pool.do("IT", "in_kind.request", state="BE", item="officers")
    motion = motion_of(pool.proposed("BE", "in_kind.value", state="Italy", item="officers", value=2_500_000))
    before = pool.traces
    for who, number in (("BE", 1), ("BE", 2), ("FR", 1), ("commission", 1)):
        with pytest.raises(ForbiddenError):
            confirm(motion, pool.user(who, number))
    assert pool.traces == before
    assert Motion.objects.get(pk=motion).is_joint
    assert Motion.known_to(Seat("member_state", "IT")).get(status=Motion.WAITING).pk == motion

    confirm(motion, pool.user("IT"))
    assert pool.book.items["BE", "officers"].agreed == 250_000_000
    assert pool.book.events[-1].actor == "Belgium"


def test_the_other_state_may_turn_a_joint_act_down(pool: Table) -> None:
    motion = motion_of(pool.proposed("IT", "offset.agree", state="DE", cases=10))
    drop(motion, pool.user("DE"))
    assert pool.book.offset_agreements == {}


def test_what_was_agreed_jointly_is_corrected_jointly(pool: Table) -> None:
    agreed = pool.do("IT", "offset.agree", state="DE", cases=10)
    motion = motion_of(pool.proposed("IT", "correction.make", event_id=agreed.events[0]))
    with pytest.raises(ForbiddenError):
        confirm(motion, pool.user("IT", 2))
    confirm(motion, pool.user("DE"))
    assert pool.book.offset_agreements == {}


@pytest.mark.parametrize("who", ["DE", "commission", "coordinator"])
def test_nobody_corrects_what_others_did(pool: Table, who: str) -> None:
    notice = pool.book.events[-1]
    before = pool.traces
    texts = set()
    for event_id in (notice.id, "there-is-none"):
        with pytest.raises(ValueError, match="no entry of yours") as error:
            pool.do(who, "correction.make", event_id=event_id)
        texts.add(str(error.value))
    assert len(texts) == 1
    assert pool.traces == before
    pool.do("IT", "correction.make", event_id=notice.id)
    assert pool.book.role("IT") == "contributing"


def test_the_pledges_of_the_forum_stand_in_the_act(person: Callable[..., User], cycle: Cycle) -> None:
    table = Table(person)
    for scene in (package, forum, act):
        scene(table)
    assert {state for state, *_ in PLEDGES} == set(table.book.pledges)
    adopted = next(event for event in table.book.events if type(event).__name__ == "ActAdopted")
    assert adopted.against == ("HU",)  # type: ignore[attr-defined]
    assert adopted.abstained == ("CZ", "SK")  # type: ignore[attr-defined]  # CZ was absent, which counts the same
    assert table.row.year == YEAR


@pytest.mark.parametrize("change", [{"is_active": False}, {"cleared": False}, {"function": "reader"}, {"state": "FR"}])
def test_what_somebody_proposed_who_may_not_any_more_is_not_confirmed(table: Table, change: dict[str, object]) -> None:
    motion = motion_of(pledged(table))
    User.objects.filter(pk=table.user("DE").pk).update(**change)
    before = table.traces
    with pytest.raises(ConflictError, match="propose it anew"):
        confirm(motion, table.user("DE", 2))
    assert table.traces == before
    drop(motion, table.user("DE", 2))


def test_the_chain_names_both(table: Table) -> None:
    confirm(motion_of(pledged(table)), table.user("DE", 2))
    entry = Entry.unscoped.order_by("number").last()
    assert entry is not None
    assert entry.who == table.user("DE", 2).handle
    assert table.user("DE").handle in entry.key


def test_a_record_that_was_taken_in_does_not_stand_in_the_way_of_motions(table: Table, tmp_path: Path) -> None:
    """The entries of the first motion are there already; a new one has a key and a number of its own."""
    confirm(motion_of(pledged(table)), table.user("DE", 2))
    file = tmp_path / "record.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines(YEAR)))
    Motion.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in (*LIFTS[connection.vendor], "DELETE FROM record_entry"):
            cursor.execute(statement)
        Receipt.objects.all().delete()
        Cycle.objects.all().delete()
        take_in(file)
        for statement in GUARDS[connection.vendor]:
            cursor.execute(statement)
    assert confirm(motion_of(pledged(table, "FR")), table.user("FR", 2)).status == "done"


def test_a_key_whose_receipt_is_gone_writes_nothing(table: Table) -> None:
    asked = {"state": "ES", "labels": ["at_risk"]}
    perform("consultation.open", table.user("commission"), YEAR, asked, "the-key")
    Receipt.objects.all().delete()
    before = table.traces
    with pytest.raises(ConflictError, match="used before"):
        perform("consultation.open", table.user("commission"), YEAR, asked, "the-key")
    assert table.traces == before


def test_a_colleague_without_clearance_is_not_told_that_a_pledge_was_confirmed(
    table: Table, person: Callable[..., User]
) -> None:
    motion, user = motion_of(pledged(table)), person("member_state", "DE", cleared=False)
    confirm(motion, table.user("DE", 2))
    with pytest.raises(ForbiddenError):
        drop(motion, user)


@pytest.mark.parametrize(
    ("who", "action", "data", "cite"),
    [
        ("FR", "pledge.make", {"measure": "financial", "amount": 1_000_000}, "AMMR 13(3)"),
        ("HU", "vote.cast", {"subject": "act", "position": "for"}, "AMMR 57(1)"),
        (
            "presidency",
            "conclusion.reach",
            {"relocations": 22_000, "financial": 440_000_000, "on": "2026-11-20"},
            "AMMR 57(3)",
        ),
    ],
)
@pytest.mark.parametrize("day", ["2027-01-10", "2026-11-20"], ids=["afterwards", "the day of a demonstration set back"])
def test_nothing_is_added_to_the_forum_by_an_earlier_day_after_the_act(
    pool: Table, who: str, action: str, data: dict[str, object], cite: str, day: str
) -> None:
    pool.on(day)
    assert pool.refused(who, action, **data) == cite


def test_who_gave_notice_gets_no_deduction_by_an_earlier_day(pool: Table) -> None:
    held = [item.key for item in contents(request_document("pressure", True))]
    for day in ("2027-01-10", "2027-01-09"):
        pool.on(day)
        assert pool.refused("IT", "deduction.request", article="61", contents=held) == "AMMR 61(1)"
