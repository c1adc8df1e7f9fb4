"""Events of the ledger as entries hold them, and back: the notation of a cycle file, one event a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fairshare.ledger.events import Event
from fairshare.ledger.notation import EVENT_TYPES, parse, plain_event
from fairshare.workbench.record.chain import canonical


def is_of_ledger(kind: str) -> bool:
    """Whether entries of a kind are events of the ledger (the others are steps of cases)."""
    return kind in EVENT_TYPES


def payload_of(event: Event) -> str:
    """An event as canonical JSON."""
    return canonical(_days_as_text(plain_event(event)))


def _days_as_text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _days_as_text(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_days_as_text(part) for part in value]
    return value


def events_of(year: int, payloads: Sequence[str]) -> tuple[Event, ...]:
    """The events of entries, in the order given, which must be that of their legal dates."""
    if not payloads:
        return ()
    return parse("\n".join((canonical({"year": year}), *payloads)), f"record of {year}").events
