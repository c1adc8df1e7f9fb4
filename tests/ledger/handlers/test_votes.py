"""Votes on record decide whether an act can stand: qualified majority for the pool (57(1)), A10 for deductions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from fairshare.figures import cycles
from fairshare.ledger import parse
from fairshare.ledger.events import ActAdopted, DeductionDecided, DeductionRequested, KeyFrozen
from fairshare.ledger.handlers.votes import vote_on

SEVEN = ("AT", "BE", "BG", "CY", "CZ", "DE", "EE")
TWELVE = (*SEVEN, "EL", "ES", "FI", "FR", "HR")


@pytest.mark.law("AMMR 57(1)")
def test_the_vote_of_december_2025_on_record_reaches_the_majority() -> None:
    """Council, 22 December 2025: two against, four abstentions; 20 of 26 in favour."""
    book = parse(cycles.text(2026)).book()
    act = next(event for event in book.events if isinstance(event, ActAdopted))
    vote = vote_on(book, act, "qualified-majority")
    assert vote is not None
    assert (len(vote.in_favour), vote.met) == (20, True)


@pytest.mark.law("AMMR 57(1)")
def test_an_act_without_the_majority_is_refused() -> None:
    text = cycles.text(2026).replace("against: [HU, SK]", "against: [DE, FR, IT, ES, PL]").replace("PT, ES]", "PT]")
    with pytest.raises(ValueError, match=r"do not reach qualified-majority \(AMMR 57\(1\)\)"):
        parse(text).book()


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
@pytest.mark.parametrize(
    ("rule", "against", "stands"),
    [
        ("qualified-majority", SEVEN, True),
        ("qualified-majority", TWELVE, False),
        ("simple-majority", TWELVE, True),
        ("unanimity", SEVEN, False),
    ],
)
def test_a_deduction_stands_or_falls_by_the_vote_of_the_choice(
    rule: str, against: tuple[str, ...], stands: bool, opened: Callable[..., Any]
) -> None:
    """26 states of equal population: 19 in favour are 73 %, 14 are 54 % and more than half."""
    pool = opened({"DEDUCTION_ACT_VOTE": rule})
    asked = pool.then(DeductionRequested, "2027-01-11", state="AT", article="62")
    decision = {"state": "AT", "article": "62", "amounts": {"relocation": Decimal(100)}, "against": against}
    if stands:
        assert asked.then(DeductionDecided, "2027-02-01", **decision).of("AT", "deducted") == 100
    else:
        assert asked.refused(DeductionDecided, "2027-02-01", **decision) == "AMMR 62(5)"


@pytest.mark.law("AMMR 61(4)")
def test_who_has_no_vote_or_two_is_refused(opened: Callable[..., Any]) -> None:
    asked = opened().then(DeductionRequested, "2027-01-11", state="AT", article="62")
    decision = {"state": "AT", "article": "62", "amounts": {"relocation": Decimal(100)}}
    assert asked.refused(DeductionDecided, "2027-02-01", **decision, against=("DK",)) == "AMMR 62(5)"
    assert asked.refused(DeductionDecided, "2027-02-01", **decision, against=("DE",), abstained=("DE",)) == "AMMR 62(5)"


@pytest.mark.law("AMMR 66")
def test_figures_later_than_the_proposal_make_no_key_unless_the_choice_says_so() -> None:
    """The shipped cycle with its key dated after the Forum: A19 decides."""
    cycle = parse(cycles.text(2026))
    key = next(event for event in cycle.events if isinstance(event, KeyFrozen))
    late = cycles.text(2026).replace(
        "- event: key_frozen\n  date: 2025-11-11", "- event: key_frozen\n  date: 2025-12-01"
    )
    lines = late.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if "event: key_frozen" in line)
    end = next(i for i, line in enumerate(lines) if i > start and line.startswith("# ---"))
    forum = next(i for i, line in enumerate(lines) if "event: act_adopted" in line)
    moved = "".join(lines[:start] + lines[end:forum] + lines[start:end] + lines[forum:])
    assert key.population
    with pytest.raises(ValueError, match=r"later than 2025-11-11 \(choice KEY_SNAPSHOT\)"):
        parse(moved).book()
    with pytest.raises(ValueError, match="later than 2025-11-18"):
        parse(moved).book({"KEY_SNAPSHOT": "forum"})
    assert len(parse(moved).book({"KEY_SNAPSHOT": "act"}).shares) == 26
