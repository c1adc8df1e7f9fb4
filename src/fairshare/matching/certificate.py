"""Is a placement allowed, and is its proof of optimality one? Checked from the columns of the files alone.

Nothing here comes from the rest of the matching: who finds the optimum does not check it. Whether unlinked cases were
shared fairly cannot be seen from a placement and is not checked; nor is the search of branch and bound repeated where a
bound rests on it: then it is said by how much the bound is below what prices prove.

Persons, places and counts are compared exactly. Values are sums of floats: they may differ by :data:`TOLERANCE`, which
is a thousand times the rounding of a million additions and a tenth of the smallest gap that is ever claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

TOLERANCE: Final = 1e-9
"""How far two values may be apart, relative to the greater of 1 and the value expected; and two gaps absolutely."""
TOLD: Final = 50
"""Families that a finding names."""
MOST_WORK: Final = 200_000_000
"""Places times sizes up to which the places that families can fill are counted; above, all places count."""
BRANCH_AND_BOUND: Final = "branch and bound"
COUNTS: Final = ("placed_cases", "placed_persons", "linked_honoured", "vulnerable_placed_persons")
"""What an answer may count: families, persons, families with a link honoured, persons of vulnerable families."""


@dataclass(frozen=True)
class Instance:
    """One matching as its files give it, in plain columns; -1 stands for no state.

    Families (n): ``persons``, ``present_in``, ``vulnerable``, ``eligible``. Links: at most one for a family and state.
    Rows of quotas (r): ``row_state``, ``row_present`` (-1: anyone), ``places``. Weights as in the policy."""

    states: tuple[str, ...]
    persons: Ints
    present_in: Ints
    vulnerable: Bools
    eligible: Bools
    link_family: Ints
    link_state: Ints
    link: Floats
    barred_family: Ints
    barred_state: Ints
    row_state: Ints
    row_present: Ints
    places: Ints
    place_weight: Fraction
    vulnerable_weight: Fraction
    links_weight: Fraction

    def row_name(self, row: int) -> str:
        """``DE`` for the general row of Germany, ``DE|IT`` for the one kept for people present in Italy."""
        present = int(self.row_present[row])
        name = self.states[self.row_state[row]]
        return name if present < 0 else f"{name}|{self.states[present]}"


@dataclass(frozen=True)
class Proof:
    """What is said to prove a placement: a price for each row (r), the bound, the gap, and what the bound rests on.

    ``bound_by`` names :data:`BRANCH_AND_BOUND` where the bound is below what the prices prove, UB(p). ``usable``: the
    places of each row (r) that families are said to be able to fill, if it says."""

    prices: Floats
    bound: float
    gap: float
    bound_by: str = ""
    usable: Ints | None = None


@dataclass(frozen=True)
class Claim:
    """What an answer says: per family (n) its state (-1: none), value and link; the totals; and the proof, if any.

    ``counts`` may have those of :data:`COUNTS`."""

    state: Ints
    value: Floats
    link: Floats
    objective: float
    counts: Mapping[str, int]
    proof: Proof | None = None


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, what is right, what was found; the first families (rows) that are at fault."""

    what: str
    expected: str
    found: str
    passed: bool
    families: tuple[int, ...] = field(default=())


def check(instance: Instance, claim: Claim) -> tuple[Finding, ...]:
    """Every check of a claim, passed or not. Columns must have the lengths of the instance.

    >>> one = np.array([0])
    >>> yes, none, nothing = one == 0, np.empty(0, np.int64), np.empty(0)
    >>> weights = (Fraction(8), Fraction(4), Fraction(2))
    >>> case = Instance(("DE", "IT"), one + 2, one + 1, ~yes, yes, none, none, nothing, none, none, one, one - 1, one + 2, *weights)
    >>> proof = Proof(np.array([8.0]), 16.0, 0.0)
    >>> all(f.passed for f in check(case, Claim(one, np.array([16.0]), np.array([0.0]), 16.0, {}, proof)))
    True
    """  # noqa: E501  (an instance is that long)
    findings = [*_pairs(instance, claim.state), _places(instance, claim.state), *_values(instance, claim)]
    if claim.proof is not None:
        findings += _proof(instance, claim.objective, claim.proof)
    return tuple(findings)


# --- is it allowed? ---------------------------------------------------------------------------------------------------


def _pairs(instance: Instance, state: Ints) -> Iterator[Finding]:
    """No pair with an ineligible case, the state of presence, an exclusion, or a state without places for the case."""
    placed = state >= 0
    yield _none_of("placed cases that are not eligible", placed & ~instance.eligible)
    yield _none_of("cases placed where they are", placed & (state == instance.present_in))
    barred = np.zeros(len(state), np.bool_)
    barred[instance.barred_family[state[instance.barred_family] == instance.barred_state]] = True
    yield _none_of("cases placed against an exclusion", barred)
    open_row = np.zeros((len(instance.states), len(instance.states)), np.bool_)
    for at, present in zip(instance.row_state.tolist(), instance.row_present.tolist(), strict=True):
        open_row[at, slice(None) if present < 0 else present] = True
    yield _none_of("cases placed without a row of quotas", placed & ~open_row[state, instance.present_in])


def _none_of(what: str, wrong: Bools) -> Finding:
    rows = np.flatnonzero(wrong)
    return Finding(what, "0", f"{len(rows):,}", not len(rows), tuple(rows[:TOLD].tolist()))


def _places(instance: Instance, state: Ints) -> Finding:
    """Persons within places: those present in B fill the places kept for B first, the others need general ones."""
    sent = np.zeros((len(instance.states), len(instance.states)), np.int64)
    np.add.at(sent, (state[state >= 0], instance.present_in[state >= 0]), instance.persons[state >= 0])
    over = sent.copy()
    general = np.zeros(len(instance.states), np.int64)
    for at, present, places in _rows(instance):
        if present < 0:
            general[at] = places
        else:
            over[at, present] = max(0, over[at, present] - places)
    needed = over.sum(axis=1)
    full = [
        f"{instance.states[at]}: {needed[at]:,} persons for {general[at]:,} general places"
        for at in np.flatnonzero(needed > general).tolist()
    ]
    return Finding("persons within places", "in every state", "; ".join(full) or "in every state", not full)


def _rows(instance: Instance) -> Iterable[tuple[int, int, int]]:
    columns = (instance.row_state.tolist(), instance.row_present.tolist(), instance.places.tolist())
    return zip(*columns, strict=True)


# --- is it worth what it says? ----------------------------------------------------------------------------------------


def _values(instance: Instance, claim: Claim) -> Iterator[Finding]:
    """The link and the value of every case anew, and their totals."""
    placed = claim.state >= 0
    link = np.zeros(len(claim.state))
    made = claim.state[instance.link_family] == instance.link_state
    link[instance.link_family[made]] = instance.link[made]
    value = np.where(placed, instance.persons * (_base(instance) + float(instance.links_weight) * link), 0.0)
    yield _none_of("cases with a wrong link", ~_near(claim.link, link))
    yield _none_of("cases with a wrong value", ~_near(claim.value, value))
    yield _equal("objective", fsum(value.tolist()), claim.objective)
    vulnerable = instance.persons[placed & instance.vulnerable]
    counted = (placed.sum(), instance.persons[placed].sum(), (link > 0).sum(), vulnerable.sum())
    for what, right in zip(COUNTS, map(int, counted), strict=True):
        if what in claim.counts:
            said = claim.counts[what]
            yield Finding(what, f"{right:,}", f"{said:,}", right == said)


def _base(instance: Instance) -> Floats:
    """The value of one person's place without a link, by family."""
    place, more = instance.place_weight, instance.place_weight + instance.vulnerable_weight
    return np.where(instance.vulnerable, float(more), float(place))


def _near(found: Floats, right: Floats) -> Bools:
    """Whether values agree; what is no number agrees with nothing."""
    return np.asarray(np.abs(found - right) <= TOLERANCE * np.maximum(1.0, np.abs(right)))


def _equal(what: str, right: float, said: float) -> Finding:
    return Finding(what, repr(right), repr(said), bool(_near(np.array([said]), np.array([right]))[0]))


# --- is it proved? ----------------------------------------------------------------------------------------------------


def _proof(instance: Instance, objective: float, proof: Proof) -> Iterator[Finding]:
    """Whether the prices prove the bound, or say by how much branch and bound went below them; and the gap."""
    valid = np.isfinite(proof.prices) & (proof.prices >= 0)
    bad = ", ".join(f"{instance.row_name(row)}: {proof.prices[row]}" for row in np.flatnonzero(~valid).tolist())
    yield Finding("prices", "0 or more", bad or "0 or more", not bad)
    above = TOLERANCE * max(1.0, abs(objective))
    yield Finding("bound", f"at least {objective!r}", repr(proof.bound), bool(proof.bound >= objective - above))
    room = usable_places(instance)
    if proof.usable is not None:
        wrong = [
            row for row, (right, said) in enumerate(zip(room, proof.usable.tolist(), strict=True)) if right != said
        ]
        told = ", ".join(f"{instance.row_name(row)}: {proof.usable[row]:,} for {room[row]:,}" for row in wrong)
        yield Finding("usable places", "as families fill them", told or "as families fill them", not wrong)
    if not bad:
        yield _bound(upper_bound(instance, proof.prices, room), proof)
    gap = (proof.bound - objective) / proof.bound if proof.bound else 0.0
    yield Finding("gap", repr(gap), repr(proof.gap), bool(abs(gap - proof.gap) <= TOLERANCE))


def _bound(proved: float, proof: Proof) -> Finding:
    slack = TOLERANCE * max(1.0, abs(proved))
    if proof.bound_by == BRANCH_AND_BOUND:
        expected = f"at most {proved!r}, by branch and bound (not repeated)"
        return Finding("UB(p)", expected, repr(proof.bound), bool(proof.bound <= proved + slack))
    return _equal("UB(p)", proved, proof.bound)


def upper_bound(instance: Instance, prices: Floats, usable: Sequence[int]) -> float:
    """UB(p) = sum of p_r * usable_r + sum of max(0, max_r(value - persons * p_r)), for finite prices p >= 0.

    ``usable``: :func:`usable_places`, or anything not below.

    Why no placement is worth more: pay ``p_r`` for every person that a placement counts on row r. A family pays at
    least the cheapest row that it may use at its state, so what it is worth beyond its payment is at most its maximum
    above; and what is paid in all is at most ``p_r * usable_r`` on each row."""
    cheapest = np.full((len(instance.states), len(instance.states)), np.inf)  # by present state and destination
    for (at, present, _), price in zip(_rows(instance), prices.tolist(), strict=True):
        who = slice(None) if present < 0 else present
        cheapest[who, at] = np.minimum(cheapest[who, at], price)
    np.fill_diagonal(cheapest, np.inf)
    base, best = _base(instance), np.zeros(len(instance.persons))
    for at in range(len(instance.states)):
        worth = base - cheapest[instance.present_in, at]
        here = instance.link_state == at
        worth[instance.link_family[here]] += float(instance.links_weight) * instance.link[here]
        worth[instance.barred_family[instance.barred_state == at]] = -np.inf
        np.maximum(best, worth, out=best)
    best[~instance.eligible] = 0.0
    paid = [float(price) * places for price, places in zip(prices.tolist(), usable, strict=True)]
    return fsum([*(instance.persons * best).tolist(), *paid])


def usable_places(instance: Instance) -> list[int]:
    """The most places of each row (r) that a placement can count on it, found by a table over all sums.

    On a row kept for B: the persons in whole families present in B who fit into kept and general places together, at
    most the kept ones. On general places: whole families without a kept row there, and of those with one any number of
    persons beyond the kept places, since a family may be counted on both."""
    kept = {(at, present): places for at, present, places in _rows(instance) if present >= 0}
    general = {at: places for at, present, places in _rows(instance) if present < 0}
    found = []
    for at, present, places in _rows(instance):
        groups = _sizes_of_those_who_may_go(instance, at)
        pooled = np.zeros_like(groups[0])
        if present >= 0:
            found.append(min(places, _largest_sum(groups[present], places + general.get(at, 0))))
            continue
        for group, numbers in enumerate(groups):
            if own := kept.get((at, group), 0):
                pooled[1] += max(0, int(numbers @ np.arange(len(numbers))) - own)
            else:
                pooled += numbers
        found.append(_largest_sum(pooled, places))
    return found


def _sizes_of_those_who_may_go(instance: Instance, at: int) -> Ints:
    """By present state (s) and size (from 0), the number of families that may be placed in a state."""
    free = instance.eligible & (instance.present_in != at)
    free[instance.barred_family[instance.barred_state == at]] = False
    most, states = int(instance.persons.max(initial=1)) + 1, len(instance.states)
    group = instance.present_in[free] * most + instance.persons[free]
    return np.bincount(group, minlength=states * most).reshape(states, most)


def _largest_sum(numbers: Ints, room: int) -> int:
    """The largest sum of sizes up to ``room``; ``numbers[k]`` families have size k.

    With enough single persons to fill what the next family would be too large for, that is all the room. Otherwise
    ``sums[j]`` says whether j can be made: a new size k makes j too if one of ``j - k, j - 2k, ...`` was made before,
    not more than ``numbers[k]`` steps back."""
    total = int(numbers @ np.arange(len(numbers)))
    sizes = np.flatnonzero(numbers).tolist()
    if total <= room:
        return total
    if numbers[1] >= sizes[-1] - 1 or room * len(sizes) > MOST_WORK:
        return room
    sums = np.zeros(room + 1, np.bool_)
    sums[0] = True
    for size in sizes:
        steps = -(-(room + 1) // size)
        table = np.zeros(steps * size, np.bool_)
        table[: room + 1] = sums
        step = np.arange(steps, dtype=np.int32)[:, None]
        last = np.maximum.accumulate(np.where(table.reshape(steps, size), step, np.int32(-(2**30))), axis=0)
        sums = (step - last <= numbers[size]).reshape(-1)[: room + 1]
        if sums[room]:
            return room
    return int(np.flatnonzero(sums)[-1])
