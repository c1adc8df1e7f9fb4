"""The hash chain of a record: each entry carries the digest of the one before it. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

START: Final = "0" * 64
"""What stands before the first entry."""


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


def breaks(entries: Iterable[tuple[Sealed, str]], head: tuple[int, str] | None = None) -> Iterator[Break]:
    """Where the entries of one cycle, in order, each with the digest kept beside it, are no unbroken chain.

    ``head`` is the number and digest that the cycle says are its last: entries cut off at the end show there."""
    number, prev, cycle = 0, START, 0
    for entry, kept in entries:
        cycle = entry.cycle
        number += 1
        if entry.number != number:
            yield Break(cycle, entry.number, f"stands where entry {number} belongs")
            number = entry.number
        if entry.prev != prev:
            yield Break(cycle, number, "does not follow the entry before it")
        if entry.hash != kept:
            yield Break(cycle, number, "was changed: its content has another digest")
        prev = kept
    if head is not None and head != (number, prev):
        yield Break(cycle, number, f"is the last, but the cycle had {head[0]} entries")
