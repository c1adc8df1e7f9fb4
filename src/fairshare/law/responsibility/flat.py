"""The flat case table: one row for each person of a case, one column for each fact, for files of millions of cases.

The columns follow from :mod:`~fairshare.law.responsibility.table`: scalars by name, what can be there several times as
``documents_1_issuer``, ``documents_2_issuer`` and so on. ``case`` is the id of the case; the rows of a case stand
together, the applicant's first. ``person``, ``choices`` (JSON) and ``documents_1_evidence`` (pieces divided by ``;``)
may be left out, like every column that is not in :data:`REQUIRED`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np

from fairshare.faults import BadInputError, Fault
from fairshare.law.responsibility.cases import Cases, Evidence
from fairshare.law.responsibility.codes import NONE, STATES, Array, Days, Masks, Rows, states_of
from fairshare.law.responsibility.days import FOREVER, NO_DAY, as_date, known
from fairshare.law.responsibility.notation import choices as choice_words
from fairshare.law.responsibility.notation.arrange import MOST, ORDER, left_on_record, settled
from fairshare.law.responsibility.notation.compile import EVIDENCED
from fairshare.law.responsibility.notation.words import shown
from fairshare.law.responsibility.notation.words import words_of as words_of_codes
from fairshare.law.responsibility.table import (
    CODE,
    COUNT,
    DAY,
    GROUPS,
    SCALARS,
    STATE,
    STATE_SET,
    TRUTH,
    CaseTable,
    Column,
    Slots,
    case_table,
    columns,
)

CASE: Final = "case"
PERSON: Final = "person"
CHOICES: Final = "choices"
EVIDENCE: Final = "evidence"
REQUIRED: Final = (CASE, "registrations_1_state", "registrations_1_registered")
"""Columns without which a table holds no cases."""

_DIVIDER: Final = "; "
_SLOT: Final = re.compile(r"([a-z]+)_([1-9][0-9]{0,3})_([a-z_0-9]+)")


def flat_columns(slots: Mapping[str, int] | None = None) -> dict[str, Column]:
    """Every column of numbers, in order, for so many slots of each group; without ``slots`` one of each.

    >>> [name for name in flat_columns({"entries": 2}) if name.endswith("_mode")]
    ['entries_1_mode', 'entries_2_mode']
    """
    wanted = dict.fromkeys(GROUPS, 1) if slots is None else slots
    answer = dict(SCALARS)
    for group, kind in GROUPS.items():
        for slot in range(1, wanted.get(group, 0) + 1):
            answer |= {f"{group}_{slot}_{name}": column for name, column in columns(kind).items()}
    return answer


@cache
def _place(name: str) -> tuple[str, int, str] | None:
    """Group, slot (from 0) and column of a name such as ``documents_1_issuer``."""
    found = _SLOT.fullmatch(name)
    if found is None or found[1] not in GROUPS or int(found[2]) > MOST[found[1]]:
        return None
    return found[1], int(found[2]) - 1, found[3]


def column_of(name: str) -> Column | None:
    """What a column of numbers holds; ``None`` for a name that the table does not know, or that holds text.

    >>> column_of("documents_2_valid_to").kind, column_of("documents_0_valid_to")
    ('day', None)
    """
    place = _place(name)
    return SCALARS.get(name) if place is None else columns(GROUPS[place[0]]).get(place[2])


def is_text(name: str) -> bool:
    """Whether a column holds text that only an explanation, or the choice of rules, needs.

    >>> is_text("choices"), is_text("entries_3_evidence"), is_text("events_1_evidence")
    (True, True, False)
    """
    place = _place(name)
    return name in {CASE, PERSON, CHOICES} or (place is not None and place[0] in EVIDENCED and place[2] == EVIDENCE)


def words_of(column: Column) -> list[str] | None:
    """The words of a column of codes, in the order of their numbers; ``None`` where it holds no words of its own."""
    return None if column.words is None else words_of_codes(column.words)


def table_of(given: Mapping[str, Array], rows: int) -> CaseTable:
    """The columns of numbers as a case table, each fact in the slot in which it was given."""
    scalars: dict[str, Array] = {}
    slots: dict[str, dict[str, dict[int, Array]]] = {}
    for name, values in given.items():
        place = _place(name)
        if place is None:
            scalars[name] = values
        else:
            slots.setdefault(place[0], {}).setdefault(place[2], {})[place[1]] = values
    return case_table(rows, scalars, {group: _stacked(group, held, rows) for group, held in slots.items()})


def _stacked(group: str, held: Mapping[str, Mapping[int, Array]], rows: int) -> dict[str, Array]:
    count = 1 + max(max(by_slot) for by_slot in held.values())
    answer = {}
    for name, column in columns(GROUPS[group]).items():
        if name in held:
            answer[name] = np.full((count, rows), column.default, column.dtype)
            for slot, values in held[name].items():
                answer[name][slot] = values
    leading = next(iter(columns(GROUPS[group])))
    if leading not in answer:  # nothing tells that a slot is filled
        answer[leading] = np.full((count, rows), NONE, columns(GROUPS[group])[leading].dtype)
    return answer


def ready(table: CaseTable) -> tuple[CaseTable, dict[str, Rows]]:
    """A table as the rules take it: groups in order, the day of the question told, later facts left out.

    With it, for each group that was put in order: from which slot each slot was taken.
    """
    asked_on = np.where(known(table.asked_on), table.asked_on, _latest(table)).astype(np.int32)
    moved: dict[str, Rows] = {}
    groups: dict[str, Any] = {}
    for name in ORDER:
        group = getattr(table, name)
        order = _order(name, group)
        if order is not None:
            moved[name] = order
            groups[name] = type(group)(
                **{column: np.take_along_axis(getattr(group, column), order, 0) for column in columns(type(group))}
            )
    return settled(replace(table, asked_on=asked_on, **groups)), moved


def _order(name: str, group: Slots) -> Rows | None:
    """The order of the slots of each row, empty ones last; ``None`` where they stand in it already."""
    if group.count < 2:
        return None
    key = np.zeros(group.leading.shape, np.int64)
    for column in ORDER[name]:
        key = key * 64 + getattr(group, column)
    key = np.where(group.filled, key, FOREVER * 64)
    if bool((key[1:] >= key[:-1]).all()):
        return None
    order: Rows = np.argsort(key, axis=0, kind="stable")
    return order


def _latest(table: CaseTable) -> Days:
    """The latest date of a registration, event, Eurodac entry or finding on security."""
    latest = table.security_date
    facts: Sequence[tuple[Slots, Sequence[str]]] = (
        (table.registrations, ("registered", "made", "lodged")),
        (table.events, ("date",)),
        (table.hits, ("event_date", "hit_date")),
    )
    for group, names in facts:
        for name in names:
            latest = np.maximum(latest, getattr(group, name).max(axis=0, initial=NO_DAY)).astype(np.int32)
    return latest


def from_flat(
    given: Mapping[str, Any],
    ids: Sequence[str] | None = None,
    case: Days | None = None,
    persons: Sequence[str] | None = None,
) -> Cases:
    """The cases of flat columns: codes, days and truths as numbers; text as it is, ``None`` where there is none.

    ``ids``, ``case`` and ``persons`` stand for the columns ``case`` and ``person`` where these were read already. A
    person without a name has the number of the row in its case. Raises :class:`~fairshare.faults.BadInputError` for
    choices that cannot be read; impossible facts are found by :func:`~.notation.impossible.impossible` in
    :func:`table_of`.
    """
    if ids is None or case is None:
        ids, case = _cases(given[CASE])
    numbers = {name: values for name, values in given.items() if not is_text(name)}
    table, moved = ready(table_of(numbers, case.size))
    named = given.get(PERSON) if persons is None else persons
    return Cases(
        ids=ids,
        table=table,
        case=case,
        persons=_places_in_case(case) if named is None else named,
        choices=_choices(given.get(CHOICES), case, len(ids)),
        evidence=_evidence(given, table, moved),
    )


def _cases(names: Sequence[str]) -> tuple[list[str], Days]:
    ids: list[str] = []
    case = np.empty(len(names), np.int32)
    for row, name in enumerate(names):
        if not ids or name != ids[-1]:
            ids.append(name)
        case[row] = len(ids) - 1
    return ids, case


def _places_in_case(case: Days) -> list[str]:
    first = np.searchsorted(case, case)
    return [str(place) for place in (np.arange(1, case.size + 1) - first).tolist()]


def _choices(texts: Sequence[str | None] | None, case: Days, cases: int) -> list[Mapping[str, str]]:
    """The choices of each case, as its first row has them."""
    if texts is None:
        return [{}] * cases
    read: dict[str | None, Mapping[str, str]] = {}
    answer = []
    for row in np.searchsorted(case, np.arange(cases)).tolist():
        if texts[row] not in read:
            read[texts[row]] = _choices_in(texts[row], row + 1)
        answer.append(read[texts[row]])
    return answer


def _choices_in(text: str | None, row: int) -> Mapping[str, str]:
    if not text:
        return {}
    problems: list[tuple[str, str, str]] = []
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        problems.append((CHOICES, f"{shown(text)} is no JSON object", 'such as {"regime": "dublin3"}'))
    else:
        answer = choice_words.read(given, problems)
    if problems:
        raise BadInputError([Fault("table", row, *problem) for problem in problems])
    return answer


def _evidence(given: Mapping[str, Any], table: CaseTable, moved: Mapping[str, Rows]) -> Evidence:
    answer: dict[str, dict[tuple[int, int], tuple[str, ...]]] = {}
    for name, texts in given.items():
        place = _place(name)
        if place is None or place[2] != EVIDENCE:
            continue
        group, slot, _ = place
        for row, text in enumerate(texts):
            if not text:
                continue
            at = slot if group not in moved else int(np.flatnonzero(moved[group][:, row] == slot)[0])
            answer.setdefault(group, {})[at, row] = tuple(text.split(_DIVIDER))
    return left_on_record(answer, table)


def to_flat(cases: Cases) -> dict[str, list[Any]]:
    """The cases as plain columns: words, days and truths, ``None`` where nothing is recorded.

    A column in which nothing is recorded is left out, unless it is required. A semicolon within a piece of evidence
    becomes a comma, because it divides pieces.
    """
    table = cases.table
    first = np.concatenate(([True], cases.case[1:] != cases.case[:-1])) if table.rows else np.zeros(0, np.bool_)
    answer: dict[str, list[Any]] = {
        CASE: [cases.ids[case] for case in cases.case.tolist()],
        PERSON: list(cases.persons),
        CHOICES: [
            json.dumps(dict(cases.choices[case]), sort_keys=True) if leads and cases.choices[case] else None
            for case, leads in zip(cases.case.tolist(), first.tolist(), strict=True)
        ],
    }
    for name, column in SCALARS.items():
        answer[name] = _plain(column, getattr(table, name))
    for group, kind in GROUPS.items():
        answer |= dict(_plain_slots(group, kind, getattr(table, group), cases.evidence.get(group, {})))
    kept = {name: values for name, values in answer.items() if name in REQUIRED or _says(values)}
    return kept | {name: answer[name] for name in REQUIRED if name in answer}


def _says(values: Sequence[Any]) -> bool:
    return any(value is not None for value in values)


def _plain_slots(
    group: str, kind: type[Slots], slots: Slots, evidence: Mapping[tuple[int, int], tuple[str, ...]]
) -> Iterator[tuple[str, list[Any]]]:
    filled = slots.filled
    for slot in range(slots.count):
        for name, column in columns(kind).items():
            values = _plain(column, getattr(slots, name)[slot])
            there = zip(values, filled[slot].tolist(), strict=True)
            yield f"{group}_{slot + 1}_{name}", [value if filled_one else None for value, filled_one in there]
        pieces = (evidence.get((slot, row)) for row in range(filled.shape[1]))
        if group in EVIDENCED:
            yield (
                f"{group}_{slot + 1}_{EVIDENCE}",
                [None if found is None else _joined(found) for found in pieces],
            )


def _joined(pieces: Sequence[str]) -> str:
    return _DIVIDER.join(piece.replace(";", ",") for piece in pieces)


def _plain(column: Column, values: Array) -> list[Any]:
    words = words_of(column)
    if words is not None:
        return [None if value < 0 else words[value] for value in values.tolist()]
    return _PLAIN[column.kind](values)


def _day_cells(values: Days) -> list[date | None]:
    return [None if value == NO_DAY else as_date(value) for value in values.tolist()]


def _set_cells(values: Masks) -> list[str | None]:
    return [" ".join(states_of(value)) or None for value in values.tolist()]


_PLAIN: Final[Mapping[str, Callable[[Array], list[Any]]]] = {
    DAY: _day_cells,
    STATE: lambda values: [None if value < 0 else STATES[value] for value in values.tolist()],
    STATE_SET: _set_cells,
    TRUTH: lambda values: [None if value < 0 else bool(value) for value in values.tolist()],
    CODE: lambda values: [None if value < 0 else value for value in values.tolist()],
    COUNT: lambda values: [None if value < 0 else value for value in values.tolist()],
}
