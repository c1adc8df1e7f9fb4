"""``fairshare data status``: what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fairshare.cli.data_store import age, as_day, as_of_option, store_at, store_option
from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime


@click.command(epilog="Example: fairshare data status --as-of 2026-10-15")
@store_option
@as_of_option
@json_option
def status(store: str | None, as_of: datetime | None, as_json: bool) -> None:
    """Show what is held of each series: dataset, years, publisher's stamp, age, checksum (verified).

    The bundled tables serve where the store holds nothing. Without network the last snapshot serves.
    """
    from fairshare.figures.indicators.catalogue import catalogue
    from fairshare.figures.indicators.readings import readings

    target, day = store_at(store), as_day(as_of)
    held = [
        (head, reading.dataset)
        for name in catalogue()
        for reading in readings(target, name, day)
        for head in reading.heads
    ]
    missing = sorted(set(catalogue()) - {head.series for head, _ in held})
    if as_json:
        emit(
            {
                "store": str(target.folder),
                "as_of": day and day.isoformat(),
                "snapshots": [head.as_json() | {"age": age(head)} for head, _ in held],
                "not_held": missing,
            }
        )
        return
    table(
        f"Series in {target.folder}" + (f", as known on {day}" if day else ""),
        {
            **dict.fromkeys(("series", "dataset", "years"), "left"),
            "rows": "right",
            **dict.fromkeys(("updated", "age", "SHA-256"), "left"),
        },
        ((h.series, dataset, span(h.years), f"{h.rows:,}", h.updated, age(h), h.sha256[:12]) for h, dataset in held),
        _notes(missing),
    )


def span(years: Sequence[int]) -> str:
    """Years from the first to the last."""
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _notes(missing: Sequence[str]) -> Iterator[str]:
    if missing:
        yield f"Not held: {', '.join(missing)}."
        yield "Fetch: fairshare data refresh SERIES. Take in files: fairshare data import FOLDER"
