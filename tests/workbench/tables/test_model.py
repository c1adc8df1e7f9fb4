from __future__ import annotations

import pytest

from fairshare.workbench.tables import Column, Table

STATE = Column("state", "State", "state")


@pytest.mark.parametrize("name", ["", "Two words", "pool&q", "9", "ÖL"])
def test_a_name_that_is_no_slug_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no slug"):
        Table(name, "", (STATE,), ())


def test_keys_are_unique_also_those_of_statuses() -> None:
    with pytest.raises(ValueError, match="not unique"):
        Table("pool", "", (STATE, Column("units", "Units", "count", status="state")), ())


def test_what_is_unknown_is_said_not_left_out() -> None:
    with pytest.raises(ValueError, match="row 1: no 'state'"):
        Table("pool", "", (STATE,), ({"state": "DE"}, {}))


def test_a_float_is_never_exact() -> None:
    with pytest.raises(ValueError, match="float"):
        Table("pool", "", (Column("share", "Share", "share"),), ({"share": 0.1},))  # type: ignore[dict-item]


def test_a_status_is_a_column_of_its_own_in_downloads(table: Table) -> None:
    assert [column.key for column in table.flat_columns][:4] == ["state", "share", "units", "units_status"]
    assert str(table.flat_columns[3].label) == "Units: status"
