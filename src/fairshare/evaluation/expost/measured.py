"""A figure of an evaluation: its definition, its value, of what it was made and by which rule. Nothing stands alone."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.pool.figure import least_certain, plain_value
from fairshare.law.outcome import Status

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
_DIGITS: Final = 12
NOTHING: Final = "nothing on record to add up"
"""The source of a sum of nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure. ``key`` is unique in its evaluation: a slug and, after dots, what it is about: ``relocated.IT.DE``.

    ``value``: exact, in the unit of its ``definition`` (a name of the catalogue); ``None``: unknown. It was taken from
    ``sources`` or ``events`` (ids of the ledger), or computed by ``rule`` (dotted name) from ``inputs`` (keys of
    figures of the same evaluation), or both."""

    key: str
    definition: str
    value: Fraction | None
    status: Status
    as_of: str
    sources: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    rule: str = ""
    note: str = ""

    @property
    def unit(self) -> str:
        """The unit of its definition."""
        return DEFINITIONS[self.definition].unit

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON: counts as integers, money and shares as decimal strings, unknown as ``null``."""
        unit = self.unit if self.unit in {"EUR", "share"} else "units"
        plain: dict[str, Any] = {"definition": self.definition, "value": plain_value(self.value, unit)}
        plain |= {"unit": self.unit, "status": self.status, "as_of": self.as_of, "sources": list(self.sources)}
        plain |= {"inputs": list(self.inputs), "events": list(self.events), "rule": self.rule}
        return plain | {"cite": DEFINITIONS[self.definition].cite} | ({"note": self.note} if self.note else {})


Figures = Mapping[str, Measured]
"""The figures of an evaluation by key."""


def collected(figures: Iterable[Measured]) -> Figures:
    """Figures by key, checked. Raises ``ValueError`` (a fault of the program) for a key that is no key or stands twice,
    an unknown definition, a figure that says neither source nor event nor rule, an input that is missing or comes after
    the figure that it is an input of (so that no figure rests on itself), and a value where the status is unknown."""
    found: dict[str, Measured] = {}
    for figure in figures:
        problem = _problem(figure, found)
        if problem:
            raise ValueError(f"figure {figure.key!r} {problem}")
        found[figure.key] = figure
    return found


def _problem(figure: Measured, before: Mapping[str, Measured]) -> str:
    missing = [key for key in figure.inputs if key not in before]
    checks = {
        "is no key": not _KEY.fullmatch(figure.key),
        "stands twice": figure.key in before,
        f"has no definition {figure.definition!r}": figure.definition not in DEFINITIONS,
        "has neither source nor event nor rule": not (figure.sources or figure.events or figure.rule),
        "has a rule without inputs or sources": bool(figure.rule)
        and not (figure.inputs or figure.sources or figure.events),
        f"rests on {missing}, not told before it": bool(missing),
        "has a status that does not go with its value": (figure.value is None) != (figure.status == "unknown"),
    }
    return "; ".join(words for words, wrong in checks.items() if wrong)


def computed(
    key: str,
    definition: str,
    rule: Callable[..., Any],
    inputs: Iterable[Measured],
    value: Fraction | float | None,
    note: str = "",
) -> Measured:
    """A figure that ``rule`` computed from ``inputs``: as certain as the least certain of them, as of the last of them.

    A float (a statistic) is kept with 12 significant digits. What rests on something unknown is itself unknown unless a
    value is given all the same; such a value is inferred."""
    parts = tuple(inputs)
    exact = Fraction(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
    status = least_certain(("inferred", *(part.status for part in parts if part.status != "unknown")))
    return Measured(
        key,
        definition,
        exact,
        "unknown" if exact is None else status,  # type: ignore[arg-type]
        max((part.as_of for part in parts), default=""),
        tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        tuple(part.key for part in parts),
        tuple(dict.fromkeys(event for part in parts for event in part.events)),
        f"{inspect.unwrap(rule).__module__}.{rule.__qualname__}",
        note,
    )


def summed(key: str, definition: str, parts: Iterable[Measured]) -> Measured:
    """The sum of figures; unknown if one of them is, or there is none."""
    terms = tuple(parts)
    if not terms:
        return Measured(key, definition, None, "unknown", "", (NOTHING,))
    known = [part.value for part in terms if part.value is not None]
    value = sum(known, Fraction(0)) if len(known) == len(terms) else None
    return computed(key, definition, summed, terms, value)


def part_of(key: str, definition: str, part: Measured, whole: Measured) -> Measured:
    """One figure as a part of another; unknown where one of them is, or the whole is 0."""
    known = part.value is not None and whole.value
    value = part.value / whole.value if known and part.value is not None and whole.value else None
    return computed(key, definition, part_of, (part, whole), value)
