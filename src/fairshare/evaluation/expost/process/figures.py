"""Figures of the process, counted from the record: findings, recommendations, confirmations, plans, building blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Figures, Measured, part_of
from fairshare.evaluation.expost.process.fair_parts import fair_parts
from fairshare.evaluation.expost.process.plans import blocks
from fairshare.evaluation.expost.process.scoreboard import scoreboard
from fairshare.evaluation.pool.figure import least_certain
from fairshare.law.evaluation.plans import PLANS
from fairshare.ledger import Book
from fairshare.ledger.evaluation import RecommendationAddressed
from fairshare.ledger.events import DeliveryConfirmed, Event

NOT_ON_RECORD: Final = "no such event is on record"
_NO_FIGURES: Final[Figures] = {}


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts events: ``names`` are the ids of the record by identity, ``as_of`` the day of what has none."""

    names: Mapping[int, str]
    as_of: str

    def of(self, key: str, definition: str, events: Iterable[Event], known: bool = True) -> Measured:
        """How many events there are; of none, 0 where the record would hold them (``known``), else unknown."""
        told = tuple(events)
        if not told and not known:
            return Measured(key, definition, None, "unknown", self.as_of, (NOT_ON_RECORD,))
        statuses = [event.status for event in told if event.status != "unknown"]
        return Measured(
            key,
            definition,
            Fraction(len(told)),
            least_certain(statuses) if statuses else "inferred",  # type: ignore[arg-type]
            max((event.date.isoformat() for event in told), default=self.as_of),
            tuple(dict.fromkeys(event.source for event in told if event.source)) or (() if told else (NOT_ON_RECORD,)),
            events=tuple(self.names[id(event)] for event in told),
        )


def process_figures(book: Book, figures: Figures = _NO_FIGURES) -> tuple[Measured, ...]:
    """The figures that :func:`~fairshare.evaluation.expost.process.sections.process_sections` shows.

    ``figures``: those of the evaluation so far; with them parts of fair shares and the medians of the
    scoreboard are told too."""
    names = {id(event): event.id or f"e{index}" for index, event in enumerate(book.events, start=1)}
    shown = [event for event in book.events if type(event) is not Event]  # the day of a hidden one tells that it was
    counter = _Counter(names, shown[-1].date.isoformat() if shown else f"{book.year}-01-01")
    parts = tuple(fair_parts(book, figures))
    boards = scoreboard({**figures, **{part.key: part for part in parts}})
    return (
        *(_of_evaluations(book, counter) if book.evaluations else ()),
        *_of_states(book, counter),
        *parts,
        *(figure for board in boards for figure in (board.median, board.spread)),
    )


def _of_evaluations(book: Book, counter: _Counter) -> Iterator[Measured]:
    records = book.evaluations.values()
    yield counter.of("evaluations", "evaluations", (one.programmed for one in records))
    findings = [event for one in records for event in one.findings.values()]
    addressed = [event for one in records for event in one.recommendations.values()]
    closed = [event for one in records for event in one.closed.values()]
    yield counter.of("findings", "findings", findings)
    for grade in dict.fromkeys(event.grade for event in findings):
        yield counter.of(f"findings.{grade}", "findings", (event for event in findings if event.grade == grade))
    yield counter.of("findings_serious", "findings_serious", (event for event in findings if event.serious))
    whole = counter.of("recommendations", "recommendations", addressed)
    yield whole
    yield counter.of("recommendations_planned", "recommendations_planned", _planned(book))
    carried = counter.of(
        "recommendations_carried_out", "recommendations_carried_out", (event for event in closed if event.carried_out)
    )
    yield carried
    yield counter.of(
        "recommendations_overtaken", "recommendations_overtaken", (event for event in closed if not event.carried_out)
    )
    still = (event for one in records for event in one.open.values())
    yield counter.of("recommendations_open", "recommendations_open", still)
    yield part_of("carried_out_of_recommendations", "carried_out_of_recommendations", carried, whole)


def _planned(book: Book) -> Iterator[RecommendationAddressed]:
    for one in book.evaluations.values():
        for name, event in one.recommendations.items():
            if event.state in one.plans and name in one.plans[event.state].actions:
                yield event


def _of_states(book: Book, counter: _Counter) -> Iterator[Measured]:
    confirmed = {event.state: event for event in book.events if isinstance(event, DeliveryConfirmed)}
    told = [event for state, event in sorted(confirmed.items()) if state in book.confirmed]
    yield counter.of("confirmations", "confirmations", told, known=book.closed)
    for plan in PLANS:
        delivered = [event for (_, kind), event in sorted(book.plans.items()) if kind == plan]
        yield counter.of(f"plans_delivered.{plan}", "plans_delivered", delivered, known=False)
    for block, by_progress in blocks(book).items() if book.blocks else ():
        for progress, states in by_progress.items():
            assessed = (book.blocks[state, block] for state in states)
            yield counter.of(f"blocks_progress.{block}.{progress}", "blocks_progress", assessed)
