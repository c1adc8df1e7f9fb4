"""Small made-up worlds: inputs, assumptions and people of whom a test knows everything."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairshare.law.mechanisms.interface import Mechanism, Plan, Situation, nothing
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.inputs import NOWHERE, PLACE, STATES, Inputs, N
from fairshare.simulation.luck import stream
from fairshare.simulation.population import Population

ORIGINS = ("AFG", "SYR", "VEN")
YEARS = (2020, 2021, 2022)

DE, IT, EL, FR, PL, CH = (PLACE[state] for state in ("DE", "IT", "EL", "FR", "PL", "CH"))


def small_inputs(**changed: Any) -> Inputs:
    """Three origins, three years, all states alike but for their size."""
    years, origins = len(YEARS), len(ORIGINS)
    given: dict[str, Any] = {
        "years": YEARS,
        "origins": ORIGINS,
        "applications": np.ones((years, 12, N, origins)),
        "detected": np.full((years, origins), 0.5),
        "entered": np.full((years, origins, N), 1 / N),
        "by_sea": np.full((years, origins, N), 0.5),
        "visa_free": np.zeros((years, origins)),
        "stock": np.tile(1000.0 * np.arange(1, N + 1), (origins, 1)),
        "recognition": np.full((years, N, origins), 0.5),
        "minors": np.full(origins, 0.3),
        "alone": np.full(origins, 0.2),
        "sizes": np.tile([0.6, 0.2, 0.1, 0.1], (origins, 1)),
        "population": np.tile(1e6 * np.arange(1.0, N + 1), (years, 1)),
        "gdp": np.tile(3e4 * np.arange(1.0, N + 1), (years, 1)),
        "requested": np.full((N, N), 1000.0),
        "accepted": np.full((N, N), 700.0),
        "transferred": np.full((N, N), 140.0),
        "decision_months": np.full(N, 10.0),
        "returned": np.full(origins, 0.4),
        "capacity": np.full(N, np.nan),
        "observed_until": YEARS[-1],
    }
    return Inputs(**given | changed)


def small_behaviour(**changed: float) -> Behaviour:
    """Middling assumptions."""
    values = {
        "request": 0.5, "accept_scale": 1.0, "transfer_scale": 1.0, "transfer_months": 4.0, "abscond": 0.4,
        "decision_scale": 1.0, "recognition_shift": 0.0, "return_scale": 1.0, "return_months": 6.0,
        "onward": 0.2, "onward_network": 0.1, "onward_wage": 0.1, "onward_recognition": 0.5, "take_back": 0.5,
        "attrition": 0.144, "leave": 0.5, "linked_leave": 0.3, "relocation_months": 3.0,
    }  # fmt: skip
    return Behaviour(values | changed)


def people(families: int = 200, seed: int = 1, months: int = 36, **columns: Any) -> Population:
    """Families of one to four persons with facts at random; a column that is given is the same for all or by row."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, families)
    rows = int(sizes.sum())

    def states() -> np.ndarray[Any, Any]:
        return np.repeat(rng.integers(0, N, families).astype(np.uint8), sizes)

    made: dict[str, Any] = {
        "month": np.repeat(np.sort(rng.integers(0, months, families)).astype(np.int16), sizes),
        "family": np.repeat(np.arange(families, dtype=np.int32), sizes),
        "origin": np.repeat(rng.integers(0, len(ORIGINS), families).astype(np.uint8), sizes),
        "applied": states(),
        "wished": states(),
        "entered": states(),
        "visa": np.full(rows, NOWHERE, np.uint8),
        "kin": np.where(np.repeat(rng.random(families) < 0.2, sizes), states(), np.uint8(NOWHERE)),
        "way": np.repeat(rng.integers(0, 4, families).astype(np.uint8), sizes),
        "known": np.zeros(rows, np.uint8),
        "minor": rng.random(rows) < 0.3,
        "alone": np.zeros(rows, bool),
    }
    for name, value in columns.items():
        made[name] = np.full(rows, value, made[name].dtype)
    return Population(YEARS[0], months, 1.0, stream(seed, 0), **made)


def mechanism(**changed: Any) -> Mechanism:
    """A mechanism without solidarity under Dublin III as applied, unless changed."""
    given: dict[str, Any] = {"name": "test", "title": "test", "implements": (), "omits": (), "regime": "dublin3"}
    return Mechanism(**given | changed)


def moving(persons: float, giver: int = IT, receiver: int = DE, offsets: float = 0.0) -> Any:
    """A yearly plan: so many persons from one state to another, and offsets the other way about."""

    def plan(at: Situation) -> Plan:
        none = nothing(at)
        relocate, take_over = at.nobody(), at.nobody()
        relocate[giver, receiver], take_over[receiver, giver] = persons, offsets
        return Plan(relocate, take_over, none.pay, none.in_kind, none.owed, none.given, none.benefitting)

    return plan


def codes(*states: str) -> np.ndarray[Any, Any]:
    """Places of states."""
    return np.array([STATES.index(state) for state in states], np.uint8)
