"""Whole units in a table whose rows and columns both have given sums: controlled rounding.

The exact parts of a table rarely have whole sums, and rounding cell by cell keeps none. A flow of least cost does:
units run from the rows over the cells to the columns; to leave the floor or the ceiling of a cell costs more than any
rounding inside it, and to leave the sum of a row costs more still. Flows have whole solutions, so that wherever a table
of floors and ceilings with these sums exists, the answer is one (Cox, "A constructive procedure for unbiased controlled
rounding", Journal of the American Statistical Association 82, 1987, for the existence; Ahuja, Magnanti and Orlin,
"Network flows", 1993, chapter 14, for flows of convex cost by successive shortest paths).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Final, TypeAlias

from fairshare.law.outcome import RefusedError

Pair: TypeAlias = tuple[str, str]
"""A cell: its row and its column."""
Cost: TypeAlias = tuple[Fraction, Fraction, Fraction]
"""Of rows away from their sum, of cells outside their floor and ceiling, of cells away from their exact part. The first
two grow with the square of the units over what was due, so that what has to give way is spread in proportion."""

_NOTHING: Final = Fraction(0)
FREE: Final[Cost] = (_NOTHING, _NOTHING, _NOTHING)
_SOURCE: Final = ("", "")


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Whole units by cell, and the rows whose sum had to differ from what was asked: by how much."""

    cells: dict[Pair, int]
    moved: dict[str, int]


def round_two_way(
    exact: Mapping[Pair, Fraction],
    rows: Mapping[str, int],
    columns: Mapping[str, int],
    *,
    least: Mapping[Pair, int] | None = None,
    room: Mapping[str, int] | None = None,
) -> TwoWay:
    """Round a table of exact parts to whole units of 0 or more with the sums ``rows`` and ``columns``.

    Only cells in ``exact`` hold units, each at least ``least``; no row holds more than its ``room`` (its sum, unless
    given). The sums of columns are met; those of rows wherever that is possible; cells are the floor or the ceiling of
    their part wherever that is, and then as near as they can be. Where two tables are as near, names decide: that
    changes which cell of a row is rounded up, and no sum.
    Raises :class:`~fairshare.law.outcome.RefusedError` where no table has these columns.

    >>> half = Fraction(1, 2)
    >>> two = {("A", "X"): half, ("A", "Y"): half, ("B", "X"): half, ("B", "Y"): half}
    >>> round_two_way(two, {"A": 1, "B": 1}, {"X": 1, "Y": 1}).cells
    {('A', 'X'): 1, ('A', 'Y'): 0, ('B', 'X'): 0, ('B', 'Y'): 1}
    """
    flow = _Flow(dict(sorted(exact.items())), dict(sorted(rows.items())), least or {}, room or rows)
    while surplus := flow.surplus(columns):
        flow.send(surplus)
    moved = {row: flow.sums[row] - rows[row] for row in flow.sums if flow.sums[row] != rows[row]}
    return TwoWay(flow.cells, moved)


@dataclass
class _Flow:
    """A flow from the source over rows and cells to columns; every cell and row starts where it costs least."""

    exact: Mapping[Pair, Fraction]
    asked: Mapping[str, int]
    least: Mapping[Pair, int]
    room: Mapping[str, int]
    cells: dict[Pair, int] = field(init=False)
    sums: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = {pair: max(round(part), self.least.get(pair, 0), 0) for pair, part in self.exact.items()}
        self.sums = dict(self.asked)

    def surplus(self, columns: Mapping[str, int]) -> dict[Pair, int]:
        """By node that is not balanced: units that arrive and do not leave, below 0 units that are missing."""
        found = {("row", row): units for row, units in self.sums.items()}
        found |= {("column", column): -units for column, units in columns.items()}
        found[_SOURCE] = sum(columns.values()) - sum(self.sums.values())
        for (row, column), units in self.cells.items():
            found[("row", row)] -= units
            found[("column", column)] += units
        return {node: units for node, units in sorted(found.items()) if units}

    def _arcs(self) -> Iterator[tuple[Pair, Pair, Pair, int, Cost]]:
        """From node, to node, the cell or row changed, by one unit up or down, and what that costs."""
        for row, units in self.sums.items():
            node, key = ("row", row), ("", row)
            if units < self.room[row]:
                yield _SOURCE, node, key, 1, _less(self._row_cost(row, units + 1), self._row_cost(row, units))
            if units > 0:
                yield node, _SOURCE, key, -1, _less(self._row_cost(row, units - 1), self._row_cost(row, units))
        for pair, units in self.cells.items():
            start, end = ("row", pair[0]), ("column", pair[1])
            yield start, end, pair, 1, _less(self._cell_cost(pair, units + 1), self._cell_cost(pair, units))
            if units > self.least.get(pair, 0):
                yield end, start, pair, -1, _less(self._cell_cost(pair, units - 1), self._cell_cost(pair, units))

    def _row_cost(self, row: str, units: int) -> Cost:
        return (Fraction((units - self.asked[row]) ** 2, max(self.asked[row], 1)), _NOTHING, _NOTHING)

    def _cell_cost(self, pair: Pair, units: int) -> Cost:
        part = self.exact[pair]
        outside = max(units - ceil(part), 0) + max(floor(part) - units, 0)
        return (_NOTHING, outside**2 / max(part, Fraction(1)), abs(units - part))

    def send(self, surplus: Mapping[Pair, int]) -> None:
        """Send one unit from the first node with too many to the nearest with too few."""
        start = next(node for node, units in surplus.items() if units > 0)
        arcs = list(self._arcs())
        cost, by = self._paths(start, arcs)
        short = [node for node, units in surplus.items() if units < 0 and node in cost]
        if not short:
            raise RefusedError("AMMR 60(3)", self._unreachable(surplus, cost))
        node = min(short, key=lambda node: (cost[node], node))
        while node != start:
            origin, _, key, change, _ = arcs[by[node]]
            if key[0]:
                self.cells[key] += change
            else:
                self.sums[key[1]] += change
            node = origin

    @staticmethod
    def _paths(start: Pair, arcs: list[tuple[Pair, Pair, Pair, int, Cost]]) -> tuple[dict[Pair, Cost], dict[Pair, int]]:
        """Bellman and Ford: the least cost to each node that can be reached, and the arc by which it is."""
        cost, by, changed = {start: FREE}, dict[Pair, int](), True
        while changed:
            changed = False
            for place, (origin, end, _, _, step) in enumerate(arcs):
                if origin in cost:
                    found = _plus(cost[origin], step)
                    if end not in cost or found < cost[end]:
                        cost[end], by[end], changed = found, place, True
        return cost, by

    def _unreachable(self, surplus: Mapping[Pair, int], reached: Mapping[Pair, Cost]) -> str:
        """Who cannot get enough, and who would get too much: the columns on the two sides of the cut."""
        columns = {("column", pair[1]) for pair in self.exact} | {node for node in surplus if node[0] == "column"}
        stuck = sorted(
            name for kind, name in columns if (kind, name) not in reached or surplus.get((kind, name), 0) > 0
        )
        return f"no split of what is left meets the units of {', '.join(stuck)}: too little may go, or too much is kept"


def _plus(one: Cost, other: Cost) -> Cost:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _less(one: Cost, other: Cost) -> Cost:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])
