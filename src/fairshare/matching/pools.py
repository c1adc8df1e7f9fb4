"""Pools: where those go for whom one open place is as good as another.

Classes that can choose from the same cheap stations share a pool. Exclusions of single families can make very many
classes; then only the largest pools are kept apart, and others of one price are let go wherever any of them may. That
is a relaxation: what it finds is checked against the families themselves, as prices and as a placement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.matching.demand import Demand, Stations
from fairshare.matching.problem import Bools, Floats, Ints

MOST: Final = 32
"""So many pools are kept apart where there are more than twice as many."""


@dataclass(frozen=True)
class Pools:
    """``of`` (c): the pool of each class; by pool (q) ``open``, its stations (g * s), and ``base``, the least price."""

    of: Ints
    open: Bools
    base: Floats


def pools(wants: Demand, places: Stations, price: Floats, base: Floats, reach: float) -> Pools:
    """The pools at station prices (g * s) and class prices ``base`` (c), with stations at most ``reach`` dearer."""
    groups, states = places.general.shape
    near = wants.open & (price <= base[:, None] + reach)
    group = near.argmax(axis=1) // states
    bits = near.reshape(-1, groups, states).any(axis=1) @ (1 << np.arange(states))
    _, first, of = np.unique(bits * groups + group, return_index=True, return_inverse=True)
    if len(first) > 2 * MOST:
        persons = np.bincount(of[wants.klass], wants.persons, minlength=len(first))
        alike = np.stack([group[first], base[first], np.full(len(first), -1)])
        own = np.argsort(-persons, kind="stable")[:MOST]
        alike[2, own] = own
        _, kept, coarse = np.unique(alike, axis=1, return_index=True, return_inverse=True)
        first, of = first[kept], coarse[of]
    wide = np.zeros((len(first), near.shape[1]), np.bool_)
    np.logical_or.at(wide, of, near)
    return Pools(of, wide, base[first])
