"""A shadow assessment: what an index by method says of a class of Article 11, and how far that hangs on the method.

It is an assessment by method. The determination is the Commission's (Article 11): no formula, weights or thresholds of
it are published, and none are reproduced here. What can be tested is whether its classes are robust: in what part of
many weightings the states of a class are the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.data import Floats, UnitData
from fairshare.assessment.composite.decompose import decompose
from fairshare.assessment.composite.index import Index, index
from fairshare.assessment.composite.ranks import Ranks
from fairshare.assessment.composite.scenarios import Alternatives, Scenarios
from fairshare.assessment.composite.spec import AGGREGATE, NORMALISE, Spec
from fairshare.assessment.composite.structure import Structure
from fairshare.assessment.composite.uncertainty import Uncertainty
from fairshare.faults import bad_argument

LABEL: Final = "assessment by method, not the determination of Article 11 AMMR"
SURE: Final = 0.95
"""A state that is among the first in at least this part of the draws is so whatever the method; in at most the rest,
not; in between it depends on the method."""
_BLOCK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Standing:
    """One state. ``rank`` by the specification (``None``: no data), ``interval`` the ranks that hold 90 % of all draws,
    ``first`` in what part of them it is among the first, ``stance`` ``in``, ``out``, ``depends`` or ``unknown``,
    ``named`` whether the class names it, and ``hangs_on`` the member without which its rank moves most, with that
    rank."""

    state: str
    score: float | None
    rank: int | None
    interval: tuple[int, int] | None
    first: float
    stance: str
    named: bool
    hangs_on: tuple[str, int] | None

    @property
    def agrees(self) -> bool | None:
        """Whether class and assessment say the same; ``None`` where that depends on the method or nothing is known."""
        return (self.stance == "in") == self.named if self.stance in ("in", "out") else None


@dataclass(frozen=True, slots=True)
class Shadow:
    """How robust a class is. ``named``: its states, as many as are looked for among the first.

    ``exact``: in what part of the weightings just those are the first, by the methods of the specification;
    ``exact_all_methods``: by every pair of normalisation and aggregation alike; ``by_method``: by each pair.
    ``hits``: how many of the named are among the first on average, by every pair. ``standings`` by rank."""

    index: Index
    named: tuple[str, ...]
    draws: int
    seed: int
    exact: float
    exact_all_methods: float
    hits: float
    by_method: Mapping[tuple[str, str], float]
    standings: tuple[Standing, ...]


def weightings(tree: Structure, draws: int, random: np.random.Generator) -> Floats:
    """Weights, draws x names, uniform over all weightings of the members of each group (flat Dirichlet); members whose
    weight is 0 keep it."""
    return np.asarray(random.standard_exponential((draws, len(tree.names))) * (tree.weights > 0))


def shadow(spec: Spec, data: UnitData, named: Sequence[str], *, draws: int = 10_000, seed: int = 0) -> Shadow:
    """Assess a class: ``draws`` weightings, each by the methods of ``spec`` and by all pairs of methods in turn.

    Raises :class:`~fairshare.faults.BadInputError` for a class that is empty or names a state without data."""
    missing = sorted(set(named) - set(data.units))
    if missing or not named or draws < 1:
        raise bad_argument("class", f"names {', '.join(missing) or 'no state'}", "states of the data, and a draw")
    base = index(spec, data)
    pairs = list(product(NORMALISE, AGGREGATE))
    random = np.random.default_rng(seed)
    found = _Counts.none(len(base.units), len(pairs))
    place = np.array([base.units.index(state) for state in named if state in base.units])
    scenarios = Scenarios(base, Alternatives(NORMALISE, AGGREGATE))
    for start in range(0, draws, _BLOCK):
        rows = min(_BLOCK, draws - start)
        weights = weightings(base.tree, rows, random)
        found.own += _exact(Scenarios(base).ranks(weights, np.zeros((rows, 0), np.int64)), place, len(named))
        for number, pick in enumerate(product(range(len(NORMALISE)), range(len(AGGREGATE)))):
            found.add(number, scenarios.ranks(weights, np.tile(np.array(pick, np.int64), (rows, 1))), place, len(named))
    standings = sorted(_standings(base, found.ranks, frozenset(named)), key=lambda one: (one.rank or 99, one.state))
    return Shadow(
        base,
        tuple(sorted(named)),
        draws,
        seed,
        found.own / draws,
        float(found.exact.sum()) / (draws * len(pairs)),
        sum(one.first for one in standings if one.named),
        {pair: float(count) / draws for pair, count in zip(pairs, found.exact, strict=True)},
        tuple(standings),
    )


@dataclass(slots=True)
class _Counts:
    """What is counted over the draws: exact hits by the own methods and by pair, and how often each rank was had."""

    own: int
    exact: npt.NDArray[np.int64]
    ranks: npt.NDArray[np.int64]

    @classmethod
    def none(cls, units: int, pairs: int) -> _Counts:
        return cls(0, np.zeros(pairs, np.int64), np.zeros((units, units + 1), np.int64))

    def add(self, pair: int, ranks: Ranks, named: npt.NDArray[np.int64], first: int) -> None:
        self.exact[pair] += _exact(ranks, named, first)
        cells = ranks + np.arange(ranks.shape[1]) * self.ranks.shape[1]
        self.ranks += np.bincount(cells.ravel(), minlength=self.ranks.size).reshape(self.ranks.shape)


def _exact(ranks: Ranks, named: npt.NDArray[np.int64], first: int) -> int:
    """In how many draws just the named are the first."""
    among = (ranks > 0) & (ranks <= first)
    if len(named) < first:
        return 0
    return int((among[:, named].all(axis=1) & (among.sum(axis=1) == first)).sum())


def _standings(base: Index, counts: npt.NDArray[np.int64], named: frozenset[str]) -> Iterator[Standing]:
    intervals = Uncertainty(base.units, counts).interval()
    for place, state in enumerate(base.units):
        rank, interval = int(base.ranks[place]), intervals[state]
        if not rank or interval is None:
            yield Standing(state, None, None, None, 0.0, "unknown", state in named, None)
            continue
        had = counts[place, 1:]
        first = float(had[: len(named)].sum() / had.sum())
        stance = "in" if first >= SURE else "out" if first <= 1 - SURE else "depends"
        score = float(base.scores[place])
        yield Standing(state, score, rank, interval, first, stance, state in named, _hangs_on(base, state, rank))


def _hangs_on(base: Index, state: str, rank: int) -> tuple[str, int] | None:
    """The member without which the rank of a state moves most, and the rank that it would have; ``None``: none does."""
    parts = [(part.name, part.rank_without) for part in decompose(base, state).parts if part.rank_without is not None]
    name, without = max(parts, key=lambda part: (abs(part[1] - rank), part[0]), default=("", rank))
    return None if without == rank else (name, without)
