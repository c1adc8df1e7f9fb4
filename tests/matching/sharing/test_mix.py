"""The mix of unlinked families by destination: the index of dissimilarity, by hand and against trying everything."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import problem

from fairshare.matching.problem import NOWHERE
from fairshare.matching.sharing import SHARED, mix
from fairshare.matching.sharing.mix import _least

pytestmark = pytest.mark.law("AMMR 67(4)")


def test_a_mix_worked_by_hand() -> None:
    """Three of A and one of B in DE, one of B in FR: the whole is 3/5 A, so DE is off by 3/20 and FR by 3/5."""
    families = [(1, "IT", False, {})] * 4 + [(2, "EL", True, {}), (1, "IT", False, {"DE": 1.0}), (1, "IT", False, {})]
    instance = problem(families, {"DE": 9, "FR": 9}, nationality=[7, 7, 7, -1, -1, 7, 7])
    found = mix(instance, np.array([0, 0, 0, 0, 2, 0, NOWHERE]))
    assert instance.states == ("DE", "EL", "FR", "IT")
    assert (found.states.tolist(), found.cases.tolist(), found.persons.tolist()) == ([0, 2], [4, 1], [4, 2])
    nationality = found.attributes["nationality"]
    assert (nationality.categories.tolist(), nationality.counts.tolist()) == ([-1, 7], [[1, 3], [1, 0]])
    assert nationality.whole.tolist() == [2, 3]
    assert nationality.dissimilarity == pytest.approx([3 / 20, 3 / 5])
    assert nationality.mean == pytest.approx((4 * 3 / 20 + 2 * 3 / 5) / 6)
    assert nationality.least == pytest.approx([1 / 10, 2 / 5])  # 2 + 2 of 4; one of A
    assert found.attributes["persons"].categories.tolist() == [1, 2]
    assert found.attributes["present_in"].dissimilarity == pytest.approx([1 / 5, 4 / 5])
    assert found.overall == pytest.approx(np.mean([found.attributes[name].mean for name in SHARED]))


def test_of_nobody_there_is_no_mix() -> None:
    found = mix(problem([(1, "IT", False, {})], {"DE": 1}), np.array([NOWHERE]))
    assert (len(found.states), found.overall) == (0, 0.0)
    assert found.attributes["nationality"].counts.shape == (0, 0)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(1, 7))
def test_the_least_is_that_of_the_best_whole_numbers(whole: list[int], cases: int) -> None:
    shares = np.array(whole) / sum(whole)
    every = combinations_with_replacement(range(len(whole)), cases)
    best = min(0.5 * np.abs(np.bincount(found, minlength=len(whole)) / cases - shares).sum() for found in every)
    assert _least(shares, cases) == pytest.approx(best)
