"""What the Council decides, and by which votes: deductions, access to the pool, another meeting of the Forum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from cycle_2027 import Table, opened

from fairshare.ledger.events import AccessRefused, DeductionDecided, DeductionRequested, Event
from fairshare.states import PART_IV
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

pytestmark = pytest.mark.django_db

REASONS = ["deduction", "stabilisation", "other_type", "vulnerabilities", "capacity_limit"]


@pytest.fixture
def table(pool: Table) -> Table:
    """The pool as it stands in January 2027."""
    return pool


def vote(table: Table, subject: str, against: Iterable[str] = ()) -> None:
    """Everybody votes, for the subject or against it."""
    for state in sorted(PART_IV):
        table.do(state, "vote.cast", subject=subject, position="against" if state in set(against) else "for")


def last(table: Table) -> Any:
    """The newest event."""
    event: Event = table.book.events[-1]
    return event


def request(table: Table) -> None:
    """Austria asks for a deduction, and the Commission assesses the request."""
    table.do("AT", "deduction.request", article="62", contents=REASONS)
    table.do("commission", "deduction.assess", state="AT", article="62", favourable=True)


# --- deductions ---------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 62(2)")
def test_a_request_tells_its_contents_and_one_that_lacks_some_is_refused(table: Table) -> None:
    assert table.refused("AT", "deduction.request", article="62", contents=REASONS[:-1]) == "AMMR 62(2)(d)"
    table.do("AT", "deduction.request", article="62", contents=REASONS)
    event = last(table)
    assert isinstance(event, DeductionRequested)
    assert (event.basis, event.contents) == ("AMMR 62(1)", tuple(REASONS))


@pytest.mark.law("AMMR 62(5)")
def test_a_deduction_is_granted_by_votes_and_refused_without(table: Table) -> None:
    request(table)
    granted = {"state": "AT", "article": "62", "amounts": {"relocation": 100}}
    assert table.refused("council", "deduction.decide", **granted) == "AMMR 62(5)"
    vote(table, "deduction-62:AT", against=["HU", "SK"])
    table.do("council", "deduction.decide", **granted)
    assert last(table).against == ("HU", "SK") and table.of("AT", "deducted") == 100
    request(table)
    table.do("council", "deduction.decide", state="AT", article="62", amounts={})
    assert isinstance(last(table), DeductionDecided) and last(table).against == ()


@pytest.mark.law("AMMR 62(5)")
def test_under_the_other_reading_an_act_refuses_by_the_votes_against_the_deduction(
    person: Callable[..., User], cycle: Cycle
) -> None:
    Cycle.objects.update(choices={"DEDUCTION_REFUSAL_VOTE": "same-vote"})
    table = Table(person)
    opened(table)
    request(table)
    refusal = {"state": "AT", "article": "62", "amounts": {"relocation": 0}}
    vote(table, "deduction-62:AT", against=["HU", "SK"])
    assert table.refused("council", "deduction.decide", **refusal) == "AMMR 62(5)"
    vote(table, "deduction-62:AT", against=PART_IV - {"HU", "SK"})
    table.do("council", "deduction.decide", **refusal)
    assert last(table).against == ("HU", "SK")  # who is for the deduction is against its refusal


# --- access and another Forum -------------------------------------------------------------------------


def notified(table: Table) -> None:
    """The Commission finds that Poland, which notified, is under pressure."""
    table.do("PL", "pressure.notify")
    table.do("commission", "pressure.decide", state="PL", accepted=True)


@pytest.mark.law("AMMR 59(6)", "AMMR 59(7)")
def test_the_council_refuses_access_by_its_votes_and_asks_for_a_forum(table: Table) -> None:
    notified(table)
    short = {"state": "PL", "ground": "capacity"}
    assert table.refused("council", "access.refuse", **short) == "AMMR 59(6)"
    vote(table, "refusal:PL", against=["PL"])
    table.do("council", "access.refuse", **short)
    assert isinstance(last(table), AccessRefused) and last(table).against == ("PL",)
    assert table.book.role("PL") == "refused_access" and "PL" in table.book.forum_asked


@pytest.mark.law("AMMR 59(6)")
def test_the_commission_refuses_access_without_a_vote(table: Table) -> None:
    notified(table)
    table.do("commission", "access.refuse", state="PL", ground="capacity")
    assert table.book.role("PL") == "refused_access" and not table.book.forum_asked


@pytest.mark.law("AMMR 13(4)")
def test_the_forum_meets_again_by_the_vote_of_a_simple_majority(table: Table) -> None:
    again = {"reconvened": True, "ground": "higher_needs"}
    states = sorted(PART_IV)
    for state in states[:13]:
        table.do(state, "vote.cast", subject="reconvening", position="for")
    assert table.refused("presidency", "forum.hold", **again) == "AMMR 13(4)"
    table.do(states[13], "vote.cast", subject="reconvening", position="for")
    table.do("presidency", "forum.hold", **again)
    assert table.book.reconvened and not table.book.votes_cast
