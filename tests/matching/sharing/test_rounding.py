"""Whole numbers near given ones: exact sums, bounds, and lots with the right chance."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fairshare.matching.sharing.rounding import by_lot, nearest

numbers = st.lists(st.tuples(st.floats(-3, 40), st.integers(0, 30)), min_size=1, max_size=8)


@given(numbers, st.integers(0, 200), st.integers(0, 9))
def test_the_sum_is_exact_and_no_bound_is_passed(rows: list[tuple[float, int]], total: int, seed: int) -> None:
    want, most = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    whole = nearest(want, most, total, np.random.default_rng(seed))
    assert whole.sum() == min(total, most.sum())
    assert ((whole >= 0) & (whole <= most)).all()


@given(st.lists(st.integers(0, 50), min_size=2, max_size=8), st.integers(1, 60))
def test_where_the_sum_fits_every_number_is_rounded_to_a_neighbour(weights: list[int], total: int) -> None:
    want = np.array(weights) * (total / max(sum(weights), 1))
    whole = nearest(want, np.full(len(want), 99), round(want.sum()), np.random.default_rng(0))
    assert (np.abs(whole - want) < 1 + 1e-9).all()


def test_equal_remainders_are_settled_by_lot() -> None:
    seen = {tuple(nearest(np.full(3, 1 / 3), np.full(3, 1), 1, np.random.default_rng(seed))) for seed in range(40)}
    assert len(seen) == 3


@given(st.lists(st.floats(0.01, 9), min_size=1, max_size=8), st.integers(0, 30), st.integers(0, 99))
def test_by_lot_each_number_is_rounded_up_or_down(want: list[float], total: int, seed: int) -> None:
    exact = np.array(want) * (total / sum(want))
    whole = by_lot(np.array(want), total, np.random.default_rng(seed))
    assert whole.sum() == total
    assert (np.abs(whole - exact) < 1 + 1e-9).all()


def test_by_lot_the_chance_is_the_fraction() -> None:
    want = np.array([0.1, 0.25, 0.5, 1.4, 2.75])
    mean = np.mean([by_lot(want, 5, np.random.default_rng(seed)) for seed in range(4_000)], axis=0)
    assert np.abs(mean - want).max() < 0.03
