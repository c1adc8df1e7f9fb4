"""A league of mechanisms, read from the JSON of ``fairshare simulate league --json`` and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from fairshare.evaluation.mechanisms.measures import HEADLINE
from fairshare.faults import bad_argument
from fairshare.law.mechanisms.catalogue import CATALOGUE

OPTION: Final = "--league"
_EXPECTED: Final = "the JSON of `fairshare simulate league --json`"


@dataclass(frozen=True, slots=True)
class Interval:
    """A measure over the draws: mean, and the ends of the middle 90 %."""

    mean: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two mechanisms can be told apart: the fairer of them, and in which part of the draws it was."""

    first: str
    second: str
    fairer: str
    part: Fraction
    told_apart: bool


@dataclass(frozen=True, slots=True)
class League:
    """The figures by mechanism, year and measure; ``pairs`` by both names; what the run rests on."""

    figures: Mapping[str, Mapping[int, Mapping[str, Interval]]]
    pairs: Mapping[frozenset[str], Verdict]
    draws: int
    seed: int
    sample: Fraction
    version: str
    notes: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years simulated."""
        return tuple(sorted({year for years in self.figures.values() for year in years}))

    @property
    def last_year(self) -> int:
        """The last of them."""
        return self.years[-1]

    @property
    def span(self) -> str:
        """The first and the last of them, in words."""
        return " to ".join(dict.fromkeys((str(self.years[0]), str(self.last_year))))

    def of(self, mechanism: str, measure: str, year: int) -> Interval | None:
        """One figure; ``None`` where the run has none."""
        return self.figures.get(mechanism, {}).get(year, {}).get(measure)

    def mean(self, mechanism: str, measure: str) -> Fraction | None:
        """The mean of the years; ``None`` where a year has no value."""
        values = [one.mean for year in self.years if (one := self.of(mechanism, measure, year))]
        return sum(values, Fraction(0)) / len(values) if values and len(values) == len(self.years) else None

    @property
    def order(self) -> tuple[str, ...]:
        """The mechanisms of the run, the nearest to the key first, by the headline measure in the last year."""
        held = {name: self.of(name, HEADLINE, self.last_year) for name in self.figures}
        return tuple(sorted(held, key=lambda name: one.mean if (one := held[name]) else Fraction(2)))

    @property
    def source(self) -> str:
        """What the figures come from, in a line."""
        return (
            f"fairshare {self.version}, simulate league: {self.draws} draws, seed {self.seed}, "
            f"{float(self.sample):g} of the families, {self.span}"
        )


def league(document: object) -> League:
    """The league of a JSON document. Raises :class:`~fairshare.faults.BadInputError` for another document."""
    try:
        return _league(document)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise bad_argument(OPTION, "is no league", _EXPECTED) from None


def _league(document: Mapping[str, Any]) -> League:
    made_by = document["manifest"]
    found = League(
        figures={
            name: {int(year): {measure: _interval(one) for measure, one in values.items()}
                   for year, values in years.items()}
            for name, years in document["mechanisms"].items()
            if name in CATALOGUE
        },
        pairs={frozenset((one["first"], one["second"])): _verdict(one) for one in document["pairs"]},
        draws=int(document["draws"]),
        seed=int(made_by["seed"]),
        sample=Fraction(str(made_by["sample"])),
        version=str(made_by["fairshare"]),
        notes=tuple(map(str, document["notes"])),
    )  # fmt: skip
    if not found.years or document["ranked_by"] != HEADLINE:
        raise ValueError("nothing is ranked by the headline measure")
    return found


def _interval(one: Mapping[str, float]) -> Interval:
    found = Interval(*(Fraction(f"{one[name]:.12g}") for name in ("mean", "low", "high")))
    if found.low > found.high:
        raise ValueError("an interval runs backwards")
    return found


def _verdict(one: Mapping[str, Any]) -> Verdict:
    part = Fraction(f"{one['part']:.12g}")
    return Verdict(one["first"], one["second"], one["fairer"], part, bool(one["told_apart"]))
