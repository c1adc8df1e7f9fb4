"""Places kept for people present in one state: when they bind, and what is nearest to proportional under them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import problem
from scipy.optimize import minimize

from fairshare.matching.sharing.agreements import Agreements, binding
from fairshare.matching.sharing.plan import plan
from fairshare.matching.sharing.pool import pool
from fairshare.matching.sharing.wishes import groups

pytestmark = pytest.mark.law("AMMR 67(4)")

MOST = np.iinfo(np.int64).max


def column(kept: list[int], general: int) -> Agreements:
    """One column beside "without place"."""
    return Agreements(np.zeros(1, int), np.array([[0, number] for number in kept]), np.array([MOST, general]))


@given(
    st.lists(st.tuples(st.floats(0.1, 9), st.integers(0, 6)), min_size=1, max_size=4),
    st.floats(0, 1),
    st.integers(0, 6),
)
def test_filling_a_column_is_the_projection_that_a_general_solver_finds(
    rows: list[tuple[float, int]], part: float, general: int
) -> None:
    """Minimise relative entropy to what stands there, with all seats taken and general places for those above."""
    people, kept = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    seats = max(1, int(kept.sum() * part + general))
    found = column(kept.tolist(), general).fitted(np.column_stack([people, people]), np.array([1, seats]))[:, 1]
    if kept.sum() + general < seats:
        return
    assert found.sum() == pytest.approx(seats)
    assert np.maximum(found - kept, 0).sum() <= general + 1e-9
    size = len(people)

    def far(x: np.ndarray) -> float:  # persons on kept places, then on general ones
        y = np.maximum(x[:size] + x[size:], 1e-12)
        return float((y * np.log(y / people) - y + people).sum())

    start = np.concatenate([np.minimum(found, kept), np.maximum(found - kept, 0)])
    rules = [
        {"type": "eq", "fun": lambda x: x.sum() - seats},
        {"type": "ineq", "fun": lambda x: general - x[size:].sum()},
    ]
    bounds = [(0, number) for number in kept] + [(0, None)] * size
    best = minimize(far, start, bounds=bounds, constraints=rules, method="SLSQP", options={"maxiter": 200})
    assert far(start) <= best.fun + 1e-6 * max(1.0, abs(best.fun))


def test_kept_places_bind_only_where_general_ones_would_not_do() -> None:
    families = [(1, "IT", False, {})] * 4 + [(1, "EL", False, {})] * 3 + [(2, "IT", False, {"DE": 1.0})]
    for general, parties in ((4, 1), (3, 2)):
        instance = problem(families, {"DE": general, ("DE", "IT"): 5, "FR": 9})
        de, fr = instance.states.index("DE"), instance.states.index("FR")
        state = np.array([de] * 4 + [fr] * 3 + [de])
        found = binding(instance, state, np.array([-1, fr, de]), np.arange(len(instance.states)))
        assert found.parties == parties
        if parties == 2:
            assert found.kept.tolist() == [[0, 0, 0], [0, 0, 3]]  # the linked pair uses two of five
            assert found.general.tolist() == [MOST, MOST, 3]
            assert found.hold(np.array([[0, 4, 3], [0, 0, 3]]))
            assert not found.hold(np.array([[0, 4, 4], [0, 0, 3]]))


def test_a_party_without_families_to_share_is_no_party_of_the_plan() -> None:
    """Everyone in EL has a link, yet DE still has places for people there."""
    families = [(1, "IT", False, {})] * 4 + [(1, "EL", False, {"DE": 1.0})]
    instance = problem(families, {"DE": 0, ("DE", "IT"): 3, ("DE", "EL"): 3, "FR": 2})
    de, fr = instance.states.index("DE"), instance.states.index("FR")
    people = pool(instance, np.array([de, de, fr, fr, de]), np.random.default_rng(0))
    assert people.agreements.parties == 3
    of = groups(people)
    assert plan(people, of, np.array([[0, 2, 2]]), np.random.default_rng(0)).tolist() == [[0, 2, 2]]


def test_factors_stay_finite_where_kept_places_are_used_up_exactly() -> None:
    """Once a division by nearly nothing: three persons on general places and all of six kept ones."""
    found = column([0, 6], 3).fitted(np.array([[1.0, 8.0], [1.0, 1e-3]]), np.array([2, 9]))
    assert np.isfinite(found).all()
    assert found[:, 1] == pytest.approx([3, 6])
