"""``fairshare responsible --out``: answers as one by one, in order, in constant memory; what is bad stands aside."""

import csv
import json
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))

import plain_cases

from fairshare.cli import responsible_bulk
from fairshare.cli.app import run
from fairshare.figures import flat_cases

Call = Callable[..., tuple[int, str, str]]
COLUMNS = ["case", "responsible", "basis", "status", "human", "next_actor", "next_act", "next_due", "flags"]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = run(("responsible", *arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def case(number: int, **facts: Any) -> dict[str, Any]:
    """An adult who crossed into Spain, or a child alone, or a family of two, by turns."""
    whole: dict[str, Any] = {
        "id": f"c{number}",
        "applicant": "a",
        "persons": [{"id": "a", "birth_date": "2012-05-05" if number % 3 == 1 else "1990-05-05"}, {"id": "b"}],
        "entries": [{"state": "ES", "date": "2026-07-10", "mode": "irregular"}],
        "registrations": [{"state": "FR", "registered": "2026-09-14", "first": True}],
    }
    if number % 3 == 2:
        whole |= {"group": ["a", "b"], "links": [{"from": "a", "to": "b", "kind": "spouse"}]}
    return whole | facts


def _lines(cases: list[dict[str, Any]], name: str = "cases.jsonl") -> str:
    Path(name).write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")
    return name


def _answers(name: str = "a.parquet") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(name).to_pylist()
    return rows


def _files() -> set[str]:
    return {path.name for path in Path().iterdir()}


def _one_by_one(call: Call, cases: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in cases:
        Path("one.json").write_text(json.dumps(one), encoding="utf-8")
        yield json.loads(call("one.json", "--json")[1])


def _row(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of the contract as a row of the file, chain included."""
    step = answer["next_step"] or {}
    return {
        "case": answer["id"],
        **{name: answer[name] for name in ("responsible", "basis", "status", "human")},
        "next_actor": step.get("actor"),
        "next_act": step.get("act"),
        "next_due": step.get("due"),
        "flags": " ".join(answer["flags"]),
        "chain": answer["chain"],
    }


def _as_text(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"next_due": row["next_due"] and row["next_due"].isoformat()}


# --- the answers ------------------------------------------------------------------------------------------------------


def test_many_cases_are_answered_as_one_by_one_chain_included(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responsible_bulk, "DOCUMENTS", 2)
    cases = [case(number) for number in range(7)]
    code, out, err = call(_lines(cases), "--out", "a.parquet", "--chain")
    assert (code, out, err) == (0, "", "wrote a.parquet: 7 answers\n")
    assert [_as_text(row) for row in _answers()] == [_row(answer) for answer in _one_by_one(call, cases)]
    assert pq.read_schema("a.parquet").names == [*COLUMNS, "chain"]
    assert "a.faults.csv" not in _files()


@pytest.mark.parametrize("size", [2, 3, 4, 100])
def test_a_flat_table_gives_the_answers_of_its_cases_whatever_the_chunks(
    call: Call, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(flat_cases.FlatFile.chunks, "__defaults__", (size,))
    cases = _lines([case(number) for number in range(9)])
    assert call(cases, "--flat", "f.parquet") == (0, "", "wrote f.parquet\n")
    assert pq.read_metadata("f.parquet").num_rows == 12  # three of the cases are of two persons
    assert call(cases, "--out", "a.parquet", "--chain")[0] == 0
    assert call("f.parquet", "--out", "b.parquet", "--chain") == (0, "", "wrote b.parquet: 9 answers\n")
    assert _answers("b.parquet") == _answers("a.parquet")


def test_a_flat_table_is_answered_at_once_too(call: Call) -> None:
    cases = _lines([case(number) for number in range(4)])
    assert call(cases, "--flat", "f.parquet")[0] == 0
    assert json.loads(call("f.parquet", "--json")[1]) == json.loads(call(cases, "--json")[1])
    assert call("f.parquet", "--explain")[1] == call(cases, "--explain")[1]


def test_without_the_chain_the_columns_are_the_same(call: Call) -> None:
    cases = _lines([case(number) for number in range(5)])
    assert call(cases, "--out", "a.parquet")[0] == call(cases, "--out", "b.parquet", "--chain")[0] == 0
    assert pq.read_schema("a.parquet").names == COLUMNS
    assert _answers() == [{name: row[name] for name in COLUMNS} for row in _answers("b.parquet")]


def test_an_array_is_answered_and_so_is_no_case(call: Call) -> None:
    Path("cases.json").write_text(json.dumps([case(0), case(1)]), encoding="utf-8")
    assert call("cases.json", "--out", "a.parquet")[0] == 0
    assert [row["case"] for row in _answers()] == ["c0", "c1"]
    Path("none.json").write_text("[]", encoding="utf-8")
    assert call("none.json", "--out", "a.parquet") == (0, "", "wrote a.parquet: 0 answers\n")
    assert _answers() == []


def test_choices_of_the_command_reach_every_case_but_those_that_choose(call: Call) -> None:
    cases = _lines([case(0), case(3, choices={"regime": "com2016"}), case(6)])
    expected = ["DUBLIN3 13(1)", "COM2016 15", "DUBLIN3 13(1)"]
    for file in (cases, "f.parquet"):
        if file == cases:
            assert call(cases, "--flat", "f.parquet")[0] == 0
        assert call(file, "--out", "a.parquet", "--choice", "regime=dublin3")[0] == 0
        assert [row["basis"].split("(")[0] for row in _answers()] == [one.split("(")[0] for one in expected]


def test_a_calendar_reaches_every_case(call: Call) -> None:
    Path("holidays.csv").write_text("state,date,name\nFR,2026-11-16,Own day\n", encoding="utf-8")
    assert call(_lines([case(0)]), "--out", "a.parquet", "--holidays", "holidays.csv")[0] == 0
    assert _as_text(_answers()[0])["next_due"] == "2026-11-17"


# --- what is bad ------------------------------------------------------------------------------------------------------


def test_bad_cases_stand_aside_and_the_others_are_answered(call: Call) -> None:
    lines = [json.dumps(case(number)) for number in range(6)]
    lines[1] = lines[1][:-1]
    lines[2] = json.dumps(case(2, entries=[{"state": "XX", "date": "2026-07-10", "mode": "swim"}]))
    lines[4] = json.dumps(case(4, persons=[{"id": "a", "birth_date": "2027-01-01"}]))
    Path("cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, out, err = call("cases.jsonl", "--out", "a.parquet")
    assert (code, out) == (2, "")
    assert [row["case"] for row in _answers()] == ["c0", "c3", "c5"]
    with Path("a.faults.csv").open(encoding="utf-8", newline="") as stream:
        faults = list(csv.DictReader(stream))
    assert [(fault["row"], fault["case"]) for fault in faults] == [("2", ""), ("3", "c2"), ("3", "c2"), ("5", "c4")]
    assert faults[1].keys() == {"row", "case", "field", "problem", "expected"}
    assert "cases.jsonl:3: case c2: entries.0." in err and "cases.jsonl:2: json: is broken" in err
    assert err.splitlines()[-1] == "cases.jsonl:1: file: 4 faults, in a.faults.csv; the cases without one are answered"


def test_bad_rows_stand_aside_with_their_whole_case(call: Call) -> None:
    assert call(_lines([case(number) for number in range(6)]), "--flat", "f.parquet")[0] == 0
    table = pq.read_table("f.parquet")
    rows = table.to_pylist()
    rows[3]["entries_1_state"] = "XX"  # the second person of c2
    rows[5]["entries_1_date"] = None  # c4: an entry without a day is impossible
    pq.write_table(pa.Table.from_pylist(rows, table.schema), "f.parquet")
    code, _, err = call("f.parquet", "--out", "a.parquet")
    assert code == 2
    assert [row["case"] for row in _answers()] == ["c0", "c1", "c3", "c5"]
    assert "f.parquet:4: case c2: entries_1_state: 'XX' cannot be read; expected a Eurostat code" in err
    assert "f.parquet:6: case c4: entries_1_date: is missing" in err
    code, out, err = call("f.parquet", "--json")
    assert (code, out) == (2, "") and err.startswith("f.parquet:4: entries_1_state: 'XX' cannot be read")


def test_a_table_of_bad_rows_alone_or_of_none_gives_no_answer(call: Call) -> None:
    assert call(_lines([case(0), case(1)]), "--flat", "f.parquet")[0] == 0
    table = pq.read_table("f.parquet")
    pq.write_table(table.slice(0, 0), "none.parquet")
    assert call("none.parquet", "--json") == (0, "[]\n", "")
    assert call("none.parquet", "--out", "a.parquet") == (0, "", "wrote a.parquet: 0 answers\n")
    bad = table.set_column(table.column_names.index("entries_1_state"), "entries_1_state", [["XX", "YY"]])
    pq.write_table(bad, "f.parquet")
    code, _, err = call("f.parquet", "--out", "a.parquet")
    assert code == 2 and err.startswith("wrote a.parquet: 0 answers\nf.parquet:1: case c0: entries_1_state")
    assert _answers() == []


def test_many_faults_are_told_in_part_and_stand_in_the_side_file_in_full(call: Call) -> None:
    bad = [{"id": f"c{number}"} for number in range(50)]
    code, _, err = call(_lines(bad), "--out", "a.parquet")
    assert code == 2 and len(err.splitlines()) == responsible_bulk.TOLD + 2
    assert "150 faults, in a.faults.csv" in err
    assert Path("a.faults.csv").read_text(encoding="utf-8").count("\n") == 151
    assert _answers() == []


def test_a_side_file_of_an_earlier_run_does_not_stay(call: Call) -> None:
    assert call(_lines([case(0), {"id": "x"}]), "--out", "a.parquet")[0] == 2
    assert "a.faults.csv" in _files()
    assert call(_lines([case(0)]), "--out", "a.parquet")[0] == 0
    assert "a.faults.csv" not in _files()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "cases.dat:1: file: is empty"),
        (b"\xff\xfe", "cases.dat:1: file: is not UTF-8 text"),
        (b"PAR1 and no more", "cases.dat:1: file: cannot be read as Parquet"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_no_file(call: Call, content: bytes, fault: str) -> None:
    Path("cases.dat").write_bytes(content)
    code, out, err = call("cases.dat", "--out", "a.parquet")
    assert (code, out) == (2, "") and err.startswith(fault) and err.count("\n") == 1
    assert _files() == {"cases.dat"}


def test_the_cases_are_not_written_over(call: Call) -> None:
    assert call(_lines([case(0)]), "--flat", "f.parquet")[0] == 0
    before = Path("f.parquet").read_bytes()
    for option in ("--out", "--flat"):
        code, _, err = call("f.parquet", option, "f.parquet")
        assert code == 2 and "is the file of the cases" in err
    assert Path("f.parquet").read_bytes() == before


def test_a_failure_in_the_middle_leaves_the_file_of_before(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.parquet").write_text("before", encoding="utf-8")
    monkeypatch.setattr(responsible_bulk, "DOCUMENTS", 1)
    found = iter([True, True, False])

    def answer(*arguments: Any) -> Any:
        if next(found, False):
            return whole(*arguments)
        raise MemoryError

    whole = responsible_bulk.answer
    monkeypatch.setattr(responsible_bulk, "answer", answer)
    code, _, err = call(_lines([{"id": "x"}, *(case(number) for number in range(5))]), "--out", "a.parquet")
    assert code == 1 and "MemoryError" in err
    assert _files() == {"a.parquet", "cases.jsonl"}
    assert Path("a.parquet").read_text(encoding="utf-8") == "before"


def test_a_table_that_is_too_long_to_show_wants_a_file(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from fairshare.cli import responsible

    assert call(_lines([case(number) for number in range(4)]), "--flat", "f.parquet")[0] == 0
    monkeypatch.setattr(responsible, "AT_ONCE", 3)
    code, _, err = call("f.parquet", "--json")
    assert (code, err) == (2, "f.parquet:1: file: has 5 rows; expected --out for more than 3\n")


# --- order, memory, progress ------------------------------------------------------------------------------------------


def test_results_come_in_order_and_few_items_wait() -> None:
    taken: list[int] = []
    slow = threading.Event()

    def items() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    def work(number: int) -> int:
        if number == 0:
            slow.wait(5)
        elif number == 1:
            slow.set()
        return number

    results = responsible_bulk.in_order(work, items(), 2)
    assert next(results) == 0 and len(taken) <= 4
    assert list(results) == list(range(1, 20))


def test_memory_does_not_grow_with_the_number_of_chunks(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat_cases.FlatFile.chunks, "__defaults__", (2_000,))

    def peak(chunks: int) -> int:
        pq.write_table(plain_cases.flat_table(2_000 * chunks), "f.parquet", row_group_size=2_000)
        before = pa.total_allocated_bytes()
        tracemalloc.start()
        assert call("f.parquet", "--out", "a.parquet")[0] == 0
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert pa.total_allocated_bytes() <= before
        return most

    peak(1)  # what is loaded once
    # Eight chunks fill what the workers and the queue may hold at a time (fewer would not, at random); six times as
    # many must not take more than chance does.
    eight, many = peak(8), peak(48)
    assert many < 2 * eight


def test_a_bar_is_shown_on_a_terminal_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(total: int | None) -> str:
        with responsible_bulk.Progress(total, "rows") as progress:
            progress.add(500)
            progress.add(500)
        return capsys.readouterr().err

    assert shown(1_000) == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert shown(1_000) == f"\r[{'#' * 15}{'-' * 15}]  50%  500 rows\r[{'#' * 30}] 100%  1,000 rows\n"
    assert shown(None) == "\r500 rows\r1,000 rows\n"
