"""Article 30: a diploma or other qualification of an establishment in a Member State."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Array, Bool, Codes, Days, Masks, Rows
from fairshare.law.responsibility.criteria.lookback import look_back_end
from fairshare.law.responsibility.criteria.ranking import UNKNOWN, rank
from fairshare.law.responsibility.days import NO_DAY, months_on
from fairshare.law.responsibility.ladder import Scope, Verdict, is_barred, unmet
from fairshare.law.responsibility.table import CaseTable, Diplomas
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, reason

_MONTHS: Final = 72  # six years, Article 30(1)
_LOWER_SECONDARY: Final = 2  # level of the international standard classification, Article 2(15)
_ACADEMIC_YEAR: Final = {"nine-months": 9, "ten-months": 10, "twelve-months": 12}

_FINDINGS: Final = 10
(
    _NO_DIPLOMA,
    _NOT_ISSUED,
    _LOW,
    _DISTANT,
    _UNRECOGNISED,
    _SHORT,
    _PASSED_OVER,
    _LAPSED,
    _,
    _USABLE,
) = range(_FINDINGS)


def _no(text: str) -> int:
    return reason("AMMR 30(1)", NOT_MET, text)


_PERIOD: Final = (
    "the diploma of an establishment in {0:state} was issued on {1:day}, and six years from then ended on {2:day}"
)
_MISSED: Final = [
    _no("no diploma or qualification of an establishment in a Member State is recorded"),
    _no("the diploma of an establishment in {0:state} was issued on {1:day}, after the decisive day {3:day}"),
    _no("the diploma of {1:day} from {0:state} is below level 2 of the standard classification of education"),
    _no("the diploma of {1:day} from {0:state} was gained online or by other distance learning"),
    _no("the diploma of {1:day} from {0:state} is not of a recognised programme"),
    _no("the diploma of {1:day} from {0:state} was gained in less than an academic year of study there"),
    _no("the diploma of {1:day} points to {0:state}, which is passed over"),
]
_WHYS: Final = np.array(
    [
        *_MISSED,
        _no(_PERIOD + ", before the decisive day {3:day}"),
        0,  # no finding has this place
        reason("AMMR 30(1)", MET, _PERIOD + ", after the decisive day {3:day}"),
        *_MISSED,
        reason(
            "AMMR 30(1)",
            NOT_MET,
            _PERIOD + ", the decisive day itself: no longer less than six years",
            flags=("ANNIV",),
        ),
        0,
        reason("AMMR 30(1)", MET, _PERIOD + ", the decisive day itself", flags=("ANNIV",)),
    ],
    np.int16,
)
_RANKED: Final = reason(
    "AMMR 30(2)",
    MET,
    "of diplomas of several states, that of {0:state} of {1:day} follows the longest study, or of equal ones is the"
    " most recent; six years from then ended on {2:day}",
)
_EQUAL: Final = reason(
    "AMMR 30(2)",
    HUMAN,
    "diplomas of several states follow studies of the same or of unknown length: which state's study was the longest?",
)


@dataclass(frozen=True, slots=True)
class _Slot:
    finding: Codes
    state: Codes
    issued: Days
    until: Days


@cites("AMMR 30(1)", "AMMR 30(2)", "AMMR 2(15)", choices=("ANNIV", "ACADEMIC_YEAR", "ROLL_LOOKBACK"))
def diplomas(table: CaseTable, scope: Scope) -> Verdict:
    """The state of the establishment, where the diploma was issued less than six years before the day of the test."""
    held = table.diplomas
    if held.count == 0:
        return unmet(table.rows, _MISSED[_NO_DIPLOMA])
    seen = [_seen(held, scope, slot) for slot in range(held.count)]
    best, slot = seen[0], np.zeros(table.rows, np.int8)
    for place in range(1, held.count):
        findings = seen[place].finding
        later = (findings == best.finding) & (seen[place].issued > best.issued)  # the nearest miss is shown
        better = (findings > best.finding) | later
        np.copyto(slot, np.int8(place), where=better)
        best = _Slot(
            np.where(better, seen[place].finding, best.finding),
            np.where(better, seen[place].state, best.state),
            np.where(better, seen[place].issued, best.issued),
            np.where(better, seen[place].until, best.until),
        )
    met = best.finding == _USABLE
    state = np.where(met, best.state, np.int8(NONE))
    why = _WHYS[best.finding + np.int8(_FINDINGS) * (scope.day == best.until)]
    figures = (best.state, best.issued, best.until, scope.day)
    usable = sum((one.finding == _USABLE).view(np.int8) for one in seen)
    several = np.flatnonzero(usable >= 2) if held.count > 1 else np.zeros(0, np.intp)
    slot = np.where(met, slot, np.int8(NONE))
    options = _ranked(held, seen, several, (state, why, slot), figures) if several.size else None
    return Verdict(state, why, figures, options, slot, "diplomas")


def _seen(held: Diplomas, scope: Scope, slot: int) -> _Slot:
    """What the diploma of a slot is on the day of the test."""
    issued, state = held.issued[slot], held.issuer[slot]
    until = look_back_end(issued, _MONTHS, scope)
    recent = scope.day <= until if scope.choices["ANNIV"] == "less" else scope.day < until
    finding = np.where(recent, np.int8(_USABLE), np.int8(_LAPSED))
    if scope.barred.any():
        np.copyto(finding, np.int8(_PASSED_OVER), where=is_barred(state, scope.barred))
    np.copyto(finding, np.int8(_SHORT), where=_shorter(held, slot, _ACADEMIC_YEAR[scope.choices["ACADEMIC_YEAR"]]))
    np.copyto(finding, np.int8(_UNRECOGNISED), where=held.recognised[slot] == 0)
    np.copyto(finding, np.int8(_DISTANT), where=held.online[slot] == 1)
    level = held.isced[slot]
    np.copyto(finding, np.int8(_LOW), where=(level != NONE) & (level < _LOWER_SECONDARY))
    np.copyto(finding, np.int8(_NOT_ISSUED), where=issued > scope.day)
    np.copyto(finding, np.int8(_NO_DIPLOMA), where=state == NONE)
    return _Slot(finding, state, issued, until)


def _shorter(held: Diplomas, slot: int, months: int) -> Bool:
    """Whether the study on the territory was shorter than so many whole months; not where its length is unknown."""
    said = held.study_months[slot]
    start, end = held.study_from[slot], held.study_to[slot]
    dated = (start != NO_DAY) & (end != NO_DAY) & (months_on(start, months) > end + np.int32(1))  # both days are study
    answer: Bool = np.where(said == UNKNOWN, dated, said < months)
    return answer


def _whole_months(start: Days, end: Days) -> Days:
    """Whole months of study from its first day to its last; :data:`UNKNOWN` where a day is not recorded."""
    unknown = (start == NO_DAY) | (end == NO_DAY)
    first = np.where(unknown, 0, start).astype("datetime64[D]")
    after = np.where(unknown, 0, end + np.int64(1)).astype("datetime64[D]")
    begun, done = first.astype("datetime64[M]"), after.astype("datetime64[M]")
    of_start, of_end = first - begun.astype("datetime64[D]"), after - done.astype("datetime64[D]")
    longest = (
        (done + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D") - done.astype("datetime64[D]")
    )
    whole = (done - begun).astype(np.int64) - (of_end < np.minimum(of_start, longest))
    return np.where(unknown, UNKNOWN, whole).astype(np.int32)


def _ranked(
    held: Diplomas, seen: list[_Slot], at: Rows, written: tuple[Array, Array, Array], figures: tuple[Array, ...]
) -> Masks:
    """Decide the rows ``at`` between several diplomas, in place, and give the states left to choose between."""
    states = np.stack([one.state[at] for one in seen])
    issued, until = np.stack([one.issued[at] for one in seen]), np.stack([one.until[at] for one in seen])
    said = held.study_months[:, at]
    study = np.where(said == UNKNOWN, _whole_months(held.study_from[:, at], held.study_to[:, at]), said)
    ranked = rank(np.stack([one.finding[at] == _USABLE for one in seen]), states, study, issued)
    state, why, slot = written
    state[at], slot[at] = ranked.state, ranked.slot
    why[at] = np.where(ranked.several, np.where(ranked.state == NONE, _EQUAL, _RANKED), why[at])
    chosen: tuple[Array, ...] = (states, issued, until)
    for figure, values in zip(figures, chosen, strict=False):
        figure[at] = values[ranked.slot, np.arange(at.size)]
    options: Masks = np.zeros(state.shape, np.int64)
    options[at] = np.where(ranked.state == NONE, ranked.options, 0)
    return options
