"""``fairshare match eligible``: CASES and EXCLUSIONS for the matching, double transfers first, every ground by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from fairshare.cli import app
from fairshare.figures.answer_files import write_flat
from fairshare.law.responsibility.notation import read_cases

HEADER = (
    "case,person,status,present_in,vulnerable,nationality,protection_granted,written_consent,security_ground,"
    "kept_by_family"
)
PERSONS = (
    "c1,p1,applicant,IT,0,SY,,,0,0",
    "c1,p2,applicant,IT,1,ER,,,0,0",
    "c1,p3,applicant,IT,0,ER,,,0,0",
    "c2,p1,beneficiary,IT,0,AF,2024-05-01,1,0,",
    "c2,p2,applicant,IT,0,SY,,,0,0",
    "c3,p1,applicant,EL,0,,,,1,1",
    "c3,p2,beneficiary,EL,0,,2024-05-01,0,0,",
    "c4,p1,applicant,EL,0,SY,,,0,",
)
AGREEMENTS = ("IT,DE", "IT,FR")
ACT = ("--act-date", "2025-12-19")

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def hung(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command alone, in an empty folder."""
    monkeypatch.setitem(app.COMMANDS, "eligible", ("fairshare.cli.match_eligible:eligible", ""))
    monkeypatch.chdir(tmp_path)
    table("persons.csv", *PERSONS)
    table("agreements.csv", *AGREEMENTS, header="present_in,state")


def table(name: str, *rows: str, header: str = HEADER) -> str:
    Path(name).write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return name


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert app.run(["eligible", *arguments, "--json"]) == 0, capsys.readouterr().err
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    before = sorted(Path().iterdir())
    assert app.run(["eligible", *arguments]) == 2
    printed = capsys.readouterr()
    assert (printed.out, sorted(Path().iterdir())) == ("", before)
    return printed.err.splitlines()


def written(name: str) -> list[tuple[Any, ...]]:
    frame = pl.read_parquet(name) if name.endswith(".parquet") else pl.read_csv(name, infer_schema=False)
    return [tuple(frame.columns), *frame.rows()]


# --- what it writes ---------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(1)", "AMMR 67(2)", "AMMR 67(4)", "AMMR 67(5)", "AMMR 67(6)")
def test_the_table_of_cases_says_who_is_kept_out_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    options = "--agreements", "agreements.csv", "--out", "cases.csv", "--exclusions-out", "exclusions.csv"
    document = answer(capsys, "persons.csv", *ACT, *options)
    head, c1, c2, c3, c4 = written("cases.csv")
    assert head == ("case", "persons", "present_in", "vulnerable", "nationality", "eligible", "reason")
    assert c1 == ("c1", "3", "IT", "1", "ER", "1", None)
    assert c2 == ("c2", "2", "IT", "0", "AF", "1", None)  # of equal numbers the first of the alphabet
    assert c3[:6] == ("c3", "2", "EL", "0", None, "0")
    assert c3[6].startswith("security: person p1: there are reasonable grounds to see a threat")
    assert c3[6].endswith("(AMMR 67(2)); 2 of 2 persons may not go")
    assert c4[5:] == (
        "0",
        "family-not-on-record: person p1: it is not on record whether family makes the state where the applicant is "
        "responsible (AMMR 67(5))",
    )
    assert [document[name] for name in ("cases", "eligible_cases", "persons", "eligible_persons")] == [4, 2, 8, 5]
    assert [(one["code"], one["persons"], one["cases"], one["cite"]) for one in document["grounds"]] == [
        ("security", 1, 1, "AMMR 67(2)"),
        ("no-agreement", 1, 0, "AMMR 56(2)(a)(ii)"),
        ("family-not-on-record", 1, 1, "AMMR 67(5)"),
    ]
    assert document["choices"] == {"UNCHECKED_PERSONS": "not-yet", "EXCLUDED_MEMBER": "family-stays"}
    assert "excluded" not in document  # they are in the file


@pytest.mark.law("AMMR 56(2)(a)")
def test_a_family_with_a_beneficiary_goes_nowhere_without_an_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "persons.csv", *ACT, "--agreements", "agreements.csv", "--exclusions-out", "e.parquet")
    head, *rows = written("e.parquet")
    assert head == ("case", "state", "reason")
    assert {row[0] for row in rows} == {"c2"}
    states = [row[1] for row in rows]
    assert states == sorted(states) and len(states) == document["excluded_pairs"] == 28  # 31 less DE, FR and IT itself
    assert not {"DE", "FR", "IT", "UK"} & set(states)
    assert rows[0][2] == "the two states have not agreed to relocate beneficiaries (AMMR 56(2)(a)(ii))"


def test_pairs_that_must_not_be_made_and_are_not_written_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["eligible", "persons.csv", *ACT, "--agreements", "agreements.csv"]) == 0
    told = "28 pairs must not be made: --exclusions-out FILE writes them\n"
    assert capsys.readouterr().err == told


def test_without_a_file_of_cases_the_answer_names_those_kept_out(capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "persons.csv", *ACT)
    assert [one["case"] for one in document["excluded"]] == ["c2", "c3", "c4"]
    assert document["excluded"][0]["reason"].startswith("no-agreement: person p1: ")


def test_the_order_of_the_rows_does_not_matter_and_parquet_holds_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    files = ("one.parquet", "other.parquet")
    rows = list(PERSONS)
    for name in files:
        answer(capsys, table("persons.csv", *rows), *ACT, "--agreements", "agreements.csv", "--out", name)
        Random(1).shuffle(rows)
    assert Path(files[0]).read_bytes() == Path(files[1]).read_bytes()
    answer(capsys, "persons.csv", *ACT, "--agreements", "agreements.csv", "--out", "cases.csv")
    assert [tuple(map(str, row)) for row in written(files[0])] == [tuple(map(str, row)) for row in written("cases.csv")]


# --- open questions ---------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(6)")
def test_by_choice_the_others_of_a_family_go_and_who_stays_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    table(
        "persons.csv", "c1,p1,applicant,IT,1,SY,,,1,0", "c1,p2,applicant,IT,0,ER,,,0,0", "c1,p3,applicant,IT,0,ER,,,0,0"
    )
    answer(capsys, "persons.csv", "--choice", "EXCLUDED_MEMBER=others-go", "--out", "cases.csv")
    (_, row) = written("cases.csv")
    assert row[:6] == ("c1", "2", "IT", "0", "ER", "1")
    assert row[6].startswith("security: without person p1: ")


@pytest.mark.law("AMMR 67(2)", "AMMR 67(5)")
def test_by_choice_who_is_unchecked_is_matched_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    table("persons.csv", "c1,p1,applicant,IT", "c1,p2,applicant,IT", header="case,person,status,present_in")
    assert answer(capsys, "persons.csv")["eligible_cases"] == 0
    document = answer(capsys, "persons.csv", "--choice", "UNCHECKED_PERSONS=matched")
    assert (document["eligible_cases"], document["unchecked"]) == (1, {"security": 2, "family": 2})
    assert app.run(["eligible", "persons.csv", "--choice", "UNCHECKED_PERSONS=matched"]) == 0
    assert "without a check on record: security 2, family 2" in capsys.readouterr().out


# --- applications -----------------------------------------------------------------------------------------------------


def application(case: str, *family: str, person: str = "p1", minor: bool = False, **more: Any) -> dict[str, Any]:
    """Registered in Italy, with a spouse who has protection in each of the states; both wish it in writing."""
    document: dict[str, Any] = {
        "id": case,
        "applicant": person,
        "asked_on": "2026-10-01",
        "persons": [{"id": person, "birth_date": "2012-03-03" if minor else "1990-05-05"}],
        "registrations": [{"person": person, "state": "IT", "registered": "2026-09-01", "first": True}],
    }
    for state in family:
        spouse = f"spouse in {state}"
        document["persons"].append({"id": spouse, "birth_date": "1991-01-01"})
        document.setdefault("links", []).append({"from": person, "to": spouse, "kind": "spouse"})
        document.setdefault("statuses", []).append({"person": spouse, "state": state, "kind": "beneficiary"})
        wishes = [
            {"person": one, "towards": other, "written": True} for one, other in ((person, spouse), (spouse, person))
        ]
        document["wishes"] = document.get("wishes", []) + wishes
    return document | more


def applications(*documents: dict[str, Any], name: str = "applications.jsonl") -> str:
    Path(name).write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    return name


def single(*cases: str, family: str = "") -> str:
    return table("persons.csv", *(f"{case},p1,applicant,IT,0,SY,,,0,{family}" for case in cases))


@pytest.mark.law("AMMR 67(5)", "AMMR 68(2)")
def test_family_there_keeps_and_family_elsewhere_is_a_possible_double_transfer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    visa = {"holder": "p1", "kind": "visa", "issuer": "ES", "valid_from": "2026-08-01", "valid_to": "2026-12-01"}
    file = applications(
        application("a", "NL"),
        application("b", "IT"),
        application("c", documents=[visa]),
        application("d", "FR", "NL"),
        application("e", "IT", "NL"),
    )
    document = answer(capsys, single(*"abcdef"), "--applications", file, "--out", "cases.csv")
    assert document["double_transfers"] == [
        {"case": "a", "present_in": "IT", "third_state": ["NL"], "human": False, "cite": "AMMR 26(1)"},
        {"case": "d", "present_in": "IT", "third_state": ["FR", "NL"], "human": True, "cite": "AMMR 26(1)"},
    ]
    head, *rows = written("cases.csv")
    assert head[-2:] == ("third_state", "third_state_basis")
    assert [(row[0], row[5], (row[6] or "").partition(":")[0], *row[7:]) for row in rows] == [
        ("a", "1", "", "NL", "AMMR 26(1)"),
        ("b", "0", "family", None, None),
        ("c", "1", "", None, None),
        ("d", "1", "", "FR NL", "AMMR 26(1)"),
        ("e", "0", "family-undecided", None, None),
        ("f", "0", "family-not-on-record", None, None),  # no application tells
    ]


@pytest.mark.law("AMMR 67(5)")
@pytest.mark.parametrize(
    ("cell", "states", "eligible"),
    [("1", ["NL"], 0), ("0", ["IT"], 0), ("0", ["IT", "NL"], 1), ("", ["IT", "NL"], 0), ("", ["NL"], 1)],
)
def test_a_ground_of_either_record_counts_and_a_decision_answers_an_open_question(
    capsys: pytest.CaptureFixture[str], cell: str, states: list[str], eligible: int
) -> None:
    file = applications(application("a", *states))
    assert answer(capsys, single("a", family=cell), "--applications", file)["eligible_cases"] == eligible


@pytest.mark.law("AMMR 67(2)")
def test_a_threat_found_in_an_application_names_the_person(capsys: pytest.CaptureFixture[str]) -> None:
    table("persons.csv", "a,p1,applicant,IT,0,,,,0,", "a,p2,applicant,IT,0,,,,0,")
    both = [{"person": one, "state": "IT", "registered": "2026-09-01"} for one in ("p1", "p2")]
    threat = {"kind": "security_threat", "person": "p2", "by": "IT", "value": True}
    one = application("a", group=["p1", "p2"], registrations=both, findings=[threat])
    one["persons"].append({"id": "p2", "birth_date": "1995-01-01"})
    document = answer(capsys, "persons.csv", "--applications", applications(one))
    assert document["excluded"][0]["reason"].startswith("security: person p2: ")


@pytest.mark.law("AMMR 68(4)")
def test_of_beneficiaries_no_double_transfer_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    table("persons.csv", "a,p1,beneficiary,IT,0,SY,2024-05-01,1,0,")
    options = "--agreements", "agreements.csv", "--applications", applications(application("a", "NL"))
    document = answer(capsys, "persons.csv", *ACT, *options)
    assert (document["eligible_cases"], document["double_transfers"]) == (1, [])


@pytest.mark.law("AMMR 67(5)", "AMMR 68(2)")
def test_a_flat_table_of_applications_gives_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    told = [application("a", "NL"), application("b", "IT"), application("c")]
    write_flat("flat.parquet", read_cases(told))
    both = [answer(capsys, single(*"abc"), "--applications", file) for file in (applications(*told), "flat.parquet")]
    assert both[0] == both[1] and both[0]["eligible_cases"] == 2


def test_a_person_alone_in_a_case_may_have_another_name_in_the_application(capsys: pytest.CaptureFixture[str]) -> None:
    file = applications(application("a", "IT", person="somebody"))
    assert answer(capsys, single("a"), "--applications", file)["eligible_cases"] == 0


# --- the screen -------------------------------------------------------------------------------------------------------


def test_double_transfers_come_first_then_the_counts_then_the_cases(capsys: pytest.CaptureFixture[str]) -> None:
    file = applications(application("a", "NL"), application("b", "FR", "NL"), application("c", "IT"))
    assert app.run(["eligible", single(*"abc"), "--applications", file]) == 0
    printed = capsys.readouterr().out
    places = [
        printed.index(words)
        for words in (
            "Possible double transfers (AMMR 68(2)): 2 cases",
            "a person has to decide",
            "Kept out: a person, and then a case",
            "family",
            "Eligible: 2 of 3 cases, 2 of 3 persons",
            "the benefitting state decides on every person (AMMR 67(3))",
            "Cases kept out",
        )
    ]
    assert places == sorted(places)
    assert max(map(len, printed.splitlines())) <= 100


def test_no_double_transfer_is_said_too_and_long_lists_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["eligible", single("a"), "--applications", applications(application("a"))]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(
        "Possible double transfers (AMMR 68(2)): none\nNobody is kept out.\nEligible: 1 of 1 cases"
    )
    many = [f"c{number:02}" for number in range(25)]
    file = applications(*(application(case, "NL") for case in many))
    assert app.run(["eligible", single(*many), "--applications", file]) == 0
    assert "… and 5 more: --out FILE has all of them" in capsys.readouterr().out
    assert app.run(["eligible", single(*many)]) == 0
    assert "… and 5 more: --out FILE has all of them" in capsys.readouterr().out


# --- bad input --------------------------------------------------------------------------------------------------------


def test_faults_are_told_by_line_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    table("persons.csv", *PERSONS, "c5,p1,citizen,IT,0,,,,0,0", "c5,p2,applicant,Oz,0,,,,0,0")
    assert refused(capsys, "persons.csv", *ACT, "--out", "cases.csv", "--exclusions-out", "exclusions.csv") == [
        "persons.csv:10: status: 'citizen' is unknown; expected one of applicant, beneficiary, neither",
        "persons.csv:11: present_in: 'Oz' is unknown; expected a Eurostat code such as DE or EL, or an English name",
    ]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["none.csv"], "none.csv:1: file: cannot be read (No such file or directory); expected a readable file"),
        (
            ["persons.csv", "--act-date", "19.12.2025"],
            "argument:1: --act-date: '19.12.2025' is no day of a Council act",
        ),
        (
            ["persons.csv", "--act-date", "1999-12-19"],
            "argument:1: --act-date: '1999-12-19' is no day of a Council act",
        ),
        (["persons.csv", "--out", "cases.txt"], "argument:1: --out: 'cases.txt' is no file that can be written"),
        (["persons.csv", "--out", "persons.csv"], "argument:1: --out: persons.csv is the file of the cases"),
        (
            ["persons.csv", "--out", "a.csv", "--exclusions-out", "a.csv"],
            "argument:1: --out and --exclusions-out: are one file; expected two files",
        ),
        (["persons.csv", "--choice", "EXCLUDED_MEMBER=maybe"], "--choice:1: EXCLUDED_MEMBER: 'maybe' is not an answer"),
        (["persons.csv", "--agreements", "persons.csv"], "persons.csv:1: case: column is unknown"),
        (["persons.csv", "--applications", "none.jsonl"], "none.jsonl:1: file: cannot be read"),
    ],
)
def test_options_that_cannot_be_used_are_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], fault: str
) -> None:
    assert refused(capsys, *arguments)[0].startswith(fault)


def test_applications_of_nobody_in_the_table_are_faults(capsys: pytest.CaptureFixture[str]) -> None:
    file = applications(application("c1"), application("unknown"))
    assert refused(capsys, "persons.csv", "--applications", file) == [
        "applications.jsonl:2: id: 'unknown' is no case of PERSONS; expected a case"
    ]
    file = applications(application("c1", person="somebody"))
    assert refused(capsys, "persons.csv", "--applications", file) == [
        "applications.jsonl:1: persons: 'somebody' is no person of case 'c1' in PERSONS; expected the persons asked "
        "about as PERSONS names them"
    ]
