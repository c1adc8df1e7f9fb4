"""The annex of a Council act on the solidarity pool (AMMR 57(1)), read row by row: nothing dropped, nothing guessed.

:func:`read_annex` reads the file; :mod:`fairshare.figures.annex.checks` holds it against the rules and
:mod:`fairshare.figures.annex.events` turns it into the events of a cycle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.annex.columns import CONCEPTS, Column, Scale
from fairshare.figures.annex.files import read_document
from fairshare.figures.annex.grids import Document, Grid
from fairshare.figures.annex.names import Language, StateName, fold, name_of

FEWEST_STATES: Final = 3  # a table with fewer names of states is not taken for an annex unless the user names it


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user says about the page, over what the program would tell by itself.

    ``columns`` maps a table's number (0: the only one) to ``{column number: concept}``; ``decimal`` is a comma or a
    point; ``share_scale`` 100 (per cent) or 1; ``names`` maps texts of the state column to Eurostat codes;
    ``accept_unread`` lets rows, columns and cells that are not understood stand as the report tells them, and makes
    no faults of them."""

    tables: tuple[int, ...] = ()
    columns: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    decimal: str = ""
    share_scale: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    accept_unread: bool = False
    scale: Scale = field(default_factory=Scale)

    def name_of(self, text: str) -> StateName | None:
        """The state that a cell names, the user's word first."""
        own = {fold(name): code for name, code in self.names.items()}
        return StateName(own[fold(text)]) if fold(text) in own else name_of(text)


@dataclass(frozen=True, slots=True)
class CellRead:
    """One non-empty cell: where, the text, what it is held to be, its value or ``None``, and how it was read.

    ``status`` is ``read``, ``nothing`` (a dash), ``text`` or ``not understood``. Shares are fractions of 1, money is
    EUR; ``step`` is what one unit of the last printed digit is worth."""

    column: int
    text: str
    concept: str = ""
    value: Decimal | None = None
    status: str = "text"
    step: Decimal = Decimal(0)
    problem: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row: ``status`` is ``read``, ``header``, ``total``, ``note`` or ``not understood``."""

    table: int
    row: int
    line: int
    status: str
    text: str
    state: str = ""
    marks: tuple[str, ...] = ()
    cells: tuple[CellRead, ...] = ()

    def cell(self, concept: str) -> CellRead | None:
        """The row's cell of a concept."""
        return next((cell for cell in self.cells if cell.concept == concept), None)

    def value(self, concept: str) -> Decimal | None:
        """The row's value of a concept, ``None`` where nothing is stated."""
        cell = self.cell(concept)
        return cell.value if cell else None


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table of the file: its rows and states; if it was read, its columns, language and decimal mark."""

    number: int
    name: str
    rows: int
    states: int
    read: bool = False
    language: Language = field(default_factory=lambda: Language((), 0, 0))
    decimal: str = ""
    decimal_by: str = ""
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex as read. ``faults`` stand in the way of events; ``accepted`` are those that the user let stand."""

    file: str
    kind: str
    encoding: str
    title: str
    tables: tuple[TableRead, ...]
    rows: tuple[RowRead, ...]
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    accepted: tuple[Fault, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """The states in the order of the page."""
        return tuple(dict.fromkeys(row.state for row in self.rows if row.status == "read"))

    def cell(self, state: str, concept: str) -> CellRead | None:
        """A state's cell of a concept, from whichever table has it."""
        return next((c for row in self.rows if row.state == state and (c := row.cell(concept)) is not None), None)

    def value(self, state: str, concept: str) -> Decimal | None:
        """A state's value of a concept, ``None`` where nothing is stated."""
        cell = self.cell(state, concept)
        return cell.value if cell else None

    def figures(self, concept: str) -> dict[str, Fraction]:
        """Every state's value of a concept where one is stated, as exact fractions."""
        return {s: Fraction(v) for s in self.states if (v := self.value(s, concept)) is not None}

    def has(self, concept: str) -> bool:
        """Whether a table has a column of the concept."""
        return any(column.concept == concept for table in self.tables for column in table.columns)

    def row_of(self, state: str) -> RowRead:
        """The first row of a state."""
        return next(row for row in self.rows if row.state == state)


def read_annex(path: str | Path, hints: Hints = Hints()) -> Annex:
    """Read a file: a saved page (HTML, MHTML), a pasted table, CSV or XLSX, in any official language.

    Raises :class:`~fairshare.faults.BadInputError` where no table can be chosen at all (missing, binary or empty file,
    no table that names states, several that do). What was not understood in the table is in :attr:`Annex.faults`."""
    _require_sense(hints)
    return understand(read_document(path), str(path), hints)


def understand(document: Document, name: str, hints: Hints = Hints()) -> Annex:
    """The annex in a document's tables; like :func:`read_annex` without the file."""
    from fairshare.figures.annex.rows import read_grid

    counts = {grid.number: states_in(grid, hints) for grid in document.grids}
    chosen = _chosen(document, counts, name, hints)
    strange = set(hints.columns) - set(chosen) - {0}
    if strange:
        raise bad_argument("--columns", f"table {min(strange)} is not read", ", ".join(map(str, chosen)))
    parts = {grid.number: read_grid(grid, name, hints) for grid in document.grids if grid.number in chosen}
    tables = tuple(
        parts[grid.number].table
        if grid.number in parts
        else TableRead(grid.number, grid.name, len(grid.rows), counts[grid.number])
        for grid in document.grids
    )
    rows = tuple(row for part in parts.values() for row in part.rows)
    faults = [fault for part in parts.values() for fault in part.faults] + _contradictions(rows, name)
    unread = [fault for part in parts.values() for fault in part.unread]
    kept, accepted = ([], unread) if hints.accept_unread else (unread, [])
    return Annex(
        name,
        document.kind,
        document.encoding,
        document.title,
        tables,
        rows,
        document.notes,
        tuple(sorted(faults + kept)),
        tuple(sorted(accepted)),
    )


def states_in(grid: Grid, hints: Hints) -> int:
    """How many states one column of a table names, at most."""
    return max(
        (
            len(
                {
                    n.state
                    for row in grid.rows
                    if column < len(row.cells) and (n := hints.name_of(row.cells[column].text))
                }
            )
            for column in range(grid.width)
        ),
        default=0,
    )


def _chosen(document: Document, counts: Mapping[int, int], name: str, hints: Hints) -> tuple[int, ...]:
    """The tables to read: those that the user names, else the only one that names states."""
    listed = ", ".join(f"table {n} ({count} states)" for n, count in counts.items() if count >= FEWEST_STATES)
    if hints.tables:
        missing = [n for n in hints.tables if not counts.get(n)]
        if missing:
            problem = (
                f"table {missing[0]} names no state" if missing[0] in counts else f"there is no table {missing[0]}"
            )
            raise BadInputError([Fault(name, 1, "--table", problem, listed or "a table that names states")])
        return hints.tables
    candidates = tuple(n for n, count in counts.items() if count >= FEWEST_STATES)
    if not candidates:
        problem = (
            f"has {len(counts)} table{'s' * (len(counts) != 1)} and none that names {FEWEST_STATES} or more states"
        )
        raise BadInputError([Fault(name, 1, "table", problem, "the annex, with one state a row")])
    if len(candidates) > 1:
        tables = ",".join(map(str, candidates))
        expected = f"--table with the number of one, or --table {tables} to read them together"
        raise BadInputError([Fault(name, 1, "table", f"several tables name states: {listed}", expected)])
    return candidates


def _contradictions(rows: Sequence[RowRead], name: str) -> list[Fault]:
    """Tables read together must not say two things of one state (twice in one table is a fault of its own)."""
    first: dict[tuple[str, str], tuple[RowRead, Decimal]] = {}
    faults = []
    for row in rows:
        for cell in row.cells:
            if row.status != "read" or cell.value is None or cell.concept in {"row_number", "skip"}:
                continue
            before, value = first.setdefault((row.state, cell.concept), (row, cell.value))
            if value != cell.value and before.table != row.table:
                problem = f"{cell.text!r} for {row.state} is not what line {before.line} says"
                faults.append(Fault(name, row.line, cell.concept, problem, "one figure for each state"))
    return faults


def _require_sense(hints: Hints) -> None:
    if hints.decimal not in {"", ",", "."}:
        raise bad_argument("--decimal", f"{hints.decimal!r} is no decimal mark", "',' or '.'")
    for columns in hints.columns.values():
        for number, concept in columns.items():
            if concept not in CONCEPTS or number < 1:
                raise bad_argument(
                    "--columns", f"{concept}={number} is unknown", "one of " + ", ".join(CONCEPTS) + " = 1, 2, …"
                )
