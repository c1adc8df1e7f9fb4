"""The Voluntary Solidarity Declaration of 22 June 2022: places pledged by 13 states, money allowed, as delivered."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from fairshare.law.mechanisms.dublin_as_applied import CRITERIA
from fairshare.law.mechanisms.interface import Floats, Mechanism, Plan, Situation
from fairshare.law.mechanisms.shares import by_levels, coupled, fill, over_sum
from fairshare.law.parameters import table

_DECLARATION: Final = table("mechanisms")["voluntary_2022"]
BENEFITTING: Final = tuple(_DECLARATION["benefitting"])
PLEDGING: Final = tuple(_DECLARATION["pledging"])
_YEARS: Final = 2
_EVEN: Final = {"population": 0.5, "gdp": 0.5}


@cache
def bought_out(states: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Places of a year that were replaced by money, and the EUR for each of them, by state."""
    rows = [_DECLARATION["money"].get(state, {"places": 0, "eur": 0}) for state in states]
    places = np.array([row["places"] / _YEARS for row in rows])
    return places, np.array([row["eur"] / max(row["places"], 1) for row in rows])


def solidarity(at: Situation) -> Plan:
    """Half of the places in a year, for the five states of the Mediterranean by their applications.

    Places go to the pledging states by population and GDP, but for those whose places became money. Places and money
    are delivered at the rate ``delivery_voluntary``; money counts as the places that it replaces.
    """
    benefitting = at.places(BENEFITTING)
    replaced, eur_each = bought_out(at.states)
    places = at.figure("voluntary_places") / _YEARS
    bought = replaced * min(1.0, places / float(replaced.sum()))
    taking = at.places(PLEDGING) & (replaced == 0)
    owed = by_levels(at, _EVEN, taking) * (places - float(bought.sum())) + bought
    delivered = np.where(taking, owed, 0.0) * at.rate("delivery_voluntary")
    need = np.where(benefitting, at.applications, 0.0)
    sources = fill(float(delivered.sum()), need, np.where(benefitting, at.movable, 0.0))
    relocate = coupled(sources, delivered)
    by_need = over_sum(need if need.any() else benefitting.astype(np.float64))
    paid = bought * at.rate("delivery_voluntary")
    pay = np.outer(paid * eur_each, by_need)
    return Plan(relocate, at.nobody(), pay, at.nobody(), owed, relocate.sum(axis=0) + paid, benefitting)


MECHANISM: Final = Mechanism(
    name="voluntary-2022",
    title="Voluntary Solidarity Declaration of 2022",
    implements=(*CRITERIA, "Voluntary Solidarity Declaration of 22 June 2022"),
    omits=(
        "Few numbers by state were published: places go to the pledging states by population and GDP.",
        "Of the money given instead, only Ireland's EUR 1.5 million is known.",
        "The declaration was for search and rescue; who is relocated here is any person in a procedure.",
        "Outside its two years it is continued unchanged, with the same states on both sides.",
    ),
    regime="dublin3",
    solidarity=solidarity,
    linked_first=True,
    rates=("voluntary_places", "delivery_voluntary"),
)
"""What states do when nobody must."""
