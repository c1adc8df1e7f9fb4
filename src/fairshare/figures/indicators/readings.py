"""What is known of a series: of each dataset every year from the newest snapshot that covers it, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from fairshare.figures.indicators.bundled import bundled
from fairshare.figures.indicators.catalogue import series
from fairshare.figures.indicators.observations import KEY, SCHEMA
from fairshare.figures.indicators.store import Head, Store, read_rows


@dataclass(frozen=True, slots=True)
class Reading:
    """The observations that serve: of one dataset, each year from the newest snapshot that covers it.

    ``rows`` has the columns of an observation and ``snapshot``, the place in ``heads`` of the one it is from."""

    series: str
    dataset: str
    heads: tuple[Head, ...]
    rows: pl.DataFrame

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are covered."""
        return tuple(sorted({year for head in self.heads for year in head.years}))

    def head_of(self, year: int) -> Head:
        """The snapshot that serves a year: the newest that covers it."""
        return next(head for head in reversed(self.heads) if year in head.years)


def serving(heads: Iterable[Head], as_of: date | None = None) -> dict[int, Head]:
    """By year, the newest of some snapshots of one dataset that covers it, among those retrieved by a day."""
    known = (head for head in heads if as_of is None or head.day <= as_of.isoformat())
    return {year: head for head in sorted(known, key=lambda head: head.retrieved_at) for year in head.years}


def readings(store: Store, name: str, as_of: date | None = None) -> tuple[Reading, ...]:
    """What the store and the bundled tables know of a series, by dataset in the order of the catalogue.

    ``as_of``: what was known at the end of that day, by the time of retrieval. Raises
    :class:`~fairshare.faults.BadInputError` for a series that is not in the catalogue, or a damaged snapshot."""
    order = {source.dataset: place for place, source in enumerate(series(name).sources)}
    held: dict[str, list[tuple[Head, pl.DataFrame | None]]] = {}
    for head in store.heads(name):
        held.setdefault(head.dataset, []).append((head, None))
    for head, rows in bundled(name):
        held.setdefault(head.dataset, []).append((head, rows))
    ordered = sorted(held.items(), key=lambda item: order.get(item[0], len(order)))
    return tuple(_readings(name, ordered, as_of))


def _readings(
    name: str, held: Iterable[tuple[str, list[tuple[Head, pl.DataFrame | None]]]], as_of: date | None
) -> Iterator[Reading]:
    for dataset, snapshots in held:
        by_year = serving((head for head, _ in snapshots), as_of)
        used = [(head, rows) for head, rows in snapshots if head in by_year.values()]
        if used:
            parts = [
                (read_rows(head) if rows is None else rows)
                .filter(pl.col("period").str.head(4).is_in([str(year) for year in by_year if by_year[year] == head]))
                .with_columns(snapshot=pl.lit(place, pl.Int32))
                for place, (head, rows) in enumerate(used)
            ]
            yield Reading(name, dataset, tuple(head for head, _ in used), pl.concat(parts).sort(KEY))


def changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """What is different in ``new``: the key, ``old`` and ``new`` values (null: not held), in the years that it has."""
    years = new["period"].str.head(4).unique()
    before = old.filter(pl.col("period").str.head(4).is_in(years.implode()))
    both = before.select(*KEY, old="value").join(
        new.select(*KEY, new="value"), on=list(KEY), how="full", coalesce=True, nulls_equal=True
    )
    return both.filter(pl.col("old").ne_missing(pl.col("new"))).sort(KEY)


def empty_rows() -> pl.DataFrame:
    """No observation."""
    return pl.DataFrame(schema=dict(SCHEMA))
