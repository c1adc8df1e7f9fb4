"""A step of a case as it is written: the entries for the record, and the row of the case, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from fairshare.ledger.book import Book
from fairshare.ledger.events import Event, Implemented, RelocationAccepted, RelocationFailed
from fairshare.workbench.actions.base import actor_of
from fairshare.workbench.cases.clock import by_law
from fairshare.workbench.cases.facts import Facts
from fairshare.workbench.cases.machine import TABLE, Status, effect
from fairshare.workbench.cases.models import FACTS, Case, Trace
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Entry
from fairshare.workbench.record.store import Step

CLOCK: Final = Seat("coordinator", who="clock", name="the clock")
"""Who records what time alone brings about: nobody decides it."""

PREFIX: Final = "case."


@dataclass(frozen=True, slots=True)
class Move:
    """A case before and after, with what the record is told of it."""

    row: Case
    before: Facts
    after: Facts
    drafts: tuple[Event | Step, ...]


def told(step: str, after: Facts, before: Facts | None = None) -> Step:
    """The entry of a step: which case, when, which states. Nothing of the persons."""
    states = {after.present_in, after.destination, before.destination if before else ""} - {""}
    values = {"case": after.public, "step": step, "day": after.latest.isoformat(), "states": sorted(states)}
    return Step(f"{PREFIX}{step}", values)


def booked(step: str, before: Facts, after: Facts, seat: Seat, today: date, year: int) -> tuple[Event, ...]:
    """The event by which a step moves the places that the ledger holds, if it does.

    A relocation that was running when the pool year ended goes on (67(12)). Confirmed only after it, it is none that
    was accepted by the end of the year (63(5)): the ledger of the year, which takes none, is told nothing of it."""
    what = effect(before.status, after.status)
    if not what or (after.confirmed is not None and after.confirmed.year > year):
        return ()
    rule = TABLE[Status(before.status), step]
    common: dict[str, Any] = {
        "date": after.latest, "actor": actor_of(seat), "capacity": seat.capacity, "basis": rule.cite,
        "recorded": today, "state": after.destination, "towards": after.present_in,
    }  # fmt: skip
    if what == "implemented":
        return (Implemented(**common, measure="relocation", amount=Decimal(after.persons)),)
    event = RelocationAccepted if what == "accepted" else RelocationFailed
    return (event(**common, persons=after.persons),)


def drafted(step: str, before: Facts, after: Facts, seat: Seat, today: date, year: int) -> tuple[Event | Step, ...]:
    """The entries of a step."""
    return (told(step, after, before), *booked(step, before, after, seat, today, year))


def silence(before: Facts, today: date, book: Book) -> tuple[Facts, tuple[Event | Step, ...]]:
    """The case as the law sees it today, and the entries that say so where silence confirmed it unrecorded."""
    after = by_law(before, today, choices=book.choices)
    return after, () if after is before else drafted("deem", before, after, CLOCK, today, book.year)


def save(moves: Iterable[Move], numbers: Sequence[int], year: int) -> None:
    """Save the rows of cases that moved, and which entries tell of them. In the transaction of the entries."""
    for move in moves:
        changed = [name for name in FACTS if getattr(move.after, name) != getattr(move.row, name)]
        for name in changed:
            setattr(move.row, name, getattr(move.after, name))
        move.row.save(update_fields=changed)
    trace(numbers, year)


def trace(numbers: Sequence[int], year: int) -> None:
    """Note which entries tell of which case."""
    steps = Entry.unscoped.filter(cycle_id=year, number__in=numbers, kind__startswith=PREFIX)
    pairs = [(json.loads(payload).get("case"), number) for payload, number in steps.values_list("payload", "number")]
    rows = dict(Case.unscoped.filter(public__in={public for public, _ in pairs}).values_list("public", "pk"))
    Trace.unscoped.bulk_create([Trace(case_id=rows[public], number=number) for public, number in pairs if public])
