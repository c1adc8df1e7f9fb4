"""Who is picked: whole families, by lot, links first where the mechanism says so, never more than there are places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulation.worlds import DE, FR, IT, PL, mechanism, moving, people, small_behaviour, small_inputs

from fairshare.law.mechanisms.interface import Plan, Situation
from fairshare.simulation.chances import chances
from fairshare.simulation.course import Course, Rules
from fairshare.simulation.inputs import NOWHERE, N
from fairshare.simulation.moves import allot, deal, families, run_length
from fairshare.simulation.outcome import Flow
from fairshare.simulation.population import Population
from fairshare.simulation.run import run


def course(who: Population, linked_first: bool = False, matching: bool = False) -> Course:
    """A run at its start, all people where they applied."""
    inputs, behaviour = small_inputs(), small_behaviour()
    kind = mechanism(linked_first=linked_first)
    begun = Course(Rules(who, inputs, behaviour, chances(inputs, behaviour), kind, 0, matching))
    begun.persons.here[:] = who.applied
    return begun


def quotas(**places: int) -> np.ndarray:
    """Places in Germany and France for people in Italy."""
    made = np.zeros((N, N), np.int64)
    made[IT, DE], made[IT, FR] = places.get("de", 0), places.get("fr", 0)
    return made


SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=40)


@given(sizes=SIZES, places=st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_a_state_gets_what_it_has_places_for_to_half_a_family(sizes: list[int], places: list[int]) -> None:
    target = deal(np.array(sizes), np.zeros(len(sizes), np.uint8), np.array([places]))
    for place, there in enumerate(places):
        assert sum(s for s, t in zip(sizes, target, strict=True) if t == place) <= there + max(sizes)
    placed = sum(s for s, t in zip(sizes, target, strict=True) if t != NOWHERE)
    assert abs(placed - min(sum(places), sum(sizes))) <= max(sizes) / 2


@given(sizes=SIZES, places=st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_the_lot_is_kept_whatever_the_size_of_a_family(sizes: list[int], places: list[int]) -> None:
    target = deal(np.array(sizes), np.zeros(len(sizes), np.uint8), np.array([places]))
    assert target.tolist() == sorted(target.tolist())


@given(first=SIZES, second=SIZES, places=st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=2, max_size=2))
def test_groups_are_dealt_as_if_alone(first: list[int], second: list[int], places: list[tuple[int, ...]]) -> None:
    group = np.repeat(np.array([0, 1], np.uint8), [len(first), len(second)])
    together = deal(np.array(first + second), group, np.array(places))
    apart = [
        deal(np.array(sizes), np.zeros(len(sizes), np.uint8), np.array([row]))
        for sizes, row in zip((first, second), places, strict=True)
    ]
    assert (together == np.concatenate(apart)).all()


@given(sizes=SIZES, cut=st.integers(0, 40))
def test_running_sums_begin_anew_with_each_group(sizes: list[int], cut: int) -> None:
    group = (np.arange(len(sizes)) >= cut).astype(np.uint8)
    expected = np.concatenate([np.cumsum(sizes[:cut]), np.cumsum(sizes[cut:])])
    assert (run_length(np.array(sizes), group) == expected).all()


def test_families_are_found_where_they_begin() -> None:
    heads, sizes = families(np.array([3, 3, 5, 9, 9, 9]))
    assert heads.tolist() == [0, 2, 3]
    assert sizes.tolist() == [2, 1, 3]


@pytest.mark.parametrize("way", [{}, {"linked_first": True}, {"matching": True}], ids=["lot", "links", "matching"])
@given(seed=st.integers(0, 1000), de=st.integers(0, 80), fr=st.integers(0, 80))
@settings(deadline=None)
def test_families_stay_whole_and_quotas_are_kept(way: dict[str, bool], seed: int, de: int, fr: int) -> None:
    who = people(60, seed, applied=IT)
    target = allot(course(who, **way), np.arange(len(who)), quotas(de=de, fr=fr))
    assert all(len(set(target[who.family == family])) == 1 for family in np.unique(who.family))
    spare = 0 if way.get("matching") else 4  # the largest family
    assert (target == DE).sum() <= de + spare
    assert (target == FR).sum() <= fr + spare


def test_links_come_first_and_relatives_before_wishes() -> None:
    who = people(400, applied=IT, wished=FR, kin=NOWHERE)
    with_kin = who.family % 4 == 0
    who.kin[with_kin] = DE
    places = quotas(de=int(with_kin.sum()), fr=50)
    target = allot(course(who, linked_first=True), np.arange(len(who)), places)
    assert (target[with_kin] == DE).all()
    assert (target[~with_kin] != DE).all()
    assert 0 < (target == FR).sum() <= 54


def test_without_links_first_a_lot_decides() -> None:
    who = people(400, applied=IT, wished=FR, kin=DE)
    target = allot(course(who), np.arange(len(who)), quotas(fr=100))
    assert 98 <= (target == FR).sum() <= 102


def test_people_of_another_state_are_not_moved_on_its_quota() -> None:
    who = people(100, applied=PL)
    assert (allot(course(who), np.arange(len(who)), quotas(de=50)) == NOWHERE).all()


def test_matching_honours_at_least_as_many_links_as_a_lot_that_puts_links_first() -> None:
    who = people(300, applied=IT, minor=False)  # else the vulnerable come before links
    places = quotas(de=60, fr=60)
    honoured = {}
    for way in ("matching", "linked_first"):
        target = allot(course(who, **{way: True}), np.arange(len(who)), places)
        honoured[way] = int(((target == who.kin) | (target == who.wished))[target != NOWHERE].sum())
    assert honoured["matching"] >= honoured["linked_first"] > 0


def test_nobody_is_matched_where_nobody_is() -> None:
    assert allot(course(people(10), matching=True), np.arange(0), quotas(de=5)).size == 0


def test_who_was_picked_counts_at_once_where_they_are_to_go() -> None:
    """Asked each month, a mechanism would else pass on the same excess until the first of them arrive."""
    who = people(60, month=0, applied=IT, wished=NOWHERE, kin=NOWHERE)
    seen = []

    def plan(at: Situation) -> Plan:
        seen.append(at.responsible)
        asked: Plan = moving(30 if at.month == 1 else 0)(at)
        return asked

    kind = mechanism(regime="none", monthly=True, solidarity=plan)
    outcome = run(who, who.applied, kind, small_inputs(), small_behaviour(relocation_months=1e6))
    assert not outcome.flows[Flow.RELOCATED_IN].any()
    assert not seen[0].any()
    assert seen[1][IT] == pytest.approx(len(who) - 30, abs=2)
    assert seen[1][IT] + seen[1][DE] == len(who)
