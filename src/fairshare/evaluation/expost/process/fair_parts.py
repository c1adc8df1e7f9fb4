"""What each state that owes a pledge pledged of its fair share, with the year before: large and small side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fairshare.evaluation.expost.changes import change
from fairshare.evaluation.expost.grids import CHANGE, PREVIOUS
from fairshare.evaluation.expost.measured import Figures, Measured, part_of
from fairshare.law.solidarity.access import owes
from fairshare.ledger import Book
from fairshare.states import PART_IV

PLEDGED: Final = "pledged_of_fair_share"


def fair_parts(book: Book, figures: Figures) -> Iterator[Measured]:
    """``pledged_of_fair_share.STATE`` of each state that owes a pledge this year; where the year before is told, it and
    the change as well."""
    for state in sorted(PART_IV):
        if owes(book.role(state)):
            now, before = (_part(figures, start, state) for start in ("", PREVIOUS))
            yield from (figure for figure in (now, before) if figure is not None)
            if now is not None and before is not None:
                yield change(f"{CHANGE}{PLEDGED}.{state}", now, before)


def _part(figures: Figures, start: str, state: str) -> Measured | None:
    part, whole = figures.get(f"{start}pledged.{state}"), figures.get(f"{start}fair_share.{state}")
    if part is None or whole is None:
        return None
    return part_of(f"{start}{PLEDGED}.{state}", PLEDGED, part, whole)
