"""The axis of a bar chart: from where to where it runs, its ticks, and where a figure stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from typing import Final

from fairshare.workbench.charts.words import Number

STEPS: Final = (1, 2, 5, 10)
MOST_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis with its ticks, the first and last of which are its ends."""

    ticks: tuple[Fraction, ...]

    def at(self, value: Number) -> Fraction:
        """Where a value stands: per cent of the axis."""
        low, high = self.ticks[0], self.ticks[-1]
        return 100 * (Fraction(value) - low) / (high - low)


def scale(values: Iterable[Number]) -> Scale:
    """The axis that holds zero and all values, with at most seven round ticks.

    >>> [int(tick) for tick in scale([3, 11]).ticks]
    [0, 5, 10, 15]
    """
    known = [Fraction(0), *map(Fraction, values)]
    low, high = min(known), max(known)
    step = _step(high - low)
    first, last = low // step, -(-high // step)
    return Scale(tuple(step * number for number in range(first, max(last, first + 1) + 1)))


def _step(span: Fraction) -> Fraction:
    """The smallest of 1, 2 and 5 times a power of ten that needs few enough steps for the span."""
    if not span:
        return Fraction(1)
    power = Fraction(1)
    while power * MOST_TICKS < span:
        power *= 10
    while power * MOST_TICKS >= 10 * span:
        power /= 10
    too_small = takewhile(lambda step: power / 10 * step * MOST_TICKS < span, STEPS)
    return power / 10 * STEPS[len(list(too_small))]


def spot(per_cent: Fraction) -> str:
    """A place or length on the axis as an SVG attribute."""
    return f"{float(per_cent):.3f}%"
