"""Each file of a matching as columns in canonical order: what is read of CASES, LINKS, QUOTAS and EXCLUSIONS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from fairshare.figures.match_cells import NONE, STATES, Bools, Cells, Floats, Ints, quoted
from fairshare.figures.match_tables import Layout, Table

if TYPE_CHECKING:
    import polars as pl

MOST_PERSONS: Final = 1_000
MOST_PLACES: Final = 1_000_000_000
CASES: Final = Layout(
    ("case", "persons", "present_in", "vulnerable"),
    ("nationality", "eligible", "reason", "third_state", "third_state_basis"),
    numbers=("persons", "vulnerable", "eligible"),
    least=1,
)
LINKS: Final = Layout(("case", "state", "kind", "strength"), numbers=("strength",))
QUOTAS: Final = Layout(("state", "places"), ("present_in",), numbers=("places",), closed=True, least=1)
EXCLUSIONS: Final = Layout(("case", "state", "reason"))


@dataclass(frozen=True)
class CaseColumns:
    """The cases (n), in the bytewise order of their numbers. States are numbers.

    ``nationality`` is a place in ``nationalities``, -1 where unknown. ``reason`` says why a case is not eligible;
    ``third_state`` and ``third_state_basis`` are the file's text. All three are ``""`` where nothing is said."""

    ids: pl.Series
    persons: Ints
    present_in: Ints
    vulnerable: Bools
    eligible: Bools
    nationality: Ints
    nationalities: tuple[str, ...]
    reason: pl.Series
    third_state: pl.Series
    third_state_basis: pl.Series


@dataclass(frozen=True)
class DeclaredLinks:
    """Every row of the file of links (l), by family, state and kind (a place in the ``kinds`` of the pairs)."""

    family: Ints
    state: Ints
    kind: Ints
    strength: Floats


@dataclass(frozen=True)
class LinkColumns:
    """The pairs (m) with a link, sorted by family and state: the family's row among the cases, the state, the greatest
    kind weight times strength, and the kind (place in ``kinds``) that gives it, of equals the first. Pairs of weight 0
    are left out. ``declared``: the rows sorted likewise, for other weights."""

    family: Ints
    state: Ints
    link: Floats
    kind: Ints
    kinds: tuple[str, ...]
    declared: DeclaredLinks


@dataclass(frozen=True)
class QuotaColumns:
    """The rows of quotas (r), sorted by state and then by state of presence; the general row (-1) comes first."""

    state: Ints
    present_in: Ints
    places: Ints


@dataclass(frozen=True)
class ExclusionColumns:
    """The pairs (b) that must not be made, each once, sorted; different reasons of one pair are joined by ``; ``."""

    family: Ints
    state: Ints
    reason: tuple[str, ...]


def read_cases(table: Table) -> tuple[CaseColumns, Cells]:
    """The cases of a table, and what is wrong in it."""
    cells = Cells(table)
    ids = cells.named("case")
    ordered = ids if ids.is_sorted() else ids.sort()
    row = np.arange(len(ids))
    if (ordered.slice(1) == ordered.slice(0, max(len(ids) - 1, 0))).any():
        _repeated_cases(cells, ids)  # in whatever order: they will not be used
    elif ordered is not ids:
        row[rows_of(ids, ordered)] = np.arange(len(ids))
    nationality, nationalities = cells.codes("nationality")
    reason, third_state, third_state_basis = (
        cells.text(field).gather(row) if cells.has(field) else cells.text(field)
        for field in ("reason", "third_state", "third_state_basis")
    )
    columns = CaseColumns(
        ordered.alias("case"),
        cells.whole("persons", 1, MOST_PERSONS)[row],
        cells.state("present_in")[row],
        cells.flag("vulnerable")[row],
        cells.flag("eligible", default=True)[row],
        nationality[row],
        nationalities,
        reason,
        third_state,
        third_state_basis,
    )
    return columns, cells


def _repeated_cases(cells: Cells, ids: pl.Series) -> None:
    """A fault for every case that stands on an earlier line too."""
    import polars as pl

    frame = pl.DataFrame({"id": ids, "row": np.arange(len(ids))})
    first = frame.with_columns(pl.col("row").min().over("id"))["row"].to_numpy()
    again = np.flatnonzero((first != np.arange(len(ids))) & (ids != "").to_numpy())
    line = cells.table.line
    cells.fault(
        again, "case", lambda row: f"{quoted(ids[row])} stands on line {line(int(first[row]))} already", "each once"
    )


def rows_of(wanted: pl.Series, ids: pl.Series) -> Ints:
    """The row of each wanted case in ``ids`` (each there once), -1 for one that is not there."""
    import polars as pl

    numbered = pl.DataFrame({"id": ids, "row": np.arange(len(ids))})
    joined = wanted.alias("id").to_frame().join(numbered, on="id", how="left", maintain_order="left")
    rows: Ints = joined["row"].fill_null(NONE).to_numpy()
    return rows


def read_links(table: Table, ids: pl.Series | None, kinds: Mapping[str, Fraction]) -> tuple[LinkColumns, Cells]:
    """The links of a table, and what is wrong in it. ``ids``: the cases in order, ``None`` if they cannot be read."""
    cells = Cells(table)
    family, state = _families(cells, ids), cells.state("state")
    kind, strength = cells.word("kind", tuple(kinds)), cells.share("strength")
    key = (family * len(STATES) + state) * len(kinds) + kind
    order = np.argsort(key, kind="stable") if (key[1:] < key[:-1]).any() else np.arange(len(key))
    if ids is not None:
        _repeated_rows(cells, key, order, "kind", "case, state and kind")
    declared = DeclaredLinks(family[order], state[order], kind[order], strength[order])
    pair, kind = key[order] // len(kinds), declared.kind
    link = np.array([float(weight) for weight in kinds.values()])[kind] * declared.strength
    starts = np.flatnonzero(_first(pair))
    greatest = np.maximum.reduceat(link, starts) if len(starts) else link
    best = np.flatnonzero((link == np.repeat(greatest, np.diff(starts, append=len(pair)))) & (link > 0))
    best = best[_first(pair[best])]
    pair = pair[best]
    columns = pair // len(STATES), pair % len(STATES), link[best], kind[best]
    return LinkColumns(*columns, tuple(kinds), declared), cells


def _families(cells: Cells, ids: pl.Series | None) -> Ints:
    """The row of each case that a file names; an unknown one is a fault, if the cases are known."""
    named = cells.named("case")
    if ids is None:
        return np.zeros(len(named), np.int64)
    rows = rows_of(named, ids)
    unknown = np.flatnonzero((rows == NONE) & (named != "").to_numpy())
    cells.fault(unknown, "case", lambda row: f"{quoted(named[row])} is no case", "a case of the file of cases")
    return rows


def _first(key: Ints) -> Bools:
    """Where a new key begins, in a sorted column."""
    return np.concatenate([[True], key[1:] != key[:-1]])[: len(key)]


def _repeated_rows(cells: Cells, key: Ints, order: Ints, field: str, what: str) -> None:
    """A fault for every row whose key stands on an earlier line. ``order`` sorts the keys and leaves equals in order.

    Rows with another fault are passed over: their key is not what the file says."""
    order = order[~cells.faulty[order]]
    starts = _first(key[order])
    if starts.all():
        return
    first = np.arange(len(key))
    first[order] = order[np.flatnonzero(starts)][np.cumsum(starts) - 1]
    again = np.flatnonzero(first != np.arange(len(key)))
    line = cells.table.line
    cells.fault(again, field, lambda row: f"the same {what} stand on line {line(int(first[row]))} already", "each once")


def read_quotas(table: Table) -> tuple[QuotaColumns, Cells]:
    """The rows of quotas of a table, and what is wrong in it."""
    cells = Cells(table)
    state, present = cells.state("state"), cells.state("present_in", optional=True)
    places = cells.whole("places", 0, MOST_PLACES)
    own = np.flatnonzero((state == present) & ~cells.faulty)
    cells.fault(own, "present_in", lambda row: f"is {STATES[state[row]]} itself", "another state, or empty for all")
    key = state * (len(STATES) + 1) + present + 1
    order = np.argsort(key, kind="stable")
    _repeated_rows(cells, key, order, "state", "state and present_in")
    return QuotaColumns(state[order], present[order], places[order]), cells


def read_exclusions(table: Table, ids: pl.Series | None) -> tuple[ExclusionColumns, Cells]:
    """The exclusions of a table, and what is wrong in it."""
    import polars as pl

    cells = Cells(table)
    key = _families(cells, ids) * len(STATES) + cells.state("state")
    rows = pl.DataFrame({"key": key, "reason": cells.text("reason")}).unique().sort("key", "reason")
    said = pl.col("reason").filter(pl.col("reason") != "").str.join("; ")
    pairs = rows.group_by("key", maintain_order=True).agg(said)
    pair = pairs["key"].to_numpy()
    return ExclusionColumns(pair // len(STATES), pair % len(STATES), tuple(pairs["reason"].to_list())), cells
