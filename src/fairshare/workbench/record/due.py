"""What is due, as far as a seat may be told of it: its own duties, and those whose end it would see."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from fairshare.evaluation.agenda import Duty, duties, duties_of
from fairshare.ledger.events import Capacity, Event
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.levels import LEVELS
from fairshare.workbench.record.levels_evaluation import OF_EVALUATIONS


def due(view: Cut, on: date) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    """The duties of the seat that looks, late ones first, and those of others."""
    found = view.common(("duties", on), lambda shared: duties(shared.book, on))
    seat = view.seat
    mine = duties_of(found, cast(Capacity, seat.capacity), seat.state, seat.body)
    return mine, tuple(duty for duty in found if duty not in mine and would_see(view, duty))


def would_see(view: Cut, duty: Duty) -> bool:
    """Whether the seat would see that a duty is done: where it would not, nothing can be told of how it stands."""
    if duty.settles in OF_EVALUATIONS:  # the book of a cut holds those evaluations alone that are told whole
        return True
    rules = LEVELS.get(duty.settles)
    whose = cast(Event, SimpleNamespace(state=duty.state, towards=duty.about))
    return rules is not None and rules[view.act_adopted](view.seat, whose)
