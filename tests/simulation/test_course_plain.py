"""The month loop gives to the last count what telling the run one person at a time gives."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.simulation.plain_months import tell
from tests.simulation.worlds import ORIGINS, YEARS, mechanism, people, small_behaviour, small_inputs

from fairshare.law.mechanisms.interface import Mechanism, Plan, Situation
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.chances import chances
from fairshare.simulation.inputs import NOWHERE, Inputs, N
from fairshare.simulation.outcome import Flow, Outcome
from fairshare.simulation.population import Population
from fairshare.simulation.run import run

PART = st.floats(0, 1)
ASSUMPTIONS = st.builds(
    small_behaviour,
    request=PART,
    accept_scale=st.floats(0, 2),
    transfer_scale=st.floats(0, 5),
    transfer_months=st.floats(0.1, 9),
    abscond=PART,
    decision_scale=st.floats(0.05, 2),
    recognition_shift=st.floats(-2, 2),
    return_months=st.floats(0.1, 20),
    onward=st.floats(0, 0.95),
    take_back=PART,
    attrition=PART,
    leave=PART,
    relocation_months=st.floats(0.1, 9),
)
DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failure is shown as it was drawn: to make it smaller would take minutes."""
MONTHS = st.integers(1, 40)
"""Some populations outlast the three years of the inputs, and few have whole years."""


def inputs(seed: int) -> Inputs:
    """States that differ in size, speed and recognition."""
    rng = np.random.default_rng(seed)
    return small_inputs(
        population=rng.uniform(1e5, 8e7, (len(YEARS), N)),
        gdp=rng.uniform(1e3, 4e6, (len(YEARS), N)),
        recognition=rng.uniform(0, 1, (len(YEARS), N, len(ORIGINS))),
        decision_months=rng.uniform(1, 20, N),
        accepted=rng.uniform(0, 1000, (N, N)),
        returned=rng.uniform(0, 1, len(ORIGINS)),
    )


def crowd(seed: int, months: int, states: int, families: int = 30, weight: float = 1.0) -> Population:
    """People in so many states; one family in five wishes to be nowhere in particular."""
    who = people(families, seed, months)
    for column in (who.applied, who.wished, who.entered, who.kin):
        column[column != NOWHERE] %= states
    who.wished[who.family % 5 == 0] = NOWHERE
    return replace(who, weight=weight)


def compared(who: Population, kind: Mechanism, figures: Inputs, assumed: Behaviour) -> Outcome:
    """The outcome of the loop, after it was found to be that of the telling."""
    odds = chances(figures, assumed)
    odds.asked[:] = np.random.default_rng(len(who)).random(odds.asked.shape) < 0.9  # courts stop a transfer in ten
    named = np.where(who.family % 7 == 0, np.uint8(NOWHERE), who.entered)
    found, told = run(who, named, kind, figures, assumed, odds), tell(who, named, kind, figures, assumed, odds)
    apart = [
        (f.name, np.argwhere(getattr(found, f.name) != getattr(told, f.name))[:3].tolist())
        for f in fields(Outcome)
        if not np.array_equal(getattr(found, f.name), getattr(told, f.name))
    ]
    assert not apart
    return found


@settings(max_examples=40, phases=DRAWN)
@given(
    seed=st.integers(0, 10_000),
    months=MONTHS,
    states=st.sampled_from([2, 5, N]),
    regime=st.sampled_from(["none", "convention1990", "dublin2", "dublin3", "com2016", "ammr"]),
    entrance=st.sampled_from(["applied", "wished", "key"]),
    practice=st.sampled_from(["observed", "written"]),
    assumed=ASSUMPTIONS,
)
def test_without_solidarity_a_run_is_what_happens_to_each_person(
    seed: int, months: int, states: int, regime: Any, entrance: Any, practice: Any, assumed: Behaviour
) -> None:
    kind = mechanism(regime=regime, entrance=entrance, practice=practice)
    compared(crowd(seed, months, states), kind, inputs(seed), assumed)


def sharing(rows: float) -> Any:
    """A plan that hangs on everything a mechanism may see, over neighbours in the order of states."""

    def plan(at: Situation) -> Plan:
        load = (at.applications + at.responsible + at.hosted + at.pending + at.movable) / 100 + at.month
        relocate, take_over = at.nobody(), at.nobody()
        for state in range(N):
            for step in (1, 2):
                relocate[state, (state + step) % N] = rows * (1 + np.sin(load[state])) / step
                take_over[state, state - step] = rows * (1 + np.sin(at.due[state, state - step])) / step
        pay = np.sqrt(at.relocated + at.key[:, None] * at.population) + at.paid / 7
        owed = at.key * at.year + np.sqrt(at.gdp)
        return Plan(relocate, take_over, pay, pay / 3, owed, owed / 3, np.sin(load) > 0.1)

    return plan


@settings(max_examples=30, phases=DRAWN)
@given(
    seed=st.integers(0, 10_000),
    months=MONTHS,
    states=st.sampled_from([3, 5]),
    regime=st.sampled_from(["none", "dublin3", "ammr"]),
    entrance=st.sampled_from(["applied", "key"]),
    rows=st.floats(0, 90),
    ways=st.fixed_dictionaries({"monthly": st.booleans(), "linked_first": st.booleans()}),
    weight=st.sampled_from([1.0, 7.3]),
    assumed=ASSUMPTIONS,
)
def test_with_relocations_and_offsets_a_run_is_what_happens_to_each_person(
    seed: int,
    months: int,
    states: int,
    regime: Any,
    entrance: Any,
    rows: float,
    ways: dict[str, bool],
    weight: float,
    assumed: Behaviour,
) -> None:
    kind = mechanism(regime=regime, entrance=entrance, solidarity=sharing(rows * weight), **ways)
    compared(crowd(seed, months, states, families=90, weight=weight), kind, inputs(seed), assumed)


def test_the_worlds_of_these_tests_are_lively() -> None:
    """Everything that can happen to a person happens in a world like those above."""
    eager = small_behaviour(request=0.9, onward=0.6, decision_scale=0.5, transfer_scale=2, attrition=0.5)
    kind = mechanism(solidarity=sharing(20), monthly=True, linked_first=True)
    outcome = compared(crowd(1, 36, 5, families=150), kind, inputs(1), eager)
    assert {flow.name for flow in Flow if not outcome.flows[flow].any()} == set()
