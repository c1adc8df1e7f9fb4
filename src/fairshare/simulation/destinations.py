"""What draws applications to a state: a conditional logit on network, wage and recognition, fitted to the observed.

Where people apply is not where they wish to be: routes, rules and chance stand between. The weights are the nearest
that public figures come to a wish, and how little they explain is part of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from fairshare.simulation.fits import Fit, Floats, fit, wape
from fairshare.simulation.inputs import Inputs, N

FITTED: Final = tuple(range(2014, 2020))
JUDGED: Final = (2022, 2023, 2024)
WEIGHTS: Final = ("wish_network", "wish_wage", "wish_recognition")
"""The parameters of behaviour that the weights correspond to, in order."""

_STEPS: Final = 50
_ENOUGH: Final = 1e-10


def choice_weights(chosen: Floats, features: Floats) -> Floats:
    """Weights of a conditional logit by Newton's method. ``chosen``: counts, groups x options; ``features``: groups x
    options x features, finite.

    >>> choice_weights(np.array([[1.0, 3.0]]), np.array([[[0.0], [1.0]]])).round(4)
    array([1.0986])
    """
    weights = np.zeros(features.shape[-1])
    total = chosen.sum(axis=1)
    for _ in range(_STEPS):
        chance = chances_of(features, weights)
        slope = np.einsum("gs,gsk->k", chosen - total[:, None] * chance, features)
        mean = np.einsum("gs,gsk->gk", chance, features)
        bend = np.einsum("gs,gsk,gsl->kl", total[:, None] * chance, features, features)
        bend -= np.einsum("g,gk,gl->kl", total, mean, mean)
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < _ENOUGH:
            break
    return weights


def chances_of(features: Floats, weights: Floats) -> Floats:
    """The chance of each option in each group."""
    utility = features @ weights
    odds = np.exp(utility - utility.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def destinations(inputs: Inputs, years: Sequence[int] = FITTED) -> Floats:
    """The weights of :data:`WEIGHTS` that fit the applications of the years best, each person counting the same."""
    return choice_weights(*_choices(inputs, years))


def judged(inputs: Inputs, fitted: Sequence[int] = FITTED, years: Sequence[int] = JUDGED) -> tuple[Fit, ...]:
    """Applications by origin and state of later years from the weights of earlier ones; none where a year lacks.

    The rival spreads the applications of each origin evenly over the states."""
    if not {*fitted, *years} <= set(inputs.years):
        return ()
    weights = destinations(inputs, fitted)
    result = []
    for year in years:
        chosen, features = _choices(inputs, [year])
        total = chosen.sum(axis=1, keepdims=True)
        one = fit(
            "destinations",
            "first applications by origin and state, from the logit of network, wage and recognition",
            str(year),
            f"{fitted[0]}-{fitted[-1]}",
            total * chances_of(features, weights),
            chosen,
            year in fitted,
        )
        even = wape(np.broadcast_to(total / chosen.shape[1], chosen.shape), chosen)
        result.append(replace(one, against="the same in every state", rival=even))
    return tuple(result)


def _choices(inputs: Inputs, years: Sequence[int]) -> tuple[Floats, Floats]:
    """Applications and features, (years x origins) x states; states without any application in the years left out."""
    places = [inputs.years.index(year) for year in years]
    counted = inputs.applications[places].sum(axis=1)  # years x states x origins
    held = counted.sum(axis=(0, 2)) > 0
    wage = np.log(inputs.gdp[places] / inputs.population[places])
    shape = (len(places), len(inputs.origins), N)
    features = np.stack(
        [
            np.broadcast_to(np.log1p(inputs.stock), shape),
            np.broadcast_to(wage[:, None], shape),
            inputs.recognition[places].transpose(0, 2, 1),
        ],
        axis=-1,
    )
    groups = len(places) * len(inputs.origins)
    chosen = counted.transpose(0, 2, 1).reshape(groups, N)
    some = chosen.sum(axis=1) > 0
    return chosen[some][:, held], features.reshape(groups, N, -1)[some][:, held]
