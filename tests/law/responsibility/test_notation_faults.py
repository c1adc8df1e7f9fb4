"""What is wrong with a case is named by its path: the schema, unknown persons, impossible facts."""

from __future__ import annotations

from typing import Any

import pytest
from documents import case, link, own, people, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import cases

from fairshare.faults import BadInputError
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
FIRST_AGAIN = "registrations.1.first"
NEVER = "1990-01-01"
SPAN = {"valid_from": "2026-02-01", "valid_to": "2026-01-31"}
REVERSED = {"person": "b", "state": "SE", "kind": "citizen", "from": "2026-02-01", "to": "2026-01-31"}
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
        ({"persons": [{"id": "a", "birth_date": None}]}, "persons.0.birth_date", "null is not text"),
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
        ({"registrations": [REGISTERED | {"person": None}]}, "registrations.0.person", "null is not text"),
        ({"choices": []}, "choices", "[] is not an object"),
        ({"events": [EVENT]}, "events.0.kind", "'humanitarian_decision' is not allowed"),
        ({"documents": [PAPER | {"months_conferred": NAN}]}, "documents.0.months_conferred", f"nan {NO_MONTHS}"),
        ({"documents": [PAPER | {"months_conferred": -1}]}, "documents.0.months_conferred", f"-1 {NO_MONTHS}"),
        ({"documents": [PAPER | {"months_conferred": True}]}, "documents.0.months_conferred", f"true {NO_MONTHS}"),
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
        (
            {"registrations": [REGISTERED | {"first": True}, REGISTERED | {"first": True, "place": "border"}]},
            FIRST_AGAIN,
        ),
        (
            {"registrations": [{"state": "DE", "registered": "2026-10-01", "first": True}, REGISTERED]},
            "registrations.0.first",
        ),
        ({"asked_on": "2026-08-31"}, "asked_on"),
        ({"persons": people("a", "b"), "group": ["b"], "registrations": [own("b")], "asked_on": NEVER}, "asked_on"),
        ({"registrations": [REGISTERED | {"made": "2026-09-02"}]}, "registrations.0.made"),
        ({"registrations": [REGISTERED | {"made": "2026-08-30", "lodged": "2026-08-29"}]}, "registrations.0.lodged"),
        ({"registrations": [{"state": "UK", "registered": "2021-01-01"}]}, "registrations.0.state"),
        ({"persons": people("a", "b"), "statuses": [REVERSED]}, "statuses.0.to"),
        ({"persons": people("a", "b"), "documents": [PAPER, PAPER | SPAN | {"holder": "b"}]}, "documents.1.valid_to"),
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


def detentions(number: int) -> list[dict[str, Any]]:
    return [{"kind": "detained", "date": "2026-09-02", "note": str(place)} for place in range(number)]


def test_more_facts_than_a_table_holds_are_refused() -> None:
    assert read(events=detentions(2_000)).table.events.count == 2_000
    assert fault(events=detentions(2_001)) == ("events", "2001 concern one person")
    entries = [{"state": "IT", "date": f"20{year}-08-{day}", "mode": "sar"} for year in range(10, 26) for day in EIGHT]
    assert fault(entries=entries) == ("entries", "128 concern one person")
    assert read(entries=entries[1:]).table.entries.count == 127


EIGHT = range(10, 18)


@pytest.mark.parametrize(("statuses", "path"), [([], "links"), (["SE", "DE"], "statuses")])
def test_too_many_relatives_are_named_by_what_makes_them_too_many(statuses: list[str], path: str) -> None:
    others = [f"p{number}" for number in range(128 if path == "links" else 64)]
    given = {
        "persons": people("a", *others),
        "links": [link("a", other, "sibling") for other in others],
        "statuses": [{"person": other, "state": state, "kind": "citizen"} for other in others for state in statuses],
    }
    assert fault(**given) == (path, "128 concern one person")


def test_one_long_case_does_not_make_a_long_file_wide() -> None:
    short = [case(id=str(number)) for number in range(9_000)]
    with pytest.raises(BadInputError) as error:
        read_cases([case(id="long", events=detentions(1_500)), *short])
    (only,) = error.value.faults
    assert (only.field, only.expected) == ("0.events", "at most 910 of one person, among 9001 persons")


def test_the_same_fact_twice_is_one_and_the_numbers_of_the_file_stay() -> None:
    wrong = {"kind": "released", "date": "2026-09-03", "until": "2026-09-01"}
    assert read(events=detentions(1) * 9_000).table.events.count == 1
    assert fault(events=[*detentions(1) * 3, wrong]) == ("events.3.until", "the end lies before the beginning")
    assert fault(events=[*detentions(1) * 3, wrong], crises=[]) == (
        "events.3.until",
        "the end lies before the beginning",
    )
    long = [{"state": "IT", "date": f"20{year}-08-{day}", "mode": "sar"} for year in range(10, 26) for day in EIGHT]
    assert fault(entries=long * 2) == ("entries", "128 concern one person")
    assert fault(events=detentions(1) * 2, entries=long) == ("entries", "128 concern one person")


def test_what_the_schema_does_not_know_hides_no_other_fault() -> None:
    given = case(applicant="x", foo=1, persons=[{"id": "a", "name": "y"}])
    assert {text.split(": ")[1] for text in faults(given)} == {"applicant", "foo", "persons.0.name"}
    assert {text.split(": ")[1] for text in faults(given | {"id": 7})} == {"foo", "id", "persons.0.name"}


RISK = {"kind": "art4_risk", "state": "EL"}
CARE = {"kind": "able_to_care", "about": "b"}
USE = {"kind": "discretion_35_1"}


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (RISK | {"value": True}, RISK | {"value": False}, True),
        (RISK | {"value": True}, {"kind": "art4_risk", "about": "EL", "value": False}, True),
        (RISK | {"value": False}, {"kind": "art4_risk", "value": "EL"}, True),
        (RISK | {"value": True}, RISK | {"value": False, "date": "2026-09-01"}, False),
        (RISK | {"value": True, "date": "2026-09-01"}, RISK | {"value": False, "date": "2026-09-01"}, True),
        (RISK | {"value": True, "date": "2026-09-02"}, RISK | {"value": False, "date": "2026-09-01"}, False),
        (RISK | {"value": True}, RISK | {"value": True}, False),
        (RISK | {"value": True}, RISK | {"value": False, "state": "IT"}, False),
        (CARE | {"value": True}, CARE | {"value": False}, True),
        (CARE | {"value": True, "person": "a"}, CARE | {"value": False, "person": "b"}, False),
        ({"kind": "best_interests", "value": "SE"}, {"kind": "best_interests", "value": "FI"}, False),
        (USE | {"by": "DE", "value": True}, USE | {"by": "SE", "value": False}, False),
        (USE | {"by": "DE", "value": True}, USE | {"by": "DE", "value": False}, True),
    ],
)
def test_findings_that_deny_each_other_on_one_day_are_named(one: Any, other: Any, contradict: bool) -> None:
    given = {"persons": people("a", "b"), "findings": [one, other]}
    if contradict:
        when = "both of one day" if "date" in one else "both without a date"
        assert fault(**given) == ("findings.1.value", f"contradicts findings.0 ({when})")
    else:
        assert read(**given).table.rows == 1


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
        ["cases.jsonl:4", "asked_on"],
        ["cases.jsonl:6", "events.0.until"],
    ]
    by_number = faults(bad, impossible, good, late)
    assert [text.split(": ")[:2] for text in by_number] == [
        ["cases.jsonl:1", "0.applicant"],
        ["cases.jsonl:1", "0.asked_in"],
        ["cases.jsonl:1", "1.asked_on"],
        ["cases.jsonl:1", "3.events.0.until"],
    ]


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
