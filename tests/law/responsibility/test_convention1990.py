"""The Dublin Convention of 1990 in outline: the order of Articles 4 to 8, and what it has no rule for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import (
    STATE_CODE,
    STATES,
    Happened,
    Link,
    Mode,
    Paper,
    Place,
    Standing,
    states_mask,
)
from fairshare.law.responsibility.days import day_number
from fairshare.law.responsibility.ladder import Designation
from fairshare.law.responsibility.regimes import CONVENTION1990, REGIMES, designate, regime_of, scope_of_first
from fairshare.law.responsibility.table import CaseTable, case_table
from fairshare.law.responsibility.trace import REASONS, chains

Facts = Mapping[str, Any]
LODGED_ON = date(2001, 3, 10)


def column(value: Any) -> np.ndarray:
    if isinstance(value, frozenset):
        return np.array([[states_mask(value)]], np.int64)
    if isinstance(value, date):
        return np.array([[day_number(value)]], np.int32)
    return np.array([[STATE_CODE[value] if isinstance(value, str) else value]], np.int8)


def facts(lodged: date = LODGED_ON, place: Place = Place.TERRITORY, risk: str = "", **groups: Facts) -> CaseTable:
    """An adult who lodged in France."""
    given = {name: {key: column(value) for key, value in of.items()} for name, of in groups.items()}
    given["registrations"] = {"state": column("FR"), "registered": column(lodged), "place": column(place)}
    scalars = {
        "birth_date": np.array([day_number(date(1960, 1, 1))], np.int32),
        "article_4_risk": np.array([states_mask(frozenset(risk.split()))], np.int64),
    }
    return case_table(1, scalars, given)


def found(table: CaseTable) -> Designation:
    return designate(table, scope_of_first(table, CONVENTION1990, Choices()), CONVENTION1990)


def answer(table: CaseTable) -> tuple[str, str]:
    designation = found(table)
    return STATES[int(designation.state[0])], REASONS[int(designation.why[0])].rule


def entry(mode: Mode, day: date = date(1999, 1, 1), **more: Any) -> Facts:
    return {"state": "IT", "date": day, "mode": mode, **more}


REFUGEE = {
    "who": 1,
    "link": Link.SPOUSE,
    "state": "DE",
    "status": Standing.BENEFICIARY,
    "since": date(1995, 1, 1),
    "applicant_wrote": 1,
    "relative_wrote": 1,
}
VISA = {"issuer": "ES", "kind": Paper.VISA, "valid_from": date(2001, 3, 1), "valid_to": date(2001, 4, 1)}


@pytest.mark.law("CONVENTION1990 4", "CONVENTION1990 5", "CONVENTION1990 6", "CONVENTION1990 8")
def test_the_articles_decide_in_their_order() -> None:
    irregular = entry(Mode.IRREGULAR)
    assert answer(facts(relatives=REFUGEE, documents=VISA, entries=irregular)) == ("DE", "CONVENTION1990 4")
    assert answer(facts(documents=VISA, entries=irregular))[0] == "ES"
    assert answer(facts(documents=VISA, entries=irregular))[1].startswith("CONVENTION1990 5")
    assert answer(facts(entries=irregular)) == ("IT", "CONVENTION1990 6")
    assert answer(facts()) == ("FR", "CONVENTION1990 8")


@pytest.mark.law("CONVENTION1990 6")
def test_six_months_in_the_state_of_the_application_defeat_the_entry() -> None:
    stay = {
        "kind": Happened.CONTINUOUS_STAY,
        "state": "FR",
        "date": date(2000, 6, 1),
        "until": date(2000, 12, 1),
    }
    assert answer(facts(entries=entry(Mode.IRREGULAR), events=stay)) == ("FR", "CONVENTION1990 8")
    shorter = {**stay, "until": date(2000, 11, 30)}
    assert answer(facts(entries=entry(Mode.IRREGULAR), events=shorter)) == ("IT", "CONVENTION1990 6")


@pytest.mark.law("CONVENTION1990 7")
def test_the_state_that_controls_the_entry_gives_way_to_the_two_exceptions() -> None:
    assert answer(facts(entries=entry(Mode.REGULAR))) == ("IT", "CONVENTION1990 7")
    waived = entry(Mode.VISA_FREE, visa_not_required_in=frozenset({"IT", "FR"}))
    assert answer(facts(entries=waived)) == ("FR", "CONVENTION1990 7")
    assert answer(facts(place=Place.AIRPORT_TRANSIT_AREA, entries=entry(Mode.REGULAR))) == ("FR", "CONVENTION1990 7")


@pytest.mark.law("CONVENTION1990 3(4)")
def test_the_convention_keeps_to_a_state_at_risk_and_tells_the_way_out() -> None:
    table = facts(entries=entry(Mode.IRREGULAR), risk="IT")
    assert answer(table) == ("IT", "CONVENTION1990 6")
    (chain,) = chains(found(table).trace, 1)
    assert (chain[-1].rule, chain[-1].outcome) == ("CONVENTION1990 3(4)", "noted")
    assert "FR may examine" in chain[-1].why
    assert not found(table).blocked.any()


@pytest.mark.law("CONVENTION1990 8")
def test_a_risk_in_the_state_that_determines_or_elsewhere_is_not_told() -> None:
    for risk in ("FR", "EL"):
        (chain,) = chains(found(facts(risk=risk)).trace, 1)
        assert "CONVENTION1990 3(4)" not in {line.rule for line in chain}


@pytest.mark.law("CONVENTION1990 22")
@pytest.mark.parametrize(("lodged", "told"), [(date(1997, 8, 31), True), (date(1997, 9, 1), False)])
def test_that_it_was_not_yet_in_force_is_told(lodged: date, told: bool) -> None:
    (chain,) = chains(found(facts(lodged)).trace, 1)
    assert [line.rule for line in chain if line.outcome == "noted"] == ["CONVENTION1990 22"] * told


@pytest.mark.law("CONVENTION1990 8")
def test_it_governs_the_years_before_dublin_ii() -> None:
    assert REGIMES[int(regime_of(facts(), {})[0])] is CONVENTION1990
