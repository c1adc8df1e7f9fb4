"""Article 13 of Regulation (EU) 2024/1359: extraordinary mass arrivals, and how the crisis state is relieved."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.parameters import table
from fairshare.law.responsibility.anew import determine_anew
from fairshare.law.responsibility.codes import Bool, CrisisKind, Days, Happened
from fairshare.law.responsibility.course import Course, Status
from fairshare.law.responsibility.days import NO_DAY, known, months_on
from fairshare.law.responsibility.regimes import AMMR, AMMR_CRISIS, REGIMES
from fairshare.law.responsibility.steps.moment import Moment
from fairshare.law.responsibility.trace import MET, NOT_MET, NOTED, reason

_RELIEVED: Final = reason(
    "CFMR 13(2)",
    MET,
    "{0:state} was responsible only by first registration, within the period of the Council decision: {1:state}, "
    "where a later application was registered, is responsible",
)
_DETERMINES: Final = reason(
    "CFMR 13(3)",
    NOTED,
    "{0:state} was still determining, within the period of the Council decision: {1:state} determines, by what is left "
    "of the criteria",
)
_REACH_BACK: Final = int(table("responsibility")["reach_back"]["CFMR"]["count"])
_NOTIFIED_BEFORE: Final = reason(
    "CFMR 13(3)", NOT_MET, "a take back notification was sent before the Council decision of {0:day}"
)


@cites("CFMR 13(1)", "CFMR 13(2)", "CFMR 13(3)")
def authorised(course: Course, m: Moment, at: Bool) -> Bool:
    """A later application elsewhere, where the Council has authorised Article 13 for the first; the rows relieved."""
    decided = _decision(course)
    at = at & known(decided) & (m.state != course.determining) & (course.rules == REGIMES.index(AMMR))
    if not at.any():
        return at
    only_first = course.indicated & (course.state == course.determining) & (course.found.why == AMMR.fallback)
    relieved: Bool = at & only_first
    course.hold(relieved, m.state, _RELIEVED, Status.SHIFTED, course.determining.copy(), m.state)
    course.back.close(relieved)
    earlier = _notified_before(course, decided)
    course.say(at & ~course.fixed & earlier, _NOTIFIED_BEFORE, decided)
    running: Bool = at & ~course.fixed & ~relieved & ~earlier
    if running.any():
        course.say(running, _DETERMINES, course.determining.copy(), m.state)
        determine_anew(course, running, m.day, m.state, AMMR_CRISIS)
    return relieved | running


def _decision(course: Course) -> Days:
    """The day of the Council decision that covers the first registration; NO_DAY where there is none.

    Its period begins at most four months before it (Article 13(1)). Days that are not on record limit nothing: the
    situation stands for the decision, and where it has no day either, the authorisation counts as given.
    """
    crises, first = course.facts.crises, course.since
    answer = np.full(course.rows, NO_DAY, np.int32)
    for i in range(crises.count):
        decision, start, begins = crises.council_decision[i], crises.start[i], crises.period_start[i]
        covers = (crises.state[i] == course.determining) & (crises.article_13[i] == 1)
        covers &= crises.kind[i] == CrisisKind.MASS_ARRIVALS
        covers &= (begins <= first) & (months_on(decision, -_REACH_BACK) <= first)
        covers &= known(decision) | known(begins) | (start <= first)
        covers &= ~known(crises.end[i]) | (first <= crises.end[i])
        decided = np.where(known(decision), decision, np.where(known(start), start, first))
        answer = np.where(covers & (decided <= course.facts.asked_on), decided, answer)
    return answer.astype(np.int32)


def _notified_before(course: Course, decided: Days) -> Bool:
    events = course.facts.events
    answer = np.zeros(course.rows, np.bool_)
    for i in range(events.count):
        answer |= (events.kind[i] == Happened.NOTIFICATION_SENT) & (events.date[i] < decided)
    return answer
