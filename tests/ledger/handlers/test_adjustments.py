"""What the act on the pool itself takes off a contribution (A10), until an amended act prints its own."""

from __future__ import annotations

from typing import Any

import pytest
from cycles import act, event, forum, held, key, ledger, notice, pledge, prepared, refused, texts

from fairshare.ledger import Book
from fairshare.ledger.events import Event
from fairshare.ledger.postings import Amount

M = 1_000_000


def adjusted(state: str, part: Any, on: str = "2026-12-10") -> Event:
    return event("adjustment_in_act", on, state=state, part=part)


@pytest.mark.law("AMMR 57(1)")
def test_the_act_lowers_a_contribution_and_the_reader_is_told() -> None:
    book = ledger([*prepared(), adjusted("PL", 1), adjusted("EE", "1/2")]).book
    assert [flag.state for flag in book.flags] == ["PL", "EE"]
    assert "not by a Council act" in book.flags[0].text
    assert (book.role("PL"), book.role("EE")) == ("deducted", "contributing")
    assert held(book, "PL") == {"share fair_share": -48 * M, "share deducted": 48 * M}
    assert held(book, "EE") == {
        "share fair_share": -2_400_000,
        "share deducted": 1_200_000,
        "share unpledged": 1_200_000,
    }


@pytest.mark.law("AMMR 57(1)")
def test_a_contribution_lowered_to_zero_takes_what_was_pledged_with_it() -> None:
    pledged = [pledge("MT", "relocation", 20), pledge("MT", "alternative", 100_000, item="tents")]
    events = [*prepared(), *pledged, adjusted("MT", 1)]
    assert held(ledger(events).book, "MT") == {
        "relocation pledged": -20,
        "relocation deducted": 20,
        "alternative pledged": -100_000,
        "alternative deducted": 100_000,
        "share fair_share": -1_200_000,
        "share covered": 500_000,
        "share deducted": 700_000,
    }


@pytest.mark.law("AMMR 57(1)")
def test_what_is_no_adjustment() -> None:
    for state, part in (("DK", 1), ("DE", 0), ("DE", "3/2"), ("DE", -1)):
        refused(prepared(), adjusted(state, part), "AMMR 57(1)", "part")
    refused([key()], adjusted("DE", 1), "AMMR 57(1)", "no act")
    refused([*prepared(), adjusted("DE", "1/2")], adjusted("DE", 1), "AMMR 61(4)", "stands once")
    late = event("adjustment_in_act", "2027-03-01", state="DE", part=1)
    refused(prepared(), late, "AMMR 61(4)", "in the act itself")


@pytest.mark.law("AMMR 57(1)")
def test_where_the_choice_refuses_an_adjustment_the_state_owes_its_share() -> None:
    book = ledger([*prepared(), adjusted("DE", 1)], DEDUCTION_IN_POOL_ACT="refused").book
    assert book.role("DE") == "contributing"
    assert book.balance("DE", "deducted", "share") == 0
    assert texts(book)[-1].endswith("refused any effect (choice DEDUCTION_IN_POOL_ACT)")


def amended(*events: Event, relocations: int = 30_000, financial: int = 600_000_000) -> list[Event]:
    """What happens after the act, and its amendment in March by a reconvened Forum."""
    return [*prepared(), *events, forum("03-01", reconvened=True), act("03-10", relocations, financial)]


def mandatory(book: Book, state: str) -> tuple[str, Amount, Amount, Amount]:
    """The role of a state, and what of its fair share is not pledged, taken off and voluntary, in EUR."""
    accounts = ("unpledged", "deducted", "voluntary")
    unpledged, deducted, voluntary = (book.balance(state, account, "share") // 100 for account in accounts)
    return book.role(state), unpledged, deducted, voluntary


@pytest.mark.law("AMMR 57(1)", "AMMR 13(4)")
def test_an_amended_act_that_lowers_nothing_gives_back_what_the_act_before_took_off() -> None:
    pledged = [pledge("MT", "relocation", 20), adjusted("MT", 1), adjusted("EE", "1/2")]
    book = ledger(amended(*pledged)).book
    assert held(book, "MT") == {
        "relocation pledged": -20,
        "relocation open": 20,
        "share fair_share": -1_200_000,
        "share covered": 400_000,
        "share unpledged": 800_000,
    }
    assert mandatory(book, "MT") == ("contributing", 800_000, 0, 0)
    assert mandatory(book, "EE") == ("contributing", 2_400_000, 0, 0)
    assert not book.standing("EE").adjusted


@pytest.mark.law("AMMR 57(1)", "AMMR 13(4)")
def test_an_amended_act_lowers_anew_what_it_prints() -> None:
    book = ledger([*amended(adjusted("PL", 1)), adjusted("PL", "1/4", "03-10")]).book
    assert mandatory(book, "PL") == ("contributing", 36 * M, 12 * M, 0)


@pytest.mark.law("AMMR 57(1)", "AMMR 13(4)")
def test_a_fair_share_that_falls_or_was_exceeded_is_given_back_as_it_is_now() -> None:
    """Poland's share falls from 48 to 40 million; Malta pledged half of its 1.2 million after they were taken off."""
    events = amended(
        adjusted("PL", 1), adjusted("MT", 1), pledge("MT", "financial", 600_000), relocations=25_000,
        financial=500_000_000,
    )  # fmt: skip
    book = ledger(events).book
    assert mandatory(book, "PL") == ("contributing", 40 * M, 0, 0)
    assert mandatory(book, "MT") == ("contributing", 400_000, 0, 0)


@pytest.mark.law("AMMR 60(3)(3)", "AMMR 57(1)")
def test_who_benefits_by_now_is_released_from_what_an_amended_act_gives_back() -> None:
    events = amended(pledge("IT", "relocation", 10), adjusted("IT", 1), notice("IT"))
    book = ledger(events, NOTICE_AFTER_DEDUCTION="allowed").book
    assert held(book, "IT") == {
        "relocation pledged": -10,
        "relocation released": 10,
        "share fair_share": -78 * M,
        "share covered": 200_000,
        "share released": 78 * M - 200_000,
    }


@pytest.mark.law("AMMR 57(1)", "AMMR 62(5)")
def test_a_deduction_by_its_own_act_stands_whatever_an_amended_act_gives_back() -> None:
    """Poland is fully deducted in February; that the act took off half of its share before makes no difference."""
    asked = event("deduction_requested", "01-10", state="PL", article="62")
    granted = event("deduction_decided", "02-10", state="PL", article="62", amounts={"relocation": 100})
    events = amended(pledge("PL", "relocation", 100), adjusted("PL", "1/2"), asked, granted)
    book = ledger(events).book
    assert (book.role("PL"), book.balance("PL", "deducted", "relocation")) == ("deducted", 100)
    assert book.balance("PL", "deducted", "share") == 0
