"""``fairshare responsible``: the contract's JSON, an answer for a person, bad input in one line and exit code 2."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run
from fairshare.cli.responsible_print import answer_lines, explanation_lines

Call = Callable[..., tuple[int, str, str]]
KEYS = {"id", "responsible", "basis", "status", "chain", "evidence", "next_step", "flags", "human"}


def case(name: str = "c", **facts: Any) -> dict[str, Any]:
    """An adult who crossed into Spain and was registered in France."""
    return {
        "id": name,
        "applicant": "a",
        "persons": [{"id": "a", "birth_date": "1995-05-05"}],
        "entries": [{"person": "a", "state": "ES", "date": "2026-07-10", "mode": "irregular"}],
        "registrations": [{"person": "a", "state": "FR", "registered": "2026-09-14", "first": True}],
    } | facts


MINOR = case("minor", persons=[{"id": "a", "birth_date": "2012-05-05"}])


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = run(("responsible", *arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def _file(content: object, name: str = "case.json") -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    Path(name).write_text(text, encoding="utf-8")
    return name


# --- the contract -----------------------------------------------------------------------------------------------------


def test_one_case_gives_one_object_with_the_keys_of_the_contract(call: Call) -> None:
    code, out, err = call(_file(case()), "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer.keys() >= KEYS
    assert (answer["id"], answer["responsible"], answer["basis"]) == ("c", "ES", "AMMR 33(1)")
    assert answer["chain"][-1].keys() == {"rule", "outcome", "why"}
    assert answer["next_step"]["actor"] == "FR" and answer["next_step"]["due"] == "2026-11-16"  # 14 November: Saturday


@pytest.mark.parametrize("content", [[case("x"), MINOR], f"{json.dumps(case('x'))}\n{json.dumps(MINOR)}\n"])
def test_several_cases_give_an_array_in_their_order(call: Call, content: object) -> None:
    code, out, _ = call(_file(content), "--json")
    assert code == 0
    assert [(answer["id"], answer["human"]) for answer in json.loads(out)] == [("x", False), ("minor", True)]


@pytest.mark.parametrize(("content", "kind"), [([case()], dict), ([], list), (f"{json.dumps(case())}\n", dict)])
def test_what_a_one_case_file_and_an_empty_array_give(call: Call, content: object, kind: type) -> None:
    code, out, _ = call(_file(content), "--json")
    assert code == 0 and isinstance(json.loads(out), kind)


def test_a_person_who_must_decide_is_asked(call: Call) -> None:
    answer = json.loads(call(_file(MINOR), "--json")[1])
    assert (answer["responsible"], answer["human"]) == (None, True)
    assert answer["needs_decision"]["cite"] == "AMMR 25(5)" and answer["needs_decision"]["question"].endswith("?")


def test_the_answer_of_a_case_does_not_depend_on_the_others_in_the_file(call: Call) -> None:
    alone = json.loads(call(_file(MINOR), "--json")[1])
    assert json.loads(call(_file([case("x"), MINOR, case("y")]), "--json")[1])[1] == alone


# --- choices and calendar ---------------------------------------------------------------------------------------------

ON_THE_DAY = {"registrations": [{"person": "a", "state": "FR", "registered": "2026-06-12", "first": True}]}


@pytest.mark.parametrize(
    ("own", "options", "regime"),
    [
        ({}, [], "ammr"),
        ({}, ["--choice", "REG_ON_D=dublin3"], "dublin3"),
        ({"REG_ON_D": "ammr"}, ["--choice", "REG_ON_D=dublin3"], "ammr"),
        ({"reg-on-d": "AMMR"}, ["--choice", "REG_ON_D=dublin3"], "ammr"),
        ({"D": "2026-06-12"}, ["--choice", "GENERAL_APPLICATION_DATE=2026-07-01"], "ammr"),
        ({}, ["--choice", "GENERAL_APPLICATION_DATE=2026-07-01"], "dublin3"),
        ({}, ["--choice", "regime=convention1990"], "convention1990"),
        ({"regime": "com2016"}, ["--choice", "regime=dublin3"], "com2016"),
    ],
)
def test_choices_of_the_case_stand_over_those_of_the_command(
    call: Call, own: dict[str, str], options: list[str], regime: str
) -> None:
    code, out, err = call(_file(case(choices=own, **ON_THE_DAY)), *options, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["regime"] == regime


def test_choices_come_from_a_file_too(call: Call) -> None:
    Path("choices.yaml").write_text("REG_ON_D: dublin3\n", encoding="utf-8")
    out = call(_file(case(**ON_THE_DAY)), "--choices", "choices.yaml", "--json")[1]
    assert json.loads(out)["regime"] == "dublin3"


def test_a_calendar_of_holidays_moves_what_is_due(call: Call) -> None:
    Path("holidays.csv").write_text("state,date,name\nFR,2026-11-16,Own day\n", encoding="utf-8")
    out = call(_file(case()), "--holidays", "holidays.csv", "--json")[1]
    assert json.loads(out)["next_step"]["due"] == "2026-11-17"


def test_choices_that_are_no_object_are_a_fault_with_and_without_those_of_the_command(call: Call) -> None:
    for options in ([], ["--choice", "ANNIV=less"]):
        code, out, err = call(_file(case(choices=["ANNIV"])), *options, "--json")
        assert (code, out) == (2, "") and err.startswith("case.json:1: choices: ")


# --- for a person -----------------------------------------------------------------------------------------------------


def test_one_case_is_told_in_words(call: Call) -> None:
    code, out, err = call(_file(case()))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "c: Spain (ES) is responsible"
    assert "France (FR): take charge request, by Mon 2026-11-16 (AMMR 39(1))" in out


def test_several_cases_are_told_in_a_table(call: Call) -> None:
    code, out, _ = call(_file([case("x"), MINOR]))
    assert code == 0
    assert "person decides" in out and "AMMR 33(1)" in out
    assert "1 of 2 wait for a person's decision" in out


def test_no_case_is_told(call: Call) -> None:
    assert call(_file([]))[:2] == (0, "No case in the file.\n")


def test_an_explanation_tells_every_rule_with_its_reason(call: Call) -> None:
    answer = json.loads(call(_file(case()), "--json")[1])
    code, out, _ = call(_file(case()), "--explain")
    assert code == 0 and max(map(len, out.splitlines())) <= 100
    told = " ".join(out.split())
    for link in answer["chain"]:
        assert f"{link['rule']} {link['outcome']} {link['why']}" in told
    places = [told.index(link["why"]) for link in answer["chain"]]
    assert places == sorted(places)
    assert "Evidence on record" in out and "rules of" in out


def test_explanations_of_several_cases_follow_each_other(call: Call) -> None:
    out = call(_file([case("x"), MINOR]), "--explain")[1]
    assert out.index("x: Spain") < out.index("minor: a person must decide first") and "to decide" in out


DOCUMENT: dict[str, Any] = {
    "id": "x",
    "responsible": "SE",
    "basis": "AMMR 25(2)",
    "status": "accepted_tacit",
    "chain": [{"rule": "AMMR 25(2)", "outcome": "met, but blocked", "why": "a word " * 40}],
    "evidence": [{"item": "a very long piece of evidence " * 2, "kind": "proof", "supports": "AMMR 25(2)"}],
    "next_step": {"actor": None, "act": "transfer", "due": None, "consequence_if_missed": "shift", "cite": None},
    "flags": ["ANNIV", "UNKNOWN_FLAG"],
    "human": True,
    "needs_decision": {"question": "Which?", "options": ["SE", "another"], "cite": ""},
    "choices": {"ANNIV": "less", "REENTRY": "first", "regime": "ammr"},
    "regime": "ammr",
}


def test_contested_readings_are_told_with_their_question_and_how_they_are_read() -> None:
    told = " ".join(" ".join(explanation_lines(DOCUMENT)).split())
    assert "ANNIV (AMMR 29(4), 30(1)). Is the anniversary day itself less than the period? Read here: yes (not" in told
    assert "open reading UNKNOWN_FLAG" in told
    assert "Readings that you chose" in told and "REENTRY first Which of several irregular crossings counts?" in told
    assert "Sweden (SE) is responsible; a person must still decide" in told
    assert "Sweden (SE), another" in told and "if missed shift" in told and "next step transfer" in told
    assert "accepted by silence" in told


def test_an_explanation_is_never_wider_than_the_page_and_loses_no_word() -> None:
    lines = list(explanation_lines(DOCUMENT))
    assert max(map(len, lines)) <= 100
    told = " ".join(" ".join(lines).split())
    assert ("a word " * 40).strip() in told and ("a very long piece of evidence " * 2).strip() in told


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"responsible": None, "human": False, "basis": None}, "x: no state is responsible basis none yet"),
        ({"next_step": None, "flags": []}, "next step none: nothing is due"),
        ({"status": "a_new_status"}, "status a new status"),
        ({"needs_decision": {"question": "Which?", "options": []}}, "to decide Which? next step"),
    ],
)
def test_what_is_missing_in_an_answer_is_told_plainly(changed: dict[str, Any], told: str) -> None:
    assert told in " ".join(" ".join(answer_lines(DOCUMENT | changed)).split())


def test_a_chain_or_evidence_that_is_empty_is_told() -> None:
    told = " ".join(" ".join(explanation_lines(DOCUMENT | {"chain": [], "evidence": [], "choices": {}})).split())
    assert "Rules tested, in order none" in told and "none for the provision that decides" in told


# --- what is wrong ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["case.json:1: file: is empty"]),
        ("{", ["case.json:1: json: is broken at column 2"]),
        ("[1]", ["case.json:1: case: is not a JSON object"]),
        ('{"id": "a", "id": "b"}', ["case.json:1: id: stands twice in one object"]),
        ('{"id": NaN}', ["case.json:1: json: NaN is no finite number"]),
        ("{}", ["case.json:1: applicant: is missing"]),
        (case(colour="blue"), ["case.json:1: colour: is unknown"]),
        (case(choices=3), ["case.json:1: choices: "]),
        (case(choices={"ANNIV": "never"}), ["case.json:1: choices.ANNIV: 'never' is not an answer"]),
        ([case("x"), case("x")], ["case.json:1: id: 'x' is there twice"]),
        ("\n" + json.dumps(case(entries=[{"state": "XX", "date": "2026-13-01", "mode": "swim"}])),
         ["case.json:2: entries.0."] * 3),
        (f"{json.dumps(case('x'))}\n{json.dumps(case('y', applicant='b'))}\n", ["case.json:2: applicant: "]),
        (case(persons=[{"id": "a", "birth_date": "2027-01-01"}]), ["case.json:1: registrations.0.registered: "]),
    ],
)  # fmt: skip
def test_bad_cases_are_named_by_line_and_path(call: Call, content: object, faults: list[str]) -> None:
    code, out, err = call(_file(content), "--json")
    lines = err.splitlines()
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    for fault in faults:
        assert any(line.startswith(fault) for line in lines), err


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["nowhere.json"], "nowhere.json:1: file: cannot be read"),
        (["."], ".:1: file: cannot be read"),
        (["case.json", "--choice", "COLOUR=blue"], "--choice:1: COLOUR: is not a choice"),
        (["case.json", "--choice", "regime=dublin4"], "argument:1: --choice: 'dublin4' is no set of rules"),
        (["case.json", "--choice", "ANNIV"], "argument:1: --choice: 'ANNIV' has no '='"),
        (["case.json", "--choices", "nowhere.yaml"], "nowhere.yaml:1: file: cannot be read"),
        (["case.json", "--holidays", "nowhere.csv"], "nowhere.csv:1: file: cannot be read"),
        (["case.json", "--chain"], "argument:1: --chain: has no file to go to"),
        (["case.json", "--out", "a.parquet", "--json"], "argument:1: --out: stands beside --json or --explain"),
        (["case.json", "--out", "a.parquet", "--explain"], "argument:1: --out: stands beside --json or --explain"),
        (["case.json", "--out", "a.parquet", "--flat", "f.parquet"], "argument:1: --flat: stands beside --out"),
        (["case.json", "--out", "a.csv"], "argument:1: --out: 'a.csv' is no file that can be written"),
        (["case.json", "--out", "none/a.parquet"], "argument:1: --out: 'none/a.parquet' is no file"),
        (["case.json", "--flat", "f.txt"], "argument:1: --flat: 'f.txt' is no file"),
        (["case.json", "--flat", "none/f.parquet"], "argument:1: --flat: "),
        ([], "argument:1: FILE: Missing argument 'FILE'"),
        (["case.json", "--colour"], "argument:1: --colour: "),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(call: Call, options: list[str], fault: str) -> None:
    _file(case())
    code, out, err = call(*options)
    assert (code, out) == (2, "")
    assert err.startswith(fault) and err.count("\n") == 1, err
    assert [path.name for path in Path().iterdir()] == ["case.json"]


def test_cases_come_from_standard_input(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(json.dumps(case()).encode()))))
    code, out, _ = call("-", "--json")
    assert code == 0 and json.loads(out)["responsible"] == "ES"
