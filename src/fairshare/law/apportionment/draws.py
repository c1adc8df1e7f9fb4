"""Draws on the pool: at each, contributors implement in proportion to their overall pledge (AMMR 60(3), recital 31).

Units are whole, so each draw leaves fractions. They are carried from draw to draw: what a state was due in exact terms,
less what it was asked for, is its *claim*. Which states take the units that rounding leaves is the chairman assignment
problem; the answer here is Tijdeman's ("The chairman assignment problem", Discrete Mathematics 32, 1980): first the
state whose claim would first outgrow the bound 1 - 1/(2n - 2) if the draws went on as they are.

What holds for the difference between exact and whole units, cumulated over the draws of a year:

- while the n contributors and their pledges stay the same it is never above 1 - 1/(2n - 2), whatever the draws' sizes;
- after a change of contributors it is below 1 wherever any split of the draw keeps it below 1;
- no rule that does not know the coming draws can promise more: four states of equal pledges, where whoever has just
  served leaves before the next draw of one unit, bring the last one to 1/4 + 1/3 + 1/2 > 1.

To serve simply the greatest claim is not enough: of pledges of 2, 82, 3, 1, 60 and 1 it leaves one off by more than 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.apportionment.division import Lots, Order, SeatStep, check_lots, hand_out, lots_needed
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError

CITE: Final = "AMMR 60(3)(2)"
_NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class DrawState:
    """What all draws so far came to, by state: units due in exact terms, and whole units asked for."""

    entitlement: Mapping[str, Fraction] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)

    def claim(self, state: str) -> Fraction:
        """Exact units due less whole units asked for: above 0 the state is behind, below 0 ahead."""
        return self.entitlement.get(state, _NOTHING) - self.units.get(state, 0)

    def largest_deviation(self) -> Fraction:
        """The greatest distance of any state from its exact part (the error that invariant I24 bounds by 1)."""
        return max((abs(self.claim(state)) for state in self.entitlement), default=_NOTHING)

    def after(self, entitlement: Mapping[str, Fraction], units: Mapping[str, int]) -> DrawState:
        """The state of things after one more draw."""
        due = {name: self.entitlement.get(name, _NOTHING) + part for name, part in entitlement.items()}
        asked = {name: self.units.get(name, 0) + part for name, part in units.items()}
        return DrawState({**self.entitlement, **due}, {**self.units, **asked})


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: whole units by contributor, the exact parts behind them, and where all draws then stand.

    While ``needs_decision`` is open, ``units`` holds only what is settled and ``state`` is as before the draw.
    """

    units: dict[str, int]
    entitlement: dict[str, Fraction]
    state: DrawState
    steps: tuple[SeatStep, ...]
    needs_decision: Lots | None
    choices: dict[str, str]
    cite: str = CITE


@cites("AMMR 60(3)(2)", choices=("DRAW_ORDER",), invariants=("I24",))
def draw(
    units: int,
    pledges: Mapping[str, Fraction | int],
    so_far: DrawState,
    *,
    capacity: Mapping[str, int] | None = None,
    choices: Choices = DEFAULTS,
    lots: Sequence[str] = (),
) -> Draw:
    """Split one draw of ``units`` over the active contributors in proportion to their overall ``pledges``.

    ``pledges``: whoever contributes to this draw (a state that is released, shielded from the benefitting state or
    exhausted is left out or has 0). ``capacity``: units that each has left to give (a state it does not name: none);
    what a state cannot give goes to the others in proportion. ``lots``: names in the order of a recorded drawing of
    lots, or, under ``DRAW_ORDER=needs-decision``, in the order a person decided.

    Raises :class:`~fairshare.law.outcome.RefusedError` for more units than are left, and
    :class:`~fairshare.faults.BadInputError` for negative figures.

    >>> draw(4, {"DE": 6, "FR": 3, "MT": 1}, DrawState()).units
    {'DE': 3, 'FR': 1, 'MT': 0}
    """
    active = _active(units, pledges, capacity)
    check_lots(lots, active)
    room = None if capacity is None else {state: capacity.get(state, 0) for state in active}
    available = sum(room.values()) if room is not None else units if active else 0
    if units > available:
        raise RefusedError("AMMR 60(3)", f"a draw of {units} units exceeds the {available} that contributors have left")
    due = _entitlements(units, active, so_far, room)
    claims = {state: so_far.claim(state) + part for state, part in due.items()}
    order = _order(claims, active, room, by_person=choices["DRAW_ORDER"] == "needs-decision")
    start = _whole_parts(units, claims, room)
    end = hand_out(start, units - sum(start.values()), order, lots)
    question = lots_needed(end.ties, CITE)
    settled = {state: end.seats.get(state, 0) for state in pledges}
    parts = {state: due.get(state, _NOTHING) for state in pledges}
    first = tuple(SeatStep("start", str(claims[state]), CITE, name=state, seats=start[state]) for state in start)
    after = so_far if question else so_far.after(parts, settled)
    return Draw(settled, parts, after, first + end.steps, question, choices.used("DRAW_ORDER"))


def _active(
    units: int, pledges: Mapping[str, Fraction | int], capacity: Mapping[str, int] | None
) -> dict[str, Fraction]:
    """The contributors with a pledge, by name: the order of ``pledges`` decides nothing."""
    if units < 0:
        raise bad_argument("units", f"{units} is negative", "a whole number, 0 or more")
    for name, figures in {"pledges": pledges, "capacity": capacity or {}}.items():
        negative = sorted(state for state, figure in figures.items() if figure < 0)
        if negative:
            raise bad_argument(name, f"is negative for {', '.join(negative)}", "0 or more")
    return {state: Fraction(pledges[state]) for state in sorted(pledges) if pledges[state]}


def share_out(
    amount: Fraction, weights: Mapping[str, Fraction], room: Mapping[str, Fraction | int]
) -> dict[str, Fraction]:
    """Split an amount in proportion to positive weights; what exceeds the room of one goes to the others likewise.

    Gives less than ``amount`` in all if there is not room enough.

    >>> share_out(Fraction(10), {"A": Fraction(3), "B": Fraction(1), "C": Fraction(1)}, {"A": 2, "B": 9, "C": 9})
    {'A': Fraction(2, 1), 'B': Fraction(4, 1), 'C': Fraction(4, 1)}
    """
    parts, left, weight = dict[str, Fraction](), Fraction(amount), sum(weights.values(), _NOTHING)
    for name in sorted(weights, key=lambda name: (room[name] / weights[name], name)):
        parts[name] = min(Fraction(room[name]), left * weights[name] / weight)
        left, weight = left - parts[name], weight - weights[name]
    return {name: parts[name] for name in weights}


def _entitlements(
    units: int, active: Mapping[str, Fraction], so_far: DrawState, room: Mapping[str, int] | None
) -> dict[str, Fraction]:
    """The exact parts of this draw. A state with ``room`` left is due no more than brings it to its last unit."""
    if not units:
        return dict.fromkeys(active, _NOTHING)
    every = dict.fromkeys(active, Fraction(units))
    if room is None:
        return share_out(Fraction(units), active, every)
    parts = share_out(
        Fraction(units), active, {state: max(room[state] - so_far.claim(state), _NOTHING) for state in active}
    )
    # claims of states that are not in this draw can leave less room than units: the rest follows the pledges
    rest = share_out(units - sum(parts.values(), _NOTHING), active, every)
    return {state: parts[state] + rest[state] for state in active}


def _whole_parts(units: int, claims: Mapping[str, Fraction], room: Mapping[str, int] | None) -> dict[str, int]:
    """The units that are certain: the whole part of each claim, less what all of them together exceed the draw by."""

    def parts(less: int) -> dict[str, int]:
        whole = {state: max(int(claim) - less, 0) for state, claim in claims.items()}
        return whole if room is None else {state: min(whole[state], room[state]) for state in whole}

    most = max(map(int, claims.values()), default=0)
    return parts(bisect_left(range(most), -units, key=lambda less: -sum(parts(less).values())))


def _order(
    claims: Mapping[str, Fraction], active: Mapping[str, Fraction], room: Mapping[str, int] | None, *, by_person: bool
) -> Order:
    """Tijdeman's order. The claim that stands before a unit puts it into one of three ranks:

    0. above the bound (by 1 or more where a person decides): the greatest claim first;
    1. between the bounds: the least time, in units drawn, until the claim outgrows its bound (a person decides: equal);
    2. below the lower bound (not above 0 where a person decides): if nobody else is left, the greatest claim first.
    """
    lower = _NOTHING if by_person else Fraction(1, max(2 * len(active) - 2, 2))

    def order(state: str, n: int) -> tuple[tuple[int, Fraction], Fraction] | None:
        claim = claims[state] - n + 1
        if room is not None and n > room[state]:
            return None
        if claim > 1 - lower or claim == 1:
            return (0, -claim), claim
        if claim < lower or not claim:
            return (2, -claim), claim
        return (1, _NOTHING if by_person else (1 - lower - claim) / active[state]), claim

    return order
