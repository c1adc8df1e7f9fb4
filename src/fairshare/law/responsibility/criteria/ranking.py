"""Several documents or diplomas of several states: the first measure that tells them apart decides, else a person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Masks, bit

UNKNOWN = -1
"""A length that is not known."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The outcome by row. ``several``: more than one state was in question; ``state`` is :data:`NONE` where a person
    must decide between ``options``; ``slot`` is the first slot that is left."""

    several: Bool
    state: Codes
    options: Masks
    slot: Codes


def one_state(contenders: Bool, states: Codes) -> Bool:
    """Whether the contenders of each row (slots first) are of one state; false where there is none."""
    low = np.where(contenders, states, np.int8(127)).min(axis=0)
    answer: Bool = low == np.where(contenders, states, np.int8(NONE)).max(axis=0)
    return answer


def rank(contenders: Bool, states: Codes, *measures: Days) -> Ranked:
    """Narrow the contenders by each measure in turn: the greatest value stays.

    Where a measure is known for some of a row's contenders only, they cannot be compared and nothing narrows them any
    more; where it is known for none, the next measure is taken.
    """
    left = contenders
    comparable = np.ones(contenders.shape[1], np.bool_)
    several = ~one_state(contenders, states)
    for measure in measures:
        missing = left & (measure == UNKNOWN)
        comparable &= ~missing.any(axis=0) | (missing == left).all(axis=0) | one_state(left, states)
        best = np.where(left, measure, np.iinfo(np.int32).min).max(axis=0)
        left = left & ((measure == best) | ~comparable)
    slot = left.argmax(axis=0).astype(np.int8)
    first = np.take_along_axis(states, slot[np.newaxis].astype(np.intp), axis=0)[0]
    return Ranked(
        several=several,
        state=np.where(one_state(left, states), first, np.int8(NONE)),
        options=np.bitwise_or.reduce(np.where(left, bit(states), 0), axis=0),
        slot=slot,
    )
