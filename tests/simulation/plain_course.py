"""A run told one person at a time: slow and plain, to hold the month loop of :mod:`fairshare.simulation` against.

Written from the rules, not from the loop: a person is a small record, what happens to them is a chain of ifs, and every
count is made by one. Only luck and the chances of a draw are shared with the loop. Families are not matched here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

from fairshare.law.mechanisms.interface import Mechanism, Plan
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.chances import Chances
from fairshare.simulation.inputs import Inputs
from fairshare.simulation.luck import Purpose, uniform
from fairshare.simulation.outcome import Flow, Stage
from fairshare.simulation.population import Population

TRANSFER_MONTHS = {"convention1990": 1, "com2016": 1}
"""The time limit of a transfer where it is not six months."""
ABSCONDED_MONTHS = {"ammr": 36}
"""The time limit where the person absconded and it is not eighteen months."""
PROCEDURE = (Stage.TRANSFER, Stage.EXAMINED, Stage.MOVING)

Pair = tuple[int, int]


@dataclass
class Person:
    """Where one person stands. ``event`` comes in the month ``due``; in ``leaves`` they would move on by themselves."""

    family: int
    lot: np.float32  # the place in the order in which families are picked
    month: int
    origin: int
    applied: int
    wished: int | None
    kin: int | None
    named: int | None  # by the criteria
    stage: Stage = Stage.AWAITED
    here: int = 0
    responsible: int = 0
    due: int | None = None
    event: str = ""
    leaves: int | None = None
    target: int = 0
    stays: int = 0
    moves: int = 0
    relocated: bool = False


@dataclass
class Telling:
    """A run in progress, and what was counted so far."""

    who: Population
    mechanism: Mechanism
    inputs: Inputs
    behaviour: Behaviour
    chances: Chances
    persons: list[Person]
    now: int = 0
    flows: Counter[tuple[int, ...]] = field(default_factory=Counter)  # flow, month, state
    stocks: Counter[tuple[int, ...]] = field(default_factory=Counter)  # stage, month, state
    held: Counter[tuple[int, ...]] = field(default_factory=Counter)  # month, state
    requests: Counter[tuple[int, ...]] = field(default_factory=Counter)  # year, from, to
    transfers: Counter[tuple[int, ...]] = field(default_factory=Counter)
    relocations: Counter[tuple[int, ...]] = field(default_factory=Counter)
    plans: list[tuple[int, Plan]] = field(default_factory=list)
    places: defaultdict[Pair, float] = field(default_factory=lambda: defaultdict(float))  # planned and not yet picked
    open_again: Counter[Pair] = field(default_factory=Counter)
    offsets: defaultdict[Pair, float] = field(default_factory=lambda: defaultdict(float))

    # -- small words ---------------------------------------------------------------------------------------------------

    def year(self, held: int) -> int:
        """The place of this year among so many years of the inputs, of which the last goes on."""
        return min(self.inputs.years.index(self.who.first_year) + self.now // 12, held - 1)

    def luck(self, person: Person, purpose: Purpose, occasion: int = 0) -> float:
        return float(uniform(self.who.luck, np.array([person.family]), purpose, occasion)[0])

    def later(self, mean: float, luck: float) -> int:
        """The month in which something happens that takes ``mean`` months, in the next month at the earliest."""
        return self.now + max(1, math.ceil(-mean * math.log1p(-luck)))

    def count(self, flow: Flow, state: int) -> None:
        self.flows[flow, self.now, state] += 1

    # -- a new application ---------------------------------------------------------------------------------------------

    def applies(self, person: Person, lodged: int) -> None:
        """Another state that the criteria name is asked; where it does not accept, the state of lodging examines."""
        self.count(Flow.APPLIED, lodged)
        named = None if self.mechanism.regime == "none" else person.named
        if named is None or named == lodged or not self.asks(person, lodged, named, self.behaviour["request"]):
            self.count(Flow.RESPONSIBLE, lodged)
            self.is_examined(person, lodged)
        else:
            self.count(Flow.RESPONSIBLE, named)
            self.awaits_transfer(person, lodged, named)

    def asks(self, person: Person, host: int, other: int, chance: float) -> bool:
        """Whether ``host`` asks ``other`` for the person and the answer is yes."""
        years, months = divmod(self.now, 12)
        months += 12 * (self.inputs.years.index(self.who.first_year) + years)
        if not self.chances.asked[min(months, len(self.chances.asked) - 1), other]:
            return False
        written = self.mechanism.practice == "written"
        if not written and self.luck(person, Purpose.REQUEST, person.stays) >= chance:
            return False
        self.count(Flow.REQUESTED, host)
        self.requests[self.now // 12, host, other] += 1
        if not written and self.luck(person, Purpose.ACCEPT, person.stays) >= self.chances.accept[host, other]:
            return False
        self.count(Flow.ACCEPTED, host)
        return True

    def awaits_transfer(self, person: Person, host: int, other: int) -> None:
        """The transfer is carried out within the time limit, or the limit passes, a longer one for who absconds."""
        person.here, person.responsible, person.stage = host, other, Stage.TRANSFER
        last = self.now + TRANSFER_MONTHS.get(self.mechanism.regime, 6)
        written = self.mechanism.practice == "written"
        if written or self.luck(person, Purpose.TRANSFER, person.stays) < self.chances.transfer[host, other]:
            time = self.luck(person, Purpose.TRANSFER_TIME, person.stays)
            person.event, person.due = "transfer", min(self.later(self.behaviour["transfer_months"], time), last)
        elif self.luck(person, Purpose.ABSCOND, person.stays) < self.behaviour["abscond"]:
            person.stage = Stage.HIDDEN
            person.event, person.due = "limit", self.now + ABSCONDED_MONTHS.get(self.mechanism.regime, 18)
        else:
            person.event, person.due = "limit", last

    # -- in the state that is responsible ------------------------------------------------------------------------------

    def is_examined(self, person: Person, state: int) -> None:
        """``state`` is responsible and examines; the person waits for the decision or moves on before it."""
        person.stage, person.here, person.responsible = Stage.EXAMINED, state, state
        person.stays += 1
        person.leaves = self.would_leave(person)
        time = self.luck(person, Purpose.DECISION_TIME, person.stays)
        person.event, person.due = "decision", self.later(float(self.chances.decision[state]), time)
        self.unless_gone(person)

    def unless_gone(self, person: Person) -> None:
        """A person who would move on by the time of what is due moves on instead."""
        if person.leaves is not None and (person.due is None or person.leaves <= person.due):
            person.event, person.due = "move", person.leaves

    def would_leave(self, person: Person) -> int | None:
        """When the person would move on to where they wish to be, if ever.

        Where they are free to apply anywhere, or only the state of application counts, nobody has a reason to."""
        if self.mechanism.regime == "none" and self.mechanism.entrance != "key":
            return None
        if person.wished is None or person.wished == person.here:
            return None
        hazard = float(self.chances.onward[person.origin, person.wished, person.here])
        if person.relocated:
            leave = self.behaviour["leave"]
            if person.kin == person.here:
                leave *= self.behaviour["linked_leave"]
            hazard = -math.log1p(-min(leave, 1 - 1e-9)) / 12
        if hazard <= 0:
            return None
        return self.later(1 / hazard, self.luck(person, Purpose.ONWARD_TIME, person.stays))

    # -- what falls due ------------------------------------------------------------------------------------------------

    def happens(self, person: Person) -> None:
        event, person.event, person.due = person.event, "", None
        if event == "decision":
            self.is_decided(person)
        elif event == "move":
            self.moves_on(person)
        elif event == "transfer":
            self.is_transferred(person)
        elif event == "limit":
            self.shifts(person, person.responsible, person.here)
        elif event == "departure":
            self.count(Flow.DEPARTED, person.here)
            person.stage = Stage.LEFT
        elif event == "relocation":
            self.is_relocated(person)

    def is_decided(self, person: Person) -> None:
        """Protection, with which a person may still move on, or refusal, after which they leave or stay as they are."""
        grant = self.chances.grant
        if self.luck(person, Purpose.DECISION) < float(grant[self.year(len(grant)), person.here, person.origin]):
            self.count(Flow.GRANTED, person.here)
            person.stage = Stage.PROTECTED
            self.unless_gone(person)
            return
        self.count(Flow.REFUSED, person.here)
        person.stage = Stage.REFUSED
        if self.luck(person, Purpose.RETURN) < self.chances.depart[person.origin]:
            time = self.luck(person, Purpose.RETURN_TIME)
            person.event, person.due = "departure", self.later(self.behaviour["return_months"], time)

    def moves_on(self, person: Person) -> None:
        """To where they wish to be. There they apply again, and may be taken back, unless they have protection."""
        assert person.wished is not None
        old, person.here = person.here, person.wished
        self.count(Flow.ONWARD_OUT, old)
        self.count(Flow.ONWARD_IN, person.here)
        if person.stage == Stage.PROTECTED:
            return
        if self.asks(person, person.here, old, self.behaviour["take_back"]):
            self.awaits_transfer(person, person.here, old)
        else:
            self.shifts(person, old, person.here)

    def shifts(self, person: Person, old: int, new: int) -> None:
        """Responsibility passes to the state where the person is."""
        self.count(Flow.LAPSED, old)
        self.count(Flow.EXPIRED, new)
        self.is_examined(person, new)

    def is_transferred(self, person: Person) -> None:
        self.count(Flow.TRANSFER_OUT, person.here)
        self.count(Flow.TRANSFER_IN, person.responsible)
        self.transfers[self.now // 12, person.here, person.responsible] += 1
        if person.stays > 0:
            self.count(Flow.TAKEN_BACK, person.responsible)
        self.is_moved(person, person.responsible)

    def is_moved(self, person: Person, state: int) -> None:
        person.moves += 1
        if person.moves == 2:
            self.count(Flow.MOVED_TWICE, state)
        self.is_examined(person, state)

    def is_relocated(self, person: Person) -> None:
        """The person is brought to the state of relocation, or has gone their way before."""
        if self.luck(person, Purpose.ATTRITION, person.stays) < self.behaviour["attrition"]:
            self.count(Flow.DROPPED_OUT, person.here)
            self.open_again[person.here, person.target] += 1
            if person.wished is None or person.wished == person.here:
                self.is_examined(person, person.here)
            else:
                self.moves_on(person)
            return
        self.count(Flow.RELOCATED_OUT, person.here)
        self.count(Flow.RELOCATED_IN, person.target)
        self.relocations[self.now // 12, person.here, person.target] += 1
        if person.target in (person.kin, person.wished):
            self.count(Flow.LINK_HONOURED, person.target)
        person.relocated = True
        self.is_moved(person, person.target)
        if person.leaves is None or person.leaves > self.now + 12:
            self.count(Flow.PERSISTED, person.target)
