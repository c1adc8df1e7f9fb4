"""Numbers, money, days and states as the reader's language writes them (CLDR). Rounds for the eye only.

``lang`` is a language code such as ``fr`` or ``mt``; without it the language that is active. A language that CLDR does
not know is written as English. What is unknown says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import NumberFormatError, format_currency, format_decimal, format_percent, parse_decimal
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from fairshare.workbench.tables.model import Column, Value
from fairshare.workbench.tables.words import STATUSES

Number = int | Fraction | Decimal

_EUROPEAN: Final = {"en": "en_IE", "pt": "pt_PT"}  # CLDR's plain "en" and "pt" are those of America
_ISO: Final = {"EL": "GR", "UK": "GB"}


@cache
def _named(lang: str) -> Locale:
    try:
        return Locale.parse(_EUROPEAN.get(lang, lang.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_IE")


def _locale(lang: str | None) -> Locale:
    return _named(lang or get_language() or "en")


def _decimal(value: Number) -> Decimal:
    with localcontext() as context:
        context.prec = 40
        exact = Fraction(value)
        return Decimal(exact.numerator) / Decimal(exact.denominator)


def _rounded(value: Number, decimals: int) -> Decimal:
    """A value as it will be written, so that one that rounds to zero has no sign."""
    return _decimal(round(Fraction(value), decimals))


def unknown() -> str:
    """The word for what is not known."""
    return gettext("unknown")


def count(value: Number | None, lang: str | None = None) -> str:
    """Persons or units, with a part of a unit to two decimals.

    >>> count(9260000, "de"), count(Fraction(57, 2), "en")
    ('9.260.000', '28.5')
    """
    return unknown() if value is None else format_decimal(_decimal(value), "#,##0.##", locale=_locale(lang))


def plain_number(text: str, lang: str | None = None) -> str:
    """A number as the reader's language writes it, in plain digits; what is none stays as it was typed.

    >>> plain_number("4.000", "de"), plain_number("4.000", "en"), plain_number("4\xa0000,5", "fr"), plain_number("many")
    ('4000', '4.000', '4000.5', 'many')
    """
    bare = "".join(text.split())
    try:
        return str(parse_decimal(bare, locale=_locale(lang), strict=True)) if _DIGITS(bare) else text
    except NumberFormatError:
        return text


_DIGITS: Final = re.compile(r"[0-9][0-9.,]*").fullmatch


def eur(value: Number | None, lang: str | None = None) -> str:
    """An amount in EUR; cents only where there are any.

    >>> eur(9260000, "en"), eur(Decimal("0.5"), "nl")
    ('€9,260,000', '€\\xa00,50')
    """
    if value is None:
        return unknown()
    locale = _locale(lang)
    whole = Fraction(value).denominator == 1
    pattern = locale.currency_formats["standard"].pattern
    shape = pattern.replace(".00", "") if whole else pattern
    return format_currency(_decimal(value), "EUR", shape, locale=locale, currency_digits=not whole)


def _per_cent(value: Number | None, decimals: int, lang: str | None) -> str:
    if value is None:
        return unknown()
    locale = _locale(lang)
    shape = locale.percent_formats[None].pattern.replace("##0", f"##0.{'0' * decimals}")
    return format_percent(_rounded(value, decimals + 2), shape, locale=locale)


def share(value: Number | None, lang: str | None = None) -> str:
    """A fraction of 1 in per cent with four decimals, as the acts print shares.

    >>> share(Fraction(1, 3), "de")
    '33,3333\\xa0%'
    """
    return _per_cent(value, 4, lang)


def percent(value: Number | None, lang: str | None = None) -> str:
    """A fraction of 1 in per cent with one decimal.

    >>> percent(Fraction(1, 2), "en")
    '50.0%'
    """
    return _per_cent(value, 1, lang)


def index(value: Number | None, lang: str | None = None) -> str:
    """A measure from 0 to 1 with three decimals.

    >>> index(Fraction(1, 3), "fr"), index(Fraction(-1, 10_000), "fr")
    ('0,333', '0,000')
    """
    return unknown() if value is None else format_decimal(_rounded(value, 3), "0.000", locale=_locale(lang))


def ratio(value: Number | None, lang: str | None = None) -> str:
    """So many times, with two decimals.

    >>> ratio(Fraction(5, 2), "en")
    '2.50'
    """
    return unknown() if value is None else format_decimal(_rounded(value, 2), "#,##0.00", locale=_locale(lang))


def day(value: date | None, lang: str | None = None, style: str = "medium") -> str:
    """A day; ``style`` is one of CLDR's: short, medium, long, full.

    >>> day(date(2026, 11, 23), "fr", "long")
    '23 novembre 2026'
    """
    return unknown() if value is None else format_date(value, style, locale=_locale(lang))


def month(value: date, lang: str | None = None) -> str:
    """The month of a day, with its year.

    >>> month(date(2018, 4, 1), "de")
    'April 2018'
    """
    return format_skeleton("yMMMM", value, locale=_locale(lang))


def state_name(code: str | None, lang: str | None = None) -> str:
    """The name of a state by its Eurostat code; a code that CLDR does not know stays as it is.

    >>> state_name("EL", "fr"), state_name("DE", "mt"), state_name("UK", "de")
    ('Grèce', 'il-Ġermanja', 'Vereinigtes Königreich')
    """
    if not code:
        return unknown()
    territory = _ISO.get(code, code)
    return str(_locale(lang).territories.get(territory, code))


def cite(text: str) -> SafeString:
    """Citations that do not break within, only between each other: ``AMMR 66; Annex I``."""
    parts = [(part.strip(),) for part in str(text).split(";") if part.strip()]
    return format_html_join("; ", '<span class="cite">{}</span>', parts)


_BY_KIND: Final[dict[str, Callable[[Any, str | None], str]]] = {
    "count": count, "eur": eur, "share": share, "percent": percent, "index": index, "ratio": ratio,
    "date": day, "state": state_name,
}  # fmt: skip


def shown_text(column: Column, value: Value, lang: str | None = None) -> str:
    """A value as people read it in its column."""
    if value is None:
        return unknown()
    if value == "":
        return ""
    words = STATUSES if column.kind == "status" else column.words
    if column.kind in {"status", "text", "cite"}:
        return str(words.get(str(value), value))
    if column.kind == "flag":
        return gettext("yes") if value else gettext("no")
    return _written(column.kind, value, lang or get_language() or "en")


@lru_cache(maxsize=16_384)  # to write a number by CLDR takes as long as to look up a hundred
def _written(kind: str, value: Any, lang: str) -> str:
    return _BY_KIND[kind](value, lang)
