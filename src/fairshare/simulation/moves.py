"""From the plan of a mechanism to persons: who is relocated where, and whose transfer is replaced by an offset."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fairshare.law.mechanisms.interface import Floats, Plan, Situation
from fairshare.simulation.course import Course, Rows, Then
from fairshare.simulation.events import examine
from fairshare.simulation.inputs import NOWHERE, STATES, Codes, Ints, N
from fairshare.simulation.luck import Purpose, uniform
from fairshare.simulation.outcome import Flow, Stage
from fairshare.simulation.placement import place

_OPEN: Final = 8.0
"""Rows of a pair that a new plan leaves open from the one before: a large family, not the backlog of a year."""


class Solidarity:
    """The mechanism's plan in progress: it is asked when it is due, and carried out in monthly parts.

    What is owed between two states is a fraction of rows in a sample; it is rounded by one number for each pair and
    run, so that the sum over pairs and draws is right. A place that somebody dropped out of is open again.
    """

    def __init__(self, course: Course, keys: Floats) -> None:
        self.course = course
        self.keys = keys
        self.parts = 1 if course.rules.mechanism.monthly else 12
        self.relocate = np.zeros((N, N))  # rows owed and not yet picked; below 0 where a family was larger
        self.take_over = np.zeros((N, N))
        self.round = uniform(course.rules.people.luck, np.arange(N * N), Purpose.ROUNDING).reshape(N, N)
        self.plan: Plan | None = None

    def month(self, until: int) -> None:
        """Ask where it is time to, then pick persons among the first ``until`` rows."""
        course = self.course
        if self.parts == 1 or course.now % 12 == 0:
            self.plan = course.rules.mechanism.solidarity(situation(course, self.keys))
            self._note(self.plan)
            self.relocate, self.take_over = np.minimum(self.relocate, _OPEN), np.minimum(self.take_over, _OPEN)
        if self.plan is None:
            return
        weight = course.rules.people.weight
        self.relocate += self.plan.relocate / self.parts / weight
        if self.parts > 1:  # a mechanism that is asked each month sees for itself who is not gone
            self.relocate += course.dropped
        self.take_over += self.plan.take_over / self.parts / weight
        course.dropped[:] = 0
        self.relocate -= _pick(course, self._rows(self.relocate), until)
        self.take_over -= _offset(course, self._rows(self.take_over), until)

    def _rows(self, owed: Floats) -> Ints:
        return np.floor(np.maximum(owed, 0) + self.round * (owed > 0)).astype(np.int64)

    def _note(self, plan: Plan) -> None:
        course = self.course
        course.paid[course.year] += plan.pay
        course.in_kind[course.year] += plan.in_kind
        course.owed[course.year] += plan.owed
        course.given[course.year] += plan.given - plan.relocate.sum(axis=0) - plan.take_over.sum(axis=1)
        course.benefitting[course.year] |= plan.benefitting


def situation(course: Course, keys: Floats) -> Situation:
    """What the mechanism may see, in real persons."""
    rules = course.rules
    weight, year = rules.people.weight, min(rules.first_year + course.year, len(rules.inputs.years) - 1)
    past = slice(max(0, course.now - 12), course.now)
    flow = course.flows[:, past].sum(axis=1) * weight
    became = flow[Flow.RESPONSIBLE] + flow[Flow.EXPIRED] - flow[Flow.LAPSED]
    became += flow[Flow.RELOCATED_IN] - flow[Flow.RELOCATED_OUT] + flow[Flow.OFFSET_IN] - flow[Flow.OFFSET_OUT]
    picked = course.persons.stage == Stage.MOVING
    became += np.bincount(course.persons.target[picked], minlength=N) * weight
    became -= np.bincount(course.persons.here[picked], minlength=N) * weight
    pending = course.stock[[Stage.TRANSFER, Stage.EXAMINED, Stage.MOVING]].sum(axis=0) * weight
    return Situation(
        year=rules.people.first_year + course.year,
        month=course.now % 12 + 1,
        states=STATES,
        key=keys[year],
        population=rules.inputs.population[year],
        gdp=rules.inputs.gdp[year],
        applications=flow[Flow.APPLIED],
        responsible=became,
        hosted=pending + course.stock[Stage.PROTECTED] * weight,
        pending=pending,
        movable=course.stock[Stage.EXAMINED] * weight,
        due=course.waiting.astype(np.float64) * weight,
        relocated=course.relocated.sum(axis=0) * weight,
        paid=course.paid.sum(axis=0),
        rates=rules.behaviour.values,
    )


def _pick(course: Course, quotas: Ints, until: int) -> Ints:
    """Pick families for relocation, whole and by lot; how many rows were picked, by state and target."""
    picked = np.zeros((N, N), np.int64)
    giving = quotas.sum(axis=1) > 0
    if not giving.any():
        return picked
    persons = course.persons
    movable = (persons.stage[:until] == Stage.EXAMINED) & giving[persons.here[:until]]
    if course.rules.mechanism.regime == "ammr":  # 67(5): not those whose family makes the state responsible
        movable &= course.rules.people.kin[:until] != persons.here[:until]
    rows = np.flatnonzero(movable)
    target = allot(course, rows, quotas)
    rows, target = rows[target != NOWHERE], target[target != NOWHERE]
    np.add.at(picked, (persons.here[rows], target), 1)
    course.change(rows, Stage.MOVING)
    persons.target[rows] = target
    months = course.after(
        course.rules.behaviour["relocation_months"], course.luck(rows, Purpose.PICK, persons.stays[rows])
    )
    persons.due[rows], persons.then[rows] = months, Then.RELOCATE
    return picked


def allot(course: Course, rows: Rows, quotas: Ints) -> Codes:
    """The target of each row, ``NOWHERE`` where there is no place; families stay whole, quotas are kept to half of one.

    ``quotas``: places by state where the rows are and target. Families come in the order of a lot. Where the mechanism
    puts links first, a family whose relatives live, or which wishes to be, in a state with places gets one there before
    the others, as far as its places go. With ``matching`` the places are filled as well as they can be.
    """
    people = course.rules.people
    heads, sizes = families(people.family[rows])
    first = rows[heads]
    if course.rules.matching:
        minor = np.logical_or.reduceat(people.minor[rows], heads) if rows.size else np.zeros(0, bool)
        here, kin, wished = course.persons.here[first], people.kin[first], people.wished[first]
        return np.repeat(place(sizes, here, kin, wished, minor, quotas, course.now), sizes)
    here, lot = course.persons.here[first], course.lot[first]
    target = np.full(heads.size, NOWHERE, np.uint8)
    left = quotas.copy()
    if course.rules.mechanism.linked_first:
        link = _links(people.kin[first], people.wished[first], here, quotas)
        linked = np.flatnonzero(link != NOWHERE)
        pair = here[linked].astype(np.intp) * N + link[linked]
        order = np.lexsort((lot[linked], pair))
        linked, pair = linked[order], pair[order]
        linked = linked[2 * run_length(sizes[linked], pair) - sizes[linked] < 2 * quotas.ravel()[pair]]
        target[linked] = link[linked]
        np.subtract.at(left, (here[linked], link[linked]), sizes[linked])
        left = np.maximum(left, 0)
    rest = np.flatnonzero(target == NOWHERE)
    rest = rest[np.lexsort((lot[rest], here[rest]))]
    target[rest] = deal(sizes[rest], here[rest], left)
    return np.repeat(target, sizes)


def families(family: npt.NDArray[Any]) -> tuple[Rows, Rows]:
    """Where each family begins among rows in which families stand together, and how many rows it has."""
    starts = np.ones(family.size, bool)
    starts[1:] = family[1:] != family[:-1]
    heads = np.flatnonzero(starts)
    return heads, np.diff(heads, append=family.size)


def _links(kin: Codes, wished: Codes, here: Codes, quotas: Ints) -> Codes:
    """The state with places to which each family has a link: of relatives first."""
    open_to = np.zeros((N, NOWHERE + 1), bool)
    open_to[:, :N] = quotas > 0
    return np.where(open_to[here, kin], kin, np.where(open_to[here, wished], wished, NOWHERE)).astype(np.uint8)


def run_length(sizes: Rows, group: npt.NDArray[Any]) -> Rows:
    """Running sum of sizes inside each group of a grouped list.

    >>> run_length(np.array([2, 1, 3, 1]), np.array([4, 4, 7, 7]))
    array([2, 3, 3, 4])
    """
    total = np.cumsum(sizes)
    first, rows = families(group)
    return total - np.repeat(total[first] - sizes[first], rows)


def deal(sizes: Rows, group: Codes, quotas: Ints) -> Codes:
    """Deal families in their order into the places of targets one after the other; ``NOWHERE`` for who does not fit.

    A family goes where its middle lies, so that a border favours neither small families nor large ones; what it is too
    large is owed less the next month. ``group`` is sorted; ``quotas``: places by group and target.

    >>> deal(np.array([2, 2, 1, 3]), np.zeros(4, np.uint8), np.array([[3, 2]]))
    array([  0,   1,   1, 255], dtype=uint8)
    """
    groups, targets = quotas.shape
    ends = run_length(sizes, group)
    apart = 2 * (int(max(quotas.sum(axis=1).max(), ends.max(initial=0))) + 1)
    borders = (2 * np.cumsum(quotas, axis=1) + apart * np.arange(groups)[:, None]).ravel()
    place = np.searchsorted(borders, group.astype(np.int64) * apart + 2 * ends - sizes, side="right")
    fits = place < (group.astype(np.int64) + 1) * targets
    return np.where(fits, place % targets, NOWHERE).astype(np.uint8)


def _offset(course: Course, quotas: Ints, until: int) -> Ints:
    """Take over persons whose transfer to another state is due (Article 63), by lot; rows by state and other state."""
    taken = np.zeros((N, N), np.int64)
    if not (quotas > 0).any():
        return taken
    persons, people = course.persons, course.rules.people
    due = np.flatnonzero(
        (persons.stage[:until] == Stage.TRANSFER)
        & ~people.alone[:until]  # 63(8)(a)
        & (people.kin[:until] != persons.responsible[:until])  # 63(8)(b): no criterion of the family
    )
    pair = persons.here[due].astype(np.intp) * N + persons.responsible[due]
    for state, other in np.argwhere(quotas > 0):
        rows = due[pair == state * N + other]
        heads, sizes = families(people.family[rows])
        order = np.argsort(course.lot[rows[heads]], kind="stable")
        chosen = np.zeros(heads.size, bool)
        chosen[order] = 2 * np.cumsum(sizes[order]) - sizes[order] < 2 * quotas[state, other]
        rows = rows[np.repeat(chosen, sizes)]
        if rows.size:
            course.count(Flow.OFFSET_IN, np.full(rows.size, state, np.uint8))
            course.count(Flow.OFFSET_OUT, np.full(rows.size, other, np.uint8))
            examine(course, rows, np.full(rows.size, state, np.uint8))
            taken[state, other] = rows.size
    return taken
