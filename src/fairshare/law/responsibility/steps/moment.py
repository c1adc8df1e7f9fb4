"""One event of every row at once, and the register of what each kind of event does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

from fairshare.law.responsibility.codes import Bool, Codes, Days
from fairshare.law.responsibility.course import Course


class Noted(IntEnum):
    """What happens without being an event of the record: a Eurodac entry or hit, and a later registration.

    The numbers go on where those of :class:`~fairshare.law.responsibility.codes.Happened` end.
    """

    INDICATED = 40
    REGISTERED_AGAIN = 41
    HIT = 42


@dataclass(frozen=True, slots=True)
class Moment:
    """The next event of each row: its day, and the states and the end that the record gives with it."""

    day: Days
    state: Codes
    by: Codes
    to: Codes
    until: Days


Handler: TypeAlias = Callable[[Course, Moment, Bool], None]
"""Moves the rows at which the event happened."""

HANDLERS: Final[dict[int, Handler]] = {}


def on(*kinds: int) -> Callable[[Handler], Handler]:
    """Register a handler for kinds of event."""

    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(map(int, kinds), handler))
        return handler

    return register
