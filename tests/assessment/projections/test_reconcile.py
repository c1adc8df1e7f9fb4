"""Reconciliation: the formulas of Wickramasuriya, Athanasopoulos and Hyndman 2019, and what always holds."""

from __future__ import annotations

import numpy as np
import pytest
from hierarchies import CROSSED, hierarchies, summing
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.panel import Floats
from fairshare.assessment.projections.reconcile import METHODS, reconcile, shrunk, weights
from fairshare.faults import BadInputError

methods = st.sampled_from(sorted(METHODS))


def past(hierarchy: Hierarchy, seed: int, months: int = 30) -> Floats:
    """Errors that do not add up, as those of separate models do not."""
    return np.random.default_rng(seed).normal(0, 2, (len(hierarchy.names), months))


def textbook(hierarchy: Hierarchy, base: Floats, covariance: Floats) -> Floats:
    """The slow and obvious version: S (S' W^-1 S)^-1 S' W^-1, their equation 8."""
    dense, inverse = summing(hierarchy), np.linalg.inv(covariance)
    return dense @ np.linalg.solve(dense.T @ inverse @ dense, dense.T @ inverse @ base)


def test_ols_by_hand() -> None:
    """Total 10 over parts 3 and 4: the gap of 3 is shared by all three, 1 each."""
    found = reconcile(Hierarchy.of({}, ["a", "b"]), np.array([[10.0], [3], [4]]), "ols")
    np.testing.assert_allclose(found.ravel(), [9, 4, 5])


def test_structural_weights_by_hand() -> None:
    """The total is held to be twice as uncertain as a part: of the gap of 4 it takes 2."""
    found = reconcile(Hierarchy.of({}, ["a", "b"]), np.array([[11.0], [3], [4]]), "wls_structural")
    np.testing.assert_allclose(found.ravel(), [9, 4, 5])


def test_bottom_up_by_hand() -> None:
    found = reconcile(Hierarchy.of({}, ["a", "b"]), np.array([[11.0], [3], [-4]]), "bottom_up")
    assert found.ravel().tolist() == [3, 3, 0]


def test_a_part_that_the_least_change_makes_negative_is_held_at_zero_and_the_rest_solved_again() -> None:
    """Total 1 over 0.5 and 6: OLS says -1.33 and 4.17. With the first held at 0, the gap of 5 is halved."""
    found = reconcile(Hierarchy.of({}, ["a", "b"]), np.array([[1.0], [0.5], [6]]), "ols")
    np.testing.assert_allclose(found.ravel(), [3.5, 0, 3.5])


@given(hierarchies(), methods, st.integers(0, 99))
@settings(deadline=None)
def test_against_the_textbook(hierarchy: Hierarchy, method: str, seed: int) -> None:
    """Where nothing is negative, all forms of MinT are its one formula."""
    errors = past(hierarchy, seed)
    base = (
        np.random.default_rng(seed).uniform(100, 110, (len(hierarchy.names), 2))
        * summing(hierarchy).sum(axis=1)[:, None]
    )
    if method == "bottom_up":
        covariance = np.diag(np.append(np.full(hierarchy.groups, 1e9), np.ones(len(hierarchy.bottom))))
    elif method == "mint_shrink":
        covariance = shrunk(errors)
    else:
        covariance = np.diag(weights(hierarchy, method, errors))
    expected = textbook(hierarchy, base, covariance)
    if (expected > 0).all():
        np.testing.assert_allclose(reconcile(hierarchy, base, method, errors), expected, rtol=1e-5)


@given(hierarchies(), methods, st.integers(0, 99))
@settings(deadline=None)
def test_what_comes_out_adds_up_and_is_never_negative(hierarchy: Hierarchy, method: str, seed: int) -> None:
    """The samples below 0 that other libraries give in spite of a switch that says otherwise."""
    base = np.random.default_rng(seed).normal(1, 5, (len(hierarchy.names), 3))
    found = reconcile(hierarchy, base, method, past(hierarchy, seed))
    assert (found >= 0).all()
    assert np.array_equal(found, hierarchy.all_nodes(found[hierarchy.groups :]))


@given(hierarchies(), methods, st.integers(0, 99))
@settings(deadline=None)
def test_what_adds_up_is_left_alone(hierarchy: Hierarchy, method: str, seed: int) -> None:
    """Unbiasedness, SGS = S; and so reconciling twice is reconciling once."""
    rng = np.random.default_rng(seed)
    whole = hierarchy.all_nodes(rng.poisson(3.0, (len(hierarchy.bottom), 2)).astype(float))
    np.testing.assert_allclose(reconcile(hierarchy, whole, method, past(hierarchy, seed)), whole, atol=1e-9)


@given(hierarchies(), st.integers(0, 99))
@settings(deadline=None)
def test_no_other_point_that_adds_up_is_nearer(hierarchy: Hierarchy, seed: int) -> None:
    """Against non-negative least squares (the slow and obvious version of the search for what stays at 0)."""
    optimize = pytest.importorskip("scipy.optimize")
    base = np.random.default_rng(seed).normal(1, 4, (len(hierarchy.names), 1))
    weight = weights(hierarchy, "wls", past(hierarchy, seed))
    scale = 1 / np.sqrt(weight)
    best = optimize.nnls(summing(hierarchy) * scale[:, None], base[:, 0] * scale)[1]
    found = np.linalg.norm((reconcile(hierarchy, base, "wls", past(hierarchy, seed))[:, 0] - base[:, 0]) * scale)
    assert best - 1e-9 <= found <= 1.25 * best + 1e-9  # the set held at 0 only grows, so it can end a little above


def test_a_series_that_never_erred_is_hardly_moved() -> None:
    errors = np.array([[4.0, -4], [0, 0], [3, -3]])
    found = reconcile(Hierarchy.of({}, ["sure", "unsure"]), np.array([[10.0], [5], [3]]), "wls", errors)
    assert found[1, 0] == pytest.approx(5, abs=1e-6)


def test_errors_of_an_unknown_month_are_skipped() -> None:
    hierarchy = Hierarchy.of({}, ["a"])
    errors = np.array([[1.0, np.nan, 3], [2, 2, np.nan]])
    np.testing.assert_allclose(weights(hierarchy, "wls", errors), [5, 4])


def test_correlations_of_noise_are_shrunk_away_and_real_ones_stay() -> None:
    rng = np.random.default_rng(0)
    noise = shrunk(rng.normal(size=(6, 40)))
    shared = shrunk(rng.normal(size=(1, 400)) + 0.3 * rng.normal(size=(6, 400)))
    assert np.abs(noise - np.diag(np.diag(noise))).max() < 0.2
    assert (shared / np.sqrt(np.outer(np.diag(shared), np.diag(shared)))).min() > 0.85


@pytest.mark.parametrize(
    ("method", "rows", "errors", "why"),
    [
        ("top_down", 9, None, "'top_down' is unknown"),
        ("ols", 3, None, "3 rows"),
        ("wls", 9, None, "needs errors"),
        ("mint_shrink", 9, np.ones((9, 1)), "1 months have an error"),
    ],
)
def test_what_cannot_be_reconciled(method: str, rows: int, errors: Floats | None, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        reconcile(CROSSED, np.ones((rows, 1)), method, errors)
