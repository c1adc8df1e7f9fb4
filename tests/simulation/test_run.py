"""A run: nobody is lost, nobody is in two places, and what a mechanism leaves alone stays as it was."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulation.worlds import CH, DE, IT, mechanism, moving, people, small_behaviour, small_inputs

from fairshare.law.mechanisms.interface import Mechanism
from fairshare.simulation.events import limit
from fairshare.simulation.inputs import N
from fairshare.simulation.outcome import Flow, Outcome, Stage
from fairshare.simulation.population import Population
from fairshare.simulation.run import reference_keys, run

MECHANISMS = {
    "no system": mechanism(regime="none"),
    "as applied": mechanism(),
    "as written": mechanism(practice="written"),
    "free choice": mechanism(regime="none", entrance="wished"),
    "pure key": mechanism(regime="none", entrance="key", practice="written"),
    "relocation": mechanism(solidarity=moving(200)),
    "links first": mechanism(solidarity=moving(200), linked_first=True, monthly=True),
    "offsets": mechanism(solidarity=moving(100, offsets=100), regime="ammr"),
}
KINDS = pytest.mark.parametrize("kind", MECHANISMS.values(), ids=MECHANISMS)


def result(kind: Mechanism, who: Population, **assumed: float) -> Outcome:
    return run(who, who.entered, kind, small_inputs(), small_behaviour(**assumed))


def total(outcome: Outcome, flow: Flow) -> int:
    return int(outcome.flows[flow].sum())


@KINDS
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), onward=st.floats(0, 0.9), attrition=st.floats(0, 1))
def test_every_person_is_in_exactly_one_stage_at_each_month(
    kind: Mechanism, seed: int, onward: float, attrition: float
) -> None:
    who = people(60, seed)
    outcome = result(kind, who, onward=onward, attrition=attrition)
    assert (outcome.stocks >= 0).all()
    assert (outcome.stocks.sum(axis=(0, 2)) == len(who)).all()
    applied = np.searchsorted(who.month, np.arange(1, who.months + 1))
    assert (outcome.stocks[Stage.AWAITED].sum(axis=1) == len(who) - applied).all()


@KINDS
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_who_is_in_a_state_is_who_came_less_who_went(kind: Mechanism, seed: int) -> None:
    outcome = result(kind, people(60, seed))
    flows = np.cumsum(outcome.flows, axis=1)
    came = flows[[Flow.APPLIED, Flow.TRANSFER_IN, Flow.RELOCATED_IN, Flow.ONWARD_IN]].sum(axis=0)
    went = flows[[Flow.TRANSFER_OUT, Flow.RELOCATED_OUT, Flow.ONWARD_OUT, Flow.DEPARTED]].sum(axis=0)
    present = outcome.stocks[Stage.TRANSFER : Stage.LEFT].sum(axis=0)
    assert (present == came - went).all()


@KINDS
def test_what_leaves_one_state_arrives_in_another_the_same_month(kind: Mechanism) -> None:
    outcome = result(kind, people(300))
    for gone, come in (
        (Flow.TRANSFER_OUT, Flow.TRANSFER_IN),
        (Flow.RELOCATED_OUT, Flow.RELOCATED_IN),
        (Flow.ONWARD_OUT, Flow.ONWARD_IN),
        (Flow.OFFSET_OUT, Flow.OFFSET_IN),
        (Flow.LAPSED, Flow.EXPIRED),
        (Flow.APPLIED, Flow.RESPONSIBLE),
    ):
        assert (outcome.flows[gone].sum(axis=1) == outcome.flows[come].sum(axis=1)).all(), gone.name
    assert outcome.transfers.sum() == total(outcome, Flow.TRANSFER_IN)
    assert outcome.relocated.sum() == total(outcome, Flow.RELOCATED_IN)
    assert outcome.requests.sum() == total(outcome, Flow.REQUESTED)


@KINDS
def test_a_state_is_responsible_for_those_in_a_procedure_or_with_protection(kind: Mechanism) -> None:
    outcome = result(kind, people(300))
    held = outcome.stocks[[Stage.TRANSFER, Stage.EXAMINED, Stage.MOVING, Stage.PROTECTED]]
    assert (outcome.held >= 0).all()
    assert (outcome.held.sum(axis=1) == held.sum(axis=(0, 2))).all()


@KINDS
def test_the_same_luck_gives_the_same_outcome_to_the_byte(kind: Mechanism) -> None:
    first, second = (result(kind, people(200)) for _ in range(2))
    for field in fields(Outcome):
        assert getattr(first, field.name).tobytes() == getattr(second, field.name).tobytes()


def test_without_a_system_applications_stay_where_they_are() -> None:
    who = people(300)
    outcome = result(MECHANISMS["no system"], who)
    arrived = np.bincount(who.applied, minlength=N)
    assert (outcome.flows[Flow.RESPONSIBLE].sum(axis=0) == arrived).all()
    moved = (Flow.TRANSFER_IN, Flow.RELOCATED_IN, Flow.ONWARD_IN, Flow.OFFSET_IN, Flow.REQUESTED)
    assert not outcome.flows[list(moved)].any()


def test_under_free_choice_everybody_is_where_they_wish() -> None:
    who = people(300)
    outcome = result(MECHANISMS["free choice"], who)
    assert (outcome.flows[Flow.RESPONSIBLE].sum(axis=0) == np.bincount(who.wished, minlength=N)).all()
    assert not total(outcome, Flow.ONWARD_IN)


def test_the_pure_key_is_kept_to_a_family_a_state_and_year() -> None:
    who = people(2000, applied=DE)
    outcome = result(MECHANISMS["pure key"], who)
    by_year = outcome.flows[Flow.RESPONSIBLE].reshape(3, 12, N).sum(axis=1)
    keys = reference_keys(small_inputs())
    largest = np.bincount(who.family).max()
    assert np.abs(by_year - keys * by_year.sum(axis=1, keepdims=True)).max() <= largest


def test_the_pure_key_leaves_states_out_that_take_no_part() -> None:
    who = people(100, applied=CH)
    assert result(MECHANISMS["pure key"], who).flows[Flow.APPLIED, :, CH].sum() == len(who)


def test_as_written_every_person_gets_to_the_state_that_the_criteria_name() -> None:
    who = people(300, months=36, month=0)
    outcome = result(MECHANISMS["as written"], who, onward=0.0)
    elsewhere = who.entered[who.entered != who.applied]
    assert (outcome.flows[Flow.TRANSFER_IN].sum(axis=0) == np.bincount(elsewhere, minlength=N)).all()
    assert not total(outcome, Flow.EXPIRED)


def test_a_transfer_that_is_never_carried_out_ends_where_the_person_is() -> None:
    who = people(300, months=36, month=0, applied=DE, entered=IT, wished=DE)
    outcome = result(MECHANISMS["as applied"], who, request=1.0, accept_scale=1e9, transfer_scale=0.0, abscond=0.0)
    assert total(outcome, Flow.ACCEPTED) == total(outcome, Flow.EXPIRED) == len(who)
    assert outcome.flows[Flow.EXPIRED].sum(axis=1).argmax() == limit("dublin3", "transfer")
    assert outcome.flows[Flow.LAPSED, :, IT].sum() == len(who)


def test_who_absconds_is_in_limbo_for_the_longer_time_limit() -> None:
    who = people(300, months=36, month=0, applied=DE, entered=IT, wished=DE)
    outcome = result(MECHANISMS["as applied"], who, request=1.0, accept_scale=1e9, transfer_scale=0.0, abscond=1.0)
    months = limit("dublin3", "transfer_absconded")
    assert (outcome.stocks[Stage.HIDDEN, :months].sum(axis=1) == len(who)).all()
    assert not outcome.stocks[Stage.HIDDEN, months].any()


@pytest.mark.parametrize(
    ("regime", "name", "months"),
    [
        ("ammr", "transfer", 6),  # Article 46(1)
        ("ammr", "transfer_absconded", 36),  # Article 46(2)
        ("dublin3", "transfer_absconded", 18),  # Article 29(2)
        ("dublin2", "transfer", 6),
        ("convention1990", "transfer", 1),  # Article 11(5)
        ("com2016", "transfer", 1),  # four weeks
    ],
)
def test_time_limits_are_those_of_the_act(regime: str, name: str, months: int) -> None:
    assert limit(regime, name) == months


def test_a_plan_moves_as_many_as_it_says() -> None:
    who = people(3000, months=36, month=0, applied=IT, entered=IT, wished=IT, kin=DE)
    outcome = result(MECHANISMS["relocation"], who, attrition=0.0, relocation_months=0.01)
    moved = outcome.relocated[:, IT, DE]
    assert np.abs(moved - 200).max() <= 20  # a month's part is at most 17 persons, and may be carried out in January
    assert total(outcome, Flow.LINK_HONOURED) == moved.sum()


def test_everybody_may_be_gone_before_the_relocation() -> None:
    who = people(3000, months=36, month=0, applied=IT, entered=IT, wished=DE)
    outcome = result(MECHANISMS["relocation"], who, attrition=1.0)
    assert total(outcome, Flow.DROPPED_OUT) > 0 == total(outcome, Flow.RELOCATED_IN)


def test_an_offset_replaces_a_transfer_that_is_due() -> None:
    who = people(3000, months=36, month=0, applied=DE, entered=IT, wished=DE)
    outcome = result(MECHANISMS["offsets"], who, request=1.0, accept_scale=1e9, transfer_scale=0.0, abscond=0.0)
    assert outcome.flows[Flow.OFFSET_IN, :, DE].sum() == outcome.flows[Flow.OFFSET_OUT, :, IT].sum() > 0
    assert total(outcome, Flow.OFFSET_IN) + total(outcome, Flow.EXPIRED) == total(outcome, Flow.ACCEPTED)


def test_the_same_persons_meet_the_same_luck_under_every_mechanism() -> None:
    """Common random numbers: a decision does not depend on what else happened."""
    who = people(1000, months=36, month=0)
    certain = {"decision_scale": 0.01}
    stay = result(mechanism(regime="none"), who, **certain)
    choose = result(mechanism(regime="none", entrance="wished"), who, **certain)
    assert total(stay, Flow.GRANTED) == total(choose, Flow.GRANTED) > 0


def test_no_person_no_outcome() -> None:
    outcome = result(mechanism(), people(0))
    assert not any(getattr(outcome, field.name).any() for field in fields(Outcome))
