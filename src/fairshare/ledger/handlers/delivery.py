"""From pledge to delivery: draws (60(3)), accepted and carried out relocations (67), in-kind measures (65)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from fairshare.law.apportionment import DrawState, draw, share_out
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity import in_kind
from fairshare.law.solidarity.access import is_shielded, owes
from fairshare.ledger.book import Book, Item
from fairshare.ledger.events import (
    DrawAgreed,
    Implemented,
    InKindRequested,
    InKindValued,
    RelocationAccepted,
    RelocationFailed,
)
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, Leg, euro, move, native


def require_unshielded(book: Book, state: str, towards: str, cite: str) -> None:
    """Refuse what would go to a state with systemic shortcomings unless the contributor has chosen to."""
    waived = [w for s, w in book.waived if s == state]
    if is_shielded(towards, book.shortcomings, waived):
        raise RefusedError(cite, f"systemic shortcomings are recorded for {towards}; {state} has not chosen to deliver")


@handles(DrawAgreed, waits_for="60")
@cites("AMMR 60(3)(2)", "AMMR 60(2)", choices=("DRAW_ORDER",), invariants=("I24", "I26", "I27"))
def draw_agreed(book: Book, event: DrawAgreed) -> list[Leg]:
    """Commit pledges to a benefitting state, in proportion to the pledges of those who still owe."""
    book.require_benefitting(event.towards, "AMMR 60(3)")
    if event.measure == ALTERNATIVE:
        raise RefusedError("AMMR 65(1)", "in-kind measures follow a request of the benefitting state, not a draw")
    if event.measure == RELOCATION:
        _require_in_year(book, event.date, "AMMR 60(3)")
    amount = native(event.measure, event.amount, "AMMR 60(3)")
    if amount <= 0:
        raise RefusedError("AMMR 60(3)", "a draw is above zero")
    pledged, capacity = _active(book, event)
    before = book.draws.get(event.measure) or DrawState()
    if event.parts:
        parts = _agreed_parts(book, event, amount, pledged, capacity)
        after = before.after(share_out(Fraction(amount), pledged, capacity), parts)
    else:
        lots = [state for state in event.lots if state in pledged]
        drawn = draw(amount, pledged, before, capacity=capacity, lots=lots, choices=book.choices)
        if drawn.needs_decision:
            tied = ", ".join(drawn.needs_decision.options)
            raise RefusedError("AMMR 60(3)", f"equal claims of {tied}: draw lots and record the order in `lots`")
        parts, after = drawn.units, drawn.state
    if after.largest_deviation() >= 1 > before.largest_deviation():
        book.flag("AMMR 60(3)", f"a state is a whole unit or more off its part of all {event.measure} draws")
    book.draws[event.measure] = after
    legs: list[Leg] = []
    for state, part in sorted(parts.items()):
        legs += move(state, event.measure, "open", "committed", part, event.towards, "")
    return legs


def _active(book: Book, event: DrawAgreed) -> tuple[dict[str, Fraction], dict[str, int]]:
    """Pledge after deductions, and what is still uncommitted, of every contributor that takes part in a draw."""
    pledged, capacity = {}, {}
    asked = event.parts or book.fair  # what is given off the key goes only where it was agreed (A20)
    for state in sorted(book.pledges.keys() & asked.keys()):
        waived = [w for s, w in book.waived if s == state]
        open_amount = int(book.balance(state, "open", event.measure))
        if open_amount and owes(book.role(state)) and not is_shielded(event.towards, book.shortcomings, waived):
            away = ("pledged", "deducted", "converted", "lapsed")  # "pledged" is negative, so what is left comes out
            left = -sum(book.balance(state, account, event.measure) for account in away)
            pledged[state], capacity[state] = Fraction(left), open_amount
    return pledged, capacity


def _agreed_parts(
    book: Book, event: DrawAgreed, amount: int, pledged: dict[str, Fraction], capacity: dict[str, int]
) -> dict[str, int]:
    """The parts that the Forum agreed, checked against what each state has left."""
    parts = {s: native(event.measure, p, "AMMR 60(3)") for s, p in event.parts.items()}
    if sum(parts.values()) != amount or min(parts.values()) < 0:
        raise RefusedError("AMMR 60(3)", "the parts are not negative and add up to the draw")
    for state, part in parts.items():
        if part > capacity.get(state, 0):
            raise RefusedError("AMMR 60(3)", f"{state} has {capacity.get(state, 0)} left to commit, not {part}")
    return parts


def _require_in_year(book: Book, on: date, cite: str) -> None:
    if book.closed or on.year > book.year:
        raise RefusedError(cite, f"the pool year {book.year} has ended")


@handles(RelocationAccepted, waits_for="67")
@cites("AMMR 67(9)", invariants=("I27",))
def relocation_accepted(book: Book, event: RelocationAccepted) -> list[Leg]:
    """A commitment is confirmed, or deemed confirmed by silence, for a number of persons."""
    book.require_contributor(event.state, "AMMR 67(9)")
    require_unshielded(book, event.state, event.towards, "AMMR 60(3)")
    if event.date.year > book.year:
        raise RefusedError("AMMR 60(3)", f"the pool year {book.year} has ended")
    _require_positive(event.persons, "AMMR 67(9)")
    target = "carried_over" if book.closed else "accepted"  # of 31 December, told after the year was closed
    legs, rest = book.take(
        event.state, RELOCATION, [("committed", event.towards)], target, event.persons, event.towards
    )
    if rest:
        raise RefusedError("AMMR 60(3)", f"{event.state} has committed too few relocations to {event.towards}")
    return legs


def _require_positive(number: int, cite: str) -> None:
    if number <= 0:
        raise RefusedError(cite, "the number is above zero")


@handles(RelocationFailed, waits_for="67")
@cites("AMMR 67(2)", "AMMR 68(1)", choices=("PLACE_AFTER_FAILED_RELOCATION",))
def relocation_failed(book: Book, event: RelocationFailed) -> list[Leg]:
    """An accepted relocation came to nothing: the place is open again, unless choice A18 says that it is used up.

    A state that owes nothing any more is released from that place too."""
    _require_positive(event.persons, "AMMR 68(1)")
    account = "carried_over" if book.closed else "accepted"
    again = book.choices["PLACE_AFTER_FAILED_RELOCATION"] == "not-consumed"
    freed = "open" if owes(book.role(event.state)) else "released"
    target, towards = (freed, "") if again else ("implemented", event.towards)
    if book.balance(event.state, account, RELOCATION, event.towards) < event.persons:
        raise RefusedError("AMMR 67(9)", f"{event.state} has not accepted that many relocations from {event.towards}")
    return [*move(event.state, RELOCATION, account, target, event.persons, towards, event.towards)]


@handles(Implemented, waits_for="60")
@cites("AMMR 60(3)(1)", "AMMR 67(12)", "AMMR 65(3)", invariants=("I23", "I27", "I44"))
def implemented(book: Book, event: Implemented) -> list[Leg]:
    """Something was delivered. A running relocation goes on after the year, and where its state owes nothing more."""
    if event.measure == FINANCIAL:
        raise RefusedError("IR 30(3)", "money is transferred after the year: record it as settled")
    amount = native(event.measure, event.amount, "AMMR 60(3)")
    _require_positive(amount, "AMMR 60(3)")
    if event.measure == ALTERNATIVE:
        return _in_kind_delivered(book, event, amount)
    running = "carried_over" if book.closed else "accepted"
    legs, rest = book.take(event.state, RELOCATION, [(running, event.towards)], "implemented", amount, event.towards)
    if not rest:
        return legs
    _require_in_year(book, event.date, "AMMR 60(3)")
    book.require_contributor(event.state, "AMMR 60(3)")
    more, rest = book.take(event.state, RELOCATION, [("committed", event.towards)], "implemented", rest, event.towards)
    if rest:
        raise RefusedError("AMMR 60(3)", f"{event.state} has committed too few relocations to {event.towards}")
    return legs + more


def _in_kind_delivered(book: Book, event: Implemented, amount: int) -> list[Leg]:
    item = _item(book, event.state, event.item)
    agreed = None if item.agreed is None else euro(item.agreed)
    in_kind.check_implementation(agreed, euro(item.implemented), Fraction(event.amount))
    if item.towards != event.towards:
        raise RefusedError("AMMR 65(1)", f"{item.towards}, not {event.towards}, asked for {event.item!r}")
    book.items[event.state, event.item] = replace(item, implemented=item.implemented + amount)
    account = "carried_over" if book.closed else "committed"
    return [*move(event.state, ALTERNATIVE, account, "implemented", amount, event.towards)]


def _item(book: Book, state: str, name: str) -> Item:
    if (state, name) not in book.items:
        raise RefusedError("AMMR 65(1)", f"{state} has pledged no measure {name!r}")
    return book.items[state, name]


@handles(InKindRequested, waits_for="65")
@cites("AMMR 65(1)", invariants=("I47",))
def in_kind_requested(book: Book, event: InKindRequested) -> list[Leg]:
    """A benefitting state asks for a measure: its pledged value is committed to that state."""
    item = _item(book, event.state, event.item)
    book.require_contributor(event.state, "AMMR 65(1)")
    book.require_benefitting(event.towards, "AMMR 65(1)")
    require_unshielded(book, event.state, event.towards, "AMMR 60(3)")
    _require_in_year(book, event.date, "AMMR 57(4)")
    if item.towards:
        raise RefusedError("AMMR 65(1)", f"{item.towards} has asked for {event.item!r} already")
    left = min(item.pledged, int(book.balance(event.state, "open", ALTERNATIVE)))
    if not left:
        raise RefusedError("AMMR 61(4), 62(5)", f"nothing is left of the measures that {event.state} pledged")
    book.items[event.state, event.item] = Item(left, event.towards)
    return [*move(event.state, ALTERNATIVE, "open", "committed", left, event.towards, "")]


@handles(InKindValued, waits_for="65")
@cites("AMMR 65(1)", "AMMR 65(2)", choices=("IN_KIND_ABOVE_PLEDGE",), invariants=("I47", "I48"))
def in_kind_valued(book: Book, event: InKindValued) -> list[Leg]:
    """Both states set the concrete value. What lies above the pledge is added to it, as voluntary. Flagged where they
    do not say that the measure is additional."""
    item = _item(book, event.state, event.item)
    in_kind.check_valuation(item.towards == event.towards, Fraction(event.value))
    if item.agreed is not None:
        raise RefusedError("AMMR 65(1)", f"the value of {event.item!r} is agreed; correct that event to change it")
    agreed = native(ALTERNATIVE, event.value, "AMMR 65(1)")
    if not event.additional:
        told = f"that {event.item!r} duplicates nothing of agencies or Union funding is not on record"
        book.flag("AMMR 65(2)", told, event.state)
    book.items[event.state, event.item] = replace(item, agreed=agreed)
    book.milestones["in_kind_valued", event.state, event.item] = event.date
    beyond = max(0, agreed - item.pledged)
    return [
        *move(event.state, ALTERNATIVE, "pledged", "committed", beyond, event.towards, ""),
        *move(event.state, "share", "voluntary", "covered", beyond),
    ]
