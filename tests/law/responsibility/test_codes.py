"""Words of a case as small numbers."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.responsibility import codes
from fairshare.law.responsibility.codes import BOUND, NONE, STATE_CODE, STATES, bit, only_state, states_mask, states_of

SETS = st.frozensets(st.sampled_from(STATES))


@given(SETS)
def test_a_mask_holds_the_states_that_were_put_in(states: frozenset[str]) -> None:
    assert set(states_of(states_mask(states))) == states


@given(SETS)
def test_the_only_state_of_a_mask_is_told_and_none_of_several(states: frozenset[str]) -> None:
    (answer,) = only_state(np.array([states_mask(states)], np.int64)).tolist()
    assert answer == (STATE_CODE[next(iter(states))] if len(states) == 1 else NONE)


def test_each_state_has_its_own_bit_and_no_state_has_none() -> None:
    every = np.arange(-1, len(STATES), dtype=np.int8)
    bits = bit(every).tolist()
    assert bits[0] == 0
    assert [states_of(one) for one in bits[1:]] == [(state,) for state in STATES]
    assert only_state(bit(every)).tolist() == every.tolist()


@pytest.mark.law("AMMR 2")
def test_part_iii_binds_31_states_denmark_ireland_and_the_associated_among_them() -> None:
    bound = set(states_of(BOUND))
    assert len(bound) == 31
    assert {"DK", "IE", "IS", "NO", "CH", "LI"} <= bound
    assert "UK" not in bound


@pytest.mark.parametrize(
    "kind", [one for one in vars(codes).values() if isinstance(one, type) and issubclass(one, IntEnum)]
)
def test_codes_fit_a_byte_and_leave_room_below_zero_for_not_known(kind: type[IntEnum]) -> None:
    assert all(0 <= code <= 127 for code in kind)
