"""Divisor methods: the ``n``-th seat of a name has the priority weight / signpost(n); the greatest priorities win.

Balinski and Young, *Fair Representation* (1982; 2nd edition 2001). Signposts lie between n - 1 and n, so with the
divisor ``sum of weights / (total - names)`` every name's quotient, rounded down, is certain at once, and fewer than two
seats a name remain to be handed out: a total of 10^12 takes as long as one of 10^3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.apportionment.division import Division, SeatStep, hand_out

Priority = Callable[[Fraction, int], Fraction]
"""Priority of the ``n``-th seat of a weight."""

PRIORITIES: Final[dict[str, Priority]] = {
    "jefferson": lambda weight, n: weight / n,
    "webster": lambda weight, n: weight / Fraction(2 * n - 1, 2),
    "adams": lambda weight, n: weight / (n - 1),
    # harmonic mean of n - 1 and n
    "dean": lambda weight, n: weight / Fraction(2 * n * (n - 1), 2 * n - 1),
    # geometric mean of n - 1 and n; squares on both sides keep the comparison exact
    "huntington-hill": lambda weight, n: weight**2 / (n * (n - 1)),
}

FIRST_SEAT_FREE: Final = frozenset({"adams", "dean", "huntington-hill"})
"""Methods whose first signpost is 0: every name with a positive weight comes before any second seat."""


def divide(method: str, total: int, weights: Mapping[str, Fraction], lots: Sequence[str] = ()) -> Division:
    """Apportion ``total`` seats over positive weights by a divisor method.

    Raises :class:`~fairshare.faults.BadInputError` where the method owes each name a seat and there are too few.
    """
    priority, least = PRIORITIES[method], int(method in FIRST_SEAT_FREE)
    if least * len(weights) > total:
        raise bad_argument(
            "total",
            f"{total} is below the number of names with a positive weight, each of which {method} owes a seat",
            f"at least {len(weights)}",
        )
    whole, certain = sum(weights.values()), max(total - len(weights), 0)
    quotients = {name: weight * certain / whole for name, weight in weights.items()}
    start = {name: max(math.floor(quotient), least) for name, quotient in quotients.items()}
    steps = tuple(SeatStep("start", str(quotients[name]), name=name, seats=start[name]) for name in start)

    def order(name: str, n: int) -> tuple[Fraction, Fraction]:
        figure = priority(weights[name], n)
        return -figure, figure

    end = hand_out(start, total - sum(start.values()), order, lots)
    return Division(end.seats, steps + end.steps, end.ties)
