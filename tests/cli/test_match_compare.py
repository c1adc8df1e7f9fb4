"""``fairshare match compare``: the table of mechanisms on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairshare.cli.app import run
from fairshare.matching.mechanisms.catalogue import MECHANISMS

pytestmark = pytest.mark.law("AMMR 67(4)")
FILES = ("--cases", "s/cases.csv", "--links", "s/links.csv", "--quotas", "s/quotas.csv")


@pytest.fixture(autouse=True)
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["match", "sample", "120", "--seed", "2", "--out", "s"]) == 0
    capsys.readouterr()


def test_all_mechanisms_in_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "compare", *FILES, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["mechanisms"]
    assert [row["mechanism"] for row in rows] == list(MECHANISMS)
    assert rows[0]["share"] == 1
    assert all(row["share"] <= 1 + 1e-9 for row in rows)


def test_a_person_reads_a_table_of_those_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "compare", *FILES, "--mechanisms", "cmda, greedy"]) == 0
    printed = capsys.readouterr().out
    assert "cmda" in printed
    assert "max-weight" in printed
    assert "tmda" not in printed
    assert max(map(len, printed.splitlines())) <= 100


def test_about_says_source_and_guarantees(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "compare", "--about", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {entry["name"] for entry in found} == set(MECHANISMS)
    assert all(entry["source"] and entry["guarantees"] for entry in found)
    assert run(["match", "compare", "--about"]) == 0
    assert "strategy-proof" in capsys.readouterr().out


def test_an_unknown_mechanism_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "compare", *FILES, "--mechanisms", "magic"]) == 2
    assert "'magic' is unknown" in capsys.readouterr().err
