"""The arithmetic of mechanisms: keys, load ratios, and amounts spread within limits, held against the exact rules."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import PLACE, union

from fairshare.law.apportionment import share_out
from fairshare.law.mechanisms.shares import above_key, by_levels, coupled, fill, ratio_to, under_pressure

entries = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 1_000)), min_size=1, max_size=8)


@given(st.integers(0, 5_000), entries)
def test_filling_is_the_exact_sharing_out_in_floats(amount: int, rows: list[tuple[int, int]]) -> None:
    weights, room = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    exact = share_out(
        Fraction(amount),
        {str(i): Fraction(w) for i, (w, _) in enumerate(rows) if w},
        {str(i): r for i, (_, r) in enumerate(rows)},
    )
    expected = [float(exact.get(str(i), 0)) for i in range(len(rows))]
    assert fill(float(amount), weights, room) == pytest.approx(expected, abs=1e-9)


@given(entries, entries)
def test_coupling_moves_the_smaller_sum_and_keeps_every_limit(
    out: list[tuple[int, int]], into: list[tuple[int, int]]
) -> None:
    sources, takers = np.zeros(8), np.zeros(8)
    sources[: len(out)], takers[: len(into)] = [room for _, room in out], [room for _, room in into]
    moved = coupled(sources, takers)
    assert moved.sum() == pytest.approx(min(sources.sum(), takers.sum()))
    assert (moved.sum(axis=1) <= sources + 1e-9).all()
    assert (moved.sum(axis=0) <= takers + 1e-9).all()


def test_a_load_ratio_of_one_is_just_what_the_key_says() -> None:
    key = np.array([0.7, 0.3, 0.0])
    assert ratio_to(np.array([70.0, 30.0, 500.0]), key) == pytest.approx([1.0, 1.0, 0.0])
    assert ratio_to(np.zeros(3), key).tolist() == [0, 0, 0]


def test_under_pressure_is_who_stands_above_the_rate_and_nobody_outside_the_key() -> None:
    at = union()
    found = {state for state, place in PLACE.items() if under_pressure(at)[place]}
    assert found == {"CY", "EL", "ES"}  # Switzerland has as many a head, and is not in the key
    assert above_key(at)[PLACE["CH"]] == 0
    assert above_key(at)[PLACE["EL"]] == pytest.approx(69_000 - at.key[PLACE["EL"]] * _applications_in_key())


def _applications_in_key() -> float:
    at = union()
    return float(at.applications[at.key > 0].sum())


def test_a_key_by_levels_over_the_26_is_the_reference_key() -> None:
    at = union()
    assert by_levels(at, {"population": 0.5, "gdp": 0.5}, at.key > 0) == pytest.approx(at.key)
    assert by_levels(at, {"gdp": 1.0}, np.zeros(len(at.states), dtype=bool)).sum() == 0
