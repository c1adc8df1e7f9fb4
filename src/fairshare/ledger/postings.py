"""Double entry: every event moves amounts between accounts of one state, and each move adds up to nothing.

A leg is ``(state, account, measure, towards, amount)``. Relocations are counted in persons, money in cents, and the
``share`` measure holds the fair share in cents. ``towards`` is the benefitting state, or empty.

What a pledge went through, by account: ``pledged`` (negative: where it came from), ``open`` (to implement, not yet
committed), ``committed``, ``accepted`` (67(9)), ``implemented``, ``offset``, ``deducted``, ``released``,
``carried_over``, ``converted`` and ``settled``. For the share: ``fair_share`` and ``voluntary`` (negative sources),
``unpledged``, ``covered``, ``credited``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

Amount: TypeAlias = int | Fraction
Leg: TypeAlias = tuple[str, str, str, str, Amount]

SHARE: Final = "share"
RELOCATION: Final = "relocation"
FINANCIAL: Final = "financial"
ALTERNATIVE: Final = "alternative"

SOURCES: Final = frozenset({"pledged", "fair_share", "voluntary", "converted"})
"""Accounts that may be negative: what is elsewhere came from them."""


class Entry(NamedTuple):
    """The legs that one event posted; ``event`` is its place in the record."""

    event: int
    legs: tuple[Leg, ...]


class ConservationError(AssertionError):
    """An entry that does not add up: a fault of the program, never of the input."""


def cents(euro: Decimal | Fraction | int) -> int:
    """Whole cents of an amount in EUR.

    >>> cents(Decimal("9260000.00"))
    926000000
    """
    exact = Fraction(euro) * 100
    if exact.denominator != 1:
        raise ValueError(f"{euro} is not a whole number of cents")
    return exact.numerator


def euro(amount: Amount) -> Fraction:
    """EUR of an amount in cents."""
    return Fraction(amount) / 100


def move(
    state: str,
    measure: str,
    source: str,
    target: str,
    amount: Amount,
    towards: str = "",
    was_towards: str | None = None,
) -> tuple[Leg, ...]:
    """The two legs that take an amount from one account to another, within a state and a measure; none for nothing.

    ``was_towards`` is the benefitting state on the source side where it differs from ``towards``."""
    if not amount:
        return ()
    origin = towards if was_towards is None else was_towards
    return (state, source, measure, origin, -amount), (state, target, measure, towards, amount)


def check_conservation(legs: Iterable[Leg], unit: Amount) -> None:
    """Raise :class:`ConservationError` unless the legs add up to nothing for their state.

    Within one measure amounts cancel as they stand; between measures they cancel by value, a relocation at ``unit``
    cents."""
    rows = tuple(legs)
    if len(rows) == 2 and rows[0][2] == rows[1][2]:  # nearly every entry: a move within one measure
        if rows[0][4] + rows[1][4] == 0 and rows[0][0] == rows[1][0]:
            return
        raise ConservationError(f"{rows} does not add up")
    value: dict[tuple[str, bool], Amount] = {}
    for state, _, measure, _, amount in rows:
        side = (state, measure == SHARE)
        value[side] = value.get(side, 0) + amount * (unit if measure == RELOCATION else 1)
    if any(value.values()):
        raise ConservationError(f"{rows} does not add up: {value}")
