"""Where a fact of the columns stands in its case: from ``documents_1_valid_to`` to ``documents.0.valid_to``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from pydantic import BaseModel

from fairshare.law.responsibility.notation import model
from fairshare.law.responsibility.notation.arrange import MOST, Arranged, most_slots

_FIELD: Final = re.compile(r"([a-z]+)_([0-9]+)_([a-z_0-9]+)")

_LISTS: Final[Mapping[str, tuple[str, type[BaseModel]]]] = {
    "registrations": ("registrations", model.Registration),
    "relatives": ("statuses", model.Status),
    "documents": ("documents", model.Document),
    "diplomas": ("diplomas", model.Diploma),
    "entries": ("entries", model.Entry),
    "hits": ("eurodac", model.Hit),
    "events": ("events", model.Event),
    "crises": ("crises", model.Crisis),
}
"""The list of a case that fills each group."""


def path_of(groups: Mapping[str, Arranged], row: int, field: str) -> str:
    """The path, in its case, of the fact in a column of a slot.

    A registration that Eurodac data prove has the path of their day. What else follows from such data, from findings
    or from other facts is not impossible.
    """
    group, number, column = _FIELD.fullmatch(field).groups()  # type: ignore[union-attr]
    arranged = groups[group]
    place = np.flatnonzero((arranged.row == row) & (arranged.slot == int(number) - 1))[0]
    name, part = _LISTS[group]
    source = int(arranged.source[place])
    if source < 0:
        return f"eurodac.{-1 - source}.event_date"
    return f"{name}.{source}.{part.model_fields[column].alias or column}"


def excess(groups: Mapping[str, Arranged], rows: int) -> Iterator[tuple[int, str, str, str]]:
    """Rows with more facts in a group than a table can hold: row, path, what is wrong, and what is expected."""
    for group, arranged in groups.items():
        most = most_slots(group, rows)
        for row in np.unique(arranged.row[arranged.slot >= most]).tolist():
            of_row = arranged.row == row
            name = _LISTS[group][0]
            number = int(of_row.sum())
            if group == "relatives" and 2 * int((arranged.source[of_row] < 0).sum()) > number:
                name = "links"  # most have no status of their own on record
            expected = f"at most {most} of one person" + ("" if most == MOST[group] else f", among {rows} persons")
            yield row, name, f"{number} concern one person", expected
