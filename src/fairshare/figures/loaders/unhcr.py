"""UNHCR's refugee statistics: all pages of a year, or none.

The service passes over a parameter that it does not know, so what was asked is checked on every row. It is asked for
the 27, the four associated states and the United Kingdom, by ISO 3166 codes (its own differ: its ``AUS`` is Austria).

Kinds of ``asylum-decisions`` are level and outcome: ``FI:recognised``, ``AR:rejected``. A person can be counted at
each level (UNHCR's codes: FI first instance, AR administrative review, JR judicial review, …), so levels are never
added here: who adds them must choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from fairshare.figures.indicators.catalogue import Series, Source
from fairshare.figures.indicators.observations import SCHEMA, Extract
from fairshare.figures.loaders import cube
from fairshare.figures.loaders.codes import states
from fairshare.figures.loaders.http import Client, LoadError, NotHeldError, found, json_object

if TYPE_CHECKING:
    import httpx

ROWS_A_PAGE: Final = 10_000
MOST_PAGES: Final = 1_000
NOT_THERE: Final = "-"
WITHHELD: Final = "*"
FLAGS: Final = {NOT_THERE: NOT_THERE, WITHHELD: "c"}
"""What stands in place of a count, and the flag of the value, which is null: ``-`` is zero, not applicable or not
collected, and UNHCR does not say which; ``*`` is a small count that is withheld (``c``, as Eurostat writes it)."""
_NONE: Final = (NOT_THERE, "")


@dataclass(frozen=True, slots=True)
class Form:
    """How an endpoint counts: the ``counts`` that are read, with the kind that each becomes (empty: no kind), the
    field that opens a kind, the rows that are taken, and the field that tells persons (``P``) from cases (``C``)."""

    counts: Mapping[str, str]
    level: str = ""
    only: tuple[str, tuple[str, ...]] = ("", ())
    persons: str = ""


def form(source: Source) -> Form:
    """How the endpoint of a source counts. Raises :class:`LoadError` for a source that is not known."""
    match source.dataset, dict(source.filters):
        case "asylum-applications", {"app_type": kinds}:
            return Form({"applied": ""}, only=("app_type", tuple(kinds.split("+"))), persons="app_pc")
        case "asylum-decisions", {"dec_level": "ALL"}:
            counts = {f"dec_{name}": name for name in ("other", "rejected", "closed", "total")}
            counts["dec_recognized"] = "recognised"
            return Form(counts, level="dec_level", persons="dec_pc")
        case "population", {"population_type": kind}:
            return Form({kind: ""})
        case "solutions", {"solution": kind}:
            return Form({kind.removesuffix("_arrivals"): ""})
    raise LoadError(f"{source.dataset}: there is no way to read {dict(source.filters)}")


def fetch(series: Series, source: Source, years: Sequence[int], client: Client) -> Extract:
    """The figures of one source for some years; a year without a figure is left out, with a note.

    Raises :class:`LoadError`; :class:`NotHeldError` if there is no figure of any of the years."""
    shape = form(source)
    held: dict[int, pl.DataFrame] = {}
    notes: list[str] = []
    for year in years:
        items = _pages(source, year, client)
        try:
            rows, others = _rows(items, source, shape, year)
        except LoadError as error:
            raise LoadError(f"{source.dataset}: {error}") from None
        notes += [f"{year}: {others} rows that do not count persons are left out"] if others else []
        if rows.is_empty():
            notes.append(f"{year}: no figure")
        else:
            held[year] = rows
    if not held:
        raise NotHeldError(f"{source.dataset}: no figure for {', '.join(map(str, years))}")
    return cube.extract(
        series,
        source,
        pl.concat(held.values()),
        updated="",
        url=_url(client, source),
        years=list(held),
        notes=notes,
    )


def _url(client: Client, source: Source) -> str:
    return f"{client.unhcr.rstrip('/')}/{source.dataset}/"


def _pages(source: Source, year: int, client: Client) -> list[Mapping[str, Any]]:
    """The rows of a year, from all its pages, each once."""
    items: list[Mapping[str, Any]] = []
    seen: list[list[Any]] = []
    page, pages = 1, 1
    while page <= pages:
        rows, number, last = client.get(
            source.dataset,
            _url(client, source),
            _parameters(source, year, page),
            lambda response: _page(source.dataset, response),
        )
        if number != page:
            raise LoadError(f"{source.dataset}: asked for page {page}, the answer is page {number}")
        if page > 1 and last != pages:
            raise LoadError(f"{source.dataset}: the number of pages went from {pages} to {last} while they were read")
        if last > MOST_PAGES:
            raise LoadError(f"{source.dataset}: {last} pages for {year} are more than {MOST_PAGES:,}")
        if rows and rows in seen:
            raise LoadError(f"{source.dataset}: page {page} is the same as page {seen.index(rows) + 1}")
        seen.append(rows)
        items += rows
        page, pages = page + 1, last
    return items


def _parameters(source: Source, year: int, page: int) -> list[tuple[str, str]]:
    """One question. Years go in a pair (a single bound is passed over); ``cf_type``: codes are those of ISO 3166."""
    origins = [("coo_all", "true")] if "coo" in source.keeps else []
    span = [("yearFrom", str(year)), ("yearTo", str(year))]
    paging = [("cf_type", "ISO"), ("limit", str(ROWS_A_PAGE)), ("page", str(page))]
    return [("coa", ",".join(sorted(states()))), *origins, *span, *paging]


def _page(dataset: str, response: httpx.Response) -> tuple[list[Any], int, int]:
    """The rows of a page, its number and that of the last page."""
    document = json_object(dataset, found(dataset, response))
    rows = document.get("items")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise LoadError(f"{dataset}: the answer has no items")
    numbers = [_whole(document.get(name)) for name in ("page", "maxPages")]
    if None in numbers:
        raise LoadError(f"{dataset}: the answer does not number its pages")
    return rows, numbers[0] or 0, numbers[1] or 0


def _whole(value: object) -> int | None:
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _rows(items: Sequence[Mapping[str, Any]], source: Source, shape: Form, year: int) -> tuple[pl.DataFrame, int]:
    """The observations of a year, and how many rows do not count persons and were left out."""
    fields = [name for name in (shape.level, shape.only[0], shape.persons) if name]
    needed = ["year", "coa_iso", "coo", "coo_iso", "coo_name", *fields, *shape.counts]
    for name in needed:
        lacking = next((item for item in items if name not in item), None)
        if lacking is not None:
            raise LoadError(f"a row of the answer lacks {name}; it has {', '.join(lacking)}")
    table = pl.DataFrame(
        {name: [_text(item[name]) for item in items] for name in needed}, dict.fromkeys(needed, pl.String)
    )
    _check(table, source, year)
    if len({tuple(map(str, item.items())) for item in items}) < len(items):
        raise LoadError("a row of the answer stands twice")
    if shape.only[0]:
        table = table.filter(pl.col(shape.only[0]).is_in(shape.only[1]))
    persons = table.filter(pl.col(shape.persons) == "P") if shape.persons else table
    return _summed(persons, source, shape), len(table) - len(persons)


def _text(value: object) -> str:
    """A cell as text: counts come as numbers and as text, and a whole one may be written with decimals."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return format(value.to_integral_value(), "f")
    return "" if value is None else str(value).strip()


def _check(table: pl.DataFrame, source: Source, year: int) -> None:
    for name, expected in (("year", [str(year)]), ("coa_iso", list(states()))):
        other = table[name].filter(~table[name].is_in(expected))
        if len(other):
            raise LoadError(f"asked for {year} and {len(states())} states, the answer has {name} {other[0]!r}")
    summed = table["coo"].is_in(_NONE)
    if "coo" in source.keeps and summed.any():
        raise LoadError("asked for every origin, the answer has rows without one")
    if "coo" not in source.keeps and not summed.all():
        raise LoadError("asked for all origins together, the answer has them one by one")


def _summed(table: pl.DataFrame, source: Source, shape: Form) -> pl.DataFrame:
    """One row for each key: the sum over what is not kept (procedure, type of application).

    A sum with a withheld part is not known. A part that is not there adds nothing; a sum of such parts only is one."""
    origin = pl.when(pl.col("coo_iso").is_in(_NONE)).then(pl.col("coo_name")).otherwise(pl.col("coo_iso"))
    sides = {"coa": pl.col("coa_iso").replace(states()), "coo": origin}
    keys = [sides[name].alias(column) for name, column in source.keeps.items()]
    keys.append(pl.col("year").alias("period"))
    level = pl.concat_str(pl.col(shape.level), pl.lit(":")) if shape.level else pl.lit("")
    cells = pl.concat(
        table.select(*keys, (level + kind).alias("kind"), pl.col(count).alias("count"))
        for count, kind in shape.counts.items()
    )
    strange = cells["count"].filter(~cells["count"].str.contains(r"^(\d{1,18}|-|\*)$"))
    if len(strange):
        raise LoadError(f"the answer has {strange[0]!r} where a count belongs")
    number = pl.col("count").replace(dict.fromkeys(FLAGS)).cast(pl.Int64)
    withheld, nothing = (pl.col("count") == WITHHELD).any(), (pl.col("count") == NOT_THERE).all()
    sums = cells.group_by(pl.exclude("count")).agg(
        pl.when(withheld | nothing).then(None).otherwise(number.sum()).cast(SCHEMA["value"]).alias("value"),
        pl.when(withheld)
        .then(pl.lit(FLAGS[WITHHELD]))
        .when(nothing)
        .then(pl.lit(NOT_THERE))
        .otherwise(pl.lit(""))
        .alias("flag"),
    )
    return sums.select(name for name in SCHEMA if name in sums.columns)
