"""Whole persons from shares: apportionment of a total, and the draws on a pool over a year.

Everything is exact (integers and fractions). A tie that a method does not settle is a question to a person, never the
order of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.apportionment import divisor, quota
from fairshare.law.apportionment.division import Division, Lots, SeatStep, check_lots, lots_needed
from fairshare.law.apportionment.draws import Draw, DrawState, draw, share_out
from fairshare.law.choices import CHOICES

__all__ = [
    "LARGEST_TOTAL",
    "METHODS",
    "Apportionment",
    "Draw",
    "DrawState",
    "Lots",
    "SeatStep",
    "apportion",
    "draw",
    "round_share",
    "share_out",
]

LARGEST_TOTAL: Final = 10**12

Divide = Callable[[str, int, Mapping[str, Fraction], Sequence[str]], Division]


@dataclass(frozen=True, slots=True)
class Method:
    """How to divide, what the figure of each ``award`` step is, and where the method comes from."""

    divide: Divide
    figure: str
    cite: str


_BOOK: Final = "Balinski and Young, Fair Representation, 2001"

METHODS: Final[Mapping[str, Method]] = {
    "hamilton": Method(
        quota.divide_by_remainders, "remainder of the quota", f"Hamilton 1792 (largest remainders); {_BOOK}"
    ),
    "webster": Method(
        divisor.divide, "weight / (n - 1/2), n the seats then held", f"Webster 1832 (Sainte-Laguë 1910); {_BOOK}"
    ),
    "jefferson": Method(divisor.divide, "weight / n, n the seats then held", f"Jefferson 1792 (D'Hondt 1882); {_BOOK}"),
    "adams": Method(divisor.divide, "weight / (n - 1), n the seats then held", f"Adams 1832; {_BOOK}"),
    "huntington-hill": Method(
        divisor.divide, "weight^2 / (n (n - 1)), n the seats then held", f"Huntington 1928 (equal proportions); {_BOOK}"
    ),
    "dean": Method(
        divisor.divide,
        "weight / harmonic mean of n - 1 and n, n the seats then held",
        f"Dean 1832 (harmonic mean); {_BOOK}",
    ),
    "quota": Method(
        quota.divide_within_quota,
        "weight / n, n the seat of the upper quota",
        "Balinski and Young, American Mathematical Monthly 82, 1975",
    ),
    **{rule: Method(quota.divide_independently, "", CHOICES["ROUNDING"].cite) for rule in quota.ROUNDINGS},
}
"""Every method of apportionment, by the name that the command takes."""


@dataclass(frozen=True, slots=True)
class Apportionment:
    """What a method makes of a total.

    ``seats`` holds what is settled, in the order of the weights given. ``surplus`` is what independent rounding gives
    out above the total (negative: below); seats that wait for lots do not count. ``steps`` replay the division.
    """

    method: str
    total: int
    seats: dict[str, int]
    surplus: int
    steps: tuple[SeatStep, ...]
    needs_decision: Lots | None
    cite: str

    def __str__(self) -> str:
        seats = ", ".join(f"{name} {count}" for name, count in self.seats.items())
        tied = self.needs_decision
        lots = f"; lots between {', '.join(tied.options)} for {tied.seats}" if tied else ""
        return f"{self.method}, {self.total} units: {seats}{lots}"


def apportion(method: str, total: int, weights: Mapping[str, Fraction], *, lots: Sequence[str] = ()) -> Apportionment:
    """Apportion ``total`` seats (0 to 10^12) over names in proportion to their weights (0 or more, not all 0).

    ``lots``: names in the order of a recorded drawing of lots; it settles a tie if it names all who are tied.
    Raises :class:`~fairshare.faults.BadInputError` for an unknown method, a total or weights out of range, and a
    total below what the method owes (see :func:`fairshare.law.apportionment.divisor.divide`).

    >>> apportion("hamilton", 10, {"A": 6, "B": 6, "C": 2}).seats
    {'A': 4, 'B': 4, 'C': 2}
    >>> apportion("webster", 1, {"A": 6, "B": 6}).needs_decision.options
    ('A', 'B')
    """
    _check(method, total, weights, lots)
    chosen = METHODS[method]
    positive = {name: Fraction(weight) for name, weight in weights.items() if weight}
    greatest_first = {name: positive[name] for name in sorted(positive, key=lambda name: (-positive[name], name))}
    division = chosen.divide(method, total, greatest_first, lots)
    question = lots_needed(division.ties, chosen.cite)
    seats = {name: division.seats.get(name, 0) for name in weights}
    given = sum(seats.values()) + (question.seats if question else 0)
    return Apportionment(method, total, seats, given - total, division.steps, question, chosen.cite)


def _check(method: str, total: int, weights: Mapping[str, Fraction], lots: Sequence[str]) -> None:
    if method not in METHODS:
        raise bad_argument("method", f"{method!r} is unknown", "one of " + ", ".join(METHODS))
    if not 0 <= total <= LARGEST_TOTAL:
        raise bad_argument("total", f"{total} is out of range", f"a whole number from 0 to {LARGEST_TOTAL}")
    negative = [name for name, weight in weights.items() if weight < 0]
    if negative:
        raise bad_argument("weight", f"is negative for {', '.join(negative)}", "a number, 0 or more")
    if not any(weights.values()):
        raise bad_argument("weight", "no weight is above 0", "at least one")
    check_lots(lots, weights)


def round_share(rule: str, exact: Fraction) -> int:
    """Whole units of one exact share: ``floor``, ``ceil``, or ``nearest`` with .5 to the even number (choice ROUNDING).

    >>> round_share("ceil", Fraction("0.160021") * 21000), round_share("nearest", Fraction(5, 2))
    (3361, 2)
    """
    if rule not in quota.ROUNDINGS:
        raise bad_argument("rule", f"{rule!r} is unknown", "one of " + ", ".join(quota.ROUNDINGS))
    return quota.ROUNDINGS[rule](exact)
