"""Rolling origins: nothing of the months to come is known, and what was said is kept beside what came."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fairshare.assessment.projections.origins import ERRORS, QUANTILES, Entrant, choose_origins, own_errors, roll
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import BadInputError


def months(values: Floats) -> Panel:
    return Panel(tuple(f"s{row}" for row in range(len(values))), date(2015, 1, 1), values)


def walk(known: Panel, horizon: int) -> Floats:
    return np.repeat(known.values[:, -1:], horizon, axis=1)


def mean(known: Panel, horizon: int) -> Floats:
    return np.repeat(np.nanmean(known.values, axis=1, keepdims=True), horizon, axis=1)


def spread(known: Panel, points: Floats, said: Floats, came: Floats) -> Floats:
    """Draws from all that was ever seen: any month ahead is equally like any month before."""
    return np.repeat(known.values[:, None, :], points.shape[1], axis=1)


ENTRANTS = {"walk": Entrant(walk, spread), "mean": Entrant(mean), "errors": Entrant(mean, own_errors)}


@given(arrays(np.float64, (2, 40), elements=st.integers(0, 900).map(float)), st.integers(30, 38))
@settings(max_examples=15)
def test_months_after_an_origin_change_nothing_of_it(values: Floats, origin: int) -> None:
    changed = values.copy()
    changed[:, origin:] = 1000 - changed[:, origin:]
    one, other = (roll(months(v), ENTRANTS, range(3, 40), 6) for v in (values, changed))
    until = origin - 3 + 1
    for name in ENTRANTS:
        np.testing.assert_array_equal(one.past[name].points[:until], other.past[name].points[:until])
    for name in ("walk", "errors"):
        before, after = one.past[name].quantiles, other.past[name].quantiles
        assert before is not None
        assert after is not None
        np.testing.assert_array_equal(before[:until], after[:until])
    np.testing.assert_array_equal(one.scale[:until], other.scale[:until])


def test_a_model_cannot_reach_behind_its_origin_or_change_what_it_is_shown() -> None:
    """A view of the whole would have the months to come as its base."""
    given_ = months(np.arange(80.0).reshape(2, 40))

    def greedy(known: Panel, horizon: int) -> Floats:
        assert known.values.base is None
        known.values[:] = 0
        return walk(known, horizon)

    roll(given_, {"greedy": Entrant(greedy)}, [30, 31], 3)
    np.testing.assert_array_equal(given_.values, np.arange(80.0).reshape(2, 40))


def test_what_came_stands_beside_what_was_said() -> None:
    """From month 30 on the count is its own place, so h months after the origin it is h higher than the last one."""
    record = roll(months(np.arange(40.0)[None]), ENTRANTS, [30, 38], 3)
    assert record.actual[:, 0].tolist()[0] == [30, 31, 32]
    np.testing.assert_array_equal(record.actual[1, 0], [38, 39, np.nan])
    assert record.past["walk"].points[:, 0].tolist() == [[29] * 3, [37] * 3]
    assert record.scale.tolist() == [[1.0], [1.0]]


def test_of_draws_the_quantiles_and_the_score_are_kept() -> None:
    record = roll(months(np.arange(40.0)[None]), ENTRANTS, [30], 2)
    past = record.past["walk"]
    assert past.quantiles is not None
    assert past.crps is not None
    assert past.quantiles.shape == (1, 1, 2, len(QUANTILES))
    np.testing.assert_allclose(past.quantiles[0, 0, 0], [29 * level for level in QUANTILES])
    slow = np.abs(np.arange(30) - 30).mean() - np.abs(np.subtract.outer(np.arange(30), np.arange(30))).mean() / 2
    assert past.crps[0, 0, 0] == pytest.approx(slow)
    assert record.past["mean"].quantiles is None


def test_past_errors_by_hand() -> None:
    """Cube roots missed by -1, 0 and 1, eight times each, at 27: a half within 2 and 4 cubed, and never below 0."""
    said = np.full((24, 1, 1), 64.0)
    came = np.resize([27.0, 64.0, 125.0], (24, 1, 1))
    draws = own_errors(months(np.zeros((1, 30))), np.array([[27.0]]), said, came)
    assert np.quantile(draws, [0, 0.5, 1]).tolist() == pytest.approx([8, 27, 64])
    low = own_errors(months(np.zeros((1, 30))), np.array([[0.0]]), said, came)
    assert np.quantile(low, [0, 0.5, 1]).tolist() == pytest.approx([0, 0, 1])


def test_past_errors_against_numpy_and_none_before_there_are_enough() -> None:
    """The longest months ahead have fewer errors: the third has one too few. Ranks as in Weibull 1939."""
    draw = np.random.default_rng(0)
    said, came = draw.gamma(2, 50, (2, ERRORS + 1, 2, 3))
    came[ERRORS:, :, 1], came[ERRORS - 1 :, :, 2] = np.nan, np.nan
    points = draw.gamma(2, 50, (2, 3))
    draws = own_errors(months(np.zeros((2, 40))), points, said, came)
    for row, ahead in ((0, 0), (1, 0), (0, 1), (1, 1)):
        errors = (np.cbrt(came) - np.cbrt(said))[:, row, ahead]
        ranks = (np.arange(99) + 0.5) / 99
        wanted = np.quantile(errors[~np.isnan(errors)], ranks, method="weibull")
        np.testing.assert_allclose(draws[row, ahead], np.maximum(np.cbrt(points[row, ahead]) + wanted, 0) ** 3)
    assert np.isnan(draws[:, 2]).all()


def test_past_errors_cover_what_they_promise() -> None:
    """Of a stationary series 80 of 100 months fall in the 80 % interval; 3 points are 2.5 standard errors."""
    values = np.random.default_rng(1).poisson(400, (6, 300)).astype(float)
    record = roll(months(values), {"mean": Entrant(mean, own_errors)}, range(36, 300), 1)
    quantiles = record.past["mean"].quantiles
    assert quantiles is not None
    known = ~np.isnan(quantiles[..., 0])
    assert known.sum() == 6 * (264 - ERRORS)
    inside = (quantiles[..., 1] <= record.actual) & (record.actual <= quantiles[..., -2])
    assert inside[known].mean() == pytest.approx(0.8, abs=0.03)


def test_a_short_series_has_no_scale_until_two_years() -> None:
    values = np.vstack([np.arange(40.0), np.r_[np.full(10, np.nan), np.arange(30.0)], np.full(40, 7.0)])
    record = roll(months(values), {}, [33, 34], 1)
    np.testing.assert_array_equal(record.scale, [[1, np.nan, 0], [1, 1, 0]])


def test_so_many_origins_have_the_full_horizon() -> None:
    given_ = months(np.zeros((1, 196)))
    chosen = choose_origins(given_, 18, count=36)
    assert (chosen[0], chosen[-1]) == (143, 195)
    assert sum(origin + 18 <= 196 for origin in chosen) == 36
    assert choose_origins(given_, 18)[0] == 36
    assert choose_origins(months(np.zeros((1, 50))), 18, count=36) == tuple(range(36, 50))


def test_progress_is_told() -> None:
    heard: list[int] = []
    roll(months(np.arange(40.0)[None]), ENTRANTS, [30, 31, 35], 1, done=heard.append)
    assert heard == [1, 2, 3]


@pytest.mark.parametrize("origins", [[], [40], [1, 30], [31, 30], [30, 30]])
def test_origins_out_of_range_are_refused(origins: list[int]) -> None:
    with pytest.raises(BadInputError, match="cannot be scored on 40 months"):
        roll(months(np.zeros((1, 40))), ENTRANTS, origins, 3)


def test_too_short_a_panel_is_refused() -> None:
    with pytest.raises(BadInputError, match="there are 36 months, and past projections need more than 36"):
        choose_origins(months(np.zeros((1, 36))), 12)


def test_another_shape_is_refused() -> None:
    given_ = months(np.zeros((2, 40)))
    with pytest.raises(BadInputError, match=r"flat gave points of the shape \(2,\)"):
        roll(given_, {"flat": Entrant(lambda known, horizon: known.values[:, -1])}, [30], 3)
    with pytest.raises(BadInputError, match=r"flat gave draws of the shape \(2, 3\)"):
        roll(given_, {"flat": Entrant(walk, lambda known, points, said, came: points)}, [30], 3)
