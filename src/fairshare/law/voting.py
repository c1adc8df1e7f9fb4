"""Votes of the Council: qualified majority, simple majority, unanimity among the members that take part.

From general knowledge of the Treaties, not from the project's reading of the Regulation: TEU 16(4) and TFEU 238(3)(a)
(55 % of the members taking part, 65 % of their population; a blocking minority needs the fewest members with more
than 35 % of that population, plus one), TFEU 238(1) (simple majority of the component members), TFEU 238(4) (an
abstention does not prevent unanimity), Protocol 22 (Denmark takes no part in the adoption). Where Article 57(1) asks
a qualified majority, an abstention or an absence counts as not in favour.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Final

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.law.citation import cites
from fairshare.law.outcome import Test
from fairshare.law.parameters import parameter
from fairshare.states import PART_IV

POSITIONS: Final = ("for", "against", "abstain", "absent")
QUALIFIED: Final = "qualified-majority"
SIMPLE: Final = "simple-majority"
UNANIMITY: Final = "unanimity"


@dataclass(frozen=True, slots=True)
class VoteResult:
    """A vote, with the numbers on both sides of each test.

    ``margin_members`` is the number in favour beyond the number needed (negative: short of it), ``margin_population``
    the same as a share of the population (``None`` where population does not count). ``blocking`` names the members
    not in favour where they form a blocking minority, ``blocking_needed`` is the fewest members that can.
    """

    rule: str
    met: bool
    tests: tuple[Test, ...]
    in_favour: tuple[str, ...]
    not_in_favour: tuple[str, ...]
    margin_members: int
    margin_population: Fraction | None = None
    blocking: tuple[str, ...] = ()
    blocking_needed: int | None = None


@cites("TEU 16(4)", "TFEU 238(3)(a)", "AMMR 57(1)", invariants=("I10",))
def qualified_majority(
    votes: Mapping[str, str],
    population: Mapping[str, Fraction],
    members: Collection[str] = PART_IV,
    on: date = date(2026, 1, 1),
) -> VoteResult:
    """Whether a vote reaches the qualified majority among ``members`` (those taking part, Denmark not).

    ``votes`` maps states to one of :data:`POSITIONS`; a member without a vote is absent. ``population`` is in any
    unit, the same for all; states that take no part are left out of it. Raises
    :class:`~fairshare.faults.BadInputError`.
    """
    positions = _positions(votes, members)
    _check_population(population, members)
    total = sum((population[state] for state in members), Fraction(0))
    in_favour, others = _sides(positions)
    share = sum((population[state] for state in in_favour), Fraction(0)) / total
    needed = ceil(Fraction(parameter("majority_states", on)) * len(members))
    needed_share = Fraction(parameter("majority_population", on))
    fewest = _fewest_to_block([population[state] for state in members], (1 - needed_share) * total)
    enough, populous, blocked = len(in_favour) >= needed, share >= needed_share, len(others) >= fewest
    tests = (
        Test("TFEU 238(3)(a)", "55 % of the members taking part", enough, _numbers(len(in_favour), needed)),
        Test(
            "TFEU 238(3)(a)",
            "65 % of their population, unless too few members are not in favour to block",
            populous or not blocked,
            {"population_share": str(share), "needed_share": str(needed_share)}
            | {"not_in_favour": str(len(others)), "needed_to_block": str(fewest)},
            "" if populous or blocked else "deemed attained: the members not in favour are too few to block",
        ),
    )
    met = enough and (populous or not blocked)
    # Without 55 % of the members the others prevent the act by their number; a blocking minority prevents it by
    # population.
    blocking = others if blocked and not populous else ()
    margin = len(in_favour) - needed
    return VoteResult(QUALIFIED, met, tests, in_favour, others, margin, share - needed_share, blocking, fewest)


@cites("TFEU 238(1)", "AMMR 13(4)")
def simple_majority(votes: Mapping[str, str], members: Collection[str] = PART_IV) -> VoteResult:
    """Whether more than half of ``members`` vote in favour (13(4)).

    With Denmark among 27 or without it among 26 the number needed is the same, 14."""
    positions = _positions(votes, members)
    in_favour, others = _sides(positions)
    needed = len(members) // 2 + 1
    met = len(in_favour) >= needed
    test = Test("TFEU 238(1)", "more than half of the members", met, _numbers(len(in_favour), needed))
    return VoteResult(SIMPLE, met, (test,), in_favour, others, len(in_favour) - needed)


@cites("TFEU 238(4)")
def unanimity(votes: Mapping[str, str], members: Collection[str] = PART_IV) -> VoteResult:
    """Whether nobody votes against and somebody votes for; an abstention of a member present does not prevent it."""
    positions = _positions(votes, members)
    in_favour, others = _sides(positions)
    against = tuple(state for state in others if positions[state] in {"against", "absent"})
    met = bool(in_favour) and not against
    figures = {"in_favour": str(len(in_favour)), "against_or_absent": str(len(against))}
    test = Test("TFEU 238(4)", "no member present or represented votes against", met, figures)
    return VoteResult(UNANIMITY, met, (test,), in_favour, others, -len(against), None, against)


@cites("AMMR 59(6)", "AMMR 61(4)", "AMMR 62(5)", choices=("DEDUCTION_ACT_VOTE",))
def council_vote(rule: str, votes: Mapping[str, str], population: Mapping[str, Fraction]) -> VoteResult:
    """The vote under a rule named as in the choice DEDUCTION_ACT_VOTE (A10)."""
    if rule == QUALIFIED:
        return qualified_majority(votes, population)
    others = {SIMPLE: simple_majority, UNANIMITY: unanimity}
    if rule not in others:
        raise bad_argument("rule", f"{rule!r} is unknown", ", ".join((QUALIFIED, *others)))
    return others[rule](votes)


def _positions(votes: Mapping[str, str], members: Collection[str]) -> dict[str, str]:
    """The position of every member, sorted; one fault per vote that cannot be counted."""
    faults = [
        Fault("argument", 1, f"votes {state}", "takes no part in the vote", "a member that takes part")
        for state in votes
        if state not in members
    ]
    faults += [
        Fault("argument", 1, f"votes {state}", f"{position!r} is no position", ", ".join(POSITIONS))
        for state, position in votes.items()
        if position not in POSITIONS
    ]
    if not members:
        faults.append(Fault("argument", 1, "members", "nobody takes part", "at least one member"))
    if faults:
        raise BadInputError(faults)
    return {state: votes.get(state, "absent") for state in sorted(members)}


def _check_population(population: Mapping[str, Fraction], members: Collection[str]) -> None:
    faults = [
        Fault("argument", 1, f"population {state}", "is missing or not above 0", "a number above 0")
        for state in sorted(members)
        if population.get(state, 0) <= 0
    ]
    if faults:
        raise BadInputError(faults)


def _sides(positions: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    in_favour = tuple(state for state, position in positions.items() if position == "for")
    return in_favour, tuple(state for state in positions if state not in in_favour)


def _fewest_to_block(populations: Collection[Fraction], bar: Fraction) -> int:
    """The fewest members with together more than ``bar``, plus one."""
    sums = accumulate(sorted(populations, reverse=True))
    return next(count for count, reached in enumerate(sums, start=1) if reached > bar) + 1


def _numbers(in_favour: int, needed: int) -> dict[str, str]:
    return {"in_favour": str(in_favour), "needed": str(needed)}
