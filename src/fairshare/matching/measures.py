"""What a placement achieves, as one row of a table, so that mechanisms can be compared on the same families."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import fsum

import numpy as np

from fairshare.faults import bad_argument
from fairshare.matching.mechanisms.catalogue import MECHANISMS
from fairshare.matching.mechanisms.envy import fairness
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.problem import NOWHERE, Placement, Problem


@dataclass(frozen=True, slots=True)
class Measures:
    """One placement in figures.

    ``families`` and ``persons`` placed; ``links``: families placed where they have a link, and ``link_weight``, their
    links added up by persons; ``vulnerable`` persons placed, and as a ``vulnerable_share`` of those eligible;
    ``unfilled`` places that families could fill no more or that stayed empty; ``value``, and its ``share`` of the
    ``bound`` on what any placement can be worth; ``least_served``: the least share of eligible persons placed among
    states of presence; ``envy`` and ``strong_envy`` in families (see :mod:`.mechanisms.envy`); ``mean_rank`` of the
    placed on lists made from links; ``seconds``.
    """

    mechanism: str
    families: int
    persons: int
    links: int
    link_weight: float
    vulnerable: int
    vulnerable_share: float
    unfilled: int
    value: float
    share: float
    least_served: float
    envy: int
    strong_envy: int
    mean_rank: float | None
    seconds: float


def measure(placement: Placement, lists: Preferences, bound: float, seconds: float) -> Measures:
    """The row of a placement. ``lists``: preferences and priorities for the measures of envy."""
    problem, state = placement.problem, placement.state
    placed, link = state != NOWHERE, problem.link_at(state)
    persons, frail = problem.persons, problem.eligible & problem.vulnerable
    value, envy = fsum(problem.value_at(state)), fairness(lists, state)
    vulnerable = int(persons[placed & frail].sum())
    return Measures(
        placement.mechanism,
        int(placed.sum()),
        int(persons[placed].sum()),
        int((link > 0).sum()),
        float((persons * link).sum()),
        vulnerable,
        _part(vulnerable, int(persons[frail].sum())),
        int(problem.places.sum() - persons[placed].sum()),
        value,
        _part(value, bound),
        _least_served(problem, placed.astype(np.int64)),
        envy.envious,
        envy.strongly_envious,
        None if np.isnan(envy.mean_rank) else envy.mean_rank,
        seconds,
    )


def _part(some: float, all_of_them: float) -> float:
    return some / all_of_them if all_of_them else 1.0


def _least_served(problem: Problem, placed: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """The least share of eligible persons placed among the states where they are present; 1 if there are none."""
    size, persons = len(problem.states), problem.persons * problem.eligible
    there = np.bincount(problem.present_in, persons, size)
    served = np.bincount(problem.present_in, persons * placed, size)
    return float((served[there > 0] / there[there > 0]).min(initial=1.0))


def compare(
    problem: Problem,
    names: Iterable[str] | None = None,
    seed: int = 0,
    *,
    clock: Callable[[], float] = lambda: 0.0,
) -> Iterator[Measures]:
    """Run mechanisms one after the other on the same families, in the order of the catalogue.

    ``names``: all of :data:`~.mechanisms.catalogue.MECHANISMS` unless given; the greatest total value is always among
    them, because its bound is what the others are held against. ``clock`` gives seconds.
    Raises :class:`~fairshare.faults.BadInputError` for an unknown name.
    """
    wanted = set(MECHANISMS if names is None else names)
    unknown = sorted(wanted - set(MECHANISMS))
    if unknown:
        raise bad_argument("mechanisms", f"{unknown[0]!r} is unknown", "some of " + ", ".join(MECHANISMS))
    lists = derive(problem, seed)
    bound = 0.0
    for name, mechanism in MECHANISMS.items():
        if name in wanted or name == "max-weight":
            start = clock()
            placement = mechanism.run(problem, seed=seed)
            bound = getattr(placement, "bound", bound)
            yield measure(placement, lists, bound, clock() - start)
