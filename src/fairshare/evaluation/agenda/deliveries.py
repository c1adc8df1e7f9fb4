"""Duties that follow from what is pledged and not delivered yet: draws, deliveries, values, money, catch-up offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from fairshare.evaluation.agenda.duty import Task
from fairshare.evaluation.agenda.stages import money_left, owing, shortfall
from fairshare.law.solidarity.operation import implementation_due
from fairshare.ledger import Book
from fairshare.ledger.handlers.closing import due
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION

_TASKS: Final = {
    task.settles: task
    for task in (
        Task("coordinator", "Pledges still open are allocated to benefitting states", "AMMR 60(3)(2)", "draw_agreed",
             consequence="Relocations that are not carried out may be asked for as offsets after the year."),
        Task("member_state", "Joint value of a measure in kind, told to the Coordinator", "AMMR 65(1)",
             "in_kind_valued",
             consequence="The measure is not carried out before; unvalued it becomes money when the year closes."),
        Task("member_state", "Money due for the year is transferred to the Union budget", "IR 30(3)", "settled"),
        Task("member_state", "Actions that financial contributions are to pay for are submitted", "AMMR 64(2)",
             "action_identified", consequence="Money goes to actions in the inventory only."),
        Task("commission", "Money in the Union budget is allocated to actions of benefitting states", "AMMR 64(2)",
             "funds_allocated",
             consequence="What is not allocated may be added to the thematic facility of AMIF (64(4))."),
        Task("member_state", "Offsets asked for in place of relocations that were not delivered", "AMMR 63(5)",
             "offset_taken", consequence="As soon as possible after the end of the year."),
        Task("member_state", "Offsets may be requested for relocations that were not delivered", "AMMR 63(5)",
             "catch_up_requested",
             consequence="Without a request the relocations that were not delivered have no follow-up."),
    )
}  # fmt: skip
"""What is asked, by the event that settles it; of whom, until when and whether it is done follows from the book."""
_DELIVERIES: Final = {
    "committed": Task("member_state", "Relocations committed are carried out", "AMMR 60(3)(1)", "implemented",
                      consequence="What lacks may be asked for as offsets after the year."),
    "running": Task("member_state", "Relocations accepted are carried out", "AMMR 67(12)", "implemented"),
    "in_kind": Task("member_state", "A measure in kind is carried out", "AMMR 65(3)", "implemented"),
}  # fmt: skip
_RUNNING: Final = {"committed": "committed", "accepted": "running", "carried_over": "running"}
"""Accounts of relocations to carry out, and whether they go on after the year (67(12))."""


def draws(book: Book) -> Iterator[Task]:
    """Pledges that are not allocated, as long as a state benefits and the year runs."""
    benefits = any(standing.uses_pool for standing in book.standings.values())
    for measure in (RELOCATION, FINANCIAL) if benefits and not book.closed else ():
        if any(book.balance(state, "open", measure) for state in owing(book)):
            last = implementation_due(measure, book.year)
            yield replace(_TASKS["draw_agreed"], about=measure, due=last, opens=date(book.year, 1, 1))


def relocations(book: Book) -> Iterator[Task]:
    """Relocations committed or accepted; what was only committed lapses into catch-up offsets when the year closes."""
    rows = {
        (state, towards, _RUNNING[account])
        for (state, account, measure, towards), number in book.balances.items()
        if measure == RELOCATION and number and account in _RUNNING and not (book.closed and account == "committed")
    }
    for state, towards, kind in sorted(rows):
        last = implementation_due(RELOCATION, book.year, running=kind == "running")
        yield replace(_DELIVERIES[kind], state=state, about=towards, due=last)


def in_kind(book: Book) -> Iterator[Task]:
    """Measures in kind that were requested: their joint value, by both states, and their delivery."""
    for (state, name), item in sorted(book.items.items()):
        valued = book.milestones.get(("in_kind_valued", state, name))
        if not item.towards or (book.closed and item.agreed is None):
            continue
        for party in (state, item.towards):
            yield replace(_TASKS["in_kind_valued"], state=party, about=name, done=valued)
        if item.agreed is not None and item.implemented < item.agreed:
            last = implementation_due(ALTERNATIVE, book.year, agreed_in_kind=True)
            yield replace(_DELIVERIES["in_kind"], state=state, about=name, due=last)


def settlements(book: Book) -> Iterator[Task]:
    """Money due of each contributor, transferred after the year."""
    for state in sorted(book.pledges):
        if due(book, state).amount > 0:
            done = None if money_left(book, state) else book.milestones["settled", state]
            yield replace(_TASKS["settled"], state=state, opens=date(book.year + 1, 1, 1), ready=book.closed, done=done)


def funded(book: Book) -> Iterator[Task]:
    """Actions of each state to which money is committed, until the inventory holds the first. Money that was
    transferred and is not allocated yet is for every state that benefits."""
    receiving = {key[3] for key, amount in book.balances.items() if key[1:3] == ("committed", FINANCIAL) and amount}
    if _to_allocate(book):
        receiving |= {state for state, standing in book.standings.items() if standing.uses_pool}
    for towards in sorted(receiving - {state for state, _ in book.actions}):
        yield replace(_TASKS["action_identified"], state=towards)


def allocations(book: Book) -> Iterator[Task]:
    """Money that was transferred and is not allocated yet."""
    if _to_allocate(book):
        yield replace(_TASKS["funds_allocated"], opens=date(book.year + 1, 1, 1))


def _to_allocate(book: Book) -> bool:
    """Whether the Union budget holds money of the year that no action has."""
    transferred = sum(amount for key, amount in book.balances.items() if key[1] == "settled")
    return transferred > sum(book.allocated.values())


def catch_up(book: Book) -> Iterator[Task]:
    """After the year: offsets that were asked for, and requests that may still be made."""
    asked = {key: number for key, number in book.catch_up.items() if number}
    for state, towards in sorted(asked):
        yield replace(_TASKS["offset_taken"], state=state, about=towards)
    lacks = shortfall(book) if book.closed else {}
    left = {s for s, number in lacks.items() if number > sum(n for (of, _), n in asked.items() if of == s)}
    for towards, standing in sorted(book.standings.items()):
        for state in sorted(left) if standing.uses_pool else ():
            yield replace(_TASKS["catch_up_requested"], state=towards, about=state, opens=date(book.year + 1, 1, 1))
