"""Families in a case: for whom the answer is, who is what to whom, what was wished."""

from __future__ import annotations

from typing import Any

import pytest
from documents import case, cells, day, link, own, people, read, table

from fairshare.law.responsibility.codes import NONE, STATE_CODE, Link, Member, Standing, states_of
from fairshare.law.responsibility.notation import read_cases

DE, EL, FI, FR, IT, SE = (STATE_CODE[state] for state in ("DE", "EL", "FI", "FR", "IT", "SE"))
ADULT, CHILD = {"birth_date": "1990-01-01"}, {"birth_date": "2015-01-01"}


# -- the persons of the answer ----------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 28")
def test_the_applicant_comes_first_then_the_others_of_the_group() -> None:
    found = read_cases(
        [
            case(id="x", applicant="b", persons=people("a", "b", "c"), group=["a", "b", "c"]),
            case(id="y"),
        ]
    )
    assert list(found.persons) == ["b", "a", "c", "a"]
    assert found.case.tolist() == [0, 0, 0, 1]
    assert found.table.member.tolist() == [Member.REGISTERED] * 4


def test_a_fact_without_a_person_is_everyones_and_one_with_a_person_only_that_persons() -> None:
    facts = table(
        persons=people("a", "b", "z"),
        group=["a", "b"],
        registrations=[{"state": "FR", "registered": "2026-09-01"}, own("b", "2026-10-01", "DE")],
        entries=[
            {"state": "IT", "date": "2026-08-01", "mode": "irregular"},
            {"person": "b", "state": "EL", "date": "2026-08-02", "mode": "irregular"},
            {"person": "z", "state": "EL", "date": "2026-08-03", "mode": "irregular"},
        ],
        events=[
            {"person": "b", "kind": "removal", "date": "2026-09-15"},
            {"kind": "exit_territory", "date": "2026-09-14"},
        ],
        documents=[{"holder": who, "kind": "visa", "issuer": "NL"} for who in ("b", "z")],
        diplomas=[{"holder": who, "issuer": "NL", "issued": "2020-01-01"} for who in ("b", "z")],
        eurodac=[{"person": "b", "article": "15", "state": "FR", "event_date": "2026-09-01"}],
        crises=[{"state": "EL", "kind": "mass_arrivals"}],
    )
    assert [cells(facts.registrations, "state", row) for row in (0, 1)] == [[FR], [FR, DE]]
    assert [cells(facts.entries, "state", row) for row in (0, 1)] == [[IT], [IT, EL]]
    assert [len(cells(facts.events, "kind", row)) for row in (0, 1)] == [1, 2]
    assert [
        len(cells(getattr(facts, name), "state" if name == "hits" else "issuer", 0))
        for name in ("documents", "diplomas", "hits")
    ] == [0, 0, 0]
    assert [
        len(cells(getattr(facts, name), "state" if name == "hits" else "issuer", 1))
        for name in ("documents", "diplomas", "hits")
    ] == [1, 1, 1]
    assert [cells(facts.crises, "state", row) for row in (0, 1)] == [[EL], [EL]]


def test_a_member_without_a_registration_takes_that_of_the_applicant() -> None:
    facts = table(persons=people("a", "b"), group=["a", "b"], registrations=[own("a")])
    assert [cells(facts.registrations, "state", row) for row in (0, 1)] == [[FR], [FR]]
    assert facts.member.tolist() == [Member.REGISTERED, Member.REGISTERED]


@pytest.mark.law("AMMR 36(2)")
@pytest.mark.parametrize(
    ("born", "expected"),
    [("2015-01-01", Member.FOLLOWS), ("2008-09-02", Member.FOLLOWS), ("2008-09-01", Member.REGISTERED)],
)
def test_a_minor_without_a_claim_of_their_own_follows_the_parent(born: str, expected: Member) -> None:
    facts = table(
        persons=people("a", "c", a=ADULT, c={"birth_date": born}),
        group=["a", "c"],
        links=[link("c", "a", "parent")] if born < "2010" else [link("a", "c", "child")],
        registrations=[own("a")],
    )
    assert facts.member.tolist() == [Member.REGISTERED, expected]


@pytest.mark.law("AMMR 36(2)")
@pytest.mark.parametrize(
    ("born", "event", "expected"),
    [
        ({"birth_date": "2026-09-02"}, None, Member.BORN_LATER),
        ({}, "2026-09-02", Member.BORN_LATER),
        ({}, "2026-09-01", Member.REGISTERED),
        ({"birth_date": "2026-09-01"}, None, Member.REGISTERED),
    ],
)
def test_a_child_born_after_the_registration_joins(born: dict[str, Any], event: str | None, expected: Member) -> None:
    facts = table(
        persons=people("a", "c", c=born),
        group=["a", "c"],
        events=[] if event is None else [{"kind": "birth", "person": "c", "date": event}],
        registrations=[own("a")],
    )
    assert facts.member.tolist() == [Member.REGISTERED, expected]
    assert day(facts.birth_date[1]) == born.get("birth_date", event)


ALONG = {"birth_date": "2015-01-01", "accompanied_by_adult": True}


@pytest.mark.law("AMMR 36(2)")
@pytest.mark.parametrize(
    ("registrations", "child", "rows"),
    [
        ([own("a"), own("m")], ALONG, ["a", "m"]),
        ([own("m")], ALONG, ["a", "m"]),  # the child made no claim
        ([own("a"), own("m", state="DE")], ALONG, ["a"]),  # the mother is elsewhere: they did not come together
        ([own("a")], ALONG, ["a"]),
        ([own("a"), own("m")], ALONG | {"birth_date": "2000-01-01"}, ["a"]),
        ([own("a"), own("m")], ALONG | {"accompanied_by_adult": False}, ["a"]),
    ],
)
def test_an_accompanied_minor_follows_the_adult_registered_in_the_same_state(
    registrations: list[dict[str, Any]], child: dict[str, Any], rows: list[str]
) -> None:
    found = read(
        persons=people("a", "m", a=child, m={"birth_date": "1980-01-01"}),
        links=[link("a", "m", "parent")],
        registrations=registrations,
    )
    assert list(found.persons) == rows
    assert found.table.member[0] == (Member.FOLLOWS if len(rows) == 2 else Member.REGISTERED)


@pytest.mark.law("AMMR 2(11)")
@pytest.mark.parametrize(
    ("child", "other", "links", "expected"),
    [
        ({"accompanied_by_adult": False}, ADULT, [], 0),
        ({}, ADULT, [], 1),
        ({}, {"birth_date": "2008-09-01"}, [], 1),  # eighteen on the day
        ({}, {"birth_date": "2008-09-02"}, [], NONE),
        ({}, {}, [], NONE),
        ({}, {}, [link("c", "o", "other_responsible_adult")], 1),
    ],
)
def test_an_adult_in_the_group_accompanies_a_minor(
    child: dict[str, Any], other: dict[str, Any], links: list[dict[str, Any]], expected: int
) -> None:
    persons = people("c", "o", c=CHILD | child, o=other)
    assert table(applicant="c", persons=persons, group=["c", "o"], links=links).accompanied[0] == expected


@pytest.mark.law("AMMR 2(10)")
@pytest.mark.parametrize(("registered", "expected"), [("2026-02-28", NONE), ("2026-03-01", 1)])
def test_who_is_born_on_a_leap_day_comes_of_age_on_the_first_of_march(registered: str, expected: int) -> None:
    persons = people("c", "o", c=CHILD, o={"birth_date": "2008-02-29"})
    facts = table(
        applicant="c", persons=persons, group=["c", "o"], registrations=[{"state": "FR", "registered": registered}]
    )
    assert facts.accompanied[0] == expected


# -- relatives --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "back"),
    [
        ("spouse", Link.SPOUSE),
        ("partner", Link.PARTNER),
        ("child", Link.PARENT),
        ("parent", Link.CHILD),
        ("other_responsible_adult", Link.WARD),
        ("sibling", Link.SIBLING),
        ("aunt_uncle", Link.OTHER),
        ("grandparent", Link.OTHER),
        ("cousin", Link.COUSIN),
        ("other", Link.OTHER),
    ],
)
def test_a_link_is_read_from_both_sides(kind: str, back: Link) -> None:
    persons = people("a", "r")
    assert cells(table(persons=persons, links=[link("a", "r", kind)]).relatives, "link") == [Link[kind.upper()]]
    assert cells(table(persons=persons, links=[link("r", "a", kind)]).relatives, "link") == [back]


def test_a_spouse_on_record_is_a_link_and_the_same_link_counts_once() -> None:
    persons = people("a", "r", a={"spouse": "r"})
    assert cells(table(persons=persons).relatives, "link") == [Link.SPOUSE]
    both = [link("a", "r", "spouse", evidence=["certificate"]), link("r", "a", "spouse")]
    found = read(persons=persons, links=both)
    assert cells(found.table.relatives, "link") == [Link.SPOUSE]
    assert found.evidence == {"relatives": {(0, 0): ("certificate",)}}


def test_a_relative_has_a_slot_for_each_status_or_one_where_present() -> None:
    status = {"person": "r", "kind": "applicant", "from": "2025-01-01", "first_decision_on_substance": None}
    facts = table(
        persons=people("a", "r", "s", r=ADULT | {"married": True}, s={"present_in": "SE"}),
        links=[link("a", "r", "sibling"), link("a", "s", "cousin")],
        statuses=[
            status | {"state": "DE"},
            status | {"state": "FI", "kind": "citizen", "citizen_of": "IT", "to": "2027-01-01"},
        ],
    ).relatives
    assert cells(facts, "who") == [1, 1, 2]
    assert cells(facts, "state") == [DE, FI, SE]
    assert cells(facts, "status") == [Standing.APPLICANT, Standing.CITIZEN, NONE]
    assert cells(facts, "citizen_of") == [NONE, IT, NONE]
    assert cells(facts, "married") == [1, 1, NONE]
    assert [day(one) for one in cells(facts, "until")] == [None, "2027-01-01", None]


@pytest.mark.law("AMMR 26(1)")
@pytest.mark.parametrize(
    ("wish", "applicant", "relative"),
    [
        ({"person": "a", "towards": "r"}, [1, 1], [0, 0]),
        ({"person": "a", "towards": "DE"}, [1, 0], [0, 0]),
        ({"person": "a", "towards": "Italy"}, [0, 1], [0, 0]),  # the state of which the relative is a citizen
        ({"person": "r", "towards": "a"}, [0, 0], [1, 1]),
        ({"person": "r", "towards": "FI"}, [0, 0], [0, 1]),
        ({"person": "a", "towards": "r", "written": False}, [0, 0], [0, 0]),
    ],
)
def test_a_written_wish_is_towards_the_person_or_the_state(
    wish: dict[str, Any], applicant: list[int], relative: list[int]
) -> None:
    facts = table(
        persons=people("a", "r"),
        links=[link("a", "r", "spouse")],
        statuses=[
            {"person": "r", "state": "DE", "kind": "beneficiary"},
            {"person": "r", "state": "FI", "kind": "citizen", "citizen_of": "IT"},
        ],
        wishes=[{"written": True} | wish],
    ).relatives
    assert (cells(facts, "applicant_wrote"), cells(facts, "relative_wrote")) == (applicant, relative)


@pytest.mark.law("AMMR 35(2)")
def test_consent_of_all_is_for_states_and_for_where_the_persons_are_who_consent_too() -> None:
    facts = table(
        persons=people("a", "r", "s", "t", s={"present_in": "SE"}, t={"present_in": "FI"}),
        statuses=[{"person": "r", "state": "DE", "kind": kind} for kind in ("citizen", "applicant")],
        wishes=[{"person": "a", "towards": towards, "written": True} for towards in ("r", "s", "t", "IT", "Italy")]
        + [{"person": who, "towards": towards, "written": True} for who, towards in (("r", "a"), ("s", "SE"))],
    )
    assert states_of(int(facts.consent[0])) == ("DE", "IT", "SE")


@pytest.mark.law("AMMR 2(8)")
@pytest.mark.parametrize(
    ("tie", "since", "existed"),
    [
        ({}, "2025-01-01", 1),
        ({"existed_before_arrival": False}, "2025-01-01", 0),
        ({"married_on": "2026-07-31"}, "2025-01-01", 1),
        ({"married_on": "2026-08-01"}, "2025-01-01", 1),  # on the day of the entry
        ({"married_on": "2026-08-02"}, "2025-01-01", 0),
        ({"married_on": "2026-08-02"}, "2026-08-02", 0),
        ({"married_on": "2026-08-02"}, "2026-08-03", 1),  # before the relative arrived
        ({"married_on": "2026-08-02"}, None, 0),
    ],
)
def test_a_family_existed_before_one_of_them_arrived(tie: dict[str, Any], since: str | None, existed: int) -> None:
    status = {"person": "r", "state": "DE", "kind": "beneficiary"} | ({} if since is None else {"from": since})
    facts = table(
        persons=people("a", "r"),
        links=[link("a", "r", "spouse", **tie)],
        statuses=[status],
        entries=[{"person": "a", "state": "IT", "date": "2026-08-01", "mode": "irregular"}],
    ).relatives
    assert (cells(facts, "existed"), cells(facts, "in_origin")) == ([existed], [existed])


@pytest.mark.law("DUBLIN3 2(g)")
@pytest.mark.parametrize(
    ("nationality", "where", "expected"), [("SY", "sy", 1), ("SY", "TR", 0), (None, "TR", 1), ("EL", "Greece", 1)]
)
def test_a_marriage_elsewhere_is_no_tie_of_the_country_of_origin(
    nationality: str | None, where: str, expected: int
) -> None:
    facts = table(
        persons=people("a", "r", a={"nationality": nationality}), links=[link("a", "r", "spouse", married_in=where)]
    )
    assert cells(facts.relatives, "in_origin") == [expected]
    assert cells(facts.relatives, "existed") == [1]


@pytest.mark.parametrize(
    ("person", "tie", "expected"),
    [
        ({}, {}, 1),
        ({}, {"married_on": "2026-09-01"}, 1),
        ({}, {"married_on": "2026-09-02"}, NONE),
        ({"married": False}, {}, 0),
    ],
)
def test_who_has_a_spouse_is_married(person: dict[str, Any], tie: dict[str, Any], expected: int) -> None:
    facts = table(persons=people("a", "r", a=person), links=[link("a", "r", "spouse", **tie)])
    assert facts.married[0] == expected


def test_who_is_in_the_group_has_joined() -> None:
    facts = table(
        persons=people("a", "b", "r"), group=["a", "b"], links=[link("a", "b", "spouse"), link("a", "r", "sibling")]
    ).relatives
    assert cells(facts, "joined", 0) == [1, 0]
    assert cells(facts, "joined", 1) == [1]
