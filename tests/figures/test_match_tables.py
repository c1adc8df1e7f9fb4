"""Tables of millions of rows: what polars reads at once is what a record-by-record reader finds, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures import match_tables
from fairshare.figures.match_tables import Layout, Table, read_table

LAYOUT = Layout(("a", "b"), ("c",))
CELL = st.sampled_from(
    ("", "1", "x y", " z ", '""', '"q"', '"p,q"', '"l\nm"', '"say ""no"""', "é", '"', "a\tb", "\u00a0")
)
TEXT = st.lists(st.lists(CELL, min_size=1, max_size=4).map(",".join), max_size=6)
ENDS = st.sampled_from(("\n", "\r\n", "\n\n", "\r"))


def seen(table: Table) -> tuple[Any, ...]:
    columns = {name: cells.to_list() for name, cells in table.columns.items()}
    return columns, [table.line(row) for row in range(table.rows)], table.ragged, table.sha256


def outcome(path: Path) -> Any:
    try:
        return seen(read_table(path, LAYOUT))
    except BadInputError as error:
        return error.faults


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
@example(header="a,b", rows=["1,2", '"",""', "3,4"], end="\n", last="")
@example(header="a,b", rows=["1,2", ",", "3,4"], end="\n", last="\n")
@example(header='a,"b"', rows=['1,"2"', '"3",4'], end="\r\n", last="\r\n")
@example(header="a,b", rows=["1", "2,3,4"], end="\n", last="\n")  # as many commas as two whole rows would have
@given(header=st.sampled_from(("a,b", "b,a,c", '"a",b,other')), rows=TEXT, end=ENDS, last=st.sampled_from(("", "\n")))
def test_both_ways_of_reading_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, rows: list[str], end: str, last: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(end.join((header, *rows)) + last, encoding="utf-8", newline="")
    found = outcome(path)
    with monkeypatch.context() as patch:
        patch.setattr(match_tables, "_at_once", lambda _: None)
        assert outcome(path) == found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a,b\n1,2\n", True),
        ("\ufeffa,b\r\n1,2\r\n\r\n", True),
        ('a,b\n"1",2\n"",5\n"x",""', True),
        ('a,b\n"1,2",3\n', False),
        ('a,b\n"1""",3\n', False),
        ('a,b\nx"y",3\n', False),
        ('a,b\n"1"x,3\n', False),
        ('a,b\n1,"2\n', False),
        ("a,b\n1,2\n\n3,4\n", False),
        ("a,b\n1\n2,3,4\n", False),
        ("a,b\r1,2\r", False),
    ],
)
def test_only_what_is_certain_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, plain: bool
) -> None:
    """The other files are read right too, but one record after the other."""
    calls: list[str] = []
    exact = match_tables._exact
    monkeypatch.setattr(match_tables, "_exact", lambda *a: calls.append(a[0]) or exact(*a))
    (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="")
    outcome(tmp_path / "t.csv")
    assert (not calls) == plain


def test_a_batch_of_records_follows_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_tables, "_BATCH", 3)
    rows = [f'"{i}, {i}",{i}' for i in range(10)]
    (tmp_path / "t.csv").write_text("a,b\n" + "\n".join(rows), encoding="utf-8")
    table = read_table(tmp_path / "t.csv", LAYOUT)
    assert table.columns["a"].to_list() == [f"{i}, {i}" for i in range(10)]
    assert [table.line(row) for row in range(table.rows)] == list(range(2, 12))
