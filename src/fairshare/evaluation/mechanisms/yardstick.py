"""What every mechanism and year is measured against: one key, and what a person costs a state.

The key is that of Annex I to the AMMR (50 % population, 50 % GDP) over the 26 states of Part IV, for every mechanism
and every year, also those before the Regulation: mechanisms with other states or other keys can only be compared on
one measure. States outside (Denmark, the associated states, the United Kingdom) are left out of the shares.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fairshare.evaluation.mechanisms.evenness import Floats
from fairshare.faults import bad_argument
from fairshare.simulation.inputs import STATES, Bools, Inputs
from fairshare.simulation.run import reference_keys
from fairshare.states import PART_IV


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Figures of states by year, made once for a study.

    * ``members``: which states the key has; ``key``: years x members, above 0, sums 1.
    * ``population``: years x states; ``capacity``: reception places by state, NaN where unknown.
    * ``wealth``: GDP a head over that of the members together, years x states; NaN where unknown.
    * ``decision_months``: mean months to a final decision, by state.
    """

    years: tuple[int, ...]
    members: Bools
    key: Floats
    population: Floats
    capacity: Floats
    wealth: Floats
    decision_months: Floats


def yardstick(inputs: Inputs, years: tuple[int, ...] | None = None) -> Yardstick:
    """The yardstick of the given years (all of the inputs unless given).

    Raises :class:`~fairshare.faults.BadInputError` for years that the inputs lack, and for a state of the key whose
    population or GDP is unknown or 0 in one of them."""
    wanted = inputs.years if years is None else years
    missing = sorted(set(wanted) - set(inputs.years))
    if missing:
        raise bad_argument("years", f"no figures for {missing[0]}", f"{inputs.years[0]} to {inputs.years[-1]}")
    rows = [inputs.years.index(year) for year in wanted]
    population, gdp = inputs.population[rows], inputs.gdp[rows]
    members = np.array([state in PART_IV for state in STATES])
    _require(wanted, members, population, gdp)
    known = replace(inputs, population=np.nan_to_num(inputs.population), gdp=np.nan_to_num(inputs.gdp))
    heads = np.divide(gdp, population, out=np.full(gdp.shape, np.nan), where=population > 0)
    union = gdp[:, members].sum(axis=1) / population[:, members].sum(axis=1)
    return Yardstick(
        years=wanted,
        members=members,
        key=reference_keys(known)[rows][:, members],
        population=population,
        capacity=inputs.capacity,
        wealth=heads / union[:, None],
        decision_months=inputs.decision_months,
    )


def _require(years: tuple[int, ...], members: Bools, *figures: Floats) -> None:
    for name, values in zip(("population", "gdp"), figures, strict=True):
        bad = np.argwhere(~(values > 0) & members)
        if bad.size:
            year, state = years[bad[0][0]], STATES[bad[0][1]]
            raise bad_argument(name, f"is unknown or 0 for {state} in {year}", "a number above 0: the key needs it")
