"""The frames of a simulation from a folder of collected files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from fairshare.faults import bad_argument
from fairshare.figures.collected import load, missing
from fairshare.figures.collected.cells import read_cells
from fairshare.figures.match_tables import read_bytes
from fairshare.figures.simulate.assembled import assembled
from fairshare.figures.simulate.associated import with_associated
from fairshare.figures.simulate.frames import Frames, empty
from fairshare.figures.simulate.observed import PAIRS, dublin_pairs

FIRST: Final = 2008
"""The first year that is read: Eurostat's statistics on asylum and Dublin begin with it."""
STOCK: Final = "diaspora/undesa_migrant_stock_2024rev.parquet"
STOCK_YEAR: Final = 2015
"""Of the stock of migrants: mid-2015, before most of those who came in 2015 and after had arrived."""
FIRST_INSTANCE: Final = ("FI", "NA", "FA")
"""UNHCR's levels of a first decision: first instance, new applications, first instance and appeal together."""

_SERIES: Final = (
    "first_time_applications", "protection_decisions", "pending_applications", "returned", "border_crossings",
    "sea_arrivals", "population", "gdp",
)  # fmt: skip
_OUTCOMES: Final = {"recognised": "granted", "other": "granted", "rejected": "refused", "closed": "closed"}


def read(folder: Path, fit: tuple[int, int] = (2008, 2012)) -> Mapping[str, Any]:
    """The figures of a simulation by the names of its inputs, for each year from :data:`FIRST` to the last observed.

    ``fit``: first and last year of the Dublin figures that are used; the others are left to be judged on.
    Raises :class:`~fairshare.faults.BadInputError` for a folder that lacks one of the files, and for faulty files.
    """
    return assembled(frames(folder), fit)


def frames(folder: Path) -> Frames:
    """The frames of a folder. Raises as :func:`read` does."""
    if absent := [file for file in (*missing(folder, _SERIES), STOCK, PAIRS) if not (folder / file).is_file()]:
        raise bad_argument("DATA", f"{folder} lacks {', '.join(absent)}", "a folder with all collected files")
    by_name: dict[str, pl.DataFrame] = {}
    unhcr: dict[str, pl.DataFrame] = {}
    sea = empty("year", "geo")
    for one in load(folder, _SERIES):
        if one.series != "sea_arrivals":
            (unhcr if one.access == "unhcr" else by_name)[one.series] = _plain(one.rows)
        elif one.rows["period"].str.len_chars().max() == len("2015"):  # beside it stands a daily series of Italy
            sea = _plain(one.rows)
    requested, accepted, transferred = _dublin(folder)
    population, gdp, notes = with_associated(by_name["population"], by_name["gdp"])
    return Frames(
        applications=unhcr["first_time_applications"]
        .filter(pl.col("citizen") != "TOTAL")
        .rename({"citizen": "origin"}),
        months=_months(by_name["first_time_applications"]),
        crossings=_crossings(by_name["border_crossings"]),
        sea=sea,
        decisions=_decisions(unhcr["protection_decisions"]),
        pending=unhcr["pending_applications"],
        returned=by_name["returned"].filter(pl.col("citizen") != "TOTAL").rename({"citizen": "origin"}),
        requested=requested,
        accepted=accepted,
        transferred=transferred,
        stock=_stock(folder),
        population=population,
        gdp=gdp,
        notes=notes,
    )


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Observations from :data:`FIRST` on, with the year as a number and the value as a float."""
    return rows.with_columns(
        year=pl.col("period").str.head(4).cast(pl.Int64), value=pl.col("value").cast(pl.Float64)
    ).filter(pl.col("year") >= FIRST)


def _months(rows: pl.DataFrame) -> pl.DataFrame:
    """By month and state; the count of third-country nationals goes before that of all."""
    best = rows.filter(pl.col("value").is_not_null()).sort(pl.col("citizen") == "TOTAL", maintain_order=True)
    once = best.unique(["geo", "period"], keep="first", maintain_order=True)
    return once.with_columns(month=pl.col("period").str.slice(5, 2).cast(pl.Int64))


def _crossings(rows: pl.DataFrame) -> pl.DataFrame:
    """By year; a year that does not reach December is left out, since its season is not whole."""
    whole = rows.filter(pl.col("period").str.ends_with("-12"))["year"].unique().to_list()
    return rows.filter(pl.col("year").is_in(whole)).rename({"citizen": "origin", "partner": "route", "kind": "border"})


def _decisions(rows: pl.DataFrame) -> pl.DataFrame:
    level, outcome = (pl.col("kind").str.split(":").list.get(place) for place in (0, 1))
    kept = rows.with_columns(level=level, outcome=outcome).filter(
        pl.col("level").is_in(FIRST_INSTANCE) & pl.col("outcome").is_in(list(_OUTCOMES))
    )
    return kept.with_columns(pl.col("outcome").replace(_OUTCOMES)).rename({"citizen": "origin"})


def _dublin(folder: Path) -> tuple[pl.DataFrame, ...]:
    """Requests, positive answers and transfers of the pairs of a year that have all three."""
    pairs = dublin_pairs(folder).rename({"state": "geo"})
    return tuple(
        pairs.select("year", "geo", "partner", value=pl.col(name).cast(pl.Float64))
        for name in ("requested", "accepted", "transferred")
    )


def _stock(folder: Path) -> pl.DataFrame:
    path = folder / STOCK
    cells = read_cells(path, read_bytes(str(path))).filter(pl.col("year") == STOCK_YEAR)
    return cells.select("geo", origin="origin_iso3", value=pl.col("migrant_stock").cast(pl.Float64))
