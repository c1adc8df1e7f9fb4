"""The sum of a calendar year: what is known of it, and what is projected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairshare.assessment.projections.panel import Floats
    from fairshare.assessment.projections.project import Projection
    from fairshare.cli.forecast_inputs import Monthly


@dataclass(frozen=True, slots=True)
class YearSum:
    """By node the ``points`` and, by level, the ends of the intervals. ``known`` months are figures; ``filled`` are the
    bottom series of which some of these months are not, and count with their neighbours or their last figure."""

    year: int
    known: int
    filled: tuple[str, ...]
    points: Floats
    levels: tuple[float, ...]
    lower: Floats
    upper: Floats


def year_sum(taken: Monthly, found: Projection, year: int) -> YearSum:
    """The sum of a year. Raises :class:`~fairshare.faults.BadInputError` for months neither held nor projected."""
    import numpy as np

    from fairshare.assessment.projections.project import carried_on, total
    from fairshare.faults import bad_argument

    bottom = taken.bottom
    months = [date(year, month, 1) for month in range(1, 13)]
    places = [(month.year - bottom.start.year) * 12 + month.month - bottom.start.month for month in months]
    known = [place for place in places if 0 <= place < bottom.months]
    ahead = [month for month in months if month in found.months]
    if len(known) + len(ahead) < 12:
        held = f"a year of months from {bottom.start:%Y-%m} to {found.months[-1]:%Y-%m}, or a longer --horizon"
        raise bad_argument("--year", f"{year} is not all known or projected", held)
    figures = carried_on(bottom).values[:, known]
    missing = np.isnan(figures)  # before a series begins, and after it has ended
    past = taken.hierarchy.all_nodes(figures.sum(axis=1, where=~missing))
    gaps = np.flatnonzero((np.isnan(bottom.values[:, known]) & ~missing).sum(axis=1))
    filled = tuple(bottom.names[place] for place in gaps)
    if not ahead:
        return YearSum(year, 12, filled, past, found.levels, *[np.tile(past, (len(found.levels), 1))] * 2)
    rest = total(found, ahead[0], ahead[-1])
    return YearSum(year, len(known), filled, past + rest.points, rest.levels, past + rest.lower, past + rest.upper)
