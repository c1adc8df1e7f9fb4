"""Plain rates of what was done to what was asked or promised, with every denominator that is in use beside it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fairshare.faults import bad_argument


def rate(part: int, whole: int, name: str = "whole") -> Fraction:
    """``part`` of ``whole``, exact. Mirror statistics do not reconcile, so a rate may exceed 1.

    Raises :class:`~fairshare.faults.BadInputError` for a negative part or a whole that is not above 0.

    >>> rate(16_869, 186_910)  # Dublin transfers of requests, EU and associated states, 2023 (Eurostat)
    Fraction(16869, 186910)
    """
    if part < 0 or whole <= 0:
        raise bad_argument(name, f"{part} of {whole} is no rate", "a part of 0 or more and a whole above 0")
    return Fraction(part, whole)


def delivered(done: int, promised: Mapping[str, int]) -> dict[str, Fraction]:
    """What was done as a rate of each promise by name: where a scheme has several denominators, all are told or none.

    The relocation of 2015 to 2017 is the case in point (European Court of Auditors, Special Report 24/2019): the same
    persons are a fifth of what was agreed in principle and a third of what was committed.

    >>> delivered(1, {"target": 4, "commitments": 2})
    {'target': Fraction(1, 4), 'commitments': Fraction(1, 2)}
    """
    if not promised:
        raise bad_argument("promised", "is empty", "at least one denominator by name")
    return {name: rate(done, whole, name) for name, whole in promised.items()}


def top_share(values: Mapping[str, int], count: int, total: int | None = None) -> Fraction:
    """The part of ``total`` (by default of the sum) that the ``count`` largest values make: concentration.

    >>> top_share({"IT": 5, "EL": 3, "MT": 2}, 2)
    Fraction(4, 5)
    """
    if not 0 < count <= len(values):
        raise bad_argument("count", f"{count} of {len(values)}", "a number between 1 and the number of values")
    return rate(sum(sorted(values.values())[-count:]), sum(values.values()) if total is None else total, "total")


def change(before: int, after: int) -> Fraction:
    """Relative change from ``before`` to ``after``; a fall is negative.

    >>> change(200, 150)
    Fraction(-1, 4)
    """
    return rate(after, before, "before") - 1
