"""Projected applications of years to come, from files that ``fairshare forecast project --sums`` writes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from fairshare.faults import bad_argument
from fairshare.figures.tables import as_number, as_state, read_columns
from fairshare.simulation.inputs import PLACE, Floats, Inputs, N, with_projection

OPTION = "--arrivals"


def projected(inputs: Inputs, files: Iterable[str]) -> Inputs:
    """The inputs with the applications of each ``YEAR=FILE`` (columns ``state`` and ``middle``, persons in a year).

    A year is spread over months as the year that it replaces; states that a file lacks stay as they are. Raises
    :class:`~fairshare.faults.BadInputError` for another form, a year that was observed or is not simulated, and for a
    faulty file."""
    totals: dict[int, Floats] = {}
    for one in files:
        text, _, path = one.partition("=")
        later = [year for year in inputs.years if year > inputs.observed_until]
        if not path or text not in map(str, later):
            raise bad_argument(OPTION, f"{one!r} cannot be used", f"YEAR=FILE, YEAR one of {later}")
        rows = read_columns(path, "state", {"state": as_state, "middle": as_number})
        totals[int(text)] = _by_month(inputs, int(text), {state: float(row["middle"]) for state, row in rows.items()})
    return with_projection(inputs, totals) if totals else inputs


def _by_month(inputs: Inputs, year: int, persons: dict[str, float]) -> Floats:
    """12 months x states, NaN for states without a figure."""
    before = inputs.applications[inputs.years.index(year)].sum(axis=2)
    total = before.sum(axis=0)
    season = np.where(total > 0, before / np.where(total > 0, total, 1), 1 / 12)
    sums = np.full(N, np.nan)
    for state, count in persons.items():
        sums[PLACE[state]] = count
    return np.asarray(season * sums)
