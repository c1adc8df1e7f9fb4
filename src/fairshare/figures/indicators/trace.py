"""Where one figure comes from: the rows that make it, their snapshots, and what was held of it before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from fairshare.faults import bad_argument
from fairshare.figures.indicators.catalogue import cites, series
from fairshare.figures.indicators.headline import headline
from fairshare.figures.indicators.readings import Reading, readings
from fairshare.figures.indicators.store import Head, Store, read_rows


@dataclass(frozen=True, slots=True)
class Trace:
    """One figure. ``how`` says what was done to the rows; ``earlier`` are other values, oldest first, each with the
    time of retrieval and the stamp of its snapshot."""

    value: Decimal | None
    unit: str
    how: str
    status: str
    heads: tuple[Head, ...]
    rows: pl.DataFrame
    faults: tuple[str, ...]
    cites: tuple[str, ...]
    earlier: tuple[dict[str, Any], ...]


def traces(
    store: Store, name: str, geo: str, period: str, place: Mapping[str, str], as_of: date | None = None
) -> tuple[Trace, ...]:
    """The figure of a state (or aggregate) in a period, once per dataset that holds it, in the catalogue's order.

    ``place`` fixes ``citizen``, ``partner`` and ``kind`` where they are not empty. A year is also made from its months
    or quarters. Raises :class:`~fairshare.faults.BadInputError` where no dataset holds the figure, or where kinds that
    do not add up are not told apart."""
    found = []
    for reading in readings(store, name, as_of):
        rows = _rows(reading.rows, geo, period, place)
        kinds = rows["kind"].unique().sort().to_list()
        if len(kinds) > 1 and not series(name).kinds_add_up:
            raise bad_argument("--kind", f"{name} has kinds that do not add up", "one of " + ", ".join(kinds))
        if not rows.is_empty():
            found.append(_trace(store, reading, rows, geo, period, place))
    if not found:
        known = sorted({period for reading in readings(store, name, as_of) for period in reading.rows["period"]})
        held = f"{known[0]} to {known[-1]}" if known else "nothing of it"
        raise bad_argument("PERIOD", f"no {name} of {geo} in {period} is held", f"{held} (see fairshare data status)")
    whole = [one for one in found if one.value is not None]
    return (*whole, *(one for one in found if one.value is None))


def _rows(rows: pl.DataFrame, geo: str, period: str, place: Mapping[str, str]) -> pl.DataFrame:
    fixed = {name: value for name, value in place.items() if value}
    chosen = rows.filter(pl.col("geo") == geo, *(pl.col(name) == value for name, value in fixed.items()))
    exact = chosen.filter(pl.col("period") == period)
    if exact.is_empty():
        exact = chosen.filter(pl.col("period").str.starts_with(f"{period}-"))
    if exact.is_empty() or fixed.get("citizen") or fixed.get("partner"):
        return exact
    return headline(exact).with_columns(citizen=pl.lit("")).select(rows.columns)


def _sum(rows: pl.DataFrame, stock: bool) -> Decimal | None:
    """The figure that rows make: of a stock the last period's, else all; unknown where one of them is."""
    counted = rows.filter(pl.col("period") == pl.col("period").max()) if stock else rows
    values = counted["value"].to_list()
    return None if None in values else sum(values, Decimal(0))


def _trace(
    store: Store, reading: Reading, rows: pl.DataFrame, geo: str, period: str, place: Mapping[str, str]
) -> Trace:
    held = series(reading.series)
    source = next((one for one in held.sources if one.dataset == reading.dataset), None)
    periods = rows["period"].n_unique()
    how = "as published" if len(rows) == 1 and rows["period"].item(0) == period else f"{len(rows)} rows added"
    if held.stock and periods > 1:
        how = f"the last of {periods} periods"
    value = _sum(rows, held.stock)
    return Trace(
        value,
        held.unit,
        how,
        source.status if source else "inferred",
        tuple(reading.heads[index] for index in sorted(rows["snapshot"].unique())),
        rows.drop("snapshot"),
        source.faults if source else (),
        cites(reading.series),
        _earlier(store, reading, geo, period, place, value),
    )


def _earlier(
    store: Store, reading: Reading, geo: str, period: str, place: Mapping[str, str], now: Decimal | None
) -> tuple[dict[str, Any], ...]:
    """The values of the snapshots that no longer serve, where they differ from the one after."""
    history = []
    for head in store.heads(reading.series):
        if head.dataset == reading.dataset and int(period[:4]) in head.years:
            rows = _rows(read_rows(head), geo, period, place)
            value = None if rows.is_empty() else _sum(rows, series(reading.series).stock)
            history.append({"value": value, "retrieved_at": head.retrieved_at, "updated": head.updated})
    following = [*(entry["value"] for entry in history[1:]), now]
    return tuple(entry for entry, after in zip(history, following, strict=False) if entry["value"] != after)
