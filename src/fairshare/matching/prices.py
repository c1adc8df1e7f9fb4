"""Prices of places: the exact dual of the linear relaxation, found in two or three passes over the families.

The relaxation lets a family be split. Its dual has one price per row of quotas, and every vector of prices p bounds
what any placement can be worth (weak duality):

    UB(p) = sum_r p_r * usable_r + sum_i persons_i * max(0, max_r (value_ir - p_r)).

The best prices are found by sifting (Bixby, Gregory, Lustig, Marsten and Shanno, "Very large-scale linear programming",
Operations Research 40, 1992) inside boxes (Marsten, Hogan and Blankenship, "The Boxstep method for large-scale
optimization", Operations Research 23, 1975). At any prices most families have one choice that beats their next by a
margin. They are held to it; the few others are a small linear programme, whose prices may move within a box. A choice
that was left out and has become the better one is taken in, and the step is made again, until a step ends inside its
box and nobody prefers what was left out: UB is convex, so these prices are the best of all. Prices of a sample of the
families come near enough to begin with, and so for samples in turn, each four times as large as the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fairshare.matching.core import core
from fairshare.matching.demand import Demand, Stations, demand, stations
from fairshare.matching.groups import alike
from fairshare.matching.pools import pools
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem
from fairshare.matching.usable import usable
from fairshare.matching.views import Kept, View, look, margin

SPARE, SHARE = 200, 4.0
"""From known prices on, about SPARE + SHARE x root of the families are not held to their choice."""
BOX = 8
"""How far prices may move in a step, as a multiple of the margin above which families are held."""
ROUNDS = 40
"""Steps at most; two to five are usual. A bound after fewer is a bound all the same."""
GROWTH, LEAST = 4, 200
"""How much larger each sample is than the one before, and how many families the first has at least."""
CLOSE = 1e-10
"""Values that differ by less than this part of the greatest count as equal."""


@dataclass(frozen=True)
class Prices:
    """Prices of the relaxation as ``view.prices`` (r), UB at them, and how often all families were looked at."""

    view: View
    bound: float
    passes: int


def lp_prices(problem: Problem) -> Floats:
    """The prices of the relaxation, in points of value per person's place, one per row of quotas."""
    places = stations(problem)
    return find(demand(problem, places), places, usable(problem)).view.prices


def upper_bound(wants: Demand, view: View, capacity: Floats) -> float:
    """UB at the prices of the view: what no placement can exceed."""
    return float(view.prices @ capacity + wants.persons @ (wants.value + view.top))


def greatest(wants: Demand) -> float:
    """The greatest value that a place can have for one person."""
    return float(wants.value.max(initial=0.0) + wants.gain.max(initial=0.0)) or 1.0


def find(wants: Demand, places: Stations, capacity: Ints) -> Prices:
    """The prices of the relaxation, where families can fill ``capacity`` (r) of the places of each row."""
    prices, size = None, capacity.astype(np.float64)
    if not len(wants.persons):
        return Prices(look(wants, places, np.zeros(len(size))), 0.0, 0)
    shut = size == 0
    served, left = _without(wants, places, shut)
    for some in _samples(wants.linked):
        part, weight = served.sample(some)
        prices = _sift(part, left, size * weight, prices).view.prices
    found = _sift(served, left, size, prices)
    return _first_places(wants, places, found, shut) if shut.any() else found


def _without(wants: Demand, places: Stations, shut: Bools) -> tuple[Demand, Stations]:
    """Leave out the rows (r) that no family can fill: whatever they cost, nothing is sold there."""
    gone_or_none = np.append(shut, True)
    rows = (np.where(gone_or_none[row], NOWHERE, row) for row in (places.general, places.kept))
    left = Stations(places.group, *rows)
    gone = (np.maximum(left.general, left.kept) == NOWHERE).ravel()
    gain = np.where(gone[wants.station], -np.inf, wants.gain)
    return replace(wants, gain=gain, open=wants.open & ~gone), left


def _first_places(wants: Demand, places: Stations, found: Prices, shut: Bools) -> Prices:
    """Rows that no family can fill get the least price at which nobody would buy: what a first place would be worth."""
    worth = np.full(places.general.size, -np.inf)
    np.maximum.at(worth, wants.station, wants.gain - found.view.top[wants.owner])
    most = np.full(len(wants.open), -np.inf)
    np.maximum.at(most, wants.klass, -found.view.top)
    worth = np.maximum(worth, np.where(wants.open, most[:, None], -np.inf).max(axis=0, initial=-np.inf))
    least = np.zeros(len(shut) + 1)
    for row in (places.general.ravel(), places.kept.ravel()):
        np.maximum.at(least, row, worth)
    prices = np.where(shut, least[:-1], found.view.prices)
    return Prices(look(wants, places, prices), found.bound, found.passes + 1)


def _samples(count: int) -> list[Ints]:
    """Samples of the numbers below ``count``, each within the next, the smallest first; the whole is not among them."""
    sizes = []
    while (count := count // GROWTH) >= LEAST:
        sizes.append(count)
    if not sizes:
        return []
    order = np.random.default_rng(0).permutation(sizes[0] * GROWTH)
    return [np.sort(order[:size]) for size in reversed(sizes)]


def _sift(wants: Demand, places: Stations, capacity: Floats, start: Floats | None) -> Prices:
    """Steps within boxes of prices, until a step ends inside its box and nobody prefers a choice that was left out."""
    view = look(wants, places, np.zeros(len(capacity)) if start is None else start)
    cut = _cut(wants, view, 2 * wants.linked if start is None else SPARE + int(SHARE * wants.linked**0.5))
    kept, box = Kept.within(wants, view, cut), BOX * cut
    bound, passes, scale = upper_bound(wants, view, capacity), 1, CLOSE * greatest(wants)
    for _ in range(ROUNDS):
        prices = _prices(wants, places, view, kept, capacity, box)
        inside = bool((np.abs(prices - view.prices) < box * (1 - CLOSE)).all())
        tried, passes = look(wants, places, prices), passes + 1
        better = upper_bound(wants, tried, capacity)
        settled = not (tried.top > kept.best(wants, tried) + scale).any()
        kept.add(Kept.within(wants, tried, cut))
        flat = bound - better <= 1e-13 * bound  # the box holds nothing better, so nothing is (UB is convex)
        if better <= bound:
            view, bound = tried, better
        else:
            box /= 2
        if settled and (inside or flat):
            break
    return Prices(view, bound, passes)


def _cut(wants: Demand, view: View, most: int) -> float:
    """The margin within which about ``most`` linked families stand, not counting ties: those are alike, and few
    groups."""
    found = margin(wants, view) if wants.linked > most else np.zeros(0)
    apart = found[found > 10 * CLOSE * greatest(wants)]
    return float(np.partition(apart, most)[most]) if len(apart) > most else 4 * greatest(wants)


def _prices(wants: Demand, places: Stations, view: View, kept: Kept, capacity: Floats, box: float) -> Floats:
    """The best prices within the box, from the parties with more than one choice kept; the others hold their one."""
    pool = pools(wants, places, view.price, view.base, 2 * box)
    undecided = kept.count(wants) > 1
    held = np.flatnonzero(kept.base & ~undecided)
    alone, first, into = np.unique(pool.of[wants.klass[held]], return_index=True, return_inverse=True)
    persons = wants.persons.copy()
    persons[held[first]] = np.bincount(into, wants.persons[held], minlength=len(alone))
    parties = np.sort(np.concatenate([np.flatnonzero(undecided), held[first]]))
    ones = np.ones(len(parties))
    groups = alike(wants, kept, pool, parties, ones, persons[parties], ones < 1)
    settled = wants.at_stations(kept.link & ~undecided[wants.owner])
    solution = core(wants, places, view, kept, pool, groups, capacity, settled, box=box).solve()
    return np.maximum(view.prices + np.where(capacity > 0, solution.price[-len(capacity) :], 0.0), 0.0)
