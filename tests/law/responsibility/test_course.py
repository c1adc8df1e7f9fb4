"""The state of a procedure by row."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fairshare.law.responsibility.course import Phase, Track, by_act, general_application
from fairshare.law.responsibility.days import FOREVER, day_number
from fairshare.law.responsibility.limits import Act
from fairshare.law.responsibility.trace import MET, REASONS, SILENT


def test_a_procedure_that_has_not_begun_has_nothing_due() -> None:
    track = Track.idle(2)
    assert track.running(Phase.IDLE).all()
    assert track.due.tolist() == [FOREVER, FOREVER]


def test_closing_leaves_the_other_rows() -> None:
    track = Track.idle(2)
    track.phase[:] = Phase.ASKED
    track.due[:] = 7
    track.close(np.array([True, False]))
    assert track.running(Phase.ASKED, Phase.REFUSED).tolist() == [False, True]
    assert track.due.tolist() == [FOREVER, 7]


def test_a_reason_by_act_is_silent_for_the_others_and_contested_only_under_the_regulation() -> None:
    before = len(REASONS)
    whys = by_act(MET, "one", flags=("HIT_CAP",), AMMR="AMMR 1", DUBLIN3="DUBLIN3 1")
    assert [REASONS[why].flags for why in whys if why != SILENT] == [("HIT_CAP",), ()]
    assert whys[Act.COM2016] == SILENT
    del REASONS[before:]


@pytest.mark.law("AMMR 85")
@pytest.mark.parametrize("day", ["2026-06-12", "2026-07-01"])
def test_the_regulation_applies_from_the_day_chosen(day: str) -> None:
    assert general_application({"GENERAL_APPLICATION_DATE": day}) == day_number(date.fromisoformat(day))
