"""Tradable refugee-admission quotas (TRAQs): Fernandez-Huertas Moraga and Rapoport 2014, 2015; SIEPS 2016:7.

A state's cost of q persons is a q^2 / (2 population). Its aversion a is revealed by its pledge: at a price of 1 it
would take just those whom it pledged, so the cost is q^2 / (2 pledge). Results are exact, in units of that price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.law.mechanisms.interface import Floats, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.shares import above_key, coupled, fill, over_sum, under_pressure
from fairshare.law.parameters import table

Number = int | Fraction

CAVEATS: Final = (
    "A market in duties towards people is open to the charge of making them a commodity; the figures do not answer it.",
    "A pledge reveals political aversion, not cost.",
    "The price pays for numbers, not for the quality of reception.",
    "The picture is static: one round, no learning, no strategy in the pledges.",
)
"""What every table of this market has to say beside its numbers (methods 4.1)."""


@dataclass(frozen=True, slots=True)
class Trader:
    """A state in equilibrium. A change is a fraction of what it compares with (a saving is negative); ``None`` where
    that has no finite value, and then ``notes`` says why. ``aversion`` is relative, known where population is."""

    market_quota: Fraction
    cost_change_vs_quota: Fraction | None
    cost_change_vs_pledge: Fraction | None
    aversion: Fraction | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """The equilibrium: traded share of all quotas, fall of the total cost against untraded quotas, and the price."""

    states: dict[str, Trader]
    traded_share: Fraction
    cost_reduction: Fraction
    price: Fraction
    notes: tuple[str, ...]


def market(
    quotas: Mapping[str, Number], pledges: Mapping[str, Number], population: Mapping[str, Number] | None = None
) -> Market:
    """The closed-form equilibrium of a market in quotas with quadratic costs revealed by pledges.

    Price p = sum of quotas / sum of pledges; each state takes p times its pledge and pays p for each person of its
    quota whom it does not take. ``population`` only scales the aversion told. A pledge of 0 means infinite aversion:
    the state buys out, its changes are limits. Raises :class:`~fairshare.faults.BadInputError` if no quota or no pledge
    is above 0, or the states differ.

    >>> equilibrium = market({"DE": 10, "PL": 30}, {"DE": 30, "PL": 10})
    >>> equilibrium.price, equilibrium.traded_share, equilibrium.states["PL"].market_quota
    (Fraction(1, 1), Fraction(1, 2), Fraction(10, 1))
    """
    if set(quotas) != set(pledges):
        raise bad_argument("pledge", "quotas and pledges are of different states", "both for each state")
    total, offered = Fraction(sum(quotas.values())), Fraction(sum(pledges.values()))
    for name, amount, values in (("quota", total, quotas), ("pledge", offered, pledges)):
        if not amount or min(values.values()) < 0:
            raise bad_argument(name, "makes no market", "numbers of 0 or more, at least one above 0")
    price = total / offered
    states = {
        state: _trader(price, Fraction(quotas[state]), Fraction(pledges[state]), (population or {}).get(state))
        for state in quotas
    }
    moved = sum((abs(trader.market_quota - quotas[state]) for state, trader in states.items()), Fraction())
    reduction, notes = _reduction(price, quotas, pledges)
    return Market(states, moved / (2 * total), reduction, price, notes)


def _trader(price: Fraction, quota: Fraction, pledge: Fraction, population: Number | None) -> Trader:
    taken = price * pledge
    own_cost = price * taken / 2
    net = own_cost - price * (taken - quota)
    if pledge:
        at_quota, at_pledge = quota**2 / (2 * pledge), pledge / 2
        vs_quota = net / at_quota - 1 if quota else None
        notes = () if quota else ("a quota of 0 costs nothing, so the change against it is infinite",)
        aversion = None if population is None else Fraction(population) / pledge
        return Trader(taken, vs_quota, net / at_pledge - 1, aversion, notes)
    reason = "a pledge of 0 reveals infinite aversion: "
    if not quota:
        return Trader(taken, None, None, None, (reason + "with a quota of 0 nothing is at stake",))
    limit = reason + "buying out costs nothing beside taking its quota (limit -1) and infinitely more than its pledge"
    return Trader(taken, Fraction(-1), None, None, (limit,))


def _reduction(
    price: Fraction, quotas: Mapping[str, Number], pledges: Mapping[str, Number]
) -> tuple[Fraction, tuple[str, ...]]:
    """Payments cancel, so only the costs of persons taken count."""
    if averse := [state for state in quotas if quotas[state] and not pledges[state]]:
        return Fraction(1), (f"untraded quotas would cost {', '.join(averse)} infinitely much: the fall is a limit",)
    before = sum((Fraction(quotas[s]) ** 2 / (2 * pledges[s]) for s in quotas if pledges[s]), Fraction())
    after = sum((price**2 * pledges[state] / 2 for state in quotas), Fraction())
    return 1 - after / before, ()


@cache
def pledged_2015(states: tuple[str, ...]) -> Floats:
    """What each state offered on 20 July 2015, when none was bound: what reveals its aversion."""
    rows = table("mechanisms")["relocation_2015"]["states"]
    return np.array([rows.get(state, [0])[0] for state in states], dtype=np.float64)


def solidarity(at: Situation) -> Plan:
    """A market in the relocations of a year: quotas by the key, trades in the equilibrium of :func:`market`, in floats.

    The pool (rate ``pool_relocations``) is shared out over the states that do not benefit. At the price p each takes p
    times its pledge of 2015 and pays p units of ``unit_eur`` for each person of its quota whom it does not take. A
    quota that was sold counts as given once, where the person goes.
    """
    benefitting = under_pressure(at)
    quotas = over_sum(np.where(benefitting, 0.0, at.key))
    pledges = np.where(quotas > 0, pledged_2015(at.states), 0.0)
    if not benefitting.any() or not pledges.any():
        return nothing(at)
    need = np.where(benefitting, above_key(at), 0.0)
    sources = fill(at.figure("pool_relocations"), need, np.where(benefitting, np.minimum(at.movable, need), 0.0))
    owed = quotas * float(sources.sum())
    price = float(owed.sum() / pledges.sum())
    taken = price * pledges
    bought = np.maximum(owed - taken, 0.0) * price * at.figure("unit_eur")
    pay = np.outer(bought, over_sum(np.maximum(taken - owed, 0.0)))
    return Plan(coupled(sources, taken), at.nobody(), pay, at.nobody(), owed, taken, benefitting)


MECHANISM: Final = Mechanism(
    name="tradable-quotas",
    title="Tradable quotas, with persons matched to the states of their links",
    implements=("AMMR Annex I", "Fernandez-Huertas Moraga and Rapoport 2015"),
    omits=(
        *CAVEATS,
        "The market stands in place of the pool; Part III of the Regulation says who is responsible.",
        "Everybody delivers what they trade. A quota holds only persons who can be moved.",
        "The whole pool is shared out, and nobody is let off: it is larger than what the Regulation leaves owed.",
        "EUR 20,000 a person is taken as the price at which the pledges of July 2015 would have been made.",
    ),
    regime="ammr",
    solidarity=solidarity,
    linked_first=True,
    rates=("pool_relocations", "pressure", "unit_eur"),
)
"""The economists' answer: persons go where they are least unwelcome, and money flows the other way."""
