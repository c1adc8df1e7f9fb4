"""All checks of a series in one call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain

import polars as pl

from fairshare.faults import bad_argument
from fairshare.figures.indicators.observations import SCHEMA
from fairshare.figures.quality.coverage import (
    check_age,
    check_duplicates,
    check_flags,
    check_missing,
    check_suppressed,
)
from fairshare.figures.quality.findings import Finding
from fairshare.figures.quality.frames import amounts
from fairshare.figures.quality.jumps import check_jumps
from fairshare.figures.quality.mirror import MIRRORS, check_mirror
from fairshare.figures.quality.parts import check_aggregates, check_parts, check_subsets


def check(
    frame: pl.DataFrame,
    series: str,
    *,
    partners: Mapping[str, pl.DataFrame] | None = None,
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Every finding on the observations of a series, the worst first.

    ``frame`` has the columns of an observation. ``partners`` holds observations of other series by name: of an outgoing
    Dublin series, the incoming one is compared. ``today`` is the day on which age is judged; without it, it is not.
    Raises :class:`~fairshare.faults.BadInputError` for other columns."""
    rows = _amounts(frame, series)
    if rows.is_empty():
        return ()
    checks = (check_duplicates, check_parts, check_aggregates, check_subsets, check_jumps, check_missing)
    found = list(chain.from_iterable(one(rows, series) for one in (*checks, check_flags, check_suppressed)))
    other = (partners or {}).get(MIRRORS.get(series, ""))
    if other is not None:
        found += check_mirror(rows, _amounts(other, MIRRORS[series]), series)
    if today is not None:
        found += check_age(rows, series, today)
    return tuple(sorted(found, key=lambda finding: finding.rank))


def _amounts(frame: pl.DataFrame, series: str) -> pl.DataFrame:
    lacking = [name for name in SCHEMA if name not in frame.columns]
    if lacking:
        raise bad_argument(series, f"lacks the columns {', '.join(lacking)}", "the columns of an observation")
    return amounts(frame.select(list(SCHEMA)))
