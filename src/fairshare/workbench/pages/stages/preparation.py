"""Information of the states and bodies, the two assessments, and the consultation of each state concerned (9 to 11)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.agenda import missing
from fairshare.law.solidarity.cycle import due_day
from fairshare.ledger import Book
from fairshare.ledger.procedure import BODIES
from fairshare.states import PART_IV
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Column, Row, Table, Value

ROUNDS: Final = {"june": "information", "september": "information-update"}
"""The rounds, and the step of the calendar that sets their day."""


def panels(view: Cut, today: date) -> list[Panel]:
    """What is missing from whom, the assessments, the consultations that the seat may see."""
    return [
        Panel(_("Information delivered"), table=information(view.book, today), cite="AMMR 9(7), 9(9), 10"),
        Panel(_("Assessments"), table=assessments(view.book), cite="AMMR 9(8), 9(10)"),
        Panel(
            _("Consultations"),
            table=consultations(view.book),
            cite="AMMR 11(1)",
            says=_("Each state sees its own consultation only; the Commission sees all."),
        ),
    ]


def information(book: Book, today: date) -> Table:
    """A row for each state and body: when it delivered, and how much is still missing."""
    lacking = {round: missing(book, round) for round in ROUNDS}
    days = {round: due_day(step, book.year) for round, step in ROUNDS.items()}
    rows: list[Row] = []
    for who in (*sorted(PART_IV), *BODIES):
        row: dict[str, Value] = {"who": state_name(who) if who in PART_IV else who}
        for round in ROUNDS:
            told = book.information.get((who, round), ())
            short = len(lacking[round].get(who, ()))
            row[round] = told[-1].date if told else ""
            row[f"{round}_lacks"] = short
            row[f"{round}_state"] = "done" if told and not short else "late" if today > days[round] else "open"
        rows.append(row)
    states = {"done": _("complete"), "late": _("late"), "open": _("open")}
    columns = [Column("who", _("From"))]
    for round in ROUNDS:
        columns += [
            Column(round, VALUES[round], "date"),
            Column(f"{round}_lacks", format_lazy("{round}: {what}", round=VALUES[round], what=_("missing")), "count"),
            Column(
                f"{round}_state", format_lazy("{round}: {what}", round=VALUES[round], what=_("status")), words=states
            ),
        ]
    return Table("information", _("Information for the report"), tuple(columns), tuple(rows))


def assessments(book: Book) -> Table:
    """The two meetings of the Preparedness and Crisis mechanism."""
    steps = {"initial": "initial-assessment", "consolidated": "consolidated-assessment"}
    columns = (Column("what", _("Assessment")), Column("due", _("Due"), "date"), Column("done", _("Done"), "date"))
    rows: tuple[Row, ...] = tuple(
        {"what": str(VALUES[name]), "due": due_day(step, book.year), "done": _done(book, name) or ""}
        for name, step in steps.items()
    )
    return Table("assessments", _("Assessments"), columns, rows)


def _done(book: Book, round: str) -> date | None:
    return next((day for key, day in book.milestones.items() if key[0] == "assessment_made" and round in key), None)


def consultations(book: Book) -> Table:
    """The consultations on record, with the view that the state gave."""
    columns = (
        Column("state", _("State"), "state"),
        Column("labels", _("Finding considered")),
        Column("opened", _("Opened"), "date"),
        Column("until", _("Until"), "date"),
        Column("view", _("View of the state")),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "state": state,
            "opened": told.date,
            "until": told.until or "",
            "labels": ", ".join(str(VALUES[label]) for label in told.labels),
            "view": book.views[state].text if state in book.views else "",
        }
        for state, told in sorted(book.consultations.items())
    )
    return Table("consultations", _("Consultations"), columns, rows)
