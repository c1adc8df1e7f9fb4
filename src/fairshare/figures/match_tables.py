"""Tables of millions of rows, CSV or Parquet, as columns: strict, and with the line of every row.

A plain CSV file is read by polars at once. "Plain" is proved by counting: as many line ends as rows, as many commas as
the header promises, quotes only around whole cells. Any other file is read record by record as RFC 4180 says, which is
slower and tells what is wrong with a row. In Parquet a row has the line that it would have in CSV: its number and 1.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from fairshare.faults import BadInputError, Fault

if TYPE_CHECKING:
    import polars as pl

MOST_BYTES: Final = 4_000_000_000
_BATCH: Final = 65_536
_QUOTE, _COMMA, _LINE_FEED, _RETURN, _BLANK = b'",\n\r '


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind of file; those in ``numbers`` hold numbers, the others words.

    ``closed``: no further columns. ``least``: rows that there must be."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    closed: bool = False
    least: int = 0

    @property
    def known(self) -> str:
        """The columns in words, for a message."""
        extra = " and, if wanted, " + ", ".join(self.optional) if self.optional else ""
        return "columns " + ", ".join(self.required) + extra


@dataclass(frozen=True, slots=True)
class Table:
    """The known columns of a file by name, an empty cell as null; ``sha256`` of its bytes.

    Words are text. Numbers are text too in a CSV file; in Parquet they are text, whole numbers or floats.
    ``lines``: the line on which each row starts; ``None`` where row k (from 0) stands on line k + 2. ``ragged``: lines
    of rows with a wrong number of cells, which are in no column."""

    name: str
    columns: Mapping[str, pl.Series]
    rows: int
    sha256: str
    lines: NDArray[np.int64] | None = None
    ragged: tuple[Fault, ...] = ()

    def line(self, row: int) -> int:
        """The line on which a row starts."""
        return row + 2 if self.lines is None else int(self.lines[row])


def read_table(path: str | Path, layout: Layout) -> Table:
    """Read a file by its ending: ``.parquet`` or ``.pq``, and CSV otherwise.

    Raises :class:`~fairshare.faults.BadInputError` for what is wrong with the file as a whole: unreadable, empty, not
    UTF-8, binary, columns missing or double, no table."""
    name = str(path)
    data = read_bytes(name)
    if Path(name).suffix.casefold() in {".parquet", ".pq"}:
        return _parquet(name, data, layout)
    if b"\0" in data:
        raise whole(name, "is a binary file", "a text file in UTF-8")
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise whole(name, f"is not UTF-8 text (byte {error.start})", "a text file in UTF-8") from None
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise whole(name, "is empty", _expected(layout))
    frame = _at_once(data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n"))
    if frame is None:
        return _exact(name, data, layout)
    places = _header(name, [cell or "" for cell in frame.row(0)], layout)
    columns = {column: frame.to_series(place).slice(1) for column, place in places.items()}
    return _with_rows(Table(name, columns, frame.height - 1, _digest(data)), layout)


def read_bytes(name: str) -> bytes:
    """All of a file. Raises :class:`~fairshare.faults.BadInputError` for one that is missing, unreadable or huge."""
    try:
        large = Path(name).stat().st_size > MOST_BYTES
        data = b"" if large else Path(name).read_bytes()
    except OSError as error:
        raise whole(name, f"cannot be read ({error.strerror})", "a readable file") from None
    except ValueError:
        raise whole(name.replace("\0", "?"), "is not a file name", "a readable file") from None
    if large:
        raise whole(name, "is too large", f"at most {MOST_BYTES:,} bytes")
    return data


def whole(name: str, problem: str, expected: str) -> BadInputError:
    """The error for a fault of a whole file."""
    return BadInputError([Fault(name, 1, "file", problem, expected)])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _expected(layout: Layout) -> str:
    return "a header and at least one row" if layout.least else "a header"


def _with_rows(table: Table, layout: Layout) -> Table:
    if table.rows + len(table.ragged) < layout.least:
        raise whole(table.name, "has a header and no row", "at least one row")
    return table


def _header(name: str, cells: Iterable[str], layout: Layout) -> dict[str, int]:
    """The place of each known column. Names are compared without case or surrounding blanks."""
    header = [" ".join(cell.split()).casefold() for cell in cells]
    wanted = (*layout.required, *layout.optional)
    faults = [Fault(name, 1, c, "column is missing", layout.known) for c in layout.required if c not in header]
    faults += [
        Fault(name, 1, column or "(blank)", "column stands twice", "each column once")
        for column in sorted({c for c in header if header.count(c) > 1})
    ]
    for column in header:
        meant = get_close_matches(column, layout.optional, 1, 0.8)
        if column not in wanted and (layout.closed or meant):
            guess = f" (is {meant[0]} meant?)" if meant else ""
            faults.append(Fault(name, 1, column or "(blank)", f"column is unknown{guess}", layout.known))
    if faults:
        raise BadInputError(faults)
    return {column: header.index(column) for column in wanted if column in header}


# --- CSV at once ------------------------------------------------------------------------------------------------------


def _at_once(data: bytes) -> pl.DataFrame | None:
    """All cells as text, the header as row 0; ``None`` where it is not certain that polars reads the file rightly."""
    import polars as pl

    raw = np.frombuffer(data, np.uint8)
    if not _plain(data, raw):
        return None
    width = data.partition(b"\n")[0].count(b",") + 1
    names = [str(place) for place in range(width)]
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            new_columns=names,
            infer_schema=False,
            quote_char='"' if b'"' in data else None,
        )
    except pl.exceptions.PolarsError:
        return None
    rows = data.count(b"\n") + 1
    if frame.shape != (rows, width) or data.count(b",") != rows * (width - 1):
        return None
    if b'"' in data or not data.isascii() or np.count_nonzero(raw <= _BLANK) != rows - 1:
        frame = frame.with_columns(_bare(name) for name in names)
    if frame[names[0]].null_count() and frame.select(pl.all_horizontal(pl.all().is_null()).any()).item():
        return None  # a blank row, which counts as none
    return frame


def _plain(data: bytes, raw: NDArray[np.uint8]) -> bool:
    """Whether rows end with line feeds alone, and quotes stand only around whole cells without breaks in them."""
    if data.count(b"\r") != data.count(b"\r\n"):
        return False
    if b'"' not in data:
        return True
    quote = raw == _QUOTE
    inside = np.cumsum(quote, dtype=np.uint8) % 2 == 1  # from an opening quote up to its closing one
    comma_or_end = (raw == _COMMA) | (raw == _LINE_FEED)
    before = np.concatenate([[True], comma_or_end[:-1]])
    after = np.concatenate([(comma_or_end | (raw == _RETURN))[1:], [True]])
    broken = (quote & inside & ~before) | (quote & ~inside & ~after) | (comma_or_end & inside)
    return not (inside[-1] or broken.any())


# --- CSV record by record ---------------------------------------------------------------------------------------------


def _exact(name: str, data: bytes, layout: Layout) -> Table:
    """Read record by record; blank lines are left out."""
    import polars as pl

    records = _records(name, data)
    first = next(records, None)
    if first is None:
        raise whole(name, "is empty", _expected(layout))
    width, places = len(first[1]), _header(name, first[1], layout)
    batches: list[pl.DataFrame] = []
    lines, ragged = list[int](), list[Fault]()
    batch: list[Sequence[str]] = []

    def put() -> None:
        cells = list(zip(*batch, strict=True)) or [()] * width
        batches.append(pl.DataFrame({c: cells[p] for c, p in places.items()}, dict.fromkeys(places, pl.String)))
        batch.clear()

    for line, cells in records:
        if len(cells) != width:
            ragged.append(Fault(name, line, "row", f"has {len(cells)} cells", f"{width}, as in the header"))
            continue
        lines.append(line)
        batch.append(cells)
        if len(batch) == _BATCH:
            put()
    put()
    frame = pl.concat(batches).select(_bare(column) for column in places)
    columns = {column: frame[column] for column in places}
    table = Table(name, columns, len(lines), _digest(data), np.array(lines, np.int64), tuple(ragged))
    return _with_rows(table, layout)


def _bare(column: str) -> pl.Expr:
    """A column of text without surrounding blanks; null for an empty cell."""
    import polars as pl

    cells = pl.col(column).str.strip_chars()
    return pl.when(cells != "").then(cells).alias(column)


def _records(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it starts; blank lines are left out."""
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInputError(
            [Fault(name, start, "row", f"is not a row of a table ({error})", "comma-separated values")]
        ) from None


# --- Parquet ----------------------------------------------------------------------------------------------------------


def _parquet(name: str, data: bytes, layout: Layout) -> Table:
    import polars as pl

    if not data:
        raise whole(name, "is empty", "a Parquet file")
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        places = _header(name, schema, layout)
        names = list(schema)
        frame = pl.read_parquet(io.BytesIO(data), columns=[names[place] for place in places.values()])
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        if isinstance(error, BadInputError):
            raise
        told = str(error).partition("\n")[0][:100]
        raise whole(name, f"is not a Parquet file ({told})", "a Parquet file that is whole") from None
    taken = {column: frame[names[place]] for column, place in places.items()}
    columns = {column: _readable(cells, column in layout.numbers) for column, cells in taken.items()}
    faults = [
        Fault(
            name,
            1,
            column,
            f"column is of type {taken[column].dtype}",
            "numbers" if column in layout.numbers else "text",
        )
        for column, cells in columns.items()
        if cells is None
    ]
    if faults:
        raise BadInputError(faults)
    found = {column: cells for column, cells in columns.items() if cells is not None}
    return _with_rows(Table(name, found, frame.height, _digest(data)), layout)


def _readable(cells: pl.Series, number: bool) -> pl.Series | None:
    """A column as a :class:`Table` has it, ``None`` for a type that does not fit. Days may be words."""
    import polars as pl

    kind = cells.dtype
    if kind in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return cells.cast(pl.String).to_frame("c").select(_bare("c")).to_series()
    if not number:
        return cells.cast(pl.String) if kind.is_integer() or kind == pl.Date else None
    if kind == pl.Boolean or (kind.is_integer() and kind not in (pl.UInt64, pl.Int128)):
        return cells.cast(pl.Int64)
    return cells.cast(pl.Float64) if kind.is_numeric() else None
