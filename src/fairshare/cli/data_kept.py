"""What a reading changed in the store: kept as a snapshot, and compared with what served before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.data_store import exact, figure
from fairshare.cli.output import percent, table
from fairshare.figures.indicators.observations import KEY

if TYPE_CHECKING:
    import polars as pl

    from fairshare.figures.indicators.observations import Extract
    from fairshare.figures.indicators.store import Head, Store

BUNDLED = "the bundled table"
SHOWN = 12
"""Revised figures that are printed; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading beside what served before it: ``compared`` names that, ``changes`` are old and new by key."""

    extract: Extract
    compared: str
    changes: pl.DataFrame

    @property
    def withdrawn(self) -> pl.DataFrame:
        """Figures that served before and are not in the reading."""
        return self.changes.join(self.extract.rows, on=list(KEY), how="anti", nulls_equal=True)

    @property
    def revised(self) -> pl.DataFrame:
        """Figures that are in the reading and were another before."""
        held = self.changes.filter(self.changes["old"].is_not_null())
        return held.join(self.extract.rows, on=list(KEY), how="semi", nulls_equal=True)

    @property
    def new(self) -> int:
        """How many figures were not held before."""
        return int(self.changes["old"].null_count())


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading compared, and the snapshot that it became (``None``: nothing new)."""

    found: Compared
    head: Head | None


def keep(store: Store, extracts: Iterable[Extract], now: str) -> list[Kept]:
    """Compare every reading with what served at that time, then store them: a fault of one stores none."""
    found = [_compared(store, extract, now) for extract in extracts]
    return [Kept(one, store.save(one.extract, now)) for one in found]


def _compared(store: Store, extract: Extract, now: str) -> Compared:
    from fairshare.figures.indicators.readings import changes, empty_rows, readings

    held = readings(store, extract.series, date.fromisoformat(now[:10]))
    same = [one for one in held if one.dataset == extract.dataset]
    bundled = [one for one in held if one.heads[0].path is None and _alike(one.rows, extract.rows)]
    before = next(iter([*same, *(bundled if extract.access != "files" else [])]), None)
    if before is None:
        return Compared(extract, "nothing", changes(empty_rows(), extract.rows))
    newest = before.heads[-1]
    name = BUNDLED if newest.path is None else f"the snapshot of {newest.day}"
    return Compared(extract, name, changes(before.rows, extract.rows))


def _alike(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether periods and citizenships are of one kind, so that figures can be compared."""
    shapes = [(set(rows["period"].str.len_chars()), set(rows["citizen"]), set(rows["kind"])) for rows in (one, other)]
    return shapes[0] == shapes[1]


def as_json(kept: Kept) -> dict[str, Any]:
    """The report of one reading."""
    found, unit = kept.found, kept.found.extract.unit
    flags = found.extract.rows.group_by("flag").len().sort("flag")
    unchanged = kept.head is None

    def plain(rows: pl.DataFrame) -> list[dict[str, Any]]:
        told = [] if unchanged else rows.to_dicts()
        return [{**row, "old": exact(row["old"], unit), "new": exact(row["new"], unit)} for row in told]

    return {
        **found.extract.as_json(),
        "stored": not unchanged,
        "file": str(kept.head.path) if kept.head else None,
        "compared_with": found.compared,
        "new": 0 if unchanged else found.new,
        "revised": plain(found.revised),
        "withdrawn": plain(found.withdrawn),
        "flags": {flag: count for flag, count in flags.iter_rows() if flag},
    }


def print_kept(kept: Kept) -> None:
    """The report of one reading for a person."""
    found, extract = kept.found, kept.found.extract
    filters = "&".join(f"{name}={value}" for name, value in extract.filters.items())
    stamp = f", updated {extract.updated}" if extract.updated else ""
    click.echo(f"{extract.series}: {extract.dataset}{filters and '?' + filters}{stamp}, in {extract.unit}")
    for note in extract.notes:
        click.echo(f"  {note}")
    if kept.head is None:
        click.echo(f"Nothing changed since {found.compared}; nothing was written.")
        return
    changed = [
        *({**row, "gone": False} for row in found.revised.to_dicts()),
        *({**row, "gone": True} for row in found.withdrawn.to_dicts()),
    ]
    if changed:
        table(
            "",
            {"figure": "left", "old": "right", "new": "right", "change": "right"},
            map(_line, changed[:SHOWN]),
            [f"{len(changed) - SHOWN} more: --json has all."] if len(changed) > SHOWN else [],
        )
    gone = f"; {len(found.withdrawn):,} are gone" if len(found.withdrawn) else ""
    click.echo(f"{len(found.revised):,} differ from {found.compared}; {found.new:,} are new{gone}.")
    click.echo(f"{len(extract.rows):,} rows, SHA-256 {extract.checksum[:12]}, stored as {kept.head.path}")


def warn_withdrawn(kept: Iterable[Kept]) -> None:
    """Say on standard error what a snapshot held and the new one does not."""
    for one in kept:
        gone = len(one.found.withdrawn) if one.head and one.found.compared != BUNDLED else 0
        if gone:
            name = one.found.extract.series
            told = f"{gone:,} figures held before are not in this reading and no longer serve"
            click.echo(f"warning: {name}: {told}; a reading covers its years whole", err=True)


def _line(row: dict[str, Any]) -> tuple[str, str, str, str]:
    name = " ".join(row[part] for part in ("geo", "partner", "citizen", "kind", "period") if row[part])
    relative = percent(float(row["new"] / row["old"] - 1), 3) if row["old"] and row["new"] is not None else ""
    return name, figure(row["old"]), "gone" if row["gone"] else figure(row["new"]), relative
