"""What benefitting states need, what is asked of them, and the actions that the pool's money pays for."""

from __future__ import annotations

from typing import Any

import pytest
from cycles import event, ledger, notice, prepared, refused, texts

from fairshare.ledger.events import Event

BENEFITTING = [*prepared(), notice("IT")]


def needs(state: str = "IT", on: str = "01-10", **more: Any) -> Event:
    return event("needs_stated", on, state=state, **more)


@pytest.mark.law("AMMR 58(2)")
def test_a_notice_says_what_is_needed_and_for_money_the_programme() -> None:
    held = ledger([*BENEFITTING, needs(needs={"relocation": 900, "financial": 5_000_000}, programme="AMIF")])
    assert texts(held.book) == []
    assert held.book.needs == {"IT": held.events[-1]}
    money = ledger([*BENEFITTING, needs(needs={"financial": 5_000_000})])
    assert texts(money.book) == ["AMMR 58(2): IT asks for money and names no Union spending programme"]
    assert texts(ledger([*BENEFITTING, needs(needs={"relocation": 0})]).book) == [
        "AMMR 58(2): IT does not tell: type and level of the measures needed"
    ]


@pytest.mark.law("AMMR 59(2)")
def test_a_notification_gives_its_reasons_too() -> None:
    notified = [*prepared(), event("pressure_notified", "02-01", state="HU")]
    given = {"reasoning": "arrivals doubled", "stabilisation": "places", "vulnerabilities": "more staff"}
    assert texts(ledger([*notified, needs("HU", "02-01", needs={"relocation": 10}, **given)]).book) == []
    bare = ledger([*notified, needs("HU", "02-01", needs={"relocation": 10})])
    assert [flag.cite for flag in bare.book.flags] == ["AMMR 59(2)(a)", "AMMR 59(2)(c)", "AMMR 59(2)(d)"]


@pytest.mark.law("AMMR 58(2)", "AMMR 59(2)")
def test_needs_of_a_state_that_asked_for_nothing_and_impossible_needs() -> None:
    refused(prepared(), needs("DE"), "AMMR 59(2)", "no notice")
    refused(BENEFITTING, needs(needs={"relocation": -1}), "AMMR 58(2)", "not negative")
    refused(BENEFITTING, needs(needs={"relocation": "0.5"}), "AMMR 58(2)", "whole number")
    refused(BENEFITTING, needs(on="2028-01-10"), "AMMR 58(1)", "has ended")


def asked(on: str = "01-05", **more: Any) -> Event:
    until = event("year_closed", "03-01").date
    return event("preparedness_asked", on, **{"state": "IT", "measure": "more places", "until": until} | more)


def answered(on: str, **more: Any) -> Event:
    return event("preparedness_answered", on, **{"state": "IT", "measure": "more places", "done": True} | more)


@pytest.mark.law("AMMR 59(2)")
def test_a_measure_asked_of_a_state_bars_nothing() -> None:
    held = ledger([*prepared(), asked()])
    assert held.book.preparedness == {("IT", "more places"): (held.events[-1], None)}
    assert held.append(notice("IT")).book.standing("IT").uses_pool
    done = held.append(answered("03-01"))
    assert (texts(done.book), done.book.preparedness["IT", "more places"][1]) == ([], done.events[-1])
    assert texts(held.append(answered("03-02")).book) == ["AMMR 59(2)(d): the answer of IT came after 2027-03-01"]
    late = ledger([*BENEFITTING, asked("01-11", until=None)])
    assert texts(late.book) == ["AMMR 59(2)(d): IT benefits already, and access does not wait for it"]


@pytest.mark.law("AMMR 59(2)")
def test_what_may_not_be_asked_or_answered() -> None:
    refused([], asked(state="DK"), "AMMR 59(2)(d)", "does not bind")
    refused([], asked(measure=" "), "AMMR 59(2)(d)", "empty")
    refused([], asked("03-02"), "AMMR 59(2)(d)", "lies before")
    refused([asked()], answered("01-06", measure="boats"), "AMMR 59(2)(d)", "no measure 'boats'")


# --- funded actions -----------------------------------------------------------------------------------


def action(**more: Any) -> Event:
    given = {"state": "IT", "name": "centre", "amount": 1_000_000, "programme": "AMIF"}
    return event("action_identified", "02-01", **given | {"purpose": "reception", "rights_assessment": "done"} | more)


def abroad(**more: Any) -> Event:
    return action(**{"third_country": True, "purpose": "", "focus": "anti_smuggling"} | more)


def reported(**more: Any) -> Event:
    return event("action_reported", "06-01", **{"state": "IT", "name": "centre", "progress": "running"} | more)


@pytest.mark.law("AMMR 56(2)", "AMMR 56(3)", "AMMR 64(2)")
def test_an_action_has_a_purpose_in_member_states_or_a_focus_in_a_third_country() -> None:
    held = ledger([*BENEFITTING, action(), abroad(name="training")])
    assert texts(held.book) == []
    assert list(held.book.actions) == [("IT", "centre"), ("IT", "training")]
    refused(BENEFITTING, action(purpose="holidays"), "AMMR 56(2)(b)", "no purpose")
    refused(BENEFITTING, action(focus="anti_smuggling"), "AMMR 56(2)(b)", "has a purpose")
    refused(BENEFITTING, abroad(focus="reception"), "AMMR 56(3)", "no purpose")
    refused(BENEFITTING, abroad(purpose="reception"), "AMMR 56(3)", "has a focus")


@pytest.mark.law("AMMR 64(2)")
def test_what_is_no_action_of_the_inventory() -> None:
    refused(prepared(), action(state="DE"), "AMMR 64(2)", "no access")
    refused(BENEFITTING, action(name=""), "AMMR 64(2)", "empty")
    refused(BENEFITTING, action(amount=0), "AMMR 64(2)", "more than nothing")
    refused([*BENEFITTING, action()], action(), "AMMR 64(2)", "correct that event")


@pytest.mark.law("AMMR 56(2)", "AMMR 64(2)")
def test_a_programme_out_of_scope_and_a_missing_assessment_are_told() -> None:
    assert texts(ledger([*BENEFITTING, abroad(programme="BMVI", rights_assessment="")]).book) == [
        "AMMR 56(2)(b): 'centre' in a third country lies within the scope of AMIF",
        "AMMR 64(2): no assessment of fundamental rights is recorded for 'centre'",
    ]


@pytest.mark.law("AMMR 64(5)")
def test_the_progress_of_an_action() -> None:
    held = ledger([*BENEFITTING, action()])
    running = held.append(reported(spent=400_000))
    assert texts(running.book) == []
    assert running.book.actions["IT", "centre"] == running.events[-2:]
    assert running.book.balances == held.book.balances
    assert texts(running.append(reported(progress="done", spent=1_000_001)).book) == [
        "AMMR 64(5): more is spent on 'centre' than it was to cost",
        "AMMR 64(5): 'centre' is done; what it achieved is not told",
    ]
    assert texts(running.append(reported(progress="done", achieved="300 places", spent=1_000_000)).book) == []
    refused(held, reported(name="boats"), "AMMR 64(5)", "not in the inventory")
    refused(held, reported(spent=-1), "AMMR 64(5)", "not negative")
