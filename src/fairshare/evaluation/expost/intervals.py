"""How far the answer depends on what is counted: the measures for each way to count, and an interval over all of them.

A state can be said to bear first-time applications or all applicants; with or without persons under temporary
protection; with or without persons resettled. None of the eight ways is the right one. The interval draws one of them
at random, and what Eurostat's rounding to 5 hides, many times, and leaves out one draw in twenty at each end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.evaluation.expost.account import parts, theil_if_defined, to_move
from fairshare.evaluation.expost.document import Fig, Grid, Name, Paragraph, Section, Sentence, say
from fairshare.evaluation.expost.loads import ByState
from fairshare.evaluation.expost.measured import Figures, Measured, computed, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import rows_of, taken
from fairshare.evaluation.inequality import gini_of, hoover_of, theil_of
from fairshare.evaluation.mechanisms.evenness import EVENNESS, Floats, shares

YEAR: Final = 2024
"""The year of which all four counts are held."""
SEED: Final = 20241351
DRAWS: Final = 2000
HIDDEN: Final = 2
"""What a count that is rounded to 5 can be off by, in persons."""
ENDS: Final = {"low": 0.05, "high": 0.95}
"""The ends of a 90 % interval."""
MEASURES: Final = ("hoover", "gini", "theil", "to_move")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a state can be said to bear, in persons, by state: of the same states each."""

    first_time: ByState
    all_applicants: ByState
    protected_temporarily: ByState
    resettled: ByState

    @property
    def figures(self) -> tuple[Measured, ...]:
        """All counts."""
        return tuple(figure for kind in KINDS for figure in getattr(self, kind).values())


KINDS: Final = ("first_time", "all_applicants", "protected_temporarily", "resettled")
ROUNDED: Final = ("all_applicants", "protected_temporarily")
"""Counts of Eurostat, which are rounded to 5; the others are UNHCR's."""

WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("first_time",),
    "first-protected": ("first_time", "protected_temporarily"),
    "first-resettled": ("first_time", "resettled"),
    "first-protected-resettled": ("first_time", "protected_temporarily", "resettled"),
    "all": ("all_applicants",),
    "all-protected": ("all_applicants", "protected_temporarily"),
    "all-resettled": ("all_applicants", "resettled"),
    "all-protected-resettled": ("all_applicants", "protected_temporarily", "resettled"),
}
"""The eight ways to count, by name: the counts that are added."""


def counts(read: Read, states: Iterable[str], prefix: str = "counted.") -> Counts:
    """The counts of :data:`YEAR` from the reference tables, of some of the 27 states: ``{prefix}KIND.STATE``."""
    tables = {
        "first_time": ("applications_by_year", f"/{YEAR}"),
        "all_applicants": (f"applicants_{YEAR}", ""),
        "protected_temporarily": (f"temporary_protection_{YEAR}", ""),
        "resettled": (f"resettled_{YEAR}", ""),
    }
    named = tuple(states)
    found = {}
    for kind, (name, year) in tables.items():
        rows = rows_of(read, name)
        found[kind] = {state: taken(rows[f"{state}{year}"], f"{prefix}{kind}.{state}", kind) for state in named}
    return Counts(**found)


def intervals(counted: Counts, key: ByState, prefix: str = "") -> tuple[Measured, ...]:
    """The measures of each of :data:`WAYS` against ``key``, then the ends of a 90 % interval over them.

    Keys after ``prefix``: ``interval.MEASURE.WAY``, and ``interval.MEASURE.low`` and ``.high``, with MEASURE in
    :data:`MEASURES`; ``interval.total.WAY`` is what is shared out. The figures of ``counted`` and ``key`` come before
    them. Unknown where a count is; the same draws every time."""
    ways = [figure for way in WAYS for figure in _way(counted, key, way, f"{prefix}interval.")]
    return (*ways, *_ends(counted, key, f"{prefix}interval."))


def _way(counted: Counts, key: ByState, way: str, prefix: str) -> tuple[Measured, ...]:
    terms = [getattr(counted, kind) for kind in WAYS[way]]
    borne = {state: summed(f"{prefix}borne.{way}.{state}", "net", (term[state] for term in terms)) for state in key}
    total = summed(f"{prefix}total.{way}", "net", (term[state] for term in terms for state in key))
    inputs = (*(term[state] for term in terms for state in key), *key.values())
    found = parts(borne, key)
    hoover = computed(f"{prefix}hoover.{way}", "hoover", hoover_of, inputs, hoover_of(found) if found else None)
    return (
        total,
        hoover,
        computed(f"{prefix}gini.{way}", "gini", gini_of, inputs, gini_of(found) if found else None),
        computed(f"{prefix}theil.{way}", "theil", theil_of, inputs, theil_if_defined(found)),
        to_move(f"{prefix}to_move.{way}", hoover, total),
    )


def _ends(counted: Counts, key: ByState, prefix: str) -> Iterator[Measured]:
    inputs = (*counted.figures, *key.values())
    known = all(figure.value is not None for figure in inputs)
    found = bootstrap(counted, key) if known else {}
    note = f"{DRAWS} draws, seed {SEED}"
    for measure in MEASURES:
        for end, part in ENDS.items():
            value = float(np.quantile(found[measure], part)) if found else None
            yield computed(f"{prefix}{measure}.{end}", measure, bootstrap, inputs, value, note)


def bootstrap(counted: Counts, key: ByState, draws: int = DRAWS, seed: int = SEED) -> dict[str, Floats]:
    """Each of :data:`MEASURES` in ``draws`` draws of a way to count and of what rounding hides. All must be known."""
    random = np.random.default_rng(seed)
    states = tuple(key)
    drawn = {kind: _drawn(getattr(counted, kind), states, kind, draws, random) for kind in KINDS}
    chosen = random.integers(len(WAYS), size=draws)
    loads = np.zeros((draws, len(states)))
    for number, kinds in enumerate(WAYS.values()):
        loads += (chosen == number)[:, None] * sum(drawn[kind] for kind in kinds)
    weights = _floats(key, states)
    part, weights = shares(loads), weights / weights.sum()
    found = {name: EVENNESS[name](part, weights) for name in ("hoover", "gini", "theil")}
    return found | {"to_move": found["hoover"] * loads.sum(axis=1)}


def _drawn(kind: ByState, states: tuple[str, ...], name: str, draws: int, random: np.random.Generator) -> Floats:
    """A count in each draw, draws x states: as it stands, or off by what its rounding hides."""
    hidden = random.integers(-HIDDEN, HIDDEN + 1, size=(draws, len(states))) if name in ROUNDED else 0
    return np.asarray(np.maximum(0.0, _floats(kind, states) + np.zeros((draws, 1)) + hidden))


def _floats(figures: ByState, states: tuple[str, ...]) -> Floats:
    return np.array([float(figures[state].value or 0) for state in states])


_APPLIED: Final = {"first": say("First-time applications"), "all": say("All applicants")}
_ADDED: Final = {"protected": say("persons under temporary protection"), "resettled": say("persons resettled")}


def intervals_section(figures: Figures, prefix: str = "") -> Section:
    """How far the answer depends on what is counted: the interval, the eight ways, and what is wrong with each count.

    ``figures`` hold those of :func:`intervals` with the same ``prefix``."""
    at = f"{prefix}interval."
    name = prefix.replace(".", "-")
    return Section(
        f"{name}intervals",
        say("How far the answer depends on what is counted"),
        (Paragraph(_told(figures, at)), _grid(at, f"{name}intervals-by-way")),
        "effectiveness",
    )


def _told(figures: Figures, at: str) -> tuple[Sentence, ...]:
    if figures[f"{at}hoover.low"].value is None:
        return (say("An interval cannot be told: not all counts are known."),)
    return (
        say("All counts here are those of {year}.", year=Name(str(YEAR))),
        say(
            "Depending on what is counted, the Hoover index before solidarity is between {low} and {high}.",
            low=Fig(f"{at}hoover.low"), high=Fig(f"{at}hoover.high"),
        ),
        say(
            "Between {low} and {high} persons would have to be elsewhere to meet the key.",
            low=Fig(f"{at}to_move.low"), high=Fig(f"{at}to_move.high"),
        ),
        say(
            "The same for the Gini coefficient is {gini_low} to {gini_high}, for the Theil index {theil_low} to "
            "{theil_high}.",
            gini_low=Fig(f"{at}gini.low"), gini_high=Fig(f"{at}gini.high"),
            theil_low=Fig(f"{at}theil.low"), theil_high=Fig(f"{at}theil.high"),
        ),
        say(
            "Nine in ten of many random draws lie between: of one of the ways to count below, and of what Eurostat's "
            "rounding hides."
        ),
    )  # fmt: skip


def _grid(at: str, name: str) -> Grid:
    columns = {
        "total": say("Persons"),
        "hoover": say("Hoover index"),
        "gini": say("Gini coefficient"),
        "theil": say("Theil index"),
        "to_move": say("Persons who would be elsewhere"),
    }
    return Grid(
        name,
        say("The measures before solidarity for each way to count"),
        (say("What is counted"), *columns.values()),
        tuple((_label(way), *(Fig(f"{at}{column}.{way}") for column in columns)) for way in WAYS),
        (
            say("First-time applications are UNHCR's, a proxy: some states have more of them than of all applicants."),
            say("Persons under temporary protection are those at the end of the year; all else is of a whole year."),
            say("An application is no arrival, and a person who moves on and applies again is counted again."),
        ),
    )  # fmt: skip


def _label(way: str) -> Sentence:
    applied, *added = way.split("-")
    label = _APPLIED[applied]
    for one in added:
        label = say("{counted}, with {added}", counted=label, added=_ADDED[one])
    return label
