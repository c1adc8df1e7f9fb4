"""A collected file as a frame: gzip, CSV or Parquet, every column as text but the numbers of Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from pathlib import Path
from typing import Final

import polars as pl

from fairshare.faults import BadInputError, Fault
from fairshare.figures.match_tables import whole

LINE: Final = "_line"
"""The column with the line of each row; in Parquet the line that it would have in CSV."""


def read_cells(path: Path, data: bytes) -> pl.DataFrame:
    """All rows of a file, a blank cell as null, and :data:`LINE`.

    Raises :class:`~fairshare.faults.BadInputError` for a file that is damaged, empty, no table or without a row."""
    name = str(path)
    try:
        frame = pl.read_parquet(io.BytesIO(data)) if path.suffix == ".parquet" else _csv(name, _plain(name, data))
    except pl.exceptions.PolarsError as error:
        why = " ".join(str(error).split())[:160]
        raise whole(name, f"is no readable table ({why})", "a table in CSV or Parquet") from None
    if frame.is_empty():
        raise whole(name, "has a header and no row", "at least one row")
    return frame.with_row_index(LINE, offset=2)


def _plain(name: str, data: bytes) -> bytes:
    """The bytes without compression."""
    if not name.endswith(".gz"):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise whole(name, f"is damaged ({' '.join(str(error).split())})", "a whole gzip file") from None


def _csv(name: str, data: bytes) -> pl.DataFrame:
    if not data.strip():
        raise whole(name, "is empty", "a header and at least one row")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise whole(name, f"is not UTF-8 text (byte {error.start})", "a text file in UTF-8") from None
    ragged = _ragged(text)
    if ragged:
        raise BadInputError([Fault(name, ragged, "row", "has another number of cells than the header")])
    return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False)


def _ragged(text: str) -> int:
    """The line of the first row that has another number of cells than the header; 0 if none has."""
    if '"' not in text:  # cells hold no commas: many times as fast
        lines = text.splitlines()
        return next((at for at, line in enumerate(lines, 1) if line.count(",") != lines[0].count(",")), 0)
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader)
    return next((reader.line_num for row in reader if row and len(row) != len(header)), 0)
