"""The small rest: what prices leave open is closed exactly, or its distance from the optimum is proved and told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from exact import exact_value
from instances import feasible, problem
from test_optimum import drawn

from fairshare.cli.match_sample import known_shares
from fairshare.matching import closing, rest
from fairshare.matching.closing import close
from fairshare.matching.demand import demand, stations
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.prices import find
from fairshare.matching.problem import Placement, Problem
from fairshare.matching.rest import Instance, attempt, placed
from fairshare.matching.sample import problem as of_sample
from fairshare.matching.sample import sample
from fairshare.matching.usable import usable

pytestmark = pytest.mark.law("AMMR 67(4)", "AMMR 67(6)")


def instance(given: Problem) -> Instance:
    places, capacity = stations(given), usable(given)
    wants = demand(given, places)
    priced = find(wants, places, capacity)
    return Instance(given, wants, places, priced.view, priced.bound, capacity.astype(np.float64), 0)


@pytest.mark.parametrize("first", range(0, 90, 30))
def test_the_relaxation_loses_no_more_than_the_full_programme(first: int) -> None:
    """And the full programme loses exactly what the optimum loses against UB."""
    for seed in range(first, first + 30):
        it = instance(drawn(seed))
        if not len(it.wants.persons):
            continue
        relaxed, full = attempt(it, np.inf, False, 60), attempt(it, np.inf, True, 60)
        assert relaxed is not None
        assert full is not None
        assert relaxed.solution.objective <= full.solution.objective + 1e-7
        assert it.bound - full.solution.objective == pytest.approx(exact_value(it.problem), rel=1e-7, abs=1e-7)
        state = placed(it, full)
        assert feasible(Placement(it.problem, state, "full"))
        assert it.problem.value_at(state).sum() == pytest.approx(exact_value(it.problem), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("families", [200, 2_000])
def test_a_low_limit_is_raised_until_it_holds_the_optimum(monkeypatch: pytest.MonkeyPatch, families: int) -> None:
    """From one open family upward the answer is the same as from sixty."""
    it = instance(of_sample(sample(families, 3, known_shares(), dense=True), Policy()))
    usual = close(it)
    monkeypatch.setattr(closing, "FIRST", 1)
    raised = close(it)
    assert raised.value == pytest.approx(usual.value, rel=1e-12)
    assert it.bound - raised.value == pytest.approx(raised.least_loss, abs=1e-7)


def test_without_time_the_bound_still_holds() -> None:
    """A time limit that allows nothing: some placement, and a gap that is true."""
    given = of_sample(sample(500, 3, known_shares(), dense=True), Policy())
    best, hasty = solve(given), solve(replace(given, policy=Policy(time_limit=1e-9)))
    assert best.gap == 0
    assert hasty.objective <= best.objective <= hasty.bound
    assert 0 < hasty.gap < 0.05
    assert feasible(hasty)


def test_programmes_that_are_too_large_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "MOST_COLUMNS", 5)
    given = of_sample(sample(300, 3, known_shares()), Policy())
    found = solve(given)
    assert feasible(found)
    assert found.rest == found.nodes == 0
    assert found.objective <= found.bound
    assert found.bound_by == "prices"


def test_where_whole_families_do_not_go_in_as_divided_ones_would_the_full_programme_decides() -> None:
    """Three families of two have six places in two states, but three and three: one stays, and no price shows it."""
    given = problem([(2, "IT", False, {})] * 3 + [(3, "IT", False, {})], {"DE": 3, "FR": 3})
    found = solve(given)
    assert found.objective == exact_value(given) == 8 * 5
    assert found.bound_by == "branch and bound"


def test_nobody_among_those_alike_is_preferred() -> None:
    """Four families that nothing distinguishes but their numbers, two places: over seeds each has the same chance."""
    given = problem([(1, "IT", False, {"DE": 0.5})] * 4, {"DE": 2})
    chosen = np.mean([solve(given, seed).state >= 0 for seed in range(200)], axis=0)
    assert chosen == pytest.approx(0.5, abs=0.12)
