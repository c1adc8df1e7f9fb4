"""``fairshare match``: the contract on the command line, file by file and byte by byte."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from fairshare.cli.app import run

pytestmark = pytest.mark.law("AMMR 67(4)")

CASES = """case,persons,present_in,vulnerable,nationality,eligible,reason
F1,2,IT,0,SYR,1,
F2,2,IT,1,SYR,1,
F3,1,EL,0,AFG,1,
F4,1,IT,0,AFG,0,security (67(2))
F5,3,GR,0,,1,
"""
LINKS = """case,state,kind,strength
F1,DE,family,0.5
F3,DE,study,1
F3,FR,language,0.5
"""
QUOTAS = """state,places,present_in
DE,2,
FR,2,
PT,3,EL
"""

Match = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def match(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Match:
    """Write the files, run the command with further arguments, and give its exit code, document and errors."""
    monkeypatch.chdir(tmp_path)

    def call(
        *more: str, cases: str = CASES, links: str = LINKS, quotas: str = QUOTAS
    ) -> tuple[int, dict[str, Any], str]:
        for name, text in (("cases", cases), ("links", links), ("quotas", quotas)):
            Path(f"{name}.csv").write_text(text, encoding="utf-8")
        files = ("--cases", "cases.csv", "--links", "links.csv", "--quotas", "quotas.csv")
        code = run(["match", *files, "--out", "out", "--json", *more])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else {}, printed.err

    return call


def placements() -> dict[str, str]:
    frame = pl.read_parquet("out/assignment.parquet")
    return dict(frame.select("case", "state").iter_rows())


def test_the_document_of_the_contract(match: Match) -> None:
    """The family with a link goes to Germany, the vulnerable one to France, the large one to places kept for Greece."""
    code, found, _ = match()
    assert code == 0
    assert placements() == {"F1": "DE", "F2": "FR", "F3": "", "F4": "", "F5": "PT"}
    assert found["objective"] == str(2 * (8 + 2 * 0.5) + 2 * (8 + 4) + 3 * 8).removesuffix(".0")
    assert set(found) >= {
        "objective", "bound", "gap", "placed_cases", "placed_persons", "linked_honoured", "prices", "seconds", "seed",
    }  # fmt: skip
    assert set(found["prices"]) == {"DE", "FR", "PT|EL"}
    assert set(found["seconds"]) == {"read", "solve", "write"}
    assert (found["gap"], found["seed"], found["objective"]) == (0.0, 0, found["bound"])


def test_the_assignment_has_a_row_for_every_case_in_the_order_of_case_numbers(match: Match) -> None:
    match("--format", "csv")
    rows = list(csv.DictReader(Path("out/assignment.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["case"] for row in rows] == ["F1", "F2", "F3", "F4", "F5"]
    assert list(rows[0]) == ["case", "state", "value", "link", "reason"]
    assert rows[3]["state"] == ""
    assert "security (67(2))" in rows[3]["reason"]
    assert all(row["reason"] for row in rows)


def test_the_order_of_rows_changes_no_byte_of_the_assignment(match: Match) -> None:
    match()
    first = Path("out/assignment.parquet").read_bytes()
    reversed_files = {
        name: "\n".join([text.splitlines()[0], *reversed(text.splitlines()[1:])]) + "\n"
        for name, text in (("cases", CASES), ("links", LINKS), ("quotas", QUOTAS))
    }
    match(**reversed_files)
    assert Path("out/assignment.parquet").read_bytes() == first


def test_the_same_seed_and_input_give_the_same_bytes(match: Match) -> None:
    _, one, _ = match("--seed", "7")
    files = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    _, other, _ = match("--seed", "7")
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == files
    assert {k: v for k, v in one.items() if k != "seconds"} == {k: v for k, v in other.items() if k != "seconds"}


def test_csv_and_parquet_inputs_give_the_same(match: Match, capsys: pytest.CaptureFixture[str]) -> None:
    _, found, _ = match()
    for name in ("cases", "links", "quotas"):
        pl.read_csv(f"{name}.csv").write_parquet(f"{name}.parquet")
    files = [part for name in ("cases", "links", "quotas") for part in (f"--{name}", f"{name}.parquet")]
    assert run(["match", *files, "--out", "other", "--json"]) == 0
    other = json.loads(capsys.readouterr().out)
    assert {k: v for k, v in other.items() if k != "seconds"} == {k: v for k, v in found.items() if k != "seconds"}


def test_the_policy_counts(match: Match) -> None:
    Path("policy.yaml").write_text("place: 1\nvulnerable: 0\nlinks: 10\nkinds: {study: 0}\n", encoding="utf-8")
    _, found, _ = match("--policy", "policy.yaml")
    assert found["linked_honoured"] >= 1
    manifest = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["policy"]["links"] == "10"
    assert manifest["policy"]["kinds"]["study"] == "0"
    assert manifest["inputs"]["cases"]["sha256"]


def test_exclusions_are_kept(match: Match) -> None:
    Path("barred.csv").write_text("case,state,reason\nF1,DE,dependant elsewhere\n", encoding="utf-8")
    match("--exclusions", "barred.csv")
    assert placements()["F1"] != "DE"


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"cases": CASES.replace("F3,1", "F3,0")}, "cases.csv:4: persons: '0'"),
        ({"cases": CASES.replace("F2,2", "F1,2")}, "cases.csv:3: case: 'F1' stands on line 2 already"),
        ({"cases": CASES.replace("F3,1,EL", "F3,1,XX")}, "cases.csv:4: present_in: 'XX'"),
        ({"links": LINKS.replace("F3,FR", "F9,FR")}, "links.csv:4: case: 'F9'"),
        ({"links": LINKS.replace("0.5", "NaN")}, "links.csv:2: strength: 'NaN'"),
        ({"quotas": QUOTAS + "DE,1,\n"}, "quotas.csv:5: state"),
        ({"quotas": QUOTAS.replace("DE,2", "DE,-2")}, "quotas.csv:2: places: '-2'"),
    ],
)
def test_bad_input_is_told_by_file_line_and_field_and_writes_nothing(
    match: Match, changed: dict[str, str], line: str
) -> None:
    code, _, errors = match(**changed)
    assert code == 2
    assert line in errors
    assert "Traceback" not in errors
    assert not Path("out").exists()


def test_a_folder_with_other_files_is_refused(match: Match) -> None:
    Path("out").mkdir()
    Path("out/thesis.txt").write_text("mine", encoding="utf-8")
    code, _, errors = match()
    assert code == 2
    assert "thesis.txt" in errors
    assert [path.name for path in Path("out").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("option", ["cases", "links", "quotas"])
def test_missing_files_are_told(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [p for name in ("cases", "links", "quotas") if name != option for p in (f"--{name}", "x.csv")]
    assert run(["match", *files, "--out", str(tmp_path / "out")]) == 2
    assert f"--{option}" in capsys.readouterr().err


def test_without_json_it_prints_a_table_for_a_person(match: Match, capsys: pytest.CaptureFixture[str]) -> None:
    match()
    files = ["--cases", "cases.csv", "--links", "links.csv", "--quotas", "quotas.csv"]
    assert run(["match", *files, "--out", "out"]) == 0
    printed = capsys.readouterr().out
    assert "proved optimal" in printed
    assert "the benefitting state decides" in printed


@pytest.mark.law("AMMR 68(2)")
def test_possible_double_transfers_come_first(match: Match, capsys: pytest.CaptureFixture[str]) -> None:
    third = CASES.replace("reason\n", "reason,third_state,third_state_basis\n").replace("1,\n", "1,,SE,AMMR 25(2)\n")
    third = third.replace("security (67(2))", "security (67(2)),,")
    match(cases=third)
    files = ["--cases", "cases.csv", "--links", "links.csv", "--quotas", "quotas.csv"]
    assert run(["match", *files, "--out", "out"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Possible double transfers")
    assert "AMMR 25(2)" in printed
