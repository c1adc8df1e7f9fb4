"""Everything that is due in a cycle, from whom, and how it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Final

from fairshare.evaluation.agenda import deliveries, procedures
from fairshare.evaluation.agenda.calendar_rows import calendar_tasks
from fairshare.evaluation.agenda.duty import ORDER, Duty, Task
from fairshare.evaluation.agenda.evaluation import evaluations
from fairshare.ledger import Book
from fairshare.ledger.events import Capacity

SOURCES: Final = (
    calendar_tasks,
    procedures.views,
    procedures.conclusion,
    procedures.votes,
    procedures.needs,
    procedures.forums,
    procedures.meetings,
    procedures.notifications,
    procedures.deductions,
    procedures.preparedness,
    procedures.progress,
    deliveries.draws,
    deliveries.relocations,
    deliveries.in_kind,
    deliveries.settlements,
    deliveries.funded,
    deliveries.allocations,
    deliveries.catch_up,
    evaluations,
)
"""Where duties come from, each in the order of the cycle."""

ENDING: Final = (procedures.notices, procedures.refusals, procedures.offset_replies)
"""Those that end when their last day has passed."""

OF_THE_YEAR: Final = frozenset({"pressure_decided", "deduction_decided", "needs_stated", "vote_cast"})
"""What settles duties that end with the pool year: every standing ends with it (60(3)), and the ledger refuses
decisions on it later. Nobody could meet them any more."""

OF_THE_ACT: Final = frozenset({"act_adopted", "conclusion_reached", "vote_cast"})
"""What settles duties that end when the year is closed: the act on its pool is amended no more (57(1))."""


def duties(book: Book, on: date) -> tuple[Duty, ...]:
    """Every duty of the cycle as it stands on a day, done ones included, in the order of the cycle.

    No duty tells a figure of the Commission proposal (12(6)). Where the law sets no day there is none here either.
    What nobody can do any more is left out.
    """
    tasks = chain(*(source(book) for source in SOURCES), *(source(book, on) for source in ENDING))
    return tuple(task.on(on) for task in tasks if task.done or not _ended(book, task, on))


def _ended(book: Book, task: Task, on: date) -> bool:
    """Whether the year of a pool, or its closing, has ended a duty."""
    over = bool(book.act_dates) and on.year > book.year
    return (over and task.settles in OF_THE_YEAR) or (book.closed and task.settles in OF_THE_ACT)


def duties_of(duties: Iterable[Duty], capacity: Capacity, state: str = "", body: str = "") -> tuple[Duty, ...]:
    """The duties of one capacity, of one state or body where it is named: late ones first, then by their last day."""
    chosen = (duty for duty in duties if duty.who == capacity and state in {"", duty.state} and body in {"", duty.body})
    return tuple(sorted(chosen, key=lambda duty: (ORDER.index(duty.state_of), duty.due or date.max)))
