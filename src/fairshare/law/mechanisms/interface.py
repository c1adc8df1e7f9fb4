"""What every mechanism is: which rules say who is responsible, how far they are applied, and what states do for others.

A mechanism sees figures of states only. Persons are picked by :mod:`fairshare.simulation`, which asks the mechanism
once a year or once a month for a :class:`Plan`. Arrays have one place a state, in the order of ``Situation.states``;
matrices go from the first index to the second. Persons are real persons, not rows of a sample.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

Regime: TypeAlias = Literal["none", "convention1990", "dublin2", "dublin3", "com2016", "ammr"]
"""Whose criteria say which state is responsible; ``none``: the state where the person applied."""

Entrance: TypeAlias = Literal["applied", "wished", "key"]
"""Where an application is examined at first: where it was made as observed, where the person wishes, or by the key."""

Practice: TypeAlias = Literal["observed", "written"]
"""How far the criteria are carried out: at the observed rates of requests and transfers, or always."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a mechanism sees at the start of a month (1 to 12).

    ``key``: shares of the reference key of the year over the states that take part (Annex I, 50 % population and 50 %
    GDP), 0 for the others, sum 1. ``applications``: persons who applied in the last 12 months; ``responsible``: persons
    for whom the state became responsible in the last 12 months, counted where an offset or, once they are picked, a
    relocation takes them, no longer where they were before; ``hosted``: persons in its territory in a procedure or
    with protection; ``pending``: those in a procedure; ``movable``: those whom it could relocate now; ``due[i, j]``:
    persons in i for whom j is responsible and whose transfer is due (candidates of an offset); ``relocated[i, j]`` and
    ``paid[i, j]`` (EUR): what this mechanism did so far in the run. ``rates``: how far states deliver, by name (a
    scalar or one place a state): see the parameters of behaviour.
    """

    year: int
    month: int
    states: tuple[str, ...]
    key: Floats
    population: Floats
    gdp: Floats
    applications: Floats
    responsible: Floats
    hosted: Floats
    pending: Floats
    movable: Floats
    due: Floats
    relocated: Floats
    paid: Floats
    rates: Mapping[str, Floats | float] = field(default_factory=dict)

    def nobody(self) -> Floats:
        """A matrix of zeros, states x states."""
        return np.zeros((len(self.states), len(self.states)))

    def rate(self, name: str) -> Floats:
        """One rate by name, a place a state. Raises ``KeyError`` for a name that is not among the rates."""
        value = np.asarray(self.rates[name], dtype=np.float64)
        return value if value.ndim else np.full(len(self.states), value)

    def figure(self, name: str) -> float:
        """One rate by name that is the same for every state."""
        return float(self.rates[name])

    def places(self, codes: tuple[str, ...] | frozenset[str]) -> Bools:
        """Which states are among the codes."""
        return np.array([state in codes for state in self.states])


@dataclass(frozen=True, slots=True)
class Plan:
    """What states do for others until the mechanism is asked again (a year's plan is carried out in twelve parts).

    ``relocate[i, j]``: persons who move from i to j; ``take_over[i, j]``: persons present in i for whom i becomes
    responsible instead of j (offsets), as far as there are cases when their month comes; ``pay[i, j]`` and
    ``in_kind[i, j]``: EUR from i for j, as counted; ``owed[i]``: units (one relocation) that i was to give;
    ``given[i]``: units that it means to give in any form; who is paid to take in the place of another gives, not who
    pays. ``benefitting``: whom it is for.
    """

    relocate: Floats
    take_over: Floats
    pay: Floats
    in_kind: Floats
    owed: Floats
    given: Floats
    benefitting: Bools


def nothing(at: Situation) -> Plan:
    """The plan of a mechanism without solidarity."""
    none = np.zeros(len(at.states))
    nobody = at.nobody()
    return Plan(nobody, nobody, nobody, nobody, none, none, none.astype(bool))


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One system of sharing responsibility, as data and one function.

    ``implements``: the articles that it follows; ``omits``: what it leaves out, one sentence each. ``participants``:
    the states of the reference key (``None``: the 26 of Part IV). ``solidarity`` is asked in January for a year
    or, where ``monthly``, at the start of each month. ``linked_first``: whether persons with a link to a state are
    picked first for it. ``rates``: the names that it reads from ``Situation.rates``.
    """

    name: str
    title: str
    implements: tuple[str, ...]
    omits: tuple[str, ...]
    regime: Regime
    entrance: Entrance = "applied"
    practice: Practice = "observed"
    solidarity: Callable[[Situation], Plan] = nothing
    monthly: bool = False
    linked_first: bool = False
    rates: tuple[str, ...] = ()
    participants: frozenset[str] | None = None
