"""The record as it is published: nothing in it can be computed back to a small count of persons. Pure.

All that the public sees of persons follows from two things: what acts and pledges say, and for each pair of states the
counts of persons accepted, relocated, carried over and offset, rounded to 5, as of the end of a month. Two records that
differ in nothing else give the same pages to the byte.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final

from fairshare.ledger import Book, Ledger
from fairshare.ledger.book import Item
from fairshare.ledger.events import (
    Corrected,
    DeductionDecided,
    DeliveryConfirmed,
    DrawAgreed,
    Event,
    Implemented,
    InKindValued,
    Settled,
)
from fairshare.ledger.postings import RELOCATION, Amount, Entry, Leg
from fairshare.workbench.public.moves import PERSONS, Moves, Pair, merged, of_persons, pairs
from fairshare.workbench.record.cut import Cut

BASE: Final = 5
"""Counts of persons are published as multiples of this."""

POSITION: Final = "counts of persons between two states, each rounded to 5, as of the end of a month"
"""The source of what is published of persons."""

_REWRITTEN: Final = (DrawAgreed, DeductionDecided, InKindValued, Settled)
"""Events whose amount may be all that was left, from which what is gone would follow: they are told as published."""


def rounded(count: Amount, unit: Amount) -> Amount:
    """A count of persons, or money worth ``unit`` a person, rounded to the nearest multiple of 5.

    >>> [rounded(count, 1) for count in (0, 2, 3, 7, 8)]
    [0, 0, 5, 5, 10]
    """
    return (Fraction(count) / unit + Fraction(BASE, 2)) // BASE * BASE * unit


def published(ledger: Ledger, view: Cut, until: date) -> Cut:
    """What is published of a cycle of which the public would see ``view``: persons as they stood on the day ``until``.

    Before the act there is nothing of persons, and the view is published as it is."""
    if not view.act_adopted:
        return view
    book, void = ledger.book, _void(ledger.events)
    told, legs_of = _told(ledger.events, {event.id for event in view.events}, void), dict(book.journal)
    moves, counts, entries = Moves(), dict[tuple[str, str, str, str], Amount](), list[Entry]()
    in_kind: list[Leg] = []
    for place, event in enumerate(ledger.events):
        legs = legs_of.get(place, ())
        moves.happened(legs)
        if max(event.date, event.recorded or event.date) <= until:
            _count(counts, legs)
        plain = [pair for pair in pairs(legs) if not of_persons(pair)]
        if place in told and event.id not in void:
            shown = merged([*_moved(moves, event, plain, book), *moves.swept(event, book)])
            entries += [Entry(told[place], shown)] if shown else []
        elif isinstance(event, Implemented) and event.measure != RELOCATION and event.id not in void:
            in_kind += [*moves.in_kind(event, plain, book), *moves.swept(event, book)]
    position = merged([*in_kind, *_positions(moves, counts, book.unit)])
    return replace(view, _made={}, **_as_told(view, book, told, entries, moves, position, until))


def _moved(moves: Moves, event: Event, plain: list[Pair], book: Book) -> list[Leg]:
    """What is shown of the moves of an event, by what it does."""
    if isinstance(event, DrawAgreed):
        return moves.drawn(event, plain, BASE * (1 if event.measure == RELOCATION else book.unit))
    return moves.in_kind(event, plain, book)


def _void(events: tuple[Event, ...]) -> set[str]:
    """The ids of the events without effect: a correction counts unless a later one corrects it."""
    void: set[str] = set()
    for event in reversed(events):
        if isinstance(event, Corrected) and event.id not in void:
            void.add(event.event_id)
    return void


def _told(events: tuple[Event, ...], seen: Collection[str], void: Collection[str]) -> dict[int, int]:
    """The places of the events that are published, and those that they have then."""
    ids, places = set[str](), dict[int, int]()
    for place, event in enumerate(events):
        secret = isinstance(event, _REWRITTEN) and event.id in void
        of_secret = isinstance(event, Corrected) and event.event_id not in ids
        if not (secret or of_secret) and event.id in seen:
            places[place] = len(places)
            ids.add(event.id)
    return places


def _count(counts: dict[tuple[str, str, str, str], Amount], legs: Iterable[Leg]) -> None:
    for state, account, measure, towards, amount in legs:
        if account == "offset" or (account in PERSONS and measure == RELOCATION):
            key = (state, account, measure, towards)
            counts[key] = counts.get(key, 0) + amount


def _positions(moves: Moves, counts: Mapping[tuple[str, str, str, str], Amount], unit: Amount) -> list[Leg]:
    """The legs that bring each count to its published value, never beyond what the state has left."""
    legs: list[Leg] = []
    for (state, account, measure, towards), count in sorted(counts.items()):
        one = 1 if measure == RELOCATION else unit
        most = Fraction(moves.left(state, measure)) / one // BASE * BASE * one
        legs += moves.taken(state, measure, account, towards, min(rounded(count, one), most))
    return legs


def _as_told(
    view: Cut,
    book: Book,
    told: Mapping[int, int],
    entries: list[Entry],
    moves: Moves,
    position: tuple[Leg, ...],
    until: date,
) -> dict[str, Any]:
    """The events and the book of what is published."""
    shown = {entry.event: entry.legs for entry in entries}
    events = [_as_shown(book.events[place], shown.get(new, ()), book, moves) for place, new in told.items()]
    twin = view.book.copy()
    twin.events, twin.journal, twin.ids = list(events), entries, {event.id for event in events}
    twin.balances = {place: amount for place, amount in moves.shown.items() if amount}
    if position:
        name = sha256(repr((until, entries, position)).encode()).hexdigest()[:12]
        twin.journal = [*entries, Entry(len(events), position)]
        twin.events.append(
            Event(date=until, actor="", capacity="public_source", basis="AMMR 60(6)", source=POSITION, id=name)
        )
    _without_persons(twin, book, moves)
    _placed(twin, book, told)
    return {"events": tuple(events), "book": twin}


def _as_shown(event: Event, legs: Iterable[Leg], book: Book, moves: Moves) -> Event:
    """An event with the amounts that are published of it."""
    if isinstance(event, DeliveryConfirmed):
        return replace(event, levels={})
    if isinstance(event, InKindValued):
        return replace(event, value=Decimal(int(moves.values[event.id])) / 100)
    targets = {measure: _gained(legs, measure, book) for measure in ("relocation", "financial", "alternative")}
    if isinstance(event, DrawAgreed):
        return replace(event, amount=targets[event.measure], parts={}, lots=())
    if isinstance(event, DeductionDecided):
        return replace(event, amounts={measure: targets[measure] for measure in event.amounts})
    if isinstance(event, Settled):
        return replace(event, amount=targets["financial"])
    return event


def _gained(legs: Iterable[Leg], measure: str, book: Book) -> Decimal:
    """What legs of one measure move, in persons or EUR."""
    total = sum(amount for _, _, of, _, amount in legs if of == measure and amount > 0)
    return Decimal(int(total)) / (1 if measure == RELOCATION else 100)


def _without_persons(twin: Book, book: Book, moves: Moves) -> None:
    """Empty what a book holds of persons beside its balances, and what offsets of persons lower to the cent: levels
    confirmed, what is left of measures in kind. What is set off against money is as published; of what was paid nothing
    is shown to be left, as nobody is told what is allocated."""
    twin.offset_requests, twin.offset_acceptances, twin.offset_agreements, twin.catch_up = {}, {}, {}, {}
    twin.draws, twin.mandatory, twin.mandatory_value = {}, {}, {}
    for (state, account, measure, _), amount in twin.balances.items():
        if (account, measure) == ("offset", "financial"):
            twin.mandatory_value[state] = twin.mandatory_value.get(state, 0) + amount
    twin.confirmed = {state: {} for state in book.confirmed}
    twin.items = {of: Item(0, item.towards, item.agreed) for of, item in moves.items.items()}
    paid = sum(int(amount) for (_, account, _, _), amount in twin.balances.items() if account == "settled")
    twin.allocated = {"": paid}


def _placed(twin: Book, book: Book, told: Mapping[int, int]) -> None:
    """Let what names an event by its place name the new one. By how much a confirmation differs is left out."""
    twin.flags = [
        replace(flag, event=told[flag.event])
        for flag in book.flags
        if flag.event in told and not isinstance(book.events[flag.event], DeliveryConfirmed)
    ]
    twin.published = {state: (*said[:2], told[said[2]]) for state, said in book.published.items()}
    twin.pledges = {
        state: [replace(fact, event=told[fact.event]) for fact in facts] for state, facts in book.pledges.items()
    }
