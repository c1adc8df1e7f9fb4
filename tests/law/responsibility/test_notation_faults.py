"""What is wrong with a case is named by its path: the schema, unknown persons, impossible facts."""

from __future__ import annotations

from typing import Any

import pytest
from documents import case, link, own, people, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import cases

from fairshare.faults import BadInputError
from fairshare.law.choices import CHOICES
from fairshare.law.responsibility.notation import read_cases


def faults(*documents: Any, lines: list[int] | None = None) -> list[str]:
    with pytest.raises(BadInputError) as error:
        read_cases(documents, "cases.jsonl", lines)
    return [str(fault) for fault in error.value.faults]


def fault(**given: Any) -> tuple[str, str]:
    """Field and problem of the only fault of a case."""
    with pytest.raises(BadInputError) as error:
        read(**given)
    (only,) = error.value.faults
    assert only.expected
    return only.field, only.problem


REGISTERED = {"state": "FR", "registered": "2026-09-01"}
PAPER = {"holder": "a", "kind": "visa", "issuer": "NL"}
DIPLOMA = {"holder": "a", "issuer": "IT", "issued": "2020-01-01"}


NAN = float("nan")
NO_MONTHS = "is not a number of months"
EVENT = {"kind": "humanitarian_decision", "date": "2026-01-01"}  # findings make it
INTERESTS = {"kind": "best_interests", "value": 1}


@pytest.mark.parametrize(
    ("given", "path", "problem"),
    [
        ({"id": 7}, "id", "7 is not text"),
        ({"id": ""}, "id", "is empty"),
        ({"persons": []}, "persons", "is empty"),
        ({"persons": {}}, "persons", "{} is not a list"),
        ({"persons": ["a"]}, "persons.0", "'a' is not an object"),
        ({"persons": [{"id": "a", "name": "x"}]}, "persons.0.name", "is unknown"),
        ({"persons": [{"id": "a", "married": "yes"}]}, "persons.0.married", "'yes' is neither true nor false"),
        ({"persons": [{"id": "a", "married": 1}]}, "persons.0.married", "1 is neither true nor false"),
        ({"persons": [{"id": "a", "role": "judge"}]}, "persons.0.role", "'judge' is not allowed"),
        ({"persons": [{"id": "a", "birth_date": None}]}, "persons.0.birth_date", "None is not text"),
        ({"persons": [{"id": "a", "sex": ""}]}, "persons.0.sex", "is empty"),
        ({"asked_in": "US"}, "asked_in", "'US' is not a known state"),
        ({"asked_on": "2026-9-1"}, "asked_on", "'2026-9-1' is not a day"),
        ({"asked_on": "20260901"}, "asked_on", "'20260901' is not a day"),
        ({"asked_on": "2026-09-01T00:00:00"}, "asked_on", "'2026-09-01T00:00:00' is not a day"),
        ({"asked_on": "2026-02-30"}, "asked_on", "2026-02-30 is not a day of the calendar"),
        ({"asked_on": "1899-12-31"}, "asked_on", "1899-12-31 lies outside the years 1900 to 2100"),
        ({"asked_on": "2101-01-01"}, "asked_on", "2101-01-01 lies outside the years 1900 to 2100"),
        ({"asked_on": 20000}, "asked_on", "20000 is not text"),
        ({"registrations": [{"state": "FR"}]}, "registrations.0.registered", "is missing"),
        ({"registrations": [REGISTERED | {"person": None}]}, "registrations.0.person", "None is not text"),
        ({"choices": []}, "choices", "[] is not an object"),
        ({"events": [EVENT]}, "events.0.kind", "'humanitarian_decision' is not allowed"),
        ({"documents": [PAPER | {"months_conferred": NAN}]}, "documents.0.months_conferred", f"nan {NO_MONTHS}"),
        ({"documents": [PAPER | {"months_conferred": -1}]}, "documents.0.months_conferred", f"-1 {NO_MONTHS}"),
        ({"documents": [PAPER | {"months_conferred": True}]}, "documents.0.months_conferred", f"True {NO_MONTHS}"),
        ({"documents": [PAPER | {"months_conferred": "12"}]}, "documents.0.months_conferred", f"'12' {NO_MONTHS}"),
        ({"documents": [PAPER | {"evidence": "x"}]}, "documents.0.evidence", "'x' is not a list"),
        ({"documents": [PAPER | {"evidence": [""]}]}, "documents.0.evidence.0", "is empty"),
        ({"diplomas": [DIPLOMA | {"study_months": float("inf")}]}, "diplomas.0.study_months", f"inf {NO_MONTHS}"),
        ({"diplomas": [DIPLOMA | {"isced": 9}]}, "diplomas.0.isced", "9 is too large"),
        ({"diplomas": [DIPLOMA | {"isced": -1}]}, "diplomas.0.isced", "-1 is too small"),
        ({"diplomas": [DIPLOMA | {"isced": "6"}]}, "diplomas.0.isced", "'6' is not a whole number"),
        ({"findings": [INTERESTS]}, "findings.0.value", "1 is neither true, false nor a state"),
        ({"findings": [{"kind": "best_interests", "value": "yes"}]}, "findings.0.value", "'yes' is not a known state"),
        ({"\n": 1}, "'\\n'", "is unknown"),
        ({"id": "\ud800"}, "id", "is not readable text"),
        ({1: 1}, "1", "has a name that is not text"),
    ],
)  # fmt: skip
def test_what_the_schema_does_not_allow_is_named_by_its_path(given: dict[Any, Any], path: str, problem: str) -> None:
    with pytest.raises(BadInputError) as error:
        read_cases([case() | given])
    (only,) = error.value.faults
    assert (only.field, only.problem) == (path, problem)
    assert only.expected


@pytest.mark.parametrize("document", [None, 1, "case", [], True])
def test_what_is_no_object_is_no_case(document: object) -> None:
    assert faults(document)[0].startswith("cases.jsonl:1: case: ")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"applicant": "x"}, "applicant"),
        ({"group": ["a", "x"]}, "group.1"),
        ({"persons": people("a", a={"spouse": "x"})}, "persons.0.spouse"),
        ({"links": [link("a", "x", "spouse")]}, "links.0.to"),
        ({"links": [link("x", "a", "spouse")]}, "links.0.from"),
        ({"statuses": [{"person": "x", "state": "FR", "kind": "citizen"}]}, "statuses.0.person"),
        ({"wishes": [{"person": "x", "towards": "a", "written": True}]}, "wishes.0.person"),
        ({"documents": [PAPER, PAPER | {"holder": "x"}]}, "documents.1.holder"),
        ({"diplomas": [DIPLOMA | {"holder": "x"}]}, "diplomas.0.holder"),
        ({"entries": [{"person": "x", "state": "FR", "date": "2026-08-01", "mode": "sar"}]}, "entries.0.person"),
        ({"registrations": [REGISTERED, REGISTERED | {"person": "x"}]}, "registrations.1.person"),
        ({"eurodac": [{"person": "x", "state": "FR", "article": "16(1)"}]}, "eurodac.0.person"),
        ({"events": [{"person": "x", "kind": "birth", "date": "2026-08-01"}]}, "events.0.person"),
        ({"findings": [{"person": "x", "kind": "dependency", "value": True}]}, "findings.0.person"),
    ],
)
def test_a_person_whom_nobody_knows_is_named(given: dict[str, Any], path: str) -> None:
    assert fault(**given) == (path, "nobody here is called 'x'")


@pytest.mark.parametrize(
    ("given", "path", "problem"),
    [
        (
            {"wishes": [{"person": "a", "towards": "x", "written": True}]},
            "wishes.0.towards",
            "'x' is neither a person of the case nor a state",
        ),
        (
            {"findings": [{"kind": "dependency", "value": True, "about": "x"}]},
            "findings.0.about",
            "'x' is neither a person of the case nor a state",
        ),
        (
            {"findings": [{"kind": "dependency", "value": "FR"}]},
            "findings.0.value",
            "dependency is no choice of a state",
        ),
        ({"findings": [{"kind": "art4_risk", "value": True}]}, "findings.0.state", "is missing"),
        ({"findings": [{"kind": "art4_risk", "value": True, "about": "a"}]}, "findings.0.state", "is missing"),
        ({"persons": people("a", "b", "b")}, "persons.2.id", "'b' is there twice"),
        ({"persons": people("a", a={"spouse": "a"})}, "persons.0.spouse", "is the person itself"),
        ({"links": [link("a", "a", "sibling")]}, "links.0.to", "is the person from whom the link goes"),
    ],
)
def test_what_makes_no_sense_within_a_case_is_named(given: dict[str, Any], path: str, problem: str) -> None:
    assert fault(**given) == (path, problem)


@pytest.mark.parametrize(("parent", "bad"), [("2010-01-01", True), ("2010-01-02", True), ("2009-12-31", False)])
@pytest.mark.parametrize("ends", [("c", "p", "parent"), ("p", "c", "child")])
def test_a_parent_is_older_than_the_child(parent: str, bad: bool, ends: tuple[str, str, str]) -> None:
    given = {
        "persons": people("a", "c", "p", c={"birth_date": "2010-01-01"}, p={"birth_date": parent}),
        "links": [link(*ends)],
    }
    if bad:
        assert fault(**given) == ("links.0", "'p' is not older than the child 'c'")
    else:
        assert read(**given).table.rows == 1


def test_nobody_is_their_own_ancestor() -> None:
    circle = [link("a", "b", "parent"), link("c", "b", "child"), link("c", "a", "parent"), link("d", "c", "parent")]
    found = faults(case(persons=people("a", "b", "c", "d", "e"), links=[*circle, link("b", "e", "parent")]))
    assert [text.split(": ")[1] for text in found] == ["links.0", "links.1", "links.2", "links.3"]
    line = [link("a", "b", "parent"), link("b", "c", "parent"), link("a", "c", "parent"), link("c", "b", "child")]
    assert read(persons=people("a", "b", "c"), links=line).table.rows == 1


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (
            {"documents": [PAPER, PAPER | {"valid_from": "2026-02-01", "valid_to": "2026-01-31"}]},
            "documents.1.valid_to",
        ),
        ({"documents": [PAPER | {"valid_from": "2026-02-01", "ended_on": "2026-01-31"}]}, "documents.0.ended_on"),
        ({"diplomas": [DIPLOMA | {"study_from": "2019-02-01", "study_to": "2019-01-31"}]}, "diplomas.0.study_to"),
        ({"events": [{"kind": "detained", "date": "2026-09-02", "until": "2026-09-01"}]}, "events.0.until"),
        (
            {"crises": [{"state": "EL", "kind": "force_majeure", "from": "2026-02-01", "to": "2026-01-31"}]},
            "crises.0.to",
        ),
        (
            {
                "persons": people("a", "r"),
                "links": [link("a", "r", "sibling")],
                "statuses": [
                    {"person": "r", "state": "DE", "kind": "citizen"},
                    {"person": "r", "state": "DE", "kind": "applicant", "from": "2026-02-01", "to": "2026-01-31"},
                ],
            },
            "statuses.1.to",
        ),
        ({"persons": people("a", a={"birth_date": "2026-09-02"})}, "registrations.0.registered"),
        ({"registrations": [REGISTERED | {"first": True}, REGISTERED | {"first": True}]}, "registrations.1.first"),
        (
            {"registrations": [{"state": "DE", "registered": "2026-10-01", "first": True}, REGISTERED]},
            "registrations.0.first",
        ),
        ({"asked_on": "2026-08-31"}, "registrations"),
        ({"persons": people("a", "b"), "registrations": [own("b")]}, "registrations"),
        ({"persons": people("a", "b", "c"), "registrations": [own("b")], "group": ["a", "c"]}, "registrations"),
    ],
)
def test_impossible_facts_are_named_as_such(given: dict[str, Any], path: str) -> None:
    assert fault(**given)[0] == path


def test_a_fact_of_the_whole_family_is_named_once() -> None:
    wrong = {"kind": "detained", "date": "2026-09-02", "until": "2026-09-01"}
    assert fault(persons=people("a", "b"), group=["a", "b"], events=[wrong])[0] == "events.0.until"


def test_a_child_born_later_may_stand_under_an_earlier_registration() -> None:
    persons = people("a", "c", c={"birth_date": "2026-10-01"})
    assert read(persons=persons, group=["a", "c"]).table.rows == 2


def test_more_facts_than_a_table_holds_are_refused() -> None:
    events = [{"kind": "detained", "date": "2026-09-02"}] * 128
    assert fault(events=events) == ("events", "128 concern one person")
    assert read(events=events[:127]).table.events.count == 127


def test_a_case_is_there_once() -> None:
    assert faults(case(), case(id="2"), case(), lines=[1, 2, 5]) == [
        "cases.jsonl:5: id: '1' is there twice; expected an id for each case"
    ]


def test_every_fault_of_every_case_is_told_with_its_place() -> None:
    bad = case(id="2", asked_in="XX", applicant=1)
    impossible = case(id="3", asked_on="2026-01-01")
    good = case(id="4")
    late = case(id="5", events=[{"kind": "detained", "date": "2026-09-02", "until": "2026-09-01"}])
    by_line = faults(bad, impossible, good, late, lines=[3, 4, 5, 6])
    assert [text.split(": ")[:2] for text in by_line] == [
        ["cases.jsonl:3", "applicant"],
        ["cases.jsonl:3", "asked_in"],
        ["cases.jsonl:4", "registrations"],
        ["cases.jsonl:6", "events.0.until"],
    ]
    by_number = faults(bad, impossible, good, late)
    assert [text.split(": ")[:2] for text in by_number] == [
        ["cases.jsonl:1", "0.applicant"],
        ["cases.jsonl:1", "0.asked_in"],
        ["cases.jsonl:1", "1.registrations"],
        ["cases.jsonl:1", "3.events.0.until"],
    ]


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, {}),
        ({"regime": "DUBLIN3"}, {"regime": "dublin3"}),
        ({"REGIME": "convention1990"}, {"regime": "convention1990"}),
        ({"anniv": "LESS"}, {"ANNIV": "less"}),
        ({"ANNIV": "not_less"}, {}),  # the default
        ({"sar-no-fallback": False}, {"SAR_NO_FALLBACK": "false"}),
        ({"SAR_NO_FALLBACK": True}, {}),
        ({"ref_63_8C": "request_limit"}, {"REF_63_8c": "request-limit"}),
        ({"D": "2026-07-01"}, {"GENERAL_APPLICATION_DATE": "2026-07-01"}),
        ({"ABSC_CLOCK": "Stopped"}, {"ABSC_CLOCK": "stopped"}),
    ],
)
def test_choices_are_understood_however_they_are_spelled(given: dict[str, Any], chosen: dict[str, str]) -> None:
    assert read(choices=given).choices[0] == chosen


@pytest.mark.parametrize(
    ("given", "path", "expected"),
    [
        ({"NO_SUCH": "x"}, "choices.NO_SUCH", ", ".join(sorted(CHOICES))),
        ({"\x00": "x"}, "choices.'\\x00'", ", ".join(sorted(CHOICES))),
        ({"ANNIV": "maybe"}, "choices.ANNIV", "not-less, less"),
        ({"ANNIV": None}, "choices.ANNIV", "not-less, less"),
        ({"D": "2026-06-13"}, "choices.D", "2026-06-12, 2026-07-01"),
    ],
)
def test_an_unknown_choice_is_answered_with_the_known_ones(given: dict[str, Any], path: str, expected: str) -> None:
    with pytest.raises(BadInputError) as error:
        read(choices=given)
    (only,) = error.value.faults
    assert (only.field, only.expected) == (path, f"one of {expected}")


_JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(["a", "DE"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases(), st.data())
def test_junk_anywhere_in_a_case_is_a_fault_and_never_a_crash(document: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(document)))
    place: Any = document
    while isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(_JUNK)
    try:
        read_cases([document])
    except BadInputError as error:
        assert error.faults
