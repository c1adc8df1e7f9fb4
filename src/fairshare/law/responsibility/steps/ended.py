"""Cessation, Article 37(2) to (5): what ends responsibility, so that a later application is a new one."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.anew import determine_anew
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Happened, Paper, PaperType
from fairshare.law.responsibility.course import Course, Phase, Status, by_act
from fairshare.law.responsibility.days import FOREVER, NO_DAY, known
from fairshare.law.responsibility.limits import Act, counted
from fairshare.law.responsibility.steps.moment import Moment, on
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, NOTED, reason

_REJECTED: Final = reason(
    "AMMR 37(2)",
    NOTED,
    "the border procedure ended on {0:day}: responsibility ceases once fifteen months have passed, after {1:day}",
)
_REJECTED_LONG_AGO: Final = reason(
    "AMMR 37(2)",
    MET,
    "fifteen months since the end of the border procedure passed on {0:day}: responsibility has ceased",
)
_TAKE_BACK_RUNS: Final = reason(
    "AMMR 37(3)", NOTED, "the fifteen months ended on {0:day}, but a take back is under way: responsibility lasts"
)
_ABSENT: Final = by_act(
    MET,
    "absent from the Member States from {0:day} to {1:day}, at least until {2:day}: responsibility has ceased",
    AMMR="AMMR 37(4)",
    DUBLIN3="DUBLIN3 19(2)",
    CONVENTION1990="CONVENTION1990 10(3)",
)
_NOT_ABSENT_ENOUGH: Final = by_act(
    NOT_MET,
    "absent from {0:day} to {1:day}, which is before {2:day}",
    AMMR="AMMR 37(4)",
    DUBLIN3="DUBLIN3 19(2)",
    CONVENTION1990="CONVENTION1990 10(3)",
)
_HOLDS_DOCUMENT: Final = by_act(
    NOT_MET,
    "absent since {0:day}, but with a valid residence document of {3:state}",
    AMMR="AMMR 37(4)",
    DUBLIN3="DUBLIN3 19(2)",
    CONVENTION1990="CONVENTION1990 10(3)",
)
_RETURNED: Final = by_act(
    MET,
    "left or was removed on a return decision on {0:day}: responsibility has ceased",
    AMMR="AMMR 37(5)",
    DUBLIN3="DUBLIN3 19(3)",
    CONVENTION1990="CONVENTION1990 10(4)",
)
_REJECTIONS: Final = (Happened.REJECTION_FINAL, Happened.BORDER_PROCEDURE_REJECTION_FINAL)
_BEFORE_REJECTION: Final = by_act(
    NOT_MET,
    "left or was removed on {0:day}, before the application was rejected",
    AMMR="AMMR 37(5)",
    DUBLIN3="DUBLIN3 19(3)",
    CONVENTION1990="CONVENTION1990 10(4)",
)
_NEW: Final = by_act(
    NOTED,
    "the application registered in {0:state} on {1:day} is a new one: the criteria are tested anew",
    AMMR="AMMR 37",
    DUBLIN3="DUBLIN3 19",
    CONVENTION1990="CONVENTION1990 10",
)
_NOBODY: Final = by_act(
    HUMAN,
    "no state is responsible any more; is there a new application, and where was it registered?",
    AMMR="AMMR 37",
    DUBLIN3="DUBLIN3 19",
    CONVENTION1990="CONVENTION1990 10",
)


def _cease(course: Course, at: Bool, whys: object, *figures: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> None:
    """Responsibility of every state for the case has ended; a later application is new."""
    if not at.any():
        return
    course.say(at, np.asarray(whys, np.int16), *figures)
    course.state[at] = NONE
    course.why[at] = np.broadcast_to(np.asarray(whys, np.int16), at.shape)[at]
    course.status[at] = Status.CEASED
    course.human[at] = False
    course.ceases[at] = NO_DAY
    course.left[at] = NO_DAY
    course.charge.close(at)
    course.back.close(at)


@on(Happened.BORDER_PROCEDURE_REJECTION_FINAL)
@cites("AMMR 37(2)")
def rejected_at_border(course: Course, m: Moment, at: Bool) -> None:
    """A final rejection, or a withdrawal, in the border procedure: fifteen months until responsibility ceases."""
    at = at & (course.act_on(m.day) == Act.AMMR)
    ends = counted("border_rejection", np.where(at, m.day, NO_DAY).astype(np.int32), Act.AMMR)
    course.ceases = np.where(at, ends, course.ceases).astype(np.int32)
    course.say(at, _REJECTED, m.day, ends)


@cites("AMMR 37(2)", "AMMR 37(3)")
def lapse_of_time(course: Course, day: Days) -> None:
    """Before ``day``: the fifteen months have ended, unless a take back is under way (Article 37(3))."""
    over = known(course.ceases) & (course.ceases < day) & (course.state != NONE)
    if not over.any():
        return
    waits = course.back.running(Phase.ASKED, Phase.REFUSED, Phase.RE_EXAMINED, Phase.TO_TRANSFER, Phase.SUSPENDED)
    pending = waits & (course.back.began <= course.ceases)
    course.say(over & pending & (course.status != Status.PENDING), _TAKE_BACK_RUNS, course.ceases)
    course.status[over & pending] = Status.PENDING
    _cease(course, over & ~pending, _REJECTED_LONG_AGO, course.ceases.copy())


@on(Happened.EXIT_TERRITORY)
@cites("AMMR 37(4)")
def left_territory(course: Course, m: Moment, at: Bool) -> None:
    """The person leaves the territory of the Member States; how long shows at the next sign of presence."""
    course.left = np.where(at, m.day, course.left).astype(np.int32)
    back_again = at & known(m.until)
    if back_again.any():
        seen_again(course, m.until, back_again)


@on(Happened.REENTRY)
@cites("AMMR 37(4)")
def re_entered(course: Course, m: Moment, at: Bool) -> None:
    """The person enters the territory again."""
    seen_again(course, m.day, at)


@cites("AMMR 37(4)", "DUBLIN3 19(2)")
def seen_again(course: Course, day: Days, at: Bool) -> None:
    """Present again on ``day``: nine months of absence (Dublin III: three) end responsibility.

    They do not where the person holds a valid residence document of the responsible state.
    """
    absent = at & known(course.left) & (course.left <= day) & (course.state != NONE)
    if not absent.any():
        return
    acts = course.act_on(np.where(absent, day, NO_DAY).astype(np.int32))
    least = counted("absence", np.where(absent, course.left, NO_DAY).astype(np.int32), acts)
    enough = absent & (day >= least) & (least != FOREVER)
    holds = enough & _holds_document(course, course.state, day)
    figures = course.left.copy(), day, least, course.state.astype(np.int32)
    course.say(absent & ~enough, _NOT_ABSENT_ENOUGH[acts], *figures)
    course.say(holds, _HOLDS_DOCUMENT[acts], *figures)
    course.left[absent] = NO_DAY
    _cease(course, enough & ~holds, _ABSENT[acts], *figures)


def _holds_document(course: Course, state: Codes, day: Days) -> Bool:
    papers = course.facts.documents
    answer = np.zeros(course.rows, np.bool_)
    for i in range(papers.count):
        answer |= (
            (papers.issuer[i] == state)
            & (papers.kind[i] == Paper.RESIDENCE)
            & (papers.type[i] != PaperType.PROCEDURE)
            & (~known(papers.valid_to[i]) | (papers.valid_to[i] >= day))
            & (~known(papers.ended_on[i]) | (papers.ended_on[i] > day))
            & ((papers.valid_from[i] <= day) & (papers.ended[i] == NONE) | known(papers.ended_on[i]))
        )
    return answer


@on(Happened.REMOVAL, Happened.RETURN)
@cites("AMMR 37(5)", "DUBLIN3 19(3)")
def returned(course: Course, m: Moment, at: Bool) -> None:
    """The person left, or was removed, in compliance with a return decision after rejection or withdrawal.

    A record without any rejection is taken at its word; one whose rejection came later is not.
    """
    events = course.facts.events
    before, after = np.zeros(course.rows, np.bool_), np.zeros(course.rows, np.bool_)
    for i in range(events.count):
        rejected = np.isin(events.kind[i], _REJECTIONS)
        before |= rejected & (events.date[i] <= m.day)
        after |= rejected & (events.date[i] > m.day)
    here = at & (course.state != NONE) & (course.act != Act.COM2016)
    course.say(here & after & ~before, _BEFORE_REJECTION[course.act_on(m.day)], m.day)
    here &= before | ~after
    _cease(course, here, _RETURNED[course.act_on(m.day)], m.day)


@cites("AMMR 37(2)", "AMMR 37(4)", "AMMR 37(5)")
def determined_anew(course: Course, m: Moment, at: Bool) -> Bool:
    """Where responsibility has ceased, a later application is new: its state determines by the criteria on its day."""
    seen_again(course, m.day, at)
    new: Bool = at & (course.status == Status.CEASED) & (course.state == NONE) & ~course.human
    if new.any():
        course.say(new, _NEW[course.act_on(m.day)], m.state, m.day)
        determine_anew(course, new, m.day, m.state)
    return new


@cites("AMMR 37(4)")
def ask_for_application(course: Course) -> None:
    """On the day of the question: somebody still absent, and those for whom no state is responsible any more."""
    seen_again(course, course.facts.asked_on, known(course.left))
    nobody = (course.status == Status.CEASED) & (course.state == NONE) & ~course.human
    course.say(nobody, _NOBODY[course.act_on(course.facts.asked_on)])
    course.human[nobody] = True
