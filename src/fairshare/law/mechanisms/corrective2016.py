"""COM(2016) 270 ("Dublin IV", never adopted): automatic corrective allocation above 150 % of a reference number.

The figures are those of the proposal's Chapter VII as the project restates them; the counts are of twelve months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.citation import cites

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
