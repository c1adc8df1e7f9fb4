"""The flat case table: a Parquet file with one row for each person of a case, read in chunks of constant size.

Its columns are declared by :mod:`fairshare.law.responsibility.table`. A chunk ends where a case ends, so that the rows
of one case are answered together. Rows with a fault are left out with the whole of their case, and told.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fairshare.faults import BadInputError, Fault
from fairshare.figures.case_files import STDIN, shown
from fairshare.figures.flat_cells import EXPECTED, CellFault, ColumnTypeError, Unread, is_words, read_cells
from fairshare.law.responsibility.flat import (
    CASE,
    CHOICES,
    PERSON,
    REQUIRED,
    column_of,
    flat_columns,
    is_text,
    words_of,
)
from fairshare.law.responsibility.notation import choices

if TYPE_CHECKING:
    from fairshare.law.responsibility.codes import Array, Bool, Days

CHUNK: Final = 65_536
"""Rows that are read and answered at a time."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of whole cases. ``case`` gives the place of each row's case in ``ids``; ``rows`` counts from 1.

    ``columns`` holds the numbers of the engine by the name of the flat column."""

    ids: pa.Array
    case: Days
    persons: pa.Array | None
    rows: Array
    columns: Mapping[str, Array]
    texts: Mapping[str, pa.Array] = field(default_factory=dict)
    faults: tuple[CellFault, ...] = field(default=())

    @property
    def given(self) -> dict[str, Any]:
        """Every column as the engine takes it."""
        return dict(self.columns) | {name: texts.to_pylist() for name, texts in self.texts.items()}

    def name(self, row: int) -> str:
        """The id of the case of a row of the chunk, counted from 0; empty where there is none."""
        return self.ids[int(self.case[row])].as_py() or ""

    def without(self, faults: Iterable[CellFault]) -> Chunk:
        """The chunk without the cases that have one of the faults, which are told."""
        told = tuple(sorted(faults))
        if not told:
            return self
        bad = np.unique(self.case[np.searchsorted(self.rows, [fault.row for fault in told])])
        keep: Bool = ~np.isin(self.case, bad)
        left = np.delete(np.arange(len(self.ids)), bad)
        place = np.zeros(len(self.ids), np.int32)
        place[left] = np.arange(left.size, dtype=np.int32)
        return replace(
            self,
            ids=self.ids.take(pa.array(left)),
            case=place[self.case[keep]],
            persons=None if self.persons is None else self.persons.filter(pa.array(keep)),
            rows=self.rows[keep],
            columns={name: column[keep] for name, column in self.columns.items()},
            texts={name: texts.filter(pa.array(keep)) for name, texts in self.texts.items()},
            faults=self.faults + told,
        )


@dataclass(frozen=True, slots=True)
class RawChunk:
    """Rows of whole cases as they stand in the file; :meth:`read` makes numbers of them, wherever that is to run."""

    table: pa.Table
    row: int
    file: FlatFile

    @property
    def size(self) -> int:
        """How many rows."""
        return int(self.table.num_rows)

    def read(self) -> Chunk:
        """The rows that can be read, and what is wrong with the others."""
        names = pa.concat_arrays(self.table[CASE].chunks)
        starts = _starts(names)
        persons = pa.concat_arrays(_names(self.table[PERSON]).chunks) if PERSON in self.table.column_names else None
        columns, unread = self.file.cells(self.table)
        chunk = Chunk(
            ids=names.take(pa.array(np.flatnonzero(starts))),
            case=(np.cumsum(starts) - 1).astype(np.int32),
            persons=persons,
            rows=np.arange(self.row, self.row + self.size),
            columns=columns,
            texts={name: pa.concat_arrays(_names(self.table[name]).chunks) for name in self.file.texts},
        )
        faults = [
            CellFault(int(chunk.rows[place]), chunk.name(place), name, f"{said!r} cannot be read", expected)
            for name, expected, cells in unread
            for place, said in zip(cells.places.tolist(), cells.said, strict=True)
        ]
        return chunk.without([*faults, *_case_faults(chunk, names), *_choice_faults(chunk)])


class FlatFile:
    """A Parquet file of cases. Opening it checks its columns, and reads no row.

    ``with_evidence`` reads the pieces of evidence too, which only an explanation needs."""

    def __init__(self, file: str, with_evidence: bool = False) -> None:
        """Raise :class:`~fairshare.faults.BadInputError` for a file or for columns that cannot be used."""
        self.name = shown(file)
        try:
            self._file = self._opened(file)
        except (OSError, pa.ArrowException) as error:
            problem = f"cannot be read as Parquet ({_first_line(error)})"
            raise self._fault("file", problem, "a whole Parquet file") from None
        schema = self._file.schema_arrow
        faults = list(self._column_faults(schema))
        if faults:
            raise BadInputError(faults)
        self._columns = {name: column for name in schema.names if (column := column_of(name)) is not None}
        texts = [name for name in schema.names if is_text(name) and name not in {CASE, PERSON}]
        self.texts = [name for name in texts if with_evidence or name == CHOICES]
        self._wanted = [
            name for name in schema.names if name in self._columns or name not in texts or name in self.texts
        ]
        self.rows = int(self._file.metadata.num_rows)

    def _opened(self, file: str) -> pq.ParquetFile:
        source: Any = pa.BufferReader(sys.stdin.buffer.read()) if file == STDIN else file
        schema = pq.read_schema(source)
        worded = [one.name for one in schema if is_words(one.type) and not is_text(one.name)]
        return pq.ParquetFile(source, read_dictionary=worded)

    def _fault(self, name: str, problem: str, expected: str) -> BadInputError:
        return BadInputError([Fault(self.name, 1, name, problem, expected)])

    def _column_faults(self, schema: pa.Schema) -> Iterator[Fault]:
        """Columns that are not known, are missing, stand twice or hold no text where a text is meant."""
        names = list(schema.names)
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                yield Fault(self.name, 1, name, "column stands twice", "each column once")
            elif not is_text(name) and column_of(name) is None:
                yield Fault(self.name, 1, name, "is no column of the flat case table", _nearest(name))
            elif is_text(name) and not _can_name(schema.field(name).type):
                yield Fault(self.name, 1, name, f"holds {schema.field(name).type}", "text")
        for name in REQUIRED:
            if name not in names:
                yield Fault(self.name, 1, name, "column is missing", "it in every table of cases")

    def chunks(self, size: int = CHUNK) -> Iterator[RawChunk]:
        """The rows in their order, about ``size`` at a time; the rows of a case are never divided."""
        held: pa.Table | None = None
        row, left = 1, self.rows
        for table in self._batches(size):
            left -= table.num_rows
            whole = table if held is None else pa.concat_tables([held, table])
            last = _last_case(whole[CASE])
            if whole.num_rows - last > size:
                raise self._fault(CASE, f"one case has more than {size:,} rows", "the persons of one case")
            end = last if left else whole.num_rows  # at the end of the file the last case is whole
            held = whole.slice(end)
            if end:
                yield RawChunk(whole.slice(0, end), row, self)
                row += end

    def _batches(self, size: int) -> Iterator[pa.Table]:
        try:
            for batch in self._file.iter_batches(size, columns=self._wanted):
                table = pa.Table.from_batches([batch])
                if table.num_rows:
                    yield table.set_column(table.column_names.index(CASE), CASE, _names(table[CASE]))
        except (OSError, pa.ArrowException) as error:
            raise self._fault("file", f"is broken ({_first_line(error)})", "a whole Parquet file") from None

    def cells(self, table: pa.Table) -> tuple[dict[str, Array], list[tuple[str, str, Unread]]]:
        """The numbers of each column, and its name, what it should hold and the cells that cannot be read."""
        columns: dict[str, Array] = {}
        faults: list[tuple[str, str, Unread]] = []
        for name, column in self._columns.items():
            words = words_of(column)
            expected = EXPECTED[column.kind] if words is None else "one of " + ", ".join(words)
            try:
                columns[name], unread = read_cells(table[name], column, words)
            except ColumnTypeError:
                raise self._fault(name, f"holds {table[name].type}", expected) from None
            if unread is not None:
                faults.append((name, expected, unread))
        return columns, faults


def _case_faults(chunk: Chunk, names: pa.Array) -> Iterator[CellFault]:
    """Rows without an id, and cases whose rows stand apart (as far as one chunk shows it)."""
    nameless = pc.or_kleene(pc.is_null(names), pc.equal(names, "")).to_numpy(zero_copy_only=False)
    for place in np.flatnonzero(nameless.astype(np.bool_)).tolist():
        yield CellFault(int(chunk.rows[place]), "", CASE, "is empty", "the id of the case")
    coded = chunk.ids.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    again = np.delete(np.arange(coded.size), np.unique(coded, return_index=True)[1])
    for place in np.searchsorted(chunk.case, again[coded[again] >= 0]).tolist():
        problem = "stands in rows above already"
        yield CellFault(int(chunk.rows[place]), chunk.name(place), CASE, problem, "the rows of a case together")


def _choice_faults(chunk: Chunk) -> Iterator[CellFault]:
    """Choices that cannot be read; every different text is looked at once."""
    if CHOICES not in chunk.texts:
        return
    coded = chunk.texts[CHOICES].dictionary_encode()
    places = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    for number, text in enumerate(coded.dictionary.to_pylist()):
        for field_, problem, expected in _wrong_choices(text):
            for place in np.flatnonzero(places == number).tolist():
                yield CellFault(int(chunk.rows[place]), chunk.name(place), field_, problem, expected)


def _wrong_choices(text: str) -> list[tuple[str, str, str]]:
    problems: list[tuple[str, str, str]] = []
    try:
        given = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, dict):
        choices.read(given, problems)
    else:
        problems.append((CHOICES, f"{shorten(text, 60)!r} is no JSON object", 'such as {"regime": "dublin3"}'))
    return problems


def _can_name(kind: pa.DataType) -> bool:
    return is_words(kind) or bool(pa.types.is_integer(kind) or pa.types.is_null(kind))


def _names(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return cells.cast(pa.string())


def _starts(names: pa.Array) -> Bool:
    """Where a case begins: its id differs from the one above; a row without an id is a case of its own."""
    starts = np.ones(len(names), np.bool_)
    if len(names) > 1:
        same = pc.equal(names.slice(1), names.slice(0, len(names) - 1)).fill_null(False)
        starts[1:] = ~same.to_numpy(zero_copy_only=False)
    return starts


def _last_case(cells: pa.ChunkedArray) -> int:
    """The row with which the last case begins."""
    return int(np.flatnonzero(_starts(pa.concat_arrays(cells.chunks)))[-1])


def _nearest(name: str) -> str:
    near = get_close_matches(re.sub("_[0-9]+_", "_1_", name), [*flat_columns(), CASE, PERSON, CHOICES], n=1)
    return f"{near[0]}?" if near else "a column of the reference page on the flat case table"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
