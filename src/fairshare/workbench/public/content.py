"""What public pages hold, as panels: from the cut of the public and the report of the rules."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.pool import PoolReport
from fairshare.ledger.events import MEASURES
from fairshare.workbench.charts.bars import Step, stacked_bars, waterfall
from fairshare.workbench.charts.choropleth import choropleth
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.tables.model import Table, Text
from fairshare.workbench.tables.tables_of_account import balances_table, postings_table
from fairshare.workbench.tables.tables_of_pool import offset_tests_table, pool_table, votes_table

BRIDGE: Final = {
    "benefitting": _("Of benefitting states, owed by nobody (60(3))"),
    "lowered": _("Lowered in the act itself"),
    "nothing_pledged": _("Of states that pledged nothing"),
    "met_by_offsets": _("Pledged as relocations, to be met by offsets (63)"),
    "pledge_unknown": _("Of states whose pledge is not known"),
}
"""What is taken off the nominal pool, in the words of the report."""

_ROUNDED: Final[Text] = _(
    "What became of persons is counted by pair of states, rounded to 5, as of the end of the last month; "
    "what follows from these counts is computed from the rounded ones."
)


def pool_panels(report: PoolReport) -> list[Panel]:
    """The pool of a year: map, who pledged what, from the nominal to the effective pool, states, tests."""
    return [
        Panel("", map=share_map(report)),
        Panel(_("Pledges against the fair share"), chart=pledge_chart(report), cite="AMMR 57(3), 57(4)"),
        Panel(_("From the nominal to the effective pool"), chart=bridge_chart(report), cite="AMMR 57(1), 60(3)"),
        Panel(_("State by state"), table=noted(pool_table(report)), cite="AMMR 57, 60, 66"),
        Panel(_("The tests of Article 63"), table=offset_tests_table(report), cite="AMMR 63"),
        Panel(_("The vote on the act"), table=votes_table(report), cite="AMMR 57(1)"),
    ]


def share_map(report: PoolReport) -> object:
    """The mandatory fair share of each state on the map; each leads to the state."""
    shares = {row.state: row.figures["share"].value for row in report.rows if row.state in report.book.fair}
    return choropleth(
        shares,
        title=format_lazy(_("Mandatory fair share by state, {year}"), year=report.year),
        unit="percent",
        links={state: reverse("state", args=[report.year, state]) for state in shares},
    )


def pledge_chart(report: PoolReport) -> object:
    """What each state pledged by type, in units of one relocation, against its fair share."""
    unit = Fraction(report.book.unit) / 100
    rows = [row for row in report.rows if row.state in report.book.fair]
    parts = {
        row.state: {str(m): _units(row.pledged[m].value, Fraction(1) if m == "relocation" else unit) for m in MEASURES}
        for row in rows
    }
    return stacked_bars(
        parts,
        title=_("Pledged, in units of one relocation"),
        unit="count",
        kinds={measure: VALUES[measure] for measure in MEASURES},
        marks={row.state: row.figures["fair_share_units"].value for row in rows},
        mark=_("Fair share"),
        name="pledged",
    )


def _units(value: Fraction | None, unit: Fraction) -> Fraction | None:
    return None if value is None else value / unit


def bridge_chart(report: PoolReport) -> object:
    """Why so little of the nominal pool is sure to be delivered: what is taken off it, part by part."""
    taken_off = [Step(label, -report.effective.bridge[name]) for name, label in BRIDGE.items()]
    nominal = Step(_("Nominal pool"), report.reference_relocations.value or Fraction(0))
    rounding = [Step(_("Fair shares rounded up (57(3))"), report.surplus)] if report.surplus else []
    return waterfall(
        [nominal, *rounding, *taken_off, Step(_("Of states whose pledge to deliver is known"))],
        title=_("The nominal pool, and what of it is sure to be delivered, in units"),
        unit="count",
        name="bridge",
    )


def state_panels(report: PoolReport, state: str) -> list[Panel]:
    """The account of a state: balances, and what moved them."""
    return [
        Panel(_("Balances"), table=noted(balances_table(report, state)), cite="AMMR 57, 60, 66"),
        Panel(_("What moved them"), table=noted(postings_table(report, state))),
    ]


def noted(table: Table) -> Table:
    """A table for the public, with a note on how persons are counted in it."""
    return replace(table, notes=(*table.notes, _ROUNDED))
