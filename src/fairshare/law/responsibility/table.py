"""The case table: the facts of many cases as columns. One row is one applicant; a single case is a table of one row.

What can be there several times (documents, entries, relatives, events) stands in *slots*: a group's columns have the
shape ``(slots, rows)``, and a slot is empty where the group's first column is :data:`~.codes.NONE`. The same
declaration gives the columns of the flat table: scalars by name, slots as ``documents_1_issuer``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any, Final, TypeVar, cast

import numpy as np

from fairshare.law.responsibility.codes import (
    NONE,
    Array,
    Bool,
    Codes,
    CrisisKind,
    Days,
    Ended,
    Happened,
    Link,
    Masks,
    Member,
    Mode,
    Paper,
    PaperType,
    Place,
    Rows,
    Set,
    Standing,
)
from fairshare.law.responsibility.days import NO_DAY

DAY, STATE, STATE_SET, TRUTH, CODE, COUNT = "day", "state", "states", "truth", "code", "count"

_KINDS: Final[Mapping[str, tuple[Any, int]]] = {
    DAY: (np.int32, NO_DAY),
    STATE: (np.int8, NONE),
    STATE_SET: (np.int64, 0),
    TRUTH: (np.int8, NONE),
    CODE: (np.int8, NONE),
    COUNT: (np.int32, NONE),
}


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is stored and read: its kind, its words where it holds codes, its value where nothing is given."""

    kind: str
    says: str
    words: type[IntEnum] | None
    default: int

    @property
    def dtype(self) -> Any:
        """The NumPy type."""
        return _KINDS[self.kind][0]


def _column(kind: str, says: str, words: type[IntEnum] | None = None, default: int | None = None) -> Any:
    return field(metadata={"column": Column(kind, says, words, _KINDS[kind][1] if default is None else default)})


def _slots() -> Any:
    return field()


def columns(group: type) -> dict[str, Column]:
    """The columns that a group declares, in order."""
    return {f.name: f.metadata["column"] for f in fields(group) if "column" in f.metadata}


@dataclass(frozen=True, slots=True)
class Slots:
    """A group whose columns have the shape ``(slots, rows)``."""

    @property
    def leading(self) -> Array:
        """The first column declared, which tells a filled slot from an empty one."""
        return cast(Array, getattr(self, next(iter(columns(type(self))))))

    @property
    def count(self) -> int:
        """Slots of each row, filled or not."""
        return int(self.leading.shape[0])

    @property
    def filled(self) -> Bool:
        """Which slots hold something."""
        answer: Bool = self.leading != NONE
        return answer


@dataclass(frozen=True, slots=True)
class Registrations(Slots):
    """Registrations of the applicant's applications, earliest first."""

    state: Codes = _column(STATE, "the state of registration")
    registered: Days = _column(DAY, "day of registration")
    made: Days = _column(DAY, "day on which the application was made")
    lodged: Days = _column(DAY, "day of lodging")
    place: Codes = _column(CODE, "where it was made", Place, Place.TERRITORY)
    first: Codes = _column(TRUTH, "whether it is the first with any Member State")


@dataclass(frozen=True, slots=True)
class Relatives(Slots):
    """Relatives of the applicant; one with several statuses has a slot for each, with the same ``who``."""

    who: Days = _column(COUNT, "number of the relative within the case")
    link: Codes = _column(CODE, "what the relative is to the applicant", Link)
    existed: Codes = _column(TRUTH, "the tie existed before one of them reached the Member States", None, 1)
    in_origin: Codes = _column(TRUTH, "the tie existed in the country of origin (Dublin III)", None, 1)
    birth_date: Days = _column(DAY, "birth date of the relative")
    married: Codes = _column(TRUTH, "whether the relative is married")
    state: Codes = _column(STATE, "the state in which the relative has the status")
    status: Codes = _column(CODE, "by what right the relative is there", Standing)
    since: Days = _column(DAY, "first day of the status")
    until: Days = _column(DAY, "last day of the status")
    first_decision: Days = _column(DAY, "first decision on the substance of the relative's application")
    citizen_of: Codes = _column(STATE, "the state of which the relative is a citizen")
    applicant_wrote: Codes = _column(TRUTH, "the applicant put the wish in writing", None, 0)
    relative_wrote: Codes = _column(TRUTH, "the relative put the wish in writing", None, 0)
    able_to_care: Codes = _column(TRUTH, "finding: able to take care")
    best_interests: Codes = _column(TRUTH, "finding: in the best interests of the child")
    dependency: Codes = _column(TRUTH, "finding: one depends on the other's assistance")
    joined: Codes = _column(TRUTH, "registered together with the applicant as one group", None, 0)


@dataclass(frozen=True, slots=True)
class Documents(Slots):
    """Residence documents and visas."""

    issuer: Codes = _column(STATE, "the state that issued it")
    kind: Codes = _column(CODE, "residence document or visa", Paper)
    type: Codes = _column(CODE, "its type", PaperType, PaperType.OTHER)
    represented: Codes = _column(STATE, "the state on whose behalf a visa was issued")
    valid_from: Days = _column(DAY, "first day of validity")
    valid_to: Days = _column(DAY, "last day of validity")
    conferred: Days = _column(COUNT, "days of residence conferred")
    ended: Codes = _column(CODE, "how it ended", Ended)
    ended_on: Days = _column(DAY, "day on which it ended")
    fraud_after_issue: Codes = _column(TRUTH, "the issuer proves fraud after issue")
    vis_hit: Codes = _column(TRUTH, "found by a hit in the Visa Information System", None, 0)


@dataclass(frozen=True, slots=True)
class Diplomas(Slots):
    """Diplomas and qualifications."""

    issuer: Codes = _column(STATE, "the state of the establishment")
    issued: Days = _column(DAY, "day of issue")
    study_months: Days = _column(COUNT, "whole months of study on its territory")
    study_from: Days = _column(DAY, "first day of study")
    study_to: Days = _column(DAY, "last day of study")
    isced: Codes = _column(CODE, "ISCED level")
    online: Codes = _column(TRUTH, "online or other distance learning")
    recognised: Codes = _column(TRUTH, "recognised programme")


@dataclass(frozen=True, slots=True)
class Entries(Slots):
    """Entries into the territory, earliest first; a Eurodac set of Article 22 or 24 is one too."""

    state: Codes = _column(STATE, "the state entered")
    date: Days = _column(DAY, "day of entry")
    mode: Codes = _column(CODE, "how", Mode)
    from_third_country: Codes = _column(TRUTH, "from outside the Member States", None, 1)
    visa_not_required_in: Masks = _column(STATE_SET, "states where this person needs no visa")


@dataclass(frozen=True, slots=True)
class Hits(Slots):
    """Eurodac data sets, with the day on which another state found them."""

    state: Codes = _column(STATE, "the state that recorded")
    article: Codes = _column(CODE, "under which article", Set)
    event_date: Days = _column(DAY, "day of the event recorded")
    hit_date: Days = _column(DAY, "day of the hit")
    found_by: Codes = _column(STATE, "the state that had the hit")


@dataclass(frozen=True, slots=True)
class Events(Slots):
    """What happened, by day and, within a day, in the order of :class:`~.codes.Happened`."""

    kind: Codes = _column(CODE, "what happened", Happened)
    date: Days = _column(DAY, "on which day")
    state: Codes = _column(STATE, "where, or the state that issued, decided, detains or examines")
    by: Codes = _column(STATE, "who acts")
    to: Codes = _column(STATE, "who is addressed, or where the person is taken")
    until: Days = _column(DAY, "end of it, or the day by which a reply is asked")


@dataclass(frozen=True, slots=True)
class Crises(Slots):
    """Situations under Regulation (EU) 2024/1359."""

    state: Codes = _column(STATE, "the state in the situation")
    kind: Codes = _column(CODE, "which situation", CrisisKind)
    start: Days = _column(DAY, "its first day")
    end: Days = _column(DAY, "its last day")
    article_12: Codes = _column(TRUTH, "Article 12 is applied", None, 0)
    article_13: Codes = _column(TRUTH, "Article 13 is authorised", None, 0)
    period_start: Days = _column(DAY, "start of the period of Article 13")
    council_decision: Days = _column(DAY, "day of the Council decision")


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Facts as known on the day of the question. Nationality and wishes for a state decide nothing and are not here."""

    asked_on: Days = _column(DAY, "the day of the question")
    asked_in: Codes = _column(STATE, "the state that asks")
    present_in: Codes = _column(STATE, "where the applicant is")
    birth_date: Days = _column(DAY, "birth date of the applicant")
    married: Codes = _column(TRUTH, "whether the applicant is married")
    accompanied: Codes = _column(TRUTH, "accompanied by a responsible adult")
    member: Codes = _column(CODE, "how the applicant belongs to the group", Member, Member.REGISTERED)
    security_threat: Codes = _column(TRUTH, "finding: a threat to internal security")
    security_by: Codes = _column(STATE, "the state that made the security check")
    security_date: Days = _column(DAY, "day of that finding")
    unable_to_travel: Codes = _column(TRUTH, "finding: unable to travel for a significant time")
    article_4_risk: Masks = _column(STATE_SET, "finding: states with a real risk of inhuman or degrading treatment")
    interests_for: Masks = _column(STATE_SET, "finding: states in the best interests of the child")
    interests_against: Masks = _column(STATE_SET, "finding: states against the best interests of the child")
    best_interests: Codes = _column(TRUTH, "finding on best interests that names neither state nor relative")
    consent: Masks = _column(STATE_SET, "states for which the consent of all concerned is in writing (Article 35(2))")
    first_decision: Days = _column(DAY, "first decision on the substance of the applicant's own application")
    protected_in: Codes = _column(STATE, "the state in which the applicant has international protection")
    registrations: Registrations = _slots()
    relatives: Relatives = _slots()
    documents: Documents = _slots()
    diplomas: Diplomas = _slots()
    entries: Entries = _slots()
    hits: Hits = _slots()
    events: Events = _slots()
    crises: Crises = _slots()

    @property
    def rows(self) -> int:
        """Applicants in the table."""
        return int(self.asked_on.shape[0])


GROUPS: Final[Mapping[str, type[Slots]]] = {
    "registrations": Registrations,
    "relatives": Relatives,
    "documents": Documents,
    "diplomas": Diplomas,
    "entries": Entries,
    "hits": Hits,
    "events": Events,
    "crises": Crises,
}
SCALARS: Final = columns(CaseTable)

_G = TypeVar("_G", bound=Slots)


def _group(kind: type[_G], rows: int, given: Mapping[str, Array]) -> _G:
    slots = next((array.shape[0] for array in given.values()), 0)
    made = {
        name: given.get(name, np.broadcast_to(np.array(column.default, column.dtype), (slots, rows)))
        for name, column in columns(kind).items()
    }
    return kind(**made)


def case_table(rows: int, scalars: Mapping[str, Array], groups: Mapping[str, Mapping[str, Array]]) -> CaseTable:
    """A table of ``rows`` applicants from the columns that are there; an absent column has its default and no size.

    Scalars have the shape ``(rows,)``, a group's columns ``(slots, rows)``.
    """
    made = {
        name: scalars.get(name, np.broadcast_to(np.array(column.default, column.dtype), (rows,)))
        for name, column in SCALARS.items()
    }
    return CaseTable(**made, **{name: _group(kind, rows, groups.get(name, {})) for name, kind in GROUPS.items()})  # type: ignore[arg-type]


def take(table: CaseTable, rows: Rows | slice) -> CaseTable:
    """The table of some of the rows, in the order given; a slice or a column of one value is not copied."""
    scalars = {name: _taken(getattr(table, name), rows) for name in SCALARS}
    groups = {
        name: kind(**{column: _taken(getattr(getattr(table, name), column), rows) for column in columns(kind)})
        for name, kind in GROUPS.items()
    }
    return CaseTable(**scalars, **groups)  # type: ignore[arg-type]


def _taken(column: Array, rows: Rows | slice) -> Array:
    if isinstance(rows, slice):
        return column[..., rows]
    if column.strides[-1]:
        return np.take(column, rows, axis=-1)
    return np.broadcast_to(column[..., :1], (*column.shape[:-1], rows.size))
