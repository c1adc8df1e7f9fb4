"""A run as plain columns, for tables and files: by state and month, state and year, and pair of states and year."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from fairshare.evaluation.mechanisms.evenness import shares
from fairshare.evaluation.mechanisms.measures import BASES
from fairshare.evaluation.mechanisms.responsibility import IN_LIMBO, IN_RECEPTION, MONTHS, Assumed, bases
from fairshare.evaluation.mechanisms.yardstick import Yardstick
from fairshare.simulation.inputs import STATES
from fairshare.simulation.outcome import Flow, Outcome, Stage

Columns: TypeAlias = dict[str, npt.NDArray[Any]]
"""Columns of one table by name, all of one length."""

_STAGES: Final = {
    "examined": (Stage.EXAMINED,),
    "limbo": IN_LIMBO,
    "reception": IN_RECEPTION,
    "protected": (Stage.PROTECTED,),
    "refused_stock": (Stage.REFUSED,),
}


def state_months(outcome: Outcome, scale: Yardstick, weight: float = 1.0) -> Columns:
    """Persons by month and state: every :class:`~fairshare.simulation.outcome.Flow` under its name, and at the end of
    the month ``examined``, ``limbo`` (hidden, or waiting for a transfer), ``reception`` (in a procedure), ``protected``
    and ``refused_stock`` by the state where they are, ``held`` by the state responsible, and ``load``: reception over
    places (NaN: places unknown)."""
    months = outcome.held.shape[0]
    first = scale.years[0]
    number = np.repeat(np.arange(months), len(STATES))
    persons = {flow.name.lower(): outcome.flows[flow] for flow in Flow}
    persons |= {name: outcome.stocks[list(stages)].sum(axis=0) for name, stages in _STAGES.items()}
    persons["held"] = outcome.held
    columns = {name: counts.reshape(-1) * weight for name, counts in persons.items()}
    places = np.where(scale.capacity > 0, scale.capacity, np.nan)
    return {
        "year": first + number // MONTHS,
        "month": number % MONTHS + 1,
        "state": np.tile(np.array(STATES), months),
        **columns,
        "load": columns["reception"] / np.tile(places, months),
    }


def state_years(outcome: Outcome, scale: Yardstick, assumed: Assumed, weight: float = 1.0) -> Columns:
    """By year and state: the key share (NaN outside the key), what the state bears on every base in persons, the load
    ratio of it (``ratio_…``), EUR paid, received and in kind, units owed and given, and whether it benefits."""
    found = bases(outcome, scale, assumed, weight)
    key = _whole(scale.key, scale)
    loads = {
        f"ratio_{base}": _whole(shares(found[base][:, scale.members]) / scale.key, scale).reshape(-1) for base in BASES
    }
    counted = {
        "paid": outcome.paid.sum(axis=2),
        "received": outcome.paid.sum(axis=1),
        "in_kind_given": outcome.in_kind.sum(axis=2),
        "in_kind_received": outcome.in_kind.sum(axis=1),
        "owed": outcome.owed,
        "given": outcome.given,
        "benefitting": outcome.benefitting,
    }
    return {
        "year": np.repeat(np.array(scale.years), len(STATES)),
        "state": np.tile(np.array(STATES), len(scale.years)),
        "key": key.reshape(-1),
        **{base: values.reshape(-1) for base, values in found.items()},
        **loads,
        **{name: values.reshape(-1) for name, values in counted.items()},
    }


def pair_years(outcome: Outcome, scale: Yardstick, weight: float = 1.0) -> Columns:
    """By year and pair of states (from, to) between which there is anything: persons requested, transferred and
    relocated, and EUR paid and in kind (from whom, for whom)."""
    kinds = {
        "requests": outcome.requests * weight,
        "transfers": outcome.transfers * weight,
        "relocated": outcome.relocated * weight,
        "paid": outcome.paid,
        "in_kind": outcome.in_kind,
    }
    year, origin, target = np.nonzero(sum(np.abs(values) for values in kinds.values()))
    names = np.array(STATES)
    return {
        "year": np.array(scale.years)[year],
        "from": names[origin],
        "to": names[target],
        **{kind: values[year, origin, target] for kind, values in kinds.items()},
    }


def _whole(values: npt.NDArray[np.float64], scale: Yardstick) -> npt.NDArray[np.float64]:
    """Values of the members of the key at the places of all states, NaN for the others."""
    found = np.full((len(scale.years), len(STATES)), np.nan)
    found[:, scale.members] = values
    return found
