"""Population and GDP of the states outside the Union, which the series of the Union lack."""

from __future__ import annotations

import polars as pl

from fairshare.figures.reference import series, table

NOTE = (
    "population and GDP of CH, IS, LI, NO and UK: one population each, and GDP in the proportion to Germany's of 2014; "
    "no key has them",
)


def with_associated(population: pl.DataFrame, gdp: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, tuple[str, ...]]:
    """Population and GDP (year, geo, value) with rows of those states added, and a note on it."""
    held = {row.key: float(row.number) for row in table("associated_states")}
    states = sorted({key.split("/")[0] for key in held})
    base = gdp.filter(pl.col("geo") == "DE").select("year", "value")
    more_gdp = [
        base.with_columns(geo=pl.lit(state), value=pl.col("value") * held[f"{state}/gdp_of_germany"] / 100)
        for state in states
    ]
    years = population.select("year").unique()
    more_people = [years.with_columns(geo=pl.lit(state), value=pl.lit(held[f"{state}/population"])) for state in states]
    columns = ["year", "geo", "value"]
    return (
        pl.concat([population.select(columns), *(one.select(columns) for one in more_people)]),
        pl.concat([gdp.select(columns), *(one.select(columns) for one in more_gdp)]),
        NOTE,
    )


def bundled_series(name: str) -> pl.DataFrame:
    """A bundled table ``STATE/YEAR`` as a frame (year, geo, value)."""
    rows = [(year, state, float(row.number)) for (state, year), row in series(name).items() if row.known]
    return pl.DataFrame(rows, schema={"year": pl.Int64, "geo": pl.String, "value": pl.Float64}, orient="row")
