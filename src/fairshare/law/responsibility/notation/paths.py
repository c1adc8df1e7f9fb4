"""Where a fact of the columns stands in its case: from ``documents_1_valid_to`` to ``documents.0.valid_to``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from pydantic import BaseModel

from fairshare.law.responsibility.notation import model
from fairshare.law.responsibility.notation.arrange import MOST_SLOTS, Arranged

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

    Only facts that a case states itself can be impossible; what follows from Eurodac data or findings is not.
    """
    group, number, column = _FIELD.fullmatch(field).groups()  # type: ignore[union-attr]
    arranged = groups[group]
    place = np.flatnonzero((arranged.row == row) & (arranged.slot == int(number) - 1))[0]
    name, part = _LISTS[group]
    return f"{name}.{int(arranged.source[place])}.{part.model_fields[column].alias or column}"


def excess(groups: Mapping[str, Arranged]) -> Iterator[tuple[int, str, str, str]]:
    """Rows with more facts in a group than a table can hold: row, path, what is wrong, and what is expected."""
    for group, arranged in groups.items():
        for row in np.unique(arranged.row[arranged.slot >= MOST_SLOTS]).tolist():
            number = int((arranged.row == row).sum())
            yield row, _LISTS[group][0], f"{number} concern one person", f"at most {MOST_SLOTS} of one person"
