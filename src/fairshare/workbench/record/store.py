"""Writing to the record: several entries at once or none, one writer at a time, each request once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from fairshare.law.outcome import RefusedError
from fairshare.ledger.events import Event
from fairshare.ledger.notation import tag
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.chain import Sealed, canonical
from fairshare.workbench.record.ledgers import Folded, LaterRefusedError, folded, remember
from fairshare.workbench.record.levels import sees, standing
from fairshare.workbench.record.models import Cycle, Entry, Receipt
from fairshare.workbench.record.payload import payload_of


class ConflictError(RuntimeError):
    """The record has moved on, or a key was used for something else: nothing was written."""


class NoCycleError(LookupError):
    """There is no cycle of that year."""


@dataclass(frozen=True, slots=True)
class Step:
    """An entry to be written that is no event of the ledger: a step of a case, by pseudonym."""

    kind: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers of the entries written, and the ledger after them; ``repeated``: they were written before."""

    numbers: tuple[int, ...]
    after: Folded
    answer: dict[str, Any]
    repeated: bool = False


Write = Callable[[Folded, Cycle], tuple[Sequence[Event | Step], dict[str, Any]]]
"""What to write, told the ledger as it stands under the lock; and what to answer."""


def locked(year: int) -> Cycle:
    """The row of a cycle, locked until the transaction ends: writers to one cycle wait for one another."""
    try:
        return Cycle.objects.select_for_update().get(pk=year)
    except Cycle.DoesNotExist:
        raise NoCycleError(f"no cycle of {year} is held") from None


def append(year: int, seat: Seat, key: str, request: Any, write: Write) -> Written:
    """Append what ``write`` returns, in one transaction.

    ``key`` names the request (idempotency): the same key with the same ``request`` gets the first answer and writes
    nothing; with another request it is a :class:`ConflictError`. What ``write`` raises leaves the record as it was."""
    digest = sha256(canonical(request).encode()).hexdigest()
    with transaction.atomic():
        cycle = locked(year)
        earlier = Receipt.objects.filter(pk=key).first()
        if earlier is not None:
            return _again(earlier, seat, digest, cycle)
        if Entry.unscoped.filter(cycle=cycle, key=f"{key}/0").exists():
            raise ConflictError("this key was used before")  # its receipt is erased, or was not imported
        before = folded(cycle)
        drafts, answer = write(before, cycle)
        entries, after = sealed(before, cycle, seat, key, drafts)
        Entry.unscoped.bulk_create(entries)
        cycle.length, cycle.head = after.length, after.head
        cycle.save(update_fields=["length", "head"])
        numbers = [entry.number for entry in entries]
        kept = {"entries": numbers, "answer": answer}
        Receipt.objects.create(key=key, who=seat.who, digest=digest, answer=kept)
    remember(year, after)
    return Written(tuple(numbers), after, answer)


def _again(earlier: Receipt, seat: Seat, digest: str, cycle: Cycle) -> Written:
    if (earlier.who, earlier.digest) != (seat.who, digest):
        raise ConflictError("this key was used for another request")
    return Written(tuple(earlier.answer["entries"]), folded(cycle), earlier.answer["answer"], repeated=True)


def sealed(
    before: Folded, cycle: Cycle, seat: Seat, key: str, drafts: Sequence[Event | Step]
) -> tuple[list[Entry], Folded]:
    """The entries of drafts, chained to what stands, and the ledger after them."""
    now = datetime.now(UTC)
    after, entries = before, []
    for place, draft in enumerate(drafts):
        number = after.length + 1
        if isinstance(draft, Event):
            event = replace(draft, id=draft.id or _id(key, place), recorded=draft.recorded or now.date())
            after = _with(after, event, number, seat)
            payload, kind = payload_of(event), tag(type(event))
        else:
            payload, kind = canonical(draft.values), draft.kind
        row = Sealed(
            cycle.year, number, kind, payload, seat.capacity, seat.state, seat.body, seat.who,
            now.isoformat(timespec="microseconds"), f"{key}/{place}",
            after.head if after.length else cycle.origin,
        )  # fmt: skip
        entries.append(entry_of(row, row.hash))
        after = replace(after, length=number, head=row.hash)
    return entries, after


def _with(before: Folded, event: Event, number: int, seat: Seat) -> Folded:
    """The ledger with one more event. Which later one stands against it is told to who may see that one (12(6))."""
    try:
        return before.with_event(event, number)
    except LaterRefusedError as refusal:
        if sees(seat, refusal.event, standing(before.ledger)):
            raise
        raise RefusedError("ledger", "what was recorded since would not be allowed any more") from None


def _id(key: str, place: int) -> str:
    """The id of an event: no number, which would tell those who see a part of the record how much there is."""
    return sha256(f"{key}/{place}".encode()).hexdigest()[:12]


def entry_of(sealed: Sealed, digest: str) -> Entry:
    """The row of a sealed entry."""
    return Entry(
        cycle_id=sealed.cycle, number=sealed.number, kind=sealed.kind, payload=sealed.payload,
        capacity=sealed.capacity, state=sealed.state, body=sealed.body, who=sealed.who, recorded=sealed.recorded,
        key=sealed.key, prev=sealed.prev, hash=digest,
    )  # fmt: skip
