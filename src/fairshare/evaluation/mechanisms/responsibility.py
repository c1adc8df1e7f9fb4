"""Would it be fair? The measures of a simulated year: who bears what after each instrument, and at what price.

Net responsibility of a state in a year, in persons: those for whom it became responsible for the first time, plus those
whom a time limit passed to it, less those whom it passed on so; plus persons relocated to it less those relocated from
it; plus responsibility that it took over by offset, less what was taken over from it. A Dublin transfer moves nobody
here a second time: it carries out what was counted when the state became responsible, and one that fails is counted
when its time limit passes. So is a relocation that did not last: where the person applies again and is not taken back,
responsibility passes on. Those who move on with protection stay with the state that granted it; where people *are* is
a base of its own. Money is never added to persons, but counted beside them: at par (one unit, EUR 20,000, is one
person) and at what a person costs the state concerned.

The key and the states are those of :mod:`fairshare.evaluation.mechanisms.yardstick`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

import numpy as np

from fairshare.evaluation.mechanisms.evenness import EVENNESS, Floats, shares
from fairshare.evaluation.mechanisms.measures import BASES, NAMES
from fairshare.evaluation.mechanisms.yardstick import Yardstick
from fairshare.simulation.inputs import Ints
from fairshare.simulation.outcome import Flow, Outcome, Stage

MONTHS: Final = 12
IN_RECEPTION: Final = (Stage.TRANSFER, Stage.EXAMINED, Stage.MOVING)
HOSTED: Final = (*IN_RECEPTION, Stage.PROTECTED)
IN_LIMBO: Final = (Stage.HIDDEN, Stage.TRANSFER)
MILLION: Final = 1e6


class Assumed(Protocol):
    """Values of parameters by name, such as a :class:`~fairshare.simulation.behaviour.Behaviour`."""

    def __getitem__(self, name: str, /) -> float: ...


def scores(outcome: Outcome, scale: Yardstick, assumed: Assumed, weight: float = 1.0) -> Floats:
    """The measures of every year, years x :data:`~.measures.NAMES`; NaN where one is undefined.

    ``weight``: persons to a row of the population. ``assumed`` needs ``unit_eur``, ``in_kind_value``, ``cost_month``,
    ``cost_procedure``, ``cost_transfer``, ``cost_relocation``, ``cost_gdp`` and ``decision_scale``.
    Raises ``ValueError`` if the outcome is of another number of years than the yardstick."""
    found = {**_evenness(outcome, scale, assumed, weight), **_counted(outcome, scale, weight)}
    found |= _solidarity(outcome, found) | {"total_cost": _cost(outcome, scale, assumed, weight)}
    return np.stack([found[name] for name in NAMES], axis=1)


def bases(outcome: Outcome, scale: Yardstick, assumed: Assumed, weight: float = 1.0) -> dict[str, Floats]:
    """What every state bears, in persons, before and after each instrument: by name of
    :data:`~fairshare.evaluation.mechanisms.measures.BASES`, years x states."""
    flow = yearly(outcome.flows, len(scale.years)) * weight
    moved = flow[Flow.RELOCATED_IN] - flow[Flow.RELOCATED_OUT]
    rules = flow[Flow.RESPONSIBLE] + flow[Flow.EXPIRED] - flow[Flow.LAPSED]
    persons = rules + moved + flow[Flow.OFFSET_IN] - flow[Flow.OFFSET_OUT]
    on_their_own = flow[Flow.ONWARD_IN] - flow[Flow.ONWARD_OUT]
    transferred = flow[Flow.TRANSFER_IN] - flow[Flow.TRANSFER_OUT]
    unit, cost = assumed["unit_eur"], person_cost(scale, assumed)
    gave = (outcome.paid + outcome.in_kind).sum(axis=2)
    got, got_in_kind = outcome.paid.sum(axis=1), outcome.in_kind.sum(axis=1)
    return {
        "lodged": flow[Flow.APPLIED],
        "rules": rules,
        "relocated": rules + moved,
        "persons": persons,
        "present": flow[Flow.APPLIED] + transferred + moved + on_their_own,
        "par": persons + (gave - got - got_in_kind) / unit,
        "cost": persons + (gave - got - got_in_kind * assumed["in_kind_value"]) / cost,
    }


def person_cost(scale: Yardstick, assumed: Assumed) -> Floats:
    """What a person costs a state from application to decision, EUR, years x states (NaN: unknown).

    The cost of a procedure, and of reception for the state's mean months to a decision, at prices that follow its GDP
    a head with the elasticity ``cost_gdp`` (0: the same everywhere)."""
    months = scale.decision_months * assumed["decision_scale"]
    return np.asarray((assumed["cost_procedure"] + assumed["cost_month"] * months) * prices(scale, assumed))


def prices(scale: Yardstick, assumed: Assumed) -> Floats:
    """Prices of a state against those of the members of the key together, years x states; 1 where GDP is unknown."""
    return np.asarray(np.where(np.isnan(scale.wealth), 1.0, scale.wealth) ** assumed["cost_gdp"])


def yearly(months: Ints, years: int) -> Ints:
    """Sums of calendar years of counts whose last but one axis is of months. Raises ``ValueError`` for other lengths.

    >>> yearly(np.ones((24, 1), np.int64), 2).tolist()
    [[12], [12]]
    """
    *before, _, states = months.shape
    return np.asarray(months.reshape(*before, years, MONTHS, states).sum(axis=-2))


def _evenness(outcome: Outcome, scale: Yardstick, assumed: Assumed, weight: float) -> dict[str, Floats]:
    loads = bases(outcome, scale, assumed, weight)
    part = shares(np.stack([loads[base][:, scale.members] for base in BASES]))
    found = {
        f"{name}_{base}": values
        for name, measure in EVENNESS.items()
        for base, values in zip(BASES, measure(part, scale.key), strict=True)
    }
    to_move = found["hoover_lodged"] * loads["lodged"][:, scale.members].sum(axis=1)
    return {**found, "to_move": to_move, "price_of_flexibility": found["hoover_cost"] - found["hoover_par"]}


def _counted(outcome: Outcome, scale: Yardstick, weight: float) -> dict[str, Floats]:
    years = len(scale.years)
    flow = yearly(outcome.flows, years).sum(axis=-1) * weight
    stocks = yearly(outcome.stocks, years) * weight
    reception, hosted = (stocks[list(stages)].sum(axis=0) / MONTHS for stages in (IN_RECEPTION, HOSTED))
    known = scale.capacity > 0
    places = scale.capacity[known]
    people = np.where(scale.population > 0, scale.population, 0.0)
    per_head = np.divide(1000 * hosted, people, out=np.zeros(hosted.shape), where=people > 0)
    return {
        "applications": flow[Flow.APPLIED],
        "reception_mean": _ratio(reception[:, known].sum(axis=1), places.sum()),
        "reception_max": _most(reception[:, known] / places),
        "hosted_mean": 1000 * _ratio((hosted * (people > 0)).sum(axis=1), people.sum(axis=1)),
        "hosted_max": _most(per_head),
        "limbo": _ratio(stocks[list(IN_LIMBO)].sum(axis=(0, 2)), flow[Flow.APPLIED]),
        "moved_twice": flow[Flow.MOVED_TWICE],
        "links_honoured": _ratio(flow[Flow.LINK_HONOURED], flow[Flow.RELOCATED_IN]),
        "persistence": _ratio(flow[Flow.PERSISTED], flow[Flow.RELOCATED_IN]),
        "requests": flow[Flow.REQUESTED],
        "transfers": flow[Flow.TRANSFER_IN],
        "transfer_rate": _ratio(flow[Flow.TRANSFER_IN], flow[Flow.REQUESTED]),
        "relocations": flow[Flow.RELOCATED_IN],
        "offsets": flow[Flow.OFFSET_IN],
    }


def _solidarity(outcome: Outcome, found: Mapping[str, Floats]) -> dict[str, Floats]:
    owed, given = (units.sum(axis=1).astype(float) for units in (outcome.owed, outcome.given))
    return {
        "paid": outcome.paid.sum(axis=(1, 2)) / MILLION,
        "in_kind": outcome.in_kind.sum(axis=(1, 2)) / MILLION,
        "owed": owed,
        "given": given,
        "delivery": _ratio(given, owed),
        "reach_owed": _ratio(owed, found["to_move"]),
        "reach_given": _ratio(given, found["to_move"]),
    }


def _cost(outcome: Outcome, scale: Yardstick, assumed: Assumed, weight: float) -> Floats:
    """Reception and procedures at the prices of the state, transfers and relocations at one price; EUR million."""
    years = len(scale.years)
    months = yearly(outcome.stocks[list(IN_RECEPTION)].sum(axis=0), years)
    flow = yearly(outcome.flows, years)
    at_home = assumed["cost_month"] * months + assumed["cost_procedure"] * flow[Flow.RESPONSIBLE]
    moved = assumed["cost_transfer"] * flow[Flow.TRANSFER_IN] + assumed["cost_relocation"] * flow[Flow.RELOCATED_IN]
    return np.asarray((at_home * prices(scale, assumed) + moved).sum(axis=1) * weight / MILLION)


def _ratio(above: Floats | Ints, below: Floats | Ints | float) -> Floats:
    """A quotient, NaN where nothing stands below."""
    whole = np.asarray(below, dtype=float)
    return np.asarray(np.divide(above, whole, out=np.full(np.broadcast(above, whole).shape, np.nan), where=whole > 0))


def _most(loads: Floats) -> Floats:
    """The largest of a year's loads; NaN where there are none."""
    return np.asarray(loads.max(axis=1)) if loads.shape[1] else np.full(len(loads), np.nan)
