"""The two Forums: pledges before an act, meetings on notices and decisions, what is agreed."""

from __future__ import annotations

from typing import Any

import pytest
from cycles import act, event, forum, key, labels, ledger, notice, prepared, proposal, refused, texts

from fairshare.ledger import Ledger
from fairshare.ledger.events import Event
from fairshare.ledger.handlers.votes import votes_on

BEFORE_ACT = [key(), labels(IT="pressure", ES="pressure"), proposal(), forum()]


def made(state: str, amount: Any, measure: str = "relocation", on: str = "2026-11-01", **more: Any) -> Event:
    return event("pledge_made", on, state=state, measure=measure, amount=amount, **more)


def vote(state: str, position: str, on: str = "2026-12-01") -> Event:
    return event("vote_cast", on, state=state, subject="act", position=position)


def conclusion(relocations: int, financial: int, on: str = "2026-11-01") -> Event:
    return event("conclusion_reached", on, relocations=relocations, financial=financial)


def pledged(book: Any) -> dict[tuple[str, str, str], int]:
    return {place: int(event.amount) for place, event in book.pledged_at_forum.items()}


# --- the High-Level Forum -----------------------------------------------------------------------------


@pytest.mark.law("AMMR 13(3)", "AMMR 57(3)")
def test_the_forum_concludes_before_the_act_and_may_think_again() -> None:
    held = ledger([*BEFORE_ACT, conclusion(30_000, 600_000_000), conclusion(21_000, 420_000_000)])
    assert held.book.conclusion is held.events[-1]
    assert texts(held.book) == ["AMMR 57(3): below the floors that AMMR 12(2) sets for the Commission proposal"]
    refused([], conclusion(21_000, 420_000_000), "AMMR 57(3)", "after its meeting and before the act")
    refused(prepared(), conclusion(21_000, 420_000_000, "2026-12-11"), "AMMR 57(3)", "before the act")
    refused(BEFORE_ACT, conclusion(0, 0), "AMMR 57(1)", "above zero")


@pytest.mark.law("AMMR 57(4)")
def test_a_state_pledges_any_mix_changes_its_mind_and_withdraws() -> None:
    events = [
        made("DE", 100),
        made("DE", 1_000_000, "financial"),
        made("DE", 500_000, "alternative", item="boats"),
        made("DE", 600),
        made("DE", 0, "financial"),
        made("DE", 0, "alternative", item="boats"),
        made("FR", 0),
    ]
    held = ledger([*BEFORE_ACT, *events])
    assert pledged(held.book) == {("DE", "relocation", ""): 600}
    assert held.book.balances == ledger(BEFORE_ACT).book.balances


@pytest.mark.law("AMMR 57(3)", "AMMR 57(4)")
def test_what_is_no_pledge() -> None:
    refused(BEFORE_ACT, made("DE", 0, "alternative", item="boats"), "AMMR 57(4)", "financial value")
    refused(BEFORE_ACT, made("DE", -1), "AMMR 57(3)", "not negative")
    refused(BEFORE_ACT, made("DE", "1.5"), "AMMR 57(3)", "whole number")
    refused(BEFORE_ACT[:3], made("DE", 1), "AMMR 13(3)", "after its meeting")
    refused(prepared(), made("DE", 1, on="2026-12-11"), "AMMR 13(3)", "before the act")


@pytest.mark.law("AMMR 13(1)", "AMMR 13(3)")
def test_a_state_outside_the_key_may_pledge_unless_the_choice_refuses_it() -> None:
    assert pledged(ledger([*BEFORE_ACT, made("NO", 10)]).book) == {("NO", "relocation", ""): 10}
    strict = ledger(BEFORE_ACT, OFF_KEY_CONTRIBUTION="refused")
    refused(strict, made("NO", 10), "AMMR 13(3)", "OFF_KEY_CONTRIBUTION")


@pytest.mark.law("AMMR 13(4)")
def test_a_reconvened_forum_begins_anew_until_the_act_is_amended() -> None:
    first = ledger([*BEFORE_ACT, conclusion(30_000, 600_000_000), made("DE", 600), vote("DE", "for"), act()])
    again = first.append(forum("02-01", reconvened=True))
    assert (again.book.conclusion, again.book.pledged_at_forum, votes_on(again.book, "act")) == (None, {}, {})
    more = again.append(made("DE", 50, on="02-01"))
    assert pledged(more.book) == {("DE", "relocation", ""): 50}
    amended = more.append(act("02-01"))
    refused(amended, made("DE", 60, on="02-01"), "AMMR 13(3)", "before the act")
    session = first.append(forum("02-01"))
    refused(session, made("DE", 50, on="02-01"), "AMMR 13(3)", "before the act")


@pytest.mark.law("AMMR 13(4)", "AMMR 57(1)")
def test_once_the_year_is_closed_no_forum_meets_concludes_or_pledges() -> None:
    """A Forum that was reconvened in the year, and whose pledges no act sets out, ends with it."""
    closed = ledger([*prepared(), forum("12-01", reconvened=True), event("year_closed", "12-31")])
    refused(closed, forum("12-31"), "AMMR 57(1)", "has ended")
    refused(closed, made("DE", 50, on="12-31"), "AMMR 13(3)", "has ended")
    refused(closed, conclusion(30_000, 600_000_000, on="12-31"), "AMMR 57(3)", "has ended")


# --- the Technical-Level Forum ------------------------------------------------------------------------


def meeting(occasion: str, on: str) -> Event:
    return event("technical_forum_held", on, occasion=occasion)


@pytest.mark.law("AMMR 14(5)")
def test_the_first_meeting_follows_the_act_and_regular_ones_the_first() -> None:
    refused(BEFORE_ACT, meeting("first", "2026-12-01"), "AMMR 14(5)", "no act")
    held = ledger(prepared())
    refused(held, meeting("regular", "01-05"), "AMMR 14(5)", "follow the first")
    first = held.append(meeting("first", "01-05"))
    refused(first, meeting("first", "01-06"), "AMMR 14(5)", "already")
    assert [one.occasion for one in first.append(meeting("regular", "01-06")).book.technical_forums] == [
        "first",
        "regular",
    ]


@pytest.mark.law("AMMR 58(3)")
def test_a_meeting_answers_every_notice_that_waits_and_tells_who_waited_too_long() -> None:
    held = ledger([*prepared(), notice("IT", "01-10"), notice("ES", "01-15")])
    refused(ledger(prepared()), meeting("notice", "01-11"), "AMMR 58(3)", "no notice waits")
    answered = held.append(meeting("notice", "01-21"))
    assert texts(answered.book) == [
        "AMMR 58(3): the Technical-Level Forum on the notice of 2027-01-10 came after 2027-01-20"
    ]
    assert all(on == answered.events[-1].date for _, on in answered.book.forums_asked.values())
    refused(answered, meeting("notice", "01-22"), "AMMR 58(3)", "no notice waits")


@pytest.mark.law("AMMR 59(6)")
def test_a_decision_asks_for_a_meeting_unless_access_is_refused() -> None:
    notified = [*prepared(), event("pressure_notified", "02-01", state="HU")]
    no = ledger([*notified, event("pressure_decided", "02-10", state="HU", accepted=False)])
    refused(no, meeting("decision", "02-11"), "AMMR 59(6)", "no decision waits")
    yes = ledger([*notified, event("pressure_decided", "02-10", state="HU", accepted=True)])
    assert texts(yes.append(meeting("decision", "02-24")).book) == []
    blocked = yes.append(event("access_refused", "02-20", state="HU"))
    refused(blocked, meeting("decision", "02-21"), "AMMR 59(6)", "no decision waits")


@pytest.mark.law("AMMR 60(4)")
def test_preferences_are_stated_from_the_first_meeting_on() -> None:
    def preference(state: str = "DE", text: str = "families", on: str = "01-05") -> Event:
        return event("preferences_stated", on, state=state, text=text)

    held = ledger([*prepared(), meeting("first", "01-05")])
    assert held.append(preference()).book.preferences["DE"] == preference()
    refused(prepared(), preference(), "AMMR 60(4)", "first")
    refused(held, preference("DK"), "AMMR 60(4)", "does not bind")
    refused(held, preference(text=""), "AMMR 60(4)", "empty")
    early = ledger([*prepared(), meeting("first", "2026-12-12")], GENERAL_APPLICATION_DATE="2026-07-01")
    assert early.append(preference(on="2026-12-12")).book.preferences


@pytest.mark.law("AMMR 60(1)", "AMMR 60(2)")
def test_an_understanding_spreads_a_whole_at_most_over_states_that_benefit() -> None:
    def understanding(**parts: str) -> Event:
        return event("understanding_reached", "01-15", measure="financial", parts=parts)

    held = ledger([*prepared(), notice("IT", "01-04"), notice("ES", "01-04"), meeting("first", "01-05")])
    agreed = held.append(understanding(IT="0.5", ES="0.25"))
    assert agreed.book.understandings["financial"] == agreed.events[-1]
    assert agreed.book.balances == held.book.balances
    for bad in ({}, {"IT": "0.5", "ES": "0.6"}, {"IT": "-0.1"}):
        refused(held, understanding(**bad), "AMMR 60(2)", "add up to 1")
    refused(held, understanding(EL="0.5"), "AMMR 60(2)", "no access")
    unmet = Ledger.of([*prepared(), notice("IT", "01-04")], 2027)
    refused(unmet, understanding(IT="0.5"), "AMMR 60(1)", "none was held")
