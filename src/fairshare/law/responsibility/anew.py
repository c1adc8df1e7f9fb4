"""The criteria put again for some cases: after cessation, a relocation, Article 13 in a crisis, a closed refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Rows, bit
from fairshare.law.responsibility.course import Course, Status, by_act, general_application
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.ladder import Scope, scope_of
from fairshare.law.responsibility.limits import Act
from fairshare.law.responsibility.regimes import AMMR, COM2016, CONVENTION1990, DUBLIN3, REGIMES, Regime, designate
from fairshare.law.responsibility.steps.charge import begin
from fairshare.law.responsibility.table import take
from fairshare.law.responsibility.trace import NOTED, Step

_CLOSED: Final = by_act(
    NOTED,
    "the request to {0:state} is closed as refused: the next criterion",
    AMMR="IR 9(2)",
    DUBLIN3="DUBLIN3 22",
    CONVENTION1990="CONVENTION1990 11(4)",
    COM2016="COM2016 25",
)

_OF_ACT: Final = np.array([REGIMES.index(regime) for regime in (AMMR, DUBLIN3, CONVENTION1990, COM2016)], np.int8)
"""The whole ladder of each act, by the codes of :class:`~.limits.Act`."""


@cites("AMMR 24(1)", "AMMR 68(2)", "CFMR 13(3)")
def determine_anew(course: Course, at: Bool, day: Days, state: Codes, left: Regime | None = None) -> None:
    """From ``day`` on ``state`` determines, by what is ``left`` of the criteria, or by all for a new application.

    What is left is tested on the situation at the first registration, all on that of the new application; one made
    after the day of general application is one under the Regulation. What states answered to the state that determined
    before binds nobody now.
    """
    scope = course.scope
    new = at if left is None else np.zeros(course.rows, np.bool_)
    course.scope = replace(
        scope,
        day=np.where(new, day, scope.day).astype(np.int32),
        registered_in=np.where(new, state, scope.registered_in).astype(np.int8),
        determining=np.where(at, state, scope.determining).astype(np.int8),
        barred=np.where(at, 0, scope.barred),
    )
    course.determining = course.scope.determining
    course.indicated[at] = False
    course.request_due[at] = NO_DAY
    course.elsewhere[at] = NONE
    course.charge.close(at)
    course.back.close(at)
    newer = new & course.legacy & (day >= general_application(scope.choices) + (scope.choices["REG_ON_D"] == "dublin3"))
    course.act[newer] = course.request_act[newer] = Act.AMMR
    course.legacy[newer] = False
    course.rules[at] = _OF_ACT[course.act[at]] if left is None else REGIMES.index(left)
    _designate(course, at, Status.CEASED if left is None else Status.DETERMINED)
    begin(course, at, day)


@cites("IR 9(2)", "AMMR 24(1)")
def next_criterion(course: Course, at: Bool) -> None:
    """The state asked has refused for good: the criteria are tested without it, within the limit for a request."""
    course.say(at, _CLOSED[course.act_on(course.charge.clock)], course.charge.addressee.copy())
    refused = np.where(at, bit(course.charge.addressee), 0)
    course.scope = replace(course.scope, barred=course.scope.barred | refused)
    course.charge.close(at)
    _designate(course, at, Status.DETERMINED)
    begin(course, at, course.since)


def _designate(course: Course, at: Bool, status: Status) -> None:
    """Put the criteria again to the rows ``at``, each by its own rules."""
    for code in np.unique(course.rules[at]).tolist():
        _designate_by(course, np.flatnonzero(at & (course.rules == code)), REGIMES[code], status)


def _designate_by(course: Course, rows: Rows, regime: Regime, status: Status) -> None:
    part: Scope = scope_of(course.scope, rows)
    found = designate(take(course.facts, rows), part, regime, course.traced)
    for name in ("state", "why", "human", "options", "slot", "group"):
        getattr(course, name)[rows] = getattr(found, name)
        getattr(course.found, name)[rows] = getattr(found, name)
    course.trace += [Step(s.why, s.figures, rows if s.rows is None else rows[s.rows]) for s in found.trace]
    course.status[rows] = np.where(found.human, Status.PENDING, status)
    course.fixed[rows] = False
