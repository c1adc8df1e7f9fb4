"""Contested readings on which a case rests by its facts: a line of the chain tells each, where its rule was reached."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Array, Bool, Days, Mode, Paper, Whys
from fairshare.law.responsibility.days import NO_DAY, day_number, known, months_on, next_working_day
from fairshare.law.responsibility.ladder import Scope
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import NOTED, REASONS, Step, reason

_APPLIES: Final = tuple(day_number(day) for day in (date(2026, 6, 12), date(2026, 7, 1)))
_LONGEST_ROLL: Final = 10
"""More days than a run of non-working days has: a cheap test that spares the calendar."""

_DATE: Final = reason(
    "AMMR 85",
    NOTED,
    "the application of {0:day} lies between 12 June 2026, from which the corrected text applies, and 1 July 2026, "
    "which the text first printed names",
    flags=("GENERAL_APPLICATION_DATE",),
)
_ROLL: Final = reason(
    "AMMR 75",
    NOTED,
    "the period that ends on {1:day} would end on {2:day} if it passed over non-working days, and {0:day} lies between",
    flags=("ROLL_LOOKBACK",),
)
_YEAR: Final = reason(
    "AMMR 2(15)",
    NOTED,
    "whether {0:number} months of study are an academic year is not said",
    flags=("ACADEMIC_YEAR",),
)
_WAIVER: Final = reason(
    "AMMR 31(1)",
    NOTED,
    "the record of the visa-free entry of {0:day} does not say where a visa is waived",
    flags=("VISA_FREE_LIST",),
)


@cites("AMMR 85", choices=("GENERAL_APPLICATION_DATE",))
def date_of_application(days: Days) -> list[Step]:
    """Applications between the two days from which the Regulation is said to apply."""
    return _told(_DATE, (days >= _APPLIES[0]) & (days < _APPLIES[1]), days)


@cites("AMMR 2(15)", "AMMR 31(1)", "AMMR 75", choices=("ACADEMIC_YEAR", "VISA_FREE_LIST", "ROLL_LOOKBACK"))
def facts_at_issue(table: CaseTable, scope: Scope, why: Whys) -> list[Step]:
    """Studies of nine to eleven months, waivers not on record, look-backs that a week-end or holiday would lengthen.

    ``why`` is the reason that decided: a criterion that was not reached leaves nothing at issue.
    """
    by_papers, by_study, by_waiver, by_entry = (_decided_by(why, _ORDER[place:]) for place in (0, 1, 2, 4))
    told: list[Step] = []
    diplomas, entries, papers = table.diplomas, table.entries, table.documents
    for i in range(diplomas.count):
        months = diplomas.study_months[i]
        told += _told(_YEAR, by_study & (diplomas.issuer[i] != NONE) & (months >= 9) & (months < 12), months)
        told += _rolled(scope, diplomas.issued[i], by_study & (diplomas.issuer[i] != NONE), 72)
    for i in range(entries.count):
        mode, day = entries.mode[i], entries.date[i]
        waived = (mode == Mode.VISA_FREE) & (entries.visa_not_required_in[i] == 0) & known(day)
        told += _told(_WAIVER, by_waiver & waived, day)
        told += _rolled(scope, day, by_entry & (mode == Mode.IRREGULAR), 20)
        told += _rolled(scope, day, by_entry & (mode == Mode.SAR), 12)
    for i in range(papers.count):
        ended = np.where(known(papers.ended_on[i]), papers.ended_on[i], papers.valid_to[i])
        told += _rolled(scope, ended, by_papers & (papers.kind[i] == Paper.RESIDENCE), 36)
        told += _rolled(scope, ended, by_papers & (papers.kind[i] == Paper.VISA), 18)
    return told


_ORDER: Final = (
    "AMMR 29",
    "AMMR 30",
    "AMMR 31",
    "AMMR 32",
    "AMMR 33",
    "AMMR 16(2)",
    "AMMR 16(3)",
    "AMMR 68",
    "CFMR 13",
)


def _decided_by(why: Whys, rules: tuple[str, ...]) -> Bool:
    answer: Bool = np.array([r.rule.startswith(rules) for r in REASONS] + [False], np.bool_)[why]
    return answer


def _rolled(scope: Scope, start: Days, counts: Bool, months: int) -> list[Step]:
    """Where the day lies after the plain end of a period, but not after that which passes over holidays."""
    end = months_on(start, months)
    near = counts & known(start) & (scope.day >= end) & (scope.day <= end + np.int32(_LONGEST_ROLL))
    if not near.any():
        return []
    last = next_working_day(np.where(near, end, NO_DAY).astype(np.int32), scope.determining, scope.calendar)
    return _told(_ROLL, near & (last > end) & (scope.day <= last), scope.day, end, last)


def _told(why: int, where: Bool, *figures: Array) -> list[Step]:
    rows = np.flatnonzero(where)
    return [Step(np.full(rows.size, why, np.int16), tuple(f[rows] for f in figures), rows)] if rows.size else []
