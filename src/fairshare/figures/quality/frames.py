"""What the checks share: observations as floats and the slack of rounding."""

from __future__ import annotations

from typing import Final

import polars as pl

from fairshare.states import NAMES

UNION: Final = "EU27"
"""The place of a finding on the 27 together."""

IS_STATE: Final = pl.col("geo").is_in(list(NAMES))


def amounts(frame: pl.DataFrame) -> pl.DataFrame:
    """The observations with their values as floats."""
    return frame.with_columns(pl.col("value").cast(pl.Float64))


def slack(rows: pl.DataFrame) -> float:
    """By how much each figure can be off: 2.5 where all are multiples of 5; 4 where 1 to 4 never occur among many
    (small counts were made anonymous); else 0."""
    known = rows["value"].drop_nulls()
    if len(known) and bool((known % 5 == 0).all()):
        return 2.5
    return 4.0 if len(known) > 1_000 and not known.is_in([1.0, 2.0, 3.0, 4.0]).any() else 0.0


def plain(value: float) -> int | float:
    """A whole number as an ``int``."""
    return int(value) if float(value).is_integer() else float(value)
