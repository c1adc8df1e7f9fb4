"""The measures of many draws, taken where each draw is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

import numpy as np

from fairshare.evaluation.mechanisms.responsibility import scores
from fairshare.evaluation.mechanisms.yardstick import yardstick
from fairshare.simulation.ensemble import WINDOW, Draw, Outcomes, Study, all_outcomes, in_order, outcomes
from fairshare.simulation.inputs import Floats


def all_scores(study: Study, draws: Sequence[Draw], executor: Executor, workers: int) -> Iterator[Floats]:
    """The measures of each draw in order: mechanisms x years x measures.

    They are taken where the draw is made, unless its parts must be added up first."""
    if study.parts == 1:
        yield from in_order(executor, _scored, ((study, draw) for draw in draws), WINDOW * workers)
        return
    for draw, found in zip(draws, all_outcomes(study, draws, executor, workers), strict=True):
        yield measured(study, draw, found)


def measured(study: Study, draw: Draw, found: Outcomes) -> Floats:
    """The measures of the outcomes of a draw: mechanisms x years x measures."""
    scale = yardstick(study.inputs, study.years)
    return np.stack([scores(one, scale, draw.behaviour, 1 / study.sample) for one in found])


def _scored(study: Study, draw: Draw) -> Floats:
    return measured(study, draw, outcomes(study, draw))
