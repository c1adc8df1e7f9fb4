"""Short figures for marks and axes, and the text of a figure in full."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal
from django.utils.translation import get_language

from fairshare.workbench.tables.formats import shown_text
from fairshare.workbench.tables.model import Column, Kind

Number = int | Fraction
_COMPACT: Final = 1000  # below, CLDR's compact form does not round


def full(value: Number | None, unit: Kind) -> str:
    """A figure with its unit, as tables show it."""
    return shown_text(Column("value", "", unit), value)


def signed(value: Number | None, unit: Kind) -> str:
    """A difference with its sign."""
    return ("+" if value is not None and value > 0 else "") + full(value, unit)


def short(value: Number, unit: Kind) -> str:
    """A figure in a few characters, without its unit: per cent with one decimal, large numbers in thousands and so on.

    Rounds for the eye only.
    """
    if unit in {"share", "percent"}:
        return str(format_decimal(_per_cent(value), "0.0", locale=_locale()))
    if unit in {"index", "ratio"}:
        return str(format_decimal(float(value), "0.0#", locale=_locale()))
    small: Number = round(Fraction(value), 1) if abs(Fraction(value)) < _COMPACT else value
    return str(format_compact_decimal(float(small), fraction_digits=1, locale=_locale()))


def on_axis(value: Number, unit: Kind) -> str:
    """Like :func:`short`, for the round figures of an axis: without decimals where there are none."""
    if unit in {"share", "percent"}:
        return str(format_decimal(_per_cent(value), "0.####", locale=_locale()))
    return short(value, unit)


def _per_cent(value: Number) -> float:
    return float(100 * Fraction(value))


def _locale() -> Locale:
    return Locale.parse((get_language() or "en").replace("-", "_"))
