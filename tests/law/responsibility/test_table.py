"""The case table: what is not given costs nothing and means not recorded."""

from __future__ import annotations

import numpy as np
import pytest

from fairshare.law.responsibility.codes import NONE, Place
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.table import GROUPS, SCALARS, CaseTable, Documents, case_table, columns, take


def three() -> CaseTable:
    issuers = np.array([[1, 2, 3], [NONE, 5, NONE]], np.int8)
    return case_table(3, {"birth_date": np.array([10, 20, 30], np.int32)}, {"documents": {"issuer": issuers}})


def test_what_is_absent_has_its_default_in_every_row_and_no_size() -> None:
    table = three()
    assert table.rows == 3
    assert table.asked_on.tolist() == [NO_DAY] * 3
    assert table.asked_on.strides == (0,)
    assert table.registrations.count == 0
    assert table.documents.valid_to.tolist() == [[NO_DAY] * 3] * 2
    registrations = case_table(1, {}, {"registrations": {"state": np.zeros((1, 1), np.int8)}}).registrations
    assert registrations.place.tolist() == [[Place.TERRITORY]]


def test_a_slot_is_filled_where_its_first_column_is() -> None:
    assert three().documents.filled.tolist() == [[True, True, True], [False, True, False]]
    assert three().documents.count == 2


@pytest.mark.parametrize("rows", [np.array([2, 0], np.intp), slice(1, 3)])
def test_rows_are_taken_from_every_column_in_the_order_asked(rows: np.ndarray | slice) -> None:
    part = take(three(), rows)
    expected = np.arange(3)[rows]
    assert part.rows == 2
    assert part.birth_date.tolist() == [10 * (row + 1) for row in expected]
    assert part.documents.issuer.tolist() == three().documents.issuer[:, expected].tolist()
    assert part.asked_on.strides == (0,)  # a column of one value is not copied


def test_every_column_says_what_it_holds_in_a_type_that_holds_its_default() -> None:
    declared = [SCALARS, *(columns(group) for group in GROUPS.values())]
    for column in (column for group in declared for column in group.values()):
        assert column.says
        assert np.array(column.default, column.dtype) == column.default
    assert next(iter(columns(Documents))) == "issuer"
