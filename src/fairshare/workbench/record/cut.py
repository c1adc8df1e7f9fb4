"""A cut through the record: what one seat may see of one cycle. Pages, exports and answers read nothing else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any, Final, TypeVar

from django.utils.translation import get_language

from fairshare.ledger.book import Book
from fairshare.ledger.events import Corrected, Event
from fairshare.ledger.fold import fold
from fairshare.ledger.notation import tag
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.ledgers import Folded, folded
from fairshare.workbench.record.levels import sees
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.store import NoCycleError

_T = TypeVar("_T")
_KEPT: Final = 128
_KEPT_OF_ONE: Final = 256
_memory: OrderedDict[tuple[int, Seat], tuple[str, Cut]] = OrderedDict()
"""The newest cut by year and by the part of a seat that decides what it sees, with the head of its record."""
_lock: Final = Lock()


@dataclass(frozen=True)
class Cut:
    """What a seat sees of a cycle: the events that it may see, and the book folded without the others, or masked."""

    year: int
    seat: Seat
    events: tuple[Event, ...]
    book: Book
    not_covered: tuple[str, ...]
    _made: dict[tuple[Hashable, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def version(self) -> str:
        """Names what the seat sees: it changes when that does, and before the act only then. After it an event that
        the seat may not see moves balances that it may see, and so counts by its day."""
        places = (event.id or event.date.isoformat() for event in self.book.events)
        return sha256("\n".join(places).encode()).hexdigest()[:16]

    def kept(self, name: Hashable, make: Callable[[Cut], _T]) -> _T:
        """What ``make`` makes of this cut, made once for each language and kept as long as the cut is.

        The cut is shared by all who see the same, so ``make`` is given it without the person: what is kept cannot
        depend on who looks. ``name`` holds whatever else decides what is made, such as the day."""
        place = (name, get_language())
        if place not in self._made:
            if len(self._made) >= _KEPT_OF_ONE:
                self._made.clear()
            self._made[place] = make(replace(self, seat=_anonymous(self.seat)))
        made: _T = self._made[place]
        return made

    @property
    def act_adopted(self) -> bool:
        """Whether the act on the pool is adopted."""
        return bool(self.book.act_dates)


def cut(year: int, seat: Seat) -> Cut:
    """What ``seat`` may see of the cycle of ``year``. Raises :class:`NoCycleError`."""
    cycle = Cycle.objects.filter(pk=year).first()
    if cycle is None:
        raise NoCycleError(f"no cycle of {year} is held")
    return cut_of(cycle, seat)


def cut_of(cycle: Cycle, seat: Seat) -> Cut:
    """What ``seat`` may see of a cycle as its row says it stands: from memory, or made anew."""
    place = (cycle.year, _anonymous(seat))
    with _lock:
        head, found = _memory.get(place, ("", None))
        if found is not None and head == cycle.head:
            _memory.move_to_end(place)
            return found if found.seat == seat else replace(found, seat=seat)
    made = of(folded(cycle), seat, tuple(cycle.not_covered))
    if not cycle.length:  # it has no digest: empty records of other choices begin alike
        return made
    with _lock:
        _memory[place] = cycle.head, made
        _memory.move_to_end(place)
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
    """A copy of a book without what the events that are not ``seen`` tell. Their places stay, though a
    hidden one tells nothing but its day. What they posted stands in balances and nowhere else."""
    twin = book.copy()
    hidden = {(tag(type(event)), getattr(event, "state", "")) for event in book.events if event.id not in seen}
    twin.events = [event if event.id in seen else _blank(event) for event in book.events]
    twin.journal = [entry for entry in book.journal if book.events[entry.event].id in seen]
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
