"""Shifts of responsibility: Article 37(1), the discretionary clauses of Article 35, offsets under Article 63."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Happened, bit
from fairshare.law.responsibility.course import Course, Phase, Status, by_act
from fairshare.law.responsibility.days import NO_DAY, known
from fairshare.law.responsibility.limits import Act, counted, due
from fairshare.law.responsibility.steps.moment import Moment, on
from fairshare.law.responsibility.steps.transfers import start_transfer
from fairshare.law.responsibility.trace import MET, NOT_MET, NOTED, REASONS, reason

_DOCUMENT: Final = by_act(
    MET,
    "{0:state} issued a residence document on {1:day}",
    AMMR="AMMR 37(1)",
    DUBLIN3="DUBLIN3 19(1)",
    CONVENTION1990="CONVENTION1990 10(1)",
)
_EXAMINES: Final = by_act(
    MET,
    "{0:state} decided on {1:day} to examine the application registered with it",
    AMMR="AMMR 35(1)",
    DUBLIN3="DUBLIN3 17(1)",
    CONVENTION1990="CONVENTION1990 3(4)",
    COM2016="COM2016 19(1)",
)
_NOT_WITH_IT: Final = by_act(
    NOT_MET,
    "no application is registered with {0:state}: it cannot decide to examine one",
    AMMR="AMMR 35(1)",
    DUBLIN3="DUBLIN3 17(1)",
    CONVENTION1990="CONVENTION1990 3(4)",
    COM2016="COM2016 19(1)",
)
_AGAINST_INTERESTS: Final = reason(
    "AMMR 37(1)",
    MET,
    "{0:state} found on {1:day} that the transfer of the minor is against the best interests of the child",
)
_HUMANITARIAN: Final = by_act(
    MET,
    "{0:state} takes charge on humanitarian grounds since {1:day}, to bring family together",
    AMMR="AMMR 35(2)",
    DUBLIN3="DUBLIN3 17(2)",
    CONVENTION1990="CONVENTION1990 9",
    COM2016="COM2016 19(2)",
)
_ASKED_35: Final = by_act(
    NOTED,
    "{0:state} was asked on {1:day} on humanitarian grounds; its reply is due by {2:day}, and silence accepts nothing",
    AMMR="AMMR 35(2)",
    DUBLIN3="DUBLIN3 17(2)",
)
_REFUSED_35: Final = by_act(
    NOTED,
    "{0:state} refused on {1:day} to take charge on humanitarian grounds",
    AMMR="AMMR 35(2)",
    DUBLIN3="DUBLIN3 17(2)",
)
_DECIDED_35: Final = by_act(
    NOT_MET,
    "{0:state} can be asked only before the first decision on the substance, which was taken on {1:day}",
    AMMR="AMMR 35(2)",
    DUBLIN3="DUBLIN3 17(2)",
)
_NO_CONSENT: Final = by_act(
    NOT_MET,
    "{0:state} agreed on {1:day}, but the consent of those concerned is not on record in writing",
    AMMR="AMMR 35(2)",
    DUBLIN3="DUBLIN3 17(2)",
    CONVENTION1990="CONVENTION1990 9",
)
_OFFSET: Final = reason(
    "AMMR 63(6)", MET, "{0:state} took responsibility on {1:day} as an offset of its contribution", flags=("REF_63_8c",)
)
_NO_OFFSET: Final = {
    "minor": reason("AMMR 63(8)", NOT_MET, "an unaccompanied minor cannot be taken as an offset"),
    "basis": reason(
        "AMMR 63(8)",
        NOT_MET,
        "the benefitting state is not responsible by documents, diploma, visa-free or other entry",
    ),
    "gone": reason("AMMR 63(8)", NOT_MET, "the person absconded from the state that would take over"),
    "limit": reason(
        "AMMR 63(8)",
        NOT_MET,
        "the time limit had run out on {2:day}, before the offset of {1:day}",
        flags=("REF_63_8c",),
    ),
}


@on(Happened.RESIDENCE_DOCUMENT_ISSUED)
@cites("AMMR 37(1)", "DUBLIN3 19(1)")
def document_issued(course: Course, m: Moment, at: Bool) -> None:
    """Another state issues a residence document: responsibility shifts to it.

    One issued before the first registration is a matter of the criteria; so is one issued when responsibility has
    ceased, for the next application.
    """
    issuer = np.where(m.state == NONE, m.by, m.state).astype(np.int8)
    least = counted("absence", course.left, course.act_on(m.day))
    ceased = (course.status == Status.CEASED) | (known(course.left) & (least <= m.day))
    later = at & (issuer != NONE) & (m.day > course.since) & ~ceased & (course.act != Act.COM2016)
    other = later & ((issuer != course.state) | course.human)
    course.hold(other, issuer, _DOCUMENT[course.act_on(m.day)], Status.SHIFTED, issuer, m.day)
    course.back.close(other)


@on(Happened.EXAMINES_ITSELF)
@cites("AMMR 35(1)", "AMMR 37(1)", "DUBLIN3 17(1)")
def examines(course: Course, m: Moment, at: Bool) -> None:
    """A state decides to examine an application that is registered with it."""
    state = np.where(m.by == NONE, m.state, m.by).astype(np.int8)
    state = np.where(state == NONE, course.determining, state).astype(np.int8)
    registered = _registered_with(course, state, m.day)
    acts = course.act_on(m.day)
    course.say(at & ~registered, _NOT_WITH_IT[acts], state)
    shifts = at & registered & ((state != course.state) | course.human)
    course.hold(shifts, state, _EXAMINES[acts], Status.SHIFTED, state, m.day)
    course.back.close(shifts)


def _registered_with(course: Course, state: Codes, day: Days) -> Bool:
    registrations = course.facts.registrations
    answer = np.zeros(course.rows, np.bool_)
    for i in range(registrations.count):
        answer |= (registrations.state[i] == state) & (registrations.registered[i] <= day) & (state != NONE)
    return answer


@on(Happened.TRANSFER_AGAINST_BEST_INTERESTS)
@cites("AMMR 37(1)", "AMMR 25(5)")
def against_best_interests(course: Course, m: Moment, at: Bool) -> None:
    """The state where an unaccompanied minor is finds the transfer against the child's best interests."""
    state = np.where(m.by == NONE, course.scope.present, m.by).astype(np.int8)
    here = at & course.minor & (course.act_on(m.day) == Act.AMMR) & ((state != course.state) | course.human)
    course.hold(here, state, _AGAINST_INTERESTS, Status.SHIFTED, state, m.day)
    course.back.close(here)


@on(Happened.HUMANITARIAN_REQUEST)
@cites("AMMR 35(2)", "AMMR 40(8)")
def humanitarian_request(course: Course, m: Moment, at: Bool) -> None:
    """Another state is asked to take charge on humanitarian grounds. The limits of the ordinary request go on."""
    acts, decided = course.act_on(m.day), course.facts.first_decision
    here = at & (m.to != NONE) & (m.to != course.state)
    late = here & known(decided) & (m.day >= decided)
    course.say(late, _DECIDED_35[acts], m.to, decided)
    here &= ~late
    if not here.any():
        return
    course.asked_35[here] = m.to[here]
    course.due_35[here] = due(
        "reply_humanitarian", np.where(here, m.day, NO_DAY).astype(np.int32), acts, m.to, course.calendar
    )[here]
    course.say(here, _ASKED_35[acts], m.to, m.day, course.due_35)


@cites("AMMR 35(2)")
def humanitarian_accepted(course: Course, m: Moment, at: Bool) -> Bool:
    """The state asked on humanitarian grounds agrees; the rows where the reply was one to that request."""
    here: Bool = at & (course.asked_35 != NONE) & ((m.by == course.asked_35) | (m.by == NONE))
    here &= (course.asked_35 != course.charge.addressee) | ~course.charge.running(Phase.ASKED)
    if here.any():
        _take_on(course, m, here, course.asked_35.copy(), consent_asked=True)
        course.asked_35[here] = NONE
    return here


@cites("AMMR 35(2)")
def humanitarian_refused(course: Course, m: Moment, at: Bool) -> None:
    """The state asked on humanitarian grounds refuses: all stays as it was."""
    here = at & (course.asked_35 != NONE) & (m.by == course.asked_35)
    course.say(here, _REFUSED_35[course.act_on(m.day)], course.asked_35.copy(), m.day)
    course.asked_35[here] = NONE


@on(Happened.HUMANITARIAN_DECISION)
@cites("AMMR 35(2)", "AMMR 37(1)")
def humanitarian_decision(course: Course, m: Moment, at: Bool) -> None:
    """A recorded decision under Article 35(2): it holds the consent of those concerned."""
    to = np.where(m.to == NONE, m.state, m.to).astype(np.int8)
    _take_on(course, m, at & (to != NONE), to, consent_asked=False)


def _take_on(course: Course, m: Moment, at: Bool, to: Codes, *, consent_asked: bool) -> None:
    acts = course.act_on(m.day)
    agreed = (bit(to) & course.facts.consent) != 0 if consent_asked else np.ones(course.rows, np.bool_)
    course.say(at & ~agreed, _NO_CONSENT[acts], to, m.day)
    here = at & agreed & (to != course.state)
    sender = course.determining.copy()
    course.hold(here, to, _HUMANITARIAN[acts], Status.SHIFTED, to, m.day)
    course.back.close(here)
    start_transfer(course, course.charge, here & (to != sender), m.day, sender, to)


def _rests_on(articles: tuple[str, ...]) -> Bool:
    """For each reason (and, last, for none) whether it is of one of the articles."""
    answer: Bool = np.array(
        [any(r.rule.startswith(f"AMMR {a}") for a in articles) for r in REASONS] + [False], np.bool_
    )
    return answer


@on(Happened.OFFSET_TAKEN)
@cites("AMMR 63(6)", "AMMR 63(8)", "AMMR 69(3)", choices=("REF_63_8c",))
def offset(course: Course, m: Moment, at: Bool) -> None:
    """A contributing state takes the case as an offset: no minor's, only under Articles 29 to 33, limits open."""
    taker = np.where(m.by == NONE, m.state, m.by).astype(np.int8)
    taker = np.where(taker == NONE, course.determining, taker).astype(np.int8)
    from_state = np.where((m.state == taker) | (m.state == NONE), m.to, m.state)
    benefitting = (from_state == course.state) | (from_state == NONE)
    entitled = _rests_on(("29", "30", "31", "32", "33"))[course.found.why] & (course.state == course.found.state)
    limit = course.request_due if course.scope.choices["REF_63_8c"] == "request-limit" else course.charge.due
    ended = known(limit) & (m.day > limit)
    gone = course.absconded
    barred = course.minor, ~(entitled & benefitting), gone, ended
    left = at & (taker != NONE)
    for name, fails in zip(("minor", "basis", "gone", "limit"), barred, strict=True):
        course.say(left & fails, _NO_OFFSET[name], taker, m.day, limit)
        left = left & ~fails
    course.hold(left, taker, _OFFSET, Status.SHIFTED, taker, m.day)
    course.back.close(left)
