"""The integer programme: the optimum of any measure, as trying everything and as another solver find it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, feasible, pair_values, problem, problems, total_values
from scipy.optimize import Bounds, LinearConstraint, milp

from fairshare.matching import branches, programme
from fairshare.matching.goals import GOALS, unit
from fairshare.matching.kinds import Kinds
from fairshare.matching.mechanisms.greedy import greedy
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Placement, Problem
from fairshare.matching.programme import Budget, Free, Level, LevelledPlacement, Limit, hold, maximise

few = st.sampled_from((2, 10**9))
"""With few columns looked at first, and with all of them at once."""


@pytest.fixture
def sifting() -> Iterator[None]:
    """All columns but two must prove that they matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branches, "_FEW", 2)
        yield


def by_scipy(instance: Problem) -> float:
    """The greatest value by SciPy's solver: one column a pair, and persons on kept and general places."""
    values = pair_values(instance)
    family, state = np.nonzero(values > -np.inf)
    rows = list(zip(instance.row_state.tolist(), instance.row_present.tolist(), instance.places.tolist(), strict=True))
    pairs = [(s, b) for s in range(len(instance.states)) for b in range(len(instance.states))]
    columns = len(family) + len(pairs)  # and the persons of each pair (state, present in) on general places
    matrix, upper = [], []
    for i in range(instance.families):
        matrix.append(np.append(family == i, np.zeros(len(pairs))))
        upper.append(1)
    for at, (s, b) in enumerate(pairs):
        row = np.zeros(columns)
        here = (state == s) & (instance.present_in[family] == b)
        row[: len(family)][here] = instance.persons[family[here]]
        row[len(family) + at] = -1
        matrix.append(row)
        upper.append(sum(places for to, present, places in rows if (to, present) == (s, b)))
    for s in range(len(instance.states)):
        row = np.zeros(columns)
        row[len(family) :] = [to == s for to, _ in pairs]
        matrix.append(row)
        upper.append(sum(places for to, present, places in rows if (to, present) == (s, NOWHERE)))
    answer = milp(
        np.append(-values[family, state], np.zeros(len(pairs))),
        constraints=LinearConstraint(np.array(matrix), -np.inf, np.array(upper, float)),
        integrality=np.append(np.ones(len(family)), np.zeros(len(pairs))),
        bounds=Bounds(0, np.append(np.ones(len(family)), np.full(len(pairs), np.inf))),
        options={"mip_rel_gap": 0},
    )
    return -answer.fun


def value_unit(instance: Problem) -> float:
    """What one of the programme's values stands for."""
    return float(max(instance.policy.place, instance.policy.vulnerable, instance.policy.links))


@given(problems(max_families=6), few)
@settings(max_examples=150)
def test_the_greatest_value_is_that_of_trying_everything(instance: Problem, size: int) -> None:
    kinds = Kinds(instance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branches, "_FEW", size)
        found = maximise(kinds, kinds.value)
    best = total_values(instance, brute_force(instance)).max()
    placement = Placement(instance, kinds.draw(found.counts, 0), "programme")
    assert feasible(placement)
    assert instance.value_at(placement.state).sum() == pytest.approx(best, rel=1e-9)
    assert found.closed
    assert found.bound * value_unit(instance) == pytest.approx(best, rel=1e-7, abs=1e-7)


@given(problems(max_families=25, max_states=5, min_families=8))
@settings(max_examples=60)
def test_the_greatest_value_is_that_of_another_solver(instance: Problem) -> None:
    kinds = Kinds(instance)
    found = maximise(kinds, kinds.value)
    assert found.closed
    assert found.objective * value_unit(instance) == pytest.approx(by_scipy(instance), rel=1e-7, abs=1e-7)


@given(problems(max_families=8), st.sampled_from((Fraction(10**6), Fraction(1, 10**6), Fraction(7, 3))))
@settings(max_examples=60)
def test_a_factor_on_all_weights_changes_no_count(instance: Problem, factor: Fraction) -> None:
    policy = instance.policy
    for weight in ("place", "vulnerable", "links"):
        policy = policy.scaled(weight, factor)
    one, other = Kinds(instance), Kinds(replace(instance, policy=policy))
    assert np.array_equal(one.value, other.value)
    assert np.array_equal(maximise(one, one.value).counts, maximise(other, other.value).counts)


@given(problems(max_families=6), st.integers(0, 3))
@settings(max_examples=60)
def test_a_limit_and_what_is_held_are_kept(instance: Problem, persons: int) -> None:
    """First as many persons as possible, of vulnerable ones no more than a few; then value."""
    kinds = Kinds(instance)
    few = Limit(np.arange(kinds.columns), kinds.persons * kinds.vulnerable, upper=persons)
    most = maximise(kinds, kinds.persons, (few,))
    found = maximise(kinds, kinds.value, (few, hold(kinds.persons, most.objective)), start=most.counts)
    every = brute_force(instance)
    placed = (every != NOWHERE) * instance.persons
    allowed = (placed * instance.vulnerable).sum(axis=1) <= persons
    assert most.objective == placed.sum(axis=1)[allowed].max()
    allowed &= placed.sum(axis=1) == most.objective
    best = total_values(instance, every)[allowed].max()
    assert found.objective * value_unit(instance) == pytest.approx(best, rel=1e-7, abs=1e-7)


def test_free_columns_stand_after_the_counts() -> None:
    """The greatest level that both states' persons reach: two families of two, one of one."""
    instance = problem([(2, "IT", False, {}), (2, "IT", False, {}), (1, "IT", False, {})], {"DE": 4, "FR": 4})
    kinds = Kinds(instance)
    level = kinds.columns
    rows = tuple(
        Limit(np.append(here, level), np.append(kinds.persons[here], -1.0), lower=0.0)
        for here in (np.flatnonzero(kinds.state == state) for state in np.unique(kinds.state))
    )
    free = Free(np.zeros(1), np.full(1, 9.0), np.zeros(1, np.bool_))
    found = maximise(kinds, np.append(np.zeros(level), 1.0), rows, free=free)
    assert (found.free.tolist(), found.objective, found.closed) == ([2.0], 2.0, True)


def test_a_relaxation_bounds_whole_counts() -> None:
    """One family of three for two places: two thirds of it would fit."""
    kinds = Kinds(problem([(3, "IT", False, {}), (3, "EL", False, {})], {"DE": 4, ("DE", "IT"): 1}))
    relaxed, whole = maximise(kinds, kinds.persons, relaxed=True), maximise(kinds, kinds.persons)
    assert relaxed.bound == pytest.approx(5.0)
    assert (whole.objective, whole.bound) == (3.0, 3.0)


def large() -> Problem:
    """Families of all sizes with links that no two share, so that nothing is quick."""
    rng = np.random.default_rng(5)
    families = [
        (int(size), "IT", False, {"DE": round(link, 3), "FR": round(1 - link, 3)})
        for size, link in zip(rng.integers(2, 9, 300), rng.uniform(0.1, 0.9, 300), strict=True)
    ]
    return problem(families, {"DE": 500, "FR": 301, "NL": 53})


def test_without_time_the_start_is_the_answer_and_that_is_said() -> None:
    instance = large()
    kinds = Kinds(instance)
    start = kinds.counts(greedy(instance).state)
    found = maximise(kinds, kinds.value, start=start, seconds=0.0)
    assert not found.closed
    assert np.array_equal(found.counts, start)
    assert found.objective == pytest.approx(float(kinds.value @ start))


def test_too_many_columns_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programme, "MOST", 10)
    instance = large()
    kinds = Kinds(instance)
    start = kinds.counts(greedy(instance).state)
    found = maximise(kinds, kinds.value, start=start)
    assert (found.closed, found.bound, found.seconds) == (False, np.inf, 0.0)
    assert np.array_equal(found.counts, start)


def test_hundreds_of_families_are_closed_by_the_columns_that_can_matter() -> None:
    instance = large()
    kinds = Kinds(instance)
    found = maximise(kinds, kinds.value)
    assert found.closed
    assert found.objective * value_unit(instance) == pytest.approx(by_scipy(instance), rel=1e-8)


@pytest.mark.usefixtures("sifting")
def test_limits_that_nothing_can_keep_give_no_proof() -> None:
    kinds = Kinds(problem([(1, "IT", False, {}), (2, "IT", False, {})], {"DE": 2, "FR": 2}))
    found = maximise(kinds, kinds.persons, (hold(kinds.persons, 4.0),))
    assert not found.closed
    assert not found.counts.any()


def test_a_start_never_comes_back_instead_of_something_better() -> None:
    """HiGHS 1.16 gives this start back with the objective of a better answer: a vulnerable family each from Greece and
    Italy fill Belgium and leave one of France's three places, which the single person can take."""
    families = [(1, "EL", False, {}), (2, "EL", False, {}), (2, "EL", True, {}), (2, "IT", True, {})]
    instance = problem(families, {"BE": 2, "DE": 0, "FR": 3})
    kinds = Kinds(instance, links=False)
    be, fr = instance.states.index("BE"), instance.states.index("FR")
    start = kinds.counts(np.array([NOWHERE, NOWHERE, be, fr]))
    found = maximise(kinds, kinds.persons * (1 + 15 * kinds.vulnerable), start=start)
    assert (found.objective, found.bound) == (65.0, 65.0)


def test_nobody_who_can_go_anywhere() -> None:
    kinds = Kinds(problem([(3, "IT", False, {})], {"DE": 2}))
    found = maximise(kinds, kinds.value)
    assert (found.objective, found.bound, found.closed, kinds.draw(found.counts, 0).tolist()) == (0, 0, True, [NOWHERE])


def test_a_budget_passes_on_what_was_not_taken() -> None:
    budget = Budget(12.0, 3)
    assert budget.part() == 4.0
    budget.spend(1.0)
    assert budget.part() == 5.5
    budget.spend(20.0)
    assert budget.part() == 0.0


def test_levels_tell_what_could_be_missing() -> None:
    done, open_, unknown = Level("a", 3.0, 3.0, True), Level("b", 3.0, 4.0, False), Level("c", 0.0, np.inf, False)
    assert [level.gap for level in (done, open_, unknown, Level("d", 0.0, 0.0, True))] == [0.0, 0.25, 1.0, 0.0]
    instance = problem([], {"DE": 1})
    assert LevelledPlacement(instance, np.empty(0, np.int64), "any", (done,)).closed
    assert not LevelledPlacement(instance, np.empty(0, np.int64), "any", (done, open_)).closed


def test_weights_of_zero_are_no_reason_to_fail() -> None:
    nothing = Policy(place=Fraction(0), vulnerable=Fraction(0), links=Fraction(0))
    kinds = Kinds(problem([(1, "IT", True, {"DE": 1.0})], {"DE": 1}, policy=nothing))
    found = maximise(kinds, kinds.value)
    assert (found.objective, found.bound, found.closed) == (0.0, 0.0, True)
    assert unit(nothing, GOALS["value"]) == 1.0


def test_the_solver_prints_nothing() -> None:
    """Its banner would stand in front of a command's JSON."""
    code = "from fairshare.matching.quiet import highs; highs().run(); highs().run()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
