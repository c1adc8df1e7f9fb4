"""What is not there or not firm: states without a figure, suppressed figures, flags, rows twice, old data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import polars as pl

from fairshare.figures.indicators.observations import KEY
from fairshare.figures.quality.findings import Finding
from fairshare.figures.quality.frames import IS_STATE
from fairshare.states import EU27

FLAGS: Final[Mapping[str, str]] = {
    "b": "a break in the series",
    "c": "confidential",
    "d": "a definition that differs",
    "e": "estimated",
    "f": "forecast",
    "i": "imputed",
    "p": "provisional",
    "r": "revised",
    "s": "estimated by Eurostat",
    "u": "of low reliability",
}
OLD: Final[Mapping[str, int]] = {"day": 62, "month": 183, "quarter": 274, "year": 731}
"""Days after the end of the last period from which a series is old."""


def check_missing(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """States that have no figure in a period, one finding for neighbouring periods that lack the same states.

    Expected are the 27 where at least 20 of them ever report, else the states that do. Before a state's first figure
    it is a note, later a doubt. A series in which states without a case have no row looks incomplete here."""
    known = rows.filter(IS_STATE & pl.col("value").is_not_null()).select("geo", "period").unique()
    seen = set(known["geo"])
    if not seen:
        return
    expected = EU27 if len(seen & EU27) >= 20 else seen
    first = dict(known.group_by("geo").agg(pl.col("period").min()).iter_rows())
    there = {period: set(states) for period, states in known.group_by("period").agg("geo").iter_rows()}
    runs: list[tuple[frozenset[str], list[str]]] = []
    for period in sorted(rows["period"].unique()):
        lacking = frozenset(expected - there.get(period, set()))
        if runs and runs[-1][0] == lacking:
            runs[-1][1].append(period)
        else:
            runs.append((lacking, [period]))
    for lacking, periods in runs:
        if lacking:
            late = any(first.get(state, periods[-1]) < periods[-1] for state in lacking)
            names = " ".join(sorted(lacking))
            text = f"no figure of {names} ({len(lacking)} of {len(expected)})"
            figures: dict[str, int | str] = {
                "states": names,
                "missing": len(lacking),
                "expected": len(expected),
                "periods": len(periods),
            }
            yield Finding(series, "", _span(periods), "missing", "doubt" if late else "note", text, figures)


def check_flags(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """How many figures carry each flag; every break by place and period, as a doubt."""
    flagged = rows.filter(pl.col("flag") != "").with_columns(letter=pl.col("flag").str.extract_all("[a-z]"))
    letters = flagged.explode("letter").filter(pl.col("letter").is_not_null())
    for letter, group in letters.sort("letter").group_by("letter", maintain_order=True):
        code = str(letter[0])
        states = " ".join(sorted(group["geo"].unique()))
        text = f"{len(group):,} of {len(rows):,} figures are flagged {code} ({FLAGS.get(code, 'unknown')}): {states}"
        figures: dict[str, int | str] = {"flag": code, "figures": len(group), "of": len(rows), "states": states}
        yield Finding(series, "", _span(sorted(group["period"].unique())), "flags", "note", text, figures)
    for geo, period in (
        letters.filter(pl.col("letter") == "b").select("geo", "period").unique().sort("geo", "period").iter_rows()
    ):
        text = "the publisher flags a break: do not compare with the time before"
        yield Finding(series, geo, period, "flagged_break", "doubt", text, {})


def check_suppressed(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """Figures that are suppressed or unknown, by place; a tenth or more of a place's figures is a doubt."""
    counted = rows.group_by("geo").agg(
        of=pl.len(), nulls=pl.col("value").null_count(), periods=pl.col("period").filter(pl.col("value").is_null())
    )
    for row in counted.filter(pl.col("nulls") > 0).sort("geo").iter_rows(named=True):
        severity = "doubt" if row["nulls"] >= 0.1 * row["of"] else "note"
        text = f"{row['nulls']:,} of {row['of']:,} figures are suppressed or unknown"
        figures = {"figures": row["nulls"], "of": row["of"]}
        yield Finding(series, row["geo"], _span(sorted(set(row["periods"]))), "suppressed", severity, text, figures)


def check_duplicates(rows: pl.DataFrame, series: str) -> Iterator[Finding]:
    """Keys that stand more than once."""
    twice = rows.group_by(KEY).len().filter(pl.col("len") > 1).sort(KEY)
    for row in twice.iter_rows(named=True):
        which = ", ".join(row[name] for name in ("partner", "citizen", "kind") if row[name])
        text = f"one figure stands {row['len']} times{f' ({which})' if which else ''}"
        yield Finding(series, row["geo"], row["period"], "duplicate", "wrong", text, {"rows": row["len"]})


def check_age(rows: pl.DataFrame, series: str, today: date) -> Iterator[Finding]:
    """A series whose last period ended long ago (see :data:`OLD`)."""
    if rows.is_empty():
        return
    last = str(rows["period"].max())
    name, end = _end(last)
    days = (today - end).days
    if days > OLD[name]:
        text = f"the last figures are of {last}, {days:,} days before {today.isoformat()}"
        yield Finding(series, "", last, "age", "doubt", text, {"days": days, "expected": OLD[name]})


def _end(period: str) -> tuple[str, date]:
    """What a period is, and its last day (the 28th of its last month where it is longer than a day)."""
    year = int(period[:4])
    if len(period) == 4:
        return "year", date(year, 12, 31)
    if "Q" in period:
        return "quarter", date(year, 3 * int(period[-1]), 28)
    if len(period) == 7:
        return "month", date(year, int(period[5:]), 28)
    return "day", date.fromisoformat(period)


def _span(periods: list[str]) -> str:
    """A period, or the first and the last of several."""
    return periods[0] if len(periods) == 1 else f"{periods[0]}..{periods[-1]}"
