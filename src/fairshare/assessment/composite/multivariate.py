"""How members of a group hang together, and how an index hangs together with another variable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fairshare.assessment.composite.data import Floats, is_constant
from fairshare.assessment.composite.index import Index
from fairshare.assessment.composite.ranks import ranks
from fairshare.faults import bad_argument


@dataclass(frozen=True, slots=True)
class Coherence:
    """The members of one group that vary, over the units that have all of them.

    ``correlation``: Pearson, members x members. ``alpha``: Cronbach's, of scores as they are. ``eigenvalues`` of the
    correlation, the greatest first; ``explained``: the part of the variance that the first so many components carry.
    """

    names: tuple[str, ...]
    units: int
    correlation: Floats
    alpha: float
    eigenvalues: Floats
    explained: Floats


def coherence(index: Index) -> dict[str, Coherence]:
    """For each group with at least two members that vary and three units that have them all."""
    found = {group.name: _coherent(index, group.members) for group in index.spec.groups}
    return {name: value for name, value in found.items() if value is not None}


def _coherent(index: Index, members: tuple[str, ...]) -> Coherence | None:
    scores = np.column_stack([index.levels[name] for name in members])
    scores = scores[~np.isnan(scores).any(axis=1)]
    vary = [k for k in range(len(members)) if not is_constant(scores[:, k])]
    if len(vary) < 2 or len(scores) < 3:
        return None
    scores = scores[:, vary]
    correlation = np.asarray(np.corrcoef(scores, rowvar=False))
    eigenvalues = np.maximum(np.linalg.eigvalsh(correlation)[::-1], 0.0)
    names = tuple(members[k] for k in vary)
    explained = eigenvalues.cumsum() / eigenvalues.sum()
    return Coherence(names, len(scores), correlation, cronbach_alpha(scores), eigenvalues, explained)


def cronbach_alpha(scores: Floats) -> float:
    """Cronbach's alpha of scores, units x members: k / (k - 1) (1 - sum of variances / variance of the sum).

    Negative infinity where the members cancel out exactly.

    >>> cronbach_alpha(np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]]))
    1.0
    """
    members = scores.shape[1]
    total = scores.sum(axis=1)
    if is_constant(total):
        return -np.inf
    return float(members / (members - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total.var(ddof=1)))


class Link(NamedTuple):
    """Correlation with another variable over the units that have both."""

    units: int
    pearson: float
    spearman: float


def link(index: Index, other: Floats) -> Link:
    """How the score hangs together with a variable that is not in it, a value per unit.

    Raises :class:`~fairshare.faults.BadInputError` where fewer than three units have both, or one does not vary."""
    both = ~np.isnan(index.scores) & ~np.isnan(other)
    scores, values = index.scores[both], other[both]
    if len(scores) < 3 or is_constant(scores) or is_constant(values):
        raise bad_argument("link", "cannot be measured", "at least three units with both, and values that vary")
    spearman = np.corrcoef(_mean_ranks(scores), _mean_ranks(values))[0, 1]
    return Link(len(scores), float(np.corrcoef(scores, values)[0, 1]), float(spearman))


def _mean_ranks(values: Floats) -> Floats:
    """Ranks, equal values at the mean of their places; scores that agree to the noise of floats are equal."""
    return np.asarray((ranks(values) + len(values) + 1 - ranks(-values)) / 2)
