"""The store: every reading of a series is kept as a snapshot, so that what was known on a day can be told later.

A snapshot is one Parquet file, ``snapshots/SERIES/TIME-CHECKSUM.parquet``: the observations and, in its metadata,
dataset, filters, stamp, time of retrieval, years covered and checksum. Of each dataset the newest snapshot that covers
a year serves for that year, whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.indicators.observations import Extract
from fairshare.figures.whole_files import whole_file

FORMAT: Final = "fairshare snapshot 2"
_METADATA: Final = "fairshare"
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Head:
    """What a snapshot is, without its rows. ``path`` is ``None`` for a bundled table."""

    series: str
    access: str
    dataset: str
    filters: Mapping[str, str]
    unit: str
    updated: str
    url: str
    years: tuple[int, ...]
    notes: tuple[str, ...]
    rows: int
    sha256: str
    retrieved_at: str
    path: Path | None

    @property
    def day(self) -> str:
        """The day of retrieval, ISO 8601."""
        return self.retrieved_at[:10]

    def as_json(self) -> dict[str, Any]:
        """Everything but the path."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "path"}


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of snapshots."""

    folder: Path

    def heads(self, name: str = "") -> tuple[Head, ...]:
        """Every snapshot, of one series if named, by series and time of retrieval.

        Raises :class:`~fairshare.faults.BadInputError` for a damaged file."""
        found = (read_head(path) for path in (self.folder / "snapshots").glob(f"{name or '*'}/*.parquet"))
        return tuple(sorted(found, key=lambda head: (head.series, head.retrieved_at, head.dataset, head.sha256)))

    def save(self, extract: Extract, retrieved_at: str) -> Head | None:
        """Store what was read at a time (ISO 8601, UTC); ``None`` if the figures of all its years are those that served
        at that time already (nothing is written).

        A snapshot of the same dataset and day that is not earlier is not overtaken silently: the new one counts as read
        a second after it. The file appears whole or not at all. Raises :class:`~fairshare.faults.BadInputError` if the
        folder cannot be written."""
        mine = [head for head in self.heads(extract.series) if head.dataset == extract.dataset]
        that_day = [head.retrieved_at for head in mine if head.day == retrieved_at[:10]]
        at = max([retrieved_at, *map(_a_second_after, that_day)])
        served = {year: head.sha256 for head in mine if head.retrieved_at <= at for year in head.years}
        if {served.get(year) for year in extract.years} == {extract.checksum}:
            return None
        compact = at.replace("-", "").replace(":", "")
        path = self.folder / "snapshots" / extract.series / f"{compact}-{extract.checksum[:12]}.parquet"
        held = extract.as_json() | {"format": FORMAT, "retrieved_at": at}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"{str(self.folder)!r} cannot be written ({error.strerror})"
            raise bad_argument("--store", why, "a folder that you may write") from None
        with whole_file(path, "--store") as part:
            extract.rows.write_parquet(part, compression="zstd", metadata={_METADATA: json.dumps(held)})
        return read_head(path)


def _a_second_after(moment: str) -> str:
    """
    >>> _a_second_after("2026-10-01T00:00:59Z")
    '2026-10-01T00:01:00Z'
    """
    return (datetime.strptime(moment, _MOMENT) + timedelta(seconds=1)).strftime(_MOMENT)


def read_head(path: Path) -> Head:
    """What a snapshot file is. Raises :class:`~fairshare.faults.BadInputError` if it is not one, or damaged."""
    try:
        held = json.loads(pl.read_parquet_metadata(path)[_METADATA])
        if held.pop("format") != FORMAT:
            raise ValueError("its format is unknown")
        lists = {name: tuple(held[name]) for name in ("years", "notes")}
        return Head(**{**held, **lists}, path=path)
    except (OSError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise _damaged(path, error) from None


def read_rows(head: Head) -> pl.DataFrame:
    """The observations of a snapshot, its checksum verified.

    Raises :class:`~fairshare.faults.BadInputError` if the file is damaged."""
    assert head.path is not None
    try:
        rows = pl.read_parquet(head.path)
        what = (head.series, head.access, head.dataset, head.filters, head.unit, head.updated, head.url)
        if Extract(*what, head.years, rows).checksum != head.sha256:
            raise ValueError("the checksum does not fit the rows")
    except (OSError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise _damaged(head.path, error) from None
    return rows


def _damaged(path: Path, error: Exception) -> BadInputError:
    why = " ".join(str(error).split())[:200]
    return BadInputError([Fault(str(path), 1, "snapshot", f"is damaged ({why})", "a file that `fairshare data` wrote")])
