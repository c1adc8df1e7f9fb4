"""What was asked, read and checked: the form filled in, and the entries that it would write, readable ever after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

from pydantic import ValidationError

from fairshare.faults import BadInputError
from fairshare.ledger.events import Event
from fairshare.workbench.actions.base import Action, Context, Form
from fairshare.workbench.clock import today
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record import cut
from fairshare.workbench.record.chain import canonical
from fairshare.workbench.record.ledgers import Folded
from fairshare.workbench.record.payload import events_of, payload_of
from fairshare.workbench.record.store import ConflictError, Step, Write

_KEY_LENGTH: Final = 56


class InvalidError(ValueError):
    """What was asked is not filled in as it must be: one ``(field, problem)`` each."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in self.problems))


def read(action: Action, data: Mapping[str, Any]) -> Form:
    """The form of an action, filled in; every fault is told at once."""
    try:
        return action.form.model_validate(dict(data))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False, include_context=False)
        raise InvalidError([(".".join(map(str, p["loc"])) or "form", p["msg"]) for p in problems]) from None


def check_key(key: str) -> None:
    """Refuse a key that no request can be named by."""
    if not 0 < len(key) <= _KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise InvalidError([("key", f"is to be 1 to {_KEY_LENGTH} plain characters")])


def writer(action: Action, seat: Seat, form: Form, version: str | None) -> Write:
    """What to write, once the record is locked. ``version`` is that of what the person saw."""

    def write(state: Folded, _: Any) -> tuple[Sequence[Event | Step], dict[str, Any]]:
        if version is not None and action.exact and cut.of(state, seat).version != version:
            raise ConflictError("the record has moved on since you looked: look again, then decide")
        context = Context(seat, state, today())
        if problem := _wrong_day(action, form.on, context.today):
            raise InvalidError([("on", problem)])
        try:
            drafts = tuple(_readable(draft, state.ledger.year) for draft in action.entries(form, context))
        except BadInputError as error:
            raise InvalidError([(fault.field, fault.problem) for fault in error.faults]) from None
        return drafts, action.answer(form, context)

    return write


def _wrong_day(action: Action, on: date | None, today: date) -> str:
    """What stands against a legal day, if anything."""
    if on is None or on == today or (action.elsewhere and on < today):
        return ""
    return "lies in the future" if on > today else "is over: this is done by recording it, so its day is today"


def _readable(draft: Event | Step, year: int) -> Event | Step:
    """A draft as it will be read back from the record: what could not be read back is never written."""
    if not isinstance(draft, Event):
        return draft
    (event,) = events_of(year, [payload_of(draft)])
    return replace(event, id=draft.id)


def effect(before: Folded, after: Folded, drafts: Iterable[Event | Step]) -> str:
    """A digest of what is written, its day aside, and of every balance that it changes."""
    told = [
        payload_of(replace(draft, date=date.min, recorded=None)) if isinstance(draft, Event) else draft.values
        for draft in drafts
    ]
    old, new = before.ledger.book.balances, after.ledger.book.balances
    moved = [[*place, str(amount)] for place, amount in sorted(new.items()) if old.get(place, 0) != amount]
    return sha256(canonical([told, moved]).encode()).hexdigest()
