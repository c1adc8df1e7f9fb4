"""Cases in lists: what is late, what is due next and by whom, as rows and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fairshare.law.choices import Choices
from fairshare.law.solidarity.relocation_clock import ClockStep
from fairshare.workbench.cases import scope
from fairshare.workbench.cases.clock import by_law, next_due
from fairshare.workbench.cases.facts import Facts
from fairshare.workbench.cases.machine import ENDED
from fairshare.workbench.cases.models import Case
from fairshare.workbench.cases.words import CLOCK, KINDS, STATUSES
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.tables.model import Column, Row, Table

TURN: Final = {
    **dict.fromkeys(("candidate", "informed", "matched", "refused", "suspended"), "present_in"),
    **dict.fromkeys(("sent", "transferred", "arrived"), "destination"),
}
"""Whose turn it is where the clock of Article 67 says nothing: the fact that names the state."""


BESIDE: Final = frozenset({
    "case.assess", "case.security", "case.link", "case.recall", "case.postpone", "case.appeal", "case.suspend",
    "case.terminate",
})  # fmt: skip
"""The actions that are not the way on."""


def lacking(facts: Facts) -> frozenset[str]:
    """The checks that are on record for a case neither way: the way on leads through them."""
    of_kind = facts.consent is None if facts.kind == "beneficiary" else facts.family in {"", "open"}
    missing = {"case.security": facts.security is None, "case.assess": of_kind, "case.link": facts.linked is None}
    return frozenset(name for name, is_missing in missing.items() if is_missing)


def in_order(facts: Facts, names: Iterable[str]) -> list[str]:
    """The actions on a case, each once: first the checks that it lacks, then the way on, then what stands beside it."""
    lacks = lacking(facts)
    return sorted(dict.fromkeys(names), key=lambda name: -1 if name in lacks else name in BESIDE)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list: as the law sees it today, what is due next, whether that is late, and whether it is this
    seat's turn. ``unrecorded``: silence confirmed it and the record does not say so yet."""

    year: int
    facts: Facts
    due: ClockStep | None
    late: bool
    mine: bool
    unrecorded: bool

    @property
    def step(self) -> str:
        """What is due next, as a word."""
        return self.due.step if self.due else ""


def rows(seat: Seat, today: date, found: QuerySet[Case]) -> list[CaseRow]:
    """Cases with their clock, late ones first, then by the day on which something is due."""
    cases = list(found)
    held = Cycle.objects.filter(pk__in={case.cycle_id for case in cases})
    choices = {cycle.pk: Choices(cycle.choices) for cycle in held}
    made = [_row(seat, today, case, choices[case.cycle_id]) for case in cases]
    return sorted(made, key=lambda row: (not row.late, row.due.due if row.due else date.max, row.facts.public))


def _row(seat: Seat, today: date, case: Case, choices: Choices) -> CaseRow:
    before = case.facts
    facts = by_law(before, today, choices=choices)
    due = next_due(facts, choices=choices)
    turn = due.actor if due else getattr(facts, TURN.get(facts.status, "public"))
    late = due is not None and due.due < today
    return CaseRow(case.cycle_id, facts, due, late, bool(seat.state) and turn == seat.state, facts is not before)


def turn(seat: Seat, found: Iterable[CaseRow]) -> list[CaseRow]:
    """The cases on which a state is to act, or of which the Coordinator sees that something is late."""
    return [row for row in found if row.mine or (row.late and not seat.state)]


def my_cases(seat: Seat, today: date) -> list[CaseRow]:
    """The running cases of all years that are for a seat to look at, late ones first."""
    return turn(seat, rows(seat, today, scope.cases(seat).exclude(status__in=ENDED)))


def table(found: Iterable[CaseRow]) -> Table:
    """The cases of a seat as a table: personal attributes are for who may see the cases."""
    columns = (
        Column("case", _("Case")), Column("status", _("Stands at"), words=STATUSES),
        Column("present_in", _("Benefitting state"), "state"), Column("destination", _("State of relocation"), "state"),
        Column("persons", _("Persons"), "count"), Column("kind", _("Kind"), words=KINDS),
        Column("next", _("Due next"), words=CLOCK), Column("due", _("Due"), "date"),
        Column("who", _("By whom"), "state"),
        Column("late", _("Late"), "flag"),
    )  # fmt: skip
    return Table("cases", _("Cases"), columns, tuple(_cells(row) for row in found))


def _cells(row: CaseRow) -> Row:
    facts, due = row.facts, row.due
    return {
        "case": facts.public, "status": facts.status, "present_in": facts.present_in,
        "destination": facts.destination, "persons": facts.persons, "kind": facts.kind, "next": row.step,
        "due": due.due if due else "", "who": due.actor if due else "", "late": row.late,
    }  # fmt: skip
