"""Offsets as they are asked, offered, ordered and caught up with (63, 69), and what they discharge."""

from __future__ import annotations

from typing import Any

import pytest
from cycles import UNIT, act, draw, event, forum, held, key, labels, ledger, notice, pledge, prepared, proposal, refused
from cycles import texts as flags

from fairshare.law.choices import Choices
from fairshare.ledger import Ledger
from fairshare.ledger.events import Event
from fairshare.ledger.handlers.closing import due
from fairshare.ledger.handlers.offsets import catch_up_quantity, figures, may_offer, pool_tests

M = 1_000_000
HALF = [  # 15,000 relocations: half of the proposal's number, so that 63(1) and 63(2)(a) are open
    *prepared(),
    pledge("DE", "relocation", 14_000),
    pledge("IT", "relocation", 10),
    pledge("NL", "relocation", 1000),
    pledge("SE", "financial", 15 * M),
    notice("IT"),
    notice("ES"),
]
FEW = [  # 1,000 relocations
    *prepared(),
    pledge("DE", "relocation", 900),
    pledge("IT", "relocation", 10),  # released by the notice, so that less is to be implemented
    pledge("MT", "relocation", 30),
    pledge("NL", "relocation", 70),
    pledge("SE", "financial", 15 * M),
    notice("IT"),
]


def requested(state: str, cases: int, towards: str = "IT", on: str = "02-01") -> Event:
    return event("offset_requested", on, state=state, towards=towards, cases=cases)


def answered(state: str, cases: int, towards: str = "IT", on: str = "02-10") -> Event:
    return event("offset_answered", on, state=state, towards=towards, cases=cases)


def agreed(state: str, cases: int, towards: str = "IT", on: str = "02-10") -> Event:
    return event("offset_agreed", on, state=state, towards=towards, cases=cases)


def taken(state: str, cases: int, paragraph: str, towards: str = "IT", on: str = "03-10") -> Event:
    return event("offset_taken", on, state=state, towards=towards, cases=cases, paragraph=paragraph)


# --- the numbers ----------------------------------------------------------------------------------


@pytest.mark.law("AMMR 63(1)", "AMMR 63(4)")
def test_a_pledge_of_unknown_size_leaves_the_sums_unknown() -> None:
    base = ledger([*FEW, pledge("FR", None, None, "01-10")]).book
    assert (figures(base).pledged, figures(base).to_implement) == (None, None)
    of_spain = ledger([*FEW, pledge("ES", "relocation", None, "01-10"), notice("ES")]).book
    assert figures(of_spain).pledged is None
    assert (figures(of_spain).pledged_without_benefitting, figures(of_spain).to_implement) == (1000, 1000)
    money = ledger([*FEW, pledge("FR", "financial", None, "01-10")]).book
    assert figures(money).pledged == 1010


@pytest.mark.law("AMMR 63(1)")
def test_the_commission_number_may_be_kept_back() -> None:
    book = ledger(HALF).book
    assert figures(book).proposed == 30_000
    assert figures(book, show_proposal=False).proposed is None
    assert [t.met for t in pool_tests(figures(book, False), book.choices)] == [None, None, False, True]


@pytest.mark.law("AMMR 63(4)")
def test_pledges_are_lowered_by_benefitting_states_and_deductions_only() -> None:
    assert not figures(ledger(prepared()).book).lowered
    assert not figures(ledger([*prepared(), notice("IT")]).book).lowered  # nothing pledged, nothing released
    assert figures(ledger([*prepared(), pledge("IT", "relocation", 1), notice("IT")]).book).lowered
    money = [*prepared(), pledge("IT", "financial", M), notice("IT")]
    assert not figures(ledger(money).book).lowered
    part = event("adjustment_in_act", "2026-12-10", state="EE", part="1/2")
    assert not figures(ledger([*prepared(), part]).book).lowered  # A10: no deduction under 61 or 62
    hidden = [*prepared(), pledge("IT", None, None), notice("IT")]
    assert figures(ledger(hidden).book).lowered is None
    assert [test.met for test in pool_tests(figures(ledger(hidden).book), Choices())][3] is None


@pytest.mark.law("AMMR 63(2)", "AMMR 63(2)(b)")
def test_who_may_offer_by_its_own_pledge() -> None:
    book = ledger(FEW).book
    assert may_offer(book, "MT").met  # 30 of 60
    assert not may_offer(book, "NL").met  # 70 of 1,500
    assert not may_offer(book, "DK").met  # nothing of nothing


# --- requested (63(1), 69) ------------------------------------------------------------------------


@pytest.mark.law("AMMR 63(1)", "AMMR 69(1)", "AMMR 69(2)", "AMMR 69(3)", "AMMR 63(6)")
def test_asked_answered_taken() -> None:
    events = [*HALF, draw("IT", 150, "01-20"), requested("NL", 20), answered("NL", 15), taken("NL", 5, "63(1)")]
    book = ledger([*events, taken("NL", 10, "63(1)")]).book  # 10 were committed to Italy, 5 are of what is open
    assert held(book, "NL") == {
        "relocation pledged": -1000,
        "relocation open": 985,
        "relocation offset IT": 15,
        "share fair_share": -30 * M,
        "share covered": 20 * M,
        "share unpledged": 10 * M,
    }
    refused([*events, taken("NL", 10, "63(1)")], taken("NL", 1, "63(1)"), "AMMR 63(1)", "0 offsets are accepted")


@pytest.mark.law("AMMR 63(1)", "AMMR 69(1)")
def test_what_cannot_be_asked() -> None:
    refused(FEW, requested("DE", 1), "AMMR 63(1)", "pledged 1010")
    secret = refused(FEW, requested("DE", 1), "AMMR 63(1)")
    assert "30000" not in secret.reason  # the number of a restricted proposal is not told (12(6))
    open_number = [e if e != proposal() else proposal(disclosure="statutory_floor") for e in FEW]
    refused(open_number, requested("DE", 1), "AMMR 63(1)", "pledged 1010, proposed 30000, threshold 15000")
    refused(HALF, requested("DE", 0), "AMMR 69(1)", "above zero")
    refused(HALF, requested("DE", 1, towards="EL"), "AMMR 63(1)", "EL has no access")
    refused(HALF, requested("ES", 1), "AMMR 63(1)", "ES is benefitting")


@pytest.mark.law("AMMR 63(1)")
def test_where_a_sum_is_unknown_the_request_stands_and_is_told() -> None:
    book = ledger([*FEW, pledge("FR", "relocation", None, "01-10"), requested("DE", 1)]).book
    late = "AMMR 57(1): pledged after the act of 2026-12-10: only an amended act sets it out (13(4))"
    assert flags(book) == [late, "AMMR 63(1): cannot be tested: a number is unknown"]
    assert book.offset_requests["DE", "IT"][0] == 1


@pytest.mark.law("AMMR 69(2)")
def test_an_answer_is_given_once_for_no_more_than_was_asked() -> None:
    asked = ledger([*HALF, requested("NL", 20)])
    refused(HALF, answered("NL", 1), "AMMR 69(2)", "no request to NL that waits")
    refused(asked, answered("NL", 21), "AMMR 69(2)", "between none and 20")
    refused(asked, answered("NL", -1), "AMMR 69(2)")
    refused(asked.append(answered("NL", 0)), answered("NL", 1, on="02-11"), "AMMR 69(2)", "waits for an answer")
    assert flags(asked.append(answered("NL", 20, on="03-03")).book) == []
    late = asked.append(answered("NL", 20, on="03-04"))
    assert flags(late.book) == ["AMMR 69(2): the reply came after 2027-03-03, the end of 30 days"]
    refused(asked, taken("NL", 1, "63(1)"), "AMMR 63(1)", "0 offsets are accepted")


@pytest.mark.law("AMMR 69(2)")
def test_silence_means_what_choice_a12_says() -> None:
    accepting = ledger([*HALF, requested("NL", 20)], OFFSET_REPLY_SILENCE="acceptance")
    refused(accepting, taken("NL", 1, "63(1)", on="03-03"), "AMMR 63(1)")  # the 30 days still run
    assert accepting.append(taken("NL", 20, "63(1)", on="03-04")).book.balance("NL", "offset", "relocation", "IT") == 20
    refusing = ledger([*HALF, requested("NL", 20), answered("NL", 20, on="03-04")], OFFSET_REPLY_SILENCE="refusal")
    refused(refusing, taken("NL", 1, "63(1)"), "AMMR 63(1)", "0 offsets")


@pytest.mark.law("AMMR 69(1)", "AMMR 69(2)")
def test_a_second_request_adds_to_what_the_first_left_unused() -> None:
    """Twenty accepted, five taken; ten more accepted: fifteen and ten are left. While one is open no other is asked."""
    first = [*HALF, requested("NL", 20), answered("NL", 20), taken("NL", 5, "63(1)", on="02-11")]
    second = ledger([*first, requested("NL", 10, on="02-12")])
    refused(second, requested("NL", 3, on="02-13"), "AMMR 69(2)", "has yet to answer the request of 2027-02-12")
    both = second.append(answered("NL", 10, on="02-14"))
    assert both.append(taken("NL", 25, "63(1)")).book.balance("NL", "offset", "relocation", "IT") == 30
    refused(both, taken("NL", 26, "63(1)"), "AMMR 63(1)", "25 offsets")


@pytest.mark.law("AMMR 69(2)")
def test_after_silence_that_means_something_a_new_request_can_be_made() -> None:
    asked = [*HALF, requested("NL", 20)]
    again = requested("NL", 7, on="03-04")
    accepted = ledger([*asked, again], OFFSET_REPLY_SILENCE="acceptance")
    assert accepted.book.offset_acceptances == {("NL", "IT"): 20}
    assert ledger([*asked, again], OFFSET_REPLY_SILENCE="refusal").book.offset_acceptances == {("NL", "IT"): 0}
    refused(ledger(asked), again, "AMMR 69(2)", "has yet to answer")


@pytest.mark.law("AMMR 63(1)")
def test_more_than_is_owed_cannot_be_offset() -> None:
    """Malta owes 30 relocations; 40 were accepted, 10 of which nobody owes (recital 33)."""
    events = [*HALF, pledge("MT", "relocation", 30, "01-10"), requested("MT", 40), answered("MT", 40)]
    refused(events, taken("MT", 31, "63(1)"), "AMMR recital 33", "owes 1 relocations fewer")


# --- offered (63(2)) ------------------------------------------------------------------------------


@pytest.mark.law("AMMR 63(2)")
def test_offered_by_the_pool_or_by_the_own_pledge() -> None:
    by_pool = ledger([*HALF, agreed("SE", 3), agreed("NL", 5), agreed("NL", 5)])
    assert by_pool.book.offset_agreements == {("SE", "IT"): 3, ("NL", "IT"): 10}
    by_own = ledger([*FEW, agreed("MT", 5), taken("MT", 5, "63(2)")])
    assert held(by_own.book, "MT")["relocation offset IT"] == 5
    refused(by_own, taken("MT", 1, "63(2)"), "AMMR 63(2)", "0 offsets")
    refused(FEW, agreed("NL", 5), "AMMR 63(2)(a)", "pledged 1010")
    refused(HALF, agreed("NL", 0), "AMMR 63(2)", "above zero")
    refused(HALF, agreed("NL", 1, towards="EL"), "AMMR 63(2)", "EL has no access")
    refused(HALF, agreed("ES", 1), "AMMR 63(2)", "ES is benefitting")


# --- mandatory (63(3), 63(4)) ---------------------------------------------------------------------


@pytest.mark.law("AMMR 63(6)", "AMMR 63(7)", "AMMR 69(3)")
def test_relocations_are_discharged_first_then_money_then_the_unpledged_share() -> None:
    """Malta: 60 units; 30 relocations and EUR 400,000 (20 units) pledged, 10 units not."""
    events = [*FEW, pledge("MT", "financial", 400_000, "01-10"), draw("IT", 100, "01-20")]  # 3 of Malta committed
    book = ledger([*events, taken("MT", 60, "63(4)")]).book
    assert held(book, "MT") == {
        "relocation pledged": -30,
        "relocation offset IT": 30,
        "financial pledged": -400_000,
        "financial offset IT": 400_000,
        "share fair_share": -60 * UNIT,
        "share covered": 50 * UNIT,
        "share offset IT": 10 * UNIT,
    }
    assert book.mandatory == {"MT": 60}
    assert due(book, "MT").amount == 0


@pytest.mark.law("AMMR 63(6)", "IR 30(1)")
def test_money_first_if_the_choice_says_so() -> None:
    events = [*FEW, pledge("MT", "financial", 400_000, "01-10"), taken("MT", 25, "63(4)")]
    book = ledger(events, MANDATORY_OFFSET_AGAINST="financial-first").book
    assert held(book, "MT")["financial offset IT"] == 400_000
    assert held(book, "MT")["relocation offset IT"] == 5
    assert due(book, "MT").amount == 0


@pytest.mark.law("AMMR 63(6)", "IR 30(1)")
def test_an_offset_without_value_discharges_no_money() -> None:
    events = [*FEW, pledge("MT", "financial", 400_000, "01-10"), taken("MT", 55, "63(4)")]
    book = ledger(events, OFFSET_VALUE="nothing").book
    assert held(book, "MT") == {
        "relocation pledged": -30,
        "relocation offset IT": 30,
        "financial pledged": -400_000,
        "financial open": 400_000,
        "share fair_share": -60 * UNIT,
        "share covered": 50 * UNIT,
        "share voluntary": -15 * UNIT,
        "share offset IT": 25 * UNIT,  # 10 units were not pledged, 15 are beyond what money could discharge
    }
    assert due(book, "MT").amount == 400_000


@pytest.mark.law("AMMR 63(6)")
def test_in_kind_is_discharged_after_money_and_does_not_convert_any_more() -> None:
    events = [
        *FEW,
        pledge("CY", "alternative", 600_000, "01-10", item="tents"),
        pledge("CY", "alternative", 400_000, "01-10", item="boats"),
        event("in_kind_requested", "02-01", state="CY", towards="IT", item="tents"),
        taken("CY", 35, "63(4)"),
        event("year_closed", "12-31"),
    ]
    book = ledger(events).book
    assert held(book, "CY") == {
        "alternative pledged": -1_000_000,
        "alternative offset IT": 700_000,
        "alternative converted": 300_000,
        "financial converted": -300_000,
        "financial open": 300_000,
        "share fair_share": -1_200_000,
        "share covered": 1_000_000,
        "share unpledged": 200_000,
    }


@pytest.mark.law("AMMR 63(6)", "AMMR 63(7)")
def test_a_unit_that_is_a_fraction_of_a_cent_still_adds_up() -> None:
    start = [key(), labels(IT="pressure"), proposal(), forum(), act(relocations=21_001, financial=420 * M)]
    given = [pledge("SE", "financial", 100_000), pledge("IT", "relocation", 10), notice("IT")]
    events = [*start, *given, taken("SE", 6, "63(4)")]
    book = ledger(events).book
    unit = book.unit
    assert book.balance("SE", "offset", "financial", "IT") == 100_000_00
    assert book.balance("SE", "offset", "share", "IT") == 6 * unit - 100_000_00
    assert ledger([*events, taken("SE", 1, "63(4)")]).book.balance("SE", "offset", "share", "IT") == 7 * unit - 10**7


@pytest.mark.law("AMMR 63(7)")
def test_the_fair_share_is_the_cap() -> None:
    refused(FEW, taken("MT", 61, "63(4)"), "AMMR 63(7)", "the share of 60")
    refused([*FEW, taken("MT", 60, "63(4)")], taken("MT", 1, "63(4)"), "AMMR 63(7)")
    off_key = [*FEW, pledge("NO", "relocation", 5, "01-10")]
    refused(off_key, taken("NO", 1, "63(4)"), "AMMR 63(7)", "the share of 0")


@pytest.mark.law("AMMR 63(6)")
def test_when_offsets_are_mandatory() -> None:
    refused(FEW, taken("MT", 1, "63(3)"), "AMMR 63(3)", "no Forum was reconvened")
    again = ledger([*FEW, forum("03-01", reconvened=True)])
    assert again.append(taken("MT", 1, "63(3)")).book.mandatory == {"MT": 1}
    asked_first = ledger(FEW, FORUM_BEFORE_63_4="required")
    refused(asked_first, taken("MT", 1, "63(4)"), "AMMR 63(4)", "FORUM_BEFORE_63_4")
    refused(FEW, taken("MT", 0, "63(4)"), "AMMR 63(4)", "above zero")
    refused(FEW, taken("IT", 1, "63(4)"), "AMMR 63(4)", "IT is benefitting")
    refused(FEW, taken("MT", 1, "63(4)", towards="ES"), "AMMR 63(4)", "ES has no access")


@pytest.mark.law("AMMR 63(6)")
def test_no_more_than_the_gap_is_filled() -> None:
    """60 % of 30,000 are 18,000; with 17,990 pledged the gap is 10."""
    events = [*prepared(), pledge("DE", "relocation", 17_990), pledge("IT", "relocation", 9), notice("IT")]
    reading = {"MANDATORY_OFFSET_THRESHOLD": "sixty-percent"}
    filled = ledger([*events, taken("DE", 10, "63(4)")], **reading)
    refused(filled, taken("DE", 1, "63(4)"), "AMMR 63(4)", "at most 10")
    alone = ledger(events, **reading, MANDATORY_OFFSET_TARGET="offsets-alone")
    assert alone.append(taken("DE", 11, "63(4)")).book.mandatory == {"DE": 11}


@pytest.mark.law("AMMR 63(6)")
def test_unknown_pledges_leave_the_gap_open_and_are_told() -> None:
    book = ledger([*FEW, pledge("FR", "relocation", None, "01-10"), taken("MT", 5, "63(4)")]).book
    late = "AMMR 57(1): pledged after the act of 2026-12-10: only an amended act sets it out (13(4))"
    assert flags(book) == [late, "AMMR 63(4): cannot be tested: a number is unknown"]


@pytest.mark.law("AMMR 60(3)(4)", "AMMR 63(6)")
def test_no_mandatory_offset_towards_a_shielded_state() -> None:
    shielded = [*FEW, event("shortcomings_recorded", "01-20", state="IT")]
    refused(shielded, taken("MT", 1, "63(4)"), "AMMR 60(3)", "systemic shortcomings")
    waived = event("shield_waived", "01-21", state="MT", towards="IT")
    assert ledger([*shielded, waived, taken("MT", 1, "63(4)")]).book.mandatory == {"MT": 1}


# --- catch-up (63(5)) -----------------------------------------------------------------------------


def caught(state: str, cases: int, towards: str = "IT", on: str = "2028-02-01") -> Event:
    return event("catch_up_requested", on, state=state, towards=towards, cases=cases)


def after(*events: Event, **choices: str) -> Ledger:
    """900 pledged by Germany; 90 drawn for Italy, 50 accepted, 30 delivered; and what else."""
    return ledger(
        [
            *FEW,
            draw("IT", 100, "01-20"),
            event("relocation_accepted", "02-10", state="DE", towards="IT", persons=50),
            event("implemented", "03-01", state="DE", towards="IT", measure="relocation", amount=30),
            *events,
            event("year_closed", "12-31"),
        ],
        **choices,
    )


@pytest.mark.law("AMMR 63(5)")
def test_the_shortfall_is_what_was_neither_delivered_nor_accepted() -> None:
    assert catch_up_quantity(after().book, "DE") == 900 - 30 - 20
    assert catch_up_quantity(after(taken("DE", 8, "63(4)")).book, "DE") == 842
    assert catch_up_quantity(ledger(after().events[:-1]).book, "DE") == 850  # the same before the year is closed
    assert catch_up_quantity(after().book, "NO") == 0
    assert catch_up_quantity(after(CATCH_UP_QUANTITY="full-pledge").book, "DE") == 900
    assert catch_up_quantity(after(CATCH_UP_CAP="fair-share").book, "MT") == 30
    lapsed = event("shortcomings_recorded", "04-01", state="IT")
    assert catch_up_quantity(after(lapsed, SHIELDED_PART="lapses").book, "DE") == 850 - 40


@pytest.mark.law("AMMR 63(5)")
def test_catching_up_with_the_whole_pledge_counts_beyond_what_is_owed_as_voluntary() -> None:
    """The other reading of A13: 900 may be asked though 50 are delivered or running; those 50 are given twice."""
    asked = after(CATCH_UP_QUANTITY="full-pledge").append(caught("DE", 900))
    book = asked.append(taken("DE", 900, "63(5)", on="2028-03-01")).book
    assert book.balance("DE", "offset", "relocation", "IT") == 900
    assert -book.balance("DE", "pledged", "relocation") == 950
    assert sum(book.balance("DE", a, "relocation", t) for a, t in (("open", ""), ("committed", "IT"))) == 0


@pytest.mark.law("AMMR 63(5)")
def test_asked_and_caught_up() -> None:
    asked = after().append(caught("DE", 800)).append(caught("DE", 50, on="2028-02-02"))
    done = asked.append(taken("DE", 850, "63(5)", on="2028-03-01")).book
    assert held(done, "DE")["relocation offset IT"] == 850
    assert held(done, "DE")["relocation carried_over IT"] == 20
    assert catch_up_quantity(done, "DE") == 0
    refused(asked, caught("DE", 1, on="2028-02-03"), "AMMR 63(5)", "at most 850")
    refused(asked, taken("DE", 851, "63(5)", on="2028-03-01"), "AMMR 63(5)", "850 offsets")


@pytest.mark.law("AMMR 63(5)")
def test_what_another_state_was_to_get_can_be_caught_up_with() -> None:
    """Malta committed all its 30 to Italy and delivered nothing; Spain asks."""
    events = [*FEW, notice("ES"), draw("IT", 1000, "01-20"), event("year_closed", "12-31")]
    asked = ledger(events).append(caught("MT", 30, towards="ES"))
    done = asked.append(taken("MT", 30, "63(5)", towards="ES", on="2028-03-01"))
    assert held(done.book, "MT")["relocation offset ES"] == 30


@pytest.mark.law("AMMR 63(5)")
def test_what_cannot_be_caught_up_with() -> None:
    refused(after(), caught("DE", 851), "AMMR 63(5)", "at most 850")
    refused(after(), caught("DE", 0), "AMMR 63(5)", "above zero")
    refused(after(), caught("DE", 1, on="12-31"), "AMMR 63(5)", "after 31 December")
    refused(after(), caught("DE", 1, towards="ES"), "AMMR 63(5)", "ES has no access")
    refused(after(), caught("IT", 1), "AMMR 63(5)", "IT is benefitting")
    refused(after(), taken("DE", 1, "63(5)", on="2028-03-01"), "AMMR 63(5)", "0 offsets")
    refused(after(event("shortcomings_recorded", "04-01", state="IT")), caught("DE", 1), "AMMR 60(3)", "shortcomings")


def test_no_offset_before_article_63_applies() -> None:
    early: dict[str, Any] = {"state": "DE", "towards": "IT", "cases": 1}
    refused([], event("offset_requested", "2026-06-11", **early), "AMMR 85", "Article 63")


@pytest.mark.law("AMMR 63(7)", "AMMR 63(3)")
def test_what_was_delivered_counts_towards_the_cap_of_mandatory_offsets() -> None:
    """Malta's share is 60 units; 30 relocations are delivered: 30 mandatory offsets are left, never 31 (recital 33)."""
    done = [
        draw("IT", 1000, "01-20"),
        event("implemented", "02-01", state="MT", towards="IT", measure="relocation", amount=30),
    ]
    delivered = ledger([*FEW, *done])
    assert delivered.append(taken("MT", 30, "63(4)")).book.mandatory == {"MT": 30}
    refused(delivered, taken("MT", 31, "63(4)"), "AMMR 63(7)", "61 units exceed")


@pytest.mark.law("AMMR 60(3)(2)", "AMMR 63(5)")
def test_what_is_given_off_the_key_is_neither_drawn_nor_counted_nor_caught_up_with() -> None:
    """A20: Norway may give; the proportional draw, the tests and the catch-up concern those whom Part IV binds."""
    gift = [*FEW[:-1], pledge("NO", "relocation", 50), notice("IT")]
    book = ledger([*gift, draw("IT", 1000, "01-20")]).book
    assert book.balance("NO", "committed", "relocation", "IT") == 0
    assert figures(book).pledged == 1010
    agreed_parts = draw("IT", 50, "01-20", parts={"NO": 50})
    assert ledger([*gift, agreed_parts]).book.balance("NO", "committed", "relocation", "IT") == 50
    assert catch_up_quantity(ledger([*gift, event("year_closed", "12-31")]).book, "NO") == 0
