"""The optimum of an instance by an integer programme with one variable a pair (SciPy): slow, obvious, independent."""

from __future__ import annotations

import numpy as np
from instances import pair_values
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from fairshare.matching.problem import NOWHERE, Problem


def exact_value(instance: Problem) -> float:
    """The greatest value of any placement: pairs are 0 or 1; persons of a pair flow to the rows that they may use."""
    values = pair_values(instance)
    family, state = np.nonzero(values > -np.inf)
    rows = list(zip(instance.row_state.tolist(), instance.row_present.tolist(), strict=True))
    presents = sorted(set(instance.present_in.tolist()))
    flows = [(s, b, r) for s in range(len(instance.states)) for b in presents for r, (to, of) in enumerate(rows)
             if to == s and of in (NOWHERE, b)]  # fmt: skip
    if not len(family):
        return 0.0
    pairs, first, second = len(family), instance.families, instance.families + len(instance.states) * len(presents)
    node = {(s, b): first + s * len(presents) + k for s in range(len(instance.states)) for k, b in enumerate(presents)}
    i = [*family, *(node[s, int(instance.present_in[f])] for f, s in zip(family, state, strict=True))]
    j = [*range(pairs), *range(pairs)]
    a = [*np.ones(pairs), *instance.persons[family]]
    for k, (s, b, r) in enumerate(flows):
        i += [node[s, b], second + r]
        j += [pairs + k, pairs + k]
        a += [-1.0, 1.0]
    matrix = coo_array((a, (i, j)), shape=(second + len(rows), pairs + len(flows))).tocsr()
    upper = np.concatenate([np.ones(first), np.zeros(second - first), instance.places])
    found = milp(
        np.concatenate([-values[family, state], np.zeros(len(flows))]),
        constraints=LinearConstraint(matrix, -np.inf, upper),
        integrality=np.concatenate([np.ones(pairs), np.zeros(len(flows))]),
        bounds=Bounds(0, np.concatenate([np.ones(pairs), np.full(len(flows), np.inf)])),
        options={"mip_rel_gap": 0.0},
    )
    assert found.success
    return float(-found.fun)
