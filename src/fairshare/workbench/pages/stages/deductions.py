"""Deductions: what was asked, when the assessment is due, what the Council decided (61, 62)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from fairshare.law.solidarity.cycle import relative_due
from fairshare.ledger.events import DeductionAssessed, DeductionDecided, DeductionRequested
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.model import Column, Row, Table

_LIMIT = {"61": "assessment_under_pressure", "62": "assessment_significant_situation"}


def panels(view: Cut, today: date) -> list[Panel]:
    """Every request with its course."""
    return [
        Panel(
            _("Requests"),
            table=requests(view),
            cite="AMMR 61, 62",
            says=_("A deduction needs an act of the Council. It never raises another state's share."),
        )
    ]


def requests(view: Cut) -> Table:
    """A row a request, in the order in which they came."""
    rows: list[dict[str, object]] = []
    for event in view.events:
        if isinstance(event, DeductionRequested):
            due = relative_due(_LIMIT[event.article], event.date).due
            rows.append(
                {
                    "state": event.state,
                    "article": event.article,
                    "asked": event.date,
                    "due": due,
                    "assessed": "",
                    "view": "",
                    "decided": "",
                    "granted": "",
                }
            )
        elif isinstance(event, DeductionAssessed):
            _last(rows, event.state, event.article).update(assessed=event.date, view=event.favourable)
        elif isinstance(event, DeductionDecided):
            granted = "; ".join(f"{VALUES[measure]}: {amount:,}" for measure, amount in event.amounts.items() if amount)
            _last(rows, event.state, event.article).update(decided=event.date, granted=granted or str(_("refused")))
    columns = (
        Column("state", _("State"), "state"),
        Column("article", _("Article")),
        Column("asked", _("Received"), "date"),
        Column("due", _("Assessment due"), "date"),
        Column("assessed", _("Assessed"), "date"),
        Column("view", _("Favourable"), "flag"),
        Column("decided", _("Decided"), "date"),
        Column("granted", _("Taken off")),
    )
    found: tuple[Row, ...] = tuple(rows)  # type: ignore[arg-type]
    return Table("requests", _("Requests for a deduction"), columns, found)


def _last(rows: list[dict[str, object]], state: str, article: str) -> dict[str, object]:
    """The newest request of a state under an article; the ledger refuses an answer without one."""
    return next(row for row in reversed(rows) if (row["state"], row["article"]) == (state, article))
