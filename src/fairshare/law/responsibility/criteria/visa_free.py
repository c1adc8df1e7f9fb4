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
)
from fairshare.law.responsibility.criteria.lookback import left_between, not_barred
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.ladder import Rule, Scope, Verdict, unmet
from fairshare.law.responsibility.table import CaseTable, Entries
from fairshare.law.responsibility.trace import MET, NOT_MET, reason

_COMMON: Final = np.int64(BOUND & ~(1 << STATE_CODE["IE"]))
"""The states with the common list of Regulation (EU) 2018/1806."""

NO_ENTRY, LEFT, PASSED_OVER, ENTERED, REGISTERED = range(5)
"""What can come of it, as places in ``whys``."""


@dataclass(frozen=True, slots=True)
class LatestEntry:
    """The latest entry of a kind on or before the day of the test. ``slot`` is :data:`NONE` where there is none."""

    slot: Codes
    state: Codes
    date: Days
    no_visa_in: Masks


def latest_entry(entries: Entries, scope: Scope, counts: tuple[Bool, ...]) -> LatestEntry:
    """The latest of the entries that count (one array a slot); entries stand in the order of their days."""
    slot: Codes = np.full(scope.day.shape, NONE, np.int8)
    state: Codes = np.full(scope.day.shape, NONE, np.int8)
    date: Days = np.full(scope.day.shape, NO_DAY, np.int32)
    no_visa_in: Masks = np.zeros(scope.day.shape, np.int64)
    for place, counting in enumerate(counts):
        found = counting & (entries.date[place] <= scope.day) & (entries.date[place] != NO_DAY)
        np.copyto(slot, np.int8(place), where=found)
        np.copyto(state, entries.state[place], where=found)
        np.copyto(date, entries.date[place], where=found)
        np.copyto(no_visa_in, entries.visa_not_required_in[place], where=found)
    return LatestEntry(slot, state, date, no_visa_in)


@dataclass(frozen=True, slots=True)
class VisaFreeCriterion:
    """The state entered without a visa, or that of the application where none is needed there either."""

    whys: Whys

    @cites("AMMR 31(1)", "AMMR 31(2)", "DUBLIN3 14", "CONVENTION1990 7", choices=("VISA_FREE_LIST",))
    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """The latest visa-free entry that no exit followed decides."""
        entries = table.entries
        visa_free = tuple(entries.mode[slot] == Mode.VISA_FREE for slot in range(entries.count))
        if not any(bool(found.any()) for found in visa_free):
            return unmet(table.rows, int(self.whys[NO_ENTRY]))
        entry = latest_entry(entries, scope, visa_free)
        waived = entry.no_visa_in
        if scope.choices["VISA_FREE_LIST"] == "common":
            waived = np.where(waived == 0, _COMMON, waived)
        elsewhere = (scope.registered_in != entry.state) & (bit(scope.registered_in) & waived != 0)
        designated = np.where(elsewhere, scope.registered_in, entry.state)
        found = entry.slot != NONE
        stayed = found & ~left_between(table.events, entry.date, scope.day) if table.events.count else found
        met = not_barred(stayed, designated, scope)
        outcome = found.view(np.int8) + stayed.view(np.int8) + met.view(np.int8) + (met & elsewhere).view(np.int8)
        return Verdict(
            state=np.where(met, designated, np.int8(NONE)),
            why=self.whys[outcome],
            figures=(entry.state, entry.date, scope.registered_in),
            slot=np.where(met, entry.slot, np.int8(NONE)),
            group="entries",
        )


def _criterion(entered: str, registered: str) -> VisaFreeCriterion:
    return VisaFreeCriterion(
        np.array(
            [
                reason(entered, NOT_MET, "no entry into a state where the person needs no visa is recorded"),
                reason(entered, NOT_MET, "the person left again after the visa-free entry into {0:state} on {1:day}"),
                reason(
                    entered,
                    NOT_MET,
                    "the visa-free entry into {0:state} on {1:day} points only to a state that is passed over",
                ),
                reason(
                    entered, MET, "the person entered {0:state} on {1:day}; there the person needs no visa for entry"
                ),
                reason(
                    registered,
                    MET,
                    "the person entered {0:state} without needing a visa on {1:day} and applied in {2:state},"
                    " where the person needs none either",
                ),
            ],
            np.int16,
        )
    )


visa_free: Final[Rule] = _criterion("AMMR 31(1)", "AMMR 31(2)")
visa_free_dublin3: Final[Rule] = _criterion("DUBLIN3 14(1)", "DUBLIN3 14(2)")
visa_free_1990: Final[Rule] = _criterion("CONVENTION1990 7", "CONVENTION1990 7")
visa_free_2016: Final[Rule] = _criterion("COM2016 16", "COM2016 16")
