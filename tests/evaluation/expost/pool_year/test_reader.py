"""The evaluation for a reader who is not shown all: what cannot be counted is unknown, never nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from test_story import CYCLE, YEAR, in_order
from tests.evaluation.expost.pool_year.test_story import REPORTED

from fairshare.evaluation.expost.document import Evaluation, Fig, Flows, shown
from fairshare.evaluation.expost.pool_year.cycle import evaluation
from fairshare.evaluation.expost.pool_year.record import NOT_SHOWN
from fairshare.evaluation.pool import report_of
from fairshare.figures.reference import table
from fairshare.ledger import Book, fold
from fairshare.ledger.events import Event, tag

HIDDEN: Final = frozenset(
    {"funds_allocated", "remainder_added", "indicator_reported", "information_delivered", "technical_forum_held"}
    | {"preparedness_asked", "preparedness_answered"}
    | {"relocation_accepted", "relocation_failed", "implemented", "offset_taken"}
)
"""Kinds of events that this reader is not shown."""


def shown_to_reader(book: Book) -> Book:
    """The book as a seat sees it that is no party to deliveries: balances whole, hidden events blank."""
    twin = book.copy()
    hidden = {place for place, event in enumerate(book.events) if tag(type(event)) in HIDDEN}
    twin.events = [_blank(event) if place in hidden else event for place, event in enumerate(book.events)]
    twin.journal = [entry for entry in book.journal if entry.event not in hidden]
    return twin


def _blank(event: Event) -> Event:
    return Event(date=event.date, actor="", capacity=event.capacity, basis="")


@pytest.fixture(scope="module")
def whole() -> Evaluation:
    return evaluation(report_of(fold(in_order(CYCLE, REPORTED), YEAR), date(2028, 4, 30)), table)


@pytest.fixture(scope="module")
def part() -> Evaluation:
    book = shown_to_reader(fold(in_order(CYCLE, REPORTED), YEAR))
    return evaluation(report_of(book, date(2028, 4, 30)), table, unseen=HIDDEN)


@pytest.mark.parametrize(
    "key",
    [
        *("technical_forums", "informed_commission", "measures_asked", "measures_answered", "measures_done"),
        *("money_allocated", "money_to_facility", "relocations_failed", "offset_by_paragraph.63-2"),
        *("days_to_transfer", "office_staff"),
    ],
)
def test_what_is_not_shown_is_unknown(whole: Evaluation, part: Evaluation, key: str) -> None:
    assert whole.figures[key].value
    assert (part.figures[key].value, part.figures[key].sources) == (None, (NOT_SHOWN,))


def test_what_everybody_is_shown_is_told_as_before(whole: Evaluation, part: Evaluation) -> None:
    for key in ("adopted", "pledged", "access_refused", "deductions_asked", "kind_pledged.FR.IT", "action_cost"):
        assert part.figures[key].value == whole.figures[key].value is not None, key


def test_balances_tell_what_hidden_events_moved(whole: Evaluation, part: Evaluation) -> None:
    for key in ("implemented", "offset_taken", "as_delivered.hoover.persons", "as_delivered.hoover.offsets"):
        assert part.figures[key].value == whole.figures[key].value is not None, key


def test_without_the_allocations_money_is_not_told_as_if_nobody_had_it(whole: Evaluation, part: Evaluation) -> None:
    assert whole.figures["as_delivered.hoover.par"].value is not None
    assert part.figures["as_delivered.given.IT"].value is None
    assert part.figures["as_delivered.hoover.par"].value is None


def test_a_part_of_the_pairs_is_not_told_as_the_whole(whole: Evaluation, part: Evaluation) -> None:
    def pairs(found: Evaluation) -> int:
        blocks = (block for section in found.sections for block in section.blocks)
        return sum(len(block.cells) for block in blocks if isinstance(block, Flows))

    assert (pairs(whole), pairs(part)) == (6, 0)


def test_every_day_of_the_year_can_be_evaluated() -> None:
    """From the act to the last report, now and then: all that is shown is a figure."""
    events = in_order(CYCLE, REPORTED)
    act = next(place for place, event in enumerate(events) if tag(type(event)) == "act_adopted")
    for end in range(act + 1, len(events) + 1, 18):
        found = evaluation(report_of(fold(events[:end], YEAR), events[end - 1].date), table)
        assert {one.key for one in shown(found) if isinstance(one, Fig)} <= found.figures.keys(), end


def test_nothing_on_record_of_a_closed_year_is_nothing_only_where_the_record_covers_it() -> None:
    left_out = {"action_identified", "action_reported", "funds_allocated"}
    events = [event for event in in_order(CYCLE, []) if tag(type(event)) not in left_out]
    report = report_of(fold(events, YEAR), date(2028, 4, 30))
    assert evaluation(report, table).figures["action_cost"].value == 0
    public = evaluation(replace(report, not_covered=("implemented",)), table)
    assert public.figures["action_cost"].value is None


def test_an_act_without_a_key_is_evaluated_as_far_as_it_goes() -> None:
    kinds = {"act_adopted", "proposal_adopted", "forum_held", "pledge_recorded"}
    events = [event for event in in_order(CYCLE, []) if tag(type(event)) in kinds]
    found = evaluation(report_of(fold(events, YEAR), date(2027, 1, 31)), table)
    assert found.figures["adopted"].value == 30_000
    assert found.figures["fair_share_sum"].value is None
    assert "as_pledged.to_move" not in found.figures
    assert {one.key for one in shown(found) if isinstance(one, Fig)} <= found.figures.keys()
