"""The families as prices see them: who wants places, and what a place is worth to each.

The value of a placement is proportional to the persons of a family. For prices a family is therefore so many persons
who all want the same, and families of one class that have no link are one party. A *party* is a linked family, or all
unlinked families of one class and value. A *class* is what a family without links can choose from: its rows of
quotas. A *station* is a state as people from one benefitting state find it: kept places and general ones, whichever
are cheaper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem


@dataclass(frozen=True)
class Stations:
    """Which rows of quotas serve whom. A group of presence is all people for whom the same places are kept.

    ``group`` (s): the group of people present in each state. ``rows`` (g, s): the general row of each state, then
    ``kept`` (g, s): the row kept for the group there; both :data:`NOWHERE` where there is none.
    """

    group: Ints
    general: Ints
    kept: Ints

    @property
    def double(self) -> bool:
        """Whether some state has both general places and places kept for one group."""
        return bool(((self.general != NOWHERE) & (self.kept != NOWHERE)).any())

    def prices(self, prices: Floats) -> Floats:
        """The price of one person's place at each station (g * s): the cheaper of its two rows, infinite without
        any."""
        known = np.append(prices, np.inf)
        found: Floats = np.minimum(known[self.general], known[self.kept]).ravel()
        return found

    def state(self, station: Ints) -> Ints:
        """The state of each station."""
        found: Ints = station % self.general.shape[1]
        return found


def stations(problem: Problem) -> Stations:
    """The stations of a problem: group 0 is everybody for whom no state keeps places."""
    size = len(problem.states)
    present = np.unique(problem.row_present[problem.row_present != NOWHERE])
    group = np.zeros(size, np.int64)
    group[present] = np.arange(len(present)) + 1
    rows = np.arange(len(problem.places))
    general = np.full((len(present) + 1, size), NOWHERE)
    kept = np.full((len(present) + 1, size), NOWHERE)
    anyone = problem.row_present == NOWHERE
    general[:, problem.row_state[anyone]] = rows[anyone]
    kept[group[problem.row_present[~anyone]], problem.row_state[~anyone]] = rows[~anyone]
    return Stations(group, general, kept)


@dataclass(frozen=True)
class Demand:
    """Parties (k), the first of them the linked families in order, and the links (m) of those.

    ``persons``, ``value`` (of one person's place without a link) and ``klass`` by party; ``gain`` (what a link adds),
    ``station`` and ``owner`` by link, links of one party together; ``first`` link by linked party; ``open`` (c, g * s):
    the stations that a class may go to; ``party`` of each family (n), :data:`NOWHERE` for one that may go nowhere.
    """

    persons: Floats
    value: Floats
    klass: Ints
    gain: Floats
    station: Ints
    owner: Ints
    first: Ints
    open: Bools
    party: Ints

    @property
    def linked(self) -> int:
        """How many of the parties are linked families."""
        return len(self.first)

    @cached_property
    def shut(self) -> Floats:
        """By class and station: 0 where the class may go, infinite elsewhere."""
        return np.where(self.open, 0.0, np.inf)

    def at_stations(self, links: Bools) -> Floats:
        """Persons of the chosen links (m) at each station (g * s)."""
        weights = self.persons[self.owner[links]]
        return np.bincount(self.station[links], weights, minlength=self.open.shape[1]).astype(np.float64)

    def sample(self, some: Ints) -> tuple[Demand, float]:
        """Only the linked parties ``some`` (sorted), with their part of all others; and that part, by persons.

        ``party`` stays that of all families."""
        chosen = np.zeros(self.linked, np.bool_)
        chosen[some] = True
        keep = chosen[self.owner]
        count = np.diff(np.append(self.first, len(self.owner)))[some]
        left = np.concatenate([some, np.arange(self.linked, len(self.persons))])
        part = float(self.persons[some].sum() / self.persons[: self.linked].sum())
        persons = self.persons[left]
        persons[len(some) :] *= part
        taken = Demand(
            persons,
            self.value[left],
            self.klass[left],
            self.gain[keep],
            self.station[keep],
            np.repeat(np.arange(len(some)), count),
            np.cumsum(count) - count,
            self.open,
            self.party,
        )
        return taken, part


def classes(problem: Problem, places: Stations) -> tuple[Ints, Bools]:
    """The class of each family (n), :data:`NOWHERE` if it may go nowhere, and the stations open to each class."""
    size = len(problem.states)
    groups = len(places.general)
    key = problem.allowed * groups + places.group[problem.present_in]
    if len(problem.barred_family):
        found, klass = np.unique(key, return_inverse=True)
    else:  # without exclusions the state of presence decides all: no need to sort a million keys
        code = problem.present_in * 2 + problem.eligible
        where, inverse = _few(code, 2 * size)
        found, place = np.unique(key[where], return_inverse=True)
        klass = place[inverse]
    bits, group = found // groups, found % groups
    allowed = (bits[:, None] >> np.arange(size) & 1).astype(np.bool_)
    row: Ints = np.maximum(places.general, places.kept)
    open_to = np.zeros((len(found), groups, size), np.bool_)
    open_to[np.arange(len(found)), group] = allowed & (row[group] != NOWHERE)
    by_station = open_to.reshape(len(found), groups * size)
    somewhere = by_station.sum(axis=1) > 0
    return np.where(somewhere[klass], klass, NOWHERE), by_station


def _few(code: Ints, most: int) -> tuple[Ints, Ints]:
    """The first place of each small non-negative code that occurs, and the number of each code among those: no
    sorting."""
    seen = np.full(most, NOWHERE)
    seen[code[::-1]] = np.arange(len(code))[::-1]
    distinct = np.flatnonzero(seen != NOWHERE)
    place = np.zeros(most, np.int64)
    place[distinct] = np.arange(len(distinct))
    return seen[distinct], place[code]


def demand(problem: Problem, places: Stations) -> Demand:
    """The parties of a problem."""
    klass, open_to = classes(problem, places)
    may = problem.may_go(problem.link_family, problem.link_state) & (klass[problem.link_family] != NOWHERE)
    may &= problem.link_value > 0
    link_family = problem.link_family[may]
    begins = np.diff(link_family, prepend=NOWHERE) > 0
    first = np.flatnonzero(begins)
    family = link_family[first]
    owner = np.cumsum(begins) - 1
    group = places.group[problem.present_in[link_family]]
    station = group * len(problem.states) + problem.link_state[may]
    rest = klass != NOWHERE
    rest[family] = False
    code = klass[rest] * 2 + problem.vulnerable[rest]
    persons = np.bincount(code, problem.persons[rest], minlength=2 * len(open_to))
    kinds = np.flatnonzero(persons)
    party = np.full(problem.families, NOWHERE)
    party[family] = np.arange(len(family))
    place = np.zeros(len(persons), np.int64)
    place[kinds] = len(family) + np.arange(len(kinds))
    party[rest] = place[code]
    per_person = np.array([float(problem.policy.place), float(problem.policy.place + problem.policy.vulnerable)])
    return Demand(
        np.concatenate([problem.persons[family], persons[kinds]]).astype(np.float64),
        np.concatenate([problem.base[family], per_person[kinds % 2]]),
        np.concatenate([klass[family], kinds // 2]),
        problem.link_value[may],
        station,
        owner,
        first,
        open_to,
        party,
    )
