"""What a run ends with: counts of rows by month and state, exact and additive, so that parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntEnum

import numpy as np

from fairshare.simulation.inputs import Ints


class Stage(IntEnum):
    """Where a person is in the process. At each month every person is in exactly one."""

    AWAITED = 0  # has not applied yet
    TRANSFER = 1  # applied where another state is responsible; the transfer is due
    EXAMINED = 2  # the application is examined where the person is
    MOVING = 3  # picked for a relocation, still present where they were
    PROTECTED = 4  # granted protection
    REFUSED = 5  # refused: expected to leave
    HIDDEN = 6  # absconded before a transfer: in limbo
    LEFT = 7  # out of the Union


class Flow(IntEnum):
    """What happened to a person in a month. The state is the one that gains the person unless it says otherwise."""

    APPLIED = 0  # first applications where they are lodged under the mechanism
    RESPONSIBLE = 1  # the state became responsible for the first time
    GRANTED = 2
    REFUSED = 3
    DEPARTED = 4  # left the Union; the state that they left
    REQUESTED = 5  # a state asked another to take charge or back; the state that asked
    ACCEPTED = 6  # the state that asked got a positive answer
    TRANSFER_IN = 7
    TRANSFER_OUT = 8
    EXPIRED = 9  # the time limit of a transfer ran out, responsibility passed to the state
    RELOCATED_IN = 10
    RELOCATED_OUT = 11
    DROPPED_OUT = 12  # picked for a relocation but gone before it; the state where they were
    LINK_HONOURED = 13  # relocated to the state of a link
    OFFSET_IN = 14  # responsibility taken over by offset
    OFFSET_OUT = 15
    ONWARD_IN = 16  # moved on by themselves
    ONWARD_OUT = 17
    MOVED_TWICE = 18  # moved by authorities for the second time; the state of arrival
    PERSISTED = 19  # relocated and not to move on within 12 months; counted in the month of the relocation
    TAKEN_BACK = 20  # transferred back after moving on
    LAPSED = 21  # responsibility passed from the state because a time limit ran out; ``EXPIRED`` is where it went


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of rows of the population (times its ``weight``: persons), and EUR.

    * ``flows``: kinds of :class:`Flow` x months x states; ``stocks``: :class:`Stage` x months x states, at the end of
      the month, by the state where the person is (``LEFT``: where they were last; ``AWAITED``: all at place 0);
      ``held``: months x states, persons in a procedure or with protection, by the
      state that is responsible.
    * ``transfers``, ``requests`` and ``relocated``: years x states x states (from, to), rows.
    * ``paid`` and ``in_kind``: years x states x states (who pays, for whom), EUR; ``owed`` and ``given``: years x
      states, units, what was to be given and what was carried out in the year; ``benefitting``: years x states, 1 where
      the state benefits.
    """

    flows: Ints
    stocks: Ints
    held: Ints
    transfers: Ints
    requests: Ints
    relocated: Ints
    paid: Ints
    in_kind: Ints
    owed: Ints
    given: Ints
    benefitting: Ints

    def since(self, years: int) -> Outcome:
        """The outcome without its first years."""
        by_month = {name: getattr(self, name)[..., 12 * years :, :] for name in ("flows", "stocks", "held")}
        return replace(
            self, **by_month, **{f.name: getattr(self, f.name)[years:] for f in fields(self) if f.name not in by_month}
        )

    def __add__(self, other: Outcome) -> Outcome:
        """The outcome of two parts of one population together (a state benefits where it does in either part)."""
        added = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        added["benefitting"] = np.maximum(self.benefitting, other.benefitting)
        return Outcome(**added)
