"""Responsibility offsets: the tests of Article 63, what was requested, accepted and taken (63, 69)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from fairshare.law.solidarity.cycle import relative_due
from fairshare.ledger import Book
from fairshare.ledger.events import OffsetTaken
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.tables.model import Column, Row, Table
from fairshare.workbench.tables.tables_of_pool import offset_tests_table


def panels(view: Cut, today: date) -> list[Panel]:
    """Before the act there is nothing to offset."""
    if not view.act_adopted:
        return []
    return [
        Panel(_("The tests of Article 63"), table=offset_tests_table(pool_of(view)), cite="AMMR 63"),
        Panel(_("Requests waiting for an answer"), table=requests(view.book, today), cite="AMMR 69(1), 69(2)"),
        Panel(_("Accepted, agreed and taken"), table=taken(view), cite="AMMR 63(1)-(5), 69(3)"),
    ]


def requests(book: Book, today: date) -> Table:
    """Requests that nobody has answered, with the last day."""
    columns = (
        Column("state", _("Asked"), "state"),
        Column("towards", _("By"), "state"),
        Column("cases", _("Applications"), "count"),
        Column("received", _("Received"), "date"),
        Column("due", _("Answer due"), "date"),
        Column("late", _("Late"), "flag"),
    )
    rows: list[Row] = []
    for (state, towards), (cases, received) in sorted(book.offset_requests.items()):
        due = relative_due("offset_reply", received, state).due
        rows.append(
            {"state": state, "towards": towards, "cases": cases, "received": received, "due": due, "late": today > due}
        )
    return Table("offset-requests", _("Requests for offsets"), columns, tuple(rows))


def taken(view: Cut) -> Table:
    """By pair of states: accepted or agreed and not yet used, and what was taken, by paragraph."""
    book = view.book
    done: dict[tuple[str, str], dict[str, int]] = {}
    for event in view.events:
        if isinstance(event, OffsetTaken):
            counts = done.setdefault((event.state, event.towards), {})
            counts[event.paragraph] = counts.get(event.paragraph, 0) + event.cases
    pairs = sorted({*book.offset_acceptances, *book.offset_agreements, *book.catch_up, *done})
    columns = (
        Column("state", _("Contributor"), "state"),
        Column("towards", _("For"), "state"),
        Column("accepted", _("Accepted (63(1))"), "count"),
        Column("agreed", _("Agreed (63(2))"), "count"),
        Column("catch_up", _("Requested (63(5))"), "count"),
        Column("taken", _("Taken")),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "state": pair[0],
            "towards": pair[1],
            "accepted": book.offset_acceptances.get(pair, 0),
            "agreed": book.offset_agreements.get(pair, 0),
            "catch_up": book.catch_up.get(pair, 0),
            "taken": ", ".join(f"{paragraph}: {cases:,}" for paragraph, cases in sorted(done.get(pair, {}).items())),
        }
        for pair in pairs
    )
    return Table("offsets", _("Offsets by pair of states"), columns, rows)
