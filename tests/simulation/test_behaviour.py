"""Draws of assumptions: within their ranges, of their shapes, and the same wherever they are drawn."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import fairshare
from fairshare.figures.simulate.behaviour import rows
from fairshare.simulation.behaviour import Parameter, Shape, at, behaviour, central, free, parameters, quantile

HELD = parameters(rows())
SOURCE = Path(fairshare.__file__).parent


def chance(shape: Shape, best: float, low: float, high: float, a: float = 0.0, b: float = 0.0) -> Parameter:
    """A parameter of which only the distribution matters."""
    return Parameter("x", "", "", best, low, high, shape, "", "assumed", a, b)


@given(st.floats(0, 1), st.sampled_from(HELD))
def test_a_value_lies_in_its_range(u: float, one: Parameter) -> None:
    assert one.low <= quantile(one, u) <= one.high


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2), st.sampled_from(HELD))
def test_more_luck_never_gives_less(us: list[float], one: Parameter) -> None:
    below, above = sorted(us)
    assert quantile(one, below) <= quantile(one, above)


@pytest.mark.parametrize("u", [0.01, 0.2, 0.5, 0.7, 0.99])
def test_a_triangle_has_its_mode_at_best(u: float) -> None:
    expected = stats.triang(0.25, loc=1, scale=4).ppf(u)
    assert quantile(chance("triangular", 2.0, 1.0, 5.0), u) == pytest.approx(expected)


@pytest.mark.parametrize("u", [0.01, 0.2, 0.5, 0.7, 0.99])
def test_a_beta_is_the_posterior_of_counts_cut_to_its_range(u: float) -> None:
    whole = stats.beta(191.5, 1133.5)
    assert quantile(chance("beta", 0.144, 0.0, 1.0, 191, 1133), u) == pytest.approx(whole.ppf(u), abs=1e-6)
    cut = whole.ppf(whole.cdf(0.14) + u * (whole.cdf(0.15) - whole.cdf(0.14)))
    assert quantile(chance("beta", 0.144, 0.14, 0.15, 191, 1133), u) == pytest.approx(cut, abs=1e-6)


def test_a_draw_is_the_same_in_any_order_and_company() -> None:
    """So that one more parameter does not change the draws of the others."""
    all_of_them = behaviour(HELD, seed=3, draw=17)
    assert behaviour(HELD[::-1], seed=3, draw=17) == all_of_them
    alone = behaviour(HELD[5:6], seed=3, draw=17)
    assert alone[HELD[5].name] == all_of_them[HELD[5].name]


def test_draws_and_seeds_differ_and_spread_over_the_range() -> None:
    one = chance("uniform", 0.5, 0.0, 1.0)
    drawn = np.array([[behaviour([one], seed, draw)["x"] for draw in range(400)] for seed in (1, 2)])
    assert len(np.unique(drawn)) == drawn.size
    assert stats.kstest(drawn.ravel(), "uniform").pvalue > 0.01


def test_the_middle_of_the_cube_is_not_the_best_but_its_corners_are_the_bounds() -> None:
    unfixed = free(HELD)
    low, high = (at(HELD, np.full(len(unfixed), u)) for u in (0.0, 1.0))
    assert all(low[one.name] == pytest.approx(one.low, abs=1e-9) for one in unfixed)
    assert all(high[one.name] == pytest.approx(one.high, abs=1e-9) for one in unfixed)
    assert low["unit_eur"] == high["unit_eur"] == 20_000


def test_a_point_needs_one_coordinate_a_free_parameter() -> None:
    with pytest.raises(ValueError, match="zip"):
        at(HELD, [0.5])


def test_the_central_values_are_the_best() -> None:
    assert central(HELD).values == {one.name: one.best for one in HELD}


def test_a_name_that_is_no_parameter_is_an_error() -> None:
    with pytest.raises(KeyError):
        central(HELD)["luck"]


def test_every_parameter_is_used_and_none_is_missing() -> None:
    """What the simulation and the mechanisms ask for by name is what the file holds."""
    folders = ("simulation", "law/mechanisms", "evaluation")
    text = "".join(path.read_text("utf-8") for folder in folders for path in (SOURCE / folder).rglob("*.py"))
    asked = set(re.findall(r'(?:behaviour\[|\.rate\(|\.figure\(|rates\[)"(\w+)"', text))
    names = {one.name for one in HELD}
    assert asked - names == set()
    assert {name for name in names if f'"{name}"' not in text} == set()
