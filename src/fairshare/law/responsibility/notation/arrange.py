"""From facts one by one to columns in slots, in the order that the case table asks for; and what the table settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.cases import Evidence
from fairshare.law.responsibility.codes import NONE, Array, Bool, Days, Rows
from fairshare.law.responsibility.days import NO_DAY, known
from fairshare.law.responsibility.table import GROUPS, CaseTable, Slots, columns

ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "registrations": ("registered",),
    "entries": ("date",),
    "events": ("date", "kind"),
}
"""The columns by which a group is ordered; other groups keep the order of the file."""

MOST_SLOTS: Final = 127
"""Slots of a row in a file of any length; and in groups of which the number of a slot is kept in a byte."""

MOST: Final[Mapping[str, int]] = dict.fromkeys(GROUPS, MOST_SLOTS) | dict.fromkeys(
    ("registrations", "hits", "events", "crises"), 2_000
)
"""Slots of each group at most."""

MOST_CELLS: Final = 2_000 * 4_096
"""Cells of a column: one long case must not make the columns of a file of millions as long as itself."""


def most_slots(group: str, rows: int) -> int:
    """So many facts of a group a row can have, among so many rows.

    >>> most_slots("events", 1), most_slots("events", 100_000), most_slots("entries", 1)
    (2000, 127, 127)
    """
    return min(MOST[group], max(MOST_SLOTS, MOST_CELLS // max(rows, 1)))


@dataclass(frozen=True, slots=True)
class Arranged:
    """The columns of a group, and for each fact, as it was given, its slot, its row and where it comes from."""

    columns: dict[str, Array]
    slot: Rows
    row: Rows
    source: Rows


def arranged(name: str, facts: Sequence[tuple[int, ...]], rows: int) -> Arranged:
    """The columns of group ``name``. A fact is its row, where it comes from, then its values as the group declares.

    Of more facts than a row can have those in excess are in no column.
    """
    kind = GROUPS[name]
    declared = columns(kind)
    width = len(declared) + 2
    if not facts:
        nothing = np.zeros(0, np.intp)
        return Arranged({}, nothing, nothing, nothing)
    whole = np.fromiter(chain.from_iterable(facts), np.int64, len(facts) * width).reshape(-1, width).T
    row = whole[0].astype(np.intp)
    values = dict(zip(declared, whole[2:], strict=True))
    slot = slots_of(row, [values[by] for by in ORDER.get(name, ())])
    fits = slot < most_slots(name, rows)
    places = (slot, row) if fits.all() else (slot[fits], row[fits])
    made = {}
    for column, declaration in declared.items():
        held = values[column] if fits.all() else values[column][fits]
        made[column] = _scattered(held, *places, rows, declaration.default, declaration.dtype)
    return Arranged(made, slot, row, whole[1].astype(np.intp))


def slots_of(row: Rows, by: Sequence[Array]) -> Rows:
    """The slot of each fact within its row, in the order of the keys ``by``, then as given."""
    order = np.lexsort((*reversed(by), row))
    in_order = row[order]
    begins = np.flatnonzero(np.concatenate(([True], in_order[1:] != in_order[:-1])))
    lengths = np.diff(np.concatenate((begins, [row.size])))
    slot = np.empty(row.size, np.intp)
    slot[order] = np.arange(row.size) - np.repeat(begins, lengths)
    return slot


def _scattered(values: Array, slot: Rows, row: Rows, rows: int, default: int, dtype: Any) -> Array:
    column = np.full((int(slot.max()) + 1, rows), default, dtype)
    column[slot, row] = values.astype(dtype)
    return column


_LATE: Final[Mapping[str, tuple[str, ...]]] = {
    "registrations": ("registered",),
    "diplomas": ("issued",),
    "entries": ("date",),
    "hits": ("hit_date", "event_date"),
    "events": ("date",),
    "crises": ("council_decision", "start"),
}
"""The day on which a fact of a group becomes known: the first of these that is recorded."""


@cites("AMMR 24(2)")
def settled(table: CaseTable) -> CaseTable:
    """The table as it is known on the day of the question: later facts are left out, and the days of residence that a
    document confers follow from its validity where they are not recorded.

    Ends of a validity are not facts of their own: they may lie in the future.
    """
    groups: dict[str, Any] = {name: _known_by(table.asked_on, name, getattr(table, name)) for name in GROUPS}
    registrations = groups["registrations"]
    to_come = known(table.asked_on) & (registrations.lodged > table.asked_on)
    if to_come.any():  # the registration is known, the day of lodging is not yet
        groups["registrations"] = replace(registrations, lodged=np.where(to_come, NO_DAY, registrations.lodged))
    papers = table.documents
    lasting = (papers.conferred == NONE) & known(papers.valid_from) & (papers.valid_to >= papers.valid_from)
    if lasting.any():
        span = papers.valid_to.astype(np.int64) - papers.valid_from + 1
        groups["documents"] = replace(papers, conferred=np.where(lasting, span, papers.conferred).astype(np.int32))
    return replace(table, **groups)


def _known_by(asked_on: Days, name: str, group: Slots) -> Slots:
    late = _late(asked_on, name, group)
    if not late.any():
        return group
    left = group.filled & ~late
    slots = int(np.flatnonzero(left.any(axis=1)).max(initial=-1)) + 1
    kept = {
        column: np.where(late, declaration.default, getattr(group, column))[:slots].astype(declaration.dtype)
        for column, declaration in columns(type(group)).items()
    }
    return type(group)(**kept)


def left_on_record(evidence: Evidence, table: CaseTable) -> Evidence:
    """The evidence of the facts that a settled table still holds."""
    answer: dict[str, Mapping[tuple[int, int], tuple[str, ...]]] = {}
    for name, pieces in evidence.items():
        filled = getattr(table, name).filled
        left = {place: said for place, said in pieces.items() if place[0] < filled.shape[0] and filled[place]}
        if left:
            answer[name] = left
    return answer


def _late(asked_on: Days, name: str, group: Slots) -> Bool:
    day = np.full(group.leading.shape, NO_DAY, np.int32)
    for column in reversed(_LATE.get(name, ())):
        recorded = getattr(group, column)
        day = np.where(known(recorded), recorded, day)
    answer: Bool = (day > asked_on) & group.filled & known(asked_on)
    return answer
