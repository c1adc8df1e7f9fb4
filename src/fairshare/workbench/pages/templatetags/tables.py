"""``{% data_table table %}``: a table that sorts, filters and downloads; ``{% plain_table table %}``: one to print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from fairshare.workbench.pages.drawn import drawn
from fairshare.workbench.tables.cells import Cell
from fairshare.workbench.tables.formats import cite
from fairshare.workbench.tables.model import Table
from fairshare.workbench.tables.view import TableView, shown
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUS_NOTES, STATUSES

register = template.Library()


def _legend() -> list[tuple[Any, Any, Any]]:
    return [(STATUS_LETTERS[code], STATUSES[code], STATUS_NOTES[code]) for code in STATUSES]


@register.simple_tag(takes_context=True)
def data_table(context: Context, table: Table) -> SafeString:
    """A table as the request's parameters ask for it, with its controls. Needs ``request`` in the context."""
    request = context["request"]

    def draw() -> SafeString:
        view = shown(table, request.GET)
        around = {"view": view, "path": request.path, "legend": _legend(), "interactive": True}
        return render_to_string("tables/table.html", around)

    return draw() if request.GET else drawn(table, draw, request.path)


@register.inclusion_tag("tables/plain.html")
def plain_table(table: Table) -> dict[str, Any]:
    """A table with all its rows and no controls, for paper."""
    view = TableView(table, table.rows, per_page=max(1, len(table.rows)))
    return {"view": view, "legend": _legend(), "interactive": False}


@register.simple_tag
def table_rows(body: Iterable[Iterable[Cell]]) -> SafeString:
    """The rows of a table. They are written here and not by a template, which takes several times as long a cell."""
    rows = ("".join(map(_cell, row)) for row in body)
    return mark_safe("\n".join(f"<tr>{cells}</tr>" for cells in rows))  # every part is escaped


def _cell(cell: Cell) -> str:
    tag = 'th scope="row"' if cell.heads_row else "td"
    looks = (("number", cell.numeric), ("unknown", not cell.known), ("long", cell.long))
    classes = " ".join([cell.kind, *(name for name, is_so in looks if is_so)])
    text = conditional_escape(cite(cell.text) if cell.kind == "cite" else cell.text)
    if cell.refers:
        text = format_html('<a class="refers" href="#{}">{}</a>', cell.refers, cell.text)
    code = f' <span class="code">{escape(cell.code)}</span>' if cell.code else ""
    return f'<{tag} class="{classes}">{text}{code}{_certainty(cell)}</{tag[:2]}>'


def _certainty(cell: Cell) -> str:
    """The letter that says how certain a value is, and the word for who does not see it."""
    if not (cell.letter and cell.known):
        return ""
    word = f'<span class="visually-hidden">{escape(cell.status)}</span>'
    return (
        f' <span class="certainty {cell.certainty}"><span aria-hidden="true">{escape(cell.letter)}</span>{word}</span>'
    )
