"""Votes of the Council as events record them: who votes, and whether the majority was reached (57(1), TEU 16(4))."""

from __future__ import annotations

import pytest
from cycles import WEIGHTS, act, event, forum, key, ledger, pledge, prepared, proposal, refused

from fairshare.law.voting import QUALIFIED
from fairshare.ledger import Book
from fairshare.ledger.events import ActAdopted
from fairshare.ledger.handlers.votes import vote_on

BEFORE = [key(), proposal(), forum()]
TWELVE = ("BG", "CY", "EE", "FI", "HR", "HU", "LT", "LU", "LV", "MT", "SI", "SK")


def vote(book: Book, adopted: object) -> object:
    assert isinstance(adopted, ActAdopted)
    return vote_on(book, adopted, QUALIFIED)


@pytest.mark.law("AMMR 57(1)")
def test_without_votes_or_population_nothing_is_known() -> None:
    assert vote(ledger(BEFORE).book, act()) is None
    assert vote(ledger(BEFORE[1:]).book, act(against=("HU",))) is None
    assert ledger([*BEFORE[1:], act(against=TWELVE)]).book.act_dates  # then the act stands as it is recorded


@pytest.mark.law("AMMR 57(1)")
def test_an_act_without_its_majority_is_refused() -> None:
    """14 of 26 are less than 55 %; Germany, France, Italy and Spain together have 58 % of the people."""
    assert ledger([*BEFORE, act(against=TWELVE[:11])]).book.reference
    refused(BEFORE, act(against=TWELVE), "AMMR 57(1)", "14 in favour: the votes on record do not reach")
    refused(BEFORE, act(abstained=("DE", "FR", "IT", "ES")), "AMMR 57(1)", "22 in favour")
    assert sum(WEIGHTS[state] for state in ("DE", "FR", "IT", "ES")) == 580


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_a_deduction_is_decided_by_the_vote_of_choice_a10() -> None:
    asked = [
        *prepared(),
        pledge("NL", "relocation", 10),
        event("deduction_requested", "02-01", state="NL", article="61"),
    ]
    granted = event("deduction_decided", "02-10", state="NL", article="61", amounts={"relocation": 5}, against=("HU",))
    assert ledger([*asked, granted]).book.balance("NL", "deducted", "relocation") == 5
    refused(ledger(asked, DEDUCTION_ACT_VOTE="unanimity"), granted, "AMMR 61(4)", "25 in favour")
    stranger = event("deduction_decided", "02-10", state="NL", article="61", amounts={}, abstained=("DK",))
    refused(asked, stranger, "AMMR 61(4)", "DK")
