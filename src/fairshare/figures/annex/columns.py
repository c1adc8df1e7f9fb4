"""What each column of a table holds: told by header words, unit and figures together, or left to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from fairshare.figures.annex.numbers import Nothing, Number, Unread

CONCEPTS: Final[Mapping[str, str]] = {
    "state": "the state, by name or code",
    "row_number": "the number of the row",
    "share": "the share under the reference key (Article 66), in per cent or as a fraction of 1",
    "units": "the mandatory fair share in relocations",
    "eur": "the mandatory fair share in EUR",
    "relocation": "pledged relocations, persons",
    "financial": "pledged financial contributions, EUR",
    "alternative": "pledged alternative solidarity measures, EUR",
    "adjusted_units": "the fair share as adjusted by the act, in relocations",
    "adjusted_eur": "the fair share as adjusted by the act, in EUR",
    "deducted_units": "what the act takes off the fair share, in relocations",
    "deducted_eur": "what the act takes off the fair share, in EUR",
    "deducted_percent": "what the act takes off the fair share, in per cent",
    "total_units": "the sum of a state's pledges, in relocations",
    "total_eur": "the sum of a state's pledges, in EUR",
    "note": "a remark",
    "skip": "read and shown, not used",
}
"""Every concept that a column can hold, as ``--columns`` names them."""

WHOLE: Final = frozenset({"units", "relocation", "adjusted_units", "deducted_units", "total_units"})
MONEY: Final = frozenset({"eur", "financial", "alternative", "adjusted_eur", "deducted_eur", "total_eur"})
PLEDGES: Final = ("relocation", "financial", "alternative")
SURELY_EURO: Final = (
    100_000  # no state's figure in persons is as large: the whole reference number is some ten thousand
)

Reading = Number | Nothing | Unread


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its number (from 1), its header, what it holds (``""``: cannot be told), and how that was told."""

    number: int
    header: str
    concept: str = ""
    by: str = ""
    unit: str = ""
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Scale:
    """The reference numbers of the act, where the user gave them: what a fair share can be measured against."""

    relocations: int | None = None
    financial: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a column shows: the topics of its header, its unit (``""`` if none is printed) and its readings by row."""

    topics: frozenset[str]
    unit: str
    readings: tuple[Reading, ...]

    @property
    def values(self) -> list[Decimal]:
        """The figures that could be read."""
        return [reading.value for reading in self.readings if isinstance(reading, Number)]

    @property
    def is_text(self) -> bool:
        """Whether the column holds words rather than figures."""
        return not self.values and any(isinstance(reading, Unread) for reading in self.readings)


def _is(facts: Facts, needed: str, *excluded: str) -> bool:
    return needed in facts.topics and not facts.topics.intersection(excluded)


def _money_or_units(facts: Facts, stem: str) -> str:
    if facts.unit == "%":
        return ""
    large = any(value >= SURELY_EURO for value in facts.values)
    return f"{stem}_eur" if facts.unit == "EUR" or large else f"{stem}_units"


def _deviation(facts: Facts) -> str:
    """A column about an adjustment, a deduction or a sum; "reduced" may be what is left or what is gone."""
    topics = facts.topics
    if "reduced" in topics or {"deducted", "adjusted"} <= topics:
        return ""
    if "deducted" in topics:
        return "deducted_percent" if facts.unit == "%" else _money_or_units(facts, "deducted")
    if "adjusted" in topics:
        return _money_or_units(facts, "adjusted")
    return "" if "fair" in topics else _money_or_units(facts, "total")


def _by_words(facts: Facts) -> str:
    """The concept that header words and unit give without looking at the figures."""
    if facts.topics & {"deducted", "adjusted", "reduced", "total"}:
        return _deviation(facts)
    if _is(facts, "alternative", "relocation", "financial", "fair"):
        return "alternative"
    if _is(facts, "fair", "pledge", "alternative"):
        return _fair_share(facts)
    if _is(facts, "pledge", "fair", "alternative"):
        if _is(facts, "relocation", "financial") and not facts.unit:
            return "relocation"
        if _is(facts, "financial", "relocation") and facts.unit != "%":
            return "financial"
    return ""


def _fair_share(facts: Facts) -> str:
    if facts.unit == "%":
        return "share"
    if _is(facts, "relocation", "financial") and not facts.unit:
        return "units"
    return "eur" if "relocation" not in facts.topics and (facts.unit == "EUR" or "financial" in facts.topics) else ""


def share_scale(facts: Facts) -> Decimal | None:
    """What a printed share is worth 1 at: 100 where it is in per cent, 1 where it is a fraction, else ``None``."""
    if facts.unit == "%":
        return Decimal(100)
    total = sum(facts.values)
    if 99 <= total <= 101:
        return Decimal(100)
    return Decimal(1) if Decimal("0.99") <= total <= Decimal("1.01") else None


def _looks_like_shares(facts: Facts) -> bool:
    other = facts.topics & {"pledge", "deducted", "adjusted", "reduced", "relocation", "financial", "alternative"}
    total = sum(facts.values, Decimal(0)) / (share_scale(facts) or Decimal(1))
    return not other and len(facts.values) >= 3 and abs(total - 1) <= Decimal("0.01")


def fit_of(facts: Facts, shares: Sequence[Decimal | None], reference: Decimal, unit: Decimal) -> tuple[int, int]:
    """How many figures are share times reference number to within one ``unit``, of how many with a share above 0."""
    pairs = [
        (reading.value, share)
        for reading, share in zip(facts.readings, shares, strict=True)
        if isinstance(reading, Number) and share
    ]
    return sum(abs(value - share * reference) <= unit * Decimal("1.05") for value, share in pairs), len(pairs)


def _by_figures(facts: Facts, shares: Sequence[Decimal | None], scale: Scale) -> str:
    """The concept that the figures prove: fair shares follow the key in every row, pledges in few."""
    if facts.topics & {"deducted", "adjusted", "reduced", "total"} or not scale.relocations:
        return ""
    euro = facts.unit == "EUR" or "financial" in facts.topics
    if facts.unit == "%" or (euro and not scale.financial) or (euro and "relocation" in facts.topics):
        return ""
    reference = scale.financial if euro and scale.financial else Decimal(scale.relocations)
    fits, rows = fit_of(facts, shares, reference, reference / scale.relocations)
    if rows >= 3 and fits == rows and "pledge" not in facts.topics:
        return "eur" if euro else "units"
    if rows >= 3 and 3 * fits < rows and "fair" not in facts.topics:
        return "financial" if _is(facts, "financial") else "relocation" if _is(facts, "relocation") else ""
    return ""


def recognise(columns: Sequence[Column], facts: Mapping[int, Facts], scale: Scale) -> tuple[Column, ...]:
    """Give each column without a concept the one that words or figures prove; one claimed twice is given to none.

    ``facts`` maps the number of every column of figures or words to what it shows; the others stay as they are."""
    fixed = {column.number: (column.concept, column.by) for column in columns if column.concept}
    claims = {number: fixed.get(number) or _first_claim(fact) for number, fact in facts.items()}
    shares = _shares(facts, claims)
    for number, fact in facts.items():
        if not claims[number][0] and shares and (concept := _by_figures(fact, shares, scale)):
            claims[number] = (concept, "header and figures" if fact.topics else "figures")
    taken = [concept for concept, _ in (fixed | claims).values()]
    return tuple(
        replace(column, concept=claims[column.number][0], by=claims[column.number][1])
        if column.number in facts and not column.concept and taken.count(claims[column.number][0]) == 1
        else column
        for column in columns
    )


def _first_claim(facts: Facts) -> tuple[str, str]:
    if facts.is_text:
        return ("note", "header") if "note" in facts.topics else ("", "")
    concept = _by_words(facts)
    small = any(facts.values) and all(value < SURELY_EURO for value in facts.values)
    if concept in MONEY and facts.unit != "EUR" and small:
        return "", ""  # EUR or million EUR or units: the page does not say
    if concept:
        return concept, "header"
    if _looks_like_shares(facts):
        return "share", "figures"
    numbers = facts.values
    return ("row_number", "figures") if numbers and numbers == list(range(1, len(facts.readings) + 1)) else ("", "")


def _shares(facts: Mapping[int, Facts], claims: Mapping[int, tuple[str, str]]) -> list[Decimal | None]:
    """The shares as fractions of 1 by row, if just one column holds them."""
    columns = [number for number, (concept, _) in claims.items() if concept == "share"]
    if len(columns) != 1 or (scale := share_scale(facts[columns[0]])) is None:
        return []
    return [r.value / scale if isinstance(r, Number) else None for r in facts[columns[0]].readings]
