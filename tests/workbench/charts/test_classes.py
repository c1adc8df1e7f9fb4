"""Classes of a map: every value in one of them, equal values together."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.workbench.charts.classes import COLOURS, classify

values = st.lists(st.fractions(0, 100, max_denominator=20), max_size=40)
methods = st.sampled_from([None, "equal", "quantile"])


@given(values, st.integers(1, COLOURS), methods)
def test_classes_partition_the_values(figures: list[Fraction], number: int, method: str | None) -> None:
    made = classify(figures, number, method)  # type: ignore[arg-type]
    assert len(made.groups) <= number
    assert sum(group.size for group in made.groups) == len(figures)
    for before, after in pairwise(made.groups):
        assert before.high < after.low
        assert before.colour < after.colour
    sizes = Counter(made.colour(value) for value in figures)
    assert sizes == {group.colour: group.size for group in made.groups}
    assert set(sizes) <= set(range(COLOURS))


@given(values)
def test_the_order_of_the_values_does_not_matter(figures: list[Fraction]) -> None:
    assert classify(figures) == classify(reversed(figures))


def test_equal_width_unless_most_values_crowd_into_one_class() -> None:
    assert classify(map(Fraction, range(10))).method == "equal"
    crowded = classify([Fraction(value) for value in (1, 2, 3, 4, 5, 6, 7, 8, 9, 1000)])
    assert crowded.method == "quantile"
    assert [group.size for group in crowded.groups] == [2, 2, 2, 2, 2]


def test_few_values_use_the_ends_of_the_colours() -> None:
    assert [group.colour for group in classify([Fraction(1), Fraction(9)]).groups] == [0, 4]
    assert [group.colour for group in classify([Fraction(3), Fraction(3)]).groups] == [2]
    assert classify([]).groups == ()


@pytest.mark.parametrize("number", [0, 6])
def test_there_are_one_to_five_classes(number: int) -> None:
    with pytest.raises(BadInputError, match="1 to 5"):
        classify([Fraction(1)], number)
