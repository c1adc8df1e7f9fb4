"""What follows from the restricted proposal stays with cleared seats, also in corrections and after the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cycle_2027 import YEAR, Table, act, forum, package

from fairshare.ledger.events import ProposalAdopted
from fairshare.states import PART_IV
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.models import Cycle

pytestmark = pytest.mark.django_db

CLEARED = Seat("commission", function="delegate", cleared=True)


@pytest.fixture
def table(person: Callable[..., User], cycle: Cycle) -> Table:
    """The package is adopted, after a proposal that was wrong and is corrected."""
    table = Table(person)
    table.on("2026-10-15")
    wrong = table.do("commission", "proposal.adopt", relocations=40_000, financial=800_000_000)
    table.do("commission", "correction.make", event_id=wrong.events[0])
    package(table)
    return table


@pytest.mark.parametrize("seat", [PUBLIC, Seat("member_state", "DE"), Seat("agency", body="EUAA")])
def test_the_correction_of_a_proposal_does_not_tell_of_it(table: Table, seat: Seat) -> None:
    kinds = [type(event).__name__ for event in cut(YEAR, seat).events]
    assert kinds == ["ReportAdopted", "DeterminationAdopted", "KeyFrozen"]
    assert len(cut(YEAR, CLEARED).book.flags) > len(cut(YEAR, seat).book.flags)
    assert len(cut(YEAR, CLEARED).events) == 6


def test_nothing_that_happens_at_the_forum_changes_what_others_see(table: Table) -> None:
    before = cut(YEAR, PUBLIC)
    forum(table)
    after = cut(YEAR, PUBLIC)
    assert (after.version, after.book) == (before.version, before.book)


def test_after_the_act_a_masked_book_holds_only_what_may_be_seen(table: Table) -> None:
    table.do("commission", "consultation.open", state="ES", labels=["at_risk"], until="2026-10-20")
    table.do("ES", "view.give", text="We disagree.")
    table.do("ES", "information.deliver", round="june")
    table.do("commission", "assessment.make", round="initial")
    forum(table)
    act(table)
    full, seen = cut(YEAR, CLEARED).book, cut(YEAR, PUBLIC).book
    assert set(full.views) == set(full.consultations) == {"ES"}
    assert full.proposal is not None
    assert ("ES", "june") in full.information
    assert not (seen.views or seen.consultations or seen.information or seen.proposal)
    assert ("assessment_made", "initial") in full.milestones.keys() - seen.milestones.keys()
    assert any("information of ES" in flag.text for flag in full.flags)
    assert not any("information of ES" in flag.text for flag in seen.flags)
    assert seen.balances == full.balances
    assert cut(YEAR, Seat("member_state", "ES")).book.views == full.views


def shown(seat: Seat = PUBLIC) -> tuple[list[int], int]:
    """The relocations of the proposals that a seat sees, and of the one that stands in its book (0: none)."""
    view = cut(YEAR, seat)
    standing = view.book.proposal
    return [
        e.relocations for e in view.events if isinstance(e, ProposalAdopted)
    ], standing.relocations if standing else 0


def amended(table: Table) -> None:
    """The Forum meets again on a second proposal, and the act is amended."""
    for state in sorted(PART_IV - {"HU"}):
        table.do(state, "vote.cast", subject="reconvening", position="for")
    table.do("presidency", "forum.hold", reconvened=True, ground="higher_needs")
    table.do("presidency", "conclusion.reach", relocations=23_000, financial=460_000_000)
    for state in sorted(PART_IV - {"HU"}):
        table.do(state, "vote.cast", subject="act", position="for")
    table.do("council", "act.adopt")


@pytest.fixture
def after_the_act(person: Callable[..., User], cycle: Cycle) -> Table:
    """The act of December 2026, and a day in March 2027."""
    table = Table(person)
    for scene in (package, forum, act):
        scene(table)
    table.on("2027-03-01")
    return table


SECOND: dict[str, Any] = {"relocations": 40_000, "financial": 800_000_000}


def test_a_second_proposal_does_not_hide_one_that_was_declassified(after_the_act: Table) -> None:
    table = after_the_act
    assert shown() == ([], 0)
    lifted = table.do("commission", "proposal.declassify")
    assert shown() == ([30_000], 30_000)
    table.do("commission", "proposal.adopt", **SECOND)
    assert (shown(), shown(CLEARED)) == (([30_000], 30_000), ([30_000, 40_000], 40_000))
    table.do("commission", "correction.make", event_id=lifted.events[0])
    assert shown() == ([], 0)


def test_to_declassify_the_second_proposal_does_not_open_the_first(after_the_act: Table) -> None:
    table = after_the_act
    table.do("commission", "proposal.adopt", **SECOND)
    table.do("commission", "proposal.declassify")
    assert shown() == ([], 0)  # not public before the act that follows it (12(6))
    amended(table)
    assert shown() == ([40_000], 40_000)


def test_where_the_act_ends_the_secret_each_proposal_waits_for_its_own(person: Callable[..., User]) -> None:
    Cycle.objects.create(year=YEAR, choices={"PROPOSAL_AFTER_ACT": "public"})
    table = Table(person)
    for scene in (package, forum, act):
        scene(table)
    table.on("2027-03-01")
    table.do("commission", "proposal.adopt", **SECOND)
    assert shown() == ([30_000], 30_000)
    amended(table)
    assert shown() == ([30_000, 40_000], 40_000)
