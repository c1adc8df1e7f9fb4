"""Cells of a flat case table: Arrow columns of words, days, truths and numbers into the small numbers of the engine.

No value becomes a Python object: words are looked up once for each different word, everything else is arithmetic.
A cell that cannot be read is a fault with the number of its row; no cell is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairshare.law.responsibility.codes import Array
from fairshare.law.responsibility.days import FIRST_DAY, LAST_DAY, day_number
from fairshare.law.responsibility.table import CODE, COUNT, DAY, STATE, STATE_SET, TRUTH, Column
from fairshare.law.time_limits import iso_day
from fairshare.states import NAMES, state_code

_CODE_OF: Final = {state: code for code, state in enumerate(NAMES)}
_UNKNOWN: Final = -(2**40)
"""Stands for a cell that cannot be read; no code, day or number has this value."""

STATE_EXPECTED: Final = "a Eurostat code such as DE or EL, or an English name"
EXPECTED: Final = {
    DAY: "a day from 1900-01-01 to 2100-12-31",
    STATE: STATE_EXPECTED,
    STATE_SET: "states, divided by blanks or commas: DE FR",
    TRUTH: "true or false, or 1 or 0",
    COUNT: "a whole number, 0 or more",
    CODE: "a whole number from 0 to 127",
}
"""What a cell of each kind holds."""


@dataclass(frozen=True, slots=True, order=True)
class CellFault:
    """What is wrong in one row. ``row`` counts from 1, as a person counts the rows of the file."""

    row: int
    case: str
    field: str
    problem: str
    expected: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Cells of a column that cannot be read: their places in the chunk, and what each of them holds."""

    places: Array
    said: Sequence[str]


Read: TypeAlias = tuple[Array, Unread | None]


class ColumnTypeError(ValueError):
    """A column of a type that cannot hold what it should."""


def read_cells(cells: pa.ChunkedArray, column: Column, words: Sequence[str] | None) -> Read:
    """The numbers of a column, in the type of the engine; and the cells that cannot be read (they have the default).

    ``words`` are the words of the codes, in their order, where the column holds words. Raises
    :class:`ColumnTypeError` for a column of a wrong type."""
    parts = [part for part in cells.chunks if len(part)]
    values = [_values(part, column, words) for part in parts]
    raw = np.concatenate(values) if values else np.empty(0, np.int64)
    unread = np.flatnonzero(raw == _UNKNOWN)
    if not unread.size:
        return raw.astype(column.dtype), None
    said = [str(value) for value in cells.take(pa.array(unread)).to_pylist()]
    raw[unread] = column.default
    return raw.astype(column.dtype), Unread(unread, said)


def _values(cells: pa.Array, column: Column, words: Sequence[str] | None) -> Array:
    if pa.types.is_dictionary(cells.type) and not is_words(cells.type):
        cells = cells.dictionary_decode()
    if pa.types.is_null(cells.type):
        return np.full(len(cells), column.default, np.int64)
    if words is not None:
        numbers = {word: code for code, word in enumerate(words)}
        return _worded(cells, lambda word: numbers.get(word, _UNKNOWN), column.default)
    return _READERS[column.kind](cells, column.default)


def is_words(kind: pa.DataType) -> bool:
    """Whether an Arrow type holds text."""
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def _worded(cells: pa.Array, code: Callable[[str], int], default: int) -> Array:
    """The code of each word; every different word is looked up once."""
    if not is_words(cells.type):
        raise ColumnTypeError
    coded = cells if pa.types.is_dictionary(cells.type) else pc.dictionary_encode(cells)
    codes = [default if word is None else code(word) for word in coded.dictionary.to_pylist()]
    places = pc.fill_null(coded.indices.cast(pa.int64()), len(codes)).to_numpy(zero_copy_only=False)
    read: Array = np.array([*codes, default], dtype=np.int64)[places]
    return read


def _state(word: str) -> int:
    code = state_code(word)
    return _UNKNOWN if code is None else _CODE_OF[code]


def _states(words: Iterable[str]) -> int:
    mask = 0
    for word in words:
        code = _state(word)
        if code == _UNKNOWN:
            return _UNKNOWN
        mask |= 1 << code
    return mask


def _state_sets(cells: pa.Array, default: int) -> Array:
    """Sets of states as bits, from lists or from words with blanks or commas between them."""
    if not (pa.types.is_list(cells.type) or pa.types.is_large_list(cells.type)):
        return _worded(cells, lambda words: _states(words.replace(",", " ").split()), default)
    codes = _worded(pc.list_flatten(cells), _state, _UNKNOWN)
    owner = pc.list_parent_indices(cells).to_numpy(zero_copy_only=False)
    sets = np.zeros(len(cells), np.int64)
    known = codes != _UNKNOWN
    np.bitwise_or.at(sets, owner[known], np.left_shift(np.int64(1), codes[known]))
    sets[owner[~known]] = _UNKNOWN
    return sets


def _days(cells: pa.Array, default: int) -> Array:
    kind = cells.type
    if is_words(kind):
        return _worded(cells, _day, default)
    if not pa.types.is_date(kind) and not (pa.types.is_timestamp(kind) and kind.tz is None):
        raise ColumnTypeError
    try:
        days = cells if pa.types.is_date32(kind) else cells.cast(pa.timestamp("us")).cast(pa.date32())
    except pa.ArrowInvalid:
        raise ColumnTypeError from None
    return _within(days.cast(pa.int32()), FIRST_DAY, LAST_DAY, default)


def _day(text: str) -> int:
    day = iso_day(text)
    return _UNKNOWN if day is None or not FIRST_DAY <= day_number(day) <= LAST_DAY else day_number(day)


def _truths(cells: pa.Array, default: int) -> Array:
    return _numbers(cells.cast(pa.int8()) if pa.types.is_boolean(cells.type) else cells, 0, 1, default)


def _numbers(cells: pa.Array, least: int, most: int, default: int) -> Array:
    """Whole numbers; a float that is whole is one (a table with gaps has no other numbers), and NaN is a gap."""
    if pa.types.is_floating(cells.type):
        numbers = pc.fill_null(cells, float("nan")).to_numpy(zero_copy_only=False).astype(np.float64)
        gap = np.isnan(numbers)
        whole = np.where(gap, 0.0, numbers)
        fits = (whole == np.floor(whole)) & (whole >= least) & (whole <= most)
        return np.where(gap, default, np.where(fits, np.where(fits, whole, 0).astype(np.int64), _UNKNOWN))
    if not pa.types.is_integer(cells.type):
        raise ColumnTypeError
    return _within(cells, least, most, default)


def _within(cells: Any, least: int, most: int, default: int) -> Array:
    given = pc.is_valid(cells).to_numpy(zero_copy_only=False)
    numbers = pc.fill_null(cells, 0).to_numpy(zero_copy_only=False)
    fits = (numbers >= least) & (numbers <= most)
    whole = np.where(fits, numbers, 0).astype(np.int64)
    read: Array = np.where(given, np.where(fits, whole, _UNKNOWN), default).astype(np.int64)
    return read


_READERS: Final[Mapping[str, Callable[[pa.Array, int], Array]]] = {
    DAY: _days,
    STATE: lambda cells, default: _worded(cells, _state, default),
    STATE_SET: _state_sets,
    TRUTH: _truths,
    COUNT: lambda cells, default: _numbers(cells, 0, 2**31 - 1, default),
    CODE: lambda cells, default: _numbers(cells, 0, 127, default),
}
