"""Impossible facts that can be seen in columns, for one case and for a table of millions alike.

A field is named as in the flat table (``documents_1_valid_to``); the reader of cases translates it to a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, overload

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Days, Link, Member
from fairshare.law.responsibility.days import FIRST_DAY, LAST_DAY, NO_DAY, known
from fairshare.law.responsibility.notation.proved import UNBOUND, UNBOUND_SINCE
from fairshare.law.responsibility.notation.words import A_DAY
from fairshare.law.responsibility.table import COUNT, DAY, GROUPS, SCALARS, CaseTable, columns

Fact = tuple[int, str, str, str]
"""A row, a field, what is wrong there, and what is expected."""

OLDER: Final = "a parent born before the child"
BEFORE: Final = "lies before the first registration"
FIRST_OR_LATER: Final = "the day of the first registration or a later one"
NOT_BEFORE: Final = "a day not before the beginning"

_IN_ORDER: Final = (
    ("registrations", "made", "lodged", "the application would have been lodged before it was made"),
    ("documents", "valid_from", "valid_to", "the end of the validity lies before its beginning"),
    ("documents", "valid_from", "ended_on", "the document would have ended before it was valid"),
    ("diplomas", "study_from", "study_to", "the end of the study lies before its beginning"),
    ("relatives", "since", "until", "the end of the status lies before its beginning"),
    ("events", "date", "until", "the end lies before the beginning"),
    ("crises", "start", "end", "the end of the situation lies before its beginning"),
)
ENDS_BEFORE: Final = {(group, ends): problem for group, _, ends, problem in _IN_ORDER}
"""What is wrong where an end lies before a beginning, by group and column."""

_REQUIRED: Final = {
    "registrations": ("registered",),
    "documents": ("kind",),
    "diplomas": ("issued",),
    "entries": ("date", "mode"),
    "hits": ("article",),
    "events": ("date",),
    "crises": ("kind",),
    "relatives": ("link",),
}


@overload
def no_parent(parent: Days, child: Days) -> Bool: ...
@overload
def no_parent(parent: int, child: int) -> bool: ...
def no_parent(parent: Days | int, child: Days | int) -> Bool | bool:
    """Whether somebody born on the day ``parent`` cannot be a parent of somebody born on the day ``child``."""
    return (parent >= child) & (parent != NO_DAY) & (child != NO_DAY)


@cites("AMMR 24(2)", "AMMR 2(8)")
def impossible(table: CaseTable) -> list[Fact]:
    """Every impossible fact of a table: row, field, problem, and what is expected. Rows count from 0."""
    return sorted(
        {
            *_out_of_range(table),
            *_missing(table),
            *_out_of_order(table),
            *_registrations(table),
            *_parents(table),
        }
    )


def _at(bad: Bool, group: str, column: str, problem: str, expected: str) -> Iterator[Fact]:
    if bad.any():
        for slot, row in np.argwhere(bad).tolist():
            yield row, f"{group}_{slot + 1}_{column}", problem, expected


def _out_of_range(table: CaseTable) -> Iterator[Fact]:
    for name, column in SCALARS.items():
        if column.kind == DAY:
            for row in np.flatnonzero(_no_day(getattr(table, name))).tolist():
                yield row, name, "lies outside the years 1900 to 2100", A_DAY
    for group, kind in GROUPS.items():
        if not getattr(table, group).count:
            continue
        for name, column in columns(kind).items():
            values = getattr(getattr(table, group), name)
            if not any(values.strides):
                continue  # a column that is not there: its default, repeated without room
            if column.kind == DAY:
                yield from _at(_no_day(values), group, name, "lies outside the years 1900 to 2100", A_DAY)
            elif column.kind == COUNT:
                yield from _at(values < NONE, group, name, "is below zero", "a number from 0")


def _no_day(days: Days) -> Bool:
    return known(days) & ((days < FIRST_DAY) | (days > LAST_DAY))


def _missing(table: CaseTable) -> Iterator[Fact]:
    if not table.registrations.count or not table.registrations.filled[0].all():
        lacking = (
            table.registrations.filled.any(axis=0) if table.registrations.count else np.zeros(table.rows, np.bool_)
        )
        for row in np.flatnonzero(~lacking).tolist():
            yield row, "registrations_1_state", "is missing", "a registration of the applicant"
    for group, needed in _REQUIRED.items():
        slots = getattr(table, group)
        declared = columns(type(slots))
        for column in needed:
            lacking = slots.filled & (getattr(slots, column) == declared[column].default)
            yield from _at(lacking, group, column, "is missing", declared[column].says)


def _out_of_order(table: CaseTable) -> Iterator[Fact]:
    for group, begins, ends, problem in _IN_ORDER:
        slots = getattr(table, group)
        start, end = getattr(slots, begins), getattr(slots, ends)
        yield from _at(known(end) & (end < start), group, ends, problem, NOT_BEFORE)


def _registrations(table: CaseTable) -> Iterator[Fact]:
    group = table.registrations
    if not group.count:
        return
    own = (
        table.member == Member.REGISTERED
    )  # a child who follows, or is born later, stands under another's registration
    unborn = group.filled & known(group.registered) & (group.registered < table.birth_date) & own
    yield from _at(
        unborn, "registrations", "registered", "lies before the birth of the applicant", "a day not before the birth"
    )
    late = group.filled & known(group.registered) & (group.made > group.registered) & (group.made <= LAST_DAY)
    yield from _at(late, "registrations", "made", "lies after the registration", "a day not after the registration")
    unbound = group.filled & (group.state == UNBOUND) & (group.registered >= UNBOUND_SINCE)
    yield from _at(unbound, "registrations", "state", "not bound by Part III since 2021", "a state bound on that day")
    marked = group.filled & (group.first == 1)
    again = marked & (np.cumsum(marked, axis=0) > 1)
    yield from _at(
        again, "registrations", "first", "is a second registration marked as the first", "one first registration"
    )
    earliest = np.where(group.filled & known(group.registered), group.registered, LAST_DAY).min(axis=0)
    for row in np.flatnonzero(known(table.asked_on) & (earliest > table.asked_on)).tolist():
        yield row, "asked_on", BEFORE, FIRST_OR_LATER
    late = marked & ~again & (group.registered > earliest)
    yield from _at(late, "registrations", "first", "is marked as the first, but another is earlier", "the earliest one")


def _parents(table: CaseTable) -> Iterator[Fact]:
    group = table.relatives
    if not group.count:
        return
    younger = (group.link == Link.PARENT) & no_parent(group.birth_date, table.birth_date)
    older = (group.link == Link.CHILD) & no_parent(table.birth_date, group.birth_date)
    yield from _at(younger, "relatives", "birth_date", "a parent is not older than the applicant", OLDER)
    yield from _at(older, "relatives", "birth_date", "a child is not younger than the applicant", OLDER)
