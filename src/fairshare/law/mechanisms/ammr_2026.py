"""The Regulation with the pool and pledges of 2026, as far as public sources tell, every year."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from fairshare.law.mechanisms import ammr
from fairshare.law.mechanisms.forms import Forms, carried_out
from fairshare.law.mechanisms.interface import Floats, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.shares import above_key
from fairshare.law.parameters import table

_ACT: Final = table("mechanisms")["ammr_2026"]
BENEFITTING: Final = tuple(_ACT["benefitting"])
POOL: Final = int(_ACT["relocations"]["value"])
UNIT: Final = _ACT["eur"]["value"] / POOL


@cache
def pledges(states: tuple[str, ...]) -> Forms:
    """The pledges of 2026 in units by form; 0 where nothing was pledged."""
    rows = [_ACT["pledges"].get(state, {}) for state in states]

    def column(name: str, unit: float) -> Floats:
        return np.array([row.get(name, 0) / unit for row in rows])

    return Forms(column("relocations", 1), column("offsets", 1), column("eur", UNIT), column("in_kind", UNIT))


@cache
def adjusted(states: tuple[str, ...]) -> Floats:
    """Part of its share that the act took off each state."""
    return np.array([float(_ACT["adjusted"].get(state, 0)) for state in states])


def solidarity(at: Situation) -> Plan:
    """The pool of 2026 with its pledges and its four states; they are released, and nobody gives beyond its share.

    Nothing in a year in which none of the four is above its key."""
    benefitting = at.places(BENEFITTING)
    if not above_key(at)[benefitting].any():
        return nothing(at)
    owed = np.where(benefitting, 0.0, ammr.mandatory_units(at, POOL) * (1 - adjusted(at.states)))
    return carried_out(at, owed, pledges(at.states).at_most(owed), benefitting)


MECHANISM: Final = Mechanism(
    name="ammr-2026-pledges",
    title="Regulation (EU) 2024/1351 with the pledges of 2026",
    implements=ammr.IMPLEMENTS,
    omits=(
        *(line for line in ammr.OMITS if "the model" not in line),
        "Amounts that were not recovered are inferred so that the totals of Spain's statement come out.",
        "Every year has the pool of 2026, its pledges and its four states; offsets go as far as there are cases.",
    ),
    regime="ammr",
    solidarity=solidarity,
    linked_first=True,
    rates=("unit_eur",),
)
"""What the first cycle adds up to if it were repeated."""
