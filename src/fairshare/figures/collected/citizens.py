"""Nationalities of the collected files as ISO 3166 alpha-3, with the codes that the loaders have for what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fairshare.figures.loaders.codes import KOSOVO, OTHER, STATELESS, UNKNOWN, citizens, country

NON_CITIZENS: Final = "RNC"
"""Eurostat's code of recognised non-citizens."""
SPECIAL: Final = (KOSOVO, STATELESS, UNKNOWN, OTHER, NON_CITIZENS)
"""Codes for what ISO 3166 has none for."""

_OTHER: Final[Mapping[str, str]] = {
    "STL": STATELESS,
    "OOO": OTHER,
    "Recognised non-citizens": NON_CITIZENS,
    "Democratic Republic of the Congo": "COD",
    "Gambia, The": "GMB",
    "Myanmar/Burma": "MMR",
    "Palestine*": "PSE",
}
"""Codes and names that neither ISO 3166 nor the loaders know."""


def citizen_code(text: str, form: str) -> str | None:
    """The code of one nationality, or ``None``. ``form``: ``iso3``, ``iso2`` or ``names``.

    >>> citizen_code("Syria", "names"), citizen_code("UA", "iso2"), citizen_code("SYR", "iso3")
    ('SYR', 'UKR', 'SYR')
    >>> citizen_code("Myanmar/Burma", "names"), citizen_code("STL", "iso3"), citizen_code("Asia", "names")
    ('MMR', 'XXA', None)
    """
    known = {*citizens().values(), *SPECIAL}
    code = _OTHER.get(text) or (citizens().get(text) if form == "iso2" else country(text) if form == "names" else text)
    return code if code in known else None


def citizen_codes(texts: Iterable[str], form: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The code of each of some nationalities; those without one stay as they are and are given apart, sorted."""
    found = {text: citizen_code(text, form) for text in texts}
    return {text: code or text for text, code in found.items()}, tuple(sorted(t for t, c in found.items() if not c))
