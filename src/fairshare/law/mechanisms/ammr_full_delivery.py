"""The Regulation with full delivery: every unit that is owed is given."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.mechanisms import ammr
from fairshare.law.mechanisms.forms import Forms, candidates, carried_out, observed
from fairshare.law.mechanisms.interface import Bools, Floats, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.shares import fill, under_pressure
from fairshare.law.solidarity.offsets import mandatory_threshold


def solidarity(at: Situation) -> Plan:
    """As :func:`fairshare.law.mechanisms.ammr.solidarity`, with what behaviour leaves open given too.

    The rest of a share is discharged by mandatory offsets up to the number of 63(3) to (4), as far as there are cases
    (63(7)); where there are none the state stays bound to relocate (recital 33).
    """
    benefitting = under_pressure(at)
    if not benefitting.any():
        return nothing(at)
    pool = at.figure("pool_relocations")
    units = ammr.mandatory_units(at, pool)
    owed = np.where(benefitting | ammr.let_off(at, benefitting), 0.0, units)
    forms = ammr.with_offsets_only_where_open(at, observed(at, owed), units, owed, pool)
    return carried_out(at, owed, _completed(at, forms, owed, benefitting, round(pool)), benefitting)


def _completed(at: Situation, forms: Forms, owed: Floats, benefitting: Bools, reference: int) -> Forms:
    cases = candidates(at, benefitting).sum(axis=1)
    chosen = np.minimum(forms.offsets, cases)
    rest = np.maximum(owed - forms.relocations - chosen - forms.money - forms.in_kind, 0.0)
    gap = float(mandatory_threshold(reference)) - float((forms.relocations + chosen).sum())
    mandatory = fill(gap, at.key, np.minimum(rest, cases - chosen))
    return Forms(forms.relocations + rest - mandatory, chosen + mandatory, forms.money, forms.in_kind)


MECHANISM: Final = Mechanism(
    name="ammr-full-delivery",
    title="Regulation (EU) 2024/1351 with full delivery",
    implements=(*ammr.IMPLEMENTS, "AMMR 63(7)"),
    omits=(
        *ammr.OMITS,
        "Relocations end where no more persons can be moved or none is above the key, even under full delivery.",
        "Offsets go as far as the cases of January, so that all else is relocated; later cases are not foreseen.",
    ),
    regime="ammr",
    solidarity=solidarity,
    linked_first=True,
    rates=ammr.RATES,
)
"""What the pool could reach if every state kept its word."""
