"""Article 31 and its forerunners: entry into a state where the person needs no visa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import (
    BOUND,
    NONE,
    STATE_CODE,
    Bool,
    Codes,
    Days,
    Masks,
    Mode,
    Whys,
    bit,
    only_state,
)
from fairshare.law.responsibility.criteria.lookback import left_between, not_barred
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.ladder import Rule, Scope, Verdict, unmet
from fairshare.law.responsibility.table import CaseTable, Entries
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, reason

_COMMON: Final = np.int64(BOUND & ~(1 << STATE_CODE["IE"]))
"""The states with the common list of Regulation (EU) 2018/1806."""

NO_ENTRY, LEFT, PASSED_OVER, ENTERED, REGISTERED, TIED = range(6)
"""What can come of it, as places in ``whys``."""


@dataclass(frozen=True, slots=True)
class LatestEntry:
    """The latest entry of a kind on or before the day of the test. ``slot`` is :data:`NONE` where there is none.

    ``tied`` is true where another one is recorded on the same day, into another state.
    """

    slot: Codes
    state: Codes
    date: Days
    no_visa_in: Masks
    tied: Bool


def latest_entry(entries: Entries, scope: Scope, counts: tuple[Bool, ...]) -> LatestEntry:
    """The latest of the dated entries that count (one array a slot); entries stand in the order of their days."""
    slot: Codes = np.full(scope.day.shape, NONE, np.int8)
    state: Codes = np.full(scope.day.shape, NONE, np.int8)
    date: Days = np.full(scope.day.shape, NO_DAY, np.int32)
    no_visa_in: Masks = np.zeros(scope.day.shape, np.int64)
    tied = np.zeros(scope.day.shape, np.bool_)
    for place, counting in enumerate(counts):
        found = counting & (entries.date[place] <= scope.day)
        if place:
            same_day = date == entries.date[place]
            np.copyto(tied, same_day & (tied | (state != entries.state[place])), where=found)
        np.copyto(slot, np.int8(place), where=found)
        np.copyto(state, entries.state[place], where=found)
        np.copyto(date, entries.date[place], where=found)
        np.copyto(no_visa_in, entries.visa_not_required_in[place], where=found)
    return LatestEntry(slot, state, date, no_visa_in, tied)


def tied_states(entries: Entries, entry: LatestEntry, counts: tuple[Bool, ...], designated: tuple[Codes, ...]) -> Masks:
    """The states that entries of the same day designate (one array a slot), where they are several; else none."""
    tied: Masks = np.zeros(entry.date.shape, np.int64)
    if not entry.tied.any():
        return tied
    for place, counting in enumerate(counts):
        same = entry.tied & counting & (entries.date[place] == entry.date)
        tied |= np.where(same, bit(designated[place]), 0)
    return np.where(only_state(tied) == NONE, tied, 0)


@cites("AMMR 31(1)", "AMMR 31(2)", "DUBLIN3 14", "CONVENTION1990 7", choices=("VISA_FREE_LIST",))
@dataclass(frozen=True, slots=True)
class VisaFreeCriterion:
    """The state entered without a visa, or that of the application where none is needed there either."""

    whys: Whys

    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """The latest visa-free entry that no exit followed decides."""
        entries = table.entries
        visa_free = tuple(
            (entries.mode[slot] == Mode.VISA_FREE) & (entries.date[slot] != NO_DAY) for slot in range(entries.count)
        )
        if not any(bool(found.any()) for found in visa_free):
            return unmet(table.rows, int(self.whys[NO_ENTRY]))
        each = tuple(
            _designated(entries.state[slot], entries.visa_not_required_in[slot], scope) for slot in range(entries.count)
        )
        counts = tuple(not_barred(found, state, scope) for found, state in zip(visa_free, each, strict=True))
        entry = latest_entry(entries, scope, counts)
        designated = _designated(entry.state, entry.no_visa_in, scope)
        found = entry.slot != NONE
        stayed = found & ~left_between(table.events, entry.date, scope.day) if table.events.count else found
        tied = np.where(stayed, tied_states(entries, entry, counts, each), 0)
        met = stayed & (tied == 0)
        outcome = found.view(np.int8) + 2 * stayed.view(np.int8)
        outcome += (met & (designated != entry.state)).view(np.int8)
        np.copyto(outcome, np.int8(TIED), where=tied != 0)
        if scope.barred.any():
            up_to = [one & (date <= scope.day) for one, date in zip(visa_free, entries.date, strict=True)]
            np.copyto(outcome, np.int8(PASSED_OVER), where=np.logical_or.reduce(up_to) & ~found)
        return Verdict(
            state=np.where(met, designated, np.int8(NONE)),
            why=self.whys[outcome],
            figures=(entry.state, entry.date, scope.registered_in),
            options=tied,
            slot=np.where(met, entry.slot, np.int8(NONE)),
            group="entries",
        )


def _designated(state: Codes, waived: Masks, scope: Scope) -> Codes:
    """The state that a visa-free entry designates: the one entered, or that of the application."""
    if scope.choices["VISA_FREE_LIST"] == "common":
        waived = np.where(waived == 0, _COMMON, waived)
    return np.where(bit(scope.registered_in) & waived != 0, scope.registered_in, state)


def _criterion(entered: str, registered: str) -> VisaFreeCriterion:
    return VisaFreeCriterion(
        np.array(
            [
                reason(entered, NOT_MET, "no entry into a state where the person needs no visa is recorded"),
                reason(entered, NOT_MET, "the person left again after the visa-free entry into {0:state} on {1:day}"),
                reason(entered, NOT_MET, "every visa-free entry points to a state that is passed over"),
                reason(
                    entered, MET, "the person entered {0:state} on {1:day}; there the person needs no visa for entry"
                ),
                reason(
                    registered,
                    MET,
                    "the person entered {0:state} without needing a visa on {1:day} and applied in {2:state},"
                    " where the person needs none either",
                ),
                reason(
                    entered,
                    HUMAN,
                    "visa-free entries into several states are recorded on {1:day}: which was the last?",
                ),
            ],
            np.int16,
        )
    )


visa_free: Final[Rule] = _criterion("AMMR 31(1)", "AMMR 31(2)")
visa_free_dublin3: Final[Rule] = _criterion("DUBLIN3 14(1)", "DUBLIN3 14(2)")
visa_free_1990: Final[Rule] = _criterion("CONVENTION1990 7", "CONVENTION1990 7")
visa_free_2016: Final[Rule] = _criterion("COM2016 16", "COM2016 16")
