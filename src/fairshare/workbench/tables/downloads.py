"""A table as a file: CSV and JSON for programs (codes, exact numbers), XLSX for people (words, typed cells).

Money is a decimal string with cents, shares have 18 significant digits, counts are integers (a decimal string where
money makes a part of a unit), days are ISO 8601. What is unknown is empty in CSV, ``null`` in JSON, a word in XLSX.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from typing import Any, Final

from django.http import HttpResponse

from fairshare.faults import bad_argument
from fairshare.plain import euro_text, share_text, units_value
from fairshare.workbench.tables.model import Column, Table, Value
from fairshare.workbench.tables.view import shown
from fairshare.workbench.tables.workbook import xlsx_bytes

Plain = str | int | bool | None

_BY_KIND: Final[Mapping[str, Callable[[Fraction], str | int]]] = {
    "count": units_value,
    "eur": euro_text,
    "share": share_text,
    "percent": share_text,
    "index": share_text,
    "ratio": share_text,
}
_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(column: Column, value: Value) -> Plain:
    """A value as programs read it, in no language."""
    if value is None or (value == "" and column.kind != "text"):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == "flag":
        return bool(value)
    if column.numeric and isinstance(value, (int, Fraction, Decimal)):
        return _BY_KIND[column.kind](Fraction(value))
    return str(value)


def csv_bytes(table: Table) -> bytes:
    """The table as CSV (RFC 4180, UTF-8 with a byte order mark): one header of keys, then the rows.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers."""
    columns = table.flat_columns
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(column.key for column in columns)
    writer.writerows([_csv_cell(column, row[column.key]) for column in columns] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(column: Column, value: Value) -> str:
    text = plain(column, value)
    if text is None:
        return ""
    if isinstance(text, bool):
        return str(text).lower()
    guarded = not column.numeric and str(text).startswith(_STARTS_A_FORMULA)
    return f"'{text}" if guarded else str(text)


def json_bytes(table: Table) -> bytes:
    """The table as strict JSON: what it is, its columns, its rows by key, notes and source."""
    columns = table.flat_columns
    document: dict[str, Any] = {
        "name": table.name,
        "caption": str(table.caption),
        "columns": [
            {"key": column.key, "label": str(column.label), "kind": column.kind, "note": str(column.note)}
            for column in columns
        ],
        "rows": [{column.key: plain(column, row[column.key]) for column in columns} for row in table.rows],
        "notes": [str(note) for note in table.notes],
        "source": str(table.source),
    }
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


FORMATS: Final[Mapping[str, tuple[str, Callable[[Table], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8; header=present", csv_bytes),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes),
    "json": ("application/json", json_bytes),
}
"""Content type and writer of each format."""


def download(table: Table, format: str) -> HttpResponse:
    """The table as a file to keep, never cached. An unknown format is a :class:`~fairshare.faults.BadInputError`."""
    if format not in FORMATS:
        raise bad_argument("format", f"{format!r} is no format of a table", f"one of {', '.join(FORMATS)}")
    content_type, write = FORMATS[format]
    return attachment(write(table), f"fairshare-{table.name}.{format}", content_type)


def attachment(content: bytes, filename: str, content_type: str) -> HttpResponse:
    """A file to keep: its name, its type and nothing guessed, no copy in a cache. ``filename`` is plain ASCII."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def requested(params: Mapping[str, str], *tables: Table) -> HttpResponse | None:
    """The download that a request asks for (``NAME-format=csv``), of the rows as filtered and sorted; else ``None``.

    A page calls it before it renders: ``return requested(request.GET, table) or render(…)``."""
    for table in tables:
        format = params.get(f"{table.name}-format", "")
        if format in FORMATS:
            return download(shown(table, params).as_table(), format)
    return None
