"""How the contributions of a year become a plan: relocations, offsets, money, in-kind measures towards who benefits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fairshare.law.mechanisms.interface import Bools, Floats, Plan, Situation
from fairshare.law.mechanisms.shares import above_key, coupled, fill, over_sum

OBSERVED = ("ammr_relocations", "ammr_offsets", "ammr_money", "ammr_in_kind")
"""Rates: parts of the fair shares that are given in each form."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What each state means to give, in units (one relocation) by form."""

    relocations: Floats
    offsets: Floats
    money: Floats
    in_kind: Floats

    def total(self) -> Floats:
        """Units in all forms."""
        return self.relocations + self.offsets + self.money + self.in_kind

    def each(self, change: Callable[[Floats], Floats]) -> Forms:
        """The same change made to every form."""
        return Forms(change(self.relocations), change(self.offsets), change(self.money), change(self.in_kind))

    def at_most(self, owed: Floats) -> Forms:
        """The same mix, scaled down where its sum exceeds what is owed."""
        total = self.total()
        scale = np.divide(owed, total, out=np.ones_like(total), where=total > owed)
        return self.each(lambda units: units * scale)


def observed(at: Situation, owed: Floats) -> Forms:
    """The forms in the parts that the rates of behaviour say; parts that exceed 1 together are scaled to 1."""
    relocations, offsets, money, in_kind = (at.rate(name) * owed for name in OBSERVED)
    return Forms(relocations, offsets, money, in_kind).at_most(owed)


def candidates(at: Situation, towards: Bools) -> Floats:
    """Persons in a state whose responsible state is among ``towards``: those whom it could take over by offset."""
    return np.where(towards, at.due, 0.0)


def carried_out(at: Situation, owed: Floats, forms: Forms, benefitting: Bools, towards: Bools | None = None) -> Plan:
    """The plan that follows from the forms; EUR at the rate ``unit_eur`` a unit.

    Solidarity is spread over those who benefit by their applications above the key, at most so many persons, and at
    most those who can be moved. ``towards``: those among them to whom it may go (all). A contributor's relocations
    shrink in the same proportion where there are too few persons; money and measures do not, offsets wait for cases.
    """
    towards = benefitting if towards is None else towards
    need = np.where(towards, above_key(at), 0.0)
    weights = need if need.any() else towards.astype(np.float64)
    movable = np.where(towards, np.minimum(at.movable, need), 0.0)
    relocate = coupled(fill(float(forms.relocations.sum()), weights, movable), forms.relocations)
    take_over = _offsets(candidates(at, towards), forms.offsets)
    by_need = over_sum(weights)
    unit = at.figure("unit_eur")
    money, in_kind = (units if by_need.any() else np.zeros_like(units) for units in (forms.money, forms.in_kind))
    given = relocate.sum(axis=0) + take_over.sum(axis=1) + money + in_kind
    pay, kind = (np.outer(units * unit, by_need) for units in (money, in_kind))
    return Plan(relocate, take_over, pay, kind, owed, given, benefitting)


def _offsets(cases: Floats, wanted: Floats) -> Floats:
    """As many cases as a state wants, from each state that benefits in the proportion of its cases of today.

    More than there are today, since others fall due in the course of the year; none where there is none today."""
    have = cases.sum(axis=1)
    times = np.divide(wanted, have, out=np.zeros_like(have), where=have > 0)
    taken: Floats = cases * times[:, None]
    return taken
