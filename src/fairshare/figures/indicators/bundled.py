"""The bundled tables that serve as snapshots of a series where no other reading is held."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

import polars as pl

from fairshare.figures import reference
from fairshare.figures.indicators.catalogue import series
from fairshare.figures.indicators.observations import Extract, observations
from fairshare.figures.indicators.store import Head

TABLES: Final[Mapping[str, str]] = {
    "population": "population",
    "gdp": "gdp",
    "first_time_applications": "applications",
}
"""The table of each series that has one. Where it comes from, by dataset, the last source of the series says."""


@cache
def bundled(name: str) -> tuple[tuple[Head, pl.DataFrame], ...]:
    """The bundled snapshot of a series with its rows, or none. It was known from the table's date on."""
    if name not in TABLES:
        return ()
    table = reference.table(TABLES[name])
    rows = reference.series(TABLES[name])
    frame = observations(
        pl.DataFrame(
            {
                "geo": [state for state, _ in rows],
                "period": [str(year) for _, year in rows],
                "value": [Decimal(row.as_json()["value"]) for row in rows.values()],  # type: ignore[arg-type]
            }
        )
    )
    years = tuple(sorted({year for _, year in rows}))
    extract = Extract(
        *(name, "bundled", f"bundled table {table.name}", {}, series(name).unit, table.as_of, "; ".join(table.sources)),
        years=years,
        rows=frame,
    )
    return ((Head(**extract.as_json(), retrieved_at=_last_day(table.as_of), path=None), frame),)


def _last_day(as_of: str) -> str:
    """The last day of a year, month or day.

    >>> _last_day("2025"), _last_day("2026-04")
    ('2025-12-31', '2026-04-30')
    """
    year, month, day = (*map(int, as_of.split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1]).isoformat()
