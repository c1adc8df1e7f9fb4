"""Joint paths: errors by hand, paths that add up and are never negative, intervals that nest, and what they cover."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hierarchies import CROSSED, hierarchies
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.assessment.projections.errors import WIDEST, Spread, past_errors, widening
from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.assessment.projections.paths import Paths, ends, futures
from fairshare.faults import BadInputError

NAN = float("nan")
START = date(2015, 1, 1)
LEVELS = (0.5, 0.8, 0.95)
SPREADS: tuple[Spread, ...] = ("walk", "season", "smooth")


def counts(rows: int, months: int, seed: int = 0) -> Floats:
    rng = np.random.default_rng(seed)
    level = np.exp(rng.normal(2, 1, (rows, 1)) + rng.normal(0, 0.2, (rows, months)).cumsum(axis=1))
    return rng.poisson(level).astype(float)


def made(
    hierarchy: Hierarchy, values: Floats, horizon: int = 6, draws: int = 50, spread: Spread = "walk", seed: int = 0
) -> Paths:
    nodes = hierarchy.panel(Panel(hierarchy.bottom, START, values))
    last = np.nan_to_num(values[:, -1:])
    return futures(hierarchy, nodes, hierarchy.all_nodes(np.repeat(last, horizon, axis=1)), spread, draws, seed)


def test_errors_of_the_random_walk_by_hand() -> None:
    """From 1, 2, 4, 7: after one month 1, 2, 3 off, after two 3 and 5; an origin needs both."""
    found = past_errors(np.array([[1.0, 2, 4, 7]]), "walk", 2)
    assert found.tolist() == [[[1, 3], [2, 5]]]


def test_errors_of_the_seasonal_naive_by_hand() -> None:
    """A year of 0 and a year of 1 to 12: the month after the first year was projected as 0 and was 1, and so on."""
    roots = np.array([[0.0] * 12 + [float(month) for month in range(1, 15)]])
    found = past_errors(roots, "season", 13)
    assert np.isnan(found[0, :11]).all()
    assert found[0, 11].tolist() == [
        float(month) for month in range(1, 14)
    ]  # 13 ahead: the last year is still the first


def test_smoothing_takes_the_share_that_erred_least() -> None:
    """A walk is followed at once (share 1, no smoothing); noise around a level is averaged (share 0.2)."""
    rng = np.random.default_rng(3)
    noise = 5 + rng.normal(0, 1, (1, 200))
    walk = rng.normal(0, 1, (1, 200)).cumsum(axis=1)
    np.testing.assert_allclose(past_errors(walk, "smooth", 3), past_errors(walk, "walk", 3))
    assert np.nanstd(past_errors(noise, "smooth", 3)) < 0.85 * np.nanstd(past_errors(noise, "walk", 3))


def test_the_past_that_grew_wilder_widens_and_the_one_that_did_not_does_not() -> None:
    rng = np.random.default_rng(0)
    calm = rng.normal(0, 1, (200, 80, 2))
    wild = calm * np.linspace(0.5, 1.5, 80)[None, :, None]
    np.testing.assert_allclose(widening(calm), 1, atol=0.1)
    assert (widening(wild) > 1.25).all()
    assert (widening(wild * np.linspace(0.1, 1, 80)[None, :, None]) == WIDEST).all()
    assert widening(calm[:, :30]).tolist() == [1, 1]  # too short to say


@given(hierarchies(), st.sampled_from(SPREADS), st.integers(12, 60), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_every_path_adds_up_and_is_never_negative(hierarchy: Hierarchy, spread: Spread, months: int, seed: int) -> None:
    paths = made(hierarchy, counts(len(hierarchy.bottom), months, seed), spread=spread, draws=20)
    for step in range(6):
        month = paths.month(step)
        assert (month >= 0).all()
        np.testing.assert_allclose(month, hierarchy.all_nodes(month[hierarchy.groups :]), rtol=1e-5)


def test_the_total_keeps_its_own_errors() -> None:
    """Two parts that swing against each other: the total has never moved, so it does not in any path."""
    up = np.tile([20.0, 10.0], 20)
    hierarchy = Hierarchy.of({}, ["a", "b"])
    month = made(hierarchy, np.stack([up, 30 - up])).month(0)
    np.testing.assert_allclose(month[0], 30, rtol=1e-5)
    assert month[1].std() > 3


def test_what_went_up_together_does_so_in_the_paths() -> None:
    shared = np.random.default_rng(1).normal(0, 0.3, 60).cumsum()
    values = np.round(np.exp(5 + np.stack([shared, shared - 1])))
    month = made(Hierarchy.of({}, ["a", "b"]), values, draws=300).month(0)
    assert np.corrcoef(month[1], month[2])[0, 1] > 0.95


def test_the_spread_grows_with_the_months() -> None:
    lower, upper = made(CROSSED, counts(4, 80), horizon=12, draws=400).limits((0.95,))
    width = upper - lower
    assert (width[:, :, 11] > width[:, :, 0]).all()


@given(st.integers(0, 99), st.sampled_from(SPREADS))
@settings(max_examples=15, deadline=None)
def test_intervals_nest_and_hold_the_point(seed: int, spread: Spread) -> None:
    paths = made(CROSSED, counts(4, 40, seed), spread=spread)
    lower, upper = paths.limits(LEVELS, workers=2)
    assert (np.diff(lower, axis=0) <= 0).all()
    assert (np.diff(upper, axis=0) >= 0).all()
    assert (lower >= 0).all()
    assert ((lower <= paths.points) & (paths.points <= upper)).all()


def test_ends_by_hand() -> None:
    """Of 0 to 100, the middle half is 25 to 75; one that misses the point is drawn out to it."""
    row = np.arange(101, dtype=np.float32)[None]
    assert [side.ravel().tolist() for side in ends(row, np.array([50.0]), (0.5, 0.9))] == [[25, 5], [75, 95]]
    assert [side.ravel().tolist() for side in ends(row, np.array([80.5]), (0.5, 0.9))] == [[25, 5], [80.5, 95]]
    assert [side.ravel().tolist() for side in ends(row / 10, np.array([5.0]), (0.5,))] == [[2], [8]]  # whole persons


def test_the_seed_decides_and_workers_do_not() -> None:
    values = counts(4, 50)
    same = [made(CROSSED, values, seed=seed).limits(LEVELS, workers)[1] for seed, workers in ((1, 1), (1, 3), (2, 1))]
    assert np.array_equal(same[0], same[1])
    assert not np.array_equal(same[0], same[2])


def test_a_series_that_has_ended_or_was_always_zero_stays_zero() -> None:
    values = counts(3, 50)
    values[0] = 0
    values[1, 30:] = NAN
    hierarchy = Hierarchy.of({}, ["zero", "ended", "alive"])
    nodes = hierarchy.panel(Panel(hierarchy.bottom, START, values))
    bottom = np.array([[0.0], [0.0], [9.0]])
    month = futures(hierarchy, nodes, hierarchy.all_nodes(bottom), "walk", 40, 0).month(0)
    assert (month[1:3] == 0).all()
    np.testing.assert_allclose(month[0], month[3], rtol=1e-5)
    assert month[3].std() > 0


def test_a_series_of_one_month_borrows_the_errors_of_the_one_nearest_in_size() -> None:
    values = np.vstack([np.full((1, 50), 1000.0), counts(1, 50), np.full((1, 50), NAN)])
    values[2, -1] = 8
    flat, wild, new = made(Hierarchy.of({}, ["flat", "wild", "new"]), values).errors[0, 1:]
    assert (flat == 0).all()
    np.testing.assert_allclose(new, wild * 2 / np.cbrt(values[1]).mean(), rtol=1e-5)


def test_a_series_that_began_late_takes_its_own_past() -> None:
    values = counts(2, 60)
    values[1, :40] = NAN
    month = made(Hierarchy.of({}, ["old", "new"]), values).month(3)
    assert np.isfinite(month).all()
    assert month[2].std() > 0


def test_beyond_half_the_panel_the_spread_grows_with_the_root_of_time() -> None:
    paths = made(Hierarchy.of({}, ["a"]), counts(1, 12) + 30, horizon=18)
    np.testing.assert_allclose(paths.errors[17], paths.errors[5] * np.sqrt(18 / 6), rtol=1e-5)


def test_sums_of_months_are_sums_of_paths() -> None:
    paths = made(CROSSED, counts(4, 50))
    np.testing.assert_allclose(paths.sum([0, 2]), paths.month(0).astype(float) + paths.month(2))


def test_intervals_of_a_known_process_cover_what_they_say() -> None:
    """A hundred walks of cube roots with normal steps, each against its next value: 80 % and 95 %, give or take."""
    rng = np.random.default_rng(5)
    roots = 20 + rng.normal(0, 0.5, (300, 84)).cumsum(axis=1)
    names = [str(row) for row in range(300)]
    paths = made(Hierarchy.of({}, names), roots[:, :72] ** 3, horizon=12, draws=500)
    lower, upper = paths.limits((0.8, 0.95))
    inside = ((lower[:, 1:] <= roots[:, 72:] ** 3) & (roots[:, 72:] ** 3 <= upper[:, 1:])).mean(axis=1)
    np.testing.assert_allclose(inside[0, [0, 5]], 0.8, atol=0.07)
    np.testing.assert_allclose(inside[1, [0, 5]], 0.95, atol=0.04)


@pytest.mark.parametrize(("months", "draws", "why"), [(11, 5, "no series has a year"), (20, 0, "0 is below 1")])
def test_what_no_path_can_be_made_of(months: int, draws: int, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        made(Hierarchy.of({}, ["a"]), counts(1, months), draws=draws)
