"""What follows from the restricted proposal stays with cleared seats, also in corrections and after the act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from cycle_2027 import YEAR, Table, act, forum, package
from django.test import Client

from fairshare.ledger.events import DeterminationAdopted, ProposalAdopted, RelocationAccepted
from fairshare.ledger.notation import tag
from fairshare.states import PART_IV
from fairshare.workbench.actions.perform import ForbiddenError, InvalidError, perform
from fairshare.workbench.cases.moves import CLOCK
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.store import append

pytestmark = pytest.mark.django_db

CLEARED = Seat("commission", function="delegate", cleared=True)


@pytest.fixture
def table(table: Table) -> Table:
    """The package is adopted, after a proposal that was wrong and is corrected."""
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


def voted(table: Table, subject: str) -> None:
    """All but Hungary are in favour."""
    for state in sorted(PART_IV - {"HU"}):
        table.do(state, "vote.cast", subject=subject, position="for")


def met_again(table: Table) -> None:
    """The Forum meets again on a second proposal, and the Council votes on an amended act."""
    voted(table, "reconvening")
    table.do("presidency", "forum.hold", reconvened=True, ground="higher_needs")
    table.do("presidency", "conclusion.reach", relocations=23_000, financial=460_000_000)
    voted(table, "act")


def amended(table: Table) -> None:
    """The act is amended after a second Forum."""
    met_again(table)
    table.do("council", "act.adopt")


def adopted(person: Callable[..., User]) -> Table:
    """The act of December 2026, and a day in March 2027."""
    table = Table(person)
    for scene in (package, forum, act):
        scene(table)
    table.on("2027-03-01")
    return table


@pytest.fixture
def after_the_act(person: Callable[..., User], cycle: Cycle) -> Table:
    """An act after which the proposal stays secret."""
    return adopted(person)


@pytest.fixture
def after_an_act_that_opens(person: Callable[..., User]) -> Table:
    """An act that ends the secret of its proposal, where it is read so."""
    Cycle.objects.create(year=YEAR, choices={"PROPOSAL_AFTER_ACT": "public"})
    return adopted(person)


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


def test_where_the_act_ends_the_secret_each_proposal_waits_for_its_own(after_an_act_that_opens: Table) -> None:
    table = after_an_act_that_opens
    table.do("commission", "proposal.adopt", **SECOND)
    assert shown() == ([30_000], 30_000)
    amended(table)
    assert shown() == ([30_000, 40_000], 40_000)


def test_what_corrects_a_restricted_entry_waits_unknown_to_who_is_not_cleared(
    table: Table, person: Callable[..., User]
) -> None:
    proposal = table.do("commission", "proposal.adopt", **SECOND)
    table.proposed("commission", "correction.make", event_id=proposal.events[0], note="31337 was wrong")
    for cleared in (True, False):
        browser = Client()
        browser.force_login(person("commission", cleared=cleared))
        told = [browser.get(address).content.decode() for address in ("/desk/", "/motions/", "/api/motions")]
        assert [("31337" in page or "Correct an entry" in page) for page in told] == [cleared] * 3


def test_no_refusal_tells_who_is_not_cleared_what_the_proposal_stands_on(
    table: Table, person: Callable[..., User]
) -> None:
    """It names states to be rescued from (12(5)), which an earlier decision must hold: trying would find them out."""
    blind = person("commission", cleared=False)
    with pytest.raises(ForbiddenError):
        perform("determination.adopt", blind, YEAR, {"labels": {"IT": ["pressure"]}, "on": "2026-10-14"}, "k1")
    decision = next(event for event in cut(YEAR, PUBLIC).events if isinstance(event, DeterminationAdopted))
    with pytest.raises(InvalidError, match="no entry of yours"):
        perform("correction.make", blind, YEAR, {"event_id": decision.id}, "k2")


def test_what_is_said_at_a_second_forum_waits_for_the_act_that_amends(after_the_act: Table) -> None:
    table = after_the_act
    said = [event.id for event in cut(YEAR, PUBLIC).events]
    table.do("commission", "proposal.adopt", **SECOND)
    met_again(table)
    table.do("DE", "pledge.make", measure="relocation", amount=4_777)
    for seat in (PUBLIC, Seat("member_state", "FR")):
        view = cut(YEAR, seat)
        new = {tag(type(event)) for event in view.events if event.id not in said}
        assert new == {"vote_cast", "forum_held"}  # on the reconvening
        assert view.book.conclusion is None or view.book.conclusion.relocations != 23_000
        assert ("act", "DE") not in view.book.votes_cast
    assert "conclusion_reached" in {tag(type(event)) for event in cut(YEAR, CLEARED).events[len(said) :]}


def test_a_proposal_that_was_wrong_is_shown_to_nobody_else(after_an_act_that_opens: Table) -> None:
    table = after_an_act_that_opens
    wrong = table.do("commission", "proposal.adopt", **SECOND)
    table.do("commission", "correction.make", event_id=wrong.events[0])
    assert shown() == ([30_000], 30_000)


def test_what_is_classified_is_marked_as_long_as_it_is(after_the_act: Table) -> None:
    table = after_the_act
    marked = [cut(YEAR, CLEARED).marked]
    table.do("commission", "proposal.declassify")
    marked.append(cut(YEAR, CLEARED).marked)
    table.do("commission", "proposal.adopt", **SECOND)
    marked.append(cut(YEAR, CLEARED).marked)
    assert marked == [True, False, True]
    assert not cut(YEAR, PUBLIC).marked


def test_what_moves_balances_unseen_changes_the_version_and_a_second_proposal_does_not(after_the_act: Table) -> None:
    table = after_the_act
    versions = [cut(YEAR, PUBLIC).version]
    table.do("commission", "proposal.adopt", **SECOND)
    versions.append(cut(YEAR, PUBLIC).version)
    table.do("IT", "notice.give")
    table.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=74)
    versions.append(cut(YEAR, PUBLIC).version)
    accepted = RelocationAccepted(
        date=date(YEAR, 3, 1), actor="the clock", capacity="coordinator", basis="AMMR 67(9)", state="DE", towards="IT",
        persons=5, id="by-silence",
    )  # fmt: skip
    append(YEAR, CLOCK, "silence", [], lambda *_: ([accepted], {}))
    versions.append(cut(YEAR, PUBLIC).version)
    assert len({*versions[1:]}) == 3 and versions[0] == versions[1]
