"""Data of a composite indicator: units by columns, numbers with gaps, and words that sort units into groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.faults import bad_argument

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnitData:
    """``numbers``: a value per unit by column, NaN where missing. ``words``: a word per unit by column, ``""`` where
    missing. Raises :class:`~fairshare.faults.BadInputError` for a repeated unit, an infinite value, or columns of
    another length."""

    units: tuple[str, ...]
    numbers: Mapping[str, Floats]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.units or len(set(self.units)) < len(self.units):
            raise bad_argument("units", "are none, or not all different", "each unit once")
        for name, values in self.numbers.items():
            if np.shape(values) != (len(self.units),):
                raise bad_argument(name, f"has the shape {np.shape(values)}", f"{len(self.units)} values")
            if np.isinf(values).any():
                raise bad_argument(name, "holds an infinite value", "numbers, or NaN where missing")

    def matrix(self, names: Sequence[str]) -> Floats:
        """Columns side by side, units x names. Raises :class:`~fairshare.faults.BadInputError` for an unknown one."""
        for name in names:
            if name not in self.numbers:
                raise bad_argument(name, "is no column of numbers of the data", "one of " + ", ".join(self.numbers))
        return np.column_stack([np.asarray(self.numbers[name], dtype=np.float64) for name in names])

    def only(self, kept: npt.NDArray[np.bool_]) -> UnitData:
        """Some of the units."""
        places = np.flatnonzero(kept)
        return UnitData(
            tuple(self.units[place] for place in places),
            {name: values[kept] for name, values in self.numbers.items()},
            {name: tuple(values[place] for place in places) for name, values in self.words.items()},
        )


def is_constant(values: Floats) -> bool:
    """Whether values, none of them NaN, differ by no more than the noise of floats; no values do not differ."""
    return not len(values) or bool(np.ptp(values) <= 1e-12 * np.abs(values).max())
