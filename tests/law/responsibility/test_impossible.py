"""Impossible facts are seen in the columns of a table, row by row, in the slot where they stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fairshare.law.responsibility.codes import STATE_CODE, Link, Member
from fairshare.law.responsibility.days import FIRST_DAY, LAST_DAY, NO_DAY
from fairshare.law.responsibility.flat import column_of, table_of
from fairshare.law.responsibility.notation.impossible import impossible

GOOD = {"registrations_1_state": 11, "registrations_1_registered": 20000}


def found(*rows: dict[str, int]) -> list[tuple[int, str]]:
    """Rows and fields of what is impossible; each row is the registration above and what is given."""
    names = {name for row in rows for name in row} | set(GOOD)
    given: dict[str, Any] = {}
    for name in names:
        column = column_of(name)
        assert column is not None
        given[name] = np.array([({**GOOD, **row}).get(name, column.default) for row in rows], dtype=column.dtype)
    facts = impossible(table_of(given, len(rows)))
    assert all(problem and expected for _, _, problem, expected in facts)
    return [(row, field) for row, field, _, _ in facts]


PAPER = {"documents_1_issuer": 0, "documents_1_kind": 1}
DIPLOMA = {"diplomas_1_issuer": 0, "diplomas_1_issued": 9}
CRISIS = {"crises_1_state": 0, "crises_1_kind": 0}
RELATIVE = {"relatives_1_who": 1, "relatives_1_link": 0}
COEVAL = {"relatives_1_birth_date": 9, "birth_date": 9}
SECOND = {"registrations_2_state": 1, "registrations_2_registered": 20000}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (PAPER | {"documents_1_valid_from": 9, "documents_1_valid_to": 8}, "documents_1_valid_to"),
        (PAPER | {"documents_1_valid_from": 9, "documents_1_ended_on": 8}, "documents_1_ended_on"),
        (PAPER | {"documents_1_conferred": -2}, "documents_1_conferred"),
        ({"documents_2_issuer": 0}, "documents_2_kind"),
        (DIPLOMA | {"diplomas_1_study_from": 9, "diplomas_1_study_to": 8}, "diplomas_1_study_to"),
        ({"diplomas_1_issuer": 0}, "diplomas_1_issued"),
        ({"entries_1_state": 0, "entries_1_mode": 1}, "entries_1_date"),
        ({"entries_1_state": 0, "entries_1_date": 1}, "entries_1_mode"),
        ({"hits_1_state": 0}, "hits_1_article"),
        ({"events_1_kind": 0}, "events_1_date"),
        ({"events_1_kind": 0, "events_1_date": 9, "events_1_until": 8}, "events_1_until"),
        ({"crises_1_state": 0}, "crises_1_kind"),
        (CRISIS | {"crises_1_start": 9, "crises_1_end": 8}, "crises_1_end"),
        (RELATIVE | {"relatives_1_since": 9, "relatives_1_until": 8}, "relatives_1_until"),
        ({"relatives_1_who": 1}, "relatives_1_link"),
        (RELATIVE | COEVAL | {"relatives_1_link": Link.PARENT}, "relatives_1_birth_date"),
        (RELATIVE | COEVAL | {"relatives_1_link": Link.CHILD}, "relatives_1_birth_date"),
        ({"birth_date": 20001}, "registrations_1_registered"),
        ({"birth_date": LAST_DAY + 1, "member": Member.BORN_LATER}, "birth_date"),
        ({"birth_date": FIRST_DAY - 1}, "birth_date"),
        ({"asked_on": 19999}, "asked_on"),
        ({"registrations_1_made": LAST_DAY + 1}, "registrations_1_made"),
        ({"registrations_1_made": 20001}, "registrations_1_made"),
        ({"registrations_1_made": 19999, "registrations_1_lodged": 19998}, "registrations_1_lodged"),
        ({"registrations_1_state": STATE_CODE["UK"]}, "registrations_1_state"),
        ({"registrations_1_state": -1}, "registrations_1_state"),
        ({"registrations_1_registered": NO_DAY}, "registrations_1_registered"),
        (SECOND | {"registrations_2_first": 1, "registrations_1_first": 1}, "registrations_2_first"),
        (SECOND | {"registrations_2_registered": 20001, "registrations_2_first": 1}, "registrations_2_first"),
    ],
)
def test_an_impossible_fact_is_named_by_row_and_column(row: dict[str, int], field: str) -> None:
    assert found({}, row, {}) == [(1, field)]


@pytest.mark.parametrize(
    "row",
    [
        {"documents_1_issuer": 0, "documents_1_kind": 1, "documents_1_valid_from": 9, "documents_1_valid_to": 9},
        {"documents_1_issuer": 0, "documents_1_kind": 1, "documents_1_valid_to": 9, "documents_1_conferred": 0},
        {"relatives_1_who": 1, "relatives_1_link": Link.PARENT, "relatives_1_birth_date": 8, "birth_date": 9},
        {"relatives_1_who": 1, "relatives_1_link": Link.CHILD, "relatives_1_birth_date": 10, "birth_date": 9},
        {"relatives_1_who": 1, "relatives_1_link": Link.SIBLING, "relatives_1_birth_date": 9, "birth_date": 9},
        {"relatives_1_who": 1, "relatives_1_link": Link.PARENT, "birth_date": 9},
        {"birth_date": 20000, "asked_on": 20000},
        {"birth_date": 20001, "member": Member.BORN_LATER},
        {"registrations_1_made": 20000, "registrations_1_lodged": 20000},
        {"registrations_1_state": STATE_CODE["UK"], "registrations_1_registered": 18627},  # 31 December 2020
        {"registrations_1_first": 1, "registrations_2_state": 1, "registrations_2_registered": 20001},
        {"registrations_2_state": 1, "registrations_2_registered": 19999, "registrations_2_first": 1},
    ],
)
def test_what_is_possible_is_let_be(row: dict[str, int]) -> None:
    assert found(row, {}) == []


def test_a_table_without_registrations_has_no_applicants() -> None:
    facts = impossible(table_of({"birth_date": np.array([9, 9], np.int32)}, 2))
    assert [(row, field) for row, field, _, _ in facts] == [(0, "registrations_1_state"), (1, "registrations_1_state")]
