"""Strict readers of small tables and mappings: every fault is named by file, row and field; nothing is guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from fairshare.faults import BadInputError, Fault
from fairshare.states import state_code

T = TypeVar("T")
LARGEST: Final = 10**18
MOST_BYTES: Final = 200_000_000


def read_text(path: str | Path) -> str:
    """The text of a file in UTF-8 (with or without byte order mark).

    Raises :class:`~fairshare.faults.BadInputError` for a missing, binary, empty or huge file."""
    name = str(path)
    try:
        raw = Path(path).read_bytes() if Path(path).stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise _whole(name, f"cannot be read ({error.strerror})", "a readable file") from None
    except ValueError:
        raise _whole(name.replace("\0", "?"), "is not a file name", "a readable file") from None
    if raw is None:
        raise _whole(name, "is too large", f"at most {MOST_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _whole(name, f"is not UTF-8 text (byte {error.start})", "a text file in UTF-8") from None
    if "\0" in text:
        raise _whole(name, "is a binary file", "a text file in UTF-8")
    if not text.strip():
        raise _whole(name, "is empty", "a header and at least one row")
    return text


def _whole(name: str, problem: str, expected: str) -> BadInputError:
    return BadInputError([Fault(name, 1, "file", problem, expected)])


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line in the file, and its cells by column."""

    line: int
    cells: Mapping[str, str]


class FaultyCellError(ValueError):
    """A cell that a converter cannot read: what is wrong, and what is expected."""

    def __init__(self, problem: str, expected: str) -> None:
        self.problem = problem
        self.expected = expected
        super().__init__(problem)


def read_rows(path: str | Path, required: Iterable[str], optional: Iterable[str] | None = None) -> list[Row]:
    """The rows of a CSV file with a header. Column names are compared without case or surrounding blanks.

    ``optional`` ``None`` allows any further column; a list allows just those."""
    name, text = str(path), read_text(path)
    try:
        records = list(_numbered(text))
    except csv.Error as error:
        raise _whole(name, f"is not a table ({error})", "comma-separated values") from None
    if not records:
        raise _whole(name, "is empty", "a header and at least one row")
    header = [" ".join(cell.split()).casefold() for cell in records[0][1]]
    faults = _header_faults(name, header, list(required), None if optional is None else set(optional))
    faults += [
        Fault(name, line, "row", f"has {len(cells)} cells", f"{len(header)}, as in the header")
        for line, cells in records[1:]
        if len(cells) != len(header)
    ]
    if len(records) == 1:
        faults.append(Fault(name, 1, "file", "has a header and no row", "at least one row"))
    if faults:
        raise BadInputError(faults)
    return [Row(line, dict(zip(header, map(str.strip, cells), strict=True))) for line, cells in records[1:]]


def _numbered(text: str) -> Iterable[tuple[int, list[str]]]:
    """Each record with the line on which it starts; blank lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start, cells
        start = reader.line_num + 1


def _header_faults(name: str, header: list[str], required: list[str], optional: set[str] | None) -> list[Fault]:
    known = "columns " + ", ".join(required) + (" and, if wanted, " + ", ".join(sorted(optional)) if optional else "")
    faults = [Fault(name, 1, column, "column is missing", known) for column in required if column not in header]
    faults += [
        Fault(name, 1, column or "(blank)", "column stands twice", "each column once")
        for column in sorted({c for c in header if header.count(c) > 1})
    ]
    if optional is not None:
        faults += [
            Fault(name, 1, c or "(blank)", "column is unknown", known)
            for c in header
            if c not in optional and c not in required
        ]
    return faults


def read_columns(
    path: str | Path,
    key: str,
    converters: Mapping[str, Callable[[str], Any]],
    optional: Mapping[str, Callable[[str], Any]] | None = None,
    *,
    other_columns: bool = True,
) -> dict[Any, dict[str, Any]]:
    """A table as ``{key: {column: value}}``, every cell converted, every fault reported, a repeated key refused.

    ``converters`` names the required columns (``key`` among them), ``optional`` those read where present (an empty
    optional cell is left out)."""
    extra = dict(optional or {})
    wanted = dict(converters) | extra
    rows = read_rows(path, converters, None if other_columns else extra)
    faults: list[Fault] = []
    seen: dict[Any, int] = {}
    result: dict[Any, dict[str, Any]] = {}
    for row in rows:
        values: dict[str, Any] = {}
        for column, convert in wanted.items():
            if column in extra and not row.cells.get(column):
                continue
            try:
                values[column] = convert(row.cells[column])
            except FaultyCellError as error:
                faults.append(Fault(str(path), row.line, column, error.problem, error.expected))
        identity = values.pop(key, None)
        if identity is None:
            continue
        if identity in seen:
            faults.append(
                Fault(str(path), row.line, key, f"{identity!r} stands on line {seen[identity]} already", "each once")
            )
        seen.setdefault(identity, row.line)
        result[identity] = values
    if faults:
        raise BadInputError(faults)
    return result


def as_state(cell: str) -> str:
    """Converter: a Eurostat code from a code or an English name."""
    code = state_code(cell)
    if code is None:
        raise FaultyCellError(f"{cell!r} is not a known state", "a Eurostat code such as DE or EL, or an English name")
    return code


def as_name(cell: str) -> str:
    """Converter: any name, not empty."""
    if not cell:
        raise FaultyCellError("is empty", "a name")
    return cell


def as_number(cell: str) -> Fraction:
    """Converter: an exact number, 0 or more. Decimal points only; no NaN, no infinity, no thousands separators."""
    if "," in cell:
        raise FaultyCellError(f"{cell!r} has a comma", "a number with a decimal point and no separators")
    try:
        number = Decimal(cell if cell.isascii() and "_" not in cell else "no")  # Decimal reads 1_000 too
    except InvalidOperation:
        raise FaultyCellError(f"{cell!r} is not a number" if cell else "is empty", "a number, 0 or more") from None
    if not number.is_finite():
        raise FaultyCellError(f"{cell!r} is not a finite number", "a number, 0 or more")
    if number < 0:
        raise FaultyCellError(f"{cell!r} is negative", "a number, 0 or more")
    if number > LARGEST or (number and number.adjusted() < -30):
        raise FaultyCellError(f"{cell!r} is out of range", "a number between 1e-30 and 1e18, or 0")
    return Fraction(number)


def as_positive(cell: str) -> Fraction:
    """Converter: like :func:`as_number`, above 0."""
    number = as_number(cell)
    if not number:
        raise FaultyCellError(f"{cell!r} is zero", "a number above 0")
    return number


def as_count(cell: str) -> int:
    """Converter: a whole number, 0 or more."""
    number = as_number(cell)
    if number.denominator != 1:
        raise FaultyCellError(f"{cell!r} is not whole", "a whole number, 0 or more")
    return int(number)


def as_flag(cell: str) -> bool:
    """Converter: 0 or 1."""
    if cell not in {"0", "1"}:
        raise FaultyCellError(f"{cell!r} is neither 0 nor 1", "0 or 1")
    return cell == "1"


def read_mapping(path: str | Path) -> dict[str, Any]:
    """A YAML file that holds one mapping."""
    name, text = str(path), read_text(path)
    try:
        loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadInputError(
            [Fault(name, line, "yaml", f"is broken ({getattr(error, 'problem', None) or 'not YAML'})", "valid YAML")]
        ) from None
    except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError):
        # PyYAML lets the errors of its own converters through: 2026-13-45, 0x, !!int x
        raise _whole(name, "holds a date, a number or a tag that cannot be read", "valid YAML") from None
    if not isinstance(loaded, dict):
        raise _whole(name, "does not hold a mapping", "lines of the form NAME: value")
    return loaded
