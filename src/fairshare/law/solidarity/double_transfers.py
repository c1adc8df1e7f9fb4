"""Family in the benefitting state (Article 67(5)), and where a relocation would not be the last transfer (68(2)).

After a relocation before the determination, the state of relocation determines by what Article 68(2) leaves of the
criteria: 25(2) to (4), 26 to 28, 31, 32 and 34. Where these designate a third state, the person would be transferred
twice. Nothing is tested here: the criteria, the family procedure and the events of a case are those of
:mod:`fairshare.law.responsibility`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fairshare.law.choices import Choices
from fairshare.law.citation import cites
from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Bool, Codes, Days, Masks, Rows, Whys, bit
from fairshare.law.responsibility.course import Course
from fairshare.law.responsibility.criteria.entry import entry_before_relocation
from fairshare.law.responsibility.group import family_procedure
from fairshare.law.responsibility.limits import Act
from fairshare.law.responsibility.regimes import AMMR_RELOCATED, REGIMES, designate, regime_of
from fairshare.law.responsibility.steps.relocation import kept_by_family
from fairshare.law.responsibility.table import take
from fairshare.law.responsibility.timeline import follow
from fairshare.law.responsibility.trace import REASONS, SILENT
from fairshare.law.solidarity.relocation import OPEN
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar

_ANYWHERE: Final = np.int8(STATE_CODE["UK"])
"""Stands for the state of relocation. Part III does not bind the United Kingdom, so that no criterion designates it."""
_REMAINING: Final = replace(
    AMMR_RELOCATED, ladder=tuple(rule for rule in AMMR_RELOCATED.ladder if rule is not entry_before_relocation)
)
"""What Article 68(2) leaves, without Article 33(3), which names the state of relocation itself."""


@dataclass(frozen=True, slots=True)
class DoubleTransfers:
    """What is found of cases that may be relocated.

    By row of the case table: ``family`` is 1 where the benefitting state is responsible by family (67(5)), 0 where not,
    :data:`~.relocation.OPEN` where a person has to decide that first, and :data:`NONE` for beneficiaries and cases of
    the acts before the Regulation. ``threat`` tells where a threat to security was found. By case: ``third`` is the
    state, other than the state of relocation, to which the remaining criteria point, as a bit; several bits where a
    person has to choose; 0 for none. It can be the benefitting state itself (31, 32). ``why`` is the number of the
    reason in :data:`~fairshare.law.responsibility.trace.REASONS`, :data:`SILENT` for none.
    """

    family: Codes
    threat: Bool
    third: Masks
    why: Whys


@cites("AMMR 67(5)", "AMMR 68(2)", "AMMR 68(3)", invariants=("I37",))
def double_transfers(
    cases: Cases, benefitting: Codes | None = None, calendar: HolidayCalendar = BUILT_IN
) -> DoubleTransfers:
    """Look at each case as it stands on the day of its question. ``benefitting`` has the state of each case.

    Where none is given (:data:`NONE`) it is the state where the record has the applicant. What was decided already goes
    before the criteria: responsibility of the benefitting state moves with the person (68(3)), that of another state
    does not; Article 35 counts where a state has taken charge. Nothing is said of who is kept by family, is a threat
    or has protection. Cases of one choice and act are looked at together.
    """
    rows = cases.table.rows
    family, threat = np.full(rows, NONE, np.int8), cases.table.security_threat == 1
    third, why = np.zeros(rows, np.int64), np.full(rows, SILENT, np.int16)
    given = np.full(len(cases.ids), NONE, np.int8) if benefitting is None else benefitting
    for at, choices, act in _parts(cases):
        part = cases.case[at]
        course = follow(take(cases.table, at), part, REGIMES[act], choices, calendar, traced=False)
        state = np.where(given[part] == NONE, course.scope.present, given[part]).astype(np.int8)
        concerned = (course.act == Act.AMMR) & (course.facts.protected_in == NONE)
        family[at] = np.where(concerned, _by_family(course, state), NONE)
        third[at], why[at] = _third(course, part, state)
    third[(family != 0) | threat] = 0
    return DoubleTransfers(family, threat, *_by_case(cases.case, third, why))


def _parts(cases: Cases) -> Iterator[tuple[Rows, Choices, int]]:
    """The rows of the cases that share their choices and the act that governs them."""
    sets: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for place, chosen in enumerate(cases.choices):
        sets.setdefault(tuple(sorted(chosen.items())), []).append(place)
    for key, places in sets.items():
        choices = Choices(dict(key))
        rows = np.flatnonzero(np.isin(cases.case, places))
        acts = regime_of(take(cases.table, rows), choices)
        for act in np.unique(acts).tolist():
            yield rows[acts == act], choices, act


def _by_family(course: Course, benefitting: Codes) -> Codes:
    """Article 67(5): 1 where the benefitting state is responsible by family, OPEN where a person has to decide."""
    named = np.array([kept_by_family(reason.rule, "", "") for reason in REASONS] + [False], np.bool_)
    met = named[course.found.why] & (course.found.state == benefitting) & (course.state == benefitting)
    asked = named[course.why] & ((course.options == 0) | (course.options & bit(benefitting) != 0))
    return np.where(course.human, np.where(asked, OPEN, 0), met).astype(np.int8)


def _third(course: Course, case: Days, benefitting: Codes) -> tuple[Masks, Whys]:
    """The states other than that of relocation which are, or by the remaining criteria would be, responsible; and why.

    The criteria are put as after a relocation, to a state that can't be designated itself."""
    anywhere, nowhere = np.full(course.rows, _ANYWHERE), np.full(course.rows, NONE, np.int8)
    nobody_barred = np.zeros(course.rows, np.int64)
    scope = replace(course.scope, determining=anywhere, present=nowhere, barred=nobody_barred)
    found = family_procedure(course.facts, case, designate(course.facts, scope, _REMAINING, False), _REMAINING)
    states = np.where(found.human, found.options, bit(found.state)) & ~bit(anywhere)
    fixed = course.fixed & ~course.human
    decided = np.where(course.state == benefitting, 0, bit(course.state))
    return np.where(fixed, decided, states), np.where(fixed, course.why, found.why).astype(np.int16)


def _by_case(case: Days, third: Masks, why: Whys) -> tuple[Masks, Whys]:
    """The states of all persons of each case, and the reason of one of them."""
    if not case.size:
        return third, why
    starts = np.flatnonzero(np.diff(case, prepend=-1))
    states: Masks = np.bitwise_or.reduceat(third, starts)
    none = np.iinfo(np.int16).max
    first = np.minimum.reduceat(np.where(third != 0, why, none), starts)
    return states, np.where(first == none, SILENT, first).astype(np.int16)
