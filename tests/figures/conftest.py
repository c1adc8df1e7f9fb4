"""A store filled with small readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from fairshare.figures.indicators.observations import Extract, observations
from fairshare.figures.indicators.store import Store

Keep = Callable[..., Store]


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Store rows of a series: tuples by ``columns`` and the value."""

    def call(
        series: str,
        rows: Sequence[tuple],
        columns: Sequence[str] = ("geo", "period"),
        dataset: str = "made up",
        at: str = "2026-11-01T00:00:00Z",
    ) -> Store:
        data = [(*row[:-1], None if row[-1] is None else Decimal(str(row[-1]))) for row in rows]
        schema = dict.fromkeys(columns, pl.String) | {"value": pl.Decimal(38, 10)}
        frame = observations(pl.DataFrame(data, schema=schema, orient="row"))
        years = tuple(sorted(set(frame["period"].str.head(4).cast(pl.Int64))))
        Store(tmp_path).save(Extract(series, "files", dataset, {}, "persons", "", "", years, frame), at)
        return Store(tmp_path)

    return call
