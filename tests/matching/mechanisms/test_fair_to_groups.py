"""Max-min and Nash over groups: against every other placement, and what fairness costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from crowds import crowd
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, feasible, pair_values, problem, problems, shuffled, total_values

from fairshare.faults import BadInputError
from fairshare.matching import programme
from fairshare.matching.fairness import FairPlacement
from fairshare.matching.mechanisms.max_min import max_min
from fairshare.matching.mechanisms.nash import GAP, nash
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import Floats, Ints, Problem

goals = st.sampled_from(("value", "persons", "links", "linked"))
both = pytest.mark.parametrize("mechanism", [max_min, nash])


def labels_of(instance: Problem, by: str) -> Ints:
    """A group for each family."""
    return {"present": instance.present_in, "nationality": instance.nationality, "size": instance.persons}[by]


def shares(instance: Problem, every: Ints, goal: str, groups: Ints) -> tuple[Ints, Floats, Ints]:
    """The groups that can have anything, their shares in every placement (k x g), and their persons."""
    possible = pair_values(instance) > -np.inf
    link = np.zeros(possible.shape)
    link[instance.link_family, instance.link_state] = instance.link
    figure = {
        "value": np.where(possible, pair_values(instance), 0.0),
        "persons": np.tile(instance.persons[:, None], possible.shape[1]),
        "links": instance.persons[:, None] * link,
        "linked": (link > 0) * 1.0,
    }[goal]
    own = np.column_stack([figure, np.zeros(instance.families)])[np.arange(instance.families), every]
    found, parts, persons = [], [], []
    for label in np.unique(groups):
        sums = own[:, groups == label].sum(axis=1)
        if sums.max() > 0:
            found.append(label)
            parts.append(sums / sums.max())
            persons.append(instance.persons[(groups == label) & possible.any(axis=1)].sum())
    return np.array(found, np.int64), np.array(parts).reshape(len(found), len(every)).T, np.array(persons, np.int64)


# --- the worst off first --------------------------------------------------------------------------


@given(problems(max_families=6), goals, st.sampled_from(("present", "nationality", "size")))
@settings(max_examples=80)
def test_no_placement_has_better_shares_from_the_least_up(instance: Problem, goal: str, by: str) -> None:
    groups = labels_of(instance, by)
    placement = max_min(instance, groups=groups, goal=goal, seed=1)
    every = brute_force(instance)
    label, parts, _ = shares(instance, every, goal, groups)
    assert placement.groups.tolist() == label.tolist()
    own = np.sort(shares(instance, np.vstack([placement.state, every]), goal, groups)[1][:1].reshape(-1))
    ordered, keep = np.sort(parts, axis=1), np.ones(len(every), np.bool_)
    for place, share in enumerate(own):
        assert share == pytest.approx(ordered[keep, place].max(), abs=1e-4)
        keep &= ordered[:, place] >= ordered[keep, place].max() - 1e-5
    assert np.sort(placement.shares) == pytest.approx(own)
    value = instance.value_at(placement.state).sum()
    assert value >= total_values(instance, every)[keep].max() - 1e-3 * (1 + value)
    assert feasible(placement)
    assert placement.closed


@given(problems(max_families=6))
@settings(max_examples=40)
def test_no_group_can_gain_unless_another_falls_as_low_as_it_was(instance: Problem) -> None:
    """Of seven places for one person in Greece or seven in Italy one group has all, either way round."""
    placement = max_min(instance)
    _, parts, _ = shares(instance, brute_force(instance), "persons", instance.present_in)
    for other in parts:
        fallen = other < placement.shares - 1e-4
        for group, share in enumerate(placement.shares):
            assert other[group] <= share + 1e-4 or (fallen & (other <= share + 1e-4)).any()


def test_the_least_share_can_be_one_groups_or_anothers() -> None:
    """One place for two single persons in different states: whoever has it, the other has nothing. To fix one of them
    at nothing and go on would not see that the second least share is the same for both."""
    instance = problem([(1, "IT", False, {}), (1, "EL", False, {}), (1, "EL", False, {})], {"DE": 1})
    placement = max_min(instance)
    assert sorted(placement.shares.tolist()) == [0.0, 1.0]
    assert [level.value for level in placement.levels] == pytest.approx([0.0, 1.0, 8.0])


def test_the_price_of_fairness_is_the_part_of_the_greatest_value_given_up() -> None:
    """Italy's family has a link to each place, Greece's none: the greatest value leaves Greece without any."""
    instance = problem(
        [(1, "IT", False, {"DE": 1.0}), (1, "IT", False, {"DE": 1.0}), (1, "EL", False, {})],
        {"DE": 2},
        policy=Policy(vulnerable=Fraction(0), links=Fraction(8)),
    )
    placement = max_min(instance)
    assert (placement.best.value, instance.value_at(placement.state).sum()) == (32.0, 24.0)
    assert placement.price == 0.25
    assert placement.shares.tolist() == [1.0, 0.5]
    assert placement.attainable.tolist() == [1.0, 2.0]


# --- the greatest product -------------------------------------------------------------------------


@given(problems(max_families=6), goals, st.sampled_from(("present", "nationality", "size")))
@settings(max_examples=80)
def test_no_placement_has_a_greater_product(instance: Problem, goal: str, by: str) -> None:
    """Of those that give something to groups of as many persons as possible."""
    groups = labels_of(instance, by)
    placement = nash(instance, groups=groups, goal=goal, seed=1)
    every = brute_force(instance)
    _, parts, persons = shares(instance, every, goal, groups)
    assert feasible(placement)
    if not len(persons):
        assert (placement.levels, placement.closed) == ((), True)
        return
    served = (parts > 0) @ persons
    logs = np.where(parts > 0, np.log(np.maximum(parts, 1e-300)), 0.0) @ persons / persons.sum()
    best = np.exp(logs[served == served.max()].max())
    (level,) = placement.levels
    assert level.closed
    assert level.value == pytest.approx(best, rel=2 * GAP)
    assert level.value <= level.bound <= best * (1 + 2 * GAP)


def test_the_product_lies_between_the_total_and_the_worst_off() -> None:
    """Six places for three families of two each: the least share asks for one each, the total for Italy's alone."""
    families = [(2, "IT", False, {"DE": 1.0})] * 3 + [(2, "EL", False, {})] * 3
    instance = problem(families, {"DE": 6}, policy=Policy(links=Fraction(4), vulnerable=Fraction(0)))
    placed = {run: run(instance).state for run in (max_min, nash)}
    by_value = solve(instance).state
    from_italy = [int((state[:3] >= 0).sum()) for state in (by_value, placed[nash], placed[max_min])]
    assert from_italy[0] == 3
    assert from_italy[0] > from_italy[1] >= from_italy[2] >= 1


@given(problems(max_families=6, min_families=1), st.sampled_from((Fraction(10**6), Fraction(1, 10**6))))
@settings(max_examples=25)
def test_a_factor_on_all_values_changes_no_share(instance: Problem, factor: Fraction) -> None:
    policy = instance.policy
    for weight in ("place", "vulnerable", "links"):
        policy = policy.scaled(weight, factor)
    one, other = nash(instance), nash(replace(instance, policy=policy))
    assert [level.value for level in one.levels] == pytest.approx([level.value for level in other.levels], rel=2 * GAP)
    assert one.attainable * float(factor) == pytest.approx(other.attainable)


# --- both -----------------------------------------------------------------------------------------


@both
@given(instance=problems(max_families=6, min_families=1))
@settings(max_examples=25)
def test_order_of_families_changes_no_level(mechanism: Callable[..., FairPlacement], instance: Problem) -> None:
    order = np.random.default_rng(2).permutation(instance.families).tolist()
    one, other = mechanism(instance), mechanism(shuffled(instance, order))
    assert [level.value for level in one.levels] == pytest.approx([level.value for level in other.levels], rel=1e-4)


@pytest.mark.parametrize(("mechanism", "seconds"), [(max_min, 60.0), (nash, 4.0)])
@pytest.mark.parametrize("by", ["present", "nationality"])
def test_hundreds_of_families_are_proved_or_the_gap_is_told(
    mechanism: Callable[..., FairPlacement], seconds: float, by: str
) -> None:
    """Max-min closes in a few seconds, on a busy machine too; Nash is stopped, and says how near it came."""
    instance = crowd(400, 3, kept=0.3, nationalities=4)
    instance = replace(instance, policy=Policy(time_limit=seconds))
    placement = mechanism(instance, groups=labels_of(instance, by))
    best = solve(instance)
    assert feasible(placement)
    assert placement.best.value == pytest.approx(best.objective)
    assert 0 <= placement.price < 0.05
    assert all(level.gap < 0.01 for level in placement.levels)
    assert placement.closed or mechanism is nash
    assert placement.shares.max() <= 1 + 1e-9


def test_nash_of_too_many_columns_has_a_near_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a hundred thousand families and more: only those without links are placed anew."""
    monkeypatch.setattr(programme, "MOST", 600)
    placement = nash(crowd(2000, 5))
    assert feasible(placement)
    assert placement.price < 0.02
    assert all(level.gap < 0.02 for level in placement.levels)


def test_max_min_of_too_many_columns_is_only_known_not_to_exceed_all_of_what_groups_can_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its bound is then that no share is above 1: true, and far from the value. The gap says so."""
    monkeypatch.setattr(programme, "MOST", 600)
    placement = max_min(crowd(2000, 5))
    assert feasible(placement)
    assert placement.price < 0.02
    assert [round(level.bound, 9) for level in placement.levels[:-1]] == list(range(1, len(placement.levels)))
    assert not any(level.closed for level in placement.levels[:-1])


@both
def test_nobody_and_nothing(mechanism: Callable[..., FairPlacement]) -> None:
    for instance in (problem([], {"DE": 1}), problem([(1, "IT", False, {})], {"DE": 0})):
        placement = mechanism(instance)
        assert placement.state.tolist() == [-1] * instance.families
        assert (placement.price, placement.closed, placement.shares.tolist()) == (0.0, True, [])


@both
def test_labels_and_goals_that_cannot_be_used_are_told(mechanism: Callable[..., FairPlacement]) -> None:
    instance = problem([(1, "IT", False, {})], {"DE": 1})
    with pytest.raises(BadInputError, match="groups: has 2 labels; expected one for each of 1 families"):
        mechanism(instance, groups=np.zeros(2, np.int64))
    with pytest.raises(BadInputError, match="goal: 'joy' is no measure"):
        mechanism(instance, goal="joy")
