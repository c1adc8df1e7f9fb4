"""Draws, relocations and in-kind measures: what is committed, accepted, delivered, and what the law refuses."""

from __future__ import annotations

from typing import Any

import pytest
from cycles import draw, event, held, ledger, notice, pledge, prepared, refused, texts

from fairshare.ledger.events import Event

M = 1_000_000
EVENTS = [
    *prepared(),
    pledge("DE", "relocation", 600),
    pledge("NL", "relocation", 300),
    pledge("NL", "financial", 6 * M),
    pledge("SE", "financial", 3 * M),
    pledge("FR", "alternative", 8 * M, item="experts"),
    notice("IT"),
    notice("ES"),
]
DRAWN = [*EVENTS, draw("IT", 90)]  # Germany 60, the Netherlands 30


def accepted(state: str, persons: int, towards: str = "IT", on: str = "02-10") -> Event:
    return event("relocation_accepted", on, state=state, towards=towards, persons=persons)


def failed(state: str, persons: int, towards: str = "IT", on: str = "03-10") -> Event:
    return event("relocation_failed", on, state=state, towards=towards, persons=persons)


def relocated(state: str, persons: Any, towards: str = "IT", on: str = "03-01") -> Event:
    return event("implemented", on, state=state, towards=towards, measure="relocation", amount=persons)


# --- draws (60) -----------------------------------------------------------------------------------


@pytest.mark.law("AMMR 60(3)(2)", "AMMR 60(2)")
def test_a_draw_is_in_proportion_to_the_pledges() -> None:
    book = ledger(DRAWN).book
    assert book.towards("DE", "committed", "relocation") == {"IT": 60}
    assert book.towards("NL", "committed", "relocation") == {"IT": 30}
    money = ledger([*EVENTS, draw("ES", "300000.00", measure="financial")]).book
    assert money.balance("NL", "committed", "financial", "ES") == 200_000_00
    assert money.balance("SE", "committed", "financial", "ES") == 100_000_00


@pytest.mark.law("AMMR 60(3)(2)")
def test_a_deduction_lowers_the_part_in_later_draws() -> None:
    events = [*EVENTS, event("deduction_requested", "01-20", state="DE", article="61")]
    events += [event("deduction_decided", "01-25", state="DE", article="61", amounts={"relocation": 300})]
    book = ledger([*events, draw("IT", 90)]).book
    assert book.balance("DE", "committed", "relocation", "IT") == 45


@pytest.mark.law("AMMR 60(3)(2)")
def test_equal_claims_are_put_to_lots() -> None:
    events = [*prepared(), pledge("SE", "relocation", 100), pledge("PT", "relocation", 100), notice("IT")]
    refused(events, draw("IT", 1), "AMMR 60(3)", "equal claims of PT, SE")
    drawn = ledger([*events, draw("IT", 1, lots=("SE", "PT"))])
    assert drawn.book.balance("SE", "committed", "relocation", "IT") == 1
    assert drawn.append(draw("IT", 1, "02-02")).book.balance("PT", "committed", "relocation", "IT") == 1
    refused(events, draw("IT", 1, lots=("SE", "MT")), "AMMR 60(3)", "equal claims of PT, SE")
    refused(events, draw("IT", 1, lots=("SE", "SE", "PT")), "AMMR 60(3)(2)", "unknown or a repeated name")
    by_person = ledger([*events, draw("IT", 1, lots=("SE", "PT"))], DRAW_ORDER="needs-decision")
    assert by_person.book.balance("SE", "committed", "relocation", "IT") == 1


@pytest.mark.law("AMMR 60(3)(2)")
@pytest.mark.parametrize(
    ("amount", "measure", "why"),
    [
        (0, "relocation", "above zero"),
        (-1, "relocation", "above zero"),
        ("1.5", "relocation", "whole number of persons"),
        (901, "relocation", "exceeds"),
        ("0.001", "financial", "whole number of cents"),
    ],
)
def test_what_is_no_draw(amount: Any, measure: str, why: str) -> None:
    refused(EVENTS, draw("IT", amount, measure=measure), "AMMR 60(3)", why)


@pytest.mark.law("AMMR 60(3)(2)")
def test_who_cannot_be_drawn_for_and_when() -> None:
    refused(EVENTS, draw("EL", 1), "AMMR 60(3)", "EL has no access")
    refused(EVENTS, draw("IT", 1, measure="alternative"), "AMMR 65(1)", "request")
    refused(EVENTS, draw("IT", 1, "2028-01-01"), "AMMR 60(3)", "ended")
    refused([*EVENTS, event("year_closed", "12-31")], draw("IT", 1, "12-31"), "AMMR 60(3)", "ended")


@pytest.mark.law("AMMR 60(3)(2)", "AMMR 57(4)")
def test_a_state_that_is_drawn_dry_leaves_the_draws() -> None:
    """Pledges of 600 and 300: 900 is all there is, and then there is nothing."""
    dry = ledger([*EVENTS, draw("IT", 450), draw("ES", 450, "02-02")])
    assert dry.book.towards("DE", "committed", "relocation") == {"ES": 300, "IT": 300}
    refused(dry, draw("IT", 1, "02-03"), "AMMR 60(3)", "the 0 that contributors have left")
    refused(dry, draw("IT", 1, "02-03", parts={"DE": 1}), "AMMR 60(3)", "DE has 0 left")


@pytest.mark.law("AMMR 67(9)", "AMMR 67(12)")
def test_what_silence_confirmed_on_the_last_day_is_carried_over() -> None:
    closed = ledger([*DRAWN, event("year_closed", "12-31")])
    told = closed.append(accepted("DE", 10, on="12-31"))
    assert held(told.book, "DE")["relocation carried_over IT"] == 10
    refused(closed, accepted("DE", 10, on="2028-01-01"), "AMMR 60(3)", "ended")


@pytest.mark.law("AMMR 60(3)(2)", "AMMR 57(4)")
def test_money_from_in_kind_measures_takes_part_in_later_draws() -> None:
    """After the year: NL 6 million, SE 3 million, FR 8 million that nobody asked for in kind."""
    closed = [*EVENTS, event("year_closed", "12-31")]
    book = ledger([*closed, draw("IT", 17 * M, "2028-01-05", measure="financial")]).book
    assert {s: book.balance(s, "committed", "financial", "IT") for s in ("NL", "SE", "FR")} == {
        "NL": 600 * M,
        "SE": 300 * M,
        "FR": 800 * M,
    }


@pytest.mark.law("AMMR 60(3)(2)")
def test_parts_that_the_forum_agreed_stand_and_are_told_where_out_of_proportion() -> None:
    fair = ledger([*EVENTS, draw("IT", 90, parts={"DE": 60, "NL": 30})])
    assert texts(fair.book) == []
    unfair = ledger([*EVENTS, draw("IT", 90, parts={"DE": 59, "NL": 31})])
    assert texts(unfair.book) == ["AMMR 60(3): a state is a whole unit or more off its part of all relocation draws"]
    assert unfair.book.balance("NL", "committed", "relocation", "IT") == 31
    later = unfair.append(draw("ES", 90, "02-02"))  # the next draw makes up for it
    assert later.book.towards("DE", "committed", "relocation") == {"ES": 61, "IT": 59}
    assert len(later.book.flags) == 1
    for parts, why in (
        ({"DE": 60, "NL": 31}, "add up"),
        ({"DE": 91, "NL": -1}, "negative"),
        ({"DE": 60, "SE": 30}, "SE has 0 left"),
        ({"DE": "60.5", "NL": "29.5"}, "whole number of persons"),
    ):
        refused(EVENTS, draw("IT", 90, parts=parts), "AMMR 60(3)", why)


# --- relocations (67, 68) -------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(9)", "AMMR 60(3)(1)")
def test_from_committed_to_accepted_to_implemented() -> None:
    book = ledger([*DRAWN, accepted("DE", 40), relocated("DE", 50)]).book
    # the 40 accepted first, then 10 of the 20 that were never formally accepted
    assert book.balance("DE", "accepted", "relocation", "IT") == 0
    assert book.balance("DE", "committed", "relocation", "IT") == 10
    assert book.balance("DE", "implemented", "relocation", "IT") == 50


@pytest.mark.law("AMMR 67(9)")
def test_what_cannot_be_accepted() -> None:
    refused(DRAWN, accepted("DE", 61), "AMMR 60(3)", "too few")
    refused(DRAWN, accepted("DE", 0), "AMMR 67(9)", "above zero")
    refused(DRAWN, accepted("ES", 1), "AMMR 67(9)", "ES is benefitting")
    refused(DRAWN, accepted("DE", 1, on="2028-01-01"), "AMMR 60(3)", "ended")
    shortcomings = event("shortcomings_recorded", "02-05", state="IT")
    refused([*DRAWN, shortcomings], accepted("DE", 1), "AMMR 60(3)", "systemic shortcomings")


@pytest.mark.law("AMMR 60(3)(1)")
def test_what_cannot_be_implemented() -> None:
    refused(DRAWN, relocated("DE", 61), "AMMR 60(3)", "too few")
    refused(DRAWN, relocated("DE", 0), "AMMR 60(3)", "above zero")
    refused(DRAWN, relocated("DE", "1.5"), "AMMR 60(3)", "whole number of persons")
    refused(DRAWN, relocated("ES", 1), "AMMR 60(3)", "ES is benefitting")
    refused(DRAWN, relocated("DE", 1, on="2028-01-01"), "AMMR 60(3)", "ended")
    money = event("implemented", "03-01", state="SE", towards="IT", measure="financial", amount=1)
    refused(DRAWN, money, "IR 30(3)", "settled")


@pytest.mark.law("AMMR 67(12)")
def test_only_what_was_accepted_goes_on_after_the_year() -> None:
    events = [*DRAWN, accepted("DE", 40), event("year_closed", "12-31")]
    closed = ledger(events)
    assert held(closed.book, "DE")["relocation carried_over IT"] == 40
    later = closed.append(relocated("DE", 30, on="2028-01-10")).append(failed("DE", 10, on="2028-01-11"))
    assert held(later.book, "DE")["relocation open"] == 550
    assert "relocation carried_over IT" not in held(later.book, "DE")
    refused(closed, relocated("DE", 41, on="2028-01-10"), "AMMR 60(3)", "ended")


@pytest.mark.law("AMMR 67(2)", "AMMR 68(1)")
def test_a_failed_relocation_frees_the_place_unless_choice_a18_uses_it_up() -> None:
    events = [*DRAWN, accepted("DE", 40), failed("DE", 5)]
    assert held(ledger(events).book, "DE")["relocation open"] == 545
    used = ledger(events, PLACE_AFTER_FAILED_RELOCATION="consumed").book
    assert held(used, "DE")["relocation implemented IT"] == 5
    refused(events, failed("DE", 36), "AMMR 67(9)", "not accepted that many")
    refused(events, failed("DE", 0), "AMMR 68(1)", "above zero")


# --- in-kind measures (65) ------------------------------------------------------------------------


def asked(item: str = "experts", towards: str = "IT", on: str = "02-01", state: str = "FR") -> Event:
    return event("in_kind_requested", on, state=state, towards=towards, item=item)


def valued(
    value: Any, item: str = "experts", towards: str = "IT", on: str = "02-10", state: str = "FR", **more: Any
) -> Event:
    return event("in_kind_valued", on, state=state, towards=towards, item=item, value=value, **more)


def provided(amount: Any, item: str = "experts", towards: str = "IT", on: str = "03-01", state: str = "FR") -> Event:
    return event("implemented", on, state=state, towards=towards, measure="alternative", amount=amount, item=item)


@pytest.mark.law("AMMR 65(1)")
def test_asked_valued_delivered() -> None:
    book = ledger([*EVENTS, asked(), valued(6 * M), provided(2 * M), provided(4 * M, on="03-02")]).book
    assert held(book, "FR") == {
        "alternative pledged": -8 * M,
        "alternative implemented IT": 6 * M,
        "alternative committed IT": 2 * M,
        "share fair_share": -90 * M,
        "share covered": 8 * M,
        "share unpledged": 82 * M,
    }


@pytest.mark.law("AMMR 65(2)")
def test_a_value_is_told_where_nobody_says_that_the_measure_is_additional() -> None:
    asked_for = ledger([*EVENTS, asked()])
    assert texts(asked_for.append(valued(6 * M)).book)[-1] == (
        "AMMR 65(2): that 'experts' duplicates nothing of agencies or Union funding is not on record"
    )
    assert texts(asked_for.append(valued(6 * M, additional=True)).book) == texts(asked_for.book)


@pytest.mark.law("AMMR 65(1)")
def test_a_value_above_the_pledge_adds_to_it() -> None:
    book = ledger([*EVENTS, asked(), valued(9 * M)]).book
    assert held(book, "FR")["alternative committed IT"] == 9 * M
    assert held(book, "FR")["alternative pledged"] == -9 * M
    assert held(book, "FR")["share voluntary"] == -1 * M


@pytest.mark.law("AMMR 65(1)")
def test_who_may_ask_for_what() -> None:
    refused(EVENTS, asked("boats"), "AMMR 65(1)", "'boats'")
    refused(EVENTS, asked(towards="EL"), "AMMR 65(1)", "EL has no access")
    refused([*EVENTS, asked()], asked(towards="ES"), "AMMR 65(1)", "IT has asked")
    refused(EVENTS, asked(on="2028-01-01"), "AMMR 57(4)", "ended")
    late = [*prepared(), pledge("ES", "alternative", 100, item="tents"), notice("IT"), notice("ES")]
    refused(late, asked("tents", state="ES"), "AMMR 65(1)", "ES is benefitting")
    shielded = [*EVENTS, event("shortcomings_recorded", "01-20", state="IT")]
    refused(shielded, asked(), "AMMR 60(3)", "systemic shortcomings")


@pytest.mark.law("AMMR 65(1)")
def test_what_was_deducted_cannot_be_asked_for() -> None:
    def deducted(amount: int) -> list[Event]:
        request = event("deduction_requested", "01-11", state="FR", article="61")
        amounts = {"alternative": amount}
        return [*EVENTS, request, event("deduction_decided", "01-12", state="FR", article="61", amounts=amounts)]

    more = pledge("FR", "relocation", 1)
    book = ledger([*deducted(5 * M), asked()]).book
    assert book.balance("FR", "committed", "alternative", "IT") == 3 * M * 100
    assert book.items["FR", "experts"].pledged == 3 * M * 100
    nothing_left = sorted([*deducted(8 * M), more], key=lambda entry: entry.date)
    refused(nothing_left, asked(), "AMMR 61(4), 62(5)", "nothing is left")


@pytest.mark.law("AMMR 65(1)")
def test_the_value_is_set_once_by_both_after_a_request() -> None:
    refused(EVENTS, valued(1), "AMMR 65(1)", "after a benefitting state")
    refused([*EVENTS, asked()], valued(1, towards="ES"), "AMMR 65(1)", "after a benefitting state")
    refused([*EVENTS, asked()], valued(0), "AMMR 65(1)", "above zero")
    refused([*EVENTS, asked()], valued("0.001"), "AMMR 65(1)", "whole number of cents")
    refused([*EVENTS, asked(), valued(1)], valued(2), "AMMR 65(1)", "agreed; correct that event")
    refused(EVENTS, valued(1, item="boats"), "AMMR 65(1)", "'boats'")


@pytest.mark.law("AMMR 65(1)", "AMMR 65(3)")
def test_delivery_follows_the_value_and_stays_within_it() -> None:
    refused([*EVENTS, asked()], provided(1), "AMMR 65(1)", "before implementation")
    refused([*EVENTS, asked(), valued(100)], provided("100.01"), "AMMR 65(1)", "more than")
    refused([*EVENTS, asked(), valued(100)], provided(0), "AMMR 60(3)", "above zero")
    refused([*EVENTS, asked(), valued(100)], provided(1, towards="ES"), "AMMR 65(1)", "IT, not ES")
    refused([*EVENTS, asked(), valued(100)], provided(1, item="boats"), "AMMR 65(1)", "'boats'")
    closed = [*EVENTS, asked(), valued(100), provided(40), event("year_closed", "12-31")]
    book = ledger([*closed, provided(60, on="2028-06-01")]).book
    assert book.balance("FR", "implemented", "alternative", "IT") == 100_00


def test_nothing_is_overdrawn_even_where_no_rule_looks() -> None:
    """A measure whose value was lowered by a deduction cannot be delivered beyond what is left of it."""
    events = [*EVENTS, asked(), valued(8 * M), event("deduction_requested", "02-11", state="FR", article="61")]
    events += [event("deduction_decided", "02-12", state="FR", article="61", amounts={"alternative": 5 * M})]
    refused(events, provided(4 * M), "ledger", "FR has not that much committed (alternative IT)")
    assert ledger([*events, provided(3 * M)]).book.balance("FR", "committed", "alternative", "IT") == 0
