"""Frontex's workbook of monthly detections: a row for each route, border and nationality, a column for each month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import polars as pl

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.indicators import catalogue
from fairshare.figures.indicators.catalogue import Series, Source
from fairshare.figures.indicators.observations import Extract
from fairshare.figures.loaders import cube
from fairshare.figures.loaders.codes import country
from fairshare.figures.loaders.http import ADDRESSES, Client, LoadError, NotHeldError, found, is_web_address

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "route": ("route",),
    "border": ("bordertype", "bordertypeorinland", "border"),
    "nationality": ("nationality",),
}
"""The columns that are not months, by the letters of their headers."""
DEPTH: Final = 30  # rows of a sheet in which the headers are looked for
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LINK: Final = re.compile(r"""href\s*=\s*["']([^"']+\.xlsx(?:\?[^"']*)?)["']""", re.IGNORECASE)
_DATED: Final = re.compile(r"(20\d\d)[_-]?(\d\d)[_-]?(\d\d)\.xlsx$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a sheet has what, by the position of a column; ``months`` as YYYY-MM; ``totals``: headers left out."""

    places: Mapping[str, int]
    months: Mapping[int, str]
    totals: tuple[str, ...]


def fetch(series: Series, source: Source, years: Sequence[int], client: Client) -> Extract:
    """The figures of some years, from the workbook that the client's address is, links to, or has on this machine.

    Raises :class:`LoadError`, :class:`~fairshare.faults.BadInputError` for a path that cannot be used."""
    place = client.frontex
    if not is_web_address(place):
        return read_workbook(place, series.name, years)
    if not urlsplit(place).path.lower().endswith(".xlsx"):
        page = client.get(source.dataset, place, (), lambda response: found(source.dataset, response).text)
        place = urljoin(place, _link(page, place))
    content = client.get(source.dataset, place, (), lambda response: found(source.dataset, response).content)
    return _extract(content, series, source, years, place)


def _link(page: str, place: str) -> str:
    """The workbook that a page links: the first whose address speaks of detections, else the first."""
    links = [unescape(link) for link in _LINK.findall(page)]
    if not links:
        variable = ADDRESSES["frontex"][0]
        raise LoadError(f"{place} links no .xlsx; set {variable} to the workbook's address or to a copy of it")
    return next((link for link in links if re.search("detections|ibc", link, re.IGNORECASE)), links[0])


def read_workbook(where: str | Path | bytes, series: str = "border_crossings", years: Sequence[int] = ()) -> Extract:
    """The figures of some years (default: all) in a copy of the workbook, or in its bytes.

    Raises :class:`~fairshare.faults.BadInputError` with the file's name for a file that cannot be used,
    :class:`LoadError` for such bytes, :class:`NotHeldError` if it has none of the years."""
    held = catalogue.series(series)
    if not held.of("frontex"):
        raise bad_argument("SERIES", f"{series!r} is not in the workbook of Frontex", "border_crossings")
    source = held.of("frontex")[0]
    if isinstance(where, bytes):
        return _extract(where, held, source, years, "")
    try:
        return _extract(Path(where).read_bytes(), held, source, years, Path(where).name)
    except NotHeldError:
        raise
    except (OSError, LoadError) as error:
        problem = error.strerror or "cannot be read" if isinstance(error, OSError) else str(error)
        raise BadInputError([Fault(str(where), 1, "file", problem, "Frontex's workbook of detections")]) from None


def _extract(content: bytes, series: Series, source: Source, years: Sequence[int], place: str) -> Extract:
    try:
        rows, notes = _read(content, series)
    except LoadError as error:
        raise LoadError(f"{source.dataset}: {error}") from None
    present = sorted(map(int, rows["period"].str.head(4).unique()))
    wanted = sorted(set(years) or set(present))
    taken = [year for year in wanted if year in present]
    if not taken:
        raise NotHeldError(
            f"{source.dataset}: no figure for {', '.join(map(str, wanted))}; the workbook has "
            f"{present[0]} to {present[-1]}"
        )
    dated = _DATED.search(urlsplit(place).path)
    return cube.extract(
        series,
        source,
        rows.filter(pl.col("period").str.head(4).is_in(list(map(str, taken)))),
        updated="-".join(dated.groups()) if dated else "",
        url=place,
        years=taken,
        notes=[*notes, *(f"{year}: not in the workbook" for year in wanted if year not in present)],
    )


def _read(content: bytes, series: Series) -> tuple[pl.DataFrame, list[str]]:
    """All observations of the workbook, and what was left out of it."""
    name, layout, lines = _sheet(content)
    left: dict[str, int] = {}
    cells: dict[str, list[object]] = {column: [] for column in (*HEADERS, "period", "value")}
    seen: set[tuple[str, ...]] = set()
    for number, line in lines:
        key = tuple(" ".join(str(line[place] or "").split()) for place in layout.places.values())
        values = {month: line[place] for place, month in layout.months.items() if not _is_blank(line[place])}
        why = _left_out(key, values)
        if why:
            left[why] = left.get(why, 0) + 1
            continue
        if not all(key):
            raise LoadError(f"row {number} of the sheet {name} has counts but no route, border or nationality")
        if key in seen:
            raise LoadError(f"{', '.join(key)} stands twice in the sheet {name}")
        seen.add(key)
        for column, text in zip(layout.places, key, strict=True):
            cells[column] += [text] * len(values)
        cells["period"] += values
        cells["value"] += [_count(value, name, number, month) for month, value in values.items()]
    notes = [f"{count} {why}" for why, count in left.items() if why != "blank rows"]
    notes += [f"the column {total} is left out" for total in layout.totals]
    return _observed(cells), notes


def _observed(cells: Mapping[str, Sequence[object]]) -> pl.DataFrame:
    """The cells in the columns of an observation; names that mean one nationality are added up."""
    table = pl.DataFrame(cells, schema_overrides={"value": pl.Int64, "period": pl.String})
    if table.is_empty():
        raise LoadError("the workbook has no counts")
    names = {name: country(name) for name in table["nationality"].unique()}
    return table.group_by(
        pl.lit("EU").alias("geo"),
        pl.col("route").alias("partner"),
        pl.col("nationality").replace(names).alias("citizen"),
        pl.col("border").str.to_lowercase().alias("kind"),
        "period",
    ).agg(pl.col("value").sum())


def _left_out(key: Sequence[str], values: Mapping[str, object]) -> str:
    """Why a row is no observation; empty if it is one."""
    if any(re.match(r"(grand |sub-?)?total", text, re.IGNORECASE) for text in key):
        return "rows of totals are left out"
    if not values:
        return "rows of text are left out" if any(key) and not all(key) else "blank rows"
    return ""


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _count(value: object, sheet: str, row: int, month: str) -> int:
    whole = isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value == value // 1
    if not whole or not 0 <= value < 10**12:  # type: ignore[operator]
        raise LoadError(f"row {row} of the sheet {sheet} has {str(value)[:40]!r} for {month}, where a count belongs")
    return int(value)  # type: ignore[call-overload,no-any-return]


def _sheet(content: bytes) -> tuple[str, _Layout, Iterator[tuple[int, Sequence[object]]]]:
    """Name, layout and further rows (with their number) of the first sheet that has the headers."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise LoadError(f"the file is no .xlsx workbook ({type(error).__name__})") from None
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # a sheet may claim fewer cells than it has
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        for number, row in rows:
            places = _places(row)
            if places:
                layout = _layout(row, places)
                return sheet.title, layout, ((at, _padded(line, len(row))) for at, line in rows)
            if number == DEPTH:
                break
    sheets = ", ".join(sheet.title for sheet in book.worksheets)
    raise LoadError(f"no sheet has the columns Route, BorderType and Nationality; sheets: {sheets}")


def _padded(line: Sequence[object], width: int) -> Sequence[object]:
    return (*line, *[None] * (width - len(line)))


def _places(row: Sequence[object]) -> dict[str, int]:
    """Where a row has the headers that are not months; empty if it has not all of them."""
    letters = [re.sub("[^a-z]", "", str(cell or "").lower()) for cell in row]
    places = {
        name: next((place for place, text in enumerate(letters) if text in known), -1)
        for name, known in HEADERS.items()
    }
    return {} if -1 in places.values() else places


def _layout(row: Sequence[object], places: Mapping[str, int]) -> _Layout:
    others = {place: cell for place, cell in enumerate(row) if place not in places.values() and not _is_blank(cell)}
    months = {place: _month(cell) for place, cell in others.items()}
    unread = [str(others[place]).strip() for place, month in months.items() if not month]
    strange = [text for text in unread if not re.match(r"(grand )?total|(19|20)\d\d$", text, re.IGNORECASE)]
    if strange:
        raise LoadError(f"the workbook has a column {strange[0][:40]!r} where a month belongs, such as JAN2009")
    named = {place: month for place, month in months.items() if month}
    _check_months(list(named.values()))
    return _Layout(places, named, tuple(unread))


def _month(cell: object) -> str:
    """YYYY-MM of a header such as ``JAN2009``, ``January 2009``, ``2009-01`` or a date; empty if it is none."""
    if isinstance(cell, date | datetime):
        return f"{cell:%Y-%m}"
    text = str(cell).strip().lower()
    named = re.fullmatch(r"([a-z]{3})[a-z]*[ ._/-]*(\d{4})", text)
    if named and named[1] in _MONTHS:
        return f"{named[2]}-{_MONTHS.index(named[1]) + 1:02d}"
    return text[:7] if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d\d.*)?", text) else ""


def _check_months(months: Sequence[str]) -> None:
    if not months:
        raise LoadError("the workbook has no column of a month, such as JAN2009")
    first = int(min(months)[:4]) * 12 + int(min(months)[5:]) - 1
    expected = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, first + len(months))]
    for month, other in zip(sorted(months), expected, strict=True):
        if month != other:
            raise LoadError(f"the workbook's months do not follow each other: {month} stands where {other} belongs")
