"""Article 31: entry where the person needs no visa."""

from __future__ import annotations

import pytest
from worded import ask

from fairshare.law.responsibility.criteria.visa_free import (
    visa_free,
    visa_free_1990,
    visa_free_2016,
    visa_free_dublin3,
)
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET

IN_SPAIN = {"state": "ES", "date": "2027-01-10", "mode": "visa_free"}
BOTH = IN_SPAIN | {"visa_not_required_in": "ES FR"}


@pytest.mark.law("AMMR 31(1)")
def test_the_state_of_visa_free_entry_is_responsible() -> None:
    said = ask(visa_free, day="2027-02-01", entries=[IN_SPAIN])
    assert (said.state, said.rule, said.outcome, said.group, said.slot) == ("ES", "AMMR 31(1)", MET, "entries", 0)
    assert "ES on 2027-01-10" in said.why


@pytest.mark.law("AMMR 31(2)")
def test_the_state_of_registration_is_responsible_where_no_visa_is_needed_there_either() -> None:
    said = ask(visa_free, day="2027-02-01", entries=[BOTH])
    assert (said.state, said.rule) == ("FR", "AMMR 31(2)")
    assert "applied in FR" in said.why


@pytest.mark.law("AMMR 31(1)")
def test_registration_in_the_state_entered_stays_with_the_first_paragraph() -> None:
    said = ask(visa_free, day="2027-02-01", entries=[BOTH], registered_in="ES")
    assert (said.state, said.rule) == ("ES", "AMMR 31(1)")


@pytest.mark.law("AMMR 31(2)")
@pytest.mark.parametrize(("here", "state"), [("FR", "FR"), ("IE", "ES")])
def test_the_common_list_covers_every_state_but_ireland_if_chosen(here: str, state: str) -> None:
    said = ask(
        visa_free, day="2027-02-01", entries=[IN_SPAIN], registered_in=here, choices={"VISA_FREE_LIST": "common"}
    )
    assert said.state == state


@pytest.mark.law("AMMR 31(2)")
def test_what_the_record_says_goes_before_the_common_list() -> None:
    entry = IN_SPAIN | {"visa_not_required_in": "ES"}
    assert ask(visa_free, day="2027-02-01", entries=[entry], choices={"VISA_FREE_LIST": "common"}).state == "ES"


@pytest.mark.law("AMMR 31(1)")
def test_the_latest_visa_free_entry_up_to_the_day_decides() -> None:
    later = IN_SPAIN | {"state": "PT", "date": "2027-02-01"}
    after = IN_SPAIN | {"state": "IT", "date": "2027-02-02"}
    said = ask(visa_free, day="2027-02-01", entries=[IN_SPAIN, later, after])
    assert (said.state, said.slot) == ("PT", 1)


@pytest.mark.law("AMMR 31(1)")
@pytest.mark.parametrize(
    ("left", "state"), [("2027-01-10", "ES"), ("2027-01-11", None), ("2027-01-31", None), ("2027-02-01", "ES")]
)
def test_an_exit_after_the_entry_and_before_the_day_ends_it(left: str, state: str | None) -> None:
    said = ask(visa_free, day="2027-02-01", entries=[IN_SPAIN], events=[{"kind": "exit_territory", "date": left}])
    assert said.state == state
    assert ("left again" in said.why) == (state is None)


@pytest.mark.law("AMMR 31(1)")
def test_other_entries_do_not_count() -> None:
    said = ask(visa_free, day="2027-02-01", entries=[IN_SPAIN | {"mode": "irregular"}])
    assert (said.state, said.outcome) == (None, NOT_MET)
    said = ask(visa_free, day="2027-01-09", entries=[IN_SPAIN])
    assert (said.state, said.outcome) == (None, NOT_MET)


@pytest.mark.law("AMMR 16(3)")
@pytest.mark.parametrize(("entry", "barred"), [(IN_SPAIN, "ES"), (BOTH, "FR")])
def test_a_barred_state_is_passed_over(entry, barred: str) -> None:
    said = ask(visa_free, day="2027-02-01", entries=[entry], barred=barred)
    assert said.state is None and "passed over" in said.why


@pytest.mark.law("AMMR 31(1)")
@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        (visa_free_dublin3, "DUBLIN3 14(1)", "DUBLIN3 14(2)"),
        (visa_free_1990, "CONVENTION1990 7", "CONVENTION1990 7"),
        (visa_free_2016, "COM2016 16", "COM2016 16"),
    ],
)
def test_the_forerunners_say_the_same_under_their_own_names(rule, first: str, second: str) -> None:
    one, two = ask(rule, day="2027-02-01", entries=[IN_SPAIN]), ask(rule, day="2027-02-01", entries=[BOTH])
    assert (one.state, one.rule, two.state, two.rule) == ("ES", first, "FR", second)


@pytest.mark.law("AMMR 31(1)")
def test_a_person_decides_between_entries_of_one_day_that_designate_different_states() -> None:
    other = IN_SPAIN | {"state": "PT"}
    for pair in ([IN_SPAIN, other], [other, IN_SPAIN, other], [IN_SPAIN | {"date": "2027-01-09"}, other, IN_SPAIN]):
        said = ask(visa_free, day="2027-02-01", entries=pair)
        assert (said.state, said.outcome, said.options, said.slot) == (None, HUMAN, ("ES", "PT"), -1)
    # not where both point to the state of registration, nor where a later entry follows
    both = [BOTH, BOTH | {"state": "PT"}]
    assert ask(visa_free, day="2027-02-01", entries=both).state == "FR"
    later = IN_SPAIN | {"state": "IT", "date": "2027-01-11"}
    said = ask(visa_free, day="2027-02-01", entries=[IN_SPAIN, other, later])
    assert (said.state, said.options) == ("IT", ())


@pytest.mark.law("AMMR 16(3)")
def test_of_two_states_entered_on_one_day_the_one_that_is_not_barred_is_left() -> None:
    for pair in ([IN_SPAIN, IN_SPAIN | {"state": "PT"}], [IN_SPAIN | {"state": "PT"}, IN_SPAIN]):
        said = ask(visa_free, day="2027-02-01", entries=pair, barred="ES")
        assert (said.state, said.options) == ("PT", ())
    assert ask(visa_free, day="2027-01-09", entries=[IN_SPAIN], barred="ES").why.startswith("no entry")
