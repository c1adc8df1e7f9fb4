"""COM(2016) 270 in outline: Dublin III with a wider family and no lapse of time; article numbers from memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import STATE_CODE, STATES, Link, Mode, Standing, states_mask
from fairshare.law.responsibility.days import day_number
from fairshare.law.responsibility.ladder import Designation
from fairshare.law.responsibility.regimes import COM2016, DUBLIN3, Regime, designate, scope_of_first
from fairshare.law.responsibility.table import case_table
from fairshare.law.responsibility.trace import REASONS, chains

Facts = Mapping[str, Any]
SISTER = {
    "who": 1,
    "link": Link.SIBLING,
    "state": "SE",
    "status": Standing.BENEFICIARY,
    "since": date(2015, 1, 1),
    "applicant_wrote": 1,
    "relative_wrote": 1,
}
WIFE_MET_ON_THE_WAY = {**SISTER, "link": Link.SPOUSE, "in_origin": 0}
OLD_CROSSING = {"state": "IT", "date": date(2010, 1, 1), "mode": Mode.IRREGULAR}


def column(value: Any) -> np.ndarray:
    if isinstance(value, date):
        return np.array([[day_number(value)]], np.int32)
    return np.array([[STATE_CODE[value] if isinstance(value, str) else value]], np.int8)


def found(regime: Regime, risk: str = "", **groups: Facts) -> Designation:
    """The answer for an adult who lodged in France on 10 March 2018."""
    given = {name: {key: column(value) for key, value in facts.items()} for name, facts in groups.items()}
    given["registrations"] = {"state": column("FR"), "registered": column(date(2018, 3, 10))}
    scalars = {
        "birth_date": np.array([day_number(date(1980, 1, 1))], np.int32),
        "article_4_risk": np.array([states_mask(frozenset(risk.split()))], np.int64),
    }
    table = case_table(1, scalars, given)
    return designate(table, scope_of_first(table, regime, Choices()), regime)


def answer(designation: Designation) -> tuple[str, str]:
    return STATES[int(designation.state[0])], REASONS[int(designation.why[0])].rule


@pytest.mark.law("COM2016 34", "COM2016 3(3)")
def test_what_comes_first_and_is_not_tested_for_one_case_is_told() -> None:
    (chain,) = chains(found(COM2016).trace, 1)
    assert [(line.rule, line.outcome) for line in chain[:2]] == [("COM2016 3(3)", "noted"), ("COM2016 34", "noted")]
    assert chain[0].why.startswith("FR would first have examined")
    assert "depends on the applications in all states" in chain[1].why


@pytest.mark.law("COM2016 15", "DUBLIN3 13(1)")
def test_responsibility_for_an_irregular_entry_does_not_lapse() -> None:
    assert answer(found(COM2016, entries=OLD_CROSSING)) == ("IT", "COM2016 15")
    assert answer(found(DUBLIN3, entries=OLD_CROSSING)) == ("FR", "DUBLIN3 3(2)")


@pytest.mark.law("COM2016 11", "DUBLIN3 9")
@pytest.mark.parametrize("relative", [SISTER, WIFE_MET_ON_THE_WAY])
def test_siblings_and_families_formed_on_the_way_are_family(relative: Facts) -> None:
    assert answer(found(COM2016, entries=OLD_CROSSING, relatives=relative)) == ("SE", "COM2016 11")


@pytest.mark.law("DUBLIN3 9")
def test_dublin_iii_keeps_siblings_out() -> None:
    assert answer(found(DUBLIN3, entries=OLD_CROSSING, relatives=SISTER)) == ("FR", "DUBLIN3 3(2)")


@pytest.mark.law("COM2016 3(2)")
def test_with_nothing_met_the_first_state_of_lodging_or_the_determining_one_is_responsible() -> None:
    assert answer(found(COM2016)) == ("FR", "COM2016 3(2)")
    blocked = found(COM2016, risk="IT", entries=OLD_CROSSING)
    assert answer(blocked) == ("FR", "COM2016 3(2)")
    (chain,) = chains(blocked.trace, 1)
    assert [line.outcome for line in chain if line.rule == "COM2016 3(2)"] == ["met, but blocked", "met"]


@pytest.mark.law("COM2016 3(2)")
def test_every_line_of_the_chain_is_of_the_proposal() -> None:
    (chain,) = chains(found(COM2016).trace, 1)
    assert {line.rule.split()[0] for line in chain} == {"COM2016"}
    assert len(chain) == 2 + len(COM2016.ladder) + 1
