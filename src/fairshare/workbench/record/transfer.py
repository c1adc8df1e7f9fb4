"""A record as JSON Lines and back: a head, then one entry a line in canonical form. Out, in and out again gives the
same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import transaction

from fairshare.faults import BadInputError, Fault
from fairshare.law.choices import Choices
from fairshare.ledger.notation import DELIVERY_ACCOUNTS
from fairshare.workbench.record.chain import Break, Sealed, breaks, canonical, origin
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.store import entry_of
from fairshare.workbench.record.verify import Reading, stored

FORMAT: Final = "fairshare-record/1"
LONGEST: Final = 1 << 20
"""Bytes that a line may have."""

_HEAD: Final[dict[str, type]] = {
    "format": str,
    "year": int,
    "choices": dict,
    "not_covered": list,
    "length": int,
    "head": str,
}
_ENTRY: Final[dict[str, type]] = {
    **{field.name: int if field.type == "int" else str for field in fields(Sealed)},
    "hash": str,
}
_MOST: Final = {name: getattr(Entry._meta.get_field(name), "max_length", None) for name in _ENTRY}
_AT_ONCE: Final = 500


# --- out --------------------------------------------------------------------------------------------------------------


def lines(year: int) -> Iterator[str]:
    """The lines of the record of a cycle, as it stood at one moment. Raises ``Cycle.DoesNotExist``."""
    cycle = Cycle.objects.get(pk=year)
    yield canonical(
        {
            "format": FORMAT, "year": cycle.year, "choices": cycle.choices, "not_covered": cycle.not_covered,
            "length": cycle.length, "head": cycle.head,
        }
    )  # fmt: skip
    for entry, digest in stored(cycle):
        yield canonical(asdict(entry) | {"hash": digest})


# --- in ---------------------------------------------------------------------------------------------------------------


def take_in(path: Path) -> Cycle:
    """The record of a file as a new cycle. The whole file is checked before anything is written: chain, length, head,
    and that the law allows every event. Written in one transaction, or not at all.

    Raises :class:`~fairshare.faults.BadInputError` with the line of every fault."""
    with path.open("rb") as file:
        head = _checked(file, path.name)
        file.seek(0)
        with transaction.atomic():
            cycle, made = Cycle.objects.get_or_create(
                year=head["year"],
                defaults={key: head[key] for key in ("choices", "not_covered", "length", "head")},
            )
            if not made:
                raise _bad(path.name, 1, "year", f"the cycle of {cycle.year} is held already", "a year that is not")
            _write(_entries(file, path.name))
            if _last(cycle.year) != (head["length"], head["head"]):
                raise _bad(path.name, 1, "head", "the file changed while it was read")
    return cycle


def _last(year: int) -> tuple[int, str] | None:
    return Entry.unscoped.filter(cycle=year).order_by("-number").values_list("number", "hash").first() or (0, "0" * 64)


def _write(entries: Iterator[tuple[Sealed, str]]) -> None:
    while batch := [entry_of(*pair) for pair in islice(entries, _AT_ONCE)]:
        Entry.unscoped.bulk_create(batch)


def _checked(file: BinaryIO, name: str) -> dict[str, Any]:
    """The head of a file in which everything holds."""
    head = _head(file, name)
    file.seek(0)
    reading, keys = Reading(head["year"]), set[str]()
    entries = _single(reading.checked(_entries(file, name)), keys, reading)
    start = origin(head["year"], head["choices"], head["not_covered"])
    problems = list(breaks(entries, (head["length"], head["head"]), start))
    problems += reading.problems
    problems = problems or list(reading.folded(Choices(head["choices"])))
    if problems:
        raise BadInputError(_faults(problems, name))
    return head


def _single(entries: Iterable[tuple[Sealed, str]], keys: set[str], reading: Reading) -> Iterator[tuple[Sealed, str]]:
    """The entries; one of another cycle, or with the key of an earlier one, is a problem."""
    for entry, digest in entries:
        if entry.cycle != reading.year:
            reading.problems.append(Break(reading.year, entry.number, f"belongs to the cycle of {entry.cycle}"))
        if entry.key in keys:
            reading.problems.append(Break(reading.year, entry.number, "has the key of an earlier entry"))
        keys.add(entry.key)
        yield entry, digest


def _faults(problems: Iterable[Break], name: str) -> Iterator[Fault]:
    """Problems of entries as faults of lines: entry 1 stands on line 2."""
    return (Fault(name, one.number + 1, f"entry {one.number}", one.problem) for one in problems)


def _entries(file: BinaryIO, name: str) -> Iterator[tuple[Sealed, str]]:
    """The entries of a file, each read and checked by itself."""
    for number, values in _objects(file, name):
        if number == 1:
            continue
        _require(values, _ENTRY, number, name)
        for field, most in _MOST.items():
            if most is not None and len(values[field]) > most:
                raise _bad(name, number, field, f"has {len(values[field])} characters", f"{most} or fewer")
        if values["number"] != number - 1:
            raise _bad(
                name, number, "number", f"is {values['number']}", f"{number - 1}: entries in order, none left out"
            )
        digest = values.pop("hash")
        yield Sealed(**values), digest


def _head(file: BinaryIO, name: str) -> dict[str, Any]:
    head = next((values for _, values in _objects(file, name)), None)
    if head is None:
        raise _bad(name, 1, "file", "is empty", f"a head with the format {FORMAT}")
    _require(head, _HEAD, 1, name)
    if head["format"] != FORMAT:
        raise _bad(name, 1, "format", f"is {head['format'][:40]!r}", FORMAT)
    if not 2024 <= head["year"] <= 2100:
        raise _bad(name, 1, "year", f"{head['year']} is no pool year", "a year such as 2026")
    if not set(map(str, head["not_covered"])) <= DELIVERY_ACCOUNTS:
        raise _bad(name, 1, "not_covered", "is no list of accounts", ", ".join(sorted(DELIVERY_ACCOUNTS)))
    try:
        Choices(head["choices"], name)
    except BadInputError as error:
        raise BadInputError(Fault(name, 1, f.field, f.problem, f.expected) for f in error.faults) from None
    return head


def _objects(file: BinaryIO, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line of a file as an object, with its number from 1."""
    number = 0
    while raw := file.readline(LONGEST + 1):
        number += 1
        if len(raw) > LONGEST:
            raise _bad(name, number, "line", f"has more than {LONGEST} bytes")
        if not raw.endswith(b"\n"):
            raise _bad(name, number, "line", "does not end: the file was cut off")
        yield number, _object(raw, name, number)


def _object(raw: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        text = raw[:-1].decode()
        values = json.loads(text)
        same = canonical(values) == text
    except (ValueError, RecursionError):
        raise _bad(name, number, "line", "is no JSON") from None
    if not isinstance(values, dict) or not same or "\\u0000" in text:
        raise _bad(name, number, "line", "is not written in canonical form", "names sorted, no spaces")
    return values


def _require(values: dict[str, Any], wanted: dict[str, type], number: int, name: str) -> None:
    """The names of ``wanted`` and no others, each of its type."""
    if values.keys() != wanted.keys():
        odd = ", ".join(sorted(values.keys() ^ wanted.keys()))
        raise _bad(name, number, "line", f"lacks or adds {odd[:80]!a}", ", ".join(wanted))
    for field, kind in wanted.items():
        if type(values[field]) is not kind:
            raise _bad(name, number, field, f"is no {kind.__name__}")
        if kind is int and not 0 <= values[field] < 2**31:
            raise _bad(name, number, field, f"{values[field]} is out of range")


def _bad(name: str, line: int, field: str, problem: str, expected: str = "") -> BadInputError:
    return BadInputError([Fault(name, line, field, problem, expected)])
