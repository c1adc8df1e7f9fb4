"""The end of the year and after: conversion, carry-over, confirmation, settlement, allocation (57(4), 60(6), 64)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity import in_kind, settlement
from fairshare.law.solidarity.access import owes
from fairshare.law.solidarity.operation import confirmation_differences
from fairshare.ledger.book import Book, Item
from fairshare.ledger.events import DeliveryConfirmed, FundsAllocated, Settled, YearClosed
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, Leg, cents, euro, move


@handles(YearClosed, waits_for="60")
@cites("AMMR 57(4)", "AMMR 60(3)(1)", "AMMR 65(3)", "AMMR 67(12)", invariants=("I23", "I44", "I47"))
def year_closed(book: Book, event: YearClosed) -> list[Leg]:
    """Convert unrequested in-kind measures into money, and carry over what runs on."""
    if event.date < date(book.year, 12, 31):
        raise RefusedError("AMMR 60(3)", f"the pool year ends on 31 December {book.year}")
    if book.closed:
        raise RefusedError("AMMR 60(3)", "the year is closed already")
    book.closed = True
    legs: list[Leg] = []
    unused = {state: int(book.balance(state, "open", ALTERNATIVE)) for state, _ in book.items}
    for (state, _), item in sorted(book.items.items()):
        if owes(book.role(state)):
            legs += _convert(book, state, item, unused)
    running = [(k, n) for k, n in book.balances.items() if k[1] == "accepted" and n]
    for (state, _, _, towards), persons in sorted(running):
        legs += move(state, RELOCATION, "accepted", "carried_over", persons, towards)
    return legs


def _convert(book: Book, state: str, item: Item, unused: dict[str, int]) -> list[Leg]:
    """Legs of one measure: the part not agreed becomes money, the agreed part not yet delivered is carried over.

    ``unused`` is what each state has in measures that nobody asked for, after deductions; it is used up here."""
    agreed = None if item.agreed is None else euro(item.agreed)
    amount = cents(in_kind.conversion(euro(item.pledged), agreed, book.choices))
    kept = cents(in_kind.carried_over(agreed, euro(item.implemented)))
    account = "committed" if item.towards else "open"
    if not item.towards:
        amount = min(amount, unused[state])
        unused[state] -= amount
    if amount < 0:  # valued above the pledge: the difference lowers what is due (A21)
        back = min(-amount, int(book.balance(state, "open", FINANCIAL)))
        return [
            *move(state, FINANCIAL, "open", "converted", back),
            *move(state, ALTERNATIVE, "committed", "carried_over", kept, item.towards),
        ]
    return [
        (state, account, ALTERNATIVE, item.towards, -amount),
        (state, "converted", ALTERNATIVE, "", amount),
        (state, "converted", FINANCIAL, "", -amount),
        (state, "open", FINANCIAL, "", amount),
        *move(state, ALTERNATIVE, "committed", "carried_over", kept, item.towards),
    ]


@handles(DeliveryConfirmed, waits_for="60")
@cites("AMMR 60(6)", "IR 30(2)", invariants=("I51",))
def delivery_confirmed(book: Book, event: DeliveryConfirmed) -> list[Leg]:
    """Store the January confirmation and flag where it differs from the ledger; neither overwrites the other."""
    if not book.closed:
        raise RefusedError("AMMR 60(6)", f"deliveries of {book.year} are confirmed in January {book.year + 1}")
    if event.date > date(book.year + 1, 1, 31):
        book.flag("AMMR 60(6)", f"{event.state} confirmed after January {book.year + 1}")
    book.confirmed[event.state] = {str(measure): amount for measure, amount in event.levels.items()}
    ledger = {
        RELOCATION: Fraction(book.total(event.state, "implemented", RELOCATION)),
        ALTERNATIVE: euro(book.total(event.state, "implemented", ALTERNATIVE)),
    }
    told = {str(measure): Fraction(amount) for measure, amount in event.levels.items()}
    for measure, (said, held) in confirmation_differences(told, ledger).items():
        book.flag("AMMR 60(6)", f"{event.state} confirms {float(said):g} {measure}; the ledger holds {float(held):g}")
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
    settlement.check_settlement(event.date, book.year, Fraction(event.amount), left)
    sources = [("open", ""), *(("committed", t) for t in book.towards(event.state, "committed", FINANCIAL))]
    return book.take(event.state, FINANCIAL, sources, "settled", cents(event.amount))[0]


@handles(FundsAllocated, waits_for="64")
@cites("AMMR 64(2)", "AMMR 64(4)", "IR 31", invariants=("I45",))
def funds_allocated(book: Book, event: FundsAllocated) -> list[Leg]:
    """Money in the Union budget goes to actions of a benefitting state; never more than was transferred."""
    book.require_benefitting(event.towards, "AMMR 64(2)")
    amount = cents(event.amount)
    if amount <= 0:
        raise RefusedError("AMMR 64(2)", "an allocation is above zero")
    held = sum(n for key, n in book.balances.items() if key[1] == "settled")
    allocated = book.allocated | {event.towards: book.allocated.get(event.towards, 0) + amount}
    settlement.unallocated(euro(held), {state: euro(n) for state, n in allocated.items()})
    book.allocated = allocated
    return []
