"""What happened, to compare a simulation with: ``observed.yaml``, and Dublin counts by pair from collected files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import polars as pl
import yaml

from fairshare.figures.match_tables import whole
from fairshare.states import NAMES

PAIRS: Final = "asylum/dublin_bilateral_2008_2015.csv.gz"
"""The collected file of Dublin counts by pair; see :func:`dublin_pairs`."""

DECLARED: Final = date(2022, 6, 22)
"""The day of the Voluntary Solidarity Declaration."""

_MEASURES: Final = {"out_requests": "requested", "out_decisions": "accepted", "out_transfers": "transferred"}


@dataclass(frozen=True, slots=True)
class Sent:
    """Dublin requests and transfers of a year, persons, of one state or (``state`` empty) of all together."""

    year: int
    state: str
    requested: int
    transferred: int
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Uneven:
    """Inequality of first applications of the 28 states in the first ``months`` of a year, against half population and
    half GDP; ``to_move`` and ``total`` are persons."""

    year: int
    total: int
    hoover: float
    gini: float
    theil_t: float
    to_move: int
    months: int


@dataclass(frozen=True, slots=True)
class Relocated:
    """Persons relocated up to a day, by state of departure and state of arrival (empty: all together)."""

    on: date
    persons: Mapping[tuple[str, str], int]
    status: str
    source: str

    def to(self, state: str) -> int:
        """How many came to a state."""
        return sum(count for (_, target), count in self.persons.items() if target == state)

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(self.persons.values())


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything in the file. ``pace``: counts by pair, all states; ``named``: later counts of the states named there;
    ``totals`` and ``voluntary``: of all. ``mirror``: ``dublin`` as the receiving states count it."""

    dublin: tuple[Sent, ...]
    mirror: tuple[Sent, ...]
    inequality: tuple[Uneven, ...]
    pace: tuple[Relocated, ...]
    named: tuple[Relocated, ...]
    totals: tuple[Relocated, ...]
    voluntary: tuple[Relocated, ...]


@cache
def observed() -> Observed:
    """What happened, as far as it is typed into the project."""
    text = (resources.files("fairshare.figures.simulate") / "observed.yaml").read_text("utf-8")
    held: Mapping[str, list[dict[str, Any]]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return Observed(
        tuple(Sent(**row) for row in held["dublin"]),
        tuple(Sent(**row) for row in held["mirror"]),
        tuple(Uneven(**row) for row in held["inequality"]),
        tuple(
            _relocated(row, {(source, state): n for source in ("IT", "EL") for state, n in row[source].items()})
            for row in held["relocations"]
        ),
        tuple(_relocated(row, {("", state): n for state, n in row["to"].items()}) for row in held["relocated_to"]),
        tuple(_relocated(row, {(source, ""): row[source] for source in ("IT", "EL")}) for row in held["relocated"]),
        tuple(_relocated(row, {("", ""): row["persons"]}) for row in held["voluntary"]),
    )


def _relocated(row: Mapping[str, Any], persons: Mapping[tuple[str, str], int]) -> Relocated:
    return Relocated(date.fromisoformat(row["date"]), persons, row["status"], row["source"])


def dublin_pairs(folder: Path) -> pl.DataFrame:
    """Dublin counts by year and pair of the collected file: ``year``, ``state`` (that asks), ``partner`` (that is
    asked), ``requested``, ``accepted`` (positive answers) and ``transferred``, as the asking state counts them.

    Aggregates are left out, and so are pairs of a year that lack one of the three (mostly whole states, see the
    provenance of the file): a rate needs both of its counts. Raises :class:`~fairshare.faults.BadInputError` where the
    folder lacks the file.
    """
    path = folder / PAIRS
    if not path.is_file():
        raise whole(str(path), "is not there", "the collected file of Dublin counts by pair")
    rows = pl.read_csv(path).filter(
        pl.col("geo").is_in(list(NAMES)),
        pl.col("partner").is_in(list(NAMES)),
        pl.col("geo") != pl.col("partner"),
        pl.col("measure").is_in(list(_MEASURES)),
        (pl.col("measure") != "out_decisions") | (pl.col("decision") == "ACC"),
    )
    wide = rows.pivot("measure", index=["year", "geo", "partner"], values="value", aggregate_function="first")
    named = wide.rename({"geo": "state", **_MEASURES}).drop_nulls().sort("year", "state", "partner")
    return named.select("year", "state", "partner", *_MEASURES.values())
