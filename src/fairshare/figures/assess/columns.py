"""The columns of the shadow assessment: each from one series, one dataset, for one year, by state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

import polars as pl
import yaml

from fairshare.figures.assess.borders import borders, by_route
from fairshare.figures.assess.detections import Route, attribute
from fairshare.figures.indicators.annual import by_year
from fairshare.figures.indicators.headline import CITIZEN_PART
from fairshare.figures.indicators.readings import Reading, readings
from fairshare.figures.indicators.store import Head, Store
from fairshare.states import EU27

_BY_ROUTE: Final = "border_crossings"
_DECISIONS: Final = "protection_decisions"
_YEARS_BEFORE: Final = {"year": 0, "change": 1, "sum5": 4}


@dataclass(frozen=True, slots=True)
class Rule:
    """How a column is made: see ``columns.yaml``."""

    name: str
    series: str
    take: str
    what: str
    cite: str
    kinds: tuple[str, ...] = ()
    absent: str = ""
    least: int = 14


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a column by state (those that have one), and where they are from. ``year`` is the year they are of;
    ``notes`` say what a reader must know. No values: nothing is held, and ``notes`` say so."""

    rule: Rule
    values: Mapping[str, float]
    year: int
    dataset: str
    heads: tuple[Head, ...]
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The column with its source."""
        return {
            "what": self.rule.what,
            "cite": self.rule.cite,
            "series": self.rule.series,
            "year": self.year,
            "dataset": self.dataset,
            "sha256": [head.sha256 for head in self.heads],
            "states": len(self.values),
            "notes": list(self.notes),
        }


def _loaded() -> Mapping[str, Any]:
    text = (resources.files("fairshare.figures.assess") / "columns.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def rules() -> dict[str, Rule]:
    """The rules of all columns by name."""
    return {
        name: Rule(name, **{**entry, "kinds": first_decisions(*kinds) if entry["series"] == _DECISIONS else kinds})
        for name, entry in _loaded()["columns"].items()
        for kinds in (tuple(entry.get("kinds", ())),)
    }


def first_decisions(*outcomes: str) -> tuple[str, ...]:
    """The kinds of UNHCR's decisions that are first decisions with some outcomes (``recognised``, ``rejected``, …)."""
    return tuple(f"{level}:{outcome}" for level in _loaded()["first_levels"] for outcome in outcomes)


@cache
def routes() -> dict[str, Route]:
    """The states that each route ends in: the assumption of ``columns.yaml``."""
    return {
        name: Route(tuple(entry.get("sea", ())), {state: tuple(ends) for state, ends in entry.get("land", {}).items()})
        for name, entry in _loaded()["routes"].items()
    }


def columns(store: Store, year: int, as_of: date | None = None) -> dict[str, Column]:
    """Every column for the assessment of a year, by name, in the order of ``columns.yaml``."""
    held = {name: readings(store, name, as_of) for name in dict.fromkeys(rule.series for rule in rules().values())}
    made = {rule.name: _made(held[rule.series], rule, year) for rule in rules().values() if rule.series != _BY_ROUTE}
    arrivals = made["sea_arrivals"]
    on_routes = {
        rule.name: _attributed(held[_BY_ROUTE], rule, year, arrivals)
        for rule in rules().values()
        if rule.series == _BY_ROUTE
    }
    return {name: (made | on_routes)[name] for name in rules()}


Figures = dict[tuple[str, int], float]
_FLAGS: Final = {
    "c": "in part withheld, so at least the figure,",
    "b": "a break",
    "e": "estimated",
    "p": "provisional",
    "d": "of another definition",
    "u": "of low reliability",
}
"""What the flags of publishers say that a reader must know."""


def _figures(reading: Reading, kinds: tuple[str, ...], parts: bool = False) -> Figures:
    """The figures of a reading by state and year, whole years only, some kinds (all if none are named) added.

    ``parts``: sums of citizenships in every year, also where totals are published."""
    if parts:
        reading = replace(reading, rows=reading.rows.filter(CITIZEN_PART))
    rows = by_year(reading).filter(pl.col("whole"), pl.col("geo").is_in(list(EU27)))
    if kinds:
        rows = rows.filter(pl.col("kind").is_in(kinds))
    sums = rows.group_by("geo", "year").agg(pl.col("value").sum().cast(pl.Float64))
    return {(geo, year): value for geo, year, value in sums.iter_rows()}


def _made(held: Sequence[Reading], rule: Rule, year: int) -> Column:
    figures = [_figures(reading, rule.kinds) for reading in held]
    for used in range(year, year - int(_loaded()["max_age"]) - 1, -1):
        found = [(_of(each, reading, rule, used), reading) for each, reading in zip(figures, held, strict=True)]
        values, reading = max(found, key=lambda entry: len(entry[0]), default=({}, None))
        if reading is not None and len(values) >= rule.least:
            whole = dict.fromkeys(sorted(EU27), 0.0) | values if rule.absent else values
            notes = (*_notes(rule, year, used, values), *_flagged(reading, rule, used))
            alike = ("sums of citizenships, since totals of some years are not published",)
            told = notes + (alike if _mixed(reading, rule, used) else ())
            return Column(rule, whole, used, reading.dataset, reading.heads, told)
    return _nothing(rule, year)


def _of(figures: Figures, reading: Reading, rule: Rule, used: int) -> dict[str, float]:
    """The values of one year, compared with or added to years made in the same way."""
    if _mixed(reading, rule, used):
        figures = _figures(reading, rule.kinds, parts=True)
    return _taken(figures, rule, used)


def _mixed(reading: Reading, rule: Rule, used: int) -> bool:
    """Whether of the years that are compared or added some have published totals and others citizenships only."""
    years = [str(year) for year in range(used - _YEARS_BEFORE[rule.take], used + 1)]
    totals = reading.rows.filter(pl.col("citizen").is_in(["", "TOTAL"]), pl.col("geo").is_in(list(EU27)))
    published = set(totals["period"].str.head(4).unique()) & set(years)
    return bool(published) and len(published) < len(years)


def _nothing(rule: Rule, year: int) -> Column:
    return Column(rule, {}, year, "", (), (f"no figures of {year} or the two years before are held for enough states",))


def _taken(figures: Figures, rule: Rule, year: int) -> dict[str, float]:
    years = range(year - _YEARS_BEFORE[rule.take], year + 1)
    states = [state for state in sorted(EU27) if all((state, each) in figures for each in years)]
    if rule.take == "change":
        return {s: figures[s, year] / figures[s, year - 1] for s in states if figures[s, year - 1] > 0}
    return {state: sum(figures[state, each] for each in years) for state in states}


def _age(wanted: int, used: int) -> Iterator[str]:
    if used != wanted:
        yield f"figures of {used}: none of {wanted} are held"


def _notes(rule: Rule, wanted: int, used: int, values: Mapping[str, float]) -> Iterator[str]:
    yield from _age(wanted, used)
    missing = sorted(EU27 - set(values))
    if missing and rule.absent:
        yield f"counted as 0, not being in the source: {', '.join(missing)} (an assumption)"
    elif missing:
        yield f"unknown for {', '.join(missing)}"


def _flagged(reading: Reading, rule: Rule, used: int) -> Iterator[str]:
    """What the publisher's flags say of the figures used."""
    years = [str(year) for year in range(used - _YEARS_BEFORE[rule.take], used + 1)]
    rows = reading.rows.filter(pl.col("period").str.head(4).is_in(years), pl.col("geo").is_in(list(EU27)))
    for letter, word in _FLAGS.items():
        states = rows.filter(pl.col("flag").str.contains(letter, literal=True))["geo"].unique().sort().to_list()
        if states:
            yield f"{word} for {', '.join(states)} (flag {letter})"


def _attributed(held: Sequence[Reading], rule: Rule, year: int, arrivals: Column) -> Column:
    """A column of detections, attributed from routes to states."""
    at_sea = {state: value for state, value in arrivals.values.items() if value}
    how = f"at sea by arrivals of {arrivals.year}" if at_sea else "at sea by the length of coasts"
    for reading in held:
        years = [each for each in reading.years if each <= year and by_route(reading, each)]
        if not years or max(years) < year - int(_loaded()["max_age"]):
            continue
        used = max(years)
        now, left = attribute(by_route(reading, used, rule.kinds), routes(), borders(), at_sea)
        values = dict.fromkeys(sorted(EU27), 0.0) | now
        notes = [f"attributed from routes to states ({how}), an assumption", *_age(year, used)]
        if rule.take == "change":
            before, _ = attribute(by_route(reading, used - 1, rule.kinds), routes(), borders(), at_sea)
            values = {state: now[state] / before[state] for state in now if before[state] > 0}
        elif left:
            notes.append(f"{left:,.0f} detections are attributed to no state")
        return Column(rule, values, used, reading.dataset, reading.heads, tuple(notes))
    return _nothing(rule, year)
