"""The flat case table: columns are checked, chunks end where cases end, and bad rows leave with their case."""

import io
import sys
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairshare.faults import BadInputError
from fairshare.figures.flat_cases import Chunk, FlatFile
from fairshare.figures.flat_cells import CellFault
from fairshare.law.responsibility.codes import NONE, STATE_CODE

Write = Callable[..., str]
DE = STATE_CODE["DE"]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_it(row_group: int = 1000, **columns: Any) -> str:
        rows = max((len(values) for values in columns.values() if values is not None), default=0)
        whole = {
            "case": [f"c{row}" for row in range(rows)],
            "registrations_1_state": ["DE"] * rows,
            "registrations_1_registered": [date(2026, 9, 1)] * rows,
        } | columns  # a column that is None is left out
        path = tmp_path / "cases.parquet"
        pq.write_table(pa.table({n: v for n, v in whole.items() if v is not None}), path, row_group_size=row_group)
        return str(path)

    return write_it


def _chunks(path: str, size: int = 100) -> list[Chunk]:
    return [raw.read() for raw in FlatFile(path).chunks(size)]


def _lines(chunks: list[Chunk]) -> list[tuple[int, str, str, str]]:
    return [(f.row, f.case, f.field, f.problem) for chunk in chunks for f in chunk.faults]


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"case": None, "birth_date": [date(2000, 1, 1)]}, "1: case: column is missing"),
        ({"case": ["a"], "registrations_1_state": None}, "1: registrations_1_state: column is missing"),
        (
            {"colour": ["blue"]},
            "1: colour: is no column of the flat case table; expected a column of the reference page",
        ),
        (
            {"documents_1_isuer": ["DE"]},
            "1: documents_1_isuer: is no column of the flat case table; expected documents_1_",
        ),
        ({"documents_0_issuer": ["DE"]}, "1: documents_0_issuer: is no column"),
        ({"birth_day": [None]}, "1: birth_day: is no column of the flat case table; expected birth_date?"),
        ({"case": [1.5]}, "1: case: holds double; expected text"),
        ({"choices": [True]}, "1: choices: holds bool; expected text"),
    ],
)
def test_faults_of_columns_are_named(write: Write, columns: dict[str, Any], fault: str) -> None:
    path = write(**columns)
    with pytest.raises(BadInputError) as error:
        FlatFile(path)
    assert f"{path}:{fault}" in str(error.value)


def test_a_column_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    path = str(tmp_path / "twice.parquet")
    names = ["case", "registrations_1_state", "registrations_1_registered", "birth_date", "birth_date"]
    day = pa.array([date(2026, 9, 1)])
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["DE"]), day, day, day], names=names), path)
    with pytest.raises(BadInputError, match="1: birth_date: column stands twice; expected each column once"):
        FlatFile(path)


def test_a_column_of_a_wrong_type_is_a_fault(write: Write) -> None:
    path = write(birth_date=[3])
    with pytest.raises(BadInputError, match="1: birth_date: holds int64; expected a day from 1900-01-01 to 2100-12-31"):
        _chunks(path)


@pytest.mark.parametrize("content", [b"PAR1", b"", b"PAR1" + b"\0" * 100])
def test_a_file_that_is_no_whole_parquet_file_is_a_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cases.parquet").write_bytes(content)
    with pytest.raises(BadInputError, match="1: file: cannot be read as Parquet"):
        FlatFile(str(tmp_path / "cases.parquet"))


def test_a_file_that_is_broken_within_is_a_fault(write: Write) -> None:
    path = write(person=[f"a rather long name of a person {row}" for row in range(2000)])
    raw = bytearray(Path(path).read_bytes())
    raw[100:9000] = b"\xff" * 8900
    Path(path).write_bytes(raw)
    with pytest.raises(BadInputError, match="1: file: is broken"):
        _chunks(path)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="1: file: cannot be read as Parquet"):
        FlatFile(str(tmp_path / "nowhere.parquet"))


# --- chunks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 100])
@pytest.mark.parametrize("row_group", [1, 3, 1000])
def test_the_rows_of_a_case_stay_in_one_chunk_and_in_order(write: Write, size: int, row_group: int) -> None:
    names = ["a", "b", "b", "b", "c", "d", "d", "e"]
    path = write(row_group, case=names, person=list("12345678"))
    if size < 3:
        with pytest.raises(BadInputError, match=f"one case has more than {size} rows"):
            _chunks(path, size)
        return
    chunks = _chunks(path, size)
    told = [chunk.ids.to_pylist()[case] for chunk in chunks for case in chunk.case.tolist()]
    assert told == names
    assert [person for chunk in chunks for person in (chunk.persons or pa.array([])).to_pylist()] == list("12345678")
    assert [int(row) for chunk in chunks for row in chunk.rows] == list(range(1, 9))
    for before, after in pairwise(chunks):
        assert before.ids[-1] != after.ids[0]


def test_a_case_may_be_named_by_a_number(write: Write) -> None:
    (chunk,) = _chunks(write(case=[7, 7, 8]))
    assert chunk.ids.to_pylist() == ["7", "8"] and chunk.case.tolist() == [0, 0, 1]


def test_a_table_without_rows_has_no_chunk(write: Write) -> None:
    path = write(case=pa.array([], pa.string()))
    assert FlatFile(path).rows == 0 and _chunks(path) == []


def test_a_table_comes_from_standard_input(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = Path(write(birth_date=[date(2000, 1, 1)])).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    (chunk,) = _chunks("-")
    assert chunk.ids.to_pylist() == ["c0"]


# --- cells ------------------------------------------------------------------------------------------------------------


def test_words_come_as_numbers_and_evidence_only_where_asked_for(write: Write) -> None:
    path = write(
        present_in=["DE", None], documents_1_evidence=["passport; visa", None], choices=[None, '{"ANNIV": "less"}']
    )
    (chunk,) = _chunks(path)
    assert chunk.columns["present_in"].tolist() == [DE, NONE]
    assert chunk.given.keys() == {"present_in", "registrations_1_state", "registrations_1_registered", "choices"}
    assert chunk.given["choices"] == [None, '{"ANNIV": "less"}']
    with_evidence = next(FlatFile(path, with_evidence=True).chunks()).read()
    assert with_evidence.given["documents_1_evidence"] == ["passport; visa", None]


def test_a_row_that_cannot_be_read_leaves_with_its_whole_case(write: Write) -> None:
    chunks = _chunks(
        write(
            case=["a", "b", "b", "c", "d"],
            present_in=["DE", "DE", "XX", "FR", "DE"],
            entries_1_mode=["sar", "sar", "sar", "swim", "sar"],
        ),
        3,
    )
    assert _lines(chunks) == [
        (3, "b", "present_in", "'XX' cannot be read"),
        (4, "c", "entries_1_mode", "'swim' cannot be read"),
    ]
    assert [name for chunk in chunks for name in chunk.ids.to_pylist()] == ["a", "d"]
    assert [int(row) for chunk in chunks for row in chunk.rows] == [1, 5]
    assert chunks[-1].faults[-1].expected == "one of irregular, sar, visa_free, visa, transit_area, regular"
    for chunk in chunks:
        assert all(len(column) == len(chunk.rows) == len(chunk.case) for column in chunk.columns.values())


def test_a_row_without_an_id_and_a_case_in_two_places_are_faults(write: Write) -> None:
    chunks = _chunks(write(case=["a", None, "b", "a", None, "", "c"]))
    assert _lines(chunks) == [
        (2, "", "case", "is empty"),
        (4, "a", "case", "stands in rows above already"),
        (5, "", "case", "is empty"),
        (6, "", "case", "is empty"),
    ]
    assert [name for chunk in chunks for name in chunk.ids.to_pylist()] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", "choices"),
        ("[]", "choices"),
        ('{"ANNIV": "never"}', "choices.ANNIV"),
        ('{"COLOUR": "blue"}', "choices.COLOUR"),
    ],
)
def test_choices_that_cannot_be_read_are_faults_of_their_rows(write: Write, text: str, field: str) -> None:
    chunks = _chunks(write(choices=[None, text, '{"ANNIV": "less"}', text, ""]))
    assert [(row, name) for row, _, name, _ in _lines(chunks)] == [(2, field), (4, field)]
    assert chunks[0].ids.to_pylist() == ["c0", "c2", "c4"]


def test_cases_that_turn_out_impossible_leave_later_too(write: Write) -> None:
    (chunk,) = _chunks(write(case=["a", "b", "b", "c"]))
    left = chunk.without([CellFault(3, "b", "birth_date", "is impossible", "")])
    assert left.ids.to_pylist() == ["a", "c"] and left.rows.tolist() == [1, 4] and left.case.tolist() == [0, 1]
    assert left.name(1) == "c" and chunk.without([]) is chunk
