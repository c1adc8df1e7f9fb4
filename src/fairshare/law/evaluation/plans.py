"""Plans that states owe: strategies, implementation plans, contingency plans; and the building blocks of the Pact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.law.parameters import table

PlanName = Literal["strategy", "implementation_plan", "contingency_plan"]
PLANS: Final[tuple[PlanName, ...]] = get_args(PlanName)

BUILDING_BLOCKS: Final[Mapping[str, str]] = table("evaluation")["building_blocks"]
"""Titles of the ten building blocks of COM(2024) 251 by name, in its order."""


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A plan: what it is, where it stands, its first day, and after how many years it comes again (0: never)."""

    name: str
    title: str
    cite: str
    first: date
    every: int

    def due(self, on: date) -> date:
        """The last day by which the plan in force on ``on`` was due; the first one, where ``on`` lies before it."""
        if not self.every or on < self.first:
            return self.first
        years = on.year - self.first.year - ((on.month, on.day) < (self.first.month, self.first.day))
        return self._after(years // self.every)

    def answers(self, delivered: date) -> date:
        """The due day that a plan delivered on a day answers: the nearest."""
        if not self.every:
            return self.first
        period = self.every * 365
        return self._after(max(0, (2 * (delivered - self.first).days + period) // (2 * period)))

    def _after(self, rounds: int) -> date:
        return self.first.replace(year=self.first.year + rounds * self.every)


@cites("AMMR 7(3)", "AMMR 84(3)", "RCD 32")
def plan_rule(name: str) -> PlanRule:
    """The rule of a plan. Raises :class:`~fairshare.faults.BadInputError` for another name.

    >>> plan_rule("strategy").due(date(2031, 1, 1))
    datetime.date(2030, 6, 12)
    """
    if name not in PLANS:
        raise bad_argument("plan", f"{name!r} is unknown", ", ".join(PLANS))
    row = table("evaluation")["plans"][name]
    return PlanRule(name, row["title"], row["cite"], row["due"], row.get("every", 0))
