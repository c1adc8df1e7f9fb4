"""Numbers as the official languages print them: decimal and thousands marks, units, dashes, footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from fairshare.figures.annex.names import fold
from fairshare.figures.tables import LARGEST

_MILLION: Final = "mio mln milj million milion milijun milijon mill milhoes milhao εκατομ млн милион"
_THOUSAND: Final = "thousand tausend tsd tis tys tukst millier miles milhar migliaia χιλ хил ezer tusen tusind duizend"
MILLION: Final = tuple(_MILLION.split())
THOUSAND: Final = (*_THOUSAND.split(), "tuhat", "tuhan", "elf", "mijiet", "mile", "mhile", "mii", "teur", "keur")
EURO: Final = ("eur", "ευρω", "евро", "ewro", "meur", "keur", "teur")
PERCENT: Final = ("percent", "per cent", "procent", "prozent", "prosent", "pour cent", "por ciento", "por cento",
                  "per cento", "protsent", "szazalek", "posto", "odstot", "τοις εκατο", "на сто", "fil mija",
                  "faoin gcead")  # fmt: skip
NOTHING: Final = frozenset({"-", "–", "—", "―", "−", "‐", "‑", "n/a", "n.a.", "na", "n.d.", "/", ":", "..", "...", "…"})
"""What stands in a cell for "nothing": another thing than 0."""

_MARK: Final = re.compile(
    r"\s*(?:\(\s*(?:\*?\d{1,2}|\*+|[a-z])\s*\)|\[\s*(?:\*?\d{1,2}|\*+|[a-z])\s*\]|(?<=\s)\d{1,2}\)|[*†‡§]+\d{0,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s*$"
)
_CORE: Final = re.compile(r"[-−]?\d(?:[\d.,'’`´\s]*\d)?")
_BLANKS: Final = re.compile(r"['’`´\s]+")
_SMALL: Final = frozenset(
    {"m", "k", "t", "per", "pour", "por", "cent", "cento", "ciento", "de", "d", "di", "in", "εκατ"}
)
_OTHER_SIGN: Final = re.compile(r"[^\w\s.%€]")
_M_EUR: Final = re.compile(r"\b(?:m eur|eur m|meur|εκατ ευρω|ευρω εκατ)\b")
_K_EUR: Final = re.compile(r"\b[kt] eur\b")
_MOST_DIGITS: Final = 28  # of the default decimal context: every product with a scale stays exact


def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's text without the footnote marks at its end, and the marks.

    >>> split_marks("Österreich (1) *"), split_marks("4 555¹"), split_marks("(1)")
    (('Österreich', ('(1)', '*')), ('4 555', ('¹',)), ('(1)', ()))
    """
    marks: list[str] = []
    rest = text.strip()
    while (found := _MARK.search(rest)) and rest[: found.start()].strip():
        marks.insert(0, found.group().strip())
        rest = rest[: found.start()].rstrip()
    return rest, tuple(marks)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed: ``value`` with any million or thousand multiplied out, its unit, and its last printed digit.

    ``unit`` is ``""``, ``"%"`` or ``"EUR"``; a percentage keeps its scale (21.6890 for 21.6890 %). ``step`` is what one
    unit of the last printed digit is worth."""

    value: Decimal
    unit: str = ""
    step: Decimal = Decimal(1)

    def times(self, factor: Decimal) -> Number:
        """The number in another scale."""
        return Number(self.value * factor, self.unit, self.step * factor)


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a cell is not a number, and what was expected."""

    problem: str
    expected: str = "a number of 0 or more, or a dash for nothing"


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty cell or a dash: nothing is stated."""


def _core(text: str) -> tuple[str, str] | None:
    """The digits of a cell with their separators, and the words around them; ``None`` unless there is one number."""
    found = _CORE.findall(text)
    if len(found) != 1 or len(found[0]) > _MOST_DIGITS:
        return None
    before, _, after = text.partition(found[0])
    return found[0], f"{before} {after}"


def mark_shown(text: str) -> str | None:
    """The decimal mark that a cell proves: ``,`` or ``.``; ``""`` if it could be either; ``None`` if it tells nothing.

    >>> [mark_shown(t) for t in ("21,6890 %", "9.260.000", "1 234.567", "4,555", "4 555")]
    [',', ',', '.', '', None]
    """
    core = _core(split_marks(text)[0])
    if core is None or not _only_units(core[1]):
        return None
    digits = core[0].lstrip("-−")
    points, commas = digits.count("."), digits.count(",")
    if not points and not commas:
        return None
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    mark = "." if points else ","
    if points + commas > 1:
        return "," if points else "."
    whole, _, rest = digits.partition(mark)
    could_be_thousands = len(rest) == 3 and whole.isdigit() and len(whole) <= 3 and not whole.startswith("0")
    return "" if could_be_thousands else mark


def is_figure(text: str) -> bool:
    """Whether a cell is a number, with or without a unit, whatever its decimal mark."""
    core = _core(split_marks(text)[0])
    return core is not None and _only_units(core[1])


def _plain(digits: str, decimal: str) -> Decimal | None:
    """The value of digits with separators, ``None`` if the thousands do not stand in groups of three."""
    whole, mark, rest = digits.partition(decimal)
    if mark and not rest.isdigit():
        return None
    groups = _BLANKS.sub(" ", whole).replace("." if decimal == "," else ",", " ").split(" ")
    well_formed = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    joined = "".join(groups)
    return Decimal(joined + ("." + rest if mark else "")) if well_formed and joined.isdecimal() else None


def _has(words: str, stems: Iterable[str]) -> bool:
    return any(words.startswith(stem) or f" {stem}" in words for stem in stems)


def scale_of(text: str) -> Decimal:
    """1, 1,000 or 1,000,000: the scale that words such as "Mio. EUR" give to figures in euro.

    >>> scale_of("EUR million"), scale_of("in Tsd. EUR"), scale_of("Relocations")
    (Decimal('1000000'), Decimal('1000'), Decimal('1'))
    """
    words = fold(text.replace("€", " eur "))
    if _has(words, THOUSAND) or _K_EUR.search(words):  # first: "milliers" begins like "mill."
        return Decimal(1000)
    if _has(words, MILLION) or _M_EUR.search(words):
        return Decimal(1_000_000)
    return Decimal(1)


def unit_of(text: str) -> str:
    """The unit that words name: ``"%"``, ``"EUR"`` or ``""``.

    >>> unit_of("Betrag (Mio. EUR)"), unit_of("21 %"), unit_of("Relocations")
    ('EUR', '%', '')
    """
    words = fold(text.replace("€", " eur ").replace("%", " percent "))
    if _has(words, PERCENT):
        return "%"
    return "EUR" if _has(words, EURO) else ""


def _only_units(words: str) -> bool:
    """Whether nothing but units stands around a number, so that "up to 5" or "5 or 6" is never read as 5."""
    known = (*MILLION, *THOUSAND, *EURO, *PERCENT)
    if _OTHER_SIGN.search(words):
        return False
    tokens = fold(words.replace("€", " eur ").replace("%", " percent ")).split()
    return all(token in _SMALL or token.startswith(known) for token in tokens)


def read_number(text: str, decimal: str) -> Number | Nothing | Unread:
    """Read one cell whose decimal mark is known. Negative, doubtful and wordy cells are :class:`Unread`, never guessed.

    >>> read_number("9,26 Mio. EUR", ",").value, read_number("—", ","), read_number("up to 5", ".").problem
    (Decimal('9260000.00'), Nothing(), "'up to 5' is not a number")
    """
    bare, _ = split_marks(text)
    if not bare or fold(bare) in {"na", "n a", "n d"} or bare.casefold() in NOTHING:
        return Nothing()
    core = _core(bare)
    if core is None or not _only_units(core[1]):
        return Unread(f"{text!r} is not a number")
    if core[0][0] in "-−":
        return Unread(f"{text!r} is negative")
    value = _plain(core[0], decimal)
    if value is None:
        return Unread(
            f"{text!r} has its separators in odd places", f"groups of three digits and the decimal mark {decimal!r}"
        )
    scale = scale_of(core[1])
    if value * scale > LARGEST:
        return Unread(f"{text!r} is out of range", "at most 1e18")
    exponent = value.as_tuple().exponent
    return Number(value, unit_of(core[1]), Decimal(1).scaleb(int(exponent))).times(scale)
