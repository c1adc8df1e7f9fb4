"""Eurostat's statistics API: one year a question, read from JSON-stat, whole or not at all.

Kept dimensions and ``geo`` are left open, all others are fixed. What is still too large for one answer (413) is asked
period by period, then state by state. What Eurostat prepares for later ("asynchronous") is asked for again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from fairshare.figures.indicators.catalogue import Series, Source
from fairshare.figures.indicators.observations import Extract
from fairshare.figures.loaders import cube
from fairshare.figures.loaders.http import (
    AskAgainError,
    Client,
    LoadError,
    NotHeldError,
    TooLargeError,
    found,
    json_object,
    one_line,
)
from fairshare.figures.loaders.jsonstat import read_jsonstat
from fairshare.states import NAMES

if TYPE_CHECKING:
    import httpx

GEOS: Final = (*sorted(NAMES), "EU27_2020")
"""Where a year has to be asked state by state: the states, and the Union."""


class UnknownDimensionError(LoadError):
    """Eurostat does not know a dimension by the name that was used."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of one answer, in the columns of an observation, and its stamp."""

    rows: pl.DataFrame
    updated: str


_Ask = Callable[[str, str, str], Answer]


def fetch(series: Series, source: Source, years: Sequence[int], client: Client) -> Extract:
    """The figures of one source for some years, under one ``updated`` stamp.

    A year that is not out yet, after one that is, and a year without a figure are left out, with a note. Raises
    :class:`LoadError`; :class:`NotHeldError` if there is no figure of any of the years."""
    *now, last = cube.spellings(source.filters)
    for filters in now:
        try:
            return _fetch(series, source, filters, years, client)
        except UnknownDimensionError as unknown:
            client.tell(f"{unknown}; asking by the old name")
    return _fetch(series, source, last, years, client)


def _fetch(series: Series, source: Source, filters: Mapping[str, str], years: Sequence[int], client: Client) -> Extract:
    def ask(since: str, until: str, geo: str = "") -> Answer:
        return _ask(series, source, filters, client, (since, until, geo))

    answers: dict[int, list[Answer]] = {}
    refused: list[int] = []
    for year in years:
        try:
            parts = _year(ask, source, year)
        except NotHeldError:
            if not answers:
                raise
            refused.append(year)
            continue
        if refused:
            raise LoadError(f"{source.dataset}: {year} was answered, but {refused[0]} was not")
        answers[year] = parts
    held = {year: sum(len(part.rows) for part in parts) for year, parts in answers.items()}
    every = [part for parts in answers.values() for part in parts]
    if not any(held.values()):
        raise NotHeldError(f"{source.dataset}: no figure for " + ", ".join(map(str, years)))
    if len({part.updated for part in every}) > 1:
        raise LoadError(f"{source.dataset}: the dataset was updated while it was read; ask again")
    return cube.extract(
        series,
        source,
        pl.concat([part.rows for part in every]),
        updated=every[0].updated,
        url=_url(client, source),
        years=[year for year, count in held.items() if count],
        notes=_notes(source, filters, held, answers, refused),
    )


def _notes(
    source: Source,
    filters: Mapping[str, str],
    held: Mapping[int, int],
    answers: Mapping[int, Sequence[Answer]],
    refused: Sequence[int],
) -> list[str]:
    old = [f"{name}={code}" for name, code in filters.items() if name not in source.filters]
    most = len(cube.PERIODS[source.period][2])
    return [
        *(f"asked with {text}, the old name of a dimension" for text in old),
        *(f"{year}: no figure" for year, count in held.items() if not count),
        *(f"{year}: not out yet" for year in refused),
        *(
            f"{year}: asked state by state, so without aggregates but EU27_2020"
            for year, parts in answers.items()
            if len(parts) > most
        ),
    ]


def _year(ask: _Ask, source: Source, year: int) -> list[Answer]:
    """The answers that together are one year: in one, else period by period, else state by state.

    A series may begin and end within a year; a period that is refused between two that are answered is an error."""
    periods = [f"{year}{ending}" for ending in cube.PERIODS[source.period][2]]
    try:
        return [ask(periods[0], periods[-1], "")]
    except TooLargeError:
        if len(periods) == 1:
            return _states(ask, source, periods[0])
    answers: list[Answer] = []
    refused = ""
    for one in periods:
        try:
            parts = _period(ask, source, one)
        except NotHeldError:
            refused = refused or (one if answers else "")
            continue
        if refused:
            raise LoadError(f"{source.dataset}: {one} was answered, but {refused} was not")
        answers += parts
    if not answers:
        raise NotHeldError(f"{source.dataset}: no period of {year} is held")
    return answers


def _period(ask: _Ask, source: Source, period: str) -> list[Answer]:
    try:
        return [ask(period, period, "")]
    except TooLargeError:
        return _states(ask, source, period)


def _states(ask: _Ask, source: Source, period: str) -> list[Answer]:
    answers = []
    for geo in GEOS:
        try:
            answers.append(ask(period, period, geo))
        except NotHeldError:  # not every state is in every dataset
            continue
    if not answers:
        raise NotHeldError(f"{source.dataset}: no state is held for {period}")
    return answers


def _url(client: Client, source: Source) -> str:
    return f"{client.eurostat.rstrip('/')}/{source.dataset}"


def _ask(
    series: Series, source: Source, filters: Mapping[str, str], client: Client, which: tuple[str, str, str]
) -> Answer:
    """One question, and its answer if it is one to it."""
    since, until, geo = which
    fixed = {"format": "JSON", "lang": "EN", **filters, **({"geo": geo} if geo else {})}
    parameters = [*fixed.items(), ("sinceTimePeriod", since), ("untilTimePeriod", until)]
    document = client.get(
        source.dataset, _url(client, source), parameters, lambda response: _document(source.dataset, response)
    )
    try:
        cells = read_jsonstat(document)
        for name, (old, _) in cube.OLD_NAMES.items():
            if name in filters and name not in cells.columns and old in cells.columns:
                raise UnknownDimensionError(f"the answer has {old} for {name}")
        rows = cube.columns(cells, source, filters, cube.is_count(series))
        if geo and (rows["geo"] != geo).any():
            raise LoadError(f"asked for {geo}, the answer has other states")
        outside = (rows["period"] < since) | (rows["period"] > until)
        if outside.any():
            raise LoadError(f"asked for {since} to {until}, the answer has {rows['period'].filter(outside)[0]}")
        return Answer(rows, _stamp(document))
    except LoadError as error:
        raise type(error)(f"{source.dataset}: {error}") from None


def _document(dataset: str, response: httpx.Response) -> dict[str, Any]:
    """The JSON document of a response that has one and carries no complaint."""
    try:
        document = json_object(dataset, response)
    except (LoadError, AskAgainError):
        found(dataset, response)
        raise
    label = _complaint(document)
    if "ASYNCHRONOUS" in label.upper():
        raise AskAgainError("Eurostat still prepares the answer")
    if re.search(r'\bDimension "\w+" is not defined', label, re.IGNORECASE):
        raise UnknownDimensionError(f"{dataset}: {label}")
    found(dataset, response, label)
    return document


def _complaint(document: Mapping[str, Any]) -> str:
    """The label of the error or warning that a document carries, on one line; empty if it carries none."""
    entry = document.get("error") or document.get("warning")
    first = entry[0] if isinstance(entry, list) and entry else entry
    label = first.get("label") if isinstance(first, Mapping) else first
    return one_line(label) if label else ""


def _stamp(document: Mapping[str, Any]) -> str:
    stamp = document.get("updated")
    if not isinstance(stamp, str) or not stamp.strip():
        raise LoadError("the answer has no update stamp")
    return stamp.strip()
