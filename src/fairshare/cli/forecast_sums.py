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
    """By node the ``points`` and, by level, the ends of the intervals; ``known`` months are figures."""

    year: int
    known: int
    points: Floats
    levels: tuple[float, ...]
    lower: Floats
    upper: Floats


def year_sum(taken: Monthly, found: Projection, year: int) -> YearSum:
    """The sum of a year. Raises :class:`~fairshare.faults.BadInputError` for months neither held nor projected."""
    import numpy as np

    from fairshare.assessment.projections.project import total
    from fairshare.faults import bad_argument

    months = [date(year, month, 1) for month in range(1, 13)]
    nodes = taken.hierarchy.panel(taken.bottom)
    places = [(month.year - nodes.start.year) * 12 + month.month - nodes.start.month for month in months]
    known = [place for place in places if 0 <= place < nodes.months]
    ahead = [month for month in months if month in found.months]
    if len(known) + len(ahead) < 12 or not ahead:
        held = f"a year with months from {found.months[0]:%Y-%m} to {found.months[-1]:%Y-%m}, or a longer --horizon"
        raise bad_argument("--year", f"{year} is not all known or projected", held)
    past = np.nansum(nodes.values[:, known], axis=1) if known else np.zeros(len(nodes.names))
    rest = total(found, ahead[0], ahead[-1])
    return YearSum(year, len(known), past + rest.points, rest.levels, past + rest.lower, past + rest.upper)
