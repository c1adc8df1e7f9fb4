"""Articles 26 and 27, and what Dublin III, the Convention of 1990 and the proposal of 2016 have in their place."""

from __future__ import annotations

from typing import Any

import pytest
from families import ADULT, CHILD, ask, relative, scope_on, table_of, told, wishing

from fairshare.law.responsibility.codes import Link, Standing
from fairshare.law.responsibility.criteria.family import (
    FamilyRule,
    family_applicant,
    family_applicant_2016,
    family_applicant_dublin3,
    family_beneficiary,
    family_beneficiary_2016,
    family_beneficiary_dublin3,
    family_refugee_1990,
)
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET

APPLYING = Standing.APPLICANT
MINOR = {"birth_date": "2012-02-02"}
WITH_PARENT = CHILD | {"accompanied": 1}


@pytest.mark.law("AMMR 26(1)")
def test_a_spouse_with_protection_whom_both_wish_to_join() -> None:
    answer = ask(family_beneficiary, ADULT, relative(Link.COUSIN, "NL"), wishing(Link.SPOUSE, "SE"))
    assert (answer.short, answer.slot, answer.flags, answer.exclusive) == (("SE", "AMMR 26(1)", MET), 1, (), False)
    assert answer.why == "a family member has international protection in SE, both wish it"


@pytest.mark.law("AMMR 26(1)")
@pytest.mark.parametrize(
    ("kin", "why"),
    [
        ([], "no relative is recorded"),
        ([wishing(Link.COUSIN, "SE")], "none of the relatives recorded is a family member"),
        ([wishing(Link.SIBLING, "SE")], "none of the relatives recorded is a family member"),
        ([wishing(Link.PARENT, "SE")], "none of the relatives recorded is a family member"),
        (
            [wishing(Link.CHILD, "SE")],
            "it is not shown that the child is a minor, because no birth date is recorded: no family member",
        ),
        ([wishing(Link.CHILD, "SE", married=1)], "none of the relatives recorded is a family member"),
        (
            [wishing(Link.SPOUSE, "SE", Standing.OTHER_LEGAL_STAY)],
            "no family member has international protection or a long-term permit that counts in a Member State, or had "
            "protection and is now a citizen",
        ),
        (
            [wishing(Link.SPOUSE, "SE", existed=0)],
            "the tie to the family member in SE did not exist before one of the two reached the Member States",
        ),
        (
            [wishing(Link.SPOUSE, "SE", applicant_wrote=0)],
            "the applicant has not put in writing the wish to join the family member in SE",
        ),
        (
            [wishing(Link.SPOUSE, "SE", relative_wrote=0)],
            "the family member in SE has not put the wish in writing",
        ),
        (
            [wishing(Link.COUSIN, "NL"), wishing(Link.SPOUSE, "SE", relative_wrote=0)],
            "the family member in SE has not put the wish in writing",
        ),
        ([wishing(Link.SPOUSE, "EL")], "a family member is in EL, which is passed over"),
    ],
)
def test_the_nearest_miss_is_told(kin: list[dict[str, Any]], why: str) -> None:
    answer = ask(family_beneficiary, ADULT, *kin, barred=["EL"])
    assert (answer.short, answer.why, answer.slot) == ((None, "AMMR 26(1)", NOT_MET), why, -1)


@pytest.mark.law("AMMR 26(1)")
@pytest.mark.parametrize(
    ("status", "state", "met"),
    [
        (Standing.BENEFICIARY, "SE", True),
        (Standing.EU_LONG_TERM_RESIDENT, "SE", True),
        (Standing.NATIONAL_LONG_TERM_RESIDENT, "SE", False),
        *((Standing.NATIONAL_LONG_TERM_RESIDENT, state, True) for state in ("DK", "IE", "IS", "NO", "CH", "LI")),
        (Standing.CITIZEN, "SE", False),
        (Standing.APPLICANT, "SE", False),
        (Standing.OTHER_LEGAL_STAY, "SE", False),
    ],
)
def test_which_right_of_residence_counts(status: Standing, state: str, met: bool) -> None:
    """Directive 2003/109/EC does not apply in Denmark, Ireland and the associated states."""
    assert ask(family_beneficiary, ADULT, wishing(Link.SPOUSE, state, status)).state == (state if met else None)


@pytest.mark.law("AMMR 24(2)", "AMMR 26(1)")
@pytest.mark.parametrize(
    ("held", "state"),
    [
        ({"since": "2026-09-10"}, "SE"),
        ({"since": "2026-09-11"}, None),
        ({"until": "2026-09-10"}, "SE"),
        ({"until": "2026-09-09"}, None),
    ],
)
def test_the_status_is_read_on_the_day_that_counts(held: dict[str, str], state: str | None) -> None:
    assert ask(family_beneficiary, ADULT, wishing(Link.SPOUSE, "SE", **held)).state == state


@pytest.mark.law("AMMR 26(1)", "AMMR 2(8)")
@pytest.mark.parametrize(
    ("who", "kin", "met"),
    [
        (ADULT, {"link": Link.PARTNER}, True),
        (ADULT, MINOR | {"link": Link.CHILD}, True),
        (ADULT, {"link": Link.CHILD, "birth_date": "2008-09-11"}, True),
        (ADULT, {"link": Link.CHILD, "birth_date": "2008-09-10"}, False),
        (ADULT, MINOR | {"link": Link.CHILD, "married": 1}, False),
        (ADULT, MINOR | {"link": Link.WARD}, True),
        (ADULT, {"link": Link.WARD}, False),
        (ADULT, MINOR | {"link": Link.WARD, "married": 1}, False),
        (WITH_PARENT, {"link": Link.PARENT}, True),
        (WITH_PARENT | {"married": 1}, {"link": Link.PARENT}, False),
        (WITH_PARENT, {"link": Link.OTHER_RESPONSIBLE_ADULT}, True),
        (ADULT, {"link": Link.OTHER_RESPONSIBLE_ADULT}, False),
        ({}, {"link": Link.PARENT}, False),
    ],
)
def test_who_is_a_family_member(who: dict[str, Any], kin: dict[str, Any], met: bool) -> None:
    facts = dict(kin)
    answer = ask(family_beneficiary, who, wishing(facts.pop("link"), "SE", **facts))
    assert (answer.state == "SE") is met


@pytest.mark.law("AMMR 26(1)")
def test_family_members_in_several_states_leave_the_choice_to_a_person() -> None:
    spouse, child = wishing(Link.SPOUSE, "SE"), wishing(Link.CHILD, "FI", **MINOR)
    answer = ask(family_beneficiary, ADULT, spouse, child)
    assert (answer.short, answer.options, answer.slot) == ((None, "AMMR 26(1)", HUMAN), ("FI", "SE"), -1)
    assert answer.why == "family members are in 2 states, FI and SE among them: which is to be joined?"
    assert ask(family_beneficiary, ADULT, spouse, child | {"relative_wrote": 0}).state == "SE"
    assert ask(family_beneficiary, ADULT, spouse, child, barred=["SE"]).state == "FI"


@pytest.mark.law("AMMR 26(2)")
def test_a_beneficiary_who_became_a_citizen_elsewhere() -> None:
    spouse = wishing(Link.SPOUSE, "DE", Standing.FORMER_BENEFICIARY_NOW_CITIZEN, citizen_of="AT")
    citizen = ask(family_beneficiary, ADULT, spouse)
    assert (citizen.short, citizen.flags) == (("AT", "AMMR 26(2)", MET), ("MS26_2",))
    resident = ask(family_beneficiary, ADULT, spouse, MS26_2="residence")
    assert (resident.short, resident.flags) == (("DE", "AMMR 26(2)", MET), ("MS26_2",))
    assert ask(family_beneficiary, ADULT, spouse, barred=["AT"]).why == "a family member is in AT, which is passed over"


@pytest.mark.law("AMMR 26(2)")
@pytest.mark.parametrize("citizen_of", [{}, {"citizen_of": "AT"}])
def test_where_citizenship_and_residence_agree_nothing_is_contested(citizen_of: dict[str, str]) -> None:
    spouse = wishing(Link.SPOUSE, "AT", Standing.FORMER_BENEFICIARY_NOW_CITIZEN, **citizen_of)
    answer = ask(family_beneficiary, ADULT, spouse)
    assert (answer.short, answer.flags) == (("AT", "AMMR 26(2)", MET), ())


@pytest.mark.law("AMMR 26(2)")
def test_of_two_for_one_state_the_one_beyond_dispute_decides() -> None:
    citizen = wishing(Link.CHILD, "DE", Standing.FORMER_BENEFICIARY_NOW_CITIZEN, citizen_of="AT", **MINOR)
    answer = ask(family_beneficiary, ADULT, citizen, wishing(Link.SPOUSE, "AT"))
    assert (answer.short, answer.flags, answer.slot) == (("AT", "AMMR 26(1)", MET), (), 1)


@pytest.mark.law("AMMR 26(3)")
@pytest.mark.parametrize(
    ("who", "kin", "state"),
    [
        (WITH_PARENT, {"link": Link.PARENT}, "SE"),
        (ADULT, MINOR | {"link": Link.CHILD}, "SE"),
        (ADULT, {"link": Link.SPOUSE}, None),
        (WITH_PARENT, {"link": Link.OTHER_RESPONSIBLE_ADULT}, None),
        (ADULT, {"link": Link.CHILD}, None),
    ],
)
def test_children_born_after_the_arrival_need_no_earlier_tie(
    who: dict[str, Any], kin: dict[str, Any], state: str | None
) -> None:
    facts = dict(kin)
    answer = ask(family_beneficiary, who, wishing(facts.pop("link"), "SE", existed=0, **facts))
    assert (answer.state, answer.rule) == (state, "AMMR 26(3)" if state else "AMMR 26(1)")


@pytest.mark.law("AMMR 26(3)", "AMMR 26(2)")
def test_a_child_born_later_to_a_citizen() -> None:
    father = wishing(Link.PARENT, "DE", Standing.FORMER_BENEFICIARY_NOW_CITIZEN, citizen_of="AT", existed=0)
    answer = ask(family_beneficiary, WITH_PARENT, father)
    assert (answer.short, answer.flags) == (("AT", "AMMR 26(3)", MET), ("MS26_2",))


@pytest.mark.law("AMMR 27")
def test_a_spouse_whose_application_is_open() -> None:
    answer = ask(family_applicant, ADULT, wishing(Link.SPOUSE, "BE", APPLYING))
    assert (answer.short, answer.slot, answer.flags) == (("BE", "AMMR 27", MET), 0, ())
    assert ask(family_applicant, ADULT, wishing(Link.SPOUSE, "BE")).short == (None, "AMMR 27", NOT_MET)


@pytest.mark.law("AMMR 27", "AMMR 24(2)")
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"first_decision": "2026-09-09"}, None),
        ({"first_decision": "2026-09-10"}, None),
        ({"first_decision": "2026-09-11"}, "BE"),
        ({"since": "2026-09-10"}, "BE"),
        ({"since": "2026-09-11"}, None),
        ({"applicant_wrote": 0}, None),
        ({"relative_wrote": 0}, None),
        ({"existed": 0}, None),
    ],
)
def test_the_application_is_open_if_no_first_decision_was_taken_by_the_day_that_counts(
    facts: dict[str, Any], state: str | None
) -> None:
    assert ask(family_applicant, ADULT, wishing(Link.SPOUSE, "BE", APPLYING, **facts)).state == state


@pytest.mark.law("AMMR 27", "AMMR 28")
def test_between_persons_registered_together_the_family_procedure_decides() -> None:
    spouse = wishing(Link.SPOUSE, "BE", APPLYING, joined=1)
    together = ask(family_applicant, ADULT, spouse)
    assert (together.short, together.flags) == ((None, "AMMR 27", NOT_MET), ("JOINED_27",))
    assert together.why.startswith("the family member was registered together with the applicant")
    other = ask(family_applicant, ADULT, spouse, JOINED_27="article-27")
    assert (other.short, other.flags) == (("BE", "AMMR 27", MET), ("JOINED_27",))
    child = wishing(Link.CHILD, "BE", APPLYING, **MINOR)
    assert ask(family_applicant, ADULT, spouse, child, JOINED_27="article-27").flags == ()


@pytest.mark.law("DUBLIN3 9")
def test_dublin_iii_knows_only_beneficiaries_wherever_the_family_began() -> None:
    spouse = wishing(Link.SPOUSE, "SE", existed=0, in_origin=0)
    assert ask(family_beneficiary_dublin3, ADULT, spouse).short == ("SE", "DUBLIN3 9", MET)
    for status in (Standing.EU_LONG_TERM_RESIDENT, Standing.FORMER_BENEFICIARY_NOW_CITIZEN):
        assert ask(family_beneficiary_dublin3, ADULT, wishing(Link.SPOUSE, "SE", status)).state is None
    unwritten = ask(family_beneficiary_dublin3, ADULT, spouse | {"relative_wrote": 0})
    assert unwritten.short == (None, "DUBLIN3 9", NOT_MET)


@pytest.mark.law("DUBLIN3 10")
def test_dublin_iii_wants_a_family_from_the_country_of_origin_for_an_applicant() -> None:
    spouse = wishing(Link.SPOUSE, "BE", APPLYING)
    assert ask(family_applicant_dublin3, ADULT, spouse).short == ("BE", "DUBLIN3 10", MET)
    from_transit = ask(family_applicant_dublin3, ADULT, spouse | {"in_origin": 0})
    assert from_transit.why == "the tie to the family member in BE did not exist in the country of origin"


@pytest.mark.law("CONVENTION1990 4")
@pytest.mark.parametrize(
    ("who", "kin", "met"),
    [
        (ADULT, wishing(Link.SPOUSE, "FR", existed=0, in_origin=0), True),
        (ADULT, wishing(Link.CHILD, "FR", **MINOR), True),
        (WITH_PARENT, wishing(Link.PARENT, "FR"), True),
        (ADULT, wishing(Link.PARTNER, "FR"), False),
        (WITH_PARENT, wishing(Link.OTHER_RESPONSIBLE_ADULT, "FR"), False),
        (ADULT, wishing(Link.WARD, "FR", **MINOR), False),
        (ADULT, wishing(Link.SPOUSE, "FR", APPLYING), False),
        (ADULT, wishing(Link.SPOUSE, "FR", applicant_wrote=0), False),
    ],
)
def test_the_convention_of_1990_has_the_narrowest_family(who: dict[str, Any], kin: dict[str, Any], met: bool) -> None:
    answer = ask(family_refugee_1990, who, kin)
    assert answer.short == (("FR" if met else None), "CONVENTION1990 4", MET if met else NOT_MET)


@pytest.mark.law("COM2016 11", "COM2016 12")
@pytest.mark.parametrize(
    ("rule", "status", "label"),
    [(family_beneficiary_2016, Standing.BENEFICIARY, "COM2016 11"), (family_applicant_2016, APPLYING, "COM2016 12")],
)
def test_the_proposal_of_2016_takes_in_siblings_and_families_formed_in_transit(
    rule: FamilyRule, status: Standing, label: str
) -> None:
    assert ask(rule, ADULT, wishing(Link.SIBLING, "SE", status)).short == ("SE", label, MET)
    assert ask(rule, ADULT, wishing(Link.SPOUSE, "SE", status, in_origin=0)).state == "SE"
    assert ask(rule, ADULT, wishing(Link.SPOUSE, "SE", status, existed=0)).state is None


@pytest.mark.law("AMMR 26(1)")
def test_many_persons_at_once_are_answered_as_each_alone() -> None:
    persons = [
        (ADULT, []),
        (ADULT, [wishing(Link.SPOUSE, "SE")]),
        (ADULT, [wishing(Link.SPOUSE, "SE", existed=0)]),
        (ADULT, [wishing(Link.SPOUSE, "SE"), wishing(Link.CHILD, "FI", **MINOR)]),
        (ADULT, [relative(Link.COUSIN), wishing(Link.SPOUSE, "DK", Standing.NATIONAL_LONG_TERM_RESIDENT)]),
    ]
    verdict = family_beneficiary(table_of(persons), scope_on(len(persons)))
    assert [told(verdict, row) for row in range(1, 5)] == [ask(family_beneficiary, w, *kin) for w, kin in persons[1:]]
    assert told(verdict, 0).short == ask(family_beneficiary, ADULT).short
