"""Publishers that are not there: JSON-stat documents, UNHCR pages and Frontex workbooks to build answers from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import product
from math import prod
from typing import Any

import httpx
import openpyxl

from fairshare.figures.loaders import Client

MEMBERS = ("DE", "EL", "FR", "IT")


class Publisher:
    """A fake: scripted answers first (``None``: the next proper one), then proper ones from ``answer``."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response], *script: object) -> None:
        self.answer, self.script = answer, list(script)
        self.asked: list[httpx.URL] = []
        self.slept: list[float] = []
        self.told: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        step = self.script.pop(0) if self.script else None
        if isinstance(step, Exception):
            raise step
        return self.answer(request) if step is None else step

    def client(self, **other: Any) -> Client:
        places = {name: f"https://{name}.example/data/" for name in ("eurostat", "unhcr", "frontex")}
        tools = {"transport": httpx.MockTransport(self), "sleep": self.slept.append, "tell": self.told.append}
        return Client(**{**places, **tools, **other})


def jsonstat(axes: Mapping[str, Sequence[str]], values: object, status: object = None, **other: object) -> dict:
    """A JSON-stat dataset over the given axes."""
    return {
        "class": "dataset",
        "updated": "2026-11-02T23:00:00+0100",
        "id": list(axes),
        "size": [len(codes) for codes in axes.values()],
        "dimension": {
            name: {"category": {"index": {code: place for place, code in enumerate(codes)}}}
            for name, codes in axes.items()
        },
        "value": values,
        **({} if status is None else {"status": status}),
        **other,
    }


def figure(*codes: str) -> int:
    """A count that every position has for itself, and always the same one."""
    return 5 * (sum(map(ord, "".join(codes))) % 997)


class Cube:
    """A dataset of Eurostat's that answers as the statistics API does; ``most``: more cells are too large (413)."""

    def __init__(self, axes: Mapping[str, Sequence[str]], *, most: int = 10**9, stamp: str = "2026-11-02") -> None:
        self.axes, self.most, self.stamp = dict(axes), most, stamp

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        unknown = set(asked) - set(self.axes) - {"format", "lang", "sinceTimePeriod", "untilTimePeriod"}
        if unknown:
            name = unknown.pop().upper()
            return complaint(400, f'INVALID_QUERY_DIMENSION: Query is invalid. Dimension "{name}" is not defined')
        axes = {name: [code for code in codes if asked.get(name, code) == code] for name, codes in self.axes.items()}
        axes["time"] = [t for t in axes["time"] if asked["sinceTimePeriod"] <= t <= asked["untilTimePeriod"]]
        if not all(axes.values()):
            return complaint(404, "ERR_NOT_FOUND_4: no results found")
        if prod(map(len, axes.values())) > self.most:
            return complaint(413, "EXTRACTION_TOO_BIG: estimated 420709314 rows")
        cells = [figure(*codes) for codes in product(*axes.values())]
        values = {str(index): value for index, value in enumerate(cells) if value % 7}  # sparse, as Eurostat is
        return httpx.Response(200, json=jsonstat(axes, values, updated=self.stamp))


def complaint(status: int, label: str) -> httpx.Response:
    return httpx.Response(status, json={"error": [{"status": status, "id": 100, "label": label}]})


def months(*years: int) -> list[str]:
    return [f"{year}-{month:02d}" for year in years for month in range(1, 13)]


def asylum_axes(**other: Sequence[str]) -> dict[str, Sequence[str]]:
    """The axes of migr_asyappctzm, in its order."""
    axes = {
        "freq": ["M"],
        "unit": ["PER"],
        "citizen": ["AF", "EL", "SY", "UK", "XK", "STLS", "UNK", "TOTAL", "EXT_EU27_2020"],
        "sex": ["T", "M", "F"],
        "applicant": ["FRST", "ASY_APP"],
        "age": ["TOTAL", "Y_LT14"],
        "geo": [*MEMBERS, "EU27_2020"],
        "time": months(2023, 2024, 2025),
    }
    return {**axes, **other}


def workbook(rows: Sequence[Sequence[object]], title: str = "Detections_of_IBC") -> bytes:
    """An .xlsx with one sheet of the given rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
