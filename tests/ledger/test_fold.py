"""The fold: order, days, corrections, and what a refusal leaves behind."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cycles import YEAR, act, day, draw, event, forum, key, ledger, notice, pledge, prepared, proposal, refused

from fairshare.law.choices import Choices
from fairshare.ledger import Ledger, RefusedEventError, fold
from fairshare.ledger.events import Event
from fairshare.ledger.fold import check_balances
from fairshare.ledger.postings import ConservationError


def numbered(*events: Event) -> list[Event]:
    return [replace(entry, id=entry.id or f"e{number}") for number, entry in enumerate(events, start=1)]


def corrected(event_id: str, on: str = "06-01", **more: Any) -> Event:
    return event("corrected", on, event_id=event_id, **more)


BASE = numbered(*prepared(), pledge("DE", "relocation", 600), pledge("NL", "relocation", 300), notice("IT"))


def test_nothing_happened() -> None:
    book = fold([], YEAR)
    assert (book.events, book.balances, book.flags, book.reference) == ([], {}, [], None)
    assert Ledger.of([], YEAR).book == book


# --- order and days -------------------------------------------------------------------------------


def test_events_stand_in_the_order_of_their_dates() -> None:
    refused([proposal(), forum("2026-10-28")], forum("2026-10-27"), "ledger", "lies before 2026-10-28")
    assert len(ledger([proposal(), forum("2026-10-15"), forum("2026-10-15")]).events) == 3


@pytest.mark.law("AMMR 60(1)")
def test_the_pool_at_any_day() -> None:
    events = [*BASE, draw("IT", 90, "02-01"), draw("IT", 90, "03-01")]
    drawn = {
        on: fold(events, YEAR, as_of=day(on)).balance("DE", "committed", "relocation", "IT")
        for on in ("01-31", "02-01", "02-28", "03-01", "12-31")
    }
    assert drawn == {"01-31": 0, "02-01": 60, "02-28": 60, "03-01": 120, "12-31": 120}
    assert fold(events, YEAR, as_of=date(2026, 1, 1)) == fold([], YEAR)


def test_what_was_on_record_on_a_day() -> None:
    """A draw of February that was recorded in May; the recording day of all others is not on record."""
    late = draw("IT", 90, "02-01", recorded=day("05-01"))
    events = [*BASE, late]
    assert fold(events, YEAR, known_on=day("04-30")) == fold(BASE, YEAR)
    assert fold(events, YEAR, known_on=day("05-01")) == fold(events, YEAR)
    assert fold(events, YEAR, as_of=day("01-31"), known_on=day("06-01")) == fold(BASE, YEAR)


def test_a_correction_counts_from_when_it_was_known() -> None:
    events = [*BASE, corrected("e6", "06-01", recorded=day("07-01"))]
    assert fold(events, YEAR, known_on=day("06-30")).balance("DE", "open", "relocation") == 600
    assert fold(events, YEAR, known_on=day("07-01")).balance("DE", "open", "relocation") == 0
    assert fold(events, YEAR, as_of=day("05-31")).balance("DE", "open", "relocation") == 600


# --- corrections ----------------------------------------------------------------------------------


def effects(book: Any) -> dict[str, Any]:
    """What follows from the events: everything but the record itself and the places in it."""
    return {
        "balances": {place: amount for place, amount in book.balances.items() if amount},
        "standings": book.standings,
        "fair": book.fair,
        "pledged": {s: [(f.measure, f.amount) for f in facts] for s, facts in book.pledges.items()},
        "draws": book.draws,
    }


@pytest.mark.parametrize("wrong", [f"e{number}" for number in range(6, 9)])
def test_a_corrected_event_is_as_if_it_had_not_been(wrong: str) -> None:
    events = [*BASE, corrected(wrong, note="a slip")]
    without = [entry for entry in BASE if entry.id != wrong]
    book = fold(events, YEAR)
    assert effects(book) == effects(fold(without, YEAR))
    assert len(book.events) == len(BASE) + 1  # what happened stays in the record
    assert [flag.text for flag in book.flags] == [f"event {wrong} has no effect since 2027-06-01: a slip"]
    assert Ledger.of(BASE, YEAR).append(events[-1]).book == book


def test_a_correction_without_a_note() -> None:
    assert fold([*BASE, corrected("e6")], YEAR).flags[-1].text.endswith(": corrected")


def test_a_correction_that_is_corrected_has_no_effect() -> None:
    twice = [*BASE, corrected("e6", id="c1"), corrected("c1", "06-02", id="c2")]
    assert effects(fold(twice, YEAR)) == effects(fold(BASE, YEAR))
    assert [flag.text[:9] for flag in fold(twice, YEAR).flags] == ["event c1 "]
    thrice = [*twice, corrected("c2", "06-03")]
    assert effects(fold(thrice, YEAR)) == effects(fold([*BASE, corrected("e6")], YEAR))
    grown = Ledger.of(BASE, YEAR)
    for entry in thrice[len(BASE) :]:
        grown = grown.append(entry)
    assert grown.book == fold(thrice, YEAR)


@pytest.mark.parametrize("unknown", ["e99", "", "e9"])
def test_only_an_earlier_event_can_be_corrected(unknown: str) -> None:
    refused(BASE, corrected(unknown, id="e9"), "ledger", "no earlier event has the id")
    refused([draw("IT", 1)][:0], corrected(""), "ledger", "no earlier event")


def test_a_correction_on_which_later_events_rest_is_refused() -> None:
    """Without Italy's notice nothing can be drawn for it."""
    before = Ledger.of([*BASE, draw("IT", 90)], YEAR)
    refused(before, corrected("e8"), "AMMR 60(3)", "IT has no access")
    with pytest.raises(RefusedEventError) as refusal:
        before.append(corrected("e8"))
    assert refusal.value.index == len(BASE)  # the draw, not the correction


def test_an_id_stands_once() -> None:
    refused(BASE, replace(draw("IT", 90), id="e6"), "ledger", "'e6' is that of an earlier event")
    free = fold([*BASE, draw("IT", 90), draw("IT", 90)], YEAR)  # events without an id are many
    assert free.ids == {f"e{number}" for number in range(1, 9)}


# --- refusals -------------------------------------------------------------------------------------


def test_the_first_refused_event_is_named_by_its_place() -> None:
    with pytest.raises(RefusedEventError) as refusal:
        fold([*BASE, draw("IT", 90), draw("ES", 1), draw("EL", 1)], YEAR)
    assert (refusal.value.index, refusal.value.cite) == (9, "AMMR 60(3)")
    assert str(refusal.value) == "ES has no access to the pool (AMMR 60(3))"
    known = [replace(entry, recorded=day("01-15")) for entry in BASE]
    with pytest.raises(RefusedEventError) as refusal:
        fold([*known, draw("IT", 1, recorded=day("09-01")), draw("ES", 1)], YEAR, known_on=day("08-01"))
    assert refusal.value.index == 9  # the place in the whole record, whatever is left out


def test_appending_leaves_the_ledger_as_it_was() -> None:
    before = Ledger.of(BASE, YEAR)
    after = before.append(draw("IT", 90))
    assert before == Ledger.of(BASE, YEAR)
    assert after.events == (*BASE, draw("IT", 90))
    assert after.book.choices == before.book.choices


def test_the_choices_stay_with_the_ledger() -> None:
    nearest = Ledger.of([], YEAR, Choices({"ROUNDING": "floor"}))
    for entry in BASE:
        nearest = nearest.append(entry)
    assert nearest.append(corrected("e6")).book.choices["ROUNDING"] == "floor"


def test_a_book_that_does_not_add_up_is_a_fault_of_the_program() -> None:
    book = fold(BASE, YEAR)
    check_balances(book)
    book.balances["DE", "open", "relocation", ""] += 1
    with pytest.raises(ConservationError):
        check_balances(book)


def test_the_key_alone() -> None:
    assert sum(fold([key()], YEAR).shares.values()) == 1


@pytest.mark.parametrize("running", [True, False])
def test_a_fold_leaves_the_collector_as_it_was(running: bool) -> None:
    """Whether the fold ends or is refused."""
    was = gc.isenabled()
    (gc.enable if running else gc.disable)()
    try:
        fold(prepared(), YEAR)
        assert gc.isenabled() is running
        with pytest.raises(RefusedEventError):
            fold([act()], YEAR)
        assert gc.isenabled() is running
    finally:
        (gc.enable if was else gc.disable)()
