"""A cycle file of the core into a record, and a record into a cycle file."""

from __future__ import annotations

from typing import Final

from fairshare.figures import cycles
from fairshare.ledger.notation import Cycle as CycleFile
from fairshare.ledger.notation import dump, parse
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.store import append

HISTORY: Final = "history"
"""Who wrote what was loaded from a cycle file: nobody of this Workbench."""


def seed(file: CycleFile) -> Cycle:
    """The cycle of a file as a new record. A year that is held already is left alone."""
    row, made = Cycle.objects.get_or_create(
        year=file.year, defaults={"choices": file.choices, "not_covered": list(file.not_covered)}
    )
    if made and file.events:
        append(file.year, Seat("commission", who=HISTORY), f"seed-{file.year}", [], lambda *_: (file.events, {}))
        row.refresh_from_db()
    return row


def shipped(year: int) -> CycleFile:
    """The cycle of a year that comes with Fairshare."""
    return parse(cycles.text(year), f"cycle of {year}")


def cycle_file(row: Cycle) -> str:
    """The record of a cycle in the notation of the core; nothing masked."""
    return dump(row.year, folded(row).ledger.events, row.choices, row.not_covered)
