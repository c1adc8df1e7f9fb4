"""General solvers on the same families and places: what ``docs/bench_matching.py`` compares with, each in its own
process.

``python docs/rivals.py METHOD FILE`` reads an instance (arrays in one .npz) and prints one line of JSON: seconds of
the solver with the building of its model, the value of the placement of whole families, and the bound that the method
proved.

- ``highs-milp`` and ``scipy-milp``: one binary variable for each family and state, and nothing else, as a first user
  would write it down;
- ``ortools-flow``: persons as a minimum-cost flow (which splits families), then repair: families that were split or not
  placed take the best place that is left, the greatest value first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
SCALE: Final = 10_000
"""Costs of the flow are whole numbers: points of value times this."""


def pairs(given: Arrays) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Every pair that may be made: family, state, and value of one person's place."""
    open_to = (given["allowed"][:, None] >> np.arange(len(given["places"])) & 1).astype(bool)
    value = np.broadcast_to(given["base"][:, None], open_to.shape).copy()
    value[given["link_family"], given["link_state"]] += given["link_value"]
    family, state = np.nonzero(open_to)
    return family, state, value[family, state]


def highs_milp(given: Arrays, limit: float) -> tuple[float, float]:
    """HiGHS: minus the value, families at most once, persons within places."""
    import highspy

    family, state, value = pairs(given)
    size, families = len(family), len(given["persons"])
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = size, families + len(given["places"])
    persons = given["persons"][family]
    model.col_cost_, model.col_lower_, model.col_upper_ = -value * persons, np.zeros(size), np.ones(size)
    model.row_lower_ = np.full(model.num_row_, -np.inf)
    model.row_upper_ = np.concatenate([np.ones(families), given["places"]])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * size + 1, 2)
    model.a_matrix_.index_ = np.stack([family, families + state], axis=1).ravel()
    model.a_matrix_.value_ = np.stack([np.ones(size), persons], axis=1).ravel().astype(float)
    model.integrality_ = [highspy.HighsVarType.kInteger] * size
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", limit)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(model)
    solver.run()
    info = solver.getInfo()
    return -info.objective_function_value, -info.mip_dual_bound


def scipy_milp(given: Arrays, limit: float) -> tuple[float, float]:
    """SciPy's interface to the same."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    family, state, value = pairs(given)
    size, families = len(family), len(given["persons"])
    persons, column = given["persons"][family], np.arange(size)
    matrix = coo_array(
        (
            np.concatenate([np.ones(size), persons]),
            (np.concatenate([family, families + state]), np.concatenate([column, column])),
        ),
        shape=(families + len(given["places"]), size),
    ).tocsc()
    upper = np.concatenate([np.ones(families), given["places"]])
    found = milp(
        -value * persons,
        constraints=LinearConstraint(matrix, -np.inf, upper),
        integrality=np.ones(size),
        bounds=Bounds(0, 1),
        options={"time_limit": limit, "mip_rel_gap": 0.0},
    )
    return (-found.fun if found.x is not None else float("nan")), -found.mip_dual_bound


def ortools_flow(given: Arrays, _: float) -> tuple[float, float]:
    """Persons as a flow: source families, their links, a pool for each set of open states, the states, nobody."""
    from ortools.graph.python import min_cost_flow

    families, states = len(given["persons"]), len(given["places"])
    kinds, pool = np.unique(given["allowed"], return_inverse=True)
    first_state, nobody = families + len(kinds), families + len(kinds) + states
    pool_from, pool_to = np.nonzero((kinds[:, None] >> np.arange(states) & 1).astype(bool))
    whole = np.arange(families)
    arcs = [
        (given["link_family"], first_state + given["link_state"],
         given["base"][given["link_family"]] + given["link_value"], given["persons"][given["link_family"]]),
        (whole, families + pool, given["base"], given["persons"]),
        (families + pool_from, first_state + pool_to, np.zeros(len(pool_from)), given["places"][pool_to]),
        (whole, np.full(families, nobody), np.zeros(families), given["persons"]),
        (first_state + np.arange(states), np.full(states, nobody), np.zeros(states), given["places"]),
    ]  # fmt: skip
    tail, head, value, room = (np.concatenate([arc[part] for arc in arcs]) for part in range(4))
    flow = min_cost_flow.SimpleMinCostFlow()
    numbers = flow.add_arcs_with_capacity_and_unit_cost(tail, head, room, -np.rint(value * SCALE).astype(np.int64))
    supply = np.concatenate([given["persons"], np.zeros(len(kinds) + states), [-given["persons"].sum()]])
    flow.set_nodes_supplies(np.arange(len(supply)), supply.astype(np.int64))
    assert flow.solve() == flow.OPTIMAL
    flows = flow.flows(numbers)
    links = len(given["link_family"])
    return repaired(given, flows[:links], flows[links : links + families]), -flow.optimal_cost() / SCALE


def repaired(given: Arrays, on_link: NDArray[Any], anywhere: NDArray[Any]) -> float:
    """The value with whole families: those that the flow sent over one arc, then all others by what is left."""
    persons, allowed = given["persons"], given["allowed"]
    room, total, done = given["places"].astype(np.int64).copy(), 0.0, np.zeros(len(persons), bool)

    def put(family: int, state: int, value: float) -> bool:
        nonlocal total
        if done[family] or room[state] < persons[family] or not allowed[family] >> state & 1:
            return False
        room[state] -= persons[family]
        total += value * persons[family]
        done[family] = True
        return True

    link_family, link_state, link_value = given["link_family"], given["link_state"], given["link_value"]
    for link in np.flatnonzero(on_link == persons[link_family]).tolist():
        put(int(link_family[link]), int(link_state[link]), given["base"][link_family[link]] + link_value[link])
    rest = np.flatnonzero(~done)
    first = np.lexsort((-persons[rest], -given["base"][rest], anywhere[rest] != persons[rest]))
    for family in rest[first].tolist():
        for state in np.argsort(-room, kind="stable").tolist():
            if put(family, state, float(given["base"][family])):
                break
    return total


METHODS: Final = {"highs-milp": highs_milp, "scipy-milp": scipy_milp, "ortools-flow": ortools_flow}


def main(method: str, path: str, limit: float) -> None:
    """Solve one instance and print what came out."""
    given = dict(np.load(Path(path)))
    start = perf_counter()
    value, bound = METHODS[method](given, limit)
    print(json.dumps({"seconds": perf_counter() - start, "value": value, "bound": bound}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
