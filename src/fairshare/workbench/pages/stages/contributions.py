"""Money and kind: the inventory of funded actions, measures in kind, and what the money pays for (64, 65)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from fairshare.ledger import Book
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.model import Column, Row, Table


def panels(view: Cut, today: date) -> list[Panel]:
    """The inventory, the measures, the allocations."""
    return [
        Panel(_("Inventory of funded actions"), table=inventory(view.book), cite="AMMR 64(2), 64(5), 56(2)(b)"),
        Panel(_("Measures in kind"), table=in_kind(view.book), cite="AMMR 65"),
        Panel(_("Allocation of money"), table=allocation(view.book), cite="AMMR 64(2), 64(4), IR 31"),
    ]


def inventory(book: Book) -> Table:
    """A row an action that a benefitting state identified."""
    columns = (
        Column("state", _("State"), "state"),
        Column("name", _("Action")),
        Column("purpose", _("Purpose (56(2)(b))")),
        Column("third_country", _("Third country"), "flag"),
        Column("focus", _("Focus (56(3))")),
        Column("programme", _("Programme")),
        Column("amount", _("EUR"), "eur"),
        Column("rights", _("Fundamental rights")),
        Column("progress", _("Progress"), words=VALUES),
        Column("spent", _("Spent"), "eur"),
        Column("achieved", _("What it achieved")),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "state": state,
            "name": name,
            "purpose": told.purpose,
            "third_country": told.third_country,
            "focus": told.focus,
            "programme": told.programme,
            "amount": told.amount,
            "rights": told.rights_assessment,
            "progress": report.progress if report else "",
            "spent": report.spent if report else "",
            "achieved": report.achieved if report else "",
        }
        for (state, name), (told, report) in sorted(book.actions.items())
    )
    return Table("inventory", _("Actions that financial contributions pay for"), columns, rows)


def in_kind(book: Book) -> Table:
    """A row a measure in kind: pledged, requested, valued together, delivered; unrequested it becomes money (57(4))."""
    columns = (
        Column("state", _("Contributor"), "state"),
        Column("item", _("Measure")),
        Column("pledged", _("Pledged"), "eur"),
        Column("towards", _("Requested by"), "state"),
        Column("agreed", _("Joint value"), "eur"),
        Column("done", _("Delivered"), "eur"),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "state": state,
            "item": name,
            "pledged": Fraction(item.pledged, 100),
            "towards": item.towards,
            "agreed": "" if item.agreed is None else Fraction(item.agreed, 100),
            "done": Fraction(item.implemented, 100),
        }
        for (state, name), item in sorted(book.items.items())
    )
    return Table("in-kind", _("Measures in kind"), columns, rows)


def allocation(book: Book) -> Table:
    """What of the money in the Union budget is allocated to actions of which state."""
    columns = (Column("state", _("State"), "state"), Column("amount", _("Allocated"), "eur"))
    rows: tuple[Row, ...] = tuple(
        {"state": s, "amount": Fraction(amount, 100)} for s, amount in sorted(book.allocated.items())
    )
    return Table("allocation", _("Allocated to benefitting states"), columns, rows)
