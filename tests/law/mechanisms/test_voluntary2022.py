"""The Voluntary Solidarity Declaration: 8,289 places in two years, about 5,000 filled, money allowed."""

from __future__ import annotations

import pytest
from situations import PLACE, RATES, STATES, union

from fairshare.law.mechanisms.voluntary2022 import BENEFITTING, PLEDGING, solidarity
from fairshare.law.parameters import table

ALL_MOVABLE = union().applications


def test_two_years_hold_8_289_places_and_deliver_what_was_delivered() -> None:
    plan = solidarity(union(movable=ALL_MOVABLE, rates=RATES | {"delivery_voluntary": 5_000 / 8_289}))
    assert 2 * plan.owed.sum() == pytest.approx(8_289)
    bought = 350 * 5_000 / 8_289  # Ireland's places, paid for
    assert 2 * plan.relocate.sum() == pytest.approx(5_000 - bought)


def test_thirteen_states_pledged_places() -> None:
    assert len(PLEDGING) == 13
    assert "NO" in PLEDGING  # and not what YAML makes of a bare NO
    assert set(PLEDGING) | set(BENEFITTING) <= set(STATES)


def test_ireland_pays_1_5_million_instead_of_350_places() -> None:
    plan = solidarity(union(rates=RATES | {"delivery_voluntary": 1.0}))
    ireland = PLACE["IE"]
    assert 2 * plan.pay[ireland].sum() == pytest.approx(1_500_000)
    assert plan.pay.sum() == plan.pay[ireland].sum()
    assert 2 * plan.owed[ireland] == pytest.approx(350)
    assert plan.relocate[:, ireland].sum() == 0
    assert 2 * plan.given[ireland] == pytest.approx(350)


def test_the_same_five_states_benefit_whatever_the_load() -> None:
    for at in (union(), union(applications=union().key * 1e5)):
        found = solidarity(at).benefitting
        assert {state for state in STATES if found[PLACE[state]]} == {"CY", "EL", "ES", "IT", "MT"}


def test_who_did_not_pledge_owes_nothing() -> None:
    owed = solidarity(union()).owed
    assert [float(owed[PLACE[state]]) for state in ("AT", "PL", "HU", "SE", "NL")] == [0] * 5


def test_the_table_of_places_is_the_assumption_of_behaviour() -> None:
    assert table("mechanisms")["voluntary_2022"]["places"]["value"] == RATES["voluntary_places"]
