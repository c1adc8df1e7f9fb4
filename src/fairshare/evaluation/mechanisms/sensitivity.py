"""Which assumption decides between two mechanisms: Sobol indices of the difference of one measure.

Every point of the space of parameters meets the same persons with the same luck (one draw), so that what varies is
what is assumed, not chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from fairshare.assessment.composite.sensitivity import sobol_indices
from fairshare.evaluation.mechanisms.draws import all_scores
from fairshare.faults import bad_argument
from fairshare.simulation.behaviour import Parameter, at, free
from fairshare.simulation.ensemble import Draw, Study
from fairshare.simulation.inputs import Floats


@dataclass(frozen=True, slots=True)
class Influence:
    """What one parameter does to the difference. ``first``: part of its variance that the parameter explains alone;
    ``total``: with all that it does together with others; and the 95 % confidence half-widths of both."""

    parameter: str
    first: float
    first_confidence: float
    total: float
    total_confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The influences on the difference of two mechanisms, the strongest first, and the difference itself: mean, least
    and most, and the part of the points in which it is below 0."""

    influences: tuple[Influence, ...]
    mean: float
    least: float
    most: float
    below_zero: float


Evaluate = Callable[[Floats], Floats]
"""The difference at points of the unit cube, points x free parameters."""


def decision(parameters: Sequence[Parameter], evaluate: Evaluate, size: int, seed: int) -> Decision:
    """The influences of all parameters that are not fixed. ``size``: a power of 2; the difference is taken at
    ``size`` x (parameters + 2) points.

    Raises :class:`~fairshare.faults.BadInputError` for another size, and where no parameter is free."""
    if size < 2 or size & (size - 1):
        raise bad_argument("--size", f"{size} is no power of 2", "2, 4, 8, …")
    names = [one.name for one in free(parameters)]
    if not names:
        raise bad_argument("--parameters", "names none that varies", "a parameter that is not fixed")
    seen: list[Floats] = []

    def remembered(points: Floats) -> Floats:
        seen.append(evaluate(points))
        return seen[-1]

    found = sobol_indices(remembered, len(names), size, seed)
    values = np.concatenate(seen)
    influences = (Influence(name, *(float(part[k]) for part in found)) for k, name in enumerate(names))
    return Decision(
        tuple(sorted(influences, key=lambda one: (-one.total, one.parameter))),
        float(values.mean()),
        float(values.min()),
        float(values.max()),
        float((values < 0).mean()),
    )


def differences(
    study: Study, parameters: Sequence[Parameter], measure: int, executor: Executor, workers: int
) -> Evaluate:
    """The mean over the years of a measure (its place) of the first mechanism of a study less that of the second.

    Raises :class:`~fairshare.faults.BadInputError` where a year of a point has no value."""
    return partial(_differences, study, parameters, measure, executor, workers)


def _differences(
    study: Study, parameters: Sequence[Parameter], measure: int, executor: Executor, workers: int, points: Floats
) -> Floats:
    draws = [Draw(0, at(parameters, point)) for point in points]
    found = np.array(
        [one[0, :, measure].mean() - one[1, :, measure].mean() for one in all_scores(study, draws, executor, workers)]
    )
    if np.isnan(found).any():
        raise bad_argument("--measure", "has no value in some year", "a measure with a value in every year")
    return found
