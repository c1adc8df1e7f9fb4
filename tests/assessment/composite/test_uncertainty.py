"""Intervals of ranks, other methods, and leaving members out."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest
from composites import aggregates, data, tables, two_levels
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.assessment.composite import uncertainty as module
from fairshare.assessment.composite.aggregate import rank_draws
from fairshare.assessment.composite.data import UnitData
from fairshare.assessment.composite.index import index
from fairshare.assessment.composite.leave_one_out import leave_one_out, mean_shift, ranks_without
from fairshare.assessment.composite.scenarios import Alternatives, Scenarios, noisy_weights
from fairshare.assessment.composite.spec import Group, Spec, flat
from fairshare.assessment.composite.uncertainty import uncertainty
from fairshare.faults import BadInputError

TABLE = data(a=[9, 1, 5, 3], b=[2, 8, 5, 1], c=[7, 1, 6, 5], d=[1, 9, 4, 4], e=[3, 9, 5, 2])


@given(tables(gaps=True), aggregates, st.integers(0, 9))
@settings(max_examples=30)
def test_without_noise_every_unit_keeps_its_rank(table: UnitData, aggregate: list[str], seed: int) -> None:
    found = index(two_levels(aggregate), table)
    ranks = {unit: (rank, rank) if rank else None for unit, rank in zip(found.units, found.ranks.tolist(), strict=True)}
    assert uncertainty(found, 20, seed, noise=0).interval() == ranks


def test_quantiles_are_those_of_all_draws_at_once() -> None:
    """The fold over blocks counts what NumPy finds in the whole table of ranks."""
    found = index(two_levels(), TABLE)
    drawn = uncertainty(found, 5000, 3, noise=0.9)
    rng = np.random.default_rng(np.random.SeedSequence(3).spawn(2)[1])
    ranks = rank_draws(found.normalised, found.tree, noisy_weights(found.tree, 0.9, 5000, rng))
    low, middle, high = np.quantile(ranks, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf").tolist()
    assert list(drawn.interval().values()) == list(zip(low, high, strict=True))
    assert list(drawn.quantile(0.5).values()) == middle
    np.testing.assert_allclose(drawn.mean(), ranks.mean(axis=0))
    assert len({tuple(row) for row in ranks.tolist()}) > 1


def test_the_size_of_a_block_and_the_time_of_day_are_of_no_consequence(monkeypatch: pytest.MonkeyPatch) -> None:
    found, others = index(two_levels(), TABLE), Alternatives(normalise=("minmax", "rank"))
    whole = uncertainty(found, 500, 1, alternatives=others).counts
    monkeypatch.setattr(module, "_BLOCK", 7)
    np.testing.assert_array_equal(uncertainty(found, 500, 1, alternatives=others).counts, whole)
    assert (uncertainty(found, 500, 2, alternatives=others).counts != whole).any()


def test_a_noisy_weight_stays_within_its_bounds() -> None:
    tree = index(two_levels(), TABLE).tree
    drawn = noisy_weights(tree, 0.25, 4000, np.random.default_rng(0)) / tree.weights
    assert 0.75 <= drawn.min() < 0.751
    assert 1.249 < drawn.max() <= 1.25
    assert np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1] == pytest.approx(0, abs=0.05)


def test_methods_are_drawn_evenly_and_are_what_they_say() -> None:
    """With two methods and no noise, about half of the draws give the ranks of each."""
    spec = flat(["a", "b"])
    table = data(a=[100, 0, 45], b=[0, 100, 45])
    found, other = index(spec, table), index(spec.with_methods(aggregate="geometric"), table)
    assert (found.ranks.tolist(), other.ranks.tolist()) == ([1, 1, 3], [2, 2, 1])
    counts = uncertainty(found, 1000, noise=0, alternatives=Alternatives(aggregate=("arithmetic", "geometric"))).counts
    assert counts[2, 3] + counts[2, 1] == 1000
    assert 400 < counts[2, 1] < 600


def test_imputation_may_be_drawn() -> None:
    table = data(a=[0, 1, 10, nan], b=[3, 1, 2, 2])
    found = index(flat(["a", "b"]), table)
    scenarios = Scenarios(found, Alternatives(impute=("none", "median")))
    drawn = scenarios.ranks(found.tree.weights[None, :], np.array([[1]]))
    assert drawn[0].tolist() == index(found.spec.with_methods(impute="median"), table).ranks.tolist()


def test_a_unit_without_a_score_has_no_interval() -> None:
    drawn = uncertainty(index(flat(["a"]), data(a=[1, 2, nan])), 10)
    assert drawn.interval() == {"u0": (2, 2), "u1": (1, 1), "u2": None}
    assert np.isnan(drawn.mean()[2])


@pytest.mark.parametrize(("draws", "noise"), [(0, 0.1), (10**7, 0.1), (1, -0.1), (1, 1.1), (1, nan)])
def test_draws_that_cannot_be_made(draws: int, noise: float) -> None:
    with pytest.raises(BadInputError, match="out of range"):
        uncertainty(index(flat(["a"]), data(a=[1, 2])), draws, noise=noise)


# --- leave one out ----------------------------------------------------------------------------------------------------


@given(tables(gaps=True), aggregates)
@settings(max_examples=40)
def test_left_out_is_as_if_it_had_never_been_there(table: UnitData, aggregate: list[str]) -> None:
    found = index(two_levels(aggregate), table)
    names = ["a", "b", "c", "d", "e", "left", "right"]
    for name, without in zip(names, ranks_without(found, names), strict=True):
        gone = {"left": ["a", "b", "c"], "right": ["d", "e"]}.get(name, [name])
        smaller = index(found.spec.without(gone), table)
        np.testing.assert_array_equal(smaller.ranks, without)


def test_the_mean_shift_by_hand() -> None:
    """a alone ranks 1 2 3, b alone 3 2 1; together all are equal: shifts of 0, 1, 2 places."""
    found = index(flat(["a", "b"]), data(a=[2, 1, 0], b=[0, 1, 2]))
    assert found.ranks.tolist() == [1, 1, 1]
    assert leave_one_out(found) == {"a": 1.0, "b": 1.0}
    assert leave_one_out(found, ["b"]) == {"b": 1.0}


def test_nothing_is_left() -> None:
    assert leave_one_out(index(flat(["a"]), data(a=[1, 2]))) == {"a": None}
    assert mean_shift(np.array([1, 0], dtype=np.int32), np.array([0, 1], dtype=np.int32)) is None


def test_a_group_that_loses_its_only_member_goes_with_it() -> None:
    inner = Group("only", ("b",), (1.0,))
    spec = Spec(flat(["a", "b"]).indicators, (inner, Group("top", ("a", "only"), (1.0, 5.0))))
    found = index(spec, data(a=[2, 1, 0], b=[0, 1, 2]))
    assert ranks_without(found, ["b", "only"]).tolist() == [[1, 2, 3]] * 2
