"""Monthly series side by side: the input of every projection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.faults import bad_argument

if TYPE_CHECKING:
    import polars as pl

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts by series and month.

    ``values`` has a row per series and a column per month from ``start`` (the first day of the first month) on. NaN is
    a month without a figure: before a series begins, after it ends, or a gap. Raises
    :class:`~fairshare.faults.BadInputError` for shapes that do not fit, a repeated name, a negative or infinite count.
    """

    names: tuple[str, ...]
    start: date
    values: Floats

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or len(self.values) != len(self.names):
            raise bad_argument("values", f"have the shape {self.values.shape}", f"{len(self.names)} series x months")
        if len(set(self.names)) < len(self.names):
            raise bad_argument("names", "are not all different", "each series once")
        if self.start.day != 1:
            raise bad_argument("start", f"{self.start} is not the first day of a month", "YYYY-MM-01")
        if np.isinf(self.values).any() or (self.values < 0).any():
            raise bad_argument("values", "hold a negative or infinite count", "counts of 0 or more, or NaN")

    @property
    def months(self) -> int:
        """How many months there are."""
        return int(self.values.shape[1])

    def month(self, index: int) -> date:
        """The first day of a month by its place; places after the last are months to come.

        >>> Panel(("EL",), date(2024, 11, 1), np.zeros((1, 2))).month(2)
        datetime.date(2025, 1, 1)
        """
        years, month = divmod(self.start.year * 12 + self.start.month - 1 + index, 12)
        return date(years, month + 1, 1)

    def until(self, months: int) -> Panel:
        """The first months only: what was known then."""
        return Panel(self.names, self.start, self.values[:, :months])

    def rows(self, chosen: Sequence[int]) -> Panel:
        """Some of the series, in the order given."""
        return Panel(tuple(self.names[row] for row in chosen), self.start, self.values[list(chosen)])

    def to_frame(self) -> pl.DataFrame:
        """Long form: ``series``, ``month`` (a date), ``value``; months without a figure are left out."""
        import polars as pl

        row, column = np.nonzero(~np.isnan(self.values))
        months = [self.month(index) for index in range(self.months)]
        return pl.DataFrame(
            {
                "series": np.array(self.names, object)[row].tolist(),
                "month": [months[index] for index in column.tolist()],
                "value": self.values[row, column],
            },
            schema={"series": pl.String, "month": pl.Date, "value": pl.Float64},
        )


def panel(frame: pl.DataFrame) -> Panel:
    """A panel from long form: columns ``series``, ``month`` (a date in the month) and ``value`` (null: no figure).

    Series are sorted by name. Raises :class:`~fairshare.faults.BadInputError` for no rows, or a series and month that
    stand twice."""
    import polars as pl

    if frame.is_empty():
        raise bad_argument("series", "there is no monthly figure", "at least one")
    rows = frame.select("series", pl.col("month").dt.truncate("1mo"), pl.col("value").cast(pl.Float64))
    if rows.select("series", "month").is_duplicated().any():
        raise bad_argument("series", "a series has two figures for a month", "one each")
    names = rows["series"].unique().sort()
    first, last = rows["month"].min(), rows["month"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    place = (rows["month"].dt.year().to_numpy() - first.year) * 12 + rows["month"].dt.month().to_numpy() - first.month
    series = names.search_sorted(rows["series"]).to_numpy()
    values = np.full((len(names), (last.year - first.year) * 12 + last.month - first.month + 1), np.nan)
    values[series, place] = rows["value"].to_numpy()
    return Panel(tuple(names), first, values)
