"""Double entry: every event moves amounts between accounts of one state, and each move adds up to nothing.

A leg is ``(state, account, measure, towards, amount)``. Relocations are counted in persons, money in cents, and the
``share`` measure holds the fair share in cents. ``towards`` is the benefitting state, or empty. Every measure adds up
on its own: what is converted leaves one for its account ``converted`` and comes from that of the other.

What a pledge went through, by account: ``pledged`` (negative: where it came from), ``open`` (to implement, not yet
committed), ``committed``, ``accepted`` (67(9)), ``implemented``, ``offset``, ``deducted``, ``released``,
``carried_over``, ``converted``, ``lapsed`` and ``settled``. For the share: ``fair_share`` and ``voluntary`` (negative
sources), ``unpledged``, ``covered``, ``deducted``, ``released`` and ``offset``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from fairshare.law.outcome import RefusedError

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
    """Whole cents of an amount in EUR; raises ``ValueError`` for a part of a cent.

    >>> cents(Decimal("9260000.00"))
    926000000
    """
    exact = Fraction(euro) * 100
    if exact.denominator != 1:
        raise ValueError(f"EUR {euro} is not a whole number of cents")
    return exact.numerator


def native(measure: str, amount: Decimal, cite: str) -> int:
    """Persons or cents of an amount that an event states; refuses what is neither, naming ``cite``.

    >>> native("relocation", Decimal("12"), "AMMR 57(1)"), native("financial", Decimal("12.50"), "AMMR 57(1)")
    (12, 1250)
    """
    try:
        if measure != RELOCATION:
            return cents(amount)
        if (persons := int(amount)) == amount:
            return persons
        problem = f"{amount} is not a whole number of persons"
    except ValueError as error:
        problem = str(error)
    except OverflowError:
        problem = f"{amount} is no amount"
    raise RefusedError(cite, problem)


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


def check_conservation(legs: Iterable[Leg]) -> None:
    """Raise :class:`ConservationError` unless the legs add up to nothing, for each state and each measure."""
    legs = tuple(legs)
    if len(legs) == 2 and legs[0][4] == -legs[1][4] and legs[0][0] == legs[1][0] and legs[0][2] == legs[1][2]:
        return  # a move, as nearly every entry is
    sums: dict[tuple[str, str], Amount] = {}
    for state, _, measure, _, amount in legs:
        side = (state, measure)
        sums[side] = sums.get(side, 0) + amount
    broken = {side: rest for side, rest in sums.items() if rest}
    if broken:
        raise ConservationError(f"the postings do not add up: {broken}")
