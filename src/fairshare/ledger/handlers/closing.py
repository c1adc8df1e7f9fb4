"""The end of the year and after: conversion, carry-over, confirmation, settlement, allocation (57(4), 60(6), 64)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity import in_kind, settlement
from fairshare.law.solidarity.access import owes
from fairshare.law.solidarity.operation import confirmation_differences
from fairshare.ledger.book import Book
from fairshare.ledger.events import DeliveryConfirmed, FundsAllocated, RemainderAdded, Settled, YearClosed
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, Leg, cents, euro, move, native
from fairshare.plain import euro_text, units_value

FACILITY: Final = "AMIF"
"""Where money goes that is not allocated: the thematic facility of the Fund (64(4))."""


@handles(YearClosed, waits_for="60")
@cites("AMMR 57(4)", "AMMR 60(3)(1)", "AMMR 65(3)", "AMMR 67(12)", invariants=("I23", "I44", "I47"))
def year_closed(book: Book, event: YearClosed) -> list[Leg]:
    """Convert unrequested in-kind measures into money, and carry over what runs on."""
    book.require_act("AMMR 57(1)")
    if event.date < date(book.year, 12, 31):
        raise RefusedError("AMMR 60(3)", f"the pool year ends on 31 December {book.year}")
    if book.closed:
        raise RefusedError("AMMR 60(3)", "the year is closed already")
    book.closed = True
    book.milestones["year_closed",] = event.date
    legs: list[Leg] = []
    legs += _in_kind_closed(book)
    running = [(k, n) for k, n in book.balances.items() if k[1] == "accepted" and n]
    for (state, _, _, towards), persons in sorted(running):
        legs += move(state, RELOCATION, "accepted", "carried_over", persons, towards)
    return legs


def _in_kind_closed(book: Book) -> list[Leg]:
    """Legs of the in-kind measures: agreed and not yet delivered runs on; what nobody asked for becomes money.

    Deductions and offsets may have taken a part of what was pledged, so no more than what is held moves."""
    legs: list[Leg] = []
    held: dict[tuple[str, str], int] = {}
    money: dict[str, int] = {}
    for (state, _), item in sorted(book.items.items(), key=lambda row: row[0]):
        if not owes(book.role(state)):
            continue
        account, place = ("committed" if item.towards else "open"), (state, item.towards)
        left = held.get(place, int(book.balance(state, account, ALTERNATIVE, item.towards)))
        agreed = None if item.agreed is None else euro(item.agreed)
        running = min(left, cents(in_kind.carried_over(agreed, euro(item.implemented))))
        change = min(left - running, cents(in_kind.conversion(euro(item.pledged), agreed, book.choices)))
        legs += move(state, ALTERNATIVE, account, "carried_over", running, item.towards)
        legs += move(state, ALTERNATIVE, account, "converted", max(0, change), "", item.towards)
        held[place] = left - running - max(0, change)
        money[state] = money.get(state, 0) + change  # below 0 where valued above the pledge (A21)
    for state, change in money.items():
        most = int(book.balance(state, "open", FINANCIAL))
        legs += move(state, FINANCIAL, "converted", "open", max(change, -most))
    return legs


@handles(DeliveryConfirmed, waits_for="60")
@cites("AMMR 60(6)", "IR 30(2)", invariants=("I51",))
def delivery_confirmed(book: Book, event: DeliveryConfirmed) -> list[Leg]:
    """Store the January confirmation and flag where it differs from the ledger; neither overwrites the other."""
    if not book.closed:
        raise RefusedError("AMMR 60(6)", f"deliveries of {book.year} are confirmed in January {book.year + 1}")
    if event.date > date(book.year + 1, 1, 31):
        book.flag("AMMR 60(6)", f"{event.state} confirmed after January {book.year + 1}")
    told = {str(measure): native(measure, amount, "AMMR 60(6)") for measure, amount in event.levels.items()}
    if min(told.values(), default=0) < 0:
        raise RefusedError("AMMR 60(6)", "a level of implementation is not negative")
    book.milestones["delivery_confirmed", event.state] = event.date
    book.confirmed[event.state] = {str(measure): amount for measure, amount in event.levels.items()}
    delivered = {RELOCATION: "implemented", ALTERNATIVE: "implemented", FINANCIAL: "settled"}
    ledger = {m: Fraction(book.total(event.state, account, m)) for m, account in delivered.items()}
    for measure, pair in confirmation_differences({m: Fraction(n) for m, n in told.items()}, ledger).items():
        said, held = (
            f"{units_value(n)} persons" if measure == RELOCATION else f"EUR {euro_text(n / 100)}" for n in pair
        )
        book.flag("AMMR 60(6)", f"{event.state} confirms {said} ({measure}); the ledger holds {held}", event.state)
    return []


def due(book: Book, state: str) -> settlement.Due:
    """Money due by a state for the year (IR 30(1)), in EUR, each term from the ledger; 0 where it owes nothing."""
    zero = Fraction(0)
    if not owes(book.role(state)):
        return settlement.contribution_due(zero, zero, zero, zero, Fraction(1), book.choices)
    ratio = euro(book.unit)
    offsets = euro(book.mandatory_value.get(state, 0)) / ratio
    return settlement.contribution_due(
        pledged=euro(-book.balance(state, "pledged", FINANCIAL)),
        conversions=euro(-book.balance(state, "converted", FINANCIAL)),
        deducted=euro(book.balance(state, "deducted", FINANCIAL)),
        offsets=offsets,
        ratio=ratio,
        choices=book.choices,
    )


@handles(Settled, waits_for="64")
@cites("IR 30(3)", "AMMR 64(1)", invariants=("I45", "I46"))
def settled(book: Book, event: Settled) -> list[Leg]:
    """Money goes to the Union budget, up to what is due."""
    if not book.closed:
        raise RefusedError("IR 30(3)", f"money is calculated and transferred after 31 December {book.year}")
    left = due(book, event.state).amount - euro(book.total(event.state, "settled", FINANCIAL))
    amount = native(FINANCIAL, event.amount, "IR 30(1)")
    settlement.check_settlement(event.date, book.year, euro(amount), left)
    book.milestones["settled", event.state] = event.date
    sources = [("open", ""), *(("committed", t) for t in book.towards(event.state, "committed", FINANCIAL))]
    return book.take(event.state, FINANCIAL, sources, "settled", amount)[0]


@handles(FundsAllocated, waits_for="64")
@cites("AMMR 64(2)", "IR 31", invariants=("I45",))
def funds_allocated(book: Book, event: FundsAllocated) -> list[Leg]:
    """Money in the Union budget goes to actions of a benefitting state; never more than was transferred. More than the
    actions in the inventory cost is flagged."""
    book.require_benefitting(event.towards, "AMMR 64(2)")
    allocated = _with_allocated(book, event.towards, event.amount, "AMMR 64(2)")
    costs = sum(action.amount for (state, _), (action, _) in book.actions.items() if state == event.towards)
    if euro(allocated[event.towards]) > costs:
        book.flag("AMMR 64(2)", f"more is allocated to {event.towards} than its actions in the inventory cost")
    book.allocated = allocated
    return []


@handles(RemainderAdded, waits_for="64")
@cites("AMMR 64(4)", invariants=("I45",))
def remainder_added(book: Book, event: RemainderAdded) -> list[Leg]:
    """Money that no action of a benefitting state has goes to the thematic facility; never more than is left."""
    book.allocated = _with_allocated(book, FACILITY, event.amount, "AMMR 64(4)")
    return []


def _with_allocated(book: Book, place: str, given: Decimal, cite: str) -> dict[str, int]:
    """What is allocated with one more amount, in cents; refused beyond what was transferred to the Union budget."""
    amount = native(FINANCIAL, given, cite)
    if amount <= 0:
        raise RefusedError(cite, "an allocation is above zero")
    held = sum(n for key, n in book.balances.items() if key[1] == "settled")
    allocated = book.allocated | {place: book.allocated.get(place, 0) + amount}
    settlement.unallocated(euro(held), {name: euro(n) for name, n in allocated.items()})
    return allocated
