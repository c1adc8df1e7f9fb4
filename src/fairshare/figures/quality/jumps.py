"""Jumps and breaks: a figure far from its neighbours, and a level that changes and stays.

A jump: the logarithm of a figure's ratio to the median of its two neighbours on each side lies more than five robust
standard deviations (1.4826 MAD of the series' own ratios, at least 0.1) from 0; near the ends, with fewer neighbours,
it must be apart from each of them by a factor of 1.5. A break: the median after is another
than the median before by a factor of 1.5 or more, and by three times what the figures on each side spread. Ten are
added to every figure first, so that small counts do not jump. Days are averaged by month.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log
from typing import Final

import polars as pl

from fairshare.figures.indicators.headline import headline
from fairshare.figures.quality.findings import Finding
from fairshare.figures.quality.frames import UNION, plain
from fairshare.states import EU27

DEVIATIONS: Final = 5.0
FACTOR: Final = 1.5
LEAST: Final = 100.0
"""Counts this far apart matter."""
_DAMPING: Final = 10.0
_FLOOR: Final = 0.1
_SIDES: Final = {"year": 3, "quarter": 4, "month": 6}
_BY: Final = ("geo", "partner", "kind")


def check_jumps(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """Jumps and breaks of the headline of every state, of the external border and of the 27 (published, or the sum of
    those that report in every period)."""
    top = headline(rows).filter(pl.col("value").is_not_null() & ~pl.col("geo").is_in(["EU28", "TOTAL"]))
    days = top["period"].str.len_chars().max() == 10
    if days:
        top = top.with_columns(pl.col("period").str.head(7)).group_by(*_BY, "period").agg(pl.col("value").mean())
    lines = pl.concat([top.select(*_BY, "period", "value"), _union(top)]).sort(*_BY, "period")
    size = lines["period"].str.len_chars().max()
    name = "year" if size == 4 else "quarter" if lines["period"].str.contains("Q").any() else "month"
    lines = lines.with_columns(x=(pl.col("value") + _DAMPING).log())
    yield from _jumps(lines, series)
    yield from _breaks(lines, series, _SIDES[name])


def _union(top: pl.DataFrame) -> pl.DataFrame:
    """The sum over those of the 27 that have a figure in every period of a kind; nothing for fewer than 20, or where
    the figure of the 27 is published."""
    inside = top.filter(pl.col("geo").is_in(list(EU27)) & ~(pl.col("geo") == "EU27_2020").any())
    by = ["partner", "kind"]
    all_periods = inside.group_by(by).agg(of=pl.col("period").n_unique())
    whole = inside.group_by("geo", *by).agg(seen=pl.col("period").n_unique()).join(all_periods, on=by)
    whole = whole.filter(pl.col("seen") == pl.col("of")).filter(pl.len().over(by) >= 20)
    kept = inside.join(whole, on=["geo", *by], how="semi")
    summed = kept.group_by(*by, "period").agg(pl.col("value").sum())
    return summed.with_columns(geo=pl.lit(UNION)).select(*_BY, "period", "value")


def _jumps(lines: pl.DataFrame, series: str) -> Iterator[Finding]:
    around = [pl.col("x").shift(k).over(_BY) for k in (-2, -1, 1, 2)]
    ratios = (
        lines.with_columns(
            around=pl.concat_list(around).list.drop_nulls(),
            closest=pl.min_horizontal((pl.col("x") - other).abs() for other in around),
        )
        .filter(pl.col("around").list.len() >= 2)
        .with_columns(middle=pl.col("around").list.median())
        .with_columns(ratio=pl.col("x") - pl.col("middle"))
    )
    spread = (1.4826 * (pl.col("ratio") - pl.col("ratio").median()).abs().median()).over(_BY)
    found = ratios.with_columns(
        spread=pl.max_horizontal(spread, pl.lit(_FLOOR)), usual=pl.col("middle").exp() - _DAMPING
    )
    found = found.filter(
        (pl.col("ratio").abs() > DEVIATIONS * pl.col("spread"))
        & (pl.col("ratio").abs() > log(FACTOR))
        & ((pl.col("around").list.len() == len(around)) | (pl.col("closest") > log(FACTOR)))
        & ((pl.col("value") - pl.col("usual")).abs() >= LEAST)
    )
    for row in found.iter_rows(named=True):
        text = f"{row['value']:,.0f}{_of(row)}, its neighbours about {row['usual']:,.0f}"
        deviations = abs(row["ratio"]) / row["spread"]
        figures = {"value": plain(row["value"]), "usual": row["usual"], "deviations": deviations} | _which(row)
        size = abs(row["value"] - row["usual"])
        yield Finding(series, row["geo"], row["period"], "jump", "doubt", text, figures, size)


def _breaks(lines: pl.DataFrame, series: str, side: int) -> Iterator[Finding]:
    """The strongest break of each run of neighbouring ones."""
    before = pl.concat_list([pl.col("x").shift(k).over(_BY) for k in range(1, side + 1)])
    after = pl.concat_list([pl.col("x").shift(-k).over(_BY) for k in range(side)])
    full = (pl.col("before").list.drop_nulls().list.len() == side) & (
        pl.col("after").list.drop_nulls().list.len() == side
    )
    sided = lines.with_columns(before=before, after=after, place=pl.int_range(pl.len()).over(_BY)).filter(full)
    sided = sided.with_columns(low=pl.col("before").list.median(), high=pl.col("after").list.median())
    spread = pl.max_horizontal(
        *(
            pl.max_horizontal(pl.col(name).list.max() - pl.col(middle), pl.col(middle) - pl.col(name).list.min())
            for name, middle in (("before", "low"), ("after", "high"))
        )
    )
    change = (pl.col("high") - pl.col("low")).abs()
    far = (pl.col("high").exp() - pl.col("low").exp()).abs() >= LEAST
    found = sided.filter((change >= log(FACTOR)) & (change >= 3 * spread) & far).with_columns(change=change)
    run = (pl.col("place").diff().over(_BY) != 1).fill_null(True).cum_sum().over(_BY)
    best = found.with_columns(run=run).filter(pl.col("change") == pl.col("change").max().over(*_BY, "run"))
    for row in best.iter_rows(named=True):
        low, high = exp(row["low"]) - _DAMPING, exp(row["high"]) - _DAMPING
        text = f"the level changes from about {low:,.0f} to about {high:,.0f}{_of(row)} and stays"
        figures = {"before": low, "after": high} | _which(row)
        yield Finding(series, row["geo"], row["period"], "break", "doubt", text, figures, abs(high - low))


def _which(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("partner", "kind") if row[name]}


def _of(row: dict[str, str]) -> str:
    which = ", ".join(_which(row).values())
    return f" ({which})" if which else ""
