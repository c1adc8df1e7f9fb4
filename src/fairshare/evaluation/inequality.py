"""How uneven a distribution is against a key: exact where the measure is rational, floats where it needs logarithms.

Notation: x_i a state's part of what was observed, k_i its part of the key, r_i = x_i / k_i its load ratio. Definitions:
Hoover 1936; Gini with the Lorenz curve sorted by r (weights k); Theil 1967; Atkinson 1970; Kolm 1976.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from fairshare.faults import bad_argument

Part = tuple[Fraction, Fraction]
"""A state's (x, k)."""

Amounts = Mapping[str, Fraction] | Mapping[str, int] | Mapping[str, Fraction | int]


@dataclass(frozen=True, slots=True)
class Inequality:
    """The measures of one distribution against one key. ``None``: infinite or undefined; ``notes`` says why.

    ``to_move`` is in the unit of what was observed, all else has none. Smaller is more even; 0 is the key itself
    (for the ratios: 1)."""

    hoover: Fraction
    gini: Fraction
    theil_t: float | None
    theil_l: float | None
    atkinson_05: float
    atkinson_1: float
    max_ratio: Fraction | None
    min_ratio: Fraction
    herfindahl: Fraction
    to_move: Fraction
    total: Fraction
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return f"Hoover {float(self.hoover):.4f} ({float(self.to_move):,.0f} of {float(self.total):,.0f} to move), " + (
            f"Gini {float(self.gini):.4f}"
        )


def inequality(observed: Amounts, key: Amounts) -> Inequality:
    """Every measure of ``observed`` against ``key`` (same states, any positive scale each).

    A state with neither key nor observation counts for nothing; one with observation and no key has an infinite load
    ratio. Raises :class:`~fairshare.faults.BadInputError` if the states differ, a value is negative, or a sum is 0.

    >>> inequality({"A": 30, "B": 10}, {"A": 1, "B": 1}).hoover
    Fraction(1, 4)
    """
    parts = _parts(observed, key)
    total = Fraction(sum(observed.values()))
    index = hoover_of(parts.values())
    ratios = {state: x / k for state, (x, k) in parts.items() if k}
    no_key = sorted(state for state, (_, k) in parts.items() if not k)
    none_seen = sorted(state for state, (x, _) in parts.items() if not x)
    notes = []
    if none_seen:
        notes.append(f"theil_l is infinite: nothing was observed for {', '.join(none_seen)}")
    if no_key:
        notes.append(f"theil_t and max_ratio are infinite: the key gives {', '.join(no_key)} nothing")
    theil_l = None if none_seen else _theil_l(parts.values())
    return Inequality(
        hoover=index,
        gini=gini(observed, key),
        theil_t=None if no_key else theil_of(parts.values()),
        theil_l=theil_l,
        atkinson_05=max(0.0, 1 - math.fsum(math.sqrt(x * k) for x, k in parts.values()) ** 2),
        atkinson_1=1.0 if theil_l is None else -math.expm1(-theil_l),
        max_ratio=None if no_key else max(ratios.values()),
        min_ratio=min(ratios.values()),
        herfindahl=sum((x**2 for x, _ in parts.values()), Fraction()),
        to_move=index * total,
        total=total,
        notes=tuple(notes),
    )


def hoover(observed: Amounts, key: Amounts) -> Fraction:
    """Half the sum of |x - k|: the part of what was observed that would have to be elsewhere to meet the key. Exact.

    >>> hoover({"A": 3, "B": 1}, {"A": 50, "B": 50})
    Fraction(1, 4)
    """
    return hoover_of(_parts(observed, key).values())


def gini(observed: Amounts, key: Amounts) -> Fraction:
    """Gini coefficient weighted by the key: one less twice the area under the Lorenz curve sorted by load ratio. Exact.

    >>> gini({"A": 3, "B": 1}, {"A": 1, "B": 1})
    Fraction(1, 4)
    """
    return gini_of(_parts(observed, key).values())


def kolm(per_head: Amounts, key: Amounts, aversion: float = 1.0) -> float:
    """Kolm's absolute inequality (1/a) ln sum k exp(a (mean - z)) of loads ``per_head``, such as people per 1,000.

    Adding the same load everywhere changes nothing. Raises :class:`~fairshare.faults.BadInputError` for an aversion
    that is not above 0."""
    if not aversion > 0:
        raise bad_argument("aversion", f"{aversion} is not above 0", "a number above 0")
    weight = Fraction(sum(key.values()))
    mean = sum((Fraction(key[state]) / weight * per_head[state] for state in key), Fraction())
    exponents = {state: aversion * float(mean - per_head[state]) for state in key}
    most = max(exponents.values())
    spread = math.fsum(float(key[state] / weight) * math.exp(exponents[state] - most) for state in key)
    return max(0.0, (most + math.log(spread)) / aversion)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Theil's T as the sum of what lies between groups of states and what lies within them."""

    between: float
    within: float


def theil_decomposition(observed: Amounts, key: Amounts, groups: Mapping[str, Hashable]) -> Decomposition | None:
    """Theil's T split by ``groups`` (state to group, such as South, North, East); ``None`` where T is infinite."""
    parts = _parts(observed, key)
    if any(not k for _, k in parts.values()):
        return None
    sums = {
        group: (
            sum((x for s, (x, _) in parts.items() if groups[s] == group), Fraction()),
            sum((k for s, (_, k) in parts.items() if groups[s] == group), Fraction()),
        )
        for group in {groups[state] for state in parts}
    }
    between = theil_of(sums.values())
    return Decomposition(between, max(0.0, theil_of(parts.values()) - between))


def _parts(observed: Amounts, key: Amounts) -> dict[str, Part]:
    """(x, k) by state, in the order of the states' names; states with neither are left out."""
    if set(observed) != set(key):
        raise bad_argument("state", "observed and key are of different states", "both for each state")
    for name, values in (("observed", observed), ("key", key)):
        if any(value < 0 for value in values.values()) or not sum(values.values()):
            raise bad_argument(name, "makes no distribution", "numbers of 0 or more, at least one above 0")
    seen, weight = Fraction(sum(observed.values())), Fraction(sum(key.values()))
    return {
        state: (observed[state] / seen, key[state] / weight) for state in sorted(key) if observed[state] or key[state]
    }


def hoover_of(parts: Iterable[Part]) -> Fraction:
    """:func:`hoover` of parts that stand already; an x may be below 0 (a state relieved of more than came to it)."""
    return sum((abs(x - k) for x, k in parts), Fraction()) / 2


def gini_of(parts: Iterable[Part]) -> Fraction:
    """:func:`gini` of parts that stand already; it exceeds 1 only where an x is below 0."""
    area, below = Fraction(), Fraction()
    for x, k in sorted(parts, key=lambda part: (not part[1], part[0] / part[1] if part[1] else 0)):
        area += k * (2 * below + x)
        below += x
    return 1 - area


def theil_of(parts: Iterable[Part]) -> float:
    """Theil's T of parts that stand already; none below 0, and none above 0 where the key gives nothing."""
    return max(0.0, math.fsum(float(x) * _log(x, k) for x, k in parts if x))


def _theil_l(parts: Iterable[Part]) -> float:
    return max(0.0, math.fsum(float(k) * _log(k, x) for x, k in parts if k))


def _log(above: Fraction, below: Fraction) -> float:
    """ln(above / below), without loss where the two are close."""
    ratio = above / below
    if abs(ratio - 1) < Fraction(1, 2):
        return math.log1p(float(ratio - 1))
    return math.log(ratio.numerator) - math.log(ratio.denominator)
