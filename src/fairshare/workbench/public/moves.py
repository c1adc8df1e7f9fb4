"""The postings of a book as they are published: moves of pledges, without what became of persons. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from fairshare.ledger import Book
from fairshare.ledger.book import Item
from fairshare.ledger.events import (
    AccessRefused,
    DeductionDecided,
    DrawAgreed,
    Event,
    Implemented,
    InKindRequested,
    InKindValued,
    NoticeReceived,
    PledgeRecorded,
    PressureDecided,
    Settled,
    ShortcomingsRecorded,
    YearClosed,
)
from fairshare.ledger.handlers.closing import year_closed
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, SHARE, SOURCES, Amount, Leg, cents, move

PERSONS: Final = frozenset({"accepted", "implemented", "offset", "carried_over"})
"""Accounts of what became of pledges to relocate."""

_HELD: Final = ("committed", "open", "unpledged")
_GIVEN_UP: Final = ("released", "deducted", "settled", "lapsed")

Place = tuple[str, str, str, str]
Pair = tuple[Leg, Leg]
Sweep = tuple[Callable[[Place], bool], str, str]
"""Places from which an event may take all, and the account and state to which it goes."""


def pairs(legs: Sequence[Leg]) -> Iterator[Pair]:
    """Legs two by two: what an amount came from, and where it went."""
    return zip(legs[::2], legs[1::2], strict=True)


def merged(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The same moves with one pair for each two places, in the order of places: nothing in them tells in how many
    steps they were put together."""
    found: dict[tuple[Place, Place], Amount] = {}
    for source, target in pairs(legs):
        found[source[:4], target[:4]] = found.get((source[:4], target[:4]), 0) + target[4]
    return tuple(leg for (of, to), amount in sorted(found.items()) if amount for leg in ((*of, -amount), (*to, amount)))


def of_persons(pair: Pair) -> bool:
    """Whether a move tells what became of persons; an offset does in every measure."""
    accounts = {pair[0][1], pair[1][1]}
    return "offset" in accounts or (pair[0][2] == RELOCATION and not accounts.isdisjoint(PERSONS))


@dataclass(slots=True)
class Moves:
    """Balances as they are and as they are shown, while events pass by in the order of the record."""

    real: dict[Place, Amount] = field(default_factory=dict)
    shown: dict[Place, Amount] = field(default_factory=dict)
    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    """measures in kind as they are shown: what offsets took of them is not"""
    values: dict[str, Amount] = field(default_factory=dict)
    """by id of the event, the value of a measure in kind as it is shown"""
    ran_out: set[str] = field(default_factory=set)
    """measures of which a draw took all that some state had left"""

    def happened(self, legs: Iterable[Leg]) -> None:
        """Post what happened."""
        _post(self.real, legs)

    def shown_of(self, moved: Iterable[Pair], step: Amount = 0) -> list[Leg]:
        """Post what is shown of moves that happened, and return it; with a ``step``, rounded down to multiples."""
        legs: list[Leg] = []
        for source, target in moved:
            exact = not SOURCES.isdisjoint((source[1], target[1]))
            amount = target[4] if exact else min(target[4], self.shown.get(source[:4], 0))
            amount = amount // step * step if step else amount
            legs += self._posted(move(source[0], source[2], source[1], target[1], amount, target[3], source[3]))
        return legs

    def drawn(self, event: DrawAgreed, moved: Sequence[Pair], step: Amount) -> list[Leg]:
        """Post and return what is shown of a draw. Once some state ran out, the parts of the others tell how much it
        had, and in later draws make up for it: they are rounded down from then on."""
        if any(not self.real.get(source[:4], 0) for source, _ in moved):
            self.ran_out.add(event.measure)
        return self.shown_of(moved, step if event.measure in self.ran_out else 0)

    def in_kind(self, event: Event, moved: Sequence[Pair], book: Book) -> list[Leg]:
        """Post and return what is shown of an event on measures in kind. How much of them is asked for, added to them
        or made money of follows from what is shown: mandatory offsets may have taken a part before."""
        if isinstance(event, InKindRequested):
            return self._requested(event)
        if isinstance(event, InKindValued):
            return self._valued(event, moved)
        if isinstance(event, YearClosed):
            twin = book.copy()
            twin.closed, twin.items, twin.balances = False, self.items, dict(self.shown)
            return [*self._posted(tuple(year_closed(twin, event)))]
        self._items_after(event, book)
        return self.shown_of(moved)

    def _items_after(self, event: Event, book: Book) -> None:
        """Keep what is shown of the measures as the ledger does: pledged, delivered, or taken back from a state."""
        if isinstance(event, PledgeRecorded) and event.measure == ALTERNATIVE and event.amount is not None:
            self.items[event.state, event.item] = Item(cents(event.amount))
        if isinstance(event, Implemented):
            item = self._item(event)
            self.items[event.state, event.item] = replace(item, implemented=item.implemented + cents(event.amount))
        if isinstance(event, AccessRefused) or (isinstance(event, ShortcomingsRecorded) and not event.ended):
            for (state, name), item in self.items.items():
                if item.towards == event.state and (state, item.towards) not in book.waived:
                    self.items[state, name] = Item(max(item.pledged, item.agreed or 0) - item.implemented)

    def _item(self, event: Implemented | InKindRequested | InKindValued) -> Item:
        return self.items.get((event.state, event.item), Item(0))

    def _requested(self, event: InKindRequested) -> list[Leg]:
        place = (event.state, "open", ALTERNATIVE, "")
        most = min(self._item(event).pledged, int(self.shown.get(place, 0)))
        self.items[event.state, event.item] = Item(most, event.towards)
        return self._take([place], "committed", event.towards, most)

    def _valued(self, event: InKindValued, moved: Sequence[Pair]) -> list[Leg]:
        item, agreed = self._item(event), cents(event.value)
        place = (event.state, "committed", ALTERNATIVE, event.towards)
        if not moved and self.real.get(place) == agreed:  # all that offsets have left: it would tell how much that is
            agreed = int(self.shown.get(place, 0))
        self.values[event.id] = agreed
        self.items[event.state, event.item] = replace(item, agreed=agreed)
        beyond = max(0, agreed - item.pledged)
        more = move(event.state, ALTERNATIVE, "pledged", "committed", beyond, event.towards, "")
        return [*self._posted((*more, *move(event.state, SHARE, "voluntary", "covered", beyond)))]

    def swept(self, event: Event, book: Book) -> list[Leg]:
        """Post and return the rest of what an event took all of. How much that really was would tell how many persons
        had gone before: where nothing is left, nothing is shown to be left."""
        legs: list[Leg] = []
        for matches, account, towards in _sweeps(event, book):
            places = [place for place in self.shown if matches(place)]
            full = {(place[0], place[2]) for place in places if self.real.get(place, 0)}
            legs += self._take([place for place in places if (place[0], place[2]) not in full], account, towards)
        return legs

    def left(self, state: str, measure: str) -> Amount:
        """All that is shown of a pledge and has not gone to persons."""
        return sum(self.shown[place] for place in self._takeable(state, measure, ""))

    def taken(self, state: str, measure: str, account: str, towards: str, amount: Amount) -> list[Leg]:
        """Post an amount that went to persons, from what was committed to that state first, from what was given up
        last, and return it."""
        return self._take(self._takeable(state, measure, towards), account, towards, amount)

    def _takeable(self, state: str, measure: str, towards: str) -> list[Place]:
        order = (*_HELD, *_GIVEN_UP)
        found = (place for place in self.shown if place[0] == state and place[2] == measure and place[1] in order)
        return sorted(found, key=lambda place: (order.index(place[1]), place[3] != towards, place[3]))

    def _take(self, places: Iterable[Place], account: str, towards: str, most: Amount | None = None) -> list[Leg]:
        legs: list[Leg] = []
        for place in places:
            part = self.shown[place] if most is None else min(most, self.shown[place])
            if part > 0:
                state, source, measure, was_towards = place
                legs += self._posted(move(state, measure, source, account, part, towards, was_towards))
                most = None if most is None else most - part
        return legs

    def _posted(self, legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
        _post(self.shown, legs)
        return legs


def _post(balances: dict[Place, Amount], legs: Iterable[Leg]) -> None:
    for state, account, measure, towards, amount in legs:
        place = (state, account, measure, towards)
        balances[place] = balances.get(place, 0) + amount


def _sweeps(event: Event, book: Book) -> Iterator[Sweep]:
    """What an event may take all of: the rest of a pledge, or all that is committed to one state."""
    if isinstance(event, DrawAgreed):
        yield lambda place: place[1:3] == ("open", event.measure), "committed", event.towards
    if isinstance(event, Implemented):
        held = ("carried_over", "committed")
        yield lambda place: place[::2] == (event.state, ALTERNATIVE) and place[1] in held, "implemented", event.towards
    if isinstance(event, NoticeReceived) or (isinstance(event, PressureDecided) and event.accepted):
        yield lambda place: place[0] == event.state and place[1] in _HELD, "released", ""
    if isinstance(event, AccessRefused):
        yield lambda place: place[:2] == (event.state, "released") and place[2] != SHARE, "open", ""
        yield lambda place: place[:3] == (event.state, "released", SHARE), "unpledged", ""
        yield lambda place: place[1::2] == ("committed", event.state), "open", ""
    if isinstance(event, ShortcomingsRecorded) and not event.ended:
        target = "open" if book.choices["SHIELDED_PART"] == "redirected" else "lapsed"
        yield lambda place: place[1::2] == ("committed", event.state), target, ""
    if isinstance(event, (DeductionDecided, Settled)):
        yield from _ends(event)


def _ends(event: DeductionDecided | Settled) -> Iterator[Sweep]:
    """What a deduction or a payment may take all of, by measure."""
    if isinstance(event, Settled):
        account, measures = "settled", {FINANCIAL}
    else:
        account, measures = "deducted", {str(measure) for measure, amount in event.amounts.items() if amount}
    yield lambda place: place[0] == event.state and place[1] in _HELD and place[2] in measures, account, ""
