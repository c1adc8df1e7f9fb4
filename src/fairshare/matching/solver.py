"""How a linear or integer programme of the matching is handed to HiGHS, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fairshare.matching import quiet
from fairshare.matching.problem import Bools, Floats, Ints

NO_ROW = -1


@dataclass
class Programme:
    """A programme in columns, each with at most two entries: ``rows`` and ``amounts``, added in blocks.

    Minimises cost. Every block of columns stands in ``blocks`` by its name, as a slice of the solution.
    """

    _cost: list[Floats] = field(default_factory=list)
    _most: list[Floats] = field(default_factory=list)
    _whole: list[Bools] = field(default_factory=list)
    _entries: list[tuple[Ints, Floats, Ints, Floats]] = field(default_factory=list)
    blocks: dict[str, slice] = field(default_factory=dict)
    size: int = 0

    def add(
        self,
        name: str,
        cost: Floats,
        first: Ints,
        second: Ints,
        *,
        first_amount: Floats | float = 1.0,
        second_amount: Floats | float = 1.0,
        most: Floats | float = np.inf,
        whole: Bools | bool = False,
    ) -> None:
        """Add columns from 0 to ``most``: an entry in row ``first`` and, unless :data:`NO_ROW`, in row ``second``."""
        count = len(cost)
        self.blocks[name] = slice(self.size, self.size + count)
        self.size += count
        self._cost.append(cost)
        self._most.append(_column(most, count))
        self._whole.append(np.broadcast_to(np.asarray(whole), (count,)))
        amounts = _column(first_amount, count), _column(second_amount, count)
        self._entries.append((first, amounts[0], second, amounts[1]))

    def solve(
        self, lower: Floats, upper: Floats, time_limit: float | None = None, nodes: int | None = None
    ) -> Solution:
        """The optimum between the bounds of the rows; integer where any column is whole."""
        import highspy

        whole = np.concatenate(self._whole)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.size, len(lower)
        model.col_cost_, model.col_upper_ = np.concatenate(self._cost), np.concatenate(self._most)
        model.col_lower_ = np.zeros(self.size)
        model.row_lower_, model.row_upper_ = lower, upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = self._matrix()
        if whole.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[is_whole] for is_whole in whole.tolist()]
        highs = quiet.highs()
        options = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-9, "random_seed": 0}
        options |= {} if time_limit is None else {"time_limit": time_limit}
        options |= {} if nodes is None else {"mip_max_nodes": nodes}
        for option, value in options.items():
            highs.setOptionValue(option, value)
        highs.passModel(model)
        highs.run()
        solution, info = highs.getSolution(), highs.getInfo()
        return Solution(
            np.array(solution.col_value),
            -np.array(solution.row_dual),
            info.objective_function_value if solution.value_valid else np.inf,
            max(info.mip_dual_bound, 0.0) if whole.any() else info.objective_function_value,
            highs.getModelStatus() in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible),
            max(info.mip_node_count, 0),
            highs.getRunTime(),
        )

    def _matrix(self) -> tuple[Ints, Ints, Floats]:
        first, first_amount, second, second_amount = (
            np.concatenate([entry[part] for entry in self._entries]) for part in range(4)
        )
        two = second != NO_ROW
        start = np.append(0, np.cumsum(1 + two))
        index, amount = np.empty(start[-1], np.int64), np.empty(start[-1])
        index[start[:-1]], amount[start[:-1]] = first, first_amount
        index[start[:-1][two] + 1], amount[start[:-1][two] + 1] = second[two], second_amount[two]
        return start, index, amount


def _column(value: Floats | float, count: int) -> Floats:
    return np.broadcast_to(np.asarray(value, np.float64), (count,))


@dataclass(frozen=True)
class Solution:
    """``value`` by column, ``price`` by row (what one more unit of its upper bound would save), the ``objective``
    (infinite without any solution), a ``bound`` below it, whether the search was ``closed``, ``nodes``, ``seconds``.
    """

    value: Floats
    price: Floats
    objective: float
    bound: float
    closed: bool
    nodes: int
    seconds: float
