"""Money after the year: what is due (IR 30), how it is allocated (IR 31, AMMR 64), crisis credits (CFMR 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import NeedsDecision, RefusedError, Step
from fairshare.law.parameters import parameter
from fairshare.plain import grouped_euro


@dataclass(frozen=True, slots=True)
class Due:
    """EUR due by a contributor for a pool year, with each term of the formula."""

    amount: Fraction
    steps: tuple[Step, ...]


@cites("IR 30(1)", "IR 30(2)", "AMMR 64(3)", choices=("OFFSET_VALUE", "NEGATIVE_DUE"), invariants=("I46",))
def contribution_due(
    pledged: Fraction,
    conversions: Fraction,
    deducted: Fraction,
    offsets: Fraction,
    ratio: Fraction,
    choices: Choices = DEFAULTS,
) -> Due:
    """Money due: pledge in the act, plus in-kind conversions, less deductions, less mandatory offsets (63(3), 63(4)).

    Amounts in EUR, ``ratio`` in EUR per offset. Offsets under 63(1), (2) and (5) replace relocations and do not
    count here. Inputs are the January confirmations (IR 30(2))."""
    worth = ratio if choices["OFFSET_VALUE"] == "ratio" else Fraction(0)
    total = pledged + conversions - deducted - offsets * worth
    amount = max(Fraction(0), total) if choices["NEGATIVE_DUE"] == "zero" else total
    steps = (
        Step("pledge in the act", str(pledged), "AMMR 57(1)"),
        Step("in-kind converted", str(conversions), "AMMR 57(4)"),
        Step("deducted by the Council", str(-deducted), "AMMR 61(4), 62(5)"),
        Step(f"{offsets} mandatory offsets", str(-offsets * worth), "AMMR 63(3)-(4)"),
        Step("due", str(amount), "IR 30(1)"),
    )
    return Due(amount, steps)


@cites("IR 30(3)", invariants=("I45",))
def check_settlement(on: date, year: int, amount: Fraction, due: Fraction) -> None:
    """Refuse a transfer before the year has ended, or of more than is due. It goes to the Union budget (64(1))."""
    if on <= date(year, 12, 31):
        raise RefusedError("IR 30(3)", f"money is calculated and transferred after 31 December {year}")
    if amount <= 0 or amount > due:
        raise RefusedError("IR 30(1)", f"between EUR 0 and EUR {grouped_euro(due)} is due")


@cites("IR 31", "AMMR 64(2)", invariants=("I25",))
def allocation(total: Fraction, understanding: Mapping[str, Fraction] | None) -> dict[str, Fraction] | NeedsDecision:
    """EUR for each benefitting state under the common understanding on a balanced distribution.

    The text gives no formula: without an understanding of the Technical-Level Forum a person decides. ``understanding``
    maps states to their parts of 1; what it leaves open stays unallocated (64(4))."""
    if understanding is None:
        return NeedsDecision(
            question="How is the money spread over benefitting states?",
            options=("record the common understanding of the Technical-Level Forum",),
            cite="IR 31",
            who="Technical-Level Forum, EU Solidarity Coordinator",
        )
    if sum(understanding.values()) > 1 or min(understanding.values(), default=Fraction(0)) < 0:
        raise RefusedError("IR 31", "the parts of the common understanding are not negative and add up to 1 at most")
    return {state: part * total for state, part in understanding.items()}


@cites("AMMR 64(4)")
def unallocated(total: Fraction, allocated: Mapping[str, Fraction]) -> Fraction:
    """EUR not allocated, which may be added to the thematic facility of the Fund. Raises for more than there is."""
    rest = total - sum(allocated.values())
    if rest < 0:
        raise RefusedError("AMMR 64(2)", "more is allocated than the Union budget holds for the pool")
    return rest


@cites("AMMR 64(5)", "AMMR 64(6)")
def reports_missing(actions: Mapping[str, bool]) -> tuple[str, ...]:
    """Funded actions without a progress report of the state (64(5)), which the Commission's report (64(6)) lacks."""
    return tuple(sorted(action for action, reported in actions.items() if not reported))


@cites("CFMR 9(4)", "CFMR 9(5)")
def credit_in_force(units: int, granted: date, year: int) -> int:
    """Units of a credit that still lower the fair share of ``year``: five years from the Commission's act."""
    last = granted.year + int(parameter("credit_years"))
    return units if granted.year <= year <= last else 0
