"""Alternative (in-kind) measures: requested, jointly valued, told before implementation (65); conversion (57(4))."""

from __future__ import annotations

from fractions import Fraction

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError


@cites("AMMR 65(1)", invariants=("I47",))
def check_valuation(requested: bool, value: Fraction) -> None:
    """Refuse a joint value for a measure that no benefitting state asked for, or one that is not above zero."""
    if not requested:
        raise RefusedError("AMMR 65(1)", "an alternative measure is valued after a benefitting state has asked for it")
    if value <= 0:
        raise RefusedError("AMMR 65(1)", "the two states set a realistic value above zero")


@cites("AMMR 65(1)", invariants=("I47",))
def check_implementation(agreed: Fraction | None, implemented: Fraction, amount: Fraction) -> None:
    """Refuse implementation before the joint value is told to the Coordinator, or beyond it."""
    if agreed is None:
        raise RefusedError("AMMR 65(1)", "the joint value is told to the Coordinator before implementation")
    if implemented + amount > agreed:
        raise RefusedError("AMMR 65(1)", "more than the jointly agreed value cannot be implemented")


@cites("AMMR 65(2)", invariants=("I48",))
def duplication_fault(duplicates_agency: bool, duplicates_union_funding: bool, owed_through_agency: bool) -> str | None:
    """Why a measure does not count: it duplicates agency or Union support, or is owed through an agency anyway."""
    reasons = {
        "it duplicates an agency's operation": duplicates_agency,
        "it duplicates Union funding": duplicates_union_funding,
        "the state owes it through an agency": owed_through_agency,
    }
    found = [reason for reason, applies in reasons.items() if applies]
    return f"{'; '.join(found)} (AMMR 65(2))" if found else None


@cites("AMMR 57(4)", "IR 30(1)", choices=("IN_KIND_ABOVE_PLEDGE",), invariants=("I47",))
def conversion(pledged: Fraction, agreed: Fraction | None, choices: Choices = DEFAULTS) -> Fraction:
    """EUR that an in-kind pledge turns into at the end of the year: pledged value less agreed value.

    A measure that nobody asked for has no agreed value and converts whole (57(4), recital 19)."""
    difference = pledged - (agreed or Fraction(0))
    return difference if choices["IN_KIND_ABOVE_PLEDGE"] == "credit" else max(Fraction(0), difference)


@cites("AMMR 65(3)")
def carried_over(agreed: Fraction | None, implemented: Fraction) -> Fraction:
    """EUR of an agreed measure still to be completed after the acts have expired."""
    return max(Fraction(0), (agreed or Fraction(0)) - implemented)
