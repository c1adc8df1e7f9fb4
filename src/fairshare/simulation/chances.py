"""The chances of a course: figures and assumptions of one draw put together, the same for every mechanism."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from fairshare.law.citation import cites
from fairshare.law.parameters import table
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.calibration import pair_rates
from fairshare.simulation.inputs import PLACE, Bools, Floats, Inputs, N

Small = npt.NDArray[np.float32]

_FEW: float = 1e-3
"""Below this part of a population a gap of networks is not told apart from none."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances and mean times of one draw.

    ``accept`` and ``transfer``: of a request and of an accepted one, states x states (from, to). ``onward``: monthly
    hazard of moving on, origins x wished x present states. ``grant``: years x states x origins. ``depart``: of the
    refused, origins. ``decision``: mean months, states.
    ``asked``: whether a state may be asked at all, months x states.
    """

    accept: Floats
    transfer: Floats
    onward: Small
    grant: Small
    depart: Floats
    decision: Floats
    asked: Bools


def chances(inputs: Inputs, behaviour: Behaviour) -> Chances:
    """The chances under the values of one draw."""
    accept, transfer = pair_rates(inputs.requested, inputs.accepted, inputs.transferred)
    shifted = np.clip(inputs.recognition, 1e-6, 1 - 1e-6)
    odds = shifted / (1 - shifted) * np.exp(behaviour["recognition_shift"])
    grant = odds / (1 + odds)
    return Chances(
        np.clip(accept * behaviour["accept_scale"], 0, 1),
        np.clip(transfer * behaviour["transfer_scale"], 0, 1),
        _onward(inputs, behaviour, grant),
        grant.astype(np.float32),
        np.clip(inputs.returned * behaviour["return_scale"], 0, 1),
        inputs.decision_months * behaviour["decision_scale"],
        open_to_requests(inputs.years),
    )


@cites("AMMR 16(3)", "DUBLIN3 3(2)")
def open_to_requests(years: Sequence[int]) -> Bools:
    """Whether nothing stops transfers to a state on the first day of a month, months of the years x states.

    What stopped them was the Charter (Article 4) and the Convention (Article 3), which bind under every act.

    >>> bool(open_to_requests([2016])[:, PLACE["EL"]].any()), bool(open_to_requests([2018]).all())
    (False, True)
    """
    days = [date(year, month, 1) for year in years for month in range(1, 13)]
    answer = np.ones((len(days), N), np.bool_)
    for stop in table("mechanisms")["transfers_stopped"]:
        answer[[stop["from"] <= day < stop["until"] for day in days], PLACE[stop["state"]]] = False
    return answer


def _onward(inputs: Inputs, behaviour: Behaviour, grant: Floats) -> Small:
    """Monthly hazard: the yearly chance without a gap, times the exponential of the weighted gaps.

    Gaps go from the present to the wished state: of the logarithm of the network's part of the population, of the
    logarithm of GDP a head, and of the chance of protection.
    """
    heads = inputs.population.mean(axis=0)
    network = np.log(inputs.stock / heads + _FEW)
    wage = np.log(inputs.gdp.mean(axis=0) / heads)
    recognition = grant.mean(axis=0).T  # origins x states
    gap = (
        behaviour["onward_network"] * (network[:, :, None] - network[:, None, :])
        + behaviour["onward_wage"] * (wage[None, :, None] - wage[None, None, :])
        + behaviour["onward_recognition"] * (recognition[:, :, None] - recognition[:, None, :])
    )
    yearly = -np.log1p(-min(behaviour["onward"], 1 - 1e-9))
    hazard: Small = (yearly / 12 * np.exp(np.clip(gap, -10, 10))).astype(np.float32)
    hazard[:, np.arange(N), np.arange(N)] = 0
    return hazard
