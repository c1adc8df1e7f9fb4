"""What a population is calibrated to: its sums by state, origin and month beside the figures that it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.simulation.inputs import Codes, Floats, Inputs, N
from fairshare.simulation.population import Population


@dataclass(frozen=True, slots=True)
class Margins:
    """Real persons: ``states`` (years x states), ``origins`` (years x origins), ``months`` (years x 12)."""

    states: Floats
    origins: Floats
    months: Floats


def simulated(population: Population, origins: int) -> Margins:
    """The sums of a population (all its parts: add them up) with so many origins."""
    years = population.months // 12
    year = (population.month // 12).astype(np.int64)

    def counted(column: Codes, width: int) -> Floats:
        rows = np.bincount(year * width + column, minlength=years * width).reshape(years, width)
        return rows.astype(np.float64) * population.weight

    month = (population.month % 12).astype(np.uint8)
    return Margins(counted(population.applied, N), counted(population.origin, origins), counted(month, 12))


def expected(inputs: Inputs, first_year: int, years: int) -> Margins:
    """The sums that the inputs have for so many years."""
    first = inputs.year(first_year)
    held = inputs.applications[first : first + years]
    return Margins(held.sum(axis=(1, 3)), held.sum(axis=(1, 2)), held.sum(axis=(2, 3)))
