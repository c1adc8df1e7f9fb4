"""The ledger that follows from a record, kept in memory by the digest of its last entry: the same entries are never
folded twice in one process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.ledger.events import Event
from fairshare.ledger.fold import Ledger, RefusedEventError
from fairshare.ledger.notation import tag
from fairshare.workbench.record.chain import START
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.payload import events_of, is_of_ledger

_KEPT: Final = 32
_memory: OrderedDict[tuple[int, str], Folded] = OrderedDict()
_lock: Final = Lock()


@dataclass(frozen=True, slots=True)
class Folded:
    """The ledger after ``length`` entries, the last with digest ``head``; ``numbers`` are the entries of its events."""

    length: int
    head: str
    ledger: Ledger
    numbers: tuple[int, ...]

    def with_event(self, event: Event, number: int) -> Folded:
        """The same with one more event, which takes its place by legal date; raises ``RefusedError``."""
        ledger, numbers = insert(self.ledger, self.numbers, event, number)
        return Folded(self.length, self.head, ledger, numbers)


class LaterRefusedError(RefusedError):
    """An event after which a later one, ``event``, would not be allowed any more."""

    def __init__(self, refusal: RefusedError, event: Event) -> None:
        what = f"{tag(type(event))} of {event.date}"
        super().__init__(refusal.cite, f"{what} would not be allowed any more: {refusal.reason}")
        self.event = event


def insert(ledger: Ledger, numbers: tuple[int, ...], event: Event, number: int) -> tuple[Ledger, tuple[int, ...]]:
    """A ledger with one more event. One with an earlier date than the last is folded in at its place: what came
    after it must still be allowed."""
    known, place = ledger.events, len(ledger.events)
    if known and event.date < known[-1].date:
        place = next(i for i, other in enumerate(known) if other.date > event.date)
    events = (*known[:place], event, *known[place:])
    try:
        after = ledger.append(event) if place == len(known) else Ledger.of(events, ledger.year, ledger.book.choices)
    except RefusedEventError as refusal:
        if refusal.index == place:
            raise
        raise LaterRefusedError(refusal, events[refusal.index]) from None
    return after, (*numbers[:place], number, *numbers[place:])


def folded(cycle: Cycle) -> Folded:
    """The ledger of a cycle as its row says it stands: from memory, or by folding what memory lacks."""
    known = _recall(cycle.year, cycle.head) if cycle.length else _empty(cycle)
    if known is not None:
        return known
    start = _nearest(cycle)
    rows = Entry.unscoped.filter(cycle=cycle, number__gt=start.length, number__lte=cycle.length).order_by("number")
    return remember(cycle.year, _extended(start, list(rows), cycle))


def _recall(year: int, head: str) -> Folded | None:
    with _lock:
        found = _memory.get((year, head))
        if found is not None:
            _memory.move_to_end((year, head))
        return found


def remember(year: int, state: Folded) -> Folded:
    """Keep a ledger in memory under the digest of its last entry. An empty one has none, and cycles of other choices
    begin alike: it is not kept."""
    if not state.length:
        return state
    with _lock:
        _memory[year, state.head] = state
        while len(_memory) > _KEPT:
            _memory.popitem(last=False)
    return state


def _nearest(cycle: Cycle) -> Folded:
    """The longest ledger in memory that the record of the cycle begins with, or the empty one."""
    with _lock:
        known = sorted((s for (year, _), s in _memory.items() if year == cycle.year), key=lambda s: -s.length)
    for state in known:
        if Entry.unscoped.filter(cycle=cycle, number=state.length, hash=state.head).exists():
            return state
    return _empty(cycle)


def _empty(cycle: Cycle) -> Folded:
    return Folded(0, START, Ledger.of((), cycle.year, Choices(cycle.choices)), ())


def _extended(start: Folded, rows: Sequence[Entry], cycle: Cycle) -> Folded:
    found = sorted(
        zip((row.number for row in rows if is_of_ledger(row.kind)), _events(rows, cycle.year), strict=True),
        key=lambda pair: (pair[1].date, pair[0]),
    )
    if start.numbers and found and len(found) <= 8:
        ledger, numbers = start.ledger, start.numbers
        for number, event in found:
            ledger, numbers = insert(ledger, numbers, event, number)
        return Folded(cycle.length, cycle.head, ledger, numbers)
    merged = sorted(
        (*zip(start.numbers, start.ledger.events, strict=True), *found), key=lambda pair: (pair[1].date, pair[0])
    )
    ledger = Ledger.of([event for _, event in merged], cycle.year, start.ledger.book.choices)
    return Folded(cycle.length, cycle.head, ledger, tuple(number for number, _ in merged))


def _events(rows: Sequence[Entry], year: int) -> list[Event]:
    """The events of rows in the order of the rows; read in the order of their dates, which the notation asks for."""
    texts = [(_day(row.payload), row.number, row.payload) for row in rows if is_of_ledger(row.kind)]
    order = sorted(range(len(texts)), key=lambda i: texts[i][:2])
    read = events_of(year, [texts[i][2] for i in order])
    back: list[Event | None] = [None] * len(texts)
    for place, event in zip(order, read, strict=True):
        back[place] = event
    return [event for event in back if event is not None]


def _day(payload: str) -> str:
    start = payload.index('"date":"') + 8
    return payload[start : start + 10]
