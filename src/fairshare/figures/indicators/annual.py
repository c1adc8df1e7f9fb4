"""Figures by year from observations of any period: flows are summed, of a stock the last period counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from fairshare.faults import bad_argument
from fairshare.figures.indicators.catalogue import series
from fairshare.figures.indicators.headline import headline
from fairshare.figures.indicators.readings import Reading, readings
from fairshare.figures.indicators.store import Store
from fairshare.states import EU27


def by_year(reading: Reading) -> pl.DataFrame:
    """One row per geo, route, kind and year over all citizenships and partner states.

    Columns ``geo, partner, kind, year, value, parts, whole, flags``: ``parts`` are the months, quarters or year that
    have a figure (days count by their months), ``whole`` says whether the year is complete (of a stock: whether its end
    is there), ``flags`` are the letters that occur."""
    stock = series(reading.series).stock
    period = pl.col("period")
    part = period.str.head(7).str.slice(5)  # the month, the quarter, or nothing
    needed = pl.when(part == "").then(1).when(part.str.starts_with("Q")).then(4).otherwise(12)
    rows = headline(reading.rows).filter(pl.col("value").is_not_null()).sort("period")
    years = (
        rows.with_columns(year=period.str.head(4).cast(pl.Int32), part=part, needed=needed)
        .group_by("geo", "partner", "kind", "year", maintain_order=True)
        .agg(
            value=pl.col("value").last() if stock else pl.col("value").sum(),
            parts=pl.col("part").n_unique(),
            needed=pl.col("needed").max(),
            ends=pl.col("part").last().is_in(["", "12", "Q4"]),
            flags=pl.col("flag").unique().sort().str.join(""),
        )
    )
    whole = pl.col("ends") if stock else pl.col("parts") >= pl.col("needed")
    return years.with_columns(whole=whole).drop("needed", "ends").sort("geo", "partner", "kind", "year")


def complete(periods: Collection[str], stock: bool) -> bool:
    """Whether some periods of a year are all of it; of a stock, whether its end is among them.

    >>> complete(["2024-Q1", "2024-Q2", "2024-Q4"], False), complete(["2024-12"], True)
    (False, True)
    """
    parts = {period[5:7] for period in periods}
    needed = 1 if "" in parts else 4 if min(parts).startswith("Q") else 12
    return max(parts) in {"", "12", "Q4"} if stock else len(parts) >= needed


def of_year(store: Store, name: str, year: int, as_of: date | None = None) -> tuple[Reading, pl.DataFrame]:
    """A series in one year by state: the reading that serves, and its rows as :func:`by_year` gives them.

    Of the datasets that hold the year, the one with the most of the 27 states serves, and of equals the first in the
    catalogue; datasets are never mixed within a year. Raises :class:`~fairshare.faults.BadInputError` where none holds
    the year."""
    found = []
    for reading in readings(store, name, as_of):
        rows = by_year(reading).filter(pl.col("year") == year)
        states = rows.filter(pl.col("whole") & pl.col("geo").is_in(list(EU27)))["geo"].n_unique()
        found.append((states, reading, rows))
    best = max(found, key=lambda entry: entry[0], default=None)
    if best is None or best[2].is_empty():
        raise bad_argument(name, f"no figure of {year} is held", f"a store with it: fairshare data refresh {name}")
    return best[1], best[2]
