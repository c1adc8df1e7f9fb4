"""What must happen next: who acts, what is due by when, and what follows if it is missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days
from fairshare.law.responsibility.course import Course, Phase, Status, Track
from fairshare.law.responsibility.days import FOREVER, NO_DAY, known, next_working_day
from fairshare.law.responsibility.limits import Act, counted, due, in_article_12
from fairshare.law.responsibility.steps.charge import rests_on_hit


@dataclass(frozen=True, slots=True)
class Duty:
    """An act that is due, what follows if it is not done, and the provision."""

    act: str
    consequence: str
    cite: str


DUTIES: Final[list[Duty]] = []


def _duty(act: str, consequence: str, labels: Mapping[str, str]) -> Codes:
    """One duty with a label per act, as an array that the codes of :class:`~.limits.Act` index."""
    codes = np.full(len(Act), NONE, np.int8)
    for name, cite in labels.items():
        DUTIES.append(Duty(act, consequence, cite))
        codes[Act[name]] = len(DUTIES) - 1
    return codes


def _all(ammr: str, dublin3: str, convention1990: str, com2016: str) -> dict[str, str]:
    return {
        "AMMR": f"AMMR {ammr}",
        "DUBLIN3": f"DUBLIN3 {dublin3}",
        "CONVENTION1990": f"CONVENTION1990 {convention1990}",
        "COM2016": f"COM2016 {com2016}",
    }


_DECIDE: Final = _duty("decision by a person", "no state can be named before", _all("24(1)", "7", "3", "9"))
_REGISTER: Final = _duty(
    "registration of a new application, or return", "no state is responsible", _all("37", "19", "10", "20")
)
_EXAMINE: Final = _duty("examination of the application", "", _all("16(1)", "3(1)", "3(1)", "3(1)"))
_REQUEST: Final = _duty(
    "take charge request", "the state that determines is responsible", _all("39(1)", "21(1)", "11(1)", "24")
)
_REQUEST_MINOR: Final = _duty(
    "take charge request",
    "none: it can be made at any time before the first decision on the substance",
    {"AMMR": "AMMR 39(1)"},
)
_REQUEST_DETAINED: Final = _duty(
    "take charge request",
    "the person must be released; the ordinary limit goes on",
    {"AMMR": "AMMR 45(1)", "DUBLIN3": "DUBLIN3 28(3)"},
)
_REPLY: Final = _duty("reply to take charge request", "silence is acceptance", _all("40(1)", "22", "11(4)", "25"))
_REQUEST_CRISIS: Final = _duty(
    "take charge request", "the state that determines is responsible (CFMR 12(3))", {"AMMR": "CFMR 12(2)(a)"}
)
_REPLY_HIT: Final = _duty("reply to take charge request", "silence is acceptance", {"AMMR": "AMMR 40(2)"})
_REPLY_URGENT: Final = _duty(
    "reply to take charge request", "silence is acceptance", {"AMMR": "AMMR 40(7)", "DUBLIN3": "DUBLIN3 21(2)"}
)
_REPLY_DETAINED: Final = _duty(
    "reply to take charge request", "silence is acceptance", {"AMMR": "AMMR 45(2)", "DUBLIN3": "DUBLIN3 28(3)"}
)
_REPLY_CRISIS: Final = _duty(
    "reply to take charge request", "silence is acceptance (CFMR 12(3))", {"AMMR": "CFMR 12(2)(b)"}
)
_RE_EXAMINATION: Final = _duty("re-examination request", "the case is closed as refused", {"AMMR": "IR 9(1)"})
_RE_EXAMINATION_REPLY: Final = _duty(
    "answer to re-examination request",
    "silence is no acceptance; the request is closed as refused",
    {"AMMR": "IR 9(2)"},
)
_NOTIFY: Final = _duty("take back notification", "no effect on responsibility", {"AMMR": "AMMR 41(1)"})
_NOTIFY_DETAINED: Final = _duty(
    "take back notification", "the person must be released; the ordinary limit goes on", {"AMMR": "AMMR 45(1)"}
)
_ASK_BACK: Final = _duty(
    "take back request",
    "the state of the new application is responsible",
    {"DUBLIN3": "DUBLIN3 23(2)", "CONVENTION1990": "CONVENTION1990 13(1)", "COM2016": "COM2016 26"},
)
_CONFIRM: Final = _duty(
    "confirmation of take back", "the take back counts as confirmed", _all("41(4)", "25(2)", "13(1)", "26")
)
_RECONSIDER: Final = _duty("request for reconsideration", "the denial stands", {"AMMR": "IR 15"})
_RECONSIDERED: Final = _duty("answer to the request for reconsideration", "the denial stands", {"AMMR": "IR 15"})
_DECISION: Final = _duty("transfer decision", "no effect named; detention must end", _all("42(1)", "26(1)", "11", "27"))
_TRANSFER: Final = _duty(
    "transfer", "the transferring state is responsible", {"AMMR": "AMMR 46(1)", "DUBLIN3": "DUBLIN3 29(1)"}
)
_TRANSFER_ONLY: Final = _duty(
    "transfer", "no effect named", {"CONVENTION1990": "CONVENTION1990 11(5)", "COM2016": "COM2016 30"}
)
_TRANSFER_CRISIS: Final = _duty(
    "transfer", "the transferring state is responsible", {"AMMR": "CFMR 12(2)(d)", "CFMR": "CFMR 12(4)"}
)
_TRANSFER_DETAINED: Final = _duty(
    "transfer",
    "the person must be released; the ordinary limit goes on",
    {"AMMR": "AMMR 45(3)", "DUBLIN3": "DUBLIN3 28(3)"},
)
_RELOCATE: Final = _duty("relocation transfer", "no effect named", {"AMMR": "AMMR 67(11)"})
_COURT: Final = _duty(
    "decision of the court",
    "the transfer stays suspended until then",
    {"AMMR": "AMMR 43(3)", "DUBLIN3": "DUBLIN3 27(3)"},
)
_REPLY_35: Final = _duty(
    "reply to humanitarian request", "silence accepts nothing", {"AMMR": "AMMR 35(2)", "DUBLIN3": "DUBLIN3 17(2)"}
)


@dataclass(frozen=True, slots=True)
class Steps:
    """One step by row: the state that acts, the code of what it does in :data:`DUTIES` (NONE: nothing), and by when."""

    actor: Codes
    duty: Codes
    due: Days


def _nothing(rows: int) -> Steps:
    return Steps(np.full(rows, NONE, np.int8), np.full(rows, NONE, np.int8), np.full(rows, NO_DAY, np.int32))


def _set(steps: Steps, at: Bool, duty: Codes, actor: Codes, last: Days | int) -> None:
    at = at & (duty != NONE)
    steps.duty[at] = np.broadcast_to(duty, at.shape)[at]
    steps.actor[at] = actor[at]
    last = np.broadcast_to(np.asarray(last, np.int32), at.shape)
    steps.due[at] = np.where(last == FOREVER, NO_DAY, last)[at]


@cites("AMMR 38(1)", "AMMR 42(1)", "AMMR 45(1)", "AMMR 45(3)", "AMMR 45(4)")
def next_step(course: Course) -> Steps:
    """What is due next. A take back that is under way goes before the rest: the person is there."""
    steps, acts = _nothing(course.rows), course.act_on(course.facts.asked_on)
    settled = (course.state != NONE) & ~course.human
    _set(steps, settled, _EXAMINE[acts], course.state, NO_DAY)
    relocating = settled & (course.relocating != NONE)
    _set(steps, relocating, _RELOCATE[acts], course.determining, course.relocate_due)
    asked_35 = settled & (course.asked_35 != NONE) & (course.due_35 >= course.facts.asked_on)
    _set(steps, asked_35, _REPLY_35[acts], course.asked_35, course.due_35)
    _of_charge(course, steps, acts)
    _of_transfer(course, steps, course.charge)
    _of_return(course, steps)
    _of_transfer(course, steps, course.back)
    ceased = course.human & (course.status == Status.CEASED)
    _set(steps, course.human, _DECIDE[acts], course.determining, NO_DAY)
    _set(steps, ceased, _REGISTER[acts], course.scope.present, NO_DAY)
    return steps


def _of_charge(course: Course, steps: Steps, acts: Codes) -> None:
    track = course.charge
    to_ask = track.running(Phase.TO_ASK)
    _set(steps, to_ask, _REQUEST[acts], track.sender, track.due)
    _set(steps, to_ask & (track.due == FOREVER), _REQUEST_MINOR[acts], track.sender, NO_DAY)
    _of_detained(course, steps, track, course.since, _REQUEST_DETAINED[acts], acts)
    crisis = to_ask & (track.due != FOREVER) & (course.request_act == Act.AMMR)
    crisis &= in_article_12(course.facts, track.sender, course.since, track.due)
    _set(steps, crisis, _REQUEST_CRISIS[acts], track.sender, track.due)
    _of_reply(course, steps, acts)
    _set(steps, track.running(Phase.REFUSED), _RE_EXAMINATION[acts], track.sender, track.due)
    _set(steps, track.running(Phase.RE_EXAMINED), _RE_EXAMINATION_REPLY[acts], track.addressee, track.due)


def _of_reply(course: Course, steps: Steps, acts: Codes) -> None:
    """The reply, with the provision that sets its limit: the last that applies of these."""
    track = course.charge
    asked = track.running(Phase.ASKED)
    if not asked.any():
        return
    limits = (
        (_REPLY, asked),
        (_REPLY_HIT, rests_on_hit(course)),
        (_REPLY_URGENT, known(track.until)),
        (_REPLY_DETAINED, course.detained_on(track.clock)),
        (_REPLY_CRISIS, track.derogation == 1),
    )
    for duty, applies in limits:
        _set(steps, asked & applies, duty[acts], track.addressee, track.due)


def _of_detained(course: Course, steps: Steps, track: Track, since: Days, duty: Codes, acts: Codes) -> None:
    """Article 45(1): two weeks to ask or notify where the person is detained, one week from a later detention."""
    held = track.running(Phase.TO_ASK) & course.detained_on(course.facts.asked_on)
    if not held.any():
        return
    first = counted("request_detained", np.where(held, since, NO_DAY).astype(np.int32), acts)
    later = counted("request_detained_later", np.where(held, course.detained_since, NO_DAY).astype(np.int32), acts)
    last = np.where(course.detained_since <= since, first, later).astype(np.int32)
    last = next_working_day(last, track.sender, course.calendar)
    in_time = held & (last <= track.due) & (last >= course.facts.asked_on)
    _set(steps, in_time, duty, track.sender, last)


def _of_return(course: Course, steps: Steps) -> None:
    track = course.back
    acts = course.act_on(np.where(known(track.clock), track.clock, course.facts.asked_on).astype(np.int32))
    to_ask = track.running(Phase.TO_ASK)
    _set(steps, to_ask, _NOTIFY[acts], track.sender, track.due)
    _set(steps, to_ask, _ASK_BACK[acts], track.sender, track.due)
    _of_detained(course, steps, track, track.clock, _NOTIFY_DETAINED[acts], acts)
    _set(steps, track.running(Phase.ASKED), _CONFIRM[acts], track.addressee, track.due)
    _set(steps, track.running(Phase.REFUSED), _RECONSIDER[acts], track.sender, track.due)
    _set(steps, track.running(Phase.RE_EXAMINED), _RECONSIDERED[acts], track.addressee, track.due)


def _of_transfer(course: Course, steps: Steps, track: Track) -> None:
    """The transfer decision within two weeks, then the transfer; earlier where the person is detained."""
    moving = track.running(Phase.TO_TRANSFER)
    if moving.any():
        acts = course.act_on(np.where(known(track.clock), track.clock, 0).astype(np.int32))
        _set(steps, moving, _TRANSFER[acts], track.sender, track.due)
        _set(steps, moving, _TRANSFER_ONLY[acts], track.sender, track.due)
        crisis = np.where(track.derogation == 2, _TRANSFER_CRISIS[Act.CFMR], _TRANSFER_CRISIS[Act.AMMR])
        _set(steps, moving & (track.derogation > 0), crisis, track.sender, track.due)
        held = moving & course.detained_on(course.facts.asked_on)
        started = np.where(moving, track.clock, NO_DAY).astype(np.int32)
        released = due(
            "transfer_detained", np.where(held, started, NO_DAY).astype(np.int32), acts, track.sender, course.calendar
        )
        open_still = held & (released >= course.facts.asked_on) & (released < track.due)
        _set(steps, open_still, _TRANSFER_DETAINED[acts], track.sender, released)
        decision = due("transfer_decision", started, acts, track.sender, course.calendar)
        first = moving & ~course.decided & (decision >= course.facts.asked_on) & (decision != FOREVER)
        _set(steps, first, _DECISION[acts], track.sender, decision)
    acts = course.act_on(course.facts.asked_on)
    _set(steps, track.running(Phase.SUSPENDED), _COURT[acts], track.sender, NO_DAY)
