"""Irregular crossings and disembarkations: which of several counts (``REENTRY``), and what ends what one founded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Happened, Masks, Mode, Rows, bit
from fairshare.law.responsibility.criteria.lookback import leaving
from fairshare.law.responsibility.days import FOREVER, NO_DAY, months_on
from fairshare.law.responsibility.table import CaseTable, Entries, Events


@dataclass(frozen=True, slots=True)
class Crossing:
    """The crossing of each row that counts; ``contested`` where another reading of ``REENTRY`` gives another state.

    ``tied`` holds the states that were entered on that one day, where they are several and the rule is concerned; it
    is empty where no row has several crossings.
    """

    slot: Codes
    state: Codes
    date: Days
    sar: Bool
    ended: Bool
    contested: Bool
    tied: Masks


def crossings(entries: Entries, slot: int) -> Bool:
    """Which entries of a slot are irregular crossings from a third country, or disembarkations."""
    mode, outside = entries.mode[slot], entries.from_third_country[slot] != 0
    answer: Bool = ((mode == Mode.SAR) | ((mode == Mode.IRREGULAR) & outside)) & (entries.date[slot] != NO_DAY)
    return answer


def hard_rows(found: list[Bool], slot: Codes, events: Events) -> Rows:
    """The rows with several crossings, or with one and a departure."""
    hard = np.zeros(slot.shape, np.bool_)
    for place in range(events.count):
        hard |= leaving(events.kind[place])
    hard &= slot != NONE
    if len(found) > 1:
        hard |= sum(one.view(np.int8) for one in found) >= 2
    return np.flatnonzero(hard)


def on_day(slots: Bool, date: Days, day: Days) -> Bool:
    """Those of the slots that stand on the day of their row."""
    answer: Bool = slots & (date == day)
    return answer


def earliest(slots: Bool, date: Days) -> Bool:
    """Those of the slots that stand on their earliest day."""
    return on_day(slots, date, np.where(slots, date, FOREVER).min(axis=0))


def states_of_slots(slots: Bool, state: Codes) -> Masks:
    """The states of the slots."""
    answer: Masks = np.bitwise_or.reduce(np.where(slots, bit(state), 0), axis=0)
    return answer


def twice(state: Codes, date: Days, sar: Bool) -> Bool:
    """Which irregular crossings are disembarkations recorded a second time: same state, same day."""
    twice = np.zeros(sar.shape, np.bool_)
    for landed in range(sar.shape[0]):
        twice |= sar[landed] & ~sar & (state == state[landed]) & (date == date[landed])
    return twice


@cites("AMMR 37(4)", "AMMR 37(5)")
def ended_by_absence(table: CaseTable, at: Rows, day: Days, date: Days, months: int) -> Bool:
    """After which crossings the person was removed or returned, or stayed away for at least ``months``.

    An absence lasts from the exit to the next entry of any kind or re-entry, at most to the day of the test.
    """
    events, entries = table.events, table.entries
    ended = np.zeros(date.shape, np.bool_)
    for slot in range(events.count):
        kind, left = events.kind[slot][at], events.date[slot][at]
        back = day.copy()
        for other in range(events.count):
            again = (events.kind[other][at] == Happened.REENTRY) & (events.date[other][at] >= left)
            back = np.where(again, np.minimum(back, events.date[other][at]), back)
        for place in range(entries.count):
            again = (entries.state[place][at] != NONE) & (entries.date[place][at] >= left)
            back = np.where(again, np.minimum(back, entries.date[place][at]), back)
        away = (kind == Happened.EXIT_TERRITORY) & (months_on(left, months) <= back) & (left != NO_DAY)
        gone = leaving(kind) & (kind != Happened.EXIT_TERRITORY)
        ended |= (away | gone) & (left >= date) & (left < day)
    return ended
