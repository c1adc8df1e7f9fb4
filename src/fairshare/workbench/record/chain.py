"""The hash chain of a record: each entry carries the digest of the one before it. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

START: Final = "0" * 64
"""The digest that an empty cycle has as its last."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the digest of an entry covers: everything but the digest. ``payload`` is canonical JSON."""

    cycle: int
    number: int
    kind: str
    payload: str
    capacity: str
    state: str
    body: str
    who: str
    recorded: str
    key: str
    prev: str

    @property
    def hash(self) -> str:
        """The digest of the entry: SHA-256 over its canonical JSON, 64 hexadecimal digits."""
        return sha256(canonical(asdict(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    cycle: int
    number: int
    problem: str


def canonical(value: Any) -> str:
    """JSON with one spelling: names sorted, no spaces, no NaN.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def origin(year: int, choices: Any, not_covered: Any) -> str:
    """What stands before the first entry: a digest of what the record is read by. With other choices (whether a lapsed
    transfer ends a relocation, say) the same entries would have another meaning."""
    return sha256(canonical([year, choices, not_covered]).encode()).hexdigest()


def head_of_day(day: str, heads: Mapping[int, str]) -> str:
    """The one digest of a day over the last digests of all cycles that had entries. It names the day, so that each day
    has another whatever happened on it: to nobody who lacks the record does it tell whether anything did.

    >>> head_of_day("2026-11-28", {2026: "ab"}) == head_of_day("2026-11-29", {2026: "ab"})
    False
    """
    return sha256(canonical([day, sorted(heads.items())]).encode()).hexdigest()


def breaks(
    entries: Iterable[tuple[Sealed, str]], head: tuple[int, str] | None = None, start: str | None = None
) -> Iterator[Break]:
    """Where the entries of one cycle, in order, each with the digest kept beside it, are no unbroken chain.

    ``head`` is the number and digest that the cycle says are its last: entries cut off at the end show there.
    ``start`` is the :func:`origin` of the cycle: other choices than those that the record was begun with show there."""
    number, prev, cycle = 0, START, 0
    for entry, kept in entries:
        if number == 0:
            prev = entry.prev if start is None else start
        cycle = entry.cycle
        number += 1
        if entry.number != number:
            yield Break(cycle, entry.number, f"stands where entry {number} belongs")
            number = entry.number
        if entry.prev != prev:
            before = "the choices of the cycle" if number == 1 else "the entry before it"
            yield Break(cycle, number, f"does not follow {before}")
        if entry.hash != kept:
            yield Break(cycle, number, "was changed: its content has another digest")
        prev = kept
    if head is not None and head != (number, prev):
        yield Break(cycle, number, f"is the last, but the cycle had {head[0]} entries")
