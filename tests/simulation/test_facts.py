"""Who is responsible in a simulation is what the criteria say of one case after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.simulation.worlds import CH, DE, EL, FR, IT

from fairshare.law.mechanisms.interface import Regime
from fairshare.law.responsibility.answers import answer
from fairshare.law.responsibility.days import as_date
from fairshare.law.responsibility.notation import read_cases
from fairshare.simulation.facts import DAY, LADDERS, LATE, RECENT, responsible
from fairshare.simulation.inputs import NOWHERE, PLACE, STATES
from fairshare.simulation.population import Known, Population, Way

REGIMES: tuple[Regime, ...] = ("convention1990", "dublin2", "dublin3", "com2016", "ammr")
EVERY_REGIME = pytest.mark.parametrize("regime", REGIMES)


def persons(**columns: Any) -> Population:
    """Grown-up persons who crossed into Italy by land last month, proved, and applied in Germany; unless changed."""
    usual: dict[str, Any] = {
        "applied": DE, "wished": DE, "entered": IT, "visa": NOWHERE, "kin": NOWHERE, "way": Way.LAND,
        "known": Known.PROVED, "origin": 0,
    }  # fmt: skip
    usual |= columns
    rows = max(np.size(value) for value in usual.values())
    made: dict[str, Any] = {name: np.broadcast_to(np.asarray(value, np.uint8), rows) for name, value in usual.items()}
    alone = np.broadcast_to(np.asarray(columns.get("alone", False)), rows)
    made |= {"alone": alone, "minor": alone}
    return Population(2020, 12, 1.0, 0, month=np.zeros(rows, np.int16), family=np.arange(rows, dtype=np.int32), **made)


def state(regime: Regime, **columns: Any) -> str:
    """The state that is responsible for one person."""
    (found,) = responsible(persons(**columns), regime)
    answer: str = STATES[found]
    return answer


# --- worked by hand ---------------------------------------------------------------------------------------------------


@EVERY_REGIME
def test_a_proved_irregular_entry_names_the_state_of_the_crossing(regime: Regime) -> None:
    assert state(regime) == "IT"  # AMMR 33(1), Dublin III 13(1), Convention 6


@EVERY_REGIME
def test_what_cannot_be_proved_names_nobody_but_the_first_application(regime: Regime) -> None:
    assert state(regime, known=0) == "DE"  # AMMR 16(2), Dublin III 3(2), Convention 8


@pytest.mark.parametrize(
    ("way", "regime", "named"),
    [
        (Way.LAND, "ammr", "IT"),  # 33(1): twenty months
        (Way.SEA, "ammr", "DE"),  # 33(2): twelve months
        (Way.LAND, "dublin3", "DE"),  # 13(1): twelve months
        (Way.SEA, "dublin3", "DE"),
        (Way.LAND, "com2016", "IT"),  # no lapse of time
        (Way.SEA, "com2016", "IT"),
    ],
)
def test_fifteen_months_after_the_entry(way: Way, regime: Regime, named: str) -> None:
    assert state(regime, way=way, known=Known.PROVED | Known.LATE) == named


@EVERY_REGIME
def test_a_valid_visa_names_its_state(regime: Regime) -> None:
    assert state(regime, way=Way.VISA, visa=FR, entered=FR) == "FR"  # AMMR 29, Dublin III 12, Convention 5


@EVERY_REGIME
def test_who_needs_no_visa_is_examined_where_the_application_is(regime: Regime) -> None:
    assert state(regime, way=Way.VISA_FREE, entered=FR) == "DE"  # AMMR 31(2), Dublin III 14(2)


@EVERY_REGIME
def test_a_spouse_with_protection_goes_before_the_entry(regime: Regime) -> None:
    assert state(regime, kin=FR, known=Known.PROVED | Known.PROTECTED) == "FR"  # AMMR 26, Dublin III 9, Convention 4


@pytest.mark.parametrize("home", [FR, CH], ids=["EU permit", "national permit"])
def test_a_spouse_with_a_long_term_permit_counts_under_the_regulation_only(home: int) -> None:
    assert state("ammr", kin=home) == STATES[home]  # 26(1)
    assert state("dublin3", kin=home) == "IT"  # Article 9 asks for protection


def test_a_child_alone_goes_to_the_grown_up_sibling() -> None:
    assert state("ammr", alone=True, kin=FR) == "FR"  # 25(2)
    assert state("dublin3", alone=True, kin=FR) == "FR"  # 8(1)


def test_a_child_alone_stays_where_it_applied_whatever_its_way() -> None:
    assert state("ammr", alone=True) == "DE"  # 25(5)
    assert state("dublin3", alone=True) == "DE"  # 8(4)
    assert state("convention1990", alone=True) == "IT"  # no rule for minors: Article 6


def test_without_a_system_everybody_is_examined_where_they_applied() -> None:
    who = persons(applied=np.array([DE, EL, FR]), kin=np.array([NOWHERE, FR, IT]))
    found = responsible(who, "none")
    assert found.tolist() == [DE, EL, FR]
    found[:] = 0
    assert who.applied.tolist() == [DE, EL, FR]


def test_members_of_a_family_have_one_answer() -> None:
    who = persons(applied=np.array([DE, DE]))
    assert len(set(responsible(who, "ammr").tolist())) == 1


# --- against the answer to a single case ------------------------------------------------------------------------------


def some(rows: int, seed: int) -> Population:
    """Persons with facts at random. The United Kingdom is bound by none of today's rules and is left out."""
    rng = np.random.default_rng(seed)
    codes = [place for place in range(len(STATES)) if place != PLACE["UK"]]
    columns = {name: rng.choice(codes, rows) for name in ("applied", "entered", "visa")}
    kin = np.where(rng.random(rows) < 0.5, rng.choice(codes, rows), NOWHERE)
    alone = rng.random(rows) < 0.3
    return persons(**columns, kin=kin, way=rng.integers(0, 4, rows), known=rng.integers(0, 8, rows), alone=alone)


def written(who: Population, regime: str) -> Iterator[dict[str, Any]]:
    """Each person as a case in the words of a case file."""
    for row in range(len(who)):
        yield {
            "id": str(row),
            "applicant": "a",
            "choices": {"regime": regime},
            "registrations": [{"state": code(who.applied[row]), "registered": day(0), "lodged": day(0)}],
            **entry(who, row),
            **relatives(who, row),
        }


def code(place: int) -> str:
    return STATES[place]


def day(ago: int) -> str:
    answer: date = as_date(DAY - ago)
    return answer.isoformat()


def entry(who: Population, row: int) -> dict[str, Any]:
    way, known = Way(int(who.way[row])), Known(int(who.known[row]))
    if way in (Way.SEA, Way.LAND):
        ago = LATE if Known.LATE in known else RECENT
        mode = "sar" if way == Way.SEA else "irregular"
        crossing = {"state": code(who.entered[row]), "date": day(ago), "mode": mode}
        return {"entries": [crossing] if Known.PROVED in known else []}
    if way == Way.VISA_FREE:
        free = {"mode": "visa_free", "visa_not_required_in": [one for one in STATES if one not in {"IE", "UK"}]}
        return {"entries": [{"state": code(who.entered[row]), "date": day(RECENT)} | free]}
    issuer = code(who.visa[row])
    paper = {"holder": "a", "kind": "visa", "type": "short_stay", "issuer": issuer}
    return {
        "entries": [{"state": issuer, "date": day(RECENT), "mode": "visa"}],
        "documents": [paper | {"valid_from": day(2 * RECENT), "valid_to": day(-RECENT)}],
    }


def relatives(who: Population, row: int) -> dict[str, Any]:
    alone = bool(who.alone[row])
    applicant = {"id": "a", "birth_date": day((16 if alone else 30) * 365)}
    best = {"kind": "best_interests", "person": "a", "value": True, "author": "guardian", "date": day(0)}
    found: dict[str, Any] = {"persons": [applicant], "findings": [best] if alone else []}
    if who.kin[row] == NOWHERE:
        return found
    home = code(who.kin[row])
    permit = "national_long_term_resident" if home in {"DK", "IE", "IS", "NO", "CH", "LI"} else "eu_long_term_resident"
    status = "beneficiary" if Known.PROTECTED in Known(int(who.known[row])) else permit
    able = {"kind": "able_to_care", "person": "b", "value": True, "author": "guardian", "date": day(0)}
    return {
        "persons": [applicant, {"id": "b", "birth_date": day(30 * 365)}],
        "links": [{"from": "a", "to": "b", "kind": "sibling" if alone else "spouse"}],
        "statuses": [{"person": "b", "state": home, "kind": status, "from": day(3 * 365)}],
        "wishes": [{"person": one, "towards": other, "written": True, "date": day(0)} for one, other in ("ab", "ba")],
        "findings": [best, able] if alone else [],
    }


@EVERY_REGIME
def test_the_table_says_what_the_answer_to_each_single_case_says(regime: Regime) -> None:
    who = some(400, seed=7)
    found = answer(read_cases(list(written(who, LADDERS[regime]))), traced=False)
    assert not found.human.any()
    assert [STATES[one] for one in responsible(who, regime)] == [STATES[one] for one in found.responsible]
