"""Who may be relocated, and to which state: the gate that stands before any matching, as columns.

Articles 56(2)(a), 60(3) and 67, and the closed list of refusals in Annex IV, Part II, to Implementing Regulation (EU)
2025/2055. Whoever is kept out is kept out for one ground of the list :data:`GROUNDS`; what is not on record is never
guessed. Persons are proposed by these rules, never decided upon: that is for the benefitting state (67(3)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

import numpy as np

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.parameters import parameter
from fairshare.law.responsibility.codes import NONE, Array, Bool, Codes, Days, Masks, Rows, bit
from fairshare.law.responsibility.days import day_number, known
from fairshare.law.time_limits import months_before

OPEN: Final = 2
"""In a column of truths (1 yes, 0 no, :data:`NONE` not on record): a person has to decide first."""

READINGS: Final = ("UNCHECKED_PERSONS", "EXCLUDED_MEMBER")
"""The open questions that are answered here."""

_YEARS: Final = int(parameter("beneficiary_protection_years"))


class Status(IntEnum):
    """What a person is for Article 67(1). ``NEITHER``: finally refused, or never applied."""

    APPLICANT = 0
    BENEFICIARY = 1
    NEITHER = 2


class Why(IntEnum):
    """Why a person, or a pair of a person and a state, is out. Of several grounds of a person the first one is told.

    What is established stands before what is only not on record."""

    SECURITY = 0
    OUT_OF_SCOPE = 1
    FAMILY = 2
    NO_AGREEMENT = 3
    PROTECTION_TOO_OLD = 4
    NO_CONSENT = 5
    FAMILY_UNDECIDED = 6
    SECURITY_NOT_ON_RECORD = 7
    FAMILY_NOT_ON_RECORD = 8
    PROTECTION_NOT_ON_RECORD = 9
    ACT_NOT_ON_RECORD = 10
    CONSENT_NOT_ON_RECORD = 11
    NO_PLEDGE = 12
    PLEDGE_USED = 13
    SHIELDED = 14
    NO_AGREEMENT_OF_THE_TWO = 15

    @property
    def code(self) -> str:
        """The word for it in tables.

        >>> Why.PLEDGE_USED.code
        'pledge-used'
        """
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground in words. ``refusal`` is its number in Annex IV, Part II: a state of relocation may refuse for it.

    0: it is for the benefitting state alone, which does not propose the person."""

    says: str
    cite: str
    refusal: int


GROUNDS: Final[Mapping[Why, Ground]] = {
    Why.SECURITY: Ground(
        "there are reasonable grounds to see a threat to internal security in the person, which excludes every "
        "relocation for ever",
        "AMMR 67(2)",
        1,
    ),
    Why.OUT_OF_SCOPE: Ground("the person is neither an applicant nor a beneficiary of protection", "AMMR 67(1)", 2),
    Why.FAMILY: Ground(
        "the state where the person is can be determined responsible by the criteria on minors, family or dependants",
        "AMMR 67(5)",
        0,
    ),
    Why.NO_AGREEMENT: Ground(
        "no state has agreed with the state where the person is to relocate beneficiaries", "AMMR 56(2)(a)(ii)", 2
    ),
    Why.PROTECTION_TOO_OLD: Ground(
        f"protection was granted {_YEARS} years or more before the Council act was adopted", "AMMR 56(2)(a)(ii)", 2
    ),
    Why.NO_CONSENT: Ground("the beneficiary has not consented in writing", "AMMR 67(4)", 2),
    Why.FAMILY_UNDECIDED: Ground(
        "a person has to decide first whether family makes the state where the applicant is responsible",
        "AMMR 67(5)",
        0,
    ),
    Why.SECURITY_NOT_ON_RECORD: Ground("no security check is on record", "AMMR 67(2)", 0),
    Why.FAMILY_NOT_ON_RECORD: Ground(
        "it is not on record whether family makes the state where the applicant is responsible", "AMMR 67(5)", 0
    ),
    Why.PROTECTION_NOT_ON_RECORD: Ground(
        "the day on which protection was granted is not on record", "AMMR 56(2)(a)(ii)", 0
    ),
    Why.ACT_NOT_ON_RECORD: Ground("the day of the Council act is not given", "AMMR 56(2)(a)(ii)", 0),
    Why.CONSENT_NOT_ON_RECORD: Ground("whether the beneficiary consented in writing is not on record", "AMMR 67(4)", 0),
    Why.NO_PLEDGE: Ground("the state has no relocations to implement this year", "AMMR 60(3)", 3),
    Why.PLEDGE_USED: Ground("the relocations that the state has to implement are used up", "AMMR 60(3)", 3),
    Why.SHIELDED: Ground(
        "systemic shortcomings of the benefitting state are on record, and the state chose not to implement towards it",
        "AMMR 60(3)(4)",
        4,
    ),
    Why.NO_AGREEMENT_OF_THE_TWO: Ground(
        "the two states have not agreed to relocate beneficiaries", "AMMR 56(2)(a)(ii)", 2
    ),
}
"""The closed list. Nobody is kept out for anything else: no profile, no missing link."""


@dataclass(frozen=True, slots=True)
class Persons:
    """Persons whom benefitting states look at, one place a person.

    ``status`` holds :class:`Status`, ``present`` the benefitting state, ``granted`` the day of protection. Truths are 1
    (yes), 0 (no) and :data:`NONE` (not on record): ``consent`` in writing, ``security`` whether a ground was found,
    ``family`` whether that state is responsible by family (67(5)), also :data:`OPEN`."""

    status: Codes
    present: Codes
    granted: Days
    consent: Codes
    security: Codes
    family: Codes


@cites(
    "AMMR 56(2)(a)", "AMMR 67(1)", "AMMR 67(2)", "AMMR 67(4)", "AMMR 67(5)",
    choices=("UNCHECKED_PERSONS",), invariants=("I35", "I36", "I37", "I41"),
)  # fmt: skip
def person_grounds(persons: Persons, agreed: Masks, act: date | None, choices: Choices = DEFAULTS) -> Codes:
    """The ground (:class:`Why`) that keeps each person out, :data:`NONE` for who may be relocated.

    ``agreed`` has, by the code of the benefitting state, the states that agreed with it to relocate beneficiaries;
    ``act`` is the day on which the Council act was adopted. Protection must have been granted less than three years
    before that day. A threat to security goes before everything and nothing lifts it: the record of a person carries
    it on, and only the record could. Article 67(5) speaks of applicants; beneficiaries are asked for their consent.
    """
    applicant, beneficiary = persons.status == Status.APPLICANT, persons.status == Status.BENEFICIARY
    asks = np.bool_(choices["UNCHECKED_PERSONS"] == "not-yet")
    old = np.zeros(beneficiary.shape, np.bool_) if act is None else persons.granted <= last_day_too_old(act)
    found: tuple[tuple[Why, Array], ...] = (
        (Why.SECURITY, persons.security == 1),
        (Why.OUT_OF_SCOPE, ~applicant & ~beneficiary),
        (Why.FAMILY, applicant & (persons.family == 1)),
        (Why.NO_AGREEMENT, beneficiary & (agreed[persons.present] & ~bit(persons.present) == 0)),
        (Why.PROTECTION_TOO_OLD, beneficiary & known(persons.granted) & old),
        (Why.NO_CONSENT, beneficiary & (persons.consent == 0)),
        (Why.FAMILY_UNDECIDED, applicant & (persons.family == OPEN)),
        (Why.SECURITY_NOT_ON_RECORD, asks & (persons.security == NONE)),
        (Why.FAMILY_NOT_ON_RECORD, asks & applicant & (persons.family == NONE)),
        (Why.PROTECTION_NOT_ON_RECORD, beneficiary & ~known(persons.granted)),
        (Why.ACT_NOT_ON_RECORD, beneficiary & np.bool_(act is None)),
        (Why.CONSENT_NOT_ON_RECORD, beneficiary & (persons.consent == NONE)),
    )
    answer: Codes = np.full(persons.status.shape, NONE, np.int8)
    for why, where in reversed(found):
        answer[where] = why
    return answer


@cites("AMMR 56(2)(a)")
def last_day_too_old(act: date) -> int:
    """The last day of a grant that is three years old or more on the day of the act, as a number.

    >>> last_day_too_old(date(2025, 12, 19)) == day_number(date(2022, 12, 19))
    True
    """
    return day_number(months_before(act, 12 * _YEARS))


@cites("AMMR 56(2)(a)", invariants=("I35",))
def closed_to_beneficiaries(present: Codes, agreed: Masks, states: int) -> Masks:
    """The other states (of the mask ``states``) to which a beneficiary who is in ``present`` may not be relocated."""
    answer: Masks = np.int64(states) & ~agreed[present] & ~bit(present)
    return answer


@dataclass(frozen=True, slots=True)
class Families:
    """Cases, one place a family. ``ground`` keeps the case out (:data:`NONE`: it may be matched).

    ``row`` is the person with that ground; where the case may be matched although somebody stays, that person.
    ``goes`` counts who would be relocated, ``stays`` who has a ground."""

    ground: Codes
    row: Rows
    goes: Rows
    stays: Rows


@cites("AMMR 67(6)", choices=("EXCLUDED_MEMBER",))
def family_grounds(grounds: Codes, family: Rows, choices: Choices = DEFAULTS) -> Families:
    """What the grounds of the members make of each family: the weightiest is told, of equal ones the first row's.

    ``family`` numbers the family of each row from 0, ascending. Family members come to one state (67(6)); the text does
    not say what follows where one of them may not go. By default nobody goes, and a person decides."""
    if not family.size:
        nobody = np.zeros(0, np.intp)
        return Families(np.zeros(0, np.int8), nobody, nobody, nobody)
    starts = np.flatnonzero(np.diff(family, prepend=-1))
    out = grounds != NONE
    size = np.diff(np.append(starts, family.size))
    stays = np.add.reduceat(out.astype(np.intp), starts)
    rows = np.arange(family.size)
    weight = np.where(out, grounds, np.iinfo(np.int8).max).astype(np.int64) * family.size + rows
    first = np.minimum.reduceat(weight, starts) % family.size
    row = np.where(stays > 0, first, NONE)
    ground = np.where(stays > 0, grounds[first], NONE)
    if choices["EXCLUDED_MEMBER"] == "others-go":
        ground = np.where(stays < size, NONE, ground)
    goes = np.where(ground == NONE, size - stays, 0)
    return Families(ground.astype(np.int8), row.astype(np.intp), goes, stays)


@cites("AMMR 60(3)(2)", "AMMR 60(3)(3)", "AMMR 60(3)(4)", invariants=("I40", "I41"))
def destination_grounds(to_implement: Array, left: Array, shielded: Bool) -> Codes:
    """Why each state is no destination: only one with relocations left to implement is (:data:`NONE`).

    ``to_implement`` are the relocations of the year that it owes, less deductions; 0 for a state that pledged none, is
    released or benefits itself. ``left`` are those not yet taken up. ``shielded`` tells where shortcomings of the
    benefitting state are on record and the state chose not to implement towards it. All have one shape."""
    answer = np.where(left > 0, NONE, Why.PLEDGE_USED)
    answer = np.where(shielded, Why.SHIELDED, answer)
    return np.where(to_implement > 0, answer, Why.NO_PLEDGE).astype(np.int8)


@cites("AMMR 67(9)", invariants=("I41",))
def check_refusal(code: str) -> Ground:
    """The ground for which a state of relocation refuses to confirm, by its word (:attr:`Why.code`).

    Raises :class:`RefusedError` for what the closed list does not have: a profile, a missing link, or a ground that is
    for the benefitting state."""
    found = next((ground for why, ground in GROUNDS.items() if why.code == code and ground.refusal), None)
    if found is None:
        raise RefusedError("AMMR 67(9)", f"{code!r} is no ground of the closed list of IR Annex IV, Part II")
    return found
