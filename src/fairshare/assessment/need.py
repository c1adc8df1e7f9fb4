"""From projected arrivals to needs (Article 12(3)): every step shown, every assumption a parameter with its range.

The Commission weighs the overall number of arrivals, average recognition rates and average return rates. How it does so
is not published: this is one reading, each of whose steps can be changed, and the answer is a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.faults import bad_argument

Floats: TypeAlias = npt.NDArray[np.float64]
LEVELS: Final = (0.5, 0.8, 0.95)
"""The intervals that are told: a half, four fifths, nineteen twentieths of the draws lie inside."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate between 0 and 1 that is known as a range only; every value in it counts as equally likely.

    ``source`` says where the range is from. Raises :class:`~fairshare.faults.BadInputError` for no such range."""

    low: float
    high: float
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1:
            raise bad_argument("rate", f"{self.low} to {self.high} is no range of a rate", "0 <= low <= high <= 1")

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Range:
    """A figure by its draws: the middle, and the bounds of each interval of :data:`LEVELS`."""

    median: float
    bounds: Mapping[float, tuple[float, float]]

    @classmethod
    def of(cls, draws: Floats) -> Range:
        """The range of draws (one dimension)."""
        pairs = {level: np.quantile(draws, [(1 - level) / 2, (1 + level) / 2]) for level in LEVELS}
        return cls(float(np.median(draws)), {level: (float(low), float(high)) for level, (low, high) in pairs.items()})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how it is computed, where it is from, and the figure."""

    name: str
    how: str
    cite: str
    figure: Range


@dataclass(frozen=True, slots=True)
class Need:
    """Needs of the coming year. ``steps`` lead from applications to the Union-wide need in persons; ``states`` gives
    the need of each benefitting state, ``covers`` the part of the need that the floors of 12(2) would meet (null range
    where there is no need), ``moves`` how far the median of the need goes when one assumption is set to its low and to
    its high end and the others to their middle."""

    steps: tuple[Step, ...]
    states: Mapping[str, Range]
    responsibility: Mapping[str, Range]
    covers: Range | None
    moves: Mapping[str, tuple[float, float]]


def responsibility(applications: Floats, recognition: Floats | float, returns: Floats | float) -> Floats:
    """Persons who remain a responsibility: those recognised, and those not recognised who do not return.

    >>> float(responsibility(np.array(1000.0), 0.4, 0.25))
    850.0
    """
    kept = np.asarray(recognition + (1 - recognition) * (1 - returns))
    return np.asarray(applications * (kept[:, None] if kept.ndim else kept), np.float64)


def needs(load: Floats, key: Floats, benefitting: npt.NDArray[np.bool_]) -> Floats:
    """What benefitting states carry beyond their fair share: draws x states, 0 or more; 0 for the others.

    ``load`` is the responsibility (draws x states), ``key`` the shares of Article 66 (they sum to 1)."""
    fair = load.sum(axis=1, keepdims=True) * key
    return np.asarray(np.maximum(load - fair, 0.0) * benefitting, np.float64)


def need(
    states: tuple[str, ...],
    applications: Floats,
    key: Mapping[str, float],
    benefitting: frozenset[str],
    recognition: Rate,
    returns: Rate,
    floor: int,
    *,
    seed: int = 0,
) -> Need:
    """The needs of a year from draws of applications (draws x ``states``), a key and two rates.

    ``floor`` are the relocations of Article 12(2)(a). Raises :class:`~fairshare.faults.BadInputError` for shapes that
    do not fit, negative applications, or states without a share."""
    _check(states, applications, key, benefitting)
    random = np.random.default_rng(seed)
    shares = np.array([key[state] for state in states])
    shares = shares / shares.sum()
    chosen = np.array([state in benefitting for state in states])
    drawn = [random.uniform(rate.low, rate.high, len(applications)) for rate in (recognition, returns)]
    load = responsibility(applications, *drawn)
    each = needs(load, shares, chosen)
    total = each.sum(axis=1)
    some = total > 0
    return Need(
        _steps(
            (applications.sum(axis=1), *drawn, load.sum(axis=1), total),
            recognition=recognition.source,
            returns=returns.source,
        ),
        {state: Range.of(each[:, place]) for place, state in enumerate(states) if chosen[place]},
        {state: Range.of(load[:, place]) for place, state in enumerate(states)},
        Range.of(floor / total[some]) if some.all() else None,
        _moves(applications, shares, chosen, recognition, returns),
    )


def _check(
    states: tuple[str, ...], applications: Floats, key: Mapping[str, float], benefitting: frozenset[str]
) -> None:
    if applications.ndim != 2 or applications.shape[1] != len(states) or not len(applications):
        raise bad_argument("applications", f"have the shape {applications.shape}", f"draws x {len(states)} states")
    if not np.isfinite(applications).all() or (applications < 0).any():
        raise bad_argument("applications", "hold a negative or unknown number", "numbers of 0 or more")
    missing = sorted(set(states) - set(key)) or sorted(benefitting - set(states))
    if missing:
        raise bad_argument("states", f"{', '.join(missing)} have no share or no applications", "the states of the key")


_STEPS: Final = (
    ("applications", "projected first-time applications in the states of the key", "AMMR 9(3)(b)"),
    ("recognition", "average recognition rate: {recognition}", "AMMR 12(3)"),
    ("returns", "average return rate of those not recognised: {returns}", "AMMR 12(3)"),
    ("responsibility", "applications x (recognition + (1 - recognition) x (1 - returns))", "AMMR 12(3)"),
    ("need", "what the benefitting states carry beyond the key's share of the responsibility", "AMMR 12(1), 66"),
)


def _steps(figures: Sequence[Floats], **sources: str) -> tuple[Step, ...]:
    return tuple(
        Step(name, how.format(**sources), cite, Range.of(figure))
        for (name, how, cite), figure in zip(_STEPS, figures, strict=True)
    )


def _moves(
    applications: Floats, shares: Floats, chosen: npt.NDArray[np.bool_], recognition: Rate, returns: Rate
) -> dict[str, tuple[float, float]]:
    """The median need with one rate at each end of its range, or applications at the ends of their 80 % interval."""

    def median(one: float, other: float, given: Floats = applications) -> float:
        return float(np.median(needs(responsibility(given, one, other), shares, chosen).sum(axis=1)))

    order = np.argsort(applications.sum(axis=1), kind="stable")
    low, high = (_around(applications[order], part) for part in (0.1, 0.9))
    one, other = recognition.middle, returns.middle
    return {
        "applications": (median(one, other, low), median(one, other, high)),
        "recognition": (median(recognition.low, other), median(recognition.high, other)),
        "returns": (median(one, returns.low), median(one, returns.high)),
    }


def _around(ordered: Floats, part: float) -> Floats:
    """The mean of the draws around a place in their order, a twentieth to either side: one row."""
    first, last = (int(len(ordered) * max(part + side, 0.0)) for side in (-0.05, 0.05))
    return np.asarray(ordered[first : last + 1].mean(axis=0, keepdims=True), np.float64)
