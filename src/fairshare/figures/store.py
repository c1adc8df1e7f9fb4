"""Snapshots of refreshed figures on disk: written whole or not at all, never changed, each with its checksum."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.eurostat import Extract, Observation, parse_json
from fairshare.figures.tables import read_text

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One extract as it was stored. ``retrieved_at`` is an ISO 8601 time in UTC such as ``2026-11-23T08:00:00Z``."""

    table: str
    dataset: str
    filters: Mapping[str, str]
    unit: str
    updated: str
    url: str
    retrieved_at: str
    observations: tuple[Observation, ...]

    @classmethod
    def of(cls, table: str, extract: Extract, retrieved_at: str) -> Snapshot:
        """The snapshot of an extract; its rows stand in one order and each once."""
        rows = {(row.state, row.year): row for row in extract.observations}
        ordered = tuple(sorted(rows.values()))
        source = (extract.dataset, dict(extract.filters), extract.unit, extract.updated, extract.url)
        return cls(table, *source, retrieved_at, ordered)

    @property
    def checksum(self) -> str:
        """SHA-256 of dataset, filter and rows: the same figures give the same checksum, whenever they were read."""
        what = [self.dataset, sorted(self.filters.items()), [_row(row) for row in self.observations]]
        return hashlib.sha256(json.dumps(what, separators=(",", ":")).encode()).hexdigest()

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a value."""
        return tuple(sorted({row.year for row in self.observations}))

    def values(self) -> dict[tuple[str, int], Fraction]:
        """The values by state and year."""
        return {(row.state, row.year): Fraction(row.value) for row in self.observations}

    def as_json(self) -> dict[str, Any]:
        """The snapshot as its file holds it."""
        return {
            "format": FORMAT,
            "table": self.table,
            "dataset": self.dataset,
            "filters": dict(self.filters),
            "unit": self.unit,
            "updated": self.updated,
            "url": self.url,
            "retrieved_at": self.retrieved_at,
            "sha256": self.checksum,
            "observations": [_row(row) for row in self.observations],
        }


def _row(row: Observation) -> list[str | int]:
    return [row.state, row.year, f"{row.value.normalize():f}", row.flag]  # 5.0 and 5 are one figure


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of snapshots, one file each: ``snapshots/TABLE-TIME-CHECKSUM.json``."""

    folder: Path

    def files(self, table: str = "") -> tuple[Path, ...]:
        """The snapshot files, by table and time (oldest first); of one table if named."""
        return tuple(sorted((self.folder / "snapshots").glob(f"{table or '*'}-*.json")))

    def snapshots(self, table: str = "") -> tuple[Snapshot, ...]:
        """Every snapshot, by table and time. Raises :class:`~fairshare.faults.BadInputError` for a damaged file."""
        return tuple(read_snapshot(path) for path in self.files(table))

    def latest(self, table: str) -> Snapshot | None:
        """The newest snapshot of a table, or ``None``."""
        held = self.files(table)
        return read_snapshot(held[-1]) if held else None

    def save(self, snapshot: Snapshot) -> Path | None:
        """Store a snapshot and return its file; ``None`` if the newest one holds the same figures (nothing is written).

        The file appears whole or not at all. Raises :class:`~fairshare.faults.BadInputError` if the folder cannot be
        written."""
        newest = self.latest(snapshot.table)
        if newest is not None and newest.checksum == snapshot.checksum:
            return None
        compact = snapshot.retrieved_at.replace("-", "").replace(":", "")
        path = self.folder / "snapshots" / f"{snapshot.table}-{compact}-{snapshot.checksum[:12]}.json"
        try:
            _write_whole(path, json.dumps(snapshot.as_json(), ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise bad_argument(
                "--store", f"{str(self.folder)!r} cannot be written ({error.strerror})", "a folder that you may write"
            ) from None
        return path


def _write_whole(path: Path, text: str) -> None:
    """Write to a file beside the target, then rename: a reader or a crash never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def read_snapshot(path: Path) -> Snapshot:
    """One snapshot file, its checksum verified. Raises :class:`~fairshare.faults.BadInputError` if it is damaged."""
    text = read_text(path)
    try:
        held = parse_json(text)
        if held["format"] != FORMAT:
            raise ValueError(f"format {held['format']!r} is unknown")
        rows = tuple(
            Observation(state, int(year), Decimal(value), flag) for state, year, value, flag in held["observations"]
        )
        texts = {name: str(held[name]) for name in ("table", "dataset", "unit", "updated", "url", "retrieved_at")}
        snapshot = Snapshot(filters=dict(held["filters"]), observations=rows, **texts)
        if snapshot.checksum != held["sha256"]:
            raise ValueError("the checksum does not fit the rows")
    except (KeyError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise BadInputError(
            [Fault(str(path), 1, "snapshot", f"is damaged ({error})", "a file as `fairshare data refresh` wrote it")]
        ) from None
    return snapshot


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A value that differs between two sets of figures; ``None``: not held."""

    state: str
    year: int
    old: Fraction | None
    new: Fraction | None

    @property
    def relative(self) -> Fraction | None:
        """The change as a part of the old value, where both are held."""
        return None if self.old is None or self.new is None else (self.new - self.old) / self.old


def changes(old: Mapping[tuple[str, int], Fraction], new: Mapping[tuple[str, int], Fraction]) -> tuple[Change, ...]:
    """What is different in ``new``, by state and year, among the years that ``new`` has."""
    years = {year for _, year in new}
    keys = sorted(set(new) | {key for key in old if key[1] in years})
    return tuple(Change(*key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))
