"""What the API answers, as schemas of OpenAPI. Answers are written as the rules give them; these describe them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fairshare.workbench.people.seat import Capacity, Function

Number = int | str | None
"""A count as an integer, a share or money as a decimal text, unknown as null."""


class Shape(BaseModel):
    """An answer with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Open(BaseModel):
    """An answer with at least these fields."""

    model_config = ConfigDict(extra="allow")


class Outcome(Open):
    """What came of an action: done, with the ids of its events; or waiting, as a motion for a second person."""

    status: Literal["done", "waiting"]
    events: list[str]
    motion: int | None


class Dropped(Shape):
    """A motion that was taken off the table."""

    status: Literal["dropped"]
    motion: int


class MotionShape(Shape):
    """What waits for a second person of the delegation."""

    motion: int
    year: int
    action: str
    label: str
    by: str
    made: str
    yours: bool = Field(description="Whether you may confirm it: you did not propose it, and it waits for your seat.")
    data: dict[str, Any]


class Motions(Shape):
    """The motions of a delegation that wait."""

    motions: list[MotionShape]


class CycleShape(Shape):
    """One cycle as it stands for the seat that asks."""

    year: int
    stage: str
    version: str = Field(description="Names what you see of the record: send it as If-Match.")
    act_adopted: bool
    events: int = Field(description="How many events you may see.")


class CyclesShape(Shape):
    """Every cycle that is held."""

    cycles: list[CycleShape]


class FigureShape(Open):
    """A figure with how sure it is, where it comes from, and its provision."""

    value: Number
    unit: str
    status: Literal["official", "reported", "inferred", "unknown"]
    source: str
    cite: str


class TestShape(Open):
    """A threshold of the law with the numbers on both sides."""

    cite: str
    question: str
    met: bool | None


class TestsShape(Shape):
    """The tests of Article 63, by paragraph."""

    year: int
    tests: dict[str, TestShape]


class StateShape(Open):
    """One state in the pool: its share, its role, what it pledged, and what became of it."""

    share: FigureShape
    fair_share_units: FigureShape
    fair_share_eur: FigureShape
    role: str
    labels: list[str]
    pledged: dict[str, FigureShape]


class PoolShape(Open):
    """The pool of a year: the document that ``fairshare pool --json`` writes."""

    year: int
    as_of: str
    reference_relocations: FigureShape
    reference_eur: FigureShape
    effective_units: FigureShape
    tests: dict[str, TestShape]
    states: dict[str, StateShape]
    flags: list[dict[str, Any]]
    choices: dict[str, str]


class AccountShape(Shape):
    """The account of a state, and every event that moved something on it."""

    year: int
    state: str
    account: StateShape
    explanation: list[dict[str, Any]]


class EventShape(Shape):
    """An event of the record. ``index`` counts the events that you may see, from 1, in the order of legal dates."""

    index: int
    id: str
    event: dict[str, Any]


class EventsShape(Shape):
    """A page of events; ``next`` is the cursor of the next one."""

    year: int
    events: list[EventShape]
    next: str | None


class DutiesShape(Shape):
    """What is due, by whom, by when and under which provision."""

    year: int
    on: str
    duties: list[dict[str, Any]]


class SeatShape(Shape):
    """In what capacity somebody asks."""

    capacity: Capacity
    state: str
    body: str
    function: Function
    cleared: bool
    name: str


class Me(Shape):
    """Who asks, and which actions the seat may do."""

    signed_in: bool
    scope: Literal["read", "act"]
    seat: SeatShape
    actions: list[str]
