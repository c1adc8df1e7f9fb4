"""The folder of an answer: the columns of contract 9, the same bytes for the same run, and read back as written."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fairshare import __version__
from fairshare.faults import BadInputError
from fairshare.figures.match_answers import Assignment, run_manifest, write_answer, write_assignment
from fairshare.figures.match_results import UNKNOWN, read_assignment, read_manifest, read_result

RESULT = {
    "objective": "28.5",
    "bound": "28.5",
    "gap": 0.0,
    "placed_cases": 2,
    "placed_persons": 3,
    "linked_honoured": 1,
    "prices": {"DE": "0", "DE|IT": "8.25"},
    "seconds": {"read": 1.5},
}
ASSIGNMENT = Assignment(
    pl.Series("case", ["A", "B, or not", "C"]),
    np.array([1, -1, 0]),
    np.array([12.5, 0.0, 16.0]),
    np.array([0.1 + 0.2, 0.0, 0.0]),
    np.array([0, 1, 0]),
    ("DE", "FR"),
    ("Its best place.", "No place was left."),
)
MANIFEST = run_manifest(
    {"cases": (Path("some") / "cases.csv", "12ab")},
    {"place": Fraction(1, 10), "kinds": {"family": Fraction(1)}},
    mechanism="max-weight",
    seed=7,
)
IDS = pl.Series(["A", "B, or not", "C"])


@pytest.fixture(params=["csv", "parquet"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_answer(tmp_path, ASSIGNMENT, RESULT, MANIFEST, request.param)
    return tmp_path


def rewrite(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


# --- what is written ------------------------------------------------------------------------------------------------


def test_a_case_that_is_not_placed_has_an_empty_state(tmp_path: Path) -> None:
    write_assignment(tmp_path / "assignment.csv", ASSIGNMENT)
    assert (tmp_path / "assignment.csv").read_text(encoding="utf-8") == (
        "case,state,value,link,reason\n"
        "A,FR,12.5,0.30000000000000004,Its best place.\n"
        '"B, or not",,0.0,0.0,No place was left.\n'
        "C,DE,16.0,0.0,Its best place.\n"
    )
    write_assignment(tmp_path / "assignment.parquet", ASSIGNMENT)
    frame = pl.read_parquet(tmp_path / "assignment.parquet")
    assert frame.schema == {
        "case": pl.String, "state": pl.String, "value": pl.Float64, "link": pl.Float64, "reason": pl.String
    }  # fmt: skip
    assert frame.rows() == pl.read_csv(tmp_path / "assignment.csv").fill_null("").rows()


def test_nothing_changes_from_run_to_run(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    ending = next(folder.glob("assignment.*")).suffix[1:]
    write_answer(other, ASSIGNMENT, {**RESULT, "seconds": {"read": 9.75}}, MANIFEST, ending)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in other.iterdir()
    }
    assert "seconds" not in json.loads((folder / "result.json").read_text(encoding="utf-8"))


def test_the_manifest_names_what_the_run_rests_on(folder: Path) -> None:
    path = next(folder.glob("assignment.*"))
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8")) == {
        "fairshare": __version__,
        "mechanism": "max-weight",
        "seed": 7,
        "policy": {"place": "0.1", "kinds": {"family": "1"}},
        "options": {},
        "inputs": {"cases": {"file": "cases.csv", "sha256": "12ab"}},
        "outputs": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()},
    }


def test_a_few_words_stay_small_in_a_million_rows(tmp_path: Path) -> None:
    n = 100_000
    many = Assignment(
        pl.Series([f"C{i:06}" for i in range(n)]),
        np.arange(n) % 2,
        np.ones(n),
        np.zeros(n),
        np.arange(n) % 2,
        ("DE", "FR"),
        ("a reason " * 30, "another " * 30),
    )
    write_assignment(tmp_path / "a.parquet", many)
    assert (tmp_path / "a.parquet").stat().st_size < 500_000


# --- what is read back ----------------------------------------------------------------------------------------------


def test_an_assignment_comes_back_as_it_was(folder: Path) -> None:
    found = read_assignment(folder, IDS, ("DE", "FR"))
    assert found.state.tolist() == [1, -1, 0]
    assert found.value.tolist() == ASSIGNMENT.value.tolist() and found.link.tolist() == ASSIGNMENT.link.tolist()
    assert not (len(found.missing) or len(found.repeated) or found.unknown)
    assert found.sha256 in (read_manifest(folder) or pytest.fail("no manifest")).outputs.values()


def test_rows_come_by_case_in_whatever_order(tmp_path: Path) -> None:
    rows = "C,DE,1,0,\nX,DE,1,0,\nA,Atlantis,2,0,\nC,FR,3,0.5,\n"
    rewrite(tmp_path, "assignment.csv", "case,state,value,link,reason\n" + rows)
    found = read_assignment(tmp_path, IDS, ("DE", "FR"))
    assert found.state.tolist() == [UNKNOWN, -1, 1]
    assert (found.missing.tolist(), found.repeated.tolist(), found.unknown) == ([1], [2], ("X",))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("A,DE,x,0,\n", "2: value: 'x' is not a number; expected a number"),
        ("A,DE,1,,\n", "2: link: is empty; expected a number"),
        ("A,DE,nan,0,\n", "2: value: 'nan' is not a finite number; expected a number"),
        (",DE,1,0,\n", "2: case: is empty; expected a case"),
        ("A,DE,1\n", "2: row: has 3 cells; expected 5, as in the header"),
    ],
)
def test_an_assignment_that_cannot_be_read_is_bad_input(tmp_path: Path, rows: str, told: str) -> None:
    rewrite(tmp_path, "assignment.csv", "case,state,value,link,reason\n" + rows)
    with pytest.raises(BadInputError) as caught:
        read_assignment(tmp_path, IDS, ("DE", "FR"))
    assert [str(fault).partition("assignment.csv:")[2] for fault in caught.value.faults] == [told]


def test_there_is_one_assignment(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(BadInputError, match="has 0 assignments"):
        read_assignment(tmp_path_factory.mktemp("empty"), IDS, ("DE",))
    for ending in ("csv", "parquet"):
        write_assignment(folder / f"assignment.{ending}", ASSIGNMENT)
    with pytest.raises(BadInputError, match="has 2 assignments"):
        read_assignment(folder, IDS, ("DE",))


def test_a_result_comes_back_with_its_figures(folder: Path) -> None:
    said = read_result(folder)
    assert (said.objective, said.bound, said.gap, said.bound_by, said.mechanism) == (28.5, 28.5, 0.0, "", "")
    assert said.prices == {"DE": 0.0, "DE|IT": 8.25} and said.usable == {}
    assert said.counts == {"placed_cases": 2, "placed_persons": 3, "linked_honoured": 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"objective": None}, "objective: is missing; expected a number"),
        ({"objective": "many"}, "objective: 'many' cannot be used; expected a number"),
        ({"objective": "NaN"}, "objective: 'NaN' cannot be used; expected a number"),
        ({"objective": "1e999"}, "objective: '1e999' cannot be used; expected a number"),
        ({"objective": True}, "objective: 'True' cannot be used; expected a number"),
        ({"bound": None}, "bound: is missing; expected a number"),
        ({"gap": [0]}, "gap: '[0]' cannot be used; expected a number"),
        ({"placed_cases": 2.5}, "placed_cases: '2.5' cannot be used; expected a whole number"),
        ({"prices": None}, "prices: is missing; expected a number for each row of quotas"),
        ({"prices": {"DE": None}}, "prices.DE: is missing; expected a number"),
        ({"usable": [1]}, "usable: '[1]' cannot be used; expected a number for each row of quotas"),
    ],
)
def test_a_figure_that_cannot_be_used_is_bad_input(tmp_path: Path, change: dict[str, object], told: str) -> None:
    rewrite(tmp_path, "result.json", json.dumps({**RESULT, **change}))
    with pytest.raises(BadInputError) as caught:
        read_result(tmp_path)
    assert [str(fault).partition("result.json:1: ")[2] for fault in caught.value.faults] == [told]


def test_a_mechanism_that_claims_no_optimum_needs_no_proof(tmp_path: Path) -> None:
    kept = {name: value for name, value in RESULT.items() if name not in {"prices", "bound", "gap"}}
    rewrite(tmp_path, "result.json", json.dumps({**kept, "mechanism": "deferred acceptance"}))
    said = read_result(tmp_path)
    assert (said.bound, said.gap, said.prices) == (None, None, {})


@pytest.mark.parametrize("text", ["{", "[1]", '{"objective": NaN}', "3", "", '{"a": "\\ud800"', "[" * 100_000])
def test_a_document_that_is_none_is_bad_input(tmp_path: Path, text: str) -> None:
    rewrite(tmp_path, "result.json", text)
    with pytest.raises(BadInputError):
        read_result(tmp_path)


def test_a_manifest_that_is_none_is_bad_input(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    for text in ("{}", '{"inputs": []}', '{"inputs": {}, "outputs": {}}', '{"inputs": {}, "outputs": 1}'):
        rewrite(tmp_path, "manifest.json", text)
        with pytest.raises(BadInputError, match="is missing or is no mapping"):
            read_manifest(tmp_path)
