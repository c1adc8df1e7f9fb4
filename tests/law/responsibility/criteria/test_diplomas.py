"""Article 30: diplomas and other qualifications."""

from __future__ import annotations

import pytest
from worded import ask

from fairshare.law.responsibility.criteria.diplomas import diplomas
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET

GERMAN = {"issuer": "DE", "issued": "2022-02-28", "study_months": 24, "isced": 6}


@pytest.mark.law("AMMR 30(1)")
def test_the_state_of_the_establishment_is_responsible() -> None:
    said = ask(diplomas, day="2027-02-01", diplomas=[GERMAN])
    assert (said.state, said.rule, said.outcome, said.group, said.slot) == ("DE", "AMMR 30(1)", MET, "diplomas", 0)
    assert "2022-02-28" in said.why and "2028-02-28" in said.why


@pytest.mark.law("AMMR 30(1)")
@pytest.mark.parametrize(
    ("day", "state", "flags"),
    [
        ("2022-02-27", None, ()),
        ("2022-02-28", "DE", ()),
        ("2028-02-27", "DE", ()),
        ("2028-02-28", None, ("ANNIV",)),
        ("2028-02-29", None, ()),
    ],
)
def test_six_years_end_before_the_anniversary(day: str, state: str | None, flags: tuple[str, ...]) -> None:
    said = ask(diplomas, day=day, diplomas=[GERMAN])
    assert (said.state, said.flags) == (state, flags)


@pytest.mark.law("AMMR 30(1)")
def test_the_anniversary_counts_if_chosen() -> None:
    said = ask(diplomas, day="2028-02-28", diplomas=[GERMAN], choices={"ANNIV": "less"})
    assert (said.state, said.flags) == ("DE", ("ANNIV",))
    assert ask(diplomas, day="2028-02-29", diplomas=[GERMAN], choices={"ANNIV": "less"}).state is None


@pytest.mark.law("AMMR 75")
def test_the_six_years_pass_over_a_weekend_only_if_chosen() -> None:
    saturday = GERMAN | {"issued": "2022-03-04"}  # 4 March 2028 is a Saturday, 6 March a Monday
    assert ask(diplomas, day="2028-03-05", diplomas=[saturday]).state is None
    assert ask(diplomas, day="2028-03-05", diplomas=[saturday], choices={"ROLL_LOOKBACK": "true"}).state == "DE"
    assert ask(diplomas, day="2028-03-06", diplomas=[saturday], choices={"ROLL_LOOKBACK": "true"}).state is None


@pytest.mark.law("AMMR 2(15)")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"isced": 1}, "below level 2"),
        ({"isced": 0}, "below level 2"),
        ({"online": True}, "distance learning"),
        ({"recognised": False}, "not of a recognised programme"),
        ({"study_months": 8}, "less than an academic year"),
        ({"study_months": None, "study_from": "2021-10-01", "study_to": "2022-06-29"}, "less than an academic year"),
    ],
)
def test_what_is_no_diploma_in_the_sense_of_the_law(change, words: str) -> None:
    said = ask(diplomas, day="2027-02-01", diplomas=[GERMAN | change])
    assert (said.state, said.outcome) == (None, NOT_MET)
    assert words in said.why


@pytest.mark.law("AMMR 2(15)")
@pytest.mark.parametrize(
    "change",
    [
        {"isced": 2},
        {"isced": None},
        {"online": False, "recognised": True},
        {"study_months": 9},
        {"study_months": None},
        {"study_months": None, "study_from": "2021-10-01"},
        {"study_months": None, "study_from": "2021-10-01", "study_to": "2022-06-30"},
    ],
)
def test_what_is_a_diploma_or_not_known_to_be_none(change) -> None:
    assert ask(diplomas, day="2027-02-01", diplomas=[GERMAN | change]).state == "DE"


@pytest.mark.law("AMMR 2(15)")
@pytest.mark.parametrize(("choice", "months"), [("nine-months", 9), ("ten-months", 10), ("twelve-months", 12)])
def test_the_academic_year_is_as_long_as_chosen(choice: str, months: int) -> None:
    states = [
        ask(
            diplomas, day="2027-02-01", diplomas=[GERMAN | {"study_months": m}], choices={"ACADEMIC_YEAR": choice}
        ).state
        for m in (months - 1, months)
    ]
    assert states == [None, "DE"]


@pytest.mark.law("AMMR 30(2)")
def test_the_longest_study_decides_between_states() -> None:
    other = GERMAN | {"issuer": "NL", "study_months": 25, "issued": "2021-03-01"}
    said = ask(diplomas, day="2027-02-01", diplomas=[GERMAN, other])
    assert (said.state, said.rule, said.slot) == ("NL", "AMMR 30(2)", 1)
    assert "2021-03-01" in said.why and "2027-03-01" in said.why
    dated = other | {"study_months": None, "study_from": "2019-01-31", "study_to": "2021-02-27"}  # 25 whole months
    assert ask(diplomas, day="2027-02-01", diplomas=[GERMAN, dated]).state == "NL"
    shorter = other | {"study_months": None, "study_from": "2019-01-31", "study_to": "2021-01-29"}  # 23
    assert ask(diplomas, day="2027-02-01", diplomas=[GERMAN, shorter]).state == "DE"


@pytest.mark.law("AMMR 30(2)")
def test_of_equal_studies_the_most_recent_diploma_decides() -> None:
    other = GERMAN | {"issuer": "NL", "issued": "2022-03-01"}
    assert ask(diplomas, day="2027-02-01", diplomas=[GERMAN, other]).state == "NL"


@pytest.mark.law("AMMR 30(2)")
def test_a_person_decides_between_equals_and_where_one_length_is_unknown() -> None:
    for other in ({"issuer": "NL"}, {"issuer": "NL", "study_months": None, "issued": "2023-01-01"}):
        said = ask(diplomas, day="2027-02-01", diplomas=[GERMAN, GERMAN | other])
        assert (said.state, said.outcome, said.options) == (None, HUMAN, ("DE", "NL"))


@pytest.mark.law("AMMR 30(1)")
def test_several_diplomas_of_one_state_are_no_question() -> None:
    said = ask(diplomas, day="2027-02-01", diplomas=[GERMAN, GERMAN | {"study_months": None}])
    assert (said.state, said.rule, said.options) == ("DE", "AMMR 30(1)", ())


@pytest.mark.law("AMMR 30(2)")
def test_a_diploma_that_lapsed_does_not_compete() -> None:
    old = GERMAN | {"issuer": "NL", "issued": "2019-01-01", "study_months": 48}
    said = ask(diplomas, day="2027-02-01", diplomas=[old, GERMAN])
    assert (said.state, said.rule, said.slot) == ("DE", "AMMR 30(1)", 1)
    assert "six years from then ended on 2025-01-01, before" in ask(diplomas, day="2027-02-01", diplomas=[old]).why


@pytest.mark.law("AMMR 16(3)")
def test_a_barred_state_is_passed_over() -> None:
    other = GERMAN | {"issuer": "NL", "study_months": 12}
    assert ask(diplomas, day="2027-02-01", diplomas=[GERMAN, other], barred="DE").state == "NL"
    assert "passed over" in ask(diplomas, day="2027-02-01", diplomas=[GERMAN], barred="DE").why


@pytest.mark.law("AMMR 30")
def test_nothing_recorded_is_not_met() -> None:
    assert ask(diplomas, day="2027-02-01").why.startswith("no diploma")


@pytest.mark.law("AMMR 30(1)")
def test_the_nearest_miss_is_told_whatever_the_order() -> None:
    pair = [GERMAN, GERMAN | {"issuer": "NL", "issued": "2021-01-01"}]
    for held in (pair, pair[::-1]):
        assert "in DE was issued on 2022-02-28" in ask(diplomas, day="2031-01-01", diplomas=held).why
