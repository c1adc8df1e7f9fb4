"""``fairshare key``: the contract's JSON, the bundled inputs, and every kind of bad input on its own line."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run
from fairshare.cli.key import key as command
from fairshare.law.keys import KEYS

Files = Callable[[str], str]
Answer = Callable[..., Any]


@pytest.fixture
def table(tmp_path: Path) -> Files:
    def write(text: str) -> str:
        path = tmp_path / "inputs.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Answer:
    def call(*arguments: str) -> Any:
        assert run(["key", *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)

    return call


def test_the_shape_of_the_contract(table: Files, answer: Answer) -> None:
    path = table("state,population,gdp\nDE,30,10\nGR,10,10\nFrance,20,20\nDK,1,1\n")
    found = answer("ammr", "--inputs", path)
    assert found["key"] == "ammr"
    assert found["cites"] == ["AMMR 66", "AMMR Annex I"]
    assert list(found["states"]) == ["DE", "EL", "FR"]
    assert found["states"]["DE"]["share"] == "0.375"
    assert found["states"]["DE"]["effects"] == {"population": "0.5", "gdp": "0.25"}
    assert found["states"]["DE"]["cite"] == "AMMR 66; AMMR Annex I"
    assert found["choices"]["STATES_LEFT_OUT"] == "DK"
    assert "MT" in found["choices"]["STATES_MISSING"]
    assert found["inputs"]["population"] == {"source": path, "as_of": None}
    assert sum(Fraction(state["share"]) for state in found["states"].values()) == pytest.approx(1, abs=1e-15)


@pytest.mark.law("AMMR 66")
def test_reference_key_2026_from_the_bundled_inputs(answer: Answer) -> None:
    """Row 11: 21.6890 % and 16.0021 % are published; the frozen vintage is not, so within 0.05 and 0.07 points."""
    found = answer("ammr", "--year", "2026")
    shares = {state: 100 * float(row["share"]) for state, row in found["states"].items()}
    assert len(shares) == 26
    assert shares["DE"] == pytest.approx(21.6890, abs=0.05)
    assert shares["FR"] == pytest.approx(16.0021, abs=0.07)
    assert found["choices"] == {"STATES_LEFT_OUT": "DK", "KEY_SNAPSHOT": "proposal"}
    assert set(found["inputs"]) == {"population", "gdp"}
    assert all(source["source"] and source["as_of"] for source in found["inputs"].values())


def test_year_without_snapshots_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["key", "ammr", "--year", "2026", "--snapshot", "--store", str(tmp_path)]) == 2
    assert "data refresh" in capsys.readouterr().err


def test_missing_states_are_a_warning_on_standard_error(table: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["key", "ammr", "--inputs", table("state,population,gdp\nDE,3,1\nFR,1,1\n")]) == 0
    out, err = capsys.readouterr()
    assert err.startswith("warning: AT, BE,")
    assert "62.5000 %" in out
    assert run(["key", "ammr", "--inputs", table("state,population,gdp\nDE,3,1\nFR,1,1\n"), "--states", "DE,fr"]) == 0
    assert capsys.readouterr().err == ""


def test_states_restrict_the_set(table: Files, answer: Answer) -> None:
    path = table("state,population,gdp\nDE,3,1\nFR,1,1\nIT,1,1\n")
    found = answer("ammr", "--inputs", path, "--states", "Germany,FR")
    assert {state: row["share"][:5] for state, row in found["states"].items()} == {"DE": "0.625", "FR": "0.375"}
    assert found["choices"] == {"STATES": "DE, FR"}


def test_com2016_270_numbers(table: Files, answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    path = table("state,population,gdp,applications,resettled,opted_out\nDE,1,1,100,200,\nIT,1,1,700,,4\n")
    found = answer("com2016-270", "--inputs", path)["states"]
    assert [float(found[s]["reference"]) for s in ("DE", "IT")] == [500, 500]
    assert [float(found[s]["threshold"]) for s in ("DE", "IT")] == [750, 750]
    assert [found[s]["payment"] for s in ("DE", "IT")] == ["0.00", "1000000.00"]
    assert [found[s]["load"] for s in ("DE", "IT")] == [300, 700]
    assert not found["IT"]["above_threshold"]
    assert found["IT"]["cites"]["payment"] == "COM2016 37"
    assert run(["key", "com2016-270", "--inputs", path]) == 0
    assert "1,000,000.00" in capsys.readouterr().out


def test_com2016_270_without_applications_is_the_key_alone(table: Files, answer: Answer) -> None:
    assert set(answer("com2016-270", "--inputs", table("state,population,gdp\nDE,1,1\n"))["states"]["DE"]) == {
        "share", "effects", "cite",
    }  # fmt: skip


def test_zero_rate(table: Files, answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    path = table("state,population,gdp,applications_per_million,unemployment_rate\nDE,1,1,0,3\nFR,1,1,5,\n")
    assert run(["key", "com2015-286", "--inputs", path]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        [f"{path}:2", "applications_per_million"],
        [f"{path}:3", "unemployment_rate"],
    ]
    found = answer("com2015-286", "--inputs", path, "--choice", "ZERO_RATE=drop")
    assert found["choices"]["ZERO_RATE"] == "drop"
    assert float(found["states"]["DE"]["effects"]["applications_per_million"]) == 0


def test_custom_weights(table: Files, answer: Answer) -> None:
    path = table("state,population,gdp\nDE,3,1\nFR,1,1\n")
    found = answer("custom", "--inputs", path, "--weights", "population=1/3, gdp=2/3")
    assert float(found["states"]["DE"]["share"]) == pytest.approx(7 / 12, abs=1e-15)


def test_wide_keys_stay_within_the_page(table: Files, capsys: pytest.CaptureFixture[str]) -> None:
    columns = list(KEYS["bmvi-border"].columns)
    path = table(",".join(["state", *columns]) + "\nFI" + ",1" * 7 + "\nEL" + ",2" * 7 + "\n")
    assert run(["key", "bmvi-border", "--inputs", path]) == 0
    out = capsys.readouterr().out
    assert "3 more effects: --json" in out
    assert max(map(len, out.splitlines())) <= 100


HEAD = "state,population,gdp\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("state,population\nDE,1\n", 1, "gdp", "column is missing"),
        (HEAD + "DE,1,1\nDE,1,1\n", 3, "state", "stands on line 2 already"),
        (HEAD + "DE,-1,1\n", 2, "population", "negative"),
        (HEAD + 'DE,"1,5",1\n', 2, "population", "comma"),
        (HEAD + "DE,nan,1\n", 2, "population", "not a finite number"),
        (HEAD + "DE,inf,1\n", 2, "population", "not a finite number"),
        (HEAD + "DE,0,1\n", 2, "population", "is zero"),
        (HEAD + "DE,1,1\nFR,,1\n", 3, "population", "is empty"),
        (HEAD + "Atlantis,1,1\n", 2, "state", "not a known state"),
        (HEAD + "DE,1e30,1\n", 2, "population", "out of range"),
        (HEAD + "DE,1\n", 2, "row", "has 2 cells"),
        (HEAD, 1, "file", "no row"),
        ("", 1, "file", "is empty"),
        ("\0\1", 1, "file", "binary"),
    ],
)
def test_bad_tables(
    text: str, line: int, column: str, said: str, table: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(text)
    assert run(["key", "ammr", "--inputs", path, "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{path}:{line}: {column}: ")
    assert said in err
    assert len(err.splitlines()) == 1


def test_faults_of_rows_outside_the_key_do_not_count(table: Files, answer: Answer) -> None:
    assert set(answer("ammr", "--inputs", table(HEAD + "DE,1,1\nDK,,\n"))["states"]) == {"DE"}


def test_applications_of_one_state_missing(table: Files, capsys: pytest.CaptureFixture[str]) -> None:
    path = table("state,population,gdp,applications\nDE,1,1,5\nFR,1,1,\n")
    assert run(["key", "com2016-270", "--inputs", path]) == 2
    assert capsys.readouterr().err.startswith(f"{path}:3: applications: is empty")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fair", "--year", "2026"], "'fair' is not a key"),
        (["ammr"], "either --inputs FILE or --year YEAR"),
        (["ammr", "--inputs", "x.csv", "--year", "2026"], "either --inputs FILE or --year YEAR"),
        (["ammr", "--inputs", "x.csv", "--snapshot"], "either --inputs FILE or --year YEAR"),
        (["ammr", "--inputs", "/nowhere/x.csv"], "cannot be read"),
        (["ammr", "--year", "1999"], "no inputs of the key are held for 1999"),
        (["multi-factor", "--year", "2026"], "area: column is missing"),
        (["ammr", "--year", "2026", "--states", "UK"], "UK has no inputs"),
        (["ammr", "--year", "2026", "--states", "DE,Atlantis"], "'Atlantis' is not a known state"),
        (["ammr", "--year", "2026", "--weights", "gdp=1"], "has its own"),
        (["custom", "--year", "2026"], "make no key"),
        (["custom", "--year", "2026", "--weights", "gdp"], "'gdp' is no weight"),
        (["custom", "--year", "2026", "--weights", "gdp=1,gdp=2"], "each column once"),
        (["custom", "--year", "2026", "--weights", "gdp=x"], "'x' is not a number"),
        (["custom", "--year", "2026", "--weights", "gdp=1/0"], "'0' is zero"),
        (["custom", "--year", "2026", "--weights", "gdp=1e99999999"], "out of range"),
        (["ammr", "--year", "2026", "--choice", "ZERO_RATE=maybe"], "is not an answer"),
    ],
)
def test_bad_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["key", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_the_help_names_every_key_and_column() -> None:
    for key in KEYS.values():
        assert key.name in (command.help or "")
    for column in KEYS["bmvi-border"].columns:
        assert column in (command.help or "")


def test_com2016_counts_need_applications(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that a user gave is left out in silence."""
    file = tmp_path / "in.csv"
    file.write_text("state,population,gdp,opted_out\nDE,50,50,8\nFR,50,50,10\n", encoding="utf-8")
    assert run(["key", "com2016-270", "--inputs", str(file), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "opted_out count beside applications, which are missing" in captured.err
