"""The cells of a table, ready for a template: text in the reader's language, and how certain it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fairshare.workbench.tables.formats import shown_text
from fairshare.workbench.tables.model import Column, Row, Table, Text
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUSES

LONG: Final = 40
"""More characters than this are long text."""

APART: Final = 24
"""More characters than this stand below the table, in a column whose texts are set apart."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``letter`` stands for ``status`` to the eye; ``code`` is that of a state beside its name.
    ``kind`` is that of the column, or ``word`` where it is a word of a closed list, which does not break. ``refers`` is
    the id of the text below the table for which a number stands."""

    text: str
    kind: str
    numeric: bool
    heads_row: bool
    known: bool
    code: str = ""
    letter: Text = ""
    status: Text = ""
    certainty: str = ""
    refers: str = ""

    @property
    def long(self) -> bool:
        """Whether the text needs room, and may break anywhere (it may be an address)."""
        return self.kind == "text" and len(self.text) > LONG


def cells(table: Table, rows: Sequence[Row]) -> list[list[Cell]]:
    """The cells of some rows of a table; the first of each row heads it."""
    below = {text: number for number, (_, text) in enumerate(set_apart(table, rows), start=1)}
    return [
        [_apart(_cell(column, row, column is table.columns[0]), table, column, below) for column in table.columns]
        for row in rows
    ]


def set_apart(table: Table, rows: Iterable[Row]) -> list[tuple[str, str]]:
    """The long texts of some rows that stand below the table, in order, each once with its id."""
    columns = [column for column in table.columns if column.apart]
    texts = (shown_text(column, row[column.key]) for row in rows for column in columns)
    found = dict.fromkeys(text for text in texts if len(text) > APART)
    return [(f"{table.name}-text-{number}", text) for number, text in enumerate(found, start=1)]


def _apart(cell: Cell, table: Table, column: Column, below: Mapping[str, int]) -> Cell:
    """A cell, or where its text stands below the table the number of that."""
    number = below.get(cell.text) if column.apart else None
    return cell if number is None else replace(cell, text=str(number), refers=f"{table.name}-text-{number}")


def _cell(column: Column, row: Row, heads_row: bool) -> Cell:
    value = row[column.key]
    certainty = str(row[column.status] or "") if column.status else ""
    if column.kind == "status":
        certainty = str(value or "")
    return Cell(
        text=shown_text(column, value),
        kind="word" if column.words else column.kind,
        numeric=column.numeric,
        heads_row=heads_row,
        known=value is not None,
        code=str(value) if column.kind == "state" and value else "",
        letter=STATUS_LETTERS.get(certainty, "") if column.status else "",
        status=STATUSES.get(certainty, certainty),
        certainty=certainty if certainty in STATUSES else "",
    )
