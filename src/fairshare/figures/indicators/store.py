"""The store: every reading of a series is kept as a snapshot, so that what was known on a day can be told later.

A snapshot is one Parquet file, ``snapshots/SERIES/TIME-CHECKSUM.parquet``: the observations and, in its metadata,
dataset, filters, stamp, time of retrieval, years covered and checksum. Of each dataset the newest snapshot that covers
a year serves for that year, whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.indicators.observations import Extract
from fairshare.figures.whole_files import whole_file

FORMAT: Final = "fairshare snapshot 2"
_METADATA: Final = "fairshare"


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
        return tuple(sorted(found, key=lambda head: (head.series, head.retrieved_at, head.dataset)))

    def save(self, extract: Extract, retrieved_at: str) -> Head | None:
        """Store what was read at a time (ISO 8601, UTC); ``None`` if the newest snapshot of its dataset over these
        years holds the same figures (nothing is written).

        The file appears whole or not at all. Raises :class:`~fairshare.faults.BadInputError` if the folder cannot be
        written."""
        same = [h for h in self.heads(extract.series) if (h.dataset, h.years) == (extract.dataset, extract.years)]
        if same and same[-1].sha256 == extract.checksum:
            return None
        compact = retrieved_at.replace("-", "").replace(":", "")
        path = self.folder / "snapshots" / extract.series / f"{compact}-{extract.checksum[:12]}.parquet"
        held = extract.as_json() | {"format": FORMAT, "retrieved_at": retrieved_at}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"{str(self.folder)!r} cannot be written ({error.strerror})"
            raise bad_argument("--store", why, "a folder that you may write") from None
        with whole_file(path, "--store") as part:
            extract.rows.write_parquet(part, compression="zstd", metadata={_METADATA: json.dumps(held)})
        return read_head(path)


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
