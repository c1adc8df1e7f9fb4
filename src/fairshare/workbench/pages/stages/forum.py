"""The High-Level Forum: meetings, conclusion, and what each state pledges against its fair share (13, 57(3))."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from fairshare.law.solidarity.contributions import FairShare, fair_shares, reference_number
from fairshare.ledger import Book
from fairshare.ledger.events import MEASURES
from fairshare.workbench.charts.bars import stacked_bars
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.model import Column, Row, Table

Number = tuple[int, Fraction]
"""A reference number: relocations, and EUR."""


def panels(view: Cut, today: date) -> list[Panel]:
    """Meetings, the number on the table, pledges as they stand."""
    book = view.book
    number = on_the_table(book)
    found = [Panel(_("Meetings and conclusion"), table=meetings(book), cite="AMMR 13(2), 13(3)")]
    if number is not None and book.shares:
        found += [
            Panel(_("Pledges against the fair share"), chart=pledge_chart(book, number), cite="AMMR 57(3), 57(4)"),
            Panel(_("State by state"), table=pledged(book, number), cite="AMMR 57(3), 66"),
        ]
    return found


def on_the_table(book: Book) -> Number | None:
    """The reference number that fair shares are measured by: concluded, adopted, or as the Commission proposes."""
    if book.conclusion is not None:
        return book.conclusion.relocations, Fraction(book.conclusion.financial)
    if book.reference is not None:
        return book.reference.relocations, book.reference.financial
    return (book.proposal.relocations, Fraction(book.proposal.financial)) if book.proposal else None


def shares_of(book: Book, number: Number) -> dict[str, FairShare]:
    """The fair share of each state if the number on the table is adopted."""
    reference = reference_number(*number, None, book.choices, date(book.year, 1, 1))
    return fair_shares(book.shares, reference, book.credits, book.choices)


def in_units(book: Book, number: Number) -> dict[str, dict[str, Fraction]]:
    """What each state pledges at the Forum, by type, in units of one relocation at the ratio on the table."""
    ratio = number[1] / number[0] if number[0] else Fraction(1)
    found: dict[str, dict[str, Fraction]] = {state: dict.fromkeys(MEASURES, Fraction(0)) for state in book.shares}
    for (state, measure, _item), pledge in book.pledged_at_forum.items():
        amount = Fraction(pledge.amount)
        found.setdefault(state, dict.fromkeys(MEASURES, Fraction(0)))
        found[state][measure] += amount if measure == "relocation" else amount / ratio
    return found


def pledge_chart(book: Book, number: Number) -> object:
    """Pledges by type against the fair share."""
    shares = shares_of(book, number)
    return stacked_bars(
        dict(sorted(in_units(book, number).items())),
        title=_("Pledged at the Forum, in units of one relocation"),
        unit="count",
        kinds={measure: VALUES[measure] for measure in MEASURES},
        marks={state: Fraction(share.units) for state, share in shares.items()},
        mark=_("Fair share"),
        name="forum",
    )


def pledged(book: Book, number: Number) -> Table:
    """A row a state: fair share, pledged, and what is short of it. Nothing is imposed (57(4))."""
    shares, units = shares_of(book, number), in_units(book, number)
    columns = (
        Column("state", _("State"), "state"),
        Column("fair", _("Fair share in units"), "count"),
        Column("euro", _("Fair share in EUR"), "eur"),
        *(Column(m, VALUES[m], "count") for m in MEASURES),
        Column("total", _("Pledged in units"), "count"),
        Column("left", _("Short of the fair share"), "count"),
    )
    rows: list[Row] = []
    for state, share in sorted(shares.items()):
        total = sum(units[state].values(), Fraction(0))
        left = max(Fraction(0), share.units - total)
        rows.append(
            {"state": state, "fair": share.units, "euro": share.eur, **units[state], "total": total, "left": left}
        )
    note = _("All types count in units of one relocation: EUR at the ratio of the numbers on the table (56(2)).")
    return Table("pledges-made", _("Pledges as they stand"), columns, tuple(rows), notes=(note,))


def meetings(book: Book) -> Table:
    """The meetings of the Forum and its conclusion."""
    columns = (
        Column("day", _("Day"), "date"),
        Column("what", _("What")),
        Column("relocations", _("Relocations"), "count"),
        Column("euro", _("EUR"), "eur"),
    )
    rows: list[Row] = [
        {
            "day": day,
            "what": str(_("Meeting, reconvened") if day in book.reconvened else _("Meeting")),
            "relocations": "",
            "euro": "",
        }
        for day in book.forum_dates
    ]
    if book.conclusion is not None:
        told = book.conclusion
        rows.append(
            {"day": told.date, "what": str(_("Conclusion")), "relocations": told.relocations, "euro": told.financial}
        )
    return Table("meetings", _("Meetings"), columns, tuple(rows))
