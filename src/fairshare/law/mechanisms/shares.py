"""Arithmetic that mechanisms have in common: shares, loads, and amounts spread by weight within limits.

All arrays have one place a state. Floats: the plans of a simulation are expectations, not acts.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fairshare.law.mechanisms.interface import Bools, Floats, Situation


def by_levels(at: Situation, weights: Mapping[str, float], among: Bools) -> Floats:
    """A key over the states ``among``: weights of the parts of ``population`` and ``gdp``; sum 1, or 0 over nobody."""
    columns = {"population": np.where(among, at.population, 0.0), "gdp": np.where(among, at.gdp, 0.0)}
    mixed = sum((weight * over_sum(columns[name]) for name, weight in weights.items()), np.zeros(len(at.states)))
    return over_sum(mixed)


def over_sum(values: Floats) -> Floats:
    """Each value's part of the sum; zeros where the sum is 0."""
    total = float(values.sum())
    return values / total if total > 0 else np.zeros_like(values)


def ratio_to(values: Floats, key: Floats) -> Floats:
    """A state's part of the values of the states in the key over its part of the key; 0 outside the key.

    >>> ratio_to(np.array([30.0, 10.0, 99.0]), np.array([0.5, 0.5, 0.0]))
    array([1.5, 0.5, 0. ])
    """
    inside = key > 0
    parts = over_sum(np.where(inside, values, 0.0))
    return np.divide(parts, key, out=np.zeros_like(parts), where=inside)


def under_pressure(at: Situation) -> Bools:
    """The model's own rule for whom solidarity is: a load ratio of the last 12 months above the rate ``pressure``.

    It is no determination under Article 11, which weighs much more and is the Commission's.
    """
    return ratio_to(at.applications, at.key) > at.rate("pressure")


def above_key(at: Situation) -> Floats:
    """Persons who applied in the last 12 months beyond the state's part by key; 0 for states below it or outside."""
    inside = at.key > 0
    total = float(at.applications[inside].sum())
    return np.where(inside, np.maximum(at.applications - at.key * total, 0.0), 0.0)


def fill(amount: float, weights: Floats, room: Floats) -> Floats:
    """Spread an amount by weight; what exceeds the room of one goes to the others likewise (water-filling).

    Gives the sum of the rooms where the amount is larger. The float twin of
    :func:`fairshare.law.apportionment.share_out`, for a plan each month.

    >>> fill(10.0, np.array([3.0, 1.0, 1.0]), np.array([2.0, 9.0, 9.0]))
    array([2., 4., 4.])
    """
    given = np.zeros_like(room)
    takes = (weights > 0) & (room > 0)
    if amount <= 0 or not takes.any():
        return given
    by_level = np.argsort(room[takes] / weights[takes], kind="stable")
    places = np.flatnonzero(takes)[by_level]
    weight, space = weights[places], room[places]
    full_before = np.cumsum(space) - space
    weight_left = np.cumsum(weight[::-1])[::-1]
    first_open = int(np.searchsorted(full_before + space / weight * weight_left, amount))
    if first_open == len(places):
        given[places] = space
        return given
    level = max((amount - full_before[first_open]) / weight_left[first_open], 0.0)
    given[places] = np.minimum(space, level * weight)
    return given


def coupled(sources: Floats, takers: Floats) -> Floats:
    """A matrix from sources to takers in proportion to both; the smaller sum of the two is moved."""
    larger = max(float(sources.sum()), float(takers.sum()))
    return np.outer(sources, takers) / larger if larger > 0 else np.zeros((len(sources), len(takers)))
