"""Bid prices: families who arrive over the year, each placed at once at the prices that expected arrivals make.

Model: what a place is worth later stands in its price, so a family goes where its value less persons times price is
greatest among the states that still have room, and stays unplaced where that is below 0 everywhere. Prices are the
exact prices of the linear relaxation of what is left: the places that remain, and families drawn from the past in the
number that is still to come. They are found anew as families arrive. Of equal states the one with most room is taken.
Source: Ahani, Gölz, Procaccia, Teytelboym and Trapp, "Dynamic placement in refugee resettlement", Operations Research
72(3), 2024; on prices as bids, Talluri and van Ryzin, "An analysis of bid-price controls for network revenue
management", Management Science 44(11), 1998.
Guarantee: feasible, and nobody is moved once placed. The value depends on how alike past and future are; nothing is
promised. At prices of 0 each family takes the best place at hand, which is the greedy that the paper compares with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.matching.prices import lp_prices
from fairshare.matching.problem import NOWHERE, Floats, Ints, Placement, Problem

REFRESH: Final = 10
"""Prices are found anew when one in so many of the families still to come has arrived, unless told otherwise."""
FIRST: Final = 10
"""Without a past, the families who have arrived are the past; so many come before the first prices."""
MOST: Final = 6_000
"""Families in a relaxation. Where more are to come, fewer stand for them and for the places in proportion."""
CLOSE: Final = 1e-9
"""Two states whose worth differs by less, as a part of the greatest value of a place, count as equal."""


@dataclass
class Offer:
    """The places that are left at prices: what an office needs to place the next family.

    Places: ``general`` by state (s), ``kept`` by state of presence and state (s x s). What one person's place costs:
    ``price`` to people present in each state (s x s), infinite where they may not go; ``general_price`` by state (s).
    """

    general: Ints
    kept: Ints
    price: Floats
    general_price: Floats

    @classmethod
    def of(cls, problem: Problem, prices: Floats | None = None) -> Offer:
        """All places of the problem, at the prices of its rows (0 unless given)."""
        count = len(problem.states)
        general, kept = np.zeros(count, np.int64), np.zeros((count, count), np.int64)
        for state, present, places in zip(problem.row_state, problem.row_present, problem.places, strict=True):
            if present == NOWHERE:
                general[state] += places
            else:
                kept[present, state] += places
        offer = cls(general, kept, np.zeros((count, count)), np.zeros(count))
        offer.reprice(problem, np.zeros(len(problem.places)) if prices is None else prices)
        return offer

    def left(self, problem: Problem) -> Ints:
        """Places left by row of quotas (r)."""
        kept = self.kept[problem.row_present, problem.row_state]
        return np.where(problem.row_present == NOWHERE, self.general[problem.row_state], kept)

    def reprice(self, problem: Problem, prices: Floats) -> None:
        """Set new prices, one per row of quotas (r): of places kept while there are any, else of general ones."""
        everyone = problem.row_present == NOWHERE
        self.general_price = np.full(len(problem.states), np.inf)
        self.general_price[problem.row_state[everyone]] = prices[everyone]
        self.price = np.tile(self.general_price, (len(problem.states), 1))
        rows = np.flatnonzero(~everyone & (self.left(problem) > 0))
        present, state = problem.row_present[rows], problem.row_state[rows]
        self.price[present, state] = np.minimum(prices[rows], self.price[present, state])
        np.fill_diagonal(self.price, np.inf)

    def take(self, state: int, present: int, persons: int) -> None:
        """Fill places of a state with a family: those kept for people present there first."""
        kept = min(int(self.kept[present, state]), persons)
        self.kept[present, state] -= kept
        self.general[state] -= persons - kept
        if kept and not self.kept[present, state]:
            self.price[present, state] = self.general_price[state]


def place_next(offer: Offer, value: Floats, persons: int, present: int, *, close: float = CLOSE) -> int:
    """Where the next family goes, or :data:`~fairshare.matching.problem.NOWHERE`; the places it takes are taken.

    ``value`` (s): what one person's place in each state is worth, minus infinity where it must not go; ``close``: below
    which difference two states are equal.

    >>> to_all = np.array([8.5, 8, np.inf])
    >>> one = Offer(np.array([3, 5, 0]), np.zeros((3, 3), np.int64), np.tile(to_all, (3, 1)), to_all)
    >>> place_next(one, np.array([9.0, 8, 8]), 2, present=2), one.general.tolist()
    (0, [1, 5, 0])
    >>> place_next(one, np.array([9.0, 8, 8]), 2, present=2), one.general.tolist()
    (1, [1, 3, 0])
    """
    room = offer.general + offer.kept[present]
    worth = np.where(room >= persons, value - offer.price[present], -np.inf)
    best = worth.max(initial=-np.inf)
    if best < -close:
        return NOWHERE
    state = int(np.where(worth >= best - close, room, -1).argmax())
    offer.take(state, present, persons)
    return state


def bid_prices(
    problem: Problem,
    *,
    arrivals: Ints | None = None,
    history: Problem | None = None,
    futures: int = 3,
    resolve_every: int | None = None,
    foresight: bool = False,
    seed: int = 0,
) -> Placement:
    """Place families in the order of their arrival (numbers of families, each once; by lot unless given).

    ``history``: families of the past, from which the future is drawn ``futures`` times (0: no prices, so greedy); those
    who have arrived so far unless given. ``resolve_every``: arrivals between two prices; a tenth of those still to come
    unless given. ``foresight``: prices from the very families still to come, which nobody has: to measure what better
    forecasts would bring.
    Raises :class:`~fairshare.faults.BadInputError` for an order that misses or repeats a family, a history with other
    states, and numbers out of range.
    """
    rng = np.random.default_rng(seed)
    order = rng.permutation(problem.families) if arrivals is None else np.asarray(arrivals, np.int64)
    _check(problem, order, history, futures, resolve_every)
    offer, state, value = Offer.of(problem), np.full(problem.families, NOWHERE), _values(problem)
    close = CLOSE * float(problem.base.max(initial=1.0))
    for start, end in _batches(problem.families, resolve_every, FIRST if history is None else 0):
        if foresight:
            offer.reprice(problem, _prices(problem, order[start:], problem, offer, 1.0))
        else:
            past = order[:start] if history is None else np.arange(history.families)
            count = min(futures * (problem.families - start), MOST) if len(past) else 0
            if count:
                coming = past[rng.integers(0, len(past), count)]
                part = count / (problem.families - start)
                offer.reprice(problem, _prices(history or problem, coming, problem, offer, part))
        for family in order[start:end].tolist():
            if problem.eligible[family]:
                persons, present = int(problem.persons[family]), int(problem.present_in[family])
                state[family] = place_next(offer, value(family), persons, present, close=close)
    return Placement(problem, state, "bid-prices")


def _check(problem: Problem, order: Ints, history: Problem | None, futures: int, resolve_every: int | None) -> None:
    if not np.array_equal(np.sort(order), np.arange(problem.families)):
        expected = f"each number from 0 to {problem.families - 1} once"
        raise bad_argument("arrivals", "is no order of the families", expected)
    if history is not None and (history.states != problem.states or not history.families):
        raise bad_argument("history", "is empty or has other states", "families of the same states")
    if futures < 0:
        raise bad_argument("futures", f"{futures} is negative", "a whole number, 0 or more")
    if resolve_every is not None and resolve_every < 1:
        raise bad_argument("resolve_every", f"{resolve_every} is below 1", "a whole number above 0")


def _batches(count: int, every: int | None, first: int) -> Iterator[tuple[int, int]]:
    """From which to which arrival the same prices hold."""
    start, end = 0, min(first, count)
    while start < count:
        if end > start:
            yield start, end
        start, end = end, min(end + (every or max(1, (count - end) // REFRESH)), count)


def _values(problem: Problem) -> Callable[[int], Floats]:
    """What one person's place in each state is worth, by family; minus infinity for a pair that must not be made."""
    bounds = np.searchsorted(problem.link_family, np.arange(problem.families + 1))
    count, links = len(problem.states), problem.link_value
    barred: dict[int, list[int]] = {}
    for family, state in zip(problem.barred_family.tolist(), problem.barred_state.tolist(), strict=True):
        barred.setdefault(family, []).append(state)

    def value(family: int) -> Floats:
        worth = np.full(count, problem.base[family])
        own = slice(bounds[family], bounds[family + 1])
        worth[problem.link_state[own]] += links[own]
        if family in barred:
            worth[barred[family]] = -np.inf
        return worth

    return value


def _prices(past: Problem, families: Ints, problem: Problem, offer: Offer, part: float) -> Floats:
    """Prices (r) of a part (or a multiple) of the places left, to some families of the past. Full rows sell nothing."""
    links, owner = _ragged(past.link_family, families)
    barred, held = _ragged(past.barred_family, families)
    left = offer.left(problem)
    rows = np.flatnonzero(left)
    drawn = replace(
        past,
        persons=past.persons[families],
        present_in=past.present_in[families],
        vulnerable=past.vulnerable[families],
        eligible=past.eligible[families],
        nationality=past.nationality[families],
        link_family=owner,
        link_state=past.link_state[links],
        link=past.link[links],
        barred_family=held,
        barred_state=past.barred_state[barred],
        row_state=problem.row_state[rows],
        row_present=problem.row_present[rows],
        places=np.maximum(np.rint(left[rows] * part), 1).astype(np.int64),
        policy=problem.policy,
    )
    prices = np.full(len(left), np.inf)
    prices[rows] = lp_prices(drawn)
    return prices


def _ragged(owner: Ints, families: Ints) -> tuple[Ints, Ints]:
    """The rows that belong to each of some families, and for each row the place of its family among them."""
    order = np.argsort(owner, kind="stable")
    first = np.searchsorted(owner, families, "left", sorter=order)
    last = np.searchsorted(owner, families, "right", sorter=order)
    many = last - first
    own = np.repeat(np.arange(len(families)), many)
    rows = np.arange(len(own)) - np.repeat(np.cumsum(many) - many - first, many)
    return order[rows], own
