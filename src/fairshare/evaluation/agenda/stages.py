"""The sixteen stages of a cycle, and the one that a record has reached on a day.

A stage is the step that is being worked on. It is left when that step is on record, or, before the Commission's
package, when its day has passed: what is late does not hold up the cycle, it stands on the agenda.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fairshare.law.solidarity.access import owes
from fairshare.law.solidarity.cycle import due_day
from fairshare.ledger import Book
from fairshare.ledger.handlers.closing import due
from fairshare.ledger.handlers.offsets import catch_up_quantity
from fairshare.ledger.handlers.procedure import package
from fairshare.ledger.postings import FINANCIAL, euro
from fairshare.states import PART_IV


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its number, what it is called, who acts, and where that stands."""

    number: int
    name: str
    actor: str
    cite: str


STAGES: Final = (
    Stage(0, "Strategies", "Member States, Commission", "AMMR 7(3)"),
    Stage(1, "Collection of information", "Member States, agencies", "AMMR 9(7)"),
    Stage(2, "Initial assessment", "Commission", "AMMR 9(8)"),
    Stage(3, "Update of information", "Member States, agencies", "AMMR 9(9)"),
    Stage(4, "Consolidated assessment", "Commission", "AMMR 9(10)"),
    Stage(5, "Consultation", "Commission, Member States concerned", "AMMR 11(1)"),
    Stage(6, "Package of the Commission", "Commission", "AMMR 9(4), 11(4), 12(6)"),
    Stage(7, "High-Level Forum", "Council Presidency", "AMMR 13(2)"),
    Stage(8, "Act on the pool", "Council", "AMMR 57(1)"),
    Stage(9, "First Technical-Level Forum", "Coordinator", "AMMR 14(5)"),
    Stage(10, "Pool open", "all", "AMMR 60(1)"),
    Stage(11, "Close of the year", "Coordinator", "AMMR 57(4)"),
    Stage(12, "January confirmation", "Member States", "AMMR 60(6)"),
    Stage(13, "Settlement of money", "Commission, contributing Member States", "IR 30(3)"),
    Stage(14, "Catch-up offsets", "benefitting and contributing Member States", "AMMR 63(5)"),
    Stage(15, "Reporting", "Commission", "AMMR 15(4)"),
)


def stage(book: Book, on: date) -> Stage:
    """The stage that the cycle of ``book`` has reached on a day, that of the last event in the book or later.

    >>> from fairshare.figures import cycles
    >>> from fairshare.ledger import parse
    >>> stage(parse(cycles.text(2026), "2026").book(), date(2026, 11, 23)).name
    'Pool open'
    """
    return STAGES[max(number for number, reached in _REACHED.items() if reached(book, on))]


def money_left(book: Book, state: str) -> bool:
    """Whether a state has money of the year yet to transfer (IR 30)."""
    return due(book, state).amount > euro(book.total(state, "settled", FINANCIAL))


def owing(book: Book) -> tuple[str, ...]:
    """The states with a pledge in the act that implement it this year, in the order of codes."""
    return tuple(state for state in sorted(book.pledges) if owes(book.role(state)))


def shortfall(book: Book) -> dict[str, int]:
    """Relocations that contributors have neither implemented nor accepted (63(5)), those with none left out."""
    rows = {state: catch_up_quantity(book, state) for state in owing(book)}
    return {state: number for state, number in rows.items() if number > 0}


def determined(book: Book) -> date | None:
    """The day of the Commission's decision (11(1)), or ``None``."""
    return book.milestones.get(("determination_adopted",))


def _package_begun(book: Book, on: date) -> bool:
    asked = book.consultations.values()
    heard = all(c.state in book.views or (c.until is not None and on > c.until) for c in asked)
    begun = bool(book.report or determined(book) or book.proposal)
    return begun or bool(asked and heard) or on > due_day("proposal", book.year)


def _confirmed(book: Book, on: date) -> bool:
    return book.closed and (book.confirmed.keys() >= PART_IV or on > due_day("confirmation", book.year))


def _settled(book: Book, on: date) -> bool:
    return _confirmed(book, on) and not any(money_left(book, state) for state in book.pledges)


def _caught_up(book: Book, on: date) -> bool:
    """No request waits, and nothing lacks or the report on the year is due: a request has no last day."""
    told = on > due_day("report-on-implementation", book.year) or not shortfall(book)
    return _settled(book, on) and not any(book.catch_up.values()) and told


_REACHED: Final[Mapping[int, Callable[[Book, date], bool]]] = {
    0: lambda book, on: True,
    1: lambda book, on: on >= date(book.year - 1, 1, 1) or bool(book.information),
    2: lambda book, on: on > due_day("information", book.year),
    3: lambda book, on: (
        ("assessment_made", "initial") in book.milestones or on > due_day("initial-assessment", book.year)
    ),
    4: lambda book, on: on > due_day("information-update", book.year),
    5: lambda book, on: (
        ("assessment_made", "consolidated") in book.milestones or on > due_day("consolidated-assessment", book.year)
    ),
    6: _package_begun,
    7: lambda book, on: package(book) is not None,
    8: lambda book, on: package(book) is not None and book.conclusion is not None,
    9: lambda book, on: bool(book.act_dates),
    10: lambda book, on: bool(book.act_dates) and on >= date(book.year, 1, 1),
    11: lambda book, on: bool(book.act_dates) and on > date(book.year, 12, 31),
    12: lambda book, on: book.closed,
    13: _confirmed,
    14: _settled,
    15: _caught_up,
}
"""When each stage has begun; the last one that has is the present one."""
