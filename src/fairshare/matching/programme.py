"""The matching as an integer programme for HiGHS, for instances of moderate size: counts of kinds within the places.

Columns are those of :class:`~fairshare.matching.kinds.Kinds`. Agreements: people present in B use the places that a
state keeps for B first, then its general ones, and a family may be counted on both. So persons flow: of those present
in B who go to a state with both rows, some number of persons (a real one) goes over to the general row, and only the
rest counts on the kept one.

A mechanism maximises one linear measure after another and holds what it has reached by a :class:`Limit`. Measures are
scaled by their greatest coefficient. "Closed" means: proved within :data:`EXACT` of that coefficient, which is far
below the least difference that strengths of links in whole hundredths can make.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from fairshare.matching.branches import TOLERANCE, Entries, Model
from fairshare.matching.kinds import Kinds
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Placement

EXACT: Final = 1e-8
"""How far below its bound a measure may stay and count as proved, as a part of its greatest coefficient."""

MOST: Final = 150_000
"""The most columns that are tried: beyond them the linear relaxation alone takes minutes and gigabytes."""

_SCALE: Final = 1e3  # the greatest coefficient that HiGHS sees, so that its absolute tolerances are small beside it
_SLACK: Final = 100 * TOLERANCE  # of a scaled measure that is held: below what EXACT lets through


@dataclass(frozen=True)
class Limit:
    """One more row: ``lower <= coefficients @ columns <= upper``, for the columns that it names."""

    columns: Ints
    coefficients: Floats
    lower: float = -np.inf
    upper: float = np.inf


@dataclass(frozen=True)
class Free:
    """Columns after the counts, such as a level that many rows share: their bounds, and which are whole numbers."""

    lower: Floats = field(default_factory=lambda: np.empty(0))
    upper: Floats = field(default_factory=lambda: np.empty(0))
    whole: Bools = field(default_factory=lambda: np.empty(0, np.bool_))


@dataclass(frozen=True)
class Found:
    """The best ``counts`` (c) and free columns found, their measure, a bound above it, and whether that closes it.

    ``seconds`` is what HiGHS says it took.
    """

    counts: Ints
    free: Floats
    objective: float
    bound: float
    closed: bool
    seconds: float


@dataclass(frozen=True)
class Level:
    """One measure that was maximised in its turn: what was reached, and the bound that nothing can exceed.

    ``closed``: the two are the same but for rounding, so ``value`` is the optimum of this level.
    """

    name: str
    value: float
    bound: float
    closed: bool

    @property
    def gap(self) -> float:
        """The part of the bound that was not reached; 0 where the bound is 0, 1 where it is infinite."""
        if np.isinf(self.bound):
            return 1.0
        return max(0.0, self.bound - self.value) / abs(self.bound) if self.bound else 0.0


@dataclass(frozen=True)
class LevelledPlacement(Placement):
    """A placement that maximises some measures in turn, each with what the earlier ones reached held.

    Where the time limit of the policy came before a proof, ``closed`` is False and the level's ``gap`` tells how much
    could be missing.
    """

    levels: tuple[Level, ...]

    @property
    def closed(self) -> bool:
        """Whether every level is proved."""
        return all(level.closed for level in self.levels)


class Budget:
    """Seconds of branch and bound for some tasks: each may take an equal part of what those before it left, and a
    quarter of it at least, since what comes first weighs most and what follows begins from there.
    """

    def __init__(self, seconds: float, tasks: int) -> None:
        self._left, self._tasks = float(seconds), tasks

    def part(self) -> float:
        """What the next task may take."""
        self._tasks -= 1
        return self._left / min(self._tasks + 1, 4)

    def spend(self, seconds: float) -> None:
        """Count what a task took."""
        self._left = max(0.0, self._left - seconds)


def maximise(
    kinds: Kinds,
    measure: Floats,
    limits: tuple[Limit, ...] = (),
    *,
    free: Free | None = None,
    start: Ints | None = None,
    seconds: float = np.inf,
    within: float | None = None,
    relaxed: bool = False,
) -> Found:
    """The counts and ``free`` columns of the greatest ``measure`` (by column, counts first) within places and limits.

    ``start``: feasible counts to begin with; they are the answer if none better is found in ``seconds`` of branch and
    bound, or if there are more than :data:`MOST` columns. ``within``: how near to its bound the measure counts as
    proved. ``relaxed``: counts may be fractions (and come back rounded down), so that only the bound and the free
    columns of such an answer are of use.
    """
    if not kinds.columns:  # nobody can go anywhere
        return Found(kinds.state, np.empty(0), 0.0, 0.0, True, 0.0)
    free = free or Free()
    begun = np.zeros(kinds.columns, np.int64) if start is None else start
    if kinds.columns > MOST:
        return Found(begun, np.zeros(len(free.lower)), float(measure[: kinds.columns] @ begun), np.inf, False, 0.0)
    scale = _SCALE / (np.abs(measure).max(initial=0.0) or 1.0)
    entries, flows = _rows(kinds, len(free.lower))
    for limit in limits:
        entries.add(limit.columns, limit.coefficients, limit.lower, limit.upper)
    model = Model(
        cost=np.concatenate([measure * scale, np.zeros(flows)]),
        lower=np.concatenate([np.zeros(kinds.columns), free.lower, np.zeros(flows)]),
        upper=np.concatenate([kinds.most, free.upper, np.full(flows, np.inf)]),
        whole=np.concatenate([np.full(kinds.columns, True), free.whole, np.full(flows, False)]),
        entries=entries,
        within=EXACT * _SCALE if within is None else within * scale,
    )
    answer = model.relaxed(seconds) if relaxed else model.optimum(seconds, start)
    columns = answer.columns
    if not len(columns) or (
        not measure[kinds.columns :].any() and answer.objective < model.cost[: kinds.columns] @ begun
    ):
        columns = np.concatenate([begun, np.zeros(len(free.lower))])
    counts = np.floor(columns[: kinds.columns]) if relaxed else np.rint(columns[: kinds.columns])
    rest = columns[kinds.columns : len(measure)]
    objective = float(measure @ np.concatenate([counts, rest]))
    bound = max(answer.bound / scale, objective)
    closed = bool(answer.closed and len(answer.columns))
    return Found(counts.astype(np.int64), rest, objective, float(bound), closed, answer.seconds)


def hold(measure: Floats, least: float) -> Limit:
    """The limit that holds a measure of the counts at what was reached."""
    named = np.flatnonzero(measure)
    scale = _SCALE / (np.abs(measure).max(initial=0.0) or 1.0)
    return Limit(named, measure[named] * scale, lower=least * scale - _SLACK)


def _rows(kinds: Kinds, free: int) -> tuple[Entries, int]:
    """The rows of kinds and of places, and how many columns of flows (after ``free`` ones) these need."""
    entries, every = Entries([], [], [], [], []), np.bincount(kinds.of, minlength=len(kinds.example))
    columns, bounds = np.arange(kinds.columns), np.searchsorted(kinds.kind, np.arange(len(every) + 1))
    for kind in np.flatnonzero(np.diff(bounds) > 1).tolist():  # one column alone is within its bound
        mine = columns[bounds[kind] : bounds[kind + 1]]
        entries.add(mine, np.ones(len(mine)), -np.inf, float(every[kind]))
    problem, flows = kinds.problem, 0
    keys = zip(problem.row_state.tolist(), problem.row_present.tolist(), strict=True)
    places = dict(zip(keys, problem.places.tolist(), strict=True))
    present = problem.present_in[kinds.family]
    for state in sorted({state for state, _ in places}):
        here, general = kinds.state == state, [columns[:0]]
        amounts = [kinds.persons[:0]]
        for kept_for in sorted(kept_for for at, kept_for in places if at == state and kept_for != NOWHERE):
            mine = np.flatnonzero(here & (present == kept_for))
            here &= present != kept_for
            over = np.array([kinds.columns + free + flows]) if (state, NOWHERE) in places else columns[:0]
            flows += len(over)
            amount = np.concatenate([kinds.persons[mine], np.full(len(over), -1.0)])
            entries.add(np.concatenate([mine, over]), amount, -np.inf, float(places[state, kept_for]))
            general.append(over)
            amounts.append(np.ones(len(over)))
        if (state, NOWHERE) in places:
            general.append(np.flatnonzero(here))
            amounts.append(kinds.persons[here])
            entries.add(np.concatenate(general), np.concatenate(amounts), -np.inf, float(places[state, NOWHERE]))
    return entries, flows
