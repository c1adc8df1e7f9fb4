"""Synthetic applicants as columns: one row a person, the members of a family together, families by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from fairshare.faults import bad_argument
from fairshare.simulation.attributes import Known as Known
from fairshare.simulation.attributes import Way as Way
from fairshare.simulation.attributes import attributes
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.inputs import Bools, Codes, Floats, Inputs, Ints, Rows
from fairshare.simulation.luck import Purpose, stream, uniform
from fairshare.simulation.tiling import Families, families


@dataclass(frozen=True, slots=True)
class Population:
    """Persons in the order of their first application. A row stands for ``weight`` real persons.

    * ``month``: of the first application, from 0 (January of ``first_year``).
    * ``family``: number of the family, the same in every mechanism; members stand together and share all but ``minor``.
    * ``origin``: place in the origins of the inputs. States are places in ``STATES`` or ``NOWHERE``:
      ``applied`` (of the first application as observed), ``wished`` (where they would go if they could choose),
      ``entered`` (first entry), ``visa`` (that gave a visa or permit), ``kin`` (where a member of the family of
      Articles 26 to 28 lives).
    * ``way``: a :class:`Way`; ``known``: flags of :class:`Known`. ``alone``: an unaccompanied minor.
    * ``luck``: the key of :mod:`~fairshare.simulation.luck` for this population.
    """

    first_year: int
    months: int
    weight: float
    luck: int
    month: npt.NDArray[np.int16]
    family: npt.NDArray[np.int32]
    origin: Codes
    applied: Codes
    wished: Codes
    entered: Codes
    visa: Codes
    kin: Codes
    way: Codes
    known: Codes
    minor: Bools
    alone: Bools

    def __len__(self) -> int:
        """Number of rows."""
        return int(self.month.size)


MOST: Final = 2**31 - 1
"""The largest number of a family."""
_COLUMNS: Final = (
    "month", "family", "origin", "applied", "wished", "entered", "visa", "kin", "way", "known", "minor", "alone",
)  # fmt: skip


def synthesise(
    inputs: Inputs,
    behaviour: Behaviour,
    seed: int,
    draw: int,
    sample: float = 1.0,
    part: int = 0,
    parts: int = 1,
    years: Sequence[int] | None = None,
) -> Population:
    """The applicants of consecutive years (those of the inputs unless given), drawn from the inputs.

    ``sample``: the part of all persons that is drawn; a row stands for 1 / ``sample``. Families are numbered in the
    order of their month over all parts, and part ``part`` holds those whose number leaves that rest when it is divided
    by ``parts``: all parts together are the population of one part. How many families there are, and of what sizes, is
    told in :mod:`~fairshare.simulation.tiling`.

    Raises :class:`~fairshare.faults.BadInputError` for a sample or part out of range, and years that are not held.
    """
    wanted = inputs.years if years is None else tuple(years)
    if not 0 < sample <= 1:
        raise bad_argument("sample", f"{sample:g} is no part of a whole", "a number above 0, up to 1")
    if not 0 <= part < parts:
        raise bad_argument("part", f"{part} of {parts} is none", "a number from 0, below the number of parts")
    if not wanted or any(later != year + 1 for year, later in pairwise(wanted)):
        raise bad_argument("years", f"{list(wanted)} do not follow each other", "consecutive years")
    key = stream(seed, draw)
    pieces = list(_by_year(inputs, behaviour, [inputs.year(year) for year in wanted], sample, key, (part, parts)))
    columns = {name: np.concatenate([piece.pop(name) for piece in pieces]) for name in _COLUMNS}
    return Population(wanted[0], 12 * len(wanted), 1 / sample, key, **columns)


def _by_year(
    inputs: Inputs, behaviour: Behaviour, places: Sequence[int], sample: float, key: int, part: tuple[int, int]
) -> Iterator[dict[str, Rows]]:
    """The columns of each year."""
    before = 0
    for count, place in enumerate(places):
        found = families(inputs, place, sample, behaviour["arrivals_spread"], key)
        mine = slice((part[0] - before) % part[1], None, part[1])
        number = np.arange(before, before + len(found))[mine]
        before += len(found)
        if before > MOST:
            raise bad_argument("sample", f"{sample:g} makes more than {MOST:,} families", "a smaller part")
        kept = Families(*(getattr(found, name)[mine] for name in ("month", "origin", "applied", "size")))
        yield _persons(inputs, behaviour, place, kept, number, key) | {"month": _months(kept, 12 * count)}


def _months(kept: Families, first: int) -> npt.NDArray[np.int16]:
    return np.repeat(kept.month.astype(np.int16) + np.int16(first), kept.size)


def _persons(
    inputs: Inputs, behaviour: Behaviour, place: int, kept: Families, number: Ints, key: int
) -> dict[str, Rows]:
    """The columns of the members of families, all but the month."""
    shared = attributes(inputs, behaviour, place, kept, number, key)
    minor, alone = _minors(inputs, kept, number, key)
    of_family = {
        "family": number.astype(np.int32),
        "origin": kept.origin,
        "applied": kept.applied,
        **{name: getattr(shared, name) for name in ("wished", "entered", "visa", "kin", "way", "known")},
    }
    columns: dict[str, Rows] = {name: np.repeat(column, kept.size) for name, column in of_family.items()}
    return columns | {"minor": minor, "alone": alone}


def _minors(inputs: Inputs, kept: Families, number: Ints, key: int) -> tuple[Bools, Bools]:
    """Who is a minor and who of them is alone, by person.

    Unaccompanied minors are families of one; the first member of a larger family is of age, and the others are minors
    with the chance that brings all minors of the origin to their part (as far as there are enough of them).
    """
    alone_chance, other_chance = minor_chances(inputs)
    first = np.repeat(kept.size == 1, kept.size)
    begins = np.cumsum(kept.size, dtype=np.int64) - kept.size
    position = np.arange(first.size) - np.repeat(begins, kept.size)
    chance = np.repeat(np.where(kept.size == 1, alone_chance[kept.origin], other_chance[kept.origin]), kept.size)
    luck = uniform(key, np.repeat(number, kept.size), Purpose.MINOR, position)
    minor: Bools = (luck < chance) & (first | (position > 0))
    return minor, minor & first


def minor_chances(inputs: Inputs) -> tuple[Floats, Floats]:
    """The chance that one who applies alone is a minor, and that a further member of a family is, by origin."""
    persons = np.arange(1, inputs.sizes.shape[1] + 1)
    mean = inputs.sizes @ persons
    singles, further = inputs.sizes[:, 0] / mean, (inputs.sizes @ (persons - 1)) / mean
    alone = inputs.minors * inputs.alone
    return (
        np.minimum(alone / np.maximum(singles, 1e-9), 1.0),
        np.minimum((inputs.minors - alone) / np.maximum(further, 1e-9), 1.0),
    )
