"""Outliers: extreme values are drawn in while a distribution is too skewed and peaked, else a logarithm is taken."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fairshare.assessment.composite.data import Floats, is_constant
from fairshare.assessment.composite.spec import Limits, Spec


class Treated(NamedTuple):
    """What was done to one indicator. ``units``: those whose value was drawn in; none for a logarithm.

    ``within``: skewness or kurtosis is within its limit after it."""

    indicator: str
    method: str
    units: tuple[str, ...]
    within: bool


def skewness(values: Floats) -> float:
    """Skewness of a sample, bias-adjusted (G1 of Joanes and Gill 1998); 0 where it is undefined."""
    count = len(values)
    spread = values - values.mean() if count else values
    square = float((spread**2).mean()) if count else 0.0
    if count < 3 or is_constant(values):
        return 0.0
    return float((spread**3).mean() / square**1.5 * np.sqrt(count * (count - 1)) / (count - 2))


def excess_kurtosis(values: Floats) -> float:
    """Excess kurtosis of a sample, bias-adjusted (G2 of Joanes and Gill 1998); 0 where it is undefined."""
    count = len(values)
    if count < 4 or is_constant(values):
        return 0.0
    spread = values - values.mean()
    plain = float((spread**4).mean() / (spread**2).mean() ** 2) - 3
    return ((count + 1) * plain + 6) * (count - 1) / ((count - 2) * (count - 3))


def has_outliers(values: Floats, limits: Limits) -> bool:
    """Whether both measures are beyond their limits. NaN is left out."""
    there = values[~np.isnan(values)]
    return abs(skewness(there)) > limits.skew and excess_kurtosis(there) > limits.kurtosis


def winsorise(values: Floats, limits: Limits) -> Floats:
    """Values with the most extreme one set to the next, again and again, on the side of the longer tail, until the
    limits hold or ``limits.points`` steps are done. Equal extremes move together, as one step."""
    result = values.copy()
    for _ in range(limits.points):
        if not has_outliers(result, limits):
            break
        there = result[~np.isnan(result)]
        if skewness(there) > 0:
            result[result == there.max()] = there[there < there.max()].max()
        else:
            result[result == there.min()] = there[there > there.min()].min()
    return result


def logarithm(values: Floats) -> Floats:
    """Logarithm of the distance from the lower end, plus 1 % of the range; of a left tail, seen from the upper end.

    The order of values stays as it is."""
    low, high = np.nanmin(values), np.nanmax(values)
    shift = 0.01 * (high - low)
    if skewness(values[~np.isnan(values)]) < 0:
        return np.asarray(-np.log(high - values + shift))
    return np.asarray(np.log(values - low + shift))


def treat(spec: Spec, units: tuple[str, ...], values: Floats) -> tuple[Floats, tuple[Treated, ...]]:
    """Values, units x indicators, after treatment of the indicators that ask for it, and what was done."""
    result, done = values.copy(), list[Treated]()
    for place, indicator in enumerate(spec.indicators):
        column = values[:, place]
        if indicator.outliers == "none" or not has_outliers(column, spec.limits):
            continue
        drawn, method = winsorise(column, spec.limits), "winsorise"
        if has_outliers(drawn, spec.limits):
            drawn, method = (logarithm(column), "log") if spec.limits.log else (column, "none")
        moved = (drawn != column) & ~np.isnan(column) & (method == "winsorise")
        names = tuple(units[k] for k in np.flatnonzero(moved))
        done.append(Treated(indicator.name, method, names, not has_outliers(drawn, spec.limits)))
        result[:, place] = drawn
    return result, tuple(done)
