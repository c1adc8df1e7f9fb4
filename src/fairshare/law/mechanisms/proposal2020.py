"""COM(2020) 610 in outline: relocation, return sponsorship and other measures by the key; never adopted.

The proposal is known to the project in outline only; see what it omits.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.mechanisms.forms import OBSERVED, Forms, carried_out, observed
from fairshare.law.mechanisms.interface import Bools, Floats, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.shares import over_sum, under_pressure
from fairshare.law.parameters import table

_FIGURES: Final = {
    name: float(row["value"]) for name, row in table("mechanisms")["com2020_610"].items() if "value" in row
}


def solidarity(at: Situation) -> Plan:
    """A year's needs by the key, deductions off, in the forms observed under the Regulation.

    What is met by offsets there is return sponsorship here. Sponsored persons who are not returned move to the sponsor.
    """
    benefitting = under_pressure(at)
    if not benefitting.any():
        return nothing(at)
    share = np.where(benefitting, 0.0, at.key * at.figure("pool_relocations"))
    owed = share * np.where(_burdened(at), 1 - _FIGURES["deduction"], 1.0)
    forms = _corrected(observed(at, owed), owed)
    moved = forms.offsets * (1 - _FIGURES["returned"])
    nobody = np.zeros_like(owed)
    plan = carried_out(at, owed, Forms(forms.relocations + moved, nobody, forms.money, forms.in_kind), benefitting)
    return Plan(
        plan.relocate, plan.take_over, plan.pay, plan.in_kind, owed, plan.given + forms.offsets - moved, benefitting
    )


def _burdened(at: Situation) -> Bools:
    """Who had more than twice the Union's average of applications a head."""
    heads = over_sum(np.where(at.key > 0, at.population, 0.0))
    applications = over_sum(np.where(at.key > 0, at.applications, 0.0))
    return applications > _FIGURES["deduction_load"] * heads


def _corrected(forms: Forms, owed: Floats) -> Forms:
    """Where softer pledges leave too large a gap, money and measures become sponsorship up to half of the share."""
    hard = forms.relocations + forms.offsets
    if float(hard.sum()) >= (1 - _FIGURES["gap"]) * float(owed.sum()):
        return forms
    soft = forms.money + forms.in_kind
    changed = np.minimum(np.maximum(_FIGURES["floor"] * owed - hard, 0.0), soft)
    kept = np.divide(soft - changed, soft, out=np.zeros_like(soft), where=soft > 0)
    return Forms(forms.relocations, forms.offsets + changed, forms.money * kept, forms.in_kind * kept)


MECHANISM: Final = Mechanism(
    name="com2020-610",
    title="COM(2020) 610, in outline",
    implements=("COM(2020) 610",),
    omits=(
        "In outline: the articles of the proposal were not read, and no figure of a state's use of it exists.",
        "Its criteria are taken to be those of the Regulation, which follow it.",
        "Needs come from the Commission's assessment there; here they are the pool of the Regulation.",
        "The forms are those observed under the Regulation, with return sponsorship in place of offsets.",
        "A sponsor moves those not returned within eight months; here they move in the course of the year.",
        "The returned leave no sooner than others do, since the course of a person knows no sponsor.",
        "The deduction looks at five years there, at twelve months here.",
    ),
    regime="ammr",
    solidarity=solidarity,
    linked_first=True,
    rates=(*OBSERVED, "pool_relocations", "pressure", "unit_eur"),
)
"""The proposal between the corrective allocation and the Regulation."""
