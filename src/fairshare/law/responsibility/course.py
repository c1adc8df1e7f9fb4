"""The course of a case: who is held responsible, why, and what is due, as columns that the events of the case move on.

Two procedures can run at the same time: the *charge* (a request that another state take charge, Articles 39 and 40)
and the way *back* of a person who is found elsewhere (a take back, Article 41). Both end in a transfer (Article 46).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

import numpy as np

from fairshare.law.responsibility.codes import NONE, Array, Bool, Codes, Days, Masks, Rows, Whys
from fairshare.law.responsibility.days import FOREVER, NO_DAY, day_number, known
from fairshare.law.responsibility.ladder import Designation, Scope
from fairshare.law.responsibility.limits import Act
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import SILENT, Step, reason
from fairshare.law.time_limits import HolidayCalendar


class Status(IntEnum):
    """The status of an answer."""

    DETERMINED = 0
    ACCEPTED_TACIT = 1
    SHIFTED = 2
    CEASED = 3
    PENDING = 4


class Phase(IntEnum):
    """Where a procedure stands. ``IDLE``: nothing is due between states."""

    IDLE = 0
    TO_ASK = 1
    ASKED = 2
    REFUSED = 3
    RE_EXAMINED = 4
    TO_TRANSFER = 5
    SUSPENDED = 6


@dataclass(slots=True)
class Track:
    """One procedure by row. ``due`` is the last day of what is to be done in this phase (:data:`FOREVER`: no limit)."""

    phase: Codes
    due: Days
    sender: Codes
    addressee: Codes
    clock: Days
    ordinary: Days
    began: Days
    until: Days
    notice: Days
    derogation: Codes

    @classmethod
    def idle(cls, rows: int) -> Track:
        """A procedure that has not begun."""
        return cls(
            phase=np.zeros(rows, np.int8),
            due=np.full(rows, FOREVER, np.int32),
            sender=np.full(rows, NONE, np.int8),
            addressee=np.full(rows, NONE, np.int8),
            clock=np.full(rows, NO_DAY, np.int32),
            ordinary=np.full(rows, NO_DAY, np.int32),
            began=np.full(rows, NO_DAY, np.int32),
            until=np.full(rows, NO_DAY, np.int32),
            notice=np.full(rows, NO_DAY, np.int32),
            derogation=np.zeros(rows, np.int8),
        )

    def close(self, at: Bool | Rows) -> None:
        """Nothing is due any more."""
        self.phase[at] = Phase.IDLE
        self.due[at] = FOREVER

    def running(self, *phases: Phase) -> Bool:
        """Where the procedure is in one of the phases."""
        answer: Bool = np.isin(self.phase, phases)
        return answer


@dataclass(slots=True)
class Course:
    """The cases of one regime on their way. ``state`` is responsible for the reason ``why``; NONE: a person decides.

    ``rules`` is the place of each row's ladder in :data:`~.regimes.REGIMES`, ``act`` the act that sets its limits: a
    new application of an old case is one under the Regulation.
    ``fixed``: responsibility was fixed by more than the criteria (an acceptance, a missed limit, an entry in Eurodac).
    ``request_due`` is the last day for a request, ``ceases`` the last day of responsibility by Article 37(2).
    ``elsewhere`` is another state in which the person was found, ``asked_35`` the state asked on humanitarian grounds.
    """

    facts: CaseTable
    scope: Scope
    rules: Codes
    act: Codes
    legacy: Bool
    calendar: HolidayCalendar
    traced: bool
    found: Designation
    state: Codes
    why: Whys
    status: Codes
    human: Bool
    options: Masks
    slot: Codes
    group: Codes
    charge: Track
    back: Track
    since: Days
    request_due: Days
    fixed: Bool
    indicated: Bool
    indicated_on: Days
    minor: Bool
    determining: Codes
    elsewhere: Codes
    ceases: Days
    left: Days
    relocating: Codes
    relocate_due: Days
    asked_35: Codes
    due_35: Days
    detained_since: Days
    detained_until: Days
    decided: Bool
    absconded: Bool
    imprisoned_since: Days
    imprisoned_until: Days
    request_act: Codes
    trace: list[Step] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Cases under way."""
        return int(self.state.shape[0])

    def say(self, at: Bool, why: int | Whys, *figures: Array) -> None:
        """Add a line to the chains of the rows ``at``."""
        rows = np.flatnonzero(at) if self.traced else np.zeros(0, np.intp)
        if rows.size:
            whys = np.broadcast_to(np.asarray(why, np.int16), at.shape)[rows]
            self.trace.append(Step(whys, tuple(np.asarray(f)[rows] for f in figures), rows))

    def hold(
        self, at: Bool, states: Codes, why: int | Whys, status: Status, *figures: Array, fixed: bool = True
    ) -> None:
        """From now on ``states`` are responsible for the reason ``why``; nothing of the charge is due any more."""
        if not at.any():
            return
        self.say(at, why, *figures)
        self.indicated[at] &= self.state[at] == states[at]
        self.state[at] = states[at]
        self.why[at] = np.broadcast_to(np.asarray(why, np.int16), at.shape)[at]
        self.status[at] = status
        self.human[at] = False
        self.fixed[at] = fixed
        self.ceases[at] = NO_DAY
        self.charge.close(at)

    def detained_on(self, day: Days) -> Bool:
        """Whether the person is in detention on a day."""
        held = known(self.detained_since) & (self.detained_since <= day)
        answer: Bool = held & (~known(self.detained_until) | (self.detained_until >= day))
        return answer

    def act_on(self, days: Days) -> Codes:
        """The act whose limits apply to a step begun on each day (Article 84; choice LEGACY_PROCEDURE)."""
        if not self.legacy.any() or self.scope.choices["LEGACY_PROCEDURE"] == "dublin3":
            return self.act.copy()
        return np.where(self.legacy & (days >= general_application(self.scope.choices)), np.int8(Act.AMMR), self.act)


def general_application(choices: Mapping[str, str]) -> int:
    """The day from which the Regulation applies in general, as a number (choice GENERAL_APPLICATION_DATE)."""
    return day_number(date.fromisoformat(choices["GENERAL_APPLICATION_DATE"]))


def by_act(outcome: str, text: str, *, flags: tuple[str, ...] = (), **labels: str) -> Whys:
    """One reason with a label per act, as an array that the codes of :class:`~.limits.Act` index; others are silent.

    ``flags`` are those of the Regulation: the other acts are not contested here.
    """
    whys = np.full(len(Act), SILENT, np.int16)
    for name, label in labels.items():
        whys[Act[name]] = reason(label, outcome, text, flags=flags if name == Act.AMMR.name else ())
    return whys
