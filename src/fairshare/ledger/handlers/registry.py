"""The table of handlers by type of event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeVar

from fairshare.ledger.book import Book
from fairshare.ledger.events import Event
from fairshare.ledger.postings import Leg

_E = TypeVar("_E", bound=Event)


class Handler(NamedTuple):
    """A handler, the article whose day of application it waits for ("" where that has applied since 2024), and whether
    the event is an act under Articles 58 to 62: of a state that Part IV binds, within the pool year."""

    function: Callable[[Book, Any], Iterable[Leg]]
    waits_for: str
    of_the_year: bool


HANDLERS: Final[dict[type[Event], Handler]] = {}


def handles(
    event: type[_E], waits_for: str = "", of_the_year: bool = False
) -> Callable[[Callable[[Book, _E], Iterable[Leg]]], Callable[[Book, _E], Iterable[Leg]]]:
    """Register the handler of a type of event; ``waits_for`` is the article that must apply already (85)."""

    def register(function: Callable[[Book, _E], Iterable[Leg]]) -> Callable[[Book, _E], Iterable[Leg]]:
        HANDLERS[event] = Handler(function, waits_for, of_the_year)
        return function

    return register
