"""The catalogue of models: naive ones by hand and against statsforecast, fitted ones equal to statsforecast's own."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fairshare.assessment.projections.fits import BATCH, CLASSES, fit
from fairshare.assessment.projections.history import history
from fairshare.assessment.projections.models import MODELS, expect, points
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import BadInputError

NAN = float("nan")
NAIVE = ("random_walk", "seasonal_naive", "drift")
START = date(2015, 1, 1)


def series(*rows: list[float]) -> Panel:
    """A panel of rows that end in the same month; shorter ones begin later."""
    months = max(map(len, rows))
    values = np.array([[NAN] * (months - len(row)) + row for row in rows])
    return Panel(tuple(f"s{place}" for place in range(len(rows))), START, values)


def counts(rows: int = 3, months: int = 60, seed: int = 0) -> Floats:
    rng = np.random.default_rng(seed)
    level = 50 + 30 * np.sin(np.arange(months) * np.pi / 6) + rng.normal(0, 3, (rows, months)).cumsum(axis=1)
    return rng.poisson(np.maximum(level, 0)).astype(float)


def test_naive_ones_by_hand() -> None:
    given_ = series([1.0, 3.0, 5.0], [8.0, 4.0])
    assert points(given_, "random_walk", 2).tolist() == [[5, 5], [4, 4]]
    assert points(given_, "drift", 2).tolist() == [[7, 9], [0, 0]]  # 4 - 4, and 4 - 8 that no count can be
    year = series([float(month) for month in range(14)])
    assert points(year, "seasonal_naive", 13).tolist() == [[*range(2, 14), 2]]
    assert points(given_, "seasonal_naive", 1).tolist() == [[5], [4]]  # no year yet: the last figure


@given(st.integers(14, 40), st.integers(1, 18), st.integers(0, 9))
@settings(max_examples=15, deadline=None)
def test_naive_ones_against_statsforecast(months: int, horizon: int, seed: int) -> None:
    models = pytest.importorskip("statsforecast.models")
    panel = series(*np.random.default_rng(seed).integers(0, 90, (2, months)).astype(float).tolist())
    rivals = (models.Naive(), models.SeasonalNaive(season_length=12), models.RandomWalkWithDrift())
    for name, rival in zip(NAIVE, rivals, strict=True):
        theirs = np.stack([np.maximum(rival.forecast(y=row, h=horizon)["mean"], 0.0) for row in panel.values])
        np.testing.assert_allclose(
            points(panel, name, horizon), theirs, rtol=1e-5, atol=1e-4
        )  # theirs: single precision


@pytest.mark.parametrize("name", ["theta", "auto_theta", "auto_ces", "auto_ets"])
def test_fitted_ones_are_those_of_statsforecast(name: str) -> None:
    models = pytest.importorskip("statsforecast.models")
    values = counts()
    rival = getattr(models, CLASSES[name])(season_length=12)
    theirs = np.stack([np.maximum(rival.forecast(y=row, h=12)["mean"], 0.0) for row in values])
    assert np.array_equal(points(series(*values.tolist()), name, 12), theirs)


def test_theta_on_logarithms() -> None:
    models = pytest.importorskip("statsforecast.models")
    values = counts(1)
    theirs = np.expm1(models.Theta(season_length=12).forecast(y=np.log1p(values[0]), h=6)["mean"])
    np.testing.assert_array_equal(points(series(values[0].tolist()), "theta_log", 6)[0], np.maximum(theirs, 0))


@pytest.mark.parametrize(("name", "mixed"), [("combination", np.mean), ("combination_median", np.median)])
def test_a_combination_is_made_of_its_parts(name: str, mixed: object) -> None:
    panel = series(*counts().tolist())
    parts = [points(panel, part, 6) for part in MODELS[name].parts]
    assert len(parts) == 4
    assert callable(mixed)
    np.testing.assert_allclose(points(panel, name, 6), mixed(parts, axis=0))


def test_workers_change_nothing() -> None:
    rows = counts(BATCH + 2, 36)
    panel = series(*rows.tolist())
    assert np.array_equal(points(panel, "theta", 6), points(panel, "theta", 6, workers=2))


def test_series_that_no_model_can_be_fitted_to_are_left_to_the_random_walk_and_named() -> None:
    flat, zero, short = [7.0] * 40, [0.0] * 40, [3.0, 9.0]
    found = expect(series(flat, zero, short, [4.0], counts(1, 40)[0].tolist()), "theta", 3)
    assert found.values[:4].tolist() == [[7] * 3, [0] * 3, [9] * 3, [4] * 3]
    assert dict(found.fallbacks) == {
        "s0": "constant",
        "s1": "constant",
        "s2": "less than two years of figures",
        "s3": "less than two years of figures",
    }


def test_one_month_of_a_panel_is_enough_for_a_point() -> None:
    assert all(points(series([6.0]), name, 2).tolist() == [[6, 6]] for name in MODELS if name != "auto_arima")


def test_gaps_are_filled_on_a_straight_line_and_nothing_outside() -> None:
    found = history(Panel(("a",), START, np.array([[NAN, 2.0, NAN, NAN, 8.0, NAN]])))
    np.testing.assert_array_equal(found.filled, [[NAN, 2, 4, 6, 8, NAN]])
    assert (found.first.tolist(), found.last.tolist(), found.lag.tolist()) == ([1], [4], [1])


def test_a_late_series_is_projected_from_its_last_figure() -> None:
    """Two months are still to come: the months wanted are the third and fourth after the last figure."""
    values = counts(1, 48)
    late = Panel(("a",), START, np.concatenate([values, [[NAN, NAN]]], axis=1))
    early = Panel(("a",), START, values)
    for name in ("seasonal_naive", "drift", "theta"):
        np.testing.assert_array_equal(points(late, name, 2), points(early, name, 4)[:, 2:])


def test_a_series_without_a_figure_in_a_year_has_ended() -> None:
    """The United Kingdom after 2020: projected as nobody, not as its last month for ever."""
    values = np.full((3, 40), 5.0)
    values[0, 28:] = NAN
    values[1, 29:] = NAN
    values[2] = NAN
    found = expect(Panel(("gone", "late", "never"), START, values), "random_walk", 2)
    assert found.values.tolist() == [[0, 0], [5, 5], [0, 0]]
    assert dict(found.fallbacks) == {"gone": "no figure in the last year: 0", "never": "no figure"}


def test_a_projection_that_runs_away_is_not_believed() -> None:
    """Half as much again every month, carried on for a year and a half, would be 1,500 times all that was seen."""
    burst = np.round(10 * 1.5 ** np.maximum(np.arange(40) - 20, 0))
    found = expect(series(burst.tolist()), "auto_ces", 18)
    assert found.values.tolist() == [[burst[-1]] * 18]
    assert dict(found.fallbacks) == {"s0": "auto_ces ran away"}


def test_a_model_that_fails_says_so() -> None:
    pytest.importorskip("statsforecast")
    assert fit("theta", [(np.array([1.0]), 2)]) == [None]


def test_a_series_on_which_a_model_fails_is_left_to_the_random_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fairshare.assessment.projections.models.fit", lambda *_: [None])
    values = counts(1)
    found = expect(series(values[0].tolist()), "auto_ets", 2)
    assert found.values.tolist() == [[values[0, -1]] * 2]
    assert dict(found.fallbacks) == {"s0": "auto_ets could not be fitted"}


@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(1, 4), st.integers(1, 40)), elements=st.sampled_from([NAN, 0, 1, 7, 400])
    ),
    st.sampled_from([*NAIVE, "theta", "theta_log", "auto_ces", "combination_median"]),
)
@settings(max_examples=40, deadline=None)
def test_every_point_is_finite_and_no_count_is_negative(values: Floats, name: str) -> None:
    panel = Panel(tuple(map(str, range(len(values)))), START, values)
    found = points(panel, name, 5)
    assert found.shape == (len(values), 5)
    assert np.isfinite(found).all()
    assert (found >= 0).all()


@pytest.mark.parametrize(
    ("model", "horizon", "months", "why"),
    [("prophet", 1, 3, "'prophet' is unknown"), ("drift", 0, 3, "below 1"), ("drift", 1, 0, "no month")],
)
def test_what_cannot_be_asked(model: str, horizon: int, months: int, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        points(Panel(("a",), START, np.ones((1, months))), model, horizon)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "statsforecast.models", None)
    with pytest.raises(BadInputError, match="needs statsforecast"):
        fit("theta", [(np.ones(30), 1)])
