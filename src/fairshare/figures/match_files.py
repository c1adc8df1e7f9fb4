"""The files of one matching (contract 9): cases, links, quotas and exclusions, checked and put into canonical order.

Every fault of every file is told by file, line and field. Cases come in the bytewise order of their numbers, whatever
the order of the rows; nothing that follows can depend on it. What the contract leaves open is decided as follows:

- a case has 1 to 1,000 persons; a row of quotas has at most 1,000,000,000 places;
- CASES, LINKS and EXCLUSIONS may have further columns, but none whose name is nearly that of an optional column
  (``eligable``); QUOTAS may not: an agreement must not become general by a slip of the pen;
- LINKS and EXCLUSIONS may be empty but for the header; the same pair may be excluded for several reasons;
- a quota of a state for people present in that state is an error: nobody is relocated to where they are;
- a file whose name ends in ``.parquet`` or ``.pq`` is Parquet, any other CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from fairshare.faults import BadInputError, Fault
from fairshare.figures.match_cells import STATES, Cells
from fairshare.figures.match_columns import (
    CASES,
    EXCLUSIONS,
    LINKS,
    QUOTAS,
    CaseColumns,
    ExclusionColumns,
    LinkColumns,
    QuotaColumns,
    read_cases,
    read_exclusions,
    read_links,
    read_quotas,
)
from fairshare.figures.match_tables import Layout, Table, read_table

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
_EMPTY: Final = np.empty(0, np.int64)
_NO_EXCLUSIONS: Final = ExclusionColumns(_EMPTY, _EMPTY, ())


@dataclass(frozen=True)
class MatchFiles:
    """All files of one matching. ``states`` are those that occur, sorted; every column of states counts by them.

    ``sha256`` holds the checksum of each file by its option: ``cases``, ``links``, ``quotas`` and ``exclusions``."""

    states: tuple[str, ...]
    cases: CaseColumns
    links: LinkColumns
    quotas: QuotaColumns
    exclusions: ExclusionColumns
    sha256: Mapping[str, str]


def read_match_files(
    cases: str | Path,
    links: str | Path,
    quotas: str | Path,
    exclusions: str | Path | None = None,
    *,
    kinds: Mapping[str, Fraction],
) -> MatchFiles:
    """Read and check all files together. ``kinds`` weighs every kind of link; no other kind is known.

    Raises :class:`~fairshare.faults.BadInputError` with the faults of all files, at most 50 and a count for each."""
    reading = _Reading()
    families = reading.read("cases", cases, CASES, read_cases)
    ids = reading.ids
    linked = reading.read("links", links, LINKS, lambda table: read_links(table, ids, kinds))
    places = reading.read("quotas", quotas, QUOTAS, read_quotas)
    barred = _NO_EXCLUSIONS
    if exclusions is not None:
        given = reading.read("exclusions", exclusions, EXCLUSIONS, lambda table: read_exclusions(table, ids))
        barred = given or barred
    if reading.faults or families is None or linked is None or places is None:
        raise BadInputError(reading.faults)
    return _numbered(families, linked, places, barred, reading.sha256)


class _Reading:
    """The files read so far: their faults, their checksums, and the numbers of the cases."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.sha256: dict[str, str] = {}
        self.ids: pl.Series | None = None

    def read(self, name: str, path: str | Path, layout: Layout, check: Callable[[Table], tuple[T, Cells]]) -> T | None:
        """The columns of a file; ``None`` where it cannot be read at all."""
        try:
            table = read_table(path, layout)
            columns, cells = check(table)
        except BadInputError as error:
            self.faults += error.faults
            return None
        found = cells.faults()
        self.sha256[name] = table.sha256
        self.faults += found
        if isinstance(columns, CaseColumns) and not table.ragged:
            self.ids = columns.ids.unique(maintain_order=True) if found else columns.ids
        return columns


def _numbered(
    cases: CaseColumns, links: LinkColumns, quotas: QuotaColumns, barred: ExclusionColumns, sha256: Mapping[str, str]
) -> MatchFiles:
    """The files with states numbered by those that occur, in the order of their codes."""
    columns = (cases.present_in, links.declared.state, quotas.state, quotas.present_in, barred.state)
    seen = [np.bincount(column + 1, minlength=len(STATES) + 1)[1:] for column in columns]
    there = np.sum(seen, axis=0) > 0
    number = np.append(np.cumsum(there) - 1, -1)  # the last is for no state
    return MatchFiles(
        tuple(state for state, occurs in zip(STATES, there, strict=True) if occurs),
        replace(cases, present_in=number[cases.present_in]),
        replace(
            links,
            state=number[links.state],
            declared=replace(links.declared, state=number[links.declared.state]),
        ),
        replace(quotas, state=number[quotas.state], present_in=number[quotas.present_in]),
        replace(barred, state=number[barred.state]),
        sha256,
    )
