"""How many of its places a row of quotas can really fill: families are never split, so a last place may stay empty.

Counting rule (contract 9): people present in B use the places that a state keeps for B first, then its general ones,
and a family may be counted on both. So a placement that sends ``s_B`` persons present in B to a state counts
``min(s_B, kept_B)`` on the kept row and ``max(0, s_B - kept_B)`` on the general one; it is feasible just if the
general counts add up to no more than the general places. ``usable_r`` is never less than what a feasible placement
counts on row r, for all rows at once:

- *kept row*: ``s_B`` is a sum of whole families and at most ``kept_B + general``, so it is at most the largest such
  subset sum S, and the count is at most ``min(kept_B, S)``. Without general places this is the plain subset sum.
- *general row*: families without a kept row are counted whole. Of those with one, any number of persons from 0 to
  ``persons_B - kept_B`` may go over (part of a family as well), so they stand here as that many single persons. The
  largest subset sum of both that is at most the places cannot be exceeded. Without kept rows it is the plain one.

Whole families alone would be no bound where a state has both rows: a family of 3 fills 2 kept and 1 general place,
although its size fits into neither.

*Then UB(p) is an upper bound* for every p >= 0. Take a feasible placement and count it as above: family i pays
``c_i = sum_r p_r * (persons of i counted on r)``, at least ``persons_i * min p_r`` over the rows that it may use at its
state, so ``value_i - c_i <= max(0, max_r(value - persons_i * p_r))``. Hence
``sum_i value_i = sum_i (value_i - c_i) + sum_r p_r * count_r <= sum_i max(0, ...) + sum_r p_r * usable_r = UB(p)``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fairshare.matching.problem import NOWHERE, Ints, Problem


def usable(problem: Problem) -> Ints:
    """The most places of each row of quotas (r) that families can fill, in persons."""
    sizes, numbers = _families(problem)
    places = {
        (state, present): room
        for state, present, room in zip(
            problem.row_state.tolist(), problem.row_present.tolist(), problem.places.tolist(), strict=True
        )
    }
    found = [
        _general(sizes, numbers[state], {b: kept for (at, b), kept in places.items() if at == state and b >= 0}, room)
        if present == NOWHERE
        else min(room, fill(_table(sizes, numbers[state, present]), room + places.get((state, NOWHERE), 0)))
        for (state, present), room in places.items()
    ]
    return np.array(found, np.int64)


def fill(families: Mapping[int, int], room: int) -> int:
    """The largest sum of sizes, at most ``room``, of some of the families (size: how many there are).

    Largest families first fill the room up to less than one size m. From there some best choice is reached by adding
    and taking out at most 2m - 1 families: ordered so that one is added while the sum is at or below the start and
    taken out while above, the sums stay within 2m values, and what lies between two equal sums can be left out (the
    exchange argument of Eisenbrand and Weismantel, 2018, "Proximity results and faster algorithms for integer
    programming using the Steinitz lemma"). So only that many of each size are open, and the sums of those are few:
    bits of one whole number.

    >>> fill({2: 5, 3: 1}, 8), fill({2: 5}, 7), fill({}, 3)
    (8, 6, 0)
    """
    sizes = sorted((size for size, number in families.items() if number), reverse=True)
    if sum(size * families[size] for size in sizes) <= room:
        return sum(size * families[size] for size in sizes)
    most, left, fixed, free = 2 * sizes[0] - 1, room, 0, dict[int, int]()
    full = False
    for size in sizes:
        taken = 0 if full else min(families[size], left // size)
        full |= taken < families[size]
        left -= taken * size
        fixed += max(0, taken - most) * size
        free[size] = min(taken, most) + min(families[size] - taken, most)
    return fixed + _largest_sum(free, room - fixed)


def _largest_sum(families: Mapping[int, int], room: int) -> int:
    """The largest subset sum by shifting bits: bit k is set if the sum k can be made. Numbers in powers of two."""
    window = (1 << room + 1) - 1
    sums = 1
    for size, number in families.items():
        some = 1
        while number:
            some = min(some, number)
            sums |= sums << size * some & window
            number, some = number - some, 2 * some
        if sums >> room:
            return room
    return sums.bit_length() - 1


def _families(problem: Problem) -> tuple[Ints, Ints]:
    """The different sizes, and the number of families by state they may go to, state of presence, and size."""
    sizes = np.flatnonzero(np.bincount(problem.persons))
    place = np.zeros(int(sizes.max(initial=0)) + 1, np.int64)
    place[sizes] = np.arange(len(sizes))
    states = len(problem.states)
    group = problem.present_in * len(sizes) + place[problem.persons]
    every = np.bincount(group[problem.eligible], minlength=states * len(sizes)).reshape(states, len(sizes))
    opened = problem.open_to[:, None] >> np.arange(states) & 1
    numbers = opened.T[:, :, None] * every
    lost = np.where(problem.eligible, problem.open_to[problem.present_in] & ~problem.allowed, 0)
    barred = np.flatnonzero(lost)
    for state in range(states):
        here = group[barred[(lost[barred] >> state & 1).astype(np.bool_)]]
        numbers[state] -= np.bincount(here, minlength=every.size).reshape(every.shape)
    return sizes, numbers


def _table(sizes: Ints, numbers: Ints) -> dict[int, int]:
    return dict(zip(sizes.tolist(), numbers.tolist(), strict=True))


def _general(sizes: Ints, numbers: Ints, kept: Mapping[int, int], room: int) -> int:
    """The general row of a state with rows ``kept`` for people present in some states: see the module's account."""
    whole, over = numbers.sum(axis=0), 0
    for present, places in kept.items():
        if places:
            whole = whole - numbers[present]
            over += max(0, int(numbers[present] @ sizes) - places)
    families = _table(sizes, whole)
    families[1] = families.get(1, 0) + over
    return fill(families, room)
