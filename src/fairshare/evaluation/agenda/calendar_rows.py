"""The steps of the calendar as duties: who, by which event, when it was done, and after what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fairshare.evaluation.agenda.duty import Task
from fairshare.evaluation.agenda.stages import determined
from fairshare.law.solidarity.cycle import Deadline, calendar, relative_due
from fairshare.ledger import Book
from fairshare.ledger.events import Capacity
from fairshare.ledger.handlers.procedure import package
from fairshare.ledger.procedure import BODIES
from fairshare.states import PART_IV

Party = tuple[Capacity, str, str]
"""Capacity, state, body."""

_STATES: Final[tuple[Party, ...]] = tuple(("member_state", state, "") for state in sorted(PART_IV))
_BODIES: Final[tuple[Party, ...]] = tuple(("agency", "", body) for body in BODIES)
_COMMISSION: Final[tuple[Party, ...]] = (("commission", "", ""),)
_COUNCIL: Final[tuple[Party, ...]] = (("council", "", ""),)
_PRESIDENCY: Final[tuple[Party, ...]] = (("presidency", "", ""),)
_COORDINATOR: Final[tuple[Party, ...]] = (("coordinator", "", ""),)


@dataclass(frozen=True, slots=True)
class Row:
    """One step: ``done`` gives the day of a party (its state or body); ``moot`` says that nobody needs it any more.

    ``after`` names the step whose last day must have passed first (itself: not before its own last day), ``ready``
    says what must be on record."""

    step: str
    parties: tuple[Party, ...]
    settles: str
    done: Callable[[Book, str], date | None]
    moot: Callable[[Book], bool] = lambda book: False
    ready: Callable[[Book], bool] = lambda book: True
    due: Callable[[Book], date | None] = lambda book: None
    after: str = ""
    consequence: str = ""


def _decided(book: Book) -> bool:
    return determined(book) is not None


def _acted(book: Book) -> bool:
    return bool(book.act_dates)


def _milestone(*key: str) -> Callable[[Book, str], date | None]:
    return lambda book, who: book.milestones.get((*key, who) if who else key)


def _delivered(round: str) -> Callable[[Book, str], date | None]:
    return lambda book, who: next((event.date for event in book.information.get((who, round), ())), None)


def _pledged(book: Book, state: str) -> date | None:
    made = book.milestones.get(("pledge_made", state))
    return made or (book.act_dates[0] if book.pledges.get(state) else None)


def _first_technical_forum(book: Book, _: str) -> date | None:
    return next((held.date for held in book.technical_forums if held.occasion == "first"), None)


def _forum_due(book: Book) -> date | None:
    """Fifteen days from the last of the three acts, where they are on record."""
    adopted = package(book)
    return relative_due("forum", adopted).due if adopted else None


ROWS: Final = (
    Row("information", _STATES + _BODIES, "information_delivered", _delivered("june"), moot=_decided),
    Row("initial-assessment", _COMMISSION, "assessment_made", _milestone("assessment_made", "initial"), moot=_decided),
    Row(
        "information-update",
        _STATES + _BODIES,
        "information_delivered",
        _delivered("september"),
        moot=_decided,
        after="information",
    ),
    Row(
        "consolidated-assessment",
        _COMMISSION,
        "assessment_made",
        _milestone("assessment_made", "consolidated"),
        moot=_decided,
        after="information-update",
    ),
    Row(
        "consultation",
        _COMMISSION,
        "consultation_opened",
        lambda book, _: min((asked.date for asked in book.consultations.values()), default=None),
        moot=_decided,
        after="consolidated-assessment",
    ),
    Row(
        "report",
        _COMMISSION,
        "report_adopted",
        lambda book, _: book.report.date if book.report else None,
        moot=_decided,
        after="consolidated-assessment",
        consequence="The decision and the proposal rest on the report.",
    ),
    Row(
        "decision",
        _COMMISSION,
        "determination_adopted",
        _milestone("determination_adopted"),
        after="consolidated-assessment",
        consequence="Without it no state has access to the pool under Article 58, and the Forum cannot meet.",
    ),
    Row(
        "proposal",
        _COMMISSION,
        "proposal_adopted",
        lambda book, _: book.proposal.date if book.proposal else None,
        after="consolidated-assessment",
        consequence="Without it the Forum cannot meet.",
    ),
    Row(
        "forum",
        _PRESIDENCY,
        "forum_held",
        lambda book, _: min(book.forum_dates, default=None),
        ready=lambda book: package(book) is not None,
        due=_forum_due,
        consequence="Without it no state can pledge and the Council cannot act.",
    ),
    Row(
        "pledging",
        _STATES,
        "pledge_made",
        _pledged,
        moot=_acted,
        ready=lambda book: book.pledging,
        consequence="Nothing is imposed: what a state does not pledge is shown as short of its fair share.",
    ),
    Row(
        "act",
        _COUNCIL,
        "act_adopted",
        lambda book, _: min(book.act_dates, default=None),
        ready=lambda book: bool(book.forum_dates),
        consequence="Without it there is no pool.",
    ),
    Row("technical-forum", _COORDINATOR, "technical_forum_held", _first_technical_forum, ready=_acted),
    Row(
        "conversion",
        _COORDINATOR,
        "year_closed",
        _milestone("year_closed"),
        ready=_acted,
        after="conversion",
        consequence="Measures in kind that nobody requested become money; running relocations go on.",
    ),
    Row(
        "confirmation",
        _STATES,
        "delivery_confirmed",
        _milestone("delivery_confirmed"),
        ready=lambda book: book.closed,
        consequence="The money due is calculated from the confirmations.",
    ),
    Row(
        "report-on-implementation",
        _COMMISSION,
        "report_adopted",
        lambda book, _: book.closing_report.date if book.closing_report else None,
        ready=lambda book: book.closed,
    ),
)


def calendar_tasks(book: Book) -> Iterator[Task]:
    """The steps of the calendar that somebody has to do or has done.

    A step of the preparation that is not on record is left out once the decision that it prepares was taken, as is a
    pledge once the act is adopted: nobody can catch up with it."""
    steps = {row.step: row for row in calendar(book.year, book.choices)}
    for row in ROWS:
        moot = row.moot(book)
        for who, state, body in row.parties:
            done = row.done(book, state or body)
            if done or not moot:
                yield _task(book, row, steps, (who, state, body), done)


def _task(book: Book, row: Row, steps: Mapping[str, Deadline], party: Party, done: date | None) -> Task:
    step = steps[row.step]
    who, state, body = party
    return Task(
        who=who,
        state=state,
        body=body,
        what=step.what[:1].upper() + step.what[1:],
        cite=step.cite,
        settles=row.settles,
        due=row.due(book) or step.due,
        opens=step.opens or _opens(steps, row),
        ready=row.ready(book),
        done=done,
        consequence=row.consequence,
    )


def _opens(steps: Mapping[str, Deadline], row: Row) -> date | None:
    """The day after the last day of the step before."""
    before = steps[row.after].due if row.after else None
    return before + timedelta(days=row.after != row.step) if before else None
