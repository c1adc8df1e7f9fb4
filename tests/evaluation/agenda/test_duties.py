"""What is due from whom, as the calendar and the record have it, and how that stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cycles import YEAR, act, day, draw, event, forum, key, labels, ledger, notice, pledge, prepared, proposal
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.evaluation.agenda import Duty, duties, duties_of, missing
from fairshare.faults import BadInputError
from fairshare.figures import cycles as shipped
from fairshare.ledger import Book, parse
from fairshare.ledger.events import Event
from fairshare.ledger.handlers.procedure import expected_contents
from fairshare.ledger.notation import EVENT_TYPES

PACKAGE = [key(), labels(IT="pressure", ES="pressure"), proposal()]


def due_of(events: Iterable[Event], on: str, settles: str, **named: str) -> list[Duty]:
    """The duties that one kind of event settles, of a record on a day, with these values."""
    found = duties(ledger(events).book, day(on))
    return [d for d in found if d.settles == settles and all(getattr(d, k) == v for k, v in named.items())]


def the(events: Iterable[Event], on: str, settles: str, **named: str) -> Duty:
    (only,) = due_of(events, on, settles, **named)
    return only


def stands(events: Iterable[Event], on: str, settles: str, **named: str) -> str:
    return the(events, on, settles, **named).state_of


# --- the calendar -------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 9(7)", "AMMR 9(9)")
def test_thirty_deliver_information_in_june_and_again_in_september() -> None:
    rows = due_of([], "2026-06-01", "information_delivered")
    assert len(rows) == 60
    assert {(row.due, row.state_of) for row in rows} == {(day("2026-06-01"), "open"), (day("2026-09-01"), "upcoming")}
    told = event("information_delivered", "2026-06-03", round="june", body="FRA", contents=("rights_bulletins",))
    june = the([told], "2026-06-10", "information_delivered", body="FRA", cite="AMMR 9(7)")
    assert (june.who, june.state_of, june.done_on, june.due) == (
        "agency",
        "done",
        day("2026-06-03"),
        day("2026-06-01"),
    )
    assert stands([told], "2026-06-10", "information_delivered", body="EUAA", cite="AMMR 9(7)") == "late"
    assert stands([told], "2026-06-02", "information_delivered", body="FRA", cite="AMMR 9(7)") == "late"


@pytest.mark.law("AMMR 9(8)", "AMMR 11(1)", "AMMR 9(4)", "AMMR 11(4)", "AMMR 12(6)")
def test_the_commission_assesses_consults_and_adopts_its_package() -> None:
    assert stands([], "2026-06-30", "assessment_made", cite="AMMR 9(8)") == "upcoming"
    assert stands([], "2026-07-01", "assessment_made", cite="AMMR 9(8)") == "open"
    made = event("assessment_made", "2026-07-16", round="initial")
    assert stands([made], "2026-07-16", "assessment_made", cite="AMMR 9(8)") == "done"
    for cite in ("AMMR 11(1)", "AMMR 9(4)", "AMMR 11(4)", "AMMR 12(6)"):
        (before,) = (d for d in duties(ledger([]).book, day("2026-09-30")) if d.cite == cite)
        (after,) = (d for d in duties(ledger([]).book, day("2026-10-01")) if d.cite == cite)
        assert (before.who, before.state_of, after.state_of) == ("commission", "upcoming", "open")
    assert stands([], "2026-10-16", "proposal_adopted") == "late"
    assert stands(PACKAGE, "2026-10-16", "proposal_adopted") == "done"


@pytest.mark.law("AMMR 11(1)")
def test_what_the_decision_overtook_is_no_longer_due() -> None:
    report = event("report_adopted", "2026-10-15")
    before = {(d.cite, d.settles) for d in duties(ledger([]).book, day("2026-10-16")) if d.state_of == "late"}
    assert ("AMMR 9(4)", "report_adopted") in before and ("AMMR 9(7)", "information_delivered") in before
    assert not due_of(PACKAGE, "2026-10-16", "information_delivered")
    assert not due_of(PACKAGE, "2026-10-16", "report_adopted", cite="AMMR 9(4)")
    assert stands([*PACKAGE, report], "2026-10-16", "report_adopted", cite="AMMR 9(4)") == "done"


@pytest.mark.law("AMMR 13(2)")
def test_the_forum_is_due_fifteen_days_after_the_last_of_the_acts() -> None:
    waits = the([], "2026-10-20", "forum_held")
    assert (waits.due, waits.state_of) == (day("2026-10-30"), "upcoming")
    late = [key("2026-11-11"), replace(labels(IT="pressure"), date=day("2026-11-11")), proposal("2026-11-11")]
    assert [stands(late, on, "forum_held") for on in ("2026-11-11", "2026-11-26", "2026-11-27")] == [
        "open",
        "open",
        "late",
    ]
    assert stands([*PACKAGE, forum()], "2026-10-28", "forum_held") == "done"


@pytest.mark.law("AMMR 13(3)", "AMMR 57(1)")
def test_pledges_conclusion_votes_and_act() -> None:
    held = [*PACKAGE, forum()]
    pledged = event("pledge_made", "2026-11-01", state="DE", measure="relocation", amount=600)
    concluded = event("conclusion_reached", "2026-11-01", relocations=30_000, financial=600_000_000)
    voted = event("vote_cast", "2026-12-01", state="HU", subject="act", position="against")
    assert {d.state_of for d in due_of(PACKAGE, "2026-10-20", "pledge_made")} == {"upcoming"}
    assert len(due_of(held, "2026-10-28", "pledge_made", state_of="open")) == 26
    assert stands([*held, pledged], "2026-11-01", "pledge_made", state="DE") == "done"
    assert stands(held, "2026-10-28", "conclusion_reached") == "open"
    assert stands([*held, concluded], "2026-11-01", "conclusion_reached") == "done"
    assert not due_of(held, "2026-11-01", "vote_cast")
    on_vote = due_of([*held, concluded, voted], "2026-12-01", "vote_cast")
    assert [d.state for d in on_vote if d.state_of == "done"] == ["HU"]
    assert len(on_vote) == 26
    assert [stands(held, on, "act_adopted") for on in ("2026-12-31", "01-01")] == ["open", "late"]
    assert stands(PACKAGE, "2026-12-31", "act_adopted") == "upcoming"
    after = [*held, concluded, pledged, voted, act(), pledge("FR", "relocation", 5)]
    assert stands(after, "2026-12-10", "act_adopted") == "done"
    assert [d.state for d in due_of(after, "2026-12-10", "pledge_made")] == ["DE", "FR"]
    assert [d.state for d in due_of(after, "2026-12-10", "vote_cast")] == ["HU"]


@pytest.mark.law("AMMR 13(4)")
def test_a_reconvened_forum_asks_for_an_amended_act() -> None:
    events = [*prepared(), forum("02-01", reconvened=True)]
    amendment = the(events, "02-02", "act_adopted", cite="AMMR 13(4)")
    assert (amendment.who, amendment.state_of, amendment.opens) == ("council", "open", day("02-01"))
    assert not due_of([*events, act("02-03")], "02-03", "act_adopted", cite="AMMR 13(4)")


@pytest.mark.law("AMMR 14(5)", "AMMR 57(4)", "AMMR 60(6)", "AMMR 15(4)")
def test_first_meeting_close_confirmations_and_report() -> None:
    first = event("technical_forum_held", "01-05", occasion="first")
    closed = event("year_closed", "12-31")
    told = event("delivery_confirmed", "2028-01-20", state="DE", levels={})
    report = event("report_adopted", "2028-10-10")
    assert stands(PACKAGE, "2026-11-01", "technical_forum_held") == "upcoming"
    assert stands(prepared(), "01-05", "technical_forum_held") == "open"
    assert stands([*prepared(), first], "01-05", "technical_forum_held") == "done"
    assert [stands(prepared(), on, "year_closed") for on in ("12-30", "12-31", "2028-01-01")] == [
        "upcoming",
        "open",
        "late",
    ]
    end = [*prepared(), closed]
    assert stands(end, "2028-01-01", "year_closed") == "done"
    assert len(due_of(end, "2028-01-01", "delivery_confirmed", state_of="open")) == 26
    assert stands([*end, told], "2028-02-01", "delivery_confirmed", state="DE") == "done"
    assert stands([*end, told], "2028-02-01", "delivery_confirmed", state="FR") == "late"
    assert [stands(end, on, "report_adopted", cite="AMMR 15(4)") for on in ("2028-10-15", "2028-10-16")] == [
        "open",
        "late",
    ]
    assert stands([*end, report], "2028-10-16", "report_adopted", cite="AMMR 15(4)") == "done"


# --- what the record raises ---------------------------------------------------------------------------


@pytest.mark.law("AMMR 11(1)")
def test_a_state_consulted_gives_its_view_until_the_decision() -> None:
    asked = event("consultation_opened", "2026-10-01", state="IT", until=day("2026-10-05"))
    given = event("view_given", "2026-10-06", state="IT", text="agreed")
    assert [stands([asked], on, "view_given") for on in ("2026-10-05", "2026-10-06")] == ["open", "late"]
    assert stands([asked, given], "2026-10-06", "view_given") == "done"
    assert not due_of([asked, *PACKAGE], "2026-10-15", "view_given")
    again = event("consultation_opened", "2026-11-01", state="IT")
    assert stands([*PACKAGE, again], "2026-11-01", "view_given") == "open"


@pytest.mark.law("AMMR 58(2)", "AMMR 58(3)")
def test_a_notice_asks_for_a_meeting_in_ten_days_and_for_needs() -> None:
    events = [*prepared(), notice("IT", "01-10")]
    meeting = the(events, "01-20", "technical_forum_held", about="IT")
    assert (meeting.who, meeting.due, meeting.state_of) == ("coordinator", day("01-20"), "open")
    assert stands(events, "01-21", "technical_forum_held", about="IT") == "late"
    met = [*events, event("technical_forum_held", "01-12", occasion="notice")]
    assert stands(met, "01-21", "technical_forum_held", about="IT") == "done"
    assert stands(events, "01-10", "needs_stated", state="IT") == "open"
    told = event("needs_stated", "01-10", state="IT", needs={"relocation": 10})
    assert stands([*events, told], "01-10", "needs_stated", state="IT") == "done"


@pytest.mark.law("AMMR 58(1)")
def test_a_state_under_pressure_may_give_notice_until_the_year_ends() -> None:
    assert not due_of(PACKAGE, "2026-10-20", "notice_received")  # no act
    may = due_of(prepared(), "2026-12-10", "notice_received")
    assert [(d.state, d.state_of, d.due) for d in may] == [(state, "open", None) for state in ("EL", "ES", "IT")]
    assert not due_of([*prepared(), notice("IT")], "01-10", "notice_received", state="IT")
    assert [len(due_of(prepared(), on, "notice_received")) for on in ("12-31", "2028-01-01")] == [3, 0]


@pytest.mark.law("AMMR 59(4)", "AMMR 59(6)")
def test_a_notification_is_decided_and_access_refused_in_two_weeks_or_never() -> None:
    notified = [*prepared(), event("pressure_notified", "02-01", state="HU")]
    yes = [*notified, event("pressure_decided", "02-10", state="HU", accepted=True)]
    no = [*notified, event("pressure_decided", "02-10", state="HU", accepted=False)]
    assert stands(notified, "06-01", "pressure_decided", about="HU") == "open"
    assert the(notified, "06-01", "pressure_decided").due is None
    assert stands(no, "02-10", "pressure_decided") == "done"
    assert the(no, "02-10", "needs_stated").cite == "AMMR 59(2)"
    assert not due_of(no, "02-10", "access_refused")
    meeting = the(yes, "02-10", "technical_forum_held", about="HU")
    assert (meeting.cite, meeting.due) == ("AMMR 59(6)", day("02-24"))
    assert stands(yes, "02-24", "access_refused") == "open"
    assert not due_of(yes, "02-25", "access_refused")
    refused = [*yes, event("access_refused", "02-20", state="HU")]
    assert stands(refused, "02-25", "access_refused") == "done"
    again = [*refused, event("pressure_notified", "03-01", state="HU")]
    assert stands(again, "03-01", "pressure_decided") == "open"
    accepted = [*again, event("pressure_decided", "03-10", state="HU", accepted=True)]
    assert stands(accepted, "03-11", "access_refused") == "open"


@pytest.mark.law("AMMR 59(7)")
def test_a_refusal_for_lack_of_capacity_asks_for_a_forum_within_a_week_of_the_decision() -> None:
    found = [*prepared(), event("pressure_notified", "02-01", state="HU")]
    found += [event("pressure_decided", "02-10", state="HU", accepted=True)]
    refused = [*found, event("access_refused", "02-14", state="HU", ground="capacity")]
    again = the(refused, "02-17", "forum_held", cite="AMMR 59(7)")
    assert (again.who, again.about, again.opens, again.due) == ("presidency", "HU", day("02-14"), day("02-17"))
    assert [stands(refused, on, "forum_held", cite="AMMR 59(7)") for on in ("02-17", "02-18")] == ["open", "late"]
    met = [*refused, forum("02-16", reconvened=True)]
    assert stands(met, "02-18", "forum_held", cite="AMMR 59(7)") == "done"
    otherwise = [*found, event("access_refused", "02-14", state="HU", ground="other_reasons")]
    assert not due_of(otherwise, "02-17", "forum_held", cite="AMMR 59(7)")


@pytest.mark.law("AMMR 60(3)(3)", "AMMR 61(4)")
def test_nobody_decides_on_a_deduction_of_a_state_that_benefits_by_now() -> None:
    asked = [*prepared(), pledge("ES", "relocation", 10)]
    asked += [event("deduction_requested", "01-10", state="ES", article="61")]
    asked += [event("deduction_assessed", "01-12", state="ES", article="61", favourable=True)]
    tags = ("deduction_assessed", "deduction_decided", "vote_cast")
    assert all(due_of(asked, "01-13", tag) for tag in tags)
    assert not any(due_of([*asked, notice("ES", "01-13")], "01-13", tag) for tag in tags)


@pytest.mark.law("AMMR 61(3)", "AMMR 61(4)", "AMMR 62(4)", "AMMR 62(5)")
def test_a_deduction_is_assessed_in_four_weeks_voted_and_decided() -> None:
    base = [*prepared(), pledge("AT", "relocation", 10), pledge("ES", "relocation", 10)]
    asked = [*base, event("deduction_requested", "01-10", state="AT", article="62")]
    assessment = the(asked, "02-07", "deduction_assessed")
    assert (assessment.cite, assessment.due, assessment.state_of) == ("AMMR 62(4)", day("02-07"), "open")
    assert stands(asked, "02-08", "deduction_assessed") == "late"
    decision = the(asked, "06-01", "deduction_decided")
    assert (decision.due, decision.state_of, decision.cite) == (None, "open", "AMMR 62(5)")
    assert not due_of(asked, "02-08", "vote_cast")
    assessed = [*asked, event("deduction_assessed", "02-08", state="AT", article="62", favourable=True)]
    assert stands(assessed, "02-08", "deduction_assessed") == "done"
    assert len(due_of(assessed, "02-08", "vote_cast", about="deduction-62:AT")) == 26
    decided = [*assessed, event("deduction_decided", "02-20", state="AT", article="62", amounts={"relocation": 5})]
    assert (stands(decided, "02-20", "deduction_decided"), stands(decided, "02-20", "deduction_assessed")) == (
        "done",
        "done",
    )
    asked_again = [*decided, event("deduction_requested", "03-01", state="AT", article="62")]
    assert stands(asked_again, "03-01", "deduction_assessed") == "open"
    unheard = [*asked, event("deduction_decided", "02-20", state="AT", article="62", amounts={})]
    assert not due_of(unheard, "02-20", "deduction_assessed")


POOL = [
    *prepared(),
    pledge("DE", "relocation", 20_000),
    pledge("NL", "alternative", 1_000_000, item="boats"),
    pledge("SE", "financial", 1_000_000),
    notice("IT"),
]


@pytest.mark.law("AMMR 69(2)")
def test_a_request_for_offsets_is_answered_in_thirty_days() -> None:
    asked = [*POOL, event("offset_requested", "03-01", state="DE", towards="IT", cases=9)]
    reply = the(asked, "03-31", "offset_answered")
    assert (reply.state, reply.about, reply.due, reply.state_of) == ("DE", "IT", day("03-31"), "open")
    assert reply.consequence == "nothing: the request stays open and is shown as late"
    assert stands(asked, "04-01", "offset_answered") == "late"
    for silence in ("refusal", "acceptance"):
        book = ledger(asked, OFFSET_REPLY_SILENCE=silence).book
        left = [[d for d in duties(book, day(on)) if d.settles == "offset_answered"] for on in ("03-31", "04-01")]
        assert [len(found) for found in left] == [1, 0]  # silence was the answer
    answered = [*asked, event("offset_answered", "03-20", state="DE", towards="IT", cases=9)]
    assert stands(answered, "04-01", "offset_answered") == "done"


@pytest.mark.law("AMMR 60(3)", "AMMR 67(12)")
def test_open_pledges_are_drawn_and_relocations_carried_out_in_the_year() -> None:
    assert not due_of(POOL[:-1], "02-01", "draw_agreed")
    assert {d.about: d.due for d in due_of(POOL, "02-01", "draw_agreed")} == {
        "relocation": day("12-31"),
        "financial": None,
    }
    accepted = event("relocation_accepted", "02-02", state="DE", towards="IT", persons=4)
    events = [*POOL, draw("IT", 10), accepted]
    rows = due_of(events, "2028-01-01", "implemented")
    assert [(d.cite, d.about, d.state_of) for d in rows] == [
        ("AMMR 60(3)(1)", "IT", "late"),
        ("AMMR 67(12)", "IT", "open"),
    ]
    closed = [*events, event("year_closed", "12-31")]
    assert [d.cite for d in due_of(closed, "2028-01-01", "implemented")] == ["AMMR 67(12)"]
    assert not due_of(closed, "2028-01-01", "draw_agreed")


@pytest.mark.law("AMMR 65(1)", "AMMR 65(3)")
def test_a_measure_in_kind_is_valued_by_both_and_then_carried_out() -> None:
    asked = [*POOL, event("in_kind_requested", "02-01", state="NL", towards="IT", item="boats")]
    assert [(d.state, d.about, d.state_of) for d in due_of(asked, "02-01", "in_kind_valued")] == [
        ("NL", "boats", "open"),
        ("IT", "boats", "open"),
    ]
    valued = [*asked, event("in_kind_valued", "02-05", state="NL", towards="IT", item="boats", value=900_000)]
    assert {d.state_of for d in due_of(valued, "02-05", "in_kind_valued")} == {"done"}
    delivery = the(valued, "02-05", "implemented")
    assert (delivery.state, delivery.about, delivery.due) == ("NL", "boats", None)
    given = {"state": "NL", "towards": "IT", "measure": "alternative", "item": "boats", "amount": 900_000}
    assert not due_of([*valued, event("implemented", "03-01", **given)], "03-01", "implemented")
    assert not due_of([*asked, event("year_closed", "12-31")], "12-31", "in_kind_valued")
    assert not due_of(POOL, "02-01", "in_kind_valued")


@pytest.mark.law("IR 30(3)", "AMMR 63(5)")
def test_after_the_year_money_and_catch_up_offsets() -> None:
    assert stands(POOL, "12-30", "settled", state="SE") == "upcoming"
    closed = [*POOL, event("year_closed", "12-31")]
    assert stands(closed, "2028-01-01", "settled", state="SE") == "open"
    paid = event("settled", "2028-02-01", state="SE", amount=1_000_000)
    assert stands([*closed, paid], "2028-02-01", "settled", state="SE") == "done"
    request = the(closed, "2028-01-01", "catch_up_requested")
    assert (request.state, request.about) == ("IT", "DE")
    asked = [*closed, event("catch_up_requested", "2028-03-01", state="DE", towards="IT", cases=20_000)]
    assert not due_of(asked, "2028-03-01", "catch_up_requested")
    assert the(asked, "2028-03-01", "offset_taken").state == "DE"


@pytest.mark.law("AMMR 64(2)", "AMMR 64(4)")
def test_money_asks_for_actions_and_is_allocated_to_them() -> None:
    committed = [*POOL, draw("IT", 1_000_000, measure="financial")]
    submission = the(committed, "02-01", "action_identified")
    assert (submission.state, submission.state_of, submission.due) == ("IT", "open", None)
    centre = {"state": "IT", "name": "centre", "amount": 1_000_000, "programme": "AMIF", "purpose": "reception"}
    submitted = [*committed, event("action_identified", "02-02", **centre)]
    assert not due_of(submitted, "02-02", "action_identified") and not due_of(submitted, "02-02", "funds_allocated")
    paid = [*submitted, event("year_closed", "12-31"), event("settled", "2028-02-01", state="SE", amount=1_000_000)]
    assert the(paid, "2028-02-01", "funds_allocated").who == "commission"
    spent = [*paid, event("funds_allocated", "2028-02-02", towards="IT", amount=1_000_000)]
    assert not due_of(spent, "2028-02-02", "funds_allocated")
    added = [*paid, event("remainder_added", "2028-02-02", amount=1_000_000)]
    assert not due_of(added, "2028-02-02", "funds_allocated")


@pytest.mark.law("AMMR 64(2)")
def test_money_transferred_asks_every_state_that_benefits_for_actions_until_it_is_allocated() -> None:
    """What was committed is settled by then, and what was never committed as well."""
    paid = [*POOL, notice("ES"), event("year_closed", "12-31")]
    assert not due_of(paid, "2028-02-01", "action_identified")
    paid += [event("settled", "2028-02-01", state="SE", amount=1_000_000)]
    assert [d.state for d in due_of(paid, "2028-02-01", "action_identified")] == ["ES", "IT"]
    centre = {"state": "IT", "name": "centre", "amount": 1_000_000, "programme": "AMIF", "purpose": "reception"}
    submitted = [*paid, event("action_identified", "2028-02-02", **centre)]
    assert the(submitted, "2028-02-02", "action_identified").state == "ES"
    spent = [*submitted, event("funds_allocated", "2028-02-03", towards="IT", amount=1_000_000)]
    assert not due_of(spent, "2028-02-03", "action_identified")


# --- what ends with the year --------------------------------------------------------------------------


@pytest.mark.law("AMMR 59(4)", "AMMR 61(4)", "AMMR 62(5)", "AMMR 58(2)", "AMMR 60(3)")
def test_what_nobody_can_decide_after_the_year_is_due_no_more() -> None:
    events = [*POOL, pledge("AT", "relocation", 10, "01-10"), event("pressure_notified", "02-01", state="HU")]
    events += [event("deduction_requested", "02-01", state="AT", article="62")]
    events += [event("deduction_assessed", "02-08", state="AT", article="62", favourable=True)]
    tags = ("pressure_decided", "deduction_decided", "needs_stated", "vote_cast")
    assert [len(due_of(events, "12-31", tag)) for tag in tags] == [1, 1, 2, 26]
    assert [len(due_of(events, "2028-01-01", tag)) for tag in tags] == [0, 0, 0, 0]
    met = [
        event("vote_cast", "02-09", state="DE", subject="deduction-62:AT", position="for"),
        event("needs_stated", "02-09", state="IT", needs={"relocation": 10}),
        event("pressure_decided", "02-10", state="HU", accepted=False),
    ]
    rows = [due_of([*events, *met], "2029-01-01", tag) for tag in tags]
    assert [[(d.state or d.about, d.state_of) for d in found] for found in rows] == [
        [("HU", "done")],
        [],
        [("IT", "done")],
        [("DE", "done")],
    ]


@pytest.mark.law("AMMR 57(1)", "AMMR 13(4)")
def test_the_act_of_a_closed_year_is_amended_no_more() -> None:
    """A first act that comes in the pool year is still voted on in it."""
    late = [*PACKAGE, forum(), event("conclusion_reached", "2026-11-01", relocations=30_000, financial=600_000_000)]
    assert len(due_of(late, "2028-01-01", "vote_cast")) == 26
    again = [*prepared(), forum("12-01", reconvened=True)]
    tags = ("act_adopted", "conclusion_reached")
    assert [len(due_of(again, "2028-01-01", tag, state_of="open")) for tag in tags] == [1, 1]
    closed = [*again, event("year_closed", "2028-01-01")]
    assert [len(due_of(closed, "2028-01-01", tag, state_of="open")) for tag in tags] == [0, 0]
    assert stands(closed, "2028-01-01", "act_adopted") == "done"
    concluded = event("conclusion_reached", "12-02", relocations=31_000, financial=620_000_000)
    assert len(due_of([*again, concluded], "12-31", "vote_cast")) == 26
    assert not due_of([*again, concluded, event("year_closed", "12-31")], "12-31", "vote_cast")


@pytest.mark.law("AMMR 59(2)", "AMMR 64(5)")
def test_preparedness_and_funded_actions() -> None:
    asked = event("preparedness_asked", "01-05", state="IT", measure="places", until=day("02-01"))
    answered = event("preparedness_answered", "02-02", state="IT", measure="places", done=True)
    assert [stands([asked], on, "preparedness_answered") for on in ("02-01", "02-02")] == ["open", "late"]
    assert stands([asked, answered], "02-02", "preparedness_answered") == "done"
    given = {"state": "IT", "name": "centre", "amount": 1, "programme": "AMIF", "purpose": "reception"}
    funded = [*POOL, event("action_identified", "02-01", **given)]
    report = event("action_reported", "06-01", state="IT", name="centre", progress="running")
    assert stands(funded, "02-01", "action_reported", about="centre") == "open"
    assert stands([*funded, report], "06-01", "action_reported", about="centre") == "done"


# --- what a reader gets -------------------------------------------------------------------------------


def test_the_duties_of_one_come_late_ones_first_then_by_day() -> None:
    all_duties = duties(ledger([]).book, day("2026-09-10"))
    of_greece = duties_of(all_duties, "member_state", "EL")
    assert {d.state for d in of_greece} == {"EL"}
    assert [(d.state_of, d.due) for d in of_greece[:2]] == [("late", day("2026-06-01")), ("late", day("2026-09-01"))]
    assert len(duties_of(all_duties, "member_state")) == 26 * len(of_greece)
    assert len(duties_of(all_duties, "agency", body="FRA")) == 2
    order = [d.state_of for d in duties_of(all_duties, "commission")]
    assert order == sorted(order, key=["late", "open", "upcoming", "done"].index)


@pytest.mark.law("AMMR 12(6)")
def test_no_duty_tells_a_figure_of_the_proposal() -> None:
    def read(relocations: int, **more: Any) -> tuple[Duty, ...]:
        secret = proposal(relocations=relocations, financial=relocations * 20_000, **more)
        events = [*PACKAGE[:2], secret, forum(), act(), pledge("DE", "relocation", 20_000), notice("IT")]
        asked = event("offset_requested", "03-01", state="DE", towards="IT", cases=9)
        return duties(ledger([*events, asked]).book, day("03-02"))

    assert read(30_000) == read(39_111, in_kind=("boats",))


def test_every_duty_names_an_event_that_settles_it_and_a_provision() -> None:
    for book in (ledger([]).book, ledger(POOL).book, parse(shipped.text(2026), "2026").book()):
        for duty in duties(book, date(2027, 3, 1)):
            assert duty.settles in EVENT_TYPES
            assert duty.cite.startswith(("AMMR ", "IR "))
            assert duty.what[0].isupper()


@pytest.mark.law("AMMR 9(7)", "AMMR 10(2)")
def test_what_is_missing_from_whom() -> None:
    full = event("information_delivered", "2026-05-30", round="june", state="EL", contents=expected_contents("EL"))
    part = event("information_delivered", "2026-05-30", round="june", body="EUAA", contents=("recommendations",))
    book = ledger([full, part]).book
    lacks = missing(book, "june")
    assert "EL" not in lacks and len(lacks) == 29
    assert (lacks["EUAA"], lacks["DE"]) == (("agency_support",), expected_contents("DE"))
    assert list(lacks)[-4:] == ["EUAA", "Frontex", "Europol", "FRA"]
    assert missing(book, "september")["EL"] == expected_contents("EL")
    with pytest.raises(BadInputError, match="june or september"):
        missing(book, "july")


RECORDS: list[Book] = [
    ledger(events).book
    for events in (
        [],
        PACKAGE,
        POOL,
        [*POOL, event("deduction_requested", "02-01", state="AT", article="62"), draw("IT", 5, "02-02")],
        [*POOL, event("year_closed", "12-31")],
    )
]
DAYS = st.dates(date(YEAR - 1, 1, 1), date(YEAR + 2, 1, 1))


@pytest.mark.law("AMMR 57(1)", "AMMR 75")
@settings(max_examples=60)
@given(st.sampled_from(RECORDS), DAYS, st.integers(0, 400))
def test_what_is_late_stays_late_until_it_is_done(book: Book, on: date, days: int) -> None:
    def late(now: date, *states: str) -> set[tuple[str, ...]]:
        found = duties(book, now)
        return {(d.who, d.state, d.body, d.settles, d.cite, d.about) for d in found if d.state_of in states}

    later = date.fromordinal(on.toordinal() + days)
    assert late(on, "late") <= late(later, "late", "done")
    assert late(on, "done") <= late(later, "done")
