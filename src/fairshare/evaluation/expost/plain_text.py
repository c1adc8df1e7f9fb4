"""What stands in an evaluation as plain English: for a terminal, for JSON and for tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.document import Fig, Link, Sentence, Shown, State
from fairshare.evaluation.expost.measured import Figures, Measured
from fairshare.plain import grouped_euro, share_text
from fairshare.states import NAMES

_NAME: Final = re.compile(r"\{(\w+)\}")
WHOLE: Final = frozenset({"persons", "units", "cases", "states"})
"""Units that are shown in whole numbers, though a share or money can make a part of one."""

_UNKNOWN: Final = "unknown"


def text_of(shown: Shown, figures: Figures) -> str:
    """A sentence, or anything that can stand in one, in English.

    >>> from fairshare.evaluation.expost.document import Name, say
    >>> text_of(say("{state}: see {act}.", state=State("EL"), act=Name("COM(2017) 74")), {})
    'Greece: see COM(2017) 74.'
    """
    if isinstance(shown, Sentence):
        parts = dict(shown.parts)
        return _NAME.sub(lambda found: text_of(parts[found.group(1)], figures), shown.text)
    if isinstance(shown, Fig):
        return value_text(figures[shown.key])
    if isinstance(shown, State):
        return NAMES.get(shown.code, shown.code)
    if isinstance(shown, Link):
        return NAMES.get(shown.name, shown.name) if shown.kind == "state" else shown.name
    return f"{shown.day} {shown:%B %Y}" if isinstance(shown, date) else shown.text


def value_text(figure: Measured) -> str:
    """A figure for a person; rounds for the eye only."""
    if figure.value is None:
        return _UNKNOWN
    return _BY_UNIT.get(figure.unit, _count)(for_the_eye(figure.value, figure.unit))


def for_the_eye(value: Fraction, unit: str) -> Fraction:
    """A value as it is shown: persons and the like whole, a half away from 0; all else as it is.

    >>> for_the_eye(Fraction(57, 2), "units"), for_the_eye(Fraction(-57, 2), "persons")
    (Fraction(29, 1), Fraction(-29, 1))
    """
    if unit not in WHOLE or value.denominator == 1:
        return value
    size = (2 * abs(value) + 1) // 2
    return Fraction(size if value > 0 else -size)


def _count(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.2f}"


def _euro(value: Fraction) -> str:
    return f"EUR {grouped_euro(value).removesuffix('.00')}"


_BY_UNIT: Final[dict[str, Callable[[Fraction], str]]] = {
    "EUR": _euro,
    "share": lambda value: f"{float(value * 100):z.1f} %",
    "index": lambda value: f"{float(value):z.3f}",
    "ratio": lambda value: f"{float(value):z.2f}",
}


def exact_text(value: Fraction) -> str:
    """A value without rounding: in decimals where these end within 18 digits, else as a fraction.

    >>> exact_text(Fraction(1, 8)), exact_text(Fraction(1, 3))
    ('0.125', '1/3')
    """
    decimals = share_text(value)
    return decimals if Fraction(decimals) == value else str(value)
