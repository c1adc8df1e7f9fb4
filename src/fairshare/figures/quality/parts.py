"""Totals against their parts: nationalities, partners, outcomes, and the states of a published aggregate.

A sum of n figures rounded to 5 can differ from its total by 2.5 (n + 1), one in which counts below 5 were made
anonymous by 4 (n + 1); other counts must add up.
Parts above the total are wrong. Parts below it can be incomplete: more than 1 % missing is a doubt, less a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from fairshare.figures.indicators.headline import CITIZEN_PART, MEMBERS, PARTNER_PART
from fairshare.figures.quality.findings import Finding
from fairshare.figures.quality.frames import IS_STATE, UNION, plain, slack
from fairshare.states import EU27

LITTLE: Final = 0.01
_WHOLE_KINDS: Final = r"(?i)(^|:)total$"
_NO_PART_KINDS: Final = r"(?i)(^|:)total(_pos)?$"


@dataclass(frozen=True, slots=True)
class Division:
    """A way in which a total is divided: the check's name, what the parts are called, which rows are wholes and parts,
    and the columns that both share."""

    check: str
    words: str
    whole: pl.Expr
    part: pl.Expr
    by: tuple[str, ...]


DIVISIONS: Final = (
    Division(
        "citizens", "nationalities", pl.col("citizen") == "TOTAL", CITIZEN_PART, ("geo", "partner", "kind", "period")
    ),
    Division("partners", "partners", pl.col("partner") == "TOTAL", PARTNER_PART, ("geo", "citizen", "kind", "period")),
    Division(
        "kinds",
        "outcomes",
        pl.col("kind").str.contains(_WHOLE_KINDS),
        (pl.col("kind") != "") & ~pl.col("kind").str.contains(_NO_PART_KINDS),
        ("geo", "partner", "citizen", "level", "period"),
    ),
)


def check_parts(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """Totals against parts within each place; nationalities for the 27 together too."""
    off_by = slack(rows)
    level = pl.when(pl.col("kind").str.contains(":")).then(pl.col("kind").str.extract(r"^(.*):")).otherwise(pl.lit(""))
    known = rows.filter(pl.col("value").is_not_null()).with_columns(level=level)
    for division in DIVISIONS:
        cells = _cells(known, division)
        yield from _findings(cells, series, division, off_by)
        if division.check == "citizens":
            yield from _union(cells, series, division, off_by)


def _cells(known: pl.DataFrame, division: Division) -> pl.DataFrame:
    """``whole``, ``parts`` and ``n`` of every total that has at least two parts."""
    by = list(division.by)
    parts = known.filter(division.part).group_by(by).agg(parts=pl.col("value").sum(), n=pl.len())
    wholes = known.filter(division.whole).group_by(by).agg(whole=pl.col("value").sum())
    return wholes.join(parts.filter(pl.col("n") > 1), on=by)


def _findings(cells: pl.DataFrame, series: str, division: Division, off_by: float) -> Iterator[Finding]:
    """One finding per place, period and severity; the figures are sums over the totals that do not fit."""
    gap = pl.col("parts") - pl.col("whole")
    off = cells.filter(gap.abs() > (pl.col("n") + 1) * off_by).with_columns(severity=_severity())
    grouped = off.group_by("geo", "period", "severity").agg(
        pl.col("whole").sum(), pl.col("parts").sum(), gap=gap.abs().sum(), totals=pl.len()
    )
    for row in grouped.sort("geo", "period", "severity").iter_rows(named=True):
        yield _finding(series, division, row)


def _severity() -> pl.Expr:
    gap = pl.col("parts") - pl.col("whole")
    low = pl.when(-gap > LITTLE * pl.col("whole")).then(pl.lit("doubt")).otherwise(pl.lit("note"))
    return pl.when(gap > 0).then(pl.lit("wrong")).otherwise(low)


def _finding(series: str, division: Division, row: dict[str, object]) -> Finding:
    parts, whole, gap = (float(str(row[name])) for name in ("parts", "whole", "gap"))
    totals = int(str(row["totals"]))
    many = f" ({totals:,} totals)" if totals > 1 else ""
    text = f"the {division.words} add up to {parts:,.0f}, the total is {whole:,.0f}{many}"
    figures = {"parts": plain(parts), "total": plain(whole), "gap": plain(gap), "totals": totals}
    return Finding(
        *(series, str(row["geo"]), str(row["period"]), division.check, str(row["severity"]), text), figures, gap
    )


def _union(cells: pl.DataFrame, series: str, division: Division, off_by: float) -> Iterator[Finding]:
    """The same for the 27 together, over the totals of states that have parts."""
    inside = cells.filter(pl.col("geo").is_in(list(EU27)))
    summed = inside.group_by("partner", "kind", "period").agg(pl.col("whole", "parts", "n").sum())
    yield from _findings(summed.with_columns(geo=pl.lit(UNION)), series, division, off_by)


def check_aggregates(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """The published figure of a group of states against the sum of its members, one finding a period and severity.

    Members that have no row count as 0 and are told; with such, only a sum above the published figure is told."""
    off_by = slack(rows)
    by = ["partner", "citizen", "kind", "period"]
    known = rows.filter(pl.col("value").is_not_null())
    for name, members in MEMBERS.items():
        inside = known.filter(IS_STATE & pl.col("geo").is_in(list(members)))
        seen = min(inside["geo"].n_unique(), len(members))
        sums = inside.group_by(by).agg(parts=pl.col("value").sum(), n=pl.len())
        published = known.filter(pl.col("geo") == name).select(*by, whole="value")
        cells = published.join(sums, on=by).filter((pl.col("n") >= seen) | (pl.col("parts") > pl.col("whole")))
        division = Division("aggregate", "states", pl.lit(True), pl.lit(True), tuple(by))
        yield from _findings(cells.with_columns(geo=pl.lit(name)), series, division, off_by)


def check_subsets(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """Positive decisions are not more than all decisions."""
    by = ["geo", "partner", "citizen", "period"]
    every = rows.filter(pl.col("kind") == "TOTAL").select(*by, whole="value")
    some = rows.filter(pl.col("kind") == "TOTAL_POS").select(*by, part="value")
    more = every.join(some, on=by).filter(pl.col("part") > pl.col("whole") + 2 * slack(rows))
    for row in more.sort(by).iter_rows(named=True):
        text = f"{row['part']:,.0f} positive decisions of {row['whole']:,.0f} ({row['citizen']})"
        figures = {"positive": plain(row["part"]), "total": plain(row["whole"])}
        yield Finding(series, row["geo"], row["period"], "subset", "wrong", text, figures, row["part"] - row["whole"])
