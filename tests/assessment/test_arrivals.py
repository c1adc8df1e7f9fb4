"""The coming year from yearly figures: a random walk that keeps what moves together."""

from __future__ import annotations

import numpy as np
import pytest

from fairshare.assessment.arrivals import walk
from fairshare.faults import BadInputError

HISTORY = np.array([[100, 10], [200, 20]] * 3 + [[100, 10], [100, 10]], float)


def test_a_year_like_those_before() -> None:
    """The changes were twice and half, in turn, and once none: so are the futures, for both states at once."""
    drawn = walk(HISTORY, 1, 5_000, seed=0)
    assert np.median(drawn, axis=0) == pytest.approx([100, 10])
    assert set(np.round(drawn[:, 0])) == {50, 100, 200}
    assert np.corrcoef(np.log(drawn.T))[0, 1] > 0.99


def test_the_middle_is_the_last_figure_however_skewed_the_changes() -> None:
    """Sums of draws with median 0 need not have median 0: of two years ahead they had not."""
    history = np.array([[100.0], [101.0], [102.0], [103.0], [300.0], [303.0], [306.0], [100.0]])
    assert np.median(walk(history, 2, 4_000, 0)) == pytest.approx(100, rel=0.02)


def test_two_years_ahead_are_less_sure_than_one() -> None:
    one, two = (np.quantile(walk(HISTORY, ahead, 5_000, 1)[:, 0], [0.1, 0.9]) for ahead in (1, 2))
    assert two[0] <= one[0] <= one[1] <= two[1]
    assert two[1] - two[0] > one[1] - one[0]


def test_nothing_stays_near_nothing_and_is_never_negative() -> None:
    history = np.zeros((7, 1))
    history[2] = 5
    assert walk(history, 3, 500, 0).min() >= 0


def test_the_seed_decides() -> None:
    assert np.array_equal(walk(HISTORY, 2, 50, 7), walk(HISTORY, 2, 50, 7))
    assert not np.array_equal(walk(HISTORY, 2, 50, 7), walk(HISTORY, 2, 50, 8))


@pytest.mark.parametrize("history", [HISTORY[:5], np.full((8, 1), np.nan), -HISTORY])
def test_too_few_unknown_or_negative_years_are_refused(history: np.ndarray) -> None:
    with pytest.raises(BadInputError, match="cannot be projected"):
        walk(history, 1, 10, 0)
