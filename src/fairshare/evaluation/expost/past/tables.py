"""From reference tables to figures: what the evaluations of past cycles share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Final, TypeAlias

from fairshare.evaluation.expost.measured import Measured, computed
from fairshare.evaluation.expost.past import Read
from fairshare.figures.provenance import Datum

ByKey: TypeAlias = Mapping[str, Datum]
"""The rows of a table by key."""

_MILLION: Final = 1_000_000
_SCALE: Final = {"million EUR": Fraction(_MILLION), "percent": Fraction(1, 100)}


def rows_of(read: Read, name: str) -> ByKey:
    """The rows of a reference table by key."""
    return {row.key: row for row in read(name)}


def digests(read: Read, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of the rows of each table, by name."""
    texts = {name: json.dumps([row.as_json() for row in read(name)], sort_keys=True) for name in names}
    return {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}


def taken(row: Datum, key: str, definition: str) -> Measured:
    """The figure that a row holds, with its status, source, day and note. ``TypeError`` for a row in words."""
    value = row.number * _SCALE.get(row.unit, Fraction(1)) if row.known else None
    return Measured(key, definition, value, row.status, row.as_of, (row.source,), note=row.note)


def all_taken(rows: ByKey, names: Mapping[str, tuple[str, str]]) -> tuple[Measured, ...]:
    """Several figures: by the key of the row, the key of the figure and its definition."""
    return tuple(taken(rows[row], key, definition) for row, (key, definition) in names.items())


def stated(rows: ByKey, part: str) -> dict[str, Datum]:
    """The rows ``STATE/part``, by state."""
    return {key.partition("/")[0]: row for key, row in rows.items() if key.partition("/")[2] == part}


def per_million(key: str, definition: str, persons: Measured, people: Measured) -> Measured:
    """Persons for each million inhabitants; unknown where one of the two is, or nobody lives there."""
    value = persons.value / people.value * _MILLION if persons.value is not None and people.value else None
    return computed(key, definition, per_million, (persons, people), value)


def remainder(key: str, definition: str, whole: Measured, *parts: Measured) -> Measured:
    """A figure less others; unknown where one is."""
    known = [part.value for part in parts if part.value is not None]
    told = whole.value is not None and len(known) == len(parts)
    value = whole.value - sum(known, Fraction(0)) if told and whole.value is not None else None
    return computed(key, definition, remainder, (whole, *parts), value)
