"""The small rest of families that prices do not settle, as a programme, and its solution as a placement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.matching.core import Core, core, merged
from fairshare.matching.demand import Demand, Stations
from fairshare.matching.groups import Groups, alike
from fairshare.matching.pools import Pools, pools
from fairshare.matching.prices import CLOSE, greatest
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem
from fairshare.matching.room import Room
from fairshare.matching.solver import Solution
from fairshare.matching.views import Kept, View

MOST_COLUMNS: Final = 400_000
"""Larger programmes are not tried: branch and bound would not close them in any useful time."""
OPEN: Final = -2
"""In a column of states: any open place."""


@dataclass(frozen=True)
class Instance:
    """What all attempts share: the problem, its parties at the best prices, UB there, and the places that can be
    filled."""

    problem: Problem
    wants: Demand
    places: Stations
    view: View
    bound: float
    capacity: Floats
    seed: int

    @property
    def tiny(self) -> float:
        """Losses below this are none."""
        return CLOSE * greatest(self.wants)


@dataclass(frozen=True)
class Entries:
    """What the programme counts, sorted by party: ``party``, ``unit`` persons who move together, the ``number`` of
    units, ``whole`` where they are families; and the entry of each family (n), :data:`NOWHERE` if none."""

    party: Ints
    unit: Floats
    number: Floats
    whole: Bools
    of_family: Ints


@dataclass(frozen=True)
class Attempt:
    """A programme solved within a limit; ``fixed`` (n) is where a family that is no entry stands before."""

    core: Core
    groups: Groups
    entries: Entries
    fixed: Ints
    solution: Solution

    @property
    def rest(self) -> int:
        """How many families the programme decided one by one."""
        return int(self.entries.number[self.entries.whole].sum())


def attempt(it: Instance, limit: float, full: bool, seconds: float) -> Attempt | None:
    """Solve the programme of all choices that lose at most ``limit``; nothing where it would be too large.

    ``full``: every family is whole and every row of quotas counts by itself; else the relaxation (see ``closing``).
    """
    wants, cut = it.wants, limit + it.tiny
    linked = np.arange(len(wants.persons)) < wants.linked
    kept = Kept.within(wants, it.view, cut / np.where(linked, wants.persons, 1.0))
    count = kept.count(wants)
    held = linked & kept.base & (count == 1)
    pool = pools(wants, it.places, it.view.price, it.view.base, cut)
    entries = (_all if full else _undecided)(it, pool, linked & (count > 1), held)
    groups = alike(wants, kept, pool, entries.party, entries.unit, entries.number, entries.whole)
    settled = kept.link & (count == 1)[wants.owner]
    made = core(
        wants,
        it.places,
        it.view,
        kept,
        pool,
        groups,
        it.capacity,
        wants.at_stations(settled),
        row_of=None if full else merged(wants, it.places, it.view, kept, it.capacity, it.tiny),
        cut=cut if full else None,
    )
    if made.programme.size > MOST_COLUMNS:
        return None
    fixed = np.full(len(count) + 1, OPEN)
    fixed[:-1][kept.none & (count == 1)] = NOWHERE
    fixed[wants.owner[settled]] = it.places.state(wants.station[settled])
    fixed[-1] = NOWHERE
    return Attempt(made, groups, entries, fixed[wants.party], made.solve(seconds))


def _undecided(it: Instance, pool: Pools, whole: Bools, held: Bools) -> Entries:
    """Families with more than one choice; all others who want any open place, by class, one by one."""
    wants = it.wants
    alone, first, into = np.unique(pool.of[wants.klass[held]], return_index=True, return_inverse=True)
    number = np.where(whole, 1.0, wants.persons)
    number[np.flatnonzero(held)[first]] = np.bincount(into, wants.persons[held], minlength=len(alone))
    chosen = whole.copy()
    chosen[np.flatnonzero(held)[first]] = True
    chosen[wants.linked :] = True
    party = np.flatnonzero(chosen)
    place = np.full(len(chosen) + 1, NOWHERE)
    place[:-1][whole] = np.flatnonzero(whole[party])
    unit = np.where(whole, wants.persons, 1.0)
    return Entries(party, unit[party], number[party], whole[party], place[wants.party])


def _all(it: Instance, _: Pools, whole: Bools, held: Bools) -> Entries:
    """Families with more than one choice or for any open place; those without links by party and size."""
    wants, persons = it.wants, it.problem.persons
    party = np.flatnonzero(whole | held)
    place = np.full(len(whole) + 1, NOWHERE)
    place[party] = np.arange(len(party))
    entry = place[wants.party]
    many = int(persons.max(initial=0)) + 1
    unlinked = np.flatnonzero(wants.party >= wants.linked)
    code, entry_of, number = np.unique(
        wants.party[unlinked] * many + persons[unlinked], return_inverse=True, return_counts=True
    )
    entry[unlinked] = len(party) + entry_of
    return Entries(
        np.append(party, code // many),
        np.append(wants.persons[party], code % many),
        np.append(np.ones(len(party)), number),
        np.ones(len(party) + len(code), np.bool_),
        entry,
    )


def placed(it: Instance, tried: Attempt) -> Ints:
    """The placement that the solution stands for. Who of those alike gets what is drawn by lot; families for whom any
    open place is as good are dealt in, the vulnerable and the large first."""
    rng = np.random.default_rng(it.seed)
    state = tried.fixed.copy()
    family = rng.permutation(np.flatnonzero(tried.entries.of_family != NOWHERE))
    group = tried.groups.of[tried.entries.of_family[family]]
    family = family[np.argsort(group, kind="stable")]
    state[family] = _choices(it, tried)
    room = Room(it.problem)
    known = np.flatnonzero(state >= 0)
    if not room.put(known, state[known]):
        room.take_pairs(
            known[np.argsort(-it.problem.value_at(state)[known] / it.problem.persons[known], kind="stable")], state
        )
    open_to_all = rng.permutation(np.flatnonzero(state == OPEN))
    must = (it.wants.value + it.view.top)[it.wants.party[open_to_all]] > it.tiny
    room.take_turns(open_to_all[np.lexsort((-it.problem.persons[open_to_all], ~must))], rng, links=False)
    return room.state


def _choices(it: Instance, tried: Attempt) -> Ints:
    """The states that the groups of whole families got, group by group, as often as the solution says."""
    made, blocks = tried.core, tried.core.programme.blocks
    base = np.where(made.base_station == NOWHERE, OPEN, it.places.state(made.base_station))
    columns = (
        ("link", made.link_group, it.places.state(it.wants.station[made.link])),
        ("base", made.base_group, base),
        ("none", made.none_group, np.full(len(made.none_group), NOWHERE)),
    )
    group = np.concatenate([of for _, of, _ in columns])
    state = np.concatenate([to for _, _, to in columns])
    times = np.concatenate([tried.solution.value[blocks[name]] for name, _, _ in columns])
    order = np.argsort(group, kind="stable")
    order = order[tried.groups.whole[group[order]]]
    chosen: Ints = np.repeat(state[order], np.rint(times[order]).astype(np.int64))
    return chosen
