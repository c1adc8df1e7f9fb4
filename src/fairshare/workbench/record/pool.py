"""The report on the pool for a seat: what the rules say of the book that it may see."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from fairshare.evaluation.pool import PoolReport, report_of
from fairshare.evaluation.pool.beside import beside
from fairshare.figures import cycles
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.suppressed import accounted, suppressed


def pool_of(view: Cut, as_of: date | None = None) -> PoolReport:
    """The report on the pool of a cycle as ``view`` shows it. Refuses before an act is adopted (57(1))."""
    on = as_of or max((max(event.date, event.recorded or event.date) for event in view.events), default=date.max)
    return view.common(("report", on), lambda shared: _report(shared, on))


def _report(view: Cut, on: date) -> PoolReport:
    report = report_of(
        view.book,
        on,
        not_covered=view.not_covered,
        authorised=view.seat.cleared,
        **_beside(view.year),
    )
    if len(view.events) < len(view.book.events):
        report = accounted(report)
    return suppressed(report) if view.seat.capacity == "public" else report


@cache
def _beside(year: int) -> dict[str, Any]:
    return beside(year, shipped=year in cycles.years())
