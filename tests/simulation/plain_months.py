"""The months of a run told plainly: who applies where, what solidarity does, and the counts; see ``plain_course``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
from tests.simulation.plain_course import PROCEDURE, Pair, Person, Telling

from fairshare.law.mechanisms.interface import Mechanism, Situation
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.chances import Chances
from fairshare.simulation.inputs import NOWHERE, STATES, Inputs, N
from fairshare.simulation.luck import Purpose, uniform
from fairshare.simulation.outcome import Flow, Outcome, Stage
from fairshare.simulation.population import Population
from fairshare.states import PART_IV

Family = list[Person]


def tell(
    who: Population, named: Any, mechanism: Mechanism, inputs: Inputs, behaviour: Behaviour, odds: Chances
) -> Outcome:
    """What :func:`fairshare.simulation.run.run` gives, found the slow way."""

    def state(code: Any) -> int | None:
        return None if code == NOWHERE else int(code)

    lot = uniform(who.luck, who.family, Purpose.PICK).astype(np.float32)
    persons = [
        Person(
            int(who.family[i]), lot[i], int(who.month[i]), int(who.origin[i]), int(who.applied[i]),
            state(who.wished[i]), state(who.kin[i]), state(named[i]),
        )
        for i in range(len(who))
    ]  # fmt: skip
    telling = Telling(who, mechanism, inputs, behaviour, odds, persons)
    for _ in range(who.months):
        month(telling)
    return written_down(telling)


def month(told: Telling) -> None:
    """What is due; new applications; solidarity; then everybody is counted."""
    for person in told.persons:
        if person.due == told.now:
            told.happens(person)
    new = [person for person in told.persons if person.month == told.now]
    lodged = by_key(told, new) if told.mechanism.entrance == "key" else [where(told, person) for person in new]
    for person, state in zip(new, lodged, strict=True):
        told.applies(person, state)
    solidarity(told)
    for person in told.persons:
        told.stocks[person.stage, told.now, person.here] += 1
        if person.stage in (*PROCEDURE, Stage.PROTECTED):
            told.held[told.now, person.responsible] += 1
    told.now += 1


def written_down(told: Telling) -> Outcome:
    """The counts as arrays, and what the plans say about money and units."""
    months, years = told.who.months, math.ceil(told.who.months / 12)
    made = {name: np.zeros((years, N, N)) for name in ("paid", "in_kind")}
    made |= {name: np.zeros((years, N)) for name in ("owed", "given", "benefitting")}
    for year, plan in told.plans:
        for name, planned in (("paid", plan.pay), ("in_kind", plan.in_kind), ("owed", plan.owed)):
            for place, value in np.ndenumerate(planned):
                made[name][(year, *place)] += value
        for state in range(N):  # persons are counted below, once they move
            made["given"][year, state] += plan.given[state] - sum(plan.relocate[:, state]) - sum(plan.take_over[state])
        for state, value in enumerate(plan.benefitting):
            made["benefitting"][year, state] = max(made["benefitting"][year, state], value)
    for (year, _, receiver), rows in told.relocations.items():
        made["given"][year, receiver] += rows * told.who.weight
    for (flow, month, state), rows in told.flows.items():
        made["given"][month // 12, state] += rows * told.who.weight * (flow == Flow.OFFSET_IN)
    return Outcome(
        flows=array(told.flows, len(Flow), months, N),
        stocks=array(told.stocks, len(Stage), months, N),
        held=array(told.held, months, N),
        transfers=array(told.transfers, years, N, N),
        requests=array(told.requests, years, N, N),
        relocated=array(told.relocations, years, N, N),
        **{
            name: np.array([round(float(value)) for value in held.flat]).reshape(held.shape)
            for name, held in made.items()
        },
    )


def array(counts: Counter[tuple[int, ...]], *shape: int) -> Any:
    made = np.zeros(shape, np.int64)
    for place, count in counts.items():
        made[place] = count
    return made


# -- where applications are lodged -------------------------------------------------------------------------------------


def where(told: Telling, person: Person) -> int:
    """Where a person applies who is not dealt to a state by the key."""
    if told.mechanism.entrance == "wished" and person.wished is not None:
        return person.wished
    return person.applied


def key_of(told: Telling) -> list[float]:
    """Half by population and half by GDP among the states that take part."""
    taking_part = PART_IV if told.mechanism.participants is None else told.mechanism.participants
    year = told.year(len(told.inputs.years))
    shares = []
    for figures in (told.inputs.population[year], told.inputs.gdp[year]):
        of_part = [float(figure) if s in taking_part else 0.0 for s, figure in zip(STATES, figures, strict=True)]
        shares.append([figure / sum(of_part) for figure in of_part])
    return [(by_people + by_wealth) / 2 for by_people, by_wealth in zip(*shares, strict=True)]


def by_key(told: Telling, new: list[Person]) -> list[int]:
    """Families stand in a line in the order of a lot, and each state has a stretch of it as long as it is short of its
    share of this year's applications; a family goes to the state in whose stretch its middle stands."""
    key = key_of(told)
    dealt = [person for person in new if key[person.applied] > 0]
    year_so_far = range(told.now - told.now % 12, told.now)
    had = [sum(told.flows[Flow.APPLIED, m, s] for m in year_so_far) if key[s] > 0 else 0 for s in range(N)]
    short = [max(key[s] * (sum(had) + len(dealt)) - had[s], 0) for s in range(N)]
    stretches = [rows * (len(dealt) / sum(short)) for rows in short] if dealt else []
    target: dict[int, int] = {}
    begins = 0
    for family in sorted(together(dealt), key=lambda one: told.luck(one[0], Purpose.ENTRANCE)):
        state = at(begins + len(family) / 2, stretches)
        assert state is not None
        target[family[0].family] = state
        begins += len(family)
    return [target.get(person.family, person.applied) for person in new]


def at(point: float, stretches: Sequence[float]) -> int | None:
    """In which of the stretches that follow each other a point is."""
    end = 0.0
    for place, length in enumerate(stretches):
        end += length
        if point < end:
            return place
    return None


def together(persons: list[Person]) -> list[Family]:
    return [list(members) for _, members in groupby(persons, key=lambda person: person.family)]


# -- solidarity --------------------------------------------------------------------------------------------------------


def solidarity(told: Telling) -> None:
    """The mechanism is asked each month or each January; its plan is carried out in equal monthly parts.

    What could not be carried out is kept for the next month, of an older plan eight rows at most; what was carried out
    too much is owed less. Places of those who dropped out are open again, unless the mechanism is asked each month."""
    parts = 1 if told.mechanism.monthly else 12
    if told.now % parts == 0:
        told.plans.append((told.now // 12, told.mechanism.solidarity(what_is_seen(told))))
        for left in (told.places, told.offsets):
            for pair in left:
                left[pair] = min(left[pair], 8)
    plan = told.plans[-1][1]
    for giver in range(N):
        for other in range(N):
            pair = giver, other
            again = told.open_again.pop(pair, 0) if parts > 1 else 0
            told.places[pair] += plan.relocate[pair] / parts / told.who.weight + again
            told.offsets[pair] += plan.take_over[pair] / parts / told.who.weight
    relocate(told)
    offset(told)


def rounded(told: Telling, owed: dict[Pair, float]) -> dict[Pair, int]:
    """Whole rows where any are owed, rounded by one number for each pair of states and run."""
    found = {}
    for (state, other), rows in owed.items():
        if rows > 0:
            luck = uniform(told.who.luck, np.array([state * N + other]), Purpose.ROUNDING)[0]
            found[state, other] = math.floor(rows + luck)
    return found


def in_line(told: Telling, stage: Stage, here: int) -> list[Family]:
    """The families in a state who are at a stage, in the order of the lot by which they are picked."""
    there = [person for person in told.persons if person.stage == stage and person.here == here]
    return sorted(together(there), key=lambda one: one[0].lot)


def relocate(told: Telling) -> None:
    """Pick families whose application is examined where others take over: each goes to one state, which is due it."""
    quotas = rounded(told, told.places)
    for giver in {giver for (giver, _), rows in quotas.items() if rows > 0}:
        room = [quotas.get((giver, state), 0) for state in range(N)]
        line = in_line(told, Stage.EXAMINED, giver)
        if told.mechanism.regime == "ammr":  # not those whose family makes the state responsible
            line = [family for family in line if family[0].kin != giver]
        for family, state in picked(line, room, told.mechanism.linked_first):
            told.places[giver, state] -= len(family)
            for person in family:
                person.stage, person.target, person.event = Stage.MOVING, state, "relocation"
                time = told.luck(person, Purpose.PICK, person.stays)
                person.due = told.later(told.behaviour["relocation_months"], time)


def picked(line: list[Family], room: list[int], linked_first: bool) -> list[tuple[Family, int]]:
    """Where links come first, families with one get the places there before the others. The others go where their
    middle stands before the places of one state after the other."""
    found = []
    if linked_first:
        wants: dict[int, list[Family]] = {}
        for family in line:
            links = [state for state in (family[0].kin, family[0].wished) if state is not None and room[state] > 0]
            if links:
                wants.setdefault(links[0], []).append(family)
        found = [(family, state) for state in wants for family in first_come(wants[state], room[state])]
    left = [room[state] - sum(len(family) for family, target in found if target == state) for state in range(N)]
    linked = [id(family) for family, _ in found]
    begins = 0
    for family in line:
        if id(family) not in linked:
            target = at(begins + len(family) / 2, [max(places, 0) for places in left])
            begins += len(family)
            if target is not None:
                found.append((family, target))
    return found


def first_come(line: list[Family], places: int) -> list[Family]:
    """The first families in a line, up to the one whose middle there is no place for."""
    taken: list[Family] = []
    before = 0
    for family in line:
        if before + len(family) / 2 >= places:
            break
        taken.append(family)
        before += len(family)
    return taken


def offset(told: Telling) -> None:
    """A state takes over, in the order of the lot, persons who are there and whose transfer elsewhere is due."""
    for (state, other), rows in rounded(told, told.offsets).items():
        there = in_line(told, Stage.TRANSFER, state)
        line = [family for family in there if family[0].responsible == other and family[0].kin != other]
        for family in first_come(line, rows):
            told.offsets[state, other] -= len(family)
            for person in family:
                told.count(Flow.OFFSET_IN, state)
                told.count(Flow.OFFSET_OUT, other)
                told.is_examined(person, state)


def what_is_seen(told: Telling) -> Situation:
    """The figures of states at the time of asking, in real persons."""
    year, weight = told.year(len(told.inputs.years)), told.who.weight
    past = range(max(0, told.now - 12), told.now)

    def lately(flow: Flow) -> Any:
        return np.array([sum(told.flows[flow, month, s] for month in past) for s in range(N)]) * weight

    def present(*stages: Stage) -> Any:
        found = Counter(person.here for person in told.persons if person.stage in stages)
        return np.array([found[state] for state in range(N)]) * weight

    due = np.zeros((N, N))
    for person in told.persons:
        if person.stage == Stage.TRANSFER:
            due[person.here, person.responsible] += weight
    relocated = np.zeros((N, N))
    for (_, giver, receiver), rows in told.relocations.items():
        relocated[giver, receiver] += rows * weight
    on_the_way = np.zeros(N)
    for person in told.persons:
        if person.stage == Stage.MOVING:
            on_the_way[person.target] += weight
            on_the_way[person.here] -= weight
    gained = (Flow.RESPONSIBLE, Flow.EXPIRED, Flow.RELOCATED_IN, Flow.OFFSET_IN)
    lost = (Flow.LAPSED, Flow.RELOCATED_OUT, Flow.OFFSET_OUT)
    return Situation(
        year=told.who.first_year + told.now // 12,
        month=told.now % 12 + 1,
        states=STATES,
        key=np.array(key_of(told)),
        population=told.inputs.population[year],
        gdp=told.inputs.gdp[year],
        applications=lately(Flow.APPLIED),
        responsible=sum(map(lately, gained)) - sum(map(lately, lost)) + on_the_way,
        hosted=present(*PROCEDURE, Stage.PROTECTED),
        pending=present(*PROCEDURE),
        movable=present(Stage.EXAMINED),
        due=due,
        relocated=relocated,
        paid=np.sum([plan.pay for _, plan in told.plans], axis=0) + np.zeros((N, N)),
        rates=told.behaviour.values,
    )
