"""Projections of parts and sums made to add up, and never negative.

Notation of Wickramasuriya, Athanasopoulos and Hyndman 2019 (Optimal forecast reconciliation for hierarchical and
grouped time series through trace minimization, JASA 114): base projections are moved to the nearest that add up, near
in the metric of the covariance W of their errors. Solved in the form with constraints: with ``C`` the rows of sums, and
W = diag(a, b) of sums and bottom, the correction is W (I, -C)' M^-1 (sums - C bottom), M = a + C b C'. M has a row
per sum only, so thousands of bottom series cost little.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.panel import Floats
from fairshare.faults import bad_argument

METHODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bottom_up": "the bottom series as they are; sums follow",
        "ols": "the least change, every node alike",
        "wls_structural": "the least change, a sum as uncertain as the number of its series",
        "wls": "the least change, each node as uncertain as its errors (MinT with a diagonal)",
        "mint_shrink": "MinT with the covariance of errors, shrunk to its diagonal; for some hundred nodes",
    }
)
"""How projections can be made to add up."""
PASSES: Final = 8
"""Most passes of the search for series that stay at 0."""


def reconcile(hierarchy: Hierarchy, base: Floats, method: str = "wls", errors: Floats | None = None) -> Floats:
    """Projections that add up and are 0 or more, nodes x horizon, from ``base`` projections that need not.

    ``errors``: of one month ahead, nodes x months, for ``wls`` and ``mint_shrink``; months with a NaN are left out
    (``mint_shrink``) or skipped by node (``wls``). Bottom series that the least change would make negative are held
    at 0 and the rest is solved again, a few times; what stays negative after that is set to 0. Sums are then added up
    anew, so that both properties hold exactly. Raises :class:`~fairshare.faults.BadInputError` for an unknown method,
    another number of rows, or errors that are wanted and missing.
    """
    if method not in METHODS:
        raise bad_argument("reconcile", f"{method!r} is unknown", "one of " + ", ".join(METHODS))
    if len(base) != len(hierarchy.names):
        raise bad_argument("base", f"has {len(base)} rows", f"{len(hierarchy.names)}, one a node")
    if method == "bottom_up":
        least = base[hierarchy.groups :]
    elif method == "mint_shrink":
        least = _mint(hierarchy, base, shrunk(_errors(method, errors)))
    else:
        least = _weighted(hierarchy, base, weights(hierarchy, method, errors))
    return hierarchy.all_nodes(np.maximum(least, 0.0))


def weights(hierarchy: Hierarchy, method: str, errors: Floats | None = None) -> Floats:
    """The diagonal of W by node: how uncertain each is held to be."""
    if method == "ols":
        return np.ones(len(hierarchy.names))
    if method == "wls_structural":
        return hierarchy.all_nodes(np.ones(len(hierarchy.bottom)))
    squares: Floats = np.square(_errors(method, errors))
    known = ~np.isnan(squares)
    mean: Floats = np.where(known, squares, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    # A series that never erred is left as it is, as far as numbers of this size allow.
    found: Floats = np.maximum(mean, 1e-9 * mean.max(initial=0.0) + 1e-9)
    return found


def shrunk(errors: Floats) -> Floats:
    """The covariance of errors (nodes x months), its correlations shrunk to 0 as Schäfer and Strimmer 2005 do.

    Months in which any node has no error are left out."""
    whole = errors[:, ~np.isnan(errors).any(axis=0)]
    months = whole.shape[1]
    if months < 2:
        raise bad_argument("errors", f"{months} months have an error of every node", "two or more for mint_shrink")
    scale = np.sqrt(np.maximum((whole**2).mean(axis=1), 1e-9))
    unit = whole / scale[:, None]
    correlation = unit @ unit.T / months
    noise = ((unit**2) @ (unit**2).T / months - correlation**2) / (months - 1)
    np.fill_diagonal(noise, 0.0)
    off = correlation - np.diag(np.diag(correlation))
    most = (off**2).sum()
    kept = 1.0 - (min(1.0, max(0.0, noise.sum() / most)) if most > 0 else 1.0)
    np.fill_diagonal(off, 0.0)
    found: Floats = (kept * off + np.eye(len(off))) * np.outer(scale, scale)
    return found


def _errors(method: str, errors: Floats | None) -> Floats:
    if errors is None:
        raise bad_argument("errors", f"{method} needs errors of the past", "nodes x months")
    return errors


def _weighted(hierarchy: Hierarchy, base: Floats, weight: Floats) -> Floats:
    """Bottom rows for a diagonal W. Columns without a negative row are solved together, the others one by one."""
    sums, bottom = base[: hierarchy.groups], base[hierarchy.groups :]
    found = _least_change(hierarchy, sums, bottom, weight)
    for column in np.flatnonzero((found < 0).any(axis=0)).tolist():
        found[:, column] = _held(hierarchy, sums[:, [column]], bottom[:, [column]], found[:, [column]], weight)
    return found


def _held(hierarchy: Hierarchy, sums: Floats, bottom: Floats, found: Floats, weight: Floats) -> Floats:
    """One column, with the rows that turn negative held at 0."""
    held = np.zeros(len(bottom), bool)
    for _ in range(PASSES):
        negative = found[:, 0] < 0
        if not negative.any():
            break
        held |= negative
        rest = weight.copy()
        rest[hierarchy.groups :][held] = 0.0
        found = _least_change(hierarchy, sums, np.where(held[:, None], 0.0, bottom), rest)
    return found[:, 0]


def _least_change(hierarchy: Hierarchy, sums: Floats, bottom: Floats, weight: Floats) -> Floats:
    upper, lower = weight[: hierarchy.groups], weight[hierarchy.groups :]
    gap = np.linalg.solve(np.diag(upper) + hierarchy.overlaps(lower), sums - hierarchy.sums(bottom))
    found: Floats = bottom + lower[:, None] * hierarchy.spread(gap.astype(np.float64, copy=False))
    return found


def _mint(hierarchy: Hierarchy, base: Floats, covariance: Floats) -> Floats:
    groups = hierarchy.groups
    summing = hierarchy.sums(np.eye(len(hierarchy.bottom)))
    constraint = np.hstack([np.eye(groups), -summing])
    cross = covariance @ constraint.T
    found: Floats = base - cross @ np.linalg.solve(constraint @ cross, constraint @ base)
    return found[groups:]
