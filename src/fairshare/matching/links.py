"""Declared links, row by row, and the one link of each pair that a policy makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fairshare.matching.policy import KINDS, Policy
from fairshare.matching.problem import Floats, Ints, Problem

KIND_NAMES: Final = tuple(KINDS)
"""Kinds of links by number."""


@dataclass(frozen=True)
class LinkRows:
    """Declared links (l), in any order: ``family``, ``state``, ``kind`` (number in :data:`KIND_NAMES`), ``strength``.

    ``strength`` is above 0 and at most 1. A family, state and kind stands at most once.
    """

    family: Ints
    state: Ints
    kind: Ints
    strength: Floats


@dataclass(frozen=True)
class PairLinks:
    """The link of each pair (m), sorted by family and state: kind weight times strength, and the kind that gave it."""

    family: Ints
    state: Ints
    link: Floats
    kind: Ints


def pair_links(rows: LinkRows, policy: Policy, states: int) -> PairLinks:
    """The greatest ``kind weight * strength`` of every pair; of equal ones the kind that comes first in the list.

    A pair whose links all count 0 is left out. ``states``: how many states there are.
    """
    weights = np.array([float(policy.kinds.get(kind, 0)) for kind in KIND_NAMES])
    pair = rows.family * states + rows.state
    order = np.argsort(pair, kind="stable")
    pair, kind = pair[order], rows.kind[order]
    worth = weights[kind] * rows.strength[order]
    begins = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])) if len(pair) else np.zeros(0, np.int64)
    if not len(begins):
        return PairLinks(begins, begins, np.zeros(0), begins)
    greatest = np.maximum.reduceat(worth, begins)
    is_greatest = worth == np.repeat(greatest, np.diff(np.append(begins, len(pair))))
    first = np.minimum.reduceat(np.where(is_greatest, kind, len(KIND_NAMES)), begins)
    counts = greatest > 0
    found = pair[begins][counts]
    return PairLinks(found // states, found % states, greatest[counts], first[counts])


def relinked(problem: Problem, rows: LinkRows, policy: Policy) -> Problem:
    """The same families and places under another policy: the links are weighed anew from their rows."""
    pairs = pair_links(rows, policy, len(problem.states))
    return replace(problem, policy=policy, link_family=pairs.family, link_state=pairs.state, link=pairs.link)


def link_kinds(problem: Problem, rows: LinkRows) -> Ints:
    """The kind behind each link (m) of a problem made from these rows."""
    return pair_links(rows, problem.policy, len(problem.states)).kind
