"""The test of Diebold and Mariano: by hand, as a t-test, how often it errs, and where it has no answer."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fairshare.assessment.projections.comparison import Comparison, compare_losses
from fairshare.assessment.projections.panel import Floats


def test_two_months_ahead_by_hand() -> None:
    """Differences 3, 3, 1, 1: mean 2, autocovariances 1 and 1/4, variance 1 + 2/4, correction sqrt(3/8).

    The periodogram at its one frequency is |2 - 2i|^2 / 4 = 2, and t with 2 degrees has a closed form."""
    found = compare_losses(np.array([3.0, 3.0, 1.0, 1.0]), 2)
    assert found.statistic == pytest.approx(sqrt(3 / 8) * 2 / sqrt(1.5 / 4))
    strict = 2 / sqrt(2 / 4)
    assert found.p_strict == pytest.approx((1 - strict / sqrt(2 + strict**2)) / 2)
    assert (found.difference, found.origins, found.note) == (2.0, 4, "")


def test_bartlett_takes_over_where_the_variance_is_not_above_0() -> None:
    """Differences 1, 3, 2, 2: autocovariances 1/2 and -1/4, so 1/2 - 2/4 = 0; Bartlett halves the second."""
    found = compare_losses(np.array([1.0, 3.0, 2.0, 2.0]), 2)
    assert found.statistic == pytest.approx(sqrt(3 / 8) * 2 / sqrt(0.25 / 4))
    assert "Bartlett" in found.note


@given(arrays(np.float64, 20, elements=st.integers(-50, 50).map(float), unique=True))
def test_one_month_ahead_it_is_the_t_test(differences: Floats) -> None:
    """Harvey, Leybourne and Newbold 1997: with no overlap their statistic is that of Student."""
    stats = pytest.importorskip("scipy.stats")
    theirs = stats.ttest_1samp(differences, 0, alternative="greater")
    found = compare_losses(differences, 1)
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue), abs=1e-9)


@given(arrays(np.float64, 40, elements=st.integers(-50, 50).map(float)), st.integers(1, 12))
def test_exchanging_the_models_turns_the_answer_round(differences: Floats, horizon: int) -> None:
    one, other = compare_losses(differences, horizon), compare_losses(-differences, horizon)
    if one.p is None:
        assert (one.note, one.p_strict) == (other.note, None)
        return
    assert one.p_strict is not None
    assert other.p == pytest.approx(1 - one.p)
    assert other.p_strict == pytest.approx(1 - one.p_strict)
    assert not (one.better and other.better)


@given(arrays(np.float64, 30, elements=st.integers(-50, 50).map(float)), st.integers(1, 9))
def test_the_unit_does_not_matter(differences: Floats, horizon: int) -> None:
    one, other = compare_losses(differences, horizon), compare_losses(8 * differences, horizon)
    assert (one.p, one.p_strict) == (other.p, other.p_strict)


def sizes(horizon: int, origins: int, runs: int) -> tuple[float, float]:
    """How often each test sees skill where two random walks miss by luck alone, h months ahead."""
    draw = np.random.default_rng(horizon)
    steps = draw.normal(size=(runs, 2, origins + horizon))
    walks = np.cumsum(steps, axis=2)
    misses = np.abs(walks[..., horizon:] - walks[..., :-horizon])
    found = [compare_losses(one - other, horizon) for one, other in misses]
    usual, strict = ([one.p for one in found], [one.p_strict for one in found])
    return float(np.mean(np.array(usual) < 0.05)), float(np.mean(np.array(strict) < 0.05))


@pytest.mark.parametrize("horizon", [1, 3, 6, 12, 18])
def test_the_strict_test_errs_in_5_of_100(horizon: int) -> None:
    """36 origins; 2,000 draws err by 0.5 points, so four of those are allowed."""
    assert sizes(horizon, 36, 2000)[1] == pytest.approx(0.05, abs=0.02)


def test_the_usual_test_errs_as_often_as_its_module_says() -> None:
    assert sizes(1, 36, 2000)[0] == pytest.approx(0.05, abs=0.02)
    assert sizes(12, 36, 2000)[0] == pytest.approx(0.12, abs=0.03)


def test_skill_is_found() -> None:
    draw = np.random.default_rng(4)
    found = compare_losses(0.5 + draw.normal(size=100), 3)
    assert found.better
    assert not compare_losses(-0.5 + draw.normal(size=100), 3).better


@pytest.mark.parametrize(
    ("differences", "horizon", "note"),
    [
        ([np.nan] * 5, 1, "no data"),
        ([0.0] * 40, 3, "no difference at any origin"),
        ([2.0] * 40, 3, "the same difference at every origin"),
        ([1.0, 2.0, 4.0], 1, "3 origins are too few at 1 months"),
        ([float(month) for month in range(23)], 12, "23 origins are too few at 12 months"),
    ],
)
def test_no_answer_is_a_no(differences: list[float], horizon: int, note: str) -> None:
    found = compare_losses(np.array(differences), horizon)
    assert (found.statistic, found.p, found.p_strict, found.note, found.better) == (None, None, None, note, False)


def test_better_needs_a_lower_loss_and_both_tests() -> None:
    assert Comparison(0.1, 3.0, 0.01, 0.04, 36).better
    assert not Comparison(0.1, 3.0, 0.01, 0.06, 36).better
    assert not Comparison(0.1, 3.0, 0.06, 0.01, 36).better


def test_a_missing_month_adds_nothing() -> None:
    """3, gap, 1: mean 2, squares 1 and 1, no pair one month apart; gaps at the ends change nothing at all."""
    gap = compare_losses(np.array([3.0, np.nan, 1.0, np.nan, 3.0, np.nan, 1.0]), 2)
    assert gap.statistic == pytest.approx(sqrt(3 / 8) * 2 / sqrt(1 / 4))
    ends = compare_losses(np.array([np.nan, 3.0, 3.0, 1.0, 1.0, np.nan]), 2)
    assert ends.statistic == compare_losses(np.array([3.0, 3.0, 1.0, 1.0]), 2).statistic


@pytest.mark.slow
def test_a_block_of_months_among_none_is_tested_as_the_block_alone() -> None:
    """A stress window is a block: its cycles are counted in the block. In the whole record they have no power, and the
    strict test rejected in 30 % of draws without a difference."""
    random = np.random.default_rng(0)
    rejected = 0
    for _ in range(1_000):
        record = np.full(200, np.nan)
        record[80:104] = random.standard_normal(24)
        found = compare_losses(record, 1)
        alone = compare_losses(record[80:104], 1)
        assert found == alone
        rejected += found.p_strict is not None and found.p_strict < 0.05
    assert rejected / 1_000 < 0.08
