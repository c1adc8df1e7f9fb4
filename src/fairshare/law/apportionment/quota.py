"""Methods that stay with the quota: weight x total / sum of weights.

Independent rounding and largest remainders (Hamilton) round the quota itself. The quota method (Balinski and Young,
"The quota method of apportionment", American Mathematical Monthly 82, 1975) is house-monotone as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heapreplace
from itertools import groupby, pairwise
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.apportionment.division import Division, SeatStep, Tie, by_lot, hand_out

ROUNDINGS: Final[dict[str, Callable[[Fraction], int]]] = {"floor": math.floor, "nearest": round, "ceil": math.ceil}
"""Rounding of one exact share by itself; ``nearest`` takes .5 to the even number."""

MOST_EVENTS: Final = 5_000_000
"""Seats that the quota method looks back over before it gives up (see :class:`_Queue`)."""


def _quotas(total: int, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(weights.values())
    return {name: weight * total / whole for name, weight in weights.items()}


def _start(quotas: Mapping[str, Fraction], seats: Mapping[str, int]) -> tuple[SeatStep, ...]:
    return tuple(SeatStep("start", str(quotas[name]), name=name, seats=seats[name]) for name in seats)


def divide_independently(rule: str, total: int, weights: Mapping[str, Fraction], lots: Sequence[str] = ()) -> Division:
    """Round each quota by itself, whatever the sum. There are no ties."""
    quotas = _quotas(total, weights)
    seats = {name: ROUNDINGS[rule](quota) for name, quota in quotas.items()}
    return Division(seats, _start(quotas, seats))


def divide_by_remainders(
    method: str, total: int, weights: Mapping[str, Fraction], lots: Sequence[str] = ()
) -> Division:
    """Hamilton: the quota rounded down, then one seat more for the largest remainders."""
    quotas = _quotas(total, weights)
    lower = {name: math.floor(quota) for name, quota in quotas.items()}

    def order(name: str, n: int) -> tuple[Fraction, Fraction] | None:
        remainder = quotas[name] - lower[name]
        return (-remainder, remainder) if n == lower[name] + 1 else None

    end = hand_out(lower, total - sum(lower.values()), order, lots)
    return Division(end.seats, _start(quotas, lower) + end.steps, end.ties)


def divide_within_quota(method: str, total: int, weights: Mapping[str, Fraction], lots: Sequence[str] = ()) -> Division:
    """The quota method: seat after seat to the greatest weight / (seats + 1) among names below their upper quota.

    The sequence is not run; it is read as a queue. The ``n``-th seat of a name can be given from the house size on at
    which its quota exceeds n - 1, and waits with the priority weight / n; each house size serves one seat. Every seat
    of the lower quotas precedes, in priority, every seat that completes an upper quota and is served in time, so it is
    left to tell which upper quotas still wait, priority by priority (:class:`_Queue`). Names of equal priority that
    wait for fewer seats are a tie, wherever in the sequence it arose, if it still shows at ``total``.

    Raises :class:`~fairshare.faults.BadInputError` for weights so unequal that the look back is too long.
    """
    quotas, queue = _quotas(total, weights), _Queue(total, weights)
    seats = {name: math.floor(quota) for name, quota in quotas.items()}
    steps, ties = list(_start(quotas, seats)), list[Tie]()

    def priority(name: str) -> Fraction:
        return weights[name] / math.ceil(quotas[name])

    incomplete = sorted((name for name in weights if seats[name] < quotas[name]), key=priority, reverse=True)
    classes = [frozenset(group) for _, group in groupby(incomplete, key=priority)]
    waiting = queue.waiting_behind(classes)
    ahead = frozenset[str]()
    for names, (before, after) in zip(classes, pairwise(waiting), strict=True):
        served, tie = _serve(queue, ahead, names, before, after, lots)
        for name in sorted(names):
            figure = str(priority(name))
            seats[name] += name in served
            what = "award" if name in served else "tie" if tie and name in tie[0] else "wait"
            steps.append(SeatStep(what, figure, name=name, seats=seats[name]))
        ties += [tie] if tie else []
        ahead |= names
    return Division(seats, tuple(steps), tuple(ties))


def _serve(
    queue: _Queue, ahead: frozenset[str], names: frozenset[str], before: int, after: int, lots: Sequence[str]
) -> tuple[frozenset[str], Tie | None]:
    """Which names of one priority class are served, and the tie if any. ``ahead`` went first and leaves ``before``
    seats waiting; the class leaves ``after``.

    A name is sure of its seat if it is served even behind all its equals, and out if not even before them all."""
    number = len(names) - (after - before)
    if number in {0, len(names)}:
        return (names if number else frozenset()), None
    sure = frozenset(name for name in names if queue.waiting((ahead | names) - {name}) == after)
    tied = sorted(name for name in names - sure if queue.waiting(ahead | {name}) == before)
    drawn = by_lot(tied, lots)
    if drawn is None:
        return sure, (tuple(tied), number - len(sure))
    served = sure
    for name in drawn:
        if queue.waiting(ahead | served | {name}) == before:
            served |= {name}
    return served, None


class _Queue:
    """The queue of the quota method at one house size.

    By the rule of every queue that serves one seat a step, the seats that wait at ``total`` are the greatest excess,
    over all earlier house sizes, of the seats that came since over the steps since. Looking back ends as soon as no
    earlier house size can show a greater excess: the fewer names are out of the count, and the smaller, the sooner
    it does. Only where many names are smaller than the rest by millions does it take long.
    """

    def __init__(self, total: int, weights: Mapping[str, Fraction]) -> None:
        scale = math.lcm(*(weight.denominator for weight in weights.values()))
        self.total = total
        self.weights = {name: int(weight * scale) for name, weight in weights.items()}
        self.whole = sum(self.weights.values())
        self.lower = {name: weight * total // self.whole for name, weight in self.weights.items()}
        self.upper = {name: -(-weight * total // self.whole) for name, weight in self.weights.items()}
        self.small_first = sorted(self.weights, key=lambda name: Fraction(self.lower[name], self.weights[name]))

    def waiting_behind(self, classes: Sequence[frozenset[str]]) -> list[int]:
        """How many seats wait behind no class, behind the first, behind the first two, and so on.

        Between two such figures that differ by nothing, or by all names between them, nothing is left to look up."""
        names = [frozenset[str]().union(*classes[:k]) for k in range(len(classes) + 1)]
        figures = {k: self.waiting(names[k]) for k in {0, len(classes)}}

        def fill(low: int, high: int) -> None:
            if high - low < 2:
                return
            middle, grown = (low + high) // 2, figures[high] - figures[low]
            if grown == 0:
                figures[middle] = figures[low]
            elif grown == len(names[high]) - len(names[low]):
                figures[middle] = figures[low] + len(names[middle]) - len(names[low])
            else:
                figures[middle] = self.waiting(names[middle])
            fill(low, middle)
            fill(middle, high)

        fill(0, len(classes))
        return [figures[k] for k in range(len(names))]

    def waiting(self, counted: Collection[str]) -> int:
        """How many seats wait if of all seats up to the upper quotas those of ``counted`` names come first, and the
        others' last seats do not come at all."""
        last = {name: self.upper[name] if name in counted else self.lower[name] for name in self.weights}
        excess_of_all = sum(last.values()) - self.total
        greatest = max(excess_of_all, 0)
        horizon = self._horizon(counted, greatest - excess_of_all + 1)
        if horizon > self.total:
            return greatest
        came = [(-self._since(name, last[name]), name) for name in self.weights]
        heapify(came)
        for number in range(1, MOST_EVENTS):
            since = -came[0][0]
            if since - 1 < horizon:
                return greatest
            excess = number - (self.total - since + 1)
            if excess > greatest:
                greatest = excess
                horizon = self._horizon(counted, greatest - excess_of_all + 1)
            name = came[0][1]
            last[name] -= 1
            heapreplace(came, (-self._since(name, last[name]), name))
        raise bad_argument("weights", "are too unequal for the quota method at this total", "another method")

    def _since(self, name: str, n: int) -> int:
        """The house size from which the ``n``-th seat of a name can be given: the first whose quota exceeds n - 1."""
        return (n - 1) * self.whole // self.weights[name] + 1

    def _horizon(self, counted: Collection[str], gain: int) -> int:
        """The least house size at which the names left out have outgrown their lower quotas by ``gain`` seats in all
        (beyond ``total``: never). No earlier one can show an excess greater by ``gain`` than the whole past does."""
        least, rate, base = self.total + 1, 0, gain * self.whole
        for name in self.small_first:
            if name not in counted and self.lower[name] < self.upper[name]:
                rate += self.weights[name]
                base += self.lower[name] * self.whole
                least = min(least, -(-base // rate))
        return least
