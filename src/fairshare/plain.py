"""Exact figures as plain text for JSON and tables: shares, money, units. Nothing here rounds without saying so."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

SHARE_DIGITS: Final = 18


def share_text(value: Fraction, digits: int = SHARE_DIGITS) -> str:
    """A fraction as a plain decimal string with ``digits`` significant digits.

    >>> share_text(Fraction(1, 3))
    '0.333333333333333333'
    """
    with localcontext() as context:
        context.prec = digits
        return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


def euro_text(value: Fraction) -> str:
    """EUR as a decimal string with cents; a part of a cent is shown as it is.

    >>> euro_text(Fraction(9260000)), euro_text(Fraction(1, 1000))
    ('9260000.00', '0.001')
    """
    if (value * 100).denominator == 1:
        return format(Decimal(int(value * 100)).scaleb(-2), ".2f")
    return share_text(value)


def grouped_euro(value: Fraction) -> str:
    """EUR for a person, with thousands apart; exact like :func:`euro_text`.

    >>> grouped_euro(Fraction(9260000))
    '9,260,000.00'
    """
    return f"{Decimal(euro_text(value)):,}"


def units_value(value: Fraction) -> int | str:
    """Units as a whole number, or as a decimal string where money makes a part of a unit.

    >>> units_value(Fraction(463)), units_value(Fraction(1, 2))
    (463, '0.5')
    """
    return value.numerator if value.denominator == 1 else share_text(value)
