"""The Regulation as adopted: the pool, the mandatory fair shares, and the forms in which states are observed to give.

Who benefits and who is let off is the model's own rule, not a determination or an act of the Council.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np

from fairshare.law.choices import DEFAULTS
from fairshare.law.mechanisms.forms import OBSERVED, Forms, carried_out, observed
from fairshare.law.mechanisms.interface import Bools, Floats, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.shares import ratio_to, under_pressure
from fairshare.law.parameters import parameter, table
from fairshare.law.solidarity.access import is_shielded
from fairshare.law.solidarity.contributions import whole_units
from fairshare.law.solidarity.offsets import (
    OffsetFigures,
    mandatory_offsets_after_reductions,
    offered_offsets_by_state,
    requested_offsets,
)

IMPLEMENTS: Final = tuple(
    f"AMMR {number}"
    for number in (
        *(
            "25(2)",
            "26(1)",
            "27",
            "29(1)",
            "30(1)",
            "31(1)",
            "33(1)",
            "33(2)",
            "12(2)",
            "12(4)",
            "56(2)",
            "57(1)",
            "57(3)",
        ),
        *(
            "57(4)",
            "60(1)",
            "60(3)(2)",
            "60(3)(3)",
            "60(3)(4)",
            "61(4)",
            "62(5)",
            "63(1)",
            "63(2)(a)",
            "63(2)(b)",
            "63(4)",
            "63(8)",
        ),
        *("66", "Annex I"),
    )
)
"""Criteria of Part III and rules of Part IV that the Regulation's mechanisms follow."""

OMITS: Final = (
    "Who is under pressure is the model's rule (load ratio above a threshold), not the determination of Article 11.",
    "Who is let off is the model's rule too (persons hosted against the key); Articles 61 and 62 leave it to a vote.",
    "Temporary protection is not in the model, though it weighed in the deductions of 2026 (Czechia, Poland, Estonia).",
    "States that benefit from the pool are taken to give notice at once; nobody notifies under Article 59.",
    "Catch-up offsets after the year (63(5)) and a reconvened Forum (13(4), 63(3)) are left out.",
    "Money goes through the Union's budget (64(1)); here it is counted for the states that benefit, by their need.",
    "Who moved on and is not asked back, or is refused at Dublin rates, is examined where they are; not so under 41.",
    "Measures of the Crisis Regulation are left out; open readings of the Regulation are at their defaults.",
)
"""What every mechanism of the Regulation leaves out."""

LET_OFF: Final = float(table("mechanisms")["ammr"]["let_off"]["value"])
"""Load ratio of persons hosted above which the model lets a state off."""

RATES: Final = (*OBSERVED, "pool_relocations", "pressure", "unit_eur")


@lru_cache(maxsize=64)
def _exact(key: tuple[float, ...]) -> dict[int, Fraction]:
    """Shares as fractions without the noise of floats, by place."""
    return {place: Fraction(share).limit_denominator(10**9) for place, share in enumerate(key) if share > 0}


@lru_cache(maxsize=4096)
def _units(key: tuple[float, ...], relocations: int) -> Floats:
    shares, rule = _exact(key), DEFAULTS["ROUNDING"]
    units = {place: whole_units(share * relocations, relocations, rule) for place, share in shares.items()}
    return np.array([units.get(place, 0) for place in range(len(key))], dtype=np.float64)


def mandatory_units(at: Situation, relocations: float) -> Floats:
    """Mandatory fair share of each state of the key in whole units (57(3)); 0 for all where the pool is empty.

    The units of :func:`fairshare.law.solidarity.contributions.fair_shares`, without its money and credits.
    """
    whole = round(relocations)
    return _units(tuple(at.key.tolist()), whole) if whole > 0 else np.zeros(len(at.states))


def let_off(at: Situation, benefitting: Bools) -> Bools:
    """Who has a full deduction: hosts more than :data:`LET_OFF` times its part by the key, and does not benefit.

    The model's stand-in for the cumulative effect of a significant migratory situation (62).
    """
    burdened: Bools = ratio_to(at.hosted, at.key) > LET_OFF
    return burdened & ~benefitting


def offsets_open(units: Floats, pledged: Floats, to_implement: Floats, reference: int) -> Bools:
    """Which contributors may use offsets: any of them, under 63(1) or 63(4), or one on its own (63(2)(b)).

    ``pledged``: relocation pledges, whatever discharges them; ``to_implement``: the same without states released.
    """
    proposed = max(int(parameter("floor_relocations")), reference)
    left = float(to_implement.sum())
    figures = OffsetFigures(
        pledged=int(pledged.sum()),
        pledged_without_benefitting=int(left),
        to_implement=int(left),
        proposed=proposed,
        reference=reference,
        reconvened=False,
        lowered=left < float(pledged.sum()),
    )
    if requested_offsets(figures).met or mandatory_offsets_after_reductions(figures).met:
        return np.ones(len(units), dtype=bool)
    return np.array([bool(offered_offsets_by_state(int(p), int(u)).met) for p, u in zip(pledged, units, strict=True)])


def with_offsets_only_where_open(at: Situation, forms: Forms, units: Floats, owed: Floats, pool: float) -> Forms:
    """The forms less the offsets of those who may not use them: these are not given at all."""
    pledges = observed(at, units)
    pledged = pledges.relocations + pledges.offsets
    to_implement = np.where(owed > 0, pledged, 0.0)
    allowed = offsets_open(units, pledged, to_implement, round(pool))
    return Forms(forms.relocations, np.where(allowed, forms.offsets, 0.0), forms.money, forms.in_kind)


def towards(at: Situation, benefitting: Bools, shortcomings: frozenset[str]) -> Bools:
    """To whom solidarity goes: not to a state with recorded systemic shortcomings (60(3), the shield)."""
    open_to: Bools = np.array([not is_shielded(state, shortcomings, ()) for state in at.states])
    return benefitting & open_to


def solidarity(at: Situation, shortcomings: frozenset[str] = frozenset()) -> Plan:
    """The pool of a year: fair shares by the key, released and let-off states out, the rest in the observed forms."""
    benefitting = under_pressure(at)
    if not benefitting.any():
        return nothing(at)
    pool = at.figure("pool_relocations")
    units = mandatory_units(at, pool)
    owed = np.where(benefitting | let_off(at, benefitting), 0.0, units)
    forms = with_offsets_only_where_open(at, observed(at, owed), units, owed, pool)
    return carried_out(at, owed, forms, benefitting, towards(at, benefitting, shortcomings))


MECHANISM: Final = Mechanism(
    name="ammr",
    title="Regulation (EU) 2024/1351 as adopted",
    implements=IMPLEMENTS,
    omits=(
        *OMITS,
        "The forms are parts of the fair shares that behaviour says, the same for every state; the rest is not given.",
    ),
    regime="ammr",
    solidarity=solidarity,
    linked_first=True,
    rates=RATES,
)
"""The mechanism in force, with states giving as they are observed to."""
