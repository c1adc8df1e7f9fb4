"""Opening cycles: that of a pool year begins in the year before, with the information due by 1 June (9(7))."""

from __future__ import annotations

from datetime import date

from fairshare.law.solidarity.cycle import FIRST_POOL
from fairshare.workbench.record.models import Cycle


def open_due(today: date) -> list[int]:
    """Open the cycles of this pool year and of the next, where they are not held; which were opened."""
    years = range(max(today.year, FIRST_POOL), today.year + 2)
    return [year for year in years if Cycle.objects.get_or_create(year=year)[1]]
