"""COM(2020) 610 in outline: the deduction, sponsorship that ends in a move, the correction of softer pledges."""

from __future__ import annotations

import numpy as np
import pytest
from situations import PLACE, RATES, N, union

from fairshare.law.mechanisms.proposal2020 import solidarity

IDLE = RATES | {"ammr_relocations": 0.0, "ammr_offsets": 0.0, "ammr_money": 0.0, "ammr_in_kind": 0.0}


def test_who_has_more_than_twice_the_average_a_head_is_spared_a_tenth() -> None:
    at = union()
    applications = at.applications.copy()
    applications[PLACE["LU"]] = 4_000  # six in a thousand; the Union has two
    key, pool = float(at.key[PLACE["LU"]]), 30_000
    assert solidarity(at).owed[PLACE["LU"]] == pytest.approx(key * pool)
    spared = solidarity(union(applications=applications, rates=RATES | {"pressure": 9.0}))
    assert not spared.owed.any()  # nobody stands nine times above the key
    spared = solidarity(union(applications=applications, rates=RATES | {"pressure": 3.0}))
    assert spared.owed[PLACE["LU"]] == pytest.approx(0.9 * key * pool)


def test_sponsored_persons_who_are_not_returned_move_to_the_sponsor() -> None:
    plan = solidarity(union(rates=IDLE | {"ammr_offsets": 1.0}))
    assert plan.relocate.sum() == pytest.approx(0.7 * plan.owed.sum())
    assert plan.given == pytest.approx(plan.owed)
    assert not plan.take_over.any()


def test_money_alone_is_corrected_to_half_in_sponsorship() -> None:
    plan = solidarity(union(rates=IDLE | {"ammr_money": 1.0}))
    assert plan.pay.sum() == pytest.approx(0.5 * plan.owed.sum() * 20_000)
    assert plan.relocate.sum() == pytest.approx(0.5 * 0.7 * plan.owed.sum())


def test_a_gap_of_up_to_thirty_percent_is_not_corrected() -> None:
    plan = solidarity(union(rates=IDLE | {"ammr_relocations": 0.71, "ammr_money": 0.29}, movable=np.full(N, 1e6)))
    assert plan.pay.sum() == pytest.approx(0.29 * plan.owed.sum() * 20_000)


def test_the_correction_turns_what_is_given_and_makes_no_more_of_it() -> None:
    plan = solidarity(union(rates=IDLE | {"ammr_money": 0.2, "ammr_in_kind": 0.1}))
    assert not plan.pay.any()
    assert not plan.in_kind.any()
    assert plan.given.sum() == pytest.approx(0.3 * plan.owed.sum())
