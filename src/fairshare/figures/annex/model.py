"""What an annex is once it is read: tables, rows and cells with their places, and what the user says about the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from fairshare.faults import Fault
from fairshare.figures.annex.columns import Column, Scale
from fairshare.figures.annex.names import Language, StateName, fold, name_of


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
