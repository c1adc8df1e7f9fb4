"""The figures that a simulation starts from, as arrays: read in :mod:`fairshare.figures.simulate`, checked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.faults import bad_argument
from fairshare.matching.sample import Assumptions
from fairshare.states import NAMES

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Codes: TypeAlias = npt.NDArray[np.uint8]
Bools: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[Any]

STATES: Final = tuple(NAMES)
"""The places of a simulation in order: the 27, the associated states, the United Kingdom."""

PLACE: Final = {state: place for place, state in enumerate(STATES)}
N: Final = len(STATES)
NOWHERE: Final = 255
"""No state."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Real figures by year (``years``, consecutive), month, state (:data:`STATES`) and origin (``origins``, ISO 3166).

    * ``applications``: first applications, years x 12 x states x origins, persons.
    * ``detected``: part of the applicants of an origin who were seen to cross an external border without a right to,
      years x origins. ``entered``: of all who did, by state of first entry, years x origins x states, sums 1;
      ``by_sea``: same shape, the part of the entries there that was by sea. ``visa_free``: part of an origin's
      nationals who need no visa for a short stay, years x origins.
    * ``stock``: persons born in an origin who live in a state, origins x states.
    * ``recognition``: part of the decisions in a state on an origin that grant protection, years x states x origins.
    * ``minors``: part of the applicants under 18; ``alone``: part of those minors who are unaccompanied; origins.
    * ``sizes``: chances of families of 1, 2, … persons, origins x sizes, sums 1.
    * ``population`` (persons) and ``gdp`` (million EUR), years x states.
    * ``requested``, ``accepted``, ``transferred``: Dublin requests out, positive answers and transfers,
      states x states (from, to), summed over the years of the fit.
    * ``decision_months``: mean months from application to final decision, states.
    * ``returned``: part of the refused who leave, origins; ``capacity``: reception places, states (NaN: unknown).
    * ``notes``: what is inferred, projected or missing, one sentence each; ``observed_until``: the last year that is
      not a projection.
    """

    years: tuple[int, ...]
    origins: tuple[str, ...]
    applications: Floats
    detected: Floats
    entered: Floats
    by_sea: Floats
    visa_free: Floats
    stock: Floats
    recognition: Floats
    minors: Floats
    alone: Floats
    sizes: Floats
    population: Floats
    gdp: Floats
    requested: Floats
    accepted: Floats
    transferred: Floats
    decision_months: Floats
    returned: Floats
    capacity: Floats
    observed_until: int
    notes: tuple[str, ...] = ()

    def year(self, year: int) -> int:
        """The place of a year. Raises :class:`~fairshare.faults.BadInputError` for one that is not there."""
        if year not in self.years:
            raise bad_argument("years", f"{year} is not among them", f"{self.years[0]} to {self.years[-1]}")
        return self.years.index(year)


@dataclass(frozen=True, slots=True)
class Household:
    """What no public figure by origin was held for, the same for every origin. Status: assumed.

    ``minors``: part of the applicants under 18; ``alone``: part of those who are unaccompanied; ``sizes``: weights of
    families of 1, 2, … persons, those of :class:`fairshare.matching.sample.Assumptions`.
    """

    minors: float = 0.28
    alone: float = 0.16
    sizes: tuple[float, ...] = Assumptions().sizes


_AXES: Final[Mapping[str, str]] = {
    "applications": "ymso", "detected": "yo", "entered": "yos", "by_sea": "yos", "visa_free": "yo", "stock": "os",
    "recognition": "yso", "population": "ys", "gdp": "ys", "requested": "ss", "accepted": "ss", "transferred": "ss",
    "decision_months": "s", "returned": "o", "capacity": "s",
}  # fmt: skip
"""The axes of each array: years, months, states, origins."""
_PARTS: Final = frozenset({"detected", "entered", "by_sea", "visa_free", "recognition", "returned"})
_HELD: Final = tuple(name for name, axes in _AXES.items() if axes[0] == "y")
"""The arrays that have one place a year."""


def inputs_of(
    figures: Mapping[str, Any], years: Sequence[int] | None = None, household: Household | None = None
) -> Inputs:
    """Inputs for consecutive years (all that ``figures`` has, unless given) from the figures by name.

    A year after the last that was observed repeats that one, and ``notes`` say so: see :func:`with_projection`.
    Raises :class:`~fairshare.faults.BadInputError` for a figure that is missing, has another shape, is negative, no
    part of a whole or not known (only capacity may be unknown), and for years before the first.
    """
    given, origins = tuple(figures["years"]), tuple(figures["origins"])
    wanted = given if years is None else tuple(years)
    if not wanted or wanted != tuple(range(wanted[0], wanted[-1] + 1)) or wanted[0] < given[0]:
        raise bad_argument("years", f"{list(wanted)} are not held", f"consecutive years from {given[0]} on")
    sizes = {"y": len(given), "m": 12, "s": N, "o": len(origins)}
    arrays = {name: _checked(name, figures, tuple(sizes[axis] for axis in axes)) for name, axes in _AXES.items()}
    places = [given.index(min(year, given[-1])) for year in wanted]
    arrays |= {name: arrays[name][places] for name in _HELD}
    home = household or Household()
    size = np.array(home.sizes) / sum(home.sizes)
    last = int(figures["observed_until"])
    later = [year for year in wanted if year > last]
    notes = (
        *figures["notes"],
        f"of every origin {home.minors:.0%} are minors and {home.alone:.0%} of these unaccompanied (assumed)",
        "families have the sizes that the matching assumes for a sample",
        *([f"{later[0]} to {later[-1]} repeat the figures of {last}"] if later else []),
    )
    return Inputs(
        years=wanted,
        origins=origins,
        minors=np.full(len(origins), home.minors),
        alone=np.full(len(origins), home.alone),
        sizes=np.broadcast_to(size, (len(origins), size.size)),
        observed_until=last,
        notes=notes,
        **arrays,
    )


def _checked(name: str, figures: Mapping[str, Any], shape: tuple[int, ...]) -> Floats:
    array = np.asarray(figures.get(name, ()), np.float64)
    if array.shape != shape:
        raise bad_argument(name, f"has the shape {array.shape}", f"{shape}")
    unknown = np.isnan(array)
    if (unknown.any() and name != "capacity") or (array[~unknown] < 0).any() or np.isinf(array).any():
        raise bad_argument(name, "has a figure that is negative or not known", "numbers, 0 or more")
    if name in _PARTS and (array > 1 + 1e-9).any():
        raise bad_argument(name, "has a figure above 1", "parts of a whole")
    return array


def with_projection(inputs: Inputs, totals: Mapping[int, Floats]) -> Inputs:
    """The inputs with projected applications: by year 12 months x states, NaN where nothing is projected.

    The origins of a state keep the mix of the last observed year (of a state without applications: that of all).
    Raises :class:`~fairshare.faults.BadInputError` for a year that was observed or is not among the years, and for
    totals of another shape or below 0.
    """
    last = inputs.applications[inputs.year(inputs.observed_until)].sum(axis=0)  # states x origins
    mix = np.where(last.sum(axis=1, keepdims=True) > 0, last, last.sum(axis=0))
    mix = mix / mix.sum(axis=1, keepdims=True)
    applications = inputs.applications.copy()
    for year, by_month in totals.items():
        place = inputs.year(year)
        if year <= inputs.observed_until or by_month.shape != (12, N) or (by_month < 0).any():
            raise bad_argument("totals", f"of {year} cannot be used", f"12 x {N} persons, 0 or more, of a later year")
        projected = by_month[:, :, None] * mix
        applications[place] = np.where(np.isnan(projected), applications[place], projected)
    repeated = [note for note in inputs.notes if " repeat the figures of " not in note]
    later = [year for year in inputs.years if year > inputs.observed_until]
    left = sorted(set(later) - set(totals))
    notes = [f"applications of {year} are projected" for year in sorted(totals)]
    notes += [f"{year} repeats the figures of {inputs.observed_until}" for year in left]
    return replace(inputs, applications=applications, notes=(*repeated, *notes))
