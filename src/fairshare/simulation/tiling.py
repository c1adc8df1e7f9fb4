"""Families laid end to end along the expected persons of each state, so that every cell gets its expected number.

Take a state in a year. Its cells (origin by origin, month by month) stand side by side on a line, each as long as the
persons expected in it (times the sample). Families of drawn sizes are laid along the line from a random start (that of
a renewal process in equilibrium, so that the first cells are like all others), and a family belongs to the cell in
which it begins. Families stay whole; the persons of a state differ from those expected by what its first and last
family stick out, and so do those of a cell: these errors do not add up along the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from fairshare.simulation.inputs import Codes, Floats, Inputs, Ints, N
from fairshare.simulation.luck import Purpose, stream, uniform

_LINE: Final = 1 << 32
"""Families of one line have numbers below this, for their luck."""
_SPARE: Final = 20
"""Families drawn for a line beyond what eight standard deviations need: one short would leave its end empty."""


@dataclass(frozen=True, slots=True)
class Families:
    """Families of one year in the order of their month (0 to 11): places of their origin and state, and persons."""

    month: Codes
    origin: Codes
    applied: Codes
    size: Codes

    def __len__(self) -> int:
        return int(self.size.size)


def families(inputs: Inputs, year: int, sample: float, spread: float, key: int) -> Families:
    """The families that apply in a year of the inputs.

    ``spread``: standard deviation of the logarithm of the arrivals of an origin in a year, whose mean is as expected;
    ``key``: the luck of the draw.
    """
    luck = stream(key, inputs.years[year])
    origins = len(inputs.origins)
    factor = arrivals(uniform(luck, np.arange(origins), Purpose.DRAW), spread)
    expected = inputs.applications[year].transpose(1, 2, 0) * (sample * factor)[:, None]  # states x origins x months
    sizes, group = np.unique(inputs.sizes, axis=0, return_inverse=True)  # origins with the same sizes share a line
    apart = np.arange(len(sizes))[:, None] == group  # groups x origins
    cells = apart[:, None, :, None] * expected  # groups x states x origins x months
    size, begins, line = _laid(np.repeat(sizes, N, axis=0), cells.sum(axis=(2, 3)).ravel(), luck)
    width = origins * 12
    edges = np.cumsum(cells.ravel())
    base = np.concatenate([[0.0], edges[width - 1 :: width]])
    cell = np.searchsorted(edges, base[line] + begins, side="right")
    cell = np.clip(cell, line * width, (line + 1) * width - 1)  # sums of parts differ in the last digit
    month = (cell % 12).astype(np.uint8)
    order = np.argsort(month, kind="stable")
    return Families(
        month=month[order],
        origin=(cell // 12 % origins).astype(np.uint8)[order],
        applied=(line % N).astype(np.uint8)[order],
        size=size[order],
    )


def arrivals(u: Floats, spread: float) -> Floats:
    """What multiplies the arrivals of each origin: lognormal with mean 1.

    >>> arrivals(np.array([0.1, 0.9]), 0.0).tolist()
    [1.0, 1.0]
    """
    if not spread:
        return np.ones_like(u)
    normal = NormalDist()
    z = np.array([normal.inv_cdf(min(max(one, 1e-12), 1 - 1e-12)) for one in u.tolist()])
    return np.exp(spread * z - spread**2 / 2)


def drawn(weights: Floats, row: Ints | Codes, u: Floats) -> Ints:
    """A place in a distribution for each of ``row``: rows of ``weights`` (each with a sum above 0), chosen by ``u``.

    >>> drawn(np.array([[1.0, 3.0], [0.0, 2.0]]), np.array([0, 0, 1]), np.array([0.2, 0.3, 0.0])).tolist()
    [0, 1, 1]
    """
    count = weights.shape[1]
    below = np.cumsum(weights, axis=1)
    below /= below[:, -1:]
    ladder = (below + np.arange(len(weights))[:, None]).ravel()
    rows = row.astype(np.int64)
    place = np.searchsorted(ladder, rows + u, side="right") - rows * count
    last = count - 1 - (weights[:, ::-1] > 0).argmax(axis=1)  # the sum of the ladder can lack the last digit
    answer: Ints = np.minimum(place, last[rows])
    return answer


def _laid(sizes: Floats, length: Floats, luck: int) -> tuple[Codes, Floats, Ints]:
    """Size, place on its line and line of each family that begins on a line; ``sizes`` and ``length`` by line."""
    persons = np.arange(1, sizes.shape[1] + 1)
    mean = sizes @ persons
    variance = sizes @ persons**2 - mean**2
    count = np.ceil(length / mean + 8 * np.sqrt(length * variance / mean**3)).astype(np.int64) + _SPARE
    count[length <= 0] = 0
    line = np.repeat(np.arange(len(length)), count)
    start = np.cumsum(count) - count
    number = np.arange(line.size) - start[line]
    size = (1 + drawn(sizes, line, uniform(luck, line * _LINE + number, Purpose.SIZE))).astype(np.uint8)
    total = np.concatenate([[0], np.cumsum(size, dtype=np.int64)])
    lines = np.arange(len(length))
    cut = 1 + drawn(sizes * persons, lines, uniform(luck, lines, Purpose.SIZE, 1))  # the family that lies across 0
    delay = cut * uniform(luck, lines, Purpose.SIZE, 2)
    begins = (total[:-1] - total[start[line]]) + delay[line]
    inside = begins < length[line]
    return size[inside], begins[inside], line[inside]
