"""Declared links, row by row, and the one link of each pair: the greatest kind weight times strength (contract 9)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import problem

from fairshare.matching.links import KIND_NAMES, LinkRows, link_kinds, pair_links, relinked
from fairshare.matching.policy import KINDS, Policy

pytestmark = pytest.mark.law("AMMR 67(3)")

rows = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 3), st.integers(0, len(KIND_NAMES) - 1), st.sampled_from((0.2, 0.4, 0.5, 1.0))
    ),
    max_size=30,
    unique_by=lambda row: row[:3],
)
weights = st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(2, 5), Fraction(1)))
policies = st.builds(lambda kinds: Policy(kinds=kinds), st.dictionaries(st.sampled_from(KIND_NAMES), weights))


def link_rows(given: list[tuple[int, int, int, float]]) -> LinkRows:
    family, state, kind = (np.array([row[place] for row in given], np.int64) for place in range(3))
    return LinkRows(family, state, kind, np.array([row[3] for row in given], np.float64))


@given(given=rows, policy=policies)
def test_the_greatest_row_of_each_pair_counts(given: list[tuple[int, int, int, float]], policy: Policy) -> None:
    pairs = pair_links(link_rows(given), policy, 4)
    slow: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for family, state, kind, strength in given:
        worth = float(policy.kinds.get(KIND_NAMES[kind], 0)) * strength
        slow.setdefault((family, state), []).append((worth, -kind))
    expected = {pair: max(found) for pair, found in sorted(slow.items()) if max(found)[0] > 0}
    assert list(zip(pairs.family.tolist(), pairs.state.tolist(), strict=True)) == list(expected)
    assert pairs.link.tolist() == [worth for worth, _ in expected.values()]
    assert pairs.kind.tolist() == [-kind for _, kind in expected.values()]


@given(given=rows, data=st.data())
def test_the_order_of_rows_decides_nothing(given: list[tuple[int, int, int, float]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(given))
    one, other = pair_links(link_rows(given), Policy(), 4), pair_links(link_rows(list(mixed)), Policy(), 4)
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("family", "state", "link", "kind"))


def test_another_policy_can_make_another_row_count() -> None:
    it = problem([(1, "IT", False, {"DE": 0.5})], {"DE": 1})
    declared = LinkRows(np.array([0, 0]), np.array([0, 0]), np.array([0, 1]), np.array([0.5, 0.8]))  # family, cultural
    assert relinked(it, declared, Policy()).link.tolist() == [0.5]
    assert link_kinds(it, declared).tolist() == [KIND_NAMES.index("family")]
    cultural = Policy(kinds={**KINDS, "cultural": Fraction(1)})
    assert relinked(it, declared, cultural).link.tolist() == [0.8]
    assert relinked(it, declared, cultural).policy is cultural
