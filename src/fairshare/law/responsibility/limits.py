"""Time limits of Part III by act, over columns: when a request, a reply, a notification or a transfer is due."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.parameters import table
from fairshare.law.responsibility.codes import Bool, Codes, CrisisKind, Days
from fairshare.law.responsibility.days import FOREVER, NO_DAY, known, months_on, next_working_day
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.time_limits import HolidayCalendar


class Act(IntEnum):
    """The acts that set limits."""

    AMMR = 0
    DUBLIN3 = 1
    CONVENTION1990 = 2
    COM2016 = 3
    CFMR = 4


def has(name: str, act: Act) -> bool:
    """Whether an act knows the limit."""
    return act.name in table("responsibility")[name]


@cites("AMMR 75")
def counted(name: str, clock: Days, acts: Codes | Act) -> Days:
    """The last day of limit ``name`` from each day, before non-working days are passed over; by the act of each row.

    :data:`~.days.NO_DAY` where no clock runs, :data:`~.days.FOREVER` where the act knows no such limit.
    """
    answer = np.where(known(clock), FOREVER, NO_DAY).astype(np.int32)
    for act in _present(acts):
        if not has(name, act):
            continue
        entry = table("responsibility")[name][act.name]
        days = {"day": 1, "week": 7}.get(entry["unit"])
        end = months_on(clock, entry["count"]) if days is None else clock + np.int32(days * entry["count"])
        np.copyto(answer, end, where=known(clock) & (np.asarray(acts) == act))
    return answer


def _present(acts: Codes | Act) -> Iterable[Act]:
    return (acts,) if isinstance(acts, Act) else (Act(code) for code in np.unique(acts).tolist())


@cites("AMMR 75")
def due(name: str, clock: Days, acts: Codes | Act, states: Codes, calendar: HolidayCalendar) -> Days:
    """As :func:`counted`, passing over the non-working days of the state that has to act."""
    return next_working_day(counted(name, clock, acts), states, calendar)


_DEROGATING: Final = (CrisisKind.MASS_ARRIVALS, CrisisKind.FORCE_MAJEURE)


@cites("CFMR 12(1)")
def in_article_12(facts: CaseTable, states: Codes, first: Days, last: Days) -> Bool:
    """Whether Article 12 of Regulation (EU) 2024/1359 is applied to each state at some time from ``first`` to ``last``.

    It can be applied in a situation of mass arrivals or of force majeure, not of instrumentalisation.
    """
    crises = facts.crises
    answer = np.zeros(facts.rows, np.bool_)
    for i in range(crises.count):
        answer |= (
            (crises.state[i] == states)
            & (states >= 0)
            & (crises.article_12[i] == 1)
            & np.isin(crises.kind[i], _DEROGATING)
            & (~known(crises.start[i]) | (crises.start[i] <= last))
            & (~known(crises.end[i]) | (crises.end[i] >= first))
        )
    return answer
