"""Plans of the states (Articles 7 and 84, reception directive) and their progress by building block, as on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fairshare.law.evaluation.plans import BUILDING_BLOCKS, PLANS, PlanName, plan_rule
from fairshare.ledger import Book
from fairshare.ledger.evaluation import PlanDelivered
from fairshare.states import PART_IV


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan of one state: its last day, the plan that answers it, and how it stands.

    ``not_on_record`` says nothing of whether the state has sent it; ``due``: its last day has not passed."""

    state: str
    plan: PlanName
    due: date
    delivered: PlanDelivered | None
    standing: Literal["delivered", "delivered_late", "due", "not_on_record"]


def plans(book: Book, on: date) -> tuple[PlanRow, ...]:
    """Every plan of every state as it stands on a day, states in the order of their codes."""
    return tuple(_row(book, state, plan, on) for state in sorted(PART_IV) for plan in PLANS)


def last_days(on: date) -> Mapping[PlanName, date]:
    """The day on which the plans in force on a day were due, by kind."""
    return {plan: plan_rule(plan).due(on) for plan in PLANS}


def _row(book: Book, state: str, plan: PlanName, on: date) -> PlanRow:
    rule = plan_rule(plan)
    last, told = rule.due(on), book.plans.get((state, plan))
    delivered = told if told and told.date <= on and rule.answers(told.date) >= last else None
    if delivered is None:
        return PlanRow(state, plan, last, None, "not_on_record" if on > last else "due")
    late = delivered.date > rule.answers(delivered.date)
    return PlanRow(state, plan, last, delivered, "delivered_late" if late else "delivered")


def blocks(book: Book) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By building block and progress, the states assessed, in the order of codes; blocks without any are empty."""
    found: dict[str, dict[str, tuple[str, ...]]] = {block: {} for block in BUILDING_BLOCKS}
    for (state, block), event in sorted(book.blocks.items()):
        found[block][event.progress] = (*found[block].get(event.progress, ()), state)
    return found
