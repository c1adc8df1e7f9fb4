"""Responsibility offsets: the tests of Article 63(1) to (5), who qualifies (63(8)), how many, and the replies of 69."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from fairshare.law.apportionment import share_out
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import NeedsDecision, RefusedError, Test
from fairshare.law.parameters import parameter
from fairshare.plain import units_value

RESPONSIBILITY_GROUNDS: Final = frozenset({"29", "30", "31", "32", "33"})
"""Articles under which the benefitting state must have been determined responsible (63(8)(b)): never family grounds."""


@dataclass(frozen=True, slots=True)
class OffsetFigures:
    """The numbers that the tests need, in relocations. ``None``: not known, or not to be shown (12(6))."""

    pledged: int | None
    """relocation pledges set out in the act"""
    pledged_without_benefitting: int | None
    """the same without pledges of states that benefit (A3)"""
    to_implement: int | None
    """relocation pledges still to be implemented after deductions and releases"""
    proposed: int | None
    """number in the Commission proposal, 12(2)(a)"""
    reference: int
    """reference number of the act"""
    reconvened: bool
    """whether a Forum under 13(4) was held"""
    lowered: bool | None = True
    """whether deductions or benefitting states are why less is to be implemented"""

    def counted(self, choices: Choices) -> int | None:
        """The pledges that count under choice OFFSET_TEST_PLEDGES."""
        return self.pledged if choices["OFFSET_TEST_PLEDGES"] == "as-adopted" else self.pledged_without_benefitting


def _reaches(amount: int | None, bar: Fraction | None) -> bool | None:
    return None if amount is None or bar is None else amount >= bar


def _shown(amount: int | Fraction | None) -> str:
    return "unknown" if amount is None else str(units_value(Fraction(amount)))


@cites("AMMR 63(1)", choices=("OFFSET_TEST_PLEDGES",), invariants=("I28",))
def requested_offsets(figures: OffsetFigures, choices: Choices = DEFAULTS) -> Test:
    """Whether benefitting states may ask for offsets: pledges reach half of the proposal's number of relocations."""
    share = Fraction(parameter("offset_request_threshold"))
    bar = None if figures.proposed is None else share * figures.proposed
    counted = figures.counted(choices)
    return Test(
        cite="AMMR 63(1)",
        question="Do relocation pledges reach 50 % of the number in the Commission proposal?",
        met=_reaches(counted, bar),
        figures={"pledged": _shown(counted), "proposed": _shown(figures.proposed), "threshold": _shown(bar)},
        choices=choices.used("OFFSET_TEST_PLEDGES"),
    )


@cites("AMMR 63(2)", "AMMR 63(2)(a)", choices=("OFFSET_TEST_PLEDGES",), invariants=("I28",))
def offered_offsets_by_pool(figures: OffsetFigures, choices: Choices = DEFAULTS) -> Test:
    """Whether any contributor may offer offsets because the threshold of 63(1) is reached."""
    test = requested_offsets(figures, choices)
    question = "Is the threshold of 63(1) reached, so that any contributor may offer?"
    return Test("AMMR 63(2)(a)", question, test.met, test.figures, choices=test.choices)


@cites("AMMR 63(2)", "AMMR 63(2)(b)", invariants=("I28",))
def offered_offsets_by_state(relocations: int, fair_share: int) -> Test:
    """Whether one contributor may offer offsets: it pledged at least half of its own fair share as relocations."""
    bar = Fraction(parameter("offset_own_share_threshold")) * fair_share
    return Test(
        cite="AMMR 63(2)(b)",
        question="Did the state pledge 50 % of its own mandatory fair share as relocations?",
        met=relocations >= bar and relocations > 0,
        figures={"pledged": str(relocations), "fair_share": str(fair_share), "threshold": _shown(bar)},
    )


@cites("AMMR 63(3)", choices=("MANDATORY_OFFSET_THRESHOLD",), invariants=("I28",))
def mandatory_threshold(reference: int, choices: Choices = DEFAULTS, on: date = date(2026, 1, 1)) -> Fraction:
    """The number below which offsets become mandatory: the higher of 12(2)(a) and 60 % of the reference number.

    >>> mandatory_threshold(21000)
    Fraction(30000, 1)
    """
    sixty = Fraction(parameter("mandatory_offset_share", on)) * reference
    if choices["MANDATORY_OFFSET_THRESHOLD"] == "sixty-percent":
        return sixty
    return max(Fraction(parameter("floor_relocations", on)), sixty)


@cites(
    "AMMR 63(3)",
    choices=("MANDATORY_OFFSET_THRESHOLD", "OFFSET_TEST_PLEDGES"),
    invariants=("I28", "I29"),
)
def mandatory_offsets(figures: OffsetFigures, choices: Choices = DEFAULTS) -> Test:
    """Whether offsets are mandatory: after a reconvened Forum, pledges in the act stay below the threshold."""
    bar = mandatory_threshold(figures.reference, choices)
    counted = figures.counted(choices)
    reached = _reaches(counted, bar)
    met = False if not figures.reconvened else (None if reached is None else not reached)
    note = "" if figures.reconvened else "no Forum was reconvened under 13(4), so 63(3) cannot apply"
    return Test(
        cite="AMMR 63(3)",
        question="Was the Forum reconvened, and do relocation pledges in the act stay below the higher number?",
        met=met,
        figures={"pledged": _shown(counted), "threshold": _shown(bar), "reconvened": str(figures.reconvened).lower()},
        note=note,
        choices=choices.used("MANDATORY_OFFSET_THRESHOLD", "OFFSET_TEST_PLEDGES"),
    )


@cites(
    "AMMR 63(4)",
    choices=("MANDATORY_OFFSET_THRESHOLD", "FORUM_BEFORE_63_4"),
    invariants=("I28",),
)
def mandatory_offsets_after_reductions(figures: OffsetFigures, choices: Choices = DEFAULTS) -> Test:
    """Whether offsets are mandatory because deductions or benefitting states leave too little to implement."""
    bar = mandatory_threshold(figures.reference, choices)
    reached = _reaches(figures.to_implement, bar)
    forum = figures.reconvened or choices["FORUM_BEFORE_63_4"] == "not-required"
    excluded = not forum or figures.lowered is False or reached is True
    met = False if excluded else (None if reached is None or figures.lowered is None else True)
    if not forum:
        note = "choice FORUM_BEFORE_63_4 asks for a reconvened Forum; none was held"
    elif figures.lowered is None:
        note = "not known whether releases take relocations off: the pledges released are not known"
    elif not figures.lowered:
        note = "no deduction and no benefitting state lowers the pledges"
    else:
        note = "" if figures.reconvened else "read without a reconvened Forum (choice FORUM_BEFORE_63_4)"
    return Test(
        cite="AMMR 63(4)",
        question="Do relocation pledges still to be implemented stay below the higher number?",
        met=met,
        figures={"to_implement": _shown(figures.to_implement), "threshold": _shown(bar)},
        note=note,
        choices=choices.used("MANDATORY_OFFSET_THRESHOLD", "FORUM_BEFORE_63_4"),
    )


@cites("AMMR 63(3)", "AMMR 63(4)", choices=("MANDATORY_OFFSET_TARGET", "MANDATORY_OFFSET_THRESHOLD"))
def mandatory_quantity(figures: OffsetFigures, choices: Choices = DEFAULTS) -> int | None:
    """How many mandatory offsets there may be in all (A4): the gap to the threshold, or the threshold itself.

    ``None`` where pledges are not known."""
    bar = mandatory_threshold(figures.reference, choices)
    if choices["MANDATORY_OFFSET_TARGET"] == "offsets-alone":
        return int(bar)
    counted = figures.counted(choices)
    if counted is None or figures.to_implement is None:
        return None
    return max(0, -((min(counted, figures.to_implement) - bar) // 1))


@cites("AMMR 63(5)", choices=("CATCH_UP_QUANTITY", "CATCH_UP_CAP"), invariants=("I33",))
def catch_up_quantity(
    pledged: int, implemented: int, accepted: int, fair_share: int, choices: Choices = DEFAULTS
) -> int:
    """How many catch-up offsets may be asked of a contributor after the year (A13).

    ``accepted`` are relocations confirmed, or deemed confirmed, under 67(9) and not yet carried out."""
    shortfall = max(0, pledged - implemented - accepted)
    wanted = pledged if shortfall and choices["CATCH_UP_QUANTITY"] == "full-pledge" else shortfall
    return min(wanted, fair_share) if choices["CATCH_UP_CAP"] == "fair-share" else wanted


@cites("AMMR 63(5)", invariants=("I33",))
def check_catch_up(asked: int, quantity: int, on: date, year: int) -> None:
    """Refuse catch-up offsets before the year has ended, or more than were not delivered."""
    if on <= date(year, 12, 31):
        raise RefusedError("AMMR 63(5)", f"catch-up offsets are asked after 31 December {year}")
    if asked > quantity:
        raise RefusedError("AMMR 63(5)", f"at most {quantity} relocations were not delivered")


@dataclass(frozen=True, slots=True)
class OffsetCase:
    """What a rule must know of one application to say whether it may be offset (63(8)); no personal data."""

    unaccompanied_minor: bool
    responsible_under: str
    absconded: bool
    beneficiary: bool
    admitted: bool
    request_limit: date
    transfer_limit: date
    already_relocated: bool = False
    already_offset: bool = False
    finally_rejected: bool = False


@cites("AMMR 63(8)", "AMMR 63(9)", "AMMR 63(6)", choices=("OFFSET_TIME_LIMIT",), invariants=("I31", "I32"))
def offset_grounds(case: OffsetCase, on: date, choices: Choices = DEFAULTS) -> tuple[str, ...] | NeedsDecision:
    """Every reason why an application may not be offset; an empty tuple where nothing stands against it.

    A finally rejected person may be taken over all the same (63(9)), so rejection is no ground. Where the two limits of
    A5 disagree and no choice is made, a person decides."""
    reasons = {
        "an unaccompanied minor (63(8)(a))": case.unaccompanied_minor,
        f"responsible under Article {case.responsible_under}, not 29 to 33 (63(8)(b))": case.responsible_under
        not in RESPONSIBILITY_GROUNDS,
        "absconded from the contributing state (63(8)(d))": case.absconded,
        "a beneficiary of international protection (63(8)(e))": case.beneficiary,
        "an admitted person (63(8)(f))": case.admitted,
        "relocated already (recital 33)": case.already_relocated,
        "offset already (recital 33)": case.already_offset,
    }
    grounds = tuple(reason for reason, applies in reasons.items() if applies)
    late = {"request-limit": on > case.request_limit, "transfer-limit": on > case.transfer_limit}
    reading = choices["OFFSET_TIME_LIMIT"]
    if reading != "ask":
        return (*grounds, "the time limit has run out (63(8)(c))") if late[reading] else grounds
    if all(late.values()):
        return (*grounds, "the time limit has run out (63(8)(c))")
    if any(late.values()) and not grounds:
        return NeedsDecision(
            question="Which time limit does Article 63(8)(c) mean: 39(1), which it cites, or 46(1), which it names?",
            options=("request-limit", "transfer-limit"),
            cite="AMMR 63(8)(c)",
            who="the contributing state",
        )
    return grounds


@cites("AMMR 63(7)", "CFMR 9(1)(b)", invariants=("I30",))
def check_mandatory_cap(taken: Fraction | int, fair_share: int, crisis: bool = False) -> None:
    """Refuse mandatory offsets beyond the fair share; a Council decision in a crisis lifts the cap (CFMR 9(1)(b)).

    ``taken`` counts them with everything else that was delivered of the share: they are part of it (recital 33)."""
    if taken > fair_share and not crisis:
        raise RefusedError(
            "AMMR 63(7)", f"with mandatory offsets {_shown(taken)} units exceed the share of {fair_share}"
        )


@cites("AMMR 63(3)", "AMMR 63(7)", choices=("MANDATORY_OFFSET_DISTRIBUTION",), invariants=("I30",))
def spread_mandatory(
    quantity: int,
    shares: Mapping[str, Fraction],
    remaining: Mapping[str, int],
    stock: Mapping[str, int] | None = None,
    choices: Choices = DEFAULTS,
) -> dict[str, Fraction]:
    """A proposal how mandatory offsets fall on contributors (A6): proportional, capped, water-filling; not rounded.

    ``remaining`` is what each contributor still has of its fair share (63(7)), ``stock`` the cases it could take. The
    parts add up to ``quantity`` or to the sum of the caps, whichever is less."""
    stock = remaining if stock is None else stock
    caps = {state: min(remaining[state], stock.get(state, 0)) for state in remaining}
    by_share = choices["MANDATORY_OFFSET_DISTRIBUTION"] == "by-share"
    weights = {s: shares[s] if by_share else Fraction(remaining[s]) for s, cap in caps.items() if cap > 0}
    return dict.fromkeys(caps, Fraction(0)) | share_out(Fraction(quantity), weights, caps)


@cites("AMMR 69(1)", "AMMR 69(2)", choices=("OFFSET_REPLY_SILENCE",), invariants=("I34",))
def accepted_offsets(asked: int, answered: int | None, overdue: bool, choices: Choices = DEFAULTS) -> int | None:
    """How many requested offsets are accepted: fewer may be, never more; ``None`` while no answer counts (A12).

    ``overdue``: the 30 days of 69(2) have run out."""
    if asked <= 0:
        raise RefusedError("AMMR 69(1)", "a request states a number of applications above zero")
    if answered is not None:
        if not 0 <= answered <= asked:
            raise RefusedError("AMMR 69(2)", f"between none and {asked} applications may be accepted")
        return answered
    silence = {"no-rule": None, "refusal": 0, "acceptance": asked}
    return silence[choices["OFFSET_REPLY_SILENCE"]] if overdue else None


@cites("AMMR 63(6)", "AMMR 69(3)")
def offset_records(paragraph: str) -> tuple[str, ...]:
    """What the contributor does once it takes a case: identify it, tell the benefitting state, record it in Eurodac.

    Cases of 63(3) and (4) are told through DubliNet as transmission type 12 (63(6); IR 5(1)(l))."""
    told = ("told through DubliNet, type 12 (63(6))",) if paragraph in {"63(3)", "63(4)"} else ()
    return (
        "the contributor identifies the application",
        *told,
        "responsibility is recorded in Eurodac (2024/1358 16(3))",
    )
