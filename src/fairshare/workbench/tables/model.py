"""A table as a value: columns with their kind, rows of exact values, notes and source. Nothing in it is formatted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise
"""Words for people; translated when they are shown."""

Value: TypeAlias = str | int | Fraction | Decimal | date | None
"""What a cell holds: exact, ``None`` where it is unknown, and an empty text where there is nothing to state.

``bool`` is an ``int`` here and means yes or no."""

Row: TypeAlias = Mapping[str, Value]

Kind = Literal["text", "state", "count", "eur", "share", "percent", "index", "ratio", "date", "status", "flag", "cite"]
"""What a column holds: ``share`` and ``percent`` are fractions of 1 (shown with four decimals and with one),
``index`` a measure from 0 to 1 (three decimals), ``ratio`` so many times (two), ``eur`` is EUR, ``count`` persons or
units, ``state`` a Eurostat code, ``status`` how certain a figure is, ``cite`` provisions of the law."""

NUMERIC: Final = frozenset({"count", "eur", "share", "percent", "index", "ratio"})
_SLUG: Final = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``words`` translates the codes of a closed list; ``status`` names the key of the row that says how
    certain the value is (shown as a letter beside it, and as a column of its own in downloads). ``apart``: its long
    texts stand below the table, each once, under the number that its cells show."""

    key: str
    label: Text
    kind: Kind = "text"
    note: Text = ""
    words: Mapping[str, Text] = field(default_factory=dict)
    status: str = ""
    apart: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers, which stand to the right."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``name`` is a slug, unique on its page; the first column names the row.

    Raises ``ValueError`` for a name that is no slug, keys that are not unique, a row that lacks a key, and a value that
    is not exact (``float``): faults of the program, never of the input."""

    name: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()
    source: Text = ""

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no slug")
        keys = self.keys
        if not keys or len(set(keys)) < len(keys):
            raise ValueError(f"table {self.name}: the keys of the columns are not unique: {keys}")
        for number, row in enumerate(self.rows):
            _check(self.name, number, row, keys)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a row in the order of the columns, that of a status right after its value."""
        return tuple(key for column in self.columns for key in (column.key, column.status) if key)

    @property
    def flat_columns(self) -> tuple[Column, ...]:
        """The columns with every status as a column of its own, as downloads have them."""
        return tuple(part for column in self.columns for part in _parts(column))


def _parts(column: Column) -> Iterable[Column]:
    yield column
    if column.status:
        label = format_lazy("{label}: {status}", label=column.label, status=_("status"))
        yield Column(column.status, label, "status")


def _check(name: str, number: int, row: Row, keys: Iterable[str]) -> None:
    for key in keys:
        if key not in row:
            raise ValueError(f"table {name}, row {number}: no {key!r}; what is unknown is None")
        if isinstance(row[key], float):
            raise ValueError(f"table {name}, row {number}: {key!r} is a float; values are exact")
