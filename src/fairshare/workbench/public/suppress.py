"""Small counts of persons are not shown to the public: who is one of four can be found out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.pool import PoolReport
from fairshare.workbench.record.suppressed import HIDDEN
from fairshare.workbench.tables.model import Table

_NOTE: Final = _("Counts of 1 to 4 persons, and what they could be derived from, are not shown.")


def noted(table: Table, report: PoolReport) -> Table:
    """A table of the report for the public, which says so where the report leaves out small counts."""
    left_out = any(figure.note == HIDDEN for row in report.rows for figure in row.figures.values())
    return replace(table, notes=(*table.notes, _NOTE)) if left_out else table


def postings_noted(table: Table) -> Table:
    """The postings of one state for the public, which says what is not among them."""
    return replace(table, notes=(*table.notes, _("Single deliveries of persons are not shown.")))
