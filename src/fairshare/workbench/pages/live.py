"""What follows from a form while it is filled in: the distance of a pledge to the fair share, by the rule itself.

Nothing is written: the action is tried on a copy of the book that the seat sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fairshare.law.outcome import RefusedError
from fairshare.ledger import Book, Ledger
from fairshare.ledger.events import Event
from fairshare.workbench.actions.asking import InvalidError, read
from fairshare.workbench.actions.base import Action, Context
from fairshare.workbench.clock import today
from fairshare.workbench.pages.fields import plain
from fairshare.workbench.pages.stages.forum import Distance, distances, on_the_table
from fairshare.workbench.pages.words import LABELS
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.ledgers import Folded


@dataclass(frozen=True, slots=True)
class Live:
    """What follows. ``tried``: with what the form holds, and not only as on record; ``problems``: what is not filled in
    as it must be; ``refusal``: that of the law."""

    distance: Distance
    tried: bool
    problems: tuple[str, ...] = ()
    refusal: RefusedError | None = None

    @property
    def covered(self) -> int:
        """How much of the fair share is pledged, in whole per cent and at most all of it, for the bar."""
        fair = self.distance.fair.units
        return min(100, int(100 * self.distance.total / fair)) if fair else 100


def live(action: Action, view: Cut, given: Mapping[str, Any]) -> Live | None:
    """What follows from what was filled in so far, where an action has it and there is a number to measure by."""
    make = LIVE.get(action.name)
    if make is None:
        return None
    filled = {name: value for name, value in given.items() if name != "on"}
    if "amount" not in filled:
        return make(view.book, view.seat.state, tried=False)
    try:
        return make(after(action, view, filled, today()), view.seat.state, tried=True)
    except InvalidError as error:
        told = tuple(f"{LABELS.get(place, place)}: {plain(text)}" for place, text in error.problems)
        return make(view.book, view.seat.state, tried=False, problems=told)
    except RefusedError as refusal:
        return make(view.book, view.seat.state, tried=False, refusal=refusal)


def after(action: Action, view: Cut, given: Mapping[str, Any], day: date) -> Book:
    """The book that a seat would see if it did an action. Raises what doing it would raise."""
    ledger = Ledger(view.year, view.events, view.book)
    context = Context(view.seat, Folded(0, "", ledger, ()), day)
    for draft in action.entries(read(action, given), context):
        if isinstance(draft, Event):
            ledger = ledger.append(draft)
    return ledger.book


def fair_share(book: Book, state: str, **told: Any) -> Live | None:
    """How far what a state pledges at the Forum is from its fair share, at the number on the table."""
    number = on_the_table(book)
    if number is None or state not in book.shares:
        return None
    return Live(distances(book, number)[state], **told)


LIVE: Final[dict[str, Callable[..., Live | None]]] = {"pledge.make": fair_share}
"""By action."""
