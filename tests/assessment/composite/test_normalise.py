"""Normalisation and ranks, against SciPy."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest
from composites import data, slow_normalised
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fairshare.assessment.composite.index import index
from fairshare.assessment.composite.normalise import METHODS, minmax, percentile, rank, zscore
from fairshare.assessment.composite.ranks import ranks
from fairshare.assessment.composite.spec import Indicator, flat

columns = st.lists(st.integers(-20, 20), min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1)


@given(columns)
def test_scipy_says_the_same(values: list[int]) -> None:
    column = np.array(values, dtype=float)
    np.testing.assert_allclose(zscore(column), stats.zscore(column, ddof=1), atol=1e-12)
    np.testing.assert_array_equal(rank(column), stats.rankdata(column, method="min"))
    others = len(column) / (len(column) - 1)
    below = [stats.percentileofscore(column, value, "strict") * others for value in column]
    np.testing.assert_allclose(percentile(column), below)
    assert (minmax(column).min(), minmax(column).max()) == (0, 100)


@given(columns, st.sampled_from(sorted(METHODS)))
def test_the_definitions(values: list[int], method: str) -> None:
    column = np.array(values, dtype=float)
    np.testing.assert_allclose(METHODS[method](column), slow_normalised(column.tolist(), method), atol=1e-9)


@given(columns, st.sampled_from(sorted(METHODS)), st.integers(1, 1000), st.integers(-9, 9))
def test_unit_of_measurement_does_not_matter(values: list[int], method: str, factor: int, shift: int) -> None:
    """Interval-scale invariance: kilometres or miles, degrees of either kind."""
    column = np.array(values, dtype=float)
    changed = METHODS[method](column * factor + shift)
    np.testing.assert_allclose(changed, METHODS[method](column), atol=1e-9)


@pytest.mark.parametrize(("method", "value"), [("minmax", 50), ("zscore", 0), ("rank", 1), ("percentile", 0)])
def test_all_the_same(method: str, value: float) -> None:
    assert METHODS[method](np.array([4.0, 4.0, 4.0])).tolist() == [value] * 3
    assert np.isfinite(METHODS[method](np.array([4.0]))).all()


def test_noise_of_floats_is_not_stretched_over_the_scale() -> None:
    assert minmax(np.array([0.1 + 0.2, 0.3])).tolist() == [50, 50]


def test_direction_and_gaps() -> None:
    spec = flat(["a", "b"], directions={"b": -1})
    found = index(spec, data(a=[0, 1, nan], b=[0, 1, 4])).normalised
    np.testing.assert_array_equal(found, [[0, 100], [100, 75], [nan, 0]])


def test_each_indicator_by_its_own_method() -> None:
    spec = flat(["a", "b"])
    mixed = type(spec)((Indicator("a", normalise="rank"), Indicator("b", normalise="zscore")), spec.groups)
    found = index(mixed, data(a=[5, 9], b=[1, 3])).normalised
    np.testing.assert_allclose(found, [[1, -(0.5**0.5)], [2, 0.5**0.5]])


@given(st.lists(st.one_of(st.integers(-4, 4).map(float), st.just(nan)), min_size=1, max_size=9))
def test_ranks_are_competition_ranks(scores: list[float]) -> None:
    row = np.array(scores)
    expected = stats.rankdata(-row, method="min", nan_policy="omit")
    np.testing.assert_array_equal(ranks(row), np.nan_to_num(expected, nan=0))
    np.testing.assert_array_equal(ranks(np.stack([row, row[::-1]]))[1], ranks(row)[::-1])


def test_scores_that_differ_by_noise_share_a_rank() -> None:
    assert ranks(np.array([0.3, 0.1 + 0.2, 0.2])).tolist() == [1, 1, 3]
    assert ranks(np.zeros(3)).tolist() == [1, 1, 1]
