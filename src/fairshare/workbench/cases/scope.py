"""Who sees which case: the two states concerned, and the Coordinator (67; I52). Every reading goes through here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fairshare.workbench.actions.permission import forbidden
from fairshare.workbench.cases.models import Case, Placement, Run, Trace
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Entry


def may_look(seat: Seat) -> bool:
    """Whether cases concern a seat at all: the Coordinator's, and those of states that act."""
    return seat.capacity == "coordinator" or (seat.capacity == "member_state" and seat.acts and bool(seat.state))


def cases(seat: Seat) -> QuerySet[Case]:
    """The cases that a seat may see: of a state, those of families present in it or proposed to it; else none."""
    if not may_look(seat):
        return Case.unscoped.none()
    if seat.capacity == "coordinator":
        return Case.unscoped.all()
    return Case.unscoped.filter(Q(present_in=seat.state) | Q(destination=seat.state))


def chosen(seat: Seat, year: int, publics: Iterable[str]) -> list[Case]:
    """The cases of these pseudonyms, in their order. One that the seat does not see refuses all of them, alike."""
    wanted = list(publics)
    found = {case.public: case for case in cases(seat).filter(cycle_id=year, public__in=wanted)}
    if any(public not in found for public in wanted):
        raise forbidden()
    return [found[public] for public in wanted]


def runs(seat: Seat) -> QuerySet[Run]:
    """The runs that a seat may see: a benefitting state those of its own cases and those of all, which show it its
    own cases only."""
    if not may_look(seat):
        return Run.unscoped.none()
    if seat.capacity == "coordinator":
        return Run.unscoped.all()
    mine = Placement.unscoped.filter(run=OuterRef("pk"), case__present_in=seat.state)
    return Run.unscoped.filter(Q(present_in=seat.state) | Q(Exists(mine), present_in=""))


def placements(seat: Seat, run: Run) -> QuerySet[Placement]:
    """What a run says of the cases of a seat: never of those of another benefitting state."""
    rows = Placement.unscoped.filter(run=run).select_related("case")
    if seat.capacity == "coordinator":
        return rows
    return rows.filter(case__present_in=seat.state) if may_look(seat) else rows.none()


def figures(seat: Seat, run: Run) -> dict[str, Any]:
    """The figures of a run for a seat: of one of all states, a state is told the proof and the prices of its rows."""
    told: dict[str, Any] = run.result or {}
    if not seat.state or run.present_in == seat.state:
        return told
    own = {name: price for name, price in told.get("prices", {}).items() if name.endswith(f"|{seat.state}")}
    return {"gap": told.get("gap"), "bound_by": told.get("bound_by"), "prices": own}


@dataclass(frozen=True, slots=True)
class Past:
    """One step of a case, as the record has it."""

    number: int
    kind: str
    day: date
    by: str
    states: tuple[str, ...]
    recorded: str
    hash: str

    @property
    def step(self) -> str:
        """The step of the machine, as a word."""
        return self.kind.partition(".")[2]


def history(case: Case, seat: Seat) -> list[Past]:
    """The steps of a case that concern the seat: a state of relocation sees those that named it."""
    numbers = Trace.unscoped.filter(case=case).values_list("number", flat=True)
    entries = Entry.unscoped.filter(cycle_id=case.cycle_id, number__in=list(numbers)).order_by("number")
    steps = [_past(entry) for entry in entries]
    return [step for step in steps if concerns(seat, step.states)]


def concerns(seat: Seat, states: Sequence[str]) -> bool:
    """Whether a step that names these states may be shown to the seat."""
    return may_look(seat) and (seat.capacity == "coordinator" or seat.state in states)


def _past(entry: Entry) -> Past:
    values: dict[str, Any] = json.loads(entry.payload)
    return Past(
        entry.number, entry.kind, date.fromisoformat(values["day"]), entry.state or entry.capacity,
        tuple(values["states"]), entry.recorded, entry.hash,
    )  # fmt: skip
