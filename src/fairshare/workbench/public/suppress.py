"""Small counts of persons are not shown to the public: who is one of four can be found out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.workbench.tables.model import Row, Table

SMALLEST: Final = 5
"""A count below this and above 0 is not shown."""

DELIVERED: Final = ("implemented", "offset", "outstanding")
"""Counts of persons that follow from one another: where one is small, none of them is shown."""

PERSONS: Final = frozenset({"relocation_accepted", "relocation_failed", "implemented", "offset_taken"})
"""Events that each tell of a few persons."""

_NOTE: Final = _("Counts of 1 to 4 persons, and what they could be derived from, are not shown.")


def suppressed(table: Table, keys: Iterable[str] = DELIVERED) -> Table:
    """The table for the public: in a row where one of ``keys`` is a small count, all of them are left out.

    The others would give it away by subtraction. Sums over rows are not part of a public table for the same reason."""
    linked = tuple(key for key in keys if key in table.keys)
    rows: tuple[Row, ...] = tuple(_row(row, linked) for row in table.rows)
    if rows == table.rows:
        return table
    return replace(table, rows=rows, notes=(*table.notes, _NOTE))


def balances_suppressed(table: Table) -> Table:
    """The balances of one state (a row an account) for the public, under the same rule."""
    small = any(row["balance"] in DELIVERED and _is_small(row["units"]) for row in table.rows)
    if not small:
        return table
    rows: tuple[Row, ...] = tuple({**row, "units": None} if row["balance"] in DELIVERED else row for row in table.rows)
    return replace(table, rows=rows, notes=(*table.notes, _NOTE))


def postings_suppressed(table: Table) -> Table:
    """The postings of one state for the public: those of single deliveries of persons are left out."""
    rows: tuple[Row, ...] = tuple(
        row for row in table.rows if row["event"] not in PERSONS or row["measure"] != "relocation"
    )
    if len(rows) == len(table.rows):
        return table
    return replace(table, rows=rows, notes=(*table.notes, _("Single deliveries of persons are not shown.")))


def _row(row: Row, keys: tuple[str, ...]) -> Row:
    return {**row, **dict.fromkeys(keys)} if any(_is_small(row[key]) for key in keys) else row


def _is_small(value: object) -> bool:
    return value is not None and not isinstance(value, str) and 0 < value < SMALLEST  # type: ignore[operator]
