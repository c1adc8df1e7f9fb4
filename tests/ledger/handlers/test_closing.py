"""The end of the year: conversion, what runs on, confirmations, money due, its allocation (57(4), 60(6), 64)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from cycles import act, draw, event, forum, held, key, ledger, notice, pledge, prepared, proposal, refused, texts

from fairshare.ledger.events import Event
from fairshare.ledger.handlers.closing import due

M = 1_000_000
EVENTS = [
    *prepared(),
    pledge("DE", "relocation", 600),
    pledge("FR", "alternative", 8 * M, item="experts"),
    pledge("FR", "alternative", 2 * M, item="tents"),
    pledge("FR", "financial", 5 * M),
    pledge("SE", "financial", 15 * M),
    notice("IT"),
    notice("ES"),
]
CLOSE = event("year_closed", "12-31")


def asked(item: str, towards: str = "IT") -> Event:
    return event("in_kind_requested", "02-01", state="FR", towards=towards, item=item)


def valued(item: str, value: int, towards: str = "IT") -> Event:
    return event("in_kind_valued", "02-10", state="FR", towards=towards, item=item, value=value, additional=True)


def provided(item: str, amount: int, towards: str = "IT", on: str = "03-01") -> Event:
    return event("implemented", on, state="FR", towards=towards, measure="alternative", amount=amount, item=item)


def settled(state: str, amount: Any, on: str = "2028-03-01") -> Event:
    return event("settled", on, state=state, amount=amount)


def added(amount: Any, on: str = "2028-03-06") -> Event:
    return event("remainder_added", on, amount=amount)


def allocated(towards: str, amount: Any, on: str = "2028-03-05") -> Event:
    return event("funds_allocated", on, towards=towards, amount=amount)


def confirmed(state: str, on: str = "2028-01-20", **levels: Any) -> Event:
    return event("delivery_confirmed", on, state=state, levels=levels)


# --- the year ends --------------------------------------------------------------------------------


@pytest.mark.law("AMMR 60(3)(1)")
def test_when_the_year_ends() -> None:
    refused(EVENTS, event("year_closed", "12-30"), "AMMR 60(3)", "31 December 2027")
    refused([*EVENTS, CLOSE], CLOSE, "AMMR 60(3)", "already")
    refused([key()], CLOSE, "AMMR 57(1)", "no act")


@pytest.mark.law("AMMR 57(4)", "IR 30(1)")
def test_what_nobody_asked_for_becomes_money() -> None:
    book = ledger([*EVENTS, CLOSE]).book
    assert held(book, "FR") == {
        "alternative pledged": -10 * M,
        "alternative converted": 10 * M,
        "financial converted": -10 * M,
        "financial pledged": -5 * M,
        "financial open": 15 * M,
        "share fair_share": -90 * M,
        "share covered": 15 * M,
        "share unpledged": 75 * M,
    }
    assert due(book, "FR").amount == 15 * M


@pytest.mark.law("AMMR 57(4)", "AMMR 65(3)", "IR 30(1)")
def test_agreed_below_the_pledge_the_difference_becomes_money_and_the_rest_runs_on() -> None:
    events = [*EVENTS, asked("experts"), asked("tents"), valued("experts", 7 * M), provided("experts", 4 * M), CLOSE]
    # the tents were asked for, but never valued: their concrete value is nothing
    book = ledger(events).book
    assert held(book, "FR")["alternative carried_over IT"] == 3 * M
    assert held(book, "FR")["alternative converted"] == 3 * M
    assert due(book, "FR").amount == 8 * M


@pytest.mark.law("AMMR 57(4)", "IR 30(1)")
def test_agreed_above_the_pledge_is_a_credit_only_by_choice_a21() -> None:
    events = [*EVENTS, asked("experts"), valued("experts", 11 * M), CLOSE]
    assert due(ledger(events).book, "FR").amount == 7 * M  # tents
    book = ledger(events, IN_KIND_ABOVE_PLEDGE="credit").book
    assert due(book, "FR").amount == 4 * M  # 5 + 2 - 3
    assert held(book, "FR")["financial open"] == 4 * M


@pytest.mark.law("AMMR 57(4)", "IR 30(1)")
def test_a_credit_lowers_what_is_due_to_nothing_at_most() -> None:
    events = [*EVENTS, asked("experts"), asked("tents"), valued("experts", 8 * M), valued("tents", 20 * M), CLOSE]
    book = ledger(events, IN_KIND_ABOVE_PLEDGE="credit").book
    assert "financial open" not in held(book, "FR")
    assert due(book, "FR").amount == 0


@pytest.mark.law("AMMR 57(4)")
def test_what_was_deducted_does_not_become_money() -> None:
    def deducted(amount: int, on: str) -> list[Event]:
        request = event("deduction_requested", on, state="FR", article="61")
        return [request, event("deduction_decided", on, state="FR", article="61", amounts={"alternative": amount})]

    book = ledger([*EVENTS, *deducted(9 * M, "01-20"), CLOSE]).book
    assert held(book, "FR")["alternative converted"] == 1 * M
    both_agreed = [*EVENTS, asked("experts"), valued("experts", 6 * M), *deducted(9 * M, "04-01"), CLOSE]
    book = ledger(both_agreed).book  # tents first, then 7 of the 8 committed to Italy: 1 runs on, nothing converts
    assert held(book, "FR")["alternative carried_over IT"] == 1 * M
    assert "alternative converted" not in held(book, "FR")


@pytest.mark.law("AMMR 60(3)(3)")
def test_who_owes_nothing_converts_nothing() -> None:
    events = [*prepared(), pledge("ES", "alternative", 100, item="tents"), notice("ES"), CLOSE]
    assert held(ledger(events).book, "ES")["alternative released"] == 100
    assert due(ledger(events).book, "ES").amount == 0


@pytest.mark.law("AMMR 67(12)")
def test_running_relocations_are_carried_over_by_benefitting_state() -> None:
    events = [
        *EVENTS,
        draw("IT", 60),
        draw("ES", 60),
        event("relocation_accepted", "02-10", state="DE", towards="IT", persons=40),
        event("relocation_accepted", "02-10", state="DE", towards="ES", persons=30),
        CLOSE,
    ]
    assert ledger(events).book.towards("DE", "carried_over", "relocation") == {"ES": 30, "IT": 40}


# --- January (60(6)) ------------------------------------------------------------------------------


@pytest.mark.law("AMMR 60(6)", "IR 30(2)")
def test_a_confirmation_is_kept_and_differences_are_told_to_the_cent() -> None:
    events = [*EVENTS, asked("experts"), valued("experts", 8 * M), provided("experts", 8 * M), CLOSE]
    same = confirmed("FR", alternative=8 * M)
    assert texts(ledger([*events, same]).book) == []
    other = ledger([*events, confirmed("FR", alternative="8000000.01", financial=0)]).book
    assert texts(other) == [
        "AMMR 60(6): FR confirms EUR 8000000.01 (alternative); the ledger holds EUR 8000000.00",
    ]
    assert other.flags[0].state == "FR"
    nothing = ledger([*events, confirmed("FR"), confirmed("DE")]).book
    assert texts(nothing) == ["AMMR 60(6): FR confirms EUR 0.00 (alternative); the ledger holds EUR 8000000.00"]


@pytest.mark.law("AMMR 60(6)", "IR 30(2)")
def test_when_and_how_deliveries_are_confirmed() -> None:
    refused(EVENTS, confirmed("DE", on="12-31"), "AMMR 60(6)", "January 2028")
    refused([*EVENTS, CLOSE], confirmed("DE", relocation=-1), "AMMR 60(6)", "negative")
    refused([*EVENTS, CLOSE], confirmed("DE", relocation="0.5"), "AMMR 60(6)", "whole number of persons")
    late = ledger([*EVENTS, CLOSE, confirmed("DE", on="2028-02-01")]).book
    assert texts(late) == ["AMMR 60(6): DE confirmed after January 2028"]


# --- money (64, IR 30, IR 31) ---------------------------------------------------------------------


@pytest.mark.law("IR 30(3)", "AMMR 64(1)")
def test_money_is_transferred_after_the_year_up_to_what_is_due() -> None:
    refused(EVENTS, settled("SE", 1), "IR 30(3)", "after 31 December")
    closed = ledger([*EVENTS, draw("IT", 2 * M, measure="financial"), CLOSE])
    refused(closed, settled("SE", 1, on="12-31"), "IR 30(3)", "after 31 December")
    refused(closed, settled("SE", "15000000.01"), "IR 30(1)", "15,000,000.00")
    refused(closed, settled("SE", 0), "IR 30(1)")
    refused(closed, settled("SE", "0.001"), "IR 30(1)", "whole number of cents")
    refused(closed, settled("DE", 1), "IR 30(1)", "EUR 0.00")
    refused(closed, settled("IT", 1), "IR 30(1)", "EUR 0.00")
    half = closed.append(settled("SE", 7 * M))
    refused(half, settled("SE", "8000000.01"), "IR 30(1)", "8,000,000.00")
    whole = half.append(settled("SE", 8 * M)).book
    assert held(whole, "SE") == {
        "financial pledged": -15 * M,
        "financial settled": 15 * M,
        "share fair_share": -15 * M,
        "share covered": 15 * M,
    }


@pytest.mark.law("IR 30(1)", "AMMR 61(4)")
def test_deductions_lower_what_is_due() -> None:
    request = event("deduction_requested", "02-01", state="SE", article="61")
    granted = event("deduction_decided", "03-01", state="SE", article="61", amounts={"financial": 4 * M})
    book = ledger([*EVENTS, request, granted, CLOSE]).book
    assert due(book, "SE").amount == 11 * M
    assert due(book, "SE").amount == Fraction(book.balance("SE", "open", "financial"), 100)


@pytest.mark.law("AMMR 64(2)", "IR 31")
def test_no_more_is_allocated_than_was_transferred() -> None:
    paid = ledger([*EVENTS, CLOSE, settled("SE", 10 * M)])
    both = paid.append(allocated("IT", 6 * M)).append(allocated("ES", 4 * M))
    assert both.book.allocated == {"IT": 600 * M, "ES": 400 * M}
    assert paid.book.allocated == {}
    refused(both, allocated("IT", "0.01"), "AMMR 64(2)", "more is allocated")
    refused(paid, allocated("IT", 0), "AMMR 64(2)", "above zero")
    refused(paid, allocated("EL", 1), "AMMR 64(2)", "EL has no access")
    refused(paid, allocated("IT", "0.001"), "AMMR 64(2)", "whole number of cents")


@pytest.mark.law("AMMR 64(4)")
def test_what_is_not_allocated_may_be_added_to_the_thematic_facility() -> None:
    paid = ledger([*EVENTS, CLOSE, settled("SE", 10 * M), allocated("IT", 6 * M)])
    some = paid.append(added(3 * M)).append(added(500_000))
    assert some.book.allocated == {"IT": 600 * M, "AMIF": 350 * M}
    refused(some, added(500_001), "AMMR 64(2)", "more is allocated")
    refused(some, allocated("ES", 500_001, on="2028-03-07"), "AMMR 64(2)", "more is allocated")
    refused(some, added(0), "AMMR 64(4)", "above zero")
    refused(EVENTS, added(1), "AMMR 64(2)", "more is allocated")


@pytest.mark.law("AMMR 64(2)")
def test_money_that_goes_beyond_the_actions_in_the_inventory_is_told() -> None:
    """64(1): the money pays for actions of the benefitting state, and for nothing else."""
    centre = {"state": "IT", "name": "centre", "amount": 6 * M, "programme": "AMIF", "purpose": "reception"}
    paid = [*EVENTS, event("action_identified", "02-01", **centre), CLOSE, settled("SE", 10 * M)]
    covered = ledger([*paid, allocated("IT", 6 * M)])
    told = "AMMR 64(2): more is allocated to IT than its actions in the inventory cost"
    assert told not in texts(covered.book)
    assert texts(covered.append(allocated("IT", 1)).book)[-1] == told


@pytest.mark.law("IR 30(1)")
def test_a_ratio_that_is_no_whole_number_of_cents_leaves_the_formula_exact() -> None:
    start = [key(), proposal(), forum(), act(relocations=21_001, financial=420 * M), pledge("SE", "financial", 100)]
    assert due(ledger([*start, CLOSE]).book, "SE").amount == 100
