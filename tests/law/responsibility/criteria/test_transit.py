"""Article 32: applications in the international transit area of an airport."""

from __future__ import annotations

import pytest
from worded import ask

from fairshare.law.responsibility.criteria.transit import transit, transit_1990, transit_2016, transit_dublin3
from fairshare.law.responsibility.trace import MET, NOT_MET


@pytest.mark.law("AMMR 32")
def test_the_state_of_the_airport_is_responsible() -> None:
    said = ask(transit, day="2027-02-01", registered_in="AT", place="airport_transit_area")
    assert (said.state, said.rule, said.outcome) == ("AT", "AMMR 32", MET)
    assert said.why == "the application was made in the international transit area of an airport in AT"


@pytest.mark.law("AMMR 32")
@pytest.mark.parametrize("place", ["territory", "border"])
def test_an_application_made_elsewhere_is_not_met(place: str) -> None:
    said = ask(transit, day="2027-02-01", place=place)
    assert (said.state, said.outcome) == (None, NOT_MET)


@pytest.mark.law("AMMR 16(3)")
def test_a_barred_state_is_passed_over() -> None:
    assert ask(transit, day="2027-02-01", place="airport_transit_area", barred="FR").state is None


@pytest.mark.law("AMMR 32")
@pytest.mark.parametrize(
    ("rule", "label"),
    [(transit_dublin3, "DUBLIN3 15"), (transit_1990, "CONVENTION1990 7"), (transit_2016, "COM2016 17")],
)
def test_the_forerunners_say_the_same_under_their_own_names(rule, label: str) -> None:
    said = ask(rule, day="2020-02-01", place="airport_transit_area")
    assert (said.state, said.rule) == ("FR", label)
