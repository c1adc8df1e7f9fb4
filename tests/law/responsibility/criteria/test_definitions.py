"""Article 2: minor, unaccompanied, family member, relative; presence and residence."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from families import ADULT, CHILD, relative, scope_on, table_of
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.responsibility.codes import NONE, STATE_CODE, Link, Standing, states_mask
from fairshare.law.responsibility.criteria.definitions import (
    FAMILY,
    FAMILY_1990,
    FAMILY_2016,
    FAMILY_DUBLIN3,
    Kin,
    adult_relatives,
    among,
    between,
    family_members,
    kin_of,
    last_birth_of_adults,
    legally_present,
    legally_resident,
    minor,
    tied_in_time,
    unaccompanied_minor,
    with_relatives,
)
from fairshare.law.responsibility.days import NO_DAY, day_number


def is_minor(birth: date, day: date) -> bool:
    return bool(day_number(birth) > last_birth_of_adults(np.array([day_number(day)], np.int32))[0])


def eighteenth_birthday(birth: date) -> date:
    """By the calendar: one born on 29 February has the birthday on 1 March, since no eighteenth year is a leap year."""
    leap_day = (birth.month, birth.day) == (2, 29)
    return date(birth.year + 18, 3, 1) if leap_day else birth.replace(year=birth.year + 18)


@pytest.mark.law("AMMR 2(10)")
@pytest.mark.parametrize(
    ("birth", "last_day"),
    [
        (date(2008, 9, 10), date(2026, 9, 9)),
        (date(2008, 2, 29), date(2026, 2, 28)),
        (date(2008, 3, 1), date(2026, 2, 28)),
        (date(2006, 3, 1), date(2024, 2, 29)),
        (date(2009, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_minor_until_the_day_before_the_eighteenth_birthday(birth: date, last_day: date) -> None:
    assert is_minor(birth, last_day)
    assert not is_minor(birth, last_day + timedelta(days=1))


@pytest.mark.law("AMMR 2(10)")
@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)), st.integers(-400, 400))
def test_minority_ends_at_midnight_before_the_birthday_whatever_the_year(birth: date, offset: int) -> None:
    birthday = eighteenth_birthday(birth)
    day = birthday + timedelta(days=offset)
    assert is_minor(birth, day) is (day < birthday)


@pytest.mark.law("AMMR 2(10)", "AMMR 2(11)")
def test_minors_and_unaccompanied_minors() -> None:
    unknown = {"birth_date": CHILD["birth_date"]}
    table = table_of([(who, []) for who in (ADULT, {}, CHILD, unknown, CHILD | {"accompanied": 1})])
    scope = scope_on(5)
    assert minor(table, scope).tolist() == [False, False, True, True, True]
    assert unaccompanied_minor(table, scope).tolist() == [False, False, True, True, False]


def kin(*relatives: dict[str, object], who: dict[str, object] = ADULT, barred: tuple[str, ...] = ()) -> Kin:
    table = table_of([(who, relatives)])
    return kin_of(table, scope_on(1, barred=barred), with_relatives(table))


@pytest.mark.law("AMMR 2(8)")
def test_family_members_by_regime() -> None:
    """Siblings only in the proposal of 2016; partners and other adults not in the Convention of 1990."""
    links = [Link.SPOUSE, Link.PARTNER, Link.SIBLING, Link.PARENT, Link.OTHER_RESPONSIBLE_ADULT, Link.COUSIN]
    child = kin(*(relative(link) for link in links), who=CHILD | {"married": 0})
    assert family_members(child, FAMILY)[:, 0].tolist() == [True, True, False, True, True, False]
    assert family_members(child, FAMILY_2016)[:, 0].tolist() == [True, True, True, True, True, False]
    assert family_members(child, FAMILY_1990)[:, 0].tolist() == [True, False, False, True, False, False]
    adult = kin(*(relative(link) for link in links))
    assert family_members(adult, FAMILY)[:, 0].tolist() == [True, True, False, False, False, False]


@pytest.mark.law("AMMR 2(8)")
def test_when_the_tie_must_have_existed() -> None:
    both = kin(relative(Link.SPOUSE, existed=0), relative(Link.SPOUSE, in_origin=0))
    assert tied_in_time(both, FAMILY)[:, 0].tolist() == [False, True]
    assert tied_in_time(both, FAMILY_DUBLIN3)[:, 0].tolist() == [True, False]
    assert tied_in_time(both, FAMILY_1990)[:, 0].tolist() == [True, True]


@pytest.mark.law("AMMR 2(9)")
def test_relatives_are_adult_aunts_uncles_and_grandparents() -> None:
    found = adult_relatives(
        kin(
            relative(Link.AUNT_UNCLE, birth_date="2008-09-10"),
            relative(Link.AUNT_UNCLE, birth_date="2008-09-11"),
            relative(Link.GRANDPARENT),
            relative(Link.COUSIN),
        )
    )
    assert found[:, 0].tolist() == [True, False, True, False]


@pytest.mark.law("AMMR 25(2)", "AMMR 34(1)")
def test_presence_is_wider_than_residence() -> None:
    statuses = [Standing.BENEFICIARY, Standing.OTHER_LEGAL_STAY, Standing.APPLICANT]
    some = kin(*(relative(Link.SIBLING, "SE", status) for status in statuses), relative(Link.SIBLING))
    assert legally_present(some, True)[:, 0].tolist() == [True, True, True, False]
    assert legally_present(some, False)[:, 0].tolist() == [True, True, False, False]
    assert legally_resident(some)[:, 0].tolist() == [True, True, False, False]


@pytest.mark.law("AMMR 25(2)")
def test_nobody_is_present_in_a_state_that_is_not_bound() -> None:
    """The United Kingdom is among the states on record, and not among those bound by Part III."""
    assert not legally_present(kin(relative(Link.SIBLING, "UK")), True).any()


@pytest.mark.law("AMMR 16(3)")
def test_a_rule_may_designate_the_states_bound_by_part_iii_that_are_not_passed_over() -> None:
    some = kin(relative(Link.SIBLING, "SE"), barred=("SE", "EL"))
    assert not int(some.open[0]) & states_mask(frozenset({"SE", "EL"}))
    assert int(some.open[0]).bit_count() == 29


def test_only_rows_with_relatives_are_looked_at() -> None:
    table = table_of([(ADULT, []), (ADULT, [relative(Link.COUSIN)]), (ADULT, [])])
    assert with_relatives(table).tolist() == [1]
    assert with_relatives(table_of([(ADULT, []), (ADULT, [])])).tolist() == []
    assert (table.relatives.birth_date == NO_DAY).all()


def test_words_among_codes_and_the_states_of_a_mask() -> None:
    codes = np.array([NONE, Link.SPOUSE, Link.WARD], np.int8)
    assert among(codes, Link.WARD, Link.CHILD).tolist() == [False, False, True]
    masks = np.array([0, states_mask(frozenset({"SE"})), states_mask(frozenset({"AT", "FI", "SE"}))], np.int64)
    first, last, number = between(masks)
    assert number.tolist() == [0, 1, 3]
    assert first[1:].tolist() == [STATE_CODE["SE"], STATE_CODE["AT"]]
    assert last[1:].tolist() == [STATE_CODE["SE"]] * 2
    assert first[0] == last[0] == NONE
