"""One case as JSON, for the two states concerned and the Coordinator."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from fairshare.law.choices import Choices
from fairshare.workbench.cases import scope
from fairshare.workbench.cases.clock import by_law, clock_of
from fairshare.workbench.cases.models import Case, Link, Placement, Refusal
from fairshare.workbench.people.seat import Seat


def export(case: Case, seat: Seat, today: date) -> dict[str, Any]:
    """What the seat may know of a case that it sees: facts as the law sees them today, clock, links, history.

    Refusals of other states, and what a run said of it, are for the benefitting state and the Coordinator."""
    choices = Choices(case.cycle.choices)
    facts = by_law(case.facts, today, choices=choices)
    clock = clock_of(facts, choices=choices)
    links = Link.unscoped.filter(case=case).order_by("kind", "state")
    document = {
        "year": case.cycle_id,
        "case": asdict(facts),
        "clock": None if clock is None else [_step(step) for step in map(asdict, clock.steps)],
        "links": [{"kind": link.kind, "state": link.state, "strength": str(link.strength)} for link in links],
        "history": [asdict(step) for step in scope.history(case, seat)],
    }
    if is_own(case, seat):
        refusals = Refusal.unscoped.filter(case=case).order_by("pk")
        placed = Placement.unscoped.filter(case=case).select_related("run").order_by("-run_id")
        document["refusals"] = [{"state": one.state, "ground": one.ground} for one in refusals]
        document["placements"] = [
            {"run": one.run.public, "state": one.state, "reason": one.reason, "why": one.why, "others": one.others}
            for one in placed
        ]
    return document


def _step(step: dict[str, Any]) -> dict[str, Any]:
    return step | {"choices": dict(step["choices"])}


def is_own(case: Case, seat: Seat) -> bool:
    """Whether the seat stands where the case is prepared."""
    return seat.capacity == "coordinator" or seat.state == case.present_in
