"""Branch and bound by HiGHS over any columns and rows, first over the few columns that can matter.

The linear relaxation has an optimum UB, and each column that stands at one of its bounds there a reduced cost: to move
it by one loses at least that much. So a solution that moves any column of a reduced cost above a limit is worth less
than UB less that limit. Branch and bound looks at the other columns alone, which are few; if it finds something worth
UB less the limit, that is the optimum of all. Otherwise the limit is raised.
Source: Dantzig, Fulkerson and Johnson, "Solution of a large-scale traveling-salesman problem", Operations Research 2
(1954), fix columns by reduced costs. HiGHS alone can spend minutes in one rounding heuristic on tens of thousands of
columns, and looks at no clock in there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from fairshare.matching.problem import Bools, Floats, Ints
from fairshare.matching.quiet import highs

TOLERANCE: Final = 1e-9
"""By how much columns and rows may break their bounds."""

_FEW: Final = 400
_MORE: Final = 4
_TIE: Final = 1e-7  # reduced costs below it may be rounding


@dataclass(frozen=True)
class Entries:
    """Entries of a matrix with the bounds of its rows; rows are added one by one."""

    row: list[Ints]
    column: list[Ints]
    amount: list[Floats]
    lower: list[float]
    upper: list[float]

    def add(self, columns: Ints, amounts: Floats, lower: float, upper: float) -> None:
        """One row."""
        self.row.append(np.full(len(columns), len(self.upper)))
        self.column.append(columns)
        self.amount.append(amounts)
        self.lower.append(lower)
        self.upper.append(upper)

    def by_row(self) -> tuple[Ints, Ints, Floats]:
        """Starts of rows, columns and amounts."""
        row = np.concatenate([*self.row, np.empty(0, np.int64)])
        start = np.searchsorted(row, np.arange(len(self.upper) + 1))
        return start, np.concatenate([*self.column, np.empty(0, np.int64)]), np.concatenate([*self.amount, np.empty(0)])


@dataclass(frozen=True)
class Answer:
    """The columns (none if no solution was found), a bound, whether they reach it, the seconds that HiGHS took, and, of
    a relaxation, the reduced cost of each column."""

    columns: Floats
    objective: float
    bound: float
    closed: bool
    seconds: float
    reduced: Floats

    def or_better(self, tried: Answer, excluded: float, within: float) -> Answer:
        """The better of two answers, where ``tried`` left out only what is worth ``excluded`` at most."""
        better = tried if tried.objective > self.objective else self
        bound = min(self.bound, max(tried.bound, excluded))
        closed = tried.closed and better.objective >= excluded - within
        return replace(better, bound=bound, closed=closed, seconds=self.seconds + tried.seconds)


@dataclass(frozen=True)
class Model:
    """Columns and rows with a cost to be maximised; a solution counts as optimal ``within`` of its bound."""

    cost: Floats
    lower: Floats
    upper: Floats
    whole: Bools
    entries: Entries
    within: float

    def optimum(self, seconds: float, start: Ints | None = None) -> Answer:
        """The optimum; ``start`` gives the first columns of some solution. Closed without columns: there is none."""
        if len(self.cost) <= _FEW:
            return self.branched(seconds, start)
        relaxed = self.relaxed(seconds)
        best = replace(relaxed, columns=np.empty(0), objective=-np.inf, closed=False)
        if not relaxed.closed or not len(relaxed.columns):
            return replace(best, closed=relaxed.closed)
        at, loss = self._losses(relaxed)
        losses, keep = np.sort(loss[loss > 0]), _FEW
        while not best.closed and best.seconds < seconds:
            limit = min(losses[keep] if keep < len(losses) else np.inf, relaxed.bound - best.objective)
            tried = self._fixed(loss > limit, at).branched(seconds - best.seconds, _within(start, loss > limit, at))
            best = best.or_better(tried, relaxed.bound - limit, self.within)
            if not tried.closed:
                break
            keep *= _MORE
        return best

    def _losses(self, relaxed: Answer) -> tuple[Floats, Floats]:
        """The whole number next to each column of the relaxation, and what any other whole number there loses."""
        at = np.rint(relaxed.columns)
        still = self.whole & (np.abs(relaxed.columns - at) <= _TIE) & ((at == self.lower) | (at == self.upper))
        reduced = np.abs(relaxed.reduced)
        return at, np.where(still & (reduced > _TIE), reduced, 0.0)

    def _fixed(self, fixed: Bools, at: Floats) -> Model:
        """The same model with some columns fixed."""
        return replace(self, lower=np.where(fixed, at, self.lower), upper=np.where(fixed, at, self.upper))

    def relaxed(self, seconds: float) -> Answer:
        """The optimum if no column needs to be whole."""
        return replace(self, whole=np.zeros(len(self.cost), np.bool_)).branched(seconds)

    def branched(self, seconds: float, start: Ints | None = None) -> Answer:
        """One run of HiGHS over all columns."""
        import highspy

        solver = highs()
        for option in ("mip_feasibility_tolerance", "primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            solver.setOptionValue(option, TOLERANCE)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", self.within)
        solver.setOptionValue("time_limit", max(0.0, float(seconds)))
        solver.passModel(self._as_highs(highspy))
        if start is not None:
            solver.setSolution(len(start), np.arange(len(start), dtype=np.int32), start.astype(np.float64))
        solver.run()
        info, solution, status = solver.getInfo(), solver.getSolution(), solver.getModelStatus()
        took, none = float(solver.getRunTime()), np.empty(0)
        columns = np.array(solution.col_value) if solution.value_valid else none
        if start is not None and len(columns) and self.cost @ columns < info.objective_function_value - self.within:
            # seen in HiGHS 1.16: the start comes back with the objective of something better that presolve found
            again = self.branched(seconds - took)
            return replace(again, seconds=took + again.seconds)
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(none, -np.inf, -np.inf, True, took, none)
        objective = float(self.cost @ columns) if len(columns) else -np.inf
        done = status == highspy.HighsModelStatus.kOptimal
        bound = info.mip_dual_bound if self.whole.any() else objective if done else np.inf
        return Answer(columns, objective, float(bound), done, took, np.array(solution.col_dual))

    def _as_highs(self, highspy: Any) -> Any:
        model = highspy.HighsLp()
        model.sense_ = highspy.ObjSense.kMaximize
        model.num_col_, model.num_row_ = len(self.cost), len(self.entries.upper)
        model.col_cost_, model.col_lower_, model.col_upper_ = self.cost, self.lower, self.upper
        model.row_lower_, model.row_upper_ = np.array(self.entries.lower), np.array(self.entries.upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = self.entries.by_row()
        if self.whole.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[is_whole] for is_whole in self.whole.tolist()]
        return model


def _within(start: Ints | None, fixed: Bools, at: Floats) -> Ints | None:
    """A start, if it has the fixed columns where they are fixed."""
    if start is None or (fixed[: len(start)] & (start != at[: len(start)])).any():
        return None
    return start
