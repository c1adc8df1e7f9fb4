"""``fairshare responsible --out``: the answers to millions of cases, chunk after chunk, in the order of the file."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import click

from fairshare.faults import BadInputError, Fault
from fairshare.figures.answer_files import AnswerFile, answer_table
from fairshare.figures.case_files import Document, Found, documents, is_parquet, shown
from fairshare.figures.flat_cases import Chunk, FlatFile
from fairshare.figures.flat_cells import CellFault
from fairshare.figures.whole_files import check_target
from fairshare.law.responsibility.answers import answer
from fairshare.law.responsibility.flat import from_flat, table_of
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.responsibility.notation.impossible import impossible

if TYPE_CHECKING:
    import pyarrow as pa

    from fairshare.law.responsibility.cases import Cases
    from fairshare.law.time_limits import HolidayCalendar

WORKERS: Final = 2
"""Chunks that are answered at the same time. The arithmetic runs outside Python's lock."""
DOCUMENTS: Final = 4_096
"""Cases of a JSON file that are read at a time."""
TOLD: Final = 20
"""Faults that are told one by one; the side file has them all."""

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the cases of a file that can be used, and what is wrong with the others."""

    cases: Cases | None
    ids: pa.Array
    faults: list[CellFault]


Reader: TypeAlias = Callable[[], Part]


def answer_to_file(file: str, out: str, *, chain: bool, chosen: Mapping[str, str], calendar: HolidayCalendar) -> None:
    """Answer every case that can be used; raise with a summary at the end where some cannot."""
    check_target(out, "--out", ".parquet", file)
    told: list[CellFault] = []
    source = _from_table(file, chosen) if is_parquet(file) else _from_json(file, chosen)

    def answered(item: tuple[int, Reader]) -> tuple[int, pa.Table | None, list[CellFault]]:
        size, read = item
        part = read()
        table = None if part.cases is None else answer_table(answer(part.cases, calendar), part.ids, chain)
        return size, table, part.faults

    with AnswerFile(out, chain) as answers, Progress(source.total, "rows" if source.total else "cases") as progress:
        for size, table, faults in in_order(answered, source.parts, WORKERS):
            answers.write(table, faults)
            told += faults[: TOLD - len(told)]
            progress.add(size)
    count = f"{answers.answered:,} answer" + ("" if answers.answered == 1 else "s")
    click.echo(f"wrote {out}: {count}", err=True)
    if answers.refused:
        _refuse(shown(file), told, answers)


def _refuse(name: str, told: Iterable[CellFault], answers: AnswerFile) -> None:
    """Tell the first faults, and where all of them stand; the exit code is that of bad input."""
    for fault in told:
        case = f"case {fault.case}: " if fault.case else ""
        click.echo(str(Fault(name, fault.row, f"{case}{fault.field}", fault.problem, fault.expected)), err=True)
    faults = f"{answers.refused:,} fault" + ("s" if answers.refused > 1 else "")
    problem = f"{faults}, in {answers.side}; the cases without one are answered"
    raise BadInputError([Fault(name, 1, "file", problem)])


def in_order(work: Callable[[_T], _R], items: Iterable[_T], workers: int) -> Iterator[_R]:
    """The results in the order of the items; only a few items are held at a time."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[_R]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


# --- where the cases come from ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Parts of a file, each with its number of rows and how to read it; and how many rows there are, if known."""

    total: int | None
    parts: Iterable[tuple[int, Reader]]


def _from_table(file: str, chosen: Mapping[str, str]) -> Source:
    table = FlatFile(file)

    def parts() -> Iterator[tuple[int, Reader]]:
        for raw in table.chunks():
            yield raw.size, lambda raw=raw: _of_chunk(raw.read(), chosen)  # type: ignore[misc]

    return Source(table.rows, parts())


def _of_chunk(chunk: Chunk, chosen: Mapping[str, str]) -> Part:
    """The cases of a chunk without those whose facts are impossible."""
    if not chunk.rows.size:
        return Part(None, chunk.ids, list(chunk.faults))
    found = [
        CellFault(int(chunk.rows[row]), chunk.name(row), field, problem, expected)
        for row, field, problem, expected in impossible(table_of(chunk.columns, chunk.rows.size))
    ]
    if found:
        return _of_chunk(chunk.without(found), chosen)
    persons = None if chunk.persons is None else chunk.persons.to_pylist()
    cases = from_flat(chunk.given, chunk.ids.to_pylist(), chunk.case, persons)
    return Part(_chosen(cases, chosen), chunk.ids, list(chunk.faults))


def _chosen(cases: Cases, chosen: Mapping[str, str]) -> Cases:
    """The cases with the choices of the command line under those of their own."""
    if not chosen:
        return cases
    return replace(cases, choices=[{**chosen, **own} if own else chosen for own in cases.choices])


def cases_at_once(file: str, chosen: Mapping[str, str], most: int) -> Cases:
    """All cases of a flat table; every fault is raised, and so is a table of more rows than ``most``."""
    table = FlatFile(file, with_evidence=True)
    if table.rows > most:
        raise BadInputError([Fault(table.name, 1, "file", f"has {table.rows:,} rows", f"--out for more than {most:,}")])
    parts = [_of_chunk(raw.read(), chosen) for raw in table.chunks(most + 1)]
    faults = [
        Fault(table.name, fault.row, fault.field, fault.problem, fault.expected) for p in parts for fault in p.faults
    ]
    if faults:
        raise BadInputError(faults)
    if not parts or parts[0].cases is None:
        return read_cases([])
    return parts[0].cases


def _from_json(file: str, chosen: Mapping[str, str]) -> Source:
    def parts() -> Iterator[tuple[int, Reader]]:
        found = documents(file)
        while some := list(islice(found, DOCUMENTS)):
            yield len(some), lambda some=some: _of_documents(some, chosen)  # type: ignore[misc]

    return Source(None, parts())


def _of_documents(found: list[Found], chosen: Mapping[str, str]) -> Part:
    """The cases that can be used. A document with a fault is left out and the others are read again."""
    import pyarrow as pa

    from fairshare.cli.responsible import with_choices

    faults = [CellFault(f.line, "", f.field, f.problem, f.expected) for f in found if isinstance(f, Fault)]
    left = [one for one in found if isinstance(one, Document)]
    while left:
        try:
            cases = read_cases(with_choices(left, chosen), "cases", range(len(left)))
        except BadInputError as error:
            faults += [
                CellFault(left[f.line].line, _id(left[f.line]), f.field, f.problem, f.expected) for f in error.faults
            ]
            bad = {f.line for f in error.faults}
            left = [document for place, document in enumerate(left) if place not in bad]
        else:
            return Part(cases, pa.array(cases.ids, pa.string()), sorted(faults))
    return Part(None, pa.array([], pa.string()), sorted(faults))


def _id(document: Document) -> str:
    name: Any = document.value.get("id")
    return name if isinstance(name, str) else ""


# --- progress ---------------------------------------------------------------------------------------------------------


class Progress:
    """A bar on standard error, where that is a terminal; nothing elsewhere."""

    WIDTH: Final = 30

    def __init__(self, total: int | None, unit: str) -> None:
        self.total, self.unit, self.done = total, unit, 0
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self.done:
            click.echo(err=True)

    def add(self, rows: int) -> None:
        """So many rows more are done."""
        self.done += rows
        if not self._shown:
            return
        if self.total:
            part = self.done / self.total
            full = int(part * self.WIDTH)
            bar = f"[{'#' * full}{'-' * (self.WIDTH - full)}] {part:4.0%}  "
        else:
            bar = ""
        click.echo(f"\r{bar}{self.done:,} {self.unit}", nl=False, err=True)
