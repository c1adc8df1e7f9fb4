"""The annex of a Council act on the solidarity pool (AMMR 57(1)), read row by row: nothing dropped, nothing guessed.

:func:`read_annex` reads the file; :mod:`fairshare.figures.annex.checks` holds it against the rules and
:mod:`fairshare.figures.annex.events` turns it into the events of a cycle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.annex.columns import CONCEPTS
from fairshare.figures.annex.files import read_document
from fairshare.figures.annex.grids import Document, Grid
from fairshare.figures.annex.model import Annex, Hints, RowRead, TableRead
from fairshare.figures.annex.rows import read_grid

NO_HINTS: Final = Hints()
FEWEST_STATES: Final = 3  # a table with fewer names of states is not taken for an annex unless the user names it


def read_annex(path: str | Path, hints: Hints = NO_HINTS) -> Annex:
    """Read a file: a saved page (HTML, MHTML), a pasted table, CSV or XLSX, in any official language.

    Raises :class:`~fairshare.faults.BadInputError` where no table can be chosen at all (missing, binary or empty file,
    no table that names states, several that do). What was not understood in the table is in :attr:`Annex.faults`."""
    _require_sense(hints)
    return understand(read_document(path), str(path), hints)


def understand(document: Document, name: str, hints: Hints = NO_HINTS) -> Annex:
    """The annex in a document's tables; like :func:`read_annex` without the file."""
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
