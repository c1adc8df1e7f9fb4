"""``fairshare match explain``: one family on the screen or as JSON, all of them as a table."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from fairshare.cli.app import run

pytestmark = pytest.mark.law("AMMR 67(3)")

FILES = ("--cases", "s/cases.csv", "--links", "s/links.csv", "--quotas", "s/quotas.csv")


@pytest.fixture(autouse=True)
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["match", "sample", "200", "--seed", "2", "--out", "s"]) == 0


def test_the_sentence_speaks_of_the_placement_of_the_matching(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", *FILES, "--out", "out", "--seed", "3"]) == 0
    placed = dict(pl.read_parquet("out/assignment.parquet").select("case", "state").iter_rows())
    for case in ("F0000001", "F0000100", "F0000200"):
        capsys.readouterr()
        assert run(["match", "explain", case, *FILES, "--seed", "3", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["case"], found["state"] or "") == (case, placed[case])
        assert found["sentence"]


def test_a_person_reads_a_sentence_and_the_states_open_to_the_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "explain", "F0000001", *FILES]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("F0000001: ")
    assert "The states open to it" in printed


@pytest.mark.parametrize("name", ["all.csv", "all.parquet"])
def test_all_cases_as_a_table(name: str) -> None:
    assert run(["match", "explain", "--all", name, *FILES]) == 0
    frame = pl.read_csv(name) if name.endswith(".csv") else pl.read_parquet(name)
    assert frame.height == 200
    assert frame["sentence"].str.len_chars().min() > 20  # type: ignore[operator]
    assert [path.name for path in Path().glob("*.part*")] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["NOPE"], "'NOPE' is no case"),
        ([], "is to be one case, or --all"),
        (["F0000001", "--all", "x.csv"], "is to be one case, or --all"),
        (["--all", "nowhere/x.csv"], "--all"),
        (["--all", "s/cases.csv"], "--all"),
    ],
)
def test_wrong_questions_are_told(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("s/cases.csv").read_bytes()
    assert run(["match", "explain", *arguments, *FILES]) == 2
    assert message in capsys.readouterr().err
    assert Path("s/cases.csv").read_bytes() == before
