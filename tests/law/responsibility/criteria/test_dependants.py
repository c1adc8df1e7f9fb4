"""Article 34: dependants, and Article 16 of Dublin III."""

from __future__ import annotations

from typing import Any

import pytest
from families import ADULT, ask, scope_on, table_of, told, wishing

from fairshare.law.responsibility.codes import Link, Standing
from fairshare.law.responsibility.criteria.dependants import dependants, dependants_2016, dependants_dublin3
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET

FOUND = {"dependency": 1, "able_to_care": 1}
DAUGHTER = wishing(Link.CHILD, "SE", birth_date="1985-06-06", **FOUND)
WIFE = wishing(Link.SPOUSE, "FI")


@pytest.mark.law("AMMR 34(1)", "AMMR 34(2)")
@pytest.mark.parametrize(
    ("present", "rule", "why"),
    [
        (
            "SE",
            "AMMR 34(1)",
            "the applicant and a relative in a relation of dependency are both in SE and stay together",
        ),
        ("DE", "AMMR 34(2)", "the relative in the relation of dependency resides in SE, and both wish it"),
    ],
)
def test_the_state_of_the_relative_keeps_or_brings_them_together(present: str, rule: str, why: str) -> None:
    answer = ask(dependants, ADULT, wishing(Link.COUSIN, "NL"), DAUGHTER, present=present)
    assert (answer.short, answer.why, answer.slot, answer.flags) == (("SE", rule, MET), why, 1, ())
    assert answer.options == ()


@pytest.mark.law("AMMR 34(1)")
def test_an_applicant_whose_place_is_not_recorded_is_where_the_determination_runs() -> None:
    assert ask(dependants, ADULT, DAUGHTER, determining="SE", present="nowhere").rule == "AMMR 34(1)"


@pytest.mark.law("AMMR 34(1)")
@pytest.mark.parametrize(
    ("kin", "why"),
    [
        ([], "nobody has found that one depends on the other's assistance"),
        ([DAUGHTER | {"dependency": 0}], "nobody has found that one depends on the other's assistance"),
        ([DAUGHTER | {"dependency": -1}], "nobody has found that one depends on the other's assistance"),
        (
            [DAUGHTER | {"link": Link.AUNT_UNCLE}],
            "dependency is found, but not between the applicant and a child, sibling or parent",
        ),
        (
            [DAUGHTER | {"link": Link.SPOUSE}],
            "dependency is found, but not between the applicant and a child, sibling or parent",
        ),
        (
            [DAUGHTER | {"status": Standing.APPLICANT}],
            "the relative in the relation of dependency resides legally in no Member State",
        ),
        (
            [DAUGHTER | {"until": "2026-09-09"}],
            "the relative in the relation of dependency resides legally in no Member State",
        ),
        (
            [DAUGHTER | {"existed": 0}],
            "the tie to the relative in SE did not exist before the applicant reached the Member States",
        ),
        (
            [DAUGHTER | {"applicant_wrote": 0}],
            "the applicant has not put in writing the wish to be with the relative in SE",
        ),
        ([DAUGHTER | {"relative_wrote": 0}], "the relative in SE has not put the wish in writing"),
        (
            [DAUGHTER | {"able_to_care": 0}],
            "between the applicant and the relative in SE one is not able to take care",
        ),
        ([DAUGHTER | {"state": "EL"}], "the relative is in EL, which is passed over"),
    ],
)
def test_the_nearest_miss_is_told(kin: list[dict[str, Any]], why: str) -> None:
    answer = ask(dependants, ADULT, *kin, registered_in="DE", barred=["EL"])
    assert (answer.short, answer.why, answer.slot) == ((None, "AMMR 34(1)", NOT_MET), why, -1)


@pytest.mark.law("AMMR 34(1)")
@pytest.mark.parametrize("link", [Link.CHILD, Link.SIBLING, Link.PARENT])
def test_children_siblings_and_parents_of_any_age(link: Link) -> None:
    assert ask(dependants, ADULT, wishing(link, "SE", Standing.CITIZEN, **FOUND)).state == "SE"


@pytest.mark.law("AMMR 34(1)")
def test_once_dependency_is_found_the_ability_to_care_is_asked() -> None:
    unasked = DAUGHTER | {"able_to_care": -1}
    answer = ask(dependants, ADULT, unasked)
    assert (answer.short, answer.options) == ((None, "AMMR 34(1)", HUMAN), ("SE",))
    assert answer.why == (
        "dependency is found: is the one who is to care, the applicant or the relative in SE, able to?"
    )
    son = wishing(Link.CHILD, "NL", **FOUND)
    assert (known := ask(dependants, ADULT, unasked, son)).state == "NL"
    assert known.slot == 1


@pytest.mark.law("AMMR 34(2)")
@pytest.mark.parametrize(
    ("unable", "scope", "expected"),
    [
        (1, {}, ("DE", "AMMR 34(2)")),
        (0, {}, ("SE", "AMMR 34(2)")),
        (-1, {}, ("SE", "AMMR 34(2)")),
        (1, {"present": "SE"}, ("SE", "AMMR 34(1)")),
        (1, {"barred": ["DE"]}, ("SE", "AMMR 34(2)")),
    ],
)
def test_who_cannot_travel_stays(unable: int, scope: dict[str, Any], expected: tuple[str, str]) -> None:
    answer = ask(dependants, ADULT | {"unable_to_travel": unable}, DAUGHTER, **{"registered_in": "DE"} | scope)
    assert (answer.state, answer.rule) == expected
    assert ("unable to travel" in answer.why) == (answer.state == "DE")


@pytest.mark.law("AMMR 34(1)")
def test_dependency_in_several_states_leaves_the_choice_to_a_person() -> None:
    sister = wishing(Link.SIBLING, "NL", **FOUND)
    answer = ask(dependants, ADULT, DAUGHTER, sister)
    assert (answer.short, answer.options, answer.slot) == ((None, "AMMR 34(1)", HUMAN), ("NL", "SE"), -1)
    stays = ask(dependants, ADULT | {"unable_to_travel": 1}, DAUGHTER, sister, registered_in="DE")
    assert (stays.state, stays.slot) == ("DE", 0)


@pytest.mark.law("AMMR 34(2)", "AMMR 26(1)", "AMMR 27")
@pytest.mark.parametrize("family", [[WIFE], [wishing(Link.SPOUSE, "FI", Standing.APPLICANT)]])
def test_dependency_against_family_is_a_choice(family: list[dict[str, Any]]) -> None:
    human = ask(dependants, ADULT, DAUGHTER, *family)
    assert (human.short, human.options) == ((None, "AMMR 34(1)", HUMAN), ("FI", "SE"))
    assert human.why == "dependency points to one state, the family to another (FI, SE): which of them decides?"
    binding = ask(dependants, ADULT, DAUGHTER, *family, DEP_VS_FAMILY="dependants")
    assert (binding.short, binding.slot) == (("SE", "AMMR 34(2)", MET), 0)
    together = ask(dependants, ADULT, DAUGHTER, *family, DEP_VS_FAMILY="dependants", present="SE")
    assert (together.short, together.flags) == (("SE", "AMMR 34(1)", MET), ("DEP_VS_FAMILY",))
    gives_way = ask(dependants, ADULT, DAUGHTER, *family, DEP_VS_FAMILY="family")
    assert (gives_way.short, gives_way.options) == ((None, "AMMR 34(1)", NOT_MET), ())
    assert gives_way.why == "met for SE, but the family elsewhere is taken to go before"
    assert human.flags == binding.flags == gives_way.flags == ("DEP_VS_FAMILY",)


@pytest.mark.law("AMMR 34(2)", "AMMR 26(1)")
def test_family_in_the_same_state_or_without_a_wish_is_no_rival() -> None:
    for wife in (WIFE | {"state": "SE"}, WIFE | {"relative_wrote": 0}):
        answer = ask(dependants, ADULT, DAUGHTER, wife)
        assert (answer.short, answer.flags) == (("SE", "AMMR 34(2)", MET), ())


@pytest.mark.law("AMMR 34(2)", "AMMR 26(1)")
def test_family_in_several_states_is_a_rival_as_well() -> None:
    child = wishing(Link.CHILD, "AT", birth_date="2015-01-01")
    assert ask(dependants, ADULT, DAUGHTER, WIFE, child).options == ("AT", "FI", "SE")


@pytest.mark.law("DUBLIN3 16")
def test_dublin_iii_wants_the_tie_from_the_country_of_origin() -> None:
    assert ask(dependants_dublin3, ADULT, DAUGHTER).short == ("SE", "DUBLIN3 16(2)", MET)
    assert ask(dependants_dublin3, ADULT, DAUGHTER, present="SE").rule == "DUBLIN3 16(1)"
    assert ask(dependants_dublin3, ADULT, DAUGHTER | {"in_origin": 0}).short == (None, "DUBLIN3 16(1)", NOT_MET)
    assert ask(dependants_2016, ADULT, DAUGHTER | {"in_origin": 0}).short == ("SE", "COM2016 18(2)", MET)


@pytest.mark.law("DUBLIN3 16", "DUBLIN3 9")
def test_the_rival_under_dublin_iii_is_its_own_family() -> None:
    wife = wishing(Link.SPOUSE, "FI", Standing.EU_LONG_TERM_RESIDENT)
    assert ask(dependants_dublin3, ADULT, DAUGHTER, wife).state == "SE"
    assert ask(dependants, ADULT, DAUGHTER, wife).outcome == HUMAN


@pytest.mark.law("AMMR 34(1)")
def test_many_persons_at_once_are_answered_as_each_alone() -> None:
    persons = [
        (ADULT, []),
        (ADULT, [DAUGHTER]),
        (ADULT, [DAUGHTER | {"able_to_care": -1}]),
        (ADULT | {"unable_to_travel": 1}, [DAUGHTER]),
        (ADULT, [WIFE]),
        (ADULT, [DAUGHTER, WIFE]),
        (ADULT, [DAUGHTER | {"existed": 0}, WIFE]),
    ]
    verdict = dependants(table_of(persons), scope_on(len(persons)))
    alone = [ask(dependants, who, *kin) for who, kin in persons]
    assert [told(verdict, row).short for row in range(7)] == [one.short for one in alone]
    assert [told(verdict, row).why for row in (1, 2, 3, 5, 6)] == [alone[row].why for row in (1, 2, 3, 5, 6)]
    assert [told(verdict, row).options for row in range(7)] == [one.options for one in alone]
