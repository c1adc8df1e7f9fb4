"""Outliers: the measures against SciPy, the treatment by hand."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest
from composites import data
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fairshare.assessment.composite.index import index
from fairshare.assessment.composite.outliers import (
    excess_kurtosis,
    has_outliers,
    logarithm,
    skewness,
    treat,
    winsorise,
)
from fairshare.assessment.composite.spec import Limits, flat

PLAIN = [float(value) for value in range(1, 21)]
TREATED = flat(["a"]).with_methods(outliers="winsorise")


@given(st.lists(st.integers(-50, 50), min_size=4, max_size=20).filter(lambda values: len(set(values)) > 1))
def test_the_measures_are_those_of_scipy_without_bias(values: list[int]) -> None:
    column = np.array(values, dtype=float)
    assert skewness(column) == pytest.approx(stats.skew(column, bias=False), abs=1e-9)
    assert excess_kurtosis(column) == pytest.approx(stats.kurtosis(column, bias=False), abs=1e-9)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0], [5.0] * 9])
def test_the_measures_are_0_where_they_are_undefined(values: list[float]) -> None:
    assert (skewness(np.array(values)), excess_kurtosis(np.array(values))) == (0, 0)


def test_the_farthest_value_is_drawn_to_the_next() -> None:
    column = np.array([*PLAIN, nan, 200.0])
    np.testing.assert_array_equal(winsorise(column, Limits()), [*PLAIN, nan, 20.0])
    np.testing.assert_array_equal(winsorise(-column, Limits()), [*(-v for v in PLAIN), nan, -20.0])


def test_no_more_points_than_allowed_then_a_logarithm_or_nothing() -> None:
    column = np.array([*PLAIN, 500.0, 1000.0])
    assert has_outliers(winsorise(column, Limits(points=1)), Limits())
    table = data(a=column.tolist())
    once = replace(TREATED, limits=Limits(points=1))
    changed, done = treat(once, table.units, column[:, None])
    np.testing.assert_allclose(changed[:, 0], logarithm(column))
    assert done[0][:3] == ("a", "log", ())
    left, undone = treat(replace(once, limits=Limits(points=1, log=False)), table.units, column[:, None])
    np.testing.assert_array_equal(left[:, 0], column)
    assert undone[0][1:] == ("none", (), False)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_the_logarithm_keeps_the_order(values: list[int]) -> None:
    column = np.array(values, dtype=float)
    changed = logarithm(column)
    np.testing.assert_array_equal(stats.rankdata(column), stats.rankdata(changed))


def test_what_was_done_is_told_with_the_units() -> None:
    found = index(TREATED, data(a=[*PLAIN, 150.0, 200.0]))
    assert found.treated == (("a", "winsorise", ("u20", "u21"), True),)
    assert found.values[-2:, 0].tolist() == [20, 20]
    assert index(flat(["a"]), data(a=[*PLAIN, 150.0, 200.0])).treated == ()
    assert index(TREATED, data(a=PLAIN)).treated == ()
