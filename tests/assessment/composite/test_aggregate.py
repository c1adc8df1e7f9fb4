"""Aggregation: every level against a slow version, axioms, and many weightings against one at a time."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np
import pytest
from composites import aggregates, data, methods, slow_levels, tables, two_levels
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.assessment.composite.aggregate import node_scores, rank_draws, score_blocks
from fairshare.assessment.composite.data import UnitData
from fairshare.assessment.composite.index import index
from fairshare.assessment.composite.spec import Group, Spec, flat
from fairshare.assessment.composite.structure import structure
from fairshare.faults import BadInputError


@given(tables(gaps=True), aggregates, methods)
@settings(max_examples=150)
def test_every_level_is_that_of_the_slow_version(table: UnitData, aggregate: list[str], method: str) -> None:
    spec = two_levels(aggregate, normalise=method)
    expected = slow_levels(spec, table)
    found = index(spec, table).levels
    assert list(found) == list(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, atol=1e-7, err_msg=name)


@given(tables(), aggregates, methods, st.randoms(use_true_random=False))
def test_anonymity(table: UnitData, aggregate: list[str], method: str, random: Any) -> None:
    """Units in another order have the same scores."""
    order = list(range(len(table.units)))
    random.shuffle(order)
    spec = two_levels(aggregate, normalise=method)
    shuffled = UnitData(table.units, {name: values[order] for name, values in table.numbers.items()})
    np.testing.assert_allclose(index(spec, shuffled).scores, index(spec, table).scores[order], atol=1e-9)


@given(tables(least=3), aggregates, methods)
def test_monotonicity(table: UnitData, aggregate: list[str], method: str) -> None:
    """A unit that is nowhere lower (b counts the other way) has no lower score, under every rule."""
    better = {name: values.copy() for name, values in table.numbers.items()}
    for name, values in better.items():
        pair = sorted(values[:2], reverse=name != "b")
        values[:2] = pair
    scores = index(two_levels(aggregate, normalise=method), UnitData(table.units, better)).scores
    assert scores[0] >= scores[1] - 1e-9


@given(tables(), st.sampled_from(["minmax", "percentile"]))
def test_the_geometric_mean_is_at_most_the_arithmetic(table: UnitData, method: str) -> None:
    """Of the same values, on the scale 1 to 100."""
    spec = two_levels(normalise=method)
    arithmetic = index(spec, table).scores
    geometric = index(spec.with_methods(aggregate="geometric"), table).scores
    assert (geometric <= 1 + 0.99 * arithmetic + 1e-9).all()
    assert ((geometric >= 1 - 1e-9) & (geometric <= 100 + 1e-9)).all()


@given(tables(least=3), st.sampled_from(["arithmetic", "copeland"]), methods)
def test_all_directions_turned_turn_the_ranking(table: UnitData, aggregate: str, method: str) -> None:
    if method in ("rank", "percentile"):
        method = "minmax"  # equal values share the lower place, which does not turn
    spec = two_levels([aggregate] * 3, normalise=method)
    turned = UnitData(table.units, {name: -values for name, values in table.numbers.items()})
    scores, other = index(spec, table).scores, index(spec, turned).scores
    constant = 100.0 if (aggregate, method) == ("arithmetic", "minmax") else 0.0
    np.testing.assert_allclose(scores + other, constant, atol=1e-9)


def test_a_missing_value_drops_out_and_the_weights_are_rescaled() -> None:
    spec = flat(["a", "b", "c"], [1.0, 2.0, 3.0])
    found = index(spec, data(a=[100, 0, 50], b=[nan, 0, 100], c=[0, 100, nan]))
    np.testing.assert_allclose(found.scores, [100 / 4, 300 / 6, (50 + 200) / 3])
    assert [note.split(":")[0] for note in found.notes] == ["b", "c"]


def test_a_unit_without_values_has_no_score_and_no_rank() -> None:
    found = index(flat(["a", "b"], [1.0, 0.0]), data(a=[1, 2, nan], b=[1, 2, 3]))
    assert np.isnan(found.scores[2])
    assert found.ranks.tolist() == [2, 1, 0]
    assert found.notes[-1] == "No score for u2: all values of weight are missing."


def test_constant_indicators_are_named() -> None:
    found = index(flat(["a", "b"]), data(a=[1, 1], b=[1, 2]))
    assert found.notes == ("a: the same for all units, so it sets none apart.",)


@given(tables(gaps=True), aggregates, methods, st.integers(0, 99))
@settings(max_examples=40)
def test_many_weightings_are_each_the_index_under_these_weights(
    table: UnitData, aggregate: list[str], method: str, seed: int
) -> None:
    spec = two_levels(aggregate, normalise=method)
    found = index(spec, table)
    weights = np.random.default_rng(seed).integers(0, 3, (6, len(found.tree.names))).astype(float)
    weights[:, [0, 3, 5]] += 1  # one member of each group has weight
    drawn = rank_draws(found.normalised, found.tree, weights)
    for row, ranked in zip(weights, drawn, strict=True):
        by_name = dict(zip(found.tree.names, row, strict=True))
        groups = tuple(Group(g.name, g.members, tuple(by_name[m] for m in g.members), g.aggregate) for g in spec.groups)
        assert index(Spec(spec.indicators, groups), table).ranks.tolist() == ranked.tolist()


def test_blocks_are_of_no_consequence(monkeypatch: pytest.MonkeyPatch) -> None:
    found = index(two_levels(["copeland", "geometric", "arithmetic"]), data(**{k: [3, 1, 2, 5] for k in "abcde"}))
    weights = np.random.default_rng(0).uniform(0.1, 1, (50, len(found.tree.names)))
    whole = rank_draws(found.normalised, found.tree, weights)
    monkeypatch.setattr("fairshare.assessment.composite.aggregate._CELLS", 14)
    assert len(list(score_blocks(found.normalised, found.tree, weights))) == 25
    np.testing.assert_array_equal(rank_draws(found.normalised, found.tree, weights), whole)
    assert rank_draws(found.normalised, found.tree, weights[:0]).shape == (0, 4)


def test_one_rule_for_all_groups() -> None:
    table = data(**{name: [3, 1, 2, 5 + k] for k, name in enumerate("abcde")})
    found, other = index(two_levels(), table), index(two_levels(["copeland"] * 3), table)
    drawn = rank_draws(found.normalised, found.tree, found.tree.weights[None, :], "copeland")
    assert drawn[0].tolist() == other.ranks.tolist()


def test_weights_that_cannot_be_used() -> None:
    found = index(flat(["a", "b"]), data(a=[1, 2], b=[2, 1]))
    for weights in (np.ones((2, 2)), np.ones(3), np.array([[1.0, -1.0, 1.0]]), np.array([[1.0, nan, 1.0]])):
        with pytest.raises(BadInputError, match="weights"):
            list(score_blocks(found.normalised, found.tree, weights))
    with pytest.raises(BadInputError, match="'z' is unknown"):
        found.tree.weight_draws({"z": [1.0]})


def test_the_tree_looks_through_a_group_that_stands_alone() -> None:
    inner = two_levels()
    spec = Spec(inner.indicators, (*inner.groups, Group("whole", ("top",), (1.0,))))
    assert structure(spec).top_members == ("left", "right")
    assert structure(flat(["a"])).top_members == ("a",)


def test_indicators_have_one_row_for_all_draws() -> None:
    found = index(flat(["a", "b"]), data(a=[1, 2], b=[2, 1]))
    scores = node_scores(found.normalised, found.tree, np.ones((5, 3)))
    assert [part.shape for part in scores] == [(1, 2), (1, 2), (5, 2)]
