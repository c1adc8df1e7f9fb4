"""``fairshare deadlines``: the contract's JSON, a person's tables, and every bad input in one line and exit code 2."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run

RELOCATION = ["deadlines", "relocation", "--received", "2027-03-02", "--state", "DE"]
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def _due(out: str) -> dict[str, str]:
    return {row["step"]: row["due"] for row in json.loads(out)}


# Fixture 7 of the reading of the law.
@pytest.mark.law("AMMR 67(9)", "AMMR 67(10)", "AMMR 67(11)")
def test_relocation_answers_as_the_contract_says(call: Call) -> None:
    code, out, err = call(*RELOCATION, "--benefitting", "Italy", "--json")
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert [(row["step"], row["actor"], row["due"], row["cite"]) for row in rows] == [
        ("reply", "DE", "2027-03-09", "AMMR 67(9)"),
        ("reply-postponed", "DE", "2027-03-16", "AMMR 67(9)"),
        ("transfer-decision", "IT", "2027-03-16", "AMMR 67(10)"),
        ("notice", "IT", "2027-04-04", "AMMR 67(10)"),
        ("transfer", "IT", "2027-04-06", "AMMR 67(11)"),
    ]
    assert rows[0]["if_missed"] == "deemed confirmed"
    assert rows[4]["choices"] == {"LAPSED_TRANSFER_LIMIT": "no-consequence"}


@pytest.mark.law("AMMR 67(9)", "AMMR 67(10)")
@pytest.mark.parametrize(
    ("options", "step", "due"),
    [
        (["--postponed", "2027-03-09"], "transfer", "2027-04-13"),
        (["--postponed", "2027-03-10"], "transfer", "2027-04-06"),
        (["--confirmed", "2027-03-04"], "transfer-decision", "2027-03-11"),
        (["--person", "beneficiary"], "notice", "2027-03-30"),
        (["--appeal-decided", "2027-04-01"], "transfer", "2027-04-29"),
    ],
)
def test_options_move_the_steps_that_they_concern(call: Call, options: list[str], step: str, due: str) -> None:
    assert _due(call(*RELOCATION, *options, "--json")[1])[step] == due


@pytest.mark.law("AMMR 75")
@pytest.mark.parametrize(("state", "due"), [("DE", "2027-03-30"), ("GR", "2027-03-26"), ("France", "2027-03-26")])
def test_holidays_of_the_state_of_relocation(call: Call, state: str, due: str) -> None:
    _, out, _ = call("deadlines", "relocation", "--received", "2027-03-19", "--state", state, "--json")
    assert _due(out)["reply"] == due


@pytest.mark.law("AMMR 75")
def test_a_table_replaces_the_built_in_calendar(call: Call, tmp_path: Path) -> None:
    table = tmp_path / "holidays.csv"
    table.write_text("state,date,name\nGermany,2027-03-09,Own day\nDE,2027-03-09,Other name\n", encoding="utf-8")
    code, out, err = call(*RELOCATION, "--holidays", str(table), "--json")
    assert (code, err) == (0, "")
    assert _due(out)["reply"] == "2027-03-10"
    assert json.loads(out)[0]["note"] == "2027-03-09: Own day, Other name"
    friday = ["deadlines", "relocation", "--received", "2027-03-19", "--state", "DE", "--benefitting", "IT"]
    code, out, err = call(*friday, "--holidays", str(table), "--json")
    assert _due(out)["reply"] == "2027-03-26"  # Good Friday is not in the table
    assert "no holiday of IT in 2027; only weekends are passed over" in err


def test_the_choice_of_what_a_lapsed_limit_means(call: Call) -> None:
    _, out, _ = call(*RELOCATION, "--choice", "LAPSED_TRANSFER_LIMIT=transferring-state", "--json")
    assert json.loads(out)[4]["choices"] == {"LAPSED_TRANSFER_LIMIT": "transferring-state"}


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--received", "2027-02-30"], "argument:1: --received: '2027-02-30' is no day; expected a day written YYYY"),
        (["--received", "02.03.2027"], "--received: '02.03.2027' is no day"),
        (["--received", ""], "--received: '' is no day"),
        (["--state", "Atlantis"], "argument:1: --state: 'Atlantis' is not a known state"),
        (["--state", "UK"], "state: UK takes no part"),
        (["--benefitting", "XX"], "--benefitting: 'XX' is not a known state"),
        (["--benefitting", "DE"], "DE does not relocate to itself"),
        (["--confirmed", "2027-03-01"], "confirmed: 2027-03-01 is before the form was received on 2027-03-02"),
        (["--postponed", "2026-03-09"], "postponed: 2026-03-09 is before"),
        (["--appeal-decided", "2027-03-01"], "is before the confirmation"),
        (["--person", "both"], "person: 'both' is unknown; expected applicant or beneficiary"),
        (["--received", "2120-03-02"], "none are known for DE in 2120"),
        (["--received", "9999-12-31"], "beyond the calendar"),
        (["--holidays", "nowhere.csv"], "nowhere.csv:1: file: cannot be read"),
        (["--choice", "LAPSED_TRANSFER_LIMIT=never"], "'never' is not an answer"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(call: Call, options: list[str], fault: str) -> None:
    code, out, err = call(*RELOCATION, *options, "--json")
    assert (code, out) == (2, "")
    assert fault in err and err.count("\n") == 1


def test_all_faults_of_the_options_come_together(call: Call) -> None:
    code, _, err = call(*RELOCATION, "--received", "x", "--confirmed", "y", "--state", "z")
    assert (code, err.count("\n")) == (2, 3)


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", [":1: file: is empty"]),
        (b"\xff\xfe\x00", [":1: file: is not UTF-8 text"]),
        (b"state,date,name\n", [":1: file: has a header and no row"]),
        (b"state,day,name\nDE,2027-01-01,x\n", [":1: date: column is missing"]),
        (b"state,date,name\nXX,2027-13-01,\n", [":2: date: '2027-13-01'", ":2: name: is empty", ":2: state: 'XX'"]),
        (b"state,date,name\nDE,2027-01-01,x\nDE,2027-01-01,x\n", [":3: date: this holiday stands on line 2 already"]),
        (b"state,date,name\nDE,2027-01-01\n", [":2: row: has 2 cells"]),
    ],
)
def test_faults_of_a_holiday_table(call: Call, tmp_path: Path, content: bytes, faults: list[str]) -> None:
    table = tmp_path / "holidays.csv"
    table.write_bytes(content)
    code, out, err = call(*RELOCATION, "--holidays", str(table), "--json")
    assert (code, out) == (2, "")
    assert [line.startswith(f"{table}{fault}") for line, fault in zip(err.splitlines(), faults, strict=True)] == [
        True
    ] * len(faults)


def _cycle(call: Call, *arguments: str) -> dict[str, dict[str, Any]]:
    code, out, err = call("deadlines", "cycle", *arguments, "--json")
    assert (code, err) == (0, "")
    return {row["step"]: row for row in json.loads(out)}


@pytest.mark.law("AMMR 9(4)", "AMMR 13(2)", "AMMR 57(1)", "AMMR 58(3)", "AMMR 60(6)", "AMMR 61(3)")
def test_cycle_answers_as_the_contract_says(call: Call) -> None:
    rows = _cycle(call, "2027")
    assert all({"step", "actor", "due", "limit", "cite"} <= set(row) for row in rows.values())
    found = {row["cite"]: row["due"] for row in rows.values()}
    assert found["AMMR 9(4)"] == "2026-10-15"
    assert found["AMMR 13(2)"] == "2026-10-30"
    assert found["AMMR 57(1)"] in {"2026-12-31", "2027-01-01"} and rows["act"]["due"] == "2026-12-31"
    assert found["AMMR 60(6)"] == "2028-01-31"
    assert rows["technical-forum-after-notice"]["due"] is None
    assert rows["technical-forum-after-notice"]["limit"] == "10 days from receipt of the notice"
    articles = {cite.split("(")[0] for cite in found}
    assert {f"AMMR {n}" for n in (7, 9, 11, 12, 13, 14, 15, 57, 58, 60, 61)} <= articles


@pytest.mark.law("AMMR 85")
def test_cycle_takes_choices(call: Call) -> None:
    rows = _cycle(call, "2026", "--choice", "GENERAL_APPLICATION_DATE=2026-07-01")
    assert rows["use-notice"]["note"] == "applies from 2026-07-01"
    assert rows["use-notice"]["choices"] == {"GENERAL_APPLICATION_DATE": "2026-07-01"}


@pytest.mark.parametrize("year", ["2025", "9999", "-3", "x", "", "2027.5", "99999999999999999999"])
def test_years_without_a_pool_exit_2(call: Call, year: str) -> None:
    code, out, err = call("deadlines", "cycle", "--json", "--", year)
    assert (code, out) == (2, "") and "YEAR" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*RELOCATION, "--postponed", "2027-03-10"], ["Tue 2027-03-09", "has no effect", "AMMR 67(11)"]),
        ([*RELOCATION, "--confirmed", "2027-03-04"], ["Confirmed on 2027-03-04 by a reply"]),
        (["deadlines", "cycle", "2026"], ["2025-10-30", "AMMR 13(2)", "10 days from receipt", "2027-01-01"]),
        (["deadlines", "--help"], ["cycle", "relocation", "Try: fairshare deadlines cycle 2027"]),
        (["deadlines", "relocation", "--help"], ["Example: fairshare deadlines relocation"]),
        (["deadlines", "cycle", "--help"], ["Example: fairshare deadlines cycle 2027"]),
    ],
)
def test_a_person_reads_tables_of_at_most_100_columns(call: Call, arguments: list[str], words: list[str]) -> None:
    code, out, _ = call(*arguments)
    assert code == 0
    assert all(word in out for word in words)
    assert max(map(len, out.splitlines())) <= 100
