"""JSON-stat 2.0, as https://json-stat.org/full/ describes a dataset, read into columns without losing a digit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import prod
from types import NoneType
from typing import Any, Final, TypeGuard, TypeVar

import polars as pl

from fairshare.figures.indicators.observations import SCHEMA
from fairshare.figures.loaders.http import LoadError

_T = TypeVar("_T")
MOST_CELLS: Final = 10_000_000
VALUE: Final = "OBS_VALUE"
FLAG: Final = "OBS_FLAG"
_INDEX: Final = pl.UInt32()


def read_jsonstat(document: object) -> pl.DataFrame:
    """The cells of a dataset that have a value or a status, in the order of the answer.

    A column a dimension, with its codes, then ``OBS_VALUE`` (exact, null where it is withheld) and ``OBS_FLAG``
    (empty: none). Values and statuses may be an array or an object by index, statuses also one string for all
    values. Raises :class:`LoadError` for anything else."""
    if not isinstance(document, Mapping) or document.get("class") != "dataset":
        raise LoadError("the answer is not a JSON-stat dataset")
    axes = _axes(document)
    total = prod(map(len, axes.values()))
    values = _cells(document.get("value"), total, "values", VALUE, exact)
    cells = _flagged(values, document.get("status"), total)
    return pl.DataFrame(
        [
            *(
                pl.Series(name, codes, dtype=pl.String).gather(place)
                for (name, codes), place in zip(axes.items(), _places(cells["#"], axes), strict=True)
            ),
            cells[VALUE],
            cells[FLAG],
        ]
    )


def _axes(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """The codes of each dimension in their order."""
    names, sizes = document.get("id"), document.get("size")
    if not (_is_list_of(names, str) and _is_list_of(sizes, int)) or not len(names) == len(set(names)) == len(sizes):
        raise LoadError("the answer's dimensions and sizes do not match")
    if {VALUE, FLAG} & set(names):
        raise LoadError("the answer has a dimension with the name of a value")
    if min(sizes, default=0) < 0 or prod(sizes) > MOST_CELLS:
        raise LoadError(f"the answer's size is not one of 0 to {MOST_CELLS:,} cells")
    return {name: _codes(document.get("dimension"), name, size) for name, size in zip(names, sizes, strict=True)}


def _is_list_of(value: object, kind: type[_T]) -> TypeGuard[list[_T]]:
    return isinstance(value, list) and all(type(item) is kind for item in value)


def _codes(dimensions: object, name: str, size: int) -> list[str]:
    """The codes of a dimension in their order; the index may be an object, an array, or absent for a single code."""
    try:
        category = dimensions[name]["category"]  # type: ignore[index]
        index = category.get("index")
        if index is None:
            index = list(category["label"])
        codes = sorted(index, key=index.__getitem__) if isinstance(index, Mapping) else list(index)
    except (KeyError, TypeError, AttributeError):
        raise LoadError(f"the answer's dimension {name} has no categories") from None
    wrong_order = isinstance(index, Mapping) and sorted(index.values()) != list(range(size))
    if wrong_order or not _is_list_of(codes, str) or not len(codes) == len(set(codes)) == size:
        raise LoadError(f"the answer's dimension {name} does not have the {size} categories that it promises")
    return codes


def _cells(held: object, total: int, what: str, name: str, convert: Any) -> pl.DataFrame:
    """Index (``#``) and content of an array, or of an object by index."""
    if isinstance(held, list):
        if len(held) != total:
            raise LoadError(f"the answer has {len(held)} of {total} {what}")
        return pl.DataFrame([pl.int_range(total, dtype=_INDEX, eager=True).alias("#"), convert(held).alias(name)])
    if not isinstance(held, Mapping):
        raise LoadError(f"the answer has no {what}")
    keys = pl.Series("#", list(map(str, held)), dtype=pl.String)
    if not keys.str.contains(r"^(0|[1-9]\d{0,8})$").all() or (keys.cast(_INDEX) >= total).any():
        raise LoadError(f"the answer has {what} outside its {total} cells")
    return pl.DataFrame([keys.cast(_INDEX), convert(list(held.values())).alias(name)])


def _flagged(values: pl.DataFrame, statuses: object, total: int) -> pl.DataFrame:
    """Values and statuses of the cells that have either, in the order of their index."""
    if statuses is None or isinstance(statuses, str):
        valued = values.filter(pl.col(VALUE).is_not_null()).sort("#")
        return valued.with_columns(pl.lit(statuses or "").alias(FLAG))
    flags = _cells(statuses, total, "statuses", FLAG, _texts).filter(pl.col(FLAG) != "")
    either = values.join(flags, on="#", how="full", coalesce=True).with_columns(pl.col(FLAG).fill_null(""))
    return either.filter(pl.col(VALUE).is_not_null() | (pl.col(FLAG) != "")).sort("#")


def _texts(held: Sequence[object]) -> pl.Series:
    return pl.Series([text if isinstance(text, str) else None for text in held], dtype=pl.String)


def exact(values: Sequence[object]) -> pl.Series:
    """Numbers as :func:`parse_json` gives them, in the type of an observation's value; ``None`` stays null.

    Raises :class:`LoadError` for what is no number, or has more than 28 digits or ten decimals."""
    kinds = set(map(type, values))
    strange = kinds - {int, Decimal, NoneType}
    if strange:
        wrong = next(value for value in values if type(value) in strange)
        raise LoadError(f"the answer has {str(wrong)[:60]!r} where a number belongs")
    if Decimal in kinds:
        texts = [None if value is None else _plain(Decimal(value)) for value in values]  # type: ignore[arg-type]
        return pl.Series(texts, dtype=pl.String).cast(SCHEMA["value"])
    try:
        return pl.Series(values, dtype=pl.Int64).cast(SCHEMA["value"])
    except (OverflowError, TypeError, pl.exceptions.PolarsError):
        raise LoadError("the answer has a number that is no amount: it has more than 18 digits") from None


def _plain(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -10 or value.adjusted() > 27:
        raise LoadError(f"the answer's {str(value)[:60]} is no amount of at most 28 digits and ten decimals")
    return format(value, "f")


def _places(index: pl.Series, axes: Mapping[str, Sequence[str]]) -> Iterator[pl.Series]:
    """The place of each cell on each axis; the last dimension varies fastest."""
    stride = prod(map(len, axes.values()))
    for codes in axes.values():
        stride //= len(codes) or 1
        yield (index // (stride or 1)) % (len(codes) or 1)
