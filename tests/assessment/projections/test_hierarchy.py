"""Sums by label: the textbook's summing matrix, kept as partitions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hierarchies import CROSSED, hierarchies, summing
from hypothesis import given
from hypothesis import strategies as st

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.panel import Panel
from fairshare.faults import BadInputError

NAN = float("nan")
START = date(2024, 1, 1)


def test_two_crossed_labels_by_hand() -> None:
    assert CROSSED.names == (
        *("total", "state:CY", "state:EL", "citizenship:AFG", "citizenship:SYR"),
        *("EL/SYR", "EL/AFG", "CY/SYR", "CY/AFG"),
    )
    assert CROSSED.groups == 5
    assert CROSSED.sums(np.array([[1.0], [2.0], [3.0], [4.0]])).ravel().tolist() == [10, 7, 3, 6, 4]


def test_one_series_alone() -> None:
    alone = Hierarchy.of({}, ["EL"])
    assert alone.names == ("total", "EL")
    assert alone.all_nodes(np.array([[3.0]])).tolist() == [[3], [3]]


def test_a_label_with_another_value_for_every_series_is_the_bottom_itself() -> None:
    assert Hierarchy.of({"state": ["EL", "CY"]}).names == ("total", "EL", "CY")


@given(hierarchies(), st.integers(0, 99))
def test_partitions_say_what_the_summing_matrix_says(hierarchy: Hierarchy, seed: int) -> None:
    rng, dense = np.random.default_rng(seed), summing(hierarchy)
    bottom, weight = rng.random((len(hierarchy.bottom), 3)), rng.random(len(hierarchy.bottom))
    groups = rng.random((hierarchy.groups, 3))
    upper = dense[: hierarchy.groups]
    np.testing.assert_allclose(hierarchy.all_nodes(bottom), dense @ bottom)
    np.testing.assert_allclose(hierarchy.spread(groups), upper.T @ groups)
    np.testing.assert_allclose(hierarchy.overlaps(weight), upper @ np.diag(weight) @ upper.T)


def test_a_sum_has_a_figure_where_every_series_that_counts_has_one() -> None:
    """A gap hides the sum; what has not begun, or ended a year ago, does not."""
    values = np.array([[1.0] * 16, [NAN] * 2 + [10.0] * 14, [100.0] * 4 + [NAN] * 12])
    values[0, 5] = NAN
    hierarchy = Hierarchy.of({}, ["a", "b", "c"])
    found = hierarchy.panel(Panel(("a", "b", "c"), START, values))
    assert found.names == ("total", "a", "b", "c")
    np.testing.assert_array_equal(found.values[0], [101, 101, 111, 111, 11, NAN] + [11] * 10)
    np.testing.assert_array_equal(found.values[1:], values)


def test_a_late_figure_hides_the_sum_and_no_figure_at_all_does_not() -> None:
    values = np.array([[1.0, 1, NAN], [2, 2, 2], [NAN] * 3])
    found = Hierarchy.of({}, ["a", "b", "c"]).panel(Panel(("a", "b", "c"), START, values))
    np.testing.assert_array_equal(found.values[0], [3, 3, NAN])


def test_a_sum_of_nothing_is_not_zero() -> None:
    found = Hierarchy.of({}, ["a"]).panel(Panel(("a",), START, np.array([[NAN, 1.0]])))
    np.testing.assert_array_equal(found.values[0], [NAN, 1])


@pytest.mark.parametrize(
    ("labels", "names", "why"),
    [
        ({}, [], "no bottom series"),
        ({"state": ["EL"]}, ["a", "b"], "state has 1 values"),
        ({"state": ["EL", "EL"]}, None, "not all different"),
        ({"state": ["EL", "CY"]}, ["total", "a"], "not all different"),
    ],
)
def test_what_is_no_hierarchy(labels: dict[str, list[str]], names: list[str] | None, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        Hierarchy.of(labels, names)


def test_a_panel_of_other_series_is_refused() -> None:
    with pytest.raises(BadInputError, match="other series"):
        CROSSED.panel(Panel(("a",), START, np.ones((1, 1))))
