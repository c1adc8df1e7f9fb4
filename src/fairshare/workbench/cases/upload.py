"""A table of new cases from a file: CSV with commas or semicolons, every fault told by line, nothing kept of the file.

Columns: ``case`` (a number of the file's own, to tell the lines apart; it is not kept), ``persons``, and any of
``present_in``, ``vulnerable``, ``kind``, ``nationality``, ``granted``, ``consent``, ``security``, ``family``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from fairshare.faults import BadInputError, Fault
from fairshare.workbench.cases.forms import MOST_CASES, NewCase

NEEDED: Final = ("case", "persons")
COLUMNS: Final = (*NEEDED, "present_in", *(name for name in NewCase.model_fields if name != "persons"))
MOST_BYTES: Final = 4_000_000
MOST_FAULTS: Final = 50
FILE: Final = "cases.csv"
_LABEL: Final = re.compile(r"[0-9A-Za-z_-]{1,20}")


@dataclass(frozen=True, slots=True)
class Upload:
    """The rows of a file as the action takes them, with the file's own numbers and lines."""

    labels: tuple[str, ...]
    lines: tuple[int, ...]
    cases: tuple[dict[str, str], ...]

    def faults(self, problems: Iterable[tuple[str, str]]) -> list[Fault]:
        """The problems of an action's form, at the lines they come from: one a line, the first."""
        found: dict[int, Fault] = {}
        for place, text in problems:
            parts = place.split(".")
            row = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else -1
            line = self.lines[row] if row >= 0 else 1
            found.setdefault(line, Fault(FILE, line, parts[2] if len(parts) > 2 else "case", text))
        return [found[line] for line in sorted(found)]


def read_upload(raw: bytes, state: str) -> Upload:
    """The cases of a file for the state that uploads it. Raises :class:`BadInputError` with one fault a line."""
    reader = csv.reader(StringIO(_text(raw), newline=""), delimiter=_delimiter(raw), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(header)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadInputError([Fault(FILE, reader.line_num or 1, "file", f"is no CSV: {error}")]) from None
    if not 0 < len(rows) <= MOST_CASES:
        raise BadInputError([Fault(FILE, 1, "file", f"has {len(rows):,} cases", f"1 to {MOST_CASES:,}")])
    faults, seen = list[Fault](), dict[str, int]()
    cases = [_case(line, row, header, state, seen, faults) for line, row in rows]
    if faults:
        raise BadInputError(faults[:MOST_FAULTS])
    return Upload(tuple(seen), tuple(line for line, _ in rows), tuple(cases))


def _text(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise BadInputError([Fault(FILE, 1, "file", "is too large", f"{MOST_BYTES // 1_000_000} MB at most")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInputError([Fault(FILE, line, "file", "is not UTF-8", "a CSV saved as UTF-8")]) from None


def _delimiter(raw: bytes) -> str:
    header = raw.split(b"\n", 1)[0]
    return ";" if header.count(b";") > header.count(b",") else ","


def _check_header(header: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing or unknown or len(set(header)) < len(header):
        problem = f"lacks {', '.join(missing)}" if missing else "has a column that is unknown or stands there twice"
        raise BadInputError([Fault(FILE, 1, "header", problem, ", ".join(COLUMNS))])


def _case(
    line: int, row: Sequence[str], header: Sequence[str], state: str, seen: dict[str, int], faults: list[Fault]
) -> dict[str, str]:
    """One row as the action takes it. What is wrong is added to ``faults``, the first problem of the line."""
    cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
    label = cells.pop("case", "")
    problem = _problem(label, row, header, cells, state, seen)
    if problem is not None:
        faults.append(Fault(FILE, line, *problem))
    seen.setdefault(label, line)
    cells.pop("present_in", None)
    return {name: value for name, value in cells.items() if value}


def _problem(
    label: str, row: Sequence[str], header: Sequence[str], cells: Mapping[str, str], state: str, seen: Mapping[str, int]
) -> tuple[str, str, str] | None:
    if len(row) != len(header):
        return "line", f"has {len(row)} cells", f"{len(header)}, as the header"
    if not _LABEL.fullmatch(label):
        return "case", "is no number of a case", "1 to 20 letters, digits, - or _; never a name"
    if label in seen:
        return "case", f"stands on line {seen[label]} already", "each once"
    if cells.get("present_in", state) not in {state, ""}:
        return "present_in", "is another state", f"{state}, or no such column"
    return None


def answer(upload: Upload, publics: Sequence[str]) -> list[dict[str, Any]]:
    """Which pseudonym each line got: for the state's own files, for it is not kept here."""
    return [{"case": label, "pseudonym": public} for label, public in zip(upload.labels, publics, strict=True)]
