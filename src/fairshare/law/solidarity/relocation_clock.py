"""The clock of one relocation (Article 67(9) to (11)) and of a request for offsets (69(2)).

Three readings, stated once. *A postponement* counts only if it is told on or before the last day of the reply: after
it the confirmation is already deemed given. *A confirmation told too late* changes nothing: the deemed one took
effect when the reply was due (67(9), fourth subparagraph), and the later steps run from there. *A deemed
confirmation* takes effect on the last day of the limit as Article 75 moves it, not on the day before it was moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.law.choices import CHOICES, DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.solidarity.cycle import applicable, general_application
from fairshare.law.time_limits import BUILT_IN, DAYS_OF, Expiry, HolidayCalendar, expiry, limit
from fairshare.states import PART_III, PART_IV

PERSONS: Final = ("applicant", "beneficiary")
BENEFITTING: Final = "benefitting state"
NOTHING_STATED: Final = "nothing stated"


@dataclass(frozen=True, slots=True)
class ClockStep:
    """One step: who acts by which day, from which day it was counted, and what follows if the day is missed."""

    step: str
    actor: str
    due: date
    if_missed: str
    cite: str
    counted_from: date
    limit: str
    note: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """The five steps, and the day on which the relocation is confirmed: by a ``reply`` or by ``silence``."""

    steps: tuple[ClockStep, ...]
    confirmed: date
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class _Reply:
    """What Article 67(9) makes of the reply: both limits, whether postponed in time, and the confirmation."""

    first: Expiry
    outer: Expiry
    postponed: bool
    confirmed: date
    by: str
    notes: tuple[str, ...]


def _reply(
    received: date, state: str, postponed: date | None, confirmed: date | None, calendar: HolidayCalendar
) -> _Reply:
    first = expiry(received, limit("relocation_reply"), state, calendar)
    outer = expiry(received, limit("relocation_reply_postponed"), state, calendar)
    notes = []
    if postponed and postponed > first.due:
        notes.append(f"the postponement told on {postponed} came after {first.due} and has no effect")
    elif postponed and confirmed and postponed > confirmed:
        notes.append(f"the postponement told on {postponed} came after the confirmation and has no effect")
    counts = postponed is not None and not notes
    last = outer.due if counts else first.due
    if confirmed and confirmed > last:
        notes.append(f"the confirmation told on {confirmed} came after {last}, when it was deemed given")
    day = min(confirmed or last, last)
    by = "reply" if confirmed and confirmed <= last else "silence"
    return _Reply(first, outer, counts, day, by, tuple(notes))


@cites(
    "AMMR 67(9)",
    "AMMR 67(10)",
    "AMMR 67(11)",
    "AMMR 75",
    choices=("LAPSED_TRANSFER_LIMIT",),
    invariants=("I42",),
)
def relocation_clock(
    received: date,
    state: str,
    *,
    benefitting: str | None = None,
    postponed: date | None = None,
    confirmed: date | None = None,
    person: str = "applicant",
    appeal_decided: date | None = None,
    calendar: HolidayCalendar = BUILT_IN,
    choices: Choices = DEFAULTS,
) -> Clock:
    """What is due when, from the day on which ``state`` (the Member State of relocation) received the form.

    The holidays of ``state`` govern its reply, those of ``benefitting`` (of ``state`` where it is not named) the
    decision and the transfer. ``appeal_decided`` is the day of the final decision on an appeal that suspended the
    transfer (67(11)). Raises :class:`~fairshare.faults.BadInputError` for unknown states or persons and for days in
    an impossible order.
    """
    _check(received, state, benefitting, postponed, confirmed, person)
    reply = _reply(received, state, postponed, confirmed, calendar)
    if appeal_decided and appeal_decided < reply.confirmed:
        raise bad_argument("appeal_decided", f"{appeal_decided} is before the confirmation of {reply.confirmed}")
    acting = benefitting or state
    decision = expiry(reply.confirmed, limit("relocation_decision"), acting, calendar)
    transfer = expiry(appeal_decided or reply.confirmed, limit("relocation_transfer"), acting, calendar)
    steps = (
        *_reply_steps(reply, state, received, choices),
        _step("transfer-decision", benefitting, decision, NOTHING_STATED),
        _notice_step(benefitting, transfer, person),
        _transfer_step(benefitting, transfer, choices),
    )
    return Clock(steps, reply.confirmed, reply.by)


def _reply_steps(reply: _Reply, state: str, received: date, choices: Choices) -> tuple[ClockStep, ClockStep]:
    early = [] if applicable("AMMR 67(9)", received, choices) else [f"applies from {general_application(choices)}"]
    told = (*reply.notes, *early)
    moved = f"postponed in time: the reply is due by {reply.outer.due}"
    unused = f"only if a postponement is told by {reply.first.due}; it moves no later step here"
    first_notes, outer_notes = ((moved,), told) if reply.postponed else (told, (unused,))
    first = _step("reply", state, reply.first, reply.first.limit.consequence, *first_notes)
    return first, _step("reply-postponed", state, reply.outer, reply.outer.limit.consequence, *outer_notes)


def _step(name: str, actor: str | None, end: Expiry, if_missed: str, *notes: str) -> ClockStep:
    note = "; ".join((*end.why, *notes))
    return ClockStep(name, actor or BENEFITTING, end.due, if_missed, end.limit.cite, end.event, str(end.limit), note)


def _notice_step(benefitting: str | None, transfer: Expiry, person: str) -> ClockStep:
    """Last day for the notice if the transfer takes place on its own last day. A minimum period is never moved."""
    ahead = limit(f"relocation_notice_{person}")
    last = transfer.due - timedelta(days=ahead.count * DAYS_OF[ahead.unit])
    text = f"{ahead.count} {ahead.unit}{'' if ahead.count == 1 else 's'} before the transfer"
    note = "without delay; an earlier transfer needs an earlier notice"
    missed = "no transfer on the last day"
    return ClockStep("notice", benefitting or BENEFITTING, last, missed, ahead.cite, transfer.due, text, note)


def _transfer_step(benefitting: str | None, end: Expiry, choices: Choices) -> ClockStep:
    """The transfer. No provision says what follows when its limit lapses (A12)."""
    used = choices.used("LAPSED_TRANSFER_LIMIT")
    lapsed = CHOICES["LAPSED_TRANSFER_LIMIT"].options[used["LAPSED_TRANSFER_LIMIT"]]
    step = _step("transfer", benefitting, end, lapsed)
    return ClockStep(step.step, step.actor, step.due, lapsed, step.cite, step.counted_from, step.limit, step.note, used)


def _check(
    received: date, state: str, benefitting: str | None, postponed: date | None, confirmed: date | None, person: str
) -> None:
    """Raise one error with every fault of the arguments."""
    told = {"postponed": postponed, "confirmed": confirmed}
    faults = [
        Fault("argument", 1, name, f"{day} is before the form was received on {received}", "that day or a later one")
        for name, day in told.items()
        if day and day < received
    ]
    if state not in PART_III:
        faults.append(Fault("argument", 1, "state", f"{state} takes no part in the Regulation", _codes(PART_III)))
    if benefitting is not None and benefitting not in PART_IV:
        faults.append(Fault("argument", 1, "benefitting", f"{benefitting} cannot use the pool", _codes(PART_IV)))
    if benefitting == state:
        faults.append(Fault("argument", 1, "benefitting", f"{state} does not relocate to itself", "another state"))
    if person not in PERSONS:
        faults.append(Fault("argument", 1, "person", f"{person!r} is unknown", " or ".join(PERSONS)))
    if faults:
        raise BadInputError(faults)


def _codes(states: frozenset[str]) -> str:
    return "one of " + " ".join(sorted(states))


@dataclass(frozen=True, slots=True)
class OffsetReply:
    """The answer due to a request for offsets, and what is so on the day of the question: ``answered``, ``waiting``, or
    after 30 days of silence ``late``, ``refused`` or ``accepted``, by choice."""

    due: date
    status: str
    why: tuple[str, ...]
    cite: str
    choices: Mapping[str, str]


@cites("AMMR 69(2)", "AMMR 75", choices=("OFFSET_REPLY_SILENCE",))
def offset_reply(
    received: date,
    state: str,
    asked_on: date,
    replied: date | None = None,
    calendar: HolidayCalendar = BUILT_IN,
    choices: Choices = DEFAULTS,
) -> OffsetReply:
    """When ``state`` must answer a request for responsibility offsets, and what its silence means (A12).

    A late answer still is one, unless the choice gives silence a meaning: then silence has had it.
    """
    if replied and replied < received:
        raise bad_argument("replied", f"{replied} is before the request was received on {received}")
    end = expiry(received, limit("offset_reply"), state, calendar)
    silence = {"no-rule": "late", "refusal": "refused", "acceptance": "accepted"}[choices["OFFSET_REPLY_SILENCE"]]
    answered = replied is not None and replied <= asked_on and (replied <= end.due or silence == "late")
    status = "answered" if answered else "waiting" if asked_on <= end.due else silence
    return OffsetReply(end.due, status, end.why, end.limit.cite, choices.used("OFFSET_REPLY_SILENCE"))
