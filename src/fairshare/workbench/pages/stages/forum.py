"""The High-Level Forum: meetings, conclusion, and what each state pledges against its fair share (13, 57(3))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.law.solidarity.contributions import (
    FairShare,
    PledgeCheck,
    check_pledge,
    fair_shares,
    reference_number,
    value,
)
from fairshare.ledger import Book
from fairshare.ledger.events import MEASURES
from fairshare.ledger.postings import RELOCATION
from fairshare.workbench.charts.bars import stacked_bars
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.model import Column, Row, Table

Number = tuple[int, Fraction]
"""A reference number: relocations, and EUR."""

OUTSIDE: Final = FairShare(Fraction(0), 0, Fraction(0))
"""The fair share of who is outside the key."""


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


@dataclass(frozen=True, slots=True)
class Distance:
    """What a state pledges at the Forum, held against its fair share: ``amounts`` by type in persons or EUR, ``check``
    in EUR, ``ratio`` in EUR for one unit."""

    fair: FairShare
    amounts: Mapping[str, Fraction]
    check: PledgeCheck
    ratio: Fraction

    @property
    def units(self) -> dict[str, Fraction]:
        """What is pledged, by type, in units of one relocation at the ratio on the table."""
        return {m: amount if m == RELOCATION else amount / self.ratio for m, amount in self.amounts.items()}

    @property
    def total(self) -> Fraction:
        """All that is pledged, in units."""
        return sum(self.units.values(), Fraction(0))

    @property
    def short(self) -> Fraction:
        """What is short of the fair share, in units."""
        return self.check.shortfall / self.ratio

    @property
    def beyond(self) -> Fraction:
        """What is pledged beyond the fair share, in units."""
        return self.check.voluntary / self.ratio


def distances(book: Book, number: Number) -> dict[str, Distance]:
    """How far each state's pledges are from its fair share, if the number on the table is adopted. Who is outside the
    key and pledges has a fair share of nothing."""
    ratio = number[1] / number[0] if number[0] else Fraction(1)
    shares, amounts = shares_of(book, number), amounts_pledged(book)
    return {
        state: _distance(shares.get(state, OUTSIDE), amounts.get(state, {}), ratio)
        for state in sorted({*shares, *amounts})
    }


def amounts_pledged(book: Book) -> dict[str, dict[str, Fraction]]:
    """What each state pledges at the Forum, by type, in persons or EUR."""
    found: dict[str, dict[str, Fraction]] = {}
    for (state, measure, _item), pledge in book.pledged_at_forum.items():
        amounts = found.setdefault(state, {})
        amounts[measure] = amounts.get(measure, Fraction(0)) + Fraction(pledge.amount)
    return found


def _distance(fair: FairShare, amounts: Mapping[str, Fraction], ratio: Fraction) -> Distance:
    filled: dict[str, Fraction] = {m: amounts.get(m, Fraction(0)) for m in MEASURES}
    worth = value(int(filled["relocation"]), filled["financial"], filled["alternative"], ratio)
    return Distance(fair, filled, check_pledge(worth, fair.eur), ratio)


def pledge_chart(book: Book, number: Number) -> object:
    """Pledges by type against the fair share."""
    found = distances(book, number)
    return stacked_bars(
        {state: distance.units for state, distance in found.items()},
        title=_("Pledged at the Forum, in units of one relocation"),
        unit="count",
        kinds={measure: VALUES[measure] for measure in MEASURES},
        marks={state: Fraction(distance.fair.units) for state, distance in found.items()},
        mark=_("Fair share"),
        name="forum",
    )


def pledged(book: Book, number: Number) -> Table:
    """A row a state: fair share, pledged, and what is short of it. Nothing is imposed (57(4))."""
    columns = (
        Column("state", _("State"), "state"),
        Column("fair", _("Fair share in units"), "count"),
        Column("euro", _("Fair share in EUR"), "eur"),
        *(Column(m, VALUES[m], "count") for m in MEASURES),
        Column("total", _("Pledged in units"), "count"),
        Column("left", _("Short of the fair share"), "count"),
    )
    rows: tuple[Row, ...] = tuple(
        {"state": state, "fair": d.fair.units, "euro": d.fair.eur, **d.units, "total": d.total, "left": d.short}
        for state, d in distances(book, number).items()
    )
    note = _("All types count in units of one relocation: EUR at the ratio of the numbers on the table (56(2)).")
    return Table("pledges-made", _("Pledges as they stand"), columns, rows, notes=(note,))


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
