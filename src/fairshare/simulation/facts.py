"""Which state the criteria make responsible for each person: the rules of :mod:`fairshare.law.responsibility`, asked.

The facts that a population has come in fewer than a million combinations. Each combination is a case of one row, all of
them are put to the ladder of a regime once, and every person is looked up. No rule is written here. What a case holds:

* one application, on one day, in the state where it was made as observed;
* an irregular entry a month before it (by sea: disembarked after search and rescue), or fifteen months before it, or no
  entry where it cannot be proved; else a short-stay visa that is valid, with the entry under it; else an entry without
  need of a visa, into a state where most others ask for none either;
* of relatives: a spouse, tied in the country of origin, with protection or a long-term residence permit, both having
  asked in writing to be together; of an unaccompanied minor a grown-up sibling, able to care;
* of unaccompanied minors that the states named are in their best interests, so that no question is left to a person.

The engine has the states of today: family in the United Kingdom does not count.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fairshare.law.choices import Choices
from fairshare.law.mechanisms.interface import Regime
from fairshare.law.responsibility.codes import Link, Mode, Paper, PaperType, Standing, bit, states_mask
from fairshare.law.responsibility.criteria.family import WITHOUT_2003_109
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.regimes import REGIMES, designate, scope_of_first
from fairshare.law.responsibility.table import CaseTable, case_table
from fairshare.simulation.inputs import Codes, N, Rows
from fairshare.simulation.population import Known, Population, Way
from fairshare.states import PART_III

LADDERS: Final = {
    "convention1990": "convention1990",
    "dublin2": "dublin3",
    "dublin3": "dublin3",
    "com2016": "com2016",
    "ammr": "ammr",
}
"""The rules of :data:`~fairshare.law.responsibility.regimes.REGIMES` by regime of a mechanism. Dublin II has none of
its own. Against those of Dublin III (from memory): family members had to be refugees, a minor could not join siblings
or other relatives, dependants were a matter of the humanitarian clause, and no state was passed over for flaws."""

DAY: Final = 20_000
"""The day of every application, as a number: the rules are named, so that only distances between days count."""
RECENT: Final = 30
"""Days from an entry to the application."""
LATE: Final = 456
"""Days from a late entry to the application: fifteen months, between the twelve months after which Dublin III (Article
13(1)) and the Regulation after a rescue (33(2)) let responsibility lapse, and the twenty of the Regulation's 33(1)."""
_YEAR: Final = 365
_COMMON_LIST: Final = np.int64(states_mask(PART_III - {"IE"}))
"""Where who needs no visa needs none: the states with the list of Regulation (EU) 2018/1806."""

_UNPROVED, _SEA, _SEA_LATE, _LAND, _LAND_LATE, _VISA, _FREE = range(7)
_KINDS: Final = np.array(
    [
        [_UNPROVED, _SEA, _UNPROVED, _SEA_LATE],
        [_UNPROVED, _LAND, _UNPROVED, _LAND_LATE],
        [_VISA] * 4,
        [_FREE] * 4,
    ],
    np.uint8,
)
"""What is on record of the entry, by :class:`~fairshare.simulation.population.Way` and proved, late or both."""
_MODES: Final = np.array([-1, Mode.SAR, Mode.SAR, Mode.IRREGULAR, Mode.IRREGULAR, Mode.VISA, Mode.VISA_FREE], np.int8)
_AGO: Final = np.array([0, RECENT, LATE, RECENT, LATE, RECENT, RECENT], np.int32)

_SHAPE: Final = (N, N, N + 1, len(_MODES), 2, 2)
"""Combinations: state of the application, of the entry, of kin (the last: none), kind, protected kin, minor alone."""
_CHUNK: Final = 1 << 17


def responsible(population: Population, regime: Regime) -> Codes:
    """The state that is responsible for each row under the criteria of a regime, if they are carried out.

    ``none``: where the person applied. Members of a family have one answer.
    """
    if regime == "none":
        return population.applied.copy()
    answers = verdicts(LADDERS[regime])
    found = np.empty(len(population), np.uint8)
    for start in range(0, found.size, _CHUNK):
        rows = slice(start, start + _CHUNK)
        found[rows] = answers[combination(population, rows)]
    return found


def combination(population: Population, rows: slice) -> Rows:
    """The number of the combination of facts of some rows."""
    known = population.known[rows]
    of_entry = _KINDS[population.way[rows], known & (Known.PROVED | Known.LATE)]
    place = np.where(population.way[rows] == Way.VISA, population.visa[rows], population.entered[rows])
    return np.ravel_multi_index(
        (
            population.applied[rows],
            place,
            np.minimum(population.kin[rows], N),
            of_entry,
            (known & Known.PROTECTED) // Known.PROTECTED,
            population.alone[rows].astype(np.uint8),
        ),
        _SHAPE,
    )


@cache
def verdicts(ladder: str) -> Codes:
    """The responsible state of every combination of facts under a ladder, by name."""
    regime = next(one for one in REGIMES if one.name == ladder)
    answers = np.empty(int(np.prod(_SHAPE)), np.uint8)
    for start in range(0, answers.size, _CHUNK):
        numbers = np.arange(start, min(start + _CHUNK, answers.size))
        table = cases(numbers)
        found = designate(table, scope_of_first(table, regime, Choices({})), regime, traced=False)
        if found.human.any():
            raise AssertionError(f"{ladder} leaves {int(found.human.sum())} combinations of facts to a person")
        answers[numbers] = found.state
    answers.setflags(write=False)
    return answers


def cases(combinations: Rows) -> CaseTable:
    """The case table of combinations of facts, one row each."""
    applied, entered, kin, kind, protected, single = np.unravel_index(combinations, _SHAPE)
    rows = combinations.size
    alone = single == 1
    state = applied.astype(np.int8)
    groups = {
        "registrations": _one(state=state, registered=_days(rows), made=_days(rows), lodged=_days(rows)),
        "entries": _entries(entered.astype(np.int8), kind),
        "documents": _documents(entered.astype(np.int8), kind == _VISA),
        "relatives": _relatives(np.where(kin == N, -1, kin).astype(np.int8), protected == 1, alone),
    }
    scalars: dict[str, npt.NDArray[Any]] = {
        "asked_on": _days(rows),
        "asked_in": state,
        "present_in": state,
        "birth_date": np.where(alone, DAY - 16 * _YEAR, DAY - 30 * _YEAR).astype(np.int32),
        "best_interests": np.where(alone, 1, -1).astype(np.int8),
    }
    return case_table(rows, scalars, groups)


def _days(rows: int, ago: int = 0) -> npt.NDArray[np.int32]:
    return np.full(rows, DAY - ago, np.int32)


def _one(**columns: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
    """A group of one slot."""
    return {name: column[None] for name, column in columns.items()}


def _entries(entered: npt.NDArray[np.int8], kind: Rows) -> dict[str, npt.NDArray[Any]]:
    there = kind != _UNPROVED
    return _one(
        state=np.where(there, entered, -1).astype(np.int8),
        date=np.where(there, DAY - _AGO[kind], NO_DAY).astype(np.int32),
        mode=_MODES[kind],
        visa_not_required_in=np.where(kind == _FREE, _COMMON_LIST, 0),
    )


def _documents(issuer: npt.NDArray[np.int8], held: npt.NDArray[np.bool_]) -> dict[str, npt.NDArray[Any]]:
    return _one(
        issuer=np.where(held, issuer, -1).astype(np.int8),
        kind=np.where(held, Paper.VISA, -1).astype(np.int8),
        type=np.full(held.size, PaperType.SHORT_STAY, np.int8),
        valid_from=_days(held.size, 2 * RECENT),
        valid_to=_days(held.size, -RECENT),
    )


def _relatives(
    state: npt.NDArray[np.int8], protected: npt.NDArray[np.bool_], alone: npt.NDArray[np.bool_]
) -> dict[str, npt.NDArray[Any]]:
    there = state >= 0
    national = (bit(state) & WITHOUT_2003_109) != 0
    permit = np.where(national, Standing.NATIONAL_LONG_TERM_RESIDENT, Standing.EU_LONG_TERM_RESIDENT)
    yes = np.ones(state.size, np.int8)
    return _one(
        who=np.where(there, 0, -1).astype(np.int32),
        link=np.where(there, np.where(alone, Link.SIBLING, Link.SPOUSE), -1).astype(np.int8),
        birth_date=_days(state.size, 30 * _YEAR),
        state=state,
        status=np.where(there, np.where(protected, Standing.BENEFICIARY, permit), -1).astype(np.int8),
        since=_days(state.size, 3 * _YEAR),
        applicant_wrote=yes,
        relative_wrote=yes,
        able_to_care=yes,
        best_interests=yes,
    )
