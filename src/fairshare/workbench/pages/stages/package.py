"""The Commission's package: report, decision on each state, and for cleared seats the proposal (9, 11, 12)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairshare.law.solidarity.cycle import due_day, late
from fairshare.law.solidarity.determination import effects
from fairshare.law.solidarity.proposal import check_proposal, indicative_contributions
from fairshare.ledger import Book
from fairshare.ledger.events import DeterminationAdopted, ProposalAdopted
from fairshare.states import PART_IV
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.model import Column, Row, Table
from fairshare.workbench.tables.tables_of_pool import tests_table


def panels(view: Cut, today: date) -> list[Panel]:
    """When each part came, the findings, and the proposal where the seat may see it."""
    book = view.book
    found = [
        Panel(_("When it came"), table=punctuality(view, today), cite="AMMR 9(4), 11(4), 12(6)"),
        Panel(_("Findings by state"), table=findings(book), cite="AMMR 11(1)"),
    ]
    if book.proposal is not None:
        found += proposal_panels(book, book.proposal)
    return found


def punctuality(view: Cut, today: date) -> Table:
    """The parts of the package that the seat may see, due and done."""
    days = {
        "report": view.book.report.date if view.book.report else None,
        "decision": next((e.date for e in view.events if isinstance(e, DeterminationAdopted)), None),
    }
    if view.book.proposal is not None or view.seat.cleared:
        days["proposal"] = view.book.proposal.date if view.book.proposal else None
    names = {"report": _("Report"), "decision": _("Decision"), "proposal": _("Proposal")}
    columns = (
        Column("what", _("Part"), words=names),
        Column("due", _("Due"), "date"),
        Column("done", _("Adopted"), "date"),
        Column("late", _("Days late"), "count"),
    )
    rows: tuple[Row, ...] = tuple(
        {"what": step, "due": timed.due, "done": timed.done or "", "late": timed.days_late}
        for step, done in days.items()
        for timed in [late(step, due_day(step, view.year), done, today)]
    )
    return Table("package", _("The package"), columns, rows)


def findings(book: Book) -> Table:
    """What the decision finds for each state, and what follows."""
    columns = (
        Column("state", _("State"), "state"),
        Column("labels", _("Finding")),
        Column("effects", _("What follows")),
        Column("shortcomings", _("Systemic shortcomings"), "flag"),
    )
    rows: list[Row] = []
    for state in sorted(PART_IV):
        labels = sorted(book.standing(state).labels)
        told = "; ".join(f"{gettext(effect.what)} ({effect.cite})" for effect in effects(labels)) if labels else ""
        rows.append(
            {
                "state": state,
                "labels": ", ".join(str(VALUES[label]) for label in labels),
                "effects": told,
                "shortcomings": state in book.shortcomings,
            }
        )
    return Table("findings", _("Findings of the Commission by state"), columns, tuple(rows))


def proposal_panels(book: Book, proposal: ProposalAdopted) -> list[Panel]:
    """The proposal with its checks and the indicative contributions: only where the cut holds it."""
    check = check_proposal(
        proposal.relocations,
        Fraction(proposal.financial),
        book.year,
        no_need_justification=proposal.no_need,
        adopted=proposal.date,
    )
    found = [
        Panel(
            _("Proposal for the pool"),
            table=tests_table("proposal", _("Checks of the proposal"), check.tests),
            cite="AMMR 12(2)-(4)",
        )
    ]
    if book.shares:
        found.append(
            Panel(_("Indicative contribution of each state"), table=indicative(book, proposal), cite="AMMR 12(2), 66")
        )
    return found


def indicative(book: Book, proposal: ProposalAdopted) -> Table:
    """What the proposal comes to for each state by the key; there is none before the key is frozen."""
    columns = (
        Column("state", _("State"), "state"),
        Column("share", _("Share"), "share"),
        Column("relocations", _("Relocations"), "count"),
        Column("euro", _("EUR"), "eur"),
    )
    parts = indicative_contributions(book.shares, proposal.relocations, Fraction(proposal.financial))
    rows: tuple[Row, ...] = tuple(
        {"state": state, "share": book.shares[state], "relocations": row.relocations, "euro": row.eur}
        for state, row in sorted(parts.items())
    )
    return Table("indicative", _("Indicative contributions"), columns, rows)
