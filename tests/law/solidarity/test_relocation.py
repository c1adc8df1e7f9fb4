"""The gate before a relocation: Articles 56(2)(a), 60(3) and 67, and the closed list of IR Annex IV.

``plainly`` answers for one person as a lawyer would go through the paragraphs; the columns must agree with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.responsibility.codes import BOUND, NONE, STATE_CODE, STATES, Masks, states_mask, states_of
from fairshare.law.responsibility.days import NO_DAY, day_number
from fairshare.law.solidarity.contributions import beneficiary_ground
from fairshare.law.solidarity.relocation import (
    GROUNDS,
    OPEN,
    Families,
    Persons,
    Status,
    Why,
    check_refusal,
    closed_to_beneficiaries,
    destination_grounds,
    family_grounds,
    last_day_too_old,
    person_grounds,
)

ACT = date(2025, 12, 19)
"""The day of the act on the pool of 2026."""
IT, EL = STATE_CODE["IT"], STATE_CODE["EL"]
MATCHED = Choices({"UNCHECKED_PERSONS": "matched"})
OTHERS_GO = Choices({"EXCLUDED_MEMBER": "others-go"})


class Person(NamedTuple):
    """One person with everything checked; beneficiaries consent and got protection a year before the act."""

    status: int = Status.APPLICANT
    present: int = IT
    granted: date | None = None
    consent: int = NONE
    security: int = 0
    family: int = 0


APPLICANT = Person()
BENEFICIARY = Person(Status.BENEFICIARY, granted=date(2024, 12, 19), consent=1, family=NONE)


def columns(people: Sequence[Person]) -> Persons:
    granted = [NO_DAY if one.granted is None else day_number(one.granted) for one in people]
    codes = {
        name: np.array([getattr(one, name) for one in people], np.int8) for name in Person._fields if name != "granted"
    }
    return Persons(granted=np.array(granted, np.int32), **codes)


def agreements(**states: str) -> Masks:
    """Who agreed with whom: ``IT="DE FR"``."""
    masks = np.zeros(len(STATES), np.int64)
    for present, others in states.items():
        masks[STATE_CODE[present]] = states_mask(frozenset(others.split()))
    return masks


AGREED = agreements(IT="DE FR", ES="ES")


def ground(person: Person, act: date | None = ACT, choices: Choices = DEFAULTS) -> Why | None:
    (found,) = person_grounds(columns([person]), AGREED, act, choices).tolist()
    return None if found == NONE else Why(found)


def plainly(person: Person, act: date | None, asks: bool) -> Why | None:
    """What is established first, then what is not on record, one paragraph after the other."""
    of_status = {Status.APPLICANT: of_applicant, Status.BENEFICIARY: of_beneficiary}
    if person.security == 1:
        return Why.SECURITY
    if person.status not in of_status:
        return Why.OUT_OF_SCOPE
    return of_status[Status(person.status)](person, act, asks)


def of_applicant(person: Person, act: date | None, asks: bool) -> Why | None:
    if person.family in {1, OPEN}:
        return Why.FAMILY if person.family == 1 else Why.FAMILY_UNDECIDED
    if asks and person.security == NONE:
        return Why.SECURITY_NOT_ON_RECORD
    return Why.FAMILY_NOT_ON_RECORD if asks and person.family == NONE else None


def of_beneficiary(person: Person, act: date | None, asks: bool) -> Why | None:
    if person.present != IT:
        return Why.NO_AGREEMENT
    if person.granted and act and person.granted <= act.replace(year=act.year - 3):
        return Why.PROTECTION_TOO_OLD
    if person.consent == 0:
        return Why.NO_CONSENT
    if asks and person.security == NONE:
        return Why.SECURITY_NOT_ON_RECORD
    if person.granted is None or act is None:
        return Why.ACT_NOT_ON_RECORD if person.granted else Why.PROTECTION_NOT_ON_RECORD
    return Why.CONSENT_NOT_ON_RECORD if person.consent == NONE else None


def persons() -> st.SearchStrategy[Person]:
    around = st.sampled_from([ACT.replace(year=2022) + timedelta(days) for days in (-1, 0, 1)])
    return st.builds(
        Person,
        st.sampled_from([int(status) for status in Status]),
        st.sampled_from([IT, EL, STATE_CODE["ES"]]),
        st.one_of(st.none(), around, st.dates(date(2015, 1, 1), date(2026, 12, 31))),
        st.sampled_from([NONE, 0, 1]),
        st.sampled_from([NONE, 0, 1]),
        st.sampled_from([NONE, 0, 1, OPEN]),
    )


# --- one ground after the other ---------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(1)", "AMMR 56(2)(a)")
def test_who_is_checked_and_has_no_ground_may_be_relocated() -> None:
    assert ground(APPLICANT) is None
    assert ground(BENEFICIARY) is None


@pytest.mark.law("AMMR 67(1)", "AMMR 67(2)", "AMMR 67(4)", "AMMR 67(5)", "AMMR 56(2)(a)")
@pytest.mark.parametrize(
    ("person", "why"),
    [
        (APPLICANT._replace(security=1), Why.SECURITY),
        (BENEFICIARY._replace(security=1), Why.SECURITY),
        (APPLICANT._replace(status=Status.NEITHER), Why.OUT_OF_SCOPE),
        (APPLICANT._replace(family=1), Why.FAMILY),
        (APPLICANT._replace(family=OPEN), Why.FAMILY_UNDECIDED),
        (BENEFICIARY._replace(present=EL), Why.NO_AGREEMENT),
        (BENEFICIARY._replace(granted=date(2022, 12, 19)), Why.PROTECTION_TOO_OLD),
        (BENEFICIARY._replace(consent=0), Why.NO_CONSENT),
        (APPLICANT._replace(security=NONE), Why.SECURITY_NOT_ON_RECORD),
        (APPLICANT._replace(family=NONE), Why.FAMILY_NOT_ON_RECORD),
        (BENEFICIARY._replace(granted=None), Why.PROTECTION_NOT_ON_RECORD),
        (BENEFICIARY._replace(consent=NONE), Why.CONSENT_NOT_ON_RECORD),
    ],
)
def test_each_ground_keeps_out(person: Person, why: Why) -> None:
    assert ground(person) is why


@pytest.mark.law("AMMR 56(2)(a)")
@pytest.mark.parametrize(
    ("granted", "act", "why"),
    [
        (date(2022, 12, 18), ACT, Why.PROTECTION_TOO_OLD),
        (date(2022, 12, 19), ACT, Why.PROTECTION_TOO_OLD),  # exactly three years: not less
        (date(2022, 12, 20), ACT, None),
        (date(2025, 2, 28), date(2028, 2, 29), Why.PROTECTION_TOO_OLD),
        (date(2025, 3, 1), date(2028, 2, 29), None),
        (date(2026, 1, 5), ACT, None),  # granted after the act
    ],
)
def test_protection_is_less_than_three_years_old_on_the_day_of_the_act(
    granted: date, act: date, why: Why | None
) -> None:
    assert ground(BENEFICIARY._replace(granted=granted), act) is why


@pytest.mark.law("AMMR 56(2)(a)")
def test_without_the_day_of_the_act_no_beneficiary_is_let_through_and_every_applicant_still_is() -> None:
    assert ground(BENEFICIARY, act=None) is Why.ACT_NOT_ON_RECORD
    assert ground(BENEFICIARY._replace(consent=0), act=None) is Why.NO_CONSENT
    assert ground(APPLICANT, act=None) is None


@pytest.mark.law("AMMR 56(2)(a)")
def test_an_agreement_of_a_state_with_itself_is_none() -> None:
    assert ground(BENEFICIARY._replace(present=STATE_CODE["ES"])) is Why.NO_AGREEMENT


@pytest.mark.law("AMMR 67(4)", "AMMR 67(5)")
def test_applicants_are_not_asked_for_consent_and_beneficiaries_not_for_family() -> None:
    """Article 67(5) speaks of applicants: for beneficiaries no state has to be determined."""
    assert ground(APPLICANT._replace(consent=0, granted=date(2000, 1, 1), present=EL)) is None
    for family in (NONE, 0, 1, OPEN):
        assert ground(BENEFICIARY._replace(family=family)) is None


@pytest.mark.law("AMMR 67(2)", "AMMR 67(5)")
def test_by_choice_who_is_unchecked_is_matched_but_no_recorded_ground_and_no_open_question_is_passed_over() -> None:
    unchecked = APPLICANT._replace(security=NONE, family=NONE)
    assert ground(unchecked) is Why.SECURITY_NOT_ON_RECORD
    assert ground(unchecked, choices=MATCHED) is None
    assert ground(unchecked._replace(security=1), choices=MATCHED) is Why.SECURITY
    assert ground(unchecked._replace(family=OPEN), choices=MATCHED) is Why.FAMILY_UNDECIDED
    assert ground(BENEFICIARY._replace(consent=NONE), choices=MATCHED) is Why.CONSENT_NOT_ON_RECORD


# --- what always holds ------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(1)", "AMMR 67(2)", "AMMR 67(4)", "AMMR 67(5)", "AMMR 56(2)(a)")
@given(people=st.lists(persons(), min_size=1, max_size=12), act=st.sampled_from([ACT, None]), asks=st.booleans())
def test_the_columns_answer_as_one_goes_through_the_paragraphs(
    people: list[Person], act: date | None, asks: bool
) -> None:
    found = person_grounds(columns(people), AGREED, act, DEFAULTS if asks else MATCHED)
    assert found.tolist() == [NONE if (why := plainly(one, act, asks)) is None else why for one in people]


_WORDED = {
    "the two states have not agreed": Why.NO_AGREEMENT,
    "protection was granted": Why.PROTECTION_TOO_OLD,
    "the person has not consented": Why.NO_CONSENT,
}


@pytest.mark.law("AMMR 56(2)(a)", "AMMR 67(4)")
@given(
    granted=st.dates(date(2019, 1, 1), date(2029, 1, 1)),
    act=st.dates(date(2024, 6, 11), date(2030, 12, 31)),
    bilateral=st.booleans(),
    consent=st.booleans(),
)
def test_of_a_beneficiary_of_whom_all_is_known_it_says_what_the_rule_for_one_says(
    granted: date, act: date, bilateral: bool, consent: bool
) -> None:
    one = beneficiary_ground(granted, act, bilateral, consent)
    person = BENEFICIARY._replace(granted=granted, consent=int(consent), present=IT if bilateral else EL)
    worded = None if one is None else next(why for words, why in _WORDED.items() if one.startswith(words))
    assert ground(person, act) is worded


@pytest.mark.law("AMMR 67(2)")
@given(person=persons(), act=st.sampled_from([ACT, None]), choices=st.sampled_from([DEFAULTS, MATCHED]))
def test_a_threat_to_security_goes_before_everything(person: Person, act: date | None, choices: Choices) -> None:
    assert ground(person._replace(security=1), act, choices) is Why.SECURITY


@given(people=st.lists(persons(), min_size=1, max_size=8), seed=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(people: list[Person], seed: object) -> None:
    order = sorted(range(len(people)), key=lambda _: seed.random())  # type: ignore[attr-defined]
    found = person_grounds(columns(people), AGREED, ACT)
    assert person_grounds(columns([people[at] for at in order]), AGREED, ACT).tolist() == found[order].tolist()


def test_nobody_is_no_problem() -> None:
    assert person_grounds(columns([]), AGREED, ACT).size == 0
    assert family_grounds(np.zeros(0, np.int8), np.zeros(0, np.intp)).ground.size == 0


# --- families ---------------------------------------------------------------------------------------------------------


def families(*members: Sequence[int], choices: Choices = DEFAULTS) -> Families:
    grounds = np.array([ground for family in members for ground in family], np.int8)
    of = np.repeat(np.arange(len(members)), [len(family) for family in members])
    return family_grounds(grounds, of, choices)


def listed(found: Families) -> list[tuple[int, int, int, int]]:
    return list(zip(*(getattr(found, name).tolist() for name in ("ground", "row", "goes", "stays")), strict=True))


@pytest.mark.law("AMMR 67(6)", "AMMR 67(2)")
def test_one_member_who_may_not_go_keeps_the_family_and_the_weightiest_ground_is_told() -> None:
    found = families([NONE, NONE], [NONE, Why.NO_CONSENT, Why.SECURITY, Why.SECURITY], [Why.FAMILY], [NONE])
    assert listed(found) == [(NONE, NONE, 2, 0), (Why.SECURITY, 4, 0, 3), (Why.FAMILY, 6, 0, 1), (NONE, NONE, 1, 0)]


@pytest.mark.law("AMMR 67(6)")
def test_by_choice_the_others_go_and_who_stays_is_still_told() -> None:
    found = families([NONE, Why.NO_CONSENT, NONE], [Why.FAMILY, Why.SECURITY], choices=OTHERS_GO)
    assert listed(found) == [(NONE, 1, 2, 1), (Why.SECURITY, 4, 0, 2)]


@pytest.mark.law("AMMR 67(6)")
@given(
    members=st.lists(st.lists(st.sampled_from([NONE, *map(int, Why)]), min_size=1, max_size=5), min_size=1, max_size=6),
    others=st.booleans(),
)
def test_families_in_columns_are_families_one_by_one(members: list[list[int]], others: bool) -> None:
    expected, before = [], 0
    for family in members:
        out = [(why, before + at) for at, why in enumerate(family) if why != NONE]
        why, row = min(out, default=(NONE, NONE))
        kept = bool(out) and not (others and len(out) < len(family))
        expected.append((why if kept else NONE, row, 0 if kept else len(family) - len(out), len(out)))
        before += len(family)
    assert listed(families(*members, choices=OTHERS_GO if others else DEFAULTS)) == expected


# --- destinations -----------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 60(3)(2)", "AMMR 60(3)(3)", "AMMR 60(3)(4)")
def test_a_destination_has_relocations_left_and_is_not_shielded() -> None:
    to_implement = np.array([10, 0, 10, 10, 0])
    left = np.array([1, 0, 0, 5, 0])
    shielded = np.array([False, False, False, True, True])
    found = destination_grounds(to_implement, left, shielded).tolist()
    assert found == [NONE, Why.NO_PLEDGE, Why.PLEDGE_USED, Why.SHIELDED, Why.NO_PLEDGE]
    assert [GROUNDS[Why(why)].refusal for why in found[1:]] == [3, 3, 4, 3]


@pytest.mark.law("AMMR 56(2)(a)")
def test_a_beneficiary_goes_only_where_both_states_agreed() -> None:
    present = np.array([IT, EL, STATE_CODE["ES"]], np.int8)
    closed = closed_to_beneficiaries(present, AGREED, states_mask(frozenset({"DE", "FR", "PT", "IT", "EL", "ES"})))
    assert [set(states_of(mask)) for mask in closed.tolist()] == [
        {"PT", "EL", "ES"},
        {"DE", "FR", "PT", "IT", "ES"},
        {"DE", "FR", "PT", "IT", "EL"},
    ]
    assert not closed_to_beneficiaries(present, np.full(len(STATES), BOUND), BOUND).any()


# --- the closed list --------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(9)")
def test_the_list_has_a_sentence_a_provision_and_a_word_for_every_ground() -> None:
    assert list(GROUNDS) == list(Why)
    assert len({ground.says for ground in GROUNDS.values()}) == len({why.code for why in Why}) == len(Why)
    for one in GROUNDS.values():
        assert one.says[0].islower() and one.says[-1] != "." and one.cite.startswith("AMMR ")
        assert 0 <= one.refusal <= 4
    assert {one.refusal for one in GROUNDS.values()} == {0, 1, 2, 3, 4}


@pytest.mark.law("AMMR 67(9)")
def test_a_state_of_relocation_refuses_for_no_other_ground() -> None:
    assert check_refusal("security").refusal == 1
    assert check_refusal("pledge-used").cite == "AMMR 60(3)"
    for none in ("profile", "missing-link", "", "family", "consent-not-on-record"):
        with pytest.raises(RefusedError) as error:
            check_refusal(none)
        assert error.value.cite == "AMMR 67(9)"


def test_the_last_day_that_is_too_old_is_three_years_before_the_act() -> None:
    assert last_day_too_old(ACT) == day_number(date(2022, 12, 19))
