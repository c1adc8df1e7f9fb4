"""The external border by state, and detections by route, as the attribution takes them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import polars as pl

from fairshare.figures import reference
from fairshare.figures.assess.detections import Border, Borders
from fairshare.figures.indicators.annual import by_year
from fairshare.figures.indicators.readings import Reading


@cache
def borders() -> Borders:
    """Lengths in km from the bundled table ``external_borders``."""
    parts = [(row.key.split("/"), float(row.number)) for row in reference.table("external_borders")]
    land = {(key[0], key[2]): km for key, km in parts if key[1] == "land"}
    return Borders(land, {key[0]: km for key, km in parts if key[1] == "coast"})


def by_route(reading: Reading, year: int, kinds: Collection[str] = ()) -> dict[tuple[str, Border], float]:
    """Detections of a year by route and kind of border (``land``, ``sea``; some only, if named); empty where a month of
    the year is missing for all routes."""
    months = reading.rows.filter(pl.col("period").str.head(4) == str(year))["period"].n_unique()
    if months < 12:
        return {}
    rows = by_year(reading).filter(pl.col("year") == year).select("partner", "kind", pl.col("value").cast(pl.Float64))
    found: dict[tuple[str, Border], float] = {(route, kind): value for route, kind, value in rows.iter_rows()}
    return {place: value for place, value in found.items() if not kinds or place[1] in kinds}
