"""Publishers' names of countries, brought to ISO 3166 alpha-3 and to Eurostat's codes of states; unknown ones stay."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

import pycountry

from fairshare.states import NAMES

_TWO_LETTERS: Final = {"EL": "GR", "UK": "GB"}  # Eurostat's codes that are not those of ISO 3166
KOSOVO: Final = "XKX"  # not in ISO 3166: what is used in its place
STATELESS: Final = "XXA"
UNKNOWN: Final = "UNK"
OTHER: Final = "OTH"
_NAMES: Final = {
    "kosovo": KOSOVO,
    "stateless": STATELESS,
    "other": OTHER,
    "others": OTHER,
    "unknown": UNKNOWN,
    "unspecified": UNKNOWN,
    "not specified": UNKNOWN,
}


@cache
def citizens() -> dict[str, str]:
    """The code of a citizenship by Eurostat's. Aggregates, ``TOTAL`` and ``UNK`` are not in it and stay.

    >>> [citizens()[code] for code in ("SY", "EL", "UK", "XK", "STLS")]
    ['SYR', 'GRC', 'GBR', 'XKX', 'XXA']
    """
    by_two = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    special = {"XK": KOSOVO, "STLS": STATELESS}
    return by_two | {code: by_two[iso] for code, iso in _TWO_LETTERS.items()} | special


@cache
def states() -> dict[str, str]:
    """Eurostat's code by ISO 3166 alpha-3, for the 27, the four associated states and the United Kingdom.

    >>> states()["GRC"], states()["AUT"], len(states())
    ('EL', 'AT', 32)
    """
    return {citizens()[code]: code for code in sorted(NAMES)}


@cache
def _by_name() -> dict[str, str]:
    from babel import Locale

    by_two = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    common = {_folded(name): by_two[code] for code, name in Locale("en").territories.items() if code in by_two}
    formal = {
        _folded(name): country.alpha_3
        for country in pycountry.countries
        for name in (country.name, getattr(country, "common_name", ""), getattr(country, "official_name", ""))
        if name
    }
    return common | formal | _NAMES


def _folded(name: str) -> str:
    """A name without case, accents, footnote marks and typographic apostrophes."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().strip(" *").split())


def country(name: str) -> str:
    """ISO 3166 alpha-3 of an English name, ``UNK`` for those who say that it is unknown, else the name as it is.

    >>> country("Türkiye"), country("Russia"), country("Cote d'Ivoire"), country("Kosovo*"), country("Unspecified")
    ('TUR', 'RUS', 'CIV', 'XKX', 'UNK')
    >>> country("Unspecified sub-Saharan nationals")
    'Unspecified sub-Saharan nationals'
    """
    return _by_name().get(_folded(name), " ".join(name.split()))
