"""The preparation of a pool as events: who told what by when, who was heard, what the proposal's secrecy allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, cast

import pytest
from cycles import act, event, forum, key, labels, ledger, pledge, prepared, proposal, refused, texts

from fairshare.law.choices import Choices
from fairshare.law.solidarity.documents import contents
from fairshare.ledger.events import Event, ProposalAdopted
from fairshare.ledger.handlers.procedure import expected_contents, lacking

FULL = expected_contents("EL")
ALL_OF_IT = Choices({"INFORMATION_OF_EACH": "all-of-it"})


def information(on: str, round: str = "june", **more: Any) -> Event:
    return event("information_delivered", on, round=round, **more)


@pytest.mark.law("AMMR 9(7)", "AMMR 10(2)")
def test_each_delivers_what_it_holds_or_all_of_it() -> None:
    everything = expected_contents("FRA", ALL_OF_IT)
    assert expected_contents("EL", ALL_OF_IT) == everything
    assert {item.key for item in contents("information") if item.cite.startswith("AMMR 10(2)")} < set(everything)
    assert set(FULL) | set(expected_contents("EUAA")) < set(everything)
    assert len(everything) == 17 + 11 - 1  # support by agencies is an indicator and stands in 10(2)(i) too
    told = information("2026-06-01", body="FRA", contents=("rights_bulletins",))
    assert texts(ledger([told]).book) == []
    assert len(texts(ledger([told], INFORMATION_OF_EACH="all-of-it").book)) == 1


# --- information --------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 9(7)", "AMMR 10(1)")
def test_information_in_time_and_complete_raises_no_flag() -> None:
    held = ledger([information("2026-06-01", state="EL", contents=FULL)])
    assert texts(held.book) == []
    assert held.book.journal == []
    assert lacking(held.book, "EL", "june") == ()
    assert len(lacking(held.book, "DE", "june")) == 18


@pytest.mark.law("AMMR 9(7)", "AMMR 10(2)")
def test_late_and_incomplete_information_stands_and_is_flagged() -> None:
    held = ledger([information("2026-06-02", body="Frontex", contents=("recommendations",))])
    assert texts(held.book) == [
        "AMMR 9(7): information of Frontex came after 2026-06-01",
        "AMMR 10(2): the information of Frontex lacks agency_support, vulnerability_assessment",
    ]
    rest = information("2026-06-03", body="Frontex", contents=("agency_support", "vulnerability_assessment"))
    again = held.append(rest)
    assert lacking(again.book, "Frontex", "june") == ()
    assert again.book.information == {("Frontex", "june"): again.events}


@pytest.mark.law("AMMR 9(9)")
def test_what_came_in_june_need_not_come_again_in_september() -> None:
    june = ledger([information("2026-06-01", state="EL", contents=FULL[1:])])
    assert lacking(june.book, "EL", "september") == FULL
    updated = june.append(information("2026-09-02", "september", state="EL", contents=FULL[:1]))
    assert lacking(updated.book, "EL", "september") == ()
    assert texts(updated.book)[-1] == "AMMR 9(9): information of EL came after 2026-09-01"


@pytest.mark.law("AMMR 9(7)", "AMMR 10(2)")
def test_information_of_nobody_of_two_and_of_strangers_is_refused() -> None:
    refused([], information("2026-05-01"), "AMMR 9(7)", "one of the two")
    refused([], information("2026-05-01", state="DE", body="FRA"), "AMMR 9(7)", "one of the two")
    refused([], information("2026-05-01", state="DK"), "AMMR 9(7)", "does not bind DK")
    refused([], information("2026-05-01", state="DE", contents=("weather",)), "AMMR 10(2)", "weather")


# --- assessments and consultation ---------------------------------------------------------------------


@pytest.mark.law("AMMR 9(8)", "AMMR 9(10)")
def test_the_two_assessments_come_once_each_and_in_their_order() -> None:
    def assessment(on: str, round: str) -> Event:
        return event("assessment_made", on, round=round)

    held = ledger([assessment("2026-07-16", "initial"), assessment("2026-09-30", "consolidated")])
    assert texts(held.book) == ["AMMR 9(8): the initial assessment came after 2026-07-15"]
    early = ledger([assessment("2026-06-30", "initial")]).book
    assert texts(early) == ["AMMR 9(8): the initial assessment came before 2026-07-01"]
    refused(held, assessment("2026-10-01", "consolidated"), "AMMR 9(10)", "already")
    refused([assessment("2026-09-30", "consolidated")], assessment("2026-10-01", "initial"), "AMMR 9(8)", "before")


def consulted(until: str = "2026-10-10", on: str = "2026-10-01", state: str = "IT") -> Event:
    limit = date.fromisoformat(until) if until else None
    return event("consultation_opened", on, state=state, labels=("pressure",), until=limit)


def view(on: str, text: str = "we agree") -> Event:
    return event("view_given", on, state="IT", text=text)


@pytest.mark.law("AMMR 11(1)")
def test_a_state_is_heard_before_the_decision() -> None:
    heard = ledger([consulted(), view("2026-10-10"), labels(IT="pressure")])
    assert texts(heard.book) == []
    assert heard.book.views == {"IT": heard.events[1]}
    late = ledger([consulted(), view("2026-10-11")])
    assert texts(late.book) == ["AMMR 11(1): the view of IT came after 2026-10-10"]
    after = ledger([consulted(""), labels(IT="pressure"), view("2026-10-16")])
    assert texts(after.book) == ["AMMR 11(1): the view of IT came after 2026-10-15"]
    anew = heard.append(consulted("", "2026-10-20"))
    assert anew.book.views == {}
    assert texts(anew.append(view("2026-10-21")).book) == []


@pytest.mark.law("AMMR 11(1)")
def test_a_decision_on_states_that_were_not_heard_is_flagged_where_the_record_tells_of_hearings() -> None:
    assert texts(ledger([labels(IT="pressure", BE="at_risk")]).book) == []
    early = ledger([consulted("2026-10-15"), labels(IT="pressure", BE="at_risk")])
    assert texts(early.book) == [
        "AMMR 11(1): no consultation of BE is on record",
        "AMMR 11(1): decided before IT gave its view; it had time until 2026-10-15",
    ]
    assert texts(ledger([consulted("2026-10-14"), labels(IT="pressure")]).book) == []


@pytest.mark.law("AMMR 11(1)")
def test_what_a_consultation_may_not_be() -> None:
    refused([], consulted(state="DK"), "AMMR 11(1)", "does not bind DK")
    refused([], consulted("2026-09-30"), "AMMR 11(1)", "lies before")
    both = event("consultation_opened", "2026-10-01", state="IT", labels=("pressure", "significant_situation"))
    refused([], both, "AMMR 2(25)")
    refused([], view("2026-10-02"), "AMMR 11(1)", "not consulted")
    refused([consulted()], view("2026-10-02", "  "), "AMMR 11(1)", "empty")


# --- the report and the proposal ----------------------------------------------------------------------


def report(on: str, *contents: str) -> Event:
    return event("report_adopted", on, contents=contents)


@pytest.mark.law("AMMR 9(3)", "AMMR 9(4)", "AMMR 9(5)")
def test_the_report_comes_with_the_decision_and_the_proposal_or_before_them() -> None:
    same_day = ledger([key(), labels(IT="pressure"), proposal(), report("2026-10-15", "past_year")])
    (lacks,) = texts(same_day.book)
    assert lacks.startswith("AMMR 9(3): the report lacks outlook, ") and "past_year" not in lacks
    assert same_day.book.report is same_day.events[-1]
    assert texts(ledger([report("2026-10-15", *(item.key for item in contents("report")))]).book) == []
    refused(same_day, report("2026-10-16"), "AMMR 9(4)", "already")
    assert "AMMR 9(4): the report came after 2026-10-15" in texts(ledger([report("2026-10-16")]).book)
    refused([labels(IT="pressure")], report("2026-10-16"), "AMMR 11(1)", "not adopted before it")
    refused([proposal()], report("2026-10-16"), "AMMR 12(1)", "not adopted before it")
    refused([], report("2026-10-15", "weather"), "AMMR 9(3)")


@pytest.mark.law("AMMR 15(4)", "AMMR 64(6)")
def test_the_report_after_the_year_tells_how_the_pool_went() -> None:
    closed = ledger([*prepared(), event("year_closed", "12-31")])
    told = closed.append(report("2028-10-16"))
    assert "AMMR 15(4): the report came after 2028-10-15" in texts(told.book)
    assert (told.book.report, told.book.closing_report) == (None, told.events[-1])
    refused(told, report("2028-10-17"), "AMMR 9(4)", "already")


@pytest.mark.law("AMMR 12(6)")
def test_a_proposal_is_declassified_by_a_person_after_the_act_and_once() -> None:
    lifted = event("proposal_declassified", "01-05")
    refused([], lifted, "AMMR 12(6)", "before the act")
    refused([key(), proposal(), forum()], lifted, "AMMR 12(6)", "before the act")
    held = ledger(prepared())
    assert held.book.proposal and held.book.proposal.disclosure == "restricted"
    after = held.append(lifted)
    assert after.book.proposal and after.book.proposal.disclosure == "declassified"
    assert after.book.proposal.relocations == 30_000
    refused(after, lifted, "AMMR 12(6)", "already")


@pytest.mark.law("AMMR 12(3)", "AMMR 12(5)")
def test_a_proposal_names_the_part_for_states_under_pressure_from_rescue_at_sea() -> None:
    given: dict[str, Any] = {
        "rescue_percentage": Fraction("0.42"),
        "rescue_states": ("IT", "MT"),
        "in_kind": ("experts",),
    }
    rescue = cast(ProposalAdopted, proposal(**given))
    assert texts(ledger([rescue]).book) == []
    refused([], replace(rescue, rescue_percentage=None), "AMMR 12(5)", "IT, MT")
    refused([], replace(rescue, rescue_states=("NO",)), "AMMR 12(5)", "does not bind NO")
    decided = ledger([labels(IT="pressure", MT="at_risk")])
    refused(decided, rescue, "AMMR 12(5)", "MT is not identified as under pressure")
    assert decided.append(replace(rescue, rescue_states=("IT",))).book.proposal


@pytest.mark.law("AMMR 57(1)")
def test_the_preparation_leaves_the_pledges_of_the_act_as_they_are() -> None:
    plain = [key(), labels(IT="pressure"), proposal(), forum(), act(), pledge("DE", "relocation", 600)]
    told: list[Event] = [
        information("2026-06-01", state="EL", contents=FULL),
        event("assessment_made", "2026-07-10", round="initial"),
        consulted(),
        view("2026-10-02"),
        *plain[:2],
        report("2026-10-15"),
        *plain[2:],
    ]
    assert ledger(told).book.balances == ledger(plain).book.balances
