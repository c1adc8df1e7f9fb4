"""Who is bound by what, and from when: AMMR recitals 90 to 94, Protocol 22, Commission Decision (EU) 2024/2088."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.states import (
    ASSOCIATED,
    BINDINGS,
    EU27,
    EU28,
    NAMES,
    PART_III,
    PART_IV,
    bound_by,
    require_state,
    state_code,
)

IN_FORCE = date(2024, 6, 11)
IRELAND = date(2024, 7, 31)
DAYS = st.dates(IN_FORCE - timedelta(days=400), date(2030, 1, 1))


def test_the_codes_are_those_of_eurostat():
    assert len(EU27) == 27 and len(EU28) == 28 and len(NAMES) == 32
    assert {"EL", "UK"} <= set(NAMES) and not {"GR", "GB"} & set(NAMES)


@pytest.mark.law("AMMR 66", "AMMR Annex I")
def test_solidarity_binds_the_27_without_denmark():
    assert EU27 - {"DK"} == PART_IV and len(PART_IV) == 26


def test_responsibility_binds_the_27_and_the_four_associated_states():
    assert PART_III == EU27 | ASSOCIATED and len(PART_III) == 31
    assert {"CH", "IS", "LI", "NO"} == ASSOCIATED


def test_nobody_is_bound_before_the_regulation_is_in_force():
    day_before = IN_FORCE - timedelta(days=1)
    assert bound_by("III", day_before) == bound_by("IV", day_before) == frozenset()


@pytest.mark.parametrize("part", ["III", "IV"])
def test_ireland_is_bound_from_the_decision_that_confirms_its_wish(part):
    before, after = bound_by(part, IRELAND - timedelta(days=1)), bound_by(part, IRELAND)
    assert after - before == {"IE"} and before < after


@given(DAYS)
def test_denmark_and_the_associated_states_are_never_bound_by_solidarity(day):
    assert not bound_by("IV", day) & (ASSOCIATED | {"DK", "UK"})


@given(DAYS)
def test_part_ii_binds_whom_part_iv_binds(day):
    assert bound_by("II", day) == bound_by("IV", day)


@given(DAYS, DAYS)
def test_a_binding_does_not_end(one, other):
    early, late = sorted((one, other))
    assert bound_by("III", early) <= bound_by("III", late)


def test_no_state_is_bound_twice_by_a_part():
    for part in ("III", "IV"):
        groups = [binding.states for binding in BINDINGS if binding.part == part]
        assert sum(map(len, groups)) == len(frozenset().union(*groups))


def test_every_binding_names_its_source():
    assert all(binding.cite for binding in BINDINGS)


def test_an_unknown_part_is_refused():
    with pytest.raises(BadInputError, match="'V' is unknown; expected II, III or IV"):
        bound_by("V", IRELAND)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GR", "EL"),
        ("gb", "UK"),
        (" el ", "EL"),
        ("Greece", "EL"),
        ("the  Netherlands", "NL"),
        ("CZECH REPUBLIC", "CZ"),
        ("", None),
        ("EU27", None),
        ("Griechenland", None),
    ],
)
def test_codes_and_english_names_are_understood(text, code):
    assert state_code(text) == code


@given(st.sampled_from(sorted(NAMES)), st.sampled_from([str.upper, str.lower, str.title]))
def test_a_state_is_found_by_its_own_code_and_name_in_any_case(code, case):
    assert state_code(case(code)) == code == state_code(case(NAMES[code]))


@given(st.text())
def test_any_text_gives_a_known_code_or_a_fault_of_one_line(text):
    try:
        assert require_state(text) in NAMES
    except BadInputError as error:
        assert len(error.faults) == 1 and str(error).startswith("argument:1: state: ")
