"""Article 33 and its forerunners: irregular crossings, search and rescue, relocation, stays, controlled entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import (
    NONE,
    Bool,
    Codes,
    Days,
    Happened,
    Masks,
    Mode,
    Rows,
    Whys,
    only_state,
)
from fairshare.law.responsibility.criteria.crossings import (
    Crossing,
    crossings,
    earliest,
    ended_by_absence,
    hard_rows,
    on_day,
    states_of_slots,
    twice,
)
from fairshare.law.responsibility.criteria.entry_reasons import (
    AMMR_ENTRY,
    AMMR_RESCUE,
    CONTESTED_SAR,
    CONVENTION,
    DUBLIN3,
    ENDED,
    FELL_BACK,
    FINDINGS,
    LAPSED_IRREGULAR,
    LAPSED_SAR,
    LIVE_IRREGULAR,
    LIVE_SAR,
    NO_CROSSING,
    PROPOSAL_2016,
    RESIDED,
    TIED,
)
from fairshare.law.responsibility.criteria.lookback import (
    left_between,
    look_back_end,
    not_barred,
    open_ended,
    shown,
)
from fairshare.law.responsibility.criteria.visa_free import latest_entry, tied_states
from fairshare.law.responsibility.days import NO_DAY, months_on
from fairshare.law.responsibility.ladder import Rule, Scope, Verdict, scope_of, unmet
from fairshare.law.responsibility.table import CaseTable, Entries, Events
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, reason


@cites(
    "AMMR 33(1)", "AMMR 33(2)", "DUBLIN3 13(1)", "CONVENTION1990 6",
    choices=("REENTRY", "SAR_NO_FALLBACK", "ROLL_LOOKBACK"),
)  # fmt: skip
@dataclass(frozen=True, slots=True)
class EntryCriterion:
    """The state first entered irregularly or by disembarkation, within so many months of it.

    ``None`` months never lapse. ``answers`` are the findings for which this rule is met; ``whys`` is by finding, and
    again for contested crossings. ``absence_months`` outside the territory end what an earlier crossing founded.
    ``resided_months`` in the state of the application defeat it. Where ``falls_back`` the choice ``SAR_NO_FALLBACK``
    can give a disembarkation the period of a crossing.
    """

    irregular_months: int | None
    sar_months: int | None
    absence_months: int
    answers: tuple[int, ...]
    whys: Whys
    resided_months: int | None = None
    falls_back: bool = False

    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """The state of the crossing that counts."""
        if table.entries.count == 0:
            return unmet(table.rows, int(self.whys[NO_CROSSING]))
        crossing = self._counting(table, scope)
        until, finding = self._finding(crossing, scope)
        if self.resided_months is not None:
            np.copyto(finding, np.int8(RESIDED), where=self._resided(table.events, scope) & (finding != NO_CROSSING))
        met = np.isin(np.arange(FINDINGS), self.answers)[finding]
        return Verdict(
            state=np.where(met, crossing.state, np.int8(NONE)),
            why=self.whys[finding + np.int8(FINDINGS) * crossing.contested],
            figures=(crossing.state, crossing.date, shown(until), scope.day),
            options=crossing.tied if crossing.tied.size else None,
            slot=np.where(met, crossing.slot, np.int8(NONE)),
            group="entries",
        )

    def _fallen_back(self, scope: Scope) -> bool:
        return self.falls_back and scope.choices["SAR_NO_FALLBACK"] == "false"

    def _ends(self, date: Days, sar: Bool, scope: Scope) -> tuple[Days, Days]:
        """The last day of the look-back from each crossing, and that of an irregular one."""
        irregular = look_back_end(date, self.irregular_months, scope)
        if self.sar_months == self.irregular_months:
            return irregular, irregular
        return np.where(sar, look_back_end(date, self.sar_months, scope), irregular), irregular

    def _finding(self, crossing: Crossing, scope: Scope) -> tuple[Days, Codes]:
        """The last day of the look-back, and what is found of the crossing that counts."""
        until, irregular = self._ends(crossing.date, crossing.sar, scope)
        finding = np.where(scope.day <= until, np.int8(LIVE_IRREGULAR), np.int8(LAPSED_IRREGULAR))
        finding += crossing.sar.view(np.int8)
        if irregular is not until:
            contested = (finding == LAPSED_SAR) & (scope.day <= irregular)
            if self._fallen_back(scope):
                np.copyto(finding, np.int8(FELL_BACK), where=contested)
                np.copyto(until, irregular, where=contested)
            else:
                np.copyto(finding, np.int8(CONTESTED_SAR), where=contested)
        np.copyto(finding, np.int8(ENDED), where=crossing.ended)
        np.copyto(finding, np.int8(NO_CROSSING), where=crossing.slot == NONE)
        if crossing.tied.size:
            np.copyto(finding, np.int8(TIED), where=crossing.tied != 0)
        return until, finding

    def _counting(self, table: CaseTable, scope: Scope) -> Crossing:
        """The crossing of each row that counts: the only one, or one of several as ``REENTRY`` says."""
        entries = table.entries
        found = [
            not_barred(crossings(entries, slot) & (entries.date[slot] <= scope.day), entries.state[slot], scope)
            for slot in range(entries.count)
        ]
        slot = np.where(found[0], np.int8(0), np.int8(NONE))
        state, date, sar = entries.state[0].copy(), entries.date[0].copy(), entries.mode[0] == Mode.SAR
        for place in range(1, entries.count):
            new = found[place] & (slot == NONE)
            np.copyto(slot, np.int8(place), where=new)
            np.copyto(state, entries.state[place], where=new)
            np.copyto(date, entries.date[place], where=new)
            np.copyto(sar, entries.mode[place] == Mode.SAR, where=new)
        hard = hard_rows(found, slot, table.events)
        no = np.zeros(table.rows, np.bool_)
        if not hard.size:
            return Crossing(slot, state, date, sar, no, no, np.zeros(0, np.int64))
        crossing = Crossing(slot, state, date, sar, no, no.copy(), np.zeros(table.rows, np.int64))
        crossing.tied[hard] = self._decide(table, scope, np.stack(found), crossing, hard)
        return crossing

    def _decide(self, table: CaseTable, scope: Scope, found: Bool, crossing: Crossing, at: Rows) -> Masks:
        """Write into ``crossing`` which one counts in the rows ``at``, with several crossings or departures.

        Gives the states between which a person must decide.
        """
        entries = table.entries
        state, date = entries.state[:, at], entries.date[:, at]
        sar = found[:, at] & (entries.mode[:, at] == Mode.SAR)
        counted = found[:, at] & ~twice(state, date, sar)
        ended = counted & ended_by_absence(table, at, scope.day[at], date, self.absence_months)
        until, irregular = self._ends(date, sar, scope_of(scope, at))
        if self._fallen_back(scope):
            until = irregular
        live = counted & (scope.day[at] <= until)
        going = live & ~ended
        latest = on_day(counted, date, np.where(counted, date, NO_DAY).max(axis=0))
        readings = {
            "first-unless-ended": earliest(going, date),
            "first": live & earliest(counted, date),
            "last": live & latest,
        }
        outcome = {reading: states_of_slots(slots, state) for reading, slots in readings.items()}
        crossing.contested[at] = np.any([one != outcome["first"] for one in outcome.values()], axis=0)
        choice = scope.choices["REENTRY"]
        nearest = {"first-unless-ended": latest, "first": earliest(counted, date), "last": latest}[choice]
        counts = np.where(readings[choice].any(axis=0), readings[choice], nearest)
        chosen, column = counts.argmax(axis=0), np.arange(at.size)
        crossing.slot[at] = chosen
        crossing.state[at], crossing.date[at] = state[chosen, column], date[chosen, column]
        crossing.sar[at] = sar[chosen, column]
        crossing.ended[at] = ended[chosen, column] if choice == "first-unless-ended" else False
        concerns = np.where(sar, self._asks(scope, LIVE_SAR), self._asks(scope, LIVE_IRREGULAR))
        concerned = (readings[choice] & concerns).any(axis=0)
        several = concerned & (only_state(outcome[choice]) == NONE)
        return np.where(several, outcome[choice], 0)

    def _asks(self, scope: Scope, finding: int) -> bool:
        """Whether this rule is about such crossings."""
        return finding in self.answers or (finding == LIVE_SAR and self._fallen_back(scope))

    def _resided(self, events: Events, scope: Scope) -> Bool:
        """Whether the person had lived so long in the state of the application when applying there."""
        resided = np.zeros(scope.day.shape, np.bool_)
        for slot in range(events.count):
            stay = _stayed(events, slot, scope, self.resided_months or 0)
            resided |= stay & (events.state[slot] == scope.registered_in)
        return resided


def _stayed(events: Events, slot: int, scope: Scope, months: int) -> Bool:
    """Which events are a continuous stay of at least ``months`` before the day of the test."""
    start, end = events.date[slot], np.minimum(open_ended(events.until[slot]), scope.day)
    long_enough = (start != NO_DAY) & (months_on(start, months) <= end)
    answer: Bool = (events.kind[slot] == Happened.CONTINUOUS_STAY) & long_enough
    return answer


search_and_rescue: Final[Rule] = EntryCriterion(20, 12, 9, (LIVE_SAR,), AMMR_RESCUE)
irregular_entry: Final[Rule] = EntryCriterion(20, 12, 9, (LIVE_IRREGULAR, FELL_BACK), AMMR_ENTRY, falls_back=True)
irregular_entry_dublin3: Final[Rule] = EntryCriterion(12, 12, 3, (LIVE_IRREGULAR, LIVE_SAR), DUBLIN3)
irregular_entry_1990: Final[Rule] = EntryCriterion(
    None, None, 3, (LIVE_IRREGULAR, LIVE_SAR), CONVENTION, resided_months=6
)
irregular_entry_2016: Final[Rule] = EntryCriterion(None, None, 3, (LIVE_IRREGULAR, LIVE_SAR), PROPOSAL_2016)

_NOT_RELOCATED: Final = reason(
    "AMMR 33(3)", NOT_MET, "no relocation of the person after an irregular crossing is recorded"
)
_RELOCATED: Final = reason(
    "AMMR 33(3)",
    MET,
    "the person crossed into {0:state} on {1:day} and was then relocated to {2:state} on {3:day}",
)


@cites("AMMR 33(3)")
def relocated_entry(table: CaseTable, scope: Scope) -> Verdict:
    """The state to which the person was relocated after the crossing and by the day of the test (Article 24(2))."""
    return _relocated_by(scope.day, table, scope)


@cites("AMMR 33(3)", "AMMR 68(2)")
def entry_before_relocation(table: CaseTable, scope: Scope) -> Verdict:
    """As :func:`relocated_entry`, for the state of relocation: the relocation that made it determine counts too."""
    return _relocated_by(table.asked_on, table, scope)


def _relocated_by(day_by_which: Days, table: CaseTable, scope: Scope) -> Verdict:
    """The latest relocation decides; what the crossing founded gives way."""
    events = table.events
    towards = [
        np.where(
            events.to[slot] != NONE,
            events.to[slot],
            np.where(events.state[slot] != NONE, events.state[slot], events.by[slot]),
        )
        for slot in range(events.count)
    ]
    moved = [
        not_barred(
            (events.kind[slot] == Happened.RELOCATED) & (to != NONE) & (events.date[slot] <= day_by_which), to, scope
        )
        for slot, to in enumerate(towards)
    ]
    if table.entries.count == 0 or not any(bool(one.any()) for one in moved):
        return unmet(table.rows, _NOT_RELOCATED)
    slot, to = np.full(table.rows, NONE, np.int8), np.full(table.rows, NONE, np.int8)
    day = np.full(table.rows, NO_DAY, np.int32)
    for place, one in enumerate(moved):
        date = events.date[place]
        crossed = np.full(table.rows, NONE, np.int8)
        for entry in range(table.entries.count):
            before = crossings(table.entries, entry) & (table.entries.date[entry] <= date)
            np.copyto(crossed, np.int8(entry), where=before)
        later = one & (crossed != NONE) & (date >= day)
        np.copyto(slot, crossed, where=later)
        np.copyto(to, towards[place], where=later)
        np.copyto(day, date, where=later)
    met = slot != NONE
    column = np.arange(table.rows)
    return Verdict(
        state=to,
        why=np.where(met, np.int16(_RELOCATED), np.int16(_NOT_RELOCATED)),
        figures=(table.entries.state[slot, column], table.entries.date[slot, column], to, day),
        slot=slot,
        group="entries",
    )


_LEGAL: Final = (Mode.VISA_FREE, Mode.VISA, Mode.REGULAR)
_STAY_MONTHS: Final = 5

_NO_STAY: Final = reason(
    "DUBLIN3 13(2)", NOT_MET, "no continuous stay of five months in a Member State before the application is recorded"
)
_LEGAL_ENTRY: Final = reason(
    "DUBLIN3 13(2)",
    NOT_MET,
    "a stay of five months in {0:state} is recorded, but the person last entered legally, on {3:day}",
)
_STAY: Final = reason(
    "DUBLIN3 13(2)",
    MET,
    "the person lived in {0:state} from {1:day} to {2:day}, at least five months without a break",
)


@cites("DUBLIN3 13(2)")
def continuous_stay_dublin3(table: CaseTable, scope: Scope) -> Verdict:
    """The state of the most recent stay of at least five months before the application.

    It counts for those who entered irregularly or whose entry is not established, not for those who last entered
    legally.
    """
    events = table.events
    state: Codes = np.full(table.rows, NONE, np.int8)
    start, end = np.full((2, table.rows), NO_DAY, np.int32)
    for slot in range(events.count):
        stay = not_barred(_stayed(events, slot, scope, _STAY_MONTHS), events.state[slot], scope)
        until = np.minimum(open_ended(events.until[slot]), scope.day)
        newer = (until > end) | ((until == end) & (events.date[slot] > start))
        later = stay & (events.state[slot] != NONE) & newer
        np.copyto(state, events.state[slot], where=later)
        np.copyto(start, events.date[slot], where=later)
        np.copyto(end, until, where=later)
    found = state != NONE
    if not found.any():
        return unmet(table.rows, _NO_STAY)
    entered = np.full(table.rows, NO_DAY, np.int32)
    legal = np.zeros(table.rows, np.bool_)
    entries = table.entries
    for place in range(entries.count):
        counts = _from_outside(entries, place) & (entries.date[place] <= scope.day)
        lawful = np.isin(entries.mode[place], _LEGAL)
        np.copyto(legal, lawful | (legal & (entries.date[place] == entered)), where=counts)
        np.copyto(entered, entries.date[place], where=counts)
    met = found & ~legal
    return Verdict(
        state=np.where(met, state, np.int8(NONE)),
        why=np.where(met, np.int16(_STAY), np.where(found, np.int16(_LEGAL_ENTRY), np.int16(_NO_STAY))),
        figures=(state, start, end, entered),
    )


def _from_outside(entries: Entries, slot: int) -> Bool:
    """Which entries of a slot lead into the territory of the Member States."""
    entered = (entries.state[slot] != NONE) & (entries.date[slot] != NO_DAY)
    answer: Bool = entered & (entries.from_third_country[slot] != 0) & (entries.mode[slot] != Mode.TRANSIT_AREA)
    return answer


_NO_CONTROL: Final = reason("CONVENTION1990 7", NOT_MET, "no entry that a Member State controlled is recorded")
_CONTROLS: Final = np.array(
    [
        _NO_CONTROL,
        reason(
            "CONVENTION1990 7", NOT_MET, "the person left again after the controlled entry into {0:state} on {1:day}"
        ),
        reason(
            "CONVENTION1990 7",
            HUMAN,
            "controlled entries into several states are recorded on {1:day}: which was the last?",
        ),
        reason("CONVENTION1990 7", MET, "{0:state} controlled the entry of the person on {1:day}"),
    ],
    np.int16,
)


@cites("CONVENTION1990 7")
def controlled_entry_1990(table: CaseTable, scope: Scope) -> Verdict:
    """The state that controlled the latest entry, with a visa or without need of one."""
    entries = table.entries
    controlled = tuple(
        not_barred(_from_outside(entries, slot) & np.isin(entries.mode[slot], _LEGAL), entries.state[slot], scope)
        for slot in range(entries.count)
    )
    if not any(bool(one.any()) for one in controlled):
        return unmet(table.rows, _NO_CONTROL)
    entry = latest_entry(entries, scope, controlled)
    found = entry.slot != NONE
    stayed = found & ~left_between(table.events, entry.date, scope.day)
    tied = tied_states(entries, entry, controlled, tuple(entries.state))
    met = stayed & (tied == 0)
    outcome = found.view(np.int8) + stayed.view(np.int8) + met.view(np.int8)
    return Verdict(
        state=np.where(met, entry.state, np.int8(NONE)),
        why=_CONTROLS[outcome],
        figures=(entry.state, entry.date),
        options=np.where(stayed, tied, 0),
        slot=np.where(met, entry.slot, np.int8(NONE)),
        group="entries",
    )
