"""What Eurodac data prove by themselves, and what follows from a relative's own registration or residence document."""

from __future__ import annotations

from typing import Any

import pytest
from documents import cells, day, link, own, people, read, table

from fairshare.faults import BadInputError
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Happened, Member, Mode, Standing, states_of

BE, DE, EL, FR, IT, SE = (STATE_CODE[state] for state in ("BE", "DE", "EL", "FR", "IT", "SE"))


# -- crossings ---------------------------------------------------------------------------------------------------------

RECORDED = {"state": "IT", "date": "2026-07-01", "mode": "irregular"}


@pytest.mark.law("AMMR 33(1)", "AMMR 33(2)")
@pytest.mark.parametrize("article", ["22", "24"])
@pytest.mark.parametrize(
    ("hits", "entries", "expected"),
    [
        ([{}], [], ["2026-09-01"]),  # the day of the registration
        ([{"hit_date": "2026-08-30"}], [], ["2026-08-30"]),
        ([{"hit_date": "2026-09-04"}], [], ["2026-09-01"]),  # the crossing came before the registration
        ([{"hit_date": "2026-10-02"}], [], []),  # not yet found
        ([{}, {"event_date": "2026-07-02"}], [], ["2026-07-02"]),  # the same crossing, once with its day
        ([{}, {"hit_date": "2026-08-30"}], [], ["2026-09-01"]),
        ([{}], [RECORDED], ["2026-07-01"]),
        ([{}], [RECORDED | {"state": "EL"}], ["2026-07-01", "2026-09-01"]),
    ],
)
def test_a_crossing_without_a_day_is_taken_to_be_of_the_last_day_possible(
    article: str, hits: list[dict[str, Any]], entries: list[dict[str, Any]], expected: list[str]
) -> None:
    mode = {"mode": "irregular" if article == "22" else "sar"}
    facts = table(
        asked_on="2026-10-01",
        entries=[entry | mode for entry in entries],
        eurodac=[{"article": article, "state": "IT"} | hit for hit in hits],
    )
    assert [day(one) for one in cells(facts.entries, "date")] == expected
    assert set(cells(facts.entries, "mode")) <= {Mode[mode["mode"].upper()]}
    assert cells(facts.hits, "event_date").count(NO) == len(cells(facts.hits, "state")) - sum(
        "event_date" in hit for hit in hits
    )


NO = -(2**31)


# -- earlier applications ----------------------------------------------------------------------------------------------


def claims(
    hits: list[dict[str, Any]], registrations: list[dict[str, Any]] | None = None, **given: Any
) -> list[tuple[int, str | None]]:
    """State and day of the registrations of the applicant, with Eurodac data of Article 15."""
    facts = table(
        asked_on="2026-10-01",
        persons=people("a", "b", "r"),
        registrations=registrations or [own("a")],
        eurodac=[{"article": "15"} | hit for hit in hits],
        **given,
    ).registrations
    return list(zip(cells(facts, "state"), map(day, cells(facts, "registered")), strict=True))


HERE = (FR, "2026-09-01")
ITALY = {"state": "IT"}


@pytest.mark.law("AMMR 38(4)")
@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ([ITALY], [(IT, "2026-09-01"), HERE]),
        ([ITALY | {"person": "a"}], [(IT, "2026-09-01"), HERE]),
        ([ITALY | {"hit_date": "2026-08-20"}], [(IT, "2026-08-20"), HERE]),
        ([ITALY | {"hit_date": "2026-09-20"}], [(IT, "2026-09-01"), HERE]),
        ([ITALY | {"hit_date": "2026-10-02"}], [HERE]),  # not yet found
        ([ITALY | {"event_date": "2026-07-01", "hit_date": "2026-09-02"}], [(IT, "2026-07-01"), HERE]),
        ([ITALY | {"event_date": "2026-09-01"}], [HERE]),  # not earlier
        ([ITALY | {"event_date": "2026-09-02"}], [HERE]),
        ([{"state": "FR", "event_date": "2026-07-01"}], [HERE]),  # the state where they are registered
        ([ITALY | {"person": "r"}], [HERE]),
        ([ITALY | {"event_date": "2026-07-02"}, ITALY | {"event_date": "2026-07-01"}], [(IT, "2026-07-01"), HERE]),
        ([{"state": "UK", "event_date": "2020-12-31"}], [(STATE_CODE["UK"], "2020-12-31"), HERE]),
        ([{"state": "UK", "event_date": "2021-01-01"}], [HERE]),
        ([{"state": "UK"}], [HERE]),
    ],
)
def test_an_application_that_eurodac_proves_to_be_earlier_stands_first(
    hits: list[dict[str, Any]], expected: list[tuple[int, str]]
) -> None:
    assert claims(hits) == expected


@pytest.mark.law("AMMR 38(4)")
def test_a_registration_marked_as_the_first_is_taken_at_its_word() -> None:
    assert claims([ITALY], [own("a") | {"first": True}]) == [HERE]


@pytest.mark.law("AMMR 38(4)")
def test_a_proved_application_stands_before_one_of_its_day_that_names_nobody() -> None:
    assert claims([ITALY | {"person": "a"}], [{"state": "FR", "registered": "2026-09-01"}]) == [
        (IT, "2026-09-01"),
        HERE,
    ]


def test_an_application_that_eurodac_puts_before_the_birth_is_named_there() -> None:
    with pytest.raises(BadInputError) as error:
        read(
            persons=people("a", a={"birth_date": "2026-08-01"}),
            eurodac=[{"article": "22", "state": "IT"}, {"article": "15", "state": "IT", "event_date": "2026-07-01"}],
        )
    assert [fault.field for fault in error.value.faults] == ["eurodac.1.event_date"]


# -- relocation --------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 38(5)", "AMMR 68(2)")
@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        ({"event_date": "2026-09-10"}, [(Happened.RELOCATED, "2026-09-10", NONE, BE)]),
        ({"event_date": "2026-09-10", "found_by": "BE"}, [(Happened.RELOCATED, "2026-09-10", NONE, BE)]),
        ({"hit_date": "2026-09-12"}, [(Happened.RELOCATED, "2026-09-12", NONE, BE)]),
        ({}, [(Happened.RELOCATED, "2026-09-01", NONE, BE)]),
        ({"person": "a"}, [(Happened.RELOCATED, "2026-09-01", NONE, BE)]),
        ({"person": "b"}, []),
        (
            {"found_by": "DE", "event_date": "2026-09-10", "hit_date": "2026-09-12"},
            [(Happened.RELOCATION_CONFIRMED, "2026-09-10", BE, NONE)],
        ),
        ({"found_by": "DE", "hit_date": "2026-09-12"}, [(Happened.RELOCATION_CONFIRMED, "2026-09-01", BE, NONE)]),
        ({"found_by": "DE", "hit_date": "2026-10-02"}, []),
    ],
)
def test_a_set_on_a_relocation_is_the_event_of_which_it_tells(hit: dict[str, Any], expected: list[Any]) -> None:
    facts = table(
        asked_on="2026-10-01", persons=people("a", "b"), eurodac=[{"article": "relocation", "state": "BE"} | hit]
    )
    days = map(day, cells(facts.events, "date"))
    assert (
        list(zip(cells(facts.events, "kind"), days, cells(facts.events, "by"), cells(facts.events, "to"), strict=True))
        == expected
    )
    assert facts.hits.count == (hit.get("person", "a") == "a" and hit.get("hit_date") != "2026-10-02")


@pytest.mark.law("AMMR 38(5)")
@pytest.mark.parametrize(
    ("event", "number"),
    [
        ({"kind": "relocated", "to": "BE"}, 1),
        ({"kind": "relocated"}, 1),
        ({"kind": "relocation_confirmed", "by": "BE"}, 1),
        ({"kind": "relocated", "to": "SE"}, 2),
        ({"kind": "relocated", "to": "BE", "person": "b"}, 1),
        ({"kind": "transfer", "to": "BE"}, 2),
    ],
)
def test_a_relocation_on_record_is_not_told_again(event: dict[str, Any], number: int) -> None:
    facts = table(
        persons=people("a", "b"),
        events=[event | {"date": "2026-09-05"}],
        eurodac=[{"article": "relocation", "state": "BE"}] * 2,
    )
    assert len(cells(facts.events, "kind")) == number


# -- relatives ---------------------------------------------------------------------------------------------------------

PERMIT = {"holder": "r", "kind": "residence", "issuer": "SE", "valid_from": "2025-01-01", "valid_to": "2027-01-01"}
CITIZEN = {"person": "r", "state": "SE", "kind": "citizen"}


def held(**given: Any) -> list[tuple[Any, ...]]:
    """State, status, first and last day of the slots of the applicant's spouse."""
    given = {"registrations": [own("a")], "asked_on": "2026-10-01"} | given
    relatives = table(persons=people("a", "r"), links=[link("a", "r", "spouse")], **given).relatives
    days = (map(day, cells(relatives, name)) for name in ("since", "until"))
    return list(zip(cells(relatives, "state"), cells(relatives, "status"), *days, strict=True))


@pytest.mark.law("AMMR 25(2)", "AMMR 27")
def test_a_relative_who_is_registered_is_an_applicant_there_unless_a_status_tells_otherwise() -> None:
    claim = (SE, Standing.APPLICANT, "2026-08-01", None)
    assert held(registrations=[own("a"), own("r", "2026-08-01", "SE")]) == [claim]
    again = [own("a"), own("r", "2026-08-10", "SE"), own("r", "2026-08-01", "SE")]
    assert held(registrations=again) == [claim]
    assert held(registrations=[own("a"), own("r", "2026-10-02", "SE")]) == [(NONE, NONE, None, None)]  # not yet
    citizen = (SE, Standing.CITIZEN, None, None)
    assert held(registrations=[own("a"), own("r", "2026-08-01", "SE")], statuses=[CITIZEN]) == [citizen]
    elsewhere = [citizen, (IT, Standing.APPLICANT, "2026-08-01", None)]
    assert held(registrations=[own("a"), own("r", "2026-08-01", "IT")], statuses=[CITIZEN]) == elsewhere


@pytest.mark.law("AMMR 25(2)", "AMMR 2(13)")
@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ({}, ("2025-01-01", "2027-01-01")),
        ({"type": "residence_permit"}, ("2025-01-01", "2027-01-01")),
        ({"ended": "withdrawn", "ended_on": "2026-02-01"}, ("2025-01-01", "2026-02-01")),
        ({"ended": "expired"}, ("2025-01-01", "2027-01-01")),
        ({"ended": "withdrawn"}, None),  # until when is not known
        ({"type": "asylum_procedure"}, None),
        ({"kind": "visa"}, None),
        ({"holder": "a"}, None),
    ],
)
def test_a_relative_with_a_residence_document_is_legally_there(
    paper: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    there = [(SE, Standing.OTHER_LEGAL_STAY, *expected)] if expected else [(NONE, NONE, None, None)]
    assert held(documents=[PERMIT | paper]) == there


@pytest.mark.law("AMMR 25(2)", "AMMR 35(2)")
def test_a_status_on_record_goes_before_what_a_document_says_and_consent_reaches_there() -> None:
    assert held(documents=[PERMIT], statuses=[CITIZEN]) == [(SE, Standing.CITIZEN, None, None)]
    assert held(documents=[PERMIT], registrations=[own("a"), own("r", "2026-08-01", "SE")]) == [
        (SE, Standing.APPLICANT, "2026-08-01", None)
    ]
    wishes = [{"person": one, "towards": other, "written": True} for one, other in (("a", "r"), ("r", "a"))]
    facts = table(persons=people("a", "r"), links=[link("a", "r", "spouse")], documents=[PERMIT] * 2, wishes=wishes)
    assert states_of(int(facts.consent[0])) == ("SE",)


@pytest.mark.law("AMMR 2(11)", "AMMR 36(2)")
@pytest.mark.parametrize(
    ("parent", "adult", "kind", "child", "expected"),
    [
        (("2026-09-01", "FR"), {}, "parent", {}, 1),
        (("2026-08-01", "FR"), {"birth_date": "1990-01-01"}, "parent", {}, 1),
        (("2026-08-01", "FR"), {}, "other_responsible_adult", {}, 1),
        (("2026-09-02", "FR"), {}, "parent", {}, NONE),  # later
        (("2026-09-01", "IT"), {}, "parent", {}, NONE),  # elsewhere
        (("2026-09-01", "FR"), {"birth_date": "2008-09-02"}, "other_responsible_adult", {}, NONE),  # a minor too
        (("2026-09-01", "FR"), {}, "sibling", {}, NONE),
        (("2026-09-01", "FR"), {}, "parent", {"accompanied_by_adult": False}, 0),
        (("2026-09-01", "FR"), {}, "parent", {"birth_date": "2008-09-01"}, NONE),  # no minor
    ],
)
def test_a_minor_registered_where_a_responsible_adult_is_registered_is_accompanied(
    parent: tuple[str, str], adult: dict[str, Any], kind: str, child: dict[str, Any], expected: int
) -> None:
    persons = people("a", "r", "s", a={"birth_date": "2015-01-01"} | child, r=adult)
    given = {"persons": persons, "links": [link("a", "r", kind)], "registrations": [own("a"), own("r", *parent)]}
    facts = table(asked_on="2026-10-01", **given)
    assert facts.accompanied[0] == expected
    assert facts.member[0] == (Member.FOLLOWS if expected == 1 else Member.REGISTERED)
    assert table(asked_on="2026-10-01", group=["a", "s"], **given).accompanied[0] == expected
    none_of_its_own = given | {"registrations": [own("r", *parent)], "group": ["r"]}
    if child.get("accompanied_by_adult") is None and not adult:
        assert table(asked_on="2026-10-01", **none_of_its_own).accompanied[0] == (kind != "sibling" or NONE)
