"""Who uses the pool, who is released, whose pledge is lowered, and the shield of 60(3)(4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from cycles import UNIT, draw, event, held, key, ledger, notice, pledge, prepared, refused, texts

from fairshare.ledger.events import Event
from fairshare.states import PART_IV

M = 1_000_000
PLEDGED = [
    pledge("DE", "relocation", 600),
    pledge("NL", "relocation", 300),
    pledge("NL", "financial", 10 * M),
    pledge("ES", "relocation", 100),
    pledge("FR", "alternative", 8 * M, item="experts"),
]
EVENTS = [*prepared(), *PLEDGED]


def notified(state: str, on: str = "02-01") -> Event:
    return event("pressure_notified", on, state=state)


def decided(state: str, accepted: bool, on: str = "02-05", **more: Any) -> Event:
    return event("pressure_decided", on, state=state, accepted=accepted, **more)


# --- notice (58) ----------------------------------------------------------------------------------


@pytest.mark.law("AMMR 58(1)", "AMMR 60(3)(3)")
def test_a_notice_gives_access_and_releases_from_the_own_pledge() -> None:
    book = ledger([*EVENTS, notice("ES")]).book
    assert book.role("ES") == "benefitting"
    assert held(book, "ES") == {
        "relocation pledged": -100,
        "relocation released": 100,
        "share fair_share": -60 * M,
        "share covered": 2 * M,
        "share released": 58 * M,
    }


@pytest.mark.law("AMMR 60(3)(3)")
def test_release_takes_back_what_was_committed_but_running_relocations_go_on() -> None:
    """Malta pledged 40; 30 go to Italy and 10 are accepted when Malta itself is found under pressure."""
    events = [
        *prepared(),
        pledge("MT", "relocation", 40),
        notice("IT"),
        draw("IT", 30),
        event("relocation_accepted", "02-02", state="MT", towards="IT", persons=10),
        notified("MT", "02-03"),
        decided("MT", True),
    ]
    freed = ledger(events)
    assert held(freed.book, "MT") == {
        "relocation pledged": -40,
        "relocation accepted IT": 10,
        "relocation released": 30,
        "share fair_share": -60 * UNIT,
        "share covered": 40 * UNIT,
        "share released": 20 * UNIT,
    }
    delivered = freed.append(event("implemented", "03-01", state="MT", towards="IT", measure="relocation", amount=6))
    assert delivered.book.balance("MT", "implemented", "relocation", "IT") == 6
    failed = delivered.append(event("relocation_failed", "03-02", state="MT", towards="IT", persons=4))
    assert failed.book.balance("MT", "released", "relocation") == 34
    one_more = event("implemented", "03-03", state="MT", towards="IT", measure="relocation", amount=1)
    refused(failed, one_more, "AMMR 60(3)", "MT is benefitting")


@pytest.mark.law("AMMR 58(1)")
def test_who_may_not_give_notice() -> None:
    refused(EVENTS, notice("DE"), "AMMR 58(1)", "identified")
    refused([*EVENTS, notice("ES")], notice("ES", "01-11"), "AMMR 58(1)", "already")
    refused([*EVENTS[:2]], notice("ES"), "AMMR 58(1)", "after the act")


@pytest.mark.law("AMMR 85")
def test_articles_that_do_not_apply_yet_cannot_fire() -> None:
    early = notice("ES", "2026-06-11")
    assert refused([key("2026-01-01")], early, "AMMR 85").reason == "Article 58 applies from 2026-06-12 only"
    later = ledger([key("2026-01-01")], GENERAL_APPLICATION_DATE="2026-07-01")
    refused(later, notice("ES", "2026-06-30"), "AMMR 85", "2026-07-01")


# --- notification (59) ----------------------------------------------------------------------------


@pytest.mark.law("AMMR 59(1)", "AMMR 59(7)")
def test_a_rejected_state_may_notify_again() -> None:
    rejected = ledger([*EVENTS, notified("FR"), decided("FR", False)])
    assert rejected.book.role("FR") == "contributing"
    refused(rejected, decided("FR", True, "02-06"), "AMMR 59(4)", "already")
    accepted = rejected.append(notified("FR", "03-01")).append(decided("FR", True, "03-02"))
    assert accepted.book.role("FR") == "benefitting"
    refused(accepted, notified("FR", "03-03"), "AMMR 59(1)")
    refused(EVENTS, notified("IT"), "AMMR 59(1)", "Article 58")


@pytest.mark.law("AMMR 59(4)", "AMMR 59(5)")
def test_the_commission_decides_on_a_notification_and_may_record_shortcomings() -> None:
    refused(EVENTS, decided("FR", True), "AMMR 59(4)", "there is none")
    book = ledger([*EVENTS, notified("FR"), decided("FR", True, shortcomings=True)]).book
    assert book.shortcomings == {"FR"}
    assert book.balance("FR", "released", "alternative") == 8 * M * 100


@pytest.mark.law("AMMR 59(6)")
def test_refused_access_brings_the_pledge_back_and_frees_what_was_committed() -> None:
    events = [*EVENTS, notified("FR"), decided("FR", True), draw("FR", 100, "02-10")]
    before = ledger(events)
    assert before.book.balance("DE", "committed", "relocation", "FR") == 60
    after = before.append(event("access_refused", "02-19", state="FR")).book
    assert after.role("FR") == "refused_access"
    assert after.balance("DE", "open", "relocation") == 600
    assert held(after, "FR") == held(ledger(EVENTS).book, "FR")
    refused(before, event("access_refused", "02-20", state="FR"), "AMMR 59(6)", "two weeks")
    refused(EVENTS, event("access_refused", "02-20", state="FR"), "AMMR 59(6)", "only after")


def refusal(state: str, on: str = "02-10", **more: Any) -> Event:
    return event("access_refused", on, **{"capacity": "council", "state": state} | more)


@pytest.mark.law("AMMR 59(6)")
def test_the_council_refuses_access_by_its_vote_and_the_commission_without_one() -> None:
    """22 in favour without Germany, France, Italy and Spain have 42 % of the people."""
    found = [*EVENTS, notified("SE"), decided("SE", True)]
    large = ("DE", "FR", "IT", "ES")
    refused(found, refusal("SE", against=large), "AMMR 59(6)", "22 in favour")
    assert (
        ledger([*found, refusal("SE", against=large)], DEDUCTION_ACT_VOTE="simple-majority").book.standing("SE").refused
    )
    by_commission = refusal("SE", capacity="commission", ground="other_reasons")
    assert ledger([*found, by_commission]).book.role("SE") == "refused_access"
    refused(found, refusal("SE", capacity="commission", against=("HU",)), "AMMR 59(6)", "without a vote")


@pytest.mark.law("AMMR 59(7)")
@pytest.mark.parametrize(
    ("reading", "last"), [("from-commission-decision", "2027-02-12"), ("from-council-finding", "2027-02-17")]
)
def test_where_the_council_finds_that_capacity_lacks_the_forum_convenes_within_a_week(reading: str, last: str) -> None:
    """A7: a week from the decision of 5 February, or from the finding of the 10th."""
    found = [*EVENTS, notified("SE"), decided("SE", True)]
    short = ledger([*found, refusal("SE", ground="capacity")], FORUM_AFTER_REFUSAL=reading)
    assert short.book.forum_asked == {"SE": (date.fromisoformat(last), None)}
    met = short.append(event("forum_held", last, reconvened=True))
    assert texts(met.book) == []  # the finding is the ground
    late = short.append(event("forum_held", "02-20", reconvened=True, ground="insufficient_contributions"))
    assert texts(late.book) == [f"AMMR 59(7): the High-Level Forum on the capacity for SE came after {last}"]
    assert late.book.forum_asked["SE"][1] == date(2027, 2, 20)
    again = late.append(event("forum_held", "02-25", reconvened=True, ground="higher_needs"))
    assert again.book.forum_asked == late.book.forum_asked
    for other in (refusal("SE", ground="other_reasons"), refusal("SE", capacity="commission", ground="capacity")):
        assert ledger([*found, other]).book.forum_asked == {}


@pytest.mark.law("AMMR 59(7)", "AMMR 13(4)")
def test_a_reconvened_forum_that_still_sits_answers_a_refusal_in_a_further_session() -> None:
    sits = event("forum_held", "02-01", reconvened=True, ground="higher_needs")
    before = [*EVENTS, sits, notified("SE"), decided("SE", True), refusal("SE", ground="capacity")]
    session = event("forum_held", "02-12")
    met = ledger([*before, session]).book
    assert (met.forum_asked["SE"][1], texts(met)) == (date(2027, 2, 12), [])
    late = ledger([*before, event("forum_held", "02-20")]).book
    assert texts(late) == ["AMMR 59(7): the High-Level Forum on the capacity for SE came after 2027-02-12"]
    without = ledger([event for event in before if event is not sits] + [session]).book
    assert without.forum_asked["SE"][1] is None  # a meeting after the act that the Council did not reconvene


# --- deductions (61, 62) --------------------------------------------------------------------------


def request(state: str, article: str = "61", on: str = "02-01") -> Event:
    return event("deduction_requested", on, state=state, article=article)


def granted(state: str, article: str = "61", on: str = "02-10", **amounts: Any) -> Event:
    return event("deduction_decided", on, state=state, article=article, amounts=amounts)


@pytest.mark.law("AMMR 61(1)", "AMMR 62(1)")
def test_who_may_not_ask_for_a_deduction() -> None:
    refused([*EVENTS, notice("ES")], request("ES"), "AMMR 61(1)", "Article 58")
    refused([*EVENTS, notified("NL", "01-20")], request("NL"), "AMMR 61(1)", "Article 59")
    refused([*EVENTS, notice("ES")], request("ES", "62"), "AMMR 62(1)", "uses the pool")
    assert ledger([*EVENTS, request("EL", "62")]).book.requests  # it may consider itself so, whatever its label
    refused([key()], request("NL", "61"), "AMMR 61(1)", "no act")
    refused([key()], request("AT", "62"), "AMMR 62(1)", "no act")


@pytest.mark.law("AMMR 61(1)")
@pytest.mark.parametrize("last", ["rejected", "refused"])
def test_after_a_notification_in_vain_choice_a8_decides(last: str) -> None:
    in_vain = [notified("NL", "01-20"), decided("NL", last == "refused", "01-21")]
    if last == "refused":
        in_vain.append(event("access_refused", "01-22", state="NL"))
    refused([*EVENTS, *in_vain], request("NL"), "AMMR 61(1)")
    allowed = ledger([*EVENTS, *in_vain, request("NL")], DEDUCTION_AFTER_NOTIFICATION="allowed")
    assert ("NL", "61") in allowed.book.requests


@pytest.mark.law("AMMR 61(3)", "AMMR 62(4)")
def test_the_assessment_has_four_weeks_and_changes_nothing() -> None:
    def assessed(article: str, on: str) -> Event:
        return event("deduction_assessed", on, state="NL", article=article, favourable=True)

    asked = ledger([*EVENTS, request("NL", "61"), request("NL", "62")])
    in_time = asked.append(assessed("61", "03-01")).append(assessed("62", "03-01"))
    assert texts(in_time.book) == []
    assert in_time.book.balances == asked.book.balances
    late = asked.append(assessed("61", "03-02")).append(assessed("62", "03-02"))
    assert [flag.cite for flag in late.book.flags] == ["AMMR 61(3)", "AMMR 62(4)"]
    refused(EVENTS, assessed("61", "03-01"), "AMMR 61(3)", "there is none")
    refused(EVENTS, assessed("62", "03-01"), "AMMR 62(4)", "there is none")


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_the_council_grants_a_part_then_the_rest() -> None:
    part = ledger([*EVENTS, request("NL"), granted("NL", relocation=100, financial="2500000.50")])
    assert part.book.role("NL") == "contributing"
    assert part.book.standing("NL").partly_deducted
    assert held(part.book, "NL")["relocation deducted"] == 100
    assert part.book.balance("NL", "deducted", "financial") == 250_000_050
    refused(part, granted("NL", on="02-11", relocation=1), "AMMR 61(4)", "there is none")
    rest = part.append(request("NL", on="03-01")).append(
        granted("NL", on="03-02", relocation=200, financial="7499999.50")
    )
    assert rest.book.role("NL") == "deducted"
    refused(rest, draw("IT", 1, "03-03"), "AMMR 60(3)", "no access")


@pytest.mark.law("AMMR 61(2)", "AMMR 62(2)")
def test_a_request_says_why_as_far_as_the_record_knows() -> None:
    """Austria is identified as in a significant situation, Spain as under pressure; the Netherlands as nothing."""
    reasons = ("deduction", "stabilisation", "other_type", "vulnerabilities")

    def asked(state: str, article: str, *contents: str) -> Event:
        return event("deduction_requested", "02-01", state=state, article=article, contents=contents)

    refused(EVENTS, asked("AT", "62", *reasons), "AMMR 62(2)(d)", "which area of the system is at its limit")
    refused(EVENTS, asked("NL", "61", *reasons), "AMMR 61(2)(d)", "reasoning of the pressure")
    refused(EVENTS, asked("ES", "61"), "AMMR 61(1)", "which pledged contributions")
    refused(EVENTS, asked("ES", "61", "deduction", "poetry"), "AMMR 61(1)", "poetry")
    told = asked("AT", "62", *reasons, "capacity_limit")
    for allowed in (told, asked("ES", "61", "deduction"), request("NL")):  # of the last nothing is known
        assert ledger([*EVENTS, allowed]).book.requests


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_a_decision_before_the_assessment_is_flagged_or_refused() -> None:
    asked, unheard = [*EVENTS, request("NL")], granted("NL", relocation=100)
    told = "AMMR 61(4): decided before the Commission had assessed the request"
    assert texts(ledger([*asked, unheard]).book) == [told]
    refused(ledger(asked, DEDUCTION_BEFORE_ASSESSMENT="refused"), unheard, "AMMR 61(4)", "follows the assessment")
    of_the_other = ledger([*EVENTS, request("NL", "62")], DEDUCTION_BEFORE_ASSESSMENT="refused")
    refused(of_the_other, granted("NL", "62"), "AMMR 62(5)", "follows the assessment")
    assessed = event("deduction_assessed", "02-05", state="NL", article="61", favourable=False)
    heard = ledger([*asked, assessed, unheard], DEDUCTION_BEFORE_ASSESSMENT="refused")
    assert texts(heard.book) == []


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_to_refuse_takes_a_vote_only_where_the_choice_asks_for_one() -> None:
    """Most of the Council is against taking anything off: under the first reading there is no act to vote."""
    asked, most = [*EVENTS, request("NL")], tuple(sorted(PART_IV))[:20]
    no = event("deduction_decided", "02-10", state="NL", article="61", amounts={}, against=most)
    assert not ledger([*asked, no]).book.requests
    refused(ledger(asked, DEDUCTION_REFUSAL_VOTE="same-vote"), no, "AMMR 61(4)", "6 in favour")
    outsider = event("deduction_decided", "02-10", state="NL", article="61", amounts={}, against=("NO",))
    refused(asked, outsider, "AMMR 61(4)", "NO")


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_a_refused_request_changes_nothing() -> None:
    before = ledger([*EVENTS, request("NL")])
    for nothing in (granted("NL"), granted("NL", relocation=0)):
        assert before.append(nothing).book.balances == before.book.balances
        assert before.append(nothing).book.role("NL") == "contributing"


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
@pytest.mark.parametrize(("article", "cite"), [("61", "AMMR 61(4)"), ("62", "AMMR 62(5)")])
def test_what_the_council_cannot_take_off(article: str, cite: str) -> None:
    asked = ledger([*EVENTS, request("NL", article)])
    refused(EVENTS, granted("NL", article, relocation=1), cite, "there is none")
    refused(asked, granted("NL", article, relocation=301), cite, "exceeds")
    refused(asked, granted("NL", article, relocation=-1), cite, "negative")
    refused(asked, granted("NL", article, relocation="1.5"), cite, "whole number of persons")
    refused(asked, granted("NL", article, financial="0.001"), cite, "whole number of cents")
    refused(asked, granted("NL", article, alternative=1), cite, "exceeds")


@pytest.mark.law("AMMR 61(4)")
def test_a_deduction_takes_what_is_not_committed_first() -> None:
    events = [*EVENTS, notice("IT"), draw("IT", 90, "01-15"), request("NL"), granted("NL", relocation=280)]
    book = ledger(events).book  # 30 of 300 were committed
    assert book.balance("NL", "open", "relocation") == 0
    assert book.balance("NL", "committed", "relocation", "IT") == 20


# --- the shield (60(3)(4)) ------------------------------------------------------------------------


def shortcomings(state: str, on: str = "03-01", **more: Any) -> Event:
    return event("shortcomings_recorded", on, state=state, **more)


def waived(state: str, towards: str, on: str = "03-02") -> Event:
    return event("shield_waived", on, state=state, towards=towards)


SHIELDED = [
    *EVENTS,
    notice("IT"),
    draw("IT", 100),  # Germany 60, the Netherlands 30, Spain 10
    event("in_kind_requested", "02-01", state="FR", towards="IT", item="experts"),
    event("in_kind_valued", "02-01", state="FR", towards="IT", item="experts", value=9 * M),
    event("implemented", "02-15", state="FR", towards="IT", measure="alternative", amount=4 * M, item="experts"),
]


@pytest.mark.law("AMMR 60(3)(4)")
def test_what_was_committed_goes_back_to_the_pool() -> None:
    book = ledger([*SHIELDED, shortcomings("IT")]).book
    assert (book.balance("DE", "open", "relocation"), book.balance("NL", "open", "relocation")) == (600, 300)
    assert held(book, "FR")["alternative open"] == 5 * M  # 9 agreed, 4 delivered
    item = book.items["FR", "experts"]
    assert (item.pledged, item.towards, item.agreed, item.implemented) == (5 * M * 100, "", None, 0)


@pytest.mark.law("AMMR 60(3)(4)")
def test_shortcomings_that_no_decision_records_are_told() -> None:
    by_itself = ledger([*EVENTS, shortcomings("IT")]).book
    assert texts(by_itself) == ["AMMR 60(3): recorded outside a decision under Article 11(1) or 59(4)"]
    assert texts(ledger([*EVENTS, shortcomings("IT", ended=True)]).book) == []
    decides = [notified("FR"), decided("FR", True, shortcomings=True)]
    assert texts(ledger([*EVENTS, *decides]).book) == []


@pytest.mark.law("AMMR 60(3)(4)")
def test_a_measure_given_back_can_be_asked_for_again() -> None:
    events = [*SHIELDED, shortcomings("IT"), notice("ES", "03-01")]
    again = ledger([*events, event("in_kind_requested", "03-05", state="FR", towards="ES", item="experts")]).book
    assert again.balance("FR", "committed", "alternative", "ES") == 5 * M * 100


@pytest.mark.law("AMMR 60(3)(4)")
def test_under_choice_a14_it_lapses() -> None:
    book = ledger([*SHIELDED, shortcomings("IT")], SHIELDED_PART="lapses").book
    assert book.balance("DE", "lapsed", "relocation") == 60
    assert book.balance("DE", "open", "relocation") == 540


@pytest.mark.law("AMMR 60(3)(4)")
def test_nobody_delivers_to_a_shielded_state_but_who_chose_to() -> None:
    shielded = ledger([*SHIELDED, shortcomings("IT")])
    refused(shielded, draw("IT", 90, "03-03"), "AMMR 60(3)", "exceeds")
    chose = shielded.append(waived("NL", "IT"))
    assert chose.append(draw("IT", 90, "03-03")).book.balance("NL", "committed", "relocation", "IT") == 90
    over = shielded.append(shortcomings("IT", "04-01", ended=True))
    assert over.append(draw("IT", 100, "04-02")).book.balance("DE", "committed", "relocation", "IT") == 60
    refused(EVENTS, waived("NL", "IT"), "AMMR 60(3)", "no systemic shortcomings")


@pytest.mark.law("AMMR 60(3)(4)")
def test_who_waived_keeps_its_commitments_when_shortcomings_are_recorded_again() -> None:
    events = [*EVENTS, notice("IT"), shortcomings("IT", "01-15"), waived("NL", "IT", "01-16"), draw("IT", 90)]
    events += [pledge("NL", "alternative", 100, item="tents", on="02-01")]
    events += [event("in_kind_requested", "02-01", state="NL", towards="IT", item="tents")]
    book = ledger([*events, shortcomings("IT")]).book
    assert book.balance("NL", "committed", "relocation", "IT") == 90
    assert book.items["NL", "tents"].towards == "IT"


@pytest.mark.law("AMMR 58(1)", "AMMR 59(1)", "AMMR 61(1)", "AMMR 62(1)")
def test_a_standing_is_of_one_year_and_of_states_that_part_iv_binds() -> None:
    """Release is for the given year (60(3)): a notice or a deduction after it would wipe out what is due."""
    for kind, more in (
        ("notice_received", {"state": "ES"}),
        ("pressure_notified", {"state": "BE"}),
        ("deduction_requested", {"state": "AT", "article": "62"}),
    ):
        refused(EVENTS, event(kind, "2028-01-20", **more), f"AMMR {_ARTICLE[kind]}(1)", "has ended")
        for outside in ("NO", "DK"):
            off = event(kind, "01-20", **(more | {"state": outside}))
            refused(EVENTS, off, f"AMMR {_ARTICLE[kind]}(1)", f"does not bind {outside}")


_ARTICLE = {"notice_received": "58", "pressure_notified": "59", "deduction_requested": "61"}


@pytest.mark.law("AMMR 62(5)")
def test_a_deduction_is_not_full_while_a_pledge_is_not_known() -> None:
    """Unknown is not zero: fifty relocations are taken off, and money of unknown amount is still owed."""
    hidden = [*prepared(), pledge("AT", "relocation", 50), pledge("AT", "financial", None)]
    decided = event("deduction_decided", "02-01", state="AT", article="62", amounts={"relocation": 50})
    book = ledger([*hidden, event("deduction_requested", "01-11", state="AT", article="62"), decided]).book
    assert book.role("AT") == "contributing"


@pytest.mark.law("AMMR 59(6)")
def test_access_is_refused_once() -> None:
    events = [*EVENTS, notified("NL"), decided("NL", True), event("access_refused", "02-10", state="NL")]
    refused(events, event("access_refused", "02-11", state="NL"), "AMMR 59(6)")
