"""What is wrong with the rows that were read: faults that last, and faults that a user may let pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairshare.faults import Fault
from fairshare.figures.annex.columns import Column
from fairshare.figures.annex.model import RowRead
from fairshare.states import PART_IV


def lasting(rows: Sequence[RowRead], file: str) -> Iterator[Fault]:
    """A state that stands twice, and a cell beside it that names another."""
    seen: dict[str, int] = {}
    for row in (r for r in rows if r.status == "read"):
        if row.state in seen:
            problem = f"{row.state} stands on line {seen[row.state]} already ({row.text!r})"
            yield Fault(file, row.line, "state", problem, "each state once")
        seen.setdefault(row.state, row.line)
        for cell in (c for c in row.cells if c.concept == "state" and c.problem):
            yield Fault(file, row.line, f"state (column {cell.column})", cell.problem, cell.expected)


def passing(rows: Sequence[RowRead], columns: Sequence[Column], file: str) -> Iterator[Fault]:
    """Rows, columns and cells that were not understood, and shares for which there is no event."""
    yield from _untold(rows, columns, file)
    for row in rows:
        if row.status == "not understood":
            expected = "a state (--name 'TEXT=CODE'), a total or a note"
            yield Fault(file, row.line, "row", f"{row.text!r} is not understood", expected)
        for cell in row.cells:
            if cell.status == "not understood" and cell.concept:
                where = f"{row.state or 'total'} {cell.concept} (column {cell.column})"
                yield Fault(file, row.line, where, cell.problem, cell.expected)
            elif cell.concept in {"share", "units", "eur"} and cell.value and row.state and row.state not in PART_IV:
                problem = f"{row.state} is outside the key and has a share"
                yield Fault(file, row.line, f"{row.state} {cell.concept}", problem, "no share, or 0")


def _untold(rows: Sequence[RowRead], columns: Sequence[Column], file: str) -> Iterator[Fault]:
    """Columns with content that cannot be told: each once, on the line where its content begins."""
    lines: dict[int, int] = {}
    for row in rows:
        for cell in row.cells:
            if cell.status == "not understood" and not cell.concept:
                lines.setdefault(cell.column, row.line)
    for number, line in lines.items():
        problem = f"what it holds cannot be told from its header {columns[number - 1].header!r} and its figures"
        expected = f"--columns CONCEPT={number} (share, units, eur, relocation, financial, alternative, …, skip)"
        yield Fault(file, line, f"column {number}", problem, expected)
