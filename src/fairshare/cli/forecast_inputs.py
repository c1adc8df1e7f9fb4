"""The monthly series that are projected, from the store, with the sums that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from fairshare.cli.data_store import as_of_option, store_option

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from fairshare.assessment.projections.hierarchy import Hierarchy
    from fairshare.assessment.projections.panel import Panel
    from fairshare.figures.indicators.readings import Reading
    from fairshare.figures.indicators.store import Store

_C = TypeVar("_C", bound=Callable[..., Any])
LABELS: Final[Mapping[str, str]] = {"state": "geo", "citizenship": "citizen", "route": "partner", "border": "kind"}
"""The column of an observation by what series can be told apart by."""
DEFAULT_BY: Final[Mapping[str, str]] = {"border_crossings": "route"}


@dataclass(frozen=True, slots=True)
class Monthly:
    """The bottom series with their hierarchy, and the reading that they are from."""

    bottom: Panel
    hierarchy: Hierarchy
    reading: Reading
    by: tuple[str, ...]

    @property
    def source(self) -> str:
        """Dataset, stamp and checksum on one line."""
        head = self.reading.heads[-1]
        return f"{head.dataset}, updated {head.updated or 'at an unknown time'}, SHA-256 {head.sha256[:12]}"


def series_options(command: _C) -> _C:
    """Add what says which series are meant; :func:`monthly` takes it."""
    for option in reversed(
        (
            click.argument("name", metavar="SERIES"),
            click.option("--by", metavar="LABELS", help="state, citizenship, route, border, or several with commas."),
            click.option("--least", type=float, default=0.0, help="Leave out series with fewer than so many in all."),
            store_option,
            as_of_option,
        )
    ):
        command = option(command)
    return command


def monthly(store: Store, name: str, by: str | None, as_of: date | None, least: float = 0.0) -> Monthly:
    """The monthly series of ``name`` told apart by some labels (by default the state, or the route), and their sums.

    Raises :class:`~fairshare.faults.BadInputError` for a label that is unknown or that the figures do not have, and
    where no monthly figures are held."""
    from fairshare.assessment.projections.hierarchy import Hierarchy
    from fairshare.assessment.projections.panel import panel
    from fairshare.faults import bad_argument
    from fairshare.figures.indicators.catalogue import series

    labels = tuple(dict.fromkeys(label.strip() for label in (by or DEFAULT_BY.get(name, "state")).split(",")))
    if unknown := [label for label in labels if label not in LABELS]:
        raise bad_argument("--by", f"{', '.join(map(repr, unknown))} is no label", ", ".join(LABELS))
    held = series(name)
    if held.stock:
        raise bad_argument("SERIES", f"{name} is a stock", "a series of events, whose months add up")
    reading, rows = _rows(store, name, as_of)
    chosen = _labelled(rows, labels, least)
    if chosen.is_empty():
        raise bad_argument("--least", f"no series has {least:,.0f} in all", "a smaller number")
    bottom = panel(_filled(chosen) if held.absent_is_zero else chosen)
    parts = [one.split("/") for one in bottom.names]
    names = {label: [part[place] for part in parts] for place, label in enumerate(labels)}
    return Monthly(bottom, Hierarchy.of(names, bottom.names), reading, labels)


def _rows(store: Store, name: str, as_of: date | None) -> tuple[Reading, pl.DataFrame]:
    """The first reading with figures by month, and those."""
    import polars as pl

    from fairshare.faults import bad_argument
    from fairshare.figures.indicators.readings import readings

    for reading in readings(store, name, as_of):
        rows = reading.rows.filter(pl.col("period").str.contains(r"^\d{4}-\d{2}$"))
        if not rows.is_empty():
            return reading, rows.drop("snapshot")
    expected = f"fairshare data refresh {name}, or fairshare data import FOLDER {name}"
    raise bad_argument("SERIES", f"no monthly figures of {name} are held", expected)


def _labelled(rows: pl.DataFrame, labels: Sequence[str], least: float) -> pl.DataFrame:
    """Long form for a panel: the counts by the labels and by month, of the 27 where places are states."""
    import polars as pl

    from fairshare.faults import bad_argument
    from fairshare.figures.indicators.headline import CITIZEN_PART, headline
    from fairshare.states import EU27

    states = rows.filter(pl.col("geo").is_in(list(EU27)))
    places = rows if states.is_empty() else states
    told = places.filter(CITIZEN_PART) if "citizenship" in labels else headline(places).with_columns(citizen=pl.lit(""))
    columns = [LABELS[label] for label in labels]
    for label, column in zip(labels, columns, strict=True):
        if told.is_empty() or not (told[column] != "").any():
            raise bad_argument("--by", f"the figures held are not told apart by {label}", "another label")
    return (
        told.filter(pl.col("value").is_not_null())
        .group_by(*columns, "period")
        .agg(pl.col("value").sum().cast(pl.Float64))
        .with_columns(
            series=pl.concat_str(*(pl.col(column).str.replace_all("/", "-") for column in columns), separator="/"),
            month=pl.concat_str("period", pl.lit("-01")).str.to_date(),
        )
        .filter(pl.col("value").sum().over("series") >= least)
        .select("series", "month", "value")
    )


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """The same with 0 in every month in which there are figures, but none of a series."""
    every = rows.select("series").unique().join(rows.select("month").unique(), how="cross")
    return every.join(rows, on=["series", "month"], how="left").fill_null(0.0)
