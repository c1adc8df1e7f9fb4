"""Threshold multidimensional deferred acceptance (TMDA): no family gains by a false list, and no envy is strong.

Source: Delacrétaz, Kominers and Teytelboym, "Matching Mechanisms for Refugee Resettlement", American Economic Review
113(10), 2023. In cumulative acceptance a large family may push out two small ones, and that is what makes false lists
pay. Thresholds close a state earlier, so that one family more never costs more than one family its place:

- The *temporary threshold* of family g at a state, given who asks there now: if g fits alongside all families of higher
  priority, it is infinite; if g does not fit alongside those of them who ask, it is 0; else it is the n for which g
  fits alongside every set of n - 1 families of higher priority that holds all who ask, but not alongside all of n.
- The threshold of f is the smallest temporary one among f and all families of higher priority, asking or not.
- A family is refused for good if its place in the order of those who ask is above its threshold.

In one dimension the worst set takes the largest families that do not ask. Let m(g) be how many of them fit beside g and
those who ask above it; then f is refused where, for some g not below f, more than m(g) families ask from g on down to
just above f. One more family asking above g never raises m(g) and, while g fits, lowers it by at most 1. Hence who is
refused stays refused, and the number of families held never falls: the two conditions under which deferred acceptance
is strategy-proof (Hatfield and Milgrom, "Matching with Contracts", American Economic Review 95(4), 2005).

Rows of quotas kept for people present in one benefitting state choose first, each among those present there and by its
own thresholds; whoever they refuse asks for general places. Both conditions hold for the two in turn as well. A family
needs room in one of the two rows for all its members; one that is larger than a row, but not than both together, closes
that row to all below it, since it would envy them.

The price is places left unfilled: thresholds count on the largest families that might still come.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fairshare.matching.mechanisms.accommodation import may_ever_go
from fairshare.matching.mechanisms.deferred import Cuts, deferred_acceptance
from fairshare.matching.mechanisms.preferences import Places, Preferences, derive
from fairshare.matching.problem import NOWHERE, Bools, Ints, Placement, Problem


def tmda(problem: Problem, *, seed: int = 0, preferences: Preferences | None = None) -> Placement:
    """Place families by TMDA, under the given lists or those that :func:`~.preferences.derive` takes from links."""
    lists = preferences or derive(problem, seed)
    rows = _Rows(lists)
    return Placement(problem, deferred_acceptance(Cuts.open(lists), rows.tighten), "tmda")


@dataclass(frozen=True)
class Line:
    """All families that may ask for one row of quotas, in the order of priority (k)."""

    standing: Places
    persons: Ints
    places: int

    @classmethod
    def of(cls, lists: Preferences, state: int, places: int, home: int) -> Line:
        """The line for the general row of a state (``home`` NOWHERE), or for places kept for those present at home."""
        problem, order = lists.problem, lists.order[state]
        may = may_ever_go(problem, state)
        if home != NOWHERE:
            may &= problem.present_in == home
        standing = np.flatnonzero(may[order])
        return cls(standing.astype(np.int32), problem.persons[order[standing]], places)

    def first_refused(self, asking: Places) -> int | None:
        """The standing of the first family that is refused when those with the given standings (sorted) ask."""
        at = np.searchsorted(self.standing, asking)
        if not len(at):
            return None
        persons = self.persons[: at[-1] + 1]
        start = int(np.searchsorted(np.cumsum(persons), self.places, side="right"))
        if start == len(persons):
            return None  # all who stand above the last one fit with it, whether they ask or not
        asks = np.zeros(len(persons), np.bool_)
        asks[at] = True
        above: Ints = np.cumsum(asks) - asks
        left = self.places - np.cumsum(persons * asks) - persons * ~asks
        threshold = np.where(left >= 0, above + _more(persons, ~asks, left, start) + 1, 0)[start:]
        lowest = np.minimum.accumulate(threshold)
        refused = np.flatnonzero(asks[start:] & (above[start:] >= lowest))
        return int(self.standing[start + refused[0]]) if len(refused) else None


def _more(persons: Ints, idle: Bools, left: Ints, start: int) -> Ints:
    """By family from ``start`` on: how many of the largest idle families above it fit into the places ``left``."""
    found = np.zeros(len(persons), np.int64)
    at = start + np.flatnonzero(left[start:] >= 0)
    room = left[at].copy()
    for size in np.unique(persons)[::-1].tolist():
        some = idle & (persons == size)
        above = (np.cumsum(some) - some)[at]
        taken = np.minimum(above, room // size)
        found[at] += taken
        on = taken == above
        at, room = at[on], (room - taken * size)[on]
        if not len(at):
            break
    return found


@dataclass(frozen=True)
class _Rows:
    """The lines of all rows, made when a row is first asked."""

    lists: Preferences
    lines: dict[tuple[int, ...], Line] = field(default_factory=dict)

    def tighten(self, cuts: Cuts, state: int, asking: Ints) -> None:
        """Close kept rows at the first family over its threshold, then the general row for those whom they refuse."""
        present = self.lists.problem.present_in
        for home in np.flatnonzero(cuts.kept_places[state]).tolist():
            self._close(cuts.kept, (state, home), int(cuts.kept_places[state, home]), asking[present[asking] == home])
        rest = asking[~cuts.on_kept(asking, state)]
        self._close(cuts.general, (state,), int(cuts.general_places[state]), rest)

    def _close(self, cut: Places, row: tuple[int, ...], places: int, asking: Ints) -> None:
        state, home = (*row, NOWHERE)[:2]
        if row not in self.lines:
            self.lines[row] = Line.of(self.lists, state, places, home)
        refused = self.lines[row].first_refused(self.lists.standing[state, asking])
        if refused is not None:
            cut[row] = min(cut[row], refused)
