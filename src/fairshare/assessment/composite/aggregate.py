"""Aggregation of many weightings at once: scores of a whole tree, draws x units, by blocks of draws.

A weight counts in proportion to the sum of the weights of those members of a group that a unit has a value for, so
that a missing value drops out of a mean. Three rules:

* ``arithmetic``: the weighted mean.
* ``geometric``: the weighted geometric mean. It needs values above 0: the scale 0 to 100 becomes 1 to 100
  (1 + 0.99 v), ranks stay, and values on a free scale (z-scores) are set to 1 to 100 by their least and greatest.
* ``copeland``: units are compared by pairs. One beats the other where members of more weight put it higher; the
  score is wins minus losses. As a member of another group it counts as 0 (lost all) to 100 (won all).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from fairshare.assessment.composite.copeland import copeland
from fairshare.assessment.composite.data import Floats
from fairshare.assessment.composite.ranks import Ranks, ranks
from fairshare.assessment.composite.structure import Node, Structure
from fairshare.faults import bad_argument

_CELLS: Final = 100_000
"""About so many numbers make a block for one group: few enough to stay in a cache."""


def node_scores(normalised: Floats, tree: Structure, weights: Floats | None = None) -> list[Floats]:
    """Scores by node, draws x units each; indicators have one row for all draws.

    ``normalised``: units x indicators, NaN where missing. ``weights``: draws x names, those of the tree if not given.
    A unit that has none of a group's members of weight has NaN there."""
    drawn = tree.weights[None, :] if weights is None else weights
    scores = [np.ascontiguousarray(column)[None, :] for column in normalised.T]
    for node in tree.nodes:
        parts = [as_member(scores[place], tree.scales[place], node.aggregate) for place in node.members]
        scores.append(_group(parts, drawn[:, node.members], node, tree))
    return scores


def _group(parts: list[Floats], weights: Floats, node: Node, tree: Structure) -> Floats:
    leaves = node.members < tree.indicators
    fixed = np.array([part[0] for part, leaf in zip(parts, leaves, strict=True) if leaf])
    moving = [(parts[place], weights[:, place]) for place in np.flatnonzero(~leaves)]
    own = fixed.reshape(len(fixed), parts[0].shape[1])
    if node.aggregate == "copeland":
        return copeland(own, weights[:, leaves], moving)
    mean = _mean(own, weights[:, leaves], moving)
    return np.exp(mean) if node.aggregate == "geometric" else mean


def _mean(fixed: Floats, weights: Floats, moving: list[tuple[Floats, Floats]]) -> Floats:
    """Weighted means, draws x units, over members that are the same in all draws and members that are not."""
    there = ~np.isnan(fixed)
    total = weights @ np.where(there, fixed, 0.0)
    weight = weights @ there.astype(np.float64)
    for part, of_part in moving:
        known = ~np.isnan(part)
        total += of_part[:, None] * np.where(known, part, 0.0)
        weight += of_part[:, None] * known
    return np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)


def as_member(scores: Floats, scale: str, aggregate: str) -> Floats:
    """A member's values on the scale that the aggregation above needs."""
    if aggregate == "copeland":
        return scores
    if scale == "balance":
        rivals = np.maximum((~np.isnan(scores)).sum(axis=1, keepdims=True) - 1, 1)
        scores, scale = 50 * (1 + scores / rivals), "hundred"
    return np.log(_positive(scores, scale)) if aggregate == "geometric" else scores


def _positive(scores: Floats, scale: str) -> Floats:
    if scale == "positive":
        return scores
    if scale == "hundred":
        return 1 + 0.99 * scores
    there = ~np.isnan(scores)
    low = scores.min(axis=1, keepdims=True, initial=np.inf, where=there)
    span = scores.max(axis=1, keepdims=True, initial=-np.inf, where=there) - low
    level = np.divide(scores - low, span, out=np.where(there, 0.5, np.nan), where=there & (span > 0))
    return np.asarray(1 + 99 * level)


def score_blocks(normalised: Floats, tree: Structure, weights: Floats) -> Iterator[Floats]:
    """Scores of the top, draws x units, a block of draws at a time: memory does not grow with the draws.

    Raises :class:`~fairshare.faults.BadInputError` for weights of another shape, negative or infinite."""
    if weights.ndim != 2 or weights.shape[1] != len(tree.names):
        raise bad_argument("weights", f"have the shape {weights.shape}", f"draws x {len(tree.names)} names")
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise bad_argument("weights", "hold a negative or infinite value", "weights of 0 or more")
    units = len(normalised)
    pairs = any(node.aggregate == "copeland" for node in tree.nodes)
    step = max(1, _CELLS // (units * (units - 1) // 2 + 1 if pairs else units))
    for start in range(0, len(weights), step):
        yield node_scores(normalised, tree, weights[start : start + step])[-1]


def rank_draws(normalised: Floats, tree: Structure, weights: Floats, aggregate: str | None = None) -> Ranks:
    """Ranks of units under many weightings, draws x units; 1 is the highest score, 0 none.

    ``normalised``: units x indicators. ``weights``: draws x names of the tree (see
    :meth:`~.structure.Structure.weight_draws`). ``aggregate``: one rule for all groups instead of their own.

    >>> from fairshare.assessment.composite.spec import flat
    >>> from fairshare.assessment.composite.structure import structure
    >>> tree = structure(flat(["a", "b"]))
    >>> rank_draws(np.array([[100.0, 0.0], [0.0, 90.0]]), tree, tree.weight_draws({"a": [1.0, 0.5]}))
    array([[1, 2],
           [2, 1]], dtype=int32)
    """
    used = tree if aggregate is None else tree.with_aggregate(aggregate)
    blocks = [ranks(block) for block in score_blocks(normalised, used, weights)]
    return np.concatenate(blocks) if blocks else np.zeros((0, len(normalised)), dtype=np.int32)
