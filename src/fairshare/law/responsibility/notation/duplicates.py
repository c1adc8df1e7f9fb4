"""The same fact written twice is one fact: exact duplicates of rows are left out before anything is read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from pydantic import BaseModel

from fairshare.law.responsibility.notation.model import Case

LISTS: Final = ("statuses", "documents", "diplomas", "entries", "registrations", "eurodac", "events", "crises")
"""The lists in which a duplicate would count twice; in the others it changes nothing, or is a fault."""

_LISTS: Final = attrgetter(*LISTS)

Numbers = Mapping[str, Sequence[int]]
"""For each list of which something was left out: the numbers that its rows had."""


def collapsed(case: Case) -> tuple[Case, Numbers]:
    """The case without duplicates, and the numbers of what is left in its lists."""
    left: dict[str, Any] = {}
    numbers: dict[str, Sequence[int]] = {}
    lists: tuple[Sequence[BaseModel], ...] = _LISTS(case)
    for name, rows in zip(LISTS, lists, strict=True):
        if len(rows) < 2 or (len(rows) == 2 and rows[0].__dict__ != rows[1].__dict__):
            continue
        first: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(rows):
            first.setdefault(tuple(row.__dict__.values()), number)
        if len(first) < len(rows):
            numbers[name] = list(first.values())
            left[name] = tuple(rows[number] for number in first.values())
    return (case.model_copy(update=left), numbers) if left else (case, _NOTHING)


def as_written(path: str, numbers: Numbers) -> str:
    """The path of a row by the number that it has in the file.

    >>> as_written("events.1.until", {"events": [0, 7]})
    'events.7.until'
    """
    name, _, rest = path.partition(".")
    if name not in numbers or not rest:
        return path
    number, _, field = rest.partition(".")
    return f"{name}.{numbers[name][int(number)]}" + (f".{field}" if field else "")


_NOTHING: Final[Numbers] = {}
