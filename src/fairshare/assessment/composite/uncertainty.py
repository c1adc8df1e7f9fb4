"""How sure ranks are: how often each unit has each rank under noisy weights and other methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.data import Floats
from fairshare.assessment.composite.index import Index
from fairshare.assessment.composite.scenarios import Alternatives, Scenarios, check_noise, noisy_weights
from fairshare.faults import bad_argument

MOST_DRAWS: Final = 1_000_000
_BLOCK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How often each unit had each rank. ``counts``: units x ranks from 0 (no score) to the number of units."""

    units: tuple[str, ...]
    counts: npt.NDArray[np.int64]

    def quantile(self, share: float) -> dict[str, int | None]:
        """For each unit the least rank that it keeps or betters in at least this share of the draws; ``None`` where it
        never had a score."""
        ranked = self.counts[:, 1:].cumsum(axis=1)
        needed = np.maximum(share * ranked[:, -1:] - 1e-9, 1)
        places = (ranked >= needed).argmax(axis=1) + 1
        pairs = zip(self.units, places, ranked[:, -1], strict=True)
        return {unit: int(place) if total else None for unit, place, total in pairs}

    def interval(self, low: float = 0.05, high: float = 0.95) -> dict[str, tuple[int, int] | None]:
        """The ranks between which each unit is in all but the outer draws, by default in 90 % of them."""
        ends = zip(self.units, self.quantile(low).values(), self.quantile(high).values(), strict=True)
        return {unit: None if least is None or most is None else (least, most) for unit, least, most in ends}

    def mean(self) -> Floats:
        """The mean rank of each unit; NaN where it never had a score."""
        ranked = self.counts[:, 1:]
        total = ranked.sum(axis=1)
        summed = ranked @ np.arange(1.0, ranked.shape[1] + 1)
        return np.asarray(np.divide(summed, total, out=np.full(len(total), np.nan), where=total > 0))


def uncertainty(
    index: Index,
    draws: int = 1000,
    seed: int = 0,
    *,
    noise: float = 0.25,
    alternatives: Alternatives | None = None,
) -> Uncertainty:
    """Draw weights, and methods where there are alternatives, and rank the units each time.

    ``noise``: every weight, of indicators and groups, times a uniform draw in [1 - noise, 1 + noise]. The same seed
    gives the same result. Raises :class:`~fairshare.faults.BadInputError` for a noise that is not
    from 0 to 1, or draws that are none or too many."""
    check_noise(noise)
    if not 1 <= draws <= MOST_DRAWS:
        raise bad_argument("draws", f"{draws} is out of range", f"from 1 to {MOST_DRAWS:,}")
    chosen = alternatives or Alternatives()
    scenarios = Scenarios(index, chosen)
    method_rng, weight_rng = (np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(2))
    options = [len(methods) for methods in chosen.factors.values()]
    size = len(index.units)
    counts = np.zeros((size, size + 1), dtype=np.int64)
    for start in range(0, draws, _BLOCK):
        rows = min(_BLOCK, draws - start)
        picks = method_rng.integers(0, options, (rows, len(options)), dtype=np.int64)
        found = scenarios.ranks(noisy_weights(index.tree, noise, rows, weight_rng), picks)
        cells = found.astype(np.int64) + np.arange(size) * (size + 1)
        counts += np.bincount(cells.ravel(), minlength=counts.size).reshape(counts.shape)
    return Uncertainty(index.units, counts)
