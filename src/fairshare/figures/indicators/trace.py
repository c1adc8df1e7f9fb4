"""Where one figure comes from: the rows that make it, their snapshots, and what was held of it before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from fairshare.faults import bad_argument
from fairshare.figures.indicators.annual import complete
from fairshare.figures.indicators.catalogue import cites, series
from fairshare.figures.indicators.headline import CITIZEN_PART, headline
from fairshare.figures.indicators.readings import Reading, readings
from fairshare.figures.indicators.store import Head, Store, read_rows


@dataclass(frozen=True, slots=True)
class Trace:
    """One figure. ``how`` says what was done to the rows, ``whole`` whether they are all of the period; ``earlier`` are
    other values, oldest first, each with the time of retrieval and the stamp of its snapshot."""

    value: Decimal | None
    unit: str
    how: str
    whole: bool
    status: str
    heads: tuple[Head, ...]
    rows: pl.DataFrame
    faults: tuple[str, ...]
    cites: tuple[str, ...]
    earlier: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figure: ``place`` fixes ``citizen``, ``partner`` and ``kind`` where they are not empty."""

    series: str
    geo: str
    period: str
    place: Mapping[str, str]
    as_of: date | None = None


def traces(store: Store, asked: Asked) -> tuple[Trace, ...]:
    """The figure of a state (or aggregate) in a period, once per dataset that holds it: whole ones first, in the
    catalogue's order.

    A year is also made from its months or quarters. Raises :class:`~fairshare.faults.BadInputError` where no dataset
    holds the figure, or where kinds that do not add up are not told apart."""
    found, held = [], readings(store, asked.series, asked.as_of)
    for reading in held:
        rows = _rows(reading.rows, asked)
        kinds = rows["kind"].unique().sort().to_list()
        if len(kinds) > 1 and not series(asked.series).kinds_add_up:
            raise bad_argument("--kind", f"{asked.series} has kinds that do not add up", "one of " + ", ".join(kinds))
        earlier = _earlier(store, reading, asked)
        if not rows.is_empty() or any(entry["value"] is not None for entry in earlier):
            found.append(_trace(reading, rows, asked, earlier))
    if not found:
        which = " ".join(filter(None, (asked.geo, *asked.place.values())))
        raise bad_argument("PERIOD", f"no {asked.series} of {which} in {asked.period} is held", _held(held))
    return tuple(sorted(found, key=lambda one: (one.value is None, not one.whole)))


def _held(held: Sequence[Reading]) -> str:
    """What there is instead, by dataset."""
    ends = [(str(one.rows["period"].min()), str(one.rows["period"].max()), one.dataset) for one in held]
    spans = [f"{first} to {last} of {dataset}" for first, last, dataset in ends]
    return ("; ".join(spans) or "nothing of it") + " (see fairshare data status, data series)"


def _rows(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The rows that make the figure: of the period itself, or of the parts of the year."""
    fixed = [pl.col(name) == value for name, value in asked.place.items() if value]
    chosen = rows.filter(pl.col("geo") == asked.geo, *fixed)
    exact = chosen.filter(pl.col("period") == asked.period)
    return chosen.filter(pl.col("period").str.starts_with(f"{asked.period}-")) if exact.is_empty() else exact


def _told(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The same over all citizenships and partner states, unless one of them is asked for."""
    if rows.is_empty() or asked.place.get("citizen") or asked.place.get("partner"):
        return rows
    return headline(rows).with_columns(citizen=pl.lit("")).select(rows.columns)


def _sum(rows: pl.DataFrame, stock: bool) -> Decimal | None:
    """The figure that rows make: of a stock the last period's, else all; unknown where one of them is, or none."""
    counted = rows.filter(pl.col("period") == pl.col("period").max()) if stock else rows
    values = counted["value"].to_list()
    return None if None in values or not values else sum(values, Decimal(0))


def _trace(reading: Reading, rows: pl.DataFrame, asked: Asked, earlier: tuple[dict[str, Any], ...]) -> Trace:
    held = series(reading.series)
    source = next((one for one in held.sources if one.dataset == reading.dataset), None)
    told = _told(rows, asked)
    periods = told["period"].unique().to_list()
    whole = bool(periods) and (periods == [asked.period] or complete(periods, held.stock))
    return Trace(
        _sum(told, held.stock),
        held.unit,
        _how(rows, told, asked, held.stock, whole),
        whole,
        source.status if source else "inferred",
        tuple(reading.heads[index] for index in sorted(rows["snapshot"].unique())),
        told.drop("snapshot"),
        source.faults if source else (),
        cites(reading.series),
        earlier,
    )


def _how(rows: pl.DataFrame, told: pl.DataFrame, asked: Asked, stock: bool, whole: bool) -> str:
    """What was done to the rows, in words."""
    periods = told["period"].n_unique()
    if not periods:
        return "not held any more"
    said = []
    if periods > 1:
        said.append(f"the last of {periods} periods" if stock else f"sum of {periods} periods")
    elif told["period"].item(0) != asked.period:
        said.append("one period")
    parts = rows.filter(CITIZEN_PART) if not asked.place.get("citizen") else rows.clear()
    if len(parts) and not rows["citizen"].is_in(["", "TOTAL"]).any():
        said.append(f"sum of {parts['citizen'].n_unique()} citizenships")
        withheld = int(parts["value"].null_count())
        said += [f"{withheld} withheld, so at least"] if withheld else []
    if not whole:
        said.append(f"{asked.period} is not complete")
    return ", ".join(said) or "as published"


def _earlier(store: Store, reading: Reading, asked: Asked) -> tuple[dict[str, Any], ...]:
    """The values of the snapshots known by the day that no longer serve, where they differ from the one after."""
    stock, year = series(reading.series).stock, int(asked.period[:4])
    until = "9999" if asked.as_of is None else asked.as_of.isoformat()
    heads = [
        head
        for head in store.heads(reading.series)
        if head.dataset == reading.dataset and year in head.years and head.day <= until
    ]
    values = [_sum(_told(_rows(read_rows(head), asked), asked), stock) for head in heads[:-1]]
    now = _sum(_told(_rows(reading.rows, asked), asked), stock)
    return tuple(
        {"value": value, "retrieved_at": head.retrieved_at, "updated": head.updated}
        for head, value, after in zip(heads, values, [*values[1:], now], strict=False)
        if value != after
    )
