"""What a reader sees of a table: sorted, filtered, a page at a time, as the parameters of the request ask.

The parameters of a table carry its name (``pool-sort``, ``pool-q``, ``pool-page``), so that several tables live on one
page. What they ask for and the table has not is ignored; all others are carried along in the links.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.tables.cells import Cell, cells, set_apart
from fairshare.workbench.tables.formats import shown_text
from fairshare.workbench.tables.model import Column, Row, Table, Text, Value
from fairshare.workbench.tables.words import STATUSES

PAGE: Final = 200
"""Rows on a page."""

TALL: Final = 40
"""Rows above which a table scrolls in a box of its own."""

LONGEST_QUERY: Final = 100
FORMATS: Final = ("csv", "xlsx", "json")
"""The formats of downloads, by the name that ``NAME-format`` takes."""

_ARIA: Final = {True: "descending", False: "ascending"}


@dataclass(frozen=True, slots=True)
class Header:
    """A heading of a column: its link sorts by it, the other way round if it is sorted so already."""

    column: Column
    href: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as asked for. ``rows`` are all rows that match, in order; ``page`` counts from 1."""

    table: Table
    rows: tuple[Row, ...]
    sort: str = ""
    descending: bool = False
    query: str = ""
    page: int = 1
    params: tuple[tuple[str, str], ...] = ()
    per_page: int = PAGE

    @property
    def pages(self) -> int:
        """How many pages the matching rows fill; at least one."""
        return max(1, -(-len(self.rows) // self.per_page))

    @property
    def body(self) -> list[list[Cell]]:
        """The cells of the rows on this page."""
        return cells(self.table, self._on_page)

    @property
    def tall(self) -> bool:
        """Whether the rows on this page need a box that scrolls."""
        return len(self._on_page) > TALL

    @property
    def below(self) -> list[tuple[str, str]]:
        """The texts that stand below the table, with their ids."""
        return set_apart(self.table, self._on_page)

    @property
    def _on_page(self) -> tuple[Row, ...]:
        start = (self.page - 1) * self.per_page
        return self.rows[start : start + self.per_page]

    @property
    def headers(self) -> list[Header]:
        """The headings with the links that sort."""
        return [self._header(column) for column in self.table.columns]

    def _header(self, column: Column) -> Header:
        sorted_by = column.key == self.sort
        wanted = f"-{column.key}" if sorted_by and not self.descending else column.key
        return Header(column, self.link(sort=wanted, page=""), _ARIA[self.descending] if sorted_by else "none")

    def link(self, **changes: str) -> str:
        """The query of this page with parameters of this table changed, or dropped where they are empty."""
        mine = {f"{self.table.name}-{name}": value for name, value in changes.items()}
        kept = [(key, value) for key, value in self.params if key not in mine]
        return "?" + urlencode(kept + [(key, value) for key, value in mine.items() if value])

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The parameters that the filter's form carries along."""
        replaced = {f"{self.table.name}-{name}" for name in ("q", "page")}
        return [(key, value) for key, value in self.params if key not in replaced]

    @property
    def unfiltered(self) -> str:
        """The link to all rows."""
        return self.link(q="", page="")

    @property
    def previous(self) -> str:
        """The link to the page before, or empty."""
        return self.link(page=str(self.page - 1)) if self.page > 1 else ""

    @property
    def next(self) -> str:
        """The link to the page after, or empty."""
        return self.link(page=str(self.page + 1)) if self.page < self.pages else ""

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """Format and link of each download: the rows that match, in this order, of all pages."""
        return [(name.upper(), self.link(format=name, page="")) for name in FORMATS]

    @property
    def notes(self) -> list[tuple[Text, Text]]:
        """What the headings mean, where a column says so."""
        return [(column.label, column.note) for column in self.table.columns if column.note]

    @property
    def has_statuses(self) -> bool:
        """Whether letters say how certain values are."""
        return any(column.status for column in self.table.columns)

    @property
    def region(self) -> Text:
        """The name of the region in which the table scrolls."""
        return self.table.caption or _("Table")

    def as_table(self) -> Table:
        """The matching rows in this order, as a table."""
        return replace(self.table, rows=self.rows)


def shown(table: Table, params: Mapping[str, str]) -> TableView:
    """The table as the parameters of a request ask for it (``request.GET``, or any mapping)."""
    asked = params.get(f"{table.name}-sort") or ""
    column = {column.key: column for column in table.columns}.get(asked.removeprefix("-"))
    query = (params.get(f"{table.name}-q") or "").strip()[:LONGEST_QUERY]
    rows = _ordered(_matching(table, query), column, asked.startswith("-"))
    view = TableView(
        table=table,
        rows=rows,
        sort=column.key if column else "",
        descending=bool(column) and asked.startswith("-"),
        query=query,
        params=_pairs(table, params),
    )
    return replace(view, page=_page(params.get(f"{table.name}-page") or "", view.pages))


def _pairs(table: Table, params: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """All parameters in order, without the order for a download, which no link repeats."""
    lists = params.lists() if isinstance(params, QueryDict) else [(key, [value]) for key, value in params.items()]
    return tuple(
        (key, str(value)) for key, values in lists for value in values if value and not key.endswith("-format")
    )


def _page(text: str, pages: int) -> int:
    return min(int(text), pages) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1


def _folded(text: str) -> str:
    """Text without case and accents, so that ``Ostereich`` finds ``Österreich``."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _matching(table: Table, query: str) -> tuple[Row, ...]:
    """The rows in which every word of the query is found, in what is shown or in a code."""
    words = _folded(query).split()
    if not words:
        return table.rows
    searched = ((row, _searched(table, row)) for row in table.rows)
    return tuple(row for row, text in searched if all(word in text for word in words))


def _searched(table: Table, row: Row) -> str:
    texts = [shown_text(column, row[column.key]) for column in table.columns]
    codes = [value for column in table.columns if isinstance(value := row[column.key], str)]
    return _folded("\n".join([*texts, *codes]))


def _ordered(rows: tuple[Row, ...], column: Column | None, descending: bool) -> tuple[Row, ...]:
    if column is None:
        return rows
    key, place = column.key, _place(column)
    stated = sorted(
        (row for row in rows if row[key] not in {None, ""}), key=lambda r: place(r[key]), reverse=descending
    )
    return (*stated, *(row for row in rows if row[key] == ""), *(row for row in rows if row[key] is None))


def _place(column: Column) -> Callable[[Value], Any]:
    """What a value of the column is sorted by: numbers and days by size, words as the reader sees them."""
    if column.numeric:
        return lambda value: Fraction(value)  # type: ignore[arg-type]
    if column.kind == "status":
        order = list(STATUSES)
        return lambda value: order.index(str(value)) if value in order else len(order)
    if column.kind in {"date", "flag"}:
        return lambda value: value
    return lambda value: _folded(shown_text(column, value))
