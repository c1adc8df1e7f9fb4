"""A folder of collected files: which are there, whether they are what the manifest says, and the series in them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.collected.cells import read_cells
from fairshare.figures.collected.rows import read_rows
from fairshare.figures.collected.table import Collected, files
from fairshare.figures.indicators.catalogue import Source, catalogue, series
from fairshare.figures.indicators.observations import Extract, observations
from fairshare.figures.match_tables import read_bytes, whole

MANIFEST: Final = "MANIFEST.csv"
"""The list of files with their SHA-256 and number of rows; it is held to where it is there."""


def load(folder: Path, names: Sequence[str] = ()) -> tuple[Extract, ...]:
    """All extracts of :func:`read` at once: nothing is loaded where anything is wrong."""
    return tuple(read(folder, names))


def read(folder: Path, names: Sequence[str] = ()) -> Iterator[Extract]:
    """One extract for each source of the catalogue that has files in the folder, of all series or those named.

    The extracts come one by one, in the order of the catalogue. Where the folder has a manifest, the checksums of all
    files that are read are compared first, and the number of rows of each when it is read. A file that is not there is
    left out (see :func:`missing`), and the extract notes it.

    Raises :class:`~fairshare.faults.BadInputError` for a series that is not in the catalogue, a folder with no file of
    the series, and every fault of a file by line."""
    sources = _sources(names)
    present = list(dict.fromkeys(file for _, source in sources for file in source.files if (folder / file).is_file()))
    if not present:
        what = "of " + ", ".join(names) if names else "that is known"
        raise whole(str(folder), f"has no file {what}", "a folder of collected files")
    rows = _verified(folder, present)
    return (
        _extract(folder, name, source, rows)
        for name, source in sources
        if any(file in present for file in source.files)
    )


def missing(folder: Path, names: Sequence[str] = ()) -> tuple[str, ...]:
    """The files of the catalogue that the folder lacks, each once.

    Raises :class:`~fairshare.faults.BadInputError` for a series that is not in the catalogue."""
    wanted = dict.fromkeys(file for _, source in _sources(names) for file in source.files)
    return tuple(file for file in wanted if not (folder / file).is_file())


def _sources(names: Sequence[str]) -> list[tuple[str, Source]]:
    """The sources that name files, with the series of each."""
    wanted = [series(name) for name in dict.fromkeys(names)] or list(catalogue().values())
    found = [(one.name, source) for one in wanted for source in one.sources if source.files]
    if not found:
        raise bad_argument("SERIES", f"no file is known for {', '.join(names)}", "a series with collected files")
    return found


def _verified(folder: Path, present: Sequence[str]) -> Mapping[str, int]:
    """The number of rows that the manifest gives for each file; checksums are compared, all faults told at once."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        lines = list(csv.DictReader(read_bytes(str(path)).decode("utf-8-sig").splitlines()))
        listed = {line["file"]: (int(line["rows"]), line["sha256"]) for line in lines}
    except (KeyError, TypeError, ValueError):
        raise whole(str(path), "is no manifest", "columns file, rows and sha256") from None
    faults = [
        Fault(str(folder / file), 1, "file", "is not what the manifest says (SHA-256)", listed[file][1])
        for file in present
        if file in listed and hashlib.sha256(read_bytes(str(folder / file))).hexdigest() != listed[file][1]
    ]
    if faults:
        raise BadInputError(faults)
    return {file: rows for file, (rows, _) in listed.items()}


def _extract(folder: Path, name: str, source: Source, rows: Mapping[str, int]) -> Extract:
    """The observations of all files of a source together."""
    here = [files()[file] for file in source.files if (folder / file).is_file()]
    frames, notes = [], list[str]()
    for file in here:
        frame, said = _read(folder, file, name, rows)
        frames.append(frame)
        notes += said
    notes += [f"{file} is not in the folder" for file in source.files if not (folder / file).is_file()]
    try:
        held = observations(pl.concat(frames, how="diagonal"))
    except BadInputError as error:  # a key that stands in two files; each file was checked by line
        raise BadInputError(
            Fault(str(folder / here[0].path), 1, f.field, f.problem, f.expected) for f in error.faults
        ) from None
    years = tuple(int(year) for year in held["period"].str.head(4).unique().sort())
    updated = max(file.updated for file in here)
    url = "; ".join(file.path for file in here)
    unit = series(name).unit
    return Extract(
        *(name, source.access, source.dataset, source.filters, unit, updated, url), years, held, tuple(notes)
    )


def _read(folder: Path, file: Collected, name: str, rows: Mapping[str, int]) -> tuple[pl.DataFrame, list[str]]:
    """The observations of one file, and the notes on it."""
    path = folder / file.path
    cells = read_cells(path, read_bytes(str(path)))
    if file.path in rows and rows[file.path] != len(cells):
        raise whole(str(path), f"has {len(cells):,} rows", f"{rows[file.path]:,}, as the manifest says")
    recipe = file.recipe(name)
    found = read_rows(str(path), cells, recipe)
    unlisted = [f"{file.path} is not in the manifest and was not verified"] if rows and file.path not in rows else []
    return found.frame, [file.origin, *recipe.notes, *found.notes, *unlisted]
