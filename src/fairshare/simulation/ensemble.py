"""Many draws of one study, each mechanism on the same persons and the same luck, in one process, many, or on a cluster.

A task is one draw, or one part of a draw where a population is too large for one place. Whatever runs it (any
:class:`concurrent.futures.Executor`), results are put together in the order of draws and parts, never of arrival, so
that they are equal to the byte.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from operator import add
from typing import Any, Final, TypeVar

import numpy as np

from fairshare.law.mechanisms.interface import Mechanism
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.chances import chances
from fairshare.simulation.facts import responsible
from fairshare.simulation.inputs import Inputs
from fairshare.simulation.outcome import Outcome
from fairshare.simulation.population import synthesise
from fairshare.simulation.run import run

WINDOW: Final = 4
"""Tasks handed over and not yet taken back, for each worker: it bounds memory, and keeps all of them busy."""

WARM_UP: Final = 2
"""Years simulated before those that are asked for."""

_OF_WHOLE: Final = ("paid", "in_kind", "owed", "given")

_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Study:
    """What is the same in every draw.

    ``sample``: part of the families that is drawn; ``parts``: tasks to a draw; ``matching``: whether families that are
    relocated are matched to places. A run begins :data:`WARM_UP` years before ``years`` where the inputs reach so far
    back, so that the first year finds people in procedures; those years are no part of the outcome."""

    inputs: Inputs
    mechanisms: tuple[Mechanism, ...]
    years: tuple[int, ...]
    sample: float
    seed: int
    parts: int = 1
    matching: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The mechanisms by name."""
        return tuple(one.name for one in self.mechanisms)


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: its number, which the luck of its persons hangs on, and how people and states behave in it."""

    number: int
    behaviour: Behaviour


Outcomes = tuple[Outcome, ...]
"""One outcome for each mechanism of a study."""


def outcomes(study: Study, draw: Draw, part: int = 0) -> Outcomes:
    """Every mechanism on one part of the population of a draw, which is made once, its facts judged once a regime.

    To its mechanism a part stands for the whole, so that plans are of the size of the Union, carried out in proportion.
    """
    first = max(study.inputs.years[0], study.years[0] - WARM_UP)
    years = range(first, study.years[-1] + 1)
    persons = synthesise(study.inputs, draw.behaviour, study.seed, draw.number, study.sample, part, study.parts, years)
    population = replace(persons, weight=study.parts / study.sample)
    regimes = dict.fromkeys(one.regime for one in study.mechanisms)
    states = {regime: responsible(population, regime) for regime in regimes}
    odds = chances(study.inputs, draw.behaviour)
    return tuple(
        run(population, states[one.regime], one, study.inputs, draw.behaviour, odds, matching=study.matching).since(
            study.years[0] - first
        )
        for one in study.mechanisms
    )


def all_outcomes(study: Study, draws: Sequence[Draw], executor: Executor, workers: int) -> Iterator[Outcomes]:
    """The outcomes of each draw in order, its parts added up."""
    tasks = ((study, draw, part) for draw in draws for part in range(study.parts))
    found = in_order(executor, outcomes, tasks, WINDOW * workers)
    for _ in draws:
        parts = list(islice(found, study.parts))
        yield tuple(_whole(one) for one in zip(*parts, strict=True))


def _whole(parts: Sequence[Outcome]) -> Outcome:
    """Persons of all parts added up; money and units, which each part saw for the whole, as their mean."""
    total = reduce(add, parts)
    return replace(total, **{name: np.rint(getattr(total, name) / len(parts)).astype(np.int64) for name in _OF_WHOLE})


def in_order(
    executor: Executor, work: Callable[..., _R], tasks: Iterable[tuple[Any, ...]], window: int
) -> Iterator[_R]:
    """The results of ``work`` on each task, in the order of the tasks; at most ``window`` of them are handed over.

    What was handed over and not begun is called off where the caller stops or a task fails."""
    rest = iter(tasks)
    handed: deque[Future[_R]] = deque(executor.submit(work, *task) for task in islice(rest, window))
    try:
        while handed:
            found = handed.popleft().result()
            handed.extend(executor.submit(work, *task) for task in islice(rest, 1))
            yield found
    finally:
        for future in handed:
            future.cancel()
