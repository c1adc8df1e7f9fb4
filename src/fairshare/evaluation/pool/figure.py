"""One figure of a report, and where the events say it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from fairshare.ledger import Book
from fairshare.plain import euro_text, share_text, units_value

CERTAINTY: Final = ("official", "reported", "inferred", "unknown")
"""From the most to the least certain; a figure is as certain as the least certain of what it rests on."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with status, source and cite. ``unit``: share, units, persons or EUR; ``value`` ``None``: unknown."""

    value: Fraction | None
    unit: str
    status: str
    source: str
    cite: str
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON: shares and money as decimal strings, counts as integers, unknown as ``null``."""
        plain = {"value": plain_value(self.value, self.unit), "unit": self.unit, "status": self.status}
        plain |= {"source": self.source, "cite": self.cite}
        return plain | ({"note": self.note} if self.note else {})


def plain_value(value: Fraction | None, unit: str) -> int | str | None:
    """A value as JSON writes it in its unit."""
    if value is None:
        return None
    if unit == "EUR":
        return euro_text(value)
    return units_value(value) if unit in {"units", "persons"} else share_text(value)


def least_certain(statuses: Iterable[str]) -> str:
    """The least certain of several statuses; official where there is none.

    >>> least_certain(["official", "inferred", "reported"])
    'inferred'
    """
    return max(statuses, key=CERTAINTY.index, default="official")


def provenance(book: Book, indices: Iterable[int]) -> tuple[str, str]:
    """Status and sources of a figure that rests on the events at ``indices``. What no event tells is inferred."""
    rests_on = [book.events[index] for index in sorted(set(indices))]
    if not rests_on:
        return "inferred", "no event on record"
    sources = dict.fromkeys(event.source for event in rests_on if event.source)
    return least_certain(event.status for event in rests_on), "; ".join(sources)
