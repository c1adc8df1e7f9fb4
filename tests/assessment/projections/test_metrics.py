"""Losses: by hand, against an independent library and slow versions, and what always holds of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fairshare.assessment.projections.metrics import crps, naive_scales, pinball, share
from fairshare.assessment.projections.panel import Floats

COUNTS = st.integers(0, 5000).map(float)


def test_the_scale_is_the_naive_miss_before_the_origin() -> None:
    """10, 14, 12, 20: after three months 4 and 2 were missed, after four also 8."""
    absolute, squared = naive_scales(np.array([[10.0, 14.0, 12.0, 20.0]]), [3, 4])
    assert absolute.tolist() == [[3.0], [14 / 3]]
    assert squared.tolist() == [[np.sqrt(10.0)], [np.sqrt(28.0)]]


def test_a_gap_is_no_miss_and_a_year_compares_with_the_year_before() -> None:
    absolute, _ = naive_scales(np.array([[np.nan, 5.0, 9.0, np.nan, 3.0, 4.0]]), [2, 6])
    assert np.isnan(absolute[0, 0])
    assert absolute[1, 0] == (4 + 1) / 2
    yearly, _ = naive_scales(np.arange(24.0)[None], [24], season=12)
    assert yearly[0, 0] == 12


@given(arrays(np.float64, (2, 30), elements=COUNTS), st.integers(2, 29))
def test_what_comes_after_an_origin_does_not_change_its_scale(values: Floats, origin: int) -> None:
    changed = values.copy()
    changed[:, origin:] = 10_000 - changed[:, origin:]
    for before, after in zip(naive_scales(values, [origin]), naive_scales(changed, [origin]), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("season", [1, 12])
def test_mase_and_rmsse_against_utilsforecast(season: int) -> None:
    pd, losses = pytest.importorskip("pandas"), pytest.importorskip("utilsforecast.losses")
    draw = np.random.default_rng(3)
    values, points = draw.poisson(40, (3, 60)).astype(float), draw.poisson(40, (3, 12)).astype(float)
    long = [(f"s{row}", date(2020, 1, 1), month, values[row, month]) for row in range(3) for month in range(60)]
    frame: Any = pd.DataFrame(long, columns=["unique_id", "start", "ds", "y"])
    test = frame[frame.ds >= 48].assign(model=points.ravel())
    scales = naive_scales(values, [48], season)
    miss = values[:, 48:] - points
    for loss, own in (
        (losses.mase, np.abs(miss).mean(1) / scales[0][0]),
        (losses.rmsse, np.sqrt((miss**2).mean(1)) / scales[1][0]),
    ):
        theirs = loss(test, ["model"], seasonality=season, train_df=frame[frame.ds < 48])
        np.testing.assert_allclose(own, theirs["model"], rtol=1e-12)


@given(arrays(np.float64, (2, 25), elements=COUNTS), st.integers(0, 12))
def test_mase_does_not_depend_on_the_unit(values: Floats, power: int) -> None:
    """Persons or thousands of persons: the ratio of miss and scale stays (powers of two keep floats exact)."""
    values[:, 0], values[:, 1] = 0, 1
    unit = 2.0**power
    one, other = (np.abs(v[:, 20:] - v[:, 19:20]) / naive_scales(v, [20])[0].T for v in (values, values * unit))
    np.testing.assert_array_equal(one, other)


def slow_crps(draws: list[float], actual: float) -> float:
    """The area between the step of what came and the steps of the draws, squared."""
    edges = sorted({*draws, actual})
    area = 0.0
    for left, right in pairwise(edges):
        below = sum(draw <= left for draw in draws) / len(draws)
        area += (right - left) * (below - (actual <= left)) ** 2
    return area


@given(st.lists(COUNTS, min_size=1, max_size=12), COUNTS)
def test_crps_is_the_squared_area_between_the_steps(draws: list[float], actual: float) -> None:
    assert crps(np.array(draws), np.array(actual)) == pytest.approx(slow_crps(draws, actual), abs=1e-9)


@given(COUNTS, COUNTS, st.integers(1, 50))
def test_crps_of_a_point_mass_is_the_absolute_error(point: float, actual: float, size: int) -> None:
    """Gneiting and Raftery 2007, section 4.2."""
    assert crps(np.full(size, point), np.array(actual)) == pytest.approx(abs(point - actual), abs=1e-9)


def test_crps_is_twice_the_pinball_loss_over_all_quantiles() -> None:
    draws, actual = np.random.default_rng(5).gamma(2, 50, 4000), np.array(130.0)
    levels = (np.arange(999) + 0.5) / 999
    over = np.mean([2 * pinball(np.quantile(draws, level), actual, level) for level in levels])
    assert crps(draws, actual) == pytest.approx(float(over), rel=2e-3)


def test_crps_of_the_true_distribution_is_the_least_on_average() -> None:
    """Propriety: draws of the wrong mean or spread score worse."""
    draw = np.random.default_rng(7)
    came = draw.normal(100, 10, 3000)
    scores = {
        (mean, spread): crps(np.broadcast_to(draw.normal(mean, spread, 500), (3000, 500)), came).mean()
        for mean, spread in ((100, 10), (108, 10), (100, 25), (100, 2))
    }
    assert min(scores, key=lambda key: scores[key]) == (100, 10)


def test_too_little_room_costs_nine_times_too_much() -> None:
    at = np.array([100.0, 100.0])
    np.testing.assert_allclose(pinball(at, np.array([110.0, 90.0]), 0.9), [9.0, 1.0])


def test_pinball_against_utilsforecast() -> None:
    pd, losses = pytest.importorskip("pandas"), pytest.importorskip("utilsforecast.losses")
    draw = np.random.default_rng(1)
    came, said = draw.poisson(30, 50).astype(float), draw.poisson(35, 50).astype(float)
    frame = pd.DataFrame({"unique_id": "a", "y": came, "q": said})
    theirs = losses.quantile_loss(frame, {"q": "q"}, q=0.9)["q"][0]
    assert pinball(said, came, 0.9).mean() == pytest.approx(theirs)


@given(st.integers(1, 400), st.data())
def test_wilson_interval_against_scipy(count: int, data: st.DataObject) -> None:
    stats = pytest.importorskip("scipy.stats")
    hits = data.draw(st.integers(0, count))
    found = share(hits, count)
    theirs = stats.binomtest(hits, count).proportion_ci(method="wilson")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_a_share_of_nothing() -> None:
    assert share(0, 0) is None
