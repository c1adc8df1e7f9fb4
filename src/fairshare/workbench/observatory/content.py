"""What the site is made of: evaluations of pools and past cycles, load ratios, claims, and a league of mechanisms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fairshare.evaluation.expost import pool_year
from fairshare.evaluation.expost.claims import claims_evaluation
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.load_ratios import load_ratio_evaluation
from fairshare.evaluation.expost.past import PAST, Read
from fairshare.evaluation.expost.simulated import covered, with_simulated
from fairshare.evaluation.mechanisms.league_document import League
from fairshare.evaluation.pool import PoolReport
from fairshare.states import NAMES, PART_IV


@dataclass(frozen=True, slots=True)
class Content:
    """``pools`` and ``past`` are told newest first; ``ratios`` and ``claims`` have pages of their own kind."""

    pools: tuple[Evaluation, ...]
    past: tuple[Evaluation, ...]
    ratios: Evaluation
    claims: Evaluation
    league: League

    @property
    def cycles(self) -> tuple[Evaluation, ...]:
        """Every cycle that was evaluated."""
        return (*self.pools, *self.past)

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Everything that has figures."""
        return (*self.cycles, self.ratios, self.claims)

    @property
    def states(self) -> tuple[str, ...]:
        """The states of Part IV, and those that only a past cycle names."""
        named = {part for one in self.cycles for key in one.figures for part in key.split(".")[1:]}
        return tuple(sorted(PART_IV | (named & NAMES.keys())))

    @property
    def known(self) -> frozenset[str]:
        """The states and evaluations that have a page."""
        return frozenset((*self.states, *(one.name for one in self.cycles)))

    @property
    def as_of(self) -> date:
        """The day of the latest knowledge in it."""
        return max(one.as_of for one in self.evaluations)


def content(reports: Iterable[PoolReport], league: League, read: Read) -> Content:
    """The content of the site, from the pools as their ledgers show them."""
    pools: list[Evaluation] = []
    for report in sorted(reports, key=lambda one: one.year):
        found = pool_year.evaluation(report, read)
        pools.append(with_simulated(found, league) if covered(found, league) else found)
    past = sorted(PAST.values(), key=lambda one: one.start, reverse=True)
    return Content(
        tuple(reversed(pools)),
        tuple(one.evaluation(read) for one in past),
        load_ratio_evaluation(read),
        claims_evaluation(read),
        league,
    )
