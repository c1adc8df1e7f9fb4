"""What a projection knows of each series: where it begins and ends, gaps filled, and series with too little to fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import bad_argument

Ints: TypeAlias = npt.NDArray[np.int64]
SEASON: Final = 12
"""Months in a season."""
ENDED: Final = 12
"""A series without a figure in this many last months has ended: it is projected as 0."""


@dataclass(frozen=True, slots=True)
class History:
    """The known part of each series of a panel.

    ``first`` and ``last``: the month of the first and last figure by series; -1 in both for a series without any.
    ``filled``: the values with gaps between first and last filled on a straight line, NaN outside. ``months``: of
    the panel; projections begin after them, also for a series whose last figures are still to come.
    """

    first: Ints
    last: Ints
    filled: Floats
    months: int

    @property
    def ended(self) -> npt.NDArray[np.bool_]:
        """Series without a figure in the last year, or without any: nothing to project from."""
        return (self.last < 0) | (self.months - 1 - self.last >= ENDED)

    @property
    def lag(self) -> Ints:
        """Months between the last figure and the end of the panel, by series."""
        return self.months - 1 - self.last

    def series(self, row: int) -> Floats:
        """The figures of one series, from its first to its last month."""
        return self.filled[row, self.first[row] : self.last[row] + 1]


def history(panel: Panel) -> History:
    """The history of a panel, at its last month. Raises :class:`~fairshare.faults.BadInputError` for one of none."""
    if not panel.months:
        raise bad_argument("panel", "has no month", "at least one")
    known = ~np.isnan(panel.values)
    some = known.any(axis=1)
    first = np.where(some, known.argmax(axis=1), -1)
    last = np.where(some, panel.months - 1 - known[:, ::-1].argmax(axis=1), -1)
    filled = panel.values.copy()
    month = np.arange(panel.months)
    inside = (month >= first[:, None]) & (month <= last[:, None])
    for row in np.flatnonzero((inside & ~known).any(axis=1)).tolist():
        gaps = inside[row] & ~known[row]
        filled[row, gaps] = np.interp(month[gaps], month[known[row]], filled[row, known[row]])
    return History(first, last, filled, panel.months)
