"""What a reading changed in the store: kept as a snapshot, and compared with what served before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.data_store import exact, figure
from fairshare.cli.output import percent, table

if TYPE_CHECKING:
    import polars as pl

    from fairshare.figures.indicators.observations import Extract
    from fairshare.figures.indicators.store import Head, Store

SHOWN = 12
"""Revised figures that are printed; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading, the snapshot it became (``None``: nothing new), what it was compared with, and what changed."""

    extract: Extract
    head: Head | None
    compared: str
    changes: pl.DataFrame


def keep(store: Store, extract: Extract, now: str) -> Kept:
    """Store a reading and compare it with the figures that served before it."""
    from fairshare.figures.indicators.readings import changes, empty_rows, readings

    held = readings(store, extract.series)
    same = next((one for one in held if one.dataset == extract.dataset), None)
    bundled = next((one for one in held if one.heads[0].path is None), None)
    before = same or (None if extract.access == "files" else bundled)
    compared = "nothing"
    if before is not None:
        newest = before.heads[-1]
        compared = newest.dataset if newest.path is None else f"the snapshot of {newest.day}"
    head = store.save(extract, now)
    old = empty_rows() if before is None else before.rows
    return Kept(extract, head, compared, changes(old, extract.rows) if head else changes(old, old))


def as_json(kept: Kept) -> dict[str, Any]:
    """The report of one reading."""
    revised = [
        {**row, "old": exact(row["old"], kept.extract.unit), "new": exact(row["new"], kept.extract.unit)}
        for row in kept.changes.to_dicts()
        if row["old"] is not None
    ]
    flags = kept.extract.rows.group_by("flag").len().sort("flag")
    return {
        **kept.extract.as_json(),
        "stored": kept.head is not None,
        "file": str(kept.head.path) if kept.head else None,
        "compared_with": kept.compared,
        "new": int(kept.changes["old"].null_count()),
        "revised": revised,
        "flags": {flag: count for flag, count in flags.iter_rows() if flag},
    }


def print_kept(kept: Kept) -> None:
    """The report of one reading for a person."""
    extract = kept.extract
    filters = "&".join(f"{name}={value}" for name, value in extract.filters.items())
    stamp = f", updated {extract.updated}" if extract.updated else ""
    click.echo(f"{extract.series}: {extract.dataset}{filters and '?' + filters}{stamp}, in {extract.unit}")
    for note in extract.notes:
        click.echo(f"  {note}")
    if kept.head is None:
        click.echo(f"Nothing changed since {kept.compared}; nothing was written.")
        return
    revised = kept.changes.drop_nulls("old")
    if not revised.is_empty():
        table(
            "",
            {"figure": "left", "old": "right", "new": "right", "change": "right"},
            map(_line, revised.head(SHOWN).to_dicts()),
        )
    more = f" ({len(revised) - SHOWN} more: --json has all)" if len(revised) > SHOWN else ""
    click.echo(f"{len(revised)} differ from {kept.compared}{more}; {kept.changes['old'].null_count():,} are new.")
    click.echo(f"{len(extract.rows):,} rows, SHA-256 {extract.checksum[:12]}, stored as {kept.head.path}")


def _line(row: dict[str, Any]) -> tuple[str, str, str, str]:
    name = " ".join(row[part] for part in ("geo", "partner", "citizen", "kind", "period") if row[part])
    relative = percent(float(row["new"] / row["old"] - 1), 3) if row["old"] and row["new"] is not None else ""
    return name, figure(row["old"]), figure(row["new"]), relative
