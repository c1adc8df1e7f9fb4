"""Take back, Articles 36(1)(b), 38(4), 38(5) and 41: a person is found elsewhere, and the state bound is told.

Under Dublin III it is a request (Articles 23 to 25); made too late, the state of the new application is responsible.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Happened, Set, bit
from fairshare.law.responsibility.course import Course, Phase, Status, by_act
from fairshare.law.responsibility.days import FOREVER, NO_DAY, known, next_working_day
from fairshare.law.responsibility.limits import Act, counted, due, in_article_12
from fairshare.law.responsibility.steps.moment import Moment, Noted, on
from fairshare.law.responsibility.steps.transfers import start_transfer
from fairshare.law.responsibility.trace import HUMAN, MET, NOTED, reason

_INDICATED: Final = by_act(
    MET,
    "Eurodac names {0:state} as the responsible state since {1:day}",
    AMMR="AMMR 36(1)(b)",
    DUBLIN3="DUBLIN3 18(1)",
    CONVENTION1990="CONVENTION1990 10(1)",
    COM2016="COM2016 20(1)",
)
_CLASH: Final = by_act(
    HUMAN,
    "Eurodac names both {0:state} and {1:state} as the responsible state on {2:day}: which entry is wrong?",
    AMMR="AMMR 36(1)(b)",
    DUBLIN3="DUBLIN3 18(1)",
    CONVENTION1990="CONVENTION1990 10(1)",
    COM2016="COM2016 20(1)",
)
_FOUND: Final = by_act(
    NOTED,
    "{1:state} had a hit on {2:day} on a data set of {0:state}",
    AMMR="AMMR 41(1)",
    DUBLIN3="DUBLIN3 23(2)",
    CONVENTION1990="CONVENTION1990 13(1)",
    COM2016="COM2016 26",
)
_ELSEWHERE: Final = by_act(
    NOTED,
    "a later application was registered in {0:state} on {1:day}: the first determination stands",
    AMMR="AMMR 36(1)(b)",
    DUBLIN3="DUBLIN3 18(1)",
    CONVENTION1990="CONVENTION1990 10(1)",
    COM2016="COM2016 20(1)",
)
_NOTIFIED: Final = by_act(
    NOTED,
    "{1:state} told {0:state} on {2:day} that it must take the person back",
    AMMR="AMMR 41(1)",
    DUBLIN3="DUBLIN3 23(1)",
    CONVENTION1990="CONVENTION1990 13(1)",
    COM2016="COM2016 26",
)
_LATE_NOTICE: Final = reason(
    "AMMR 41(1)", NOTED, "the notification came after {0:day}: that changes nothing in responsibility"
)
_CONFIRMED: Final = by_act(
    NOTED,
    "{0:state} confirmed on {1:day} that it takes the person back",
    AMMR="AMMR 41(3)",
    DUBLIN3="DUBLIN3 25(1)",
    CONVENTION1990="CONVENTION1990 13(1)",
    COM2016="COM2016 26",
)
_SILENT: Final = by_act(
    NOTED,
    "{0:state} did not answer by {1:day}: the take back counts as confirmed",
    AMMR="AMMR 41(4)",
    DUBLIN3="DUBLIN3 25(2)",
    CONVENTION1990="CONVENTION1990 13(1)",
    COM2016="COM2016 26",
)
_DENIED: Final = by_act(
    NOTED,
    "{0:state} denied on {1:day} that it has to take the person back",
    AMMR="AMMR 41(3)",
    DUBLIN3="DUBLIN3 25(1)",
    CONVENTION1990="CONVENTION1990 13(1)",
    COM2016="COM2016 26",
)
_DISPUTED: Final = by_act(
    HUMAN,
    "{0:state} denies and {1:state} does not agree: is the entry in Eurodac wrong, or has responsibility ceased?",
    AMMR="AMMR 55",
    DUBLIN3="DUBLIN3 37",
    CONVENTION1990="CONVENTION1990 18",
    COM2016="COM2016 47",
)
_RECONSIDERED: Final = reason(
    "IR 15", NOTED, "{0:state} was asked on {1:day} to reconsider; the answer is due by {2:day}"
)
_DENIED_UNTIL: Final = reason(
    "IR 15", NOTED, "{0:state} can be asked until {1:day} to reconsider; after that the denial stands"
)
_NO_NEW_CLAIM: Final = reason(
    "DUBLIN3 24(3)",
    NOTED,
    "no request to {1:state} to take back was made by {0:day}: {2:state} has to give access to its procedure, and "
    "responsibility does not move",
)
_NOT_ASKED: Final = reason(
    "DUBLIN3 23(3)", MET, "no request to {1:state} to take back was made by {0:day}: the state of the new application"
)
_BACK_TO_RELOCATION: Final = by_act(
    NOTED, "the relocation to {0:state} is confirmed: that state takes the person back", AMMR="AMMR 38(5)"
)

_NAMES_RESPONSIBLE: Final = (Set.A16_1, Set.A16_3)


@on(Noted.INDICATED)
@cites("AMMR 36(1)(b)", "AMMR 38(3)")
def indicated(course: Course, m: Moment, at: Bool) -> None:
    """An entry in Eurodac (its Article 16(1) or (3)) names the responsible state: responsibility is fixed.

    Two entries of one day that name different states leave it to a person which of them is wrong.
    """
    clash = at & course.indicated & (course.indicated_on == m.day) & (course.state != m.state) & (course.state != NONE)
    at = at & ~clash
    course.indicated_on[at] = m.day[at]
    if clash.any():
        course.say(clash, _CLASH[course.act_on(m.day)], course.state.copy(), m.state, m.day)
        course.options[clash] = (bit(course.state) | bit(m.state))[clash]
        course.human[clash] = True
        course.status[clash] = Status.PENDING
    under_way = course.charge.running(Phase.TO_TRANSFER, Phase.SUSPENDED) & (course.state == m.state)
    other = at & (course.state != m.state)
    course.hold(other, m.state, _INDICATED[course.act_on(m.day)], Status.DETERMINED, m.state, m.day)
    course.indicated[at] = True
    course.fixed[at] = True
    same = at & ~other
    course.say(same, _INDICATED[course.act_on(m.day)], m.state, m.day)
    course.charge.close(same & ~under_way)
    course.status[same & ~under_way] = Status.DETERMINED


@on(Noted.HIT)
@cites("AMMR 41(1)", "AMMR 36(1)(b)", "AMMR 38(4)", "AMMR 38(5)")
def found_elsewhere(course: Course, m: Moment, at: Bool) -> None:
    """A hit: the person is found in another state, which has to tell the state bound (Article 41(1))."""
    at = at & (m.by != NONE) & (m.by != m.to)
    acts = course.act_on(m.day)
    course.say(at, _FOUND[acts], m.to, m.by, m.day)
    _to_ask(course, at, m, counted("notification", np.where(at, m.day, NO_DAY).astype(np.int32), acts))


@cites("AMMR 36(1)(b)", "AMMR 38(4)", "DUBLIN3 23(2)")
def registered_elsewhere(course: Course, m: Moment, at: Bool) -> None:
    """A later registration in another state. Without a hit on record no day is known by which to notify."""
    at = at & (m.state != course.determining)
    acts = course.act_on(m.day)
    course.say(at, _ELSEWHERE[acts], m.state, m.day)
    waits = at & (course.fixed | (course.facts.asked_in == m.state) | known(course.relocate_due))
    waits |= at & (acts != Act.AMMR)
    limit = counted("notification_without_hit", np.where(at, m.day, NO_DAY).astype(np.int32), acts)
    _to_ask(course, waits & (course.back.phase == Phase.IDLE), _from(course, m), limit)


@cites("AMMR 36(1)(c)", "AMMR 41(1)")
def to_take_back(course: Course, at: Bool, day: Days) -> None:
    """The state where a person registers whom another has admitted tells that state; no hit, so no last day."""
    back = course.back
    back.phase[at] = Phase.TO_ASK
    back.due[at] = FOREVER
    back.sender[at] = course.determining[at]
    back.addressee[at] = course.state[at]
    back.clock[at] = day[at]
    course.fixed[at] = True


def _from(course: Course, m: Moment) -> Moment:
    """The later registration as a hit on the state bound."""
    return Moment(m.day, m.state, by=m.state, to=_bound(course), until=m.until)


def _bound(course: Course) -> Codes:
    """The state that has to take the person back: of relocation, responsible or determining."""
    fixed = np.where(course.fixed, course.state, course.determining)
    return np.where(course.relocating != NONE, course.relocating, fixed).astype(np.int8)


def _to_ask(course: Course, at: Bool, m: Moment, limit: Days) -> None:
    back = course.back
    at = at & (m.by != _bound(course)) & ~back.running(Phase.ASKED, Phase.TO_TRANSFER, Phase.SUSPENDED)
    if not at.any():
        return
    last = next_working_day(np.where(at, limit, NO_DAY).astype(np.int32), m.by, course.calendar)
    derogating = in_article_12(course.facts, m.by, m.day, last) & (course.act_on(m.day) == Act.AMMR) & at
    if derogating.any():
        longer = counted("notification", np.where(derogating, m.day, NO_DAY).astype(np.int32), Act.CFMR)
        last = np.where(derogating, next_working_day(longer, m.by, course.calendar), last).astype(np.int32)
    back.phase[at] = Phase.TO_ASK
    back.due[at] = last[at]
    back.sender[at] = m.by[at]
    back.addressee[at] = _bound(course)[at]
    back.clock[at] = m.day[at]
    course.elsewhere[at] = m.by[at]


@on(Happened.NOTIFICATION_SENT)
@cites("AMMR 41(1)", "AMMR 41(3)", "CFMR 12(2)(c)", "IR 15")
def notified(course: Course, m: Moment, at: Bool) -> None:
    """The take back notification (under Dublin III the request): late or not, the answer is due from now."""
    back = course.back
    sender = np.where(m.by == NONE, np.where(back.sender == NONE, course.scope.present, back.sender), m.by)
    to = np.where(m.to == NONE, _bound(course), m.to).astype(np.int8)
    at = at & (sender != to) & (to != NONE) & ~back.running(Phase.TO_TRANSFER, Phase.SUSPENDED)
    at = at & ~_reconsidered(course, m, at)
    if not at.any():
        return
    acts = course.act_on(m.day)
    late = at & back.running(Phase.TO_ASK) & known(back.due) & (m.day > back.due) & (acts == Act.AMMR)
    course.say(at, _NOTIFIED[acts], to, sender, m.day)
    course.say(late, _LATE_NOTICE, back.due)
    back.phase[at] = Phase.ASKED
    back.sender[at] = sender[at]
    back.addressee[at] = to[at]
    back.clock[at] = m.day[at]
    back.began[at] = m.day[at]
    course.elsewhere[at] = sender[at]
    started = np.where(at, m.day, NO_DAY).astype(np.int32)
    answer = counted("confirmation", started, acts)
    hits = course.facts.hits
    on_hit = ((hits.article == Set.A15) & (hits.state == to)).any(axis=0) if hits.count else np.False_
    answer = np.where(on_hit, np.minimum(answer, counted("confirmation_hit", started, acts)), answer).astype(np.int32)
    held = course.detained_on(m.day)
    answer = np.where(held, np.minimum(answer, counted("reply_detained", started, acts)), answer).astype(np.int32)
    derogating = in_article_12(course.facts, to, m.day, answer) & (acts == Act.AMMR)
    answer = np.where(derogating, counted("confirmation", started, Act.CFMR), answer).astype(np.int32)
    back.due[at] = next_working_day(answer, to, course.calendar)[at]


def _reconsidered(course: Course, m: Moment, at: Bool) -> Bool:
    """A second notification after a denial asks for reconsideration, within two weeks."""
    back = course.back
    again = at & back.running(Phase.REFUSED)
    if again.any():
        until = due("reconsideration", m.day, Act.AMMR, back.addressee, course.calendar)
        back.phase[again] = Phase.RE_EXAMINED
        back.due[again] = until[again]
        course.say(again, _RECONSIDERED, back.addressee, m.day, until)
    return again


@on(Happened.NOTIFICATION_CONFIRMED)
@cites("AMMR 41(3)")
def confirmed(course: Course, m: Moment, at: Bool) -> None:
    """The state bound confirms: the transfer limit runs."""
    back = course.back
    waiting = back.running(Phase.ASKED, Phase.REFUSED, Phase.RE_EXAMINED)
    here = at & waiting & ((m.by == NONE) | (m.by == back.addressee))
    if here.any():
        to = back.addressee.copy()
        course.say(here, _CONFIRMED[course.act_on(m.day)], to, m.day)
        start_transfer(course, back, here, m.day, back.sender.copy(), to)


@cites("AMMR 41(3)", "IR 15")
def denied_back(course: Course, m: Moment, at: Bool) -> None:
    """The state notified denies: two weeks to ask for reconsideration, two more to answer; then the denial stands."""
    back = course.back
    here = at & back.running(Phase.ASKED, Phase.RE_EXAMINED) & ((m.by == NONE) | (m.by == back.addressee))
    if not here.any():
        return
    acts = course.act_on(m.day)
    first = here & back.running(Phase.ASKED) & (acts == Act.AMMR)
    until = due("reconsideration", np.where(here, m.day, NO_DAY).astype(np.int32), acts, back.sender, course.calendar)
    course.say(here, _DENIED[acts], back.addressee, m.day)
    course.say(first, _DENIED_UNTIL, back.addressee, until)
    back.phase[here] = Phase.REFUSED
    back.due[here] = np.where(first, until, m.day - 1)[here]
    course.status[here] = Status.PENDING


@cites("IR 15")
def denied(course: Course, at: Bool) -> None:
    """The denial stands: a person has to decide whether Eurodac is wrong or responsibility has ceased (Article 37)."""
    course.say(at, _DISPUTED[course.act_on(course.back.clock)], course.back.addressee.copy(), course.back.sender.copy())
    course.options[at] = (bit(course.back.addressee) | bit(course.back.sender))[at]
    course.human[at] = True
    course.status[at] = Status.PENDING
    course.back.close(at)


@cites("AMMR 41(4)")
def silence_confirms(course: Course, at: Bool) -> None:
    """No answer to a notification is confirmation; under Dublin III, no reply to the request is acceptance."""
    back = course.back
    day, to = back.due.copy(), back.addressee.copy()
    acts = course.act_on(back.clock)
    course.say(at & (acts == Act.AMMR), _SILENT[acts], to, day)
    course.hold(at & (acts != Act.AMMR), to, _SILENT[acts], Status.ACCEPTED_TACIT, to, day)
    course.status[at] = Status.ACCEPTED_TACIT
    start_transfer(course, back, at, day, back.sender.copy(), to)


@cites("DUBLIN3 23(3)")
def not_asked_back(course: Course, at: Bool) -> None:
    """The limit of Dublin III for a take back request has passed: the state of the new application is responsible.

    Where there is none, that state has to give access to the procedure (Article 24(3)); responsibility does not move.
    Under the Regulation a late notification changes nothing.
    """
    back, registrations = course.back, course.facts.registrations
    claimed = np.zeros(course.rows, np.bool_)
    for i in range(registrations.count):
        claimed |= (registrations.state[i] == back.sender) & (registrations.registered[i] <= course.facts.asked_on)
    limit, bound, sender = back.due.copy(), back.addressee.copy(), back.sender.copy()
    course.hold(at & claimed, sender, _NOT_ASKED, Status.SHIFTED, limit, bound)
    course.say(at & ~claimed, _NO_NEW_CLAIM, limit, bound, sender)
    back.close(at)
