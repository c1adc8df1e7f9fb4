"""SDMX-CSV, in which Eurostat gives whole datasets (``format=SDMX-CSV``) and users download them."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from fairshare.faults import BadInputError, Fault
from fairshare.figures.indicators import catalogue
from fairshare.figures.indicators.catalogue import Series, Source
from fairshare.figures.indicators.observations import SCHEMA, Extract
from fairshare.figures.loaders import cube
from fairshare.figures.loaders.http import LoadError, one_line
from fairshare.figures.loaders.jsonstat import FLAG, VALUE

_TIME: Final = "TIME_PERIOD"
_CONFIDENTIAL: Final = "CONF_STATUS"
_FLOWS: Final = ("DATAFLOW", "STRUCTURE_ID")
_STAMP: Final = "LAST UPDATE"
_DIMENSION: Final = re.compile(r"[a-z][a-z0-9_]*")  # columns of labels have capitals or spaces
_NUMBER: Final = r"^-?(\d{1,28}(\.\d{1,10}0*)?|\d(\.\d{1,10})?[eE]\d{1,2})$"


def read_sdmx_csv(where: str | Path | bytes, series: str) -> Extract:
    """The figures of a series in a file of Eurostat's dataset for it (plain or gzip), or in its bytes.

    The file may hold more than the series: lines that are not of its filters are left out. It covers the years that it
    has lines of. Raises :class:`~fairshare.faults.BadInputError` with the file's name for a file that cannot be used,
    :class:`LoadError` for such bytes."""
    held = catalogue.series(series)
    if isinstance(where, bytes):
        return _extract(where, held, "")
    try:
        return _extract(Path(where).read_bytes(), held, Path(where).name)
    except (OSError, LoadError) as error:
        problem = error.strerror or "cannot be read" if isinstance(error, OSError) else str(error)
        raise BadInputError([Fault(str(where), 1, "file", problem, f"Eurostat's SDMX-CSV for {series}")]) from None


def _extract(content: bytes, series: Series, name: str) -> Extract:
    table = _table(content)
    source = _source(table, series)
    spelling = [filters for filters in cube.spellings(source.filters) if set(filters) <= set(table.columns)]
    filters = spelling[0] if spelling else source.filters
    chosen = table.filter(pl.col(code) == filters[code] for code in filters if code in table.columns)
    stamps = table[_STAMP].unique().to_list() if _STAMP in table.columns else [""]
    if len(stamps) != 1:
        raise LoadError(f"the file has {len(stamps)} stamps of {_STAMP}, not one")
    rows = cube.columns(_cells(chosen), source, filters, cube.is_count(series))
    if rows.is_empty():
        raise LoadError("the file has no figure of " + ", ".join(f"{key}={code}" for key, code in filters.items()))
    per_year = rows.group_by(pl.col("period").str.head(4)).agg(pl.col("period").n_unique().alias("periods"))
    counts = {int(year): count for year, count in sorted(per_year.iter_rows())}
    most = len(cube.PERIODS[source.period][2])
    return cube.extract(
        series,
        source,
        rows,
        updated=_iso(stamps[0] or ""),
        url=name,
        years=list(counts),
        notes=[f"{year}: {count} of {most} {source.period}s" for year, count in counts.items() if count < most],
    )


def _iso(stamp: str) -> str:
    """Eurostat's stamp in these files, day first, as the rest of the program writes it; any other as it is.

    >>> _iso("28/04/26 23:00:00")
    '2026-04-28T23:00:00'
    """
    try:
        return datetime.strptime(stamp, "%d/%m/%y %H:%M:%S").isoformat()
    except ValueError:
        return stamp


def _table(content: bytes) -> pl.DataFrame:
    """All columns as text but those of labels; empty cells are null."""
    try:
        header = pl.read_csv(BytesIO(content), n_rows=0, infer_schema=False).columns
        wanted = [name for name in header if _DIMENSION.fullmatch(name)]
        known = [name for name in (*_FLOWS, _STAMP, _TIME, VALUE, FLAG, _CONFIDENTIAL) if name in header]
        table = pl.read_csv(BytesIO(content), columns=[*known, *wanted], infer_schema=False)
    except (pl.exceptions.PolarsError, ValueError, OSError) as error:
        raise LoadError(f"the file is not CSV: {one_line(error)[:120]}") from None
    for name in (_TIME, VALUE):
        if name not in known:
            raise LoadError(f"the file has no column {name}")
    return table


def _source(table: pl.DataFrame, series: Series) -> Source:
    """The source of a series that the file is of."""
    column = next((name for name in _FLOWS if name in table.columns), None)
    flows = table[column].unique().drop_nulls().to_list() if column else []
    match = re.match(r"(?:\w+:)?(\w+)", flows[0]) if len(flows) == 1 else None
    dataset = match[1].lower() if match else ""
    sources = {source.dataset: source for source in series.of("eurostat")}
    if dataset not in sources:
        expected = " or ".join(sources) or "no dataset of Eurostat's"
        raise LoadError(f"the file is of {dataset or 'no one dataset'}; {series.name} is read from {expected}")
    return sources[dataset]


def _cells(table: pl.DataFrame) -> pl.DataFrame:
    """Dimensions, exact value and flag of the lines that have a value or a flag."""
    text = pl.col(VALUE).replace({":": None})
    numbers = table.select(text).to_series()
    strange = numbers.filter(~numbers.str.contains(_NUMBER))
    if len(strange):
        raise LoadError(f"the file has {strange[0]!r} where a number belongs")
    flag = pl.col(FLAG).fill_null("") if FLAG in table.columns else pl.lit("")
    if _CONFIDENTIAL in table.columns:
        withheld = pl.col(_CONFIDENTIAL).fill_null("").str.to_lowercase().str.starts_with("c")
        flag = pl.when(withheld & ~flag.str.contains("c")).then(flag + "c").otherwise(flag)
    unsaid = (pl.col(VALUE) == ":").fill_null(False) & (flag == "")
    flagged = pl.when(unsaid).then(pl.lit(":")).otherwise(flag)
    dimensions = [name for name in table.columns if _DIMENSION.fullmatch(name)]
    try:
        values = numbers.cast(SCHEMA["value"])
    except pl.exceptions.PolarsError:
        raise LoadError("the file has a number that is no amount of at most 28 digits") from None
    cells = table.select(*dimensions, pl.col(_TIME).alias("time"), values.alias(VALUE), flagged.alias(FLAG))
    return cells.filter(pl.col(VALUE).is_not_null() | (pl.col(FLAG) != ""))
