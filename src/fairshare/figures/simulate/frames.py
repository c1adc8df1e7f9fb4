"""The frames that figures for a simulation are made of, whatever they were read from, and frames as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from fairshare.states import NAMES

Floats: TypeAlias = npt.NDArray[np.float64]
Axes: TypeAlias = Mapping[str, Sequence[int] | Sequence[str]]

STATES: Final = tuple(NAMES)
"""The states in the order in which a simulation has them."""
OTHER: Final = "OTH"
"""All origins that are not named, and persons whose origin is not known."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Figures as they were published, with a column ``value`` (persons unless said), and ``notes`` on them.

    ``year`` is a whole number, ``geo`` and ``partner`` states by Eurostat's codes, ``origin`` ISO 3166 alpha-3.

    * ``applications`` (year, geo, origin): first applications; ``months`` (year, month, geo): the same by month.
    * ``crossings`` (year, origin, route, border): detections of irregular crossings, whole years; ``sea`` (year, geo):
      arrivals by sea.
    * ``decisions`` (year, geo, origin, outcome): of first instance, granted, refused or closed; ``pending`` (year,
      geo): applicants at the end of the year; ``returned`` (year, origin): persons returned.
    * ``requested``, ``accepted``, ``transferred`` (year, geo, partner): Dublin requests out and what came of them.
    * ``stock`` (geo, origin): persons born there; ``population`` (year, geo) and ``gdp`` (year, geo; million EUR).
    """

    applications: pl.DataFrame
    months: pl.DataFrame
    crossings: pl.DataFrame
    sea: pl.DataFrame
    decisions: pl.DataFrame
    pending: pl.DataFrame
    returned: pl.DataFrame
    requested: pl.DataFrame
    accepted: pl.DataFrame
    transferred: pl.DataFrame
    stock: pl.DataFrame
    population: pl.DataFrame
    gdp: pl.DataFrame
    notes: tuple[str, ...]


def empty(*columns: str) -> pl.DataFrame:
    """A frame without a row."""
    kinds = {"year": pl.Int64, "month": pl.Int64}
    return pl.DataFrame(schema={name: kinds.get(name, pl.String) for name in columns} | {"value": pl.Float64})


def scatter(frame: pl.DataFrame, axes: Axes, missing: float = 0.0) -> Floats:
    """The values of a frame added up in an array with one axis for each column of ``axes``, in the order of its keys.

    Rows with a key that is on no axis are left out; a place without a row has ``missing``.

    >>> frame = pl.DataFrame({"geo": ["IT", "DE", "US"], "value": [2.0, 1.0, 9.0]})
    >>> scatter(frame, {"geo": ("DE", "IT", "FR")}, missing=float("nan"))
    array([ 1.,  2., nan])
    """
    kept = frame.filter(pl.col("value").is_not_null())
    for column, keys in axes.items():
        kept = kept.filter(pl.col(column).is_in(list(keys)))
    places = [
        kept[column].replace_strict(list(keys), list(range(len(keys))), return_dtype=pl.Int64).to_numpy()
        for column, keys in axes.items()
    ]
    into = np.full(tuple(len(keys) for keys in axes.values()), missing)
    into[tuple(places)] = 0.0
    np.add.at(into, tuple(places), kept["value"].to_numpy())
    return into


def named(frame: pl.DataFrame, origins: Sequence[str]) -> pl.DataFrame:
    """The frame with every origin that is not among ``origins`` as :data:`OTHER`."""
    return frame.with_columns(
        origin=pl.when(pl.col("origin").is_in(list(origins))).then(pl.col("origin")).otherwise(pl.lit(OTHER))
    )


def carried(values: Floats) -> Floats:
    """Years x …: a year without a figure (NaN) has that of the nearest year before, else after.

    >>> carried(np.array([[np.nan, 1.0], [2.0, np.nan], [np.nan, 3.0]])).tolist()
    [[2.0, 1.0], [2.0, 1.0], [2.0, 3.0]]
    """
    filled = values.copy()
    for years in (range(1, len(filled)), range(len(filled) - 2, -1, -1)):
        step = -1 if years.step > 0 else 1
        for year in years:
            filled[year] = np.where(np.isnan(filled[year]), filled[year + step], filled[year])
    return filled
