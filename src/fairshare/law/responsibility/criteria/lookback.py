"""What the criteria on documents, diplomas and entry share: looking back from the day of the test, and having left."""

from __future__ import annotations

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import Bool, Codes, Days, Happened
from fairshare.law.responsibility.days import FOREVER, NO_DAY, months_on, next_working_day
from fairshare.law.responsibility.ladder import Scope, is_barred
from fairshare.law.responsibility.table import Events


@cites("AMMR 75", choices=("ROLL_LOOKBACK",))
def look_back_end(days: Days, months: int | None, scope: Scope) -> Days:
    """The last day of a look-back of ``months`` from each day; ``None`` is a look-back without end.

    It does not pass over non-working days, since nobody has to act, unless ``ROLL_LOOKBACK`` says so. A day that is not
    recorded has no last day.
    """
    if months is None:
        return np.where(days == NO_DAY, np.int32(NO_DAY), np.int32(FOREVER))
    ends = months_on(days, months)
    if scope.choices["ROLL_LOOKBACK"] == "true":
        return next_working_day(ends, np.broadcast_to(scope.determining, ends.shape), scope.calendar)
    return ends


def open_ended(days: Days) -> Days:
    """Each day; where none is recorded, a day that never comes."""
    return np.where(days == NO_DAY, np.int32(FOREVER), days)


def shown(days: Days) -> Days:
    """Each day as a sentence shows it: a day that never comes is an unknown day."""
    return np.where(days == FOREVER, np.int32(NO_DAY), days)


def not_barred(found: Bool, states: Codes, scope: Scope) -> Bool:
    """What was found, less what would point to a state that is passed over (Article 16(3))."""
    if not scope.barred.any():
        return found
    answer: Bool = found & ~is_barred(states, scope.barred)
    return answer


def leaving(kind: Codes) -> Bool:
    """Which events end a presence in the Member States: an exit, a removal, a return."""
    answer: Bool = (kind >= Happened.EXIT_TERRITORY) & (kind <= Happened.RETURN)
    return answer


def left_between(events: Events, after: Days, before: Days) -> Bool:
    """Whether the person left the territory after the one day and before the other.

    An exit on the day of an entry came before it: what ends a thing stands before what begins one.
    """
    left = np.zeros(after.shape, np.bool_)
    for slot in range(events.count):
        date = events.date[slot]
        left |= leaving(events.kind[slot]) & (date > after) & (date < before)
    return left
