"""``{% data_table table %}``: a table that sorts, filters and downloads; ``{% plain_table table %}``: one to print."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from fairshare.workbench.tables.model import Table
from fairshare.workbench.tables.view import TableView, shown
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUS_NOTES, STATUSES

register = template.Library()


def _legend() -> list[tuple[Any, Any, Any]]:
    return [(STATUS_LETTERS[code], STATUSES[code], STATUS_NOTES[code]) for code in STATUSES]


@register.inclusion_tag("tables/table.html", takes_context=True)
def data_table(context: Context, table: Table) -> dict[str, Any]:
    """A table as the request's parameters ask for it, with its controls. Needs ``request`` in the context."""
    request = context["request"]
    return {"view": shown(table, request.GET), "path": request.path, "legend": _legend(), "interactive": True}


@register.inclusion_tag("tables/plain.html")
def plain_table(table: Table) -> dict[str, Any]:
    """A table with all its rows and no controls, for paper."""
    view = TableView(table, table.rows, per_page=max(1, len(table.rows)))
    return {"view": view, "legend": _legend(), "interactive": False}
