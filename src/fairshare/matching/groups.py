"""Parties that a programme need not tell apart: the same choices at the same losses, in the same units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fairshare.matching.demand import Demand
from fairshare.matching.pools import Pools
from fairshare.matching.problem import Bools, Floats, Ints
from fairshare.matching.views import Kept

_MIX: Final = (0x9E3779B97F4A7C15, np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class Groups:
    """Parties that the programme need not tell apart: ``party`` one of each group (k), ``unit`` persons who move
    together, ``count`` of units, ``whole`` where units cannot be split; ``of`` the group of each party asked
    about."""

    party: Ints
    unit: Floats
    count: Floats
    whole: Bools
    of: Ints


def alike(wants: Demand, kept: Kept, pool: Pools, parties: Ints, unit: Floats, count: Floats, whole: Bools) -> Groups:
    """Group the ``parties`` (sorted) that keep the same choices at the same losses and move in the same units."""
    key = _mixed(unit.view(np.uint64) ^ whole.astype(np.uint64), 0)
    base, none = kept.base[parties], kept.none[parties]
    key[base] += _mixed(pool.of[wants.klass[parties][base]].astype(np.uint64), 1)
    key[none] += _mixed(wants.value[parties][none].view(np.uint64), 2)
    if wants.linked:
        chosen = np.zeros(len(wants.persons), np.bool_)
        chosen[parties] = True
        links = np.flatnonzero(kept.link & chosen[wants.owner])
        mixed = _mixed(wants.gain[links].view(np.uint64) ^ _mixed(wants.station[links].astype(np.uint64), 3), 4)
        np.add.at(key, np.searchsorted(parties, wants.owner[links]), mixed)
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    return Groups(parties[first], unit[first], np.bincount(of, count).astype(np.float64), whole[first], of)


def _mixed(key: NDArray[np.uint64], salt: int) -> NDArray[np.uint64]:
    """A well-spread 64-bit number for each key (the finaliser of SplitMix64)."""
    mixed = key + np.uint64(_MIX[0] * (salt + 1) % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX[1]
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX[2]
    return mixed ^ (mixed >> np.uint64(31))
