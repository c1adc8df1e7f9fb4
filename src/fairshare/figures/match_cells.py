"""Cells of a table of the matching as numbers: every column at once, and every cell that cannot be read is a fault.

States are numbered by their place in :data:`STATES`. A faulty cell gets some valid value, so that the other columns and
files can be checked too; nothing is used while there is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairshare.faults import Fault
from fairshare.figures.match_tables import Table
from fairshare.states import NAMES, state_code

if TYPE_CHECKING:
    import polars as pl

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

STATES: Final = tuple(sorted(NAMES))
"""All states, in the order of their codes."""
NONE: Final = -1
"""Stands for no state and for no nationality."""
TOLD: Final = 50
"""Faults of one file that are told one by one."""
STATE_EXPECTED: Final = "a Eurostat code such as DE or EL, or an English name"
_WIDEST: Final = 60


class Cells:
    """The columns of one table, read one by one; what is wrong is collected on the way.

    ``faulty`` are the rows (from 0) in which something is wrong."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._told: list[Fault] = list(table.ragged)
        self._count = len(table.ragged)
        self.faulty = np.zeros(table.rows, np.bool_)

    def fault(self, rows: Ints, field: str, problem: Callable[[int], str], expected: str) -> None:
        """Record a fault of each row (numbered from 0 in the order of the file); the first are put into words."""
        self._count += len(rows)
        self.faulty[rows] = True
        self._told += [
            Fault(self.table.name, self.table.line(row), field, problem(row), expected)
            for row in rows[: TOLD + 1].tolist()
        ]

    def faults(self) -> tuple[Fault, ...]:
        """The first :data:`TOLD` faults in the order of lines, and one that says how many more there are."""
        told = sorted(self._told)
        if self._count <= TOLD:
            return tuple(told)
        more = f"{self._count - TOLD:,} further faults in this file, the first of them on this line"
        return (*told[:TOLD], Fault(self.table.name, told[TOLD].line, "more", more))

    def has(self, field: str) -> bool:
        """Whether the file has this column."""
        return field in self.table.columns

    def text(self, field: str) -> pl.Series:
        """Any text; an empty cell, and a column that is not there, is ``""``."""
        import polars as pl

        if not self.has(field):
            return pl.repeat("", self.table.rows, dtype=pl.String, eager=True).alias(field)
        return self.table.columns[field].fill_null("")

    def named(self, field: str) -> pl.Series:
        """Text that must not be empty."""
        cells = self.text(field)
        self.fault(np.flatnonzero((cells == "").to_numpy()), field, lambda _: "is empty", f"a {field}")
        return cells

    def state(self, field: str, *, optional: bool = False) -> Ints:
        """States by number; with ``optional`` an empty cell, and a column that is not there, is :data:`NONE`."""
        if optional and not self.has(field):
            return np.full(self.table.rows, NONE, np.int64)
        code = {state: number for number, state in enumerate(STATES)}
        empty = NONE if optional else None
        return self._coded(field, lambda word: code.get(state_code(word) or ""), STATE_EXPECTED, empty)

    def word(self, field: str, words: Sequence[str]) -> Ints:
        """Words of a closed list by number."""
        code = {word: number for number, word in enumerate(words)}
        return self._coded(field, code.get, "one of " + ", ".join(words), None)

    def codes(self, field: str) -> tuple[Ints, tuple[str, ...]]:
        """Any words by number, and the words in their order; :data:`NONE` for an empty cell or no column."""
        if not self.has(field):
            return np.full(self.table.rows, NONE, np.int64), ()
        cells = self.table.columns[field]
        words = cells.drop_nulls().unique().sort().to_list()
        return _places(cells, words, NONE), tuple(words)

    def flag(self, field: str, default: bool | None = None) -> Bools:
        """0 or 1; an empty cell is ``default``, or a fault where that is ``None``."""
        import polars as pl

        if default is not None and not self.has(field):
            return np.full(self.table.rows, default)
        cells = self.table.columns[field]
        zero, one = ("0", "1") if cells.dtype == pl.String else (0, 1)
        is_one = (cells == one).fill_null(bool(default)).to_numpy()
        is_zero = (cells == zero).fill_null(default is not None).to_numpy()
        self.fault(np.flatnonzero(~is_one & ~is_zero), field, lambda row: _neither(cells[row]), "0 or 1")
        return is_one

    def whole(self, field: str, least: int, most: int) -> Ints:
        """Whole numbers from ``least`` to ``most``; ``3.0`` is one."""
        import polars as pl

        cells = self.table.columns[field]
        number = cells.cast(pl.Int64, strict=False) if cells.dtype != pl.Float64 else cells.clear(len(cells))
        found = number.fill_null(least - 1).to_numpy()
        if number.null_count():
            real = cells.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
            fits = (real == np.floor(real)) & (real >= least) & (real <= most)
            found = np.where(fits, np.where(fits, real, 0).astype(np.int64), found)
        wrong = (found < least) | (found > most)
        expected = f"a whole number from {least} to {most:,}"
        self.fault(np.flatnonzero(wrong), field, lambda row: _no_number(cells[row], whole=True, least=least), expected)
        return np.where(wrong, least, found).astype(np.int64)

    def share(self, field: str) -> Floats:
        """Numbers above 0, at most 1."""
        import polars as pl

        cells = self.table.columns[field]
        found = cells.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
        wrong = ~((found > 0) & (found <= 1))
        self.fault(np.flatnonzero(wrong), field, lambda row: _no_number(cells[row]), "a number above 0, at most 1")
        return np.where(wrong, 1.0, found)

    def real(self, field: str) -> Floats:
        """Any finite numbers."""
        import polars as pl

        cells = self.table.columns[field]
        found = cells.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
        wrong = ~np.isfinite(found)
        self.fault(np.flatnonzero(wrong), field, lambda row: _no_number(cells[row]), "a number")
        return found

    def _coded(self, field: str, code: Callable[[str], int | None], expected: str, empty: int | None) -> Ints:
        """The code of each word; every different word is looked up once."""
        cells = self.table.columns[field]
        words = cells.drop_nulls().unique().to_list()
        codes = [*map(code, words), empty]
        place = _places(cells, words, len(words))
        wrong = np.array([found is None for found in codes])[place]
        self.fault(
            np.flatnonzero(wrong),
            field,
            lambda row: "is empty" if cells[row] is None else f"{quoted(cells[row])} is unknown",
            expected,
        )
        return np.array([found or 0 for found in codes], np.int64)[place]


def _places(cells: pl.Series, words: Sequence[str], empty: int) -> Ints:
    """The place of each cell among all words that there are."""
    import polars as pl

    places: Ints = cells.cast(pl.Enum(words)).to_physical().cast(pl.Int64).fill_null(empty).to_numpy()
    return places


def quoted(cell: Any) -> str:
    """A cell in quotation marks, on one line, not too long."""
    text = "" if cell is None else str(cell)
    return repr(text if len(text) <= _WIDEST else text[:_WIDEST] + "…")


def _neither(cell: Any) -> str:
    return "is empty" if cell is None else f"{quoted(cell)} is neither 0 nor 1"


_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE)


def _no_number(cell: Any, *, whole: bool = False, least: int = 1) -> str:
    """Why a cell is not the number that is wanted."""
    if cell is None:
        return "is empty"
    text, said = str(cell), quoted(cell)
    try:
        number = Decimal(text if _NUMBER.fullmatch(text) else "no")
    except InvalidOperation:
        return f"{said} is not a number"
    problems: Mapping[str, bool] = {
        "is not a finite number": not number.is_finite(),
        "is negative": number < 0 if not number.is_nan() else False,
        "is zero": number == 0 and least > 0,
        "is not whole": whole and number.is_finite() and number != number.to_integral_value(),
    }
    return f"{said} " + next((problem for problem, holds in problems.items() if holds), "is too large")
