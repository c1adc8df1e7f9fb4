"""``fairshare evaluate --league``: mechanisms beside a cycle, refused files, and the same reports again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run

Call = Callable[..., tuple[int, str, str]]
ONE = {"mean": 0.2, "low": 0.1, "high": 0.3}


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def done(*arguments: str) -> tuple[int, str, str]:
        code = run(["evaluate", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return done


def league_of(folder: Path, *years: int) -> str:
    """A file of a league of one mechanism."""
    by_year = {str(year): {"hoover_lodged": ONE, "hoover_persons": ONE} for year in years}
    document: dict[str, Any] = {"mechanisms": {"ammr": by_year}, "draws": 9, "ranked_by": "hoover_persons", "pairs": []}
    document |= {"notes": [], "manifest": {"seed": 1, "sample": 0.1, "fairshare": "0.1.0"}}
    path = folder / "league.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def test_mechanisms_stand_in_a_table_of_their_own(call: Call, tmp_path: Path) -> None:
    code, out, _err = call("2026", "--league", league_of(tmp_path, 2026), "--json")
    found = json.loads(out)
    assert code == 0 and found["figures"]["simulated.ammr.2026.mean"]["value"] == "0.2"
    assert [one["slug"] for one in found["sections"]].count("simulated") == 1
    assert "Hoover index under each mechanism" in call("2026", "--league", league_of(tmp_path, 2026))[1]


def test_a_past_cycle_has_those_of_its_years(call: Call, tmp_path: Path) -> None:
    code, out, _err = call("relocation-2015", "--league", league_of(tmp_path, 2014, 2015, 2016, 2017), "--json")
    keys = [key for key in json.loads(out)["figures"] if key.endswith(".mean") and key.startswith("simulated.")]
    assert code == 0 and keys == [f"simulated.ammr.{year}.mean" for year in (2015, 2016, 2017)]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"mechanisms": {}}'])
def test_a_file_that_is_no_league_is_refused_in_one_line(call: Call, tmp_path: Path, text: str) -> None:
    path = tmp_path / "league.json"
    path.write_text(text, encoding="utf-8")
    code, out, err = call("2026", "--league", str(path))
    assert (code, out) == (2, "") and len(err.strip().splitlines()) == 1 and "league" in err


def test_a_file_that_is_not_there_and_a_league_of_other_years_are_refused(call: Call, tmp_path: Path) -> None:
    code, _out, err = call("2026", "--league", str(tmp_path / "none.json"))
    assert code == 2 and len(err.strip().splitlines()) == 1
    code, _out, err = call("2026", "--league", league_of(tmp_path, 2019))
    assert code == 2 and "it has 2019" in err


def test_a_section_for_a_report_takes_no_league(call: Call, tmp_path: Path) -> None:
    code, _out, err = call("2026", "--section", "79", "--league", league_of(tmp_path, 2026))
    assert code == 2 and "--section" in err


def test_reports_with_a_league_are_made_again_with_the_same_file(call: Call, tmp_path: Path) -> None:
    league, folder, other = league_of(tmp_path, 2026), str(tmp_path / "first"), str(tmp_path / "second")
    assert call("2026", "--league", league, "--out", folder, "--format", "json")[0] == 0
    manifest = f"{folder}/manifest.json"
    assert json.loads(Path(manifest).read_text(encoding="utf-8"))["request"]["league"] == "league.json"
    code, out, _err = call("--manifest", manifest, "--league", league, "--out", other)
    assert code == 0 and "byte for byte" in out
    code, _out, err = call("--manifest", manifest, "--out", other)
    assert code == 2 and "league.json, of which the report was" in err
