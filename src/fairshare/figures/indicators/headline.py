"""The headline of a series: one figure per place, route, kind and period, over all citizenships and partner states."""

from __future__ import annotations

from typing import Final

import polars as pl

from fairshare.states import EU27, EU28, NAMES

MEMBERS: Final = {"EU27_2020": EU27, "EU28": EU28, "TOTAL": frozenset(NAMES)}
"""The states of each aggregate that stands among the places."""
CITIZEN_PART: Final = pl.col("citizen").str.contains(r"^[A-Z]{3}$|[a-z]")
"""A nationality, by code or by name; the others are totals and regions."""
PARTNER_PART: Final = pl.col("partner").is_in(list(NAMES))
"""A state as partner."""


def headline(rows: pl.DataFrame) -> pl.DataFrame:
    """The published total of each place, route, kind and period, or the sum of its parts where there is none.

    Columns of an observation without ``citizen``, and any further ones (which keep rows apart); ``partner`` is a route,
    or empty where partners are states; ``flag`` has the flags of all parts."""
    return _collapsed(_collapsed(rows, "citizen", CITIZEN_PART), "partner", PARTNER_PART).drop("citizen")


def _collapsed(rows: pl.DataFrame, column: str, is_part: pl.Expr) -> pl.DataFrame:
    """The rows without the parts of one column; its totals count as empty."""
    by = [name for name in rows.columns if name not in {column, "value", "flag"}]
    known = pl.when(pl.col("value").count() > 0).then(pl.col("value").sum())
    parts = rows.filter(is_part).group_by(by).agg(value=known, flag=pl.col("flag").unique().sort().str.join(""))
    others = [pl.col(column) == "TOTAL", pl.col(column) == ""]
    if column == "partner":  # routes and the like are kept apart
        others.append(~pl.col(column).is_in([*MEMBERS, *NAMES]))
    whole = rows.filter(pl.any_horizontal(others)).with_columns(pl.col(column).replace("TOTAL", ""))
    rest = parts.join(whole, on=by, how="anti").with_columns(pl.lit("").alias(column))
    return pl.concat([whole, rest.select(whole.columns)])
