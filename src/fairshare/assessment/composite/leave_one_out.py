"""What ranks would be without one member: how much the whole hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fairshare.assessment.composite.aggregate import rank_draws
from fairshare.assessment.composite.index import Index
from fairshare.assessment.composite.ranks import Ranks


def ranks_without(index: Index, names: Sequence[str]) -> Ranks:
    """Ranks, names x units, with the weight of each indicator or group in turn set to 0.

    The others keep their proportions. A group that so loses all of its members is left out with them.
    0: no score is left."""
    weights = np.tile(index.tree.weights, (len(names), 1))
    weights[np.arange(len(names)), index.tree.places(names)] = 0
    return rank_draws(index.normalised, index.tree, weights)


def leave_one_out(index: Index, names: Sequence[str] | None = None) -> dict[str, float | None]:
    """The mean absolute shift of ranks when a member is left out, by name; ``None`` where nothing is left to rank.

    ``names``: indicators or groups, by default the members of the top. The mean is over units with a rank before and
    after.
    """
    chosen = index.tree.top_members if names is None else tuple(names)
    return {
        name: mean_shift(index.ranks, without)
        for name, without in zip(chosen, ranks_without(index, chosen), strict=True)
    }


def mean_shift(before: Ranks, after: Ranks) -> float | None:
    """The mean absolute difference of two rankings over the units that have a rank in both.

    >>> mean_shift(np.array([1, 2, 3], dtype=np.int32), np.array([2, 1, 3], dtype=np.int32))
    0.6666666666666666
    """
    both = (before > 0) & (after > 0)
    return float(np.abs(before - after)[both].mean()) if both.any() else None
