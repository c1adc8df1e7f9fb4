"""Duties that follow from what is pledged and not delivered yet: draws, deliveries, values, money, catch-up offsets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from fairshare.evaluation.agenda.duty import Task
from fairshare.evaluation.agenda.stages import money_left, owing, shortfall
from fairshare.law.solidarity.operation import implementation_due
from fairshare.ledger import Book
from fairshare.ledger.handlers.closing import due
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION

_RUNNING: Final = {"committed": False, "accepted": True, "carried_over": True}
"""Accounts of relocations to carry out, and whether they go on after the year (67(12))."""


def draws(book: Book) -> Iterator[Task]:
    """Pledges that are not allocated, as long as a state benefits and the year runs."""
    benefits = any(standing.uses_pool for standing in book.standings.values())
    for measure in (RELOCATION, FINANCIAL) if benefits and not book.closed else ():
        if any(book.balance(state, "open", measure) for state in owing(book)):
            yield Task(
                who="coordinator",
                what="Pledges still open are allocated to benefitting states",
                cite="AMMR 60(3)(2)",
                settles="draw_agreed",
                about=measure,
                due=implementation_due(measure, book.year),
                opens=date(book.year, 1, 1),
                consequence="Relocations that are not carried out may be asked for as offsets after the year.",
            )


def relocations(book: Book) -> Iterator[Task]:
    """Relocations committed or accepted; what was only committed lapses into catch-up offsets when the year closes."""
    rows = {
        (state, towards, _RUNNING[account])
        for (state, account, measure, towards), number in book.balances.items()
        if measure == RELOCATION and number and account in _RUNNING and not (book.closed and account == "committed")
    }
    for state, towards, running in sorted(rows):
        yield Task(
            who="member_state",
            state=state,
            what="Relocations accepted are carried out" if running else "Relocations committed are carried out",
            cite="AMMR 67(12)" if running else "AMMR 60(3)(1)",
            settles="implemented",
            about=towards,
            due=implementation_due(RELOCATION, book.year, running=running),
            consequence="" if running else "What lacks may be asked for as offsets after the year.",
        )


def in_kind(book: Book) -> Iterator[Task]:
    """Measures in kind that were requested: their joint value, by both states, and their delivery."""
    for (state, name), item in sorted(book.items.items()):
        valued = book.milestones.get(("in_kind_valued", state, name))
        if not item.towards or (book.closed and item.agreed is None):
            continue
        for party in (state, item.towards):
            yield Task(
                who="member_state",
                state=party,
                what="Joint value of a measure in kind, told to the Coordinator",
                cite="AMMR 65(1)",
                settles="in_kind_valued",
                about=name,
                done=valued,
                consequence="The measure is not carried out before; unvalued it becomes money when the year closes.",
            )
        if item.agreed is not None and item.implemented < item.agreed:
            yield Task(
                who="member_state",
                state=state,
                what="A measure in kind is carried out",
                cite="AMMR 65(3)",
                settles="implemented",
                about=name,
                due=implementation_due(ALTERNATIVE, book.year, agreed_in_kind=True),
            )


def settlements(book: Book) -> Iterator[Task]:
    """Money due of each contributor, transferred after the year."""
    for state in sorted(book.pledges):
        if due(book, state).amount > 0:
            left = money_left(book, state)
            yield Task(
                who="member_state",
                state=state,
                what="Money due for the year is transferred to the Union budget",
                cite="IR 30(3)",
                settles="settled",
                opens=date(book.year + 1, 1, 1),
                ready=book.closed,
                done=None if left else book.milestones[("settled", state)],
            )


def catch_up(book: Book) -> Iterator[Task]:
    """After the year: offsets that were asked for, and requests that may still be made."""
    asked = {key: number for key, number in book.catch_up.items() if number}
    for state, towards in sorted(asked):
        yield Task(
            who="member_state",
            state=state,
            what="Offsets asked for in place of relocations that were not delivered",
            cite="AMMR 63(5)",
            settles="offset_taken",
            about=towards,
            consequence="As soon as possible after the end of the year.",
        )
    lacks = shortfall(book) if book.closed else {}
    left = {s for s, number in lacks.items() if number > sum(n for (of, _), n in asked.items() if of == s)}
    for towards, standing in sorted(book.standings.items()):
        for state in sorted(left) if standing.uses_pool else ():
            yield Task(
                who="member_state",
                state=towards,
                what="Offsets may be requested for relocations that were not delivered",
                cite="AMMR 63(5)",
                settles="catch_up_requested",
                about=state,
                opens=date(book.year + 1, 1, 1),
                consequence="Without a request the relocations that were not delivered have no follow-up.",
            )
