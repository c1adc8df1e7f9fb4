"""Answers about responsibility as a Parquet file: one row a case, in constant memory; and what could not be used.

Columns: ``case``, ``responsible``, ``basis``, ``status``, ``human``, ``next_actor``, ``next_act``, ``next_due``,
``flags`` and, where asked for, ``chain``. Words are dictionaries in the file, so that ten million rows stay small.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairshare.figures.chain_cells import LINK, chain_cells
from fairshare.figures.flat_cells import CellFault
from fairshare.figures.whole_files import whole_file
from fairshare.law.responsibility.answers import ACTS, STATUSES, Answers
from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.codes import STATES, Array
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.flat import column_of, to_flat, words_of
from fairshare.law.responsibility.table import CODE, COUNT, DAY, STATE, STATE_SET, TRUTH
from fairshare.law.responsibility.trace import REASONS, Step

_WORD: Final = pa.dictionary(pa.int16(), pa.string())
SCHEMA: Final = pa.schema(
    {
        "case": pa.string(),
        "responsible": _WORD,
        "basis": _WORD,
        "status": _WORD,
        "human": pa.bool_(),
        "next_actor": _WORD,
        "next_act": _WORD,
        "next_due": pa.date32(),
        "flags": _WORD,
    }
)
"""The columns of a file of answers; ``flags`` are divided by blanks."""
CHAIN: Final = pa.field("chain", pa.list_(LINK))
FAULT_COLUMNS: Final = ("row", "case", "field", "problem", "expected")


def answer_table(answers: Answers, ids: pa.Array, chain: bool) -> pa.Table:
    """The answers as Arrow columns, one row a case."""
    columns = [
        ids,
        _words(answers.responsible, STATES),
        _words(answers.basis, [reason.rule for reason in REASONS]),
        _words(answers.status, STATUSES),
        pa.array(answers.human),
        _words(answers.next_actor, STATES),
        _words(answers.next_act, ACTS),
        pa.array(answers.next_due, mask=answers.next_due == NO_DAY).cast(pa.date32()),
        _flags(answers.trace, answers.cases.table.rows).take(pa.array(answers.row)),
    ]
    table = pa.Table.from_arrays(columns, schema=SCHEMA)
    if chain:
        told = chain_cells(answers.trace, answers.cases.table.rows).take(pa.array(answers.row))
        table = table.append_column(CHAIN, told)
    return table


def _words(codes: Array, words: Sequence[str]) -> pa.DictionaryArray:
    """The words of the codes, each different word once; none for a code below zero."""
    places = {word: place for place, word in enumerate(dict.fromkeys(words))}
    place = np.array([places[word] for word in words] + [-1], np.int16)[codes]
    return pa.DictionaryArray.from_arrays(pa.array(place, mask=place < 0), pa.array(list(places), pa.string()))


def _flags(trace: Sequence[Step], rows: int) -> pa.DictionaryArray:
    """The contested readings on which each row's chain rests, in the order of the alphabet."""
    names = sorted({flag for reason in REASONS for flag in reason.flags})
    masks = np.array([sum(1 << names.index(flag) for flag in reason.flags) for reason in REASONS] + [0], np.int64)
    found = np.zeros(rows, np.int64)
    for step in trace:
        found[slice(None) if step.rows is None else step.rows] |= masks[step.why]
    different, place = np.unique(found, return_inverse=True)
    texts = [" ".join(name for bit, name in enumerate(names) if mask >> bit & 1) for mask in different.tolist()]
    return pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int16)), pa.array(texts, pa.string()))


class AnswerFile:
    """A file of answers, with its side file of what could not be used. Both are there whole, or not at all.

    The side file ``NAME.faults.csv`` is written only where there are faults; one of an earlier run is taken away."""

    def __init__(self, path: str, chain: bool) -> None:
        self._path = path
        self.side = Path(path).with_suffix(".faults.csv")
        self._schema = SCHEMA.append(CHAIN) if chain else SCHEMA
        self._stack = ExitStack()
        self._faults: Any = None
        self.answered = 0
        self.refused = 0

    def __enter__(self) -> AnswerFile:
        part = self._stack.enter_context(whole_file(self._path, "--out"))
        self._writer = self._stack.enter_context(
            pq.ParquetWriter(part, self._schema, compression="zstd", use_dictionary=True)
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if kind is None and not self.refused:
            self.side.unlink(missing_ok=True)

    def write(self, table: pa.Table | None, faults: Iterable[CellFault]) -> None:
        """Add answers, and what could not be used."""
        if table is not None:
            self._writer.write_table(table)
            self.answered += table.num_rows
        for fault in faults:
            if self._faults is None:
                self._faults = self._begin_side_file()
            self._faults.writerow((fault.row, fault.case, fault.field, fault.problem, fault.expected))
            self.refused += 1

    def _begin_side_file(self) -> Any:
        part = self._stack.enter_context(whole_file(self.side, "--out"))
        stream: IO[str] = self._stack.enter_context(part.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(FAULT_COLUMNS)
        return writer


def write_flat(path: str, cases: Cases) -> None:
    """Write cases as a flat table; :class:`~fairshare.figures.flat_cases.FlatFile` reads it back."""
    columns = to_flat(cases)
    fields = [pa.field(name, _flat_type(name)) for name in columns]
    with whole_file(path, "--flat") as part:
        pq.write_table(pa.Table.from_pydict(columns, schema=pa.schema(fields)), part, compression="zstd")


def _flat_type(name: str) -> pa.DataType:
    column = column_of(name)
    if column is None or words_of(column) is not None:
        return pa.string()
    return _FLAT_TYPES[column.kind]


_FLAT_TYPES: Final = {
    DAY: pa.date32(),
    STATE: pa.string(),
    STATE_SET: pa.string(),
    TRUTH: pa.bool_(),
    CODE: pa.int8(),
    COUNT: pa.int32(),
}
