"""Chances by pair of states from counts: many pairs are small, so each leans on its two states, and these on the whole.

Empirical Bayes with beta-binomial counts. The mean that a pair leans on adds, on the scale of logits, what its asking
state and its asked state differ from the whole; how much it leans is estimated from how far pairs differ more than
chance explains (moments, as Kleinman 1973 for proportions).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.simulation.inputs import Floats

_LEAST: Final = 1e-4
"""Bounds of a correlation within a group: from nearly none to so much that a group leans on nothing but itself."""
_EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Chances with the weight of what they rest on, in trials: a beta posterior of mean and a + b. Same shape each."""

    mean: Floats
    weight: Floats

    @property
    def variance(self) -> Floats:
        """Variance of the chance."""
        return self.mean * (1 - self.mean) / (self.weight + 1)


def pair_rates(requested: Floats, accepted: Floats, transferred: Floats) -> tuple[Floats, Floats]:
    """Chances that a request gets a positive answer, and that an accepted person is transferred; states x states.

    Counts of one period, from the asking state to the asked; a pair without any gets what its two states suggest.

    >>> none = np.zeros((2, 2))
    >>> asked, said_yes, moved = none.copy(), none.copy(), none.copy()
    >>> asked[0, 1], said_yes[0, 1], moved[0, 1] = 1000, 700, 280
    >>> accept, transfer = pair_rates(asked, said_yes, moved)
    >>> round(float(accept[0, 1]), 2), round(float(transfer[0, 1]), 2)
    (0.7, 0.4)
    """
    return shrunk(accepted, requested).mean, shrunk(transferred, accepted).mean


def shrunk(successes: Floats, trials: Floats) -> Shrunk:
    """The chance of success of each pair; more successes than trials (other years, other clocks) count as all.

    Raises ``ValueError`` where there is no trial at all."""
    if not trials.sum() > 0:
        raise ValueError("no trials to fit chances to")
    seen = np.minimum(successes, trials)
    whole = np.clip(seen.sum() / trials.sum(), _EDGE, 1 - _EDGE)
    asking = _towards(seen.sum(axis=1), trials.sum(axis=1), np.full(len(seen), whole)).mean
    asked = _towards(seen.sum(axis=0), trials.sum(axis=0), np.full(len(seen), whole)).mean
    logit = _logit(asking)[:, None] + _logit(asked)[None, :] - _logit(whole)
    return _towards(seen, trials, 1 / (1 + np.exp(-logit)))


def _towards(successes: Floats, trials: Floats, mean: Floats) -> Shrunk:
    """Groups that lean on a mean of their own, by as many trials as their differences suggest."""
    held = trials > 0
    n, m = trials[held], mean[held]
    surprise = ((successes[held] - n * m) ** 2 / (n * m * (1 - m))).sum()
    alike = np.clip((surprise - n.size) / max((n - 1).sum(), 1), _LEAST, 1 - _LEAST)
    lean = 1 / alike - 1
    weight = trials + lean
    return Shrunk(np.clip((successes + lean * mean) / weight, _EDGE, 1 - _EDGE), weight)


def _logit(chance: Floats) -> Floats:
    return np.asarray(np.log(chance / (1 - chance)))
