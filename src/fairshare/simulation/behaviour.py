"""How people and states behave: explicit parameters with ranges and sources, and one draw of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from fairshare.simulation import luck

Shape = Literal["fixed", "uniform", "triangular", "beta"]

_STEPS: Final = 1 << 14
"""Steps of the table of a beta distribution; the error of a quantile is far below a millionth of the range."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One assumption. ``low`` to ``high`` bound it, ``best`` is the central value; ``unit``: what it is measured in.

    ``shape`` of its uncertainty: ``fixed`` at best, ``uniform``, ``triangular`` (mode at best), or ``beta`` with ``a``
    successes and ``b`` failures observed (posterior of a Jeffreys prior), cut to the bounds. ``source`` says where the
    figures are from; ``status``: official, reported, inferred or assumed; ``why`` it is there.
    """

    name: str
    says: str
    unit: str
    best: float
    low: float
    high: float
    shape: Shape
    source: str
    status: str
    a: float = 0.0
    b: float = 0.0
    group: str = "people"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One value for each parameter, by name. Raises ``KeyError`` for a name that no parameter has."""

    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        """The value of a parameter."""
        return self.values[name]


def parameters(rows: Iterable[Mapping[str, Any]]) -> tuple[Parameter, ...]:
    """The parameters of rows as :func:`fairshare.figures.simulate.behaviour.rows` gives them (checked there)."""
    return tuple(Parameter(**row) for row in rows)


def free(of: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """The parameters that are not fixed: the coordinates of :func:`at`, in order."""
    return tuple(one for one in of if one.shape != "fixed")


def central(of: Iterable[Parameter]) -> Behaviour:
    """Every parameter at its best value."""
    return Behaviour({one.name: one.best for one in of})


def behaviour(of: Sequence[Parameter], seed: int, draw: int) -> Behaviour:
    """Draw number ``draw``: the same wherever and in whatever order it is drawn.

    The luck of a parameter hangs on its name, so another parameter more or less does not change its value.

    >>> chance = Parameter("x", "", "chance", 0.5, 0.0, 1.0, "uniform", "", "assumed")
    >>> behaviour([chance], 1, 7) == behaviour([chance], 1, 7)
    True
    """
    names = np.array([zlib.crc32(one.name.encode()) for one in of], dtype=np.uint64)
    drawn = luck.uniform(luck.stream(seed, draw), names, luck.Purpose.DRAW)
    return Behaviour({one.name: quantile(one, float(u)) for one, u in zip(of, drawn, strict=True)})


def at(of: Sequence[Parameter], point: Sequence[float] | npt.NDArray[np.float64]) -> Behaviour:
    """The behaviour at a point of the unit cube, one coordinate for each of :func:`free`, in order (for Sobol).

    Raises ``ValueError`` where the point has another number of coordinates."""
    placed = {one.name: quantile(one, float(u)) for one, u in zip(free(of), point, strict=True)}
    return Behaviour({one.name: placed.get(one.name, one.best) for one in of})


def quantile(of: Parameter, u: float) -> float:
    """The value below which the parameter lies with chance ``u`` (0 to 1).

    >>> quantile(Parameter("x", "", "", 1.0, 0.0, 2.0, "triangular", "", "assumed"), 0.5)
    1.0
    """
    width = of.high - of.low
    match of.shape:
        case "fixed":
            return of.best
        case "uniform":
            return of.low + u * width
        case "triangular":
            return _triangular(of, u)
        case "beta":
            grid, chance = _beta_table(of.a, of.b, of.low, of.high)
            return float(np.interp(u, chance, grid))


def _triangular(of: Parameter, u: float) -> float:
    width, left, right = of.high - of.low, of.best - of.low, of.high - of.best
    if u * width <= left:
        return float(of.low + np.sqrt(u * width * left))
    return float(of.high - np.sqrt((1 - u) * width * right))


@cache
def _beta_table(a: float, b: float, low: float, high: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Values from ``low`` to ``high`` and the chances of being below them, for Beta(a + 1/2, b + 1/2) cut to them."""
    grid = np.linspace(low, high, _STEPS + 1)
    middle = (grid[1:] + grid[:-1]) / 2
    logs = (a - 0.5) * np.log(middle) + (b - 0.5) * np.log1p(-middle)
    chance = np.concatenate([[0.0], np.cumsum(np.exp(logs - logs.max()))])
    return grid, chance / chance[-1]
