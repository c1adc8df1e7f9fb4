"""What is known of a case, and what the record says around it, as values for the rules. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import NONE, STATE_CODE, STATES, Codes, Masks
from fairshare.law.responsibility.days import NO_DAY, day_number
from fairshare.law.solidarity.relocation import OPEN, Persons
from fairshare.law.solidarity.relocation import Status as Kind
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar

KINDS: Final = {"applicant": Kind.APPLICANT, "beneficiary": Kind.BENEFICIARY}
FAMILY: Final = {"": NONE, "no": 0, "yes": 1, "open": OPEN}
"""Whether family makes the benefitting state responsible (67(5)); ``open``: a person has to decide first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One family, by pseudonym. Truths are ``None`` where nothing is on record; days where nothing happened.

    ``security``: whether a ground was found (67(2)); ``ground``: a word of the closed list of
    :mod:`fairshare.law.solidarity.relocation`; ``suspends``: whether a request to suspend the transfer holds it up,
    ``False`` once a court refused it; ``confirmed_by``: ``reply`` or ``silence``; ``latest``: the legal day of the
    last step."""

    public: str
    present_in: str
    status: str
    persons: int
    vulnerable: bool
    nationality: str = ""
    kind: str = "applicant"
    granted: date | None = None
    consent: bool | None = None
    security: bool | None = None
    family: str = ""
    destination: str = ""
    ground: str = ""
    confirmed_by: str = ""
    suspends: bool | None = None
    informed: date | None = None
    linked: date | None = None
    proposed: date | None = None
    sent: date | None = None
    received: date | None = None
    postponed: date | None = None
    refused: date | None = None
    confirmed: date | None = None
    decided: date | None = None
    notified: date | None = None
    appealed: date | None = None
    appeal_decided: date | None = None
    transferred: date | None = None
    arrived: date | None = None
    ended: date | None = None
    latest: date

    @property
    def row(self) -> Persons:
        """The family as a table of one row, as the rules read it."""
        return Persons(
            status=_one(KINDS[self.kind]),
            present=_one(STATE_CODE[self.present_in]),
            granted=np.array([NO_DAY if self.granted is None else day_number(self.granted)], np.int32),
            consent=_one(NONE if self.consent is None else self.consent),
            security=_one(NONE if self.security is None else self.security),
            family=_one(FAMILY[self.family]),
        )


def _one(code: int) -> Codes:
    return np.array([code], np.int8)


def nobody_agreed() -> Masks:
    """No state has agreed with another to relocate beneficiaries."""
    return np.zeros(len(STATES), np.int64)


@dataclass(frozen=True, slots=True)
class Around:
    """What the record says beside a case, on its pair of states.

    ``act``: the day of the Council act; ``agreed``: by state, those that agreed with it to relocate beneficiaries;
    ``benefits``: whether the state of presence may use the pool; ``to_implement``: relocations that the destination
    has to implement this year; ``left``: those committed to the state of presence and kept for no case yet;
    ``shielded``: whether the destination need not deliver to it (60(3)); ``ends``: the last day of the pool year."""

    act: date | None = None
    agreed: Masks = field(default_factory=nobody_agreed)
    benefits: bool = False
    to_implement: int = 0
    left: int = 0
    shielded: bool = False
    ends: date = date.max
    choices: Choices = field(default_factory=Choices)
    calendar: HolidayCalendar = BUILT_IN
