"""Prices are the dual of the linear relaxation: they bound every placement, and nothing bounds it more closely."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from instances import problem, problems
from scipy.optimize import linprog
from scipy.sparse import coo_array

from fairshare.cli.match_sample import known_shares
from fairshare.matching import prices as module
from fairshare.matching.demand import demand, stations
from fairshare.matching.policy import Policy
from fairshare.matching.prices import find, lp_prices, upper_bound
from fairshare.matching.problem import NOWHERE, Problem
from fairshare.matching.sample import problem as of_sample
from fairshare.matching.sample import sample
from fairshare.matching.usable import usable
from fairshare.matching.views import look, margin

pytestmark = pytest.mark.law("AMMR 67(4)")


def relaxation(instance: Problem) -> float:
    """The value of the relaxation by one variable for each family and row of quotas that it may use (SciPy)."""
    pairs = [
        (i, r, float(instance.persons[i] * (instance.base[i] + instance.policy.links * link(instance, i, int(state)))))
        for i in range(instance.families)
        for r, (state, present) in enumerate(zip(instance.row_state, instance.row_present, strict=True))
        if instance.allowed[i] >> state & 1 and present in (NOWHERE, instance.present_in[i])
    ]
    if not pairs:
        return 0.0
    family, row, value = (np.array(column) for column in zip(*pairs, strict=True))
    number = np.arange(len(pairs))
    matrix = coo_array(
        (
            np.concatenate([np.ones(len(pairs)), instance.persons[family]]),
            (np.concatenate([family, instance.families + row]), np.concatenate([number, number])),
        )
    )
    room = np.concatenate([np.ones(instance.families), usable(instance)])[: matrix.shape[0]]
    return float(-linprog(-value, A_ub=matrix, b_ub=room).fun)


def link(instance: Problem, family: int, state: int) -> float:
    at = (instance.link_family == family) & (instance.link_state == state)
    return float(instance.link[at].sum())


@given(problems(max_families=8, max_states=4))
@settings(max_examples=80)
def test_strong_duality(instance: Problem) -> None:
    """UB at the prices found is the value of the relaxation."""
    places = stations(instance)
    found = find(demand(instance, places), places, usable(instance))
    assert (found.view.prices >= 0).all()
    assert found.bound == pytest.approx(relaxation(instance), rel=1e-8, abs=1e-8)


@given(problems(max_families=8, max_states=4))
@settings(max_examples=40)
def test_weak_duality(instance: Problem) -> None:
    """No other prices bound the value more closely."""
    places = stations(instance)
    wants, capacity = demand(instance, places), usable(instance).astype(float)
    best = find(wants, places, usable(instance)).bound
    rng = np.random.default_rng(0)
    for _ in range(10):
        view = look(wants, places, rng.exponential(6.0, len(capacity)))
        assert upper_bound(wants, view, capacity) >= best - 1e-8


@pytest.mark.parametrize("dense", [False, True])
def test_samples_lead_to_the_same_prices_as_the_whole(monkeypatch: pytest.MonkeyPatch, dense: bool) -> None:
    """Sifting from samples and one programme of all families at once end at the same bound, in few passes."""
    instance = small_sample(3_000, dense)
    places = stations(instance)
    wants, capacity = demand(instance, places), usable(instance)
    sifted = find(wants, places, capacity)
    monkeypatch.setattr(module, "LEAST", 10**9)
    assert find(wants, places, capacity).bound == pytest.approx(sifted.bound, rel=1e-11)
    assert sifted.passes <= 8


def small_sample(families: int, dense: bool = False) -> Problem:
    return of_sample(sample(families, 1, known_shares(), dense=dense), Policy())


def test_the_margin_is_the_distance_to_the_next_best() -> None:
    """At prices 1 and 0: 8 + 2 * 0.75 - 1 in Germany, 8 in France, 0 without a place."""
    instance = problem([(2, "IT", False, {"DE": 0.75})], {"DE": 5, "FR": 5})
    places = stations(instance)
    wants = demand(instance, places)
    view = look(wants, places, np.array([1.0, 0.0]))
    assert view.top.tolist() == [0.5]
    assert margin(wants, view).tolist() == [0.5]


def test_a_place_that_nobody_lacks_costs_nothing() -> None:
    assert lp_prices(problem([(1, "IT", False, {})], {"DE": 2, "FR": 1})).tolist() == [0, 0]


def test_kept_places_have_a_price_of_their_own() -> None:
    """Two from Italy and two from Greece want Germany's three places, one of them kept for Italy: all cost alike."""
    families = [(1, "IT", False, {"DE": 1.0}), (1, "IT", False, {"DE": 0.5}), (2, "EL", True, {"DE": 1.0})]
    prices = lp_prices(problem(families, {"DE": 2, ("DE", "IT"): 1}))
    assert prices[1] <= prices[0]
    assert lp_prices(problem(families, {"DE": 2, ("DE", "FR"): 1}))[1] == 0


def test_a_state_without_places_has_the_price_of_its_first_place() -> None:
    """Nobody can go to France; a place there would take the family with a link from Germany, for a gain of 2 * 0.5."""
    families = [(1, "IT", False, {"FR": 0.5}), (1, "IT", False, {})]
    assert lp_prices(problem(families, {"DE": 5, "FR": 0})).tolist() == [0, 1]
    assert lp_prices(problem(families, {"DE": 1, "FR": 0})).tolist() == pytest.approx([8, 9])
    assert lp_prices(problem(families, {"FR": 0, ("FR", "IT"): 0})).tolist() == pytest.approx([9, 9])


@pytest.mark.parametrize("places", [0, 1])
def test_states_that_families_cannot_fill_cost_no_passes(places: int) -> None:
    """Regression: a state with many links and no usable place made every step run into its box."""
    drawn = small_sample(3_000)
    at = drawn.row_state == drawn.states.index("SE")
    persons = np.where(drawn.persons == 1, 2, drawn.persons)
    found = find_in(replace(drawn, persons=persons, places=np.where(at, places, drawn.places)))
    assert found.passes <= 8
    assert found.view.prices.max() <= 12 + 2


def find_in(instance: Problem) -> module.Prices:
    places = stations(instance)
    return find(demand(instance, places), places, usable(instance))
