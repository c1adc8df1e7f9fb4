"""Tradable quotas: Fernandez-Huertas Moraga and Rapoport 2015, Table 1, and what defines an equilibrium."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import PLACE, RATES, STATES, N, union

from fairshare.evaluation.inequality import hoover
from fairshare.faults import BadInputError
from fairshare.law.mechanisms.tradable_quotas import CAVEATS, market, pledged_2015, solidarity

with (Path(__file__).parents[2] / "data" / "traqs_2015_table1.csv").open(encoding="utf-8") as file:
    TABLE = {row["state"]: {k: int(v) for k, v in row.items() if k != "state"} for row in csv.DictReader(file)}
QUOTAS = {state: row["quota"] for state, row in TABLE.items()}
PLEDGES = {state: row["pledge"] for state, row in TABLE.items()}
EQUILIBRIUM = market(QUOTAS, PLEDGES)


@pytest.mark.parametrize("state", TABLE)
def test_traqs_2015_table_1(state: str) -> None:
    """Row 17: both columns of 17 states, as reductions in percent, to the point (the largest to 0.03 %)."""
    trader = EQUILIBRIUM.states[state]
    for change, column in ((trader.cost_change_vs_quota, "quota"), (trader.cost_change_vs_pledge, "pledge")):
        assert change is not None
        assert float(-100 * change) == pytest.approx(TABLE[state][f"reduction_vs_{column}_pct"], abs=1, rel=3e-4)


def test_traqs_2015_table_1_totals() -> None:
    """Row 18: total cost down by 92 %, 62 % of quotas traded."""
    assert float(100 * EQUILIBRIUM.cost_reduction) == pytest.approx(92, abs=0.5)
    assert float(100 * EQUILIBRIUM.traded_share) == pytest.approx(62, abs=0.5)
    assert float(EQUILIBRIUM.price) == pytest.approx(1, abs=1e-4)
    assert EQUILIBRIUM.notes == ()


def test_traqs_2015_hoover_of_pledges_against_quotas_is_the_traded_share() -> None:
    """Row 19: 0.6198, or 24,877 people."""
    index = hoover(PLEDGES, QUOTAS)
    assert index == EQUILIBRIUM.traded_share
    assert float(index) == pytest.approx(0.6198, abs=1e-4)
    assert float(index * sum(QUOTAS.values())) == pytest.approx(24_877, abs=1)


def test_the_caveats_name_commodification_aversion_quality_and_statics() -> None:
    said = " ".join(CAVEATS)
    assert all(word in said for word in ("commodity", "aversion", "quality", "static"))


def test_population_scales_the_aversion_told_and_nothing_else() -> None:
    with_people = market(QUOTAS, PLEDGES, {"DE": 80_767_463})
    germany = with_people.states["DE"]
    assert germany.aversion == Fraction(80_767_463, 30_000)  # 27 in the paper, in hundreds
    assert with_people.states["PL"].aversion is None
    assert germany.market_quota == EQUILIBRIUM.states["DE"].market_quota


def test_a_pledge_of_nothing_is_a_limit_and_says_so() -> None:
    found = market({"DE": 10, "HU": 10, "LU": 0}, {"DE": 10, "HU": 0, "LU": 0})
    hungary = found.states["HU"]
    assert hungary.market_quota == 0
    assert hungary.cost_change_vs_quota == -1
    assert hungary.cost_change_vs_pledge is None
    assert "infinite aversion" in hungary.notes[0]
    assert found.states["LU"].cost_change_vs_quota is None
    assert "nothing is at stake" in found.states["LU"].notes[0]
    assert found.cost_reduction == 1
    assert "HU" in found.notes[0]


def test_a_pledge_of_nothing_is_the_limit_of_small_pledges() -> None:
    small = market({"DE": 10, "HU": 10}, {"DE": 10, "HU": Fraction(1, 10**9)})
    assert float(small.states["HU"].cost_change_vs_quota or 0) == pytest.approx(-1, abs=1e-6)
    assert float(small.cost_reduction) == pytest.approx(1, abs=1e-6)


def test_a_quota_of_nothing_makes_the_change_against_it_infinite() -> None:
    found = market({"DE": 0, "FR": 10}, {"DE": 5, "FR": 5}).states["DE"]
    assert found.cost_change_vs_quota is None
    assert found.cost_change_vs_pledge is not None
    assert found.cost_change_vs_pledge < 0
    assert "infinite" in found.notes[0]


@pytest.mark.parametrize(
    ("quotas", "pledges", "said"),
    [
        ({"DE": 0}, {"DE": 1}, "quota: makes no market"),
        ({"DE": 1}, {"DE": 0}, "pledge: makes no market"),
        ({"DE": 1, "FR": -1}, {"DE": 1, "FR": 1}, "quota: makes no market"),
        ({"DE": 1, "FR": 1}, {"DE": 1}, "different states"),
    ],
)
def test_what_makes_no_market(quotas: dict[str, int], pledges: dict[str, int], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        market(quotas, pledges)


SIDES = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=8)


@given(SIDES)
def test_the_price_clears_the_market(sides: list[tuple[int, int]]) -> None:
    quotas = {str(i): quota for i, (quota, _) in enumerate(sides)}
    pledges = {str(i): pledge for i, (_, pledge) in enumerate(sides)}
    found = market(quotas, pledges)
    taken = {state: trader.market_quota for state, trader in found.states.items()}
    assert sum(taken.values()) == sum(quotas.values())
    assert found.traded_share == hoover(taken, quotas)
    assert {taken[state] / pledges[state] for state in taken} == {found.price}  # marginal costs are equal
    assert 0 <= found.cost_reduction < 1


@given(SIDES)
def test_nobody_loses_against_its_quota(sides: list[tuple[int, int]]) -> None:
    found = market({str(i): q for i, (q, _) in enumerate(sides)}, {str(i): p for i, (_, p) in enumerate(sides)})
    assert all((trader.cost_change_vs_quota or 0) <= 0 for trader in found.states.values())


# --- as a mechanism ---------------------------------------------------------------------------------------------------


def test_the_plan_is_the_equilibrium_of_the_market() -> None:
    at = union()
    plan = solidarity(at)
    traders = [place for place in range(N) if plan.owed[place] > 0 or pledged_2015(STATES)[place] > 0]
    traders = [place for place in traders if at.key[place] > 0 and not plan.benefitting[place]]
    quotas = {STATES[p]: Fraction(float(plan.owed[p])) for p in traders}
    exact = market(quotas, {STATES[p]: int(pledged_2015(STATES)[p]) for p in traders})
    taken = plan.relocate.sum(axis=0)
    for place in traders:
        assert taken[place] == pytest.approx(float(exact.states[STATES[place]].market_quota))
    bought = sum(max(q - exact.states[s].market_quota, Fraction()) for s, q in quotas.items())
    assert plan.pay.sum() == pytest.approx(float(bought * exact.price) * 20_000)


def test_the_price_rises_with_the_quantity() -> None:
    once, twice = (solidarity(union(rates=RATES | {"pool_relocations": pool})) for pool in (10_000, 20_000))
    assert twice.pay.sum() == pytest.approx(4 * once.pay.sum())


def test_who_offered_nobody_in_2015_buys_out_of_its_whole_quota() -> None:
    plan = solidarity(union())
    hungary = PLACE["HU"]
    assert plan.relocate[:, hungary].sum() == 0
    assert plan.owed[hungary] > plan.given[hungary] == 0
    assert plan.pay[hungary].sum() > 0
    assert plan.given.sum() == pytest.approx(plan.owed.sum())  # a quota that was sold counts once
    assert plan.pay[hungary].sum() > 0
