"""What a division is made of: its steps, its ties, and the one loop that hands out seats without breaking a tie."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import Any

from fairshare.faults import bad_argument
from fairshare.law.outcome import NeedsDecision, Step

Tie = tuple[tuple[str, ...], int]
"""Names that compete, and the number of seats left for them: fewer than the names."""


@dataclass(frozen=True, slots=True)
class SeatStep(Step):
    """One move of a division: after it ``name`` holds ``seats``.

    ``what`` is ``start`` (given at once), ``award`` (one seat more), ``wait`` (the seat is not given) or ``tie`` (lots
    decide on the next seat); ``value`` is the exact figure on which the move rests. Setting ``seats`` move by move
    replays the division.
    """

    name: str = ""
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Lots(NeedsDecision):
    """A tie that the method does not settle: ``seats`` are to be drawn among ``options``, tie by tie in ``ties``."""

    seats: int = 0
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """The settled seats of the names with a positive weight, how they came about, and what is left to lots."""

    seats: Mapping[str, int]
    steps: tuple[SeatStep, ...]
    ties: tuple[Tie, ...] = ()


Order = Callable[[str, int], tuple[Any, Fraction] | None]
"""Where the ``n``-th seat of a name stands in the queue (smaller is served first) and the figure that says why;
``None`` where it never gets that seat."""


def check_lots(lots: Sequence[str], names: Collection[str]) -> None:
    """A drawing of lots names whom it concerns, each once; anything else is bad input."""
    if len(set(lots)) < len(lots) or not set(lots) <= set(names):
        raise bad_argument("lots", "has an unknown or a repeated name", "names that take part, each once")


def by_lot(tied: Collection[str], lots: Sequence[str]) -> tuple[str, ...] | None:
    """The tied names in the order drawn, or ``None`` where the drawing does not name all of them."""
    drawn = tuple(name for name in lots if name in tied)
    return drawn if len(drawn) == len(tied) else None


def lots_needed(ties: Sequence[Tie], cite: str) -> Lots | None:
    """The question that the ties put to a person; ``None`` without a tie."""
    if not ties:
        return None
    options = tuple(sorted(name for names, _ in ties for name in names))
    return Lots("lots", options, cite, seats=sum(left for _, left in ties), ties=tuple(ties))


def hand_out(start: Mapping[str, int], left: int, order: Order, lots: Sequence[str] = ()) -> Division:
    """Hand out ``left`` seats one after the other, each to the name whose next seat stands first in the queue.

    Names at the same place are served together. Where fewer seats are left than names, ``lots`` (names in the order
    drawn) decides; without a drawing that names them all the division ends in a tie. ``order`` must not decrease in
    its second argument, and its queue must hold at least ``left`` seats.
    """
    seats, steps = dict(start), list[SeatStep]()
    queue: list[tuple[Any, str, Fraction]] = []

    def line_up(name: str) -> None:
        entry = order(name, seats[name] + 1)
        if entry is not None:
            heappush(queue, (entry[0], name, entry[1]))

    for name in seats:
        line_up(name)
    while left:
        same = [heappop(queue)]
        while queue and queue[0][0] == same[0][0]:
            same.append(heappop(queue))
        figures = {name: str(figure) for _, name, figure in same}
        drawn = tuple(figures) if len(same) <= left else by_lot(figures, lots)
        if drawn is None:
            steps += [SeatStep("tie", figures[name], name=name, seats=seats[name]) for name in figures]
            return Division(seats, tuple(steps), ((tuple(figures), left),))
        for name in drawn[:left]:
            seats[name] += 1
            steps.append(SeatStep("award", figures[name], name=name, seats=seats[name]))
            line_up(name)
        left -= min(left, len(drawn))
    return Division(seats, tuple(steps))
