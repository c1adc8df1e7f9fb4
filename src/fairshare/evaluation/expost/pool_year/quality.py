"""Time, links, refusals, preparedness, projection, rights and workload of a pool year."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Measured, computed, part_of, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import taken
from fairshare.evaluation.expost.pool_year.record import Record, Told, reported
from fairshare.faults import BadInputError
from fairshare.figures.provenance import Datum
from fairshare.law.solidarity.cycle import due_day, late, relative_due
from fairshare.ledger.events import (
    AccessRefused,
    ActAdopted,
    DeductionDecided,
    DeductionRequested,
    DeterminationAdopted,
    DrawAgreed,
    Event,
    ForumHeld,
    Implemented,
    NoticeReceived,
    PressureDecided,
    ProposalAdopted,
    RelocationAccepted,
    RelocationFailed,
)
from fairshare.ledger.postings import RELOCATION
from fairshare.ledger.procedure import (
    InformationDelivered,
    PreparednessAnswered,
    PreparednessAsked,
    ReportAdopted,
    TechnicalForumHeld,
)

GROUNDS: Final = {"": "not_told", "capacity": "capacity", "other_reasons": "other_reasons"}
STEPS: Final = {
    "report": ReportAdopted,
    "decision": DeterminationAdopted,
    "proposal": ProposalAdopted,
    "act": ActAdopted,
}
"""Steps of the preparation with a day of their own, and the event that each is."""
_TOGETHER: Final = "the report is not on record; the decision is taken together with it (11(1))"
NOT_CONFIRMED: Final = tuple(f"not_confirmed_{ground}" for ground in ("security", "scope", "pledge", "shortcomings"))
"""Relocations that were not confirmed, by the grounds in Annex IV to Implementing Regulation (EU) 2025/2055."""
RIGHTS: Final = ("informed", "interviewed", "remedy", "consented")
WORKLOAD: Final = ("office_staff", "office_days")


def quality_figures(record: Record, read: Read) -> Iterator[Measured]:
    """Every figure of the quality of a cycle but money and measures in kind."""
    yield from _punctuality(record)
    yield from _first_draws(record)
    yield from _transfers(record)
    yield from reported(record, "links_honoured")
    yield from _refusals(record)
    yield from _preparedness(record)
    yield from _capacity(record, read)
    yield from _projection(record, read)
    for indicator in (*RIGHTS, *WORKLOAD):
        yield from reported(record, indicator)
    forums = record.of(TechnicalForumHeld)
    days = len({event.date for _, event in forums})
    yield record.measured("technical_forums", "technical_forums", days, forums, kind=TechnicalForumHeld)


def _punctuality(record: Record) -> Iterator[Measured]:
    """Days late of each step of the preparation. A report that is not on record came with the decision (11(1))."""
    year = record.report.year
    first: dict[str, Sequence[Told[Event]]] = {name: record.of(kind)[:1] for name, kind in STEPS.items()}
    first["report"] = first["report"] or first["decision"]
    for step, told in first.items():
        value = late(step, due_day(step, year), told[0][1].date).days_late if told else None
        found = record.measured(f"days_late.{step}", "days_late", value, told)
        with_decision = step == "report" and told and told is first["decision"]
        yield replace(found, status="inferred", note=_TOGETHER) if with_decision else found
    forum = record.of(ForumHeld)[:1]
    package = max(
        (one for name in ("decision", "proposal") for one in first[name]), key=lambda one: one[1].date, default=None
    )
    told = (*([package] if package else ()), *forum)
    days = (forum[0][1].date - package[1].date).days if package and forum else None
    yield record.measured("days_to_forum", "days_to_forum", days, told)
    over = None
    if package and forum:
        over = late("forum", relative_due("forum", package[1].date).due, forum[0][1].date).days_late
    yield record.measured("days_late.forum", "days_late", over, told)


def _first_draws(record: Record) -> Iterator[Measured]:
    """Days from a state's notice, or the decision on its notification, to the first allocation to it."""
    starts: dict[str, Told[Event]] = {event.state: (name, event) for name, event in record.of(NoticeReceived)}
    starts |= {event.state: (name, event) for name, event in record.of(PressureDecided) if event.accepted}
    parts = []
    for state, start in sorted(starts.items()):
        draw = next((one for one in record.of(DrawAgreed) if one[1].towards == state), None)
        days = (draw[1].date - start[1].date).days if draw else None
        parts.append(record.measured(f"days_to_draw.{state}", "days_to_draw", days, [start, *([draw] if draw else ())]))
    yield from parts
    known = [part for part in parts if part.value is not None]
    yield (
        computed("days_to_draw", "days_to_draw", longest, parts, longest(known))
        if parts
        else record.measured("days_to_draw", "days_to_draw", None, ())
    )


def longest(figures: Sequence[Measured]) -> Fraction | None:
    """The largest of the figures that are known."""
    return max((figure.value for figure in figures if figure.value is not None), default=None)


def _transfers(record: Record) -> Iterator[Measured]:
    """Days from confirmation to transfer: as told, else from the order of the record, who was confirmed first first."""
    told = reported(record, "days_to_transfer")
    if any(figure.value is not None for figure in told):
        yield from told
        return
    waiting: dict[tuple[str, str], deque[tuple[date, int]]] = {}
    persons = days = 0
    behind: list[Told[Event]] = []
    for name, event in record.told:
        if isinstance(event, RelocationAccepted):
            waiting.setdefault((event.state, event.towards), deque()).append((event.date, event.persons))
            behind.append((name, event))
        elif isinstance(event, (Implemented, RelocationFailed)):
            queue = waiting.get((event.state, event.towards), deque())
            moved = isinstance(event, Implemented)
            number = int(event.amount) if isinstance(event, Implemented) else event.persons
            if isinstance(event, Implemented) and event.measure != RELOCATION:
                continue
            for confirmed, count in _served(queue, number):
                persons, days = persons + moved * count, days + moved * count * (event.date - confirmed).days
            behind.append((name, event))
    value = Fraction(days, persons) if persons else None
    yield record.measured("days_to_transfer", "days_to_transfer", value, behind, kind=Implemented)


def _served(queue: deque[tuple[date, int]], number: int) -> Iterator[tuple[date, int]]:
    """Take a number of persons from the front of a queue: since when they waited, and how many."""
    while queue and number:
        since, count = queue.popleft()
        part = min(count, number)
        number -= part
        if count > part:
            queue.appendleft((since, count - part))
        yield since, part


def _refusals(record: Record) -> Iterator[Measured]:
    """What was rejected, refused by ground or failed: notifications, access, relocations, deductions."""
    rejected = [one for one in record.of(PressureDecided) if not one[1].accepted]
    yield record.measured("pressure_rejected", "pressure_rejected", len(rejected), rejected)
    refused = record.of(AccessRefused)
    for ground, name in GROUNDS.items():
        told = [one for one in refused if one[1].ground == ground]
        yield record.measured(f"access_refused.{name}", "access_refused", len(told), told)
    yield record.measured("access_refused", "access_refused", len(refused), refused)
    failed = record.of(RelocationFailed)
    persons = sum(event.persons for _, event in failed)
    yield record.measured("relocations_failed", "relocations_failed", persons, failed, kind=RelocationFailed)
    givers = {
        state
        for state, facts in record.book.pledges.items()
        if any(fact.measure in {None, RELOCATION} for fact in facts)
    }
    for name in NOT_CONFIRMED:
        yield from reported(record, name, givers)
    asked, decided = record.of(DeductionRequested), record.of(DeductionDecided)
    yield record.measured("deductions_asked", "deductions_asked", len(asked), asked)
    nothing = [one for one in decided if not any(one[1].amounts.values())]
    yield record.measured("deductions_refused", "deductions_refused", len(nothing), nothing or decided)


def _preparedness(record: Record) -> Iterator[Measured]:
    """Information delivered in time for the report, and measures asked, answered and carried out."""
    delivered = [one for one in record.of(InformationDelivered) if one[1].state]
    states = {event.state for _, event in delivered}
    yield record.measured(
        "informed_commission", "informed_commission", len(states), delivered, kind=InformationDelivered
    )
    asked = record.of(PreparednessAsked)
    answers = {(event.state, event.measure): (name, event) for name, event in record.of(PreparednessAnswered)}
    told = tuple(answers.values())
    done = sum(event.done for _, event in answers.values())
    yield record.measured("measures_asked", "measures_asked", len(asked), asked, kind=PreparednessAsked)
    for name, count in {"measures_answered": len(answers), "measures_done": done}.items():
        yield record.measured(name, name, count, told, kind=PreparednessAnswered)


def _capacity(record: Record, read: Read) -> Iterator[Measured]:
    """Reception places against the obligation: adequate capacity for the border procedure, by state."""
    rows = {
        row.key.removesuffix("/capacity"): row for row in read("adequate_capacity") if row.key.endswith("/capacity")
    }
    name = "adequate_capacity"
    capacity = {s: taken(rows[s], f"{name}.{s}", name) for s in sorted(rows) if s in record.book.fair}
    yield from capacity.values()
    whole = taken(rows["EU"], name, name)
    places = reported(record, "reception_places", capacity)
    yield from (whole, *places)
    for figure in places:
        _, _, state = figure.key.partition(".")
        obligation = capacity.get(state) if state else whole
        if obligation is not None:
            key = f"reception_of_capacity.{state}" if state else "reception_of_capacity"
            yield part_of(key, "reception_of_capacity", figure, obligation)


def _projection(record: Record, read: Read) -> Iterator[Measured]:
    """The projection of the report against the applications that came, of the states of the key."""
    projected = reported(record, "projected")
    rows = applications(read, record.report.year, record.book.fair)
    observed = [taken(row, f"observed.{state}", "observed") for state, row in rows.items()]
    total = summed("observed", "observed", observed) if observed else record.measured("observed", "observed", None, ())
    yield from (*projected, *observed, total)
    yield projection_error("projection_error", projected[-1], total)


def projection_error(key: str, projected: Measured, observed: Measured) -> Measured:
    """What was projected less what came, as a part of what came; unknown where one is, or nobody came."""
    value = None
    if projected.value is not None and observed.value:
        value = (projected.value - observed.value) / observed.value
    return computed(key, "projection_error", projection_error, (projected, observed), value)


def applications(read: Read, year: int, states: Iterable[str]) -> dict[str, Datum]:
    """First-time applications of a year by state; none where the table lacks a state."""
    wanted = {f"{state}/{year}": state for state in sorted(states)}
    try:
        found = {wanted[row.key]: row for row in read("applications_by_year") if row.key in wanted}
    except BadInputError:
        return {}
    return found if len(found) == len(wanted) else {}
