"""Dublin III (Regulation (EU) No 604/2013) as a whole: its order, its own periods, what it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import STATE_CODE, STATES, Happened, Link, Mode, Paper, Standing, states_mask
from fairshare.law.responsibility.days import day_number
from fairshare.law.responsibility.ladder import Designation
from fairshare.law.responsibility.regimes import AMMR, DUBLIN3, designate, scope_of_first
from fairshare.law.responsibility.table import case_table
from fairshare.law.responsibility.trace import REASONS, chains

Facts = Mapping[str, Any]


def column(value: Any) -> np.ndarray:
    if isinstance(value, date):
        return np.array([[day_number(value)]], np.int32)
    return np.array([[STATE_CODE[value] if isinstance(value, str) else value]], np.int8)


def found(lodged: date, *, threat: bool = False, risk: str = "", regime: Any = DUBLIN3, **groups: Facts) -> Designation:
    """The answer for an adult who lodged in France, with at most one thing of each kind on record."""
    given = {name: {key: column(value) for key, value in facts.items()} for name, facts in groups.items()}
    given["registrations"] = {"state": column("FR"), "registered": column(lodged), "lodged": column(lodged)}
    scalars = {
        "birth_date": np.array([day_number(date(1980, 1, 1))], np.int32),
        "security_threat": np.array([int(threat)], np.int8),
        "security_by": np.array([STATE_CODE["NL"]], np.int8),
        "article_4_risk": np.array([states_mask(frozenset(risk.split()))], np.int64),
    }
    table = case_table(1, scalars, given)
    return designate(table, scope_of_first(table, regime, Choices()), regime)


def answer(designation: Designation) -> tuple[str, str]:
    return STATES[int(designation.state[0])], REASONS[int(designation.why[0])].rule


def crossing(day: date, mode: Mode = Mode.IRREGULAR) -> Facts:
    return {"state": "IT", "date": day, "mode": mode}


LODGED_ON = date(2024, 3, 10)
WIFE = {
    "who": 1,
    "link": Link.SPOUSE,
    "state": "SE",
    "status": Standing.BENEFICIARY,
    "since": date(2020, 1, 1),
    "applicant_wrote": 1,
    "relative_wrote": 1,
}
BROTHER = {**WIFE, "link": Link.SIBLING, "status": Standing.OTHER_LEGAL_STAY, "dependency": 1, "able_to_care": 1}
PERMIT = {"issuer": "ES", "kind": Paper.RESIDENCE, "valid_from": date(2023, 1, 1), "valid_to": date(2025, 1, 1)}


@pytest.mark.law("DUBLIN3 13(1)")
@pytest.mark.parametrize(
    ("crossed", "expected"),
    [
        (date(2023, 3, 10), ("IT", "DUBLIN3 13(1)")),
        (date(2023, 3, 9), ("FR", "DUBLIN3 3(2)")),
    ],
)
def test_an_irregular_crossing_counts_for_twelve_months(crossed: date, expected: tuple[str, str]) -> None:
    assert answer(found(LODGED_ON, entries=crossing(crossed))) == expected


@pytest.mark.law("DUBLIN3 13(1)", "AMMR 33(1)")
def test_the_same_crossing_counts_longer_under_the_regulation() -> None:
    old = found(LODGED_ON, entries=crossing(date(2023, 1, 10)))
    new = found(LODGED_ON, entries=crossing(date(2023, 1, 10)), regime=AMMR)
    assert (answer(old), answer(new)) == (("FR", "DUBLIN3 3(2)"), ("IT", "AMMR 33(1)"))


@pytest.mark.law("DUBLIN3 13(1)")
def test_a_disembarkation_is_an_irregular_entry_by_sea() -> None:
    assert answer(found(LODGED_ON, entries=crossing(date(2023, 6, 1), Mode.SAR))) == ("IT", "DUBLIN3 13(1)")


@pytest.mark.law("DUBLIN3 13(2)")
def test_after_the_twelve_months_a_stay_of_five_months_decides() -> None:
    stay = {
        "kind": Happened.CONTINUOUS_STAY,
        "state": "DE",
        "date": date(2023, 6, 1),
        "until": date(2023, 11, 1),
    }
    assert answer(found(LODGED_ON, entries=crossing(date(2022, 3, 1)), events=stay)) == ("DE", "DUBLIN3 13(2)")


@pytest.mark.law("DUBLIN3 7(1)")
def test_the_criteria_stand_in_the_order_of_the_act() -> None:
    facts: dict[str, Facts] = {"entries": crossing(date(2023, 6, 1)), "documents": PERMIT, "relatives": WIFE}
    assert answer(found(LODGED_ON, **facts)) == ("SE", "DUBLIN3 9")
    assert answer(found(LODGED_ON, **{**facts, "relatives": {}})) == ("ES", "DUBLIN3 12(1)")
    assert answer(found(LODGED_ON, entries=facts["entries"])) == ("IT", "DUBLIN3 13(1)")
    assert answer(found(LODGED_ON)) == ("FR", "DUBLIN3 3(2)")


@pytest.mark.law("DUBLIN3 7(1)")
def test_a_case_that_nothing_fits_has_been_through_every_criterion() -> None:
    (chain,) = chains(found(LODGED_ON).trace, 1)
    articles = [line.rule.removeprefix("DUBLIN3 ").partition("(")[0] for line in chain]
    assert articles == ["8", "16", "9", "10", "12", "13", "13", "14", "15", "3"]
    assert all(line.rule.startswith("DUBLIN3") for line in chain)


@pytest.mark.law("DUBLIN3 16")
def test_a_dependant_goes_before_the_entry() -> None:
    # K, C-245/11: the state of the relative on whom one depends, whatever state the criteria name
    dependent = found(LODGED_ON, entries=crossing(date(2023, 6, 1)), relatives=BROTHER)
    assert answer(dependent)[0] == "SE"
    assert answer(dependent)[1].startswith("DUBLIN3 16")


@pytest.mark.law("DUBLIN3 3(2)")
def test_dublin_iii_knows_neither_diplomas_nor_a_security_gate() -> None:
    diploma = {
        "issuer": "SE",
        "issued": date(2023, 6, 30),
        "isced": 7,
        "recognised": 1,
        "study_from": date(2021, 9, 1),
        "study_to": date(2023, 6, 30),
    }
    assert answer(found(LODGED_ON, diplomas=diploma, threat=True)) == ("FR", "DUBLIN3 3(2)")
    assert answer(found(LODGED_ON, diplomas=diploma, threat=True, regime=AMMR)) == ("NL", "AMMR 16(4)")


@pytest.mark.law("DUBLIN3 3(2)")
def test_systemic_flaws_lead_to_the_next_criterion_and_at_last_to_the_determining_state() -> None:
    facts: dict[str, Facts] = {"entries": crossing(date(2023, 6, 1)), "documents": PERMIT}
    assert answer(found(LODGED_ON, risk="ES", **facts)) == ("IT", "DUBLIN3 13(1)")
    nowhere = found(LODGED_ON, risk="ES IT", **facts)
    assert answer(nowhere) == ("FR", "DUBLIN3 3(2)")
    (chain,) = chains(nowhere.trace, 1)
    assert [line.outcome for line in chain if line.rule == "DUBLIN3 3(2)"] == ["met, but blocked"] * 2 + ["met"]
    assert "AMMR 16(3)" not in {line.rule for line in chain}


@pytest.mark.parametrize(
    ("lodged", "told"),
    [
        (date(2003, 9, 1), True),
        (date(2013, 12, 31), True),
        (date(2014, 1, 1), False),
    ],
)
@pytest.mark.law("DUBLIN3 49")
def test_that_dublin_ii_stands_aside_is_told_for_its_own_years(lodged: date, told: bool) -> None:
    (chain,) = chains(found(lodged).trace, 1)
    notes = [line.why for line in chain if line.outcome == "noted"]
    assert len(notes) == told
    assert all("Dublin II" in note and str(lodged) in note for note in notes)
