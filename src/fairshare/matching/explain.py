"""Why each family is where it is: what the next best was, and what kept it from a better place, at which price.

The columns follow from the prices alone (complementary slackness, :mod:`fairshare.matching.margins`). The few cases in
which whole families do not fit as divisible ones would are told apart, and so are those that a lottery decided. The
sentence of one family is made when it is asked for: :mod:`fairshare.matching.wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.matching.links import KIND_NAMES
from fairshare.matching.margins import TIE, Block, Ground
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints, Problem

if TYPE_CHECKING:
    from fairshare.matching.optimum import Optimum


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a family is where it is. ``code`` for programs; ``text`` for the file of placements; ``cite``: the law."""

    code: str
    text: str
    cite: str


REASONS: Final = (
    Reason("link", "placed where its link counts most", "AMMR 67(3)"),
    Reason("link-dearer", "placed where it has a link; a place in a better state costs more", "AMMR 67(3)"),
    Reason("link-no-room", "placed where it has a link; a better state has no places for all of it", "AMMR 67(3)"),
    Reason("no-link-there", "placed without a link there; places where it has one cost more", "AMMR 67(3)"),
    Reason(
        "no-link-no-room", "placed without a link there; where it has one are no places for all of it", "AMMR 67(3)"
    ),
    Reason("links-uncounted", "its links count nothing under these weights", "AMMR 67(3)"),
    Reason("shared", "no link; shared by lot so that every state receives a like mix", "AMMR 67(4)(2)"),
    Reason("only-state", "placed in the only state open to it that has places for all of it", "AMMR 67(6)"),
    Reason(
        "whole-families", "placed where whole families fit; by the prices alone it would not be there", "AMMR 67(6)"
    ),
    Reason("not-eligible", "not eligible for relocation", "AMMR 67"),
    Reason("no-offer", "no state offers places to people present there", "AMMR 67(4)"),
    Reason("excluded", "every state that offers places is excluded for it", "AMMR 67(4)"),
    Reason("no-places", "the states open to it have no places", "AMMR 60(3)"),
    Reason("too-large", "no state open to it has places for all of it", "AMMR 67(6)"),
    Reason("no-value", "a place counts nothing for it under these weights", "AMMR 67(4)"),
    Reason("costs-more", "a place costs more than it would bring", "AMMR 60(4)"),
    Reason("costs-the-same", "a place costs just what it would bring; those left do not hold all of it", "AMMR 60(4)"),
    Reason("left-over", "places go to whole families; by the prices alone it would be placed", "AMMR 67(6)"),
)
"""The closed list of reasons: first those of placed families, then those of families without a place."""

NUMBER: Final = {reason.code: number for number, reason in enumerate(REASONS)}
"""The number of each reason by its code."""


@dataclass(frozen=True)
class Notes:
    """What is known beside the problem, all of it optional.

    ``kind`` (m): the kind behind each link, a place in ``kinds``. ``ineligible`` (n): why a family is not eligible, a
    place in ``words``, :data:`NOWHERE` where nothing is said. ``barred`` (b): why each pair must not be made.
    """

    kind: Ints | None = None
    kinds: tuple[str, ...] = KIND_NAMES
    ineligible: Ints | None = None
    words: tuple[str, ...] = ()
    barred: Sequence[str] | None = None


@dataclass(frozen=True)
class Explanation:
    """Columns by family (n). All values and prices are points for one person's place.

    - ``reason``: number in :data:`REASONS`;
    - ``value``, ``price``: of its place; 0 for a family without one;
    - ``next_state``, ``next_loss``: where it would be best but for its state, and the surplus lost there (value less
      price). Of a placed family it is :data:`NOWHERE` where no place would lose least. Of a family without a place it
      is the state nearest to taking it, :data:`NOWHERE` (and loss infinite) if none could. A loss below 0: only
      because families are whole, or by lot;
    - ``better_state``, ``better_gain``, ``better_price``: the state where it is worth most, if that is more than its
      own place (:data:`NOWHERE`, 0 and 0 if none is), by how much, and the price there.
    """

    optimum: Optimum
    notes: Notes
    ground: Ground = field(repr=False)
    reason: Ints
    value: Floats
    price: Floats
    next_state: Ints
    next_loss: Floats
    better_state: Ints
    better_gain: Floats
    better_price: Floats

    @property
    def problem(self) -> Problem:
        """The families and places."""
        return self.optimum.problem

    @property
    def state(self) -> Ints:
        """Where each family (n) is placed."""
        return self.optimum.state

    @cached_property
    def margin(self) -> Floats:
        """By family (n): value that all would lose if it went to its next best, in points for the whole family."""
        return self.next_loss * self.problem.persons

    def code(self, family: int) -> str:
        """The code of a family's reason."""
        return REASONS[self.reason[family]].code

    def sentence(self, family: int) -> str:
        """The reason in words: where, why, the next best, and what kept it from a better place."""
        from fairshare.matching.wording import sentence

        return sentence(self, family)

    def texts(self) -> tuple[tuple[str, ...], Ints]:
        """Few different short texts, and the number of its own for each family (n): for the file of placements.

        A family that is not eligible has the beginning of the reason that was given for it, up to a colon."""
        texts = [reason.text for reason in REASONS]
        given = self.notes.ineligible
        if given is None:
            return tuple(texts), self.reason
        said = (self.reason == NUMBER["not-eligible"]) & (given != NOWHERE)
        number = np.where(said, given + len(texts), self.reason)
        heads = [word.partition(":")[0].strip() for word in self.notes.words]
        texts += [
            f"{texts[NUMBER['not-eligible']]}: {head}" if head else texts[NUMBER["not-eligible"]] for head in heads
        ]
        distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        return tuple(distinct), np.array([distinct[text] for text in texts])[number]


@cites("AMMR 67(3)", "AMMR 67(4)", "AMMR 67(6)", invariants=("I43",))
def explain(optimum: Optimum, notes: Notes | None = None) -> Explanation:
    """Explain every placement of an optimum, at its prices."""
    problem = optimum.problem
    ground = Ground(problem, np.asarray(optimum.prices, np.float64), optimum.state)
    parts = [_weigh(ground, block) for block in ground.blocks()]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else _empty()
    return Explanation(optimum, notes or Notes(), ground, **columns)


def _empty() -> dict[str, Ints | Floats]:
    whole = dict.fromkeys(("reason", "next_state", "better_state"), np.zeros(0, np.int64))
    return whole | dict.fromkeys(("value", "price", "next_loss", "better_gain", "better_price"), np.zeros(0))


def _weigh(ground: Ground, block: Block) -> dict[str, Ints | Floats]:
    """The columns of some families."""
    rows = np.arange(len(block.value))
    some = slice(block.first, block.first + len(rows))
    here = ground.state[some]
    placed = here != NOWHERE
    at = np.where(placed, here, 0)
    value = np.where(placed, block.value[rows, at], 0.0)
    own = np.where(placed, block.surplus[rows, at], 0.0)
    price = value - own
    counts = placed[:, None] | (block.value > TIE)  # nobody waits for a place that counts nothing
    others = np.where(block.fits & counts, block.surplus, -np.inf)
    others[rows[placed], here[placed]] = -np.inf
    next_state = others.argmax(axis=1)
    next_surplus = others[rows, next_state]
    nowhere = np.where(placed, next_surplus < -TIE, np.isneginf(next_surplus))
    next_surplus = np.where(placed & nowhere, 0.0, next_surplus)
    next_state = np.where(nowhere, NOWHERE, next_state)
    better, has_room = _better(block, value, placed)
    to = np.where(better == NOWHERE, 0, better)
    is_better = better != NOWHERE
    return {
        "reason": _reasons(ground, block, here, own - next_surplus, is_better, has_room),
        "value": value,
        "price": price,
        "next_state": next_state,
        "next_loss": own - next_surplus,
        "better_state": better,
        "better_gain": np.where(is_better, block.value[rows, to] - value, 0.0),
        "better_price": np.where(is_better, ground.price[ground.group[some], to], 0.0),
    }


def _better(block: Block, value: Floats, placed: Bools) -> tuple[Ints, Bools]:
    """The state with the greatest value where that is above a family's own, and whether it has room for all of it.

    States with room come before those without; of equal ones that with most surplus."""
    roomy, most = _greatest(block, block.fits)
    better = roomy
    has_room = most > value + TIE
    if not has_room.all():
        anywhere, most_anywhere = _greatest(block, block.open)
        better = np.where(has_room, roomy, anywhere)
        most = np.maximum(most, most_anywhere)
    return np.where(placed & (most > value + TIE), better, NOWHERE), has_room


def _greatest(block: Block, among: Bools) -> tuple[Ints, Floats]:
    """The state of greatest value among some, and the value; of equal ones that with most surplus."""
    worth = np.where(among, block.value, -np.inf)
    most = worth.max(axis=1)
    return np.where(worth >= (most - TIE)[:, None], block.surplus, -np.inf).argmax(axis=1), most


def _reasons(ground: Ground, block: Block, here: Ints, loss: Floats, is_better: Bools, has_room: Bools) -> Ints:
    """The reason of each family of a block: the first whose test it passes."""
    problem, some = ground.problem, slice(block.first, block.first + len(here))
    linked, placed = problem.linked[some], here != NOWHERE
    is_open, fits = block.open.any(axis=1), block.fits.sum(axis=1)
    has_link = np.zeros(len(here), np.bool_)
    has_link[placed] = block.value[placed, here[placed]] > problem.base[some][placed]
    worth = np.where(block.fits, block.value, 0.0).max(axis=1)
    most_room = np.where(block.open, ground.room[ground.group[some]], 0).max(axis=1)
    offered = problem.open_to[problem.present_in[some]] != 0
    tests = {
        "only-state": placed & (fits == 1) & ~has_link,
        "shared": placed & ~linked,
        "whole-families": placed & (loss < -TIE),
        "link": placed & has_link & ~is_better,
        "link-dearer": placed & has_link & has_room,
        "link-no-room": placed & has_link,
        "no-link-there": placed & is_better & has_room,
        "no-link-no-room": placed & is_better,
        "links-uncounted": placed,
        "not-eligible": ~problem.eligible[some],
        "no-offer": ~offered,
        "excluded": ~is_open,
        "no-places": most_room == 0,
        "too-large": fits == 0,
        "no-value": worth <= TIE,
        "left-over": loss < -TIE,
        "costs-the-same": loss <= TIE,
        "costs-more": np.ones(len(here), np.bool_),
    }
    return np.select(list(tests.values()), [NUMBER[code] for code in tests]).astype(np.int64)
