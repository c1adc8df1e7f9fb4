"""How a cycle is written down: YAML or JSON Lines to events and back. Every fault is named by line and field.

YAML: ``year``, ``choices`` (optional) and ``events``, a list of mappings, each with ``event`` (the type) and the
fields of that type. JSON Lines: a first line with ``year`` and ``choices``, then one event a line. Numbers are read
exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from re import compile as pattern
from typing import Any, Final

import yaml

from fairshare.faults import BadInputError, Fault
from fairshare.law.choices import Choices
from fairshare.ledger.book import Book
from fairshare.ledger.events import Event
from fairshare.ledger.fold import RefusedEventError, fold
from fairshare.states import state_code

_CAPITAL: Final = pattern(r"(?<!^)(?=[A-Z])")
_NUMBER: Final = pattern(r"[+-]?\d{1,24}(\.\d{1,24})?(/\d{1,24})?")
_STATE_FIELDS: Final = frozenset({"state", "towards"})
_STATE_COLLECTIONS: Final = frozenset({"against", "abstained", "shortcomings", "lots"})
_STATE_KEYS: Final = frozenset({"population", "gdp", "labels", "parts"})


DELIVERY_ACCOUNTS: Final = frozenset({"implemented", "offset", "converted", "carried_over", "settled"})
"""Accounts that a record may say it knows nothing of."""


def tag(cls: type[Event]) -> str:
    """The name of a type of event in a file: ``PledgeRecorded`` is written ``pledge_recorded``."""
    return _CAPITAL.sub("_", cls.__name__).lower()


EVENT_TYPES: Final = {tag(cls): cls for cls in Event.__subclasses__()}
"""Every type of event by its name in a file."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle as a file holds it: the pool year, its choices, its events, and the line of each event.

    ``not_covered`` names accounts of which the record knows nothing: what is not on them is unknown, not zero."""

    name: str
    year: int
    choices: dict[str, str]
    events: tuple[Event, ...]
    lines: tuple[int, ...]
    not_covered: tuple[str, ...] = ()

    def book(
        self, choices: Mapping[str, str] | None = None, as_of: date | None = None, known_on: date | None = None
    ) -> Book:
        """Fold the events. ``choices`` are set over those of the file.

        Raises :class:`~fairshare.faults.BadInputError` naming line and provision of an event that the law does not
        allow.
        """
        try:
            return fold(self.events, self.year, Choices(self.choices | dict(choices or {})), as_of, known_on)
        except RefusedEventError as refusal:
            kind = tag(type(self.events[refusal.index]))
            raise BadInputError([Fault(self.name, self.lines[refusal.index], kind, f"refused: {refusal}")]) from None


@dataclass(frozen=True, slots=True)
class _Raw:
    """One mapping of a file with its line, and the lines of its fields."""

    line: int
    values: dict[str, Any]
    field_lines: dict[str, int]


def parse(text: str, name: str = "cycle") -> Cycle:
    """Read a cycle from the text of a file; ``name`` stands in the faults.

    Raises :class:`~fairshare.faults.BadInputError` with one fault per event that cannot be read."""
    head, raws = _read_json_lines(text, name) if text.lstrip().startswith("{") else _read_yaml(text, name)
    faults: list[Fault] = []
    year = head.values.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 2024 <= year <= 2100:
        faults.append(Fault(name, head.line, "year", f"{year!r} is no pool year", "a year such as 2026"))
        year = 0
    choices = _read_choices(head, name, faults)
    faults += [
        Fault(
            name, head.field_lines.get(key, head.line), key, "is unknown", "year, choices, note, not_covered and events"
        )
        for key in head.values.keys() - {"year", "choices", "note", "not_covered", "events"}
    ]
    not_covered = _read_not_covered(head, name, faults)
    events, lines = [], []
    for number, raw in enumerate(raws, start=1):
        event = _event(raw, number, name, faults)
        if event is not None:
            events.append(event)
            lines.append(raw.line)
    faults += _out_of_order(events, lines, name)
    if faults:
        raise BadInputError(faults)
    return Cycle(name, year, choices, tuple(events), tuple(lines), not_covered)


def _read_choices(head: _Raw, name: str, faults: list[Fault]) -> dict[str, str]:
    values = head.values.get("choices") or {}
    line = head.field_lines.get("choices", head.line)
    if not isinstance(values, dict):
        faults.append(
            Fault(name, line, "choices", "is no mapping", "NAME: value, as `fairshare law choices` lists them")
        )
        return {}
    chosen = {str(key): str(value) for key, value in values.items()}
    try:
        Choices(chosen, name)
    except BadInputError as error:
        faults += [Fault(name, line, fault.field, fault.problem, fault.expected) for fault in error.faults]
    return chosen


def _read_not_covered(head: _Raw, name: str, faults: list[Fault]) -> tuple[str, ...]:
    values = head.values.get("not_covered") or []
    if not isinstance(values, list) or not set(map(str, values)) <= DELIVERY_ACCOUNTS:
        line = head.field_lines.get("not_covered", head.line)
        faults.append(
            Fault(name, line, "not_covered", f"{values!r} is no list of accounts", ", ".join(sorted(DELIVERY_ACCOUNTS)))
        )
        return ()
    return tuple(map(str, values))


def _out_of_order(events: Sequence[Event], lines: Sequence[int], name: str) -> Iterator[Fault]:
    latest = date.min
    for event, line in zip(events, lines, strict=True):
        if event.date < latest:
            problem = f"{event.date} lies before an earlier event ({latest})"
            yield Fault(name, line, "date", problem, "events in the order of their dates")
        latest = max(latest, event.date)


# --- the two layouts -------------------------------------------------------------------------------------------------


class _ExactLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with decimal numbers kept as text, so that no figure passes through a float."""


_ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: str(node.value))


def _read_yaml(text: str, name: str) -> tuple[_Raw, list[_Raw]]:
    loader = _ExactLoader(text)
    try:
        node = loader.get_single_node()
        top = _raw(loader, node, name)
        listed = next((v for k, v in node.value if k.value == "events"), None)
        if not isinstance(listed, yaml.SequenceNode):
            raise BadInputError([Fault(name, top.line, "events", "is missing or no list", "a list of events")])
        return top, [_raw(loader, entry, name) for entry in listed.value]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, BadInputError):
            raise
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or f"cannot be read ({type(error).__name__})"
        raise BadInputError([Fault(name, mark.line + 1 if mark else 1, "yaml", str(problem), "valid YAML")]) from None


def _raw(loader: Any, node: Any, name: str) -> _Raw:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node is not None else 1
        raise BadInputError([Fault(name, line, "yaml", "is no mapping", "lines of the form name: value")])
    values = loader.construct_mapping(node, deep=True)
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    if len(lines) < len(node.value):
        raise BadInputError([Fault(name, node.start_mark.line + 1, "yaml", "a name stands twice", "each name once")])
    return _Raw(node.start_mark.line + 1, {str(k): v for k, v in values.items()}, lines)


def _read_json_lines(text: str, name: str) -> tuple[_Raw, list[_Raw]]:
    raws, faults = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line, parse_float=str)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(name, number, "json", f"cannot be read ({error})", "one JSON object a line"))
            continue
        if isinstance(values, dict):
            raws.append(_Raw(number, values, {}))
        else:
            faults.append(Fault(name, number, "json", "is no object", "one JSON object a line"))
    if faults or not raws:
        raise BadInputError(faults or [Fault(name, 1, "file", "holds nothing", "a line with year, then events")])
    return raws[0], raws[1:]


# --- one event -------------------------------------------------------------------------------------------------------


def _event(raw: _Raw, number: int, name: str, faults: list[Fault]) -> Event | None:
    """One event, or ``None`` with what is wrong added to ``faults``."""
    values = dict(raw.values)
    kind = values.pop("event", None)
    cls = EVENT_TYPES.get(kind) if isinstance(kind, str) else None
    if cls is None:
        known = ", ".join(sorted(EVENT_TYPES))
        faults.append(Fault(name, raw.line, "event", f"{kind!r} is no type of event", f"one of {known}"))
        return None

    def fault(field: str, problem: str, expected: str = "") -> None:
        line = raw.field_lines.get(field.partition(".")[0], raw.line)
        faults.append(Fault(name, line, field, problem, expected))

    before = len(faults)
    wanted = {field.name: field.type for field in fields(cls)}
    for field in values.keys() - wanted.keys():
        fault(field, f"is no field of {kind}", ", ".join(sorted(wanted)))
    for field, value in list(values.items()):
        problem = _unreadable(value, str(wanted.get(field, "")))
        if problem:
            fault(field, *problem)
        values[field] = _with_codes(field, value, fault)
    if len(faults) > before:
        return None
    values.setdefault("id", f"e{number}")
    return _validated(cls, values, fault)


def _unreadable(value: Any, annotation: str) -> tuple[str, str] | None:
    """What stands against a value before its type is checked: numbers too long to be meant, days that are numbers."""
    if annotation.startswith("day") and not isinstance(value, (date, str, type(None))):
        return f"{value!r} is no day", "a day such as 2026-01-31"
    if isinstance(value, bool) and annotation != "bool":
        return f"{value!r} is no value here", annotation
    numeric = any(word in annotation for word in ("Decimal", "Fraction", "int"))
    for leaf in _leaves(value) if numeric else ():
        if not isinstance(leaf, (str, int)) or isinstance(leaf, bool) or not _NUMBER.fullmatch(str(leaf)):
            return f"{str(leaf)[:40]!r} is not a number", "a number with a decimal point and no separators"
    return None


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif value is not None:
        yield value


def _with_codes(field: str, value: Any, fault: Any) -> Any:
    """The value with names of states turned into codes; states that are not known are faults."""

    def code(text: Any) -> Any:
        found = state_code(text) if isinstance(text, str) else "NO" if text is False else None
        if found is None:
            fault(field, f"{text!r} is not a known state", "a Eurostat code such as DE or EL, or an English name")
        return found

    if field in _STATE_FIELDS:
        return code(value)
    if field in _STATE_COLLECTIONS and isinstance(value, list):
        return [code(entry) for entry in value]
    if field in _STATE_KEYS and isinstance(value, dict):
        return {code(key): entry for key, entry in value.items()}
    return value


@cache
def _adapter(kind: str) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(EVENT_TYPES[kind])


def _validated(cls: type[Event], values: Mapping[str, Any], fault: Any) -> Event | None:
    from pydantic import ValidationError

    try:
        event = _adapter(tag(cls)).validate_python(values)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            place = ".".join(map(str, detail["loc"])) or "event"
            fault(place, detail["msg"][:1].lower() + detail["msg"][1:])
        return None
    assert isinstance(event, Event)
    return event


# --- writing ---------------------------------------------------------------------------------------------------------


def dump(year: int, events: Sequence[Event], choices: Mapping[str, str] | None = None) -> str:
    """The YAML text of a cycle, one event a block; :func:`parse` reads it back to the same events."""
    document: dict[str, Any] = {"year": year}
    if choices:
        document["choices"] = dict(choices)
    document["events"] = [_plain_event(event) for event in events]
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


def _plain_event(event: Event) -> dict[str, Any]:
    defaults = {field.name: field.default for field in fields(event)}
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    shown = {k: _plain(v) for k, v in values.items() if v != defaults[k] and v not in ({}, ())}
    return {"event": tag(type(event)), **shown}


def _plain(value: Any) -> Any:
    if isinstance(value, (Decimal, Fraction)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value
