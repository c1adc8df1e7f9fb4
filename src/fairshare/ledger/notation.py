"""How a cycle is written down: YAML or JSON Lines to events and back. Every fault is named by line and field.

YAML: ``year``, ``choices`` (optional) and ``events``, a list of mappings, each with ``event`` (the type) and the
fields of that type. JSON Lines: a first line with ``year`` and ``choices``, then one event a line. Numbers are read
exactly, and as they are written: ``010`` is ten, ``12:30`` is no number, ``NO`` is Norway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from re import compile as pattern
from typing import Any, Final

from fairshare.faults import BadInputError, Fault
from fairshare.law.choices import Choices
from fairshare.ledger.book import Book
from fairshare.ledger.events import Event
from fairshare.ledger.events import tag as tag  # what writes a cycle down names its events
from fairshare.ledger.fold import RefusedEventError, fold
from fairshare.ledger.layouts import Raw, printable, read, shown, write
from fairshare.states import state_code

_NUMBER: Final = pattern(r"[+-]?[0-9]{1,24}(\.[0-9]{1,24})?(/[0-9]{1,24})?")
_DAY: Final = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STATE_FIELDS: Final = frozenset({"state", "towards"})
_STATE_COLLECTIONS: Final = frozenset({"against", "abstained", "shortcomings", "lots", "rescue_states", "team"})
_STATE_KEYS: Final = frozenset({"population", "gdp", "labels", "parts"})

DELIVERY_ACCOUNTS: Final = frozenset({"implemented", "offset", "converted", "carried_over", "settled"})
"""Accounts that a record may say it knows nothing of."""

_HEAD: Final = ("year", "choices", "note", "not_covered", "events")

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

    @property
    def last_day(self) -> date:
        """The last day on record: of an event, or of its recording."""
        return max((max(event.date, event.recorded or event.date) for event in self.events), default=date.max)

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


def parse(text: str, name: str = "cycle") -> Cycle:
    """Read a cycle from the text of a file; ``name`` stands in the faults.

    Raises :class:`~fairshare.faults.BadInputError` with one fault per event that cannot be read."""
    head, raws = read(text, name)
    faults: list[Fault] = []
    year = head.values.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 2024 <= year <= 2100:
        line = head.field_lines.get("year", head.line)
        faults.append(Fault(name, line, "year", f"{shown(year)} is no pool year", "a year such as 2026"))
        year = 0
    choices = _read_choices(head, name, faults)
    faults += [
        Fault(name, head.field_lines.get(key, head.line), printable(key), "is unknown", ", ".join(_HEAD))
        for key in head.values.keys() - set(_HEAD)
    ]
    not_covered = _read_not_covered(head, name, faults)
    events, lines = [], []
    for number, raw in enumerate(raws, start=1):
        event = _event(raw, number, name, faults)
        if event is not None:
            events.append(event)
            lines.append(raw.line)
    faults += [*_out_of_order(events, lines, name), *_repeated(events, lines, name)]
    if faults:
        raise BadInputError(faults)
    return Cycle(name, year, choices, tuple(events), tuple(lines), not_covered)


def _read_choices(head: Raw, name: str, faults: list[Fault]) -> dict[str, str]:
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


def _read_not_covered(head: Raw, name: str, faults: list[Fault]) -> tuple[str, ...]:
    values = head.values.get("not_covered") or []
    if not isinstance(values, list) or not set(map(str, values)) <= DELIVERY_ACCOUNTS:
        line = head.field_lines.get("not_covered", head.line)
        problem = f"{shown(values)} is no list of accounts"
        faults.append(Fault(name, line, "not_covered", problem, ", ".join(sorted(DELIVERY_ACCOUNTS))))
        return ()
    return tuple(map(str, values))


def _out_of_order(events: Sequence[Event], lines: Sequence[int], name: str) -> Iterator[Fault]:
    latest = date.min
    for event, line in zip(events, lines, strict=True):
        if event.date < latest:
            problem = f"{event.date} lies before an earlier event ({latest})"
            yield Fault(name, line, "date", problem, "events in the order of their dates")
        latest = max(latest, event.date)


def _repeated(events: Sequence[Event], lines: Sequence[int], name: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for event, line in zip(events, lines, strict=True):
        first = seen.setdefault(event.id, line)
        if first != line:
            yield Fault(name, line, "id", f"{event.id!r} is the event of line {first} already", "an id of its own")


# --- one event -------------------------------------------------------------------------------------------------------


def _event(raw: Raw, number: int, name: str, faults: list[Fault]) -> Event | None:
    """One event, or ``None`` with what is wrong added to ``faults``."""
    values = dict(raw.values)
    kind = values.pop("event", None)
    cls = EVENT_TYPES.get(kind) if isinstance(kind, str) else None
    if cls is None:
        known = ", ".join(sorted(EVENT_TYPES))
        faults.append(Fault(name, raw.line, "event", f"{shown(kind)} is no type of event", f"one of {known}"))
        return None

    def fault(field: str, problem: str, expected: str = "") -> None:
        line = raw.field_lines.get(field.partition(".")[0], raw.line)
        faults.append(Fault(name, line, printable(field), problem, expected))

    before = len(faults)
    wanted = {field.name: field.type for field in fields(cls)}
    for field in values.keys() - wanted.keys():
        fault(field, f"is no field of {kind}", ", ".join(sorted(wanted)))
    for field, value in list(values.items()):
        problem = _unreadable(value, str(wanted.get(field, "")))
        if problem:
            fault(field, *problem)
        else:
            values[field] = _with_codes(field, value, fault)
    if len(faults) > before:
        return None
    values.setdefault("id", f"e{number}")
    return _validated(cls, values, fault)


def _unreadable(value: Any, annotation: str) -> tuple[str, str] | None:
    """What stands against a value before its type is checked: days that are numbers, numbers too long to be meant,
    texts that cannot be written out again."""
    if annotation.startswith("day") or annotation.endswith(" day]"):
        for leaf in value.values() if isinstance(value, dict) else (value,):
            if not (leaf is None or isinstance(leaf, date) or (isinstance(leaf, str) and _DAY.fullmatch(leaf))):
                return f"{shown(leaf)} is no day", "a day such as 2026-01-31"
        return None
    if isinstance(value, bool) and annotation != "bool":
        return f"{value!r} is no value here", annotation
    if isinstance(value, str) and not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        return f"{value[:40]!a} is no text", "characters of Unicode"
    numeric = any(word in annotation for word in ("Decimal", "Fraction", "int"))
    for leaf in _leaves(value) if numeric else ():
        if not isinstance(leaf, (str, int)) or isinstance(leaf, bool) or not _NUMBER.fullmatch(str(leaf)):
            return f"{shown(leaf)} is not a number", "a number with a decimal point and no separators"
    return None


def _leaves(value: Any) -> Iterator[Any]:
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            left.extend(item.values())
        elif item is not None:
            yield item


def _with_codes(field: str, value: Any, fault: Any) -> Any:
    """The value with names of states turned into codes; states that are not known are faults."""

    def code(text: Any) -> Any:
        found = state_code(text) if isinstance(text, str) else None
        if found is None:
            fault(
                field,
                f"{shown(text)} is not a known state",
                "a Eurostat code such as DE or EL, or an English name",
            )
        return found

    if field in _STATE_FIELDS:
        return code(value)
    if field in _STATE_COLLECTIONS and isinstance(value, list):
        return [code(entry) for entry in value]
    if field in _STATE_KEYS and isinstance(value, dict):
        coded = {code(key): entry for key, entry in value.items()}
        if len(coded) < len(value):
            fault(field, "a state stands twice", "each state once")
        return coded
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


def dump(
    year: int, events: Sequence[Event], choices: Mapping[str, str] | None = None, not_covered: Sequence[str] = ()
) -> str:
    """The YAML text of a cycle, one event a block; :func:`parse` reads it back to the same events."""
    document: dict[str, Any] = {"year": year}
    if choices:
        document["choices"] = dict(choices)
    if not_covered:
        document["not_covered"] = list(not_covered)
    document["events"] = [plain_event(event) for event in events]
    return write(document)


def plain_event(event: Event) -> dict[str, Any]:
    """An event as its file holds it, without what stands at its default."""
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    left_out = {f.name: f.default if f.default_factory is MISSING else f.default_factory() for f in fields(event)}
    told = {name: _plain(value) for name, value in values.items() if value != left_out[name]}
    return {"event": tag(type(event)), **told}


def _plain(value: Any) -> Any:
    if isinstance(value, (Decimal, Fraction)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value
