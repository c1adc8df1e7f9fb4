"""Mirror statistics: what one state says it sent to another, against what the other says it received."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from fairshare.figures.quality.findings import Finding
from fairshare.figures.quality.frames import plain
from fairshare.states import NAMES

MIRRORS: Final[Mapping[str, str]] = {
    "dublin_requests_out": "dublin_requests_in",
    "dublin_decisions_out": "dublin_decisions_in",
    "dublin_transfers_out": "dublin_transfers_in",
}
"""The series that counts the same from the other side."""
LEAST_GAP: Final = 100
LEAST_SHARE: Final = 0.25
"""A pair is told where its counts are this far apart: persons, and of the larger."""


def check_mirror(out: pl.DataFrame, into: pl.DataFrame, series: str) -> Iterator[Finding]:
    """Counts of ``series`` (outgoing) against incoming counts: pairs that are far apart, and all pairs of a period.

    Pairs that one side alone reports are told by their number and total."""
    both = _pairs(out, into)
    for row in _totals(both).iter_rows(named=True):
        yield _total(series, row)
    gap = (pl.col("out") - pl.col("into")).abs()
    larger = pl.max_horizontal("out", "into")
    far = both.filter((gap >= LEAST_GAP) & (gap >= LEAST_SHARE * larger))
    for row in far.sort("period", "geo", "partner", "kind").iter_rows(named=True):
        yield _pair(series, row)


def _pairs(out: pl.DataFrame, into: pl.DataFrame) -> pl.DataFrame:
    """Pairs of states with both counts, one null where that side has none."""
    states, by = list(NAMES), ["geo", "partner", "kind", "period"]
    pair = pl.col("geo").is_in(states) & pl.col("partner").is_in(states) & pl.col("value").is_not_null()
    sent = out.filter(pair).select(*by, out="value")
    received = into.filter(pair).select(geo="partner", partner="geo", kind="kind", period="period", into="value")
    return sent.join(received, on=by, how="full", coalesce=True)


def _totals(both: pl.DataFrame) -> pl.DataFrame:
    """By period and kind: sums over pairs that both sides report, gaps without sign, and pairs of one side alone."""
    paired = pl.col("out").is_not_null() & pl.col("into").is_not_null()
    return (
        both.group_by("period", "kind")
        .agg(
            pairs=paired.sum(),
            out=pl.col("out").filter(paired).sum(),
            into=pl.col("into").filter(paired).sum(),
            apart=(pl.col("out") - pl.col("into")).abs().sum(),
            alone=(~paired).sum(),
            alone_count=pl.sum_horizontal("out", "into").filter(~paired).sum(),
        )
        .sort("period", "kind")
    )


def _total(series: str, row: Mapping[str, float]) -> Finding:
    gap = row["out"] - row["into"]
    larger = max(row["out"], row["into"])
    severity = "doubt" if larger and abs(gap) > 0.05 * larger else "note"
    ratio = f", {row['out'] / row['into']:.3f} times" if row["into"] else ""
    kind = f" ({row['kind']})" if row["kind"] else ""
    text = (
        f"{row['pairs']:,} pairs{kind}: outgoing {row['out']:,.0f}, incoming {row['into']:,.0f}{ratio}; "
        f"{row['apart']:,.0f} apart pair by pair; "
        f"{row['alone']:,} pairs with {row['alone_count']:,.0f} on one side only"
    )
    figures = {name: plain(row[name]) for name in ("pairs", "out", "into", "apart", "alone", "alone_count")}
    return Finding(
        series, "", str(row["period"]), "mirror", severity, text, figures | {"gap": plain(gap)}, row["apart"]
    )


def _pair(series: str, row: Mapping[str, float]) -> Finding:
    kind = f" ({row['kind']})" if row["kind"] else ""
    gap = row["out"] - row["into"]
    ratio = {"ratio": row["out"] / row["into"]} if row["into"] else {}
    text = f"sent to {row['partner']}{kind}: {row['out']:,.0f}; {row['partner']} says {row['into']:,.0f}"
    figures = {"partner": str(row["partner"]), "out": plain(row["out"]), "into": plain(row["into"]), "gap": plain(gap)}
    return Finding(
        *(series, str(row["geo"]), str(row["period"]), "mirror_pair", "doubt", text), figures | ratio, abs(gap)
    )
