"""The scoreboard: per state and indicator its level, its change and where it lies. No rank, and no sum of classes.

The rule is fixed: *around* the median are the states known that lie nearest to it, half of them at least, and those
that one unit of what they are measured by parts from it or less: that is rounding. The others are better or worse, or
above or below where the catalogue does not say which is better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.measured import Figures, Measured, computed
from fairshare.evaluation.expost.process.fair_parts import PLEDGED
from fairshare.states import PART_IV

Standing: TypeAlias = Literal["better", "above", "around", "below", "worse", "unknown"]

COMPARABLE: Final = frozenset({"share", "index", "ratio", "days", "months", "percentage_points"})
"""Units in which large and small states can stand beside each other."""
COUNTED: Final = frozenset({"units", "persons", "cases"})
"""Units that come one by one."""
OWED: Final = frozenset({PLEDGED, "delivered_of_due"})
"""Indicators of states that owe something: those without a figure owe nothing and are left out."""
LEAST: Final = 5
"""So many states must be known before any is told where it lies."""


@dataclass(frozen=True, slots=True)
class Score:
    """A state: the key of its level and of its change (``None``: no such figure), and where it lies."""

    state: str
    level: str | None
    change: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Board:
    """One indicator: its median, how far half of the states known lie from it at most, and the states by code."""

    name: str
    median: Measured
    spread: Measured
    scores: tuple[Score, ...]


def scoreboard(figures: Figures, names: Iterable[str] | None = None) -> tuple[Board, ...]:
    """A board for each indicator with figures ``NAME.STATE`` of :data:`LEAST` states or more, and beside them
    ``change.NAME.STATE`` where there is one.

    ``names``: which indicators; if left out, pledges as parts of fair shares, and all that the catalogue calls better
    the one way or the other in a unit that does not grow with the size of a state.

    The figures ``median`` and ``spread`` of each board are new; put them behind ``figures`` where they are shown."""
    chosen = names if names is not None else _usual()
    levels = {name: _levels(name, figures) for name in chosen}
    return tuple(_board(name, of, figures) for name, of in levels.items() if len(_known(of)) >= LEAST)


def _usual() -> Iterable[str]:
    good = (one.name for one in DEFINITIONS.values() if one.better != "neither" and one.unit in COMPARABLE)
    return (PLEDGED, *good)


def _levels(name: str, figures: Figures) -> list[Measured]:
    return [figures[key] for state in sorted(PART_IV) if (key := f"{name}.{state}") in figures]


def _known(levels: Iterable[Measured]) -> list[Fraction]:
    return [level.value for level in levels if level.value is not None]


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle of values, or the mean of the two in the middle.

    >>> median([Fraction(1), Fraction(9), Fraction(2), Fraction(4)])
    Fraction(3, 1)
    """
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread(values: Sequence[Fraction]) -> Fraction:
    """How far from the median half of the values lie at most: the median of the distances to it."""
    centre = median(values)
    return median([abs(value - centre) for value in values])


def _board(name: str, levels: Sequence[Measured], figures: Figures) -> Board:
    known = [level for level in levels if level.value is not None]
    values = _known(known)
    centre = computed(f"median.{name}", name, median, known, median(values))
    width = computed(f"spread.{name}", name, spread, known, spread(values))
    states = (state for state in sorted(PART_IV) if name not in OWED or f"{name}.{state}" in figures)
    return Board(name, centre, width, tuple(_score(name, state, centre, width, figures) for state in states))


def _score(name: str, state: str, centre: Measured, width: Measured, figures: Figures) -> Score:
    key, change = f"{name}.{state}", f"change.{name}.{state}"
    level = figures[key].value if key in figures else None
    one = _one_unit(key, figures)
    return Score(
        state,
        key if key in figures else None,
        change if change in figures else None,
        _standing(level, centre.value or Fraction(0), max(width.value or Fraction(0), one), DEFINITIONS[name].better),
    )


def _one_unit(key: str, figures: Figures) -> Fraction:
    """How much one unit, person or case more or less changes a figure that is a part of a whole; else 0."""
    whole = figures.get(figures[key].inputs[-1]) if key in figures and figures[key].inputs else None
    counted = whole is not None and whole.unit in COUNTED
    return 1 / abs(whole.value) if counted and whole is not None and whole.value else Fraction(0)


def _standing(level: Fraction | None, centre: Fraction, width: Fraction, better: str) -> Standing:
    if level is None:
        return "unknown"
    if abs(level - centre) <= width:
        return "around"
    above = level > centre
    if better == "neither":
        return "above" if above else "below"
    return "better" if above == (better == "higher") else "worse"
