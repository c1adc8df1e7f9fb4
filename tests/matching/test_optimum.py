"""The optimum is the optimum: against an independent programme, with its proof, whatever the names and the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from exact import exact_value
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import DESTINATIONS, POLICIES, PRESENT_IN, feasible, problem, problems, shuffled

from fairshare.matching.optimum import Optimum, max_weight, solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Problem

pytestmark = pytest.mark.law("AMMR 67(4)", "AMMR 67(6)")


def names(found: Optimum) -> list[str | None]:
    return [None if to == NOWHERE else found.problem.states[to] for to in found.state.tolist()]


def drawn(seed: int) -> Problem:
    """A random instance of 0 to 120 families with every mode: ties, odd sizes, no places, agreements, exclusions."""
    rng = np.random.default_rng(seed)
    count, destinations = int(rng.integers(0, rng.choice([6, 15, 40, 120]))), DESTINATIONS[: int(rng.integers(1, 6))]
    sizes: Sequence[int] = ([1, 1, 2, 3, 4], [2, 2, 4], [3, 5, 7], [1], [1, 2, 3, 4, 5, 6, 8, 20])[rng.integers(5)]
    often = rng.random()

    def link() -> float:
        return float(rng.choice([0.5, 1.0, 0.3, 0.4]) if rng.random() < 0.5 else rng.random())

    families = [
        (
            int(rng.choice(sizes)),
            str(rng.choice(PRESENT_IN)),
            bool(rng.random() < 0.3),
            {state: link() for state in destinations if rng.random() < often},
        )
        for _ in range(count)
    ]
    persons = sum(family[0] for family in families)
    quotas: dict[str | tuple[str, str], int] = {}
    for state in destinations:
        share = rng.choice([0.0, 0.3, 0.9, 1.2, 2.0]) * rng.random() * 1.5 / len(destinations)
        places, kept = int(persons * share) + int(rng.integers(0, 3)), False
        for present in PRESENT_IN[: 2 * (rng.random() < 0.3)]:
            quotas[state, present], kept = int(rng.integers(0, places // 2 + 2)), True
        if not kept or rng.random() < 0.8:
            quotas[state] = places
    some = rng.integers(0, max(count, 1), size=6).tolist()
    return problem(
        families,
        quotas,
        barred=[(i, str(rng.choice(destinations))) for i in some[: int(rng.integers(0, 4))] if count],
        ineligible=some[4 : 4 + int(rng.random() < 0.3)] if count else [],
        policy=POLICIES[rng.integers(len(POLICIES))],
    )


def check(instance: Problem, found: Optimum) -> None:
    """Feasible, worth what it says, and never above its bound, which the prices bound in turn."""
    assert feasible(found)
    assert found.objective == pytest.approx(instance.value_at(found.state).sum(), rel=1e-12, abs=1e-12)
    assert found.objective <= found.bound <= prices_bound(found) * (1 + 1e-12) + 1e-9
    assert found.gap == (found.bound - found.objective) / found.bound if found.bound else found.gap == 0


def prices_bound(found: Optimum) -> float:
    """UB(p) of contract 9, family by family."""
    instance, total = found.problem, float(found.prices @ found.usable)
    assert (found.prices >= 0).all()
    for i in range(instance.families):
        best = 0.0
        for state, present, price in zip(instance.row_state, instance.row_present, found.prices, strict=True):
            if instance.allowed[i] >> state & 1 and present in (NOWHERE, instance.present_in[i]):
                to = np.full(instance.families, NOWHERE)
                to[i] = state
                best = max(best, float(instance.value_at(to)[i] - instance.persons[i] * price))
        total += best
    return total


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_it_is_the_optimum_of_an_independent_programme(first: int) -> None:
    """400 instances over all modes; the gap is 0 in every one."""
    for seed in range(first, first + 50):
        instance = drawn(seed)
        found = solve(instance, seed)
        check(instance, found)
        assert found.gap == 0, seed
        assert found.objective == pytest.approx(exact_value(instance), rel=1e-7, abs=1e-7), seed


@given(problems(max_families=8, max_states=4))
@settings(max_examples=60)
def test_it_is_the_optimum_of_small_instances(instance: Problem) -> None:
    found = solve(instance)
    check(instance, found)
    assert found.objective == pytest.approx(exact_value(instance), rel=1e-7, abs=1e-7)


# --- what does not matter ---------------------------------------------------------------------------------------------


@given(problems(max_families=8), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_families_changes_no_value(instance: Problem, random: object) -> None:
    order = list(range(instance.families))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert solve(shuffled(instance, order)).objective == pytest.approx(solve(instance).objective, abs=1e-9)


@given(problems(max_families=8, policies=(Policy(),)), st.sampled_from(["1e6", "1e-6", "1/3"]))
@settings(max_examples=40)
def test_scaling_all_values_changes_nothing(instance: Problem, factor: str) -> None:
    """Homogeneity: the same placement, value and prices in another unit."""
    scaled = instance.policy
    for weight in ("place", "vulnerable", "links"):
        scaled = scaled.scaled(weight, Fraction(factor))
    one, other = solve(instance, 3), solve(replace(instance, policy=scaled), 3)
    assert other.objective == pytest.approx(one.objective * float(Fraction(factor)), rel=1e-9)
    assert other.gap == one.gap == 0


@given(problems(max_families=8))
@settings(max_examples=40)
def test_names_of_states_change_no_value(instance: Problem) -> None:
    renamed = replace(instance, states=tuple(f"Z{name}" for name in reversed(instance.states)))
    assert solve(renamed).objective == solve(instance).objective


@given(problems(max_families=8))
@settings(max_examples=20)
def test_the_same_seed_gives_the_same_placement(instance: Problem) -> None:
    assert np.array_equal(max_weight(instance, seed=5).state, solve(instance, 5).state)


# --- worked examples --------------------------------------------------------------------------------------------------


def test_the_vulnerable_come_first() -> None:
    """60(4): three places, a vulnerable family of two and two others; a person more is worth 12, not 8."""
    found = solve(problem([(2, "IT", False, {}), (2, "IT", True, {}), (1, "IT", False, {})], {"DE": 3}))
    assert names(found) == [None, "DE", "DE"]
    assert found.objective == 2 * 12 + 8


def test_a_link_is_honoured_as_far_as_places_allow() -> None:
    """67(3): both have a link to Germany, where one place is: the greater link counts, the other goes to France."""
    found = solve(problem([(1, "IT", False, {"DE": 0.5}), (1, "IT", False, {"DE": 0.8})], {"DE": 1, "FR": 1}))
    assert names(found) == ["FR", "DE"]
    assert found.prices[0] - found.prices[1] == pytest.approx(2 * 0.5)
    """a place in Germany costs as much more as the first family would gain by it"""


def test_a_family_is_never_split() -> None:
    """67(6): two states of two places take no family of four; its size cannot fill them, so they are worth nothing."""
    found = solve(problem([(4, "IT", False, {})], {"DE": 2, "FR": 2}))
    assert names(found) == [None]
    assert found.bound == 0
    assert found.usable.tolist() == [0, 0]


def test_a_family_is_counted_on_kept_and_general_places() -> None:
    """Two places kept for people in Italy and two general ones take a family of three from Italy, none from Greece."""
    quotas = {("DE", "IT"): 2, "DE": 2}
    assert names(solve(problem([(3, "IT", False, {})], quotas))) == ["DE"]
    assert names(solve(problem([(3, "EL", False, {})], quotas))) == [None]


def test_branch_and_bound_proves_what_prices_cannot() -> None:
    """Families of two and three cannot fill four places: prices bound 4 * 12, the best is a family of three."""
    found = solve(problem([(3, "IT", True, {}), (2, "IT", False, {})], {"DE": 4}))
    assert (found.objective, found.bound, found.gap, found.bound_by) == (36, 36, 0, "prices")
    odd = solve(problem([(3, "IT", True, {"DE": 0.1}), (2, "IT", True, {}), (2, "IT", False, {})], {"DE": 4}))
    assert (odd.objective, odd.bound_by) == (40, "branch and bound")


def test_nothing_to_match() -> None:
    for instance in (problem([], {"DE": 3}), problem([(1, "IT", False, {})], {}), problem([], {})):
        found = solve(instance)
        assert (found.objective, found.bound, found.gap) == (0, 0, 0)
