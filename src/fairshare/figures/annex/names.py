"""Names of states in the 24 official languages, from the CLDR, with the variants that EU texts print.

Comparison is without case, accents, punctuation and leading articles: ``ΓΕΡΜΑΝΙΑ`` is ``Γερμανία`` and ``Ġermanja`` is
``il-Ġermanja``. No folded name stands for two states: :func:`name_table` refuses to build such a table.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from babel.core import get_global

from fairshare.states import NAMES, state_code

_OFFICIAL: Final = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
LOCALES: Final[Mapping[str, str]] = {code: {"pt": "pt_PT"}.get(code, code) for code in _OFFICIAL.split()}
"""The 24 official languages (Regulation No 1/1958) and the CLDR locale of each: Portuguese is that of Portugal."""

_CLDR_CODE: Final = {"EL": "GR", "UK": "GB"}

# What EU texts print (or printed) beside the CLDR name. One line a language: CODE name / name, CODE …
_VARIANTS: Final[Mapping[str, str]] = {
    "bg": "CZ Чешка република, NL Холандия / Кралство Нидерландия, SK Словашка република",
    "cs": "CZ Česká republika / Čechy, NL Nizozemí, SK Slovenská republika",
    "da": "CZ Den Tjekkiske Republik, NL Holland, SK Den Slovakiske Republik",
    "de": "CZ Tschechische Republik, NL Holland, SK Slowakische Republik",
    "el": "CZ Τσεχική Δημοκρατία, NL Ολλανδία, SK Σλοβακική Δημοκρατία, EL Ελλάς",
    "en": "CZ Czech Republic, SK Slovak Republic, EL Hellenic Republic, UK Great Britain",
    "es": "CZ República Checa, NL Holanda, SK República Eslovaca, RO Rumania",
    "et": "CZ Tšehhi Vabariik, NL Madalmaad, SK Slovaki Vabariik",
    "fi": "CZ Tšekin tasavalta, NL Hollanti, SK Slovakian tasavalta",
    "fr": "CZ République tchèque, NL Hollande, SK République slovaque",
    "ga": "CZ Poblacht na Seice / an tSeic, SK Poblacht na Slóvaice, LU Lucsamburg",
    "hr": "CZ Češka Republika, SK Slovačka Republika",
    "hu": "CZ Cseh Köztársaság, SK Szlovák Köztársaság",
    "it": "CZ Repubblica ceca, NL Olanda, SK Repubblica slovacca",
    "lt": "CZ Čekijos Respublika, NL Olandija, SK Slovakijos Respublika",
    "lv": "CZ Čehijas Republika, SK Slovākijas Republika",
    "mt": "CZ iċ-Ċekja / ir-Repubblika Ċeka, NL il-Pajjiżi l-Baxxi / l-Olanda, SK ir-Repubblika Slovakka",
    "nl": "CZ Tsjechische Republiek, NL Holland, SK Slowaakse Republiek / Slovakije",
    "pl": "CZ Republika Czeska, NL Niderlandy, SK Republika Słowacka",
    "pt": "CZ República Checa / Tchéquia, NL Holanda, SK República Eslovaca",
    "ro": "CZ Republica Cehă, NL Olanda, SK Republica Slovacă",
    "sk": "CZ Česká republika, SK Slovenská republika",
    "sl": "CZ Češka republika, SK Slovaška republika",
    "sv": "CZ Tjeckiska republiken, NL Holland, SK Slovakiska republiken",
}

_LEADING: Final = "the an na il l is in id ir ic it ix iz la le les el los der die das den de i o os a η ο οι το τα"
_ARTICLES: Final = frozenset(_LEADING.split())
_LETTERS: Final = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"})
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PIECES: Final = re.compile(r"[()\[\]/,;:|\n]|\s[-–—]\s")
_CODE: Final = re.compile(r"[A-Z]{2,3}")


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """``text`` without case, accents, punctuation and doubled blanks.

    >>> fold("ΓΕΡΜΑΝΊΑ") == fold("Γερμανία"), fold("il-Ġermanja"), fold("Łotwa")
    (True, 'il germanja', 'lotwa')
    """
    plain = unicodedata.normalize("NFKD", text.translate(_INVISIBLE).casefold()).casefold().translate(_LETTERS)
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


@dataclass(frozen=True, slots=True)
class StateName:
    """What a text names: the Eurostat code, and the languages in which it is that state's name (none for a code)."""

    state: str
    languages: frozenset[str] = frozenset()


def _spoken(language: str) -> Iterable[tuple[str, str]]:
    territories = Locale.parse(LOCALES[language]).territories
    for code in NAMES:
        yield code, territories[_CLDR_CODE.get(code, code)]
    for entry in _VARIANTS[language].split(", "):
        code, _, names = entry.partition(" ")
        yield from ((code, name) for name in names.split(" / "))


def _without_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if rest and first in _ARTICLES else folded


@cache
def name_table() -> Mapping[str, StateName]:
    """Every folded name with its state and languages; ``ValueError`` if one name stood for two states."""
    states: dict[str, str] = {}
    languages: dict[str, set[str]] = {}
    for language in LOCALES:
        for code, name in _spoken(language):
            for folded in {fold(name), _without_article(fold(name))}:
                if states.setdefault(folded, code) != code:
                    raise ValueError(f"{name!r} stands for {states[folded]} and {code}")
                languages.setdefault(folded, set()).add(language)
    return {folded: StateName(code, frozenset(languages[folded])) for folded, code in states.items()}


@cache
def _long_codes() -> Mapping[str, str]:
    """ISO 3166 codes of three letters, from the CLDR's aliases."""
    back = {iso: code for code, iso in _CLDR_CODE.items()}
    found = {alias: back.get(codes[0], codes[0]) for alias, codes in get_global("territory_aliases").items()}
    return {alias: code for alias, code in found.items() if len(alias) == 3 and code in NAMES}


def _whole_name(text: str) -> StateName | None:
    word = text.strip()
    if _CODE.fullmatch(word):  # capitals only: "no" and "it" are words
        code = state_code(word) or _long_codes().get(word)
        return StateName(code) if code else None
    folded = fold(word)
    return name_table().get(folded) or name_table().get(_without_article(folded))


@lru_cache(maxsize=10_000)
def name_of(text: str) -> StateName | None:
    """The state that a whole cell names, or ``None``. Parts joined by brackets or dashes must all name the same state.

    >>> name_of("an Ghearmáin").state, name_of("Belgique/België").state, name_of("Österreich (AT)").state
    ('DE', 'BE', 'AT')
    >>> name_of("Ireland and Malta"), name_of("Austria / Malta"), name_of("it")
    (None, None, None)
    """
    whole = _whole_name(text)
    if whole is not None:
        return whole
    parts = [_whole_name(part) for part in _PIECES.split(text) if part and part.strip()]
    found = [part for part in parts if part is not None]
    if not found or len(found) != len(parts) or len({part.state for part in found}) != 1:
        return None
    return StateName(found[0].state, frozenset().union(*(part.languages for part in found)))


@dataclass(frozen=True, slots=True)
class Language:
    """The languages that name most rows (several if they tie), and how many of how many rows they name."""

    codes: tuple[str, ...]
    named: int
    rows: int


def language_of(names: Iterable[StateName]) -> Language:
    """The language by which locale recognises most names; every one that ties is kept. None where all are codes.

    >>> language_of([StateName("DE", frozenset({"de"})), StateName("MT", frozenset({"de", "en"}))]).codes
    ('de',)
    """
    listed = list(names)
    count = Counter(language for name in listed for language in name.languages)
    most = max(count.values(), default=0)
    return Language(tuple(sorted(code for code, n in count.items() if n == most)), most, len(listed))


def decimal_marks(languages: Iterable[str]) -> frozenset[str]:
    """The decimal marks that the languages use (CLDR).

    >>> sorted(decimal_marks(["de", "en"]))
    [',', '.']
    """
    return frozenset(Locale.parse(LOCALES[code]).number_symbols["latn"]["decimal"] for code in languages)
