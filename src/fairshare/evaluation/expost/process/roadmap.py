"""The roadmap of a year: what the programme of evaluations and Articles 15(4), 60(6), 64(6) and 79 ask, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from fairshare.evaluation.agenda.evaluation import evaluations
from fairshare.evaluation.expost.document import Sentence, say
from fairshare.law.evaluation.deadlines import Known, due
from fairshare.law.solidarity.cycle import calendar
from fairshare.ledger import Book
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.states import PART_IV

Standing: TypeAlias = Literal["done", "done_late", "due", "late"]
"""``due``: not on record, and its last day has not passed or is not set; ``late``: not on record by its last day."""


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """One thing that is asked: what, of whom, by which provision, until when, and when it was done.

    ``about`` names an evaluation (and, after a colon, a recommendation) or is empty. ``known`` is ``unverified`` where
    the last day rests on a limit that was not read: such a row is never late."""

    what: Sentence
    who: str
    cite: str
    due: date | None
    done: date | None
    standing: Standing
    state: str = ""
    about: str = ""
    known: Known = "read"


_STEPS: Final = {
    "confirmation": say("Every state confirms what it implemented"),
    "report-on-implementation": say("Report on how the mechanism was implemented"),
    "report-on-money": say("Report on what financial contributions paid for"),
    "review": say("Review of the mechanism, with a report"),
    "evaluation-data": say("Information of the states for the evaluation of the Regulation"),
    "evaluation": say("Evaluation of the Regulation"),
}
_WHO: Final = {"confirmation": "member_state", "evaluation-data": "member_state"}
_PERIOD: Final = 6
"""So many cycles are searched for the next day of a step: the longest period in Article 79 is five years."""


def roadmap(book: Book, on: date) -> tuple[RoadmapRow, ...]:
    """What is asked from the cycle of ``book`` on, as it stands on a day, by last day; rows without one come last."""
    rows = (*_of_the_regulation(book, on), *_of_the_programme(book, on), *_unverified(book))
    return tuple(sorted(rows, key=lambda row: (row.due or date.max, row.about, row.state)))


def _row_standing(last: date | None, done: date | None, on: date) -> Standing:
    if done:
        return "done_late" if last and done > last else "done"
    return "late" if last and on > last else "due"


def _of_the_regulation(book: Book, on: date) -> Iterator[RoadmapRow]:
    for step, what in _STEPS.items():
        row = next(
            row
            for year in range(book.year, book.year + _PERIOD)
            for row in calendar(year, book.choices)
            if row.step == step
        )
        done = _done(book, step)
        done = done if done and done <= on else None
        standing = _row_standing(row.due, done, on)
        yield RoadmapRow(what, _WHO.get(step, "commission"), row.cite, row.due, done, standing)


def _done(book: Book, step: str) -> date | None:
    """When a step was done. No event tells of a review or an evaluation of the Regulation."""
    if step == "confirmation" and book.confirmed.keys() >= PART_IV:
        return max(book.milestones["delivery_confirmed", state] for state in PART_IV)
    told = step in {"report-on-implementation", "report-on-money"} and book.closing_report
    return told.date if told else None


def _of_the_programme(book: Book, on: date) -> Iterator[RoadmapRow]:
    """The duties of each evaluation, as the agenda has them."""
    for task in evaluations(book):
        duty = task.on(on)
        standing = _row_standing(duty.due, duty.done_on, on)
        what = Sentence(duty.what)  # the agenda's fixed texts are collected for translation there
        yield RoadmapRow(what, duty.who, duty.cite, duty.due, duty.done_on, standing, duty.state, duty.about)


def _unverified(book: Book) -> Iterator[RoadmapRow]:
    """Days that follow from limits which were not read: of action plans, and of reports on progress."""
    for name, record in sorted(book.evaluations.items()):
        if record.programmed.template == "peer_review":
            for state in record.states:
                yield from _periods(name, record, state)


def _periods(name: str, record: EvaluationRecord, state: str) -> Iterator[RoadmapRow]:
    asked = [event.date for event in record.open.values() if event.state == state]
    plan = record.plans.get(state)
    if not asked:
        return
    if plan is None:
        last, what = due("action_plan", min(asked), state), say("Action plan, by a period that was not verified")
    else:
        since = max((event.date for event in record.progress.values() if event.state == state), default=plan.date)
        last, what = due("progress", since, state), say("Next report on progress, by a period that was not verified")
    yield RoadmapRow(what, "member_state", last.limit.cite, last.day, None, "due", state, name, last.known)
