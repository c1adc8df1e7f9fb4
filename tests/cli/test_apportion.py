"""``fairshare apportion``: the contract's JSON, the table a person reads, and every fault on a line of its own."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run
from fairshare.law.apportionment import METHODS

TABLE = Path(__file__).parent.parent / "data" / "apportionment_us_2020.csv"

pytestmark = pytest.mark.law("AMMR 57(3)")


@pytest.fixture
def csv(tmp_path: Path) -> Any:
    """Write a table of names and weights and give its path."""

    def write(*rows: str, header: str = "name,weight") -> str:
        path = tmp_path / "weights.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        return str(path)

    return write


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["apportion", *arguments, "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    document: dict[str, Any] = json.loads(printed.out)
    return document


def faults(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    for form in ([], ["--json"]):
        assert run(["apportion", *arguments, *form]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "Traceback" not in printed.err
    return printed.err


def test_the_example_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "webster", "--total", "435", str(TABLE))
    assert (document["method"], document["total"], document["surplus"]) == ("webster", 435, 0)
    assert document["seats"]["California"] == 52
    assert sum(document["seats"].values()) == 435
    assert document["needs_decision"] is None
    assert "Webster" in document["cite"]
    assert next(iter(document["seats"])) == "California"  # in the order of the file


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_the_shape_of_the_contract_and_replays(
    method: str, csv: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    document = answer(capsys, method, "--total", "1000000000000", csv("A,2.5", "B,0.1", "C,1e3", "D,0"))
    assert {"method", "total", "seats", "surplus", "steps", "needs_decision", "cite", "choices"} <= set(document)
    assert sum(document["seats"].values()) == 10**12 + document["surplus"]
    held = {step["name"]: step["seats"] for step in document["steps"]}
    assert document["seats"] == {"D": 0} | held
    assert all(Fraction(step["value"]) >= 0 for step in document["steps"])


def test_a_tie_needs_lots_and_lots_settle_it(csv: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv("B,5", "A,5", "C,1")
    document = answer(capsys, "webster", "--total", "3", path)
    assert document["seats"] == {"B": 1, "A": 1, "C": 0}
    question = document["needs_decision"]
    assert (question["question"], question["options"], question["seats"]) == ("lots", ["A", "B"], 1)
    assert question["ties"] == [{"options": ["A", "B"], "seats": 1}]
    assert question["cite"] == document["cite"]
    drawn = answer(capsys, "webster", "--total", "3", path, "--lots", "B, A")
    assert drawn["seats"] == {"B": 2, "A": 1, "C": 0}
    assert drawn["choices"] == {"lots": ["B", "A"]}
    assert run(["apportion", "webster", "--total", "3", path]) == 0
    assert "draw lots for 1 unit(s) among A, B" in capsys.readouterr().out


def test_nearest_says_where_a_half_goes_and_tells_the_surplus(csv: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv("A,1", "B,1")
    document = answer(capsys, "nearest", "--total", "5", path)
    assert (document["seats"], document["surplus"]) == ({"A": 2, "B": 2}, -1)
    assert document["choices"] == {"ROUNDING": "nearest"}
    assert document["note"] == ".5 goes to the even number"
    assert answer(capsys, "ceil", "--total", "5", path)["choices"] == {"ROUNDING": "ceil"}
    assert run(["apportion", "nearest", "--total", "5", path]) == 0
    shown = capsys.readouterr().out
    assert "Surplus: -1 against the total of 5" in shown
    assert ".5 goes to the even number" in shown


def test_table_for_a_person_fits_100_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apportion", "huntington-hill", "--total", "435", str(TABLE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.split()[:3] == ["New", "York", "20215751"] and line.split()[-1] == "26" for line in lines)
    assert "Huntington 1928" in lines[-1]


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apportion", "--help"]) == 0
    assert "Example: fairshare apportion webster --total 435 states.csv" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["A,1", "A,2"], ":3: name: 'A' stands on line 2 already"),
        (["A,-1"], ":2: weight: '-1' is negative"),
        (['A,"1,5"'], ":2: weight: '1,5' has a comma"),
        (["A,NaN"], ":2: weight: 'NaN' is not a finite number"),
        (["A,inf"], ":2: weight: 'inf' is not a finite number"),
        (["A,"], ":2: weight: is empty"),
        ([",3"], ":2: name: is empty"),
        (["A,0", "B,0.00"], ":1: weight: no weight is above 0"),
        ([], ":1: file: has a header and no row"),
    ],
)
def test_each_fault_of_the_file_has_its_line(
    rows: list[str], expected: str, csv: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv(*rows)
    assert path + expected in faults(capsys, "hamilton", "--total", "3", path)


def test_wrong_column_missing_file_and_binary_file(
    csv: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = csv("A,1", header="name,wt")
    assert faults(capsys, "hamilton", "--total", "3", wrong).startswith(f"{wrong}:1: weight: column is missing")
    missing = str(tmp_path / "none.csv")
    assert faults(capsys, "hamilton", "--total", "3", missing).startswith(f"{missing}:1: file: cannot be read")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\x00\xff\x00")
    assert f"{binary}:1: file: is not UTF-8 text" in faults(capsys, "hamilton", "--total", "3", str(binary))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["webster", "--total", "-1"], "argument:1: total: -1 is out of range"),
        (["webster", "--total", "1000000000001"], "argument:1: total: 1000000000001 is out of range"),
        (["webster", "--total", "1.5"], "'1.5' is not a valid integer"),
        (["webster"], "Missing option '--total'"),
        (["borda", "--total", "3"], "argument:1: method: 'borda' is unknown; expected one of hamilton, webster"),
        (["adams", "--total", "1"], "argument:1: total: 1 is below the number of names with a positive weight"),
        (["webster", "--total", "3", "--lots", "A,Z"], "argument:1: lots: has an unknown or a repeated name"),
    ],
)
def test_bad_arguments_are_named(
    arguments: list[str], expected: str, csv: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert expected in faults(capsys, *arguments, csv("A,2", "B,1", "C,0"))
