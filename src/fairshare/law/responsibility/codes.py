"""The words of a case as small numbers: states, and what a link, a status, a document or an event can be.

Columns hold the numbers; files and answers hold the words, those of the application schema. A number below zero
(:data:`NONE`) means that nothing is recorded.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.states import NAMES, PART_III

Bool: TypeAlias = npt.NDArray[np.bool_]
Codes: TypeAlias = npt.NDArray[np.int8]
Whys: TypeAlias = npt.NDArray[np.int16]
Days: TypeAlias = npt.NDArray[np.int32]
Masks: TypeAlias = npt.NDArray[np.int64]
Rows: TypeAlias = npt.NDArray[np.intp]
Array: TypeAlias = npt.NDArray[Any]

NONE: Final = -1
"""No state, no code, not known (of a truth: 0 is no, 1 is yes)."""

STATES: Final = tuple(NAMES)
STATE_CODE: Final = {state: code for code, state in enumerate(STATES)}


def states_mask(states: frozenset[str]) -> int:
    """A set of states as bits.

    >>> states_mask(frozenset({"AT", "BG"}))
    5
    """
    return sum(1 << STATE_CODE[state] for state in states)


def states_of(mask: int) -> tuple[str, ...]:
    """The states of a mask, in the order of their codes.

    >>> states_of(5)
    ('AT', 'BG')
    """
    return tuple(state for code, state in enumerate(STATES) if mask >> code & 1)


BOUND: Final = states_mask(PART_III)
"""The states among which responsibility is determined."""


def bit(state: Codes) -> Masks:
    """The bit of each state; 0 where there is none."""
    return _BITS[state]


_BITS: Final = np.array([1 << code for code in range(len(STATES))] + [0], dtype=np.int64)  # the last serves NONE = -1


def only_state(mask: Masks) -> Codes:
    """The state of each mask that holds exactly one; :data:`NONE` for none or several."""
    single = (mask != 0) & (mask & (mask - 1) == 0)
    exponent = np.frexp(np.where(single, mask, 1).astype(np.float64))[1] - 1
    return np.where(single, exponent, NONE).astype(np.int8)


class Link(IntEnum):
    """What a relative is to the applicant. ``WARD`` is the other side of ``OTHER_RESPONSIBLE_ADULT``."""

    SPOUSE = 0
    PARTNER = 1
    CHILD = 2
    PARENT = 3
    OTHER_RESPONSIBLE_ADULT = 4
    SIBLING = 5
    AUNT_UNCLE = 6
    GRANDPARENT = 7
    COUSIN = 8
    OTHER = 9
    WARD = 10


class Standing(IntEnum):
    """By what right a relative is in a state."""

    BENEFICIARY = 0
    FORMER_BENEFICIARY_NOW_CITIZEN = 1
    CITIZEN = 2
    EU_LONG_TERM_RESIDENT = 3
    NATIONAL_LONG_TERM_RESIDENT = 4
    APPLICANT = 5
    OTHER_LEGAL_STAY = 6


class Paper(IntEnum):
    """Kinds of document (Article 2(13) and (14))."""

    RESIDENCE = 0
    VISA = 1


class PaperType(IntEnum):
    """Types of document. ``PROCEDURE`` is a paper for the determination, the asylum procedure or a pending permit
    application, which is no residence document (Article 2(13)); ``ADMISSION`` one given on resettlement or humanitarian
    admission (Article 36(1)(c))."""

    RESIDENCE_PERMIT = 0
    TEMPORARY_PROTECTION = 1
    SHORT_STAY = 2
    LONG_STAY = 3
    AIRPORT_TRANSIT = 4
    PROCEDURE = 5
    OTHER = 6
    ADMISSION = 7


class Ended(IntEnum):
    """How a document ended."""

    EXPIRED = 0
    ANNULLED = 1
    REVOKED = 2
    WITHDRAWN = 3


class Mode(IntEnum):
    """How a person entered. ``SAR`` is disembarkation after search and rescue."""

    IRREGULAR = 0
    SAR = 1
    VISA_FREE = 2
    VISA = 3
    TRANSIT_AREA = 4
    REGULAR = 5


class Place(IntEnum):
    """Where an application was made."""

    TERRITORY = 0
    BORDER = 1
    AIRPORT_TRANSIT_AREA = 2


class Set(IntEnum):
    """Articles of the Eurodac Regulation (EU) 2024/1358 under which data were recorded."""

    A15 = 0
    A22 = 1
    A23 = 2
    A24 = 3
    A16_1 = 4
    A16_2 = 5
    A16_3 = 6
    RELOCATION = 7


class Member(IntEnum):
    """How a person belongs to the group of an answer (Articles 28 and 36(2))."""

    REGISTERED = 0
    FOLLOWS = 1
    BORN_LATER = 2


class CrisisKind(IntEnum):
    """Situations of Regulation (EU) 2024/1359."""

    MASS_ARRIVALS = 0
    INSTRUMENTALISATION = 1
    FORCE_MAJEURE = 2


class Happened(IntEnum):
    """Events, in the order in which those of one day are taken: what ends a thing first, then what begins one.

    The last three come from findings: Article 35(1), Article 35(2), and Article 37(1) on minors.
    """

    EXIT_TERRITORY = 0
    REMOVAL = 1
    RETURN = 2
    REENTRY = 3
    CONTINUOUS_STAY = 4
    BIRTH = 5
    REJECTION_FINAL = 6
    BORDER_PROCEDURE_REJECTION_FINAL = 7
    RESIDENCE_DOCUMENT_ISSUED = 8
    DETAINED = 9
    RELEASED = 10
    REQUEST_SENT = 11
    REQUEST_RECEIVED = 12
    HUMANITARIAN_REQUEST = 13
    REPLY_ACCEPT = 14
    REPLY_REFUSE = 15
    NOTIFICATION_SENT = 16
    NOTIFICATION_CONFIRMED = 17
    TRANSFER_DECISION = 18
    APPEAL_SUSPENSIVE = 19
    APPEAL_FINAL = 20
    IMPRISONED = 21
    ABSCONDED_NOTICE = 22
    REAPPEARED = 23
    TRANSFER = 24
    RELOCATION_CONFIRMED = 25
    RELOCATED = 26
    OFFSET_TAKEN = 27
    EXAMINES_ITSELF = 28
    HUMANITARIAN_DECISION = 29
    TRANSFER_AGAINST_BEST_INTERESTS = 30
