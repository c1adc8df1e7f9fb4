"""The act on the pool: the vote as it stands, and the act as adopted (57)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from fairshare.law.voting import qualified_majority
from fairshare.ledger import Book
from fairshare.states import PART_IV
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.tables.model import Column, Row, Table
from fairshare.workbench.tables.tables_of_pool import (
    pledges_table,
    reference_table,
    tests_table,
    vote_tests_table,
    votes_table,
)


def panels(view: Cut, today: date) -> list[Panel]:
    """Before the act the vote as it stands, for cleared seats; after it the act."""
    if view.act_adopted:
        report = pool_of(view)
        return [
            Panel(_("Reference numbers"), table=reference_table(report), cite="AMMR 57(1)"),
            Panel(_("Pledges set out in the act"), table=pledges_table(report), cite="AMMR 57(1), 57(4)"),
            Panel(_("Majority"), table=vote_tests_table(report), cite="TEU 16(4)"),
            Panel(_("Vote"), table=votes_table(report), cite="AMMR 57(1)"),
        ]
    if not view.seat.cleared or not view.book.population:
        return []
    return vote_panels(view.book)


def vote_panels(book: Book) -> list[Panel]:
    """The qualified majority as the votes cast so far make it; who has not voted is not in favour."""
    cast = {state: position for (subject, state), position in book.votes_cast.items() if subject == "act"}
    counted = {state: cast.get(state, "absent") for state in PART_IV}
    result = qualified_majority(counted, book.population)
    columns = (
        Column("state", _("State"), "state"),
        Column("position", _("Position"), words={**VALUES, "absent": _("not voted yet")}),
    )
    rows: tuple[Row, ...] = tuple({"state": state, "position": counted[state]} for state in sorted(PART_IV))
    return [
        Panel(
            _("Majority as it stands"),
            table=tests_table("majority", _("Whether the majority is reached"), result.tests),
            cite="TEU 16(4), TFEU 238(3)(a)",
        ),
        Panel(_("Votes cast"), table=Table("votes-cast", _("Votes cast"), columns, rows), cite="AMMR 57(1)"),
    ]
