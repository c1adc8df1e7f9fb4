"""A composite indicator computed: data through every step to scores and ranks, with all that was done on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.assessment.composite.aggregate import node_scores
from fairshare.assessment.composite.data import Floats, UnitData, is_constant
from fairshare.assessment.composite.impute import Imputed, impute
from fairshare.assessment.composite.normalise import normalise
from fairshare.assessment.composite.outliers import Treated, treat
from fairshare.assessment.composite.prepare import Availability, availability, denominated
from fairshare.assessment.composite.ranks import Ranks, ranks
from fairshare.assessment.composite.spec import Spec
from fairshare.assessment.composite.structure import Structure, structure
from fairshare.faults import bad_argument


@dataclass(frozen=True, slots=True)
class Index:
    """A composite indicator of ``units``.

    ``spec``, ``data``: as used, without units and indicators that the screen left out. ``values``: after denominators,
    imputation and outliers; ``normalised``: on one scale; both units x indicators, NaN where missing. ``levels``:
    scores by name of indicator and group, a value per unit, NaN where there is none. ``few``: what the screen found.
    """

    spec: Spec
    data: UnitData
    tree: Structure
    values: Floats
    normalised: Floats
    levels: dict[str, Floats]
    few: Availability
    imputed: tuple[Imputed, ...]
    treated: tuple[Treated, ...]
    notes: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units, as in the data."""
        return self.data.units

    @property
    def scores(self) -> Floats:
        """The score of the top, by unit; NaN where there is none."""
        return self.levels[self.spec.top.name]

    @property
    def ranks(self) -> Ranks:
        """1 is the highest score; equal scores share the best rank; 0 where there is no score."""
        return ranks(self.scores)


def index(spec: Spec, data: UnitData) -> Index:
    """Compute a composite indicator: denominators, screen, imputation, outliers, normalisation, aggregation.

    Steps and their order are those of the OECD/JRC Handbook (2008). Raises :class:`~fairshare.faults.BadInputError` for
    a column that is missing, a denominator of 0, an indicator without any value, and a screen that leaves nothing.
    """
    values = denominated(spec, data)
    for indicator, column in zip(spec.indicators, values.T, strict=True):
        if np.isnan(column).all():
            raise bad_argument(indicator.name, "has no value", "at least one")
    few = availability(spec, data.units, values)
    if spec.screen.leave_out and any(few):
        spec, data = _left(spec, data, few)
        values = denominated(spec, data)
    values, imputed = impute(spec, data, values)
    values, treated = treat(spec, data.units, values)
    scaled, tree = normalise(spec, values), structure(spec)
    levels = {name: part[0] for name, part in zip(tree.names, node_scores(scaled, tree), strict=True)}
    notes = tuple(_notes(spec, data, values, levels[spec.top.name]))
    return Index(spec, data, tree, values, scaled, levels, few, imputed, treated, notes)


def _left(spec: Spec, data: UnitData, few: Availability) -> tuple[Spec, UnitData]:
    """What the screen leaves."""
    kept = np.array([unit not in few.units for unit in data.units])
    if not kept.any() or len(few.indicators) == len(spec.indicators):
        raise bad_argument("screen", "leaves no unit or no indicator", "a smaller share of data that is asked for")
    return spec.without(few.indicators), data.only(kept)


def _notes(spec: Spec, data: UnitData, values: Floats, scores: Floats) -> list[str]:
    """What a reader must know about these data."""
    notes = []
    for indicator, column in zip(spec.indicators, values.T, strict=True):
        gaps, there = int(np.isnan(column).sum()), column[~np.isnan(column)]
        if gaps:
            notes.append(f"{indicator.name}: missing for {gaps} of {len(column)} units; there the other members count.")
        if len(there) > 1 and is_constant(there):
            notes.append(f"{indicator.name}: the same for all units, so it sets none apart.")
    without = [unit for unit, score in zip(data.units, scores, strict=True) if np.isnan(score)]
    if without:
        notes.append(f"No score for {', '.join(without)}: all values of weight are missing.")
    return notes
