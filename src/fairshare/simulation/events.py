"""What falls due in a month: decisions, moves, transfers, time limits, departures and relocations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.mechanisms.interface import Bools
from fairshare.law.parameters import table
from fairshare.simulation.course import NEVER, Course, Rows, Then
from fairshare.simulation.inputs import NOWHERE, Codes
from fairshare.simulation.luck import Purpose
from fairshare.simulation.outcome import Flow, Stage

_ACT: Final = {"convention1990": "CONVENTION1990", "com2016": "COM2016", "ammr": "AMMR"}
"""The act whose time limits a regime has; the others have those of Dublin III."""


@cites("AMMR 46", "DUBLIN3 29")
def limit(regime: str, name: str) -> int:
    """Months of a time limit of transfers under a regime (whole months; a limit in weeks is one month)."""
    acts = table("responsibility")[name]
    entry = acts.get(_ACT.get(regime, "DUBLIN3"), acts["DUBLIN3"])
    return int(entry["count"]) if entry["unit"] == "month" else 1


def happen(course: Course, until: int) -> None:
    """All that is due this month among the first ``until`` rows."""
    due = np.flatnonzero(course.persons.due[:until] == course.now)
    if due.size:
        then = course.persons.then[due]
        for kind, act in _ACTS.items():
            rows = due[then == kind]
            if rows.size:
                act(course, rows)


def examine(course: Course, rows: Rows, here: Codes) -> None:
    """The application of each row is examined in ``here``, which is responsible: a decision and a move are set."""
    if not rows.size:
        return
    persons = course.persons
    course.change(rows, Stage.EXAMINED, here, here)
    persons.stays[rows] += 1
    stays = persons.stays[rows]
    persons.leaves[rows] = _leaves(course, rows, here, stays)
    decided = course.after(course.rules.chances.decision[here], course.luck(rows, Purpose.DECISION_TIME, stays))
    _schedule(course, rows, decided, Then.DECIDE)


def _schedule(course: Course, rows: Rows, month: Rows, then: Then) -> None:
    """What is due next: an event, or a move of one's own where that is not later (a month missed never comes)."""
    persons = course.persons
    leaves = persons.leaves[rows]
    persons.due[rows] = np.minimum(month, leaves)
    persons.then[rows] = np.where(leaves <= month, Then.ONWARD, then)


def _leaves(course: Course, rows: Rows, here: Codes, stays: Codes) -> Rows:
    """The month of moving on from ``here`` to where the person wishes to be; never where they are there already."""
    rules, people = course.rules, course.rules.people
    if rules.mechanism.regime == "none" and rules.mechanism.entrance != "key":
        return np.full(rows.size, NEVER, np.int64)
    wished = people.wished[rows]
    free = (wished != here) & (wished != NOWHERE)
    hazard = np.where(
        free, rules.chances.onward[people.origin[rows], np.where(free, wished, here), here].astype(np.float64), 0.0
    )
    moved = course.persons.relocated[rows] & free
    if moved.any():
        linked = people.kin[rows] == here
        leave = rules.behaviour["leave"] * np.where(linked, rules.behaviour["linked_leave"], 1.0)
        hazard = np.where(moved, -np.log1p(-np.minimum(leave, 1 - 1e-9)) / 12, hazard)
    luck = course.luck(rows, Purpose.ONWARD_TIME, stays)
    with np.errstate(divide="ignore"):
        mean = 1 / hazard
    never = hazard <= 0
    return np.where(never, NEVER, course.after(np.where(never, 1.0, mean), luck))


def asks(course: Course, rows: Rows, host: Codes, other: Codes, chance: float) -> Bools:
    """Whether ``host`` asks ``other`` to take each row, and gets a positive answer; both are counted.

    Nobody asks a state to which courts stopped transfers, and no law would let them go there."""
    stays, may = course.persons.stays[rows], course.rules.chances.asked
    written = course.rules.mechanism.practice == "written"
    asked: Bools = may[min(12 * course.rules.first_year + course.now, len(may) - 1), other]
    if not written:
        asked &= course.luck(rows, Purpose.REQUEST, stays) < chance
    course.count(Flow.REQUESTED, host[asked])
    course.pairs(course.requests, host[asked], other[asked])
    accepted = asked.copy()
    if not written:
        accepted &= course.luck(rows, Purpose.ACCEPT, stays) < course.rules.chances.accept[host, other]
    course.count(Flow.ACCEPTED, host[accepted])
    return accepted


def await_transfer(course: Course, rows: Rows, host: Codes, other: Codes) -> None:
    """``other`` is responsible for rows present in ``host``: a transfer in time, or its time limit, is set."""
    if not rows.size:
        return
    rules, persons = course.rules, course.persons
    stays = persons.stays[rows]
    carried_out = np.full(rows.size, True)
    if rules.mechanism.practice == "observed":
        carried_out = course.luck(rows, Purpose.TRANSFER, stays) < rules.chances.transfer[host, other]
    hidden = ~carried_out & (course.luck(rows, Purpose.ABSCOND, stays) < rules.behaviour["abscond"])
    course.change(rows[~hidden], Stage.TRANSFER, host[~hidden], other[~hidden])
    course.change(rows[hidden], Stage.HIDDEN, host[hidden], other[hidden])
    last = course.now + limit(rules.mechanism.regime, "transfer")
    in_time = course.after(rules.behaviour["transfer_months"], course.luck(rows, Purpose.TRANSFER_TIME, stays))
    expires = np.where(hidden, course.now + limit(rules.mechanism.regime, "transfer_absconded"), last)
    persons.due[rows] = np.minimum(np.where(carried_out, np.minimum(in_time, last), expires), NEVER)
    persons.then[rows] = np.where(carried_out, Then.TRANSFER, Then.EXPIRE)


def _decide(course: Course, rows: Rows) -> None:
    rules, persons = course.rules, course.persons
    here, origin = persons.here[rows], rules.people.origin[rows]
    chance = rules.chances.grant[min(rules.first_year + course.year, len(rules.chances.grant) - 1), here, origin]
    granted = course.luck(rows, Purpose.DECISION) < chance
    course.count(Flow.GRANTED, here[granted])
    course.count(Flow.REFUSED, here[~granted])
    course.change(rows[granted], Stage.PROTECTED)
    _schedule(course, rows[granted], np.full(int(granted.sum()), NEVER, np.int64), Then.DECIDE)
    refused, origin = rows[~granted], origin[~granted]
    course.change(refused, Stage.REFUSED)
    goes = course.luck(refused, Purpose.RETURN) < rules.chances.depart[origin]
    month = course.after(rules.behaviour["return_months"], course.luck(refused, Purpose.RETURN_TIME))
    persons.due[refused] = np.where(goes, month, NEVER)
    persons.then[refused] = Then.DEPART


def _move_on(course: Course, rows: Rows) -> None:
    """People move to where they wish to be. Those with protection keep it; the others apply there again."""
    persons = course.persons
    old, new = persons.here[rows], course.rules.people.wished[rows]
    course.count(Flow.ONWARD_OUT, old)
    course.count(Flow.ONWARD_IN, new)
    protected = persons.stage[rows] == Stage.PROTECTED
    course.change(rows[protected], Stage.PROTECTED, new[protected])
    persons.due[rows[protected]] = NEVER
    rows, old, new = rows[~protected], old[~protected], new[~protected]
    accepted = asks(course, rows, new, old, course.rules.behaviour["take_back"])
    await_transfer(course, rows[accepted], new[accepted], old[accepted])
    _pass(course, rows[~accepted], old[~accepted], new[~accepted])


def _pass(course: Course, rows: Rows, old: Codes, new: Codes) -> None:
    """Responsibility passes from one state to another without a transfer."""
    course.count(Flow.LAPSED, old)
    course.count(Flow.EXPIRED, new)
    examine(course, rows, new)


@cites("AMMR 46(2)", "DUBLIN3 29(2)")
def expire(course: Course, rows: Rows) -> None:
    """The time limit of the transfer ran out: the state where the person is becomes responsible."""
    _pass(course, rows, course.persons.responsible[rows], course.persons.here[rows])


def _transfer(course: Course, rows: Rows) -> None:
    persons = course.persons
    old, new = persons.here[rows], persons.responsible[rows]
    course.count(Flow.TRANSFER_OUT, old)
    course.count(Flow.TRANSFER_IN, new)
    course.count(Flow.TAKEN_BACK, new[persons.stays[rows] > 0])
    course.pairs(course.transfers, old, new)
    _moved(course, rows, new)
    examine(course, rows, new)


def _moved(course: Course, rows: Rows, new: Codes) -> None:
    course.persons.moves[rows] += 1
    course.count(Flow.MOVED_TWICE, new[course.persons.moves[rows] == 2])


def _depart(course: Course, rows: Rows) -> None:
    course.count(Flow.DEPARTED, course.persons.here[rows])
    course.change(rows, Stage.LEFT)
    course.persons.due[rows] = NEVER


def _relocate(course: Course, rows: Rows) -> None:
    """Those who were picked move, or are gone: then they move on, or stay if they are where they wish to be."""
    rules, persons, people = course.rules, course.persons, course.rules.people
    gone = course.luck(rows, Purpose.ATTRITION, persons.stays[rows]) < rules.behaviour["attrition"]
    lost = rows[gone]
    course.count(Flow.DROPPED_OUT, persons.here[lost])
    np.add.at(course.dropped, (persons.here[lost], persons.target[lost]), 1)
    stay = (people.wished[lost] == persons.here[lost]) | (people.wished[lost] == NOWHERE)
    examine(course, lost[stay], persons.here[lost[stay]])
    _move_on(course, lost[~stay])
    rows = rows[~gone]
    old, new = persons.here[rows], persons.target[rows]
    course.count(Flow.RELOCATED_OUT, old)
    course.count(Flow.RELOCATED_IN, new)
    course.count(Flow.LINK_HONOURED, new[(people.kin[rows] == new) | (people.wished[rows] == new)])
    course.pairs(course.relocated, old, new)
    persons.relocated[rows] = True
    _moved(course, rows, new)
    examine(course, rows, new)
    course.count(Flow.PERSISTED, new[persons.leaves[rows] > course.now + 12])


_ACTS: Final[Mapping[Then, Callable[[Course, Rows], None]]] = {
    Then.DECIDE: _decide,
    Then.ONWARD: _move_on,
    Then.TRANSFER: _transfer,
    Then.EXPIRE: expire,
    Then.DEPART: _depart,
    Then.RELOCATE: _relocate,
}
