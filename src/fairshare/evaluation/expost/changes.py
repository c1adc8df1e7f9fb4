"""Levels and changes: the main figures of a pool year beside those of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.grids import CHANGE, PREVIOUS
from fairshare.evaluation.expost.measured import Figures, Measured, computed

CHANGES: Final = {"share": "change_points", "EUR": "change_eur"} | {
    unit: f"change_{unit}" for unit in ("units", "persons", "states", "cases", "days")
}
"""The indicator of a change by the unit of what changed."""
BY_PART: Final = frozenset(
    {"fair_share", "pledged", "implemented", "offset_taken", "outstanding", "delivered_of_due", "days_late"}
)
"""Indicators of which the change of each part is told too: of each state, or of each step."""


def change_figures(figures: Figures, previous: Evaluation | None) -> Iterator[Measured]:
    """The figures for all states together, and some by state, as they were in the previous pool year, and what
    changed."""
    for key, now in figures.items() if previous else ():
        before = previous.figures.get(key) if previous else None
        name, _, part = key.partition(".")
        wanted = not part or name in BY_PART
        if previous is None or before is None or not wanted or now.unit not in CHANGES:
            continue
        then = Measured(
            f"{PREVIOUS}{key}",
            before.definition,
            before.value,
            before.status,
            before.as_of,
            (f"evaluation of {previous.name}",),
        )
        yield from (then, change(f"{CHANGE}{key}", now, then))


def change(key: str, now: Measured, then: Measured) -> Measured:
    """A figure less the same figure a year before, parts of a whole in percentage points; unknown where one is."""
    value = None
    if now.value is not None and then.value is not None:
        value = (now.value - then.value) * (100 if now.unit == "share" else Fraction(1))
    return computed(key, CHANGES[now.unit], change, (now, then), value)
