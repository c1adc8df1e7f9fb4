"""Article 25: unaccompanied minors. The states and days are made up; each test gives the paragraph that it reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from families import ADULT, CHILD, ask, relative, scope_on, table_of, told

from fairshare.law.responsibility.codes import STATE_CODE, Link, Standing
from fairshare.law.responsibility.criteria.minors import minors, minors_2016, minors_dublin3, minors_without_25_5
from fairshare.law.responsibility.criteria.security import security
from fairshare.law.responsibility.ladder import first_met
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET

MOTHER = relative(Link.PARENT, "FI")
BROTHER = relative(Link.SIBLING, "DE")
AUNT = relative(Link.AUNT_UNCLE, "NL", able_to_care=1)
GOOD = {"best_interests": 1}


@pytest.mark.law("AMMR 25(1)")
@pytest.mark.parametrize(
    ("who", "why"),
    [
        (ADULT, "born on 1990-01-01: of age on the day that counts"),
        ({}, "not shown to be a minor, because no birth date is recorded"),
        ({"accompanied": 1}, "not shown to be a minor, because no birth date is recorded"),
        (CHILD | {"accompanied": 1}, "a minor, but accompanied by an adult who is responsible"),
        (ADULT | {"accompanied": 1}, "born on 1990-01-01: of age on the day that counts"),
    ],
)
def test_adults_and_accompanied_children_are_left_to_the_other_criteria(who: dict[str, Any], why: str) -> None:
    answer = ask(minors, who, MOTHER)
    assert (answer.short, answer.why, answer.exclusive) == ((None, "AMMR 25(1)", NOT_MET), why, False)


@pytest.mark.law("AMMR 25(1)")
@pytest.mark.parametrize("accompanied", [{}, {"accompanied": 0}])
def test_a_child_of_whose_company_nothing_is_recorded_is_alone(accompanied: dict[str, Any]) -> None:
    answer = ask(minors, {"birth_date": "2010-04-02"} | accompanied, MOTHER)
    assert answer.short == ("FI", "AMMR 25(2)", MET)
    assert answer.exclusive


@pytest.mark.law("AMMR 25(2)")
@pytest.mark.parametrize("status", [s for s in Standing if s is not Standing.APPLICANT])
def test_any_right_to_be_there_is_legal_presence(status: Standing) -> None:
    answer = ask(minors, CHILD, relative(Link.PARENT, "FI", status))
    assert (answer.short, answer.flags, answer.slot) == (("FI", "AMMR 25(2)", MET), (), 0)
    assert answer.why == "a family member or sibling of the child is legally present in FI"


@pytest.mark.law("AMMR 25(2)")
def test_an_applicant_is_legally_present_which_is_a_reading() -> None:
    """Annex I(1) to Implementing Regulation (EU) 2025/2055 lists the applicant's document as evidence."""
    mother = relative(Link.PARENT, "FI", Standing.APPLICANT)
    assert (a := ask(minors, CHILD, mother)).short == ("FI", "AMMR 25(2)", MET)
    assert a.flags == ("LEGALLY_PRESENT",)
    other = ask(minors, CHILD | GOOD, mother, LEGALLY_PRESENT="applicant-does-not")
    assert (other.short, other.flags) == (("EL", "AMMR 25(5)", MET), ("LEGALLY_PRESENT",))
    both = ask(minors, CHILD, mother, relative(Link.PARENT, "FI", who=0))
    assert (both.state, both.flags, both.slot) == ("FI", (), 1), "her protection there makes the reading idle"


@pytest.mark.law("AMMR 25(2)", "AMMR 24(2)")
@pytest.mark.parametrize(
    ("held", "state"),
    [
        ({"since": "2026-09-10"}, "FI"),
        ({"since": "2026-09-11"}, None),
        ({"until": "2026-09-10"}, "FI"),
        ({"until": "2026-09-09"}, None),
    ],
)
def test_presence_is_read_on_the_day_that_counts(held: dict[str, str], state: str | None) -> None:
    assert ask(minors, CHILD, relative(Link.PARENT, "FI", **held)).state == state


@pytest.mark.law("AMMR 25(2)")
def test_family_in_the_state_where_the_child_is_counts_as_well() -> None:
    assert ask(minors, CHILD, relative(Link.SIBLING, "EL")).short == ("EL", "AMMR 25(2)", MET)


@pytest.mark.law("AMMR 25(2)")
@pytest.mark.parametrize(
    ("link", "met"),
    [
        (Link.PARENT, True),
        (Link.OTHER_RESPONSIBLE_ADULT, True),
        (Link.SIBLING, True),
        (Link.PARTNER, True),
        (Link.COUSIN, False),
        (Link.OTHER, False),
        (Link.CHILD, False),
    ],
)
def test_who_counts_for_an_unmarried_child(link: Link, met: bool) -> None:
    """The child of a child counts only if its birth date shows that it is a minor."""
    assert (ask(minors, CHILD, relative(link, "FI")).state == "FI") is met


@pytest.mark.law("AMMR 25(2)", "AMMR 2(8)")
def test_a_tie_from_after_arrival_makes_no_family_but_siblings_need_no_tie() -> None:
    assert ask(minors, CHILD, relative(Link.PARENT, "FI", existed=0)).state is None
    assert ask(minors, CHILD, relative(Link.SIBLING, "FI", existed=0)).state == "FI"


@pytest.mark.law("AMMR 25(2)")
@pytest.mark.parametrize(
    ("spouse", "state"),
    [
        ([relative(Link.SPOUSE)], "FI"),
        ([], "FI"),
        ([relative(Link.SPOUSE, "NL")], "NL"),
        ([relative(Link.SPOUSE, "NL", until="2026-09-09")], "FI"),
    ],
)
def test_a_married_child_follows_its_parents_only_without_a_spouse_here(
    spouse: list[dict[str, Any]], state: str
) -> None:
    """With the spouse here, parents are no family: Article 2(8) wants an unmarried minor."""
    assert ask(minors, CHILD | {"married": 1}, MOTHER, *spouse).state == state


@pytest.mark.law("AMMR 25(2)")
def test_the_spouse_alone_tells_that_a_child_is_married() -> None:
    assert ask(minors, CHILD, MOTHER, relative(Link.SPOUSE, "NL")).state == "NL"
    unmarried = ask(minors, CHILD | {"married": 0}, MOTHER, relative(Link.SPOUSE, "NL"))
    assert (unmarried.rule, unmarried.options) == ("AMMR 25(4)", ("FI", "NL"))


@pytest.mark.law("AMMR 25(2)")
def test_whether_a_spouse_who_is_an_applicant_is_here_is_the_same_reading() -> None:
    who, spouse = CHILD | {"married": 1}, relative(Link.SPOUSE, "NL", Standing.APPLICANT)
    counts = ask(minors, who, MOTHER, spouse)
    does_not = ask(minors, who, MOTHER, spouse, LEGALLY_PRESENT="applicant-does-not")
    assert (counts.state, does_not.state) == ("NL", "FI")
    assert counts.flags == does_not.flags == ("LEGALLY_PRESENT",)


@pytest.mark.law("AMMR 25(3)")
@pytest.mark.parametrize("link", [Link.AUNT_UNCLE, Link.GRANDPARENT])
def test_a_relative_elsewhere_who_can_care(link: Link) -> None:
    answer = ask(minors, CHILD, relative(link, "NL", able_to_care=1))
    assert (answer.short, answer.slot) == (("NL", "AMMR 25(3)", MET), 0)
    assert answer.why == "a relative who is legally present in NL has been found able to take care"


@pytest.mark.law("AMMR 25(3)")
def test_whether_a_relative_can_care_is_asked_only_if_nobody_ranks_before() -> None:
    aunt = relative(Link.AUNT_UNCLE, "NL")
    answer = ask(minors, CHILD | GOOD, aunt)
    assert (answer.short, answer.options) == ((None, "AMMR 25(3)", HUMAN), ("NL",))
    assert answer.why == "is the relative in NL able to take care of the child?"
    assert ask(minors, CHILD, aunt, MOTHER).short == ("FI", "AMMR 25(2)", MET)
    assert ask(minors, CHILD, aunt, relative(Link.GRANDPARENT, "SE", able_to_care=1)).state == "SE"


@pytest.mark.law("AMMR 25(3)", "AMMR 25(5)")
@pytest.mark.parametrize(
    ("aunt", "found"),
    [
        (relative(Link.AUNT_UNCLE, "NL", able_to_care=0), "the relatives in other states have been found unable"),
        (relative(Link.AUNT_UNCLE, "EL", able_to_care=1), "nobody whom the child could join is legally present"),
        (relative(Link.AUNT_UNCLE, "NL", able_to_care=1, birth_date="2009-01-01"), "nobody whom the child could join"),
        (relative(Link.AUNT_UNCLE), "nobody whom the child could join"),
        (relative(Link.COUSIN, "NL", able_to_care=1), "nobody whom the child could join"),
    ],
)
def test_relatives_who_do_not_count_leave_the_first_registration(aunt: dict[str, Any], found: str) -> None:
    answer = ask(minors, CHILD | GOOD, aunt)
    assert (answer.short, answer.slot) == (("EL", "AMMR 25(5)", MET), -1)
    assert answer.why.startswith(found)
    assert answer.why.endswith("EL, which received the application, is in the best interests of the child")


@pytest.mark.law("AMMR 25(4)")
@pytest.mark.parametrize("relatives", [(MOTHER, BROTHER), (MOTHER, AUNT), (MOTHER, BROTHER, AUNT)])
def test_relatives_in_several_states_need_a_finding_of_best_interests(relatives: tuple[dict[str, Any], ...]) -> None:
    states = sorted(r["state"] for r in relatives)
    answer = ask(minors, CHILD, *relatives)
    assert (answer.short, sorted(answer.options)) == ((None, "AMMR 25(4)", HUMAN), states)
    assert f"{len(states)} states" in answer.why
    chosen = ask(minors, CHILD | {"interests_for": ["FI", "ES"]}, *relatives)
    assert (chosen.short, chosen.slot, chosen.options) == (("FI", "AMMR 25(4)", MET), 0, ())
    undecided = ask(minors, CHILD | {"interests_for": states[:2]}, *relatives)
    assert undecided.short == (None, "AMMR 25(4)", HUMAN), "for two states at once nothing is decided"


@pytest.mark.law("AMMR 25(4)")
def test_a_finding_about_a_relative_chooses_the_state_of_that_relative() -> None:
    assert ask(minors, CHILD, MOTHER, BROTHER | {"best_interests": 1}).short == ("DE", "AMMR 25(4)", MET)


@pytest.mark.law("AMMR 25(2)")
@pytest.mark.parametrize("against", [{}, {"interests_against": ["FI"]}])
def test_a_state_against_the_best_interests_leaves_the_others(against: dict[str, Any]) -> None:
    mother = MOTHER if against else MOTHER | {"best_interests": 0}
    answer = ask(minors, CHILD | against, mother, BROTHER)
    assert (answer.short, answer.flags, answer.slot) == (("DE", "AMMR 25(2)", MET), ("UAM_BIC_GAP",), 1)


@pytest.mark.law("AMMR 25(2)", "AMMR 25(3)", "AMMR 25(5)")
def test_what_follows_if_joining_the_family_is_against_the_best_interests_is_a_choice() -> None:
    mother, aunt = MOTHER | {"best_interests": 0}, relative(Link.AUNT_UNCLE, "NL")
    assert ask(minors, CHILD | GOOD, mother, aunt | {"able_to_care": 1}).short == ("NL", "AMMR 25(3)", MET)
    asked = ask(minors, CHILD | GOOD, mother, aunt)
    assert (asked.outcome, asked.flags) == (HUMAN, ("UAM_BIC_GAP",))
    at_once = ask(minors, CHILD | GOOD, mother, aunt, UAM_BIC_GAP="first-registration")
    assert (at_once.short, at_once.flags) == (("EL", "AMMR 25(5)", MET), ("UAM_BIC_GAP",))
    assert at_once.why.startswith("joining those who are legally present is against the best interests")
    without = ask(minors, CHILD | GOOD, AUNT, UAM_BIC_GAP="first-registration")
    assert without.short == ("NL", "AMMR 25(3)", MET), "nobody of the family is ruled out"


@pytest.mark.law("AMMR 25(5)")
def test_both_contested_readings_are_told_together() -> None:
    mother = relative(Link.PARENT, "FI", best_interests=0)
    aunt = relative(Link.AUNT_UNCLE, "NL", Standing.APPLICANT, able_to_care=1)
    assert ask(minors, CHILD, mother, aunt).flags == ("UAM_BIC_GAP", "LEGALLY_PRESENT")


@pytest.mark.law("AMMR 25(5)", "AMMR 37(1)")
@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ({"best_interests": 1}, ("IT", "AMMR 25(5)", MET)),
        ({"interests_for": ["IT"]}, ("IT", "AMMR 25(5)", MET)),
        ({"interests_for": ["IT"], "best_interests": 0}, ("IT", "AMMR 25(5)", MET)),
        ({"best_interests": 0}, ("DE", "AMMR 37(1)", MET)),
        ({"interests_against": ["IT"]}, ("DE", "AMMR 37(1)", MET)),
        ({"interests_against": ["IT"], "best_interests": 1}, ("DE", "AMMR 37(1)", MET)),
        ({"interests_for": ["DE"]}, ("DE", "AMMR 37(1)", MET)),
        ({"interests_for": ["SE"]}, (None, "AMMR 25(5)", HUMAN)),
        ({}, (None, "AMMR 25(5)", HUMAN)),
    ],
)
def test_alone_the_best_interests_decide_on_the_first_registration(
    findings: dict[str, Any], expected: tuple[str | None, str, str]
) -> None:
    answer = ask(minors, CHILD | findings, registered_in="IT", present="DE")
    assert (answer.short, answer.exclusive) == (expected, True)
    assert answer.options == (("IT",) if expected[0] is None else ())
    assert answer.why.startswith("no relative of the child is recorded; ")


@pytest.mark.law("AMMR 37(1)")
def test_a_child_whose_place_is_not_recorded_is_where_the_determination_runs() -> None:
    found = CHILD | {"best_interests": 0}
    answer = ask(minors, found, registered_in="IT", determining="AT", present="nowhere")
    assert answer.short == ("AT", "AMMR 37(1)", MET)


@pytest.mark.law("AMMR 16(3)", "AMMR 25(1)")
def test_states_passed_over_are_passed_over() -> None:
    assert ask(minors, CHILD, MOTHER, BROTHER, barred=["FI"]).short == ("DE", "AMMR 25(2)", MET)
    assert ask(minors, CHILD, MOTHER, AUNT, barred=["FI"]).short == ("NL", "AMMR 25(3)", MET)
    last = ask(minors, CHILD | GOOD, MOTHER, barred=["FI", "EL"])
    assert (last.short, last.exclusive) == ((None, "AMMR 25(5)", NOT_MET), True)
    assert last.why.endswith("EL is passed over")


@pytest.mark.law("AMMR 16(3)", "AMMR 25(1)")
def test_the_ladder_ends_with_a_child_for_whom_every_state_is_at_risk() -> None:
    def found(*risks: str) -> tuple[int, bool, int]:
        table = table_of([(CHILD | GOOD | {"article_4_risk": risks}, [MOTHER])])
        answer = first_met(table, scope_on(1, determining="AT", present="AT"), [minors, security])
        return int(answer.state[0]), bool(answer.blocked[0]), len(answer.trace)

    assert found("SE") == (STATE_CODE["FI"], False, 1)
    assert found("FI") == (STATE_CODE["EL"], True, 3)
    assert found("FI", "EL") == (-1, True, 3), "no other criterion is tested"


@pytest.mark.law("AMMR 68(2)", "CFMR 13(3)", "AMMR 25(5)")
def test_without_the_first_registration_nothing_is_found_and_nothing_else_is_tested() -> None:
    answer = ask(minors_without_25_5, CHILD | GOOD)
    assert (answer.short, answer.exclusive) == ((None, "AMMR 25(5)", NOT_MET), True)
    assert ask(minors_without_25_5, CHILD, MOTHER).short == ("FI", "AMMR 25(2)", MET)
    assert ask(minors_without_25_5, CHILD, relative(Link.AUNT_UNCLE, "NL")).outcome == HUMAN


@pytest.mark.law("DUBLIN3 8")
def test_dublin_iii_has_the_same_steps_under_its_own_numbers() -> None:
    assert ask(minors_dublin3, CHILD, MOTHER).short == ("FI", "DUBLIN3 8(1)", MET)
    assert ask(minors_dublin3, CHILD, AUNT).short == ("NL", "DUBLIN3 8(2)", MET)
    assert ask(minors_dublin3, CHILD, MOTHER, BROTHER).short == (None, "DUBLIN3 8(3)", HUMAN)
    assert ask(minors_dublin3, CHILD | GOOD).short == ("EL", "DUBLIN3 8(4)", MET)
    assert ask(minors_dublin3, ADULT).rule == "DUBLIN3 8"


@pytest.mark.law("DUBLIN3 8(1)")
def test_the_family_of_dublin_iii_existed_in_the_country_of_origin() -> None:
    mother = MOTHER | {"in_origin": 0}
    assert ask(minors_dublin3, CHILD, mother).state is None
    assert ask(minors, CHILD, mother).state == "FI"


@pytest.mark.law("DUBLIN3 8(4)")
def test_under_dublin_iii_a_child_that_applied_again_stays_where_it_is() -> None:
    """MA, C-648/11: among several applications, that in the state where the child is."""
    moved = {"registered_in": "IT", "present": "DE"}
    assert ask(minors_dublin3, CHILD | GOOD, registered=["IT", "DE"], **moved).state == "DE"
    assert ask(minors_dublin3, CHILD | GOOD, registered=["IT"], **moved).state == "IT", "no application there"
    assert ask(minors, CHILD | GOOD, registered=["IT", "DE"], **moved).state == "IT"
    assert ask(minors_2016, CHILD | GOOD, registered=["IT", "DE"], **moved).short == ("IT", "COM2016 10(5)", MET)


@pytest.mark.law("DUBLIN3 8(4)")
def test_dublin_iii_has_no_rule_for_a_child_whose_interests_speak_against_the_state_of_lodging() -> None:
    answer = ask(minors_dublin3, CHILD | {"best_interests": 0})
    assert answer.short == (None, "DUBLIN3 8(4)", HUMAN)
    assert answer.why.endswith("EL, which received the application, is against its best interests: where is it to be?")


@pytest.mark.law("AMMR 25(1)")
def test_many_persons_at_once_are_answered_as_each_alone() -> None:
    persons = [
        (ADULT, [MOTHER]),
        (CHILD, [MOTHER]),
        ({}, []),
        (CHILD | GOOD, []),
        (CHILD, [relative(Link.PARENT, "FI", Standing.APPLICANT), BROTHER]),
        (CHILD | {"accompanied": 1}, []),
        (CHILD, [relative(Link.AUNT_UNCLE, "NL")]),
        (CHILD | {"interests_for": ["DE"]}, [MOTHER, BROTHER, AUNT]),
    ]
    verdict = minors(table_of(persons), scope_on(len(persons)))
    assert [told(verdict, row) for row in range(len(persons))] == [ask(minors, who, *kin) for who, kin in persons]
    assert verdict.state.dtype == np.int8
    assert verdict.why.dtype == np.int16
