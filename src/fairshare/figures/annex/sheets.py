"""Tables of an XLSX workbook: every sheet is one grid; numbers stay numbers, percentages keep their scale."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from fairshare.figures.annex.grids import EMPTY, MOST_CELLS, Cell, Document, Grid, spread
from fairshare.figures.annex.numbers import split_marks

_MOST_UNPACKED: Final = 200_000_000


class NotAWorkbookError(ValueError):
    """The bytes are not a workbook that can be read."""


def read_workbook(raw: bytes) -> Document:
    """Every sheet of a workbook. Raises :class:`NotAWorkbookError`, ``OverflowError`` for a sheet beyond the limit."""
    shown, formulas = _load(raw, values=True), _load(raw, values=False)
    grids = tuple(
        Grid(number, sheet.title, spread(_rows(sheet, formulas[sheet.title])))
        for number, sheet in enumerate(shown.worksheets, start=1)
    )
    return Document("XLSX workbook", "", shown.properties.title or "", grids)


def _load(raw: bytes, *, values: bool) -> Any:
    import openpyxl

    try:
        if sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(raw)).infolist()) > _MOST_UNPACKED:
            raise OverflowError(f"more than {_MOST_UNPACKED:,} bytes unpacked")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter here
            return openpyxl.load_workbook(io.BytesIO(raw), data_only=values, rich_text=True)
    except OverflowError:
        raise
    except Exception as error:  # a broken workbook fails in any way its XML parser and zip reader know
        raise NotAWorkbookError(str(error)) from None


def _rows(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[Cell]]]:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise OverflowError(f"more than {MOST_CELLS:,} cells")
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    covered = {place for area in spans.values() for place in area.cells} - set(spans)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield (
            number,
            [
                _cell(cell, formulas.cell(cell.row, cell.column), spans.get((cell.row, cell.column)))
                for cell in cells
                if (cell.row, cell.column) not in covered
            ],
        )


def _cell(cell: Any, formula: Any, area: Any) -> Cell:
    columns, rows = (area.max_col - area.min_col + 1, area.max_row - area.min_row + 1) if area else (1, 1)
    return replace(_content(cell, formula), columns=columns, rows=rows) if area else _content(cell, formula)


def _content(cell: Any, formula: Any) -> Cell:
    value = cell.value
    if value is None:
        if formula.data_type == "f":
            return Cell(str(formula.value), fault="is a formula without a stored value")
        return EMPTY
    if isinstance(value, bool | date) or not isinstance(value, int | float):
        return Cell(*_text_of(value))
    number = Decimal(format(value, ".15g"))  # a spreadsheet keeps 15 digits; the rest is binary noise
    layout = str(cell.number_format)
    number = number.scaleb(2) if "%" in layout else number
    places = re.search(r"[0#]\.(0+)", layout)
    if places and -int(number.as_tuple().exponent) < len(places.group(1)):  # zeros at the end are shown, not stored
        number = number.quantize(Decimal(1).scaleb(-len(places.group(1))))
    if "%" in layout:
        return Cell(f"{number:f} %", number=number, unit="%")
    return Cell(f"{number:f}", number=number, unit="EUR" if "€" in layout or "EUR" in layout else "")


def _text_of(value: Any) -> tuple[str, tuple[str, ...]]:
    """The text of a cell without what is raised in it, and the marks."""
    if isinstance(value, list):  # rich text: pieces, some of them raised
        raised = [str(p) for p in value if getattr(getattr(p, "font", None), "vertAlign", None) == "superscript"]
        plain = "".join(str(p) for p in value if getattr(getattr(p, "font", None), "vertAlign", None) != "superscript")
        text, marks = split_marks(" ".join(plain.split()))
        return text, (*marks, *raised)
    return split_marks(" ".join(str(value).split()))
