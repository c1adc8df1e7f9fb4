"""Which choice moves the ranks: Sobol indices of weights and methods, by SALib.

Saisana, Saltelli and Tarantola 2005; estimators of Saltelli et al. 2010.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fairshare.assessment.composite.data import Floats
from fairshare.assessment.composite.index import Index
from fairshare.assessment.composite.leave_one_out import mean_shift
from fairshare.assessment.composite.ranks import Ranks
from fairshare.assessment.composite.scenarios import Alternatives, Scenarios, check_noise
from fairshare.faults import bad_argument


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """``output``: what was looked at. By factor: ``first``, the part of the variance of the output that the factor
    explains alone; ``total``, with all that it does together with others; and the 95 % confidence half-widths of both.
    All are 0 where nothing moves."""

    output: str
    factors: tuple[str, ...]
    first: Floats
    first_confidence: Floats
    total: Floats
    total_confidence: Floats


def sobol(
    index: Index,
    seed: int = 0,
    *,
    noise: float = 0.25,
    alternatives: Alternatives | None = None,
    size: int = 512,
    unit: str | None = None,
) -> Sensitivity:
    """Sobol indices of the mean absolute shift of ranks, or of the rank of one ``unit``.

    Factors: the weight of each member of the top, times 1 - ``noise`` to 1 + ``noise``, and each step that has at
    least two ``alternatives``. ``size``: a power of 2; the index is computed ``size`` x (factors + 2) times. Raises
    :class:`~fairshare.faults.BadInputError` for an unknown unit, another size, and where there is no factor.
    """
    check_noise(noise)
    if size < 2 or size & (size - 1):
        raise bad_argument("size", f"{size} is no power of 2", "2, 4, 8, …")
    if unit is not None and unit not in index.units:
        raise bad_argument("unit", f"{unit!r} is unknown", "one of " + ", ".join(index.units))
    chosen = alternatives or Alternatives()
    members = index.tree.top_members
    weighted = members if len(members) > 1 and noise > 0 else ()
    factors = (*(f"weight of {name}" for name in weighted), *(k for k, v in chosen.factors.items() if len(v) > 1))
    if not factors:
        raise bad_argument(
            "sobol", "has no factor", "a top with two members and weight noise, or two methods of a step"
        )

    def output(points: Floats) -> Floats:
        ranks = _ranks_at(index, chosen, points, weighted, noise)
        if unit is not None:
            return ranks[:, index.units.index(unit)].astype(np.float64)
        return np.array([mean_shift(index.ranks, row) or 0.0 for row in ranks])

    name = "mean absolute rank shift" if unit is None else f"rank of {unit}"
    return Sensitivity(name, factors, *sobol_indices(output, len(factors), size, seed))


def _ranks_at(
    index: Index, alternatives: Alternatives, points: Floats, weighted: tuple[str, ...], noise: float
) -> Ranks:
    """Ranks at points of the unit cube, points x factors."""
    columns = index.tree.places(weighted)
    weights = np.tile(index.tree.weights, (len(points), 1))
    weights[:, columns] *= 1 - noise + 2 * noise * points[:, : len(weighted)]
    picks = np.zeros((len(points), len(alternatives.factors)), dtype=np.int64)
    place = len(weighted)
    for column, methods in enumerate(alternatives.factors.values()):
        if len(methods) > 1:
            picks[:, column] = np.minimum((points[:, place] * len(methods)).astype(np.int64), len(methods) - 1)
            place += 1
    return Scenarios(index, alternatives).ranks(weights, picks)


def sobol_indices(
    function: Callable[[Floats], Floats], factors: int, size: int, seed: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """First-order indices, their confidence, total indices and theirs, of a function over points of the unit cube."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sample

    problem = {"num_vars": factors, "names": [str(k) for k in range(factors)], "bounds": [[0.0, 1.0]] * factors}
    points = np.asarray(sample.sample(problem, size, calc_second_order=False, seed=seed), dtype=np.float64)
    values = function(points)
    if np.ptp(values) == 0:
        return (np.zeros(factors),) * 4
    found = analysis.analyze(problem, values, calc_second_order=False, seed=seed + 1)  # SALib takes 0 for no seed
    first, first_confidence, total, total_confidence = (
        np.asarray(found[name], dtype=np.float64) for name in ("S1", "S1_conf", "ST", "ST_conf")
    )
    return first, first_confidence, total, total_confidence
