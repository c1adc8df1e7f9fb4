"""What the record of a pool year tells, as figures with their events; and what it does not cover, as unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, TypeVar

from fairshare.evaluation.expost.measured import Measured, computed, summed
from fairshare.evaluation.pool import Figure, PoolReport
from fairshare.evaluation.pool.figure import least_certain
from fairshare.ledger import Book
from fairshare.ledger.evaluation import IndicatorReported
from fairshare.ledger.events import Corrected, Event, tag

E = TypeVar("E", bound=Event)
Told: TypeAlias = tuple[str, E]
"""The id of an event, and the event."""

SEARCHED: Final = "Public sources searched: nothing found"
"""The source of what is unknown; its day is that until which was searched."""
NOT_ON_RECORD: Final = "no such event is on record"
NOT_SHOWN: Final = "not shown to this reader"


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a pool year. ``told``: its events with their ids, without those that a correction took back.

    ``covers_year``: whether what is not on record did not happen; a record that does not cover deliveries, such as one
    made of public sources, does not cover either what goes with them. ``unseen``: kinds of events, by tag, of which
    whoever reads is not shown all, so that they cannot be counted for that reader."""

    report: PoolReport
    told: tuple[Told[Event], ...]
    covers_year: bool
    unseen: frozenset[str] = frozenset()

    @property
    def book(self) -> Book:
        """The book that follows from the record."""
        return self.report.book

    @property
    def covers_deliveries(self) -> bool:
        """Whether what is not on record was not delivered: nothing could be before the Regulation applies (85)."""
        return self.covers_year or self.report.as_of < self.book.applies_from

    @property
    def as_of(self) -> str:
        """The day of the report."""
        return self.report.as_of.isoformat()

    def of(self, kind: type[E]) -> tuple[Told[E], ...]:
        """The events of one kind, in order."""
        return tuple((name, event) for name, event in self.told if isinstance(event, kind))

    def hides(self, kind: type[Event] | None) -> bool:
        """Whether the reader is not shown all events of a kind."""
        return kind is not None and tag(kind) in self.unseen

    def at(self, indices: Iterable[int]) -> tuple[Told[Event], ...]:
        """The events at places in the book, each once, in order."""
        events = self.book.events
        return tuple((_name(index, events[index]), events[index]) for index in sorted(set(indices)))

    def measured(
        self,
        key: str,
        definition: str,
        value: Fraction | int | None,
        events: Sequence[Told[Event]],
        *,
        kind: type[Event] | None = None,
        covered: bool = False,
        note: str = "",
    ) -> Measured:
        """A figure that rests on events. Where there is none it is unknown, unless the record covers the year, or
        ``covered`` says that this much of it is. It is unknown too where it rests on all events of a ``kind`` of which
        the reader is not shown all."""
        if self.hides(kind):
            return Measured(key, definition, None, "unknown", self.as_of, (NOT_SHOWN,), note=note)
        if not events and not (covered or self.covers_year):
            return Measured(key, definition, None, "unknown", self.as_of, (SEARCHED,), note=note)
        if value is None:
            sources = _sources(events) or (NOT_ON_RECORD,)
            return Measured(key, definition, None, "unknown", self.as_of, sources, events=_ids(events), note=note)
        status = _known(least_certain(event.status for _, event in events)) if events else "inferred"
        return Measured(
            key,
            definition,
            Fraction(value),
            status,  # type: ignore[arg-type]
            max((event.date.isoformat() for _, event in events), default=self.as_of),
            _sources(events) or (NOT_ON_RECORD,),
            events=_ids(events),
            note=note,
        )

    def shown(self, key: str, definition: str, figure: Figure, indices: Iterable[int] = ()) -> Measured:
        """A figure of the report on the pool, with the events that it rests on."""
        events = self.at(indices)
        status = "unknown" if figure.value is None else _known(figure.status)
        return Measured(
            key,
            definition,
            figure.value,
            status,  # type: ignore[arg-type]
            max((event.date.isoformat() for _, event in events), default=self.as_of),
            _sources(events) or (SEARCHED if figure.source == "not covered" else figure.source or NOT_ON_RECORD,),
            events=_ids(events),
            note=figure.note,
        )


def record_of(report: PoolReport, unseen: frozenset[str] = frozenset()) -> Record:
    """The record behind a report on a pool, for a reader who is not shown all events of the kinds ``unseen``."""
    taken_back: set[str] = set()
    for event in reversed(report.book.events):
        if isinstance(event, Corrected) and event.id not in taken_back:
            taken_back.add(event.event_id)
    told = tuple(
        (_name(index, event), event)
        for index, event in enumerate(report.book.events)
        if not event.id or event.id not in taken_back
    )
    return Record(report, told, not report.not_covered, unseen)


def _name(index: int, event: Event) -> str:
    """The id of an event; one that has none is known by its place, as in a file."""
    return event.id or f"e{index + 1}"


def _ids(events: Sequence[Told[Event]]) -> tuple[str, ...]:
    return tuple(name for name, _ in events)


def _sources(events: Sequence[Told[Event]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.source for _, event in events if event.source))


def _known(status: str) -> str:
    """The status of a value that is known, though part of what it rests on is not."""
    return "inferred" if status == "unknown" else status


def in_units(key: str, definition: str, persons: Measured, money: Iterable[Measured], unit: Measured) -> Measured:
    """Persons, and EUR divided by the EUR that count as one unit; unknown where one of them is."""
    parts = tuple(money)
    values = [part.value for part in parts]
    value = None
    if persons.value is not None and unit.value and None not in values:
        value = persons.value + sum((part for part in values if part is not None), Fraction(0)) / unit.value
    return computed(key, definition, in_units, (persons, *parts, unit), value)


def known_sum(key: str, definition: str, parts: Iterable[Measured]) -> Measured:
    """The sum of the figures that are known, a lower bound where others are not."""
    known = tuple(part for part in parts if part.value is not None)
    if not known:
        return Measured(key, definition, None, "unknown", "", (NOT_ON_RECORD,))
    return computed(key, definition, known_sum, known, sum((part.value or 0 for part in known), Fraction(0)))


def reported(record: Record, indicator: str, of: Collection[str] = ()) -> tuple[Measured, ...]:
    """An indicator that states or the Coordinator's office supply, the parts before the whole: ``indicator.STATE``,
    ``indicator.STATE.TOWARDS`` and ``indicator``.

    The whole is what is told without a state. Where nothing is, it is the sum of the states once all that it is ``of``
    have told theirs; without ``of`` parts do not add up, and it stays unknown."""
    latest: dict[tuple[str, str], Told[IndicatorReported]] = {}
    for name, event in record.of(IndicatorReported):
        if event.indicator == indicator:
            latest[event.state, event.towards] = (name, event)
    whole = latest.pop(("", ""), None)
    parts = [
        record.measured(".".join(filter(None, (indicator, *place))), indicator, Fraction(told[1].value), [told])
        for place, told in sorted(latest.items())
    ]
    if whole is None and of and set(of) <= {state for state, _ in latest}:
        return (*parts, summed(indicator, indicator, parts))
    value = None if whole is None else Fraction(whole[1].value)
    told_by = [whole] if whole else tuple(latest.values())
    return (*parts, record.measured(indicator, indicator, value, told_by, kind=IndicatorReported))
