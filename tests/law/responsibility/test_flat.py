"""The flat case table says the same as the cases that it was made of."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from strategies import many_cases

from fairshare.faults import BadInputError
from fairshare.figures.flat_cells import read_cells
from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Happened, Mode
from fairshare.law.responsibility.days import day_number
from fairshare.law.responsibility.flat import (
    CASE,
    CHOICES,
    PERSON,
    column_of,
    flat_columns,
    from_flat,
    is_text,
    ready,
    table_of,
    to_flat,
    words_of,
)
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.responsibility.notation.impossible import impossible
from fairshare.law.responsibility.table import GROUPS, SCALARS, columns


def _numbers(flat: dict[str, list[Any]]) -> dict[str, Any]:
    """The columns as a file would give them: every cell through Arrow, in the types that Arrow finds."""
    answer: dict[str, Any] = {}
    for name, cells in flat.items():
        if is_text(name):
            answer[name] = cells
        else:
            column = column_of(name)
            assert column is not None, name
            answer[name], unread = read_cells(pa.chunked_array([pa.array(cells)]), column, words_of(column))
            assert unread is None
    return answer


def same(one: Cases, other: Cases) -> None:
    """Both hold the same, column by column."""
    assert list(one.ids) == list(other.ids)
    assert one.case.tolist() == other.case.tolist()
    assert list(one.persons) == list(other.persons)
    assert [dict(c) for c in one.choices] == [dict(c) for c in other.choices]
    assert one.evidence == other.evidence
    for name in SCALARS:
        assert getattr(one.table, name).tolist() == getattr(other.table, name).tolist(), name
    for group, kind in GROUPS.items():
        for name in columns(kind):
            a, b = getattr(getattr(one.table, group), name), getattr(getattr(other.table, group), name)
            assert a.tolist() == b.tolist(), (group, name)
            assert a.dtype == b.dtype


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(many_cases())
def test_the_flat_table_of_cases_gives_the_same_cases_back(documents: list[dict[str, Any]]) -> None:
    cases = read_cases(documents)
    same(cases, from_flat(_numbers(to_flat(cases))))


REGISTERED = {
    CASE: ["1", "1", "2"],
    "registrations_1_state": ["FR"] * 3,
    "registrations_1_registered": ["2026-09-01"] * 3,
}


def test_columns_that_are_not_there_have_their_defaults() -> None:
    found = from_flat(_numbers(REGISTERED))
    assert list(found.ids) == ["1", "2"]
    assert found.case.tolist() == [0, 0, 1]
    assert list(found.persons) == ["1", "2", "1"]
    assert list(found.choices) == [{}, {}]
    assert found.table.asked_on.tolist() == [day_number(date(2026, 9, 1))] * 3
    assert found.table.documents.count == 0


def test_what_was_read_already_is_taken_over() -> None:
    given = _numbers(REGISTERED)
    del given[CASE]
    found = from_flat(given, ["x", "y"], np.array([0, 0, 1], np.int32), ["a", "b", "c"])
    assert (list(found.ids), list(found.persons)) == (["x", "y"], ["a", "b", "c"])


def test_facts_stand_in_the_order_of_their_days_with_their_evidence_and_late_ones_are_left_out() -> None:
    flat = {
        **REGISTERED,
        "asked_on": ["2026-09-05", "2026-09-05", None],
        "entries_1_state": ["IT", "EL", None],
        "entries_1_date": ["2026-08-02", "2026-08-01", None],
        "entries_1_mode": ["sar", "irregular", None],
        "entries_1_evidence": ["b; c", "d", ""],
        "entries_3_state": ["EL", "ES", None],
        "entries_3_date": ["2026-08-01", "2026-09-06", None],
        "entries_3_mode": ["irregular", "visa", None],
        "entries_3_evidence": ["a", "late", None],
        "events_1_kind": ["transfer", "transfer", None],
        "events_1_date": ["2026-09-02", "2026-09-02", None],
        "events_2_kind": ["request_sent", "humanitarian_decision", "detained"],
        "events_2_date": ["2026-09-02", "2026-09-03", "2026-09-04"],
        "documents_1_issuer": ["DE", None, None],
        "documents_1_kind": ["visa", None, None],
        "documents_1_valid_from": ["2026-01-01", None, None],
        "documents_1_valid_to": ["2026-01-31", None, None],
    }
    found = from_flat(_numbers(flat))
    table = found.table
    assert table.entries.state.tolist() == [[STATE_CODE["EL"], STATE_CODE["EL"], NONE], [STATE_CODE["IT"], NONE, NONE]]
    assert table.entries.mode.tolist() == [[Mode.IRREGULAR, Mode.IRREGULAR, NONE], [Mode.SAR, NONE, NONE]]
    assert found.evidence == {"entries": {(0, 0): ("a",), (1, 0): ("b", "c"), (0, 1): ("d",)}}
    assert table.events.kind[:, 0].tolist() == [Happened.REQUEST_SENT, Happened.TRANSFER]
    assert table.events.kind[:, 1].tolist() == [Happened.TRANSFER, Happened.HUMANITARIAN_DECISION]
    assert table.events.kind[:, 2].tolist() == [Happened.DETAINED, NONE]
    assert table.documents.conferred.tolist() == [[31, NONE, NONE]]
    assert table.asked_on[2] == day_number(date(2026, 9, 4))


def test_a_slot_without_its_leading_column_is_empty() -> None:
    assert not from_flat(_numbers({**REGISTERED, "hits_1_found_by": ["DE"] * 3})).table.hits.filled.any()


def test_the_table_that_is_checked_keeps_each_fact_in_its_slot() -> None:
    flat = {**REGISTERED, "registrations_2_state": ["DE"] * 3, "registrations_2_registered": ["2025-09-01"] * 3}
    numbers = {name: values for name, values in _numbers(flat).items() if not is_text(name)}
    raw = table_of(numbers, 3)
    assert raw.registrations.state[:, 0].tolist() == [STATE_CODE["FR"], STATE_CODE["DE"]]
    assert ready(raw)[0].registrations.state[:, 0].tolist() == [STATE_CODE["DE"], STATE_CODE["FR"]]
    assert impossible(raw) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("asked_on", "day"),
        ("entries_127_visa_not_required_in", "states"),
        ("entries_128_state", None),
        ("events_2000_kind", "code"),
        ("events_2001_kind", None),
        ("entries_01_state", None),
        ("entries_1_colour", None),
        ("tents_1_state", None),
        ("case", None),
        ("documents_1_evidence", None),
        ("interests_for", "states"),
    ],
)
def test_a_column_is_known_by_its_name(name: str, kind: str | None) -> None:
    column = column_of(name)
    assert (None if column is None else column.kind) == kind


def test_every_column_has_a_name_and_knows_its_words() -> None:
    names = flat_columns()
    assert all(column_of(name) == column for name, column in names.items())
    assert words_of(names["hits_1_article"]) == ["15", "22", "23", "24", "16(1)", "16(2)", "16(3)", "relocation"]
    assert words_of(names["diplomas_1_isced"]) is None
    assert len(flat_columns({"entries": 3})) == len(SCALARS) + 15


def test_choices_are_those_of_the_first_row_of_a_case() -> None:
    texts = ['{"regime": "Dublin3"}', None, None]
    assert list(from_flat(_numbers({**REGISTERED, CHOICES: texts})).choices) == [{"regime": "dublin3"}, {}]


@pytest.mark.parametrize("text", ["{", "[]", '{"ANNIV": "maybe"}'])
def test_choices_that_cannot_be_read_are_a_fault_of_their_row(text: str) -> None:
    with pytest.raises(BadInputError) as error:
        from_flat(_numbers({**REGISTERED, CHOICES: ["", None, text]}))
    assert [fault.line for fault in error.value.faults] == [3]


def test_no_cases_make_an_empty_table() -> None:
    flat = to_flat(read_cases([]))
    assert (flat[CASE], flat.get(PERSON, [])) == ([], [])


def test_a_semicolon_within_a_piece_of_evidence_does_not_divide_it() -> None:
    entry = {"state": "EL", "date": "2026-08-01", "mode": "sar", "evidence": ["stamp; faded"]}
    document = {
        "id": "1", "applicant": "a", "persons": [{"id": "a"}], "entries": [entry],
        "registrations": [{"state": "FR", "registered": "2026-09-01"}],
    }  # fmt: skip
    assert from_flat(_numbers(to_flat(read_cases([document])))).evidence == {"entries": {(0, 0): ("stamp, faded",)}}
