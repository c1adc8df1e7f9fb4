"""Tables of a text: CSV with comma or semicolon, a pasted table with tabs, bars (Markdown) or two and more blanks."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from fairshare.figures.annex.grids import Cell, Document, Grid, spread
from fairshare.figures.annex.names import name_of
from fairshare.figures.annex.numbers import split_marks

_Records = Iterator[tuple[int, list[str]]]


def _delimited(mark: str) -> Callable[[str], _Records]:
    def split(text: str) -> _Records:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        start = 1
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1

    return split


def _barred(text: str) -> _Records:
    for line, content in enumerate(text.splitlines(), start=1):
        yield line, content.strip().removeprefix("|").removesuffix("|").split("|")


def _spaced(text: str) -> _Records:
    for line, content in enumerate(text.splitlines(), start=1):
        yield line, re.split(r"[ \u00a0]{2,}|\t", content.strip())


_SPLITS: Final[Mapping[str, Callable[[str], _Records]]] = {
    "tabs": _delimited("\t"),
    "semicolons": _delimited(";"),
    "bars": _barred,
    "commas": _delimited(","),
    "blanks": _spaced,
}


def read_pasted(text: str, encoding: str) -> Document:
    """The one table of a text, split in the way that shows most states beside a value."""
    cut = {way: _records(split, text) for way, split in _SPLITS.items()}
    way = max(cut, key=lambda name: _score(cut[name]))
    rows = [(line, [_cell(cell) for cell in cells]) for line, cells in cut[way] if any(map(str.strip, cells))]
    grid = Grid(1, "", spread(rows), free=way == "blanks")
    return Document(f"text with cells set apart by {way}", encoding, "", (grid,))


def _records(split: Callable[[str], _Records], text: str) -> list[tuple[int, list[str]]]:
    try:
        return list(split(text))
    except csv.Error:  # a cell too long for a table
        return []


def _score(records: list[tuple[int, list[str]]]) -> tuple[int, int]:
    """How many rows name a state beside something else, and how many rows are as wide as most."""
    named = sum(
        any(name_of(split_marks(cell)[0]) for cell in cells) and sum(bool(cell.strip()) for cell in cells) > 1
        for _, cells in records
    )
    widths = Counter(len(cells) for _, cells in records if len(cells) > 1)
    return named, max(widths.values(), default=0)


def _cell(text: str) -> Cell:
    return Cell(*split_marks(" ".join(text.split())))
