"""The rows of a collected file as observations of one series, by a recipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import polars as pl

from fairshare.faults import BadInputError, Fault
from fairshare.figures.collected.cells import LINE
from fairshare.figures.collected.citizens import citizen_codes
from fairshare.figures.collected.table import Recipe
from fairshare.figures.indicators.observations import KEY, PERIOD, SCHEMA
from fairshare.states import state_code

MOST_FAULTS: Final = 50
_OTHER_PLACES: Final = ("ME", "EU27_2020", "EU28", "TOTAL", "EU")
"""Places that are not among the 32 states: Montenegro, and aggregates as the publishers write them."""
_VALUE: Final = "_value"


@dataclass(frozen=True, slots=True)
class Rows:
    """Observations of one file, and what was left out or repaired."""

    frame: pl.DataFrame
    notes: tuple[str, ...]


def read_rows(name: str, cells: pl.DataFrame, recipe: Recipe) -> Rows:
    """The observations of a series from the cells of a file.

    Raises :class:`~fairshare.faults.BadInputError` with every fault by line: a column that is missing, a place that is
    no state, a period in another form, a figure that is no number, negative or NaN, a row that stands twice."""
    absent = [column for column in recipe.needed if column not in cells.columns]
    if absent:
        known = "columns " + ", ".join(recipe.needed)
        raise BadInputError([Fault(name, 1, column, "column is missing", known) for column in absent])
    kept, notes = _selected(cells, recipe)
    long = _long(kept, recipe)
    faults = list(islice(_faults(name, long, recipe), MOST_FAULTS))
    if faults:
        raise BadInputError(faults)
    frame, unknown = _mapped(long, recipe)
    if unknown:
        notes.append(f"nationalities without a code ({len(unknown)}), as they are written: {', '.join(unknown)}")
    return Rows(_added_up(frame, recipe), tuple(notes))


def _selected(cells: pl.DataFrame, recipe: Recipe) -> tuple[pl.DataFrame, list[str]]:
    """The rows that the recipe reads, and a note on each group of others."""
    notes = []
    for column, texts in (*recipe.where.items(), *recipe.without.items()):
        inside = pl.col(column).cast(pl.String).fill_null("").is_in(list(texts))
        before, wanted = len(cells), column in recipe.where
        cells = cells.filter(inside if wanted else ~inside)
        if len(cells) < before:
            which = f"{'not ' if wanted else ''}{' or '.join(texts)}"
            notes.append(f"left out {before - len(cells):,} of {before:,} rows: {column} is {which}")
    return cells, notes


def _long(cells: pl.DataFrame, recipe: Recipe) -> pl.DataFrame:
    """One row per figure: the columns of an observation as text, ``_value`` as it stands, and the line."""
    texts = [pl.col(column).cast(pl.String).fill_null("").alias(name) for name, column in recipe.columns.items()]
    fixed = [pl.lit(text).alias(name) for name, text in recipe.constants.items()]
    over = [pl.col(column).cast(pl.String).fill_null("").alias(f"_over_{column}") for column in recipe.over]
    parts = []
    for column, label in recipe.values.items():
        part = cells.select(
            LINE, *texts, *fixed, *over, pl.col(column).alias(_VALUE), pl.lit(column).alias("_over_figure")
        )
        if label:
            kind = pl.format("{}:{}", "kind", pl.lit(label)) if "kind" in recipe.columns else pl.lit(label)
            part = part.with_columns(kind=kind)
        parts.append(part.filter(pl.col(_VALUE).is_not_null()) if recipe.blanks == "absent" else part)
    long = pl.concat(parts, how="vertical_relaxed")
    for name, texts_ in recipe.recode.items():
        long = long.with_columns(pl.col(name).replace(dict(texts_)))
    return long


def _faults(name: str, long: pl.DataFrame, recipe: Recipe) -> Iterable[Fault]:
    """Every fault of the rows, by kind and line."""
    for column in recipe.states:
        wrong = [text for text in long[column].unique() if _place(text) is None]
        for line, text in long.filter(pl.col(column).is_in(wrong)).select(LINE, column).iter_rows():
            yield Fault(name, line, recipe.columns.get(column, column), f"{text!r} is no state", "a Eurostat code")
    for line, text in long.filter(~pl.col("period").str.contains(PERIOD)).select(LINE, "period").iter_rows():
        yield Fault(name, line, recipe.columns.get("period", "period"), f"{text!r} is no period", "YYYY, YYYY-MM, …")
    for line, column, value in long.filter(_bad(long.schema[_VALUE])).select(LINE, "_over_figure", _VALUE).iter_rows():
        yield Fault(name, line, column, f"{value!r} is no amount", "a number, 0 or more")
    identity = [column for column in long.columns if column not in {LINE, _VALUE, "flag"}]
    twice = long.filter(~pl.struct(identity).is_first_distinct())
    for row in twice.iter_rows(named=True):
        text = ", ".join(str(row[column]) for column in KEY if row.get(column))
        yield Fault(name, row[LINE], "row", f"stands twice ({text})", "one row for each key")


def _bad(dtype: pl.DataType) -> pl.Expr:
    """Where a figure is no amount. A null is no fault: it is unknown."""
    value = pl.col(_VALUE)
    if dtype == pl.String:
        return ~value.str.contains(r"^\d{1,27}(\.\d{1,10})?$")
    return (value < 0) | ~value.cast(pl.Float64).is_finite()


def _place(text: str) -> str | None:
    """The Eurostat code of a state, an aggregate as it is, or ``None``."""
    return text if text in _OTHER_PLACES else state_code(text)


def _mapped(long: pl.DataFrame, recipe: Recipe) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows with states and nationalities by code, and the nationalities that have none."""
    unknown: tuple[str, ...] = ()
    maps: dict[str, Mapping[str, str]] = {
        column: {text: _place(text) or text for text in long[column].unique()} for column in recipe.states
    }
    if recipe.citizens:
        maps["citizen"], unknown = citizen_codes(long["citizen"].unique().to_list(), recipe.citizens)
    coded = [pl.col(name).replace_strict(codes, return_dtype=pl.String) for name, codes in maps.items()]
    return long.with_columns(*coded, value=pl.col(_VALUE).cast(SCHEMA["value"])), unknown


def _added_up(frame: pl.DataFrame, recipe: Recipe) -> pl.DataFrame:
    """The figures of one key added up (unknown where all are); without ``over`` a key has one row and so it stays.

    Different codes of one nationality upstream (other, unspecified) come together here too."""
    names = [name for name in SCHEMA if name in frame.columns and name not in {"value", "flag"}]
    if not recipe.over and not frame.select(names).is_duplicated().any():
        return frame.select(name for name in SCHEMA if name in frame.columns)
    total = pl.when(pl.col("value").count() > 0).then(pl.col("value").sum())
    flags = [pl.col("flag").unique().sort().str.join("")] if "flag" in frame.columns else []
    return frame.group_by(names, maintain_order=True).agg(*flags, value=total)
