"""How fair a placement is by the priorities of states: envy, strong envy, rank reached, and places left that are
wanted.

The notion is that of Delacrétaz, Kominers and Teytelboym, "Matching Mechanisms for Refugee Resettlement", American
Economic Review 113(10), 2023. Let family g be placed in state s.

- Family f *envies* g if f would rather be in s than where it is, and has a higher priority there than g.
- It envies g *strongly* if moreover s could not accommodate g alongside all families of higher priority than g that are
  in s or would rather be there. Otherwise g is in nobody's way.

A placement without strong envy is *weakly envy-free*. Where a state has only general places, the two come to the same
in the result of CMDA and of TMDA; with places kept by agreement (see :mod:`.cumulative_acceptance` for when a state can
accommodate a family), a family on kept places is in nobody's way who has no claim to these.

Nothing is compared pair by pair: by state, those who are there or would rather be are taken in order of priority.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.matching.mechanisms.accommodation import capacity
from fairshare.matching.mechanisms.preferences import Preferences, Short
from fairshare.matching.problem import NOWHERE, Bools, Ints, Problem


@dataclass(frozen=True, slots=True)
class Fairness:
    """``envy`` and ``strong_envy`` count pairs of families, ``envious`` and ``strongly_envious`` families that envy
    anyone so. ``weak_envy`` is the rest of the pairs. ``mean_rank`` is over the placed, 1 for the first of a family's
    list (``nan`` if nobody is placed). ``wasted`` counts free places of rows from which a family that would rather be
    in that state could be served as things stand."""

    envy: int
    strong_envy: int
    envious: int
    strongly_envious: int
    mean_rank: float
    wasted: int

    @property
    def weak_envy(self) -> int:
        """Pairs with envy that is not strong."""
        return self.envy - self.strong_envy


def fairness(lists: Preferences, state: Ints) -> Fairness:
    """The measures of a placement (n: the state of each family), in a few passes over the families for each state."""
    now = lists.rank_at(state)
    pairs = np.zeros(2, np.int64)
    envious = np.zeros((2, lists.problem.families), np.bool_)
    wasted = 0
    for at in range(len(lists.problem.states)):
        envies, strong = _envy_at(lists, state, at, now, envious)
        pairs += envies, strong
        wasted += _wasted_at(lists.problem, state, at, lists.rank[:, at] < now)
    placed = state != NOWHERE
    mean = float(now[placed].mean() + 1) if placed.any() else float("nan")
    envy, strong = envious.sum(axis=1).tolist()
    return Fairness(int(pairs[0]), int(pairs[1]), envy, strong, mean, wasted)


def _envy_at(lists: Preferences, state: Ints, at: int, now: Short, envious: Bools) -> tuple[int, int]:
    """Pairs with envy and with strong envy towards families placed in one state; marks the envious (in place)."""
    order = lists.order[at]
    line = order[(lists.rank[order, at] < now[order]) | (state[order] == at)]
    here = state[line] == at
    before = np.cumsum(~here)
    blocked = here & ~accommodated(lists.problem, at, line)
    for mark, held in zip(envious, (here, blocked), strict=True):
        last = len(line) - np.argmax(held[::-1]) if held.any() else 0
        mark[line[:last][~here[:last]]] = True
    return int(before[here].sum()), int(before[blocked].sum())


def accommodated(problem: Problem, state: int, line: Ints) -> Bools:
    """For families in order of priority (k): whether the state can accommodate each alongside all before it."""
    general, kept = capacity(problem)
    present, extra = problem.present_in[line], problem.persons[line].copy()
    on_kept = np.zeros(len(line), np.bool_)
    for home in np.flatnonzero(kept[state]).tolist():
        mine = np.flatnonzero(present == home)
        over = np.maximum(np.cumsum(extra[mine]) - kept[state, home], 0)
        extra[mine], on_kept[mine] = np.diff(over, prepend=0), over == 0
    found: Bools = on_kept | (np.cumsum(extra) <= general[state])
    return found


def _wasted_at(problem: Problem, state: Ints, at: int, would: Bools) -> int:
    """Free places of one state that someone who would rather be there could take, with what is left of their rows."""
    general, kept = capacity(problem)
    here = state == at
    persons = np.bincount(problem.present_in[here], problem.persons[here], len(problem.states)).astype(np.int64)
    free = general[at] - np.maximum(persons - kept[at], 0).sum()
    free_kept = np.maximum(kept[at] - persons, 0)
    taker = would & (problem.persons <= free + free_kept[problem.present_in])
    homes = np.unique(problem.present_in[taker])
    needs_general = taker & (problem.persons > free_kept[problem.present_in])
    needed = needs_general.any() or (len(homes) and (free_kept[homes] == 0).any())
    return int(free_kept[homes].sum() + (free if needed else 0))
