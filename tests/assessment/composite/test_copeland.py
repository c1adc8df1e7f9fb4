"""Copeland's rule: its axioms, and a count by hand."""

from __future__ import annotations

import tracemalloc
from math import nan

import numpy as np
import pytest
from composites import data, slow_copeland, tables
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.assessment.composite.copeland import copeland
from fairshare.assessment.composite.data import UnitData
from fairshare.assessment.composite.index import index
from fairshare.assessment.composite.spec import flat
from fairshare.faults import BadInputError

weights_of_five = st.lists(st.integers(1, 4).map(float), min_size=5, max_size=5)


def test_wins_minus_losses_by_hand() -> None:
    """u0 beats both others on two of three; u1 and u2 have one indicator each and tie on the third."""
    found = index(flat(["a", "b", "c"], aggregate="copeland"), data(a=[3, 2, 1], b=[3, 1, 2], c=[0, 5, 5]))
    assert found.scores.tolist() == [2, -1, -1]
    assert found.ranks.tolist() == [1, 2, 2]


def test_a_cycle_of_condorcet_is_a_tie_of_all() -> None:
    """Condorcet 1785: each beats one and loses to one."""
    found = index(flat(["a", "b", "c"], aggregate="copeland"), data(a=[3, 2, 1], b=[1, 3, 2], c=[2, 1, 3]))
    assert found.scores.tolist() == [0, 0, 0]


@given(tables(), weights_of_five)
@settings(max_examples=100)
def test_a_condorcet_winner_is_first(table: UnitData, weights: list[float]) -> None:
    columns = {name: values.tolist() for name, values in table.numbers.items()}
    scores = slow_copeland(columns, dict(zip(columns, weights, strict=True)))
    found = index(flat("abcde", weights, aggregate="copeland"), table)
    assert found.scores.tolist() == scores
    if max(scores) == len(scores) - 1:
        assert found.ranks[scores.index(max(scores))] == 1
        assert (found.ranks == 1).sum() == 1
    assert found.scores.sum() == 0


@given(tables(), weights_of_five, st.sampled_from(["rank", "zscore", "percentile"]))
def test_only_the_order_counts(table: UnitData, weights: list[float], method: str) -> None:
    spec = flat("abcde", weights, aggregate="copeland")
    np.testing.assert_array_equal(index(spec, table).scores, index(spec.with_methods(normalise=method), table).scores)


@given(tables(), weights_of_five)
def test_a_unit_that_all_beat_changes_nothing_among_the_others(table: UnitData, weights: list[float]) -> None:
    """Independence of a unit that loses to everyone: each of the others gains one win."""
    spec = flat("abcde", weights, aggregate="copeland")
    larger = UnitData((*table.units, "last"), {k: np.append(v, v.min() - 1) for k, v in table.numbers.items()})
    np.testing.assert_array_equal(index(spec, larger).scores[:-1], index(spec, table).scores + 1)


def test_weights_that_balance_to_the_noise_of_floats_are_a_tie() -> None:
    found = index(flat(["a", "b", "c"], [0.1, 0.2, 0.3], aggregate="copeland"), data(a=[1, 0], b=[1, 0], c=[0, 1]))
    assert found.scores.tolist() == [0, 0]


def test_pairs_in_blocks_are_the_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of every size, with gaps, many draws and members that move, against one block."""
    random = np.random.default_rng(5)
    fixed = np.where(random.random((3, 11)) < 0.2, np.nan, random.integers(0, 5, (3, 11)).astype(float))
    weights, moving = random.random((4, 3)), [(random.random((4, 11)), random.random(4))]
    whole = copeland(fixed, weights, moving)
    for pairs in (1, 11, 25, 50, 109):
        monkeypatch.setattr("fairshare.assessment.composite.copeland._PAIRS", pairs)
        np.testing.assert_array_equal(copeland(fixed, weights, moving), whole)


def test_memory_does_not_grow_with_the_pairs() -> None:
    """2,000 units x 10 members: all signs as floats would take 160 MB."""
    values = np.random.default_rng(6).random((10, 2000))
    tracemalloc.start()
    copeland(values, np.ones((1, 10)), [])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40e6


def test_too_many_units_are_refused() -> None:
    with pytest.raises(BadInputError, match="every pair of 5,001 units"):
        copeland(np.zeros((1, 5001)), np.ones((1, 1)), [])


def test_a_pair_is_compared_where_both_have_a_value() -> None:
    found = index(flat(["a", "b"], [1.0, 3.0], aggregate="copeland"), data(a=[2, 1, nan], b=[nan, 1, 0]))
    assert found.scores.tolist() == [1, 0, -1]
