"""Transfers, Articles 42, 45 and 46: when the limit starts, what lengthens it, and what follows when it has run out."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Happened, Whys
from fairshare.law.responsibility.course import Course, Phase, Status, Track, by_act
from fairshare.law.responsibility.days import FOREVER, NO_DAY, known, next_working_day
from fairshare.law.responsibility.limits import Act, counted, due, in_article_12
from fairshare.law.responsibility.steps.moment import Moment, on
from fairshare.law.responsibility.trace import MET, NOTED, SILENT, reason

OWN, TOWARDS = 1, 2
"""Article 12 of Regulation (EU) 2024/1359: the transferring state is in crisis, or the state to which it transfers."""

_LATE: Final = by_act(
    MET,
    "the transfer to {1:state} was not made by {0:day}: the transferring state is responsible",
    AMMR="AMMR 46(2)",
    DUBLIN3="DUBLIN3 29(2)",
)
_LATE_IN_CRISIS: Final = np.array(
    [
        SILENT,
        reason("CFMR 12(3)", MET, "the transfer to {1:state} was not made within a year, by {0:day}"),
        reason(
            "CFMR 12(4)", MET, "transfers to {1:state} were suspended and a year passed on {0:day}: no more transfer"
        ),
    ],
    np.int16,
)
_SUSPENDED: Final = by_act(
    NOTED,
    "an appeal of {0:day} suspends the transfer",
    AMMR="AMMR 43(3)",
    DUBLIN3="DUBLIN3 27(3)",
)
_RESUMED: Final = by_act(
    NOTED,
    "the suspension ended on {0:day}: the transfer is due by {1:day}",
    AMMR="AMMR 46(1)",
    DUBLIN3="DUBLIN3 29(1)",
)
_IMPRISONED: Final = by_act(
    NOTED, "imprisonment lengthens the limit, to {0:day}", AMMR="AMMR 46(2)", DUBLIN3="DUBLIN3 29(2)"
)
_ABSCONDED: Final = by_act(
    NOTED,
    "notice of {1:day} that the person cannot be transferred lengthens the limit, to {0:day}",
    AMMR="AMMR 46(2)",
    DUBLIN3="DUBLIN3 29(2)",
)
_REAPPEARED: Final = reason(
    "AMMR 46(2)",
    NOTED,
    "the person is available again since {1:day}: the transfer is due by {0:day}",
    flags=("ABSC_CLOCK",),
)
_TRANSFERRED: Final = by_act(
    NOTED,
    "transferred to {0:state} on {1:day}",
    AMMR="AMMR 46(1)",
    DUBLIN3="DUBLIN3 29(1)",
    CONVENTION1990="CONVENTION1990 11(5)",
    COM2016="COM2016 30",
)
_WRONGLY: Final = reason(
    "AMMR 46(3)", NOTED, "the transfer to {0:state} on {1:day} came when that state was not responsible: take back"
)


@cites("AMMR 46(1)", "CFMR 12(2)(d)", "CFMR 12(4)")
def start_transfer(course: Course, track: Track, at: Bool, clock: Days, sender: Codes, addressee: Codes) -> None:
    """Start the limit for the transfer: from acceptance, confirmation, or the end of suspensive effect."""
    if not at.any():
        return
    acts, started = course.act_on(clock), np.where(at, clock, NO_DAY).astype(np.int32)
    ordinary = due("transfer", started, acts, sender, course.calendar)
    regulated = acts == Act.AMMR
    own = in_article_12(course.facts, sender, started, ordinary) & regulated & at
    towards = in_article_12(course.facts, addressee, started, ordinary) & regulated & at & ~own
    last = ordinary
    if own.any() or towards.any():
        longer = due("transfer", started, Act.CFMR, sender, course.calendar)
        waiting = due("transfer_suspended", started, Act.CFMR, sender, course.calendar)
        last = np.where(own, longer, np.where(towards, waiting, ordinary)).astype(np.int32)
    track.derogation[at] = np.where(own, OWN, np.where(towards, TOWARDS, 0))[at]
    for column, values in (("sender", sender), ("addressee", addressee), ("clock", started), ("ordinary", last)):
        getattr(track, column)[at] = values[at]
    track.phase[at] = Phase.TO_TRANSFER
    track.due[at] = last[at]
    track.notice[at] = NO_DAY
    course.decided[at] = False
    held = at & known(course.imprisoned_since) & (course.imprisoned_since <= clock)
    held &= ~known(course.imprisoned_until) | (course.imprisoned_until >= clock)
    _lengthen(course, track, held, "transfer_imprisoned", _IMPRISONED, clock)


def _late(course: Course, track: Track) -> Whys:
    """The reason for which a transfer that is late moves responsibility; silent where the act names no such effect."""
    late = _LATE[course.act_on(track.clock)]
    return np.where(track.derogation > 0, _LATE_IN_CRISIS[track.derogation], late).astype(np.int16)


def has_effect(course: Course, track: Track) -> Bool:
    """Where a late transfer moves responsibility: not under the Convention of 1990 nor the proposal of 2016."""
    answer: Bool = _late(course, track) != SILENT
    return answer


@cites("AMMR 46(2)", "AMMR 37(1)", "CFMR 12(3)", "CFMR 12(4)")
def no_transfer(course: Course, track: Track, at: Bool) -> None:
    """The limit has run out: the transferring state is responsible."""
    limit, addressee, sender = track.due.copy(), track.addressee.copy(), track.sender.copy()
    course.hold(at, sender, _late(course, track), Status.SHIFTED, limit, addressee)
    track.close(at)


def _tracks(course: Course) -> tuple[Track, Track]:
    return course.charge, course.back


@on(Happened.TRANSFER_DECISION)
@cites("AMMR 42(1)")
def decided(course: Course, m: Moment, at: Bool) -> None:
    """The transfer decision is taken; what is due next is the transfer."""
    course.decided |= at & (course.charge.running(Phase.TO_TRANSFER) | course.back.running(Phase.TO_TRANSFER))


@on(Happened.APPEAL_SUSPENSIVE)
@cites("AMMR 43(3)")
def suspended(course: Course, m: Moment, at: Bool) -> None:
    """An appeal with suspensive effect: no limit runs until it ends."""
    for track in _tracks(course):
        here = at & track.running(Phase.TO_TRANSFER)
        course.say(here, _SUSPENDED[course.act_on(m.day)], m.day)
        track.phase[here] = Phase.SUSPENDED
        track.due[here] = FOREVER


@on(Happened.APPEAL_FINAL)
@cites("AMMR 46(1)", "AMMR 43(3)")
def resumed(course: Course, m: Moment, at: Bool) -> None:
    """The suspensive effect ends: the limit starts anew. An appeal that suspended nothing changes nothing."""
    for track in _tracks(course):
        here = at & track.running(Phase.SUSPENDED)
        start_transfer(course, track, here, m.day, track.sender.copy(), track.addressee.copy())
        course.decided |= here
        course.say(here, _RESUMED[course.act_on(m.day)], m.day, track.due)


@on(Happened.IMPRISONED)
@cites("AMMR 46(2)")
def imprisoned(course: Course, m: Moment, at: Bool) -> None:
    """Imprisonment lengthens the limit to at most a year from its start."""
    course.imprisoned_since = np.where(at, m.day, course.imprisoned_since).astype(np.int32)
    course.imprisoned_until = np.where(at, m.until, course.imprisoned_until).astype(np.int32)
    for track in _tracks(course):
        _lengthen(course, track, at, "transfer_imprisoned", _IMPRISONED, m.day)


@on(Happened.ABSCONDED_NOTICE)
@cites("AMMR 46(2)", "AMMR 38(2)", choices=("ABSC_CLOCK",))
def absconded(course: Course, m: Moment, at: Bool) -> None:
    """Notice to the responsible state, before the limit ends, that the person absconded or resists: three years on.

    Under Dublin III eighteen months from the acceptance. The determination itself goes on (Article 38(2)).
    """
    course.absconded |= at
    for track in _tracks(course):
        track.notice = np.where(at & track.running(Phase.TO_TRANSFER), m.day, track.notice).astype(np.int32)
        _lengthen(course, track, at, "transfer_absconded", _ABSCONDED, m.day)


def _lengthen(course: Course, track: Track, at: Bool, name: str, whys: Whys, day: Days) -> None:
    here = at & track.running(Phase.TO_TRANSFER)
    if not here.any():
        return
    acts = course.act_on(track.clock)
    from_notice = (acts == Act.AMMR) & known(track.notice) & (name == "transfer_absconded")
    start = np.where(from_notice, track.notice, track.clock)
    last = counted(name, np.where(here, start, NO_DAY).astype(np.int32), acts)
    last = next_working_day(np.where(last == FOREVER, NO_DAY, last).astype(np.int32), track.sender, course.calendar)
    here &= last > track.due
    track.due[here] = last[here]
    course.say(here, whys[acts], track.due, day)


@on(Happened.REAPPEARED)
@cites("AMMR 46(2)", choices=("ABSC_CLOCK",))
def reappeared(course: Course, m: Moment, at: Bool) -> None:
    """Available again: the time that remains of the six months, at least three months."""
    course.absconded &= ~at
    for track in _tracks(course):
        here = at & track.running(Phase.TO_TRANSFER) & known(track.notice) & (course.act_on(track.clock) == Act.AMMR)
        if not here.any():
            continue
        if course.scope.choices["ABSC_CLOCK"] == "original-end":
            rest = track.ordinary
        else:
            rest = m.day + np.where(here, track.ordinary - track.notice, 0)
        least = counted("transfer_after_reappearance", np.where(here, m.day, NO_DAY).astype(np.int32), Act.AMMR)
        last = np.where(here, np.maximum(least, rest), NO_DAY).astype(np.int32)
        track.due[here] = next_working_day(last, track.sender, course.calendar)[here]
        track.notice[here] = NO_DAY
        course.say(here, _REAPPEARED, track.due, m.day)


@on(Happened.TRANSFER)
@cites("AMMR 46(1)", "AMMR 46(3)")
def transferred(course: Course, m: Moment, at: Bool) -> None:
    """The person is handed over: nothing is due any more between the states."""
    done = np.zeros(course.rows, np.bool_)
    for track in _tracks(course):
        here = at & track.running(Phase.TO_TRANSFER, Phase.SUSPENDED)
        here &= (m.to == NONE) | (m.to == track.addressee)
        course.say(here, _TRANSFERRED[course.act_on(m.day)], track.addressee, m.day)
        course.elsewhere[here] = NONE
        track.close(here)
        done |= here
    wrongly = at & ~done & (m.to != NONE) & (m.to != course.state) & (course.act_on(m.day) == Act.AMMR)
    course.say(wrongly, _WRONGLY, m.to, m.day)
