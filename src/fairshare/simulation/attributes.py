"""What is drawn of each family besides its cell: how it came, by which state, with which papers, kin and wish."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Final

import numpy as np

from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.inputs import NOWHERE, PLACE, Bools, Codes, Floats, Inputs, Ints, N
from fairshare.simulation.luck import Purpose, uniform
from fairshare.simulation.tiling import Families, drawn

UK_LEFT: Final = 2021
"""The first year in which the United Kingdom takes part in nothing (its transition ended on 31 December 2020)."""


class Way(IntEnum):
    """How a person came: by sea, by land without a right to, with a visa, or without needing one."""

    SEA = 0
    LAND = 1
    VISA = 2
    VISA_FREE = 3


class Known(IntFlag):
    """What the record of a family says besides: the irregular entry is proved; it was more than a year before the
    application; the relative has protection (else a long-term residence permit)."""

    PROVED = 1
    LATE = 2
    PROTECTED = 4


@dataclass(frozen=True, slots=True)
class Attributes:
    """One place a family: the columns of :class:`~fairshare.simulation.population.Population` of that name."""

    wished: Codes
    entered: Codes
    visa: Codes
    kin: Codes
    way: Codes
    known: Codes


def attributes(
    inputs: Inputs, behaviour: Behaviour, year: int, families: Families, number: Ints, key: int
) -> Attributes:
    """The attributes of families with these numbers, who applied in a year of the inputs.

    * Those who were detected crossed irregularly, and so did a part (``undetected``) of the others who need a visa.
    * An irregular entry is matched to the application as far as can be: an applicant in a state of first entry came in
      there, as long as the entries of the origin into it last; all others came in where entries are left. So the sums
      of entries by state are kept, and no more people moved on than must have.
    * The visa is of the state of the application, with the chance ``visa_by_applied``, else of a state drawn by where
      compatriots live. A person who needs none entered where the application was made.
    * ``kin`` live where compatriots do. The wish is the state of kin; else the state of the application, if the family
      moved on to it or entered legally; else one where compatriots live (``link_share``) or by the logit of network,
      wage and recognition.
    """
    luck = _Luck(key, number)
    origin, applied = families.origin, families.applied
    detected, needs_none = inputs.detected[year][origin], inputs.visa_free[year][origin]
    irregular = luck(Purpose.ROUTE) < detected + behaviour["undetected"] * (1 - detected) * (1 - needs_none)
    free = luck(Purpose.VISA) < needs_none
    crossed = _entered(inputs, year, origin, applied, luck)
    sea = luck(Purpose.ROUTE, 3) < inputs.by_sea[year, origin, crossed]
    way = np.select([irregular & sea, irregular, ~free], [Way.SEA, Way.LAND, Way.VISA], Way.VISA_FREE).astype(np.uint8)

    network = _network(inputs, year)
    own = luck(Purpose.VISA, 1) < behaviour["visa_by_applied"]
    issuer = np.where(own, applied, drawn(network, origin, luck(Purpose.VISA, 2)))
    visa = np.where(way == Way.VISA, issuer, NOWHERE).astype(np.uint8)
    entered = np.where(irregular, crossed, np.where(way == Way.VISA, issuer, applied)).astype(np.uint8)

    related = luck(Purpose.KIN) < behaviour["kin_share"]
    kin = np.where(related, drawn(network, origin, luck(Purpose.KIN, 1)), NOWHERE).astype(np.uint8)
    linked = luck(Purpose.WISH) < behaviour["link_share"]
    choice = np.where(
        linked,
        drawn(network, origin, luck(Purpose.WISH, 1)),
        drawn(_wish(inputs, behaviour, year), origin, luck(Purpose.WISH, 2)),
    )
    chose = ~irregular | (entered != applied)
    wished = np.where(related, kin, np.where(chose, applied, choice)).astype(np.uint8)
    known = (
        (luck(Purpose.ROUTE, 4) < behaviour["proved"]) * Known.PROVED
        + (luck(Purpose.ROUTE, 5) < behaviour["late_entry"]) * Known.LATE
        + (luck(Purpose.KIN, 2) < behaviour["kin_protected"]) * Known.PROTECTED
    )
    return Attributes(wished, entered, visa, kin, way, known.astype(np.uint8))


@dataclass(frozen=True, slots=True)
class _Luck:
    """The luck of families."""

    key: int
    number: Ints

    def __call__(self, purpose: Purpose, occasion: int = 0) -> Floats:
        return uniform(self.key, self.number, purpose, occasion)


def _entered(inputs: Inputs, year: int, origin: Codes, applied: Codes, luck: _Luck) -> Ints:
    """Where each family would have crossed: in the state of the application as far as entries last, else elsewhere."""
    stays, left = coupled(inputs.applications[year].sum(axis=0).T, inputs.entered[year])
    here: Bools = luck(Purpose.ROUTE, 1) < stays[origin, applied]
    return np.where(here, applied, drawn(left, origin, luck(Purpose.ROUTE, 2)))


def coupled(applied: Floats, entered: Floats) -> tuple[Floats, Floats]:
    """The largest part that can have applied where they entered, and where the others entered.

    ``applied``: applications, origins x states; ``entered``: parts of the entries, origins x states. The first answer
    is a chance by state of application, the second the parts of the entries that are left (all alike where none is).

    >>> stays, left = coupled(np.array([[10.0, 90.0]]), np.array([[0.4, 0.6]]))
    >>> stays.round(3).tolist(), left.round(3).tolist()
    ([[1.0, 0.667]], [[0.3, 0.0]])
    """
    parts = applied / np.maximum(applied.sum(axis=1, keepdims=True), 1e-9)
    both = np.minimum(parts, entered)
    stays = np.divide(both, parts, out=np.zeros_like(parts), where=parts > 0)
    left = entered - both
    return stays, np.where(left.sum(axis=1, keepdims=True) > 1e-12, left, 1.0)


def _open(year: int) -> Floats:
    """1 for each state that takes part in a year, else 0."""
    part = np.ones(N)
    part[PLACE["UK"]] = float(year < UK_LEFT)
    return part


def _network(inputs: Inputs, year: int) -> Floats:
    """Weights of states by where compatriots live, origins x states; alike where nobody is known to live."""
    stock = inputs.stock * _open(inputs.years[year])
    return np.where(stock.sum(axis=1, keepdims=True) > 0, stock, _open(inputs.years[year]))


def _wish(inputs: Inputs, behaviour: Behaviour, year: int) -> Floats:
    """Weights of a choice of destination, origins x states: a logit of network, wage and recognition."""
    wage = np.log(inputs.gdp[year] / inputs.population[year])
    utility = (
        behaviour["wish_network"] * np.log1p(inputs.stock)
        + behaviour["wish_wage"] * wage
        + behaviour["wish_recognition"] * inputs.recognition[year].T
    )
    answer: Floats = np.exp(utility - utility.max(axis=1, keepdims=True)) * _open(inputs.years[year])
    return answer
