"""One table, row by row: which column names the states, what each row is, what each cell says, and every fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from fairshare.faults import Fault, bad_argument
from fairshare.figures.annex.columns import MONEY, WHOLE, Column, Facts, Reading, recognise, share_scale
from fairshare.figures.annex.faulty import lasting, passing
from fairshare.figures.annex.grids import EMPTY, Cell, Grid, GridRow
from fairshare.figures.annex.model import CellRead, Hints, RowRead, TableRead
from fairshare.figures.annex.names import decimal_marks, fold, language_of
from fairshare.figures.annex.numbers import (
    Nothing,
    Number,
    Unread,
    is_figure,
    mark_shown,
    read_number,
    scale_of,
    unit_of,
)
from fairshare.figures.annex.words import is_total, topics_of

_STARTS_WITH_MARK: Final = re.compile(r"\s*(?:[(\[]?(?:\d{1,2}|[a-z])[)\]]\s|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]|\(\*)")
_INDEX: Final = re.compile(r"[(\[]?(?:\d{1,2}|[a-zA-Z])[)\].]?")
_RULE: Final = re.compile(r":?-{2,}:?|=+|[-─━═+]{3,}")
_SENTENCE: Final = (
    4  # words: a single cell with as many is a remark, with fewer it may be a name that was not understood
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one table gave. ``faults`` always stand; ``unread`` are faults that a user may let stand."""

    table: TableRead
    rows: tuple[RowRead, ...]
    faults: tuple[Fault, ...]
    unread: tuple[Fault, ...]


def read_grid(grid: Grid, file: str, hints: Hints) -> Part:
    """Read one table that names states."""
    home = _state_column(grid, hints)
    kinds = _kinds(grid, home, hints)
    body = [row for row, kind in zip(grid.rows, kinds, strict=True) if kind == "read"]
    language = language_of(n for row in body if (n := hints.name_of(_at(row, home).text)))
    decimal, decimal_by, problem = _decimal(body, home, hints, language.codes)
    columns, facts = _columns(grid, kinds, home, hints, decimal)
    columns = recognise(columns, facts, hints.scale)
    columns, scale_problem = _share_column(columns, facts, hints)
    rows = tuple(_row(grid, index, kind, home, columns, decimal, hints) for index, kind in enumerate(kinds))
    table = TableRead(
        grid.number, grid.name, len(grid.rows), len(body), True, language, decimal, decimal_by, columns
    )  # fmt: skip
    said = (("--decimal", problem), ("--share-scale", scale_problem))
    wrong = [Fault(file, body[0].line, where, *what) for where, what in said if what]
    wrong += [*lasting(rows, file), *_unplaced(grid, kinds, file)]
    return Part(table, rows, tuple(wrong), tuple(passing(rows, columns, file)))


def _unplaced(grid: Grid, kinds: Sequence[str], file: str) -> Iterator[Fault]:
    """Rows of figures that blanks alone set apart: with a cell fewer, nobody knows which one is missing."""
    for row, kind in zip(grid.rows, kinds, strict=True):
        if grid.free and kind in {"read", "total"} and len(row.cells) != grid.width:
            problem = f"{row.text!r} has {len(row.cells)} cells and the table {grid.width} columns"
            yield Fault(
                file, row.line, "row", problem, "a cell in every column (a dash for nothing), or tabs between them"
            )


def _at(row: GridRow, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else EMPTY


def _state_column(grid: Grid, hints: Hints) -> int:
    """The column that the user names, else the one with most states; of several, the first (the others must agree)."""
    said = [number - 1 for number, concept in columns_said(grid, hints).items() if concept == "state"]
    if said:
        return min(said)
    named = Counter(column for row in grid.rows for column, cell in row.printed if hints.name_of(cell.text) is not None)
    return max(range(grid.width), key=lambda column: (named[column], -column))


# --- what each row is -------------------------------------------------------------------------------------------------


def _kinds(grid: Grid, home: int, hints: Hints) -> list[str]:
    """The status of every row, in order."""
    named = [hints.name_of(_at(row, home).text) is not None for row in grid.rows]
    first = named.index(True) if True in named else 0
    width = max(
        (column + 1 for row, is_state in zip(grid.rows, named, strict=True) if is_state for column, _ in row.printed),
        default=1,
    )
    heads = {fold(row.text) for row in grid.rows[:first]}
    return [
        "read" if is_state else _kind(row, index < first, heads, width)
        for index, (row, is_state) in enumerate(zip(grid.rows, named, strict=True))
    ]


def _kind(row: GridRow, before: bool, heads: set[str], width: int) -> str:
    texts = [cell.text for _, cell in row.printed]
    figures = [text for text in texts if is_figure(text)]
    if not texts or all(_RULE.fullmatch(text) for text in texts):
        return "header"
    if is_total(texts[0]) and len(texts) > 1 and (figures or not before):
        return "total"
    if _is_note(row, width) and not (before and figures):
        return "note" if not before else "header"
    index = all(_INDEX.fullmatch(text) for text in texts)
    if before and (index or not figures):
        return "header"
    return "header" if not before and fold(row.text) in heads else "not understood"


def _is_note(row: GridRow, width: int) -> bool:
    """A remark: one cell alone that begins with a mark, spans the table or is a sentence."""
    if len(row.printed) > 2:
        return False
    first = row.printed[0][1]
    if _STARTS_WITH_MARK.match(row.printed[0][1].shown) or (first.marks and not first.text):
        return True
    alone = len(row.printed) == 1
    return alone and (first.columns >= max(width, 2) or len(first.text.split()) >= _SENTENCE)


# --- how its figures are written --------------------------------------------------------------------------------------


def _decimal(
    body: Sequence[GridRow], home: int, hints: Hints, languages: Sequence[str]
) -> tuple[str, str, tuple[str, str] | None]:
    """The decimal mark of the table, how it was told, and what is wrong if it cannot be."""
    if hints.decimal:
        return hints.decimal, "user", None
    shown: dict[str, str] = {}
    for row in body:
        for column, cell in row.printed:
            if column != home and cell.number is None and (mark := mark_shown(cell.text)) is not None:
                shown.setdefault(mark, cell.text)
    proved = set(shown) & {",", "."}
    if len(proved) == 2:
        problem = f"{shown[',']!r} has a decimal comma and {shown['.']!r} a decimal point"
        return ".", "", (problem, "one decimal mark in the whole table, or --decimal")
    if proved:
        return proved.pop(), "figures", None
    marks = decimal_marks(languages)
    if len(marks) == 1:
        return next(iter(marks)), "language", None
    if "" in shown:
        return ".", "", (f"{shown['']!r} can be read in two ways", "--decimal , or --decimal .")
    return ".", "not needed", None


# --- what each column holds -------------------------------------------------------------------------------------------


def columns_said(grid: Grid, hints: Hints) -> Mapping[int, str]:
    """The columns of a table that the user named. Raises ``BadInputError`` for one that it does not have."""
    said = hints.columns.get(grid.number) or hints.columns.get(0) or {}
    for number in said:
        if number > grid.width:
            raise bad_argument("--columns", f"column {number} is not in table {grid.number}", f"1 to {grid.width}")
    return said


def _columns(
    grid: Grid, kinds: Sequence[str], home: int, hints: Hints, decimal: str
) -> tuple[tuple[Column, ...], dict[int, Facts]]:
    """The columns as far as user and names tell, and what the others show."""
    given = columns_said(grid, hints)
    body = [row for row, kind in zip(grid.rows, kinds, strict=True) if kind == "read"]
    columns, facts = [], {}
    for place in range(grid.width):
        header = _header(grid, kinds, place)
        number = place + 1
        concept, by = (given[number], "user") if number in given else ("", "")
        if not concept and (place == home or _names_again(body, place, hints)):
            concept, by = "state", "names"
        readings = [_reading(_at(row, place), decimal) for row in body]
        unit = unit_of(header) or _unit_of_most(readings)
        scale = scale_of(header) if unit_of(header) == "EUR" else Decimal(1)
        columns.append(Column(number, header, concept, by, unit, scale))
        if concept not in {"state", "skip", "note"}:
            scaled = tuple(r.times(scale) if isinstance(r, Number) else r for r in readings)
            facts[number] = Facts(topics_of(header), unit, scaled)
    return tuple(columns), facts


def _unit_of_most(readings: Sequence[Reading]) -> str:
    """The unit that stands beside more than half of the figures other than 0."""
    units = Counter(r.unit for r in readings if isinstance(r, Number) and r.value)
    return next((unit for unit, count in units.items() if 2 * count > units.total()), "")


def _header(grid: Grid, kinds: Sequence[str], place: int) -> str:
    """The words above a column, from every header row; a cell over the whole table is a title and no header."""
    words: list[str] = []
    for row, kind in zip(grid.rows, kinds, strict=True):
        if kind == "read":
            break
        cell = _at(row, place)
        if kind == "header" and cell.text and cell.columns < max(grid.width, 2) and not _RULE.fullmatch(cell.text):
            words += [] if cell.text in words else [cell.text]
    return " / ".join(words)


def _names_again(body: Sequence[GridRow], place: int, hints: Hints) -> bool:
    """A second column of names or codes."""
    named = sum(hints.name_of(_at(row, place).text) is not None for row in body)
    return 2 * named > len(body)


def _reading(cell: Cell, decimal: str) -> Reading:
    if cell.fault:
        return Unread(f"{cell.text!r} {cell.fault}", "a stored number")
    if cell.number is not None:
        if cell.number < 0:
            return Unread(f"{cell.text!r} is negative")
        exponent = min(int(cell.number.as_tuple().exponent), 0)
        return Number(cell.number, cell.unit, Decimal(1).scaleb(exponent))
    reading = read_number(cell.text, decimal)
    if not isinstance(reading, Nothing) and (cell.rows > 1 or cell.columns > 1):
        return Unread(f"{cell.shown!r} stands in one cell for several rows or columns", "one cell for each figure")
    return reading


def _share_column(
    columns: Sequence[Column], facts: Mapping[int, Facts], hints: Hints
) -> tuple[tuple[Column, ...], tuple[str, str] | None]:
    """Give the share column the scale that makes its figures fractions of 1."""
    problem = None
    scaled = []
    for column in columns:
        if column.concept == "share":
            per = Decimal(hints.share_scale) if hints.share_scale else share_scale(facts[column.number])
            if per is None:
                total = sum(facts[column.number].values)
                problem = (
                    f"the shares of column {column.number} sum to {total:f}: per cent or parts of 1?",
                    "--share-scale 100 or --share-scale 1",
                )
            column = replace(column, scale=1 / (per or Decimal(100)))
        elif column.concept == "deducted_percent":
            column = replace(column, scale=Decimal("0.01"))
        scaled.append(column)
    return tuple(scaled), problem


# --- rows and cells ---------------------------------------------------------------------------------------------------


def _row(
    grid: Grid, index: int, kind: str, home: int, columns: Sequence[Column], decimal: str, hints: Hints
) -> RowRead:
    row = grid.rows[index]
    named = hints.name_of(_at(row, home).text) if kind == "read" else None
    state = named.state if named else ""
    cells = tuple(_cell(cell, columns[place], decimal, kind, state, hints) for place, cell in row.printed)
    marks = tuple(mark for _, cell in row.printed for mark in cell.marks)
    return RowRead(grid.number, index + 1, row.line, kind, row.text, state, marks, cells)


def _cell(cell: Cell, column: Column, decimal: str, kind: str, state: str, hints: Hints) -> CellRead:
    """One cell of a row: figures are read in rows of states and of totals; elsewhere a text is a text."""
    read = CellRead(column.number, cell.shown, column.concept)
    if kind not in {"read", "total"}:
        return replace(read, concept="")
    if column.concept == "state" and kind == "read":
        named = hints.name_of(cell.text)
        agrees = named is not None and named.state == state
        return read if agrees else replace(read, problem=f"{cell.shown!r} is not {state}", expected="one state a row")
    if column.concept in {"state", "note", "skip"}:
        return read
    reading = _reading(cell, decimal)
    if isinstance(reading, Number):
        number = reading.times(column.scale)
        wrong = _wrong(number, reading.unit, column)
        if column.concept and wrong is None:
            return replace(read, value=number.value, status="read", step=number.step)
        reading = wrong or Unread("")
    if isinstance(reading, Nothing):
        return replace(read, status="nothing")
    return replace(read, status="not understood", problem=reading.problem, expected=reading.expected)


def _wrong(number: Number, unit: str, column: Column) -> Unread | None:
    """Why a number cannot stand in its column, or ``None``."""
    if unit and unit != column.unit:
        return Unread(f"has the unit {unit}", f"{column.unit or 'persons'}, as in the rest of the column")
    if column.concept in WHOLE and number.value != number.value.to_integral_value():
        return Unread(f"{number.value:f} is not whole", "a whole number of relocations")
    if column.concept in MONEY and number.value != round(number.value, 2):
        return Unread(f"EUR {number.value:f} has parts of a cent", "an amount in EUR")
    if column.concept in {"share", "deducted_percent"} and number.value > 1:
        return Unread(f"{number.value * 100:f} % is above 100 %", "a share of the whole")
    return None
