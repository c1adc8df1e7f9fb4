"""A table as a workbook (XLSX): one sheet with typed cells, one that says what they are. Same table, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fairshare.faults import bad_argument
from fairshare.workbench.tables.formats import shown_text
from fairshare.workbench.tables.model import Column, Table, Value

_SHAPES: Final = {
    "count": "#,##0.##",
    "eur": '#,##0.00\\ "€"',
    "share": "0.0000%",
    "percent": "0.0%",
    "index": "0.000",
    "ratio": "#,##0.00",
    "date": "yyyy-mm-dd",
}
_WHOLE: Final = "#,##0"
CREATED: Final = datetime(2024, 6, 11, tzinfo=UTC)  # the day the Regulation entered into force: any fixed day will do
LONGEST_TEXT: Final = 32_767
_MOST_ROWS: Final = 1_048_575
_EXACT: Final = 10**15  # beyond 15 digits a spreadsheet rounds
_NARROWEST, _WIDEST = 8, 60


def xlsx_bytes(table: Table) -> bytes:
    """The table as a workbook in the language that is active. More rows than a sheet holds are refused.

    Raises :class:`~fairshare.faults.BadInputError`."""
    if len(table.rows) > _MOST_ROWS:
        raise bad_argument(table.name, f"{len(table.rows)} rows are too many for a sheet", "CSV or JSON, or a filter")
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": str(table.caption), "created": CREATED.replace(tzinfo=None)})
    _data(book, table)
    _about(book, table)
    book.close()
    return file.getvalue()


def _data(book: Workbook, table: Table) -> None:
    sheet, columns = book.add_worksheet(gettext("Data")), table.flat_columns
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    shapes = shapes_of(book)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.label), head)
        values = [row[column.key] for row in table.rows]
        sheet.set_column(place, place, _width(column, values))
        for line, value in enumerate(values, start=1):
            write_value(sheet, line, place, column, value, shapes)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def shapes_of(book: Workbook) -> dict[str, Format]:
    """How numbers are written, by the kind of a column, and ``whole`` for whole numbers."""
    shapes = {kind: book.add_format({"num_format": shape}) for kind, shape in _SHAPES.items()}
    return shapes | {"whole": book.add_format({"num_format": _WHOLE})}


def write_value(
    sheet: Worksheet, line: int, place: int, column: Column, value: Value, shapes: dict[str, Format]
) -> None:
    """Write a value as a typed cell of the kind of its column; what is unknown says so."""
    if isinstance(value, date):
        sheet.write_datetime(line, place, value, shapes["date"])
    elif column.numeric and isinstance(value, (int, Fraction, Decimal)) and abs(Fraction(value)) < _EXACT:
        whole = column.kind == "count" and Fraction(value).denominator == 1
        sheet.write_number(line, place, float(value), shapes["whole" if whole else column.kind])
    elif value != "":
        sheet.write_string(line, place, shown_text(column, value)[:LONGEST_TEXT])


def _width(column: Column, values: Sequence[Value]) -> int:
    """A width in characters that shows most of what is in the column."""
    longest = max((len(shown_text(column, value)) for value in values), default=0)
    return min(max(longest + 2, len(str(column.label)) // 2 + 2, _NARROWEST), _WIDEST)


def _about(book: Workbook, table: Table) -> None:
    """The second sheet: caption, what the columns mean, notes and source."""
    sheet = book.add_worksheet(gettext("About"))
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    lines: list[tuple[Any, Any]] = [(table.caption, "")]
    lines += [(column.label, column.note) for column in table.columns if column.note]
    lines += [(gettext("Note"), note) for note in table.notes]
    lines += [(gettext("Source"), table.source)] if table.source else []
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 100)
    for line, (name, text) in enumerate(lines):
        sheet.write_string(line, 0, str(name), bold)
        sheet.write_string(line, 1, str(text)[:LONGEST_TEXT], wrap)
