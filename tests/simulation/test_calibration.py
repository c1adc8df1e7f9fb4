"""Chances by pair: they find the truth where there are counts, and lean on their states where there are none."""

from __future__ import annotations

import numpy as np
import pytest

from fairshare.simulation.calibration import pair_rates, shrunk
from fairshare.simulation.inputs import Floats

STATES = 12


def world(trials: int, seed: int = 1) -> tuple[Floats, Floats, Floats]:
    """True chances (states differ, pairs a little), trials and successes; a state asks no pair of its own."""
    rng = np.random.default_rng(seed)
    effect = (
        rng.normal(0, 0.8, STATES)[:, None] + rng.normal(0, 0.8, STATES)[None, :] + rng.normal(0, 0.2, (STATES,) * 2)
    )
    truth = 1 / (1 + np.exp(-(effect - 0.5)))
    asked = rng.poisson(trials, (STATES, STATES)).astype(float)
    np.fill_diagonal(asked, 0)
    return truth, asked, rng.binomial(asked.astype(int), truth).astype(float)


def test_with_many_counts_a_pair_speaks_for_itself() -> None:
    truth, asked, successes = world(20_000)
    found = shrunk(successes, asked).mean
    assert np.abs(found - truth)[asked > 0].max() < 0.02


@pytest.mark.parametrize("seed", range(5))
def test_with_few_counts_leaning_is_nearer_to_the_truth_than_the_counts_alone(seed: int) -> None:
    truth, asked, successes = world(5, seed)
    held = asked > 0
    leaning = np.abs(shrunk(successes, asked).mean - truth)[held].mean()
    alone = np.abs(successes[held] / asked[held] - truth[held]).mean()
    single = np.abs(successes.sum() / asked.sum() - truth[held]).mean()
    assert leaning < 0.75 * alone
    assert leaning < 0.9 * single


def test_a_pair_without_counts_gets_what_its_states_suggest() -> None:
    truth, asked, successes = world(500)
    left_out = asked.copy()
    left_out[2, 7] = 0
    found = shrunk(np.where(left_out > 0, successes, 0), left_out)
    assert found.mean[2, 7] == pytest.approx(truth[2, 7], abs=0.15)
    assert found.weight[2, 7] < found.weight[2, 6]


def test_more_successes_than_trials_count_as_all() -> None:
    """Transfers of a year may rest on answers of the year before."""
    many = shrunk(np.full((3, 3), 12.0), np.full((3, 3), 10.0))
    assert (many.mean <= 1).all()
    assert (many.mean > 0.99).all()


def test_chances_stay_chances_at_the_edges() -> None:
    for successes in (0.0, 10.0):
        found = shrunk(np.full((3, 3), successes), np.full((3, 3), 10.0))
        assert ((found.mean > 0) & (found.mean < 1) & (found.variance > 0)).all()


def test_one_pair_alone_is_enough() -> None:
    asked = np.zeros((4, 4))
    asked[0, 1] = 1000
    accept, transfer = pair_rates(asked, 0.6 * asked, 0.3 * asked)
    assert accept[0, 1] == pytest.approx(0.6)
    assert transfer[0, 1] == pytest.approx(0.5)


def test_without_any_trial_there_is_nothing_to_fit() -> None:
    with pytest.raises(ValueError, match="no trials"):
        shrunk(np.zeros((2, 2)), np.zeros((2, 2)))
