"""The answers to open questions in a case: understood in the words of section 9 of the reading of the law."""

from __future__ import annotations

from typing import Any

import pytest
from documents import read

from fairshare.faults import BadInputError
from fairshare.law.choices import CHOICES
from fairshare.law.responsibility.notation.choices import _plain
from fairshare.law.responsibility.notation.spellings import SPELLINGS


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, {}),
        ({"regime": "DUBLIN3"}, {"regime": "dublin3"}),
        ({"REGIME": "convention1990"}, {"regime": "convention1990"}),
        ({"regime": "Dublin III"}, {"regime": "dublin3"}),
        ({"regime": "dublin"}, {"regime": "dublin3"}),
        ({"regime": "AMMR"}, {"regime": "ammr"}),
        ({"regime": 1990}, {"regime": "convention1990"}),
        ({"regime": "convention"}, {"regime": "convention1990"}),
        ({"regime": "COM(2016) 270"}, {"regime": "com2016"}),
        ({"regime": "2016"}, {"regime": "com2016"}),
        ({"anniv": "LESS"}, {"ANNIV": "less"}),
        ({"ANNIV": "not_less"}, {}),  # the default
        ({"ANNIV": "less than"}, {"ANNIV": "less"}),
        ({"ANNIV": "not less than"}, {}),
        ({"ANNIV": True}, {"ANNIV": "less"}),
        ({"ANNIV": False}, {}),
        ({"sar-no-fallback": False}, {"SAR_NO_FALLBACK": "false"}),
        ({"SAR_NO_FALLBACK": True}, {}),
        ({"SAR_NO_FALLBACK": "fallback"}, {"SAR_NO_FALLBACK": "false"}),
        ({"HIT_CAP": "no"}, {"HIT_CAP": "false"}),
        ({"HIT_CAP": "Earlier end"}, {}),
        ({"ROLL_LOOKBACK": "on"}, {"ROLL_LOOKBACK": "true"}),
        ({"JOINED_27": 27}, {"JOINED_27": "article-27"}),
        ({"JOINED_27": "Article 28"}, {}),
        ({"DEP_VS_FAMILY": "34"}, {"DEP_VS_FAMILY": "dependants"}),
        ({"DEP_VS_FAMILY": "26"}, {"DEP_VS_FAMILY": "family"}),
        ({"UAM_BIC_GAP": "25(5)"}, {"UAM_BIC_GAP": "first-registration"}),
        ({"UAM_BIC_GAP": "next"}, {}),
        ({"UAM_39": "timing"}, {}),
        ({"UAM_39": "as cited"}, {"UAM_39": "as-cited"}),
        ({"VISA_VS_OLD_PERMIT": "visa"}, {}),
        ({"VISA_VS_OLD_PERMIT": "permit first"}, {"VISA_VS_OLD_PERMIT": "permit-first"}),
        ({"ref_63_8C": "39(1)"}, {"REF_63_8c": "request-limit"}),
        ({"MS26_2": "state of residence"}, {"MS26_2": "residence"}),
        ({"LEGALLY_PRESENT": False}, {"LEGALLY_PRESENT": "applicant-does-not"}),
        ({"REG_ON_D": "Dublin III"}, {"REG_ON_D": "dublin3"}),
        ({"PLEA_TIME": True}, {"PLEA_TIME": "allowed"}),
        ({"D": "2026-07-01"}, {"GENERAL_APPLICATION_DATE": "2026-07-01"}),
        ({"D": "1 July"}, {"GENERAL_APPLICATION_DATE": "2026-07-01"}),
        ({"D": "2026-08-15"}, {"GENERAL_APPLICATION_DATE": "2026-08-15"}),
        ({"ABSC_CLOCK": "Stopped"}, {"ABSC_CLOCK": "stopped"}),
        ({"ROUNDING": "floor"}, {"ROUNDING": "floor"}),  # of other commands: known, and without effect here
    ],
)
def test_choices_are_understood_however_they_are_spelled(given: dict[str, Any], chosen: dict[str, str]) -> None:
    assert read(choices=given).choices[0] == chosen


DEFAULTS = {
    "REG_ON_D": "AMMR",
    "D": "12 June",
    "LEGACY_PROCEDURE": "AMMR procedure for steps begun on/after D; dublin3 for earlier steps and effects",
    "ANNIV": "not less than; alert",
    "ROLL_LOOKBACK": "off",
    "SAR_NO_FALLBACK": "no fallback",
    "HIT_CAP": "earlier end",
    "JOINED_27": "Art 28, not 27",
    "DEP_VS_FAMILY": "both shown, human",
    "UAM_BIC_GAP": "go on to the next paragraph, at the end 25(5)",
    "UAM_39": "only timing, criteria stay 25",
    "VISA_VS_OLD_PERMIT": "valid first",
    "REENTRY": "first unless responsibility ended",
    "ABSC_CLOCK": "original 6-month end minus day of return; < 3 months -> 3 months",
    "REF_63_8c": "read 46(1)",
    "PLEA_TIME": "not allowed under 43(1), alert",
    "MS26_2": "state of citizenship of the family member",
    "LEGALLY_PRESENT": "yes, the evidence list names the applicant's document [V: S5 Annex I(1)]",
}
"""Section 9 of the reading of the law, word for word."""


@pytest.mark.parametrize("key", DEFAULTS)
def test_the_defaults_are_understood_as_section_9_words_them(key: str) -> None:
    assert read(choices={key: DEFAULTS[key]}).choices[0] == {}


@pytest.mark.parametrize("name", SPELLINGS)
def test_no_spelling_means_two_answers(name: str) -> None:
    assert set(SPELLINGS[name]) == set(CHOICES[name].options)
    meant: dict[str, str] = {}
    for option, words in SPELLINGS[name].items():
        for word in (option, *words):
            assert meant.setdefault(_plain(word), option) == option


KEYS = ("regime", "REG_ON_D", "D", "HIT_CAP", "LEGALLY_PRESENT", "VISA_FREE_LIST")


@pytest.mark.parametrize("key", ["NO_SUCH", "\x00"])
def test_an_unknown_choice_is_answered_with_those_of_a_case(key: str) -> None:
    field, expected = wrong({key: "x"})
    assert field in {"choices.NO_SUCH", "choices.'\\x00'"}
    assert {*KEYS} <= {*expected.removeprefix("one of ").split(", ")}
    assert "ROUNDING" not in expected


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ANNIV": "maybe"}, ("not-less", "less", "less than", "true")),
        ({"ANNIV": None}, ("not-less", "less")),
        ({"ANNIV": [True]}, ("not-less", "less")),
        ({"ABSC_CLOCK": "fresh"}, ("original-end", "stopped")),  # neither of the two
        ({"ROUNDING": "x"}, ("one of ceil; nearest; floor; from-proposal",)),
        ({"D": "2026-06-31"}, ("a day", "2026-06-12")),
        ({"D": "20260701"}, ("a day",)),
        ({"D": "2126-07-01"}, ("a day",)),
        ({"D": "soon"}, ("a day",)),
    ],
)
def test_a_wrong_answer_is_told_the_words_of_its_key(given: dict[str, Any], words: tuple[str, ...]) -> None:
    field, expected = wrong(given)
    assert field == f"choices.{next(iter(given))}"
    assert all(word in expected for word in words)


def wrong(given: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(BadInputError) as error:
        read(choices=given)
    (only,) = error.value.faults
    return only.field, only.expected
