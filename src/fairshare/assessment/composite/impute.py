"""Missing values: left missing, or put in from the other units, each one reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fairshare.assessment.composite.data import Floats, UnitData
from fairshare.assessment.composite.spec import Spec
from fairshare.faults import bad_argument


class Imputed(NamedTuple):
    """One value put in for a missing one, after division by the denominator and before any other treatment."""

    unit: str
    indicator: str
    value: float
    method: str


def impute(spec: Spec, data: UnitData, values: Floats) -> tuple[Floats, tuple[Imputed, ...]]:
    """Values, units x indicators, with gaps filled as each indicator says, and what was put in.

    ``none``: the gap stays; a mean is then taken of what is there, with the weights rescaled. ``mean``, ``median``: of
    the units that have a value. ``group-mean``: of those in the same group by the column ``impute_by``; a unit without
    a group, or a group without a value, keeps its gap. Raises :class:`~fairshare.faults.BadInputError` where that
    column is missing."""
    result, found = values.copy(), list[Imputed]()
    for place, indicator in enumerate(spec.indicators):
        gaps = np.isnan(values[:, place])
        if indicator.impute == "none" or not gaps.any() or gaps.all():
            continue
        if indicator.impute == "group-mean":
            filled = _group_means(values[:, place], _groups(spec, data))
        else:
            centre = np.nanmean if indicator.impute == "mean" else np.nanmedian
            filled = np.full(len(values), centre(values[:, place]))
        result[gaps, place] = filled[gaps]
        found += [
            Imputed(data.units[k], indicator.name, float(filled[k]), indicator.impute)
            for k in np.flatnonzero(gaps & ~np.isnan(filled))
        ]
    return result, tuple(found)


def _groups(spec: Spec, data: UnitData) -> Sequence[str]:
    if spec.impute_by is None or spec.impute_by not in data.words:
        raise bad_argument(str(spec.impute_by), "is no column of words of the data", "the column of the groups")
    return data.words[spec.impute_by]


def _group_means(values: Floats, groups: Sequence[str]) -> Floats:
    """For each unit the mean of its group; NaN where there is none."""
    result = np.full(len(values), np.nan)
    names = np.array(groups)
    for name in sorted(set(groups) - {""}):
        members = names == name
        there = members & ~np.isnan(values)
        if there.any():
            result[members] = values[there].mean()
    return result
