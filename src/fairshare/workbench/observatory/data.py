"""The files of open data: every reference table, the figures of every evaluation, the league, and the catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.utils import translation

from fairshare.evaluation.expost.document import Evaluation
from fairshare.figures import reference
from fairshare.figures.provenance import COLUMNS
from fairshare.figures.reference import ReferenceTable
from fairshare.workbench.observatory.content import Content
from fairshare.workbench.public.dcat import Dataset, File, catalogue_of
from fairshare.workbench.reports.words import sentence_text
from fairshare.workbench.tables.downloads import FORMATS
from fairshare.workbench.tables.model import Column, Row, Table

FOLDER: Final = "data"
_FIGURE: Final = ("key", "definition", "value", "unit", "status", "as_of", "sources", "inputs", "rule")
_DESCRIPTION: Final = (
    "Evaluations of solidarity between the states of the Union, with every figure, its status and its sources"
)
_EACH_FIGURE: Final = "Each figure has its unit, its status, the day of its knowledge and its sources."
_EACH_MEASURE: Final = "Each measure has its mean over the draws and the interval of most of them."


@dataclass(frozen=True, slots=True)
class Download:
    """A table to download: its title, how many rows, up to when, its files by ending, and what each row holds."""

    name: str
    title: str
    rows: int
    as_of: str
    files: tuple[File, ...]
    each: str = _EACH_FIGURE


def tables(content: Content) -> Iterator[tuple[Table, str]]:
    """Every table with the day of its latest knowledge."""
    for name in reference.names():
        held = reference.table(name)
        yield _of_reference(held), held.as_of
    for evaluation in content.evaluations:
        yield _of_figures(evaluation), evaluation.as_of.isoformat()


def _of_reference(held: ReferenceTable) -> Table:
    rows: list[Row] = [{name: _plain(value) for name, value in row.as_json().items()} for row in held]
    return _table(held.name.replace("_", "-"), held.title, COLUMNS, rows)


def _of_figures(evaluation: Evaluation) -> Table:
    rows: list[Row] = [
        {name: _plain({"key": figure.key, **figure.to_json()}[name]) for name in _FIGURE}
        for figure in evaluation.figures.values()
    ]
    title = sentence_text(evaluation.title, evaluation.figures)
    return _table(f"figures-{evaluation.name}", f"{title}: figures", _FIGURE, rows)


def _table(name: str, title: str, columns: Iterable[str], rows: list[Row]) -> Table:
    return Table(name, title, tuple(Column(column, column) for column in columns), tuple(rows))


def _plain(value: object) -> str | None:
    """A value as it stands in a file: lists with semicolons; what is unknown stays so."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return None if value is None else str(value)


def write_data(folder: Path, content: Content, league: object) -> tuple[Download, ...]:
    """Write every table in every format, and the league as it was given. ``folder`` exists."""
    with translation.override("en"):
        written = tuple(_write(folder, table, as_of) for table, as_of in tables(content))
    text = json.dumps(league, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    made = _file(folder, "league.json", text.encode())
    title = "League of mechanisms: measures by mechanism and year, mean and interval of the draws"
    rows = sum(len(years) for years in content.league.figures.values())
    return (*written, Download("league", title, rows, str(content.league.last_year), (made,), _EACH_MEASURE))


def _write(folder: Path, table: Table, as_of: str) -> Download:
    writers: dict[str, Callable[[Table], bytes]] = {ending: write for ending, (_, write) in FORMATS.items()}
    files = tuple(_file(folder, f"{table.name}.{ending}", write(table)) for ending, write in writers.items())
    return Download(table.name, str(table.caption), len(table.rows), as_of, files)


def _file(folder: Path, name: str, content: bytes) -> File:
    (folder / name).write_bytes(content)
    return File(name, name.rpartition(".")[2], len(content), sha256(content).hexdigest())


def write_catalogue(folder: Path, downloads: Iterable[Download], base: str, as_of: str) -> None:
    """Write the catalogue of the downloads as DCAT-AP (JSON-LD). Without ``base`` its addresses are relative to it."""
    place = f"{base}{FOLDER}/" if base else ""
    datasets = [
        Dataset(
            f"{place}{one.name}", one.title, one.files, place, one.as_of, frequency="IRREG",
            description=f"{one.title}. {one.each}",
        )
        for one in downloads
    ]  # fmt: skip
    home = base or "../"
    found: dict[str, Any] = catalogue_of(
        f"{place}catalogue.jsonld", home, "Fairshare Observatory", _DESCRIPTION, datasets, as_of
    )
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (folder / "catalogue.jsonld").write_text(text, encoding="utf-8", newline="\n")
