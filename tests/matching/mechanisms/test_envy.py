"""Envy, strong envy, ranks and wasted places, counted without pairs and checked pair by pair."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import brute_force, fits, problem
from markets import acceptable, envies, envies_strongly, market, markets, rank

from fairshare.matching.mechanisms.envy import fairness
from fairshare.matching.mechanisms.preferences import Preferences
from fairshare.matching.problem import NOWHERE


@given(markets(), st.data())
def test_counts_are_those_of_pairs(lists: Preferences, data: st.DataObject) -> None:
    placed = data.draw(st.sampled_from([p for p in brute_force(lists.problem).tolist() if acceptable(lists, p)]))
    found = fairness(lists, np.array(placed))
    envy, strong = list(envies(lists, placed)), envies_strongly(lists, placed)
    assert (found.envy, found.strong_envy) == (len(envy), len(strong))
    assert found.weak_envy == len(envy) - len(strong)
    assert found.envious == len({f for f, _ in envy})
    assert found.strongly_envious == len({f for f, _ in strong})
    ranks = [rank(lists, f, state) + 1 for f, state in enumerate(placed) if state != NOWHERE]
    assert found.mean_rank == pytest.approx(np.mean(ranks)) if ranks else math.isnan(found.mean_rank)


@given(markets(), st.data())
def test_places_are_wasted_where_somebody_could_have_them(lists: Preferences, data: st.DataObject) -> None:
    placed = data.draw(st.sampled_from([p for p in brute_force(lists.problem).tolist() if acceptable(lists, p)]))
    could = False
    for family, now in enumerate(placed):
        for state in lists.ranked[family].tolist():
            if state in (now, NOWHERE):
                break
            could |= fits(lists.problem, [state if f == family else s for f, s in enumerate(placed)])
    assert (fairness(lists, np.array(placed)).wasted > 0) == could


def test_envy_is_strong_where_the_envied_one_stands_in_the_way() -> None:
    """DE has two places; family 0 (of two) was passed over for family 1 (of one)."""
    instance = problem([(2, "IT", False, {}), (1, "IT", False, {})], {"DE": 2})
    lists = market(instance, {}, {"DE": [0, 1]})
    found = fairness(lists, np.array([NOWHERE, 0]))
    assert (found.envy, found.strong_envy, found.wasted) == (1, 1, 0)
    turned = market(instance, {}, {"DE": [1, 0]})  # with the higher priority nobody is passed over
    assert fairness(turned, np.array([NOWHERE, 0])).envy == 0


def test_envy_is_not_strong_where_the_envied_one_takes_nothing_away() -> None:
    """DE has two places for all, taken by family 0, and one for those present in Greece. Family 1 (in Italy) envies
    family 2 (in Greece) but has no claim to that place."""
    instance = problem([(2, "IT", False, {}), (1, "IT", False, {}), (1, "EL", False, {})], {"DE": 2, ("DE", "EL"): 1})
    lists = market(instance, {}, {"DE": [0, 1, 2]})
    found = fairness(lists, np.array([0, NOWHERE, 0]))
    assert (found.envy, found.strong_envy, found.weak_envy) == (1, 0, 1)
    assert (found.envious, found.strongly_envious) == (1, 0)


def test_envy_of_one_for_whom_there_is_room_is_not_strong_but_places_are_wasted() -> None:
    instance = problem([(1, "IT", False, {}), (1, "IT", False, {})], {"DE": 3})
    found = fairness(market(instance, {}, {"DE": [0, 1]}), np.array([NOWHERE, 0]))
    assert (found.envy, found.strong_envy, found.wasted) == (1, 0, 2)


def test_wasted_places_are_those_of_rows_that_somebody_could_use() -> None:
    """Free: two general places and three for those in Greece. Only someone in Italy would rather be there."""
    families = [(1, "IT", False, {}), (3, "IT", False, {})]
    instance = problem(families, {"DE": 2, ("DE", "EL"): 3})
    assert fairness(market(instance, {}), np.array([NOWHERE, NOWHERE])).wasted == 2
    greek = problem([(1, "EL", False, {}), *families[1:]], {"DE": 2, ("DE", "EL"): 3})
    assert fairness(market(greek, {}), np.array([NOWHERE, NOWHERE])).wasted == 3
    large = problem([(4, "EL", False, {}), *families[1:]], {"DE": 2, ("DE", "EL"): 3})
    assert fairness(market(large, {}), np.array([NOWHERE, NOWHERE])).wasted == 5


def test_nobody_at_all_is_measured() -> None:
    found = fairness(market(problem([], {"DE": 2}), {}), np.zeros(0, np.int64))
    assert (found.envy, found.wasted) == (0, 0)
    assert math.isnan(found.mean_rank)
