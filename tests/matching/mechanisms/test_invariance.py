"""Mechanisms by lists see nothing but the lists: numbers of families and names of states decide nothing.

(Where lots decide, they are drawn by case number; the order of rows in a file is gone before, in the problem itself.)
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import markets, relabelled

from fairshare.matching.mechanisms.catalogue import MECHANISMS
from fairshare.matching.mechanisms.envy import fairness
from fairshare.matching.mechanisms.preferences import Preferences
from fairshare.matching.problem import NOWHERE


@pytest.mark.parametrize("name", ["tmda", "cmda", "mttc"])
@given(markets(), st.data())
@settings(max_examples=50)
def test_other_numbers_and_names_give_the_same_placement(name: str, lists: Preferences, data: st.DataObject) -> None:
    families = data.draw(st.permutations(range(lists.problem.families)))
    states = data.draw(st.permutations(range(len(lists.problem.states))))
    other = relabelled(lists, families, states)
    run = MECHANISMS[name].run
    placed = run(lists.problem, preferences=lists).state
    there = run(other.problem, preferences=other).state
    back = np.where(there == NOWHERE, NOWHERE, np.array(states)[there])
    assert (back == placed[np.array(families)]).all()
    measures = fairness(other, there), fairness(lists, placed)
    assert repr(measures[0]) == repr(measures[1])  # as text, since nan is not equal to itself


@pytest.mark.parametrize("name", ["tmda", "cmda", "mttc"])
@given(markets(), st.integers(1, 9))
@settings(max_examples=25)
def test_with_lists_given_the_seed_decides_nothing(name: str, lists: Preferences, seed: int) -> None:
    run = MECHANISMS[name].run
    one, other = (run(lists.problem, seed=s, preferences=lists).state for s in (0, seed))
    assert (one == other).all()
