"""Levels in order: nothing at one level can be gained without losing at a level above it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, feasible, problem, problems, shuffled, total_values

from fairshare.faults import BadInputError
from fairshare.matching.goals import GOALS
from fairshare.matching.mechanisms import lexicographic as module
from fairshare.matching.mechanisms.lexicographic import LEVELS, lexicographic
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Floats, Ints, Problem

pytestmark = pytest.mark.law("AMMR 60(4)")


def figures(instance: Problem, every: Ints) -> dict[str, Floats]:
    """Every measure of every placement (k), family by family."""
    link = np.zeros((instance.families, len(instance.states) + 1))
    link[instance.link_family, instance.link_state] = instance.link
    made, placed = link[np.arange(instance.families), every], every != NOWHERE
    return {
        "vulnerable": (placed * instance.persons * instance.vulnerable).sum(axis=1),
        "persons": (placed * instance.persons).sum(axis=1),
        "families": placed.sum(axis=1),
        "links": (instance.persons * made).sum(axis=1),
        "linked": (made > 0).sum(axis=1),
        "value": total_values(instance, every),
    }


@given(problems(max_families=6), st.permutations(sorted(GOALS)), st.integers(1, 6), st.booleans())
@settings(max_examples=60)
def test_each_level_is_the_best_of_those_that_keep_the_levels_above(
    instance: Problem, order: list[str], number: int, usual: bool
) -> None:
    levels = LEVELS if usual else tuple(order[:number])
    placement = lexicographic(instance, levels=levels, seed=1)
    every = brute_force(instance)
    figure, own = figures(instance, every), figures(instance, placement.state[None, :])
    keep = np.ones(len(every), np.bool_)
    for level, name in zip(placement.levels, levels, strict=True):
        best = figure[name][keep].max()
        assert (level.name, level.closed) == (name, True)
        assert level.value == pytest.approx(best, abs=1e-6)
        assert level.bound == pytest.approx(best, abs=1e-5)
        assert own[name][0] == pytest.approx(best, abs=1e-6)
        keep &= figure[name] >= best - 1e-6
    assert feasible(placement)
    assert placement.closed


def test_one_vulnerable_person_outweighs_any_links() -> None:
    """One place: the vulnerable person without a link takes it, though another would have the greatest link there."""
    instance = problem(
        [(1, "IT", False, {"DE": 1.0}), (1, "IT", True, {})], {"DE": 1}, policy=Policy(links=Fraction(10**6))
    )
    placement = lexicographic(instance)
    assert placement.state.tolist() == [NOWHERE, instance.states.index("DE")]
    assert [level.value for level in placement.levels] == [1.0, 1.0, 0.0, 12.0]


def test_levels_can_be_put_into_another_order() -> None:
    instance = problem([(1, "IT", False, {"DE": 1.0}), (1, "IT", True, {})], {"DE": 1})
    placement = lexicographic(instance, levels=("links", "persons"))
    assert placement.state.tolist() == [instance.states.index("DE"), NOWHERE]
    assert [(level.name, level.value) for level in placement.levels] == [("links", 1.0), ("persons", 1.0)]


@given(problems(max_families=6, min_families=1), st.sampled_from((Fraction(10**6), Fraction(1, 10**6))))
@settings(max_examples=25)
def test_order_of_families_and_scale_of_values_change_no_level(instance: Problem, factor: Fraction) -> None:
    order = np.random.default_rng(3).permutation(instance.families).tolist()
    scaled = instance.policy
    for weight in ("place", "vulnerable", "links"):
        scaled = scaled.scaled(weight, factor)
    one = [level.value for level in lexicographic(instance).levels]
    other = [level.value for level in lexicographic(shuffled(instance, order)).levels]
    large = [level.value for level in lexicographic(replace(instance, policy=scaled)).levels]
    assert other == pytest.approx(one)
    assert large == pytest.approx([*one[:3], one[3] * float(factor)])


def some_hundred() -> Problem:
    """Links that no two families share, all sizes, an agreement, and places for most."""
    rng = np.random.default_rng(11)
    states = ("DE", "FR", "NL")
    families = [
        (int(rng.integers(1, 7)), "IT" if i % 3 else "EL", bool(i % 5 == 0), {states[i % 3]: round(rng.uniform(), 2)})
        if i % 2
        else (int(rng.integers(1, 7)), "IT", False, {})
        for i in range(150)
    ]
    return problem(families, {"DE": 170, ("DE", "EL"): 31, "FR": 113, "NL": 107})


def test_rows_and_weighted_sums_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = some_hundred()
    sums = lexicographic(instance)
    monkeypatch.setattr(module, "_OUTWEIGH", ())
    rows = lexicographic(instance)
    assert sums.closed
    assert rows.closed
    assert [level.value for level in rows.levels] == pytest.approx([level.value for level in sums.levels])


def test_a_sum_that_gives_up_persons_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a person counts less than a link, the sum sends two by their link instead of three without."""
    monkeypatch.setattr(module, "_OUTWEIGH", (Fraction(1, 100),))
    instance = problem([(3, "IT", False, {}), (2, "IT", False, {"DE": 1.0})], {"DE": 3})
    placement = lexicographic(instance, levels=("persons", "links"))
    assert placement.state.tolist() == [instance.states.index("DE"), NOWHERE]
    assert [(level.value, level.bound, level.closed) for level in placement.levels] == [(3, 3, True), (0, 0, True)]


def test_a_sum_that_misses_a_few_persons_is_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a million families, where the best placement found can miss the optimum by a person or two: those placed
    by a link stay, all others are placed anew."""
    instance, missed = some_hundred(), []
    usual = lexicographic(instance)
    optimum = module._Step._optimum

    def a_little_less(step: module._Step, *given: object) -> tuple[Ints, float]:
        state, bound = optimum(step, *given)  # type: ignore[arg-type]
        placed = np.flatnonzero((state != NOWHERE) & (instance.link_at(state) == 0))
        missed.append(int(instance.persons[placed[:3]].sum()))
        return np.where(np.isin(np.arange(len(state)), placed[:3]), NOWHERE, state), bound

    def no_rows(step: module._Step, *given: object) -> None:
        raise AssertionError("the levels with links need no rows")

    rows = module._Step._held
    monkeypatch.setattr(module._Step, "_optimum", a_little_less)
    monkeypatch.setattr(
        module._Step, "_held", lambda step, *given: (no_rows if step.kinds.links else rows)(step, *given)
    )
    placement = lexicographic(instance)
    assert missed[0] > 0
    assert placement.closed
    assert [level.value for level in placement.levels] == pytest.approx([level.value for level in usual.levels])


def test_no_time_is_told() -> None:
    instance = replace(some_hundred(), policy=Policy(time_limit=0.0))
    placement = lexicographic(instance)
    assert not placement.closed
    assert feasible(placement)
    assert all(level.bound >= level.value for level in placement.levels)


@pytest.mark.parametrize(
    ("levels", "message"),
    [(("wishes",), "'wishes' is no measure"), (("persons", "persons"), "a measure is named twice")],
)
def test_levels_that_cannot_be_used_are_told(levels: tuple[str, ...], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        lexicographic(problem([], {"DE": 1}), levels=levels)
