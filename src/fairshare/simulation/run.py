"""One mechanism on one population, month by month."""

from __future__ import annotations

import numpy as np

from fairshare.law.mechanisms.interface import Floats, Mechanism
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.chances import Chances, chances
from fairshare.simulation.course import Course, Rows, Rules
from fairshare.simulation.events import asks, await_transfer, examine, happen
from fairshare.simulation.inputs import NOWHERE, STATES, Codes, Inputs
from fairshare.simulation.luck import Purpose
from fairshare.simulation.moves import Solidarity, families
from fairshare.simulation.outcome import Flow, Outcome
from fairshare.simulation.population import Population
from fairshare.states import PART_IV


def reference_keys(inputs: Inputs, participants: frozenset[str] | None = None) -> Floats:
    """Shares of the reference key by year, years x states, 0 for states that take no part (AMMR Annex I: half
    population, half GDP); the participants are those of Part IV unless given."""
    part = np.array([state in (PART_IV if participants is None else participants) for state in STATES])
    population, gdp = (np.where(part, np.nan_to_num(column), 0.0) for column in (inputs.population, inputs.gdp))
    totals = [np.maximum(column.sum(axis=1, keepdims=True), 1e-9) for column in (population, gdp)]  # nobody: no shares
    shares: Floats = (population / totals[0] + gdp / totals[1]) / 2
    return shares


def run(
    people: Population,
    responsible: Codes,
    mechanism: Mechanism,
    inputs: Inputs,
    behaviour: Behaviour,
    odds: Chances | None = None,
    *,
    matching: bool = False,
) -> Outcome:
    """What happens to the people under a mechanism, from the first month of the population to its last.

    ``responsible``: the state that the criteria designate for each row (see :mod:`~fairshare.simulation.facts`);
    ``odds``: :func:`~fairshare.simulation.chances.chances`, if they were put together already; ``matching``: whether
    families are matched to places (:mod:`fairshare.matching`) instead of picked by lot. Linear in persons and
    months; 16 bytes a row beside the population.
    """
    first = inputs.years.index(people.first_year)
    odds = chances(inputs, behaviour) if odds is None else odds
    course = Course(Rules(people, inputs, behaviour, odds, mechanism, first, matching))
    keys = reference_keys(inputs, mechanism.participants)
    solidarity = Solidarity(course, keys)
    arrivals = np.searchsorted(people.month, np.arange(people.months + 1))
    for month in range(people.months):
        course.now = month
        happen(course, int(arrivals[month]))
        _apply(course, np.arange(arrivals[month], arrivals[month + 1]), responsible, keys)
        solidarity.month(int(arrivals[month + 1]))
        course.close()
    return course.outcome()


def _apply(course: Course, rows: Rows, responsible: Codes, keys: Floats) -> None:
    """New applications: lodged where the mechanism lets them be, then the responsible state is determined."""
    if not rows.size:
        return
    lodged = _lodged(course, rows, keys)
    course.count(Flow.APPLIED, lodged)
    named = lodged if course.rules.mechanism.regime == "none" else responsible[rows]
    other = np.flatnonzero((named != lodged) & (named != NOWHERE))
    accepted = other[asks(course, rows[other], lodged[other], named[other], course.rules.behaviour["request"])]
    course.count(Flow.RESPONSIBLE, named[accepted])
    await_transfer(course, rows[accepted], lodged[accepted], named[accepted])
    own = np.ones(rows.size, bool)
    own[accepted] = False
    course.count(Flow.RESPONSIBLE, lodged[own])
    examine(course, rows[own], lodged[own])


def _lodged(course: Course, rows: Rows, keys: Floats) -> Codes:
    """Where each new application is lodged under the mechanism."""
    people, entrance = course.rules.people, course.rules.mechanism.entrance
    if entrance == "applied":
        return people.applied[rows]
    if entrance == "wished":
        wished = people.wished[rows]
        return np.where(wished == NOWHERE, people.applied[rows], wished)
    return _by_key(course, rows, keys)


def _by_key(course: Course, rows: Rows, keys: Floats) -> Codes:
    """Families dealt to states so that each has its share of the applications of the year so far.

    Applications in states that take no part stay there."""
    people = course.rules.people
    key = keys[min(course.rules.first_year + course.year, len(keys) - 1)]
    applied = people.applied[rows]
    part = key[applied] > 0
    lodged = applied.copy()
    inside = rows[part]
    if not inside.size:
        return lodged
    heads, sizes = families(people.family[inside])
    order = np.argsort(course.luck(inside[heads], Purpose.ENTRANCE), kind="stable")
    so_far = course.flows[Flow.APPLIED, course.now - course.now % 12 : course.now].sum(axis=0) * (key > 0)
    room = np.maximum(key * (so_far.sum() + inside.size) - so_far, 0)
    borders = np.cumsum(room) * (inside.size / room.sum())
    middle = np.cumsum(sizes[order]) - sizes[order] / 2
    target = np.empty(heads.size, np.uint8)
    last = np.flatnonzero(key)[-1]
    target[order] = np.minimum(np.searchsorted(borders, middle, side="right"), last)
    lodged[part] = np.repeat(target, sizes)
    return lodged
