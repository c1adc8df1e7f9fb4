"""The logit of destinations: it finds weights that are known, and says how little it explains."""

from __future__ import annotations

import numpy as np
import pytest
from tests.simulation.worlds import ORIGINS, YEARS, small_inputs

from fairshare.simulation.destinations import chances_of, choice_weights, destinations, judged
from fairshare.simulation.inputs import N


def test_known_weights_are_found() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(40, 12, 3))
    truth = np.array([0.5, -1.0, 0.2])
    chosen = np.array([rng.multinomial(5000, chance) for chance in chances_of(features, truth)], float)
    assert choice_weights(chosen, features) == pytest.approx(truth, abs=0.02)


def test_the_answer_is_the_top_of_the_likelihood() -> None:
    rng = np.random.default_rng(2)
    features, chosen = rng.normal(size=(5, 6, 2)), rng.poisson(30, (5, 6)).astype(float)

    def likelihood(weights: np.ndarray) -> float:
        return float((chosen * np.log(chances_of(features, weights))).sum())

    best = choice_weights(chosen, features)
    for step in ([0.01, 0], [-0.01, 0], [0, 0.01], [0, -0.01]):
        assert likelihood(best + np.array(step)) < likelihood(best)


def test_people_who_follow_the_network_are_seen_to() -> None:
    rng = np.random.default_rng(3)
    stock = rng.lognormal(6, 2, (len(ORIGINS), N))
    gdp = small_inputs().gdp * rng.uniform(0.5, 1.5, (len(YEARS), N))
    recognition = rng.uniform(0.2, 0.8, (len(YEARS), N, len(ORIGINS)))
    chance = np.sqrt(1 + stock) / np.sqrt(1 + stock).sum(axis=1, keepdims=True)
    applications = np.broadcast_to(1e4 * chance.T / 12, (len(YEARS), 12, N, len(ORIGINS)))
    inputs = small_inputs(applications=applications, stock=stock, gdp=gdp, recognition=recognition)
    assert destinations(inputs, YEARS[:2]) == pytest.approx([0.5, 0, 0], abs=1e-6)
    (one,) = judged(inputs, YEARS[:2], YEARS[2:])
    assert one.wape == pytest.approx(0, abs=1e-6)
    assert one.rival is not None
    assert one.rival > 0.5


def test_years_that_lack_are_not_judged() -> None:
    assert judged(small_inputs()) == ()
