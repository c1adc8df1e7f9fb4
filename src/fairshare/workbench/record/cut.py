"""A cut through the record: what one seat may see of one cycle. Pages, exports and answers read nothing else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
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
from fairshare.ledger.procedure import VoteCast
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.ledgers import Folded, folded
from fairshare.workbench.record.levels import Proposals, is_classified, proposals, sees, standing
from fairshare.workbench.record.levels_evaluation import told
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.store import NoCycleError

_T = TypeVar("_T")
_KEPT: Final = 128
_KEPT_OF_ONE: Final = 256
_NOTHING: Final[Any] = object()
_COMMON: Final = ("common",)
"""Where a cut keeps what it shares with others: a cut that is changed and begins anew shares nothing."""

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
        the seat may not see counts by its day if it moves balances, which the seat may see."""
        places = (event.id or event.date.isoformat() for event in self.book.events if event.id or event.note)
        return sha256("\n".join(places).encode()).hexdigest()[:16]

    def kept(self, name: Hashable, make: Callable[[Cut], _T]) -> _T:
        """What ``make`` makes of this cut, made once for each language and kept as long as the cut is.

        The cut is shared by all who see the same, so ``make`` is given it without the person: what is kept cannot
        depend on who looks. ``name`` holds whatever else decides what is made, such as the day."""
        return _kept(self._made, name, lambda: make(replace(self, seat=_anonymous(self.seat))))

    def common(self, name: Hashable, make: Callable[[Cut], _T]) -> _T:
        """As :meth:`kept`, but shared by all seats that see the same events and are cleared alike: ``make`` is not
        told for whom, only whether for the public. What it makes may depend on nothing else."""
        shared = self._made.setdefault(_COMMON, {})
        return _kept(shared, name, lambda: make(replace(self, seat=_unnamed(self.seat))))

    @property
    def act_adopted(self) -> bool:
        """Whether the act on the pool is adopted."""
        return bool(self.book.act_dates)

    @property
    def marked(self) -> bool:
        """Whether what is shown here of the Forum, the act and the proposal is RESTREINT UE/EU RESTRICTED."""
        proposal = self.book.proposal
        return self.seat.cleared and (
            not self.act_adopted
            or (proposal is not None and is_classified(proposal, proposals(self.events), self.book.choices))
        )


def _kept(made: dict[tuple[Hashable, ...], Any], name: Hashable, make: Callable[[], _T]) -> _T:
    place = (name, get_language())
    found: _T = made.get(place, _NOTHING)  # another thread may clear between two looks
    if found is _NOTHING:
        if len(made) >= _KEPT_OF_ONE:
            made.clear()
        made[place] = found = make()
    return found


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
        alike = [
            other for (year, _), (of_head, other) in _memory.items() if (year, of_head) == (cycle.year, cycle.head)
        ]
    made = of(folded(cycle), seat, tuple(cycle.not_covered), alike)
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


def _unnamed(seat: Seat) -> Seat:
    """What is left of a seat in what all share who see the same: whether it is the public, whether cleared."""
    return Seat("public" if seat.capacity == "public" else "agency", cleared=seat.cleared)


def of(state: Folded, seat: Seat, not_covered: tuple[str, ...] = (), alike: Iterable[Cut] = ()) -> Cut:
    """The cut of a ledger for a seat. One of those ``alike``, of the same ledger, lends its book and what is common
    if it shows the same events to a seat that is cleared alike and takes part in the same evaluations."""
    book, how = state.ledger.book, standing(state.ledger)
    own = how.own(seat)
    events, seen = [], set()
    for event in state.ledger.events:
        hidden = isinstance(event, Corrected) and event.event_id not in seen  # it would tell of what it corrects
        if not hidden and sees(seat, event, how):
            events.append(event)
            seen.add(event.id)
    for other in alike:
        same = other.events == tuple(events) and how.own(other.seat) == own
        if same and _unnamed(other.seat) == _unnamed(seat):
            return replace(other, seat=seat, _made={_COMMON: other._made.setdefault(_COMMON, {})})
    if len(events) < len(state.ledger.events) or any(one.programmed.id not in own for one in book.evaluations.values()):
        book = masked(book, seen, how.proposals, own) if how.act_adopted else fold(events, book.year, book.choices)
    return Cut(book.year, seat, tuple(events), book, not_covered)


def masked(book: Book, seen: set[str], known: Proposals, own: Collection[str]) -> Book:
    """A copy of a book without what the events that are not ``seen`` tell. Their places stay, though a
    hidden one tells nothing but its day, and whether it moved balances. What they posted stands there and nowhere
    else. Its proposal is the last of those ``known`` that is seen; its evaluations are those told to who takes part in
    those with the steps ``own`` (ids)."""
    twin, moved = book.copy(), {entry.event for entry in book.journal}
    hidden = {(tag(type(event)), getattr(event, "state", "")) for event in book.events if event.id not in seen}
    twin.events = [
        event if event.id in seen else _blank(event, place in moved) for place, event in enumerate(book.events)
    ]
    twin.journal = [entry for entry in book.journal if book.events[entry.event].id in seen]
    twin.milestones = {key: day for key, day in book.milestones.items() if not {key[:2], (key[0], "")} & hidden}
    twin.flags = [flag for flag in book.flags if book.events[flag.event].id in seen]
    twin.technical_forums = [event for event in book.technical_forums if event.id in seen]
    for name in TOLD:
        setattr(twin, name, {key: value for key, value in getattr(book, name).items() if _told(value) <= seen})
    twin.evaluations = told(book.evaluations, seen, own)
    last = {(event.subject, event.state): event.id for event in book.events if isinstance(event, VoteCast)}
    twin.votes_cast = {key: position for key, position in book.votes_cast.items() if last[key] in seen}
    if twin.conclusion is not None and twin.conclusion.id not in seen:
        twin.conclusion = None
    twin.proposal = next((proposal for proposal, _ in reversed(known.values()) if proposal.id in seen), None)
    return twin


_MOVED: Final = "moved balances"

TOLD: Final = (
    "information", "consultations", "views", "preferences", "understandings", "needs", "preparedness",
    "pledged_at_forum", "actions", "indicators", "appraisals", "plans", "blocks",
)  # fmt: skip
"""The parts of a book that hold events as they were told."""


def _told(value: Any) -> set[str]:
    """The ids of the events in a part of a book: one event, or several."""
    return {event.id for event in (value if isinstance(value, tuple) else (value,)) if event is not None}


def _blank(event: Event, moved: bool) -> Event:
    note = _MOVED if moved else ""
    return Event(date=event.date, actor="", capacity=event.capacity, basis="", recorded=event.recorded, note=note)
