"""What time and events make of a determination: the fold over the events of every case, in the order of their days.

Before each event, and on the day of the question, the limits that have run out by then have their effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from fairshare.law.choices import Choices
from fairshare.law.citation import cites
from fairshare.law.responsibility.anew import next_criterion
from fairshare.law.responsibility.codes import (
    NONE,
    Array,
    Bool,
    Codes,
    Days,
    Happened,
    Paper,
    PaperType,
    Set,
)
from fairshare.law.responsibility.course import Course, Phase, Status, Track
from fairshare.law.responsibility.criteria.definitions import unaccompanied_minor
from fairshare.law.responsibility.days import NO_DAY, known
from fairshare.law.responsibility.group import family_procedure
from fairshare.law.responsibility.ladder import Designation, Scope
from fairshare.law.responsibility.limits import Act
from fairshare.law.responsibility.regimes import BY_DAY, DUBLIN3, REGIMES, Regime, designate, scope_of_first
from fairshare.law.responsibility.steps import again, charge, custody, ended, relocation, shifts, take_back, transfers
from fairshare.law.responsibility.steps.moment import HANDLERS, Moment, Noted
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import REASONS, SILENT
from fairshare.law.time_limits import HolidayCalendar

_HANDLING: Final = (again, charge, custody, ended, relocation, shifts, take_back, transfers)
"""The modules whose handlers are registered by being imported."""

_BEFORE_THE_CASE: Final = (Happened.DETAINED, Happened.RELEASED, Happened.IMPRISONED, Noted.INDICATED)
"""What counts although it happened before the first registration."""

_FOUND_BY_HIT: Final = (Set.A15, Set.A16_1, Set.A16_3, Set.RELOCATION)
_KINDS: Final = 64


def follow(
    facts: CaseTable, case: Days, regime: Regime, choices: Choices, calendar: HolidayCalendar, *, traced: bool = True
) -> Course:
    """The course of the cases of one regime up to the day of each question: designation, family, events, limits.

    ``case`` gives the case of each row; rows of one case are adjacent.
    """
    course = _begin(facts, case, regime, choices, calendar, traced)
    charge.begin(course, np.ones(facts.rows, np.bool_), _registered(facts, course))
    for kind, moment in _moments(course):
        live = known(moment.day) & (moment.day <= facts.asked_on)
        live &= (moment.day >= course.since) | np.isin(kind, _BEFORE_THE_CASE)
        if not live.any():
            continue
        lapse(course, np.where(live, moment.day, NO_DAY).astype(np.int32))
        for code in np.unique(kind[live]).tolist():
            if code in HANDLERS:
                HANDLERS[code](course, moment, live & (kind == code))
    lapse(course, facts.asked_on)
    ended.ask_for_application(course)
    return course


def _begin(
    facts: CaseTable, case: Days, regime: Regime, choices: Choices, calendar: HolidayCalendar, traced: bool
) -> Course:
    scope = replace(scope_of_first(facts, regime, choices), calendar=calendar)
    found = family_procedure(facts, case, designate(facts, scope, regime, traced), regime)
    rows = facts.rows

    def no_state() -> Codes:
        return np.full(rows, NONE, np.int8)

    def no_day() -> Days:
        return np.full(rows, NO_DAY, np.int32)

    def nowhere() -> Bool:
        return np.zeros(rows, np.bool_)

    return Course(
        facts=facts,
        scope=scope,
        rules=np.full(rows, REGIMES.index(regime), np.int8),
        act=np.full(rows, Act[regime.act], np.int8),
        legacy=np.full(rows, regime is DUBLIN3 and choices["regime"] == BY_DAY),
        calendar=calendar,
        traced=traced,
        found=found,
        state=found.state.copy(),
        why=found.why.copy(),
        status=_status(found),
        human=found.human.copy(),
        options=found.options.copy(),
        slot=found.slot.copy(),
        group=found.group.copy(),
        charge=Track.idle(rows),
        back=Track.idle(rows),
        since=no_day(),
        request_due=no_day(),
        fixed=_status(found) == Status.SHIFTED,
        indicated=nowhere(),
        indicated_on=no_day(),
        minor=unaccompanied_minor(facts, scope),
        determining=_determining(found, scope, regime),
        elsewhere=no_state(),
        ceases=no_day(),
        left=no_day(),
        relocating=no_state(),
        relocate_due=no_day(),
        asked_35=no_state(),
        due_35=no_day(),
        detained_since=no_day(),
        detained_until=no_day(),
        decided=nowhere(),
        absconded=nowhere(),
        imprisoned_since=no_day(),
        imprisoned_until=no_day(),
        request_act=np.full(rows, Act[regime.act], np.int8),
        trace=list(found.trace),
    )


def _status(found: Designation) -> Codes:
    """Pending where a person must decide; shifted where a child stays where it is (Articles 25(5) and 37(1))."""
    shifted = np.array([r.rule == "AMMR 37(1)" for r in REASONS] + [False], np.bool_)[found.why]
    decided = np.where(shifted, np.int8(Status.SHIFTED), np.int8(Status.DETERMINED))
    return np.where(found.human, np.int8(Status.PENDING), decided).astype(np.int8)


def _determining(found: Designation, scope: Scope, regime: Regime) -> Codes:
    """Who goes on: the state of the first registration, or the one that a bar to the transfer left with the case."""
    left = (found.why == (SILENT if regime.becomes is None else regime.becomes)) | (_status(found) == Status.SHIFTED)
    return np.where(left & (found.state != NONE), found.state, scope.determining).astype(np.int8)


def _registered(facts: CaseTable, course: Course) -> Days:
    return np.asarray(course.scope.day)


# --- the moments of every row, in order -------------------------------------------------------------------------------


def _moments(course: Course) -> Sequence[tuple[Codes, Moment]]:
    """Events, Eurodac entries and hits, and later registrations as moments: the first of every row, the second, …"""
    columns = [*_events(course.facts), *_documents(course), *_eurodac(course), *_later_registrations(course)]
    if not columns:
        return []
    kind, day, *others = (np.stack(same) for same in zip(*columns, strict=True))
    happens = known(day) & (kind != NONE)
    key = np.where(happens, day.astype(np.int64) * _KINDS + kind, np.iinfo(np.int64).max)
    for state in others[:3]:  # alike on one day: by the states, never by the order in which they were written down
        key = np.where(happens, key * _KINDS + state + 1, key)
    order = np.argsort(key, axis=0, kind="stable")[: int(happens.sum(axis=0).max(initial=0))]
    day = np.where(happens, day, NO_DAY)
    ordered = [np.take_along_axis(column, order, axis=0) for column in (kind, day, *others)]
    return [(ordered[0][i], Moment(*(column[i] for column in ordered[1:]))) for i in range(len(order))]


def _events(facts: CaseTable) -> list[tuple[Array, ...]]:
    e = facts.events
    return [(e.kind[i], e.date[i], e.state[i], e.by[i], e.to[i], e.until[i]) for i in range(e.count)]


def _documents(course: Course) -> list[tuple[Array, ...]]:
    """Residence documents that begin after the first registration: each was issued on its first day (Article 37(1))."""
    papers, facts = course.facts.documents, course.facts
    nothing, no_state = np.full(facts.rows, NO_DAY, np.int32), np.full(facts.rows, NONE, np.int8)
    moments: list[tuple[Array, ...]] = []
    for i in range(papers.count):
        issued = (papers.kind[i] == Paper.RESIDENCE) & (papers.type[i] != PaperType.PROCEDURE)
        issued &= (papers.issuer[i] != NONE) & (papers.valid_from[i] > course.since)
        if issued.any():
            kinds = np.where(issued, np.int8(Happened.RESIDENCE_DOCUMENT_ISSUED), np.int8(NONE))
            moments.append((kinds, papers.valid_from[i], papers.issuer[i], no_state, no_state, nothing))
    return moments


def _eurodac(course: Course) -> list[tuple[Array, ...]]:
    """Entries that name the responsible state, and hits of another state on what a state recorded."""
    hits, facts = course.facts.hits, course.facts
    nothing, no_state = np.full(facts.rows, NO_DAY, np.int32), np.full(facts.rows, NONE, np.int8)
    moments: list[tuple[Array, ...]] = []
    for i in range(hits.count):
        state = hits.state[i]
        names = np.isin(hits.article[i], (Set.A16_1, Set.A16_3))
        entered = np.where(known(hits.event_date[i]), hits.event_date[i], course.since)
        kinds = np.where(names, np.int8(Noted.INDICATED), np.int8(NONE))
        moments.append((kinds, entered, state, no_state, no_state, nothing))
        finder = np.where(hits.found_by[i] == NONE, course.scope.present, hits.found_by[i])
        found = np.isin(hits.article[i], _FOUND_BY_HIT) & (finder != state)
        kinds = np.where(found, np.int8(Noted.HIT), np.int8(NONE))
        moments.append((kinds, hits.hit_date[i], state, finder, state, nothing))
    return moments


def _later_registrations(course: Course) -> list[tuple[Array, ...]]:
    registrations, facts = course.facts.registrations, course.facts
    nothing, no_state = np.full(facts.rows, NO_DAY, np.int32), np.full(facts.rows, NONE, np.int8)
    moments: list[tuple[Array, ...]] = []
    for i in range(registrations.count):
        later = (registrations.registered[i] > course.since) & (registrations.state[i] != NONE)
        if later.any():
            kinds = np.where(later, np.int8(Noted.REGISTERED_AGAIN), np.int8(NONE))
            day, state = registrations.registered[i], registrations.state[i]
            moments.append((kinds, day, state, no_state, no_state, nothing))
    return moments


# --- limits -----------------------------------------------------------------------------------------------------------


@cites("AMMR 39(1)", "AMMR 40(8)", "AMMR 41(4)", "AMMR 46(2)", "AMMR 37(2)")
def lapse(course: Course, day: Days) -> None:
    """Let the limits that ended before ``day`` have their effect, one after the other."""
    while _lapse_once(course, day):
        pass
    ended.lapse_of_time(course, day)


def _lapse_once(course: Course, day: Days) -> bool:
    first, back = course.charge, course.back
    over, over_back = _over(first, day), _over(back, day)
    if not (over.any() or over_back.any()):
        return False
    asked_late = over_back & back.running(Phase.TO_ASK) & (course.act_on(back.due) == Act.DUBLIN3)
    over_back &= ~back.running(Phase.TO_ASK) | asked_late  # a notification that is missed has no effect
    over &= ~first.running(Phase.TO_TRANSFER) | transfers.has_effect(course, first)
    over_back &= ~back.running(Phase.TO_TRANSFER) | transfers.has_effect(course, back)
    sooner = over & over_back & (first.due != back.due)  # of two limits the one that ended first has its effect first
    over, over_back = over & ~(sooner & (back.due < first.due)), over_back & ~(sooner & (first.due < back.due))
    effects = (
        (charge.no_request, over & first.running(Phase.TO_ASK)),
        (charge.silence, over & first.running(Phase.ASKED)),
        (next_criterion, over & first.running(Phase.REFUSED, Phase.RE_EXAMINED)),
        (take_back.denied, over_back & back.running(Phase.REFUSED, Phase.RE_EXAMINED)),
        (take_back.silence_confirms, over_back & back.running(Phase.ASKED)),
        (take_back.not_asked_back, over_back & asked_late),
    )
    any_effect = False
    for effect, at in effects:
        if at.any():
            effect(course, at)
            any_effect = True
    for track, at in ((first, over), (back, over_back)):
        late = at & track.running(Phase.TO_TRANSFER) & (track.due < day) & transfers.has_effect(course, track)
        if late.any():
            transfers.no_transfer(course, track, late)
            any_effect = True
    return any_effect


def _over(track: Track, day: Days) -> Bool:
    answer: Bool = (track.phase != Phase.IDLE) & known(track.due) & (track.due < day)
    return answer
