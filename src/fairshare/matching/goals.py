"""What a placement can be measured by, as a sum over families: the levels of mechanisms and the columns of the table.

Every goal gives one figure a column of :class:`~fairshare.matching.kinds.Kinds`, for one family placed there. Most are
the value of some policy too, so that the solver for many families can maximise them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from fairshare.matching.kinds import Kinds
from fairshare.matching.policy import WEIGHTS, Policy
from fairshare.matching.problem import Floats

Weights: TypeAlias = tuple[Fraction, ...]
"""Of place, vulnerable and links, as in a policy."""


@dataclass(frozen=True)
class Goal:
    """A measure: its name, what it means, its figure by column (c), and whether that needs links.

    ``weights`` gives the weights of the policy whose value it is, if there is one.
    """

    name: str
    meaning: str
    by_column: Callable[[Kinds], Floats]
    links: bool = False
    weights: Callable[[Policy], Weights] | None = None


def greatest_weight(policy: Policy) -> Fraction:
    """The unit of :attr:`~fairshare.matching.kinds.Kinds.value`: the greatest weight, 1 if all are 0."""
    return max(getattr(policy, weight) for weight in WEIGHTS) or Fraction(1)


def unit(policy: Policy, goal: Goal) -> float:
    """What one of a goal's figures stands for: the policy's greatest weight for the value, otherwise 1."""
    return float(greatest_weight(policy)) if goal.name == "value" else 1.0


def _only(place: int, vulnerable: int, links: int) -> Callable[[Policy], Weights]:
    return lambda policy: (Fraction(place), Fraction(vulnerable), Fraction(links))


def _of_policy(policy: Policy) -> Weights:
    return tuple(getattr(policy, weight) / greatest_weight(policy) for weight in WEIGHTS)


_GOALS: Final = (
    Goal("vulnerable", "vulnerable persons placed", lambda k: k.persons * k.vulnerable, weights=_only(0, 1, 0)),
    Goal("persons", "persons placed", lambda k: k.persons, weights=_only(1, 0, 0)),
    Goal("families", "families placed", lambda k: np.ones(k.columns)),
    Goal("links", "links honoured: weight times persons", lambda k: k.persons * k.link, True, _only(0, 0, 1)),
    Goal("linked", "families placed by a link", lambda k: (k.link > 0).astype(np.float64), True),
    Goal("value", "value by the policy", lambda k: k.value, True, _of_policy),
)
GOALS: Final[Mapping[str, Goal]] = MappingProxyType({goal.name: goal for goal in _GOALS})
"""Every goal by its name."""
