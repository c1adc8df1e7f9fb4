"""The states, and which act binds whom, with dates.

Codes are Eurostat's (``EL`` for Greece, ``UK`` for the United Kingdom). On input ISO 3166 codes and English
names are understood too. Names in other languages are read by :mod:`fairshare.figures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from fairshare.faults import bad_argument

NAMES: Final[dict[str, str]] = {
    "AT": "Austria",
    "BE": "Belgium",
    "BG": "Bulgaria",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DE": "Germany",
    "DK": "Denmark",
    "EE": "Estonia",
    "EL": "Greece",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "HR": "Croatia",
    "HU": "Hungary",
    "IE": "Ireland",
    "IT": "Italy",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "MT": "Malta",
    "NL": "Netherlands",
    "PL": "Poland",
    "PT": "Portugal",
    "RO": "Romania",
    "SE": "Sweden",
    "SI": "Slovenia",
    "SK": "Slovakia",
    "CH": "Switzerland",
    "IS": "Iceland",
    "LI": "Liechtenstein",
    "NO": "Norway",
    "UK": "United Kingdom",
}
"""English short name of each state, by Eurostat code: the 27, the four associated, and the United Kingdom."""

ASSOCIATED: Final = frozenset({"CH", "IS", "LI", "NO"})
EU27: Final = frozenset(NAMES) - ASSOCIATED - {"UK"}
EU28: Final = EU27 | {"UK"}

_OTHER_CODES: Final = {"GR": "EL", "GB": "UK"}
_OTHER_NAMES: Final = {
    "czech republic": "CZ",
    "slovak republic": "SK",
    "the netherlands": "NL",
    "great britain": "UK",
    "hellenic republic": "EL",
}
_BY_NAME: Final = {name.casefold(): code for code, name in NAMES.items()} | _OTHER_NAMES


def state_code(text: str) -> str | None:
    """The Eurostat code that ``text`` (a code or an English name) stands for, or ``None``.

    >>> state_code("GR"), state_code(" greece "), state_code("EL"), state_code("Atlantis")
    ('EL', 'EL', 'EL', None)
    """
    word = " ".join(text.split())
    code = _OTHER_CODES.get(word.upper(), word.upper())
    return code if code in NAMES else _BY_NAME.get(word.casefold())


def require_state(text: str, name: str = "state") -> str:
    """Like :func:`state_code`, but an unknown state is a :class:`~fairshare.faults.BadInputError`."""
    code = state_code(text)
    if code is None:
        raise bad_argument(
            name, f"{text!r} is not a known state", "a Eurostat code such as DE or EL, or an English name"
        )
    return code


@dataclass(frozen=True, slots=True)
class Binding:
    """A group of states bound by a part of the Regulation from a day on."""

    part: str
    states: frozenset[str]
    since: date
    cite: str


BINDINGS: Final = (
    Binding("IV", EU27 - {"DK", "IE"}, date(2024, 6, 11), "AMMR 85; Denmark: Protocol 22, AMMR recital 90"),
    Binding("IV", frozenset({"IE"}), date(2024, 7, 31), "Commission Decision (EU) 2024/2088"),
    Binding("III", EU27 - {"IE"}, date(2024, 6, 11), "AMMR 85; Denmark: agreement of 2006, AMMR recital 90"),
    Binding("III", frozenset({"IE"}), date(2024, 7, 31), "Commission Decision (EU) 2024/2088"),
    Binding("III", ASSOCIATED, date(2024, 6, 11), "AMMR recitals 92 to 94"),
)
"""Who is bound by Part III (responsibility; 31 states) and Part IV (solidarity; 26 states).

The day is the one from which the act binds; most articles apply later (AMMR 85)."""


def bound_by(part: str, on: date) -> frozenset[str]:
    """The states that a part ("II", "III" or "IV") binds on a day. Part II binds whom Part IV binds (recital 90).

    >>> len(bound_by("IV", date(2026, 1, 1))), len(bound_by("III", date(2026, 1, 1)))
    (26, 31)
    """
    wanted = "IV" if part == "II" else part
    if wanted not in {"III", "IV"}:
        raise bad_argument("part", f"{part!r} is unknown", "II, III or IV")
    return frozenset().union(*(b.states for b in BINDINGS if b.part == wanted and b.since <= on))


PART_IV: Final = bound_by("IV", date(2024, 7, 31))
"""The 26 states whose population and GDP make the reference key (Annex I: "the overall number of Member States")."""

PART_III: Final = bound_by("III", date(2024, 7, 31))
"""The 31 states among which responsibility for an application is determined."""
