"""What a placement is worth: the weights of places, vulnerability and links, public and the same for everyone.

The Regulation gives no weights. It asks that links be taken into account (67(3)), that vulnerable persons come first
(60(4)) and that families stay whole (67(6)); the weights say how much, and every report names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from fairshare.faults import BadInputError, Fault

KINDS: Final[Mapping[str, Fraction]] = MappingProxyType(
    {
        "family": Fraction(1),
        "cultural": Fraction(1, 2),
        "language": Fraction(2, 5),
        "study": Fraction(1, 2),
        "stay": Fraction(3, 10),
    }
)
"""The kinds of meaningful links (67(3)) with their default weights."""

WEIGHTS: Final = ("place", "vulnerable", "links")


@dataclass(frozen=True, slots=True)
class Policy:
    """The weights of ``value = persons * (place + vulnerable * [vulnerable] + links * link)``, and the time allowed.

    ``kinds`` weighs each kind of link; ``time_limit`` is in seconds, for branch and bound alone.
    Raises :class:`~fairshare.faults.BadInputError` for a negative weight or an unknown kind.

    >>> Policy().per_person(vulnerable=True, link=Fraction(1, 2))
    Fraction(13, 1)
    """

    place: Fraction = Fraction(8)
    vulnerable: Fraction = Fraction(4)
    links: Fraction = Fraction(2)
    kinds: Mapping[str, Fraction] = field(default_factory=lambda: KINDS)
    time_limit: float = 60.0

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in WEIGHTS} | {f"kinds.{k}": w for k, w in self.kinds.items()}
        faults = [
            Fault("policy", 1, name, f"{weight} is negative", "0 or more")
            for name, weight in given.items()
            if weight < 0
        ]
        faults += [
            Fault("policy", 1, f"kinds.{kind}", "is no kind of link", "one of " + ", ".join(KINDS))
            for kind in self.kinds
            if kind not in KINDS
        ]
        if faults:
            raise BadInputError(faults)

    def per_person(self, *, vulnerable: bool, link: Fraction) -> Fraction:
        """The value of one person's place."""
        return self.place + self.vulnerable * vulnerable + self.links * link

    def scaled(self, weight: str, factor: Fraction) -> Policy:
        """The same policy with one weight (``place``, ``vulnerable``, ``links`` or a kind) multiplied."""
        if weight in WEIGHTS:
            return replace(self, **{weight: getattr(self, weight) * factor})
        return replace(self, kinds={**self.kinds, weight: self.kinds[weight] * factor})
