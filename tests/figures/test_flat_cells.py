"""Cells of a flat case table: each type of column that can hold a thing is read, and no cell is guessed."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from fairshare.figures.flat_cells import ColumnTypeError, read_cells
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Mode
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.table import Column, Documents, Entries, columns

WORDS = [mode.name.lower() for mode in Mode]
_ENTRIES, _DOCUMENTS = columns(Entries), columns(Documents)
DAY, STATE, MODE = _ENTRIES["date"], _ENTRIES["state"], _ENTRIES["mode"]
STATES, TRUTH, COUNT = _ENTRIES["visa_not_required_in"], _ENTRIES["from_third_country"], _DOCUMENTS["conferred"]
ISCED = Column("code", "ISCED level", None, NONE)
DE, EL, FR = STATE_CODE["DE"], STATE_CODE["EL"], STATE_CODE["FR"]


def _read(cells: pa.Array | pa.ChunkedArray, column: Column, words: list[str] | None = None) -> tuple[Any, Any]:
    whole = cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])
    values, unread = read_cells(whole, column, words)
    assert values.dtype == column.dtype
    return values.tolist(), unread and (unread.places.tolist(), list(unread.said))


@pytest.mark.parametrize(
    ("cells", "column", "values"),
    [
        (pa.array([date(1970, 1, 2), None]), DAY, [1, NO_DAY]),
        (pa.array([date(1970, 1, 2), None], pa.date64()), DAY, [1, NO_DAY]),
        (pa.array([datetime(1970, 1, 2, 23, 59), None], pa.timestamp("ns")), DAY, [1, NO_DAY]),
        (pa.array([datetime(1969, 12, 31, 23, 59)], pa.timestamp("s")), DAY, [-1]),
        (pa.array(["1970-01-02", None]), DAY, [1, NO_DAY]),
        (pa.array([date(1970, 1, 2), None]).dictionary_encode(), DAY, [1, NO_DAY]),
        (pa.array(["DE", "GR", None, "France", "DE"]), STATE, [DE, EL, NONE, FR, DE]),
        (pa.array(["DE", None], pa.large_string()), STATE, [DE, NONE]),
        (pa.array(["DE", None]).dictionary_encode(), STATE, [DE, NONE]),
        (pa.DictionaryArray.from_arrays(pa.array([0, 1, None]), pa.array(["DE", None])), STATE, [DE, NONE, NONE]),
        (pa.array([None, None]), STATE, [NONE, NONE]),
        (pa.array(["DE FR", "", None, "el,DE"]), STATES, [1 << DE | 1 << FR, 0, 0, 1 << EL | 1 << DE]),
        (pa.array([["DE", "FR"], [], None, ["GR"]]), STATES, [1 << DE | 1 << FR, 0, 0, 1 << EL]),
        (pa.array([["DE"]], pa.large_list(pa.large_string())), STATES, [1 << DE]),
        (pa.array([True, False, None]), TRUTH, [1, 0, 1]),
        (pa.array([1, 0, None], pa.uint8()), TRUTH, [1, 0, 1]),
        (pa.array([1.0, 0.0, float("nan"), None]), TRUTH, [1, 0, 1, 1]),
        (pa.array([0, 2**31 - 1, None]), COUNT, [0, 2**31 - 1, NONE]),
        (pa.array([12.0, None, float("nan")], pa.float32()), COUNT, [12, NONE, NONE]),
        (pa.array([8, None], pa.uint64()), ISCED, [8, NONE]),
        (pa.array([], pa.int64()), COUNT, []),
    ],
)
def test_each_type_that_can_hold_a_thing_is_read(cells: pa.Array, column: Column, values: list[int]) -> None:
    assert _read(cells, column) == (values, None)


def test_words_are_the_numbers_of_their_places() -> None:
    assert _read(pa.array(["sar", None, "irregular"]), MODE, WORDS) == ([Mode.SAR, NONE, Mode.IRREGULAR], None)
    two = pa.chunked_array([pa.array(["sar"]).dictionary_encode(), pa.array(["visa"]).dictionary_encode()])
    assert _read(two, MODE, WORDS) == ([Mode.SAR, Mode.VISA], None)


@pytest.mark.parametrize(
    ("cells", "column", "words", "places", "said"),
    [
        (pa.array(["DE", "XX", None, "XX", ""]), STATE, None, [1, 3, 4], ["XX", "XX", ""]),
        (pa.array(["sar", "SAR"]), MODE, WORDS, [1], ["SAR"]),
        (pa.array(["1970-01-02", "1970-02-30", "2.1.1970", "1899-12-31"]), DAY, None, [1, 2, 3], None),
        (
            pa.array([date(1899, 12, 31), date(1900, 1, 1), date(2100, 12, 31), date(2101, 1, 1)]),
            DAY,
            None,
            [0, 3],
            None,
        ),
        (pa.array([1, 2, -1]), TRUTH, None, [1, 2], ["2", "-1"]),
        (pa.array([0.5, 1.0, float("inf")]), TRUTH, None, [0, 2], ["0.5", "inf"]),
        (pa.array([-1, 2**31, 2**63 - 1, 5]), COUNT, None, [0, 1, 2], None),
        (pa.array([2**64 - 1], pa.uint64()), COUNT, None, [0], None),
        (pa.array([1e300, -1.0, 3.5]), COUNT, None, [0, 1, 2], None),
        (pa.array([128, 3]), ISCED, None, [0], ["128"]),
        (pa.array(["DE XX", "DE"]), STATES, None, [0], ["DE XX"]),
        (pa.array([["DE", "XX"], ["DE"], [None]]), STATES, None, [0, 2], ["['DE', 'XX']", "[None]"]),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_and_has_the_default(
    cells: pa.Array, column: Column, words: list[str] | None, places: list[int], said: list[str] | None
) -> None:
    values, unread = _read(cells, column, words)
    assert unread is not None and unread[0] == places
    assert said is None or unread[1] == said
    assert np.array(values)[places].tolist() == [column.default] * len(places)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (pa.array([1, 2]), STATE),
        (pa.array([1, 2]), DAY),
        (pa.array([datetime(2026, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC")), DAY),
        (pa.array(["1"]), COUNT),
        (pa.array(["true"]), TRUTH),
        (pa.array([["DE"]]), STATE),
        (pa.array([[1]]), STATES),
        (pa.array([b"DE"]), STATE),
        (pa.array([2**62], pa.timestamp("s")), DAY),
    ],
)
def test_a_column_of_a_type_that_cannot_hold_it_is_an_error(cells: pa.Array, column: Column) -> None:
    with pytest.raises(ColumnTypeError):
        _read(cells, column)
