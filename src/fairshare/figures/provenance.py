"""Where a figure comes from: every value with its unit, status, source and date; unknown stays unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final, get_args

from fairshare.faults import BadInputError, Fault
from fairshare.figures.tables import FaultyCellError, Row, as_name, as_number, read_rows
from fairshare.law.outcome import Status

STATUSES: Final[tuple[Status, ...]] = get_args(Status)
"""``official``: in an act, or from the authority whose figure it is; ``reported``: by others, among them the press;
``inferred``: computed or concluded from other figures; ``unknown``: not recovered, so there is no value."""
COUNTS: Final = frozenset({"persons", "relocations", "units", "states", "cases", "days"})
NUMBERS: Final = COUNTS | {"EUR", "million EUR", "percent", "km"}
WORDS: Final = frozenset({"date", "label", "vote", "form", "text"})
COLUMNS: Final = ("key", "value", "unit", "status", "source", "as_of", "note")
UNKNOWN: Final = "unknown"

_DAY: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Datum:
    """One figure or fact. ``value`` is exact (a ``Fraction`` of ``unit``), words, or ``None`` where it is unknown.

    ``as_of`` is the day, month or year of the source: for an unknown value, until when it was looked for."""

    key: str
    value: Fraction | str | None
    unit: str
    status: Status
    source: str
    as_of: str
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def number(self) -> Fraction:
        """The value as an exact number; ``TypeError`` where it is unknown or in words (nothing is taken as 0)."""
        if not isinstance(self.value, Fraction):
            raise TypeError(f"{self.key} is {self.text()}, not a number")
        return self.value

    def text(self) -> str:
        """The value for a person.

        >>> Datum("DE/units", Fraction(4555), "units", "reported", "a note", "2025-12-23").text()
        '4,555'
        >>> Datum("AT/units", None, "units", "unknown", "the annex", "2026-11-23").text()
        'unknown'
        """
        if self.value is None:
            return UNKNOWN
        return self.value if isinstance(self.value, str) else f"{_decimal(self.value):,f}"

    def as_json(self) -> dict[str, object]:
        """The row as JSON: counts are integers, money and other numbers decimal strings, an unknown value ``null``."""
        row = {name: getattr(self, name) for name in COLUMNS}
        return row | {"value": _json_value(self.value, self.unit)}


def _json_value(value: Fraction | str | None, unit: str) -> str | int | None:
    if value is None or isinstance(value, str):
        return value
    if unit in COUNTS:
        return int(value)
    return f"{_decimal(value):.2f}" if unit == "EUR" else f"{_decimal(value):f}"


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@cache
def sources() -> dict[str, str]:
    """The register of sources: by id, the title with its address."""
    with resources.as_file(_folder() / "sources.csv") as path:
        rows = read_rows(path, ("id", "source", "url"))
    return {row.cells["id"]: " ".join(filter(None, (row.cells["source"], row.cells["url"]))) for row in rows}


@cache
def titles() -> dict[str, str]:
    """What each bundled table holds, by name."""
    with resources.as_file(_folder() / "tables.csv") as path:
        return {row.cells["table"]: row.cells["title"] for row in read_rows(path, ("table", "title"))}


def read_bundled(name: str) -> tuple[Datum, ...]:
    """The rows of a bundled table, checked: each value has a status, a source and a date."""
    with resources.as_file(_folder() / f"{name}.csv") as path:
        return read_data(str(path), sources())


def _folder() -> resources.abc.Traversable:
    return resources.files("fairshare.figures") / "reference_data"


def read_data(path: str, register: dict[str, str]) -> tuple[Datum, ...]:
    """The rows of a table of figures (columns :data:`COLUMNS`); ``source`` names one or more ids of ``register``.

    Raises :class:`~fairshare.faults.BadInputError` for a row without status, source or date, an unknown value that is
    given, a known one that is missing, or a repeated key."""
    found: dict[str, Datum] = {}
    faults: list[Fault] = []
    for row in read_rows(path, COLUMNS):
        cells, wrong = _converted(row, register)
        faults += [Fault(path, row.line, column, error.problem, error.expected) for column, error in wrong]
        if wrong:
            continue
        datum = Datum(**cells)
        if datum.key in found:
            faults.append(Fault(path, row.line, "key", f"{datum.key!r} stands above already", "each key once"))
        found[datum.key] = datum
    if faults:
        raise BadInputError(faults)
    return tuple(found.values())


def _converted(row: Row, register: dict[str, str]) -> tuple[dict[str, Any], list[tuple[str, FaultyCellError]]]:
    cells: dict[str, Any] = {"note": row.cells["note"]}
    wrong: list[tuple[str, FaultyCellError]] = []
    converters: dict[str, Callable[[str], object]] = {
        "key": as_name,
        "unit": _one_of("unit", NUMBERS | WORDS),
        "status": _one_of("status", STATUSES),
        "source": lambda cell: _sources(cell, register),
        "as_of": _day,
        "value": lambda cell: _value(cell, row.cells["unit"], row.cells["status"]),
    }
    for column, convert in converters.items():
        try:
            cells[column] = convert(row.cells[column])
        except FaultyCellError as error:
            wrong.append((column, error))
    return cells, wrong


def _one_of(name: str, allowed: Iterable[str]) -> Callable[[str], str]:
    known = sorted(allowed)

    def convert(cell: str) -> str:
        if cell not in known:
            raise FaultyCellError(f"{cell!r} is not a {name}", "one of " + ", ".join(known))
        return cell

    return convert


def _sources(cell: str, register: dict[str, str]) -> str:
    ids = cell.split()
    missing = [name for name in ids if name not in register]
    if missing or not ids:
        raise FaultyCellError(f"{' '.join(missing)!r} is not a source", "ids of sources.csv")
    return "; ".join(register[name] for name in ids)


def _day(cell: str) -> str:
    if not _DAY.fullmatch(cell):
        raise FaultyCellError(f"{cell!r} is not a date", "YYYY, YYYY-MM or YYYY-MM-DD")
    return cell


def _value(cell: str, unit: str, status: str) -> Fraction | str | None:
    if (status == UNKNOWN) != (not cell):
        raise FaultyCellError(f"{cell!r} does not go with status {status!r}", "no value if and only if it is unknown")
    if not cell:
        return None
    return as_number(cell) if unit in NUMBERS else cell
