"""Small folders in the layout of the collected files, and the collected files themselves where they are at hand."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from fairshare.figures import collected
from fairshare.figures.indicators.observations import Extract

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
Folder = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A function that writes files by path and text, compressed where the name says so."""

    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = text.encode()
            path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        return tmp_path

    return write


def manifest(folder: Path, rows: Mapping[str, int], sums: Mapping[str, str] | None = None) -> None:
    """Write the manifest of a folder, with the true checksums unless others are given."""
    with (folder / "MANIFEST.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "bytes", "rows", "columns", "sha256"])
        for name, count in rows.items():
            true = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            writer.writerow([name, 0, count, "", (sums or {}).get(name, true)])


@pytest.fixture
def write_manifest() -> Callable[..., None]:
    return manifest


@pytest.fixture(scope="session")
def held() -> dict[str, Extract]:
    """Every extract of the collected files by series and dataset."""
    if not DATA.is_dir():
        pytest.skip("the collected files are not here")
    return {f"{extract.series}/{extract.dataset}": extract for extract in collected.read(DATA)}


@pytest.fixture(scope="session")
def total(held: dict[str, Extract]) -> Callable[..., int]:
    """A function that adds up figures: of some places, in the periods that begin with a text, with some columns."""

    def add(name: str, period: str, geos: frozenset[str] | set[str] | None = None, **columns: str) -> int:
        rows = held[name].rows.filter(pl.col("period").str.starts_with(period))
        if geos is not None:
            rows = rows.filter(pl.col("geo").is_in(list(geos)))
        for column, text in columns.items():
            rows = rows.filter(pl.col(column) == text)
        return int(rows["value"].sum())

    return add
