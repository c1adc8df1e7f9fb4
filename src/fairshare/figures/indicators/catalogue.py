"""The catalogue: the indicators that the Regulation names, the public series that serve them, and their faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from fairshare.faults import bad_argument


@dataclass(frozen=True, slots=True)
class Source:
    """Where a series can be had: see ``catalogue.yaml`` for each field."""

    access: str
    dataset: str
    filters: Mapping[str, str]
    keeps: Mapping[str, str]
    period: str
    status: str
    files: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """A series of figures, with its sources by preference.

    A ``stock`` is as of the end of a period; figures of others add up over a year. ``kinds_add_up``: the kinds are
    parts of a whole; those of others overlap (decisions, and the positive ones among them). ``absent_is_zero``: a
    period in which the publisher has rows, but not this one, counts as 0."""

    name: str
    title: str
    unit: str
    sources: tuple[Source, ...]
    stock: bool = False
    kinds_add_up: bool = False
    absent_is_zero: bool = False

    def of(self, access: str) -> tuple[Source, ...]:
        """The sources that are read in one way, by preference."""
        return tuple(source for source in self.sources if source.access == access)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of Article 9(3)(a) or 10, with the series that serve it; without one ``note`` says why."""

    cite: str
    what: str
    series: tuple[str, ...] = ()
    note: str = field(default="")


def _loaded() -> dict[str, Any]:
    text = (resources.files("fairshare.figures.indicators") / "catalogue.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def points() -> tuple[Point, ...]:
    """The indicators and further inputs, in the order of the Regulation."""
    return tuple(Point(**entry | {"series": tuple(entry["series"])}) for entry in _loaded()["points"])


@cache
def catalogue() -> dict[str, Series]:
    """Every series by name."""
    return {
        name: Series(name, entry["title"], entry["unit"], tuple(map(_source, entry["sources"])), *_marks(entry))
        for name, entry in _loaded()["series"].items()
    }


def _marks(entry: Mapping[str, Any]) -> Iterator[bool]:
    return (entry.get(name, False) for name in ("stock", "kinds_add_up", "absent_is_zero"))


def _source(entry: Mapping[str, Any]) -> Source:
    lists = {name: tuple(entry.get(name, ())) for name in ("files", "faults")}
    return Source(**{**entry, **lists})


def series(name: str) -> Series:
    """One series. Raises :class:`~fairshare.faults.BadInputError` for a name that is not in the catalogue."""
    if name not in catalogue():
        raise bad_argument("SERIES", f"{name!r} is not in the catalogue", "one of " + ", ".join(catalogue()))
    return catalogue()[name]


def cites(name: str) -> tuple[str, ...]:
    """The points of the Regulation that a series serves."""
    return tuple(point.cite for point in points() if name in point.series)
