"""Measures of fit: by hand on figures small enough to see."""

from __future__ import annotations

import numpy as np
import pytest

from fairshare.simulation.fits import Fit, fit, wape


def of(predicted: list[float], observed: list[float]) -> Fit:
    """A comparison of which only the figures matter."""
    return fit("x", "says", "2013", "2012", np.array(predicted), np.array(observed))


def test_every_measure_by_hand() -> None:
    one = of([10, 30, 20], [20, 30, 10])
    assert (one.predicted, one.observed, one.cases) == (60, 60, 3)
    assert (one.ratio, one.mae, one.wape) == (1, 20 / 3, 20 / 60)
    assert one.correlation == pytest.approx(0.5)


def test_a_perfect_fit() -> None:
    one = of([1, 2, 3], [1, 2, 3])
    assert (one.wape, one.verdict) == (0, "close")
    assert one.correlation == pytest.approx(1)


@pytest.mark.parametrize(
    ("predicted", "verdict"),
    [
        (125, "close"),
        (80, "close"),
        (126, "too high by a factor of 1.3"),
        (79, "too low by a factor of 1.3"),
        (0, "nothing was predicted"),
    ],
)
def test_a_verdict_is_on_the_total(predicted: float, verdict: str) -> None:
    assert of([predicted], [100]).verdict == verdict


def test_nothing_observed_has_no_ratio() -> None:
    one = of([5, 5], [0, 0])
    assert (one.ratio, one.wape, one.verdict) == (None, None, "nothing was observed")


def test_two_cases_or_equal_ones_have_no_correlation() -> None:
    assert of([1, 2], [2, 1]).correlation is None
    assert of([1, 2, 3], [4, 4, 4]).correlation is None


def test_predicting_nothing_has_an_error_as_large_as_what_was_seen() -> None:
    assert wape(np.zeros(2), np.array([3.0, 5.0])) == 1


def test_json_holds_the_ratio_and_the_verdict() -> None:
    told = of([1, 2], [1, 2]).as_json()
    assert (told["name"], told["ratio"], told["verdict"], told["in_sample"]) == ("x", 1, "close", False)
