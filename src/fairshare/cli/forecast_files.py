"""A projection as files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from fairshare.figures.whole_files import whole_file

if TYPE_CHECKING:
    from fairshare.assessment.projections.project import Projection
    from fairshare.cli.forecast_inputs import Monthly


def write_frame(found: Projection, path: str) -> None:
    """All series, months and intervals; what is warned of stands in every row."""
    import polars as pl

    rows = found.to_frame().with_columns(warning=pl.lit("; ".join(found.warnings)))
    with whole_file(path, "--out") as part:
        if path.endswith(".csv"):
            rows.write_csv(part)
        else:
            rows.write_parquet(part)


def write_sums(taken: Monthly, found: Projection, year: int, path: str) -> None:
    """The sum of a year by state, its point and 80 % interval, as ``fairshare assess need --arrivals`` takes it.

    Raises :class:`~fairshare.faults.BadInputError` where series are not told apart by state."""
    from fairshare.cli.forecast_sums import year_sum
    from fairshare.faults import bad_argument

    if "state" not in taken.by:
        raise bad_argument("--sums", f"series are told apart by {', '.join(taken.by)}", "--by state")
    sums = year_sum(taken, found, year)
    level = found.levels.index(0.8)
    names = {name.removeprefix("state:"): place for place, name in enumerate(found.names) if _is_state(name, taken)}
    with whole_file(path, "--sums") as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("state", "low", "middle", "high", "warning"))
        for state, place in sorted(names.items()):
            told = (sums.lower[level, place], sums.points[place], sums.upper[level, place])
            writer.writerow((state, *(f"{value:.3f}" for value in told), "; ".join(found.warnings)))


def _is_state(name: str, taken: Monthly) -> bool:
    return name.startswith("state:") if len(taken.by) > 1 else name in taken.bottom.names
