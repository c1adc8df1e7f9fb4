"""A cut through the record: what one seat may see of one cycle. Pages, exports and answers read nothing else."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any, Final

from fairshare.ledger.book import Book
from fairshare.ledger.events import Corrected, Event
from fairshare.ledger.fold import fold
from fairshare.ledger.notation import tag
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.ledgers import Folded, folded
from fairshare.workbench.record.levels import sees
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.store import NoCycleError

_KEPT: Final = 128
_memory: OrderedDict[tuple[int, str, Seat], Cut] = OrderedDict()
_lock: Final = Lock()


@dataclass(frozen=True)
class Cut:
    """What a seat sees of a cycle: the events that it may see, and the book folded without the others, or masked."""

    year: int
    seat: Seat
    events: tuple[Event, ...]
    book: Book
    not_covered: tuple[str, ...]

    @cached_property
    def version(self) -> str:
        """Names what the seat sees: it changes when, and only when, that does."""
        return sha256("\n".join(event.id for event in self.events).encode()).hexdigest()[:16]

    @property
    def act_adopted(self) -> bool:
        """Whether the act on the pool is adopted."""
        return bool(self.book.act_dates)


def cut(year: int, seat: Seat) -> Cut:
    """What ``seat`` may see of the cycle of ``year``. Raises :class:`NoCycleError`."""
    cycle = Cycle.objects.filter(pk=year).first()
    if cycle is None:
        raise NoCycleError(f"no cycle of {year} is held")
    place = (year, cycle.head, _anonymous(seat))
    with _lock:
        found = _memory.get(place)
        if found is not None:
            _memory.move_to_end(place)
            return found if found.seat == seat else replace(found, seat=seat)
    made = of(folded(cycle), seat, tuple(cycle.not_covered))
    with _lock:
        _memory[place] = made
        while len(_memory) > _KEPT:
            _memory.popitem(last=False)
    return made


def _anonymous(seat: Seat) -> Seat:
    """The part of a seat that decides what it sees."""
    return Seat(seat.capacity, seat.state, seat.body, "reader", seat.cleared)


def of(state: Folded, seat: Seat, not_covered: tuple[str, ...] = ()) -> Cut:
    """The cut of a ledger for a seat."""
    book = state.ledger.book
    declassified = book.proposal is not None and book.proposal.disclosure == "declassified"
    adopted = bool(book.act_dates)
    events, seen = [], set()
    for event in state.ledger.events:
        hidden = isinstance(event, Corrected) and event.event_id not in seen  # it would tell of what it corrects
        if not hidden and sees(seat, event, adopted, declassified, book.choices):
            events.append(event)
            seen.add(event.id)
    if len(events) < len(state.ledger.events):
        book = masked(book, seen) if adopted else fold(events, book.year, book.choices)
    return Cut(book.year, seat, tuple(events), book, not_covered)


def masked(book: Book, seen: set[str]) -> Book:
    """A copy of a book without what the events that are not ``seen`` tell. Their places stay, so that balances keep
    the events behind them, though a hidden one tells nothing but its day."""
    twin = book.copy()
    hidden = {(tag(type(event)), getattr(event, "state", "")) for event in book.events if event.id not in seen}
    twin.events = [event if event.id in seen else _blank(event) for event in book.events]
    twin.milestones = {key: day for key, day in book.milestones.items() if not {key[:2], (key[0], "")} & hidden}
    twin.flags = [flag for flag in book.flags if book.events[flag.event].id in seen]
    twin.technical_forums = [event for event in book.technical_forums if event.id in seen]
    for name in TOLD:
        setattr(twin, name, {key: value for key, value in getattr(book, name).items() if _told(value) <= seen})
    if twin.proposal is not None and twin.proposal.id not in seen:
        twin.proposal = None
    return twin


TOLD: Final = (
    "information", "consultations", "views", "preferences", "understandings", "needs", "preparedness",
    "pledged_at_forum", "actions",
)  # fmt: skip
"""The parts of a book that hold events as they were told."""


def _told(value: Any) -> set[str]:
    """The ids of the events in a part of a book: one event, or several."""
    return {event.id for event in (value if isinstance(value, tuple) else (value,)) if event is not None}


def _blank(event: Event) -> Event:
    return Event(date=event.date, actor="", capacity=event.capacity, basis="", recorded=event.recorded)
