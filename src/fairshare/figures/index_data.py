"""The data of a composite indicator (contract 6): a table with a row per unit, numbers with gaps, and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite, nan
from pathlib import Path
from typing import Final

from fairshare.faults import BadInputError, Fault
from fairshare.figures.tables import Row, read_rows

MISSING: Final = ("", "NA", ":")
LARGEST: Final = 1e18


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by the names that were asked for. Numbers have NaN where a cell is missing, words ``""``."""

    units: tuple[str, ...]
    numbers: dict[str, list[float]]
    words: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DataFile:
    """The rows of DATA.csv, as text."""

    file: str
    rows: list[Row]

    def has(self, name: str) -> bool:
        """Whether there is a column of that name, without regard to case and surrounding blanks."""
        return _key(name) in self.rows[0].cells and _key(name) != "unit"

    def take(self, numbers: Iterable[str], divisors: Iterable[str], words: Iterable[str]) -> Columns:
        """Columns that the file has. ``divisors`` are numbers above 0.

        Raises :class:`~fairshare.faults.BadInputError` for each cell that is no such number, and for a column
        without any number."""
        faults: list[Fault] = []
        wanted = dict.fromkeys(numbers, -inf) | dict.fromkeys(divisors, 0.0)
        found = {name: [self._number(row, name, least, faults) for row in self.rows] for name, least in wanted.items()}
        faults += [
            Fault(self.file, 1, name, "has no value", "at least one number")
            for name, values in found.items()
            if not any(isfinite(value) for value in values) and not any(fault.field == name for fault in faults)
        ]
        if faults:
            raise BadInputError(faults)
        units = tuple(row.cells["unit"] for row in self.rows)
        return Columns(units, found, {name: tuple(self._word(row, name) for row in self.rows) for name in words})

    def _number(self, row: Row, name: str, least: float, faults: list[Fault]) -> float:
        cell = row.cells[_key(name)]
        if cell in MISSING:
            return nan
        try:
            value = float(cell if cell.isascii() and "_" not in cell else "no")
        except ValueError:
            hint = "a number with a decimal point and no separators" if "," in cell else "a number, or blank, NA or :"
            faults.append(Fault(self.file, row.line, name, f"{cell!r} is not a number", hint))
            return nan
        if not isfinite(value) or abs(value) > LARGEST:
            faults.append(Fault(self.file, row.line, name, f"{cell!r} is out of range", "a number within 1e18"))
        elif value <= least:
            faults.append(Fault(self.file, row.line, name, f"{cell!r} cannot divide", "a denominator above 0"))
        return value

    def _word(self, row: Row, name: str) -> str:
        cell = row.cells[_key(name)]
        return "" if cell in MISSING else cell


def read_data(path: str | Path) -> DataFile:
    """Read DATA.csv: a column ``unit``, and any others.

    Raises :class:`~fairshare.faults.BadInputError` for a file that is no such table, and for a unit without a name or
    that stands twice."""
    rows, name = read_rows(path, ["unit"]), str(path)
    seen: dict[str, int] = {}
    faults = []
    for row in rows:
        unit = row.cells["unit"]
        if not unit:
            faults.append(Fault(name, row.line, "unit", "is empty", "a name"))
        elif unit in seen:
            faults.append(Fault(name, row.line, "unit", f"{unit!r} stands on line {seen[unit]} already", "each once"))
        seen.setdefault(unit, row.line)
    if faults:
        raise BadInputError(faults)
    return DataFile(name, rows)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
