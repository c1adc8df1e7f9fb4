"""From a table of Eurostat's, a column a dimension, to observations: the question is checked against the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from fairshare.faults import BadInputError
from fairshare.figures.indicators.catalogue import Series, Source
from fairshare.figures.indicators.observations import Extract, observations
from fairshare.figures.loaders.codes import citizens
from fairshare.figures.loaders.http import LoadError
from fairshare.figures.loaders.jsonstat import FLAG, VALUE

PERIODS: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "year": ("A", r"^\d{4}$", ("",)),
    "quarter": ("Q", r"^\d{4}-Q[1-4]$", tuple(f"-Q{quarter}" for quarter in range(1, 5))),
    "month": ("M", r"^\d{4}-(0[1-9]|1[0-2])$", tuple(f"-{month:02d}" for month in range(1, 13))),
}
"""For each kind of period: Eurostat's ``freq``, the form of a period, and how those of a year end."""
OLD_NAMES: Final = {"applicant": ("asyl_app", {"FRST": "NASY_APP"})}
"""Dimensions that had another name, and codes that had another one in them (applicant: until mid-2025)."""


def spellings(filters: Mapping[str, str]) -> list[dict[str, str]]:
    """The filters as they are written now, and as they were before a dimension was renamed.

    >>> spellings({"applicant": "FRST", "sex": "T"})
    [{'applicant': 'FRST', 'sex': 'T'}, {'asyl_app': 'NASY_APP', 'sex': 'T'}]
    >>> spellings({"sex": "T"})
    [{'sex': 'T'}]
    """
    renamed = {}
    for name, code in filters.items():
        old, codes = OLD_NAMES.get(name, (name, {}))
        renamed[old] = codes.get(code, code)
    return [dict(filters)] if renamed == filters else [dict(filters), renamed]


def columns(cells: pl.DataFrame, source: Source, filters: Mapping[str, str], whole: bool) -> pl.DataFrame:
    """The cells of an answer in the columns of an observation.

    ``cells`` has a column a dimension (``geo`` and ``time`` among them), ``OBS_VALUE`` and ``OBS_FLAG``; ``whole``:
    values are counts. A further dimension is left out if all cells have one code in it. Raises :class:`LoadError` for
    a dimension that is missing or left open, another filter, frequency or form of period, and a count in parts."""
    dimensions = [name for name in cells.columns if name not in (VALUE, FLAG)]
    for name in ("geo", "time", *filters, *source.keeps):
        if name not in dimensions:
            raise LoadError(f"the answer lacks the dimension {name}; it has {', '.join(dimensions)}")
    frequency, form, _ = PERIODS[source.period]
    fixed = {"freq": frequency, **filters}
    for name in set(dimensions) - {"geo", "time"} - set(source.keeps):
        codes = cells[name].fill_null("").unique().sort().to_list()
        if name in fixed and codes not in ([], [fixed[name]]):
            raise LoadError(f"the answer does not keep to the filter {name}={fixed[name]}: it has {_some(codes)}")
        if len(codes) > 1:
            raise LoadError(f"the answer leaves the dimension {name} open: it has {_some(codes)}")
    wrong = cells["time"].filter(~cells["time"].str.contains(form))
    if len(wrong):
        raise LoadError(f"the answer has {wrong[0]!r} where a {source.period} belongs")
    if whole and (cells[VALUE] % 1 != 0).any():
        part = cells.filter(pl.col(VALUE) % 1 != 0).row(0, named=True)
        raise LoadError(f"the answer's {part[VALUE].normalize()} ({part['geo']}, {part['time']}) is no count")
    kept = [pl.col(name).alias(column) for name, column in source.keeps.items()]
    chosen = cells.select(
        "geo", *kept, pl.col("time").alias("period"), pl.col(VALUE).alias("value"), pl.col(FLAG).alias("flag")
    )
    return chosen.with_columns(pl.col("citizen").replace(citizens())) if "citizen" in chosen.columns else chosen


def _some(codes: Sequence[str]) -> str:
    return ", ".join(codes[:5]) + (", …" if len(codes) > 5 else "")


def is_count(series: Series) -> bool:
    """Whether the values of a series are counts; else they are amounts of money."""
    return not re.search(r"\bEUR\b", series.unit)


def extract(
    series: Series,
    source: Source,
    rows: pl.DataFrame,
    *,
    updated: str,
    url: str,
    years: Sequence[int],
    notes: Sequence[str] = (),
) -> Extract:
    """The extract of rows in the columns of an observation. Raises :class:`LoadError` if they are no observations."""
    try:
        return Extract(
            series.name,
            source.access,
            source.dataset,
            dict(source.filters),
            series.unit,
            updated,
            url,
            tuple(years),
            observations(rows),
            tuple(notes),
        )
    except BadInputError as error:
        raise LoadError(f"{source.dataset}: the {error.faults[0].field} {error.faults[0].problem}") from None
