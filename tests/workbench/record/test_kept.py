"""What is made of a cut is made once, and reaches nobody who sees less, reads another language or looks later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override

from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.record.cut import Cut, cut
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.seed import seed, shipped

pytestmark = pytest.mark.django_db
Act = Callable[..., Any]


@pytest.fixture
def begun(cycle: Cycle, act: Act, person: Callable[..., User]) -> Cycle:
    """The cycle of 2027 with an event on record."""
    act(person("commission"), "determination.adopt", labels={"IT": ["pressure"]})
    return cycle


def count(view: Cut, made: list[Seat]) -> int:
    """How often something was made of cuts, after it was asked for once more; ``made`` notes for whom."""
    view.kept("what", lambda shared: made.append(shared.seat))
    return len(made)


def test_it_is_made_once_for_all_of_a_delegation_and_told_of_none_of_them(begun: Cycle) -> None:
    made: list[Seat] = []
    head, delegate = (
        Seat("member_state", "DE", "", "head", True, "a1", "Anna"),
        Seat("member_state", "DE", "", "delegate", True, "b2", "Ben"),
    )
    assert [count(cut(2027, seat), made) for seat in (head, delegate, head)] == [1, 1, 1]
    assert made == [Seat("member_state", "DE", "", "reader", True)]
    assert cut(2027, delegate).seat == delegate


def test_whoever_may_see_something_else_gets_their_own(begun: Cycle) -> None:
    made: list[Seat] = []
    seats = [
        Seat("member_state", "DE", cleared=True), Seat("member_state", "DE"), Seat("member_state", "FR", cleared=True),
        Seat("agency", body="FRA"), Seat("agency", body="EUAA"), Seat("commission", cleared=True), PUBLIC,
    ]  # fmt: skip
    assert [count(cut(2027, seat), made) for seat in seats] == [1, 2, 3, 4, 5, 6, 7]


def test_a_proposal_that_a_cleared_person_looked_at_is_not_kept_for_others(
    cycle: Cycle, act: Act, person: Callable[..., User], day: Callable[[str], None]
) -> None:
    day("2026-10-15")
    commission = person("commission")
    act(commission, "key.freeze")
    act(commission, "determination.adopt", labels={"IT": ["pressure"]})
    act(commission, "proposal.adopt", relocations=31_337, financial=626_740_000)
    seats = [Seat("member_state", "DE", cleared=True), Seat("member_state", "DE"), PUBLIC]
    proposals = [cut(2027, seat).kept("proposal", lambda shared: shared.book.proposal) for seat in seats]
    assert [proposal is not None for proposal in proposals] == [True, False, False]


def test_it_is_made_anew_in_another_language_and_after_another_event(
    begun: Cycle, act: Act, person: Callable[..., User]
) -> None:
    made: list[Seat] = []
    found = [count(cut(2027, PUBLIC), made)]
    with override("fr"):
        found.append(count(cut(2027, PUBLIC), made))
    found.append(count(cut(2027, PUBLIC), made))
    act(person("member_state", "DE"), "information.deliver", round="june")
    act(person("commission"), "determination.adopt", labels={"EL": ["pressure"]})
    found.append(count(cut(2027, PUBLIC), made))
    assert found == [1, 2, 2, 3]


def test_an_empty_record_is_not_remembered(cycle: Cycle) -> None:
    made: list[Seat] = []
    assert [count(cut(2027, PUBLIC), made) for _ in range(2)] == [1, 2]


def test_what_fails_is_not_kept(cycle: Cycle) -> None:
    view = cut(2027, PUBLIC)
    with pytest.raises(ZeroDivisionError):
        view.kept("what", lambda shared: 1 // len(shared.events))
    assert view.kept("what", lambda _: "made") == "made"


def test_a_version_tells_nothing_of_what_is_unseen_and_moves_no_balance(
    cycle: Cycle, act: Act, person: Callable[..., User], day: Callable[[str], None]
) -> None:
    """The public does not see a delivery of information, before the act (2027) or after it (2026)."""
    seed(shipped(2026))
    day("2026-11-01")
    before = {year: cut(year, PUBLIC).version for year in (2026, 2027)}
    for year in (2026, 2027):
        act(person("member_state", "DE"), "information.deliver", year=year, round="june")
    assert {year: cut(year, PUBLIC).version for year in (2026, 2027)} == before


def test_what_is_common_is_made_once_for_all_who_see_the_same_and_told_to_none_for_whom(begun: Cycle) -> None:
    made: list[Seat] = []
    cleared = [Seat("member_state", state, cleared=True) for state in ("DE", "FR")]
    seats = [*cleared, Seat("agency", body="FRA"), PUBLIC]
    for seat in seats:
        cut(2027, seat).common("what", lambda shared: made.append(shared.seat))
    assert made == [Seat("agency", cleared=True), Seat("agency"), PUBLIC]
    assert [cut(2027, seat).seat for seat in seats] == seats
