"""The course of every person through a mechanism, month by month.

Each person has a stage, a place, a responsible state, and the month and kind of what happens next (``due``, ``then``),
so a month touches only those to whom something happens. A month: what is due; new applications; the plan of the
mechanism. Luck is stateless, so every mechanism meets the same persons with the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fairshare.law.mechanisms.interface import Floats, Mechanism
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.chances import Chances
from fairshare.simulation.inputs import NOWHERE, Bools, Codes, Inputs, Ints, N
from fairshare.simulation.luck import Purpose, uniform
from fairshare.simulation.outcome import Flow, Outcome, Stage
from fairshare.simulation.population import Population

Rows = npt.NDArray[np.intp]
Months = npt.NDArray[np.int16]

NEVER: Final = np.int16(32_767)

HELD: Final = np.isin(np.arange(len(Stage)), (Stage.TRANSFER, Stage.EXAMINED, Stage.MOVING, Stage.PROTECTED))
"""Stages in which a state is responsible for a person: in a procedure or with protection."""


class Then(IntEnum):
    """What happens to a person in the month that is due."""

    DECIDE = 0
    ONWARD = 1
    TRANSFER = 2
    EXPIRE = 3
    DEPART = 4
    RELOCATE = 5


@dataclass(slots=True)
class Persons:
    """Where each person stands now, one place a row of the population; 12 bytes a person beside the population's own.

    ``leaves``: the month in which the person would move on from where they are. ``target``: where a relocation leads.
    ``stays``: how many times a state began to examine; ``moves``: how many times authorities moved them.
    """

    stage: Codes
    here: Codes
    responsible: Codes
    target: Codes
    then: Codes
    stays: Codes
    moves: Codes
    relocated: Bools
    due: Months
    leaves: Months


@dataclass(frozen=True, slots=True)
class Rules:
    """What the course of a run depends on besides the persons."""

    people: Population
    inputs: Inputs
    behaviour: Behaviour
    chances: Chances
    mechanism: Mechanism
    first_year: int  # place of the population's first year among those of the inputs
    matching: bool = False  # whether families are matched to places, or picked by lot


class Course:
    """A run in progress: the persons, and the counts so far."""

    def __init__(self, rules: Rules) -> None:
        rows, months = len(rules.people), rules.people.months
        years = (months + 11) // 12
        self.rules = rules
        self.now = 0
        self.persons = Persons(
            stage=np.full(rows, Stage.AWAITED, np.uint8),
            here=np.zeros(rows, np.uint8),
            responsible=np.full(rows, NOWHERE, np.uint8),
            target=np.full(rows, NOWHERE, np.uint8),
            then=np.zeros(rows, np.uint8),
            stays=np.zeros(rows, np.uint8),
            moves=np.zeros(rows, np.uint8),
            relocated=np.zeros(rows, np.bool_),
            due=np.full(rows, NEVER),
            leaves=np.full(rows, NEVER),
        )
        self.flows: Ints = np.zeros((len(Flow), months, N), np.int64)
        self.stocks: Ints = np.zeros((len(Stage), months, N), np.int64)
        self.held: Ints = np.zeros((months, N), np.int64)
        self.transfers, self.requests, self.relocated = (np.zeros((years, N, N), np.int64) for _ in range(3))
        self.paid, self.in_kind = np.zeros((years, N, N)), np.zeros((years, N, N))
        self.owed, self.given = np.zeros((years, N)), np.zeros((years, N))
        self.benefitting: Ints = np.zeros((years, N), np.int64)
        self.stock: Ints = np.zeros((len(Stage), N), np.int64)
        self.stock[Stage.AWAITED, 0] = rows
        self.holding: Ints = np.zeros(N, np.int64)
        self.waiting: Ints = np.zeros((N, N), np.int64)  # transfers due, by present and responsible state
        self.dropped: Ints = np.zeros((N, N), np.int64)  # places of relocations that became free again, from and to
        self.lot = self.luck(np.arange(rows), Purpose.PICK).astype(np.float32)  # the order in which families are picked

    @property
    def year(self) -> int:
        """The year of the run, from 0."""
        return self.now // 12

    # -- counts ----------------------------------------------------------------------------------------------------

    def count(self, flow: Flow, places: Codes) -> None:
        """Count what happened this month, one for each place."""
        self.flows[flow, self.now] += np.bincount(places, minlength=N)

    def pairs(self, into: Ints, origin: Codes, target: Codes) -> None:
        """Count moves of this year from one state to another."""
        if not origin.size:
            return
        into[self.year] += np.bincount(origin.astype(np.intp) * N + target, minlength=N * N).reshape(N, N)

    def change(self, rows: Rows, stage: Stage, here: Codes | None = None, responsible: Codes | None = None) -> None:
        """Move rows to a stage, and where given to a place and a responsible state; stocks follow."""
        if not rows.size:
            return
        persons = self.persons
        old, place, state = persons.stage[rows], persons.here[rows], persons.responsible[rows]
        self.stock -= np.bincount(old.astype(np.intp) * N + place, minlength=self.stock.size).reshape(self.stock.shape)
        self.holding -= np.bincount(state[HELD[old]], minlength=N)
        self._wait(-1, place, state, old == Stage.TRANSFER)
        persons.stage[rows] = stage
        if here is not None:
            persons.here[rows] = place = here
        if responsible is not None:
            persons.responsible[rows] = state = responsible
        self.stock[stage] += np.bincount(place, minlength=N)
        if HELD[stage]:
            self.holding += np.bincount(state, minlength=N)
        if stage == Stage.TRANSFER:
            self._wait(1, place, state, np.ones(rows.size, bool))

    def _wait(self, sign: int, here: Codes, responsible: Codes, which: Bools) -> None:
        if which.any():
            pairs = here[which].astype(np.intp) * N + responsible[which]
            self.waiting += sign * np.bincount(pairs, minlength=N * N).reshape(N, N)

    def close(self) -> None:
        """Write down the stocks at the end of the month."""
        self.stocks[:, self.now] = self.stock
        self.held[self.now] = self.holding

    def outcome(self) -> Outcome:
        """What the run ended with; persons count as given once they moved or were taken over."""
        starts = np.arange(0, len(self.held), 12)
        persons = self.relocated.sum(axis=1) + np.add.reduceat(self.flows[Flow.OFFSET_IN], starts, axis=0)
        carried_out = self.given + persons * self.rules.people.weight
        paid, in_kind, owed, given = (
            np.rint(one).astype(np.int64) for one in (self.paid, self.in_kind, self.owed, carried_out)
        )
        return Outcome(
            flows=self.flows,
            stocks=self.stocks,
            held=self.held,
            transfers=self.transfers,
            requests=self.requests,
            relocated=self.relocated,
            paid=paid,
            in_kind=in_kind,
            owed=owed,
            given=given,
            benefitting=self.benefitting,
        )

    # -- luck ------------------------------------------------------------------------------------------------------

    def luck(self, rows: Rows, purpose: Purpose, occasion: npt.NDArray[Any] | int = 0) -> Floats:
        """A number in [0, 1) for each row, the same for the members of a family."""
        return uniform(self.rules.people.luck, self.rules.people.family[rows], purpose, occasion)

    def after(self, mean: Floats | float, luck: Floats) -> npt.NDArray[np.int64]:
        """The month in which something with an exponential time of so many months happens: at least the next."""
        months = np.ceil(-np.asarray(mean) * np.log1p(-luck))
        month: npt.NDArray[np.int64] = (self.now + np.clip(months, 1, NEVER - self.now)).astype(np.int64)
        return month
