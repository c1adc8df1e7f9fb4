"""Operationalising the pool: Article 60, the balance among benefitting states, and the January confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fairshare.law.citation import cites


@cites("AMMR 60(3)(1)", invariants=("I23",))
def implementation_due(measure: str, year: int, agreed_in_kind: bool = False, running: bool = False) -> date | None:
    """Last day to implement: 31 December of the pool year; ``None`` where no such day is set.

    Money is calculated and transferred after the year (IR 30(3)); agreed in-kind measures may finish later (65(3)) and
    running relocations continue (67(12))."""
    exempt = measure == "financial" or (measure == "alternative" and agreed_in_kind) or running
    return None if exempt else date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class Balance:
    """How the pool is spread over benefitting states against their stated needs; a person confirms it (60(2))."""

    shares_of_need: dict[str, Fraction]
    spread: Fraction
    """largest minus smallest share of need met; 0 is perfectly balanced"""


@cites("AMMR 60(1)", "AMMR 60(2)", invariants=("I25",))
def balance(committed: Mapping[str, Fraction], needs: Mapping[str, Fraction]) -> Balance:
    """Share of its stated need that each benefitting state got so far, and the spread between them."""
    met = {state: committed.get(state, Fraction(0)) / need for state, need in needs.items() if need}
    return Balance(met, max(met.values(), default=Fraction(0)) - min(met.values(), default=Fraction(0)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One group of persons in a planning: pseudonym, whether vulnerable, and the preferences it fits."""

    case: str
    vulnerable: bool
    preferred: int = 0


@cites("AMMR 60(4)")
def planning_order(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The order in which a planning considers candidates: vulnerable persons first, then reasonable preferences.

    Preferences order, they never exclude; equal candidates keep the order in which they were given."""
    return tuple(sorted(candidates, key=lambda c: (not c.vulnerable, -c.preferred)))


@cites("AMMR 60(5)")
def supports(requested: bool, deployed_experts: bool) -> tuple[str, ...]:
    """Who supports: agencies on request; the Coordinator coordinates the experts they deploy."""
    return (("agencies support the state",) if requested else ()) + (
        ("the Coordinator coordinates the deployed experts",) if deployed_experts else ()
    )


@cites("AMMR 60(6)", "AMMR 70", invariants=("I51",))
def confirmation_differences(
    confirmed: Mapping[str, Fraction], ledger: Mapping[str, Fraction]
) -> dict[str, tuple[Fraction, Fraction]]:
    """Where a state's January confirmation and the ledger differ: ``{type: (confirmed, ledger)}``."""
    zero = Fraction(0)
    both = {measure: (confirmed.get(measure, zero), ledger.get(measure, zero)) for measure in {*confirmed, *ledger}}
    return {measure: pair for measure, pair in sorted(both.items()) if pair[0] != pair[1]}


@cites("AMMR 58(2)", "AMMR 59(2)")
def needs_overview(
    needs: Mapping[str, Mapping[str, Fraction]], committed: Mapping[str, Mapping[str, Fraction]]
) -> dict[str, dict[str, Fraction]]:
    """Needs stated in notices and notifications that no commitment covers yet, by state and type (15(2)(c))."""
    return {
        state: {
            measure: max(Fraction(0), amount - committed.get(state, {}).get(measure, Fraction(0)))
            for measure, amount in by_measure.items()
        }
        for state, by_measure in needs.items()
    }
