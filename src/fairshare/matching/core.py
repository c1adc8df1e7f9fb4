"""The small programme over the parties whose choice is open, in losses against the best choice at given prices.

At prices p every choice of a party loses so much against its best, and every place left empty loses its price.
Minimal loss is maximal value: value = UB(p) - loss. So the same programme gives prices (parties in persons,
continuous) and whole placements (parties in families, integer), and its numbers stay small however many families there
are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.matching.demand import Demand, Stations
from fairshare.matching.groups import Groups
from fairshare.matching.pools import Pools
from fairshare.matching.problem import NOWHERE, Floats, Ints
from fairshare.matching.solver import NO_ROW, Programme, Solution
from fairshare.matching.views import Kept, View


@dataclass(frozen=True)
class Core:
    """A programme with what its columns mean. By column of the block ``link``: the link and its group; of the block
    ``base``: the group and the station (:data:`NOWHERE` where it goes to a pool); of the block ``none``: the group."""

    programme: Programme
    right: Floats
    link: Ints
    link_group: Ints
    base_group: Ints
    base_station: Ints
    none_group: Ints

    def solve(self, time_limit: float | None = None) -> Solution:
        """The least loss."""
        return self.programme.solve(self.right, self.right, time_limit)


@dataclass(frozen=True)
class _Rows:
    """The rows of the programme, in this order: groups, pools, stations with two rows of quotas, (merged) quotas."""

    pool: int
    """The first row of a pool."""
    sink: Ints
    """By station (g * s): the row that takes its persons."""
    quota: Ints
    """By row of quotas (r)."""
    two: Ints
    """The stations with a general row and a kept one."""

    @property
    def total(self) -> int:
        """How many rows there are."""
        return int(self.quota.max(initial=self.pool + len(self.two) - 1)) + 1


def core(
    wants: Demand,
    places: Stations,
    view: View,
    kept: Kept,
    pools: Pools,
    groups: Groups,
    capacity: Floats,
    settled: Floats,
    *,
    row_of: Ints | None = None,
    cut: float | None = None,
    box: float | None = None,
) -> Core:
    """Build the programme.

    ``capacity`` (r) places; ``settled`` persons at each station whose choice is closed; ``row_of`` merges rows of
    quotas; ``cut``: where given, a choice of any open place is one column per station within that loss of a unit,
    else it goes through a pool that splits families; ``box``: how far prices may move, where they are asked for.
    """
    merged = np.arange(len(capacity)) if row_of is None else row_of
    rows = _rows(places, len(groups.party), len(pools.base) if cut is None else 0, merged)
    made = Programme()
    link, link_group = _links(made, wants, view, kept, groups, rows)
    based = np.flatnonzero(kept.base[groups.party])
    if cut is None:
        station = np.full(len(based), NOWHERE)
        _pooled(made, wants, view, pools, groups, rows, based)
    else:
        based, station = _stationed(made, wants, view, groups, rows, based, cut)
    none = np.flatnonzero(kept.none[groups.party])
    _add(made, "none", groups, none, view.none_loss(wants)[groups.party[none]], np.full(len(none), NO_ROW))
    _quotas(made, places, view, rows, box)
    right = np.zeros(rows.total)
    right[: len(groups.count)] = groups.count
    np.add.at(right, rows.quota, capacity)
    taken = np.flatnonzero(settled)
    np.add.at(right, rows.sink[taken], -settled[taken])
    return Core(made, right, link, link_group, based, station, none)


def _rows(places: Stations, groups: int, pools: int, merged: Ints) -> _Rows:
    general, kept = places.general.ravel(), places.kept.ravel()
    two = np.flatnonzero((general != NOWHERE) & (kept != NOWHERE))
    quota = groups + pools + len(two) + merged
    sink = np.append(quota, NO_ROW)[np.maximum(general, kept)]
    sink[two] = groups + pools + np.arange(len(two))
    return _Rows(groups, sink, quota, two)


def _add(made: Programme, name: str, groups: Groups, of: Ints, loss: Floats, row: Ints) -> None:
    """Add choices of groups: ``loss`` a person, and the row that takes the persons."""
    unit = groups.unit[of]
    made.add(name, loss * unit, of, row, second_amount=unit, most=groups.count[of], whole=groups.whole[of])


def _links(made: Programme, wants: Demand, view: View, kept: Kept, groups: Groups, rows: _Rows) -> tuple[Ints, Ints]:
    """Links of the groups' parties; which they are, and their groups."""
    group = np.full(len(wants.persons), NOWHERE)
    group[groups.party] = np.arange(len(groups.party))
    links = np.flatnonzero(kept.link & (group[wants.owner] != NOWHERE))
    of = group[wants.owner[links]]
    _add(made, "link", groups, of, view.link_loss(wants)[links], rows.sink[wants.station[links]])
    return links, of


def _pooled(made: Programme, wants: Demand, view: View, pools: Pools, groups: Groups, rows: _Rows, based: Ints) -> None:
    """Any open place, through a pool and from there to its stations."""
    party = groups.party[based]
    _add(made, "base", groups, based, view.base_loss(wants)[party], rows.pool + pools.of[wants.klass[party]])
    pool, to = np.nonzero(pools.open)
    dearer = view.price[to] - pools.base[pool]
    made.add("pool", np.maximum(dearer, 0.0), rows.pool + pool, rows.sink[to], first_amount=-1.0)


def _stationed(
    made: Programme, wants: Demand, view: View, groups: Groups, rows: _Rows, based: Ints, cut: float
) -> tuple[Ints, Ints]:
    """Any open place, station by station; the groups and stations of the columns."""
    party = groups.party[based]
    loss = view.top[party][:, None] + view.price + wants.shut[wants.klass[party]]
    total = loss * groups.unit[based][:, None]
    some, station = np.nonzero((total <= cut) & (total < np.inf))
    of = based[some]
    _add(made, "base", groups, of, np.maximum(loss[some, station], 0.0), rows.sink[station])
    return of, station


def _quotas(made: Programme, places: Stations, view: View, rows: _Rows, box: float | None) -> None:
    """From stations with two rows of quotas to either, places left empty, and places lent where prices may move."""
    for name, row in (("general", places.general.ravel()[rows.two]), ("kept", places.kept.ravel()[rows.two])):
        dearer = view.prices[row] - view.price[rows.two]
        made.add(name, dearer, rows.sink[rows.two], rows.quota[row], first_amount=-1.0)
    quota, first = np.unique(rows.quota, return_index=True)
    price = view.prices[first]
    none = np.full(len(quota), NO_ROW)
    made.add("empty", price if box is None else np.minimum(price, box), quota, none)
    if box is not None:
        made.add("lent", np.full(len(quota), box), quota, none, first_amount=-1.0)


def merged(wants: Demand, places: Stations, view: View, kept: Kept, capacity: Floats, tiny: float) -> Ints:
    """By row of quotas (r) the number of a merged row: those of one price that the links kept cannot overfill are
    one."""
    general, in_kept = places.general.ravel(), places.kept.ravel()
    row = np.maximum(general, in_kept)
    some = row != NOWHERE
    load = np.zeros(len(capacity))
    np.add.at(load, row[some], wants.at_stations(kept.link)[some])
    free = load <= capacity
    two = (general != NOWHERE) & (in_kept != NOWHERE)
    free[general[two]] = free[in_kept[two]] = False
    order = np.lexsort((view.prices, ~free))
    new = np.append(True, ~free[order][1:] | (np.diff(view.prices[order]) > tiny))[: len(order)]
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(new) - 1
    return number
