"""Synthetic families, links and places for trying the matching: real shares given, everything else named assumptions.

What is real comes in as :class:`Shares`: where people of which nationality apply, where their compatriots live, and the
key by which places are spread. What is not known of those to be relocated stands in :class:`Assumptions`, each with its
name; none is an estimate. Nothing here is tuned to a solver: whom a nationality's links ask for follows the stock of
migrants, so that a few states are asked for far above their part of the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.law.apportionment import apportion
from fairshare.matching.policy import KINDS, Policy
from fairshare.matching.problem import NOWHERE, Floats, Ints, Problem

MOST: Final = 9_999_999
"""Families in one sample; case numbers have seven digits, so that their order as text is their order as numbers."""
STEPS: Final = 100
"""Strengths of links are whole hundredths."""


@dataclass(frozen=True)
class Shares:
    """What is known: by nationality (k) and state (s), persons who applied and migrants who live there; and the key.

    ``applications`` is above 0 in the benefitting states alone. ``key`` names the states that offer places. A
    nationality without migrants in any of those takes the key instead of its ``stock``.
    Raises :class:`~fairshare.faults.BadInputError` for shapes that do not fit, negative figures and states not named.
    """

    nationalities: tuple[str, ...]
    states: tuple[str, ...]
    applications: Floats
    stock: Floats
    key: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        shape = (len(self.nationalities), len(self.states))
        for name, figures in (("applications", self.applications), ("stock", self.stock)):
            if figures.shape != shape or not np.isfinite(figures).all() or (figures < 0).any():
                raise bad_argument(name, "is no table of numbers", f"{shape[0]} rows of {shape[1]} numbers, 0 or more")
        if not self.applications.any():
            raise bad_argument("applications", "are all zero", "at least one above 0")
        if self.states != tuple(sorted(set(self.states))) or not set(self.key) <= set(self.states):
            raise bad_argument("states", "are not sorted, or the key names another", "each state once, sorted")
        if min(self.key.values(), default=Fraction(0)) <= 0:
            raise bad_argument("key", "names no state, or one without a share", "shares above 0")


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of the families. Distributions are weights; they need not add up to 1.

    ``sizes``: families of 1, 2, … persons (the default has a mean of 2.4: most apply alone, few families are large).
    ``linked``: families with a link; ``links``: those with 1, 2, … rows of links (a row that repeats state and kind is
    left out); ``kinds``: what the links are; ``strength``: the likeliest strength of a link. ``vulnerable``: families
    with a vulnerable person. ``places``: places offered, as a part of all persons. ``agreements``: states that keep
    ``kept`` of their places for people present in one benefitting state.
    """

    sizes: tuple[float, ...] = (0.46, 0.17, 0.13, 0.11, 0.07, 0.03, 0.015, 0.008, 0.004, 0.002, 0.0006, 0.0004)
    linked: float = 0.45
    links: tuple[float, ...] = (0.6, 0.25, 0.1, 0.05)
    kinds: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"family": 0.4, "cultural": 0.2, "language": 0.2, "study": 0.05, "stay": 0.15}
        )
    )
    strength: float = 0.6
    vulnerable: float = 0.2
    places: Fraction = Fraction(95, 100)
    agreements: float = 0.3
    kept: Fraction = Fraction(1, 4)

    def __post_init__(self) -> None:
        for name in ("linked", "vulnerable", "strength", "agreements", "kept"):
            if not 0 <= getattr(self, name) <= 1:
                raise bad_argument(name, f"{getattr(self, name)} is no part of a whole", "a number from 0 to 1")
        if not 0 <= self.places <= 100:
            raise bad_argument("places", f"{float(self.places):g} is out of range", "a number from 0 to 100")
        if unknown := sorted(set(self.kinds) - set(KINDS)):
            raise bad_argument("kinds", f"{', '.join(unknown)} is no kind of link", "kinds out of " + ", ".join(KINDS))
        for name, weights in (("sizes", self.sizes), ("links", self.links), ("kinds", tuple(self.kinds.values()))):
            if min(weights, default=-1) < 0 or not sum(weights):
                raise bad_argument(name, "is no distribution", "weights of 0 or more, not all 0")


@dataclass(frozen=True)
class Sample:
    """Families (n) with their links, exclusions and places, as columns; states and nationalities by number.

    Links are sorted by family, state and kind, each once. ``link_kind`` is a place in
    :data:`~fairshare.matching.policy.KINDS`, ``link_strength`` is in hundredths. ``row_present`` is
    :data:`~fairshare.matching.problem.NOWHERE` for general places.
    """

    seed: int
    states: tuple[str, ...]
    nationalities: tuple[str, ...]
    persons: Ints
    present_in: Ints
    vulnerable: Ints
    nationality: Ints
    link_family: Ints
    link_state: Ints
    link_kind: Ints
    link_strength: Ints
    barred_family: Ints
    barred_state: Ints
    row_state: Ints
    row_present: Ints
    places: Ints

    @property
    def families(self) -> int:
        """How many families there are."""
        return len(self.persons)


def case_number(family: int) -> str:
    """The name of a family by its place.

    >>> case_number(0)
    'F0000001'
    """
    return f"F{family + 1:07d}"


def sample(
    n: int,
    seed: int,
    shares: Shares,
    *,
    assumptions: Assumptions | None = None,
    dense: bool = False,
    agreements: bool = False,
    exclusions: float = 0.0,
) -> Sample:
    """Draw ``n`` families; the same arguments give the same sample, and options leave what they do not concern as is.

    ``dense``: a link of every family to every state. ``agreements``: some states keep places for people present in one
    benefitting state. ``exclusions``: families that must not go to one of the states, as a part of all.
    Raises :class:`~fairshare.faults.BadInputError` for a number of families or a rate out of range.
    """
    if not 1 <= n <= MOST:
        raise bad_argument("N", f"{n} is out of range", f"a number of families from 1 to {MOST}")
    if not 0 <= exclusions <= 1:
        raise bad_argument("exclusions", f"{exclusions} is no part of a whole", "a number from 0 to 1")
    if seed < 0:
        raise bad_argument("seed", f"{seed} is negative", "a whole number, 0 or more")
    given = assumptions or Assumptions()
    people, ties, pairs, offer = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(4))
    cell = _drawn(people, shares.applications.ravel(), n)
    nationality, present = cell // len(shares.states), cell % len(shares.states)
    persons = 1 + _drawn(people, np.array(given.sizes), n)
    vulnerable = (people.random(n) < given.vulnerable).astype(np.int64)
    family, state, kind, strength = (_dense_links if dense else _links)(ties, shares, given, nationality, present)
    barred = np.flatnonzero(pairs.random(n) < exclusions)
    return Sample(
        seed, shares.states, shares.nationalities, persons, present, vulnerable, nationality,
        family, state, kind, strength,
        barred, _drawn(pairs, _key(shares), len(barred)),
        *_places(offer, shares, given, int(persons.sum()), agreements),
    )  # fmt: skip


def _drawn(rng: np.random.Generator, weights: Floats, n: int) -> Ints:
    """Places in a distribution, drawn ``n`` times."""
    return rng.choice(len(weights), size=n, p=weights / weights.sum()).astype(np.int64)


def _key(shares: Shares) -> Floats:
    return np.array([float(shares.key.get(state, 0)) for state in shares.states])


def _links(
    rng: np.random.Generator, shares: Shares, given: Assumptions, nationality: Ints, present: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """Links of some families, to states that offer places in proportion to the stock of their nationality there."""
    n = len(nationality)
    rows = np.where(rng.random(n) < given.linked, 1 + _drawn(rng, np.array(given.links), n), 0)
    family = np.repeat(np.arange(n), rows)
    key = _key(shares)
    stock = np.where(key > 0, shares.stock, 0.0)
    stock = np.where(stock.any(axis=1, keepdims=True), stock, key)
    below = np.cumsum(stock / stock.sum(axis=1, keepdims=True), axis=1)
    below[:, -1] = 1.0
    ladder = (below + np.arange(len(stock))[:, None]).ravel()
    wanted = nationality[family]
    state = np.searchsorted(ladder, wanted + rng.random(len(family)), side="right") - wanted * len(key)
    kind, strength = _kinds_and_strengths(rng, given, len(family))
    pair = (family * len(key) + state) * len(KINDS) + kind
    kept = np.unique(pair, return_index=True)[1]
    kept = kept[state[kept] != present[family[kept]]]
    return family[kept], state[kept], kind[kept], strength[kept]


def _dense_links(
    rng: np.random.Generator, shares: Shares, given: Assumptions, nationality: Ints, present: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """One link of every family to every state, its own among them: a matching has to leave that one out."""
    n, states = len(nationality), len(shares.states)
    kind, strength = _kinds_and_strengths(rng, given, n * states)
    return np.repeat(np.arange(n), states), np.tile(np.arange(states), n), kind, strength


def _kinds_and_strengths(rng: np.random.Generator, given: Assumptions, rows: int) -> tuple[Ints, Ints]:
    kind = _drawn(rng, np.array([given.kinds.get(name, 0.0) for name in KINDS]), rows)
    strength = np.ceil(rng.triangular(0.0, given.strength, 1.0, rows) * STEPS)
    return kind, np.clip(strength, 1, STEPS).astype(np.int64)


def _places(
    rng: np.random.Generator, shares: Shares, given: Assumptions, persons: int, agreements: bool
) -> tuple[Ints, Ints, Ints]:
    """Rows of quotas: a part of all persons by the key (largest remainders, ties by lot), agreements beside them."""
    names = sorted(shares.key)
    lots = [names[i] for i in rng.permutation(len(names))]
    offered = apportion("hamilton", int(persons * given.places), shares.key, lots=lots).seats
    agree = rng.random(len(names)) < (given.agreements if agreements else 0.0)
    towards = _drawn(rng, shares.applications.sum(axis=0), len(names))
    rows = []
    for name, kept, present in zip(names, agree.tolist(), towards.tolist(), strict=True):
        part = int(offered[name] * given.kept) if kept and shares.states[present] != name else 0
        rows.append((shares.states.index(name), NOWHERE, offered[name] - part))
        if part:
            rows.append((shares.states.index(name), present, part))
    columns = np.array(rows, np.int64)
    return columns[:, 0], columns[:, 1], columns[:, 2]


def problem(drawn: Sample, policy: Policy) -> Problem:
    """The sample as an instance of the matching. Everyone in it is eligible."""
    weights = np.array([float(policy.kinds.get(kind, 0)) for kind in KINDS])
    worth = weights[drawn.link_kind] * (drawn.link_strength / STEPS)
    pair = drawn.link_family * len(drawn.states) + drawn.link_state
    start = np.flatnonzero(np.diff(pair, prepend=-1))
    link = np.maximum.reduceat(worth, start) if len(worth) else worth
    start, link = start[link > 0], link[link > 0]
    return Problem(
        states=drawn.states,
        persons=drawn.persons,
        present_in=drawn.present_in,
        vulnerable=drawn.vulnerable.astype(np.bool_),
        eligible=np.ones(drawn.families, np.bool_),
        nationality=drawn.nationality,
        link_family=drawn.link_family[start],
        link_state=drawn.link_state[start],
        link=link,
        barred_family=drawn.barred_family,
        barred_state=drawn.barred_state,
        row_state=drawn.row_state,
        row_present=drawn.row_present,
        places=drawn.places,
        policy=policy,
    )
