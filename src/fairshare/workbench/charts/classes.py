"""Classes of a map: which values share a colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from fairshare.faults import bad_argument

Method = Literal["equal", "quantile"]

COLOURS: Final = 5
"""The colours there are, from the lowest values (0) to the highest (4)."""


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one class: its lowest and highest, how many there are, and the number of its colour."""

    low: Fraction
    high: Fraction
    size: int
    colour: int


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes from low to high, none of them empty, and how they were made."""

    method: Method
    groups: tuple[Group, ...]

    def colour(self, value: Fraction) -> int:
        """The colour of a value that was classified."""
        return next(group.colour for group in self.groups if value <= group.high)


def classify(values: Iterable[Fraction], classes: int = COLOURS, method: Method | None = None) -> Classes:
    """Classes of equal width or with about equal numbers of members (quantiles); equal values share a class.

    Without a ``method``: of equal width, which keeps distances visible, unless that puts more than half of the values
    into one class; then quantiles.

    >>> [group.size for group in classify(map(Fraction, (1, 2, 2, 4, 6)), 2).groups]
    [3, 2]
    """
    if not 1 <= classes <= COLOURS:
        raise bad_argument("classes", f"{classes} classes", f"1 to {COLOURS}")
    ordered = sorted(values)
    if not ordered:
        return Classes(method or "equal", ())
    number = min(classes, len(set(ordered)))
    equal = _groups(ordered, [_by_width(value, ordered, number) for value in ordered], number)
    crowded = 2 * max(group.size for group in equal) > len(ordered)
    if method == "equal" or (method is None and not crowded):
        return Classes("equal", equal)
    ranks = [number * sum(other < value for other in ordered) // len(ordered) for value in ordered]
    return Classes("quantile", _groups(ordered, ranks, number))


def _by_width(value: Fraction, ordered: Sequence[Fraction], number: int) -> int:
    span = ordered[-1] - ordered[0]
    return min(number - 1, int(number * (value - ordered[0]) / span)) if span else 0


def _groups(ordered: Sequence[Fraction], places: Sequence[int], number: int) -> tuple[Group, ...]:
    """The groups of values with the same place; their colours spread over all there are."""
    groups = []
    for place in sorted(set(places)):
        members = [value for value, at in zip(ordered, places, strict=True) if at == place]
        colour = place * (COLOURS - 1) // (number - 1) if number > 1 else COLOURS // 2
        groups.append(Group(members[0], members[-1], len(members), colour))
    return tuple(groups)
