"""What holds of every rule on relatives, whatever the family: in any order, alone or among others, and never barred."""

from __future__ import annotations

from typing import Any

import pytest
from families import KIN, WHO, ask, relative, scope_on, table_of, told
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.law.responsibility.codes import Link
from fairshare.law.responsibility.criteria import dependants, family, minors
from fairshare.law.responsibility.ladder import Rule
from fairshare.law.responsibility.trace import HUMAN, MET

RULES: dict[str, Rule] = {
    "minors": minors.minors,
    "minors_without_25_5": minors.minors_without_25_5,
    "minors_dublin3": minors.minors_dublin3,
    "minors_2016": minors.minors_2016,
    "family_beneficiary": family.family_beneficiary,
    "family_applicant": family.family_applicant,
    "family_beneficiary_dublin3": family.family_beneficiary_dublin3,
    "family_applicant_dublin3": family.family_applicant_dublin3,
    "family_refugee_1990": family.family_refugee_1990,
    "family_beneficiary_2016": family.family_beneficiary_2016,
    "family_applicant_2016": family.family_applicant_2016,
    "dependants": dependants.dependants,
    "dependants_dublin3": dependants.dependants_dublin3,
    "dependants_2016": dependants.dependants_2016,
}
EVERY = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
PERSON = st.tuples(WHO, st.lists(KIN, max_size=4))
LAW = pytest.mark.law("AMMR 25(1)", "AMMR 26(1)", "AMMR 27", "AMMR 34(1)")


@LAW
@EVERY
@settings(max_examples=40)
@given(st.lists(PERSON, min_size=1, max_size=6))
def test_many_are_answered_as_each_alone(
    rule: Rule, persons: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    verdict = rule(table_of(persons), scope_on(len(persons)))
    for row, (who, kin) in enumerate(persons):
        among, alone = told(verdict, row), ask(rule, who, *kin)
        assert (among.short, among.why, among.flags) == (alone.short, alone.why, alone.flags)
        assert (among.options, among.slot, among.exclusive) == (alone.options, alone.slot, alone.exclusive)


@LAW
@EVERY
@settings(max_examples=40)
@given(PERSON, st.randoms(use_true_random=False))
def test_neither_the_order_of_relatives_nor_a_cousin_changes_the_answer(
    rule: Rule, person: tuple[dict[str, Any], list[dict[str, Any]]], random: Any
) -> None:
    who, kin = person
    others = [*kin, relative(Link.COUSIN, "AT", dependency=0)]
    random.shuffle(others)
    before, after = ask(rule, who, *kin), ask(rule, who, *others)
    assert (before.state, before.outcome, before.options) == (after.state, after.outcome, after.options)


@LAW
@EVERY
@settings(max_examples=40)
@given(PERSON, st.lists(st.sampled_from(["EL", "FI", "SE", "AT"]), max_size=3))
def test_a_rule_names_a_state_or_asks_and_never_one_passed_over(
    rule: Rule, person: tuple[dict[str, Any], list[dict[str, Any]]], barred: list[str]
) -> None:
    who, kin = person
    answer = ask(rule, who, *kin, barred=barred)
    assert (answer.state is not None) is (answer.outcome == MET)
    assert answer.state not in barred
    assert not set(answer.options) & set(barred)
    assert bool(answer.options) is (answer.outcome == HUMAN)
    if answer.slot >= 0 and "unable to travel" not in answer.why:
        assert answer.state in {kin[answer.slot]["state"], kin[answer.slot]["citizen_of"]}
