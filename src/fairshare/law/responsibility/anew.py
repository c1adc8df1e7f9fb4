"""The criteria put again for some cases: after cessation, a relocation, Article 13 in a crisis, a closed refusal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Rows, bit
from fairshare.law.responsibility.course import Course, Status
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.ladder import Scope, scope_of
from fairshare.law.responsibility.limits import Act
from fairshare.law.responsibility.regimes import AMMR, Regime, designate
from fairshare.law.responsibility.steps.charge import begin
from fairshare.law.responsibility.table import take
from fairshare.law.responsibility.trace import NOTED, Step, reason

_CLOSED = reason("IR 9(2)", NOTED, "the request to {0:state} is closed as refused: the next criterion")


@cites("AMMR 24(1)", "AMMR 68(2)", "CFMR 13(3)")
def determine_anew(
    course: Course, at: Bool, day: Days, state: Codes, regime: Regime, status: Status, *, frozen: bool = False
) -> None:
    """From ``day`` on ``state`` determines, by the ladder of ``regime``.

    The criteria are tested on the situation at the first registration where that stays the first (``frozen``), else on
    that of the new application; one made after the day of general application is one under the Regulation.
    """
    scope = course.scope
    new = np.zeros(course.rows, np.bool_) if frozen else at
    course.scope = replace(
        scope,
        day=np.where(new, day, scope.day).astype(np.int32),
        registered_in=np.where(new, state, scope.registered_in).astype(np.int8),
        determining=np.where(at, state, scope.determining).astype(np.int8),
    )
    course.determining = course.scope.determining
    course.indicated[at] = False
    course.request_due[at] = NO_DAY
    newer = at & new & (course.act_on(day) == Act.AMMR) & (course.act != Act.AMMR)
    for rows, rules in ((np.flatnonzero(newer), AMMR), (np.flatnonzero(at & ~newer), regime)):
        _designate(course, rows, rules, status)
    begin(course, at, day)


@cites("IR 9(2)", "AMMR 24(1)")
def next_criterion(course: Course, at: Bool) -> None:
    """The state asked has refused for good: the criteria are tested without it, within the limit for a request."""
    course.say(at, _CLOSED, course.charge.addressee.copy())
    refused = np.where(at, bit(course.charge.addressee), 0)
    course.scope = replace(course.scope, barred=course.scope.barred | refused)
    course.charge.close(at)
    _designate(course, np.flatnonzero(at), course.regime, Status.DETERMINED)
    begin(course, at, course.since)


def _designate(course: Course, rows: Rows, regime: Regime, status: Status) -> None:
    if not rows.size:
        return
    part: Scope = scope_of(course.scope, rows)
    found = designate(take(course.facts, rows), part, regime, course.traced)
    for name in ("state", "why", "human", "options", "slot", "group"):
        getattr(course, name)[rows] = getattr(found, name)
        getattr(course.found, name)[rows] = getattr(found, name)
    course.trace += [Step(s.why, s.figures, rows if s.rows is None else rows[s.rows]) for s in found.trace]
    course.status[rows] = np.where(found.human, Status.PENDING, status)
    course.fixed[rows] = False
    course.elsewhere[rows] = NONE
