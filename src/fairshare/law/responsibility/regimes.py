"""Which rules govern a case, what they are asked about, and which state they designate.

A *regime* is a ladder of criteria with what follows where none is met. The Regulation, Dublin III, the Convention of
1990 and the proposal of 2016 stand side by side, as do the two shorter ladders of the Regulation: after a relocation
(Article 68(2)) and under Article 13(3) of Regulation (EU) 2024/1359.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.responsibility import com2016, convention1990, dublin3
from fairshare.law.responsibility.codes import NONE, Array, Bool, Codes, Days, Rows
from fairshare.law.responsibility.contested import date_of_application, facts_at_issue
from fairshare.law.responsibility.criteria.dependants import dependants
from fairshare.law.responsibility.criteria.diplomas import diplomas
from fairshare.law.responsibility.criteria.documents import documents
from fairshare.law.responsibility.criteria.entry import (
    entry_before_relocation,
    irregular_entry,
    relocated_entry,
    search_and_rescue,
)
from fairshare.law.responsibility.criteria.family import family_applicant, family_beneficiary
from fairshare.law.responsibility.criteria.minors import minors, minors_without_25_5
from fairshare.law.responsibility.criteria.scope import admitted, protected_elsewhere
from fairshare.law.responsibility.criteria.security import security
from fairshare.law.responsibility.criteria.transit import transit
from fairshare.law.responsibility.criteria.visa_free import visa_free
from fairshare.law.responsibility.days import FOREVER, NO_DAY, day_number, known
from fairshare.law.responsibility.ladder import (
    PASSED_OVER,
    Designation,
    Rule,
    Scope,
    first_met,
    is_barred,
    where_examined,
)
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import MET, NOTED, Step, reason

REGISTERED: Final = "registered"
LODGED: Final = "lodged"

BY_DAY: Final = "by-day"
"""The choice ``regime`` where the day of the application decides."""


@dataclass(frozen=True, slots=True)
class Regime:
    """A set of rules. ``act`` is the word of its citations, ``ladder`` its criteria in order.

    ``fallback`` is the reason for the state that is responsible where no criterion is met: the first state, or the one
    that determines where ``by_determining`` is true. ``passed_over`` and ``becomes`` are the reasons where a real risk
    bars a transfer, and where the determining state is left with the case for that; ``None`` where the act has no such
    rule. ``freeze`` tells on which day the criteria are tested: when the application was registered, or lodged.
    """

    name: str
    act: str
    ladder: tuple[Rule, ...]
    fallback: int
    passed_over: int | None
    becomes: int | None
    freeze: str = REGISTERED
    by_determining: bool = False


_FIRST_REGISTERED: Final = reason(
    "AMMR 16(2)", MET, "no criterion designates a state: {0:state} is where the application was registered first"
)
_BECOMES: Final = reason(
    "AMMR 16(3)",
    MET,
    "no other state can be designated to which the person may be transferred: {0:state}, which conducts the "
    "determination, becomes responsible",
)
_AFTER_RELOCATION: Final = reason(
    "AMMR 68(2)", MET, "none of the criteria left after a relocation designates a state: {0:state} took the person in"
)
_IN_CRISIS: Final = reason(
    "CFMR 13(3)",
    MET,
    "none of the criteria left designates a state: {0:state} registered the later application and determines",
)

_AMMR_LADDER: Final[tuple[Rule, ...]] = (
    protected_elsewhere,
    admitted,
    security,
    minors,
    dependants,
    family_beneficiary,
    family_applicant,
    documents,
    diplomas,
    visa_free,
    transit,
    relocated_entry,
    search_and_rescue,
    irregular_entry,
)
_BEFORE_DOCUMENTS: Final[tuple[Rule, ...]] = (
    security,
    minors_without_25_5,
    dependants,
    family_beneficiary,
    family_applicant,
)

AMMR: Final = Regime("ammr", "AMMR", _AMMR_LADDER, _FIRST_REGISTERED, PASSED_OVER, _BECOMES)
"""Regulation (EU) 2024/1351: Articles 16(4), 25, 34, 26, 27, 29 to 32, 33(3), 33(2), 33(1)."""

DUBLIN3: Final = Regime(
    "dublin3", "DUBLIN3", dublin3.LADDER, dublin3.FALLBACK, dublin3.PASSED_OVER, dublin3.BECOMES, LODGED
)
CONVENTION1990: Final = Regime(
    "convention1990", "CONVENTION1990", convention1990.LADDER, convention1990.FALLBACK, None, None, LODGED
)
COM2016: Final = Regime(
    "com2016", "COM2016", com2016.LADDER, com2016.FALLBACK, com2016.PASSED_OVER, com2016.BECOMES, LODGED
)
AMMR_RELOCATED: Final = Regime(
    "ammr-relocated",
    "AMMR",
    (*_BEFORE_DOCUMENTS, visa_free, transit, entry_before_relocation),
    _AFTER_RELOCATION,
    PASSED_OVER,
    _BECOMES,
    by_determining=True,
)
"""What Article 68(2) leaves: not 16(2), 17(1) and (2), 25(5), 29, 30, 33(1) and (2)."""

AMMR_CRISIS: Final = Regime(
    "ammr-crisis",
    "AMMR",
    (*_BEFORE_DOCUMENTS, documents, diplomas, visa_free, transit, relocated_entry),
    _IN_CRISIS,
    PASSED_OVER,
    _BECOMES,
    by_determining=True,
)
"""What Article 13(3) of Regulation (EU) 2024/1359 leaves: not 16(2), 17(1) and (2), 25(5), 33(1) and (2)."""

REGIMES: Final = (AMMR, DUBLIN3, CONVENTION1990, COM2016, AMMR_RELOCATED, AMMR_CRISIS)
"""Every regime; its place is its code in a column."""

_CODES: Final[Mapping[str, np.int8]] = {regime.name: np.int8(code) for code, regime in enumerate(REGIMES)}
CHOOSABLE: Final = (AMMR.name, DUBLIN3.name, CONVENTION1990.name, COM2016.name)
"""Regimes that a person may ask for; the two shorter ladders follow from the facts alone."""

_CONVENTION_BEGINS: Final = day_number(date(1997, 9, 1))
_DUBLIN2_BEGINS: Final = day_number(date(2003, 9, 1))
"""Regulation (EC) No 343/2003 applied to applications lodged from this day [from memory: its Article 29]."""
_DUBLIN3_BEGINS: Final = day_number(date(2014, 1, 1))
"""Regulation (EU) No 604/2013 applied to applications lodged from this day [from memory: its Article 49]."""

_ON_THE_DAY: Final = {
    AMMR.name: reason(
        "AMMR 84(1)",
        NOTED,
        "registered on {0:day}, the day on which the Regulation began to apply: taken as a case of the Regulation, "
        "though the text only speaks of the time before and after",
        flags=("REG_ON_D",),
    ),
    DUBLIN3.name: reason(
        "AMMR 84(2)",
        NOTED,
        "registered on {0:day}, the day on which the Regulation began to apply: taken as a case of Dublin III, though "
        "the text only speaks of the time before and after",
        flags=("REG_ON_D",),
    ),
}


def first_registration(table: CaseTable, freeze: str = REGISTERED) -> Rows:
    """The slot of each row's first registration: the one marked so, else the earliest registered, or lodged."""
    group = table.registrations
    if group.count == 1:
        return np.zeros(table.rows, np.intp)
    filled = group.state != NONE
    day = np.where(filled, _frozen(group.registered, group.lodged, freeze), FOREVER)
    marked = (group.first == 1) & filled
    slot: Rows = np.where(marked.any(axis=0), marked.argmax(axis=0), day.argmin(axis=0))
    return slot


def _frozen(registered: Days, lodged: Days, freeze: str) -> Days:
    """The day that counts: that of lodging, where it does and is on record."""
    return np.where(known(lodged), lodged, registered) if freeze == LODGED else registered


def _at(column: Array, slot: Rows) -> Array:
    """The value of each row in its slot."""
    value: Array = column[0] if column.shape[0] == 1 else np.take_along_axis(column, slot[None], axis=0)[0]
    return value


def first_state(table: CaseTable) -> Codes:
    """The state of each row's first registration."""
    return _at(table.registrations.state, first_registration(table))


@cites("AMMR 84(1)", "AMMR 84(2)", "AMMR 85", choices=("GENERAL_APPLICATION_DATE", "REG_ON_D"))
def regime_of(table: CaseTable, choices: Mapping[str, str], slot: Rows | None = None) -> Codes:
    """The regime of each row, as its place in :data:`REGIMES`: the one asked for (``regime``), else by the day.

    ``slot`` is the registration that counts, :func:`first_registration` unless given (a later one where responsibility
    has ended meanwhile). Registered before the day of general application: Dublin III (Article 84(2)); after it: the
    Regulation (Article 84(1)); on it: as chosen. Lodged before 1 September 2003: the Convention of 1990.
    """
    asked = choices.get("regime", BY_DAY).lower()
    if asked != BY_DAY:
        return np.broadcast_to(_chosen(asked), (table.rows,))
    place = first_registration(table) if slot is None else slot
    registered, lodged = _at(table.registrations.registered, place), _at(table.registrations.lodged, place)
    begins = general_application(choices)
    codes: Codes = np.where(registered < begins, _CODES[DUBLIN3.name], _CODES[AMMR.name])
    codes[registered == begins] = _CODES[choices.get("REG_ON_D", DEFAULTS["REG_ON_D"])]
    codes[_frozen(registered, lodged, LODGED) < _DUBLIN2_BEGINS] = _CODES[CONVENTION1990.name]
    return codes


def _chosen(name: str) -> np.int8:
    if name not in CHOOSABLE:
        raise bad_argument("regime", f"{name!r} is not a set of rules", "one of " + ", ".join((BY_DAY, *CHOOSABLE)))
    return _CODES[name]


def general_application(choices: Mapping[str, str]) -> int:
    """The day from which the Regulation applies in general, as a number (choice GENERAL_APPLICATION_DATE)."""
    name = "GENERAL_APPLICATION_DATE"
    return day_number(date.fromisoformat(choices.get(name, DEFAULTS[name])))


@cites("AMMR 24(2)", "DUBLIN3 7(2)")
def scope_of_first(table: CaseTable, regime: Regime, choices: Choices, slot: Rows | None = None) -> Scope:
    """The question to the criteria: the situation at the first registration, under Dublin III the first lodging.

    ``slot`` as in :func:`regime_of`. The state of that registration determines. The applicant is where the record says,
    else in the state that asks, else where the latest registration was made.
    """
    group = table.registrations
    place = first_registration(table, regime.freeze) if slot is None else slot
    state = _at(group.state, place)
    asked_in = np.where(table.asked_in == NONE, _at(group.state, _latest(table)), table.asked_in)
    return Scope(
        day=_frozen(_at(group.registered, place), _at(group.lodged, place), regime.freeze),
        registered_in=state,
        determining=state,
        place=_at(group.place, place),
        present=np.where(table.present_in == NONE, asked_in, table.present_in),
        barred=np.broadcast_to(np.int64(0), (table.rows,)),
        choices=choices,
    )


def _latest(table: CaseTable) -> Rows:
    """The slot of the latest registration; of several of one day the last."""
    group = table.registrations
    day = np.where(group.state != NONE, group.registered, NO_DAY)
    slot: Rows = group.count - 1 - day[::-1].argmax(axis=0)
    return slot


@cites("AMMR 16(2)", "AMMR 16(3)", "AMMR 68(2)", "CFMR 13(3)", "DUBLIN3 3(2)", "CONVENTION1990 8", "COM2016 3(2)")
def designate(table: CaseTable, scope: Scope, regime: Regime, traced: bool = True) -> Designation:
    """The state that the criteria of a regime designate, else the one that it falls back on, row by row."""
    found = first_met(table, scope, regime.ladder, traced, regime.passed_over)
    notes = _notes(table, scope, regime) if traced else []
    ends = _fall_back(table, scope, regime, found)
    if traced and regime.act == AMMR.act:
        ends = [*facts_at_issue(table, scope, found.why), *ends]
    if regime.name == CONVENTION1990.name:
        ends += _risk_noted(table, scope, found)
    return replace(found, trace=(*notes, *found.trace, *ends)) if traced else found


def _fall_back(table: CaseTable, scope: Scope, regime: Regime, found: Designation) -> list[Step]:
    """Write into ``found`` what follows where no criterion is met and nobody has to decide; the steps to tell it.

    Article 16(3): where the state to fall back on is at risk, or determines itself because a criterion was met for
    a state at risk, the state that would have to transfer is left with the case for that reason.
    """
    rows = np.flatnonzero((found.state == NONE) & ~found.human)
    if not rows.size:
        return []
    state = (scope.determining if regime.by_determining else scope.registered_in)[rows]
    why = np.full(rows.size, regime.fallback, np.int16)
    steps: list[Step] = []
    if regime.becomes is not None and regime.passed_over is not None:
        here = where_examined(table, scope)[rows]
        risky = is_barred(state, table.article_4_risk[rows] | scope.barred[rows]) & (state != here)
        left = np.where(state == here, found.blocked[rows], risky)
        steps = [_note(regime.passed_over, rows[risky], state[risky])] if risky.any() else []
        state = np.where(left, here, state).astype(np.int8)
        why[left] = regime.becomes
    found.state[rows] = state
    found.why[rows] = why
    return [*steps, Step(why, (state,), rows)]


def _risk_noted(table: CaseTable, scope: Scope, found: Designation) -> list[Step]:
    """The Convention names a state at risk: the way out that it leaves is told."""
    rows = np.flatnonzero(is_barred(found.state, table.article_4_risk) & (found.state != scope.determining))
    return [_note(convention1990.RISK, rows, found.state[rows], scope.determining[rows])] if rows.size else []


def _note(why: int, rows: Rows, *figures: Array) -> Step:
    return Step(np.full(rows.size, why, np.int16), figures, rows)


def _notes(table: CaseTable, scope: Scope, regime: Regime) -> list[Step]:
    """What is to be said before the criteria: on the day that chose the regime, and on what is not built."""
    told: list[tuple[int, Bool, Array]] = []
    if regime.name in _ON_THE_DAY and scope.choices.get("regime", BY_DAY) == BY_DAY:
        registered = _at(table.registrations.registered, first_registration(table, regime.freeze))
        day = registered if regime.freeze == LODGED else scope.day
        told.append((_ON_THE_DAY[regime.name], day == general_application(scope.choices), day))
        between = date_of_application(day)
    else:
        between = []
    if regime.name == DUBLIN3.name:
        told.append((dublin3.DUBLIN2, (scope.day >= _DUBLIN2_BEGINS) & (scope.day < _DUBLIN3_BEGINS), scope.day))
    if regime.name == CONVENTION1990.name:
        told.append((convention1990.NOT_IN_FORCE, scope.day < _CONVENTION_BEGINS, scope.day))
    if regime.name == COM2016.name:
        everywhere = np.ones(table.rows, np.bool_)
        told += [
            (com2016.ADMISSIBILITY, everywhere, scope.registered_in),
            (com2016.ALLOCATION, everywhere, scope.registered_in),
        ]
    notes = [_note(why, rows, figure[rows]) for why, where, figure in told if (rows := np.flatnonzero(where)).size]
    return [*between, *notes]
