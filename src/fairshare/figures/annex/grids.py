"""Every table of a file, whatever the file is, as one plain grid of cells: nothing is chosen or understood here."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MOST_CELLS: Final = 500_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without footnote marks, the marks, and how many columns and rows it covers.

    ``number`` is the stored number of a spreadsheet cell (``unit`` "%" if it is shown as a percentage)."""

    text: str
    marks: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 1
    number: Decimal | None = None
    unit: str = ""
    fault: str = ""

    @property
    def shown(self) -> str:
        """The text with its marks."""
        return " ".join((self.text, *self.marks)).strip()


EMPTY: Final = Cell("")


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its line in the file (or sheet), and a cell for every column; a cell that spans stands in each place."""

    line: int
    cells: tuple[Cell, ...]

    @property
    def printed(self) -> tuple[tuple[int, Cell], ...]:
        """Each non-empty cell once, with its first column (from 0)."""
        seen: list[tuple[int, Cell]] = []
        for column, cell in enumerate(self.cells):
            repeated = column and cell.columns > 1 and self.cells[column - 1] is cell
            if cell.shown and not repeated:
                seen.append((column, cell))
        return tuple(seen)

    @property
    def text(self) -> str:
        """The row as one text, cells set apart by bars."""
        return " | ".join(cell.shown for _, cell in self.printed)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its number in the file (from 1), where it was found, and its rows.

    ``free`` marks a text whose columns were told by blanks alone: a row with fewer cells cannot be placed."""

    number: int
    name: str
    rows: tuple[GridRow, ...]
    free: bool = False

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its kind, its encoding and how that was told, its title, its tables, the notes below them."""

    kind: str
    encoding: str
    title: str
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()


def spread(rows: Iterable[tuple[int, list[Cell]]]) -> tuple[GridRow, ...]:
    """Lay out rows of cells with their spans: every place that a cell covers holds that cell.

    Raises ``OverflowError`` above :data:`MOST_CELLS` places."""
    hanging: dict[int, tuple[Cell, int]] = {}
    laid: list[GridRow] = []
    places = 0
    for line, cells in rows:
        row, hanging = _lay(cells, hanging)
        places += len(row)
        if places > MOST_CELLS:
            raise OverflowError(f"more than {MOST_CELLS:,} cells")
        laid.append(GridRow(line, tuple(row)))
    return tuple(laid)


def _lay(cells: list[Cell], hanging: dict[int, tuple[Cell, int]]) -> tuple[list[Cell], dict[int, tuple[Cell, int]]]:
    """One row with the cells that hang into it from above, and those that hang into the next."""
    row: list[Cell] = []
    below: dict[int, tuple[Cell, int]] = {}
    queue = deque(cells)
    while queue or len(row) <= max(hanging, default=-1):
        column = len(row)
        if column in hanging:
            placed, left, count = *hanging[column], 1
        else:
            placed = queue.popleft() if queue else EMPTY
            left, count = placed.rows, placed.columns
        row += [placed] * count
        if left > 1:
            below |= dict.fromkeys(range(column, column + count), (placed, left - 1))
        if len(row) > MOST_CELLS:
            raise OverflowError(f"more than {MOST_CELLS:,} cells")
    return row, below
