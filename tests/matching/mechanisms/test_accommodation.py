"""Room for one family more: kept places first, then general ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import fits, pair_values, problem, problems

from fairshare.faults import BadInputError
from fairshare.matching.mechanisms.accommodation import Occupancy, check_feasible, may_ever_go
from fairshare.matching.problem import NOWHERE, Problem


@given(problems(max_families=6, min_families=1), st.data())
def test_families_put_in_and_taken_out_leave_the_room_that_pairs_leave(instance: Problem, data: st.DataObject) -> None:
    state = np.full(instance.families, NOWHERE)
    room = Occupancy(instance, state)
    for _ in range(8):
        family = data.draw(st.integers(0, instance.families - 1))
        to = data.draw(st.integers(0, len(instance.states) - 1))
        if state[family] != NOWHERE:
            others = [f for f in np.flatnonzero(state == state[family]).tolist() if f != family]
            there = state.copy()
            there[family] = NOWHERE
            for other in np.flatnonzero(state == NOWHERE).tolist():
                there[other] = state[family]
                assert room.fits_instead(other, family, int(state[family])) == fits(instance, there)
                there[other] = NOWHERE
            assert others == np.flatnonzero(there == state[family]).tolist()
            room.move(family, int(state[family]), -1)
            state[family] = NOWHERE
        after = state.copy()
        after[family] = to
        assert room.fits(family, to) == fits(instance, after)
        if room.fits(family, to):
            room.move(family, to, 1)
            state = after
    assert room.at == Occupancy(instance, state).at
    assert room.over == Occupancy(instance, state).over


@given(problems(max_families=6, min_families=1))
def test_a_family_may_ever_go_where_it_fits_alone(instance: Problem) -> None:
    pairs = pair_values(instance) > -np.inf
    for state in range(len(instance.states)):
        for family, answer in enumerate(may_ever_go(instance, state).tolist()):
            alone = np.full(instance.families, NOWHERE)
            alone[family] = state
            assert answer == (pairs[family, state] and fits(instance, alone))


TWO = problem([(2, "IT", False, {}), (1, "EL", False, {})], {"DE": 2, ("FR", "IT"): 1})


def test_kept_places_that_are_free_are_seen() -> None:
    room = Occupancy(TWO, np.array([NOWHERE, 0]))
    assert [room.has_kept_places(state) for state in range(4)] == [False, False, True, False]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ([0], "has 1 states; expected one for each of 2 families"),
        ([0, 7], "has an unknown state"),
        ([-2, 0], "has an unknown state"),
        ([0, 2], "places family 1 where it may not go"),
        ([0, 0], "has more persons than places in DE"),
        ([2, 0], "has more persons than places in FR"),
    ],
)
def test_a_placement_that_is_not_feasible_is_refused_in_words(state: list[int], message: str) -> None:
    with pytest.raises(BadInputError, match=f"plan: {message}"):
        check_feasible("plan", TWO, np.array(state))


def test_a_feasible_placement_passes() -> None:
    check_feasible("plan", TWO, np.array([0, NOWHERE]))
