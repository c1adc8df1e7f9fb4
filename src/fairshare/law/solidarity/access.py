"""Who may use the pool: notice (Article 58), self-declared pressure (59), release from the own pledge (60(3))."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.cycle import relative_due

CONTRIBUTING: Final = "contributing"
BENEFITTING: Final = "benefitting"
DEDUCTED: Final = "deducted"
RELEASED: Final = "released"
REFUSED_ACCESS: Final = "refused_access"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record of a state in one pool year, as far as Articles 58 to 62 ask for it.

    ``adjusted`` is the part of the fair share, up to 1, that the act on the pool itself takes off (A10)."""

    labels: frozenset[str] = frozenset()
    notice: bool = False
    notified: bool = False
    accepted: bool = False
    rejected: bool = False
    refused: bool = False
    fully_deducted: bool = False
    partly_deducted: bool = False
    adjusted: Fraction = Fraction(0)

    @property
    def uses_pool(self) -> bool:
        """Whether the state benefits: notice given (58(1)), or notification accepted and not refused (59(4))."""
        return self.notice or (self.accepted and not self.refused)


@cites("AMMR 58(1)", choices=("NOTICE_AFTER_DEDUCTION",), invariants=("I15", "I18"))
def check_notice(standing: Standing, act_adopted: bool, choices: Choices = DEFAULTS) -> None:
    """Refuse a notice that Article 58(1) does not allow: no act yet, or a state not identified as under pressure."""
    if not act_adopted:
        raise RefusedError("AMMR 58(1)", "notice of use is given after the act on the pool is adopted")
    if "pressure" not in standing.labels:
        raise RefusedError("AMMR 58(1)", "only a state identified as under migratory pressure may give notice of use")
    deducted = standing.fully_deducted or standing.partly_deducted or standing.adjusted
    if deducted and choices["NOTICE_AFTER_DEDUCTION"] == "barred":
        raise RefusedError("AMMR 61(1)", "the state has a deduction for this year")


@cites("AMMR 59(1)", invariants=("I22",))
def check_notification(standing: Standing) -> None:
    """Refuse a notification of a state identified already. After a rejection it may always notify again (59(7))."""
    if "pressure" in standing.labels:
        raise RefusedError("AMMR 59(1)", "the state is identified as under pressure and gives notice under Article 58")
    if standing.uses_pool:
        raise RefusedError("AMMR 59(1)", "the state benefits from the pool already")


@cites("AMMR 59(4)")
def check_decision(standing: Standing) -> None:
    """Refuse a decision on a notification that was never made, or that is decided already."""
    if not standing.notified:
        raise RefusedError("AMMR 59(4)", "the Commission decides on a notification; there is none")
    if standing.accepted or standing.rejected:
        raise RefusedError("AMMR 59(4)", "the notification is decided already")


@cites("AMMR 59(6)", "AMMR 59(7)")
def check_refusal(standing: Standing, decided: date | None, refused: date) -> None:
    """Refuse a refusal of access without a decision, or later than two weeks after it was transmitted."""
    if not standing.accepted or standing.refused or decided is None:
        raise RefusedError("AMMR 59(6)", "access is refused only after the Commission found migratory pressure")
    if refused > relative_due("refusal_of_access", decided).due:
        raise RefusedError("AMMR 59(6)", "access may be refused within two weeks of the decision only")


@cites(
    "AMMR 58(3)", "AMMR 59(4)", "AMMR 60(3)(3)", choices=("SILENT_PRESSURE_STATE",), invariants=("I15", "I16", "I17")
)
def role(standing: Standing, choices: Choices = DEFAULTS) -> str:
    """The role of a state in the pool year. A state that benefits or is fully deducted owes nothing that year."""
    if standing.uses_pool:
        return BENEFITTING
    if standing.fully_deducted or standing.adjusted == 1:
        return DEDUCTED
    if "pressure" in standing.labels and choices["SILENT_PRESSURE_STATE"] == "released":
        return RELEASED
    if standing.refused:
        return REFUSED_ACCESS
    return CONTRIBUTING


@cites("AMMR 60(3)(3)", invariants=("I16", "I17"))
def owes(state_role: str) -> bool:
    """Whether a state with this role implements its pledge in this year; a refused state still does (A8)."""
    return state_role in {CONTRIBUTING, REFUSED_ACCESS}


@cites("AMMR 60(3)(4)", choices=("SHIELDED_PART",), invariants=("I26",))
def is_shielded(towards: str, shortcomings: Collection[str], waived: Collection[str]) -> bool:
    """Whether a contributor need not implement towards a benefitting state: systemic shortcomings are recorded for it
    and the contributor (one that has not ``waived`` it for that state) does not choose to."""
    return towards in shortcomings and towards not in waived
