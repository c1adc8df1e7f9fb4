"""One unit's score taken apart: what each member adds to it, and what its rank would be without that member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan, log

import numpy as np

from fairshare.assessment.composite.aggregate import as_member
from fairshare.assessment.composite.data import Floats
from fairshare.assessment.composite.index import Index
from fairshare.assessment.composite.leave_one_out import ranks_without
from fairshare.assessment.composite.structure import Node
from fairshare.faults import bad_argument


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator or group in the score of a unit.

    ``weight``: its part within ``group`` among the members that the unit has. ``score``: its own, ``None`` where it is
    missing. ``contribution``: what it adds to the score of the top; ``None`` below a Copeland group, whose score is no
    sum, and where it is missing. ``rank_without``: the rank of the unit if it is left out; ``None`` if nothing is left.
    """

    name: str
    group: str
    weight: float | None
    score: float | None
    contribution: float | None
    rank_without: int | None


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A unit's score and rank, and its parts from the top to the bottom."""

    unit: str
    score: float
    rank: int
    parts: tuple[Part, ...]


def decompose(index: Index, unit: str) -> Decomposition:
    """Take the score of a unit apart.

    In a weighted mean a member adds its weight times its score. In a geometric mean it adds its part of the logarithm,
    scaled to the score. Either way the contributions of all indicators add up to the score of the top.
    Raises :class:`~fairshare.faults.BadInputError` for an unknown unit and one without a score."""
    if unit not in index.units:
        raise bad_argument("unit", f"{unit!r} is unknown", "one of " + ", ".join(index.units))
    place = index.units.index(unit)
    score = float(index.scores[place])
    if isnan(score):
        raise bad_argument("unit", f"{unit!r} has no score", "a unit with a value")
    names = index.tree.names[:-1]
    ranks = dict(zip(names, ranks_without(index, names)[:, place], strict=True))
    parts = []
    passed: dict[int, float | None] = {index.tree.nodes[-1].place: score}
    for node in reversed(index.tree.nodes):
        for member, weight, own, added in _members(index, node, place, passed[node.place]):
            passed[member] = added
            name, rank = index.tree.names[member], int(ranks[index.tree.names[member]])
            parts.append(Part(name, index.tree.names[node.place], weight, own, added, rank or None))
    return Decomposition(unit, score, int(index.ranks[place]), tuple(parts))


def _members(
    index: Index, node: Node, unit: int, whole: float | None
) -> Iterator[tuple[int, float | None, float | None, float | None]]:
    """For each member: its place, its weight, its score, and its part of what the group adds to the top."""
    tree = index.tree
    scores = np.array([index.levels[tree.names[member]][unit] for member in node.members])
    there = ~np.isnan(scores)
    weights = np.where(there, tree.weights[node.members], 0.0)
    shares = weights / weights.sum() if weights.sum() > 0 else np.zeros_like(weights)
    group = float(index.levels[tree.names[node.place]][unit])
    entering = np.array(
        [as_member(index.levels[tree.names[m]][None, :], tree.scales[m], node.aggregate)[0, unit] for m in node.members]
    )
    added = _added(np.where(there, shares * entering, 0.0), shares, node.aggregate, group, whole)
    for k, member in enumerate(node.members):
        if there[k]:
            yield int(member), float(shares[k]), float(scores[k]), None if added is None else float(added[k])
        else:
            yield int(member), None, None, None


def _added(terms: Floats, shares: Floats, aggregate: str, group: float, whole: float | None) -> Floats | None:
    """What members add to the top, where their group adds ``whole`` and its score is ``group``."""
    if whole is None or aggregate == "copeland" or isnan(group):
        return None
    total = log(group) if aggregate == "geometric" else group
    if abs(total) > 1e-12:
        return np.asarray(terms * (whole / total))
    return np.zeros_like(terms) if abs(whole) <= 1e-12 else np.asarray(shares * whole)
