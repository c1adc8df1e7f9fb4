"""Monthly series side by side: gaps stay gaps, and nothing is counted twice."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.assessment.projections.panel import Panel, panel
from fairshare.faults import BadInputError

YEAR_END = date(2024, 11, 1)


def frame(*rows: tuple[str, date, float | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"series": pl.String, "month": pl.Date, "value": pl.Float64}, orient="row")


def test_months_without_a_figure_are_gaps_not_zeros() -> None:
    found = panel(frame(("EL", date(2024, 11, 1), 5.0), ("CY", date(2025, 2, 3), 7.0), ("EL", date(2025, 1, 1), None)))
    assert found.names == ("CY", "EL")
    assert (found.start, found.months, found.month(3)) == (YEAR_END, 4, date(2025, 2, 1))
    assert np.array_equal(found.values, [[np.nan] * 3 + [7], [5] + [np.nan] * 3], equal_nan=True)


@given(st.dictionaries(st.tuples(st.sampled_from("ABC"), st.integers(0, 40)), st.integers(0, 10**6), min_size=1))
def test_long_form_and_back(values: dict[tuple[str, int], int]) -> None:
    at = Panel(("x",), YEAR_END, np.zeros((1, 1))).month
    long = frame(*((name, at(month), float(value)) for (name, month), value in values.items()))
    again = panel(long).to_frame()
    assert again.sort("series", "month").equals(long.sort("series", "month"))


def test_what_was_known_earlier_and_some_of_the_series() -> None:
    whole = Panel(("a", "b"), YEAR_END, np.arange(6.0).reshape(2, 3))
    assert whole.until(2).values.tolist() == [[0, 1], [3, 4]]
    assert whole.rows([1]).names == ("b",)


def test_a_figure_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInputError, match="two figures for a month"):
        panel(frame(("EL", date(2024, 1, 1), 1.0), ("EL", date(2024, 1, 31), 1.0)))
    with pytest.raises(BadInputError, match="no monthly figure"):
        panel(frame())


@pytest.mark.parametrize(
    ("names", "start", "values", "why"),
    [
        (("a",), YEAR_END, [[-1.0]], "negative"),
        (("a",), YEAR_END, [[np.inf]], "infinite"),
        (("a", "a"), YEAR_END, [[1.0], [1.0]], "different"),
        (("a",), YEAR_END, [[1.0], [1.0]], "shape"),
        (("a",), date(2024, 1, 2), [[1.0]], "first day"),
    ],
)
def test_what_is_no_panel(names: tuple[str, ...], start: date, values: list[list[float]], why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        Panel(names, start, np.array(values))
