"""The tree of a composite indicator as arrays: which node has which members, and a weight for each node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.assessment.composite.data import Floats
from fairshare.assessment.composite.normalise import SCALES
from fairshare.assessment.composite.spec import Spec
from fairshare.faults import bad_argument

Places: TypeAlias = npt.NDArray[np.int64]
_RESULT: Final = {"geometric": "positive", "copeland": "balance"}
"""The scale of a group's score by its aggregation; a mean keeps the scale of its members."""


@dataclass(frozen=True, slots=True)
class Node:
    """A group: its own place among all names, those of its members, and how they are aggregated."""

    place: int
    members: Places
    aggregate: str


@dataclass(frozen=True, slots=True)
class Structure:
    """``names``: the ``indicators`` first, then the groups from the bottom to the top (the top is the last).

    ``weights``: a weight by name; that of the top counts nowhere. ``scales``: by name ``hundred`` (0 to 100),
    ``positive``, ``balance`` (wins minus losses) or ``free``.
    """

    names: tuple[str, ...]
    indicators: int
    nodes: tuple[Node, ...]
    weights: Floats
    scales: tuple[str, ...]

    @property
    def top_members(self) -> tuple[str, ...]:
        """The names of what the top is made of; a group that is the only member is looked into."""
        members = self.nodes[-1].members
        while len(members) == 1 and members[0] >= self.indicators:
            members = self.nodes[members[0] - self.indicators].members
        return tuple(self.names[place] for place in members)

    def places(self, names: Sequence[str]) -> Places:
        """The places of names. Raises :class:`~fairshare.faults.BadInputError` for an unknown one."""
        for name in names:
            if name not in self.names:
                raise bad_argument("names", f"{name!r} is unknown", "some of " + ", ".join(self.names))
        return np.array([self.names.index(name) for name in names], dtype=np.int64)

    def weight_draws(self, changes: Mapping[str, npt.ArrayLike]) -> Floats:
        """Weights, draws x names, with some of them drawn (an array of draws by name) and the others as they are."""
        places = self.places(list(changes))
        columns = np.array(list(changes.values()), dtype=np.float64)
        result = np.tile(self.weights, (columns.shape[-1], 1))
        result[:, places] = columns.T
        return result

    def with_aggregate(self, aggregate: str) -> Structure:
        """The same tree with one aggregation for all groups."""
        nodes = tuple(replace(node, aggregate=aggregate) for node in self.nodes)
        return replace(self, nodes=nodes, scales=_scales(self.scales[: self.indicators], nodes))


def structure(spec: Spec) -> Structure:
    """The tree of a specification.

    >>> from fairshare.assessment.composite.spec import flat
    >>> structure(flat(["a", "b"], [2.0, 1.0])).names
    ('a', 'b', 'index')
    """
    names = (*(indicator.name for indicator in spec.indicators), *(group.name for group in spec.groups))
    place = {name: number for number, name in enumerate(names)}
    weights = np.ones(len(names))
    nodes = []
    for group in spec.groups:
        members = np.array([place[member] for member in group.members], dtype=np.int64)
        weights[members] = group.weights
        nodes.append(Node(place[group.name], members, group.aggregate))
    leaves = [SCALES[indicator.normalise] for indicator in spec.indicators]
    return Structure(names, len(spec.indicators), tuple(nodes), weights, _scales(leaves, nodes))


def _scales(leaves: Sequence[str], nodes: Sequence[Node]) -> tuple[str, ...]:
    """The scale of every node, bottom to top. The balance of a Copeland group counts as 0 to 100 in the group above."""
    scales = list(leaves)
    for node in nodes:
        below = {scales[member].replace("balance", "hundred") for member in node.members}
        mean = below.pop() if len(below) == 1 else "free"
        scales.append(_RESULT.get(node.aggregate, mean))
    return tuple(scales)
