"""A report for the public: small counts of persons, and what they could be derived from, are left out. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from fairshare.evaluation.pool import Figure, PoolReport
from fairshare.evaluation.pool.rows import StateRow
from fairshare.ledger.book import Book
from fairshare.ledger.postings import RELOCATION, Leg
from fairshare.workbench.record.levels import SMALLEST

LINKED: Final = ("committed", "implemented", "offset", "carried_over", "outstanding")
"""Figures that follow from one another, draws and pledges being public: where one is small, none of them is shown."""

HIDDEN: Final = "counts of 1 to 4 persons, and what they could be derived from, are not shown"
"""The note of a figure that is left out."""

_PERSONS: Final = ("accepted", "implemented", "offset", "carried_over")


def is_small(count: object) -> bool:
    """Whether a count of persons is too small to be shown.

    >>> [is_small(count) for count in (None, 0, 1, 4, 5)]
    [False, False, True, True, False]
    """
    return count is not None and 0 < cast(float, count) < SMALLEST


def suppressed(report: PoolReport) -> PoolReport:
    """The report for the public. Whether a count is small is asked of persons alone: what was delivered in kind, whose
    value is public, would be subtracted. What moved persons after they were drawn is left out of the journal too."""
    book = report.book.copy()
    book.journal = [entry._replace(legs=_public(entry.legs)) for entry in book.journal]
    hidden = {row.state for row in report.rows if _has_small(report.book, row)}
    rows = tuple(_without(row) if row.state in hidden else row for row in report.rows)
    left = {s: None if s in hidden or is_small(n) else n for s, n in report.catch_up.items()}
    return replace(report, book=book, rows=rows, catch_up=cast(dict[str, int], left))


def _public(legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
    """The legs of an entry; without those of relocations where it moves what is accepted, delivered or lapsed."""
    moved = {account for _, account, measure, _, _ in legs if measure == RELOCATION}
    if moved.isdisjoint({*_PERSONS, "lapsed"}):
        return legs
    return tuple(leg for leg in legs if leg[2] != RELOCATION)


def _has_small(book: Book, row: StateRow) -> bool:
    persons = (book.total(row.state, account, RELOCATION) for account in _PERSONS)
    return any(map(is_small, persons)) or any(is_small(row.figures[name].value) for name in LINKED)


def _without(row: StateRow) -> StateRow:
    left_out = {name: Figure(None, row.figures[name].unit, "unknown", "", row.figures[name].cite, HIDDEN)
                for name in LINKED}  # fmt: skip
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
