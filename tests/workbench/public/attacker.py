"""An outsider who keeps all that is published, day by day, knows how it is made, and wants one count of persons.

What the outsider cannot do, nobody can: of every count that there may have been, the whole series of what would have
been published is worked out, and those that give the same series stay possible.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from fairshare.law.outcome import RefusedError
from fairshare.ledger import Ledger
from fairshare.ledger.events import Event
from fairshare.workbench.people.seat import PUBLIC
from fairshare.workbench.public.publication import published
from fairshare.workbench.public.seen import month_end_before
from fairshare.workbench.record.chain import START
from fairshare.workbench.record.cut import Cut, of
from fairshare.workbench.record.ledgers import Folded

sys.path.insert(0, str(Path(__file__).parents[2] / "ledger"))
from cycles import ledger, prepared

Story = Sequence[Callable[[Ledger, int], Event | None]]
"""What happens one after the other, told the ledger so far and the count that is to stay unknown."""


def played(story: Story, count: int, **choices: str) -> Ledger:
    """The ledger after a story. Ids name events by what is public of them, so that they tell nothing."""
    held, seen = ledger(_named(prepared(), Counter()), **choices), Counter[str]()
    for step in story:
        event = step(held, count)
        if event is not None:
            held = held.append(*_named([event], seen))
    return held


def _named(events: Sequence[Event], seen: Counter[str]) -> list[Event]:
    named = []
    for event in events:
        name = f"{type(event).__name__} {event.date} {getattr(event, 'state', '')} {getattr(event, 'towards', '')}"
        seen[name] += 1
        named.append(event if event.id else replace(event, id=f"{name} {seen[name]}"))
    return named


def shown(held: Ledger, on: date) -> Cut:
    """What is published on a day of what was on record then. All that the public is told is made of this and the day:
    pages, tables, open data, answers and their tags."""
    until = ledger([event for event in held.events if event.date <= on], **held.book.choices.changed())
    return published(until, of(Folded(len(until.events), START, until, ()), PUBLIC), month_end_before(on))


def possible(story: Story, **choices: str) -> dict[int, set[int]]:
    """By each count that the law allows there to have been: those that an outsider must hold possible then."""
    held = {}
    for count in range(9):
        with suppress(RefusedError):
            held[count] = played(story, count, **choices)
    published = {count: [shown(one, on) for on in _days(held.values())] for count, one in held.items()}
    return {count: {other for other in published if published[other] == published[count]} for count in published}


def _days(stories: Iterable[Ledger]) -> list[date]:
    """The days on which an outsider looks: each on which something may happen, and the first of each next month."""
    days = {event.date for held in stories for event in held.events}
    return sorted(days | {(day.replace(day=1) + timedelta(32)).replace(day=1) for day in days})
