"""``fairshare inequality``: the contract's fields, strict JSON and bad input."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from fairshare.cli.app import run

FIELDS = ["hoover", "gini", "theil_t", "theil_l", "atkinson_0.5", "atkinson_1", "max_ratio", "min_ratio", "to_move"]
HEAD = "state,observed,key\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "loads.csv"


def test_the_shape_of_the_contract(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(HEAD + "DE,30,0.5\nFrance,10,0.5\n")
    assert run(["inequality", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert set(FIELDS) <= set(found)
    assert (found["hoover"], found["gini"], found["to_move"], found["max_ratio"]) == (0.25, 0.25, 10, 1.5)
    assert found["theil_t"] == pytest.approx(0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    assert found["atkinson_0.5"] == pytest.approx(1 - (0.5 * math.sqrt(1.5) + 0.5 * math.sqrt(0.5)) ** 2)
    assert found["atkinson_1"] == pytest.approx(1 - math.sqrt(0.75))
    assert found["ratios"] == {"DE": 1.5, "FR": 0.5}
    assert found["notes"] == []


def test_infinite_is_null_with_a_note(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(HEAD + "DE,30,1\nFR,0,1\nIT,1,0\n")
    assert run(["inequality", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert [name for name in FIELDS if found[name] is None] == ["theil_t", "theil_l", "max_ratio"]
    assert len(found["notes"]) == 2
    assert found["ratios"]["IT"] is None
    assert run(["inequality", str(path)]) == 0
    assert "infinite" in capsys.readouterr().out


def test_the_table_fits_the_page(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(HEAD + "DE,30,1\nFR,10,1\n")
    assert run(["inequality", str(path)]) == 0
    out = capsys.readouterr().out
    assert "25.00 % of 40 would have to be elsewhere" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("state,observed\nDE,1\n", 1, "key", "column is missing"),
        (HEAD + "DE,1,0\nFR,1,0\n", 1, "key", "sums to 0"),
        (HEAD + "DE,0,1\n", 1, "observed", "sums to 0"),
        (HEAD + "DE,-1,1\n", 2, "observed", "negative"),
        (HEAD + "DE,1,\n", 2, "key", "is empty"),
        (HEAD + "DE,1,1\nDE,1,1\n", 3, "state", "already"),
    ],
)
def test_bad_tables(
    text: str, line: int, column: str, said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text(text)
    assert run(["inequality", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith(f"{path}:{line}: {column}: "), said in err) == ("", True, True)
