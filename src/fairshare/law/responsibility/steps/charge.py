"""Take charge, Articles 39 and 40: the request and its limits, the reply, silence, refusal and re-examination."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Happened, Set
from fairshare.law.responsibility.course import Course, Phase, Status, by_act, general_application
from fairshare.law.responsibility.criteria.scope import ADMITTED
from fairshare.law.responsibility.days import FOREVER, NO_DAY, known, next_working_day
from fairshare.law.responsibility.ladder import EVIDENCE_GROUPS
from fairshare.law.responsibility.limits import Act, counted, due, in_article_12
from fairshare.law.responsibility.steps.moment import Moment, on
from fairshare.law.responsibility.steps.shifts import humanitarian_accepted, humanitarian_refused
from fairshare.law.responsibility.steps.take_back import confirmed, denied_back, notified, to_take_back
from fairshare.law.responsibility.steps.transfers import start_transfer
from fairshare.law.responsibility.trace import MET, NOTED, reason

_LATE: Final = by_act(
    MET,
    "no request to {1:state} was made by {0:day}: the state that determines is responsible",
    AMMR="AMMR 39(1)",
    DUBLIN3="DUBLIN3 21(1)",
    CONVENTION1990="CONVENTION1990 11(1)",
    COM2016="COM2016 24",
    CFMR="CFMR 12(3)",
    flags=("PLEA_TIME",),
)
_TOO_LATE: Final = by_act(
    NOTED,
    "the request of {0:day} came after the last day for it, {1:day}, and has no effect",
    AMMR="AMMR 39(1)",
    DUBLIN3="DUBLIN3 21(1)",
    CONVENTION1990="CONVENTION1990 11(1)",
    COM2016="COM2016 24",
)
_ASKED: Final = by_act(
    NOTED,
    "{0:state} was asked on {1:day} to take charge; a reply is due by {2:day}",
    AMMR="AMMR 39(1)",
    DUBLIN3="DUBLIN3 21(1)",
    CONVENTION1990="CONVENTION1990 11(1)",
    COM2016="COM2016 24",
)
_SILENT: Final = by_act(
    MET,
    "{0:state} did not reply by {1:day}: that is acceptance",
    AMMR="AMMR 40(8)",
    DUBLIN3="DUBLIN3 22(7)",
    CONVENTION1990="CONVENTION1990 11(4)",
    COM2016="COM2016 25",
    CFMR="CFMR 12(3)",
)
_ACCEPTED: Final = by_act(
    MET,
    "{0:state} accepted on {1:day} to take charge",
    AMMR="AMMR 36(1)(a)",
    DUBLIN3="DUBLIN3 18(1)(a)",
    CONVENTION1990="CONVENTION1990 11(4)",
    COM2016="COM2016 20(1)(a)",
)
_REFUSED: Final = by_act(
    NOTED,
    "{0:state} refused on {1:day}; a re-examination can be asked until {2:day}",
    AMMR="IR 9(1)",
)
_REFUSED_FOR_GOOD: Final = by_act(
    NOTED,
    "{0:state} refused on {1:day}",
    DUBLIN3="DUBLIN3 22",
    CONVENTION1990="CONVENTION1990 11(4)",
    COM2016="COM2016 25",
)
_RE_EXAMINED: Final = reason("IR 9(2)", NOTED, "{0:state} was asked to re-examine; the answer is due by {1:day}")
_LATE_REFUSAL: Final = by_act(
    NOTED,
    "the refusal of {0:day} came after silence had become acceptance",
    AMMR="AMMR 40(8)",
    DUBLIN3="DUBLIN3 22(7)",
    CONVENTION1990="CONVENTION1990 11(4)",
    COM2016="COM2016 25",
)
_SECURED: Final = reason(
    "AMMR 16(4)",
    NOTED,
    "no other state can be asked where there is a threat to security: the request of {0:day} is void",
)
_BARRED_39: Final = reason(
    "AMMR 39(1)", NOTED, "a request for an unaccompanied minor can be made at any time", flags=("UAM_39",)
)
_CAPPED: Final = reason(
    "AMMR 39(1)",
    NOTED,
    "a month from the hit would end on {0:day}, after the two months from registration, {1:day}",
    flags=("HIT_CAP",),
)
_LEGACY: Final = reason(
    "AMMR 84(2)",
    NOTED,
    "the criteria are those of Dublin III; which time limits apply to a request made later is not said",
    flags=("LEGACY_PROCEDURE",),
)


@cites("AMMR 39(1)", "AMMR 38(1)", "CFMR 12(2)(a)", choices=("HIT_CAP", "UAM_39", "LEGACY_PROCEDURE"))
def last_day_for_request(course: Course, since: Days) -> Days:
    """The last day for a take charge request: from registration, from an earlier hit, never for a minor without adult.

    The hit is that on a set of Article 22 or 24 recorded by the state asked. In a legacy case the limit is that of the
    Regulation, unless that limit or the limit of Dublin III had ended before the Regulation applied.
    """
    answer = _request_limit(course, since, course.act)
    if course.legacy.any() and course.scope.choices["LEGACY_PROCEDURE"] == "ammr":
        applies = general_application(course.scope.choices)
        newer = _request_limit(course, since, np.full(course.rows, Act.AMMR, np.int8))
        moved = course.legacy & (answer >= applies) & (newer >= applies)
        answer = np.where(moved, newer, answer)
        course.request_act = np.where(moved, np.int8(Act.AMMR), course.request_act).astype(np.int8)
    if course.scope.choices["UAM_39"] == "article-25":
        first = course.facts.first_decision  # "at any time before a first decision regarding the substance"
        free = course.minor & known(since) & (course.act == Act.AMMR)
        answer = np.where(free, np.where(known(first), first - 1, FOREVER), answer)
    return answer.astype(np.int32)


def _request_limit(course: Course, since: Days, acts: Codes) -> Days:
    asking, calendar = course.determining, course.calendar
    general = due("request", since, acts, asking, calendar)
    found = due("request_hit", _hit_day(course), acts, asking, calendar)
    capped = (course.scope.choices["HIT_CAP"] == "true") | (acts != Act.AMMR)
    course.say(known(found) & (found > general) & (acts == Act.AMMR), _CAPPED, found, general)
    general = np.where(known(found), np.where(capped, np.minimum(general, found), found), general).astype(np.int32)
    derogating = in_article_12(course.facts, asking, since, general) & (acts == Act.AMMR)
    if not derogating.any():
        return general
    longer = due("request", since, Act.CFMR, asking, calendar)
    return np.where(derogating, np.maximum(longer, general), general).astype(np.int32)


def _hit_day(course: Course) -> Days:
    """The day of the earliest hit on which a request under the criterion of entry would rest."""
    hits = course.facts.hits
    answer = np.full(course.rows, NO_DAY, np.int32)
    by_entry = course.group == EVIDENCE_GROUPS.index("entries")
    for i in range(hits.count):
        counts = np.isin(hits.article[i], (Set.A22, Set.A24)) & (hits.state[i] == course.state) & by_entry
        counts &= known(hits.hit_date[i])
        sooner = counts & (~known(answer) | (hits.hit_date[i] < answer))
        answer = np.where(sooner, hits.hit_date[i], answer)
    return answer


@cites("AMMR 39(1)", "AMMR 38(1)")
def begin(course: Course, at: Bool, since: Days) -> None:
    """Begin the determination of the rows ``at`` on ``since``: a state designated that is another has to be asked."""
    sends = (course.facts.events.kind == Happened.REQUEST_SENT).any(axis=0) if course.facts.events.count else False
    bound = at & ~course.human & (course.state != NONE) & (course.state != course.determining)
    asks = bound & ~_secured(course) & ~_admitted(course)
    course.since = np.where(at, since, course.since).astype(np.int32)
    to_take_back(course, bound & _admitted(course), since)
    timed = at & (asks | sends)
    if not timed.any():
        return
    limit = last_day_for_request(course, np.where(timed, since, NO_DAY).astype(np.int32))
    course.request_due = np.where(at, limit, course.request_due)
    charge = course.charge
    charge.phase[asks] = Phase.TO_ASK
    charge.due[asks] = limit[asks]
    charge.sender[asks] = course.determining[asks]
    charge.addressee[asks] = course.state[asks]
    charge.clock[asks] = since[asks]
    course.say(asks & course.minor & (limit == FOREVER), _BARRED_39)
    course.say(asks & course.legacy & (course.facts.asked_on >= general_application(course.scope.choices)), _LEGACY)


def _secured(course: Course) -> Bool:
    """Article 16(4): no request where there is a threat to security."""
    answer: Bool = (course.facts.security_threat == 1) & (course.act == Act.AMMR)
    return answer


def _admitted(course: Course) -> Bool:
    """Article 36(1)(c): the state that admitted takes back; it is notified, not requested."""
    answer: Bool = np.equal(course.why, ADMITTED)
    return answer


@cites("AMMR 40(1)", "AMMR 40(2)", "AMMR 40(7)", "AMMR 39(2)", "AMMR 45(2)", "CFMR 12(2)(b)")
def last_day_for_reply(course: Course, received: Days) -> Days:
    """The last day for a reply from its receipt: general, on a hit, urgent (as asked, at least a week), detained."""
    charge, calendar = course.charge, course.calendar
    acts = course.act_on(received)
    general = counted("reply", received, acts)
    answer = np.where(rests_on_hit(course), np.minimum(general, counted("reply_hit", received, acts)), general)
    urgent = np.maximum(charge.until, counted("reply_urgent", received, acts))
    most = np.minimum(general, counted("reply_urgent_most", received, acts))
    answer = np.where(known(charge.until), np.minimum(urgent, most), answer)
    held = np.minimum(answer, counted("reply_detained", received, acts))
    answer = np.where(course.detained_on(received), held, answer).astype(np.int32)
    derogating = in_article_12(course.facts, charge.addressee, received, general) & (acts == Act.AMMR)
    charge.derogation = derogating.astype(np.int8)
    longer = counted("reply", received, Act.CFMR)
    return next_working_day(np.where(derogating, longer, answer).astype(np.int32), charge.addressee, calendar)


def rests_on_hit(course: Course) -> Bool:
    """Whether the request rests on a Eurodac set of Article 22 or 24 of the state asked, or on a VIS hit."""
    hits, addressee = course.facts.hits, course.charge.addressee
    answer = np.zeros(course.rows, np.bool_)
    by_entry = (course.group == EVIDENCE_GROUPS.index("entries")) | (course.state != addressee)
    for i in range(hits.count):
        answer |= np.isin(hits.article[i], (Set.A22, Set.A24)) & (hits.state[i] == addressee) & by_entry
    documents = course.facts.documents
    for i in range(documents.count):
        rests = (course.group == EVIDENCE_GROUPS.index("documents")) & (course.slot == i)
        answer |= rests & (documents.vis_hit[i] == 1)
    return answer


@on(Happened.REQUEST_SENT)
@cites("AMMR 39(1)", "AMMR 39(2)", "IR 9(1)", "IR 9(2)")
def asked(course: Course, m: Moment, at: Bool) -> None:
    """A request to take charge, in time or late; a second one after a refusal asks for re-examination."""
    own = (m.by == NONE) | (m.by == course.determining)
    notified(course, m, at & ~own)
    at = at & own
    charge = course.charge
    to = np.where(m.to == NONE, np.where(course.state == NONE, charge.addressee, course.state), m.to).astype(np.int8)
    again = at & charge.running(Phase.REFUSED) & (to == charge.addressee)
    if again.any():
        _ask_again(course, m, again)
    asking = at & ~again & (to != course.determining) & (to != NONE) & ~charge.running(Phase.TO_TRANSFER)
    course.say(asking & _secured(course), _SECURED, m.day)
    asking &= ~_secured(course)
    in_time = asking & (m.day <= course.request_due)
    course.say(asking & ~in_time, _TOO_LATE[course.request_act], m.day, course.request_due)
    if not in_time.any():
        return
    charge.phase[in_time] = Phase.ASKED
    charge.sender[in_time] = course.determining[in_time]
    charge.addressee[in_time] = to[in_time]
    charge.until[in_time] = m.until[in_time]
    _await_reply(course, _receipt(course, m.day), in_time)
    course.say(in_time, _ASKED[course.act_on(m.day)], charge.addressee, m.day, charge.due)


def _receipt(course: Course, sent: Days) -> Days:
    """The day on which a request sent on a day was received, as far as the record shows; else the day of sending."""
    events, nearest = course.facts.events, np.full(course.rows, FOREVER, np.int32)
    for i in range(events.count):
        receipt = (events.kind[i] == Happened.REQUEST_RECEIVED) & (events.date[i] >= sent)
        nearest = np.where(receipt & (events.date[i] < nearest), events.date[i], nearest)
    return np.where(nearest == FOREVER, sent, nearest).astype(np.int32)


def _await_reply(course: Course, received: Days, at: Bool) -> None:
    course.charge.clock[at] = received[at]
    course.charge.due[at] = last_day_for_reply(course, np.where(at, received, NO_DAY).astype(np.int32))[at]
    course.status[at] = Status.PENDING


def _ask_again(course: Course, m: Moment, at: Bool) -> None:
    charge = course.charge
    charge.phase[at] = Phase.RE_EXAMINED
    answer_due = due("re_examination_answer", m.day, Act.AMMR, charge.addressee, course.calendar)
    charge.due[at] = answer_due[at]
    course.say(at, _RE_EXAMINED, charge.addressee, charge.due)


@on(Happened.REQUEST_RECEIVED)
@cites("AMMR 40(1)")
def received(course: Course, m: Moment, at: Bool) -> None:
    """The request is received: the limit for the reply runs from this day. What was received was sent."""
    sent = (course.facts.events.kind == Happened.REQUEST_SENT).any(axis=0)
    unrecorded = at & course.charge.running(Phase.TO_ASK) & ~sent
    if unrecorded.any():
        others = [np.where(state == course.determining, NONE, state) for state in (m.to, m.state, m.by)]
        to = np.where(others[0] != NONE, others[0], np.where(others[1] != NONE, others[1], others[2])).astype(np.int8)
        asked(course, replace(m, by=np.full(course.rows, NONE, np.int8), to=to), unrecorded)
    at = at & course.charge.running(Phase.ASKED)
    if at.any():
        course.charge.until[at] = np.where(known(m.until), m.until, course.charge.until)[at]
        _await_reply(course, m.day, at)


@cites("AMMR 40(8)", "CFMR 12(3)")
def silence(course: Course, at: Bool) -> None:
    """No reply in time is acceptance; the transfer limit runs from the last day for the reply."""
    charge = course.charge
    day, to = charge.due.copy(), charge.addressee.copy()
    acts = np.where(charge.derogation == 1, np.int8(Act.CFMR), course.act_on(charge.clock))
    course.hold(at, to, _SILENT[acts], Status.ACCEPTED_TACIT, to, day)
    start_transfer(course, charge, at, day, course.determining, to)


@on(Happened.REPLY_ACCEPT)
@cites("AMMR 40(1)", "AMMR 36(1)(a)", "AMMR 35(2)")
def accepted(course: Course, m: Moment, at: Bool) -> None:
    """The state asked accepts. The criterion stays the basis if it pointed there."""
    at = at & ~humanitarian_accepted(course, m, at)
    charge = course.charge
    waiting = charge.running(Phase.ASKED, Phase.REFUSED, Phase.RE_EXAMINED, Phase.TO_ASK)
    here = at & waiting & ((m.by == NONE) | (m.by == charge.addressee))
    confirmed(course, m, at & ~here)
    if not here.any():
        return
    to = charge.addressee.copy()
    whys = _ACCEPTED[course.act_on(m.day)]
    kept, by_request = here & (to == course.state), here & (to != course.state)
    course.say(kept, whys, to, m.day)
    course.hold(by_request, to, whys, Status.DETERMINED, to, m.day)
    course.status[kept] = Status.DETERMINED
    course.fixed[kept] = True
    start_transfer(course, charge, here, m.day, course.determining, to)


@on(Happened.REPLY_REFUSE)
@cites("AMMR 40(3)", "AMMR 40(4)", "IR 9(1)")
def refused(course: Course, m: Moment, at: Bool) -> None:
    """The state asked refuses: three weeks to ask for re-examination, where the act knows it."""
    charge = course.charge
    waiting = charge.running(Phase.ASKED, Phase.RE_EXAMINED)
    here = at & waiting & ((m.by == NONE) | (m.by == charge.addressee))
    acts = course.act_on(m.day)
    late = at & charge.running(Phase.TO_TRANSFER) & (m.by == charge.addressee)
    course.say(late & (course.status == Status.ACCEPTED_TACIT), _LATE_REFUSAL[acts], m.day)
    humanitarian_refused(course, m, at & ~here)
    denied_back(course, m, at & ~here)
    if not here.any():
        return
    first = here & charge.running(Phase.ASKED) & (acts == Act.AMMR)
    until = due("re_examination", m.day, Act.AMMR, charge.sender, course.calendar)
    course.say(first, _REFUSED[acts], charge.addressee, m.day, until)
    course.say(here & ~first, _REFUSED_FOR_GOOD[acts], charge.addressee, m.day)
    charge.phase[here] = Phase.REFUSED
    charge.due[here] = np.where(first, until, m.day - 1)[here]  # not to be re-examined: closed at once
    course.status[here] = Status.PENDING


@cites("AMMR 39(1)", "CFMR 12(3)")
def no_request(course: Course, at: Bool) -> None:
    """The last day for a request has passed: the determining state is responsible."""
    limit, asked_state = course.charge.due.copy(), course.charge.addressee.copy()
    acts = course.request_act
    derogating = in_article_12(course.facts, course.determining, course.since, limit) & (acts == Act.AMMR)
    acts = np.where(derogating, np.int8(Act.CFMR), acts)
    course.hold(at, course.determining, _LATE[acts], Status.SHIFTED, limit, asked_state)
