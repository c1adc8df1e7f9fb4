"""``fairshare market``: the contract's fields, the caveats, strict JSON and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairshare.cli.app import run

HEAD = "state,quota,pledge\n"
TABLE_1 = Path(__file__).parents[1] / "data" / "traqs_2015_table1.csv"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quotas.csv"


def test_traqs_2015_table_1_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Rows 17 and 18 as a user gets them."""
    assert run(["market", str(TABLE_1), "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert set(found["states"]["PL"]) == {"market_quota", "cost_change_vs_quota", "cost_change_vs_pledge"}
    assert found["states"]["DE"]["cost_change_vs_quota"] == pytest.approx(-9.75, abs=0.01)
    assert found["states"]["PL"]["cost_change_vs_pledge"] == pytest.approx(43.37, abs=0.02)
    assert found["traded_share"] == pytest.approx(0.6198, abs=1e-4)
    assert found["cost_reduction"] == pytest.approx(0.9215, abs=1e-4)
    assert found["price"] == pytest.approx(1, abs=1e-4)
    assert len(found["caveats"]) == 4


def test_the_table_prints_the_caveats_and_fits_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["market", str(TABLE_1)]) == 0
    out = capsys.readouterr().out
    assert "61.98 %" in out
    assert "commodity" in out
    assert "static" in out
    assert max(map(len, out.splitlines())) <= 100


def test_limits_are_null_with_a_note(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text("state,quota,pledge,population\nDE,10,10,80\nHU,10,0,10\nLU,0,5,\n")
    assert run(["market", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)["states"]
    assert (found["HU"]["cost_change_vs_quota"], found["HU"]["cost_change_vs_pledge"]) == (-1, None)
    assert found["HU"]["notes"]
    assert found["LU"]["cost_change_vs_quota"] is None
    assert found["DE"]["aversion"] == 8
    assert "aversion" not in found["LU"]
    assert run(["market", str(path)]) == 0
    assert "undefined" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("state,quota\nDE,1\n", 1, "pledge", "column is missing"),
        (HEAD + "DE,0,1\n", 1, "quota", "sums to 0"),
        (HEAD + "DE,1,0\n", 1, "pledge", "sums to 0"),
        (HEAD + "DE,1,-1\n", 2, "pledge", "negative"),
        ("state,quota,pledge,population\nDE,1,1,0\n", 2, "population", "is zero"),
    ],
)
def test_bad_tables(
    text: str, line: int, column: str, said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text(text)
    assert run(["market", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith(f"{path}:{line}: {column}: "), said in err) == ("", True, True)
