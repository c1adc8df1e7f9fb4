"""A folder of answers read back: who goes where, and what the document of the run says about it.

What cannot be read is bad input. What can be read and is wrong (an unknown case, a state that is none, a price below 0)
is not: it is for the check to find.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import numpy as np

from fairshare.faults import BadInputError, Fault
from fairshare.figures.match_answers import ASSIGNMENTS, MANIFEST, RESULT
from fairshare.figures.match_cells import Cells, Floats, Ints
from fairshare.figures.match_columns import rows_of
from fairshare.figures.match_tables import Layout, read_table
from fairshare.figures.tables import read_text

if TYPE_CHECKING:
    import polars as pl

_ASSIGNMENT: Final = Layout(("case", "state", "value", "link", "reason"), numbers=("value", "link"))
UNKNOWN: Final = -2
"""Stands for a state that the reader does not know."""


@dataclass(frozen=True)
class Answered:
    """An assignment by case (n), in the order of the cases that were given.

    ``state`` counts by ``states``, -1 for no placement (or no row), -2 for a word that is no state. ``missing`` and
    ``repeated`` are rows among the cases, ``unknown`` the case numbers that no case has."""

    file: str
    sha256: str
    state: Ints
    value: Floats
    link: Floats
    states: tuple[str, ...]
    missing: Ints
    repeated: Ints
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """The document of a run. Figures are ``None``, and mappings empty, where it does not say."""

    file: str
    mechanism: str
    objective: float
    counts: Mapping[str, int]
    bound: float | None = None
    gap: float | None = None
    bound_by: str = ""
    prices: Mapping[str, float] = field(default_factory=dict)
    usable: Mapping[str, int] = field(default_factory=dict)


def read_assignment(folder: str | Path, ids: pl.Series, states: tuple[str, ...]) -> Answered:
    """The assignment of a folder, for the cases ``ids`` and a known set of states.

    Raises :class:`~fairshare.faults.BadInputError` for a folder with none or two of them, or cells that are no
    numbers."""
    found = [path for path in (Path(folder) / name for name in ASSIGNMENTS) if path.is_file()]
    if len(found) != 1:
        raise _wrong(str(folder), "folder", f"has {len(found)} assignments", "one of " + " and ".join(ASSIGNMENTS))
    table = read_table(found[0], _ASSIGNMENT)
    cells = Cells(table)
    named = cells.named("case")
    value, link = cells.real("value"), cells.real("link")
    if cells.faults():
        raise BadInputError(cells.faults())
    code, words = cells.codes("state")
    numbers = [states.index(word) if word in states else UNKNOWN for word in words]
    row = np.arange(len(ids)) if named.equals(ids, null_equal=False) else rows_of(named, ids)
    known = row >= 0
    times = np.bincount(row[known], minlength=len(ids))
    state, values, links = np.full(len(ids), -1), np.zeros(len(ids)), np.zeros(len(ids))
    state[row[known]] = np.array([*numbers, -1], np.int64)[code][known]
    values[row[known]], links[row[known]] = value[known], link[known]
    unknown = tuple(named.filter(~known).head(50).to_list())
    missing, repeated = np.flatnonzero(times == 0), np.flatnonzero(times > 1)
    return Answered(table.name, table.sha256, state, values, links, states, missing, repeated, unknown)


def read_result(folder: str | Path) -> Said:
    """The document of a folder. Raises :class:`~fairshare.faults.BadInputError` for figures that cannot be used."""
    path = str(Path(folder) / RESULT)
    reading = _Reading(path, _document(path))
    counts = {
        name: count
        for name in ("placed_cases", "placed_persons", "linked_honoured", "vulnerable_placed_persons")
        if (count := reading.count(name, optional=name == "vulnerable_placed_persons")) is not None
    }
    mechanism = reading.text("mechanism")
    without_proof = bool(mechanism) and "prices" not in reading.document
    said = Said(
        path,
        mechanism,
        reading.number("objective") or 0.0,
        counts,
        reading.number("bound", optional=without_proof),
        reading.number("gap", optional=without_proof),
        reading.text("bound_by"),
        {name: float(price) for name, price in reading.table("prices", optional=without_proof).items()},
        {name: int(places) for name, places in reading.table("usable", optional=True).items()},
    )
    if reading.faults:
        raise BadInputError(reading.faults)
    return said


@dataclass(frozen=True)
class Run:
    """What a manifest says: the SHA-256 of ``inputs`` (by option) and ``outputs`` (by name), and the policy as text."""

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    policy: Mapping[str, Any]


def read_manifest(folder: str | Path) -> Run | None:
    """The manifest of a folder, ``None`` if there is none. Raises :class:`~fairshare.faults.BadInputError`."""
    path = Path(folder) / MANIFEST
    if not path.is_file():
        return None
    document = _document(str(path))
    for part in ("inputs", "outputs", "policy"):
        if not isinstance(document.get(part), dict):
            raise _wrong(str(path), part, "is missing or is no mapping", "what `fairshare match` wrote")
    inputs = {
        name: str(one.get("sha256") if isinstance(one, dict) else one) for name, one in document["inputs"].items()
    }
    return Run(inputs, {name: str(one) for name, one in document["outputs"].items()}, document["policy"])


def _wrong(file: str, name: str, problem: str, expected: str) -> BadInputError:
    return BadInputError([Fault(file, 1, name, problem, expected)])


def _document(path: str) -> dict[str, Any]:
    """A JSON object; NaN and infinity are no JSON."""

    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is no number")

    try:
        document = json.loads(read_text(path), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadInputError):
            raise
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise BadInputError([Fault(path, line, "json", f"is broken ({error})", "one JSON document")]) from None
    if not isinstance(document, dict):
        raise _wrong(path, "json", "is no object", "the document of `fairshare match`")
    return document


class _Reading:
    """The figures of one document; what is wrong is collected on the way."""

    def __init__(self, file: str, document: Mapping[str, Any]) -> None:
        self.file, self.document = file, document
        self.faults: list[Fault] = []

    def number(self, name: str, *, optional: bool = False) -> float | None:
        """A finite number, or the text of one."""
        if optional and self.document.get(name) is None:
            return None
        found = _decimal(self.document.get(name))
        if found is None:
            self._fault(name, self.document.get(name), "a number")
        return None if found is None else float(found)

    def count(self, name: str, *, optional: bool = False) -> int | None:
        """A whole number."""
        given = self.document.get(name)
        if optional and given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, int):
            self._fault(name, given, "a whole number")
            return None
        return given

    def text(self, name: str) -> str:
        """Any text; none is ``""``."""
        given = self.document.get(name)
        return given if isinstance(given, str) else ""

    def table(self, name: str, *, optional: bool = False) -> dict[str, Decimal]:
        """Finite numbers by name."""
        given = self.document.get(name)
        if optional and given is None:
            return {}
        if not isinstance(given, dict):
            self._fault(name, given, "a number for each row of quotas")
            return {}
        found = {row: _decimal(value) for row, value in given.items()}
        for row, value in found.items():
            if value is None:
                self._fault(f"{name}.{row}", given[row], "a number")
        return {row: value for row, value in found.items() if value is not None}

    def _fault(self, name: str, given: object, expected: str) -> None:
        problem = "is missing" if given is None else f"{str(given)[:60]!r} cannot be used"
        self.faults.append(Fault(self.file, 1, name, problem, expected))


def _decimal(given: object) -> Decimal | None:
    """A finite number of a document, not so large that a float could not hold it."""
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 300 else None
