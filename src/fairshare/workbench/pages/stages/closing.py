"""The end of the year: January confirmations against the ledger, money due and settled, catch-up (60(6), 63(5), 64)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from fairshare.ledger import Book
from fairshare.ledger.events import MEASURES
from fairshare.ledger.handlers.closing import due
from fairshare.ledger.handlers.offsets import catch_up_quantity
from fairshare.ledger.postings import FINANCIAL, RELOCATION
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.model import Column, Kind, Row, Table, Value

_HELD = {"relocation": "implemented", "alternative": "implemented", "financial": "settled"}


def panels(view: Cut, today: date) -> list[Panel]:
    """Nothing before the act; afterwards what will be due, and once the year is closed what is."""
    book = view.book
    if not view.act_adopted:
        return []
    found = [Panel(_("Money due"), table=dues(book), cite="IR 30, AMMR 64(1)")]
    if book.closed:
        found = [
            Panel(_("January confirmations"), table=confirmations(book), cite="AMMR 60(6)"),
            *found,
            Panel(_("Relocations to catch up with"), table=catch_up(book), cite="AMMR 63(5)"),
        ]
    return found


def confirmations(book: Book) -> Table:
    """What each state confirms against what the ledger holds; neither overwrites the other."""
    columns = [Column("state", _("State"), "state"), Column("day", _("Confirmed"), "date")]
    for measure in MEASURES:
        kind: Kind = "count" if measure == "relocation" else "eur"
        columns += [
            Column(f"{measure}_told", f"{VALUES[measure]}: {_('confirmed')}", kind),
            Column(f"{measure}_held", f"{VALUES[measure]}: {_('ledger')}", kind),
        ]
    rows: list[Row] = []
    for state in sorted(book.pledges):
        told = book.confirmed.get(state)
        row: dict[str, Value] = {"state": state, "day": book.milestones.get(("delivery_confirmed", state), "")}
        for measure in MEASURES:
            held = Fraction(book.total(state, _HELD[measure], measure))
            row[f"{measure}_told"] = "" if told is None else told.get(measure, 0)
            row[f"{measure}_held"] = held if measure == RELOCATION else held / 100
        rows.append(row)
    return Table("confirmations", _("January confirmations"), tuple(columns), tuple(rows))


def dues(book: Book) -> Table:
    """What each state owes in money for the year, and what it transferred."""
    columns = (
        Column("state", _("State"), "state"),
        Column("due", _("Due"), "eur"),
        Column("settled", _("Transferred"), "eur"),
        Column("left", _("Still to transfer"), "eur"),
    )
    rows: list[Row] = []
    for state in sorted(book.pledges):
        amount, paid = due(book, state).amount, Fraction(book.total(state, "settled", FINANCIAL)) / 100
        if amount or paid:
            rows.append({"state": state, "due": amount, "settled": paid, "left": amount - paid})
    return Table("dues", _("Money due for the year"), columns, tuple(rows))


def catch_up(book: Book) -> Table:
    """Relocations that were pledged and neither implemented nor accepted: at most so many may be asked as offsets."""
    columns = (Column("state", _("State"), "state"), Column("left", _("Not delivered"), "count"))
    rows: tuple[Row, ...] = tuple(
        {"state": s, "left": n} for s in sorted(book.pledges) if (n := catch_up_quantity(book, s))
    )
    return Table("catch-up", _("Relocations to catch up with"), columns, rows)
