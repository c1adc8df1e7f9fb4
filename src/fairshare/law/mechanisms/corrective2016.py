"""COM(2016) 270 ("Dublin IV", never adopted): automatic corrective allocation above 150 % of a reference number.

The figures are those of the proposal's Chapter VII as the project restates them; the counts are of twelve months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.law.mechanisms.interface import Bools, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.relocation2015 import compliance
from fairshare.law.mechanisms.shares import coupled, fill, over_sum

THRESHOLD: Final = Fraction(3, 2)
"""Part of its reference number above which a state benefits (COM(2016) 270, Article 34(2))."""

EUR_PER_APPLICANT: Final = Decimal(250_000)
"""Solidarity contribution for each applicant whom a state that opted out would have received (Article 37)."""


@dataclass(frozen=True, slots=True)
class Corrective:
    """A state's numbers: applicants under the key, the threshold, what it has, and what it pays in EUR."""

    reference: Fraction
    threshold: Fraction
    load: int
    triggered: bool
    payment: Decimal


@cites("COM2016 34", "COM2016 35", "COM2016 37")
def corrective(
    shares: Mapping[str, Fraction],
    applications: Mapping[str, int],
    resettled: Mapping[str, int] | None = None,
    opted_out: Mapping[str, int] | None = None,
) -> dict[str, Corrective]:
    """Reference number, threshold and payment per state.

    ``shares`` come from the key ``com2016-270``. ``applications`` are those for which the state is responsible and
    ``resettled`` the persons whom it resettled; both count in the Union's total and in the state's load. ``opted_out``
    counts the applicants whom it would have received while it took no part. Raises
    :class:`~fairshare.faults.BadInputError` where a state has no count of applications.

    >>> half = Fraction(1, 2)
    >>> numbers = corrective({"DE": half, "IT": half}, {"DE": 100, "IT": 400}, opted_out={"DE": 2})
    >>> numbers["IT"].reference, numbers["IT"].threshold, numbers["IT"].triggered, numbers["DE"].payment
    (Fraction(250, 1), Fraction(375, 1), True, Decimal('500000'))
    """
    if absent := sorted(set(shares) - set(applications)):
        raise bad_argument("applications", ", ".join(absent) + " has none", "a count for every state in the key")
    loads = {state: applications[state] + (resettled or {}).get(state, 0) for state in shares}
    total = sum(loads.values())
    references = {state: share * total for state, share in shares.items()}
    return {
        state: Corrective(
            reference,
            THRESHOLD * reference,
            loads[state],
            loads[state] > THRESHOLD * reference,
            EUR_PER_APPLICANT * (opted_out or {}).get(state, 0),
        )
        for state, reference in references.items()
    }


@cites("COM2016 36")
def allocation(shares: Mapping[str, Fraction], numbers: Mapping[str, Corrective]) -> dict[str, Fraction]:
    """What stands above the thresholds, spread over the states below their reference number in proportion to the key.

    A static picture of the proposal's running allocation: no state goes above its reference number, and what one cannot
    take the others take (water-filling). The parts are exact, not whole persons.

    >>> half = Fraction(1, 2)
    >>> shares = {"DE": half, "IT": half}
    >>> allocation(shares, corrective(shares, {"DE": 100, "IT": 400}))
    {'DE': Fraction(25, 1)}
    """
    left = sum((max(Fraction(), n.load - n.threshold) for n in numbers.values()), Fraction())
    room = {state: n.reference - n.load for state, n in numbers.items() if n.load < n.reference}
    given = dict.fromkeys(room, Fraction())
    while left:  # never more than there is room: loads and reference numbers have the same sum
        weight = sum(shares[state] for state in room)
        step = min(left / weight, min(room[state] / shares[state] for state in room))
        for state in room:
            given[state] += step * shares[state]
        left -= step * weight
        room = {state: r - step * shares[state] for state, r in room.items() if r > step * shares[state]}
    return given


def solidarity(at: Situation) -> Plan:
    """The corrective allocation of a month, as :func:`corrective` and :func:`allocation` have it, in floats.

    A state above its threshold passes on what stands above it, at most the new applications of a month (a twelfth of
    the year's) and those who can be moved. What would go to a state that stands aside is allotted to those who take
    part, and its payment goes to who takes instead, or to the state where the persons stay if nobody has room. Nobody
    comes to fill its room, so a month counts a twelfth of it: it buys out no more in a year than it had room for.
    """
    inside = at.key > 0
    load = np.where(inside, at.responsible, 0.0)
    reference = at.key * load.sum()
    excess = load - float(THRESHOLD) * reference
    benefitting = inside & (excess > 0)
    if not benefitting.any():
        return nothing(at)
    leaving = np.where(benefitting, np.minimum(np.minimum(excess, at.applications / 12), at.movable), 0.0)
    aside = standing_aside(at)
    room = np.maximum(reference - load, 0.0) / np.where(aside, 12, 1)
    owed = fill(float(leaving.sum()), at.key, room)
    bought = np.where(aside, owed, 0.0)
    instead = fill(float(bought.sum()), np.where(aside, 0.0, at.key), room - owed)
    relocate = coupled(leaving, owed - bought + instead)
    staying = np.maximum(leaving - relocate.sum(axis=1), 0.0)
    pay = float(EUR_PER_APPLICANT) * np.outer(bought, over_sum(instead + staying))
    return Plan(relocate, at.nobody(), pay, at.nobody(), owed, relocate.sum(axis=0), benefitting)


def standing_aside(at: Situation) -> Bools:
    """Which states take no part for the year, each wholly: those that hold the part ``opt_out_2016`` of the key.

    They come in the order of what they delivered of their commitments of 2015, least first; the model's guess."""
    order = np.argsort(compliance(at.states), kind="stable")
    middle = np.empty_like(at.key)
    middle[order] = np.cumsum(at.key[order]) - at.key[order] / 2
    aside: Bools = (at.key > 0) & (middle < at.figure("opt_out_2016"))
    return aside


MECHANISM: Final = Mechanism(
    name="com2016-270",
    title="COM(2016) 270: corrective allocation above 150 %",
    implements=("COM2016 3(2)", "COM2016 34", "COM2016 35", "COM2016 36", "COM2016 37"),
    omits=(
        "It was never law: it is built from the proposal, and how many states would stand aside is assumed.",
        "Who stands aside is guessed: those that delivered least of the relocations of 2015, the same in each year.",
        "The system allots each application as it is lodged; here a month is allotted at once.",
        "Resettled persons do not count in the load, since resettlement is not in the model.",
        "Money at par counts EUR 20,000 as a person, so that one who is bought out weighs as 12.5.",
        "Responsibility passes when the four weeks of a transfer run out, which the proposal did away with.",
        "Inadmissible applications and those of safe origins, which would have stayed, are allotted too.",
    ),
    regime="com2016",
    solidarity=solidarity,
    monthly=True,
    rates=("opt_out_2016",),
)
"""The strongest mechanism that the Commission ever proposed."""
