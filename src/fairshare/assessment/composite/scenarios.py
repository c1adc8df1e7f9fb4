"""The same indicator under other weights and other methods, many times."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.aggregate import rank_draws
from fairshare.assessment.composite.data import Floats
from fairshare.assessment.composite.index import Index, index
from fairshare.assessment.composite.ranks import Ranks
from fairshare.assessment.composite.structure import Structure
from fairshare.faults import bad_argument


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Methods to choose among, each as likely as the others; none: as the specification says."""

    normalise: tuple[str, ...] = ()
    aggregate: tuple[str, ...] = ()
    impute: tuple[str, ...] = ()

    @property
    def factors(self) -> dict[str, tuple[str, ...]]:
        """The steps that have a choice, with their methods."""
        every = {"normalise": self.normalise, "aggregate": self.aggregate, "impute": self.impute}
        return {name: methods for name, methods in every.items() if methods}


@dataclass(frozen=True, slots=True)
class Scenarios:
    """An index, and what becomes of it under each combination of methods, computed once when it is first asked for."""

    base: Index
    alternatives: Alternatives = field(default_factory=Alternatives)
    _found: dict[tuple[int, ...], Index] = field(default_factory=dict)

    def ranks(self, weights: Floats, picks: npt.NDArray[np.int64]) -> Ranks:
        """Ranks, draws x units. ``weights``: draws x names; ``picks``: draws x factors, places of methods."""
        result = np.zeros((len(weights), len(self.base.units)), dtype=np.int32)
        for pick in np.unique(picks, axis=0) if len(picks) else []:
            rows = (picks == pick).all(axis=1)
            used = self._index(tuple(int(place) for place in pick))
            result[rows] = rank_draws(used.normalised, used.tree, weights[rows])
        return result

    def _index(self, pick: tuple[int, ...]) -> Index:
        if pick not in self._found:
            factors = self.alternatives.factors.items()
            methods = {name: options[place] for (name, options), place in zip(factors, pick, strict=True)}
            spec = self.base.spec.with_methods(**methods)
            self._found[pick] = index(spec, self.base.data) if methods else self.base
        return self._found[pick]


def check_noise(noise: float) -> None:
    """Refuse a noise that would make a weight negative."""
    if not 0 <= noise <= 1:
        raise bad_argument("weight-noise", f"{noise:g} is out of range", "a number from 0 to 1")


def noisy_weights(tree: Structure, noise: float, draws: int, rng: np.random.Generator) -> Floats:
    """Weights, draws x names: each weight times a uniform draw in [1 - ``noise``, 1 + ``noise``].

    Within a group only proportions count, so this is as good as scaling each group to its sum again."""
    return np.asarray(tree.weights * rng.uniform(1 - noise, 1 + noise, (draws, len(tree.names))))
