"""What a report may show of a book that holds more than its events tell. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fairshare.evaluation.pool import Figure, PoolReport
from fairshare.evaluation.pool.rows import StateRow
from fairshare.ledger.book import Book
from fairshare.ledger.postings import Amount

FLOWS: Final = (
    "unpledged", "deducted", "released", "to_implement", "committed", "implemented", "offset", "carried_over",
    "settled", "outstanding",
)  # fmt: skip
"""Figures that follow from postings."""

HIDDEN: Final = "counts of persons are published as of the end of a month, rounded to 5"
"""The note of a figure that is left out."""


def suppressed(report: PoolReport) -> PoolReport:
    """The report for the public. Balances that no posting in the journal explains are left out with all that follows
    from them: of a book as it is published there are none."""
    hidden = _unexplained(report.book)
    if not hidden:
        return report
    rows = tuple(_without(row) if row.state in hidden else row for row in report.rows)
    return replace(report, rows=rows, catch_up={}, distance=None)


def _unexplained(book: Book) -> set[str]:
    """The states on whose accounts something stands that the journal does not explain."""
    explained: dict[tuple[str, ...], Amount] = {}
    for entry in book.journal:
        for leg in entry.legs:
            explained[leg[:4]] = explained.get(leg[:4], 0) + leg[4]
    return {place[0] for place, amount in book.balances.items() if amount != explained.get(place, 0)}


def _without(row: StateRow) -> StateRow:
    left_out = {name: Figure(None, row.figures[name].unit, "unknown", "", row.figures[name].cite, HIDDEN)
                for name in FLOWS}  # fmt: skip
    return replace(row, figures=row.figures | left_out)


def accounted(report: PoolReport) -> PoolReport:
    """The report of a book without the events that a seat may not see: balances that they moved rest on them."""
    rows = tuple(
        replace(row, figures={name: _rests_on_hidden(figure) for name, figure in row.figures.items()})
        for row in report.rows
    )
    return replace(report, rows=rows)


def _rests_on_hidden(figure: Figure) -> Figure:
    if not figure.value or figure.source != "no event on record":
        return figure
    return replace(figure, status="official", source="single events are not shown")
