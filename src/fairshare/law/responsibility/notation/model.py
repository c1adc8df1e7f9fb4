"""A case as a file holds it: the fields of ``application.schema.json``, with words already read as numbers.

A field is named as the column that it fills; where the schema has another name, that is its alias.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema
from pydantic_core import CoreSchema, core_schema

from fairshare.law.responsibility.codes import (
    NONE,
    CrisisKind,
    Ended,
    Happened,
    Link,
    Mode,
    Paper,
    Place,
    Set,
    Standing,
)
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.notation.words import (
    A_STATE,
    DAYS,
    FROM_FINDINGS,
    STATE_NUMBERS,
    numbers,
    shown,
    wrong,
)

_TEXT: Final = core_schema.str_schema(strict=True, min_length=1)
_MOST_MONTHS: Final = 1200


def _given(schema: CoreSchema) -> Any:
    return GetPydanticSchema(lambda _source, _handler: schema)


def _looked_up(table: Any) -> CoreSchema:
    return core_schema.no_info_after_validator_function(table.__getitem__, core_schema.str_schema(strict=True))


def _word(kind: type[IntEnum], left_out: tuple[IntEnum, ...] = ()) -> CoreSchema:
    return _looked_up(numbers(kind, left_out))


def _or_null(schema: CoreSchema, absent: int | None) -> CoreSchema:
    def read(value: Any, reader: core_schema.ValidatorFunctionWrapHandler) -> Any:
        return absent if value is None else reader(value)

    return core_schema.no_info_wrap_validator_function(read, schema)


def _finding_value(value: Any) -> bool | int:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return STATE_NUMBERS[value]
    raise wrong(f"{shown(value)} is neither true, false nor a state", f"true, false, or {A_STATE}")


def _months(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _MOST_MONTHS:
        raise wrong(f"{shown(value)} is not a number of months", f"a number from 0 to {_MOST_MONTHS}")
    return float(value)


_ARTICLES: Final = _word(Set)

Text = Annotated[str, _given(_TEXT)]
AnyText = Annotated[str | None, _given(_TEXT)]
NullText = Annotated[str | None, _given(core_schema.nullable_schema(_TEXT))]
Day = Annotated[int, _given(_looked_up(DAYS))]
NullDay = Annotated[int, _given(_or_null(_looked_up(DAYS), NO_DAY))]
State = Annotated[int, _given(_looked_up(STATE_NUMBERS))]
NullState = Annotated[int, _given(_or_null(_looked_up(STATE_NUMBERS), NONE))]
Truth = Annotated[int, _given(core_schema.bool_schema(strict=True))]
Months = Annotated[float, _given(core_schema.no_info_plain_validator_function(_months))]
Level = Annotated[int, _given(core_schema.int_schema(strict=True, ge=0, le=8))]
Value = Annotated[int, _given(core_schema.no_info_plain_validator_function(_finding_value))]
Role = Annotated[str, _given(core_schema.literal_schema(["applicant", "family", "other"]))]
Judged = Annotated[
    str,
    _given(
        core_schema.literal_schema(
            [
                "security_threat",
                "best_interests",
                "able_to_care",
                "art4_risk",
                "dependency",
                "unable_to_travel",
                "discretion_35_1",
                "discretion_35_2",
                "transfer_against_best_interests",
            ]
        )
    ),
]
NullEnded = Annotated[int, _given(_or_null(_word(Ended), NONE))]


class _Part(BaseModel):
    """A part of a case: a field that the schema does not know is a fault."""

    model_config = ConfigDict(extra="forbid")


class Person(_Part):
    """One person of a case, under a pseudonym."""

    id: Text
    birth_date: Day = NO_DAY
    nationality: NullText = None
    stateless: Truth = NONE
    sex: Text = ""
    married: Truth = NONE
    spouse: NullText = None
    accompanied_by_adult: Truth = NONE
    role: Role = "other"
    present_in: State = NONE


class Tie(_Part):
    """A link: ``other`` is the ``kind`` of ``person``."""

    person: Text = Field(alias="from")
    other: Text = Field(alias="to")
    kind: Annotated[int, _given(_word(Link, (Link.WARD,)))]
    existed_before_arrival: Truth = True
    married_on: Day = NO_DAY
    married_in: Text = ""
    evidence: tuple[Text, ...] = ()


class Status(_Part):
    """By what right a person is in a state."""

    person: Text
    state: State
    kind: Annotated[int, _given(_word(Standing))]
    since: Day = Field(NO_DAY, alias="from")
    until: Day = Field(NO_DAY, alias="to")
    first_decision: NullDay = Field(NO_DAY, alias="first_decision_on_substance")
    citizen_of: State = NONE


class Wish(_Part):
    """A wish of a person towards another person or a state."""

    person: Text
    towards: Text
    written: Truth
    date: Day = NO_DAY


class Document(_Part):
    """A residence document or visa."""

    person: Text = Field(alias="holder")
    kind: Annotated[int, _given(_word(Paper))]
    type: Text = ""
    issuer: State
    represented: NullState = NONE
    valid_from: Day = NO_DAY
    valid_to: Day = NO_DAY
    months_conferred: Months = -1.0
    ended: NullEnded = NONE
    ended_on: Day = NO_DAY
    fraud_at_issue: Truth = NONE
    fraud_after_issue: Truth = NONE
    evidence: tuple[Text, ...] = ()


class Diploma(_Part):
    """A diploma or qualification."""

    person: Text = Field(alias="holder")
    issuer: State
    issued: Day
    study_from: Day = NO_DAY
    study_to: Day = NO_DAY
    study_months: Months = -1.0
    isced: Level = NONE
    online: Truth = NONE
    recognised: Truth = NONE


class Entry(_Part):
    """An entry into the territory."""

    person: AnyText = None
    state: State
    date: Day
    mode: Annotated[int, _given(_word(Mode))]
    from_third_country: Truth = True
    free_in: tuple[State, ...] = Field((), alias="visa_not_required_in")
    evidence: tuple[Text, ...] = ()


class Registration(_Part):
    """A registration of an application."""

    person: AnyText = None
    state: State
    made: Day = NO_DAY
    registered: Day
    lodged: Day = NO_DAY
    place: Annotated[int, _given(_word(Place))] = int(Place.TERRITORY)
    first: Truth = NONE


class Hit(_Part):
    """A Eurodac data set."""

    person: AnyText = None
    article: Annotated[int, _given(_ARTICLES)]
    state: State
    event_date: Day = NO_DAY
    hit_date: Day = NO_DAY
    found_by: State = NONE


class Event(_Part):
    """Something that happened."""

    person: AnyText = None
    kind: Annotated[int, _given(_word(Happened, FROM_FINDINGS))]
    state: State = NONE
    by: State = NONE
    to: State = NONE
    date: Day
    until: Day = NO_DAY
    basis: Text = ""
    note: Text = ""


class Finding(_Part):
    """A judgement that a person made: recorded, never computed. ``value`` is a truth, or the number of a state."""

    kind: Judged
    person: AnyText = None
    about: AnyText = None
    state: State = NONE
    by: State = NONE
    value: Value
    date: Day = NO_DAY
    author: Text = ""


class Crisis(_Part):
    """A situation under Regulation (EU) 2024/1359."""

    state: State
    kind: Annotated[int, _given(_word(CrisisKind))]
    start: Day = Field(NO_DAY, alias="from")
    end: Day = Field(NO_DAY, alias="to")
    article_12: Truth = False
    article_13: Truth = False
    period_start: Day = Field(NO_DAY, alias="article_13_period_start")
    council_decision: Day = NO_DAY


class Case(_Part):
    """The facts of one case."""

    id: Text
    applicant: Text
    asked_on: Day = NO_DAY
    asked_in: State = NONE
    group: tuple[Text, ...] = ()
    choices: dict[str, Any] = {}
    persons: tuple[Person, ...] = Field(min_length=1)
    links: tuple[Tie, ...] = ()
    statuses: tuple[Status, ...] = ()
    wishes: tuple[Wish, ...] = ()
    documents: tuple[Document, ...] = ()
    diplomas: tuple[Diploma, ...] = ()
    entries: tuple[Entry, ...] = ()
    registrations: tuple[Registration, ...] = Field(min_length=1)
    eurodac: tuple[Hit, ...] = ()
    events: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()
    crises: tuple[Crisis, ...] = ()
