"""``fairshare capacity``: from figures, as published, and every fault on a line of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import COMMANDS, run

HEAD = "state,irregular_crossings,sar_arrivals,refusals\n"

pytestmark = pytest.mark.law("APR 46", "APR 47(1)", "APR 47(4)")


@pytest.fixture(autouse=True)
def _command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "capacity", ("fairshare.cli.capacity:capacity", "Adequate capacity."))


@pytest.fixture
def figures(tmp_path: Path) -> Any:
    def write(text: str) -> str:
        path = tmp_path / "figures.csv"
        path.write_text(HEAD + text, encoding="utf-8")
        return str(path)

    return write


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["capacity", *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["capacity", *arguments]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 100
    return " ".join(out.split())


def test_capacities_and_maxima_from_figures(figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--inputs", figures("IT,100,100,100\nGR,50,25,25\n"))
    assert {state: row["capacity"] for state, row in found["states"].items()} == {"IT": 22_500, "EL": 7500}
    assert found["states"]["EL"]["maximum"] == {"2026-06-12": 15_000, "2027-06-13": 22_500, "2028-06-13": 30_000}
    assert found["states"]["EL"]["cites"] == {"share": "APR 47(4)", "capacity": "APR 47(4)", "maximum": "APR 47(1)"}
    assert found["states"]["IT"]["share"] == "0.75"
    assert found["totals"] == {"figures": 400, "capacity": 30_000, "cite": "APR 46, 47(4)"}
    assert found["choices"] == {"CAPACITY_ROUNDING": "hamilton"} and found["needs_decision"] is None


@pytest.mark.parametrize(
    ("day", "maximum"),
    [("2026-06-11", {}), ("2026-06-12", {"2026-06-12": 60_000}), ("2029-01-01", {"2028-06-13": 120_000})],
)
def test_the_maximum_of_a_day(
    day: str, maximum: dict[str, int], figures: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "--inputs", figures("IT,1,0,0\n"), "--on", day)
    assert found["states"]["IT"]["maximum"] == maximum and found["on"] == day
    assert any("No maximum is set before" in note for note in found["notes"]) is not bool(maximum)


def test_states_without_capacity_and_states_without_figures_are_named(
    figures: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = figures("IT,1,0,0\nDK,5,5,5\nNO,1,1,1\n")
    assert run(["capacity", "--inputs", path, "--json"]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["choices"]["states_left_out"] == ["DK", "NO"] and found["states"]["IT"]["capacity"] == 30_000
    assert len(found["inputs"]["missing"]) == 25 and "the shares are those of the states given alone" in err
    assert "Left out: DK, NO" in shown(capsys, "--inputs", path)


def test_a_file_of_all_states_gives_no_warning(figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from fairshare.law.responsibility.border_capacity import STATES

    rows = "".join(f"{state},{number},0,7\n" for number, state in enumerate(sorted(STATES)))
    assert run(["capacity", "--inputs", figures(rows), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == "" and json.loads(out)["totals"]["capacity"] == 30_000


def test_a_tie_is_a_question_until_lots_are_drawn(figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = figures("".join(f"{state},1,0,0\n" for state in ("AT", "BE", "BG", "CY", "CZ", "DE", "EE")))
    found = answer(capsys, "--inputs", path)
    assert found["needs_decision"]["options"] == ["AT", "BE", "BG", "CY", "CZ", "DE", "EE"]
    assert found["states"]["AT"]["capacity"] is None and found["totals"]["capacity"] is None
    assert set(found["states"]["AT"]["maximum"].values()) == {None}
    out = shown(capsys, "--inputs", path)
    assert "by lot" in out and "NEEDS DECISION: draw lots for 5 place(s)" in out
    drawn = answer(capsys, "--inputs", path, "--lots", "AT,BE,BG,CY,CZ,DE,EE")
    assert drawn["needs_decision"] is None and drawn["totals"]["capacity"] == 30_000
    assert drawn["choices"]["lots"] == ["AT", "BE", "BG", "CY", "CZ", "DE", "EE"]


def test_the_table_shows_figures_shares_and_the_open_rounding(figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "--inputs", figures("IT,300,0,0\nEL,100,0,0\n"), "--choice", "CAPACITY_ROUNDING=nearest")
    assert "IT 300 75.0000 % 22,500 45,000" in out and "all 400" in out
    assert "Rounding: nearest." in out and "The rounding is open" in out


def test_the_published_table_knows_five_states(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys)
    states = found["states"]
    assert len(states) == 26 and found["union_capacity"]["value"] == 30_000
    assert {state for state, row in states.items() if row["capacity"]["value"] is not None} == {
        "IT", "HU", "ES", "EL", "PL",
    }  # fmt: skip
    assert states["IT"]["capacity"] | {"source": "", "as_of": ""} == {
        "value": 8016, "status": "reported", "source": "", "as_of": "", "note": "", "cite": "APR 47(4)",
    }  # fmt: skip
    assert states["IT"]["maximum_from_2027-06-13"]["value"] == 24_048
    assert states["EL"]["capacity"]["status"] == "inferred"
    assert states["DE"]["capacity"]["status"] == "unknown"
    out = shown(capsys)
    assert "IT 8,016 16,032 24,048 reported" in out and "DE unknown unknown unknown unknown" in out
    assert "Known: 5 states with 22,785 of 30,000; the 7,215 of the other 21 are unknown." in out


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        ("2026-01-01", ["capacity"]),
        ("2027-06-12", ["capacity", "maximum_from_2026-06-12"]),
        ("2027-06-13", ["capacity", "maximum_from_2027-06-13"]),
    ],
)
def test_the_published_table_on_a_day(day: str, fields: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--on", day)
    assert list(found["states"]["IT"]) == fields
    assert any("No maximum" in note for note in found["notes"]) is (len(fields) == 1)


@pytest.mark.parametrize(("day", "known"), [("2027-10-14", True), ("2027-10-15", False)])
def test_the_published_table_ends_with_its_decision(day: str, known: bool, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--on", day)["states"]["IT"]["capacity"]
    assert (found["value"] is not None) is known and (found["status"] == "unknown") is not known
    assert ("IT unknown unknown unknown" in shown(capsys, "--on", day)) is not known


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("IT,1,,2\n", 2, "sar_arrivals"),
        ("IT,1,-1,2\n", 2, "sar_arrivals"),
        ("IT,1.5,1,2\n", 2, "irregular_crossings"),
        ("IT,1,1,2\nIT,1,1,2\n", 3, "state"),
        ("Atlantis,1,1,2\n", 2, "state"),
        ("IT,0,0,0\n", 1, "file"),
        ("DK,1,1,1\n", 1, "file"),
    ],
)
def test_bad_figures(text: str, line: int, field: str, figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = figures(text)
    assert run(["capacity", "--inputs", path, "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"{path}:{line}: {field}: ") and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "12 June 2026"], "--on: '12 June 2026' is not a day"),
        (["--choice", "CAPACITY_ROUNDING=ceil"], "--choice, --choices and --lots go with --inputs"),
        (["--lots", "IT"], "--choice, --choices and --lots go with --inputs"),
        (["--inputs", "/nowhere/x.csv"], "cannot be read"),
    ],
)
def test_bad_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["capacity", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err


def test_an_unknown_rounding_is_refused(figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["capacity", "--inputs", figures("IT,1,1,1\n"), "--choice", "CAPACITY_ROUNDING=up"]) == 2
    assert "CAPACITY_ROUNDING: 'up' is not an answer" in capsys.readouterr().err
