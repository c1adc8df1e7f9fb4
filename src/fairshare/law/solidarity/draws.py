"""Pledges to places: whole units for every pair of a contributing and a benefitting state (Article 60(2) and (3)).

Three proportions meet. Among benefitting states a draw follows their needs, or another measure that a person names
(60(2)); for each of them contributors give in proportion to their overall pledge (60(3), recital 31); and whoever need
not deliver to a state is left out for that state, its part going to the others. The exact parts are rounded so that all
sums are whole: of the benefitting states and of the contributors by carry-over from draw to draw
(:mod:`fairshare.law.apportionment.draws`), of the pairs between them both ways at once
(:mod:`fairshare.law.apportionment.two_way`). Nothing here is final: the balance is a person's to confirm.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.apportionment import Draw, DrawState, Lots, draw
from fairshare.law.apportionment.two_way import Pair, round_two_way
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import NeedsDecision, RefusedError, Test
from fairshare.law.solidarity.operation import Balance, balance

COORDINATOR: Final = "EU Solidarity Coordinator, in the Technical-Level Forum"
_NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class SoFar:
    """What the draws of a year so far came to, exact and in whole units: by contributor, by benefitting state, by pair
    (named ``DE|IT``)."""

    contributors: DrawState = field(default_factory=DrawState)
    benefitting: DrawState = field(default_factory=DrawState)
    pairs: DrawState = field(default_factory=DrawState)


@dataclass(frozen=True, slots=True)
class Allotment:
    """One draw for all benefitting states at once.

    ``units`` by pair of contributor and benefitting state, ``exact`` the parts behind them; ``contributors`` and
    ``benefitting`` are the sums. While ``ties`` is not empty, lots are to be drawn, nothing is allotted and ``so_far``
    is as before. ``confirm`` is always open: a person confirms the balance. ``moved``: contributors whose sum had to
    differ from what carry-over asks, by how many units.
    """

    units: dict[Pair, int]
    exact: dict[Pair, Fraction]
    contributors: dict[str, int]
    benefitting: dict[str, int]
    so_far: SoFar
    balance: Balance
    confirm: NeedsDecision
    ties: tuple[Lots, ...]
    moved: dict[str, int]
    choices: dict[str, str]
    cites: tuple[str, ...] = ("AMMR 60(2)", "AMMR 60(3)(2)")


@cites("AMMR 60(3)(3)", "AMMR 60(3)(4)", invariants=("I26",))
def largest_draw(
    pledges: Mapping[str, int], needs: Mapping[str, int], so_far: SoFar, closed: Collection[Pair] = ()
) -> dict[str, int]:
    """By benefitting state: the units it still needs, as far as contributors that deliver to it have any left."""
    left = _left(pledges, needs, so_far)
    reach = {state: sum(n for one, n in left.items() if (one, state) not in closed) for state in needs}
    got = so_far.benefitting.units
    return {state: max(min(need - got.get(state, 0), reach[state]), 0) for state, need in needs.items()}


def _left(pledges: Mapping[str, int], needs: Mapping[str, int], so_far: SoFar) -> dict[str, int]:
    """Units that each contributor has left; a state that benefits is released from its own pledge (60(3))."""
    given = so_far.contributors.units
    return {one: max(n - given.get(one, 0), 0) for one, n in sorted(pledges.items()) if one not in needs}


@cites("AMMR 60(2)", "AMMR 60(3)(2)", "AMMR 60(3)(4)", choices=("DRAW_ORDER",), invariants=("I24", "I25", "I26"))
def allot(
    units: int,
    pledges: Mapping[str, int],
    needs: Mapping[str, int],
    so_far: SoFar | None = None,
    *,
    measure: Mapping[str, Fraction | int] | None = None,
    closed: Collection[Pair] = (),
    agreed: Mapping[Pair, int] | None = None,
    choices: Choices = DEFAULTS,
    lots: Sequence[str] = (),
) -> Allotment:
    """Split ``units`` over pairs of contributors and benefitting states.

    ``pledges``: overall pledges, after deductions, in units. ``needs``: units needed in the year. ``measure``: what the
    draw follows among benefitting states instead of their needs. ``closed``: pairs of a contributor and a benefitting
    state to which it need not deliver and does not choose to. ``agreed``: units that a contributor keeps for a
    benefitting state by agreement, at the least. ``lots``: states in the order of a recorded drawing of lots.

    Raises :class:`~fairshare.law.outcome.RefusedError` for more units than are needed or left, and for closed pairs or
    agreements that no split can meet; :class:`~fairshare.faults.BadInputError` for negative figures.

    >>> found = allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 20})
    >>> found.benefitting, found.contributors
    ({'EL': 6, 'IT': 4}, {'DE': 6, 'FR': 4})
    >>> {"|".join(pair): units for pair, units in found.units.items()}
    {'DE|EL': 4, 'DE|IT': 2, 'FR|EL': 2, 'FR|IT': 2}
    """
    before, kept = so_far or SoFar(), agreed or {}
    _check(units, pledges, needs, measure, kept)
    left = _left(pledges, needs, before)
    _check_agreements(kept, left, closed, needs)
    most = largest_draw(pledges, needs, before, closed)
    weights = needs if measure is None else {state: measure.get(state, 0) for state in needs}
    towards = _drawn(units, weights, before.benefitting, most, choices, lots)
    exact = {} if towards.needs_decision else _exact(towards.units, pledges, left, before, closed)
    sums = {one: sum((part for (name, _), part in exact.items() if name == one), _NOTHING) for one in left}
    givers = _drawn(units if exact else 0, sums, before.contributors, left, choices, lots)
    ties = tuple(found.needs_decision for found in (towards, givers) if found.needs_decision)
    if ties:
        return _allotment({}, {}, {}, before, needs, ties, {}, towards.choices)
    claims = {pair: part + before.pairs.claim("|".join(pair)) for pair, part in exact.items()}
    table = round_two_way(claims, givers.units, towards.units, least=kept, room=left)
    contributors = {one: givers.units[one] + table.moved.get(one, 0) for one in left}
    names = {pair: "|".join(pair) for pair in exact}
    after = SoFar(
        before.contributors.after(givers.entitlement, contributors),
        towards.state,
        before.pairs.after(
            {names[pair]: part for pair, part in exact.items()}, {names[pair]: n for pair, n in table.cells.items()}
        ),
    )
    return _allotment(table.cells, exact, contributors, after, needs, (), table.moved, towards.choices)


def _check(
    units: int,
    pledges: Mapping[str, int],
    needs: Mapping[str, int],
    measure: Mapping[str, Fraction | int] | None,
    agreed: Mapping[Pair, int],
) -> None:
    if units < 0:
        raise bad_argument("units", f"{units} is negative", "a whole number, 0 or more")
    kept = {"|".join(pair): places for pair, places in agreed.items()}
    for name, figures in {"pledges": pledges, "needs": needs, "measure": measure or {}, "agreed": kept}.items():
        if negative := sorted(state for state, figure in figures.items() if figure < 0):
            raise bad_argument(name, f"is negative for {', '.join(negative)}", "0 or more")


def _check_agreements(
    agreed: Mapping[Pair, int], left: Mapping[str, int], closed: Collection[Pair], needs: Mapping[str, int]
) -> None:
    """Refuse an agreement with a state that takes no part, or of places that its contributor does not have left."""
    for (one, other), places in sorted(agreed.items()):
        kept = sum(n for (name, _), n in agreed.items() if name == one)
        if one not in left or other not in needs or (one, other) in closed:
            raise RefusedError("AMMR 60(3)", f"{one} delivers nothing to {other}, so it keeps no places for it")
        if places and kept > left[one]:
            raise RefusedError("AMMR 60(3)", f"{one} keeps {kept} places by agreement and has {left[one]} left")


def _drawn(
    units: int,
    weights: Mapping[str, Fraction | int],
    state: DrawState,
    room: Mapping[str, int],
    choices: Choices,
    lots: Sequence[str],
) -> Draw:
    """One side of the draw, by carry-over."""
    return draw(
        units, weights, state, capacity=room, choices=choices, lots=[name for name in lots if weights.get(name)]
    )


def _exact(
    towards: Mapping[str, int],
    pledges: Mapping[str, int],
    left: Mapping[str, int],
    so_far: SoFar,
    closed: Collection[Pair],
) -> dict[Pair, Fraction]:
    """The exact parts: for each benefitting state in proportion to the pledges of those who deliver to it.

    A contributor due more than brings it to its last unit gives what it has, in the same proportions; the rest goes to
    the others, round after round."""
    everyone = {one: Fraction(pledges[one]) for one, n in left.items() if n}
    parts = {(one, state): _NOTHING for one in everyone for state in towards if (one, state) not in closed}
    rest = {state: Fraction(units) for state, units in towards.items()}
    giving = dict(everyone)
    while giving:
        due = _proportional(rest, giving, closed)
        most = {one: max(left[one] - so_far.contributors.claim(one), _NOTHING) for one in giving}
        sums = {one: sum((part for (name, _), part in due.items() if name == one), _NOTHING) for one in giving}
        full = {one: most[one] / sums[one] for one in giving if sums[one] > most[one]}
        for pair, part in due.items():
            if pair[0] in full or not full:
                parts[pair] = part * full.get(pair[0], 1)
                rest[pair[1]] -= parts[pair]
        giving = {one: pledge for one, pledge in giving.items() if full and one not in full}
    # claims of states that are not in this draw can leave less room than units: the rest follows the pledges
    for pair, part in _proportional(rest, everyone, closed).items():
        parts[pair] += part
    return parts


def _proportional(
    rest: Mapping[str, Fraction], giving: Mapping[str, Fraction], closed: Collection[Pair]
) -> dict[Pair, Fraction]:
    parts: dict[Pair, Fraction] = {}
    for state, units in rest.items():
        able = {one: pledge for one, pledge in giving.items() if (one, state) not in closed}
        whole = sum(able.values(), _NOTHING)
        parts |= {(one, state): units * pledge / whole for one, pledge in able.items()}
    return parts


def _allotment(
    cells: dict[Pair, int],
    exact: dict[Pair, Fraction],
    contributors: dict[str, int],
    so_far: SoFar,
    needs: Mapping[str, int],
    ties: tuple[Lots, ...],
    moved: dict[str, int],
    choices: dict[str, str],
) -> Allotment:
    committed = {state: Fraction(units) for state, units in so_far.benefitting.units.items()}
    met = balance(committed, {state: Fraction(need) for state, need in needs.items()})
    benefitting = {
        state: sum(n for (_, name), n in cells.items() if name == state) for state in ([] if ties else needs)
    }
    return Allotment(
        cells, exact, contributors, benefitting, so_far, met, _confirm(met), ties, moved, choices
    )  # fmt: skip


def _confirm(met: Balance) -> NeedsDecision:
    """Balance among benefitting states is ensured by the Coordinator, in the light of developments: never by a rule."""
    question = f"is this distribution among benefitting states balanced (spread of needs met: {float(met.spread):.1%})?"
    return NeedsDecision(question, ("confirm", "draw by another measure"), "AMMR 60(2)", COORDINATOR)


@cites("AMMR 12(5)", "AMMR 57(2)", invariants=("I25",))
def search_and_rescue(benefitting: Mapping[str, int], states: Collection[str], share: Fraction) -> Test:
    """The indicative share of states under pressure from search and rescue, and what they got: told, not enforced."""
    if not 0 <= share <= 1:
        raise bad_argument("share", f"{share} is no part of a whole", "a number from 0 to 1")
    whole, got = sum(benefitting.values()), sum(units for state, units in benefitting.items() if state in states)
    return Test(
        "AMMR 57(2)",
        "do states under pressure from search and rescue get the indicative share?",
        Fraction(got) >= share * whole,
        {"indicative": str(share * whole), "units": str(got), "of": str(whole)},
        "an indication for the pool as a whole, no partition of it",
    )


def quota_rows(
    found: Allotment, agreed: Mapping[Pair, int], closed: Collection[Pair], *, general: bool = False
) -> tuple[tuple[str, str, int], ...]:
    """Rows of places (contributor, benefitting state or "" for all, places above 0) for the matching.

    Each pair is a row, kept for people present there. ``general`` joins the rows of a contributor, save what it keeps
    by agreement; one with a closed pair keeps its rows apart, so that none of its places is open to that state."""
    rows: dict[Pair, int] = {}
    for (one, state), units in found.units.items():
        apart = units if not general or any(one == name for name, _ in closed) else agreed.get((one, state), 0)
        for towards, places in ((state, apart), ("", units - apart)):
            rows[one, towards] = rows.get((one, towards), 0) + places
    return tuple((one, towards, places) for (one, towards), places in sorted(rows.items()) if places)
